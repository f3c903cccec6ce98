//! The same articles give the same events, in whatever order they come.

use chancery_article::{Article, Span};
use chancery_fuse::{FuseModel, Index, Mention, Report, components, fuse, group, links, sketch};
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Texts of our own with the day of January 2024 on which they were published, 0 for none; every verb
/// and noun in brackets is a mention.
const ARTICLES: [(&str, i8, &str); 10] = [
    ("a", 6, "An [explosion] [killed] nine miners in Zonguldak on Friday, the mayor [said]."),
    (
        "b",
        6,
        "Nine miners [died] when gas [exploded] in a mine near Zonguldak. Rescuers [searched] the shafts.",
    ),
    (
        "c",
        6,
        "An [explosion] [killed] two soldiers in Kirkuk. The governor [said] a bomb [exploded].",
    ),
    ("d", 9, "The senate of Peru [approved] the budget after long [talks]."),
    (
        "e",
        9,
        "Peru's senate [approved] the budget on Monday. The [approval] [ended] weeks of [talks].",
    ),
    (
        "f",
        9,
        "[Talks] between Poland and Japan [opened] in Warsaw. The [talks] [ended] without a statement.",
    ),
    ("g", 8, "Miners in Zonguldak [mourned] the dead of Friday's [blast]."),
    (
        "h",
        5,
        "An [explosion] in a mine near Zonguldak [killed] at least seven miners, rescuers [said].",
    ),
    ("i", 0, "The mine [explosion] in Zonguldak [killed] nine. The mayor of Zonguldak [resigned]."),
    ("j", 10, "Japan and Poland [ended] [talks] in Warsaw. No statement was [issued]."),
];

/// The day before which some were published, from 1970-01-01: 2024-01-06.
const EARLY: i32 = 19_728;

static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let (syntax_model, world, model) =
        (SyntaxModel::embedded(), World::embedded(), FuseModel::embedded());
    let report = |(id, day, marked): &(&str, i8, &str)| {
        let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '[' => start = text.len() as u32,
                ']' => spans.push(Span::new(start, text.len() as u32)),
                _ => text.push(c),
            }
        }
        let mut article = Article::new(*id, text);
        article.published = (*day > 0).then(|| jiff::civil::date(2024, 1, *day));
        let syntax = chancery_syntax::parse(&article, &syntax_model);
        let mentions = chancery_mention::find(&article, &syntax, &world);
        let findings = chancery_event::read(&article, &syntax, &mentions, &world);
        sketch(&article, &syntax, &mentions, &findings, &syntax_model, &model, &spans)
    };
    ARTICLES.iter().map(report).collect()
});

static MODEL: LazyLock<FuseModel> = LazyLock::new(FuseModel::embedded);

/// Of each report, its id and the events of its mentions.
type Events = BTreeMap<String, Vec<String>>;

fn events(reports: &[Report]) -> Events {
    let events = fuse(reports, &MODEL);
    reports.iter().map(|r| r.id.clone()).zip(events).collect()
}

fn read(bytes: &[u8]) -> Report {
    Report::from_bytes(bytes, &MODEL).expect("the bytes are those of a sketch")
}

/// A store in small: keeps sketches as bytes, compares a new report with those it finds by their
/// keys, and groups nothing but the component that a mention stands in.
#[derive(Default)]
struct Store {
    sketches: Vec<Vec<u8>>,
    index: Index,
    /// Ends are (report, mention).
    links: Vec<[(usize, u32); 2]>,
    scores: Vec<i32>,
}

impl Store {
    fn add(&mut self, report: &Report) {
        let number = self.sketches.len();
        let mut near: Vec<usize> =
            self.index.near(report).into_iter().map(|n| n as usize).collect();
        self.index.file(number as u32, report);
        self.sketches.push(report.to_bytes());
        near.push(number);
        for other in near {
            let there = read(&self.sketches[other]);
            for link in links(report, &there, &MODEL) {
                self.links.push([(number, link.mentions[0]), (other, link.mentions[1])]);
                self.scores.push(link.score);
            }
        }
    }

    /// The events that the reports published up to a day make, a component at a time.
    fn events(&self, until: Option<i32>) -> Events {
        let reports = self.sketches.iter().map(|bytes| read(bytes));
        let reports: Vec<Report> = reports.collect();
        let seen = |r: &Report| until.is_none_or(|until| r.day().is_some_and(|d| d <= until));
        let all: Vec<(usize, Mention<'_>)> = reports
            .iter()
            .enumerate()
            .filter(|(_, r)| seen(r))
            .flat_map(|(n, r)| Mention::all(r).map(move |m| (n, m)))
            .collect();
        let at = |(report, mention): (usize, u32)| {
            all.iter().position(|(n, m)| *n == report && m.index == mention)
        };
        let mut found = Vec::new();
        for ([a, b], score) in self.links.iter().zip(&self.scores) {
            if let (Some(a), Some(b)) = (at(*a), at(*b)) {
                found.push((a as u32, b as u32, *score));
            }
        }
        let parts = components(all.len(), &found, &MODEL);
        let mut events: Events =
            reports.iter().map(|r| (r.id.clone(), vec![String::new(); r.mentions.len()])).collect();
        for part in 0..all.len() as u32 {
            let inside: Vec<usize> = (0..all.len()).filter(|m| parts[*m] == part).collect();
            let place = |m: u32| inside.iter().position(|i| *i == m as usize).map(|i| i as u32);
            let within = found.iter().filter_map(|(a, b, s)| Some((place(*a)?, place(*b)?, *s)));
            let mentions: Vec<Mention<'_>> = inside.iter().map(|m| all[*m].1).collect();
            let names = group(&mentions, &within.collect::<Vec<_>>(), &MODEL);
            for (mention, name) in mentions.iter().zip(names) {
                let events = events.get_mut(mention.report).expect("every report has its list");
                events[mention.index as usize] = name;
            }
        }
        events.retain(|_, names| names.iter().all(|n| !n.is_empty()));
        events
    }
}

/// The reports in an order, told by one number each.
fn ordered(keys: &[u32]) -> Vec<Report> {
    let mut order: Vec<usize> = (0..REPORTS.len()).collect();
    order.sort_by_key(|i| keys[*i]);
    order.into_iter().map(|i| REPORTS[i].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_arrival_does_not_matter(
        keys in proptest::collection::vec(any::<u32>(), ARTICLES.len()),
    ) {
        prop_assert_eq!(events(&REPORTS), events(&ordered(&keys)));
    }

    /// Any split into increments: after each, the events are those of all that came so far.
    #[test]
    fn increments_give_what_all_at_once_gives(
        keys in proptest::collection::vec(any::<u32>(), ARTICLES.len()),
        asked in proptest::collection::vec(any::<bool>(), ARTICLES.len()),
    ) {
        let reports = ordered(&keys);
        let mut store = Store::default();
        for (n, report) in reports.iter().enumerate() {
            store.add(report);
            if asked[n] {
                prop_assert_eq!(store.events(None), events(&reports[..=n]));
            }
        }
        prop_assert_eq!(store.events(None), events(&REPORTS));
        // As of a day: what the reports of that day would have made alone.
        let then: Vec<Report> =
            reports.iter().filter(|r| r.day().is_some_and(|d| d <= EARLY)).cloned().collect();
        prop_assert!(!then.is_empty() && then.len() < reports.len());
        prop_assert_eq!(store.events(Some(EARLY)), events(&then));
    }

    #[test]
    fn any_bytes_are_a_sketch_or_an_error(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = REPORTS[1].to_bytes();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let other = &REPORTS[0];
        if let Ok(report) = Report::from_bytes(&bytes, &MODEL) {
            links(&report, other, &MODEL);
            links(&report, &report, &MODEL);
        }
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(Report::from_bytes(&bytes, &MODEL).is_err());
    }
}

#[test]
fn a_sketch_comes_back_from_its_bytes() {
    for report in REPORTS.iter() {
        assert_eq!(Report::from_bytes(&report.to_bytes(), &MODEL).as_ref(), Ok(report));
    }
    let fault = |bytes: &[u8]| Report::from_bytes(bytes, &MODEL).unwrap_err().to_string();
    assert!(fault(b"PNG").contains("CHSK"));
    assert!(fault(b"CHSK\x63").contains("version 99"));
    assert!(fault(b"CHSK\x01\x05abc").contains("broken"));
}

#[test]
fn links_look_the_same_from_both_sides() {
    for a in REPORTS.iter() {
        for b in REPORTS.iter().filter(|b| b.id != a.id) {
            let mut back = links(b, a, &MODEL);
            back.iter_mut().for_each(|l| l.mentions.reverse());
            back.sort();
            assert_eq!(links(a, b, &MODEL), back);
        }
    }
}

#[test]
fn one_event_two_reports() {
    let events = events(&REPORTS);
    assert_eq!(events["d"][0], events["e"][0], "the approval of the budget");
    assert_ne!(events["a"][0], events["c"][0], "two explosions");
    assert_ne!(events["d"][1], events["f"][0], "two rounds of talks");
}

#[test]
fn every_mention_gets_an_event() {
    let all = events(&REPORTS);
    for report in REPORTS.iter() {
        assert_eq!(all[&report.id].len(), report.mentions.len());
    }
    assert!(fuse(&[], &MODEL).is_empty());
}

#[test]
fn odd_models_say_what_is_wrong() {
    let fault = |bytes: &[u8]| FuseModel::read(bytes).expect_err("no model").to_string();
    assert!(fault(b"GIF89a").contains("CHFUSE02"));
    assert!(fault(b"CHFUSE02\x19\0\0\0\x05\0\0\0").contains("cut short"));
}
