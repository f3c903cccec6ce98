//! The scorers agree with the reference scorers on small gold files (tests/gold/README.md).

use chancery::Chancery;
use chancery_eval::{Options, Report, Task, run};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static CHANCERY: LazyLock<Chancery> = LazyLock::new(Chancery::embedded);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold")
}

fn gold(task: Task, part: &str) -> PathBuf {
    let kind = if task == Task::Syntax { "conllu" } else { "jsonl" };
    folder().join(format!("{}.{part}.{kind}", task.as_str()))
}

/// The report of the answers that lie beside the gold.
fn report(name: &str) -> Report {
    let (task, flags) = name.split_once(' ').unwrap_or((name, ""));
    let task = Task::from_name(task).expect("expected.csv names a task");
    let mut options = Options { predictions: Some(gold(task, "answers")), ..Options::default() };
    options.events.merge_yield = flags == "--merge-yield";
    run(task, &gold(task, "gold"), &options, &CHANCERY).expect("the gold files are sound")
}

#[test]
fn every_figure_is_that_of_the_reference_scorers() {
    let expected = std::fs::read_to_string(folder().join("expected.csv")).expect("committed");
    let mut reports: BTreeMap<&str, Report> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in expected.lines().skip(1) {
        let (rest, value) = line.rsplit_once(',').expect("three columns");
        let (name, figure) = rest.split_once(',').expect("three columns");
        let value: f64 = value.parse().expect("the last column is a number");
        let report = reports.entry(name).or_insert_with(|| report(name));
        let ours = report.figure(figure);
        if ours.is_none_or(|ours| (ours - value).abs() > 0.0001) {
            wrong.push(format!("{name} {figure}: {ours:?}, expected {value}"));
        }
    }
    assert!(reports.len() > Task::ALL.len(), "every task has its rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_is_scored_on_every_task_and_alike_again() {
    for task in Task::ALL {
        let score = || run(task, &gold(task, "gold"), &Options::default(), &CHANCERY);
        let report = score().expect("the gold files are sound");
        assert!(!report.rows.is_empty());
        assert_eq!(report, score().expect("the gold files are sound"));
        assert!(report.table().lines().count() > report.rows.len());
    }
}

#[test]
fn what_cannot_be_scored_says_why() {
    let fault = |task, path: &Path, options: &Options| {
        format!("{:#}", run(task, path, options, &CHANCERY).expect_err("nothing to score"))
    };
    let none = Options::default();
    let missing = fault(Task::Time, Path::new("nowhere.jsonl"), &none);
    assert!(missing.contains("nowhere.jsonl"), "{missing}");
    let wrong_kind = fault(Task::Events, &gold(Task::Coreference, "gold"), &none);
    assert!(wrong_kind.contains("coreference"), "{wrong_kind}");
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a temporary file");
    std::fs::write(file.path(), "{\"id\":\"1\",\"text\":\"x\",\"events\":[]}\n{\"id\":\n")
        .expect("writable");
    let broken = fault(Task::Events, file.path(), &none);
    assert!(broken.contains("line 2"), "{broken}");
}
