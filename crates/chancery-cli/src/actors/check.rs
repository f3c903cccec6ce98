//! What cannot be right: overlaps, gaps, ends before starts, names that mean several things.

use chancery::World;
use chancery::world::Country;
use chancery::world::actors::own::Row;
use chancery::world::actors::{CountryForm, PersonForm, Scope, Sense, Tenure};
use chancery::world::fold::fold;
use clap::ValueEnum;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::Write as _;

use super::CheckOptions;
use crate::run::{Done, complain, for_programs};
use crate::world;

/// What can be found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub(crate) enum Finding {
    /// Two holders of one seat for more than six weeks.
    Overlap,
    /// A seat empty for more than four months between two holders.
    Gap,
    /// An end before its start.
    Order,
    /// A name of several organisations, or of a country and an organisation.
    Name,
    /// One name, two persons of one country.
    Twin,
}

impl Finding {
    fn word(self) -> &'static str {
        match self {
            Finding::Overlap => "overlap",
            Finding::Gap => "gap",
            Finding::Order => "order",
            Finding::Name => "name",
            Finding::Twin => "twin",
        }
    }
}

/// Days for which two may hold one seat: sources count the day of election, of the oath, of the
/// handing over.
const HANDOVER: i64 = 45;
/// Days for which a seat may stand empty: a government is long in the making.
const VACANCY: i64 = 120;

/// Offices that one person holds at a time.
const SEATS: [&str; 10] = [
    "head-of-state",
    "head-of-government",
    "foreign-minister",
    "defence-minister",
    "interior-minister",
    "finance-minister",
    "secretary-general",
    "president",
    "director-general",
    "high-representative",
];

struct Report<'a> {
    world: &'a World,
    options: &'a CheckOptions,
    /// The user's rows; none when the registry itself is checked.
    rows: Option<Vec<Row>>,
    lines: Vec<(Finding, String)>,
}

pub(crate) fn run(options: &CheckOptions) -> anyhow::Result<Done> {
    let mut world = chancery::World::embedded();
    let rows = match &options.file {
        None => None,
        Some(path) => match world::rows(path, &world) {
            Ok(rows) => Some(rows),
            Err(error) if error.downcast_ref::<std::io::Error>().is_none() => {
                complain(format_args!("{error:#}"));
                return Ok(Done { refused: 1, ..Done::default() });
            }
            Err(error) => return Err(error),
        },
    };
    if let Some(rows) = &rows {
        world.actors = world.actors.with(rows);
    }
    let mut report = Report { world: &world, options, rows, lines: Vec::new() };
    report.seats();
    report.names();
    let mut out = for_programs();
    writeln!(out, "finding\tscope\toffice\tfrom\tto\twhat")?;
    for (_, line) in &report.lines {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    let count = |f: Finding| report.lines.iter().filter(|(g, _)| *g == f).count();
    let all = [Finding::Overlap, Finding::Gap, Finding::Order, Finding::Name, Finding::Twin];
    let words: Vec<String> = all.iter().map(|f| format!("{} {}", count(*f), f.word())).collect();
    complain(format_args!("found: {}", words.join(", ")));
    Ok(Done::default())
}

impl Report<'_> {
    fn add(&mut self, finding: Finding, cells: [&str; 5]) {
        if self.options.only.is_empty() || self.options.only.contains(&finding) {
            self.lines.push((finding, format!("{}\t{}", finding.word(), cells.join("\t"))));
        }
    }

    fn wanted(&self, scope: Scope, office: &str) -> bool {
        let country = match scope {
            Scope::Country(country) => Some(country),
            Scope::Thing(thing) => self.world.actors.thing_country(thing),
        };
        self.country_wanted(country)
            && self.rows.as_ref().is_none_or(|rows| {
                let of = |r: &Row| r.scope_in(&self.world.actors) == Some(scope);
                rows.iter().any(|r| r.role.as_deref() == Some(office) && of(r))
            })
    }

    fn country_wanted(&self, country: Option<Country>) -> bool {
        let list = &self.options.country;
        list.is_empty() || country.is_some_and(|c| list.contains(&c))
    }

    fn seats(&mut self) {
        let actors = &self.world.actors;
        let all: Vec<Tenure> = actors.all_tenures().collect();
        for seat in all.chunk_by(|a, b| (a.scope, a.office) == (b.scope, b.office)) {
            let (scope, office) = (seat[0].scope, actors.office_slug(seat[0].office));
            if !self.wanted(scope, office) {
                continue;
            }
            for tenure in seat {
                if tenure.end != 0 && latest(tenure.end) < earliest(tenure.start) {
                    let what = format!("{} ends before the start", self.who(tenure));
                    self.found(Finding::Order, scope, office, (tenure.start, tenure.end), &what);
                }
            }
            if SEATS.contains(&office) {
                self.seat(scope, office, seat);
            }
        }
    }

    /// One seat's holders, by day of entry.
    fn seat(&mut self, scope: Scope, office: &str, seat: &[Tenure]) {
        let since = earliest(self.options.since * 10_000);
        let holders: Vec<&Tenure> = seat.iter().filter(|t| !t.acting && t.start != 0).collect();
        for (i, a) in holders.iter().enumerate() {
            for b in &holders[i + 1..] {
                let from = latest(b.start).max(latest(a.start));
                let to = earliest_end(a.end).min(earliest_end(b.end));
                let days = (to - from).get_days();
                if a.person != b.person && i64::from(days) > HANDOVER && to >= since {
                    let what = format!("{} and {}", self.who(a), self.who(b));
                    let end = if a.end == 0 { b.end } else { a.end };
                    self.found(Finding::Overlap, scope, office, (b.start, end), &what);
                }
            }
        }
        // Who acts fills a seat as well.
        let mut last: Option<&Tenure> = None;
        for tenure in seat.iter().filter(|t| t.start != 0) {
            if let Some(before) = last {
                let (from, to) = (latest_end(before.end), earliest(tenure.start));
                if from < to && i64::from((to - from).get_days()) > VACANCY && to >= since {
                    let what = format!("{}, then {}", self.who(before), self.who(tenure));
                    self.found(Finding::Gap, scope, office, (before.end, tenure.start), &what);
                }
            }
            if last.is_none_or(|l| latest_end(l.end) < latest_end(tenure.end)) {
                last = Some(tenure);
            }
        }
    }

    fn who(&self, tenure: &Tenure) -> String {
        self.world.actors.person_name(tenure.person).to_owned()
    }

    fn found(
        &mut self,
        finding: Finding,
        scope: Scope,
        office: &str,
        days: (u32, u32),
        what: &str,
    ) {
        let scope = self.world.actors.scope_name(scope);
        self.add(finding, [&scope, office, &written(days.0), &written(days.1), what]);
    }

    /// Names that mean several things, and persons who stand twice.
    fn names(&mut self) {
        let actors = &self.world.actors;
        let ours: Option<BTreeSet<String>> =
            self.rows.as_ref().map(|rows| rows.iter().flat_map(Row::names).map(fold).collect());
        let mut found: Vec<(Finding, String, String, String)> = Vec::new();
        actors.each_alias(|alias, senses| {
            if ours.as_ref().is_some_and(|names| !names.contains(alias)) {
                return;
            }
            let (mut things, mut persons) = (BTreeSet::new(), Vec::new());
            for (sense, _) in senses {
                match sense {
                    Sense::Thing(id) => {
                        let country = actors.thing_country(id);
                        things.insert((actors.thing_id(id).to_owned(), country));
                    }
                    Sense::Country(id, CountryForm::Name) => {
                        let country = actors.country_iso(id);
                        things.insert((country.to_string(), Some(country)));
                    }
                    Sense::Person(id, PersonForm::Full) => persons.push(id),
                    _ => {}
                }
            }
            if things.len() > 1 && things.iter().any(|(_, c)| self.country_wanted(*c)) {
                let ids: Vec<&str> = things.iter().map(|(id, _)| id.as_str()).collect();
                found.push((Finding::Name, String::new(), alias.to_owned(), ids.join(" ")));
            }
            for (i, a) in persons.iter().enumerate() {
                let scope = actors.person_scope(*a);
                let same = persons[i + 1..].iter().find(|b| actors.person_scope(**b) == scope);
                let (Some(b), Some(Scope::Country(country))) = (same, scope) else { continue };
                if self.country_wanted(Some(country)) {
                    let ids = format!("{} {}", actors.person_id(*a), actors.person_id(*b));
                    found.push((Finding::Twin, country.to_string(), alias.to_owned(), ids));
                }
            }
        });
        for (finding, scope, alias, ids) in found {
            self.add(finding, [&scope, "", "", "", &format!("{alias:?}: {ids}")]);
        }
    }
}

fn day(number: u32, month: u32, last: bool) -> Date {
    let (year, m, d) = (number / 10_000, number / 100 % 100, number % 100);
    let m = if m == 0 { month } else { m };
    let first = Date::new(year.min(9_999) as i16, m.clamp(1, 12) as i8, d.clamp(1, 28) as i8);
    let first = first.unwrap_or(Date::ZERO);
    match d {
        0 if last => first.last_of_month(),
        0 => first.first_of_month(),
        d => first
            .first_of_month()
            .checked_add(jiff::Span::new().days(i64::from(d) - 1))
            .unwrap_or(first),
    }
}

fn earliest(number: u32) -> Date {
    day(number, 1, false)
}

fn latest(number: u32) -> Date {
    day(number, 12, true)
}

/// The first day on which a tenure may have ended; none has ended that shows no end.
fn earliest_end(number: u32) -> Date {
    if number == 0 { Date::constant(2100, 1, 1) } else { earliest(number) }
}

fn latest_end(number: u32) -> Date {
    if number == 0 { Date::constant(2100, 1, 1) } else { latest(number) }
}

/// A day as the tables write it.
fn written(number: u32) -> String {
    match number {
        0 => String::new(),
        n if n % 10_000 == 0 => format!("{}", n / 10_000),
        n if n % 100 == 0 => format!("{}-{:02}", n / 10_000, n / 100 % 100),
        n => format!("{}-{:02}-{:02}", n / 10_000, n / 100 % 100, n % 100),
    }
}
