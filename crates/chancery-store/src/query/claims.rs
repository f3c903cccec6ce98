//! Claims: who says what.

use rusqlite::Row;
use rusqlite::types::Value;
use serde::Serialize;

use super::events::{pieces, values};
use super::{Filter, Who, day};
use crate::days::{NOW, UNDATED};
use crate::error::StoreError;
use crate::open::Store;

/// A claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClaimRow {
    /// Its id.
    pub id: String,
    /// The day it was said, else the day of publication.
    pub date: Option<String>,
    /// Who says it: the actor's name, else the words.
    pub source: String,
    /// The registry's id of the source.
    pub source_id: Option<String>,
    /// Code of the source's country.
    pub country: Option<String>,
    /// Sector of the source.
    pub sector: Option<String>,
    /// asserts, denies, believes, doubts, wants, intends.
    pub stance: String,
    /// direct, indirect, mixed.
    pub kind: String,
    /// The words of saying.
    pub cue: String,
    /// What is said.
    pub content: String,
    /// Ids of the events that it tells.
    pub events: Vec<String>,
    /// The article's id.
    pub article: String,
    /// The agency or newspaper.
    pub publisher: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
}

const COLUMNS: &str =
    "claim.id, claim.name, claim.day, actor.name, actor.key, claim.country, claim.sector,
    stance, claim.kind, cue, source_at, content_at, text, article.name, publisher, published, url";

const JOINED: &str = "JOIN version ON version.id = claim.version
    JOIN article ON article.id = version.article
    JOIN document ON document.version = version.id
    LEFT JOIN actor ON actor.id = claim.actor";

fn claim(row: &Row<'_>) -> rusqlite::Result<(i64, ClaimRow)> {
    let text = row.get_ref(12)?.as_str()?;
    let name: Option<String> = row.get(3)?;
    let key: Option<String> = row.get(4)?;
    let published: Option<i32> = row.get(15)?;
    let source = match name {
        Some(name) => name,
        None => pieces(text, Some(row.get_ref(10)?.as_str()?)),
    };
    let claim = ClaimRow {
        id: row.get(1)?,
        date: day(row.get(2)?),
        source,
        source_id: key.filter(|key| !key.contains('?')),
        country: row.get(5)?,
        sector: row.get(6)?,
        stance: row.get(7)?,
        kind: row.get(8)?,
        cue: row.get(9)?,
        content: pieces(text, Some(row.get_ref(11)?.as_str()?)),
        events: Vec::new(),
        article: row.get(13)?,
        publisher: row.get(14)?,
        published: published.and_then(day),
        url: row.get(16)?,
    };
    Ok((row.get(0)?, claim))
}

impl Store {
    /// The claims of a source (`filter.source`), or those that tell the events that the rest of the
    /// filter asks for; days are those on which it was said, or of the events. The latest first
    /// where there is a limit, and one more than it when there are more.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn claims(&self, filter: &Filter) -> Result<Vec<ClaimRow>, StoreError> {
        let mut found = match filter.is_about_events() {
            true => self.claims_of_events(filter)?,
            false => self.claims_said(filter)?,
        };
        found.sort_by(|(_, a), (_, b)| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
        let mut claims = Vec::with_capacity(found.len());
        for (row, mut claim) in found {
            claim.events = self.ask(|connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT DISTINCT event.name FROM told
                     JOIN report ON report.mention = told.mention AND report.since <= ?2 AND report.until > ?2
                     JOIN event ON event.id = report.event WHERE claim = ?1 ORDER BY event.name",
                )?;
                let rows =
                    statement.query_map([row, i64::from(filter.day())], |row| row.get(0))?;
                rows.collect()
            })?;
            claims.push(claim);
        }
        Ok(claims)
    }

    fn claims_said(&self, filter: &Filter) -> Result<Vec<(i64, ClaimRow)>, StoreError> {
        let mut values = vec![Value::from(i64::from(filter.day()))];
        let by = match &filter.source {
            None => "1".to_owned(),
            Some(Who::Country(code)) => {
                values.push(Value::from(code.clone()));
                "claim.country = ?2".to_owned()
            }
            Some(Who::Actors(ids)) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!("claim.actor IN ({})", ids.join(", "))
            }
        };
        let since = filter.since.unwrap_or(i32::MIN);
        let until = filter.until.unwrap_or(if filter.since.is_some() { UNDATED - 1 } else { NOW });
        let limit = limit(filter);
        let sql = format!(
            "SELECT {COLUMNS} FROM claim {JOINED}
             WHERE {by} AND claim.day BETWEEN {since} AND {until}
                AND version.since <= ?1 AND version.until > ?1
             ORDER BY claim.day DESC, claim.id DESC {limit}"
        );
        self.ask(|connection| {
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map(self::values(values), claim)?;
            rows.collect()
        })
    }

    fn claims_of_events(&self, filter: &Filter) -> Result<Vec<(i64, ClaimRow)>, StoreError> {
        let plan = self.plan(filter)?;
        let by = match &filter.source {
            None => String::new(),
            Some(Who::Country(code)) => {
                format!(" AND claim.country = '{}'", code.replace('\'', "''"))
            }
            Some(Who::Actors(ids)) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!(" AND claim.actor IN ({})", ids.join(", "))
            }
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM (
                SELECT claim.id AS id, max({day}) AS day FROM {from}
                CROSS JOIN report r ON r.event = s.event AND r.since <= ?1 AND r.until > ?1
                CROSS JOIN told ON told.mention = r.mention
                CROSS JOIN claim ON claim.id = told.claim
                WHERE {wheres}{by} GROUP BY claim.id ORDER BY 2 DESC, 1 DESC {limit}) hit
             JOIN claim ON claim.id = hit.id {JOINED}",
            day = plan.day,
            from = plan.from,
            wheres = plan.wheres(),
            limit = limit(filter),
        );
        self.ask(|connection| {
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map(values(plan.values), claim)?;
            rows.collect()
        })
    }
}

fn limit(filter: &Filter) -> String {
    match filter.limit {
        0 => String::new(),
        most => format!("LIMIT {}", most + 1),
    }
}
