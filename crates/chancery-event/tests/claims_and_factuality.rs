//! What holds of claims and factuality for any text.

use chancery_article::Article;
use chancery_event::{Claim, Predicate, claims, factuality};
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(World::embedded);
static MODEL: LazyLock<SyntaxModel> = LazyLock::new(SyntaxModel::embedded);

fn read(text: &str) -> (Article, Vec<Claim>, Vec<Predicate>) {
    let article = Article::new("t", text);
    let syntax = chancery_syntax::parse(&article, &MODEL);
    let mentions = chancery_mention::find(&article, &syntax, &WORLD);
    let found = claims::find(&article, &syntax, &mentions, &WORLD);
    let predicates = factuality::find(&article, &syntax, &found, &WORLD);
    (article, found, predicates)
}

fn check(text: &str) {
    let (article, found, predicates) = read(text);
    for (i, claim) in found.iter().enumerate() {
        assert_eq!(claim.cue.len(), 1, "a cue is one contiguous span");
        assert!(!claim.content.is_empty(), "a claim has a content");
        for span in claim.source.iter().chain(&claim.cue).chain(&claim.content) {
            assert!(!article.words(*span).is_empty(), "spans lie in the text");
        }
        for span in &claim.content {
            assert!(!span.overlaps(claim.cue[0]), "cue and content are apart");
        }
        if let Some(parent) = claim.parent {
            assert_ne!(parent.index(), i);
            let above = &found[parent.index()];
            assert!(above.content.iter().any(|s| s.contains(claim.cue[0])));
        }
    }
    let cues: Vec<_> = found.iter().map(|c| c.cue[0].start()).collect();
    assert!(cues.is_sorted(), "claims stand in the order of their cues");
    assert!(predicates.is_sorted_by_key(|p| p.token), "predicates stand in text order");
    for p in &predicates {
        assert!((-3.0..=3.0).contains(&p.score));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_news(words in prop::collection::vec(prop::sample::select(vec![
        "said", "\"", "“", "”", "''", "Iran", "the minister", "that", ",", ".", "denied", "\n", ":", "according", "to",
        "reportedly", "would", "not", "attack", "if", "?", "accused", "of", "who", "wants", "the claim", "as", "it", "was",
        "quoted", "saying", "talks", "expected", "no", "without", "by", "—", "told", "and",
    ]), 0..60)) {
        check(&words.join(" "));
    }
}

#[test]
fn the_same_text_gives_the_same_claims() {
    let text =
        "\"We won,\" he said. \"They lost.\" Iran denied that it had attacked, according to AFP.";
    assert_eq!(read(text).1, read(text).1);
    assert_eq!(read(text).2, read(text).2);
}

#[test]
fn a_long_chain_of_speech_is_read() {
    check(&"he said that ".repeat(3000));
    check(&"\"he said, ".repeat(2000));
    check(&"x: ".repeat(3000));
}
