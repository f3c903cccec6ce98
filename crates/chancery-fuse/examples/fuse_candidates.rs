//! Writes what `training/fuse/train.py` learns from.
//!
//! `fuse_candidates words < articles.jsonl` writes the words of each article with their hashes;
//! `fuse_candidates pairs MODEL < articles.jsonl` the pairs worth a score with their features: a
//! first line of names, then `{"a": [article, mention], "b": …, "f": […]}`. Each line in is
//! `{"id", "text", "published"?, "mentions": [{"id", "start", "end"}]}`, offsets in code points.
//!
//! `fuse_candidates rate N < articles.jsonl` reads them, fuses them N times and says how long each
//! took: what fusing costs beside reading.

use chancery_article::{Article, Span};
use chancery_fuse::{FuseModel, Report};
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let rate = arguments.get(1).is_some_and(|a| a == "rate");
    let model = match arguments.get(2) {
        Some(path) if !rate => {
            FuseModel::read(&std::fs::read(path)?).map_err(std::io::Error::other)?
        }
        _ => FuseModel::embedded(),
    };
    let syntax_model = SyntaxModel::embedded();
    let world = World::embedded();
    let begun = std::time::Instant::now();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut reports: Vec<Report> = Vec::new();
    let mut ids: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap_or_default();
        let mut at: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
        at.push(text.len() as u32);
        let id = line["id"].as_str().unwrap_or_default().to_owned();
        let mut article = Article::new(id.clone(), text);
        article.published = line["published"].as_str().and_then(|d| d.parse().ok());
        let syntax = chancery_syntax::parse(&article, &syntax_model);
        if arguments.get(1).is_some_and(|a| a == "words") {
            let words: Vec<u32> = chancery_fuse::words(&syntax);
            writeln!(out, "{}", json!({"id": article.id, "words": words}))?;
            continue;
        }
        let mentions = chancery_mention::find(&article, &syntax, &world);
        let findings = chancery_event::read(&article, &syntax, &mentions, &world);
        let given = line["mentions"].as_array().cloned().unwrap_or_default();
        let spans: Vec<Span> = given
            .iter()
            .filter_map(|m| {
                let byte = |key: &str| at.get(m[key].as_u64()? as usize).copied();
                Some(Span::new(byte("start")?, byte("end")?))
            })
            .collect();
        ids.insert(id, given.iter().map(|m| m["id"].clone()).collect());
        reports.push(chancery_fuse::sketch(
            &article,
            &syntax,
            &mentions,
            &findings,
            &syntax_model,
            &model,
            &spans,
        ));
    }
    if arguments.get(1).is_some_and(|a| a == "words") {
        return Ok(());
    }
    if rate {
        let mentions: usize = reports.iter().map(|r| r.mentions.len()).sum();
        writeln!(
            out,
            "{mentions} mentions of {} articles read in {:?}",
            reports.len(),
            begun.elapsed()
        )?;
        for _ in 0..arguments.get(2).and_then(|n| n.parse().ok()).unwrap_or(1) {
            let begun = std::time::Instant::now();
            let events = chancery_fuse::fuse(&reports, &model);
            let seconds = begun.elapsed().as_secs_f64();
            let rate = mentions as f64 / seconds;
            writeln!(
                out,
                "{} articles fused in {seconds:.4} s, {rate:.0} mentions/s",
                events.len()
            )?;
        }
        return Ok(());
    }
    writeln!(out, "{}", json!(chancery_fuse::FEATURES.to_vec()))?;
    let begun = std::time::Instant::now();
    let pairs = chancery_fuse::pairs(&reports, &model);
    #[expect(clippy::print_stderr, reason = "a workshop tool")]
    {
        eprintln!("{} pairs in {:?}", pairs.len(), begun.elapsed());
    }
    for pair in pairs {
        let end = |side: usize| {
            let id = &reports[pair.reports[side]].id;
            json!([id, ids[id][pair.mentions[side] as usize]])
        };
        writeln!(
            out,
            "{}",
            json!({"a": end(0), "b": end(1), "f": pair.features, "s": pair.score})
        )?;
    }
    Ok(())
}
