//! Speed and size of the built program, measured on the bundled articles.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The articles are read so many times over: enough that starting up no longer counts.
const COPIES: usize = 40;

/// Measures `target/release/chancery` and writes `eval/speed.csv`.
pub(crate) fn measure(root: &Path) -> Result<()> {
    let program = root.join("target/release/chancery");
    ensure!(program.exists(), "{} is missing; cargo build --release first", program.display());
    let folder = root.join("target/speed");
    fs::create_dir_all(&folder)?;
    let texts = texts(&root.join("examples/articles"))?;
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let big = folder.join("big.jsonl");
    let small = folder.join("small.txt");
    let mut lines = String::new();
    for copy in 0..COPIES {
        for (number, text) in texts.iter().enumerate() {
            lines.push_str(&format!(
                "{{\"id\": \"{copy}-{number}\", \"published\": \"2024-10-29\", \"text\": {}}}\n",
                quoted(text)
            ));
        }
    }
    fs::write(&big, lines)?;
    fs::write(&small, "Talks opened in Geneva.\n")?;

    let mut rows = vec![("words", (words * COPIES) as f64, "words")];
    let mut start: Vec<Duration> =
        (0..11).map(|_| Ok(once(&program, &small, "1")?.wall)).collect::<Result<_>>()?;
    start.sort();
    rows.push(("start", start[start.len() / 2].as_secs_f64() * 1000.0, "ms"));
    let one = once(&program, &big, "1")?;
    let two = once(&program, &big, "2")?;
    let all = (words * COPIES) as f64;
    rows.push(("words per second of one core", all / one.cpu.as_secs_f64(), "words/s"));
    rows.push(("words per second, 1 thread", all / one.wall.as_secs_f64(), "words/s"));
    rows.push(("words per second, 2 threads", all / two.wall.as_secs_f64(), "words/s"));
    rows.push(("memory, 1 thread", one.peak_kib as f64 / 1024.0, "MiB"));
    rows.push(("memory, 2 threads", two.peak_kib as f64 / 1024.0, "MiB"));
    rows.push(("program size", fs::metadata(&program)?.len() as f64 / (1024.0 * 1024.0), "MiB"));

    fs::create_dir_all(root.join("eval"))?;
    let mut writer = csv::Writer::from_path(root.join("eval/speed.csv"))?;
    writer.write_record(["name", "value", "unit", "command"])?;
    for (name, value, unit) in rows {
        println!("{name:<30} {value:>12.1} {unit}");
        let name = format!("speed: {name}");
        writer.write_record([&name, &format!("{value:.1}"), unit, "cargo xtask speed"])?;
    }
    writer.flush()?;
    Ok(())
}

/// The bundled articles' texts, without their heads.
pub(crate) fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let words = fs::read_to_string(path)?;
            Ok(words.split_once("\n\n").map_or(words.as_str(), |(_, body)| body).to_owned())
        })
        .collect()
}

pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What one run took.
struct Run {
    wall: Duration,
    /// Time on a processor: on a machine that others share, the fairer figure. The wall time where
    /// the system does not tell.
    cpu: Duration,
    /// 0 where the system does not tell.
    peak_kib: u64,
}

fn once(program: &Path, input: &Path, threads: &str) -> Result<Run> {
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["code", "--format", "jsonl", "--published", "2024-10-29", "--threads", threads])
        .arg(input)
        .stdout(Stdio::null())
        .spawn()?;
    let folder = format!("/proc/{}", child.id());
    let mut run = Run { wall: Duration::ZERO, cpu: Duration::ZERO, peak_kib: 0 };
    loop {
        // The kernel keeps both sums; reading them now and then is exact enough.
        let read = |name: &str| fs::read_to_string(format!("{folder}/{name}")).ok();
        if let Some(kib) = read("status").as_deref().and_then(high_water) {
            run.peak_kib = run.peak_kib.max(kib);
        }
        if let Some(cpu) = read("stat").as_deref().and_then(processor_time) {
            run.cpu = run.cpu.max(cpu);
        }
        if let Some(status) = child.try_wait()? {
            ensure!(status.success(), "{} failed", program.display());
            run.wall = begun.elapsed();
            if run.cpu.is_zero() {
                run.cpu = run.wall;
            }
            return Ok(run);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// User and system time of `/proc/PID/stat`, in ticks of a hundredth of a second.
fn processor_time(stat: &str) -> Option<Duration> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
