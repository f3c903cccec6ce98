//! `chancery explain`: the why of each event.

use anyhow::bail;
use chancery::Reading;
use chancery_schema::Layers;
use std::cell::Cell;
use std::fmt::Write as _;

use crate::args::ExplainOptions;
use crate::page::{Page, one_line, who};
use crate::run::{Done, each, for_people};
use crate::sources::Sources;
use crate::world::engine;

pub(crate) fn run(options: &ExplainOptions) -> anyhow::Result<Done> {
    let chancery = engine(&options.world)?;
    let sources = Sources::new(&options.input);
    let mut out = for_people();
    // One thread: the articles to explain are few, and whether the event was found is one answer.
    let found = std::sync::atomic::AtomicBool::new(false);
    let done = each(sources, 1, &mut *out, |article| {
        let (page, any) = explain(&chancery.read(article), options.event.as_deref());
        found.fetch_or(any, std::sync::atomic::Ordering::Relaxed);
        page
    })?;
    match &options.event {
        Some(id) if !found.into_inner() && done.read > 0 => {
            bail!("no event {id} in these articles; `chancery code --format jsonl` lists the ids")
        }
        _ => Ok(done),
    }
}

/// The explanation of all events, or of the one whose id or number is asked for; and whether there
/// was one.
fn explain(reading: &Reading, wanted: Option<&str>) -> (String, bool) {
    let page = Page::new(reading, Layers { why: true, ..Layers::default() });
    let mut out = String::new();
    let any = Cell::new(false);
    for (index, event) in page.record.events.iter().enumerate() {
        let number = (index + 1).to_string();
        if wanted.is_some_and(|wanted| wanted != event.id && wanted != number) {
            continue;
        }
        if !any.replace(true) {
            out.push_str(&page.heading());
        }
        out.push('\n');
        out.push_str(&page.event(index + 1, event));
        let mut line = |name: &str, words: &str| {
            writeln!(out, "     {name:<12}{}", one_line(words)).expect("a string takes every word");
        };
        line("id", &event.id);
        line("rule", &format!("{} (score {})", event.rule, event.score));
        for why in event.why.iter().flatten() {
            let span = chancery::article::Span::new(why.start, why.end);
            let words = reading.article.words(span);
            line(&why.field, &format!("{}  \"{words}\" [{}, {}]", why.message, why.start, why.end));
        }
        for claim in page.attribution(event) {
            let source = claim.actor.as_ref().map(who).unwrap_or_default();
            let words = format!("{} {} {} ({})", claim.id, source, claim.cue_text, claim.kind);
            line("claim", &words);
        }
        for about in &event.about {
            line("about", about);
        }
    }
    if any.get() {
        out.push('\n');
    } else if wanted.is_none() {
        out.push_str(&page.heading());
        out.push('\n');
    }
    (out, any.get())
}
