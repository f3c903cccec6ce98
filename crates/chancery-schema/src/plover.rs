//! Events as PLOVER JSON lines, one event a line, after the field list of the PLOVER manual.

use chancery::Reading;
use serde::Serialize;

use crate::record::{self, Record};

/// The PLOVER events of a reading, with its rules on future events applied: one JSON object each.
/// `record` must be the record of `reading`; it gives the ids.
pub fn events(reading: &Reading, record: &Record) -> Vec<serde_json::Value> {
    record
        .events
        .iter()
        .zip(&reading.findings.events)
        .enumerate()
        .map(|(number, (event, mention))| {
            let sentence = reading.syntax.sentence(mention.sentence).span;
            let trigger = reading.article.words(mention.trigger);
            let value = Event::new(event, record, number, reading.article.words(sentence), trigger);
            serde_json::to_value(value).expect("PLOVER's fields are strings, numbers and lists")
        })
        .collect()
}

#[derive(Serialize)]
struct Event<'r> {
    id: &'r str,
    has_event: bool,
    date: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<&'r str>,
    actor: Vec<Entity<'r>>,
    recipient: Vec<Entity<'r>>,
    event: Vec<&'r str>,
    mode: Vec<&'r str>,
    context: Vec<&'r str>,
    quad_code: u8,
    event_scale: f32,
    event_text: Vec<&'r str>,
    event_loc: Option<Location<'r>>,
    size: Size,
    text: &'r str,
    text_info: TextInfo,
    cite_info: CiteInfo<'r>,
    coder: &'static str,
    comment: String,
}

#[derive(Serialize)]
struct Entity<'r> {
    code: Option<&'r str>,
    sector: Option<&'r str>,
    entity_text: &'r str,
    identifier_text: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'r str>,
}

#[derive(Serialize)]
struct Location<'r> {
    extracted_place: &'r str,
    resolved_place: &'r str,
    geonameid: Option<u32>,
    lat: Option<f32>,
    lon: Option<f32>,
    province: Option<&'r str>,
    country_code: Option<&'r str>,
}

#[derive(Serialize)]
struct Size {
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<f64>,
}

#[derive(Serialize)]
struct TextInfo {
    sequence: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct CiteInfo<'r> {
    citation: &'r str,
    url: Option<&'r str>,
    title: Option<&'r str>,
    language: Option<&'r str>,
    publication: Option<&'r str>,
}

impl<'r> Event<'r> {
    fn new(
        event: &'r record::Event,
        record: &'r Record,
        number: usize,
        sentence: &'r str,
        trigger: &'r str,
    ) -> Self {
        let article = &record.article;
        let time = event.time.as_ref();
        // PLOVER asks for a date: the event's own, else the day of publication.
        let from = time.and_then(|time| time.from.as_deref());
        let date = from.or(article.published.as_deref());
        let end = time.and_then(|time| time.to.as_deref()).filter(|to| Some(*to) != from);
        let size = |kind: &str| {
            event.quantities.iter().find(|q| q.kind == kind).and_then(|quantity| quantity.value)
        };
        let future = event.plover.event != event.kind;
        let (quad, scale) = projected(event);
        Self {
            id: &event.id,
            has_event: true,
            date,
            enddate: end,
            actor: entities(&event.actors),
            recipient: entities(&event.recipients),
            event: vec![&event.plover.event],
            mode: event.plover.mode.iter().map(AsRef::as_ref).collect(),
            context: event.contexts.iter().map(AsRef::as_ref).collect(),
            quad_code: quad,
            event_scale: scale,
            event_text: vec![trigger],
            event_loc: event.place.as_ref().map(Location::new),
            size: Size {
                dead: size("killed"),
                injured: size("injured"),
                arrested: size("arrested"),
            },
            text: sentence,
            text_info: TextInfo {
                sequence: number + 1,
                start: event.sentence[0],
                end: event.sentence[1],
            },
            cite_info: CiteInfo {
                citation: &article.id,
                url: article.url.as_deref(),
                title: article.title.as_deref(),
                language: article.language.as_deref(),
                publication: article.publisher.as_deref(),
            },
            coder: concat!("chancery ", env!("CARGO_PKG_VERSION")),
            comment: format!(
                "{} {} {}{}",
                event.factuality.stage,
                event.factuality.polarity,
                event.factuality.certainty,
                if future { format!("; said as {}", event.kind) } else { String::new() },
            ),
        }
    }
}

/// Quad class and intensity of PLOVER's own reading, which may be of another type than what was
/// said (a planned meeting is AGREE).
fn projected(event: &record::Event) -> (u8, f32) {
    if event.plover.event == event.kind {
        return (event.quad, event.intensity);
    }
    chancery::world::EventType::from_name(&event.plover.event)
        .map_or((event.quad, event.intensity), |kind| (kind.quad() as u8, kind.intensity()))
}

fn entities(actors: &[record::Actor]) -> Vec<Entity<'_>> {
    fn entity(actor: &record::Actor) -> Entity<'_> {
        Entity {
            code: actor.country.as_deref(),
            sector: actor.sector.as_deref(),
            entity_text: &actor.words.text,
            identifier_text: actor.person.as_deref().or(actor.name.as_deref()),
            office: actor.office.as_deref(),
        }
    }
    actors.iter().map(entity).collect()
}

impl<'r> Location<'r> {
    fn new(place: &'r record::Place) -> Self {
        Self {
            extracted_place: &place.words.text,
            resolved_place: &place.name,
            geonameid: place.geonames,
            lat: place.latitude,
            lon: place.longitude,
            province: place.admin1.as_deref(),
            country_code: place.country.as_deref(),
        }
    }
}
