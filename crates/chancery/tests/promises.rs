//! What holds for any text at all: total, deterministic, every span inside the text and on
//! character boundaries, every id pointing at something, independent of threads and order.

use chancery::article::{OffsetUnit, Offsets, Span};
use chancery::{Article, Chancery, Reading};
use proptest::prelude::*;
use rayon::prelude::*;
use std::sync::LazyLock;

static CHANCERY: LazyLock<Chancery> = LazyLock::new(Chancery::embedded);

fn article(text: &str) -> Article {
    let mut article = Article::new("a", text);
    article.published = Some(chancery::Date::constant(2024, 10, 29));
    article
}

/// Everything that a reading says, as text: what the same input must give again.
fn told(reading: &Reading) -> String {
    format!("{:?}", (&reading.article, &reading.syntax, &reading.mentions, &reading.findings))
}

/// Every span of a reading, and what it belongs to.
fn spans(reading: &Reading) -> Vec<(&'static str, Span)> {
    let mut all: Vec<(&'static str, Span)> = Vec::new();
    let mentions = &reading.mentions;
    let findings = &reading.findings;
    all.extend(reading.article.regions.iter().map(|r| ("region", r.span)));
    all.extend(reading.syntax.sentences().iter().map(|s| ("sentence", s.span)));
    all.extend(reading.syntax.tokens().iter().map(|t| ("token", t.span)));
    all.extend(mentions.actors.iter().map(|m| ("actor", m.span)));
    all.extend(mentions.times.iter().map(|m| ("time", m.span)));
    all.extend(mentions.places.iter().map(|m| ("place", m.span)));
    all.extend(mentions.quantities.iter().map(|m| ("quantity", m.span)));
    all.extend(mentions.notes.iter().chain(&findings.notes).map(|n| ("note", n.span)));
    for claim in &findings.claims {
        all.extend(claim.source.iter().map(|s| ("source", *s)));
        all.extend(claim.cue.iter().map(|s| ("cue", *s)));
        all.extend(claim.content.iter().map(|s| ("content", *s)));
        all.extend(claim.medium.map(|s| ("medium", s)));
    }
    for event in &findings.events {
        all.push(("trigger", event.trigger));
        all.extend(event.actors.iter().map(|p| ("event actor", p.span)));
        all.extend(event.recipients.iter().map(|p| ("event recipient", p.span)));
        all.extend(event.occasion.map(|s| ("occasion", s)));
        all.extend(event.why.iter().map(|w| ("why", w.span)));
    }
    all.extend(reading.syntax.names().iter().map(|n| ("name", n.span)));
    all
}

/// Holds a reading against the promises of the record.
fn check(reading: &Reading) {
    let text = reading.article.text();
    for (what, span) in spans(reading) {
        let range = span.range();
        assert!(range.end <= text.len(), "{what} {span:?} ends beyond the text");
        assert!(
            text.is_char_boundary(range.start) && text.is_char_boundary(range.end),
            "{what} {span:?} cuts a character"
        );
    }
    let (mentions, findings) = (&reading.mentions, &reading.findings);
    let tokens = reading.syntax.tokens().len();
    for (i, claim) in findings.claims.iter().enumerate() {
        assert!(claim.cue_head.index() < tokens);
        assert!(claim.actor.is_none_or(|a| a.index() < mentions.actors.len()));
        assert!(claim.parent.is_none_or(|p| p.index() < findings.claims.len() && p.index() != i));
    }
    for event in &findings.events {
        assert!(event.head.index() < tokens);
        assert!(event.sentence.index() < reading.syntax.sentences().len());
        assert!(event.time.is_none_or(|t| t.index() < mentions.times.len()));
        assert!(event.place.is_none_or(|p| p.index() < mentions.places.len()));
        assert!(event.quantities.iter().all(|q| q.index() < mentions.quantities.len()));
        assert!(event.attribution.iter().all(|c| c.index() < findings.claims.len()));
        assert!(event.about.iter().all(|e| e.index() < findings.events.len()));
        assert!((0.0..=1.0).contains(&event.score), "the score is a share: {}", event.score);
        assert_eq!(event.quad, event.plover.0.quad());
    }
    let in_order = |starts: Vec<u32>| starts.is_sorted();
    assert!(in_order(mentions.times.iter().map(|m| m.span.start()).collect()));
    assert!(in_order(mentions.places.iter().map(|m| m.span.start()).collect()));
    assert!(in_order(mentions.actors.iter().map(|m| m.span.start()).collect()));
    assert!(in_order(findings.events.iter().map(|e| e.trigger.start()).collect()));
    assert!(
        mentions.times.iter().all(|t| t.from.is_none_or(|from| t.to.is_none_or(|to| from <= to)))
    );
}

/// The trace decides as the reading does, and no candidate comes to nothing in silence.
fn check_trace(reading: &Reading) {
    let events = &reading.findings.events;
    let trace = CHANCERY.trace(reading);
    assert_eq!(&trace.events, events);
    assert_eq!(trace.trails.len(), events.len());
    for sighting in &trace.sightings {
        let told = events.iter().any(|event| event.head == sighting.token);
        let known = told || sighting.candidate.is_none() || trace.loss(sighting.token).is_some();
        assert!(known, "{sighting:?}");
    }
}

/// Text as newswire and bad sources have it: words that the engine knows, marks, numbers, odd
/// characters.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "North Korea", "the two sides", "President Yoon Suk Yeol", "Moscow", "troops", "talks",
            "said", "denied that", "will meet", "attacked", "agreed to", "according to", "if",
            "the EU's", "sanctions", "on Monday", "last week", "10,000 soldiers", "Oct. 29",
            "he", "it", "not", "might", "SEOUL, Oct. 29 (Yonhap) --", "in", "and", "by", "of",
            "Kim Jong Un", "the foreign ministry", "$5 million", "at least 12", "killed",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            ".", ",", ";", ":", "\"", "“", "”", "'", "’s", "(", ")", "[", "--", "—", "?", "!", "\n",
            "\n\n", "\t", "…", "%", "$", "/", "\\", "#", "*",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| c.to_string()),
        1 => "\\PC{0,12}",
        1 => "[0-9]{1,12}([-/.,:][0-9]{1,6}){0,3}",
        1 => prop::sample::select(vec![
            "\u{0}", "\u{feff}", "\u{200b}", "\u{202e}", "e\u{301}", "İ", "ß", "ﬁ", "𝄞", "👩‍👩‍👧", "한국", "中国",
            "العربية", "\u{1F1F0}\u{1F1F7}", "\r\n", "\u{2028}", "\u{a0}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec((piece, prop::sample::select(vec![" ", " ", " ", ""])), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

/// The bundled articles.
static ARTICLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/articles");
    let files = std::fs::read_dir(folder).expect("the bundled articles lie there");
    let mut paths: Vec<_> = files.map(|f| f.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|p| std::fs::read_to_string(p).expect("a text")).collect()
});

/// Real text as crawls deliver it: cut anywhere, words lost, doubled or stuck to marks.
fn damaged_article() -> impl Strategy<Value = String> {
    let harm = prop_oneof![
        12 => Just(("", "")),
        1 => Just(("", "-")),
        1 => Just(("-", "")),
        1 => Just(("(", ",")),
        1 => Just(("\u{2018}", "'")),
        1 => Just((" . ", "")),
        1 => Just(("", "’s ")),
    ];
    let words = prop::collection::vec((harm, 0..12_u8), 30..90);
    (0..ARTICLES.len(), any::<prop::sample::Index>(), words).prop_map(|(which, from, words)| {
        let all: Vec<&str> = ARTICLES[which].split_inclusive(' ').collect();
        let from = from.index(all.len());
        let mut text = String::new();
        for (word, ((before, after), luck)) in all[from..].iter().zip(&words) {
            let times = match luck {
                0 => 0,
                1 => 2,
                _ => 1,
            };
            for _ in 0..times {
                let bare = word.trim_end();
                text.extend([before, bare, after, &word[bare.len()..]]);
            }
        }
        text.truncate(text.trim_end().len());
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_and_read_alike_again(text in odd_text()) {
        let reading = CHANCERY.read(article(&text));
        check(&reading);
        prop_assert_eq!(told(&reading), told(&CHANCERY.read(article(&text))));
    }

    #[test]
    fn a_damaged_article_is_read(text in damaged_article()) {
        let reading = CHANCERY.read(article(&text));
        check(&reading);
        check_trace(&reading);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&CHANCERY.read(article(&String::from_utf8_lossy(&bytes))));
    }

    #[test]
    fn offsets_lead_back(text in odd_text()) {
        for unit in [OffsetUnit::Chars, OffsetUnit::Utf16, OffsetUnit::Bytes] {
            let offsets = Offsets::new(&text, unit);
            let mut expected = 0;
            for (at, c) in text.char_indices() {
                prop_assert_eq!(offsets.at(at as u32), expected);
                expected += match unit {
                    OffsetUnit::Chars => 1,
                    OffsetUnit::Utf16 => c.len_utf16() as u32,
                    OffsetUnit::Bytes => c.len_utf8() as u32,
                };
            }
            prop_assert_eq!(offsets.at(text.len() as u32), expected);
        }
    }
}

#[test]
fn an_article_cut_after_any_word_is_read() {
    for (i, text) in ARTICLES.iter().enumerate() {
        let last = text.lines().rfind(|line| line.len() > 40).expect("an article has paragraphs");
        for (at, _) in last.match_indices([' ', ',', '.']).skip(i % 3).step_by(3) {
            for end in ["", "-", ",", "'s", "\""] {
                check(&CHANCERY.read(article(&format!("{}{end}", &last[..at]))));
            }
        }
    }
}

/// Texts that break readers: one thing over and over. Each must be read in time that grows with
/// its length and no faster.
#[test]
fn endless_texts_are_read() {
    let million = 1_000_000;
    let nested = |open: &str, close: &str| open.repeat(5_000) + "talks" + &close.repeat(5_000);
    let texts = [
        "a".repeat(million),
        "A".repeat(million),
        "7".repeat(million),
        " ".repeat(million),
        "\n".repeat(million),
        "\"".repeat(100_000),
        "'".repeat(100_000),
        ".".repeat(100_000),
        "é".repeat(100_000),
        "\u{0}".repeat(100_000),
        nested("(", ")"),
        nested("“", "”"),
        nested("[", "]"),
        "Seoul said ".repeat(5_000),
        "said that he said that ".repeat(3_000),
        "and Russia ".repeat(5_000),
        "of the ministry ".repeat(5_000),
        "10,000 ".repeat(10_000),
        "on Monday ".repeat(5_000),
        "Paris ".repeat(10_000),
        "Kim Jong Un ".repeat(5_000),
        "Moscow attacked Kyiv. ".repeat(3_000),
        "if Moscow attacks ".repeat(3_000),
        "\"No,\" he said. ".repeat(3_000),
    ];
    for text in texts {
        let start: String = text.chars().take(20).collect();
        let before = std::time::Instant::now();
        check(&CHANCERY.read(article(&text)));
        let seconds = before.elapsed().as_secs();
        assert!(seconds < 60, "{start:?} × many took {seconds} s");
    }
}

#[test]
fn threads_and_order_change_nothing() {
    let texts: Vec<String> = (0..24)
        .map(|i| {
            format!(
                "SEOUL, Oct. {} (Chancery Wire) - South Korea said on Monday that {},000 troops \
                 were sent to Russia. He denied it. The two sides will meet next week.",
                i + 1,
                i * 3 + 1
            )
        })
        .collect();
    let one_by_one: Vec<String> = texts.iter().map(|t| told(&CHANCERY.read(article(t)))).collect();
    let at_once: Vec<String> = texts.par_iter().map(|t| told(&CHANCERY.read(article(t)))).collect();
    assert_eq!(one_by_one, at_once);
    let mut backwards: Vec<String> =
        texts.iter().rev().map(|t| told(&CHANCERY.read(article(t)))).collect();
    backwards.reverse();
    assert_eq!(one_by_one, backwards);
    assert_eq!(one_by_one[0], told(&Chancery::embedded().read(article(&texts[0]))));
}
