//! Days as whole numbers, counted from 1970-01-01.

use jiff::civil::Date;

/// The day of articles without a day of publication: after every day that can be asked for (the last
/// day of the year 9999 is 2,932,896), so a view as of a day leaves them out.
pub const UNDATED: i32 = 3_000_000;

/// The day of a view that sees everything.
pub const NOW: i32 = 3_500_000;

/// The end of what has not ended.
pub const FOREVER: i32 = 4_000_000;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The number of a day.
///
/// ```
/// use chancery_store::days;
/// use jiff::civil::Date;
///
/// assert_eq!(days::number(Date::constant(1970, 1, 2)), 1);
/// assert_eq!(days::date(-1), Some(Date::constant(1969, 12, 31)));
/// assert_eq!(days::date(days::UNDATED), None);
/// ```
pub fn number(date: Date) -> i32 {
    let hours = date.duration_since(EPOCH).as_hours();
    i32::try_from(hours / 24).expect("four-digit years have fewer days")
}

/// The day of a number; none for [`UNDATED`] and beyond.
pub fn date(number: i32) -> Option<Date> {
    if number >= UNDATED {
        return None;
    }
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// The number of a day written YYYY-MM-DD; none for what is no day.
pub(crate) fn parse(words: &str) -> Option<i32> {
    words.parse::<Date>().ok().map(number)
}

/// A day written YYYY-MM-DD.
pub(crate) fn written(number: i32) -> Option<String> {
    date(number).map(|day| day.to_string())
}

/// The number of a day's month, counted from January of year 0.
pub(crate) fn month(number: i32) -> i32 {
    match date(number) {
        Some(day) => i32::from(day.year()) * 12 + i32::from(day.month()) - 1,
        None => i32::MAX,
    }
}

/// The first day of a month.
pub(crate) fn first_of(month: i32) -> i32 {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX).clamp(-9999, 9999);
    let of_year = (month.rem_euclid(12) + 1) as i8;
    Date::new(year, of_year, 1).map_or(UNDATED, number)
}
