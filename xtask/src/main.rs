//! The workshop: checks of data, documents and figures, and the measuring of speed.
//!
//! ```text
//! cargo xtask data [--check]      sha256 and rows of every table in data/, licences
//! cargo xtask figures [--check]   figures quoted in documents against the tables in eval/
//! cargo xtask speed               measures the built program, writes eval/speed.csv
//! cargo xtask store               measures what storing costs beside coding, writes eval/store.csv
//! cargo xtask example             writes the program's output into the README's example
//! cargo xtask tidy                all checks at once
//! ```
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports")]

mod data;
mod example;
mod figures;
mod speed;
mod store;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    let outcome = match words[..] {
        ["data", "--check"] => data::check(&root).and_then(report),
        ["data"] => data::refresh(&root),
        ["figures", "--check"] => figures::check(&root).and_then(report),
        ["figures"] => figures::refresh(&root),
        ["speed"] => speed::measure(&root),
        ["store"] => store::measure(&root),
        ["example"] => example::refresh(&root),
        ["tidy"] => tidy::check(&root).and_then(report),
        _ => Err(anyhow::anyhow!(
            "usage: cargo xtask data [--check] | figures [--check] | speed | store | example | tidy"
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

/// One line a fault; success when there is none.
fn report(faults: Vec<String>) -> anyhow::Result<()> {
    for fault in &faults {
        eprintln!("{fault}");
    }
    anyhow::ensure!(faults.is_empty(), "{} faults", faults.len());
    println!("clean");
    Ok(())
}
