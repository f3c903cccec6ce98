//! What storing costs beside coding: rates of both, and the room that articles take.

use anyhow::{Context, Result, ensure};
use jiff::ToSpan;
use jiff::civil::Date;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::speed::{quoted, texts};

/// The bundled articles are read so many times over.
const COPIES: usize = 20;

/// Days between two copies: more than fusing looks across, so that copies are no reports of one event.
const APART: i64 = 40;

/// The day of the first.
const FIRST: Date = Date::constant(2022, 1, 10);

/// Measures `target/release/chancery` and writes `eval/store.csv`.
pub(crate) fn measure(root: &Path) -> Result<()> {
    let program = root.join("target/release/chancery");
    ensure!(program.exists(), "{} is missing; cargo build --release first", program.display());
    let folder = root.join("target/speed");
    fs::create_dir_all(&folder)?;
    let texts = texts(&root.join("examples/articles"))?;
    let mut lines = String::new();
    for copy in 0..COPIES {
        let day = FIRST.checked_add((copy as i64 * APART).days())?;
        for (number, text) in texts.iter().enumerate() {
            lines.push_str(&format!(
                "{{\"id\": \"{copy}-{number}\", \"url\": \"https://news.example/{copy}/{number}\", \
                 \"published\": \"{day}\", \"text\": {}}}\n",
                quoted(text)
            ));
        }
    }
    let input = folder.join("store.jsonl");
    fs::write(&input, &lines)?;
    let articles = (COPIES * texts.len()) as f64;
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 * COPIES as f64 / 1e6;

    let mut rows =
        vec![("articles".to_owned(), articles, "articles"), ("text".to_owned(), megabytes, "MB")];
    let store = folder.join("store.db");
    for threads in ["1", "2"] {
        let name = |words: &str| {
            format!("{words}, {threads} thread{}", if threads == "1" { "" } else { "s" })
        };
        // The fastest of three: other work on the machine only slows.
        let (mut code, mut ingest) = (f64::MAX, f64::MAX);
        for _ in 0..3 {
            code = code.min(once(
                &program,
                &["code", "--format", "jsonl", "--threads", threads],
                &input,
            )?);
            for suffix in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{suffix}", store.display()));
            }
            let path = store.display().to_string();
            ingest = ingest.min(once(
                &program,
                &["ingest", "--store", &path, "--threads", threads],
                &input,
            )?);
        }
        for (words, value, unit) in [
            ("coding alone", articles / code, "articles/s"),
            ("ingest", articles / ingest, "articles/s"),
            ("text ingested", megabytes / ingest, "MB/s"),
            ("storing adds", 100.0 * (ingest / code - 1.0), "%"),
        ] {
            rows.push((name(words), value, unit));
        }
    }
    let bytes = fs::metadata(&store).context("the store")?.len() as f64;
    rows.push(("store size per 1,000 articles".to_owned(), bytes / articles / 1000.0, "MB"));

    let mut writer = csv::Writer::from_path(root.join("eval/store.csv"))?;
    writer.write_record(["name", "value", "unit", "command"])?;
    for (name, value, unit) in rows {
        println!("{name:<34} {value:>10.2} {unit}");
        writer.write_record([
            &format!("store: {name}"),
            &format!("{value:.2}"),
            unit,
            "cargo xtask store",
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// The seconds that one run takes.
fn once(program: &Path, arguments: &[&str], input: &Path) -> Result<f64> {
    let begun = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .arg(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    ensure!(status.success(), "{} failed", program.display());
    Ok(begun.elapsed().as_secs_f64())
}
