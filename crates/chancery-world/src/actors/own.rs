//! A user's own registry: rows of a table that add to ours or stand in its place.
//!
//! The table is tab-separated, its first line names the columns. Every fault is told with its line.

use super::{Actors, CountryForm, Scope, Sense};
use crate::{Country, Sector};

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A person, with an office or without.
    Person,
    /// An international organisation, NGO, company, agency.
    Organisation,
    /// An armed group, party, movement.
    Group,
    /// A body of one state.
    Body,
    /// A name of a country.
    Country(CountryForm),
    /// A name that is no actor.
    Block,
}

/// Where a person holds office, or whose an organisation is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A country or PLOVER's non-state code.
    Country(Country),
    /// An organisation of ours or of the same table, by id.
    Thing(String),
}

/// One row of a user's table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its line, the header being line 1.
    pub line: usize,
    /// What it is about.
    pub kind: Kind,
    /// For organisations, groups and bodies `org:…`, `group:…`, `body:…`; for persons `person:…`
    /// where the table gives one, else empty.
    pub id: String,
    /// The name.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Words by which a person is called alone; empty for those that the name's form suggests.
    pub surnames: Vec<String>,
    /// Country or organisation.
    pub scope: Option<Place>,
    /// The primary first, four at most.
    pub sectors: Vec<Sector>,
    /// A person's office, or the kind of a body: slugs.
    pub role: Option<String>,
    /// First day as `yyyymmdd`, 0 where unknown, as in [`super::Tenure`].
    pub start: u32,
    /// Last day, the same way.
    pub end: u32,
    /// In an acting capacity.
    pub acting: bool,
    /// True for women, false for men.
    pub female: Option<bool>,
}

/// What is wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// The columns of the table; `kind` and `name` must be there.
pub const COLUMNS: [&str; 13] = [
    "kind", "name", "aliases", "scope", "role", "start", "end", "sectors", "acting", "gender",
    "surnames", "id", "source",
];

/// Reads a user's table against the registry that it will be laid over.
///
/// ```
/// # use chancery_world::{Actors, actors::own};
/// let actors = Actors::embedded();
/// let table = "kind\tname\tscope\trole\tstart\nperson\tAda Lund\tNOR\tforeign minister\t2031-02";
/// assert_eq!(own::read(table, &actors).unwrap()[0].role.as_deref(), Some("foreign-minister"));
/// let wrong = "kind\tname\tscope\nperson\tAda Lund\tNOX";
/// assert_eq!(own::read(wrong, &actors).unwrap_err()[0].line, 2);
/// ```
pub fn read(text: &str, actors: &Actors) -> Result<Vec<Row>, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines().map(|l| l.strip_suffix('\r').unwrap_or(l)));
    let mut lines = lines.by_ref().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    let Some((line, header)) = lines.next() else {
        return Err(vec![Fault { line: 1, what: "the table is empty".to_owned() }]);
    };
    let header: Vec<&str> = header.split('\t').map(str::trim).collect();
    let mut faults: Vec<Fault> = Vec::new();
    for (i, column) in header.iter().enumerate() {
        if !COLUMNS.contains(column) {
            let what = format!("column {column:?} is none of {}", COLUMNS.join(" "));
            faults.push(Fault { line, what });
        } else if header[..i].contains(column) {
            faults.push(Fault { line, what: format!("column {column:?} stands twice") });
        }
    }
    for needed in ["kind", "name"] {
        if !header.contains(&needed) {
            let what =
                format!("the first line names the columns, and {needed:?} is not among them");
            faults.push(Fault { line, what });
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::new();
    let mut places = Vec::new();
    for (line, words) in lines {
        let cells: Vec<&str> = words.split('\t').map(str::trim).collect();
        if cells.len() > header.len() {
            let what = format!("{} cells, but {} columns", cells.len(), header.len());
            faults.push(Fault { line, what });
            continue;
        }
        let cell = |column: &str| {
            let at = header.iter().position(|c| *c == column);
            at.and_then(|i| cells.get(i)).copied().unwrap_or("")
        };
        let mut wrong = Vec::new();
        let row = row(line, &cell, actors, &mut wrong);
        places.push(cell("scope").to_owned());
        faults.extend(wrong.into_iter().map(|what| Fault { line, what }));
        rows.extend(row);
    }
    // Scopes last: a person may lead an organisation that stands further down.
    if faults.is_empty() {
        let known: Vec<(String, String)> = rows
            .iter()
            .filter(|r: &&Row| matches!(r.kind, Kind::Organisation | Kind::Group | Kind::Body))
            .map(|r| (r.id.clone(), r.name.clone()))
            .collect();
        for (row, place) in rows.iter_mut().zip(&places) {
            match scope(row, place, actors, &known) {
                Ok(scope) => row.scope = scope,
                Err(what) => faults.push(Fault { line: row.line, what }),
            }
        }
        faults.extend(clashes(&rows));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn row<'a>(
    line: usize,
    cell: &impl Fn(&str) -> &'a str,
    actors: &Actors,
    wrong: &mut Vec<String>,
) -> Option<Row> {
    let name = cell("name").to_owned();
    if crate::fold::fold(&name).is_empty() {
        wrong.push("no name".to_owned());
    }
    let role = cell("role");
    let kind = match cell("kind") {
        "person" => Kind::Person,
        "organisation" | "organization" => Kind::Organisation,
        "group" => Kind::Group,
        "body" => Kind::Body,
        "country" => Kind::Country(match role {
            "" | "name" => CountryForm::Name,
            "adjective" => CountryForm::Adjective,
            "inhabitant" => CountryForm::Person,
            "people" => CountryForm::People,
            "capital" => CountryForm::Capital,
            "former" => CountryForm::Former,
            other => {
                wrong.push(format!(
                    "role {other:?} of a country's name is none of name adjective inhabitant people capital former"
                ));
                CountryForm::Name
            }
        }),
        "block" => Kind::Block,
        other => {
            wrong.push(format!(
                "kind {other:?} is none of person organisation group body country block"
            ));
            return None;
        }
    };
    let list = |words: &str| -> Vec<String> {
        words.split(';').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let mut sectors = Vec::new();
    for word in cell("sectors").split([' ', ';', ',']).filter(|w| !w.is_empty()) {
        match Sector::from_name(word) {
            Some(sector) => sectors.push(sector),
            None => wrong.push(format!("{word:?} is no sector of PLOVER's (GOV MIL REB …)")),
        }
    }
    if sectors.len() > 4 {
        wrong.push("more than four sectors".to_owned());
    }
    let role = match kind {
        Kind::Person if !role.is_empty() => match office(role, actors) {
            Some(slug) => Some(slug),
            None => {
                wrong.push(format!("no office {role:?}; docs/actors.md lists them"));
                None
            }
        },
        Kind::Body if !role.is_empty() => {
            if actors.body(role).is_none() {
                wrong.push(format!("no kind of body {role:?}; docs/actors.md lists them"));
            }
            Some(role.to_owned())
        }
        _ => None,
    };
    let mut day = |column: &str| match date(cell(column)) {
        Some(day) => day,
        None => {
            wrong.push(format!(
                "{column} {:?} is no date: YYYY, YYYY-MM or YYYY-MM-DD",
                cell(column)
            ));
            0
        }
    };
    let (start, end) = (day("start"), day("end"));
    if end != 0 && last_day(end) < start {
        wrong.push(format!("the end {} lies before the start {}", cell("end"), cell("start")));
    }
    if (start, end) != (0, 0) && kind == Kind::Person && role.is_none() && wrong.is_empty() {
        wrong.push("start and end are an office's, and the row names no office".to_owned());
    }
    let acting = match cell("acting") {
        "" | "no" => false,
        "yes" | "acting" => true,
        other => {
            wrong.push(format!("acting {other:?} is neither yes nor no"));
            false
        }
    };
    let female = match cell("gender") {
        "" => None,
        "f" => Some(true),
        "m" => Some(false),
        other => {
            wrong.push(format!("gender {other:?} is neither f nor m"));
            None
        }
    };
    let id = match (kind, cell("id")) {
        (Kind::Organisation, "") => format!("org:{}", slug(&name)),
        (Kind::Group, "") => format!("group:{}", slug(&name)),
        (Kind::Body, "") => {
            format!("body:{}:{}", cell("scope").to_lowercase(), slug(&name))
        }
        (_, id) => id.to_owned(),
    };
    Some(Row {
        line,
        kind,
        id,
        name,
        aliases: list(cell("aliases")),
        surnames: list(cell("surnames")),
        scope: None,
        sectors,
        role,
        start,
        end,
        acting,
        female,
    })
}

/// An office by its slug or by one of its titles.
pub fn office(words: &str, actors: &Actors) -> Option<String> {
    if actors.office(words).is_some() {
        return Some(words.to_owned());
    }
    actors.lookup(words).find_map(|(sense, _)| match sense {
        Sense::Office(id, ..) => Some(actors.office_slug(id).to_owned()),
        _ => None,
    })
}

fn scope(
    row: &Row,
    words: &str,
    actors: &Actors,
    known: &[(String, String)],
) -> Result<Option<Place>, String> {
    if words.is_empty() {
        return match row.kind {
            Kind::Country(_) => {
                Err("a country's name needs the country's code in scope".to_owned())
            }
            Kind::Person if row.role.is_some() => {
                Err("an office needs its country or organisation in scope".to_owned())
            }
            _ => Ok(None),
        };
    }
    let country =
        Country::from_code(words).filter(|c| c.is_nonstate() || actors.country_id(*c).is_some());
    let place = country.map(Place::Country).or_else(|| {
        let ours = |id: &str| known.iter().any(|(k, _)| k == id) || actors.thing(id).is_some();
        if ours(words) {
            return Some(Place::Thing(words.to_owned()));
        }
        let folded = crate::fold::fold(words);
        if let Some((id, _)) = known.iter().find(|(_, name)| crate::fold::fold(name) == folded) {
            return Some(Place::Thing(id.clone()));
        }
        actors.lookup(words).find_map(|(sense, _)| match sense {
            Sense::Country(id, CountryForm::Name) => Some(Place::Country(actors.country_iso(id))),
            Sense::Thing(id) => Some(Place::Thing(actors.thing_id(id).to_owned())),
            _ => None,
        })
    });
    match place {
        None => Err(format!(
            "scope {words:?} is no ISO 3166 alpha-3 code, none of IGO UNO EUR NGO ISM IMG MNC, and no organisation's id or name"
        )),
        Some(Place::Thing(_)) if row.kind != Kind::Person => {
            Err(format!("scope {words:?} is an organisation; only persons can have one"))
        }
        place => Ok(place),
    }
}

/// Two things of the same table cannot share a name.
fn clashes(rows: &[Row]) -> Vec<Fault> {
    let mut seen: rustc_hash::FxHashMap<String, &Row> = rustc_hash::FxHashMap::default();
    let mut faults = Vec::new();
    for row in rows.iter().filter(|r| r.kind != Kind::Person) {
        for name in row.names() {
            let other = *seen.entry(crate::fold::fold(name)).or_insert(row);
            let same = !other.id.is_empty() && other.id == row.id
                || matches!((other.kind, row.kind), (Kind::Country(_), Kind::Country(_)))
                    && other.scope == row.scope;
            if !same && other.line != row.line {
                let what = format!("{name:?} is already a name of line {}", other.line);
                faults.push(Fault { line: row.line, what });
            }
        }
    }
    faults
}

impl Row {
    /// The name and the other spellings.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// The scope in the registry that the row was read against.
    pub fn scope_in(&self, actors: &Actors) -> Option<Scope> {
        match self.scope.as_ref()? {
            Place::Country(country) => Some(Scope::Country(*country)),
            Place::Thing(id) => actors.thing(id).map(Scope::Thing),
        }
    }
}

/// `2024-05` gives 20240500; empty gives 0; what is no date gives none.
pub fn date(text: &str) -> Option<u32> {
    if text.is_empty() {
        return Some(0);
    }
    let mut parts = [0u32; 3];
    let mut count = 0;
    for part in text.split('-') {
        let width = if count == 0 { 4 } else { 2 };
        if part.len() != width || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *parts.get_mut(count)? = part.parse().ok()?;
        count += 1;
    }
    let [year, month, day] = parts;
    let real = match count {
        1 => true,
        2 => (1..=12).contains(&month),
        _ => jiff::civil::Date::new(year as i16, month as i8, day as i8).is_ok(),
    };
    (real && year > 0).then_some(super::day_of(text))
}

/// The last day that a date cut to year or month can mean.
pub(super) fn last_day(day: u32) -> u32 {
    match day {
        0 => u32::MAX,
        d if d % 10_000 == 0 => d + 1_231,
        d if d % 100 == 0 => d + 31,
        d => d,
    }
}

fn slug(text: &str) -> String {
    crate::fold::fold(text).replace(' ', "-")
}
