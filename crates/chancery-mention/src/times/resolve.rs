//! From what an expression says to what it means: a TIMEX3 value and the days it spans.

use super::calendar::{Stretch, date, days_after, days_between, season_code, season_of, weekday};
use super::expression::{Base, Clock, Expression, Length, Point, Recurrence, Year};
use super::holidays;
use super::tense::Tense;
use super::{TimeKind, TimeMention};
use crate::words::{Part, Pick, Season, Unit};
use chancery_article::Date;

/// What is known when an expression is read.
pub(super) struct Context {
    /// The day of publication, when the text is news of that day; none in a narrative of other
    /// years.
    pub today: Option<Date>,
    /// The day of publication, whatever the text.
    pub published: Option<Date>,
    /// What the text spoke of last, something finer than a decade.
    pub reference: Option<Stretch>,
    /// The same, however far from the day of publication.
    pub told: Option<Stretch>,
    /// The last quarter of a year the text spoke of, for "the year-earlier period".
    pub quarter: Option<(i32, i32)>,
    /// How many expressions ago that was.
    pub quarter_age: usize,
    /// True when the text tells of other years than that of its publication.
    pub narrative: bool,
    /// True when the text names neither weekday nor yesterday nor this week: it is no news of a day.
    pub timeless: bool,
    /// True when `reference` was named in the same breath.
    pub close: bool,
}

/// What an expression came to.
#[derive(Default)]
pub(super) struct Resolved {
    pub kind: Option<TimeKind>,
    pub value: String,
    pub modifier: Option<&'static str>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub relative: bool,
    /// The stretch that later expressions may lean on.
    pub stretch: Option<Stretch>,
    pub unresolved: bool,
}

impl Resolved {
    pub(super) fn mention(
        self,
        span: chancery_article::Span,
        tokens: std::ops::Range<u32>,
    ) -> TimeMention {
        TimeMention {
            span,
            tokens,
            kind: self.kind.unwrap_or(TimeKind::Date),
            value: self.value,
            modifier: self.modifier,
            from: self.from,
            to: self.to,
            relative: self.relative,
            through: None,
        }
    }
}

impl Context {
    /// What "yesterday" and "this week" count from, in a narrative as well.
    fn day_of_writing(&self) -> Option<Date> {
        self.today.or(self.published)
    }
}

/// Resolves one expression. `tense` is asked only when it matters.
pub(super) fn resolve(
    expression: Expression,
    context: &Context,
    tense: &dyn Fn() -> Tense,
) -> Resolved {
    match expression {
        Expression::Point(point) => resolve_point(point, context, tense),
        Expression::Length(length) => resolve_length(length, context),
        Expression::Set(recurrence) => Resolved {
            kind: Some(TimeKind::Set),
            value: recurrence_value(recurrence),
            ..Resolved::default()
        },
        Expression::Reference(value) => resolve_reference(value),
    }
}

/// "now", "recently", "soon" lie on no day that could be told.
fn resolve_reference(value: &'static str) -> Resolved {
    Resolved {
        kind: Some(TimeKind::Date),
        value: value.to_owned(),
        relative: true,
        ..Resolved::default()
    }
}

// ---- lengths and sets ----------------------------------------------------------------------------

fn resolve_length(length: Length, context: &Context) -> Resolved {
    let mut from = None;
    let mut to = None;
    if let (Some(today), Some(count), true) = (context.today, length.count, length.toward != 0) {
        let days = (count * days_in(length.unit)).round() as i64;
        if length.toward < 0 {
            (from, to) = (days_after(today, -days), Some(today));
        } else {
            (from, to) = (Some(today), days_after(today, days));
        }
        if from.is_none() || to.is_none() {
            (from, to) = (None, None);
        }
    }
    if context.narrative
        && length.toward > 0
        && length.unit == Unit::Year
        && let (Some(then), Some(count)) = (context.reference, length.count)
    {
        // "the next five years" of a history
        let last = then.year() + count.clamp(0.0, 999.0) as i32;
        (from, to) = (date(then.year(), 1, 1), date(last, 12, 31));
    }
    Resolved {
        kind: Some(TimeKind::Duration),
        value: length_value(length.count, length.unit),
        modifier: length.modifier,
        relative: from.is_some(),
        from,
        to,
        ..Resolved::default()
    }
}

fn days_in(unit: Unit) -> f64 {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.0,
        Unit::Day => 1.0,
        Unit::Week => 7.0,
        Unit::Month => 30.44,
        Unit::Quarter => 91.31,
        Unit::Year => 365.25,
        Unit::Decade => 3652.5,
        Unit::Century => 36525.0,
    }
}

fn unit_code(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "S",
        Unit::Minute => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Week => "W",
        Unit::Month => "M",
        Unit::Quarter => "Q",
        Unit::Year => "Y",
        Unit::Decade => "DE",
        Unit::Century => "CE",
    }
}

fn length_value(count: Option<f64>, unit: Unit) -> String {
    let clock = unit < Unit::Day;
    let (prefix, code) = (if clock { "PT" } else { "P" }, unit_code(unit));
    let Some(count) = count else { return format!("{prefix}X{code}") };
    if count.fract() == 0.0 {
        return format!("{prefix}{count:.0}{code}");
    }
    let whole = count.trunc();
    let part = count.fract();
    let finer = match unit {
        Unit::Year => return format!("P{:.0}M", (count * 12.0).round()),
        Unit::Hour => (part * 60.0, "M"),
        Unit::Minute => (part * 60.0, "S"),
        Unit::Day => return format!("PT{:.0}H", (count * 24.0).round()),
        Unit::Week => return format!("P{:.0}D", (count * 7.0).round()),
        Unit::Decade => return format!("P{:.0}Y", (count * 10.0).round()),
        _ => return format!("{prefix}{count}{code}"),
    };
    if whole == 0.0 {
        return format!("{prefix}{:.0}{}", finer.0.round(), finer.1);
    }
    format!("{prefix}{whole:.0}{code}{:.0}{}", finer.0.round(), finer.1)
}

fn recurrence_value(recurrence: Recurrence) -> String {
    match recurrence {
        Recurrence::Every { count, unit } => length_value(Some(count), unit),
        Recurrence::Weekday { day, part } => {
            format!("XXXX-WXX-{day}{}", part.map_or("", part_code))
        }
        Recurrence::Weekend => "XXXX-WXX-WE".to_owned(),
        Recurrence::Month(month) => format!("XXXX-{month:02}"),
        Recurrence::Part(part) => format!("XXXX-XX-XX{}", part_code(part)),
        Recurrence::Value(value) => value.to_owned(),
    }
}

fn part_code(part: Part) -> &'static str {
    match part {
        Part::Morning => "TMO",
        Part::Afternoon => "TAF",
        Part::Evening => "TEV",
        Part::Night => "TNI",
    }
}

// ---- points --------------------------------------------------------------------------------------

fn resolve_point(point: Point, context: &Context, tense: &dyn Fn() -> Tense) -> Resolved {
    let timed = point.part.is_some() || point.clock.is_some();
    let kind = Some(if timed { TimeKind::Time } else { TimeKind::Date });
    let relative = is_relative(point.base);
    if let Base::Vague(value) = point.base {
        return resolve_reference(value);
    }
    let today = point.base == Base::FromNow { unit: Unit::Day, count: 0 } && !timed;
    // A history that speaks of today means its own time; so does a text that names no day of its
    // week: "a method that is in use today".
    if today && (context.narrative || context.timeless && tense() == Tense::Present) {
        return resolve_reference("PRESENT_REF");
    }
    let found = stretch(point.base, context, tense);
    match found.and_then(|found| week_within(found, point.week)) {
        Some(stretch) => {
            let (from, to) = stretch.narrowed(point.modifier);
            Resolved {
                kind,
                value: format!("{}{}", stretch.value(), suffix(point)),
                modifier: point.modifier,
                from,
                to,
                relative,
                stretch: Some(stretch),
                unresolved: false,
            }
        }
        None => Resolved {
            kind,
            value: format!("{}{}", open_value(point.base), suffix(point)),
            modifier: point.modifier,
            relative,
            unresolved: point.base != Base::AnyDay,
            ..Resolved::default()
        },
    }
}

/// "the week of March 6", "the last week of August", "Easter week".
fn week_within(found: Stretch, week: Option<i8>) -> Option<Stretch> {
    let Some(nth) = week else { return Some(found) };
    let day = match nth {
        0 => found.from()?,
        // The week that holds the month's last days.
        ..0 => days_after(found.to()?, -3)?,
        _ => days_after(found.from()?, i64::from(nth - 1) * 7 + 3)?,
    };
    Some(Stretch::week_of(day))
}

fn suffix(point: Point) -> String {
    if let Some(Clock { hour, minute, universal }) = point.clock {
        let zone = if universal { "Z" } else { "" };
        return format!("T{hour:02}:{:02}{zone}", minute.unwrap_or(0));
    }
    point.part.map_or(String::new(), |part| part_code(part).to_owned())
}

/// True when the value rests on the day of publication or on other parts of the text.
fn is_relative(base: Base) -> bool {
    let open = |year: Year| !matches!(year, Year::Known(_));
    match base {
        Base::Known(_) | Base::AnyDay => false,
        Base::MonthDay { year, .. }
        | Base::Month { year, .. }
        | Base::Season { year, .. }
        | Base::Quarter { year, .. }
        | Base::Half { year, .. }
        | Base::Holiday { year, .. } => open(year),
        _ => true,
    }
}

/// The stretch a base stands for, when the context suffices.
fn stretch(base: Base, context: &Context, tense: &dyn Fn() -> Tense) -> Option<Stretch> {
    match base {
        Base::Known(stretch) => Some(stretch),
        Base::MonthDay { year, month, day, weekday } => {
            month_day(year, month, day, weekday, context, tense)
        }
        Base::Month { year, month } => month_stretch(year, month, context, tense),
        Base::Season { year, season } => season_stretch(year, season, context, tense),
        Base::Quarter { year, quarter } => quarter_stretch(year, quarter, context, tense),
        Base::Half { year, half } => {
            let year = match year {
                Year::Known(year) => year,
                Year::Shift(shift) => i32::from(context.today?.year()) + shift,
                _ => context
                    .today
                    .map(|d| d.year().into())
                    .or(context.reference.map(Stretch::year))?,
            };
            Some(Stretch::Half { year, half: half.into() })
        }
        Base::ShortDecade(n) => {
            let century = match context.today.or(context.published) {
                Some(day) if i32::from(day.year()) % 100 >= i32::from(n) * 10 && n < 3 => {
                    i32::from(day.year()) / 100
                }
                _ => 19,
            };
            Some(Stretch::Decade(century * 10 + i32::from(n)))
        }
        Base::Weekday { day, pick } => weekday_stretch(day, pick, context, tense).map(Stretch::Day),
        Base::Weekend(pick) => weekend_stretch(pick, context, tense),
        Base::DayOfMonth(day) => day_of_month(day, context, tense).map(Stretch::Day),
        Base::Unit { unit, pick } => picked_unit(unit, pick, context),
        Base::TheUnit(unit) => the_unit(unit, context),
        Base::FromNow { unit, count } => {
            let today = context.day_of_writing()?;
            Stretch::around(unit, today).shifted(unit, count)
        }
        Base::FromThen { unit, count } => {
            // "Two years later" counts from the treaty of 1951, if that was spoken of; what comes later
            // than nothing named cannot be told.
            let told = context.told.filter(|_| unit >= Unit::Year);
            let now = context.today.filter(|_| count < 0).map(Stretch::Day);
            told.or(context.reference).or(now)?.shifted(unit, count)
        }
        Base::YearAgo => {
            if let Some((year, quarter)) = context.quarter.filter(|_| context.quarter_age < 12) {
                return Some(Stretch::Quarter { year: year - 1, quarter });
            }
            match context.today {
                Some(today) => Some(Stretch::Year(i32::from(today.year()) - 1)),
                None => context.reference?.years_later(-1),
            }
        }
        Base::Vague(_) | Base::AnyDay => None,
        Base::Holiday { index, year } => holiday(index, year, context, tense).map(Stretch::Day),
        Base::SameDay => match context.reference {
            Some(Stretch::Day(day))
                if context.close || context.today.is_none_or(|today| near(day, today)) =>
            {
                Some(Stretch::Day(day))
            }
            _ => context.today.map(Stretch::Day),
        },
    }
}

/// A clock or "that night" belongs to a day the text just named only when that is news of the week.
fn near(day: Date, today: Date) -> bool {
    days_between(day, today).abs() <= 10
}

/// The year an open month or day takes from a narrative: that of what was spoken of last, or the
/// next when the story has gone over the turn of the year (January after December).
fn narrative_year(context: &Context, month: i8) -> Option<i32> {
    let reference = context.reference.filter(|_| context.today.is_none())?;
    let year = Some(reference.year()).filter(|year| *year > 0)?;
    let then = match reference {
        Stretch::Day(_) | Stretch::Month { .. } | Stretch::Week { .. } => reference.from()?.month(),
        _ => return Some(year),
    };
    Some(if then - month >= 6 { year + 1 } else { year })
}

fn month_day(
    year: Year,
    month: i8,
    day: i8,
    on: Option<i8>,
    context: &Context,
    tense: &dyn Fn() -> Tense,
) -> Option<Stretch> {
    let at = |year: i32| date(year, month.into(), day.into());
    let found = match year {
        Year::Known(year) => at(year),
        Year::Shift(shift) => at(i32::from(context.today?.year()) + shift),
        Year::Pick(pick) => {
            let today = context.today?;
            let this = i32::from(today.year());
            let days = [at(this - 1), at(this), at(this + 1)];
            match pick {
                Pick::Next | Pick::Following => days.into_iter().flatten().find(|d| *d > today),
                Pick::This => at(this),
                _ => days.into_iter().flatten().rfind(|d| *d < today),
            }
        }
        Year::Open => match context.today {
            Some(today) => {
                let this = i32::from(today.year());
                if let Some(on) = on {
                    let by_weekday = [this, this - 1, this + 1, this - 2, this + 2]
                        .into_iter()
                        .find_map(|y| at(y).filter(|d| weekday(*d) == i64::from(on)));
                    if by_weekday.is_some() {
                        return by_weekday.map(Stretch::Day);
                    }
                }
                let days = [at(this - 1), at(this), at(this + 1)];
                let past = days.into_iter().flatten().rfind(|d| *d <= today);
                let next = days.into_iter().flatten().find(|d| *d >= today);
                choose(past, next, today, tense)
            }
            None => at(narrative_year(context, month)?),
        },
    };
    found.map(Stretch::Day)
}

/// Of the last and the next candidate the one the tense asks for; the nearer one when it does not
/// say.
fn choose(
    past: Option<Date>,
    next: Option<Date>,
    today: Date,
    tense: &dyn Fn() -> Tense,
) -> Option<Date> {
    let (Some(p), Some(n)) = (past, next) else { return past.or(next) };
    if p == n {
        return Some(p);
    }
    let behind = days_between(p, today);
    let ahead = days_between(today, n);
    match tense() {
        // Hardly anyone writes "on March 3" of a day eleven months gone when the next is weeks off:
        // "the offer was extended to Nov. 16", told in October.
        Tense::Past => Some(if behind > 300 && ahead < 60 { n } else { p }),
        Tense::Future => Some(if behind < 20 && ahead > 300 { p } else { n }),
        Tense::Present | Tense::Unknown => Some(if behind <= ahead { p } else { n }),
    }
}

fn month_stretch(
    year: Year,
    month: i8,
    context: &Context,
    tense: &dyn Fn() -> Tense,
) -> Option<Stretch> {
    let at = |year: i32| Stretch::Month { year, month: month.into() };
    match year {
        Year::Known(year) => Some(at(year)),
        Year::Shift(shift) => Some(at(i32::from(context.today?.year()) + shift)),
        Year::Pick(Pick::That | Pick::Same) => Some(at(context.told?.year())),
        Year::Pick(pick) => {
            let today = context.today.or(context.reference.and_then(Stretch::from))?;
            let this = i32::from(today.year());
            Some(at(match pick {
                Pick::Next | Pick::Following if month <= today.month() => this + 1,
                Pick::Next | Pick::Following | Pick::This => this,
                _ if month >= today.month() => this - 1,
                _ => this,
            }))
        }
        Year::Open => match context.today {
            Some(today) => {
                let this = i32::from(today.year());
                let now = today.month();
                if month == now {
                    return Some(at(this));
                }
                let (past, next) = if month < now { (this, this + 1) } else { (this - 1, this) };
                let behind = (i32::from(now) - i32::from(month)).rem_euclid(12);
                Some(at(match tense() {
                    Tense::Past if behind == 11 => next,
                    Tense::Past => past,
                    Tense::Future => {
                        if behind <= 1 {
                            past
                        } else {
                            next
                        }
                    }
                    _ if behind <= 6 => past,
                    _ => next,
                }))
            }
            None => narrative_year(context, month).map(at),
        },
    }
}

fn season_stretch(
    year: Year,
    season: Season,
    context: &Context,
    tense: &dyn Fn() -> Tense,
) -> Option<Stretch> {
    let at = |year: i32| Stretch::Season { year, season };
    match year {
        Year::Known(year) => Some(at(year)),
        Year::Shift(shift) => Some(at(i32::from(context.today?.year()) + shift)),
        Year::Pick(_) | Year::Open if context.today.is_none() => {
            let base = context.reference?.year();
            match year {
                Year::Pick(Pick::Next | Pick::Following) => {
                    let now = context.reference?.from()?;
                    let later = at(base).from().is_some_and(|d| d > now);
                    Some(at(if later { base } else { base + 1 }))
                }
                Year::Pick(Pick::Last | Pick::Previous) => Some(at(base - 1)),
                _ => Some(at(base)),
            }
        }
        Year::Pick(_) | Year::Open => {
            let today = context.today?;
            let this = i32::from(today.year());
            let current = season_of(today.month()) == season;
            // Winter belongs to the year it begins in.
            let started =
                [this, this - 1].into_iter().find(|y| at(*y).from().is_some_and(|d| d <= today))?;
            Some(at(match year {
                Year::Pick(Pick::Last | Pick::Past | Pick::Previous) => {
                    if current {
                        started - 1
                    } else {
                        started
                    }
                }
                Year::Pick(Pick::Next | Pick::Following) => started + 1,
                Year::Pick(_) => {
                    if current || tense() == Tense::Past {
                        started
                    } else {
                        this
                    }
                }
                _ => match tense() {
                    Tense::Future if !current => started + 1,
                    _ => started,
                },
            }))
        }
    }
}

fn quarter_stretch(
    year: Year,
    quarter: i8,
    context: &Context,
    tense: &dyn Fn() -> Tense,
) -> Option<Stretch> {
    let at = |year: i32, quarter: i32| Stretch::Quarter { year, quarter };
    let known = i32::from(quarter);
    // "the 1988 quarter" is the quarter of the report, a year apart.
    if known == 0 {
        let Year::Known(year) = year else { return None };
        let quarter = context.quarter.map(|(_, q)| q).or_else(|| {
            context.today.map(|day| match Stretch::quarter_of(day).shifted(Unit::Quarter, -1) {
                Some(Stretch::Quarter { quarter, .. }) => quarter,
                _ => 4,
            })
        })?;
        return Some(at(year, quarter));
    }
    match year {
        Year::Known(year) => Some(at(year, known)),
        Year::Shift(shift) => Some(at(i32::from(context.today?.year()) + shift, known)),
        Year::Pick(_) | Year::Open => {
            let Some(today) = context.today else {
                return Some(at(context.reference?.year(), known));
            };
            let this = i32::from(today.year());
            let now = (i32::from(today.month()) + 2) / 3;
            let shift = match tense() {
                Tense::Past if known > now => -1,
                Tense::Future if known < now && now - known >= 2 => 1,
                Tense::Present | Tense::Unknown if known > now + 1 => -1,
                _ => 0,
            };
            Some(at(this + shift, known))
        }
    }
}

fn weekday_stretch(
    day: i8,
    pick: Option<Pick>,
    context: &Context,
    tense: &dyn Fn() -> Tense,
) -> Option<Date> {
    let day = i64::from(day);
    let Some(today) = context.today else {
        // "that Friday" in a narrative: the first one after what was spoken of.
        if let Some(Stretch::Day(then)) = context.reference {
            return days_after(then, (day - weekday(then)).rem_euclid(7));
        }
        let written = context.published?;
        return days_after(written, -(weekday(written) - day).rem_euclid(7));
    };
    let now = weekday(today);
    let back = (now - day).rem_euclid(7);
    let ahead = (day - now).rem_euclid(7);
    let last = |strict: bool| days_after(today, -if strict && back == 0 { 7 } else { back });
    let next = |strict: bool| days_after(today, if strict && ahead == 0 { 7 } else { ahead });
    match pick {
        None => match tense() {
            Tense::Future => next(false),
            Tense::Present => {
                if ahead == 0 {
                    Some(today)
                } else {
                    next(false)
                }
            }
            Tense::Past | Tense::Unknown => last(false),
        },
        Some(Pick::Last | Pick::Past | Pick::Previous) => last(true),
        Some(Pick::Next) => {
            // "next Friday" said on a Tuesday is the one ten days off, "next Sunday" the coming one.
            let following = 7 - now + day;
            let coming = if ahead == 0 { 7 } else { ahead };
            days_after(today, if following <= 11 { following } else { coming })
        }
        Some(Pick::Following) => {
            let then = match context.reference {
                Some(Stretch::Day(then)) => then,
                _ => today,
            };
            let ahead = (day - weekday(then)).rem_euclid(7);
            days_after(then, if ahead == 0 { 7 } else { ahead })
        }
        Some(Pick::This) => match tense() {
            Tense::Past => last(false),
            _ => next(false),
        },
        Some(Pick::That | Pick::Same) => match context.reference {
            Some(Stretch::Day(then)) => days_after(then, (day - weekday(then)).rem_euclid(7)),
            _ => last(false),
        },
    }
}

fn weekend_stretch(pick: Pick, context: &Context, tense: &dyn Fn() -> Tense) -> Option<Stretch> {
    let today = match context.today {
        Some(today) => today,
        None => context.reference?.from()?,
    };
    let weekend = weekday(today) >= 6;
    let shifted = |weeks: i64| days_after(today, weeks * 7).map(Stretch::weekend_of);
    match pick {
        Pick::Last | Pick::Past | Pick::Previous => shifted(-1),
        Pick::Next | Pick::Following => shifted(1),
        Pick::This => match tense() {
            Tense::Past if !weekend => shifted(-1),
            _ => shifted(0),
        },
        _ => match tense() {
            Tense::Future => shifted(0),
            _ if weekend => shifted(0),
            _ => shifted(-1),
        },
    }
}

fn day_of_month(day: i8, context: &Context, tense: &dyn Fn() -> Tense) -> Option<Date> {
    let at = |year: i32, month: i32| date(year, month, day.into());
    if let Some(reference) = context.reference.filter(|r| !matches!(r, Stretch::Year(_))) {
        let then = reference.from()?;
        if context.today.is_none_or(|today| days_between(then, today).abs() < 45) {
            return at(then.year().into(), then.month().into());
        }
    }
    let today = context.today?;
    let (year, month) = (i32::from(today.year()), i32::from(today.month()));
    let this = at(year, month)?;
    match tense() {
        Tense::Past if this > today => {
            if month == 1 {
                at(year - 1, 12)
            } else {
                at(year, month - 1)
            }
        }
        Tense::Future if this < today => {
            if month == 12 {
                at(year + 1, 1)
            } else {
                at(year, month + 1)
            }
        }
        _ => Some(this),
    }
}

/// "last week", "this month", "that year", "the previous day".
fn picked_unit(unit: Unit, pick: Pick, context: &Context) -> Option<Stretch> {
    let writing = unit == Unit::Week || matches!(pick, Pick::Last | Pick::This | Pick::Next);
    let today = if writing { context.day_of_writing() } else { context.today };
    let now = today.map(|day| Stretch::around(unit, day));
    let then = context.reference.and_then(|r| match (unit, r) {
        (Unit::Day, Stretch::Day(_)) => Some(r),
        (Unit::Day, _) => None,
        _ => r.from().map(|day| Stretch::around(unit, day)),
    });
    // Company reports are written when the quarter is over.
    if unit == Unit::Quarter
        && matches!(pick, Pick::That | Pick::Same)
        && let Some((year, quarter)) = context.quarter
    {
        return Some(Stretch::Quarter { year, quarter });
    }
    if context.narrative {
        // "this month", "the last week" of a history are not the author's own.
        let around = if unit == Unit::Day { then } else { then.or(now) };
        return match pick {
            Pick::This | Pick::That | Pick::Same => around,
            Pick::Last | Pick::Past | Pick::Previous => around?.shifted(unit, -1),
            Pick::Next | Pick::Following => around?.shifted(unit, 1),
        };
    }
    match pick {
        Pick::This => now.or(then),
        Pick::Last | Pick::Past => now.or(then)?.shifted(unit, -1),
        // "the next day" steps on in the story; "next week" counts from today.
        Pick::Next if unit == Unit::Day => then.or(now)?.shifted(unit, 1),
        Pick::Next => now.or(then)?.shifted(unit, 1),
        Pick::Following => then.or(now)?.shifted(unit, 1),
        Pick::Previous => then.or(now)?.shifted(unit, -1),
        Pick::That | Pick::Same => then.or(now),
    }
}

/// "the week", "the quarter", "the year", "the day".
fn the_unit(unit: Unit, context: &Context) -> Option<Stretch> {
    match unit {
        Unit::Quarter => {
            if let Some((year, quarter)) = context.quarter {
                return Some(Stretch::Quarter { year, quarter });
            }
            Stretch::quarter_of(context.today?).shifted(Unit::Quarter, -1)
        }
        Unit::Year => match context.today {
            Some(today) => Some(Stretch::Year(today.year().into())),
            None => Some(Stretch::Year(context.reference?.year())),
        },
        Unit::Day => match context.reference {
            Some(Stretch::Day(day)) if context.today.is_none_or(|today| near(day, today)) => {
                Some(Stretch::Day(day))
            }
            _ => context.today.map(Stretch::Day),
        },
        _ => picked_unit(unit, Pick::That, context),
    }
}

fn holiday(index: u16, year: Year, context: &Context, tense: &dyn Fn() -> Tense) -> Option<Date> {
    let at = |year: i32| holidays::day(index, year);
    let around = |today: Date| {
        let this = i32::from(today.year());
        let days = [at(this - 1), at(this), at(this + 1)];
        let past = days.into_iter().flatten().rfind(|d| *d <= today);
        let next = days.into_iter().flatten().find(|d| *d >= today);
        (past, next)
    };
    match year {
        Year::Known(year) => at(year),
        Year::Shift(shift) => at(i32::from(context.today?.year()) + shift),
        Year::Pick(pick) => {
            let (past, next) = around(context.today?);
            if matches!(pick, Pick::Next | Pick::This | Pick::Following) { next } else { past }
        }
        Year::Open => match context.today {
            Some(today) => {
                let (past, next) = around(today);
                choose(past, next, today, tense)
            }
            None => at(context.reference?.year()),
        },
    }
}

/// The value of what stays unresolved: X for what is unknown.
fn open_value(base: Base) -> String {
    match base {
        Base::MonthDay { month, day, .. } => format!("XXXX-{month:02}-{day:02}"),
        Base::Month { month, .. } => format!("XXXX-{month:02}"),
        Base::Season { season, .. } => format!("XXXX-{}", season_code(season)),
        Base::Quarter { quarter: 0, .. } => "XXXX-QX".to_owned(),
        Base::Quarter { quarter, .. } => format!("XXXX-Q{quarter}"),
        Base::Half { half, .. } => format!("XXXX-H{half}"),
        Base::Weekday { day, .. } => format!("XXXX-WXX-{day}"),
        Base::Weekend(_) => "XXXX-WXX-WE".to_owned(),
        Base::DayOfMonth(day) => format!("XXXX-XX-{day:02}"),
        Base::YearAgo => "XXXX".to_owned(),
        Base::Unit { unit, .. }
        | Base::TheUnit(unit)
        | Base::FromNow { unit, .. }
        | Base::FromThen { unit, .. } => match unit {
            Unit::Week => "XXXX-WXX",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century => "XX",
            _ => "XXXX-XX-XX",
        }
        .to_owned(),
        _ => "XXXX-XX-XX".to_owned(),
    }
}
