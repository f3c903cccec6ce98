//! Events as CSV, one row an event; docs/record.md explains the columns.

use chancery::Reading;

use crate::record::{Actor, Record};

/// The columns, in order. Lists inside a cell are joined by `;`.
pub const COLUMNS: [&str; 38] = [
    "article",
    "published",
    "publisher",
    "event",
    "type",
    "mode",
    "contexts",
    "quad",
    "intensity",
    "cameo",
    "plover_event",
    "plover_mode",
    "actors",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_countries",
    "recipient_sectors",
    "reciprocal",
    "date_from",
    "date_to",
    "place",
    "place_country",
    "latitude",
    "longitude",
    "geonames",
    "occasion",
    "quantities",
    "polarity",
    "certainty",
    "stage",
    "sources",
    "source_countries",
    "said_on",
    "score",
    "trigger",
    "sentence",
    "url",
];

/// The header line.
pub fn header() -> String {
    line(&COLUMNS.map(str::to_owned))
}

/// The rows of a reading, one an event, each with its line end. `record` must be the record of
/// `reading`.
pub fn rows(reading: &Reading, record: &Record) -> String {
    let mut out = String::new();
    for (event, mention) in record.events.iter().zip(&reading.findings.events) {
        let article = &record.article;
        let claims: Vec<_> = event
            .attribution
            .iter()
            .filter_map(|id| record.claims.iter().find(|claim| &claim.id == id))
            .collect();
        let sources: Vec<&Actor> = claims.iter().filter_map(|claim| claim.actor.as_ref()).collect();
        let time = event.time.as_ref();
        let place = event.place.as_ref();
        let quantities = event.quantities.iter().map(|quantity| {
            let value = quantity.value.map(|value| value.to_string()).unwrap_or_default();
            format!("{}:{value}", quantity.kind)
        });
        let sentence = reading.article.words(reading.syntax.sentence(mention.sentence).span);
        let cells: [String; COLUMNS.len()] = [
            article.id.clone(),
            or_empty(&article.published),
            or_empty(&article.publisher),
            event.id.clone(),
            event.kind.to_string(),
            or_empty(&event.mode),
            join(event.contexts.iter().map(ToString::to_string)),
            event.quad.to_string(),
            event.intensity.to_string(),
            or_empty(&event.cameo),
            event.plover.event.to_string(),
            or_empty(&event.plover.mode),
            join(event.actors.iter().map(display_name)),
            join(event.actors.iter().flat_map(countries)),
            join(event.actors.iter().flat_map(sectors)),
            join(event.recipients.iter().map(display_name)),
            join(event.recipients.iter().flat_map(countries)),
            join(event.recipients.iter().flat_map(sectors)),
            event.reciprocal.to_string(),
            or_empty(&time.and_then(|time| time.from.as_ref())),
            or_empty(&time.and_then(|time| time.to.as_ref())),
            or_empty(&place.map(|place| &place.name)),
            or_empty(&place.and_then(|place| place.country.as_ref())),
            or_empty(&place.and_then(|place| place.latitude)),
            or_empty(&place.and_then(|place| place.longitude)),
            or_empty(&place.and_then(|place| place.geonames)),
            or_empty(&event.occasion.as_ref().map(|occasion| &occasion.text)),
            join(quantities),
            event.factuality.polarity.to_string(),
            event.factuality.certainty.to_string(),
            event.factuality.stage.to_string(),
            join(sources.iter().map(|source| display_name(source))),
            join(sources.iter().flat_map(|source| countries(source))),
            join(claims.iter().filter_map(|claim| claim.said_on.clone())),
            event.score.to_string(),
            reading.article.words(mention.trigger).to_owned(),
            sentence.split_whitespace().collect::<Vec<_>>().join(" "),
            or_empty(&article.url),
        ];
        out.push_str(&line(&cells));
    }
    out
}

fn line(cells: &[String]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).expect("memory takes every row");
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("cells are text")
}

fn or_empty(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.filter(|item| !item.is_empty()).collect::<Vec<_>>().join(";")
}

/// The person, else the canonical name, else the words.
fn display_name(actor: &Actor) -> String {
    let name = actor.person.as_ref().or(actor.name.as_ref()).unwrap_or(&actor.words.text);
    name.replace(';', ",")
}

fn countries(actor: &Actor) -> Vec<String> {
    actor.country.iter().cloned().collect()
}

fn sectors(actor: &Actor) -> Vec<String> {
    actor.sector.iter().map(ToString::to_string).collect()
}
