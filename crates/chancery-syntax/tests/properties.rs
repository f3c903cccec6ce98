//! What holds for any text at all.

use chancery_article::{Article, Region, RegionKind, Span};
use chancery_syntax::{Rel, Syntax, SyntaxModel, conllu, parse, tokens, tree};
use proptest::prelude::*;
use std::sync::LazyLock;

static MODEL: LazyLock<SyntaxModel> = LazyLock::new(SyntaxModel::embedded);

fn read(text: &str) -> (Article, Syntax) {
    let article = Article::new("a", text);
    let syntax = parse(&article, &MODEL);
    (article, syntax)
}

/// Tokens and gaps spell the text; sentences hold their tokens; each has one root and no cycle.
fn check(article: &Article, syntax: &Syntax) {
    let text = article.text();
    let (mut respelt, mut at) = (String::new(), 0);
    for token in syntax.tokens() {
        let range = token.span.range();
        assert!(range.start >= at && range.start < range.end, "tokens are in order and not empty");
        let gap = &text[at..range.start];
        let skipped = |c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
        };
        assert!(gap.chars().all(skipped), "nothing visible is lost: {gap:?}");
        respelt.push_str(gap);
        respelt.push_str(article.words(token.span));
        at = range.end;
    }
    respelt.push_str(&text[at..]);
    assert_eq!(respelt, text);

    let mut next = 0;
    for (i, sentence) in syntax.sentences().iter().enumerate() {
        assert_eq!(sentence.first.0, next, "sentences follow each other");
        assert!(sentence.end > sentence.first && sentence.end.0 - sentence.first.0 <= 200);
        next = sentence.end.0;
        let mut roots = 0;
        for (id, token) in syntax.tokens_of(chancery_article::SentenceId::from(i)) {
            assert!(sentence.span.contains(token.span));
            assert_eq!(token.head.is_none(), token.rel == Rel::Root);
            roots += usize::from(token.head.is_none());
            assert!(token.head.is_none_or(|h| h >= sentence.first && h < sentence.end));
            let top = syntax.ancestors(id).take(201).last();
            assert_eq!(top, Some(sentence.root), "every word hangs on the root");
            assert!(!token.lemma.is_empty());
        }
        assert_eq!(roots, 1);
    }
    assert_eq!(next as usize, syntax.tokens().len());
    for multi in syntax.multiwords() {
        let words = &syntax.tokens()[multi.first.index()..multi.end.index()];
        assert!(words.len() > 1);
        assert!(words.windows(2).all(|w| w[0].span.end() == w[1].span.start()));
        assert!(words.windows(2).all(|w| w[0].sentence == w[1].sentence));
    }
}

fn same(a: &Syntax, b: &Syntax) {
    assert_eq!(a.tokens(), b.tokens());
    assert_eq!(a.sentences(), b.sentences());
    assert_eq!(a.multiwords(), b.multiwords());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text(text in any::<String>()) {
        let (article, syntax) = read(&text);
        check(&article, &syntax);
        same(&syntax, &parse(&article, &MODEL));
        let _ = (conllu::write(&article, &syntax), tree::write(&article, &syntax));
    }

    #[test]
    fn odd_english(text in "([ \n\"'’“”().,;:!?$%/–—-]|[a-z]{1,4}|[A-Z][a-z]{1,3}|[0-9]{1,3}|n't|'s|U\\.S\\.|www\\.|@|\u{200b}|é|中){0,60}") {
        let (article, syntax) = read(&text);
        check(&article, &syntax);
    }

    #[test]
    fn regions_are_never_crossed(text in "([a-z]{1,6}[ .,]|[A-Z]\\. ){2,30}", a in 0.0..1.0f64, b in 0.0..1.0f64) {
        let mut article = Article::new("a", text.as_str());
        let place = |x: f64| (x * text.len() as f64) as u32;
        let (start, end) = (place(a.min(b)), place(a.max(b)));
        article.regions = vec![Region { span: Span::new(start, end), kind: RegionKind::Caption }];
        let syntax = parse(&article, &MODEL);
        check(&article, &syntax);
        for sentence in syntax.sentences() {
            for edge in [start, end] {
                prop_assert!(edge <= sentence.span.start() || edge >= sentence.span.end());
            }
        }
    }
}

/// What a sentence gets does not depend on what is read with it.
#[test]
fn a_sentence_alone_reads_as_in_company() {
    let story = "Top diplomats will hold talks next week, Seoul's foreign ministry said Tuesday.\n\n\
        The two sides didn't agree.\n\nTroops were sent to the border by both governments.";
    let (article, together) = read(story);
    check(&article, &together);
    let mut at = 0;
    for line in story.split("\n\n") {
        let (_, alone) = read(line);
        for token in alone.tokens() {
            let other = &together.tokens()[at];
            at += 1;
            assert_eq!(
                (&token.lemma, token.upos, token.xpos, &token.feats, token.rel),
                (&other.lemma, other.upos, other.xpos, &other.feats, other.rel)
            );
        }
    }
    assert_eq!(at, together.tokens().len());
}

#[test]
fn endless_texts_end() {
    let long = 300_000;
    for text in [
        "a".repeat(long),
        "a ".repeat(long / 30),
        ".".repeat(long),
        "a.".repeat(long / 2),
        "a/".repeat(long / 60),
        "a,".repeat(long / 60),
        "'".repeat(long / 30),
        "!?-".repeat(long / 30),
        "é".repeat(long / 2),
        "\n".repeat(long),
        "(".repeat(long / 30),
    ] {
        let (article, syntax) = read(&text);
        check(&article, &syntax);
    }
}

#[test]
fn tokens_are_those_of_the_parse() {
    let (article, syntax) = read("He can't. She won't, U.S. officials said.");
    let spans: Vec<Span> = tokens(&article, &MODEL).concat();
    assert_eq!(spans, syntax.tokens().iter().map(|t| t.span).collect::<Vec<_>>());
}

#[test]
fn the_model_says_what_it_is() {
    let facts: Vec<&str> = MODEL.facts().map(|(key, _)| key).collect();
    assert!(["name", "data", "vectors", "seed"].iter().all(|key| facts.contains(key)));
}

#[test]
fn conllu_shows_multiword_tokens_and_spaces() {
    let (article, syntax) = read("They didn't go.");
    let shown = conllu::write(&article, &syntax);
    assert!(shown.contains("2-3\tdidn't\t_\t_"), "{shown}");
    assert!(shown.contains("3\tn't\tnot\tPART"), "{shown}");
    assert!(shown.contains("\tSpaceAfter=No\n"), "{shown}");
}
