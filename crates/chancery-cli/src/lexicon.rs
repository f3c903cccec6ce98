//! `chancery lexicon`: for whoever writes or edits a lexicon.

mod check;
mod trial;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

use crate::run::Done;
use crate::world::WorldOptions;

/// For editors of the lexicon: tries a sentence, checks a folder of tables.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery lexicon try \"China imposed tariffs on Canadian canola.\"
  chancery lexicon try --lexicon examples/trade-disputes/lexicon \"China imposed tariffs.\"
  chancery lexicon check examples/trade-disputes/lexicon")]
pub(crate) struct LexiconOptions {
    #[command(subcommand)]
    pub(crate) command: LexiconCommand,
}

#[derive(Subcommand)]
pub(crate) enum LexiconCommand {
    Try(TryOptions),
    Check(CheckOptions),
}

/// Shows what the lexicon makes of a sentence: every entry of every word with its file and line, the
/// constraints that held or failed, scores, parties with their paths, and the event or why there is
/// none.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery lexicon try \"Seoul refused to resume talks with Pyongyang.\"
  chancery lexicon try --published 2024-10-29 --json \"Minister Cho will meet Borrell on Monday.\"")]
pub(crate) struct TryOptions {
    /// The sentence, or several.
    #[arg(value_name = "SENTENCE")]
    pub(crate) sentence: String,
    /// Day of publication, YYYY-MM-DD: what "Monday" is counted from.
    #[arg(long, value_name = "DATE", value_parser = crate::args::day)]
    pub(crate) published: Option<Date>,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
    /// Write all of it as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Checks an ontology and lexicon of your own, line by line, and codes its examples.
#[derive(Args)]
#[command(
    after_help = "Each problem is told as FILE:LINE: FIELD: what is wrong and what to do. A doubt is a row that
works, but hardly as it was meant: one that never matches, one said twice.
Exit codes: 0 sound, 1 errors or examples that fail, 2 the folder cannot be read.

Examples:
  chancery lexicon check mine
  chancery lexicon check --json mine
  chancery lexicon check"
)]
pub(crate) struct CheckOptions {
    /// The folder of tables (docs/lexicon.md); without one, our own tables are checked.
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// Write problems and examples as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(options: &LexiconOptions) -> anyhow::Result<Done> {
    match &options.command {
        LexiconCommand::Try(options) => trial::run(options),
        LexiconCommand::Check(options) => check::run(options),
    }
}
