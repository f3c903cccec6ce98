//! How the time of fusing grows: `fuse_scale DIR [MENTIONS…]`.
//!
//! ```sh
//! cargo run --release -p chancery-fuse --example fuse_scale -- examples/articles 1000 10000 100000 1000000
//! ```
//!
//! The articles of DIR (plain texts) are sketched once; then as many reports as asked for are made of
//! them, as a news archive has them: 300 articles a day, a happening reported by one to eight articles
//! within three days, ten mentions to an article or as many as it has. A happening takes an article's
//! sketch and puts other words for its rare ones, drawn for the happening from 50,000 names that all
//! happenings share; each report of it has one in seven drawn for itself. So names recur in other
//! stories as they do in news, and a larger set is a longer archive. Seeded: the same every time.
//!
//! Timed are the filing and finding of neighbours, the links, and the grouping, together as
//! [`chancery_fuse::fuse`] does them, on as many threads as RAYON_NUM_THREADS says; making the reports
//! is not. Beside the time on the clock stands that of all processors together (Linux), which other
//! programs on the machine do not lengthen.

use chancery_article::{Article, Span};
use chancery_fuse::{FuseModel, Report, fuse, sketch};
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use std::collections::BTreeSet;
use std::io::Write;
use std::time::Instant;

const A_DAY: usize = 300;
const NAMES: u64 = 50_000;
const MENTIONS: usize = 10;

fn stir(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn sketches(folder: &str, model: &FuseModel) -> std::io::Result<Vec<Report>> {
    let (syntax_model, world) = (SyntaxModel::embedded(), World::embedded());
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut reports = Vec::new();
    for path in paths {
        let article = Article::new(path.display().to_string(), std::fs::read_to_string(&path)?);
        let syntax = chancery_syntax::parse(&article, &syntax_model);
        let mentions = chancery_mention::find(&article, &syntax, &world);
        let findings = chancery_event::read(&article, &syntax, &mentions, &world);
        let acts = findings.events.iter().map(|e| e.trigger);
        let others = findings.predicates.iter().map(|p| syntax.token(p.token).span);
        let mut spans: Vec<Span> = Vec::new();
        for span in acts.chain(others) {
            if spans.len() < MENTIONS && !spans.contains(&span) {
                spans.push(span);
            }
        }
        reports.push(sketch(&article, &syntax, &mentions, &findings, &syntax_model, model, &spans));
    }
    Ok(reports)
}

/// Reports with so many mentions or a few more.
fn archive(bases: &[Report], mentions: usize, model: &FuseModel) -> Vec<Report> {
    let (mut reports, mut count, mut happening) = (Vec::new(), 0, 0_u64);
    while count < mentions {
        let seed = stir(happening);
        let base = &bases[seed as usize % bases.len()];
        let day = (reports.len() / A_DAY) as i32;
        // One to eight, half of them one or two.
        let copies = 1 + (stir(seed) % 8).min(stir(seed ^ 1) % 8);
        for copy in 0..copies {
            let own = stir(seed ^ (copy << 32));
            let other = |word: u32| {
                let of = u64::from(word);
                if model.is_common(word) {
                    return word;
                }
                let draw = if stir(own ^ of).is_multiple_of(7) { own } else { seed };
                stir(stir(draw ^ of.rotate_left(32)) % NAMES) as u32
            };
            let id = format!("{happening}-{copy}");
            let day = day + (own % 3) as i32;
            reports.push(base.reworded(id, Some(day), model, other));
            count += base.mentions.len();
        }
        happening += 1;
    }
    reports
}

/// Seconds that processors have worked for this program, to a hundredth; none where the system does not
/// tell it as Linux does.
fn worked() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((folder, sizes)) = arguments.split_first() else {
        return Err(std::io::Error::other("usage: fuse_scale DIR [MENTIONS…]"));
    };
    let sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    let model = FuseModel::embedded();
    let bases = sketches(folder, &model)?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "mentions   articles  events    bytes/article  seconds  processor seconds  mentions/processor second"
    )?;
    for size in if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes } {
        let reports = archive(&bases, size, &model);
        let mentions: usize = reports.iter().map(|r| r.mentions.len()).sum();
        let sample = reports.iter().take(1000);
        let bytes = sample.clone().map(|r| r.to_bytes().len()).sum::<usize>() / sample.count();
        let (begun, before) = (Instant::now(), worked());
        let events = fuse(&reports, &model);
        let seconds = begun.elapsed().as_secs_f64();
        let work = worked().zip(before).map_or(seconds, |(after, before)| after - before);
        let events: BTreeSet<&String> = events.iter().flatten().collect();
        writeln!(
            out,
            "{mentions:<9}  {:<8}  {:<8}  {bytes:<13}  {seconds:<7.2}  {work:<17.2}  {:.0}",
            reports.len(),
            events.len(),
            mentions as f64 / work.max(0.01)
        )?;
        out.flush()?;
    }
    Ok(())
}
