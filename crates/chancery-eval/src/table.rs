//! The committed score table: every development set that we follow, its headline figures.

use crate::{Options, Task, events, run};
use anyhow::Result;
use chancery::Chancery;
use std::path::Path;

/// One line of the score table.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// The task.
    pub task: &'static str,
    /// The gold file, below the gold folder; our own below the repository's root.
    pub gold: &'static str,
    /// The dotted name of the figure.
    pub metric: &'static str,
    /// Its value, in the scale that the field uses for the measure.
    pub value: f64,
    /// The command that prints it.
    pub command: String,
}

/// A development set: where it is, how it is scored (flags as on the command line), which figures
/// count.
struct Set {
    task: Task,
    gold: &'static str,
    flags: &'static [&'static str],
    metrics: &'static [&'static str],
}

const SYNTAX: &[&str] = &[
    "Tokens.f1",
    "Sentences.f1",
    "Words.f1",
    "UPOS.f1",
    "XPOS.f1",
    "UFeats.f1",
    "Lemmas.f1",
    "UAS.f1",
    "LAS.f1",
    "CLAS.f1",
];
const NAMES: &[&str] = &["strict.f1", "span.f1", "overlap.f1"];
const TIMES: &[&str] =
    &["strict.f1", "relaxed.f1", "type.f1", "value.f1", "value~.f1", "interval.f1"];
const PLACES: &[&str] = &[
    "recognition.f1",
    "resolution.acc161",
    "resolution.exact_id",
    "resolution.auc",
    "end_to_end.f1",
];
const ACTORS: &[&str] = &["found.acc", "country.acc", "sector.acc", "person.acc", "named.acc"];
const ATTRIBUTION: &[&str] = &[
    "source exact.f1",
    "cue exact.f1",
    "content exact.f1",
    "content words.f1",
    "who-what.p",
    "who-what.r",
    "who-what.f1",
    "triple part.f1",
    "triple exact.f1",
];
const FACTUALITY: &[&str] = &[
    "answered.share",
    "labels.accuracy",
    "labels.macro_f1",
    "scores.mae",
    "scores.pearson",
    "scores.range_macro_f1",
];
const EVENTS: &[&str] = &[
    "type.p",
    "type.r",
    "type.f1",
    "type+alt.f1",
    "type macro.f1",
    "quad.f1",
    "type-actor.f1",
    "triple.f1",
    "dyad.f1",
    "actor span overlap.f1",
    "recipient span overlap.f1",
    "mode accuracy.acc",
    "false alarms.per_1000",
    "context.f1",
    "date.f1",
    "place.f1",
    "penta.macro_f1",
];

const fn set(task: Task, gold: &'static str, metrics: &'static [&'static str]) -> Set {
    Set { task, gold, flags: &[], metrics }
}

const SETS: &[Set] = &[
    set(Task::Syntax, "syntax/ewt-dev.conllu.gz", SYNTAX),
    set(Task::Syntax, "syntax/gum-free-dev.conllu.gz", SYNTAX),
    set(Task::Entities, "entities/conll03-dev.jsonl.gz", NAMES),
    set(Task::Entities, "entities/worldwide-dev.jsonl.gz", NAMES),
    set(Task::Time, "time/timebank.jsonl.gz", TIMES),
    set(Task::Time, "time/aquaint.jsonl.gz", TIMES),
    set(Task::Time, "time/meantime_dev.jsonl", TIMES),
    set(Task::Time, "time/gum_dev.jsonl.gz", TIMES),
    set(Task::Time, "time/wikiwars_dev.jsonl.gz", TIMES),
    set(Task::Geo, "geo/lgl-a.jsonl.gz", PLACES),
    set(Task::Geo, "geo/trnews-a.jsonl.gz", PLACES),
    set(Task::Geo, "geo/geowebnews-a.jsonl.gz", PLACES),
    set(Task::Actors, "eval/actors/develop.jsonl", ACTORS),
    set(Task::Actors, "eval/actors/measure.jsonl", ACTORS),
    set(Task::Attribution, "attribution/polnear_dev.jsonl.gz", ATTRIBUTION),
    set(Task::Attribution, "attribution/gum_dev.jsonl.gz", ATTRIBUTION),
    set(Task::Factuality, "eval/factuality/develop.jsonl", FACTUALITY),
    set(Task::Factuality, "eval/factuality/measure.jsonl", FACTUALITY),
    set(Task::Factuality, "factuality/meantime_dev.jsonl", FACTUALITY),
    set(Task::Factuality, "factuality/uw_dev.jsonl.gz", FACTUALITY),
    set(Task::Factuality, "factuality/uds_dev.jsonl.gz", FACTUALITY),
    Set {
        task: Task::Events,
        gold: "events/plv.dev.jsonl",
        flags: &["--merge-yield", "--pair"],
        metrics: EVENTS,
    },
    set(Task::Events, "events/plover_gsr.dev.jsonl", EVENTS),
    set(Task::Events, "events/petrarch2_gsr.dev.jsonl", EVENTS),
    set(Task::Events, "events/cameo_quad.dev.jsonl", EVENTS),
    Set {
        task: Task::Events,
        gold: "events/glocon_sentences.dev.jsonl",
        flags: &["--mapped"],
        metrics: EVENTS,
    },
    Set {
        task: Task::Events,
        gold: "events/glocon_sentences.dev.jsonl",
        flags: &["--mapped", "--types", "PROTEST"],
        metrics: &["type.p", "type.r", "type.f1", "false alarms.per_1000"],
    },
    Set {
        task: Task::Events,
        gold: "events/muc4.dev.jsonl.gz",
        flags: &["--mapped", "--types", "ASSAULT,THREATEN"],
        metrics: EVENTS,
    },
    set(
        Task::Coreference,
        "events/ecbplus.dev.jsonl",
        &[
            "all.conll_f1",
            "all muc.f1",
            "all b3.f1",
            "all ceafe.f1",
            "all lea.f1",
            "same lemma.conll_f1",
            "same lemma in topic.conll_f1",
            "same lemma in subtopic.conll_f1",
        ],
    ),
];

/// The figures of every set found below the gold folder.
pub fn score_table(folder: &Path, chancery: &Chancery) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for set in SETS {
        // Our own sets lie in the repository, from whose root the table is made.
        let own = set.gold.starts_with("eval/");
        let path = if own { set.gold.into() } else { folder.join(set.gold) };
        if !path.exists() {
            continue;
        }
        let report = run(set.task, &path, &options(set.flags), chancery)?;
        let mut command = format!("chancery eval {} {}", set.task.as_str(), set.gold);
        for flag in set.flags {
            command.push(' ');
            command.push_str(flag);
        }
        figures.extend(set.metrics.iter().filter_map(|metric| {
            Some(Figure {
                task: set.task.as_str(),
                gold: set.gold,
                metric,
                value: report.figure(metric)?,
                command: command.clone(),
            })
        }));
    }
    Ok(figures)
}

/// The options that flags stand for.
fn options(flags: &[&str]) -> Options {
    let has = |flag: &str| flags.contains(&flag);
    let after = |flag: &str| {
        let at = flags.iter().position(|f| *f == flag)?;
        Some(flags.get(at + 1)?.split(',').map(str::to_owned).collect())
    };
    Options {
        events: events::Rules {
            merge_yield: has("--merge-yield"),
            mapped: has("--mapped"),
            types: after("--types").unwrap_or_default(),
            ..events::Rules::default()
        },
        pair: has("--pair"),
        ..Options::default()
    }
}
