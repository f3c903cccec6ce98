//! Times: recognition and normalisation, as TempEval-3 defines them (UzZaman et al. 2013, 4.1).
//!
//! `strict` wants the same span, `relaxed` any overlap, one to one; `type` and `value` want the
//! relaxed match and the same type or value; `value~` takes harmless rewritings of a value as the
//! same (P7D and P1W, 199X and 199); `interval` compares the first and last calendar day. Nested
//! gold is not counted, and an answer that falls on it alone is not counted either.

use crate::measure::{Prf, ratio};
use crate::report::Row;
use chancery::Date;
use jiff::civil::{ISOWeekDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A text with its times, or the times answered for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Joins gold and answer.
    pub id: String,
    /// The text (gold).
    #[serde(default)]
    pub text: String,
    /// Document creation time (gold).
    #[serde(default)]
    pub dct: Option<String>,
    /// Its times.
    #[serde(default)]
    pub timexes: Vec<Timex>,
}

/// A time.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct Timex {
    pub start: usize,
    pub end: usize,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub value: Option<String>,
    /// First and last day.
    pub interval: Option<(Option<String>, Option<String>)>,
    pub nested: Option<bool>,
}

const MEASURES: [&str; 7] =
    ["strict", "relaxed", "type", "value", "value~", "interval", "strict+value"];

/// Correct, answers, gold.
type Three = [usize; 3];

/// Scores answers against gold.
pub fn score(gold: &[Document], answers: &[Document]) -> Vec<Row> {
    let by_id: BTreeMap<&str, &Document> = answers.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut total = [[0; 3]; MEASURES.len()];
    for document in gold {
        let answer = by_id.get(document.id.as_str()).map_or(&[][..], |d| &d.timexes);
        for (sum, counts) in total.iter_mut().zip(document_counts(&document.timexes, answer)) {
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }
    let row = |(name, [correct, answers, gold]): (&str, Three)| {
        let prf = Prf::of(correct as f64, answers as f64, gold as f64);
        let row = Row::prf(name, prf).and("correct", correct as f64);
        row.and("system", answers as f64).and("gold", gold as f64)
    };
    let mut rows: Vec<Row> = MEASURES.into_iter().zip(total).map(row).collect();
    let accuracy = ratio(total[3][0] as f64, total[1][0] as f64);
    rows.push(Row::new("value on matched", &[("acc", accuracy)]));
    rows
}

fn document_counts(gold: &[Timex], answers: &[Timex]) -> [Three; MEASURES.len()] {
    let (nested, outer): (Vec<&Timex>, Vec<&Timex>) =
        gold.iter().partition(|t| t.nested == Some(true));
    let gold = cleaned(outer.into_iter());
    let all = cleaned(answers.iter());
    let matched = aligned(&gold, &all);
    let answers: Vec<&Timex> = all
        .iter()
        .enumerate()
        .filter(|(j, s)| {
            matched.iter().any(|(_, hit)| hit == j) || !nested.iter().any(|n| shared(s, n) > 0)
        })
        .map(|(_, s)| *s)
        .collect();
    let pairs = aligned(&gold, &answers);
    let partner = |j: usize| pairs.iter().find(|(_, hit)| *hit == j).map(|(i, _)| *i);
    let has_value = |t: &Timex| t.value.as_ref().is_some_and(|v| !v.is_empty());
    let intervals: Vec<Option<Days>> = gold.iter().map(|t| gold_interval(t)).collect();
    let mut counts = [[0, answers.len(), gold.len()]; MEASURES.len()];
    let valued = (0..answers.len()).filter(|j| partner(*j).is_none_or(|i| has_value(gold[i])));
    let with_value = [0, valued.count(), gold.iter().filter(|t| has_value(t)).count()];
    for measure in [3, 4, 6] {
        counts[measure] = with_value;
    }
    let dated = (0..answers.len()).filter(|j| match partner(*j) {
        Some(i) => intervals[i].is_some(),
        None => answer_interval(answers[*j]).is_some(),
    });
    counts[5] = [0, dated.count(), intervals.iter().flatten().count()];
    for (i, j) in pairs {
        let (g, s) = (gold[i], answers[j]);
        let strict = (g.start, g.end) == (s.start, s.end);
        let kind = |t: &Timex| t.kind.as_deref().unwrap_or_default().to_uppercase();
        let value = has_value(g) && g.value == s.value;
        let hits = [
            strict,
            true,
            kind(g) == kind(s),
            value,
            has_value(g) && canonical(s.value.as_deref()) == canonical(g.value.as_deref()),
            intervals[i].is_some() && intervals[i] == answer_interval(s),
            value && strict,
        ];
        for (counts, hit) in counts.iter_mut().zip(hits) {
            counts[0] += usize::from(hit);
        }
    }
    counts
}

/// Without empty spans and repeated spans, in text order, the longer first.
fn cleaned<'t>(times: impl Iterator<Item = &'t Timex>) -> Vec<&'t Timex> {
    let mut kept: Vec<&Timex> = Vec::new();
    for time in times {
        let repeated = kept.iter().any(|t| (t.start, t.end) == (time.start, time.end));
        if time.end > time.start && !repeated {
            kept.push(time);
        }
    }
    kept.sort_by_key(|t| (t.start, std::cmp::Reverse(t.end)));
    kept
}

fn shared(a: &Timex, b: &Timex) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// One to one: identical spans first, the rest from left to right.
fn aligned(gold: &[&Timex], answers: &[&Timex]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, s) in answers.iter().enumerate() {
            if shared(g, s) > 0 {
                let differs = (g.start, g.end) != (s.start, s.end);
                candidates.push((differs, g.start, s.start, i, j));
            }
        }
    }
    candidates.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (.., i, j) in candidates {
        if pairs.iter().all(|(a, b)| *a != i && *b != j) {
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// First and last day, `YYYY-MM-DD`.
type Days = (String, String);

fn gold_interval(time: &Timex) -> Option<Days> {
    match &time.interval {
        Some((Some(from), Some(to))) => Some((from.clone(), to.clone())),
        Some(_) => None,
        None if matches!(time.kind.as_deref(), None | Some("DATE" | "TIME")) => {
            interval(time.value.as_deref())
        }
        None => None,
    }
}

fn answer_interval(time: &Timex) -> Option<Days> {
    let day = |words: &str| words.chars().take(10).collect();
    match &time.interval {
        Some((Some(from), Some(to))) => Some((day(from), day(to))),
        _ => interval(time.value.as_deref()),
    }
}

/// A TIMEX3 value after harmless rewriting; none for none.
fn canonical(value: Option<&str>) -> Option<String> {
    let value = value?.trim().to_uppercase();
    if value.is_empty() || value.ends_with("_REF") {
        return (!value.is_empty()).then_some(value);
    }
    if let Some(duration) = canonical_duration(&value) {
        return Some(duration);
    }
    if let Some((year, rest)) = value.split_once("-W").filter(|(y, _)| is_digits(y, 4)) {
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            return Some(format!("{year}-W{:0>2}{}", &rest[..digits], &rest[digits..]));
        }
    }
    let mut value = value;
    let zulu = value.ends_with('Z');
    let clock = value.strip_suffix('Z').unwrap_or(&value);
    // Full minutes, then full hours: T08:00:00 is T08:00, which stands for T08.
    let clock = match clock.strip_suffix(":00") {
        Some(rest) if ends_in_time(rest, &[2, 2]) => rest,
        _ => clock,
    };
    let clock = match clock.strip_suffix(":00") {
        Some(rest) if ends_in_time(rest, &[2]) => rest,
        _ => clock,
    };
    if zulu || clock.len() != value.len() {
        value = clock.to_owned();
    }
    if let Some(at) = value.rfind('T')
        && at + 1 < value.len()
        && value[at + 1..].chars().all(|c| c == 'X' || c == ':')
    {
        value.truncate(at);
    }
    let digits = value.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let unknown = value.get(digits..).map_or("", |rest| rest.trim_start_matches('X'));
    if digits >= 2 && (unknown.is_empty() || unknown.starts_with('-')) {
        while let Some(rest) = value.strip_suffix("-XX") {
            value.truncate(rest.len());
        }
        let bare = value.trim_end_matches('X');
        if bare.len() < value.len() && (is_digits(bare, 2) || is_digits(bare, 3)) {
            value.truncate(bare.len());
        }
    }
    Some(value)
}

/// True when `text` ends in `T` and clock figures of these lengths, `:` between them.
fn ends_in_time(text: &str, lengths: &[usize]) -> bool {
    let Some((_, clock)) = text.rsplit_once('T') else { return false };
    let parts: Vec<&str> = clock.split(':').collect();
    parts.len() == lengths.len() && parts.iter().zip(lengths).all(|(p, n)| is_digits(p, *n))
}

fn is_digits(text: &str, n: usize) -> bool {
    text.len() == n && text.bytes().all(|b| b.is_ascii_digit())
}

/// Durations in their smallest common unit: days for weeks, months for years, minutes for hours.
fn canonical_duration(value: &str) -> Option<String> {
    let rest = value.strip_prefix('P')?;
    let (mut clock, rest) = match rest.strip_prefix('T') {
        Some(rest) => ("T", rest),
        None => ("", rest),
    };
    let split = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'X'))?;
    let (number, unit) = rest.split_at(split);
    if unit.len() > 2 || !unit.bytes().all(|b| b.is_ascii_uppercase()) || number.is_empty() {
        return None;
    }
    if number.bytes().all(|b| b == b'X') {
        return Some(format!("P{clock}X{unit}"));
    }
    let amount: f64 = number.parse().ok()?;
    let (amount, unit) = match (clock, unit) {
        ("", "W") => (amount * 7.0, "D"),
        ("", "DE") => (amount * 120.0, "M"),
        ("", "CE" | "C") => (amount * 1200.0, "M"),
        ("", "Y") => (amount * 12.0, "M"),
        ("", "Q") => (amount * 3.0, "M"),
        ("T", "H") if amount % 24.0 == 0.0 => {
            clock = "";
            (amount / 24.0, "D")
        }
        ("T", "H") => (amount * 60.0, "M"),
        ("T", "S") if amount % 60.0 == 0.0 => (amount / 60.0, "M"),
        (_, unit) => (amount, unit),
    };
    Some(format!("P{clock}{amount}{unit}"))
}

/// The calendar days that a TIMEX3 value spans; none when it is no calendar interval.
fn interval(value: Option<&str>) -> Option<Days> {
    let value = canonical(value)?;
    if value.starts_with('P') || value.ends_with("_REF") || value.starts_with("BC") {
        return None;
    }
    let days = |from: Date, to: Date| Some((from.to_string(), to.to_string()));
    let months = |year: i16, first: i8, last: i8| {
        let end = Date::new(year, last, 1).ok()?.last_of_month();
        days(Date::new(year, first, 1).ok()?, end)
    };
    if value.bytes().all(|b| b.is_ascii_digit()) {
        return match value.len() {
            4 => Some((format!("{value}-01-01"), format!("{value}-12-31"))),
            3 => Some((format!("{value}0-01-01"), format!("{value}9-12-31"))),
            2 => Some((format!("{value}00-01-01"), format!("{value}99-12-31"))),
            _ => None,
        };
    }
    let (year, rest) = value.split_once('-').filter(|(year, _)| is_digits(year, 4))?;
    let year: i16 = year.parse().ok()?;
    match rest {
        "Q1" => months(year, 1, 3),
        "Q2" => months(year, 4, 6),
        "Q3" => months(year, 7, 9),
        "Q4" => months(year, 10, 12),
        "H1" => months(year, 1, 6),
        "H2" => months(year, 7, 12),
        "SP" => months(year, 3, 5),
        "SU" => months(year, 6, 8),
        "FA" => months(year, 9, 11),
        "WI" => {
            let end = Date::new(year + 1, 2, 1).ok()?.last_of_month();
            days(Date::new(year, 12, 1).ok()?, end)
        }
        _ => match rest.strip_prefix('W') {
            Some(week) => week_days(year, week),
            None => days_of_month(year, rest),
        },
    }
}

/// `10` and `10-29`, with or without a time of day.
fn days_of_month(year: i16, rest: &str) -> Option<Days> {
    let (month, day) = match rest.split_once('-') {
        None => (rest, None),
        Some((month, day)) => (month, Some(day)),
    };
    let number = |digits: &str| is_digits(digits, 2).then(|| digits.parse::<i8>().ok()).flatten();
    let month = number(month)?;
    let Some(day) = day else {
        let first = Date::new(year, month, 1).ok()?;
        return Some((first.to_string(), first.last_of_month().to_string()));
    };
    let day = match day.split_once('T') {
        Some((day, _)) => day,
        None => day,
    };
    let day = Date::new(year, month, number(day)?).ok()?.to_string();
    Some((day.clone(), day))
}

/// `43`, `43-WE` and `43-2`, with or without a time of day.
fn week_days(year: i16, rest: &str) -> Option<Days> {
    let (week, day) = match rest.split_once('-') {
        None => (rest, None),
        Some((week, day)) => (week, Some(day)),
    };
    if !is_digits(week, 2) {
        return None;
    }
    let week: i8 = week.parse().ok()?;
    let on = |day: Weekday| Some(ISOWeekDate::new(year, week, day).ok()?.date().to_string());
    let (first, last) = match day.map(|d| d.as_bytes()) {
        None => (Weekday::Monday, Weekday::Sunday),
        Some([b'W', b'E', ..]) => (Weekday::Saturday, Weekday::Sunday),
        Some([digit @ b'1'..=b'7', ..]) => {
            let day = Weekday::from_monday_one_offset((digit - b'0') as i8).ok()?;
            (day, day)
        }
        Some(_) => return None,
    };
    Some((on(first)?, on(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_rewritings_are_the_same_value() {
        for (a, b) in [
            ("P7D", "P1W"),
            ("P12M", "P1Y"),
            ("P1DE", "P10Y"),
            ("PT24H", "P1D"),
            ("199X", "199"),
            ("2012-XX-XX", "2012"),
            ("2000-W7", "2000-W07"),
            ("2013-03-22T08:00:00", "2013-03-22T08:00"),
            ("PT60M", "PT1H"),
            ("19XX", "19"),
            ("P1CE", "P100Y"),
        ] {
            assert_eq!(canonical(Some(a)), canonical(Some(b)), "{a} and {b}");
        }
        for (a, b) in [("P1D", "PT1M"), ("P1M", "PT1M"), ("2012", "2013"), ("XXXX-XX-XX", "2012")] {
            assert_ne!(canonical(Some(a)), canonical(Some(b)), "{a} and {b}");
        }
    }

    #[test]
    fn values_span_days() {
        for (value, from, to) in [
            ("2013-W12", "2013-03-18", "2013-03-24"),
            ("2016-02", "2016-02-01", "2016-02-29"),
            ("2013-W12-WE", "2013-03-23", "2013-03-24"),
            ("2013-W12-3", "2013-03-20", "2013-03-20"),
            ("1998-Q4", "1998-10-01", "1998-12-31"),
            ("199", "1990-01-01", "1999-12-31"),
            ("1998-WI", "1998-12-01", "1999-02-28"),
            ("2013-03-22T08:00", "2013-03-22", "2013-03-22"),
        ] {
            assert_eq!(interval(Some(value)), Some((from.to_owned(), to.to_owned())), "{value}");
        }
        for value in ["P1D", "PRESENT_REF", "2013-13-45", "XXXX-10"] {
            assert_eq!(interval(Some(value)), None, "{value}");
        }
    }
}
