//! `chancery demo`: codes the bundled articles and shows what they report.

use anstyle::{AnsiColor, Style};
use chancery::Chancery;
use chancery_schema::{Actor, Event, Record};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use crate::page::{Page, factuality, one_line, with_mode};
use crate::run::{Done, for_people, pool};

const TITLE: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const TYPE: Style = AnsiColor::Yellow.on_default();
const DAY: Style = AnsiColor::Green.on_default();
const SOURCE: Style = AnsiColor::Cyan.on_default();
/// Lines of the timeline.
const LINES: usize = 30;
/// Events shown of one article.
const EVENTS: usize = 8;

pub(crate) fn run(threads: usize) -> anyhow::Result<Done> {
    let begun = Instant::now();
    let chancery = Chancery::embedded();
    let articles = chancery_eval::bundled::articles();
    let words: usize = articles.iter().map(|a| a.text().split_whitespace().count()).sum();
    let pages: Vec<(Record, String)> = pool(threads)?.install(|| {
        articles
            .into_par_iter()
            .map(|article| {
                let reading = chancery.read(article);
                let page = Page::new(&reading, chancery_schema::Layers::default());
                let lines = story(&page);
                (page.record, lines)
            })
            .collect()
    });
    let elapsed = begun.elapsed();

    let mut out = for_people();
    for (_, lines) in &pages {
        out.write_all(lines.as_bytes())?;
    }
    let records: Vec<&Record> = pages.iter().map(|(record, _)| record).collect();
    out.write_all(timeline(&records).as_bytes())?;
    let count = |of: fn(&Record) -> usize| records.iter().map(|record| of(record)).sum::<usize>();
    let (events, claims) = (count(|r| r.events.len()), count(|r| r.claims.len()));
    let seconds = elapsed.as_secs_f64();
    writeln!(
        out,
        "\n{TITLE}{} articles, {words} words: {events} events, {claims} claims, in {seconds:.2} s.{TITLE:#}",
        records.len()
    )?;
    writeln!(
        out,
        "{FAINT}Your own: chancery code --published YYYY-MM-DD FILE, and chancery explain FILE for the why.{FAINT:#}"
    )?;
    out.flush()?;
    Ok(Done { read: records.len(), ..Done::default() })
}

/// One article: its heading and a line for each event, the surest first where there are many.
fn story(page: &Page<'_>) -> String {
    let mut out = page.heading();
    let events = &page.record.events;
    let mut shown: Vec<usize> = (0..events.len()).collect();
    shown.sort_by(|a, b| events[*b].score.total_cmp(&events[*a].score).then(a.cmp(b)));
    shown.truncate(EVENTS);
    shown.sort_unstable();
    for event in shown.into_iter().map(|index| &events[index]) {
        let day = day_of(event).unwrap_or("          ");
        let kind = with_mode(&event.kind, event.mode.as_deref());
        let told = told_by(page, event).map(|who| format!("  {SOURCE}says {who}{SOURCE:#}"));
        let line = format!(
            "  {DAY}{day}{DAY:#}  {TYPE}{kind:<22}{TYPE:#} {}  {FAINT}{}{FAINT:#}{}\n",
            parties(event),
            factuality(event),
            told.unwrap_or_default()
        );
        out.push_str(&line);
    }
    if events.len() > EVENTS {
        let more = events.len() - EVENTS;
        writeln!(out, "  {FAINT}… and {more} more{FAINT:#}").expect("a string takes every word");
    }
    out.push('\n');
    out
}

/// "Saudi Arabia, Iran", "Russia → Ukraine".
fn parties(event: &Event) -> String {
    let names = |actors: &[Actor]| {
        let mut names: Vec<String> = Vec::new();
        for actor in actors {
            let name = short_name(actor);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let (actors, recipients) = (names(&event.actors), names(&event.recipients));
    match (actors.as_str(), recipients.as_str()) {
        ("", "") => "someone".to_owned(),
        (actors, "") => actors.to_owned(),
        ("", recipients) => format!("someone → {recipients}"),
        (actors, recipients) => format!("{actors} → {recipients}"),
    }
}

fn short_name(actor: &Actor) -> String {
    let members: Vec<&str> = actor.members.iter().filter_map(|m| m.name.as_deref()).collect();
    let words = if members.is_empty() {
        let known = actor.person.as_deref().or(actor.name.as_deref());
        known.unwrap_or(&actor.words.text).to_owned()
    } else {
        members.join(" and ")
    };
    let words = one_line(&words);
    let short: String = words.chars().take(40).collect();
    if short.len() < words.len() { format!("{short}…") } else { short }
}

/// Who says so: the innermost source that has a name.
fn told_by(page: &Page<'_>, event: &Event) -> Option<String> {
    let claims = page.attribution(event);
    claims.iter().rev().find_map(|claim| claim.actor.as_ref()).map(short_name)
}

/// The day of an event that is told to have happened on one day.
fn day_of(event: &Event) -> Option<&str> {
    let time = event.time.as_ref()?;
    let from = time.from.as_deref()?;
    (time.to.as_deref() == Some(from)).then_some(from)
}

/// What the articles tell of single days: the same act among the same countries in one line, with
/// the number of articles. Where there are more lines than room, those stay that several articles
/// tell, then those that name several countries, then the surest.
fn timeline(records: &[&Record]) -> String {
    let mut lines: BTreeMap<(&str, &str, BTreeSet<&str>), Line<'_>> = BTreeMap::new();
    for record in records {
        for event in record.events.iter().filter(|event| is_told_as_fact(event)) {
            let Some(day) = day_of(event) else { continue };
            let parties = countries(&event.actors).chain(countries(&event.recipients)).collect();
            let key = (day, event.kind.as_ref(), parties);
            let line =
                lines.entry(key).or_insert_with(|| Line { articles: BTreeSet::new(), event });
            line.articles.insert(&record.article.id);
            if event.score > line.event.score {
                line.event = event;
            }
        }
    }
    let mut chosen: Vec<_> =
        lines.iter().filter(|((_, _, parties), _)| !parties.is_empty()).collect();
    chosen.sort_by(|((.., a_parties), a), ((.., b_parties), b)| {
        let rank =
            |line: &Line<'_>, parties: &BTreeSet<&str>| (line.articles.len(), parties.len().min(2));
        let ranks = rank(b, b_parties).cmp(&rank(a, a_parties));
        ranks.then(b.event.score.total_cmp(&a.event.score))
    });
    chosen.truncate(LINES);
    chosen.sort_by_key(|(key, _)| *key);
    let mut out = format!("{TITLE}Timeline{TITLE:#}\n");
    for ((day, kind, _), line) in chosen {
        let reports = match line.articles.len() {
            1 => String::new(),
            several => format!("  {FAINT}{several} articles{FAINT:#}"),
        };
        let parties = parties(line.event);
        let line = format!("  {DAY}{day}{DAY:#}  {TYPE}{kind:<10}{TYPE:#} {parties}{reports}\n");
        out.push_str(&line);
    }
    out
}

/// A line of the timeline: who tells it, and the surest telling.
struct Line<'r> {
    articles: BTreeSet<&'r str>,
    event: &'r Event,
}

fn is_told_as_fact(event: &Event) -> bool {
    let factuality = &event.factuality;
    factuality.polarity == "positive"
        && factuality.stage == "occurred"
        && factuality.certainty == "certain"
}

/// The countries of participants, members of "the two sides" included.
fn countries(actors: &[Actor]) -> impl Iterator<Item = &str> {
    let own = actors.iter().filter_map(|actor| actor.country.as_deref());
    let members = actors.iter().flat_map(|actor| &actor.members);
    own.chain(members.filter_map(|member| member.country.as_deref()))
}
