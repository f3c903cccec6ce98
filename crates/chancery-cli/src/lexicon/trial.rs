//! `chancery lexicon try`: what the lexicon makes of a sentence.

use anyhow::bail;
use chancery::{Article, Chancery};
use serde_json::json;

use super::TryOptions;
use crate::explain;
use crate::run::{Done, for_people, for_programs};
use crate::traced::Traced;
use crate::world::engine;

pub(crate) fn run(options: &TryOptions) -> anyhow::Result<Done> {
    if options.sentence.trim().is_empty() {
        bail!("the sentence is empty; put it in quotes: chancery lexicon try \"…\"");
    }
    let chancery = engine(&options.world)?;
    let mut article = Article::new("sentence", options.sentence.as_str());
    article.published = options.published;
    let words = if options.json { program(&chancery, article) } else { page(&chancery, article) };
    let mut out = if options.json { for_programs() } else { for_people() };
    out.write_all(words.as_bytes())?;
    out.flush()?;
    Ok(Done { read: 1, ..Done::default() })
}

fn page(chancery: &Chancery, article: Article) -> String {
    let reading = chancery.read(article);
    let traced = Traced::new(&reading, chancery.trace(&reading));
    let mut out = String::new();
    for sighting in &traced.trace.sightings {
        traced.show_sighting(&mut out, sighting);
        out.push('\n');
    }
    if traced.trace.sightings.is_empty() {
        out.push_str("The lexicon has no entry for any word of this.\n\n");
    }
    out.push_str(&explain::events(&traced));
    out
}

fn program(chancery: &Chancery, article: Article) -> String {
    let reading = chancery.read(article);
    let traced = Traced::new(&reading, chancery.trace(&reading));
    let words: Vec<_> = traced.trace.sightings.iter().map(|s| traced.sighting_json(s)).collect();
    let value = json!({
        "sentence": reading.article.text(),
        "words": words,
        "events": explain::events_json(&traced, None),
    });
    format!("{value}\n")
}
