//! Full text: articles by their words.

use rusqlite::{Row, params};
use serde::Serialize;

use super::day;
use crate::days::NOW;
use crate::error::StoreError;
use crate::open::Store;

/// What to search for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Searched {
    /// Words that must all stand in the article; "a phrase" in quotes; a word* that begins so; -not.
    pub words: String,
    /// The day whose knowledge is asked for.
    pub as_of: Option<i32>,
    /// First day of publication.
    pub since: Option<i32>,
    /// Last day of publication.
    pub until: Option<i32>,
    /// Most articles; 0 for all.
    pub limit: usize,
}

/// An article found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Found {
    /// The article's id.
    pub article: String,
    /// Day of publication.
    pub published: Option<String>,
    /// The agency or newspaper.
    pub publisher: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The words around the best hit; hits stand in brackets.
    pub snippet: String,
    /// BM25: the higher the better.
    pub score: f64,
}

impl Store {
    /// Articles that hold the words, the best first; one more than the limit when there are more.
    ///
    /// # Errors
    /// No words to search for, or the store cannot be read.
    pub fn search(&self, asked: &Searched) -> Result<Vec<Found>, StoreError> {
        let Some(expression) = expression(&asked.words) else {
            return Err(StoreError::Query(format!(
                "{:?} holds no word to search for",
                asked.words
            )));
        };
        let as_of = asked.as_of.unwrap_or(NOW);
        let since = asked.since.unwrap_or(i32::MIN);
        let until = asked.until.unwrap_or(NOW);
        let limit = match asked.limit {
            0 => -1,
            most => most as i64 + 1,
        };
        let found = |row: &Row<'_>| {
            let published: Option<i32> = row.get(1)?;
            let snippet: String = row.get(5)?;
            Ok(Found {
                article: row.get(0)?,
                published: published.and_then(day),
                publisher: row.get(2)?,
                title: row.get(3)?,
                url: row.get(4)?,
                snippet: snippet.split_whitespace().collect::<Vec<_>>().join(" "),
                score: (-row.get::<_, f64>(6)? * 1000.0).round() / 1000.0,
            })
        };
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.name, published, publisher, fulltext.title, url,
                    snippet(fulltext, 1, '[', ']', '…', 24), rank
                 FROM fulltext CROSS JOIN version ON version.id = fulltext.rowid
                 CROSS JOIN article ON article.id = version.article
                 WHERE fulltext MATCH ?1 AND version.since <= ?2 AND version.until > ?2
                    AND version.since BETWEEN ?3 AND ?4
                 ORDER BY rank LIMIT ?5",
            )?;
            let rows =
                statement.query_map(params![expression, as_of, since, until, limit], found)?;
            rows.collect()
        })
    }
}

/// What people write, as FTS5 reads it: no word of theirs is taken for syntax.
fn expression(words: &str) -> Option<String> {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    let mut rest = words.trim();
    while !rest.is_empty() {
        let not = rest.starts_with('-');
        rest = rest.trim_start_matches('-');
        let (term, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
                rest.split_at(end)
            }
        };
        let prefix = term.ends_with('*') || after.starts_with('*');
        let bare = term.trim_end_matches('*').replace('"', " ");
        if bare.chars().any(char::is_alphanumeric) {
            let quoted = format!("\"{bare}\"{}", if prefix { "*" } else { "" });
            if not { unwanted.push(quoted) } else { wanted.push(quoted) }
        }
        rest = after.trim_start_matches('*').trim_start();
    }
    if wanted.is_empty() {
        return None;
    }
    let wanted = wanted.join(" AND ");
    Some(match unwanted.is_empty() {
        true => wanted,
        false => format!("({wanted}) NOT ({})", unwanted.join(" OR ")),
    })
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn words_are_no_syntax() {
        let of = |words| expression(words).unwrap_or_default();
        assert_eq!(of("troops NEAR(border"), r#""troops" AND "NEAR(border""#);
        assert_eq!(
            of(r#""peace talks" soldier* -drill"#),
            r#"("peace talks" AND "soldier"*) NOT ("drill")"#
        );
        assert_eq!(of("\"open"), "\"open\"");
        assert_eq!(expression("- \" ' * "), None);
    }
}
