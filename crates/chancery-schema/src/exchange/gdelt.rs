//! GDELT 2.0: Events (61 columns) and Mentions (16), tab-separated, without a header, as the GDELT
//! Event Codebook 2.0 lays them out.
//!
//! The codebook's columns that we do not measure (tone, ethnic and religious codes, places of the
//! actors) are empty; `Geo_Type` is 0 where there is no place, as in GDELT's own files.

use super::{Dyad, dyads, goldstein, name, or_empty, published, row, sectors, sentence, tables};
use crate::record::{Actor, Event, Place, Record};

/// Columns of Events.
pub const EVENT_COLUMNS: usize = 61;
/// Columns of Mentions.
pub const MENTION_COLUMNS: usize = 16;

/// The rows of GDELT Events, one a pair of actors, each with its line end. A row needs an actor that
/// CAMEO has a code for on one side at least.
pub fn events(record: &Record) -> String {
    coded(record).iter().map(|(dyad, one, two)| event_row(record, dyad, one, two)).collect()
}

/// The rows of GDELT Mentions that go with [`events`], one for each of its rows.
pub fn mentions(record: &Record) -> String {
    coded(record).iter().map(|(dyad, ..)| mention_row(record, dyad)).collect()
}

fn coded(record: &Record) -> Vec<(Dyad<'_>, Code, Code)> {
    dyads(record)
        .into_iter()
        .map(|dyad| {
            let (one, two) = (Code::of(dyad.source), Code::of(dyad.target));
            (dyad, one, two)
        })
        .filter(|(_, one, two)| one.known() || two.known())
        .collect()
}

/// What CAMEO makes of an actor.
#[derive(Default)]
struct Code {
    name: String,
    country: &'static str,
    group: &'static str,
    roles: Vec<&'static str>,
    /// International actors put their kind before the region and the group: IGOWSTNAT.
    international: bool,
}

impl Code {
    fn of(actor: Option<&Actor>) -> Self {
        let Some(actor) = actor else { return Self::default() };
        let country = actor.country.as_deref().unwrap_or_default();
        let kind = match country {
            "IGO" | "UNO" | "EUR" => Some("IGO"),
            "NGO" => Some("NGO"),
            "MNC" => Some("MNC"),
            "IMG" => Some("IMG"),
            "ISM" => Some("NGM"),
            _ => None,
        };
        let mut code = Self { name: name(actor).to_uppercase(), ..Self::default() };
        code.roles.extend(kind);
        code.international = kind.is_some();
        let group = actor.id.as_deref().and_then(tables::known_group);
        let group = group.or_else(|| tables::known_group(&format!("country:{country}")));
        if let (Some((region, group)), true) = (group, code.international) {
            code.country = region.unwrap_or_default();
            code.group = group;
            // A known group is what it is: NATO's sector adds nothing.
            return code;
        }
        if !code.international {
            code.country = tables::cameo_country(country).unwrap_or_default();
        }
        for role in sectors(actor).filter_map(tables::cameo_role) {
            if !code.roles.contains(&role) && code.roles.len() < 3 {
                code.roles.push(role);
            }
        }
        code
    }

    fn known(&self) -> bool {
        !(self.roles.is_empty() && self.country.is_empty())
    }

    fn whole(&self) -> String {
        let (country, group, roles) = (self.country, self.group, &self.roles);
        match roles.split_first() {
            Some((kind, rest)) if self.international => {
                format!("{kind}{country}{group}{}", rest.concat())
            }
            _ => format!("{country}{group}{}", roles.concat()),
        }
    }

    /// The ten columns of an actor.
    fn cells(&self) -> [String; 10] {
        let role = |at: usize| self.roles.get(at).copied().unwrap_or_default().to_owned();
        let none = String::new;
        let (country, group) = (self.country.to_owned(), self.group.to_owned());
        let name = self.name.clone();
        [self.whole(), name, country, group, none(), none(), none(), role(0), role(1), role(2)]
    }
}

fn event_row(record: &Record, dyad: &Dyad<'_>, one: &Code, two: &Code) -> String {
    let code = dyad.code.code;
    let date = compact(dyad.day);
    let root = &code[..2];
    let mut cells = Vec::with_capacity(EVENT_COLUMNS);
    cells.push(dyad.number.to_string());
    cells.extend([date.clone(), part(&date, 6), part(&date, 4), fraction(&date)]);
    cells.extend(one.cells());
    cells.extend(two.cells());
    cells.push(or_empty(in_lead(dyad.event, record).map(u8::from)));
    cells.extend([code.to_owned(), part(code, 3), root.to_owned(), quad(root).to_string()]);
    cells.push(goldstein(dyad.code));
    // One record is one article of one source.
    cells.extend(["1", "1", "1", ""].map(str::to_owned));
    cells.extend(geography(None));
    cells.extend(geography(None));
    cells.extend(geography(dyad.event.place.as_ref()));
    cells.push(added(record, dyad));
    cells.push(or_empty(record.article.url.as_ref()));
    row(&cells)
}

fn mention_row(record: &Record, dyad: &Dyad<'_>) -> String {
    let article = &record.article;
    let event = dyad.event;
    let start = |actor: Option<&Actor>| match actor {
        Some(actor) => actor.words.start.to_string(),
        // As GDELT writes a side that is not there.
        None => "-1".to_owned(),
    };
    let pronoun = [dyad.source, dyad.target].into_iter().flatten().any(is_pronoun);
    let length = article.text.as_ref().map(|text| text.chars().count());
    let kind = if article.url.is_some() { "1" } else { "2" };
    let time = added(record, dyad);
    let none = String::new;
    row(&[
        dyad.number.to_string(),
        time.clone(),
        time,
        kind.to_owned(),
        or_empty(article.publisher.as_ref()),
        article.url.clone().unwrap_or_else(|| article.id.clone()),
        or_empty(sentence(event, record)),
        start(dyad.source),
        start(dyad.target),
        event.trigger[0].to_string(),
        u8::from(!pronoun).to_string(),
        format!("{:.0}", event.score.clamp(0.0, 1.0) * 100.0),
        or_empty(length),
        none(),
        none(),
        none(),
    ])
}

/// An actor known only through other words of the article was not found in the raw text.
fn is_pronoun(actor: &Actor) -> bool {
    const PRONOUNS: [&str; 21] = [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "hers",
        "its",
        "their",
        "theirs",
        "we",
        "us",
        "our",
        "who",
        "whom",
        "which",
        "that",
        "both",
        "each other",
    ];
    PRONOUNS.contains(&actor.words.text.to_lowercase().as_str())
}

/// YYYYMMDD of a day YYYY-MM-DD.
fn compact(day: &str) -> String {
    day.chars().filter(char::is_ascii_digit).take(8).collect()
}

fn part(digits: &str, length: usize) -> String {
    digits.get(..length).unwrap_or(digits).to_owned()
}

/// The codebook's formula: YYYY + (MONTH * 30 + DAY) / 365.
fn fraction(date: &str) -> String {
    let number = |from: usize, to: usize| date.get(from..to).and_then(|d| d.parse::<f64>().ok());
    match (number(0, 4), number(4, 6), number(6, 8)) {
        (Some(year), Some(month), Some(day)) => {
            format!("{:.4}", year + (month * 30.0 + day) / 365.0)
        }
        _ => String::new(),
    }
}

/// When the report was there to be read: midnight of its day of publication; without one the
/// event's day. Neither the engine nor its export looks at the clock.
fn added(record: &Record, dyad: &Dyad<'_>) -> String {
    let day = published(record).unwrap_or(dyad.day);
    format!("{}000000", compact(day))
}

/// GDELT's quad class by CAMEO's root. It differs from PLOVER's, which `record.quad` has.
fn quad(root: &str) -> u8 {
    match root {
        "01" | "02" | "03" | "04" | "05" => 1,
        "06" | "07" | "08" => 2,
        "09" | "10" | "11" | "12" | "13" => 3,
        _ => 4,
    }
}

/// Whether the event stands in the story's lead paragraph, GDELT's "root event". Needs the text.
fn in_lead(event: &Event, record: &Record) -> Option<bool> {
    let text: Vec<char> = record.article.text.as_ref()?.chars().collect();
    let mut start = 0;
    // Headlines, bylines and datelines before the story are not its lead.
    loop {
        while text.get(start).is_some_and(|c| c.is_whitespace()) {
            start += 1;
        }
        let at = u32::try_from(start).ok()?;
        let region = record.article.regions.iter().find(|r| r.start <= at && at < r.end);
        match region {
            Some(region) => start = region.end as usize,
            None => break,
        }
    }
    let rest = text.get(start..).unwrap_or_default();
    let blank = rest.windows(2).position(|two| two == ['\n', '\n']);
    let end = start + blank.or_else(|| rest.iter().position(|c| *c == '\n')).unwrap_or(rest.len());
    let trigger = event.trigger[0] as usize;
    Some((start..end).contains(&trigger))
}

/// The eight columns of a place. A region of several countries has no type in GDELT.
fn geography(place: Option<&Place>) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    cells[0] = "0".to_owned();
    let Some(place) = place else { return cells };
    let american = place.country.as_deref() == Some("USA");
    let kind = match (place.kind.as_ref(), american) {
        ("country", _) => "1",
        ("admin1", true) => "2",
        ("admin1", false) => "5",
        ("settlement" | "facility" | "admin2", true) => "3",
        ("settlement" | "facility" | "admin2", false) => "4",
        _ => return cells,
    };
    let country = place.country.as_deref().unwrap_or_default();
    let fips = tables::fips(country).unwrap_or_default();
    let division = match kind {
        "2" => Some(place.name.as_str()),
        "3" => place.admin1.as_deref(),
        _ => None,
    };
    let state = division.and_then(tables::us_state).map(|state| format!("{fips}{state}"));
    let mut full: Vec<&str> = vec![&place.name];
    full.extend(place.admin1.as_deref().filter(|admin1| *admin1 != place.name && kind != "1"));
    full.extend(tables::country_name(country).filter(|name| *name != place.name && kind != "1"));
    let adm1 = if kind == "1" { fips.to_owned() } else { state.unwrap_or_default() };
    cells[0] = kind.to_owned();
    cells[1] = full.join(", ");
    cells[2] = fips.to_owned();
    cells[3] = adm1.clone();
    cells[5] = or_empty(place.latitude);
    cells[6] = or_empty(place.longitude);
    // Countries and states are their own feature; GeoNames ids are not GNS ids.
    cells[7] = if matches!(kind, "1" | "2") { adm1 } else { String::new() };
    cells
}
