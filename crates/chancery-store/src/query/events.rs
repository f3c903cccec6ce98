//! Events: one row an event, with its reports.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use super::{Filter, day, slice};
use crate::error::StoreError;
use crate::open::Store;

/// An event as the store knows it on the day asked for.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventRow {
    /// Its id: that of its earliest mention.
    pub id: String,
    /// First day; null when neither the text nor the article has a day.
    pub date_from: Option<String>,
    /// Last day.
    pub date_to: Option<String>,
    /// False when the day is that of publication.
    pub dated: bool,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Quad class.
    pub quad: u8,
    /// PLOVER intensity.
    pub intensity: f64,
    /// Who acts, by name.
    pub actors: Vec<String>,
    /// Who receives, by name.
    pub recipients: Vec<String>,
    /// True when all actors act on each other.
    pub reciprocal: bool,
    /// Where.
    pub place: Option<String>,
    /// ISO 3166-1 alpha-3 of the place.
    pub place_country: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// The named meeting, treaty, exercise.
    pub occasion: Option<String>,
    /// positive, negative.
    pub polarity: String,
    /// certain, probable, possible, unknown.
    pub certainty: String,
    /// occurred, ongoing, planned, conditional, hypothetical.
    pub stage: String,
    /// Where it stands: open, planned, postponed, cancelled, alleged, denied, ongoing, held, confirmed.
    pub status: String,
    /// True for what was planned at some time.
    pub planned: bool,
    /// Articles that report it.
    pub reports: u32,
    /// Those left when copies are folded.
    pub independent: u32,
    /// The sentence that tells it best.
    pub sentence: String,
    /// Participants, as the best report has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Party>,
    /// Quantities, as the best report has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// Of an event that several mentions tell: what they say of each field with the reports that say
    /// so, how its status moved, where they disagree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consensus: Option<serde_json::Value>,
    /// The reports behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told_by: Vec<Report>,
    #[serde(skip)]
    pub(super) row: i64,
    #[serde(skip)]
    pub(super) lead: i64,
}

/// A participant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Party {
    /// actor, recipient.
    pub role: String,
    /// The registry's id.
    pub id: Option<String>,
    /// Name, else words.
    pub name: String,
    /// Country's code.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<String>,
}

/// A quantity.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Quantity {
    /// troops, killed, …
    pub kind: String,
    /// The number.
    pub value: Option<f64>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// True for "around", "some".
    pub approximate: bool,
    /// What is counted.
    pub unit: Option<String>,
}

/// One article's report of an event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    /// The event mention's id.
    pub mention: String,
    /// The article's id.
    pub article: String,
    /// The agency or newspaper.
    pub publisher: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Its sentence.
    pub sentence: String,
    /// Who says so, the outermost first.
    pub according_to: Vec<String>,
}

pub(super) const COLUMNS: &str = "event.name, s.day, s.day_to, s.dated, s.type, s.mode, s.contexts, s.quad,
    s.intensity, s.actors, s.recipients, s.reciprocal, place.name, place.country, place.latitude,
    place.longitude, s.occasion, s.polarity, s.certainty, s.stage, s.status, s.reports, s.independent,
    s.event, s.lead, s.planned, s.consensus";

fn list(words: String, by: &str) -> Vec<String> {
    words.split(by).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        id: row.get(0)?,
        date_from: day(row.get(1)?),
        date_to: day(row.get(2)?),
        dated: row.get(3)?,
        kind: row.get(4)?,
        mode: row.get(5)?,
        contexts: list(row.get(6)?, " "),
        quad: row.get(7)?,
        intensity: row.get(8)?,
        actors: list(row.get(9)?, "; "),
        recipients: list(row.get(10)?, "; "),
        reciprocal: row.get(11)?,
        place: row.get(12)?,
        place_country: row.get(13)?,
        latitude: row.get(14)?,
        longitude: row.get(15)?,
        occasion: row.get(16)?,
        polarity: row.get(17)?,
        certainty: row.get(18)?,
        stage: row.get(19)?,
        status: row.get(20)?,
        reports: row.get(21)?,
        independent: row.get(22)?,
        row: row.get(23)?,
        lead: row.get(24)?,
        planned: row.get(25)?,
        consensus: row
            .get::<_, Option<String>>(26)?
            .and_then(|words| serde_json::from_str(&words).ok()),
        sentence: String::new(),
        participants: Vec::new(),
        quantities: Vec::new(),
        told_by: Vec::new(),
    })
}

impl Store {
    /// The events that a filter asks for, by day. With a limit the latest are taken; one more than
    /// the limit says that there are more. With `full` each has its participants, quantities and
    /// reports.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn events(&self, filter: &Filter, full: bool) -> Result<Vec<EventRow>, StoreError> {
        let plan = self.plan(filter)?;
        let limit = match filter.limit {
            0 => String::new(),
            most => format!("LIMIT {}", most + 1),
        };
        // First the rows, by the index alone; what is shown of them afterwards.
        let sql = format!(
            "SELECT {COLUMNS} FROM (
                SELECT s.* FROM {} WHERE {} ORDER BY {} DESC, {} DESC {limit}) s
             JOIN event ON event.id = s.event LEFT JOIN place ON place.id = s.place",
            plan.from,
            plan.wheres(),
            plan.day,
            plan.id
        );
        let mut rows: Vec<EventRow> = self.ask(|connection| {
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map(rusqlite::params_from_iter(plan.values), event)?;
            rows.collect()
        })?;
        rows.sort_by(|a, b| (&a.date_from, &a.id).cmp(&(&b.date_from, &b.id)));
        if full {
            for row in &mut rows {
                self.fill(row, filter.day())?;
            }
        } else {
            for row in &mut rows {
                row.sentence = self.sentence(row.lead)?;
            }
        }
        Ok(rows)
    }

    /// One event by its id, or by the id of any of its mentions, as it is on the day asked for.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn event(&self, id: &str, as_of: Option<i32>) -> Result<Option<EventRow>, StoreError> {
        let filter = Filter { as_of, ..Filter::default() };
        let found: Option<EventRow> = self.ask(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM report
                 JOIN mention ON mention.id = report.mention
                 JOIN state s ON s.event = report.event AND s.since <= ?2 AND s.until > ?2
                 JOIN event ON event.id = s.event LEFT JOIN place ON place.id = s.place
                 WHERE mention.name = ?1 AND report.since <= ?2 AND report.until > ?2"
            );
            connection.prepare(&sql)?.query_row(params![id, filter.day()], event).optional()
        })?;
        let Some(mut found) = found else { return Ok(None) };
        self.fill(&mut found, filter.day())?;
        Ok(Some(found))
    }

    fn sentence(&self, mention: i64) -> Result<String, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT text, sentence_start, sentence_end FROM mention
                 JOIN document ON document.version = mention.version WHERE mention.id = ?",
            )?;
            statement.query_row([mention], |row| {
                let text = row.get_ref(0)?.as_str()?;
                Ok(slice(text, row.get(1)?, row.get(2)?))
            })
        })
    }

    fn fill(&self, event: &mut EventRow, day_asked: i32) -> Result<(), StoreError> {
        event.sentence = self.sentence(event.lead)?;
        event.participants = self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT role, key, coalesce(name, words), participant.country, participant.sector
                 FROM participant LEFT JOIN actor ON actor.id = participant.actor
                 WHERE mention = ? ORDER BY role, number",
            )?;
            let party = |row: &Row<'_>| {
                Ok(Party {
                    role: row.get(0)?,
                    // Keys of actors that the registry does not know are our own.
                    id: row.get::<_, Option<String>>(1)?.filter(|key| !key.contains('?')),
                    name: row.get(2)?,
                    country: row.get(3)?,
                    sector: row.get(4)?,
                })
            };
            statement.query_map([event.lead], party)?.collect()
        })?;
        event.quantities = self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT kind, value, low, high, approximate, unit FROM quantity WHERE mention = ? ORDER BY number",
            )?;
            let quantity = |row: &Row<'_>| {
                Ok(Quantity {
                    kind: row.get(0)?,
                    value: row.get(1)?,
                    low: row.get(2)?,
                    high: row.get(3)?,
                    approximate: row.get(4)?,
                    unit: row.get(5)?,
                })
            };
            statement.query_map([event.lead], quantity)?.collect()
        })?;
        let mut told_by: Vec<(i64, Report)> = self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT mention.id, mention.name, article.name, publisher, published, title, url, text,
                    sentence_start, sentence_end
                 FROM report JOIN mention ON mention.id = report.mention
                 JOIN version ON version.id = mention.version
                 JOIN article ON article.id = version.article
                 JOIN document ON document.version = version.id
                 WHERE event = ?1 AND report.since <= ?2 AND report.until > ?2
                 ORDER BY version.since, article.name, trigger_start",
            )?;
            let report = |row: &Row<'_>| {
                let published: Option<i32> = row.get(4)?;
                let report = Report {
                    mention: row.get(1)?,
                    article: row.get(2)?,
                    publisher: row.get(3)?,
                    published: published.and_then(day),
                    title: row.get(5)?,
                    url: row.get(6)?,
                    sentence: slice(row.get_ref(7)?.as_str()?, row.get(8)?, row.get(9)?),
                    according_to: Vec::new(),
                };
                Ok((row.get(0)?, report))
            };
            statement.query_map([event.row, i64::from(day_asked)], report)?.collect()
        })?;
        for (mention, report) in &mut told_by {
            report.according_to = self.tellers(*mention)?;
        }
        event.told_by = told_by.into_iter().map(|(_, report)| report).collect();
        Ok(())
    }

    /// Who tells a mention, by name, the outermost first.
    fn tellers(&self, mention: i64) -> Result<Vec<String>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT actor.name, claim.source_at, text FROM told
                 JOIN claim ON claim.id = told.claim
                 JOIN document ON document.version = claim.version
                 LEFT JOIN actor ON actor.id = claim.actor WHERE mention = ? ORDER BY number",
            )?;
            let teller = |row: &Row<'_>| {
                let name: Option<String> = row.get(0)?;
                let text = row.get_ref(2)?.as_str()?;
                Ok(name.unwrap_or_else(|| {
                    pieces(text, row.get_ref(1).ok().and_then(|at| at.as_str().ok()))
                }))
            };
            let found: rusqlite::Result<Vec<String>> =
                statement.query_map([mention], teller)?.collect();
            Ok(found?.into_iter().filter(|name| !name.is_empty()).collect())
        })
    }
}

/// The words of stretches that are written as JSON pairs.
pub(super) fn pieces(text: &str, at: Option<&str>) -> String {
    let pairs: Vec<[u32; 2]> = at.and_then(|at| serde_json::from_str(at).ok()).unwrap_or_default();
    let words: Vec<String> = pairs.iter().map(|[start, end]| slice(text, *start, *end)).collect();
    words.join(" … ")
}

/// Values that a test may be bound to.
pub(super) fn values(plan: Vec<Value>) -> rusqlite::ParamsFromIter<Vec<Value>> {
    rusqlite::params_from_iter(plan)
}
