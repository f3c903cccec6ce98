//! What a time expression says, before anything is known about when it was said.

use super::calendar::Stretch;
use crate::words::{Part, Pick, Season, Unit};

/// One time expression.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Expression {
    /// A stretch of the calendar or a time of day.
    Point(Point),
    /// A length of time.
    Length(Length),
    /// Something that recurs.
    Set(Recurrence),
    /// PRESENT_REF, PAST_REF, FUTURE_REF.
    Reference(&'static str),
}

/// A stretch of the calendar, perhaps narrowed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Point {
    pub base: Base,
    /// START, MID, END, APPROX …
    pub modifier: Option<&'static str>,
    pub part: Option<Part>,
    pub clock: Option<Clock>,
    /// A week of it: 0 the week that holds the day, 1 to 5 the first to fifth of the month, -1 the
    /// last.
    pub week: Option<i8>,
}

impl Point {
    pub(super) fn new(base: Base) -> Self {
        Self { base, modifier: None, part: None, clock: None, week: None }
    }
}

/// A time of day; `hour` is 24 at midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: Option<i8>,
    pub universal: bool,
}

/// Which year a month, season, quarter or half belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Year {
    Known(i32),
    /// Not said: tense and context decide.
    Open,
    /// "May last year", "the summer of next year": so many years from now.
    Shift(i32),
    /// "last May", "next summer".
    Pick(Pick),
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Base {
    /// Fully known.
    Known(Stretch),
    /// "May 3", perhaps with its weekday.
    MonthDay {
        year: Year,
        month: i8,
        day: i8,
        weekday: Option<i8>,
    },
    Month {
        year: Year,
        month: i8,
    },
    Season {
        year: Year,
        season: Season,
    },
    Quarter {
        year: Year,
        quarter: i8,
    },
    Half {
        year: Year,
        half: i8,
    },
    /// "the '80s", "the nineties".
    ShortDecade(i8),
    /// "Monday", "last Monday".
    Weekday {
        day: i8,
        pick: Option<Pick>,
    },
    Weekend(Pick),
    /// "the 25th".
    DayOfMonth(i8),
    /// "last week", "this month", "that year", "the previous day".
    Unit {
        unit: Unit,
        pick: Pick,
    },
    /// "the week", "the day", "the quarter".
    TheUnit(Unit),
    /// "yesterday", "today".
    FromNow {
        unit: Unit,
        count: i64,
    },
    /// "two days later", "a year earlier": from what the text spoke of last.
    FromThen {
        unit: Unit,
        count: i64,
    },
    /// "a year ago", "the year-earlier period": in company reports, a quarter.
    YearAgo,
    /// "years ago".
    Vague(&'static str),
    /// A named day: an index into the table of holidays.
    Holiday {
        index: u16,
        year: Year,
    },
    /// A time of day whose day is not said.
    SameDay,
    /// "at night".
    AnyDay,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Length {
    /// None for "several".
    pub count: Option<f64>,
    pub unit: Unit,
    pub modifier: Option<&'static str>,
    /// -1 for "the past two weeks", 1 for "the next two weeks".
    pub toward: i8,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Recurrence {
    /// "daily", "every two weeks".
    Every { count: f64, unit: Unit },
    /// "every Monday", "Tuesday nights".
    Weekday { day: i8, part: Option<Part> },
    /// "every weekend".
    Weekend,
    /// "each July".
    Month(i8),
    /// "mornings", "every night".
    Part(Part),
    /// A value of the vocabulary's own.
    Value(&'static str),
}
