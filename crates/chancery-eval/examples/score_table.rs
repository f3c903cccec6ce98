//! Writes the score table: `cargo run --release -p chancery-eval --example score_table -- GOLD_DIR
//! > eval/scores.csv`.

use anyhow::{Context, Result};
use chancery::Chancery;
use jiff::ToSpan;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::time::SystemTime;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("name the gold folder")?;
    let days = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs() / 86_400;
    let today = jiff::civil::date(1970, 1, 1) + i64::try_from(days)?.days();
    let mut out = stdout().lock();
    writeln!(out, "task,gold,metric,value,date,command")?;
    for figure in chancery_eval::score_table(&folder, &Chancery::embedded())? {
        let command = format!("\"{}\"", figure.command);
        let (task, gold, metric) = (figure.task, figure.gold, figure.metric);
        writeln!(out, "{task},{gold},{metric},{:.4},{today},{command}", figure.value)?;
    }
    Ok(())
}
