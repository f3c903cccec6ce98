//! How many: the number with what qualifies it.

use super::kinds::currency;
use crate::numbers::{Number, number};
use crate::words::{Gap, Lex, Shape, Words};

/// A number, its bounds, and where its words stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Measure {
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub approximate: bool,
    /// ISO 4217 code, when a currency sign stands before the number.
    pub currency: Option<&'static str>,
    /// The word the number itself begins at.
    pub at: usize,
    /// One past its last word.
    pub end: usize,
}

impl Measure {
    fn exact(number: Number, at: usize) -> Self {
        Self {
            value: Some(number.value),
            low: None,
            high: None,
            approximate: false,
            currency: None,
            at,
            end: number.end,
        }
    }
}

/// The measure that begins at word `i`, its qualifier included.
pub(super) fn measure(words: &Words<'_>, i: usize) -> Option<Measure> {
    if let Some((bound, at)) = qualifier(words, i) {
        let inner = plain(words, at).or_else(|| vague(words, at))?;
        return Some(bound.apply(inner));
    }
    if words.is(i, "between") {
        return range(words, i + 1, "and");
    }
    if words.is(i, "from") {
        return range(words, i + 1, "to");
    }
    if words.is(i, "an") && words.is(i + 1, "estimated") {
        return plain(words, i + 2).map(|m| Measure { approximate: true, ..m });
    }
    if words.is(i, "estimated") {
        return plain(words, i + 1).map(|m| Measure { approximate: true, ..m });
    }
    vague(words, i).or_else(|| plain(words, i))
}

#[derive(Clone, Copy)]
enum Bound {
    AtLeast,
    AtMost,
    About,
}

impl Bound {
    fn apply(self, measure: Measure) -> Measure {
        match self {
            Bound::AtLeast => Measure { low: measure.low.or(measure.value), ..measure },
            Bound::AtMost => Measure { high: measure.high.or(measure.value), ..measure },
            Bound::About => Measure { approximate: true, ..measure },
        }
    }
}

/// "at least", "up to", "more than", "around": what they do, and one past them.
fn qualifier(words: &Words<'_>, i: usize) -> Option<(Bound, usize)> {
    let then = |k: usize, what: &str| words.is(i + k, what);
    if words.is(i, "at") && then(1, "least") {
        return Some((Bound::AtLeast, i + 2));
    }
    if words.is(i, "at") && then(1, "most") {
        return Some((Bound::AtMost, i + 2));
    }
    if words.is(i, "more") && then(1, "than") {
        return Some((Bound::AtLeast, i + 2));
    }
    if words.is_any(i, &["fewer", "less"]) && then(1, "than") {
        return Some((Bound::AtMost, i + 2));
    }
    if words.is(i, "no") && words.is_any(i + 1, &["more", "fewer", "less"]) && then(2, "than") {
        let bound = if then(1, "more") { Bound::AtMost } else { Bound::AtLeast };
        return Some((bound, i + 3));
    }
    if words.is(i, "up") && then(1, "to") {
        return Some((Bound::AtMost, i + 2));
    }
    if words.is(i, "as") && words.is_any(i + 1, &["many", "much"]) && then(2, "as") {
        return Some((Bound::AtMost, i + 3));
    }
    if words.is(i, "over") {
        return Some((Bound::AtLeast, i + 1));
    }
    if words.is(i, "under") {
        return Some((Bound::AtMost, i + 1));
    }
    matches!(words.lex(i), Lex::Approximation(_)).then_some((Bound::About, i + 1))
}

/// A bare number or an amount of money, with the range it may open: "10 to 12", "10-12".
fn plain(words: &Words<'_>, i: usize) -> Option<Measure> {
    let (sign, at) = sign(words, i);
    let first = single(words, at, sign.is_some())?;
    let mut measure = Measure { currency: sign, ..Measure::exact(first, at) };
    let joiner = first.end;
    let hyphen = matches!(words.str(joiner), "-" | "–" | "—");
    if hyphen || words.is_any(joiner, &["to", "or"]) {
        let (_, at) = super::measure::sign(words, joiner + 1);
        if let Some(second) = single(words, at, true).filter(|second| second.value > first.value) {
            // "10 to 12 million" means millions twice.
            let scale = second.value / first.value;
            let low = if scale >= 1e5 && first.value < 1000.0 {
                first.value * 10f64.powi((scale.log10() / 3.0) as i32 * 3)
            } else {
                first.value
            };
            let near = second.value / low <= 20.0;
            if near && !(hyphen && !words.glued(joiner) && words.get(joiner).gap == Gap::Break) {
                measure.value = Some((low + second.value) / 2.0);
                measure.low = Some(low);
                measure.high = Some(second.value);
                measure.end = second.end;
            }
        }
    }
    Some(measure)
}

/// "between 10 and 12", "from 10 to 12".
fn range(words: &Words<'_>, i: usize, joiner: &str) -> Option<Measure> {
    let (sign_first, at) = sign(words, i);
    let first = single(words, at, true)?;
    if !words.is(first.end, joiner) {
        return None;
    }
    let (sign_second, second_at) = sign(words, first.end + 1);
    let second = single(words, second_at, true).filter(|second| second.value > first.value)?;
    let thousandfold = second.value / first.value >= 1e5 && first.value < 1000.0;
    let low = if thousandfold {
        first.value * 10f64.powi(((second.value / first.value).log10() / 3.0) as i32 * 3)
    } else {
        first.value
    };
    Some(Measure {
        value: Some((low + second.value) / 2.0),
        low: Some(low),
        high: Some(second.value),
        approximate: false,
        currency: sign_first.or(sign_second),
        at,
        end: second.end,
    })
}

/// "dozens of", "tens of thousands of", "several hundred": no number, but a lower bound.
fn vague(words: &Words<'_>, i: usize) -> Option<Measure> {
    let size = |i: usize| match words.str(i).to_ascii_lowercase().as_str() {
        "dozens" => Some(24.0),
        "scores" => Some(40.0),
        "hundreds" => Some(200.0),
        "thousands" => Some(2000.0),
        "millions" => Some(2e6),
        "billions" => Some(2e9),
        _ => None,
    };
    // "several hundred", "a few dozen": three of them at least.
    let few = if words.is(i, "several") {
        Some(i + 1)
    } else if words.is(i, "a") && words.is(i + 1, "few") {
        Some(i + 2)
    } else {
        None
    };
    let unit = few.and_then(|at| match words.lex(at) {
        Lex::Multiplier { factor, suffix: false } => Some(factor),
        _ => words.is(at, "dozen").then_some(12.0),
    });
    let (low, mut end) = if let (Some(at), Some(unit)) = (few, unit) {
        (3.0 * unit, at + 1)
    } else if words.is(i, "tens") && words.is(i + 1, "of") {
        (10.0 * size(i + 2)?, i + 3)
    } else if words.is(i, "hundreds") && words.is(i + 1, "of") && size(i + 2).is_some() {
        (100.0 * size(i + 2)?, i + 3)
    } else {
        (size(i)?, i + 1)
    };
    if words.is(end, "of") {
        end += 1;
    }
    Some(Measure {
        value: None,
        low: Some(low),
        high: None,
        approximate: true,
        currency: None,
        at: i,
        end,
    })
}

/// A currency sign before a number: "$", "US$", "€".
fn sign(words: &Words<'_>, i: usize) -> (Option<&'static str>, usize) {
    let word = words.get(i);
    if word.shape == Shape::Upper && words.is(i + 1, "$") && words.glued(i + 1) {
        let code = match words.str(i) {
            "C" | "CA" | "CAD" => "CAD",
            "A" | "AU" => "AUD",
            "HK" => "HKD",
            "NT" => "TWD",
            "S" => "SGD",
            "R" => "BRL",
            "NZ" => "NZD",
            _ => "USD",
        };
        return (Some(code), i + 2);
    }
    let before_number = |at: usize| words.is_number(at);
    if word.shape == Shape::Mark
        && let Some(code) = currency(words.str(i)).filter(|_| before_number(i + 1))
    {
        return (Some(code), i + 1);
    }
    if word.shape == Shape::Upper
        && word.end - word.start == 3
        && before_number(i + 1)
        && let Some(code) = currency(words.str(i))
    {
        return (Some(code), i + 1);
    }
    (None, i)
}

/// A number that is not part of something else: no ordinal, no "F-16", no "Resolution 1701".
fn single(words: &Words<'_>, i: usize, signed: bool) -> Option<Number> {
    let found = number(words, i)?;
    let word = words.get(i);
    if !signed {
        let named = [
            "no",
            "resolution",
            "article",
            "flight",
            "chapter",
            "highway",
            "route",
            "channel",
            "section",
            "boeing",
            "airbus",
            "page",
            "room",
            "unit",
            "aged",
            "age",
            "number",
            "phase",
            "level",
            "category",
            "group",
            "tel",
            "magnitude",
        ];
        let stop = usize::from(words.was_any(i, 1, &["."]) && words.glued(i - 1));
        if words.was_any(i, 1 + stop, &named) && word.shape == Shape::Number {
            return None;
        }
        let inside = i > 0
            && words.glued(i)
            && !matches!(words.str(i - 1), "(" | "\"" | "“" | "‘" | "[" | "—" | "'")
            && currency(words.str(i - 1)).is_none();
        if inside {
            return None;
        }
    }
    // "46-year-old", "12-member"
    let after = words.get(found.end);
    let joined = words.is(found.end, "-") && words.glued(found.end) && words.glued(found.end + 1);
    if joined && matches!(words.get(found.end + 1).shape, Shape::Lower | Shape::Title) {
        return None;
    }
    if words.was_any(i, 1, &["number"]) {
        return None;
    }
    // "1st", "20mm", "3:2", "10.5.2"
    if word.shape == Shape::Number && after.gap == Gap::None {
        let letters = matches!(after.shape, Shape::Lower | Shape::Title | Shape::Upper);
        let mark = matches!(words.str(found.end), ":" | "/" | "°");
        if letters || mark {
            return None;
        }
    }
    // "one of", "no one", "one another"
    if words.is(i, "one")
        && (words.is_any(i + 1, &["of", "another", "by", "day"])
            || words.was_any(i, 1, &["no", "any", "every", "each", "the", "this", "that", "some"]))
    {
        return None;
    }
    Some(found)
}
