//! `chancery eval`: scores the engine, or answers given, against gold.

use anyhow::{Context, bail};
use chancery::Chancery;
use chancery_eval::{Options, Report, Task};
use std::io::Write;

use crate::args::EvalOptions;
use crate::run::{Done, complain, for_programs, pool};

pub(crate) fn run(options: &EvalOptions, threads: usize) -> anyhow::Result<Done> {
    let task = Task::from_name(&options.task).with_context(|| {
        let names: Vec<&str> = Task::ALL.iter().map(|task| task.as_str()).collect();
        format!("no task {:?}; the tasks are {}", options.task, names.join(", "))
    })?;
    let threshold = options.threshold.as_deref().map(|words| threshold(task, words)).transpose()?;
    let rules = Options {
        predictions: options.predictions.clone(),
        events: chancery_eval::events::Rules {
            mapped: options.mapped,
            merge_yield: options.merge_yield,
            types: options.types.clone(),
            ..Default::default()
        },
        pair: options.pair,
        keep_negated: options.keep_negated,
        entity_types: options.types.clone(),
        ..Options::default()
    };
    let report = pool(threads)?
        .install(|| chancery_eval::run(task, &options.gold, &rules, &Chancery::embedded()))
        .with_context(|| format!("cannot score {}", options.gold.display()))?;
    let mut out = for_programs();
    if options.json {
        writeln!(out, "{}", report.json())?;
    } else {
        write!(out, "{}", report.table())?;
        if options.verbose {
            for miss in &report.misses {
                writeln!(out, "{miss}")?;
            }
        }
    }
    out.flush()?;
    let short = threshold.is_some_and(|(metric, least)| falls_short(&report, &metric, least));
    // A figure below its threshold counts as a refusal: exit code 1.
    Ok(Done { read: 1, refused: usize::from(short), failed: false })
}

/// `METRIC=X`, or `X` for the task's headline figure.
fn threshold(task: Task, words: &str) -> anyhow::Result<(String, f64)> {
    let (metric, number) = words.rsplit_once('=').unwrap_or((headline(task), words));
    match number.trim().parse() {
        Ok(least) => Ok((metric.to_owned(), least)),
        Err(_) => bail!("--threshold {words:?} is no number; write 0.6 or type.f1=0.6"),
    }
}

fn headline(task: Task) -> &'static str {
    match task {
        Task::Syntax => "LAS.f1",
        Task::Entities => "strict.f1",
        Task::Time => "value.f1",
        Task::Geo => "end_to_end.f1",
        Task::Actors => "country.acc",
        Task::Events => "type.f1",
        Task::Attribution => "who-what.f1",
        Task::Factuality => "labels.macro_f1",
        Task::Coreference => "all.conll_f1",
    }
}

fn falls_short(report: &Report, metric: &str, least: f64) -> bool {
    match report.figure(metric) {
        Some(figure) if figure >= least => false,
        Some(figure) => {
            complain(format_args!("{metric} is {figure:.4}, below the threshold {least}"));
            true
        }
        None => {
            let names: Vec<String> = report.figures().map(|(name, _)| name).collect();
            complain(format_args!("no figure {metric:?}; there are {}", names.join(", ")));
            true
        }
    }
}
