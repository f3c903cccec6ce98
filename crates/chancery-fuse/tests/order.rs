//! The same articles give the same events, in whatever order they come.

use chancery_article::{Article, Span};
use chancery_fuse::{FuseModel, Report, fuse, sketch};
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Texts of our own; every verb and noun in brackets is a mention.
const ARTICLES: [(&str, &str); 7] = [
    ("a", "An [explosion] [killed] nine miners in Zonguldak on Friday, the mayor [said]."),
    (
        "b",
        "Nine miners [died] when gas [exploded] in a mine near Zonguldak. Rescuers [searched] the shafts.",
    ),
    ("c", "An [explosion] [killed] two soldiers in Kirkuk. The governor [said] a bomb [exploded]."),
    ("d", "The senate of Peru [approved] the budget after long [talks]."),
    (
        "e",
        "Peru's senate [approved] the budget on Monday. The [approval] [ended] weeks of [talks].",
    ),
    (
        "f",
        "[Talks] between Poland and Japan [opened] in Warsaw. The [talks] [ended] without a statement.",
    ),
    ("g", "Miners in Zonguldak [mourned] the dead of Friday's [blast]."),
];

static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let (syntax_model, world, model) =
        (SyntaxModel::embedded(), World::embedded(), FuseModel::embedded());
    let report = |(id, marked): &(&str, &str)| {
        let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '[' => start = text.len() as u32,
                ']' => spans.push(Span::new(start, text.len() as u32)),
                _ => text.push(c),
            }
        }
        let article = Article::new(*id, text);
        let syntax = chancery_syntax::parse(&article, &syntax_model);
        let mentions = chancery_mention::find(&article, &syntax, &world);
        let findings = chancery_event::read(&article, &syntax, &mentions, &world);
        sketch(&article, &syntax, &mentions, &findings, &syntax_model, &model, &spans)
    };
    ARTICLES.iter().map(report).collect()
});

fn events(reports: &[Report]) -> BTreeMap<String, Vec<String>> {
    let events = fuse(reports.to_vec(), &FuseModel::embedded());
    reports.iter().map(|r| r.id.clone()).zip(events).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_arrival_does_not_matter(keys in proptest::collection::vec(any::<u32>(), 7)) {
        let mut order: Vec<usize> = (0..REPORTS.len()).collect();
        order.sort_by_key(|i| keys[*i]);
        let shuffled: Vec<Report> = order.into_iter().map(|i| REPORTS[i].clone()).collect();
        prop_assert_eq!(events(&REPORTS), events(&shuffled));
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
    assert!(fuse(Vec::new(), &FuseModel::embedded()).is_empty());
}

#[test]
fn odd_models_say_what_is_wrong() {
    let fault = |bytes: &[u8]| FuseModel::read(bytes).expect_err("no model").to_string();
    assert!(fault(b"GIF89a").contains("CHFUSE01"));
    assert!(fault(b"CHFUSE01\x19\0\0\0\x05\0\0\0").contains("cut short"));
}
