//! `chancery actors`: what the registry knows, what it lacks, and rows from elsewhere.

mod check;
mod coverage;
mod import;

use chancery::World;
use chancery::world::Country;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

use crate::ask::{self, ActorsShown};
use crate::run::Done;

/// Lists who appears in a store; or looks into the registry of actors: coverage, contradictions, rows
/// from elsewhere.
///
/// Without a command: the actors of a store, in how many articles each appears (--since and --until
/// are days of publication), and what its latest events are.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  chancery actors --store desk.db --since 2024-10 --persons
  chancery actors --who KOR --as-of 2024-11-01 --json
  chancery actors coverage --since 2015
  chancery actors check --country KOR
  chancery actors import query.json > mine.tsv
  chancery code --actors mine.tsv article.txt"
)]
pub(crate) struct ActorsOptions {
    #[command(subcommand)]
    pub(crate) command: Option<ActorsCommand>,
    #[command(flatten)]
    pub(crate) shown: ActorsShown,
}

#[derive(Subcommand)]
pub(crate) enum ActorsCommand {
    Coverage(CoverageOptions),
    Check(CheckOptions),
    Import(ImportOptions),
}

/// Says for each year how many states have a known leader, foreign and defence minister, and for
/// each country in which years the registry is blind.
#[derive(Args)]
#[command(
    after_help = "A year counts as known when the registry names a holder on 1 July. A holder
without an end counts as in office for good: the last years are an upper bound.

Examples:
  chancery actors coverage
  chancery actors coverage --country KOR,PRK --since 2000
  chancery actors coverage --format tsv > coverage.tsv"
)]
pub(crate) struct CoverageOptions {
    /// Only these countries, by ISO 3166 alpha-3 code.
    #[arg(long, value_delimiter = ',', value_name = "ISO", value_parser = country)]
    pub(crate) country: Vec<Country>,
    /// First year.
    #[arg(long, default_value_t = 1990, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1900..2200))]
    pub(crate) since: i16,
    /// Last year.
    #[arg(long, default_value_t = 2026, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1900..2200))]
    pub(crate) until: i16,
    /// Your own actors, laid over ours first.
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) actors: Vec<PathBuf>,
    /// text for people; tsv one row for each country and office.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Text,
    Tsv,
}

/// Finds what cannot be right in the registry: two holders of one seat at once, seats that stand
/// empty between two holders, ends before starts, names that mean several things.
#[derive(Args)]
#[command(after_help = "With a FILE, only what concerns the offices and names in it.
Exit code 1 when the file has faults, 0 else: findings are for people to judge.

Examples:
  chancery actors check --country KOR --since 2010
  chancery actors check --only overlap,order
  chancery actors check mine.tsv")]
pub(crate) struct CheckOptions {
    /// Your own actors: a table as for `chancery code --actors`.
    #[arg(value_name = "FILE.tsv")]
    pub(crate) file: Option<PathBuf>,
    /// Only these countries, by ISO 3166 alpha-3 code.
    #[arg(long, value_delimiter = ',', value_name = "ISO", value_parser = country)]
    pub(crate) country: Vec<Country>,
    /// Overlaps and gaps from this year on.
    #[arg(long, default_value_t = 1990, value_name = "YEAR")]
    pub(crate) since: u32,
    /// Only findings of these kinds.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS")]
    pub(crate) only: Vec<check::Finding>,
}

/// Turns a table or a Wikidata extract into rows for `chancery code --actors`: only what the
/// registry does not know yet, or all.
#[derive(Args)]
#[command(
    after_help = "A .json FILE holds the answer of the Wikidata Query Service (either JSON form);
docs/actors.md has the queries. Any other FILE is a table of your own, which is checked.
What could not be used is told on standard error.

Examples:
  chancery actors import query.json > mine.tsv
  chancery actors import --all mine.tsv > checked.tsv"
)]
pub(crate) struct ImportOptions {
    /// A table, or the JSON answer of a query.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Also rows that the registry knows.
    #[arg(long)]
    pub(crate) all: bool,
}

fn country(words: &str) -> Result<Country, String> {
    Country::from_code(words)
        .ok_or_else(|| "a country is three capital letters, ISO 3166 alpha-3".to_owned())
}

pub(crate) fn run(options: &ActorsOptions) -> anyhow::Result<Done> {
    match &options.command {
        None => ask::actors(&options.shown),
        Some(ActorsCommand::Coverage(options)) => coverage::run(options),
        Some(ActorsCommand::Check(options)) => check::run(options),
        Some(ActorsCommand::Import(options)) => import::run(options),
    }
}

/// The name for a country that people know.
fn name_of(world: &World, country: Country) -> &str {
    world.actors.name_of(country).unwrap_or("")
}
