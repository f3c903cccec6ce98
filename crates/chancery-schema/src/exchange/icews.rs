//! ICEWS: 20 tab-separated columns with a header, as in the yearly files on Dataverse.
//!
//! ICEWS has a source and a target in every row: events that lack one side have none.

use super::{dyads, goldstein, name, or_empty, row, sectors, sentence, story, tables};
use crate::record::{Actor, Record};

/// The columns, in order.
pub const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The header line.
pub fn header() -> String {
    row(&COLUMNS.map(str::to_owned))
}

/// The rows of a record, one a pair of source and target, each with its line end.
pub fn rows(record: &Record) -> String {
    let story = story(record).to_string();
    let mut out = String::new();
    for dyad in dyads(record) {
        let (Some(source), Some(target)) = (dyad.source, dyad.target) else { continue };
        let place = dyad.event.place.as_ref();
        let place_of = |kind: &str| or_empty(place.filter(|p| p.kind == kind).map(|p| &p.name));
        let province = match place_of("admin1") {
            none if none.is_empty() => or_empty(place.and_then(|place| place.admin1.as_ref())),
            name => name,
        };
        let iso = place.and_then(|place| place.country.as_deref());
        let cells: [String; COLUMNS.len()] = [
            dyad.number.to_string(),
            dyad.day.to_owned(),
            name(source).to_owned(),
            sector_names(source),
            country_name(source),
            dyad.code.name.to_owned(),
            dyad.code.code.to_owned(),
            goldstein(dyad.code),
            name(target).to_owned(),
            sector_names(target),
            country_name(target),
            story.clone(),
            or_empty(sentence(dyad.event, record)),
            or_empty(record.article.publisher.as_ref()),
            place_of("settlement"),
            place_of("admin2"),
            province,
            or_empty(iso.and_then(tables::country_name)),
            or_empty(place.and_then(|place| place.latitude)),
            or_empty(place.and_then(|place| place.longitude)),
        ];
        out.push_str(&row(&cells));
    }
    out
}

fn country_name(actor: &Actor) -> String {
    or_empty(actor.country.as_deref().and_then(tables::country_name))
}

/// ICEWS' names of the sectors, apart by commas.
fn sector_names(actor: &Actor) -> String {
    let international = matches!(actor.country.as_deref(), Some("IGO" | "UNO" | "EUR"));
    let kind = match actor.country.as_deref() {
        _ if international => Some("International Government Organization"),
        Some("NGO") => Some("Nongovernmental Organization (International)"),
        Some("MNC") => Some("Multinational Corporation"),
        _ => None,
    };
    let mut names: Vec<&str> = kind.into_iter().collect();
    for name in sectors(actor).filter_map(tables::icews_sector) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(",")
}
