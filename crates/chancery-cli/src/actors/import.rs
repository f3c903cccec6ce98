//! Rows from a table or from the answer of the Wikidata Query Service.

use anyhow::Context;
use chancery::World;
use chancery::world::Country;
use chancery::world::actors::own::{self, Kind, Row};
use chancery::world::actors::{CountryForm, PersonForm, Scope, Sense};
use serde_json::{Map, Value};
use std::io::Write as _;
use std::path::Path;

use super::ImportOptions;
use crate::run::{Done, complain, for_programs};
use crate::world;

/// The columns that are written, in this order.
const WRITTEN: [&str; 11] = [
    "kind", "name", "aliases", "scope", "role", "start", "end", "sectors", "acting", "gender",
    "source",
];

/// One row, cell by cell in the order of [`WRITTEN`].
type Cells = [String; WRITTEN.len()];

pub(crate) fn run(options: &ImportOptions) -> anyhow::Result<Done> {
    let world = World::embedded();
    let mut out = for_programs();
    writeln!(out, "{}", WRITTEN.join("\t"))?;
    let mut done = Done::default();
    let (mut read, mut known) = (0, 0);
    for path in &options.files {
        let is_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        let table = if is_json { from_json(path, &world)? } else { from_table(path)? };
        done.refused += table.refused;
        // What is written is what `chancery code --actors` will read.
        let text = written(&table.rows);
        let rows = own::read(&text, &world.actors).map_err(|faults| {
            for fault in &faults {
                let line = table.lines.get(fault.line.wrapping_sub(2)).copied().unwrap_or(1);
                complain(format_args!("{}:{line}: {}", path.display(), fault.what));
            }
            anyhow::anyhow!("{}: {} faults; nothing was written", path.display(), faults.len())
        })?;
        for (row, cells) in rows.iter().zip(&table.rows) {
            read += 1;
            if is_known(row, &world) {
                known += 1;
                if !options.all {
                    continue;
                }
            }
            writeln!(out, "{}", cells.join("\t"))?;
        }
    }
    out.flush()?;
    done.read = read;
    let Done { refused, .. } = done;
    complain(format_args!(
        "{read} rows read, {known} of them known to the registry, {refused} not used"
    ));
    Ok(done)
}

struct Found {
    rows: Vec<Cells>,
    /// The line or number of each row in its file.
    lines: Vec<usize>,
    refused: usize,
}

fn written(rows: &[Cells]) -> String {
    let mut text = WRITTEN.join("\t") + "\n";
    for row in rows {
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    text
}

/// A table of the user's: our columns in their order, whatever their order was.
fn from_table(path: &Path) -> anyhow::Result<Found> {
    let world = World::embedded();
    let read = world::rows(path, &world)?;
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines: Vec<&str> = text.lines().collect();
    let is_data = |l: &&&str| !l.trim().is_empty() && !l.starts_with('#');
    let header: Vec<&str> =
        lines.iter().find(is_data).map_or(Vec::new(), |l| l.split('\t').map(str::trim).collect());
    let mut found = Found { rows: Vec::new(), lines: Vec::new(), refused: 0 };
    for row in read {
        let cells: Vec<&str> =
            lines.get(row.line - 1).map_or(Vec::new(), |l| l.split('\t').map(str::trim).collect());
        found.rows.push(WRITTEN.map(|column| {
            let at = header.iter().position(|c| *c == column);
            at.and_then(|i| cells.get(i)).copied().unwrap_or("").to_owned()
        }));
        found.lines.push(row.line);
    }
    Ok(found)
}

/// The answer of the query service: `results.bindings` of objects with a `value`, or a plain list
/// of objects.
fn from_json(path: &Path, world: &World) -> anyhow::Result<Found> {
    let name = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let value: Value = serde_json::from_str(&text)
        .with_context(|| format!("{name} is no JSON that could be read"))?;
    let list = value.pointer("/results/bindings").unwrap_or(&value);
    let list = list.as_array().with_context(|| {
        format!("{name}: neither results.bindings nor a list of rows; save the query's JSON")
    })?;
    let mut found = Found { rows: Vec::new(), lines: Vec::new(), refused: 0 };
    for (number, item) in (1..).zip(list) {
        let cells = item
            .as_object()
            .ok_or_else(|| "no object".to_owned())
            .and_then(|object| cells(object, world));
        match cells {
            Ok(cells) => {
                found.rows.push(cells);
                found.lines.push(number);
            }
            Err(what) => {
                found.refused += 1;
                complain(format_args!("{name}: row {number}: {what}"));
            }
        }
    }
    Ok(found)
}

/// The variables of the documented queries.
fn cells(object: &Map<String, Value>, world: &World) -> Result<Cells, String> {
    let cell = |name: &str| -> String {
        let value = object.get(name);
        let words = value.and_then(|v| v.as_str().or_else(|| v.get("value")?.as_str()));
        words.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let kinds = ["person", "organisation", "group", "body"];
    let kind = kinds
        .into_iter()
        .find(|k| !cell(&format!("{k}Label")).is_empty())
        .ok_or("no personLabel, organisationLabel, groupLabel or bodyLabel")?;
    let name = cell(&format!("{kind}Label"));
    let item = cell(kind);
    let item = item.rsplit('/').next().unwrap_or("");
    if name == item {
        return Err(format!("{item} has no English label"));
    }
    let place = cell("iso");
    let place = if place.is_empty() { cell("scope") } else { place };
    let place = if place == "XKX" { "KOS".to_owned() } else { place };
    let mut role = String::new();
    if kind == "person" {
        let position = cell("positionLabel");
        let office = office(&position, world);
        role = office.ok_or_else(|| format!("no office is known for {position:?}"))?;
        if place.is_empty() {
            return Err(format!("{name}: no country; the query must give ?iso"));
        }
    } else if Country::from_code(&place).is_none() && !place.is_empty() {
        return Err(format!("{name}: {place:?} is no ISO 3166 alpha-3 code"));
    }
    let day = |name: &str| cut(&cell(name), &cell(&format!("{name}Precision")));
    // Wikidata's label service joins other names with commas.
    let aliases = cell(&format!("{kind}AltLabel"));
    let aliases: Vec<&str> = aliases
        .split([';', ','])
        .map(str::trim)
        .filter(|a| {
            let words = a.split(' ').count();
            a.len() > 2
                && a.is_ascii() == name.is_ascii() | a.is_ascii()
                && (kind != "person" || words > 1)
        })
        .filter(|a| *a != name)
        .take(8)
        .collect();
    let gender = match cell("genderLabel").as_str() {
        "male" => "m",
        "female" => "f",
        _ => "",
    };
    let acting =
        if cell("positionLabel").to_lowercase().starts_with("acting ") { "yes" } else { "" };
    let source = if item.is_empty() { String::new() } else { format!("wikidata:{item}") };
    Ok([
        kind.to_owned(),
        name,
        aliases.join(";"),
        place,
        role,
        day("start"),
        day("end"),
        cell("sectors"),
        acting.to_owned(),
        gender.to_owned(),
        source,
    ])
}

/// `2025-06-04T00:00:00Z` gives the day; a precision of 10 only the month, of 9 only the year.
fn cut(value: &str, precision: &str) -> String {
    let day = value.trim_start_matches('+').split('T').next().unwrap_or("");
    let length = match precision {
        "9" => 4,
        "10" => 7,
        _ => 10,
    };
    let day = day.get(..length).unwrap_or(day);
    if own::date(day).is_some() { day.to_owned() } else { String::new() }
}

/// The office behind a position's label: "Minister of Foreign Affairs of Ukraine", "Russian Minister
/// of Defence", "United States Secretary of State".
fn office(label: &str, world: &World) -> Option<String> {
    let actors = &world.actors;
    let is_country = |words: &str| {
        let is_name = |sense: &Sense| match sense {
            Sense::Country(_, form) => *form != CountryForm::Capital,
            _ => false,
        };
        actors.lookup(words).any(|(sense, _)| is_name(&sense))
    };
    let mut words = label.trim();
    words = words.strip_prefix("Acting ").or(words.strip_prefix("acting ")).unwrap_or(words);
    // What stands behind "of" goes when it is a country, or the last thing left.
    let mut tails = vec![words];
    let mut rest = words;
    while let Some(at) = rest.rfind(" of ") {
        let tail = &rest[at + 4..];
        rest = &rest[..at];
        if is_country(tail) || is_country(tail.trim_start_matches("the ")) {
            tails.push(rest);
        }
    }
    for words in tails {
        let mut words = words;
        loop {
            if let Some(slug) = own::office(words, actors) {
                return Some(slug);
            }
            // Leading words go only where they say which country's it is.
            let first = words.match_indices(' ').map(|(at, _)| at).take(3).find(|at| {
                let head = &words[..*at];
                is_country(head) || matches!(head, "Federal" | "Union" | "National" | "First")
            });
            match first {
                Some(at) => words = &words[at + 1..],
                None => break,
            }
        }
    }
    None
}

/// True when the registry says the same: the person in the office from the same month or year, the
/// organisation under that name.
fn is_known(row: &Row, world: &World) -> bool {
    let actors = &world.actors;
    match row.kind {
        Kind::Person => {
            let (Some(role), Some(scope)) = (&row.role, row.scope_in(actors)) else { return false };
            let persons = actors.lookup(&row.name).filter_map(|(sense, _)| match sense {
                Sense::Person(p, PersonForm::Full | PersonForm::Known) => Some(p),
                _ => None,
            });
            let mut tenures = persons.flat_map(|p| actors.tenures(p));
            tenures.any(|t| {
                t.scope == scope
                    && actors.office_slug(t.office) == role
                    && agrees(t.start, row.start)
                    && (row.end == 0 || agrees(t.end, row.end))
            })
        }
        Kind::Organisation | Kind::Group | Kind::Body => {
            let place = row.scope_in(actors);
            actors.lookup(&row.name).any(|(sense, _)| match sense {
                Sense::Thing(id) => {
                    (place.is_none() || place == actors.thing_country(id).map(Scope::Country))
                        && (row.sectors.is_empty() || row.sectors == actors.thing_sectors(id))
                }
                _ => false,
            })
        }
        Kind::Country(_) | Kind::Block => false,
    }
}

/// Two days that may be the same, each cut to what is known, a fortnight apart at most.
fn agrees(ours: u32, theirs: u32) -> bool {
    if ours == theirs || ours == 0 || theirs == 0 {
        return ours == theirs;
    }
    let unit =
        if ours.is_multiple_of(10_000) || theirs.is_multiple_of(10_000) { 10_000 } else { 100 };
    ours / unit == theirs / unit || ours.abs_diff(theirs) <= 14
}
