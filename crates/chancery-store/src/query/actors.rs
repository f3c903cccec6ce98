//! Who appears, in how many articles, with what, when.

use rusqlite::{Row, params};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Who, day};
use crate::days::{self, FOREVER, NOW, UNDATED};
use crate::error::StoreError;
use crate::open::Store;

/// Which actors are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ActorsAsked {
    /// The day whose knowledge is asked for.
    pub as_of: Option<i32>,
    /// First day of publication.
    pub since: Option<i32>,
    /// Last day of publication.
    pub until: Option<i32>,
    /// Only these.
    pub who: Option<Who>,
    /// Only of these sectors.
    pub sectors: Vec<String>,
    /// True for persons only.
    pub persons: bool,
    /// Most actors; 0 for all.
    pub limit: usize,
}

/// An actor with what is told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ActorRow {
    /// The registry's id; null for one that it does not know.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Country's code.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<String>,
    /// Articles that name it.
    pub articles: i64,
    /// Day of publication of the first.
    pub first: Option<String>,
    /// Day of publication of the last.
    pub last: Option<String>,
    /// Types of its latest events, the most frequent first, with how many.
    pub lately: Vec<(String, u32)>,
}

/// So many of an actor's events say what it does lately.
const LATELY: i64 = 100;

impl Store {
    /// The actors that appear, those of most articles first; one more than the limit when there are
    /// more.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn actors(&self, asked: &ActorsAsked) -> Result<Vec<ActorRow>, StoreError> {
        let counts = self.appearing(asked)?;
        let mut ranked: Vec<(i64, i64)> = counts.into_iter().filter(|(_, n)| *n > 0).collect();
        ranked.sort_unstable_by_key(|(actor, articles)| (-articles, *actor));
        let most = if asked.limit == 0 { usize::MAX } else { asked.limit + 1 };
        let mut rows = Vec::new();
        for (actor, articles) in ranked {
            if rows.len() == most {
                break;
            }
            if let Some(row) = self.actor_row(actor, articles, asked)? {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// Articles by actor: whole months from the tally, the rest counted.
    fn appearing(&self, asked: &ActorsAsked) -> Result<FxHashMap<i64, i64>, StoreError> {
        let as_of = asked.as_of.unwrap_or(NOW);
        let since = asked.since.unwrap_or(i32::MIN);
        let until = asked.until.unwrap_or(NOW).min(as_of);
        let mut counts: FxHashMap<i64, i64> = FxHashMap::default();
        let mut add = |sql: &str, values: &[i64]| {
            self.ask(|connection| {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    *counts.entry(row.get(0)?).or_default() += row.get::<_, i64>(1)?;
                }
                Ok(())
            })
        };
        // Months that lie in the range as a whole: from `first` to before `end`.
        let first = match since {
            i32::MIN => i32::MIN,
            day if days::first_of(days::month(day)) == day => days::month(day),
            day => days::month(day) + 1,
        };
        let end = if until >= UNDATED { i32::MAX } else { days::month(until.saturating_add(1)) };
        let by_day =
            "SELECT actor, count(*) FROM appearance JOIN version ON version.id = appearance.version
             WHERE day BETWEEN ? AND ? AND version.until = 4000000 GROUP BY actor";
        if first < end || end == i32::MAX {
            let last = if until >= UNDATED { i64::from(i32::MAX) } else { i64::from(end) - 1 };
            add(
                "SELECT actor, sum(articles) FROM tally WHERE month BETWEEN ? AND ? GROUP BY actor",
                &[i64::from(first), last],
            )?;
            if since != i32::MIN && days::first_of(days::month(since)) != since {
                let before = days::first_of(first) - 1;
                add(by_day, &[i64::from(since), i64::from(before.min(until))])?;
            }
            if until < UNDATED && days::first_of(end) <= until {
                add(by_day, &[i64::from(days::first_of(end)), i64::from(until)])?;
            }
        } else {
            add(by_day, &[i64::from(since), i64::from(until)])?;
        }
        // Versions that another has taken the place of since the day asked for.
        add(
            "SELECT actor, count(*) FROM version CROSS JOIN appearance ON appearance.version = version.id
             WHERE version.until < 4000000 AND version.until > ?3 AND version.since <= ?3
                AND version.since BETWEEN ?1 AND ?2 GROUP BY actor",
            &[i64::from(since), i64::from(until), i64::from(as_of)],
        )?;
        let _ = FOREVER;
        Ok(counts)
    }

    fn actor_row(
        &self,
        actor: i64,
        articles: i64,
        asked: &ActorsAsked,
    ) -> Result<Option<ActorRow>, StoreError> {
        let as_of = asked.as_of.unwrap_or(NOW);
        let since = asked.since.unwrap_or(i32::MIN);
        let until = asked.until.unwrap_or(NOW).min(as_of);
        let read = |row: &Row<'_>| {
            let key: String = row.get(0)?;
            let person: bool = row.get(4)?;
            let found = ActorRow {
                id: Some(key).filter(|key| !key.contains('?')),
                name: row.get(1)?,
                country: row.get(2)?,
                sector: row.get(3)?,
                articles,
                first: None,
                last: None,
                lately: Vec::new(),
            };
            Ok((found, person))
        };
        let (mut found, person) = self.ask(|connection| {
            connection
                .prepare_cached(
                    "SELECT key, name, country, sector, person FROM actor WHERE id = ?",
                )?
                .query_row([actor], read)
        })?;
        let wanted = match &asked.who {
            None => true,
            Some(Who::Country(code)) => found.country.as_ref() == Some(code),
            Some(Who::Actors(ids)) => ids.contains(&actor),
        };
        let sector = asked.sectors.is_empty()
            || found.sector.as_ref().is_some_and(|sector| asked.sectors.contains(sector));
        if !wanted || !sector || asked.persons && !person {
            return Ok(None);
        }
        let edge = |order: &str| {
            self.ask(|connection| {
                let sql = format!(
                    "SELECT day FROM appearance CROSS JOIN version ON version.id = appearance.version
                     WHERE actor = ? AND day BETWEEN ? AND ? AND version.until > ? AND version.since <= ?4
                     ORDER BY day {order} LIMIT 1"
                );
                let mut statement = connection.prepare_cached(&sql)?;
                statement.query_row(params![actor, since, until, as_of], |row| row.get::<_, i32>(0))
            })
        };
        found.first = day(edge("ASC")?);
        found.last = day(edge("DESC")?);
        found.lately = self.lately(actor, as_of, since, until)?;
        Ok(Some(found))
    }

    fn lately(
        &self,
        actor: i64,
        as_of: i32,
        since: i32,
        until: i32,
    ) -> Result<Vec<(String, u32)>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT type, count(*) FROM (
                    SELECT s.type FROM facet d CROSS JOIN state s ON s.id = d.state
                    WHERE d.term = (SELECT id FROM term WHERE kind = 'actor' AND value = ?1)
                        AND d.day BETWEEN ?3 AND ?4 AND s.since <= ?2 AND s.until > ?2
                    ORDER BY d.day DESC, d.state DESC LIMIT ?5)
                 GROUP BY type ORDER BY 2 DESC, 1 LIMIT 3",
            )?;
            let rows = statement
                .query_map(params![actor.to_string(), as_of, since, until, LATELY], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            rows.collect()
        })
    }
}
