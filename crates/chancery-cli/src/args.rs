//! The command line.

use chancery_intake::Format;
use chancery_schema::{Layers, OffsetUnit};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

use crate::actors::ActorsOptions;
use crate::ask::{
    CalendarOptions, ClaimsOptions, EventsOptions, SearchOptions, SeriesOptions, SqlOptions,
    TimelineOptions,
};
use crate::ingest::IngestOptions;
use crate::lexicon::LexiconOptions;
use crate::world::WorldOptions;

/// Reads newswire and keeps the diplomatic record: who did what to whom, when, where, how surely,
/// and who says so.
#[derive(Parser)]
#[command(name = "chancery", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// How many articles are read at once; 0 for one a core. The output is the same for any number.
    #[arg(long, global = true, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 done with some inputs refused, 2 could not run.";

#[derive(Subcommand)]
pub(crate) enum Command {
    Code(CodeOptions),
    Lexicon(LexiconOptions),
    Ingest(IngestOptions),
    Timeline(TimelineOptions),
    Events(EventsOptions),
    Series(SeriesOptions),
    Claims(ClaimsOptions),
    Calendar(CalendarOptions),
    Search(SearchOptions),
    Sql(SqlOptions),
    Actors(Box<ActorsOptions>),
    Parse(ParseOptions),
    Explain(ExplainOptions),
    Fuse(FuseOptions),
    Eval(EvalOptions),
    Demo(DemoOptions),
}

/// Reads articles and writes the events they report.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery code --published 2024-10-29 --publisher Yonhap article.txt
  chancery code --format jsonl --threads 4 news.jsonl > record.jsonl
  cat article.txt | chancery code --format csv -
  chancery code --format gdelt news.jsonl > 20241029000000.export.CSV
  chancery code --format geojson news.jsonl > events.geojson
  chancery code --actors mine.tsv article.txt
  chancery code --lexicon examples/trade-disputes/lexicon article.txt")]
pub(crate) struct CodeOptions {
    #[command(flatten)]
    pub(crate) input: InputOptions,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
    /// What to write.
    #[arg(long, value_enum, default_value_t = CodeFormat::Text)]
    pub(crate) format: CodeFormat,
    /// Unit of the offsets in the record: Unicode code points, bytes of UTF-8, UTF-16 code units.
    #[arg(long, value_enum, default_value_t = Unit::Chars)]
    pub(crate) offsets: Unit,
    /// Layers to add to the record.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LAYERS")]
    pub(crate) with: Vec<Layer>,
}

/// Reads articles and writes their sentences, words, tags and trees.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery parse article.txt > article.conllu
  echo 'Talks opened in Geneva.' | chancery parse --format tree -")]
pub(crate) struct ParseOptions {
    #[command(flatten)]
    pub(crate) input: InputOptions,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
    /// What to write: CoNLL-U, or an indented tree for people.
    #[arg(long, value_enum, default_value_t = ParseFormat::Conllu)]
    pub(crate) format: ParseFormat,
}

/// Says why each event was coded: the rule, the words behind each field, the senses, parties, times
/// and places that lost, and why.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery explain --published 2024-10-29 article.txt
  chancery explain --event 3 article.txt
  chancery explain --json article.txt > why.json")]
pub(crate) struct ExplainOptions {
    #[command(flatten)]
    pub(crate) input: InputOptions,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
    /// Only this event: its id, or its number in the article.
    #[arg(long, value_name = "ID")]
    pub(crate) event: Option<String>,
    /// Write one JSON object an article.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Says which of the given event mentions report the same event, in one article or many.
///
/// One article a line in: {"id", "text", "published"?, "mentions": [{"id", "start", "end"}]}. One a
/// line out, in the same order: {"id", "copy_of"?, "mentions": [{"id", "event"}]}. Mentions of one event
/// bear one id, whatever the order of the lines; `copy_of` names the earliest article of which one is a
/// copy. Offsets count Unicode code points. docs/fusing.md says how.
#[derive(Args)]
#[command(after_help = "Example:
  echo '{\"id\": \"a1\", \"text\": \"Talks opened. The talks ended.\", \"mentions\":
    [{\"id\": 1, \"start\": 0, \"end\": 5}, {\"id\": 2, \"start\": 18, \"end\": 23}]}' | tr -d '\\n' | chancery fuse -")]
pub(crate) struct FuseOptions {
    /// JSON lines, or - for standard input.
    #[arg(value_name = "FILE|-")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
}

/// Scores the engine against gold: how often it is right.
#[derive(Args)]
#[command(
    after_help = "Tasks: syntax, entities, time, geo, actors, events, attribution, factuality, coreference.
Gold is JSON lines, CoNLL-U for syntax, gzip or not.

Examples:
  chancery eval events gold.jsonl --threshold type.f1=0.55
  chancery eval syntax ewt-dev.conllu.gz --json
  chancery eval time gold.jsonl --predictions answers.jsonl"
)]
pub(crate) struct EvalOptions {
    /// What to score.
    #[arg(value_name = "TASK")]
    pub(crate) task: String,
    /// The gold file.
    #[arg(value_name = "GOLD")]
    pub(crate) gold: PathBuf,
    /// Exit code 1 when a figure is lower: METRIC=X, or X for the task's headline figure.
    #[arg(long, value_name = "[METRIC=]X")]
    pub(crate) threshold: Option<String>,
    /// Score these answers and do not run the engine.
    #[arg(long, value_name = "FILE")]
    pub(crate) predictions: Option<PathBuf>,
    /// Write all figures as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Actors: tell each miss.
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Events, entities: only these types.
    #[arg(long, value_delimiter = ',', value_name = "TYPES")]
    pub(crate) types: Vec<String>,
    /// Events: count CONCEDE and RETREAT as one type.
    #[arg(long)]
    pub(crate) merge_yield: bool,
    /// Events: use mapped types where gold has no type of its own.
    #[arg(long)]
    pub(crate) mapped: bool,
    /// Events: gold marks one pair a text; take only our best event for that pair.
    #[arg(long)]
    pub(crate) pair: bool,
    /// Events: keep those that the text denies.
    #[arg(long)]
    pub(crate) keep_negated: bool,
}

/// Codes the articles that come with the program and shows what they report.
#[derive(Args)]
#[command(after_help = "Example:
  chancery demo")]
pub(crate) struct DemoOptions {}

/// Where the articles come from, and what holds for those that do not say it themselves.
#[derive(Args)]
pub(crate) struct InputOptions {
    /// Plain text or a web page (one article a file), JSON lines, CSV or TSV (one article a line),
    /// RSS or Atom, NITF or NewsML-G2, WARC; gzipped or not; a folder of such files, or - for
    /// standard input.
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The format of all inputs; without it each is told by its first bytes and its name.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
    /// Day of publication, YYYY-MM-DD: what "Monday" and "last year" are counted from.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) published: Option<Date>,
    /// The agency or newspaper.
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// The headline.
    #[arg(long, value_name = "WORDS")]
    pub(crate) title: Option<String>,
}

pub(crate) fn day(words: &str) -> Result<Date, String> {
    chancery_intake::date(words).map_err(|reason| reason.to_string())
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One article
    Text,
    /// One JSON object a line
    Jsonl,
    /// One JSON object or an array of them
    Json,
    /// A table whose first line names the columns
    Csv,
    /// The same, separated by tabs
    Tsv,
    /// A web page
    Html,
    /// RSS or Atom
    Feed,
    /// NITF or NewsML-G2
    News,
    /// A web archive
    Warc,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Jsonl => Self::JsonLines,
            InputFormat::Json => Self::Json,
            InputFormat::Csv => Self::Csv,
            InputFormat::Tsv => Self::Tsv,
            InputFormat::Html => Self::Html,
            InputFormat::Feed => Self::Feed,
            InputFormat::News => Self::News,
            InputFormat::Warc => Self::Warc,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeFormat {
    /// Pages for people
    Text,
    /// The record chancery.reading/1, one article a line
    Jsonl,
    /// PLOVER JSON lines, one event a line. Cannot express: who says so; factuality, which stands
    /// in `comment`
    Plover,
    /// One event a row, with a header
    Csv,
    /// GDELT 2.0 Events: 61 columns, no header, one row a pair of actors. Cannot express: who says
    /// so, factuality, several actors in one event, quantities. Left out: events that are denied,
    /// conditional, hypothetical or only possible, or have no day, or no actor with a CAMEO code;
    /// what is planned is coded as its announcement. Empty: tone, ethnic and religious codes,
    /// places of the actors
    Gdelt,
    /// GDELT 2.0 Mentions: 16 columns, no header, the rows that go with gdelt. Cannot express and
    /// leaves out what gdelt does. Empty: tone
    GdeltMentions,
    /// POLECAT: 40 columns with a header, one row an event, several actors in one cell. Cannot
    /// express: who says so, factuality, quantities; leaves out what gdelt does, but takes events
    /// without known actors. `None`: COW codes, Wikipedia names, feature types
    Polecat,
    /// ICEWS: 20 columns with a header, one row a pair of source and target. Cannot express and
    /// leaves out what gdelt does, and events without a target
    Icews,
    /// GeoJSON (RFC 7946): one Feature an event, with factuality and sources. Left out: events
    /// without a place that has coordinates. Cannot express: areas, each place is one point
    Geojson,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    Conllu,
    Tree,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    Chars,
    Bytes,
    Utf16,
}

impl From<Unit> for OffsetUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Chars => Self::Chars,
            Unit::Bytes => Self::Bytes,
            Unit::Utf16 => Self::Utf16,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layer {
    Names,
    Predicates,
    Tokens,
    Text,
    Why,
}

/// The layers asked for, as the record's maker takes them.
pub(crate) fn layers(with: &[Layer]) -> Layers {
    Layers {
        names: with.contains(&Layer::Names),
        predicates: with.contains(&Layer::Predicates),
        tokens: with.contains(&Layer::Tokens),
        text: with.contains(&Layer::Text),
        why: with.contains(&Layer::Why),
    }
}
