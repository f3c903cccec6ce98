//! What may be asked.

use chancery::world::{Context, EventType, Mode, Sector};
use chancery_store::Store;
use chancery_store::query::{Filter, Per};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

use crate::table::Form;

/// The first and the last day of what was written: 2024, 2024-10 or 2024-10-29.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Days {
    pub(super) first: i32,
    pub(super) last: i32,
}

fn days(words: &str) -> Result<Days, String> {
    let error = || {
        format!("{words:?} is no day, month or year of the calendar (2024-10-29, 2024-10, 2024)")
    };
    let parts: Vec<&str> = words.split('-').collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
    let whole =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let year = number(0).filter(|_| whole && parts[0].len() == 4).ok_or_else(error)?;
    let day = |month: i16, day: i16| {
        Date::new(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0))
    };
    let (first, last) = match (parts.len(), number(1), number(2)) {
        (1, ..) => (day(1, 1), day(12, 31)),
        (2, Some(month), _) => (day(month, 1), day(month, 1).map(Date::last_of_month)),
        (3, Some(month), Some(of)) => (day(month, of), day(month, of)),
        _ => return Err(error()),
    };
    match (first, last) {
        (Ok(first), Ok(last)) => Ok(Days {
            first: chancery_store::days::number(first),
            last: chancery_store::days::number(last),
        }),
        _ => Err(error()),
    }
}

/// What is looked at, and how it is shown.
#[derive(Args)]
pub(crate) struct View {
    /// The store.
    #[arg(long, default_value = "desk.db", value_name = "FILE")]
    pub(crate) store: PathBuf,
    /// See only what was published by then.
    #[arg(long, value_name = "DATE", value_parser = days)]
    pub(crate) as_of: Option<Days>,
    /// First day; a month or a year stands for its first day.
    #[arg(long, value_name = "DATE", value_parser = days)]
    pub(crate) since: Option<Days>,
    /// Last day; a month or a year stands for its last day.
    #[arg(long, value_name = "DATE", value_parser = days)]
    pub(crate) until: Option<Days>,
    /// Most rows, the latest or best; 0 for all. Without it 50 in a table, all as JSON or CSV.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) form: Form,
}

fn types() -> PossibleValuesParser {
    PossibleValuesParser::new(EventType::ALL.map(EventType::as_str))
}

fn modes() -> PossibleValuesParser {
    PossibleValuesParser::new(Mode::ALL.map(Mode::as_str))
}

fn contexts() -> PossibleValuesParser {
    PossibleValuesParser::new(Context::ALL.map(Context::as_str))
}

fn sectors() -> PossibleValuesParser {
    PossibleValuesParser::new(Sector::ALL.map(Sector::as_str))
}

fn bounds(words: &str) -> Result<[f64; 4], String> {
    let error =
        || "a box is WEST,SOUTH,EAST,NORTH in degrees, for example 124,33,131,43".to_owned();
    let numbers: Vec<f64> = words
        .split(',')
        .map(|n| n.trim().parse())
        .collect::<Result<_, _>>()
        .map_err(|_| error())?;
    let bounds: [f64; 4] = numbers.try_into().map_err(|_| error())?;
    let [west, south, east, north] = bounds;
    let right = [west, east].iter().all(|x| (-180.0..=180.0).contains(x))
        && [south, north].iter().all(|y| (-90.0..=90.0).contains(y))
        && south <= north;
    if right { Ok(bounds) } else { Err(error()) }
}

/// Which events.
#[derive(Args)]
#[command(next_help_heading = "Which events")]
pub(crate) struct Which {
    /// A participant: a country's code (KOR: everybody of it), a registry id (org:nato), a name.
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Vec<String>,
    /// Code of a participant's country, ISO 3166 alpha-3 or PLOVER's (IGO, EUR, …).
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(crate) country: Vec<String>,
    /// A participant's sector.
    #[arg(long, value_delimiter = ',', value_name = "SECTORS", value_parser = sectors(), hide_possible_values = true)]
    pub(crate) sector: Vec<String>,
    /// Two that act on each other, whoever begins.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(crate) dyad: Vec<String>,
    /// Only acts of the first of the two on the second.
    #[arg(long)]
    pub(crate) directed: bool,
    /// PLOVER type: CONSULT, ACCUSE, …
    #[arg(long = "type", value_delimiter = ',', value_name = "TYPES", value_parser = types(), ignore_case = true, hide_possible_values = true)]
    pub(crate) kind: Vec<String>,
    /// PLOVER mode: visit, aerial, …
    #[arg(long, value_delimiter = ',', value_name = "MODES", value_parser = modes(), hide_possible_values = true)]
    pub(crate) mode: Vec<String>,
    /// PLOVER context: military, economic, …
    #[arg(long, value_delimiter = ',', value_name = "CONTEXTS", value_parser = contexts(), hide_possible_values = true)]
    pub(crate) context: Vec<String>,
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    #[arg(long, value_delimiter = ',', value_name = "1-4", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(crate) quad: Vec<u8>,
    /// Where: the place's name, its first-level division, or its country's code.
    #[arg(long, value_name = "NAME")]
    pub(crate) place: Option<String>,
    /// Where: WEST,SOUTH,EAST,NORTH in degrees.
    #[arg(long, value_name = "W,S,E,N", value_parser = bounds, allow_hyphen_values = true)]
    pub(crate) bbox: Option<[f64; 4]>,
    /// Whether it happened.
    #[arg(long, value_delimiter = ',', value_name = "STAGES", value_parser = ["occurred", "ongoing", "planned", "conditional", "hypothetical"])]
    pub(crate) stage: Vec<String>,
    /// How sure it is.
    #[arg(long, value_delimiter = ',', value_name = "DEGREES", value_parser = ["certain", "probable", "possible", "unknown"])]
    pub(crate) certainty: Vec<String>,
    /// Told as so, or as not so.
    #[arg(long, value_delimiter = ',', value_name = "POLARITY", value_parser = ["positive", "negative"])]
    pub(crate) polarity: Vec<String>,
    /// Who says so: a country's code, a registry id, a name.
    #[arg(long, value_name = "WHO")]
    pub(crate) source: Option<String>,
    /// Fewest independent reports: articles left when copies are folded.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) independent: u32,
}

impl Which {
    pub(super) fn filter(&self, store: &Store, view: &View) -> anyhow::Result<Filter> {
        let who = |words: &String| store.who(words);
        let dyad = match self.dyad.as_slice() {
            [first, second] => Some((store.who(first)?, store.who(second)?)),
            _ => None,
        };
        Ok(Filter {
            actors: self.actor.iter().map(who).collect::<Result<_, _>>()?,
            countries: self.country.iter().map(|code| code.to_uppercase()).collect(),
            sectors: self.sector.clone(),
            dyad,
            directed: self.directed,
            types: self.kind.iter().map(|kind| kind.to_uppercase()).collect(),
            modes: self.mode.clone(),
            contexts: self.context.clone(),
            quads: self.quad.clone(),
            place: self.place.clone(),
            bounds: self.bbox,
            stages: self.stage.clone(),
            certainties: self.certainty.clone(),
            polarities: self.polarity.clone(),
            source: self.source.as_ref().map(who).transpose()?,
            independent: self.independent,
            ..view.filter()
        })
    }
}

/// One, or two that deal with each other.
#[derive(Args)]
pub(crate) struct Parties {
    /// Who: a country's code (KOR), a registry id (org:nato), a name.
    #[arg(value_name = "A")]
    pub(crate) first: String,
    /// With whom.
    #[arg(value_name = "B")]
    pub(crate) second: Option<String>,
}

impl Parties {
    /// The filter with what happened with the one, or between the two.
    pub(super) fn narrow(&self, store: &Store, mut filter: Filter) -> anyhow::Result<Filter> {
        let first = store.who(&self.first)?;
        match &self.second {
            Some(second) => filter.dyad = Some((first, store.who(second)?)),
            None => filter.actors.push(first),
        }
        Ok(filter)
    }
}

/// Shows what happened with one, or between two: events by day.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery timeline KOR PRK --since 2024-10 --until 2024-12
  chancery timeline \"Mark Rutte\" --as-of 2024-11-01
  chancery timeline KOR EUR --type CONSULT --json")]
pub(crate) struct TimelineOptions {
    #[command(flatten)]
    pub(crate) parties: Parties,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) filter: Which,
}

/// Lists events.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery events --type ASSAULT --country UKR,RUS --since 2024-10
  chancery events --dyad PRK RUS --directed --stage occurred --certainty certain --json
  chancery events --bbox 124,33,131,43 --quad 3,4 --independent 2
  chancery events --id e0123456789abcdef --json")]
pub(crate) struct EventsOptions {
    /// One event, by its id or by that of one of its mentions.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) filter: Which,
}

/// Counts events and their mean intensity, period by period, periods without events among them.
///
/// Counted are events that occurred or go on; --stage and --polarity ask for others. An event counts
/// on its first day, or on that of publication where the text gives none.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery series KOR PRK --per month --since 2020 --until 2024
  chancery series RUS UKR --per week --quad 4 --csv > weeks.csv")]
pub(crate) struct SeriesOptions {
    #[command(flatten)]
    pub(crate) parties: Parties,
    /// How long a period is; weeks begin on Monday.
    #[arg(long, value_enum, default_value_t = PerOption::Month)]
    pub(crate) per: PerOption,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) filter: Which,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PerOption {
    Day,
    Week,
    Month,
}

impl From<PerOption> for Per {
    fn from(per: PerOption) -> Self {
        match per {
            PerOption::Day => Self::Day,
            PerOption::Week => Self::Week,
            PerOption::Month => Self::Month,
        }
    }
}

/// Lists who says what.
///
/// With --source alone the days are those of saying; with what is asked of events the claims that
/// tell such events are listed, by the events' days.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery claims --source \"National Intelligence Service\"
  chancery claims --source RUS --dyad PRK RUS --since 2024-10 --json")]
pub(crate) struct ClaimsOptions {
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) filter: Which,
}

/// Lists meetings that are planned, with what became of them.
#[derive(Args)]
#[command(after_help = "Without --type these are meetings (CONSULT).
--ics gives each event an id that stays, so a calendar that subscribes updates it.

Examples:
  chancery calendar --since 2024-11-01 --as-of 2024-11-01
  chancery calendar --country KOR --ics > korea.ics")]
pub(crate) struct CalendarOptions {
    /// Write iCalendar (RFC 5545).
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    pub(crate) ics: bool,
    /// What became of them.
    #[arg(long, value_delimiter = ',', value_name = "STATUS", value_parser = ["open", "planned", "postponed", "cancelled", "alleged", "denied", "ongoing", "held", "confirmed"])]
    pub(crate) status: Vec<String>,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) filter: Which,
}

/// Finds articles by their words.
///
/// All words must stand in the article, whatever their endings; "a phrase" in quotes, word* for a
/// beginning, -word for one that must not. --since and --until are days of publication.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery search troops border
  chancery search '\"joint statement\" -drill' --since 2024-10 --json")]
pub(crate) struct SearchOptions {
    /// What to search for.
    #[arg(required = true, value_name = "TEXT")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) view: View,
}

/// What is asked of the actors in a store.
#[derive(Args)]
pub(crate) struct ActorsShown {
    #[command(flatten)]
    pub(crate) view: View,
    /// Only this one, or those of a country: a code, a registry id, a name.
    #[arg(long, value_name = "WHO")]
    pub(crate) who: Option<String>,
    /// Only of these sectors.
    #[arg(long, value_delimiter = ',', value_name = "SECTORS", value_parser = sectors(), hide_possible_values = true)]
    pub(crate) sector: Vec<String>,
    /// Only persons.
    #[arg(long)]
    pub(crate) persons: bool,
}

/// Runs a query of your own on the store: read-only, with a time limit.
#[derive(Args)]
#[command(
    after_help = "docs/store.md has the tables; the views events and articles are made for reading.

Examples:
  chancery sql \"SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC\"
  chancery sql --csv \"SELECT * FROM events WHERE place_country = 'UKR'\" > ukraine.csv"
)]
pub(crate) struct SqlOptions {
    /// One SELECT.
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    /// The store.
    #[arg(long, default_value = "desk.db", value_name = "FILE")]
    pub(crate) store: PathBuf,
    /// Seconds that it may take.
    #[arg(long, default_value_t = 10.0, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: f64,
    #[command(flatten)]
    pub(crate) form: Form,
}

fn seconds(words: &str) -> Result<f64, String> {
    let number =
        words.parse::<f64>().ok().filter(|n| n.is_finite() && (0.0..=86_400.0).contains(n));
    number.ok_or_else(|| "a number of seconds, at most 86400".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_year_have_a_first_and_a_last_day() {
        let of = |words: &str| {
            let days = days(words).unwrap();
            (days.last - days.first, chancery_store::days::date(days.first).unwrap().to_string())
        };
        assert_eq!(of("2024"), (365, "2024-01-01".to_owned()));
        assert_eq!(of("2024-02"), (28, "2024-02-01".to_owned()));
        assert_eq!(of("0000-01-01"), (0, "0000-01-01".to_owned()));
        assert_eq!(of("9999"), (364, "9999-01-01".to_owned()));
        for words in ["", "24", "2024-13", "2024-02-30", "10000", "2024-1-1-1", "-2024", "2024-+1"]
        {
            assert!(days(words).is_err(), "{words}");
        }
    }
}
