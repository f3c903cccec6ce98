//! Writes what `training/fuse/train.py` learns from.
//!
//! `fuse_candidates words < articles.jsonl` writes the words of each article with their hashes;
//! `fuse_candidates pairs MODEL < articles.jsonl` the pairs worth a score with their features: a
//! first line of names, then `{"a": [article, mention], "b": …, "f": […], "s": score}`. Each line in
//! is `{"id", "text", "published"?, "mentions": [{"id", "start", "end"}]}`, offsets in code points.
//!
//! `fuse_candidates rate N < articles.jsonl` reads them, fuses them N times and says how long each
//! took: what fusing costs beside reading.

use chancery_article::{Article, Span};
use chancery_fuse::{FuseModel, Report};
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use serde_json::{Value, json};
use std::io::{BufRead, Error, Result, StdoutLock, Write};
use std::time::Instant;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = std::io::stdout().lock();
    match arguments[..] {
        ["words"] => words(&mut out),
        ["pairs", model] => {
            pairs(&mut out, &FuseModel::read(&std::fs::read(model)?).map_err(Error::other)?)
        }
        ["rate", times] => rate(&mut out, times.parse().map_err(Error::other)?),
        _ => Err(Error::other("usage: fuse_candidates words | pairs MODEL | rate N")),
    }
}

fn lines() -> impl Iterator<Item = Result<Value>> {
    std::io::stdin().lock().lines().map(|line| Ok(serde_json::from_str(&line?)?))
}

fn article(line: &Value) -> Article {
    let text = |key: &str| line[key].as_str().unwrap_or_default();
    let mut article = Article::new(text("id"), text("text"));
    article.published = text("published").parse().ok();
    article
}

fn words(out: &mut StdoutLock<'_>) -> Result<()> {
    let syntax_model = SyntaxModel::embedded();
    for line in lines() {
        let article = article(&line?);
        let words = chancery_fuse::words(&chancery_syntax::parse(&article, &syntax_model));
        writeln!(out, "{}", json!({"id": article.id, "words": words}))?;
    }
    Ok(())
}

/// The reports of the articles and, of each, the ids of its mentions.
fn reports(model: &FuseModel) -> Result<(Vec<Report>, Vec<Vec<Value>>)> {
    let (syntax_model, world) = (SyntaxModel::embedded(), World::embedded());
    let (mut reports, mut ids) = (Vec::new(), Vec::new());
    for line in lines() {
        let line = line?;
        let article = article(&line);
        let text = article.text();
        let mut at: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
        at.push(text.len() as u32);
        let syntax = chancery_syntax::parse(&article, &syntax_model);
        let found = chancery_mention::find(&article, &syntax, &world);
        let findings = chancery_event::read(&article, &syntax, &found, &world);
        let given = line["mentions"].as_array().cloned().unwrap_or_default();
        let span = |m: &Value| {
            let byte = |key: &str| at.get(m[key].as_u64()? as usize).copied();
            Some(Span::new(byte("start")?, byte("end")?))
        };
        let (spans, names): (Vec<Span>, Vec<Value>) =
            given.iter().filter_map(|m| Some((span(m)?, m["id"].clone()))).unzip();
        reports.push(chancery_fuse::sketch(
            &article,
            &syntax,
            &found,
            &findings,
            &syntax_model,
            model,
            &spans,
        ));
        ids.push(names);
    }
    Ok((reports, ids))
}

fn pairs(out: &mut StdoutLock<'_>, model: &FuseModel) -> Result<()> {
    let (reports, ids) = reports(model)?;
    writeln!(out, "{}", json!(chancery_fuse::FEATURES.to_vec()))?;
    for pair in chancery_fuse::pairs(&reports, model) {
        let end = |side: usize| {
            let report = pair.reports[side];
            json!([reports[report].id, ids[report][pair.mentions[side] as usize]])
        };
        let row = json!({"a": end(0), "b": end(1), "f": pair.features, "s": pair.score});
        writeln!(out, "{row}")?;
    }
    Ok(())
}

fn rate(out: &mut StdoutLock<'_>, times: usize) -> Result<()> {
    let model = FuseModel::embedded();
    let begun = Instant::now();
    let (reports, _) = reports(&model)?;
    let mentions: usize = reports.iter().map(|r| r.mentions.len()).sum();
    let articles = reports.len();
    writeln!(out, "{mentions} mentions of {articles} articles read in {:?}", begun.elapsed())?;
    for _ in 0..times {
        let begun = Instant::now();
        let events = chancery_fuse::fuse(&reports, &model);
        let seconds = begun.elapsed().as_secs_f64();
        let rate = mentions as f64 / seconds;
        writeln!(out, "{} articles fused in {seconds:.4} s, {rate:.0} mentions/s", events.len())?;
    }
    Ok(())
}
