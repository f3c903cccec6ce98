//! Stretches of the calendar: days, ISO weeks, months, quarters, seasons, years and longer, with
//! their TIMEX3 values, the days they span, and steps along each of them.

use crate::words::{Season, Unit};
use chancery_article::Date;
use jiff::civil::{ISOWeekDate, Weekday};

/// A stretch of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stretch {
    Day(Date),
    Week {
        year: i32,
        week: i32,
    },
    Weekend {
        year: i32,
        week: i32,
    },
    Month {
        year: i32,
        month: i32,
    },
    Quarter {
        year: i32,
        quarter: i32,
    },
    Half {
        year: i32,
        half: i32,
    },
    Season {
        year: i32,
        season: Season,
    },
    Year(i32),
    /// 198 is the 1980s.
    Decade(i32),
    /// 19 is the twentieth century, as TIMEX3 counts.
    Century(i32),
    /// The year so many before Christ.
    BeforeChrist(i32),
}

impl Stretch {
    pub(super) fn week_of(day: Date) -> Self {
        let week = day.iso_week_date();
        Self::Week { year: week.year().into(), week: week.week().into() }
    }

    pub(super) fn weekend_of(day: Date) -> Self {
        let week = day.iso_week_date();
        Self::Weekend { year: week.year().into(), week: week.week().into() }
    }

    pub(super) fn month_of(day: Date) -> Self {
        Self::Month { year: day.year().into(), month: day.month().into() }
    }

    pub(super) fn quarter_of(day: Date) -> Self {
        Self::Quarter { year: day.year().into(), quarter: (i32::from(day.month()) + 2) / 3 }
    }

    /// The stretch of length `unit` that holds `day`; the day itself for hours and less.
    pub(super) fn around(unit: Unit, day: Date) -> Self {
        let year = i32::from(day.year());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week => Self::week_of(day),
            Unit::Month => Self::month_of(day),
            Unit::Quarter => Self::quarter_of(day),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::Decade(year.div_euclid(10)),
            Unit::Century => Self::Century(year.div_euclid(100)),
        }
    }

    /// First day; none when it lies outside the calendar.
    pub(super) fn from(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Week { year, week } => monday(year, week),
            Self::Weekend { year, week } => days_after(monday(year, week)?, 5),
            Self::Month { year, month } => date(year, month, 1),
            Self::Quarter { year, quarter } => date(year, quarter * 3 - 2, 1),
            Self::Half { year, half } => date(year, half * 6 - 5, 1),
            Self::Season { year, season } => date(year, first_month(season), 1),
            Self::Year(year) => date(year, 1, 1),
            Self::Decade(decade) => date(decade * 10, 1, 1),
            Self::Century(century) => date(century * 100, 1, 1),
            Self::BeforeChrist(_) => None,
        }
    }

    /// Last day, inclusive.
    pub(super) fn to(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Week { year, week } | Self::Weekend { year, week } => {
                days_after(monday(year, week)?, 6)
            }
            Self::Month { year, month } => last_of_month(year, month),
            Self::Quarter { year, quarter } => last_of_month(year, quarter * 3),
            Self::Half { year, half } => last_of_month(year, half * 6),
            Self::Season { year, season: Season::Winter } => last_of_month(year + 1, 2),
            Self::Season { year, season } => last_of_month(year, first_month(season) + 2),
            Self::Year(year) => date(year, 12, 31),
            Self::Decade(decade) => date(decade * 10 + 9, 12, 31),
            Self::Century(century) => date(century * 100 + 99, 12, 31),
            Self::BeforeChrist(_) => None,
        }
    }

    /// First and last day when "early", "mid" or "late" narrows it: half a decade, a quarter of a
    /// century. Of anything shorter English does not say how much is meant.
    pub(super) fn narrowed(self, modifier: Option<&str>) -> (Option<Date>, Option<Date>) {
        let (first, years) = match self {
            Self::Decade(decade) => (decade * 10, [0, 4, 3, 6, 5, 9]),
            Self::Century(century) => (century * 100, [0, 24, 25, 74, 75, 99]),
            _ => return (self.from(), self.to()),
        };
        let at = match modifier {
            Some("START") => 0,
            Some("MID") => 2,
            Some("END") => 4,
            _ => return (self.from(), self.to()),
        };
        (date(first + years[at], 1, 1), date(first + years[at + 1], 12, 31))
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(day) => {
                format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
            }
            Self::Week { year, week } => format!("{year:04}-W{week:02}"),
            Self::Weekend { year, week } => format!("{year:04}-W{week:02}-WE"),
            Self::Month { year, month } => format!("{year:04}-{month:02}"),
            Self::Quarter { year, quarter } => format!("{year:04}-Q{quarter}"),
            Self::Half { year, half } => format!("{year:04}-H{half}"),
            Self::Season { year, season } => format!("{year:04}-{}", season_code(season)),
            Self::Year(year) => format!("{year:04}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Century(century) => format!("{century:02}"),
            Self::BeforeChrist(year) => format!("BC{year:04}"),
        }
    }

    /// The calendar year it begins in.
    pub(super) fn year(self) -> i32 {
        match self {
            Self::Day(day) => day.year().into(),
            Self::Week { year, .. }
            | Self::Weekend { year, .. }
            | Self::Month { year, .. }
            | Self::Quarter { year, .. }
            | Self::Half { year, .. }
            | Self::Season { year, .. }
            | Self::Year(year) => year,
            Self::Decade(decade) => decade * 10,
            Self::Century(century) => century * 100,
            Self::BeforeChrist(year) => -year,
        }
    }

    /// True for a year or something finer: what a later "in May" can lean on.
    pub(super) fn names_a_year(self) -> bool {
        !matches!(self, Self::Decade(_) | Self::Century(_) | Self::BeforeChrist(_))
    }

    /// `count` steps of `unit` away, at the granularity of the unit.
    pub(super) fn shifted(self, unit: Unit, count: i64) -> Option<Self> {
        let count32 = i32::try_from(count).ok().filter(|n| n.abs() < 10_000)?;
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => self.from().map(Self::Day),
            Unit::Day => match self {
                Self::Day(day) => days_after(day, count).map(Self::Day),
                _ => None,
            },
            Unit::Week => match self {
                Self::Day(_) | Self::Week { .. } | Self::Weekend { .. } => {
                    days_after(self.from()?, count * 7).map(Self::week_of)
                }
                _ => None,
            },
            Unit::Month => {
                let first = match self {
                    Self::Year(_) | Self::Decade(_) | Self::Century(_) => return None,
                    _ => self.from()?,
                };
                let months = i32::from(first.year()) * 12 + i32::from(first.month()) - 1 + count32;
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
                date(year, month, 1).map(|_| Self::Month { year, month })
            }
            Unit::Quarter => {
                let first = self.from()?;
                let quarters =
                    i32::from(first.year()) * 4 + (i32::from(first.month()) - 1) / 3 + count32;
                let (year, quarter) = (quarters.div_euclid(4), quarters.rem_euclid(4) + 1);
                date(year, 1, 1).map(|_| Self::Quarter { year, quarter })
            }
            Unit::Year => checked_year(self.year() + count32).map(Self::Year),
            Unit::Decade => {
                checked_year(self.year() + count32 * 10).map(|y| Self::Decade(y.div_euclid(10)))
            }
            Unit::Century => {
                checked_year(self.year() + count32 * 100).map(|y| Self::Century(y.div_euclid(100)))
            }
        }
    }

    /// The same stretch `years` later.
    pub(super) fn years_later(self, years: i32) -> Option<Self> {
        let moved = match self {
            Self::Day(day) => Self::Day(date(
                i32::from(day.year()) + years,
                day.month().into(),
                day.day().into(),
            )?),
            Self::Month { year, month } => Self::Month { year: year + years, month },
            Self::Quarter { year, quarter } => Self::Quarter { year: year + years, quarter },
            Self::Half { year, half } => Self::Half { year: year + years, half },
            Self::Season { year, season } => Self::Season { year: year + years, season },
            Self::Year(year) => Self::Year(year + years),
            other => Self::Year(other.year() + years),
        };
        moved.from().map(|_| moved)
    }
}

fn checked_year(year: i32) -> Option<i32> {
    (1..=9998).contains(&year).then_some(year)
}

/// A date, when there is such a day in the years 1 to 9998.
pub(super) fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = checked_year(year)?;
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day `days` after `day`.
pub(super) fn days_after(day: Date, days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    day.checked_add(span).ok().filter(|d| (1..=9998).contains(&d.year()))
}

/// Days from `a` to `b`.
pub(super) fn days_between(a: Date, b: Date) -> i64 {
    i64::from(a.until(b).map_or(0, |span| span.get_days()))
}

/// 1 for Monday to 7 for Sunday.
pub(super) fn weekday(day: Date) -> i64 {
    day.weekday().to_monday_one_offset().into()
}

pub(super) fn last_of_month(year: i32, month: i32) -> Option<Date> {
    date(year, month, 1).map(Date::last_of_month)
}

fn monday(year: i32, week: i32) -> Option<Date> {
    let week = ISOWeekDate::new(year as i16, week as i8, Weekday::Monday).ok()?;
    Some(week.date())
}

fn first_month(season: Season) -> i32 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Fall => 9,
        Season::Winter => 12,
    }
}

/// The season a month falls in.
pub(super) fn season_of(month: i8) -> Season {
    match month {
        3..=5 => Season::Spring,
        6..=8 => Season::Summer,
        9..=11 => Season::Fall,
        _ => Season::Winter,
    }
}

pub(super) fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Fall => "FA",
        Season::Winter => "WI",
    }
}

/// The day of Western Easter (the anonymous Gregorian computus).
pub(super) fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, n / 31, n % 31 + 1)
}

/// The `nth` such weekday of a month; the last when `nth` is -1.
pub(super) fn nth_weekday(year: i32, month: i32, nth: i32, day: i64) -> Option<Date> {
    if nth < 0 {
        let last = last_of_month(year, month)?;
        return days_after(last, -(weekday(last) - day).rem_euclid(7));
    }
    let first = date(year, month, 1)?;
    let offset = (day - weekday(first)).rem_euclid(7) + 7 * i64::from(nth - 1);
    days_after(first, offset)
}
