//! The workshop: scorers for every task, the bundled articles, the figures that we commit.
//!
//! ```no_run
//! use chancery::Chancery;
//! use chancery_eval::{Options, Task, run};
//!
//! let gold = "gold/events/plover_gsr.dev.jsonl".as_ref();
//! let report = run(Task::Events, gold, &Options::default(), &Chancery::embedded())?;
//! println!("{}", report.table());
//! assert!(report.figure("type.f1").is_some());
//! # Ok::<(), anyhow::Error>(())
//! ```
//!
//! The engine is scored by its record, as any reader of the wire format would see it. Documents are
//! read in parallel; figures depend on nothing but gold, engine and options.
#![forbid(unsafe_code)]

pub mod actors;
pub mod attribution;
pub mod bundled;
pub mod coreference;
pub mod entities;
pub mod events;
pub mod factuality;
pub mod geo;
mod gold;
mod measure;
mod predict;
mod report;
pub mod syntax;
mod table;
pub mod time;

pub use measure::Prf;
pub use report::{Report, Row};
pub use table::{Figure, score_table};

use anyhow::{Context, Result, bail};
use chancery::Chancery;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// What can be scored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Task {
    /// Tokens, sentences, tags, lemmas, trees from raw text; gold is CoNLL-U.
    Syntax,
    /// Names of persons, organisations, places.
    Entities,
    /// Times and their values.
    Time,
    /// Places and their coordinates.
    Geo,
    /// Actors in context: country, sector, person in office.
    Actors,
    /// Events: type, who to whom, spans, mode, context, date, place.
    Events,
    /// Who says what.
    Attribution,
    /// Whether given events happened.
    Factuality,
    /// Which of the given mentions report the same event.
    Coreference,
}

impl Task {
    /// Every task.
    pub const ALL: [Task; 9] = [
        Task::Syntax,
        Task::Entities,
        Task::Time,
        Task::Geo,
        Task::Actors,
        Task::Events,
        Task::Attribution,
        Task::Factuality,
        Task::Coreference,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Task::Syntax => "syntax",
            Task::Entities => "entities",
            Task::Time => "time",
            Task::Geo => "geo",
            Task::Actors => "actors",
            Task::Events => "events",
            Task::Attribution => "attribution",
            Task::Factuality => "factuality",
            Task::Coreference => "coreference",
        }
    }

    /// The task of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == name)
    }
}

/// How a task is scored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Answers to score instead of running the engine: JSON lines in the form of the gold
    /// (CoNLL-U for syntax).
    pub predictions: Option<PathBuf>,
    /// Events: how they are compared.
    pub events: events::Rules,
    /// Events: the gold marks one pair of participants a text; only our best event for that pair
    /// is taken.
    pub pair: bool,
    /// Events: keep events that the text denies (by default they are left out, REJECT apart).
    pub keep_negated: bool,
    /// Entities: the types that count; PER, ORG and LOC when empty.
    pub entity_types: Vec<String>,
    /// Geo: how places are compared.
    pub geo: geo::Rules,
}

/// Scores the engine, or the predictions given, against a gold file.
pub fn run(task: Task, gold: &Path, options: &Options, chancery: &Chancery) -> Result<Report> {
    let mut misses = Vec::new();
    let rows = match task {
        Task::Syntax => {
            let text = gold::text(gold)?;
            let answer = match &options.predictions {
                Some(path) => gold::text(path)?,
                None => predict::conllu(chancery, syntax::raw_text(&text)),
            };
            let read = |conllu: &str, name: &Path| {
                syntax::Treebank::read(conllu).with_context(|| name.display().to_string())
            };
            let answer = read(&answer, options.predictions.as_deref().unwrap_or(gold))?;
            syntax::score(&read(&text, gold)?, &answer)?
        }
        Task::Entities => {
            let gold: Vec<entities::Document> = gold::records(gold)?;
            let answers = answers(options, || predict::entities(chancery, &gold))?;
            let named = ["PER", "ORG", "LOC"].map(str::to_owned);
            let types =
                if options.entity_types.is_empty() { &named } else { &options.entity_types[..] };
            entities::score(&gold, &answers, types)
        }
        Task::Time => {
            let gold: Vec<time::Document> = gold::records(gold)?;
            time::score(&gold, &answers(options, || predict::times(chancery, &gold))?)
        }
        Task::Geo => {
            let gold: Vec<geo::Document> = gold::records(gold)?;
            let answers = answers(options, || predict::places(chancery, &gold))?;
            geo::score(&gold, &answers, &options.geo)
        }
        Task::Actors => {
            let gold: Vec<actors::Document> = gold::records(gold)?;
            let answers = answers(options, || predict::actors(chancery, &gold))?;
            let (rows, told) = actors::score(&gold, &answers);
            misses = told;
            rows
        }
        Task::Events => {
            let gold: Vec<events::Record> = gold::records(gold)?;
            let answers = answers(options, || predict::events(chancery, &gold, options))?;
            if !gold.iter().any(|record| record.events.is_some()) {
                bail!("this gold holds no events; coreference gold is scored by its own task");
            }
            events::score(&gold, &answers, &options.events)
        }
        Task::Attribution => {
            let gold: Vec<attribution::Document> = gold::records(gold)?;
            let answers = answers(options, || predict::attributions(chancery, &gold))?;
            attribution::score(&gold, &answers)
        }
        Task::Factuality => {
            let gold: Vec<factuality::Item> = gold::records(gold)?;
            factuality::score(&gold, &answers(options, || predict::factuality(chancery, &gold))?)
        }
        Task::Coreference => {
            let gold: Vec<coreference::Document> = gold::records(gold)?;
            match &options.predictions {
                Some(path) => coreference::score(&gold, &gold::records(path)?)?,
                None => {
                    let [events, lemmas] = predict::coreference(chancery, &gold);
                    coreference::score_beside_lemma(&gold, &events, &lemmas)?
                }
            }
        }
    };
    let name = gold.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok(Report { task: task.as_str(), gold: name, rows, misses })
}

/// The predictions given, or the engine's.
fn answers<T: DeserializeOwned>(
    options: &Options,
    engine: impl FnOnce() -> Vec<T>,
) -> Result<Vec<T>> {
    match &options.predictions {
        Some(path) => gold::records(path),
        None => Ok(engine()),
    }
}
