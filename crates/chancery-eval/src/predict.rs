//! The engine's answers, taken from its record and put into the form of the gold.

use crate::{Options, actors, attribution, coreference, entities, events, factuality, geo, time};
use chancery::article::Span;
use chancery::{Article, Chancery, Date};
use chancery_schema::{Layers, Record, record};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The events of the gold's validated mentions, and the lemmas of their heads.
pub fn coreference(
    chancery: &Chancery,
    gold: &[coreference::Document],
) -> [Vec<coreference::Answer>; 2] {
    let reports: Vec<_> = gold
        .par_iter()
        .map(|d| {
            let mut bytes: Vec<u32> = d.text.char_indices().map(|(at, _)| at as u32).collect();
            bytes.push(d.text.len() as u32);
            let at = |c: usize| bytes[c.min(bytes.len() - 1)];
            let mentions = d.event_mentions.iter().filter(|m| m.validated);
            let spans = mentions.map(|m| Span::new(at(m.start), at(m.end.max(m.start))));
            let spans: Vec<Span> = spans.collect();
            chancery.sketch(&chancery.read(article(&d.id, &d.text, d.date.as_deref())), &spans)
        })
        .collect();
    let lemmas: Vec<Vec<String>> =
        reports.iter().map(|r| r.mentions.iter().map(|m| m.lemma.clone()).collect()).collect();
    [chancery.fuse(reports), lemmas].map(|labels| {
        let answer = |(d, labels): (&coreference::Document, Vec<String>)| coreference::Answer {
            id: d.id.clone(),
            mentions: d
                .event_mentions
                .iter()
                .filter(|m| m.validated)
                .zip(labels)
                .map(|(m, label)| coreference::Mention {
                    start: m.start,
                    end: m.end,
                    cluster: label.into(),
                })
                .collect(),
        };
        gold.iter().zip(labels).map(answer).collect()
    })
}

/// An article of the gold.
fn article(id: &str, text: &str, published: Option<&str>) -> Article {
    let mut article = Article::new(id, text);
    article.published = published.and_then(|day| day.parse::<Date>().ok());
    article
}

/// The records of articles, in their order, read in parallel.
fn records(chancery: &Chancery, articles: Vec<Article>, with: Layers) -> Vec<Record> {
    let options = chancery_schema::Options { with, ..chancery_schema::Options::default() };
    articles.into_par_iter().map(|a| record(&chancery.read(a), &options)).collect()
}

fn span(words: &chancery_schema::Words) -> (usize, usize) {
    (words.start as usize, words.end as usize)
}

/// CoNLL-U of a running text.
pub fn conllu(chancery: &Chancery, text: String) -> String {
    let article = chancery.prepare(Article::new("text", text));
    chancery::syntax::conllu::write(&article, &chancery.parse(&article))
}

/// Names.
pub fn entities(chancery: &Chancery, gold: &[entities::Document]) -> Vec<entities::Document> {
    let articles = gold.iter().map(|d| article(&d.id, &d.text, d.date.as_deref())).collect();
    let with = Layers { names: true, ..Layers::default() };
    let answer = |record: Record| entities::Document {
        id: record.article.id,
        text: String::new(),
        date: None,
        entities: record
            .names
            .into_iter()
            .flatten()
            .map(|name| {
                let (start, end) = span(&name.words);
                entities::Entity { start, end, kind: name.label.into_owned() }
            })
            .collect(),
    };
    records(chancery, articles, with).into_iter().map(answer).collect()
}

/// Times.
pub fn times(chancery: &Chancery, gold: &[time::Document]) -> Vec<time::Document> {
    let articles = gold.iter().map(|d| article(&d.id, &d.text, d.dct.as_deref())).collect();
    let timex = |found: chancery_schema::Time| {
        let (start, end) = span(&found.words);
        let days = found.from.is_some() && found.to.is_some();
        time::Timex {
            start,
            end,
            kind: Some(found.kind.into_owned()),
            value: Some(found.value),
            interval: days.then_some((found.from, found.to)),
            nested: None,
        }
    };
    let answer = |record: Record| time::Document {
        id: record.article.id,
        text: String::new(),
        dct: None,
        timexes: record.times.into_iter().map(timex).collect(),
    };
    records(chancery, articles, Layers::default()).into_iter().map(answer).collect()
}

/// Places.
pub fn places(chancery: &Chancery, gold: &[geo::Document]) -> Vec<geo::Document> {
    let with_publisher = |d: &geo::Document| {
        let mut article = article(&d.id, &d.text, d.date.as_deref());
        article.publisher = d.publisher.clone();
        article
    };
    let articles = gold.iter().map(with_publisher).collect();
    let toponym = |place: chancery_schema::Place| {
        let (start, end) = span(&place.words);
        geo::Toponym {
            start,
            end,
            kind: None,
            geonameid: place.geonames.map(u64::from),
            lat: place.latitude.map(f64::from),
            lon: place.longitude.map(f64::from),
        }
    };
    let answer = |record: Record| geo::Document {
        id: record.article.id,
        text: String::new(),
        date: None,
        publisher: None,
        toponyms: record.places.into_iter().map(toponym).collect(),
    };
    records(chancery, articles, Layers::default()).into_iter().map(answer).collect()
}

/// Actors.
pub fn actors(chancery: &Chancery, gold: &[actors::Document]) -> Vec<actors::Document> {
    let articles = gold.iter().map(|d| article(&d.id, &d.text, d.date.as_deref())).collect();
    let mention = |found: chancery_schema::Actor| {
        let (start, end) = span(&found.words);
        let whole = found.members.is_empty();
        let (mut countries, mut sectors, mut persons) = (Vec::new(), Vec::new(), Vec::new());
        if whole {
            countries.extend(found.country);
            sectors.push(found.sector.map(|s| s.into_owned()));
            persons.extend(found.person);
        }
        for member in found.members {
            countries.extend(member.country);
            sectors.push(member.sector.map(|s| s.into_owned()));
            persons.extend(member.person);
        }
        actors::Mention {
            start,
            end,
            country: Some(vec![countries]),
            sector: Some(sectors),
            person: Some(persons.into_iter().map(|p| vec![p]).collect()),
        }
    };
    let answer = |record: Record| actors::Document {
        id: record.article.id,
        text: String::new(),
        date: None,
        mentions: record.actors.into_iter().map(mention).collect(),
    };
    records(chancery, articles, Layers::default()).into_iter().map(answer).collect()
}

/// Attributions.
pub fn attributions(
    chancery: &Chancery,
    gold: &[attribution::Document],
) -> Vec<attribution::Document> {
    let with_publisher = |d: &attribution::Document| {
        let mut article = article(&d.id, &d.text, d.date.as_deref());
        article.publisher = d.publisher.clone();
        article
    };
    let articles = gold.iter().map(with_publisher).collect();
    let spans = |pairs: Vec<[u32; 2]>| -> Option<Vec<(usize, usize)>> {
        Some(pairs.into_iter().map(|[start, end]| (start as usize, end as usize)).collect())
    };
    let answer = |record: Record| attribution::Document {
        id: record.article.id,
        text: String::new(),
        date: None,
        publisher: None,
        attributions: record
            .claims
            .into_iter()
            .map(|claim| attribution::Attribution {
                source: spans(claim.source),
                cue: spans(claim.cue),
                content: spans(claim.content),
            })
            .collect(),
        discard: Vec::new(),
    };
    records(chancery, articles, Layers::default()).into_iter().map(answer).collect()
}

/// Factuality of the gold's events: that of the first predicate that shares a character. A sentence
/// that stands several times is read once.
pub fn factuality(chancery: &Chancery, gold: &[factuality::Item]) -> Vec<factuality::Item> {
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut articles = Vec::new();
    for item in gold {
        texts.entry(&item.text).or_insert_with(|| {
            articles.push(article(&format!("d{}", articles.len()), &item.text, None));
            articles.len() - 1
        });
    }
    let with = Layers { predicates: true, ..Layers::default() };
    let records = records(chancery, articles, with);
    gold.iter()
        .filter_map(|item| {
            let predicates = records[texts[item.text.as_str()]].predicates.as_ref()?;
            let found = predicates.iter().find(|p| {
                let (start, end) = span(&p.words);
                start < item.event.1 && item.event.0 < end
            })?;
            Some(factuality::Item {
                id: item.id.clone(),
                text: String::new(),
                event: (0, 0),
                score: Some(f64::from(found.factuality.score)),
                label: Some(found.factuality.label.clone().into_owned()),
            })
        })
        .collect()
}

/// Events, the surest first. Denied events are left out where others remain; with `pair`, only the
/// best event for the gold's participants stays.
pub fn events(
    chancery: &Chancery,
    gold: &[events::Record],
    options: &Options,
) -> Vec<events::Record> {
    let articles = gold.iter().map(|r| article(&r.id, &r.text, r.date.as_deref())).collect();
    let records = records(chancery, articles, Layers::default());
    gold.iter()
        .zip(records)
        .map(|(gold, record)| {
            let mut found: Vec<Scored> = record.events.iter().map(scored).collect();
            let told = |s: &Scored| !s.denied || s.event.kind.as_deref() == Some("REJECT");
            if !options.keep_negated && found.iter().any(told) {
                found.retain(told);
            }
            if options.pair {
                found.sort_by(|a, b| {
                    let fits = Reverse(fit(gold, &a.event)).cmp(&Reverse(fit(gold, &b.event)));
                    fits.then(b.score.total_cmp(&a.score))
                });
                found.truncate(1);
            } else {
                found.sort_by(|a, b| b.score.total_cmp(&a.score));
            }
            events::Record {
                id: gold.id.clone(),
                text: String::new(),
                date: None,
                events: Some(found.into_iter().map(|s| s.event).collect()),
                quad_cameo: None,
                has_spans: None,
            }
        })
        .collect()
}

struct Scored {
    event: events::Event,
    score: f32,
    denied: bool,
}

/// PLOVER's own reading of an event.
fn scored(event: &chancery_schema::Event) -> Scored {
    let countries = |parties: &[chancery_schema::Actor]| {
        let codes = parties.iter().filter_map(|a| a.country.clone());
        Some(codes.map(events::Party::Code).collect())
    };
    let spans =
        |parties: &[chancery_schema::Actor]| Some(parties.iter().map(|a| span(&a.words)).collect());
    let mode = event.plover.mode.as_ref().or(event.mode.as_ref());
    Scored {
        score: event.score,
        denied: event.factuality.polarity == "negative",
        event: events::Event {
            kind: Some(event.plover.event.clone().into_owned()),
            mode: mode.map(|m| m.clone().into_owned()),
            context: Some(events::OneOrMany::Many(
                event.contexts.iter().map(|c| c.clone().into_owned()).collect(),
            )),
            actors: countries(&event.actors),
            recipients: countries(&event.recipients),
            actor_spans: spans(&event.actors),
            recipient_spans: spans(&event.recipients),
            date: event.time.as_ref().and_then(|t| t.from.clone()),
            place_country: event.place.as_ref().and_then(|p| p.country.clone()),
            ..events::Event::default()
        },
    }
}

/// How many of the gold's two participants an event touches.
fn fit(gold: &events::Record, event: &events::Event) -> usize {
    let Some(wanted) = gold.events.iter().flatten().next() else { return 0 };
    let touches = |a: &Option<Vec<events::Span>>, b: &Option<Vec<events::Span>>| {
        let mut pairs = a.iter().flatten().flat_map(|x| b.iter().flatten().map(move |y| (x, y)));
        usize::from(pairs.any(|(x, y)| x.0 < y.1 && y.0 < x.1))
    };
    touches(&wanted.actor_spans, &event.actor_spans)
        + touches(&wanted.recipient_spans, &event.recipient_spans)
}
