//! `chancery explain`: the why of each event.

use anyhow::bail;
use chancery::article::{OffsetUnit, Span};
use chancery::{Chancery, Reading};
use chancery_schema::{Layers, Options, record};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::ExplainOptions;
use crate::page::{Page, one_line, who};
use crate::run::{Done, each, for_people, for_programs};
use crate::sources::Sources;
use crate::traced::Traced;
use crate::world::engine;

pub(crate) fn run(options: &ExplainOptions) -> anyhow::Result<Done> {
    let chancery = engine(&options.world)?;
    let sources = Sources::new(&options.input);
    let mut out = if options.json { for_programs() } else { for_people() };
    let wanted = options.event.as_deref();
    // One thread: the articles to explain are few, and whether the event was found is one answer.
    let found = AtomicBool::new(false);
    let done = each(sources, 1, &mut *out, |article| {
        let reading = chancery.read(article);
        let (page, any) = match options.json {
            true => program(&chancery, &reading, wanted),
            false => explain(&chancery, &reading, wanted),
        };
        found.fetch_or(any, Ordering::Relaxed);
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
fn explain(chancery: &Chancery, reading: &Reading, wanted: Option<&str>) -> (String, bool) {
    let traced = Traced::new(reading, chancery.trace(reading));
    let page = Page::new(reading, WHY);
    let blocks = blocks(&traced, &page, wanted);
    let any = !blocks.is_empty();
    if !any && wanted.is_some() {
        return (String::new(), false);
    }
    let mut out = format!("{}{blocks}\n", page.heading());
    if wanted.is_none() {
        traced.show_lost(&mut out);
        out.push('\n');
    }
    (out, any)
}

const WHY: Layers =
    Layers { why: true, names: false, predicates: false, tokens: false, text: false };

/// The events of a reading, each with what it rests on.
pub(crate) fn events(traced: &Traced<'_>) -> String {
    let page = Page::new(traced.reading, WHY);
    match blocks(traced, &page, None) {
        none if none.is_empty() => "No event.\n".to_owned(),
        blocks => blocks.trim_start_matches('\n').to_owned(),
    }
}

fn is_wanted(wanted: Option<&str>, id: &str, index: usize) -> bool {
    wanted.is_none_or(|wanted| wanted == id || wanted == (index + 1).to_string())
}

fn blocks(traced: &Traced<'_>, page: &Page<'_>, wanted: Option<&str>) -> String {
    let reading = traced.reading;
    let mut out = String::new();
    for (index, event) in page.record.events.iter().enumerate() {
        if !is_wanted(wanted, &event.id, index) {
            continue;
        }
        out.push('\n');
        out.push_str(&page.event(index + 1, event));
        let mut line = |name: &str, words: &str| {
            writeln!(out, "     {name:<12}{}", one_line(words)).expect("a string takes every word");
        };
        line("id", &event.id);
        line("rule", &format!("{} (score {})", event.rule, event.score));
        let head = reading.findings.events[index].head;
        let sighting = traced.sighting(head);
        if let Some(place) = sighting.and_then(|s| s.candidate.as_ref()).and_then(|c| c.line) {
            line("entry", &place.to_string());
        }
        for why in event.why.iter().flatten() {
            let words = reading.article.words(Span::new(why.start, why.end));
            line(&why.field, &format!("{}  \"{words}\" [{}, {}]", why.message, why.start, why.end));
        }
        for context in &event.contexts {
            let mut told = event.why.iter().flatten().filter(|why| why.field == "contexts");
            if !told.any(|why| why.message.starts_with(&format!("{context}:"))) {
                line("contexts", &format!("{context}: the entry says so"));
            }
        }
        for claim in page.attribution(event) {
            let source = claim.actor.as_ref().map(who).unwrap_or_default();
            let words = format!("{} {} {} ({})", claim.id, source, claim.cue_text, claim.kind);
            line("claim", &words);
        }
        for about in &event.about {
            line("about", about);
        }
        if let Some(trail) = traced.trace.trails.get(index) {
            traced.show_trail(&mut out, trail);
        }
        if let Some(sighting) = sighting {
            out.push_str("     senses\n");
            traced.show_senses(&mut out, sighting, "       ");
        }
    }
    out
}

/// The same as one JSON object, offsets in code points.
fn program(chancery: &Chancery, reading: &Reading, wanted: Option<&str>) -> (String, bool) {
    let traced = Traced::new(reading, chancery.trace(reading));
    let events = events_json(&traced, wanted);
    let any = !events.is_empty();
    if !any && wanted.is_some() {
        return (String::new(), false);
    }
    let lost: Vec<Value> = traced.lost().map(|s| traced.sighting_json(s)).collect();
    let record = record(reading, &Options::default());
    let value = json!({
        "article": record.article,
        "claims": record.claims,
        "events": events,
        "lost": lost,
    });
    (format!("{value}\n"), any)
}

/// The events of the record, each with its reasons, senses and rivals.
pub(crate) fn events_json(traced: &Traced<'_>, wanted: Option<&str>) -> Vec<Value> {
    let options = Options { offsets: OffsetUnit::Chars, with: WHY };
    let record = record(traced.reading, &options);
    let events = record.events.iter().enumerate();
    events
        .filter(|(index, event)| is_wanted(wanted, &event.id, *index))
        .map(|(index, event)| {
            let head = traced.reading.findings.events[index].head;
            let sighting = traced.sighting(head);
            let entry = sighting.and_then(|s| s.candidate.as_ref()).and_then(|c| c.line);
            json!({
                "event": event,
                "entry": entry.map(|line| json!({"file": line.file, "line": line.number})),
                "senses": sighting.map(|s| traced.senses_json(s)),
                "trail": traced.trace.trails.get(index).map(|trail| traced.trail_json(trail)),
            })
        })
        .collect()
}
