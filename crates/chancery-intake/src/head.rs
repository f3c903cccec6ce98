//! A head before a plain text: `title: …`, `publisher: …`, `published: …`, an empty line, the text.

use chancery_article::Article;

use crate::{Reason, date};

const KEYS: [&str; 6] = ["id", "title", "publisher", "published", "url", "language"];

/// The head and the text after it, when the text opens with lines that all name a field, the day of
/// publication or the publisher among them. A story never opens so.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let mut sure = false;
    for line in text.split_inclusive('\n').take(KEYS.len() + 1) {
        let words = line.trim_end();
        end += line.len();
        if words.is_empty() {
            let body = text[end..].trim_end();
            return (sure && !body.is_empty()).then(|| (&text[..end], body));
        }
        let (key, _) = words.split_once(": ")?;
        if !KEYS.contains(&key) {
            return None;
        }
        sure |= key.starts_with("publish");
    }
    None
}

/// Takes over what the head says; a day that is none is refused, with its line.
pub(crate) fn fill(article: &mut Article, head: &str) -> Result<(), (u64, Reason)> {
    for (number, line) in head.lines().enumerate() {
        let Some((key, value)) = line.split_once(": ") else { continue };
        let value = value.trim().to_owned();
        match key {
            "id" => article.id = value,
            "title" => article.title = Some(value),
            "publisher" => article.publisher = Some(value),
            "published" => {
                let day = date(&value).map_err(|reason| (number as u64 + 1, reason))?;
                article.published = Some(day);
            }
            "url" => article.url = Some(value),
            _ => article.language = Some(value),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_taken_only_when_all_its_lines_name_fields() {
        let text = "title: Talks open\npublished: 2024-10-29\n\nTalks opened.\n";
        let (head, body) = split(text).unwrap();
        assert_eq!(body, "Talks opened.");
        let mut article = Article::new("a", body);
        fill(&mut article, head).unwrap();
        assert_eq!(article.title.as_deref(), Some("Talks open"));
        assert_eq!(article.published.unwrap().to_string(), "2024-10-29");
        for story in ["title: Talks\n\nTalks opened.", "url: x\nHe said: no\n\nMore.", "Talks."] {
            assert_eq!(split(story), None, "{story}");
        }
        let wrong = "title: T\npublished: 2024-02-31\n\nTalks.";
        let (head, body) = split(wrong).unwrap();
        assert_eq!(fill(&mut Article::new("a", body), head).unwrap_err().0, 2);
    }
}
