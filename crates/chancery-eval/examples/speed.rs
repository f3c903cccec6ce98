//! Writes the speed table, on the bundled articles repeated: words a second on one core, memory,
//! start and size of the program. `cargo build --release && cargo run --release -p chancery-eval
//! --example speed -- target/release/chancery > eval/speed.csv`.

use anyhow::{Context, Result, ensure};
use chancery_eval::bundled;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the bundled articles are repeated: some 490,000 words.
const REPEATS: usize = 60;
/// Runs of which the best counts: what else the machine does can only slow one down.
const RUNS: usize = 3;

fn main() -> Result<()> {
    let program = std::env::args_os().nth(1).map(PathBuf::from).context("name the program")?;
    let mut lines = String::new();
    let mut words = 0;
    for round in 0..REPEATS {
        for article in bundled::articles() {
            words += article.text().split_whitespace().count();
            let line = serde_json::json!({
                "id": format!("{}-{round}", article.id),
                "text": article.text(),
                "published": article.published.map(|day| day.to_string()),
                "publisher": article.publisher,
            });
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
    }
    let (corpus, one) = (scratch("corpus"), scratch("one"));
    std::fs::write(&corpus, lines)?;
    std::fs::write(&one, "Talks opened in Geneva.\n")?;
    let mut out = stdout().lock();
    writeln!(out, "figure,value,unit")?;
    for threads in [1, 2] {
        let (seconds, peak) = best(&program, &corpus, threads)?;
        writeln!(out, "speed on {threads} threads,{:.0},words/s", words as f64 / seconds)?;
        writeln!(out, "memory on {threads} threads,{:.0},MB", peak as f64 / 1024.0)?;
    }
    let (start, _) = best(&program, &one, 1)?;
    writeln!(out, "start to first record,{:.0},ms", start * 1000.0)?;
    let size = std::fs::metadata(&program)?.len() as f64 / 1e6;
    writeln!(out, "size of the program,{size:.1},MB")?;
    std::fs::remove_file(corpus)?;
    std::fs::remove_file(one)?;
    Ok(())
}

fn scratch(name: &str) -> PathBuf {
    let kind = if name == "one" { "txt" } else { "jsonl" };
    std::env::temp_dir().join(format!("chancery-speed-{}-{name}.{kind}", std::process::id()))
}

/// Least seconds and peak memory (KiB) of coding a file.
fn best(program: &Path, file: &Path, threads: usize) -> Result<(f64, u64)> {
    let mut least = f64::INFINITY;
    let mut peak = 0;
    for _ in 0..RUNS {
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["code", "--format", "jsonl", "--threads", &threads.to_string()])
            .arg(file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let status = format!("/proc/{}/status", child.id());
        let done = loop {
            if let Some(done) = child.try_wait()? {
                break done;
            }
            peak = peak.max(high_water(&status));
            std::thread::sleep(Duration::from_millis(2));
        };
        ensure!(done.success(), "{} ended with {done}", program.display());
        least = least.min(started.elapsed().as_secs_f64());
    }
    Ok((least, peak))
}

/// Peak resident memory so far, in KiB, as the kernel tells it; 0 where it does not.
fn high_water(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}
