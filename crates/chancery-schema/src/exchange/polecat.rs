//! POLECAT: 40 tab-separated columns with a header, as in the weekly files on Dataverse.
//!
//! One row an event: several actors stand in one cell, apart by `;`, each column in the same order.
//! What is missing is the word `None`. Type and mode are PLOVER's own reading, in which an act that
//! lies ahead is its announcement.

use super::{day, published, row, sectors, stands, story};
use crate::record::{Actor, Event, Record};
use chancery::world::EventType;

/// The columns, in order.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

const NONE: &str = "None";

/// The header line.
pub fn header() -> String {
    row(&COLUMNS.map(str::to_owned))
}

/// The rows of a record, one an event, each with its line end.
pub fn rows(record: &Record) -> String {
    let story = Story::of(record);
    let events = record.events.iter().filter(|event| stands(event));
    events.filter_map(|event| event_row(event, record, &story)).collect()
}

/// What all rows of one article share.
struct Story {
    number: String,
    people: String,
    organisations: String,
    places: String,
}

impl Story {
    fn of(record: &Record) -> Self {
        let people = record.actors.iter().filter_map(|actor| actor.person.as_deref());
        let bodies = record.actors.iter().filter(|actor| {
            let kind = actor.id.as_deref().and_then(|id| id.split(':').next());
            matches!(kind, Some("org" | "body" | "group"))
        });
        let places = record.places.iter().filter(|place| place.form.is_none());
        Self {
            number: format!("{:015x}", self::story(record)),
            people: once(people),
            organisations: once(bodies.filter_map(|actor| actor.name.as_deref())),
            places: once(places.map(|place| place.name.as_str())),
        }
    }
}

fn event_row(event: &Event, record: &Record, story: &Story) -> Option<String> {
    let article = &record.article;
    let (quad, intensity) = measured(event);
    let place = event.place.as_ref();
    let place_of = |kind: &str| or_none(place.filter(|p| p.kind == kind).map(|p| &p.name));
    let province =
        place.and_then(|p| if p.kind == "admin1" { Some(&p.name) } else { p.admin1.as_ref() });
    let mode = or_none(event.plover.mode.as_ref());
    let mut cells = Vec::with_capacity(COLUMNS.len());
    cells.extend([
        // Readers take what stands before the first `_` for the story.
        format!("{}_{}_{mode}_{}", story.number, event.plover.event, event.id),
        day(event, record)?.to_owned(),
        event.plover.event.to_string(),
        mode,
        format!("{intensity:.1}"),
        quad.to_owned(),
        list(event.contexts.iter().map(AsRef::as_ref)),
    ]);
    cells.extend(party(&event.actors));
    cells.extend(party(&event.recipients));
    cells.extend([
        or_none(place.map(|place| &place.name)),
        place_of("settlement"),
        place_of("admin2"),
        or_none(province),
        or_none(place.and_then(|place| place.country.as_ref())),
        or_none(place.and_then(|place| place.latitude)),
        or_none(place.and_then(|place| place.longitude)),
        or_none(place.and_then(|place| place.geonames)),
        or_none(place.map(|place| &place.words.text)),
        NONE.to_owned(),
        or_none(article.publisher.as_ref()),
        or_none(published(record)),
        story.people.clone(),
        story.organisations.clone(),
        story.places.clone(),
        or_none(article.language.as_ref()),
        concat!("chancery ", env!("CARGO_PKG_VERSION")).to_owned(),
    ]);
    Some(row(&cells))
}

/// Quad class by name and intensity, of PLOVER's own reading.
fn measured(event: &Event) -> (&'static str, f32) {
    let read =
        EventType::from_name(&event.plover.event).filter(|_| event.plover.event != event.kind);
    let (quad, intensity) =
        read.map_or((event.quad, event.intensity), |kind| (kind.quad() as u8, kind.intensity()));
    let quad = match quad {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        _ => "MATERIAL CONFLICT",
    };
    (quad, intensity)
}

/// The eight columns of the actors or the recipients.
fn party(actors: &[Actor]) -> [String; 8] {
    let all = |what: fn(&Actor) -> Option<&str>| {
        if actors.iter().all(|actor| what(actor).is_none()) {
            return NONE.to_owned();
        }
        list(actors.iter().map(|actor| what(actor).unwrap_or(NONE)))
    };
    // Several sectors of one actor are apart by `|`.
    let sectors: Vec<String> =
        actors.iter().map(|actor| sectors(actor).collect::<Vec<_>>().join("|")).collect();
    let sectors = match sectors.iter().all(String::is_empty) {
        true => NONE.to_owned(),
        false => list(sectors.iter().map(|one| if one.is_empty() { NONE } else { one })),
    };
    [
        all(|actor| actor.person.as_deref().or(actor.name.as_deref())),
        all(|actor| actor.country.as_deref()),
        NONE.to_owned(),
        all(|actor| actor.sector.as_deref()),
        sectors,
        all(|actor| actor.office.as_deref()),
        all(|actor| Some(&actor.words.text)),
        NONE.to_owned(),
    ]
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| value.to_string())
}

/// Items apart by `;`, which none of them may hold.
fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.map(|item| item.replace(';', ",")).collect();
    if items.is_empty() { NONE.to_owned() } else { items.join(";") }
}

/// The same, each item once, in the order of the text.
fn once<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    list(seen.into_iter())
}
