//! By year and country: whom the registry knows, and where it is blind.

use chancery::World;
use chancery::world::Country;
use chancery::world::actors::Scope;
use jiff::civil::{Date, date};
use std::fmt::Write as _;

use super::{CoverageOptions, Form, name_of};
use crate::run::{Done, for_programs};
use crate::world::world;

/// What is asked of every state. The leader is whoever the state's form of government makes one;
/// heads of government are asked of those states alone that have had one besides the head of state.
const ASKED: [&str; 5] =
    ["leader", "head-of-state", "head-of-government", "foreign-minister", "defence-minister"];

struct Answer {
    country: Country,
    office: &'static str,
    /// The years in which the state existed, each with whether a holder is known.
    years: Vec<(i16, bool)>,
}

pub(crate) fn run(options: &CoverageOptions) -> anyhow::Result<Done> {
    let world = world(&options.actors)?;
    let answers = answers(&world, options);
    let page = match options.format {
        Form::Text => text(&world, options, &answers),
        Form::Tsv => tsv(&world, &answers),
    };
    let mut out = for_programs();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(Done::default())
}

fn answers(world: &World, options: &CoverageOptions) -> Vec<Answer> {
    let actors = &world.actors;
    let mut answers = Vec::new();
    for id in actors.countries() {
        let (country, Some(since)) = (actors.country_iso(id), actors.state_since(id)) else {
            continue;
        };
        if !options.country.is_empty() && !options.country.contains(&country) {
            continue;
        }
        let scope = Scope::Country(country);
        let seat = |office: &str| {
            actors.office(office).is_some_and(|o| actors.tenures_of(o, scope).next().is_some())
        };
        for office in ASKED {
            if office == "head-of-government" && !seat(office) {
                continue;
            }
            let known = |day: Date| match office {
                "leader" => actors.head(scope, day).is_some(),
                // A leader without the title (Kim Jong Un, Gaddafi) stands at the head as well.
                "head-of-state" => {
                    actors.holder(office, scope, day).is_some()
                        || actors.holder("leader", scope, day).is_some()
                }
                _ => actors.holder(office, scope, day).is_some(),
            };
            let years = (options.since..=options.until)
                .filter(|year| i64::from(*year) >= i64::from(since))
                .map(|year| (year, known(date(year, 7, 1))))
                .collect();
            answers.push(Answer { country, office, years });
        }
    }
    answers
}

fn text(world: &World, options: &CoverageOptions, answers: &[Answer]) -> String {
    let mut out = String::from("Known on 1 July, of the states asked\n\nyear");
    for office in ASKED {
        let _ = write!(out, "  {office:>18}");
    }
    out.push('\n');
    for year in options.since..=options.until {
        let _ = write!(out, "{year}");
        for office in ASKED {
            let asked = answers.iter().filter(|a| a.office == office);
            let asked: Vec<bool> = asked
                .filter_map(|a| a.years.iter().find(|(y, _)| *y == year).map(|(_, k)| *k))
                .collect();
            let known = asked.iter().filter(|k| **k).count();
            let share =
                if asked.is_empty() { 0.0 } else { 100.0 * known as f64 / asked.len() as f64 };
            let cell = format!("{known}/{} {share:3.0}%", asked.len());
            let _ = write!(out, "  {cell:>18}");
        }
        out.push('\n');
    }
    for office in ASKED {
        let blind: Vec<(&Answer, String)> = answers
            .iter()
            .filter(|a| a.office == office)
            .map(|a| (a, ranges(&a.years)))
            .filter(|(_, years)| !years.is_empty())
            .collect();
        let _ =
            write!(out, "\nBlind for the {}: {} states\n", office.replace('-', " "), blind.len());
        for (answer, years) in blind {
            let name = name_of(world, answer.country);
            let _ = writeln!(out, "  {} {name}: {years}", answer.country);
        }
    }
    out
}

fn tsv(world: &World, answers: &[Answer]) -> String {
    let mut out = String::from("country\tname\toffice\tyears\tknown\tblind\n");
    for answer in answers {
        let known = answer.years.iter().filter(|(_, k)| *k).count();
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{known}\t{}",
            answer.country,
            name_of(world, answer.country),
            answer.office,
            answer.years.len(),
            ranges(&answer.years),
        );
    }
    out
}

/// The unknown years: "1990-1994, 2023".
fn ranges(years: &[(i16, bool)]) -> String {
    let mut spans: Vec<(i16, i16)> = Vec::new();
    for (year, _) in years.iter().filter(|(_, known)| !known) {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => spans.push((*year, *year)),
        }
    }
    let words: Vec<String> = spans
        .iter()
        .map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") })
        .collect();
    words.join(", ")
}
