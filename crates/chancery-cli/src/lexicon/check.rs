//! `chancery lexicon check`: a folder of tables, line by line, and its examples.

use chancery::world::lexicon::own::{self, Example, Problem, Severity, Table};
use chancery::{Article, Chancery, World};
use serde_json::json;
use std::fmt::Write;

use super::CheckOptions;
use crate::run::{Done, for_people, for_programs};
use crate::world::lexicon_tables;

/// An example with what it was coded as.
struct Tried {
    example: Example,
    found: Vec<String>,
    /// What is wrong with it.
    fault: Option<String>,
}

pub(crate) fn run(options: &CheckOptions) -> anyhow::Result<Done> {
    let (tables, mut problems) = match &options.folder {
        Some(folder) => lexicon_tables(folder)?,
        None => (own::ours(), Vec::new()),
    };
    problems.extend(own::check(&tables));
    problems.sort();
    let errors = problems.iter().filter(|p| p.severity == Severity::Error).count();
    // Examples are coded with the lexicon, once there is one.
    let (entries, tried) = match errors {
        0 => try_examples(&tables, options.folder.is_none())?,
        _ => (None, Vec::new()),
    };
    let failed = tried.iter().filter(|t| t.fault.is_some()).count();
    let told = match options.json {
        true => for_program(&problems, &tried, entries),
        false => for_reader(&tables, &problems, &tried, entries),
    };
    let mut out = if options.json { for_programs() } else { for_people() };
    out.write_all(told.as_bytes())?;
    out.flush()?;
    Ok(Done { read: tables.len(), refused: errors + failed, ..Done::default() })
}

fn try_examples(tables: &[Table], ours: bool) -> anyhow::Result<(Option<usize>, Vec<Tried>)> {
    let mut world = World::embedded();
    if !ours {
        let opened = own::open(tables);
        world.lexicon = opened.map_err(|faults| anyhow::anyhow!("{} errors", faults.len()))?;
    }
    let entries = world.lexicon.len();
    let examples = own::examples(tables);
    if examples.is_empty() {
        return Ok((Some(entries), Vec::new()));
    }
    let chancery = Chancery::knowing(world);
    let tried = examples.into_iter().map(|example| {
        let reading = chancery.read(Article::new("example", example.sentence.as_str()));
        let found: Vec<String> = reading
            .findings
            .events
            .iter()
            .map(|event| match event.mode_name() {
                Some(mode) => format!("{}/{mode}", event.type_name()),
                None => event.type_name().to_owned(),
            })
            .collect();
        let fault = fault(&example.expected, &found);
        Tried { example, found, fault }
    });
    Ok((Some(entries), tried.collect()))
}

/// What is wrong with what was found, where something is.
fn fault(expected: &[String], found: &[String]) -> Option<String> {
    let is = |wanted: &str, name: &str| match wanted.contains('/') {
        true => name == wanted,
        false => name.split('/').next() == Some(wanted),
    };
    let list = match found {
        [] => "nothing".to_owned(),
        found => found.join(" "),
    };
    if expected.is_empty() {
        return (!found.is_empty()).then(|| format!("expected nothing, found {list}"));
    }
    let wrong = expected.iter().find(|wanted| match wanted.strip_prefix('!') {
        Some(unwanted) => found.iter().any(|name| is(unwanted, name)),
        None => !found.iter().any(|name| is(wanted, name)),
    });
    wrong.map(|wanted| match wanted.strip_prefix('!') {
        Some(unwanted) => format!("expected no {unwanted}, found {list}"),
        None => format!("expected {wanted}, found {list}"),
    })
}

fn for_program(problems: &[Problem], tried: &[Tried], entries: Option<usize>) -> String {
    let problems = problems.iter().map(|problem| {
        json!({
            "file": problem.path,
            "line": problem.line,
            "field": problem.field,
            "severity": problem.severity.as_str(),
            "message": problem.what,
        })
    });
    let examples = tried.iter().map(|tried| {
        json!({
            "file": tried.example.path,
            "line": tried.example.line,
            "sentence": tried.example.sentence,
            "expected": tried.example.expected,
            "found": tried.found,
            "ok": tried.fault.is_none(),
        })
    });
    let value = json!({
        "predicates": entries,
        "problems": problems.collect::<Vec<_>>(),
        "examples": examples.collect::<Vec<_>>(),
    });
    format!("{value}\n")
}

fn for_reader(
    tables: &[Table],
    problems: &[Problem],
    tried: &[Tried],
    entries: Option<usize>,
) -> String {
    let mut out = String::new();
    let mut line = |words: std::fmt::Arguments<'_>| {
        out.write_fmt(words).expect("a string takes every word");
        out.push('\n');
    };
    for problem in problems {
        match problem.severity {
            Severity::Error => line(format_args!("{problem}")),
            Severity::Doubt => line(format_args!("{problem} [doubt]")),
        }
    }
    for tried in tried {
        let Some(fault) = &tried.fault else { continue };
        let Example { path, line: number, sentence, .. } = &tried.example;
        line(format_args!(
            "{path}:{number}: expected: {fault}; `chancery lexicon try` says why: {sentence}"
        ));
    }
    let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let errors = problems.iter().filter(|p| p.severity == Severity::Error).count();
    let doubts = problems.len() - errors;
    let right = tried.iter().filter(|t| t.fault.is_none()).count();
    let mut told = vec![count(tables.len(), "table")];
    told.extend(entries.map(|n| count(n, "predicate")));
    told.push(count(errors, "error"));
    told.push(count(doubts, "doubt"));
    match tried.len() {
        0 => {}
        n => told.push(format!("{right} of {} as expected", count(n, "example"))),
    }
    line(format_args!("{}", told.join(", ")));
    out
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn examples_are_taken_and_left_as_they_say() {
        let list = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(fault(&list(&["TARIFF"]), &list(&["TARIFF/safeguard"])), None);
        assert_eq!(fault(&[], &[]), None);
        assert!(fault(&[], &list(&["TARIFF"])).is_some());
        assert!(fault(&list(&["TARIFF/probe"]), &list(&["TARIFF"])).is_some());
        assert!(fault(&list(&["!TARIFF"]), &list(&["TARIFF/probe"])).is_some());
        assert_eq!(fault(&list(&["!TARIFF"]), &list(&["DISPUTE"])), None);
    }
}
