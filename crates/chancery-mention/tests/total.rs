//! Promises of the finders of times, places and quantities: any text, no panic, spans in order,
//! without overlap, and the same again the second time.

use chancery_article::{Article, Date, Span};
use chancery_mention::{places, quantities, times};
use chancery_syntax::Syntax;
use chancery_world::World;
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(World::embedded);

/// Words that open, join and close times, names and numbers.
const PIECES: [&str; 48] = [
    "the",
    "a",
    "last",
    "next",
    "May",
    "March 3",
    "Friday",
    "Sept.",
    "1998",
    "'90s",
    "first",
    "second",
    "quarter",
    "of",
    "year",
    "-",
    "two",
    "days",
    "ago",
    "later",
    "early",
    "end",
    "every",
    "10:30",
    "p.m.",
    "GMT",
    "$",
    "1.5",
    "billion",
    "between",
    "and",
    "12",
    "killed",
    "Paris",
    ",",
    "Texas",
    "St.",
    ".",
    "region",
    "9/11",
    "2024-10-29",
    "to",
    "half",
    "million",
    "hundred",
    "\n\n",
    "’s",
    "U.S.",
];

fn check(text: &str, published: Option<Date>) {
    let mut article = Article::new("a", text);
    article.published = published;
    let syntax = Syntax::default();
    let read = || {
        let mut notes = Vec::new();
        let times = times::find(&article, &syntax, &mut notes);
        let places = places::find(&article, &syntax, &WORLD, &mut notes);
        let quantities = quantities::find(&article, &syntax, &times);
        (times, places, quantities)
    };
    let (times, places, quantities) = read();
    assert_eq!((times.clone(), places.clone(), quantities.clone()), read());
    for time in &times {
        assert!(!time.value.is_empty());
        assert_eq!(time.from.is_some(), time.to.is_some());
        assert!(time.from <= time.to);
    }
    for quantity in &quantities {
        assert!(quantity.low.unwrap_or(f64::MIN) <= quantity.high.unwrap_or(f64::MAX));
    }
    let spans: [Vec<Span>; 3] = [
        times.iter().map(|m| m.span).collect(),
        places.places.iter().map(|m| m.span).collect(),
        quantities.iter().map(|m| m.span).collect(),
    ];
    for list in &spans {
        assert!(list.iter().all(|span| !article.words(*span).is_empty()));
        assert!(list.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text, None);
    }

    #[test]
    fn pieces_in_any_order_are_read(
        picks in proptest::collection::vec((0..PIECES.len(), any::<bool>()), 0..40),
        day in proptest::option::of(-3000i64..3000),
    ) {
        let mut text = String::new();
        for (pick, apart) in picks {
            if apart {
                text.push(' ');
            }
            text.push_str(PIECES[pick]);
        }
        let start = Date::new(2020, 1, 1).expect("a day");
        check(&text, day.and_then(|day| start.checked_add(jiff::Span::new().days(day)).ok()));
    }
}

#[test]
fn days_at_the_ends_of_the_calendar_are_read() {
    let text =
        "Last year, next week, 300 years ago and in the next 2000 weeks; on Friday and in May.";
    for published in [Date::MIN, Date::MAX, Date::ZERO] {
        check(text, Some(published));
    }
}

#[test]
fn long_words_and_lists_take_linear_time() {
    for (piece, count) in [
        ("a", 1_000_000),
        ("1", 1_000_000),
        ("a.", 300_000),
        ("New ", 100_000),
        ("Paris, Texas, ", 10_000),
        ("two hundred and ", 30_000),
        ("the last 1998-", 30_000),
        ("'", 200_000),
    ] {
        check(&piece.repeat(count), None);
    }
}
