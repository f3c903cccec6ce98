//! The Markdown cases of `tests/cases/**/*.md`: what a reading must hold and must not hold.
//!
//! The format is documented in `tests/cases/README.md`. All cases run in one test, every failure is
//! told, and what was found is printed in the notation of the block, ready to be pasted.
//! `CASES=passive cargo test --release -p chancery --test cases` runs those whose file or heading
//! holds the word.

mod check;
mod found;
mod markdown;
mod notation;

use chancery::Chancery;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn readings_hold_what_the_cases_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let filter = std::env::var("CASES").unwrap_or_default();
    let chancery = Chancery::embedded();
    let (mut run, mut failed, mut report) = (0, 0, String::new());
    for path in markdown_files(&root) {
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        let text = std::fs::read_to_string(&path).expect("a case file is readable UTF-8");
        let cases = match markdown::cases(&text) {
            Ok(cases) => cases,
            Err(problem) => {
                failed += 1;
                let _ = writeln!(report, "{name}: {problem}\n");
                continue;
            }
        };
        for case in cases.iter().filter(|c| format!("{name} {}", c.heading).contains(&filter)) {
            run += 1;
            if let Some(complaint) = verdict(&chancery, case) {
                failed += 1;
                let _ = writeln!(report, "{name}:{} # {}\n{complaint}", case.line, case.heading);
            }
        }
    }
    assert!(run > 0, "no case matches CASES={filter}");
    assert!(failed == 0, "{failed} of {run} cases fail\n\n{report}{failed} of {run} cases fail");
}

/// What is wrong with a case, if anything: its failures, or a `{todo}` that has come true.
fn verdict(chancery: &Chancery, case: &markdown::Case) -> Option<String> {
    let complaint = match check::complaint(chancery, case) {
        Ok(complaint) => complaint,
        Err(malformed) => return Some(format!("  {malformed}\n")),
    };
    match (case.todo, complaint.is_empty()) {
        (false, true) | (true, false) => None,
        (false, false) => Some(complaint),
        (true, true) => Some("  holds now: remove {todo} from the heading\n".to_owned()),
    }
}

/// All case files under a folder, in the order of their names. README.md explains and is no case.
fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).expect("the case folder is readable");
        for path in entries.map(|e| e.expect("the case folder is readable").path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
