//! Quantities: how many troops, killed, arrested; how much money.

mod kinds;
mod measure;

use crate::words::{Gap, Lex, Shape, Words};
use chancery_article::{Article, Span};
use chancery_syntax::Syntax;
use measure::Measure;
use std::ops::Range;

use crate::TimeMention;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuantityKind {
    /// Soldiers, forces.
    Troops,
    /// Dead.
    Killed,
    /// Wounded.
    Injured,
    /// Detained, arrested, sentenced.
    Arrested,
    /// Refugees, evacuees, displaced.
    Displaced,
    /// Demonstrators, strikers.
    Protesters,
    /// An amount of money; the unit is the ISO 4217 code.
    Money,
    /// Missiles, tanks, aircraft, shells.
    Weapons,
    /// Anything else; the unit is the noun counted.
    Other,
}

impl QuantityKind {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            QuantityKind::Troops => "troops",
            QuantityKind::Killed => "killed",
            QuantityKind::Injured => "injured",
            QuantityKind::Arrested => "arrested",
            QuantityKind::Displaced => "displaced",
            QuantityKind::Protesters => "protesters",
            QuantityKind::Money => "money",
            QuantityKind::Weapons => "weapons",
            QuantityKind::Other => "other",
        }
    }
}

/// A span that names a quantity.
#[derive(Clone, PartialEq, Debug)]
pub struct QuantityMention {
    /// Number with its qualifier and unit: "around 10,000 soldiers".
    pub span: Span,
    /// The tokens it covers, as token numbers.
    pub tokens: Range<u32>,
    /// What is counted.
    pub kind: QuantityKind,
    /// The number, when one is given: the middle of a range.
    pub value: Option<f64>,
    /// Lower bound ("at least 12", "10 to 12").
    pub low: Option<f64>,
    /// Upper bound ("up to 12").
    pub high: Option<f64>,
    /// True for "around", "some", "nearly", "dozens of".
    pub approximate: bool,
    /// What is counted, as a lemma; ISO 4217 code for money.
    pub unit: Option<String>,
}

/// Finds the quantities of an article.
///
/// A number counts when the text says what of: a noun ("10,000 North Korean soldiers"), a currency
/// ("$1.5 billion"), or a predicate ("killing 12"). Dates, ages, ordinals, scores and numbers of
/// resolutions and flights are no quantities. What is counted follows from noun and predicate
/// together: soldiers that were killed are killed.
pub fn find(article: &Article, syntax: &Syntax, times: &[TimeMention]) -> Vec<QuantityMention> {
    let words = Words::new(article.text());
    let mut found = Vec::new();
    let mut times = times.iter().peekable();
    let mut i = 0;
    while i < words.len() {
        let word = words.get(i);
        while times.next_if(|time| time.span.end() <= word.start).is_some() {}
        if let Some(time) = times.peek().filter(|time| time.span.start() <= word.start) {
            let past = time.span.end();
            while i < words.len() && words.get(i).start < past {
                i += 1;
            }
            continue;
        }
        let next_time = times.peek().map_or(u32::MAX, |time| time.span.start());
        if let Some((mention, end)) = at(&words, syntax, i, next_time) {
            found.push(mention);
            i = end;
        } else {
            i += 1;
        }
    }
    found
}

/// The quantity that begins at word `i`.
fn at(
    words: &Words<'_>,
    syntax: &Syntax,
    i: usize,
    next_time: u32,
) -> Option<(QuantityMention, usize)> {
    let word = words.get(i);
    let opens = word.shape == Shape::Number
        || matches!(
            word.lex,
            Lex::Cardinal(_)
                | Lex::Approximation(_)
                | Lex::Opener
                | Lex::Multiplier { suffix: false, .. }
        )
        || matches!(word.shape, Shape::Mark | Shape::Upper)
            && (kinds::currency(words.str(i)).is_some() || words.is(i + 1, "$"))
        || words.is_any(
            i,
            &[
                "between",
                "from",
                "as",
                "fewer",
                "hundreds",
                "thousands",
                "tens",
                "scores",
                "millions",
                "billions",
                "estimated",
            ],
        );
    if !opens {
        return None;
    }
    let measure = measure::measure(words, i)?;
    // The number itself must not reach into a date ("between 10 and 12 May").
    if words.get(measure.end - 1).start >= next_time {
        return None;
    }
    let counted = kinds::counted(words, syntax, &measure, next_time)?;
    let span = Span::new(words.get(i).start, words.get(counted.end - 1).end);
    let Measure { value, low, high, approximate, .. } = measure;
    let mention = QuantityMention {
        span,
        tokens: syntax.tokens_in(span),
        kind: counted.kind,
        value,
        low,
        high,
        approximate,
        unit: counted.unit,
    };
    Some((mention, counted.end))
}

/// True when nothing but a space stands before word `i`.
fn spaced(words: &Words<'_>, i: usize) -> bool {
    words.get(i).gap == Gap::Space
}
