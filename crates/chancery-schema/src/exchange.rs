//! Exchange formats: our events in the exact column layouts of other people's data sets.
//!
//! Every writer is a pure function of one [`Record`]: rows out, in the order of the events, the same
//! for the same record. A store may keep records and export them later with these functions. The
//! record's offsets must be Unicode code points ([`crate::OffsetUnit::Chars`]); with the layers
//! `tokens` and `text` ([`layers`]) the columns that count sentences and characters are filled,
//! without them they are empty.
//!
//! [`gdelt`], [`icews`] and [`polecat`] know only what happened, and what was announced in public.
//! [`stands`] says which events they take; docs/formats.md tells it in prose. [`geojson`] takes all.

pub mod gdelt;
pub mod geojson;
pub mod icews;
pub mod polecat;
mod tables;

use crate::record::{Actor, Event, Record};
use crate::{Layers, sha256};
use chancery::world::EventType;
use chancery::world::ontology::cameo;

/// The layers of a record that fill every column we can fill.
pub fn layers() -> Layers {
    Layers { tokens: true, text: true, ..Layers::default() }
}

/// Whether formats without factuality take the event: what certainly or probably occurred or is
/// under way, and what lies ahead and has a code of its own as an announcement (a planned meeting
/// is AGREE and CAMEO 036, a refusal to meet is REJECT). What is denied, conditional, hypothetical,
/// only possible, or of unknown certainty, is left out: a row of these formats says that it
/// happened.
pub fn stands(event: &Event) -> bool {
    let facts = &event.factuality;
    matches!(facts.certainty.as_ref(), "certain" | "probable")
        && match (facts.polarity.as_ref(), facts.stage.as_ref()) {
            ("positive", "occurred" | "ongoing") => true,
            (_, "planned") => announced(event),
            _ => false,
        }
}

/// True when what is coded is the announcement of an act, not the act. Types of a user's own
/// ontology have no announcements.
fn announced(event: &Event) -> bool {
    EventType::from_name(&event.kind).is_some()
        && event.plover.event != event.kind
        && event.factuality.stage == "planned"
}

/// The day of the event, YYYY-MM-DD: the first day of its own time, else the day of publication.
/// An announcement happens when it is said, not when the act is due.
fn day<'r>(event: &'r Event, record: &'r Record) -> Option<&'r str> {
    let published = published(record);
    if announced(event) {
        let said = event.attribution.iter().filter_map(|id| {
            record.claims.iter().find(|claim| claim.id == *id)?.said_on.as_deref()
        });
        return said.take(1).next().or(published);
    }
    event.time.as_ref().and_then(|time| time.from.as_deref()).and_then(plain).or(published)
}

/// The day of publication, YYYY-MM-DD.
fn published(record: &Record) -> Option<&str> {
    record.article.published.as_deref().and_then(plain)
}

/// The day that a date opens with; none where its year has not four digits, which no column of
/// these formats can hold.
fn plain(words: &str) -> Option<&str> {
    let day = words.get(..10)?;
    let fits = |(at, c): (usize, char)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    day.chars().enumerate().all(fits).then_some(day)
}

/// An event between two actors, as CAMEO's data sets count: one row a pair.
struct Dyad<'r> {
    event: &'r Event,
    day: &'r str,
    code: &'static cameo::Code,
    source: Option<&'r Actor>,
    target: Option<&'r Actor>,
    /// Hash of the event's id and of the pair's number: below 2^60, so every reader of 64-bit
    /// integers takes it.
    number: u64,
}

/// All dyads of a record. Events without a CAMEO code (of a user's own ontology) or without any day
/// (no date of publication, and none of their own) have no row.
fn dyads(record: &Record) -> Vec<Dyad<'_>> {
    let mut rows = Vec::new();
    for event in record.events.iter().filter(|event| stands(event)) {
        let code = event.cameo.as_deref().and_then(cameo::code);
        let (Some(code), Some(day)) = (code, day(event, record)) else { continue };
        for (at, (source, target, turned)) in pairs(event).into_iter().enumerate() {
            let code = if turned { other_side(code) } else { code };
            let number = number(&[&event.id, &at.to_string()]);
            rows.push(Dyad { event, day, code, source, target, number });
        }
    }
    rows
}

type Pair<'r> = (Option<&'r Actor>, Option<&'r Actor>, bool);

/// Every actor with every recipient. Those who act on each other make a row each way; the last
/// value is true for the way back.
fn pairs(event: &Event) -> Vec<Pair<'_>> {
    let Event { actors, recipients, reciprocal, .. } = event;
    if *reciprocal && recipients.is_empty() && actors.len() > 1 {
        let others = |at: usize| actors.iter().enumerate().filter(move |(other, _)| *other != at);
        return actors
            .iter()
            .enumerate()
            .flat_map(|(at, a)| others(at).map(move |(_, b)| (Some(a), Some(b), false)))
            .filter(|(a, b, _)| !same(*a, *b))
            .collect();
    }
    let mut rows = Vec::new();
    for source in sides(actors) {
        for target in sides(recipients) {
            rows.push((source, target, false));
            if *reciprocal && source.is_some() && target.is_some() {
                rows.push((target, source, true));
            }
        }
    }
    rows
}

fn sides(actors: &[Actor]) -> Vec<Option<&Actor>> {
    if actors.is_empty() { vec![None] } else { actors.iter().map(Some).collect() }
}

fn same(a: Option<&Actor>, b: Option<&Actor>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.id.is_some() && a.id == b.id)
}

/// The code of the way back: who is visited hosts.
fn other_side(code: &'static cameo::Code) -> &'static cameo::Code {
    let digits = match code.code {
        "042" => "043",
        "043" => "042",
        same => same,
    };
    cameo::code(digits).unwrap_or(code)
}

/// A number of 60 bits that stands for these words in every run.
fn number(words: &[&str]) -> u64 {
    let hash = sha256(words.join("\u{1f}").as_bytes());
    u64::from_str_radix(&hash[..15], 16).expect("a hash is hexadecimal digits")
}

/// Number of the article: its id and its text.
fn story(record: &Record) -> u64 {
    number(&[&record.article.id, &record.article.sha256])
}

/// The person, else the canonical name, else the words of this mention.
fn name(actor: &Actor) -> &str {
    actor.person.as_deref().or(actor.name.as_deref()).unwrap_or(&actor.words.text)
}

/// The sectors of an actor, the primary first.
fn sectors(actor: &Actor) -> impl Iterator<Item = &str> {
    let primary = actor.sector.iter().filter(|_| actor.sectors.is_empty());
    primary.chain(&actor.sectors).map(AsRef::as_ref)
}

/// Number of the event's sentence, from 1; none without the layer of tokens.
fn sentence(event: &Event, record: &Record) -> Option<u32> {
    let tokens = record.tokens.as_ref()?;
    let token = tokens.iter().find(|token| token.words.end > event.trigger[0])?;
    Some(token.sentence + 1)
}

/// One row. These formats know no quoting: tabs, line ends and other control characters become
/// blanks, and a double quote, which many readers take for the start of a quotation, an apostrophe.
fn row(cells: &[String]) -> String {
    let mut line = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            line.push('\t');
        }
        let clean = cell.replace('"', "'");
        let odd = |c: char| c.is_whitespace() || c.is_control();
        let mut words = clean.split(odd).filter(|word| !word.is_empty());
        if let Some(first) = words.next() {
            line.push_str(first);
            words.for_each(|word| {
                line.push(' ');
                line.push_str(word);
            });
        }
    }
    line.push('\n');
    line
}

fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Goldstein's intensity with one decimal; empty where none is published.
fn goldstein(code: &cameo::Code) -> String {
    or_empty(code.goldstein.map(|value| format!("{value:.1}")))
}

#[cfg(test)]
mod tests;
