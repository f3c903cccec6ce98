//! Named days: fixed dates, "the fourth Thursday of November", days counted from Easter.

use super::calendar::{date, days_after, easter, nth_weekday};
use crate::words::{Shape, Words, rows};
use chancery_article::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

struct Holiday {
    /// Its words, apostrophes apart.
    words: Vec<&'static str>,
    rule: &'static str,
}

struct Holidays {
    list: Vec<Holiday>,
    /// By first word, longest name first.
    first: FxHashMap<&'static str, Vec<u16>>,
}

static HOLIDAYS: LazyLock<Holidays> = LazyLock::new(|| {
    let list: Vec<_> = rows(include_str!("../../../../data/times/holidays.tsv"))
        .map(|[name, rule]| Holiday { words: pieces(name), rule })
        .collect();
    let mut first: FxHashMap<&'static str, Vec<u16>> = FxHashMap::default();
    for (i, holiday) in list.iter().enumerate() {
        first.entry(holiday.words[0]).or_default().push(i as u16);
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for indexes in first.values_mut() {
        indexes.sort_by_key(|i| std::cmp::Reverse(list[usize::from(*i)].words.len()));
    }
    Holidays { list, first }
});

/// A name cut as the words of a text are: "New Year's Day" into New, Year, ', s, Day.
fn pieces(name: &'static str) -> Vec<&'static str> {
    let words = Words::new(name);
    (0..words.len()).map(|i| words.str(i)).collect()
}

/// The holiday named at word `i`: its index, and one past its last word.
pub(super) fn named(words: &Words<'_>, i: usize) -> Option<(u16, usize)> {
    if words.get(i).shape != Shape::Title {
        return None;
    }
    let candidates = HOLIDAYS.first.get(words.str(i))?;
    candidates.iter().find_map(|index| {
        let holiday = &HOLIDAYS.list[usize::from(*index)];
        let same = |(k, piece): (usize, &&str)| {
            let word = words.str(i + k);
            word == *piece || matches!((word, *piece), ("’", "'"))
        };
        holiday.words.iter().enumerate().all(same).then_some((*index, i + holiday.words.len()))
    })
}

/// The day it falls on in `year`.
pub(super) fn day(index: u16, year: i32) -> Option<Date> {
    let rule = HOLIDAYS.list.get(usize::from(index))?.rule;
    if rule == "election" {
        // The Tuesday after the first Monday of November.
        return days_after(nth_weekday(year, 11, 1, 1)?, 1);
    }
    if let Some(offset) = rule.strip_prefix("easter:") {
        return days_after(easter(year)?, offset.parse().ok()?);
    }
    if let Some((month, day)) = rule.split_once('-').filter(|_| !rule.contains(':')) {
        return date(year, month.parse().ok()?, day.parse().ok()?);
    }
    let mut fields = rule.split(':').map(|field| field.parse::<i32>().ok());
    let (month, nth, weekday) = (fields.next()??, fields.next()??, fields.next()??);
    nth_weekday(year, month, nth, weekday.into())
}
