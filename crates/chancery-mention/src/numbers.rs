//! Numbers in words and digits: "10,000", "1.5 million", "twenty-five", "two hundred and six",
//! "5 1/2", "half a million".

use crate::words::{Gap, Lex, Words};

/// A number and one past its last word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Number {
    pub value: f64,
    pub end: usize,
}

/// The number that begins at word `i`. "a" and "half" count only before a multiplier
/// ("a hundred", "half a million").
pub(crate) fn number(words: &Words<'_>, i: usize) -> Option<Number> {
    let found = counted(words, i)?;
    // "two dozen"
    if words.is(found.end, "dozen") && words.get(found.end).gap == Gap::Space {
        return Some(Number { value: found.value * 12.0, end: found.end + 1 });
    }
    Some(found)
}

fn counted(words: &Words<'_>, i: usize) -> Option<Number> {
    if words.is_number(i) {
        return numeral(words, i);
    }
    match words.lex(i) {
        Lex::Cardinal(_) => cardinal(words, i),
        Lex::Multiplier { suffix: false, .. } => None,
        Lex::Opener if words.is(i, "half") => {
            let at = if words.is_any(i + 1, &["a", "an"]) { i + 2 } else { i + 1 };
            match words.lex(at) {
                Lex::Multiplier { factor, suffix: false } => {
                    Some(Number { value: factor / 2.0, end: at + 1 })
                }
                _ if at == i + 2 && words.is(at, "dozen") => {
                    Some(Number { value: 6.0, end: at + 1 })
                }
                _ => None,
            }
        }
        Lex::Opener if words.is(i, "a") => {
            let at = if words.is(i + 1, "half") { i + 2 } else { i + 1 };
            match words.lex(at) {
                Lex::Multiplier { factor, suffix: false } => {
                    let value = if at == i + 2 { factor / 2.0 } else { factor };
                    Some(Number { value, end: at + 1 })
                }
                _ if words.is(i + 1, "dozen") => Some(Number { value: 12.0, end: i + 2 }),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Digits, with a fraction ("5 1/2") and multipliers ("1.5 million", "20bn").
fn numeral(words: &Words<'_>, i: usize) -> Option<Number> {
    let mut value = words.decimal(i)?;
    let mut end = i + 1;
    let fraction = |at: usize| {
        let below = words.integer(at + 2)?;
        let joined = words.is(at + 1, "/") && words.glued(at + 1) && words.glued(at + 2);
        let above = words.integer(at)?;
        (joined && above > 0 && above < below && below <= 16).then(|| above as f64 / below as f64)
    };
    if let Some(part) = fraction(i) {
        value = part;
        end = i + 3;
    } else if let Some(part) = words.integer(i).and(fraction(i + 1)) {
        value += part;
        end = i + 4;
    }
    while let Lex::Multiplier { factor, suffix } = words.lex(end) {
        if suffix != words.glued(end) {
            break;
        }
        value *= factor;
        end += 1;
        if end > i + 6 {
            break;
        }
    }
    // "1.5-million"
    if words.is(end, "-")
        && words.glued(end)
        && words.glued(end + 1)
        && let Lex::Multiplier { factor, suffix: false } = words.lex(end + 1)
    {
        return Some(Number { value: value * factor, end: end + 2 });
    }
    Some(Number { value, end })
}

/// "twenty-five", "two hundred and six thousand".
fn cardinal(words: &Words<'_>, i: usize) -> Option<Number> {
    let (mut total, mut group) = (0.0, 0.0);
    let (mut at, mut end) = (i, i);
    let mut last = f64::INFINITY;
    while at < i + 16 {
        match words.lex(at) {
            Lex::Cardinal(n) => {
                let n = f64::from(n);
                // "twenty five" adds up; "five six" are two numbers.
                let fits = last == f64::INFINITY
                    || last == 100.0
                    || last == 1000.0
                    || ((20.0..100.0).contains(&last) && n < 10.0 && n > 0.0);
                if !fits {
                    break;
                }
                group += n;
                last = n;
            }
            Lex::Multiplier { factor, suffix: false } => {
                if factor == 100.0 {
                    group = if group == 0.0 { 100.0 } else { group * 100.0 };
                    last = 100.0;
                } else {
                    total += group.max(1.0) * factor;
                    group = 0.0;
                    last = 1000.0;
                }
            }
            _ => break,
        }
        at += 1;
        end = at;
        let hyphen = words.is(at, "-") && words.glued(at) && words.glued(at + 1);
        let and = last >= 100.0 && words.is(at, "and");
        let goes_on = matches!(words.lex(at + 1), Lex::Cardinal(_) | Lex::Multiplier { .. });
        if (hyphen || and) && goes_on {
            at += 1;
        }
    }
    (end > i).then_some(Number { value: total + group, end })
}
