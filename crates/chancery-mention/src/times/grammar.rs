//! The grammar of time expressions: hand-written, chosen by the first word, longest reading first.
//! Conventions of extent are those of TimeBank: no governing preposition; determiners and
//! "nearly", "early", "the end of" belong to the expression.

use super::calendar::{Stretch, date};
use super::expression::{Base, Clock, Expression, Length, Point, Recurrence, Year};
use super::holidays;
use crate::numbers::number;
use crate::words::{Gap, Lex, Part, Pick, Shape, Unit, Words};
use chancery_world::words::{BEFORE_SHORT_YEAR, BEFORE_YEAR};

type Found<T> = Option<(T, usize)>;

/// The expression that begins at word `i`, and one past its last word.
pub(super) fn expression(words: &Words<'_>, i: usize) -> Found<Expression> {
    let found = Grammar { words }.expression(i)?;
    // Nothing reaches across an empty line.
    let whole = (i + 1..found.1).all(|j| words.get(j).gap != Gap::Break);
    whole.then_some(found)
}

struct Grammar<'a, 't> {
    words: &'a Words<'t>,
}

impl Grammar<'_, '_> {
    fn expression(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        match w.lex(i) {
            Lex::None => match w.get(i).shape {
                Shape::Number => self.numeric(i),
                Shape::Title => self.holiday(i).map(|found| point(self.tail(found))),
                Shape::Upper => self.christian_year(i).map(known),
                Shape::Mark => self.short_year(i),
                _ => None,
            },
            Lex::Month { .. } => {
                if let Some(found) = self.holiday(i) {
                    return Some(point(found));
                }
                self.month(i).map(|found| point(self.tail(found)))
            }
            Lex::Weekday { plural: true, day, .. } => w
                .capital(i)
                .then_some((Expression::Set(Recurrence::Weekday { day, part: None }), i + 1)),
            Lex::Weekday { .. } => self.weekday(i),
            Lex::Cardinal(_) => self.year_in_words(i).map(known).or_else(|| self.length(i)),
            Lex::Unit { unit: Unit::Second, plural: false } => self.ordinal(i, i),
            Lex::Unit { .. } => self.bare_unit(i),
            Lex::Season(_) => self.season(i, Year::Open).map(point),
            Lex::Part { .. } => self.bare_part(i),
            Lex::DayShift(shift) => {
                // "USA Today"
                let title = w.capital(i) && w.get(i).gap == Gap::Space;
                if title && w.capital(i - 1) && !w.before_sentence(i) {
                    return None;
                }
                if let Some(value) = self.of_these_times(i, shift) {
                    return Some((Expression::Reference(value), i + 1));
                }
                let base = Base::FromNow { unit: Unit::Day, count: shift.into() };
                Some(point(self.tail((Point::new(base), i + 1))))
            }
            Lex::NightShift(shift) => {
                // "overnight Sunday" is told by its day, an "overnight success" by none.
                let day = matches!(w.lex(i + 1), Lex::Weekday { .. });
                if shift < 0 && (day || w.was_any(i, 1, &["an", "almost", "not", "-"])) {
                    return None;
                }
                let base = Base::FromNow { unit: Unit::Day, count: shift.into() };
                Some((
                    Expression::Point(Point { part: Some(Part::Night), ..Point::new(base) }),
                    i + 1,
                ))
            }
            Lex::Reference(value) => self.reference(i, value),
            Lex::ReferenceAdjective(value) => self.reference_adjective(i, value),
            Lex::Frequency(value) => {
                // "the daily Al-Watan" is a newspaper.
                let paper = w.get(i).shape == Shape::Lower
                    && w.get(i + 1).gap == Gap::Space
                    && w.capital(i + 1);
                (!paper).then_some((Expression::Set(Recurrence::Value(value)), i + 1))
            }
            Lex::Approximation(modifier) => self.approximation(i, i + 1, modifier),
            Lex::Stage(modifier) => self.stage(i, i, modifier).map(point),
            Lex::Pick(pick) => self.pick(i, pick, false),
            Lex::ClockWord(_) => self.clocked(i).map(point),
            Lex::Weekend { plural } => {
                if plural {
                    return Some((Expression::Set(Recurrence::Weekend), i + 1));
                }
                None
            }
            Lex::Fiscal => self.fiscal(i).map(point),
            Lex::Ordinal(_) => self.ordinal(i, i),
            Lex::Opener => self.opener(i),
            Lex::Multiplier { .. } | Lex::Decade(_) => None,
        }
    }

    /// "now", "recently", "soon"; not "as soon as", not "now that".
    fn reference(&self, i: usize, value: &'static str) -> Found<Expression> {
        let w = self.words;
        let compared = w.was_any(i, 1, &["as", "how", "too", "so"])
            || w.is_any(i + 1, &["as", "after", "afterwards", "enough"]);
        // "was soon defeated" tells of the past; "may soon seek" looks ahead.
        let ahead = (1..=3).any(|back| {
            w.was_any(
                i,
                back,
                &[
                    "will", "would", "may", "might", "could", "should", "to", "can", "be", "is",
                    "are", "enough", "ll",
                ],
            )
        });
        if w.is(i, "soon") && (compared || !ahead) {
            return None;
        }
        Some((Expression::Reference(value), i + 1))
    }

    /// "the leaders of tomorrow", "what is today Germany", "today's youth": an age, not a day.
    fn of_these_times(&self, i: usize, shift: i8) -> Option<&'static str> {
        let w = self.words;
        let value = match shift {
            0 => "PRESENT_REF",
            1 => "FUTURE_REF",
            _ => return None,
        };
        let of = w.was_any(i, 1, &["of"]) && !w.was_any(i, 2, &["as"]);
        let is_today = shift == 0
            && (w.was_any(i, 1, &["known", "still"])
                || w.was_any(i, 1, &["is", "are"]) && w.was_any(i, 2, &["what"])
                || w.is(i + 1, "still"));
        let crowd = matches!(w.str(i + 1), "'" | "’")
            && w.is(i + 2, "s")
            && w.is_any(
                i + 3,
                &["youth", "generation", "children", "society", "standards", "world", "young"],
            );
        (of || is_today || crowd).then_some(value)
    }

    fn opener(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        match w.str(i).to_ascii_lowercase().as_str() {
            "the" | "its" => self.definite(i),
            "these" if w.is(i + 1, "days") => Some((Expression::Reference("PRESENT_REF"), i + 2)),
            // "a year-earlier loss": the article is the noun's.
            "a" if w.is(i + 1, "year")
                && w.is(i + 2, "-")
                && w.is_any(i + 3, &["ago", "earlier"]) =>
            {
                None
            }
            "a" | "an" | "another" | "several" | "few" | "many" | "couple" | "half" => {
                self.length(i)
            }
            "each" | "every" => self.every(i),
            "per" => match w.lex(i + 1) {
                Lex::Unit { unit, plural: false } if unit >= Unit::Day => {
                    Some((Expression::Set(Recurrence::Every { count: 1.0, unit }), i + 2))
                }
                _ => None,
            },
            "at" if w.is(i + 1, "least") => self.approximation(i, i + 2, "EQUAL_OR_MORE"),
            "more" => {
                if w.is(i + 1, "than") {
                    return self.approximation(i, i + 2, "MORE_THAN");
                }
                if w.is(i + 1, "recently") {
                    return Some((Expression::Reference("PAST_REF"), i + 2));
                }
                None
            }
            "less" if w.is(i + 1, "than") => self.approximation(i, i + 2, "LESS_THAN"),
            "no" if w.is_any(i + 1, &["more", "longer"]) && w.is(i + 2, "than") => {
                self.approximation(i, i + 3, "EQUAL_OR_LESS")
            }
            "no" if w.is(i + 1, "less") && w.is(i + 2, "than") => {
                self.approximation(i, i + 3, "EQUAL_OR_MORE")
            }
            "up" if w.is(i + 1, "to") => self.approximation(i, i + 2, "EQUAL_OR_LESS"),
            "earlier" => self.relative_stage(i, "START").map(point),
            "later" => self.relative_stage(i, "END").map(point),
            _ => None,
        }
    }

    // ---- numbers -------------------------------------------------------------------------------

    fn numeric(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        if let Some(found) = self.numeric_date(i) {
            return Some(point(self.tail(found)));
        }
        if w.is(i, "9")
            && w.is(i + 1, "/")
            && w.is(i + 2, "11")
            && w.glued(i + 1)
            && w.glued(i + 2)
            && !w.is(i + 3, "/")
        {
            return date(2001, 9, 11).map(|day| known((Stretch::Day(day), i + 3)));
        }
        if let Some(found) = self.day_month(i).or_else(|| self.second_day(i)) {
            return Some(point(self.tail(found)));
        }
        if let Some(year) = self.second_year(i) {
            return Some(known((Stretch::Year(year), i + 1)));
        }
        if let Some(found) = self.clocked(i) {
            return Some(point(found));
        }
        if let Some(found) = self.decade(i) {
            return Some(known(found));
        }
        if let Some(found) = self.century(i) {
            return Some(known(found));
        }
        if let Some(found) = self.before_christ(i).or_else(|| self.christian_year(i)) {
            return Some(known(found));
        }
        if let Some(found) = self.length(i) {
            return Some(found);
        }
        if w.is(i.wrapping_sub(1), "$") {
            return None;
        }
        self.year(i).map(|(year, end)| self.after_year(year, end))
    }

    /// The 17 of "1915-17".
    fn second_year(&self, i: usize) -> Option<i32> {
        let w = self.words;
        let short = w.integer(i).filter(|_| w.str(i).len() == 2)?;
        let spaced = w.str_before(i, 1) == "–" && w.is(i + 1, ")");
        let dash =
            matches!(w.str_before(i, 1), "-" | "–") && w.glued(i) && w.glued(i - 1) || spaced;
        let first = self.year_number(i.checked_sub(2).filter(|_| dash)?)?;
        let year = first / 100 * 100 + short as i32;
        let free = !(w.glued(i + 1) && matches!(w.str(i + 1), "-" | "/" | ":"));
        (free && year > first && year <= first + 60).then_some(year)
    }

    /// The 9 of "March 5-9, 1918" and the 5 of "May 4 and 5".
    fn second_day(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let joined = matches!(w.str_before(i, 1), "-" | "–")
            || w.was_any(i, 1, &["and", "to", "or", "through"]);
        let (day, end) = self.day_number(i).filter(|_| joined && i > 3)?;
        let first = w.integer(i - 2).filter(|d| (1..=31).contains(d))?;
        let at = if w.was_any(i, 3, &["."]) { i - 4 } else { i - 3 };
        let (month, _) = self.month_name(at).filter(|(_, next)| *next == i - 2)?;
        let noun = matches!(w.lex(end), Lex::Unit { .. } | Lex::Month { .. })
            || w.get(end).shape == Shape::Lower && w.str(end).ends_with('s') && !w.is(end, "was");
        (i64::from(day) > first && !noun).then(|| self.with_year(month, day, None, end))
    }

    /// "1988 third quarter" and a plain year.
    fn after_year(&self, year: i32, end: usize) -> (Expression, usize) {
        if let Some((quarter, end)) = self.quarter_name(end) {
            let base = Base::Quarter { year: Year::Known(year), quarter };
            return (Expression::Point(Point::new(base)), end);
        }
        known((Stretch::Year(year), end))
    }

    /// A bare year at `i`, by its form and its surroundings.
    fn year(&self, i: usize) -> Found<i32> {
        let w = self.words;
        let year = self.year_number(i)?;
        // "a 2000 year old tradition"
        if matches!(w.lex(i + 1), Lex::Unit { .. }) && !w.is(i + 1, "second") {
            return None;
        }
        let before = w.before(i, 1);
        let mark_before = w.str_before(i, 1);
        if w.glued(i)
            && !matches!(mark_before, "(" | "-" | "–" | "—" | "/" | "\"" | "[" | "“" | "‘" | "'")
        {
            return None;
        }
        if matches!(mark_before, "$" | "£" | "€" | "#" | ":" | ".") && w.glued(i)
            || matches!(
                mark_before.to_ascii_lowercase().as_str(),
                "no" | "flight" | "resolution" | "page" | "room"
            )
        {
            return None;
        }
        let next = w.str(i + 1);
        if w.glued(i + 1)
            && matches!(next, "%" | "s" | "th" | "-" | ":" | "°")
            && !(next == "-" && (w.is_number(i + 2) || !w.glued(i + 2)))
        {
            // "1998-based" stays out, "1998-99" and "1998 - " are years.
            let heading = next == ":" && w.get(i + 2).gap != Gap::None;
            let word_after =
                matches!(w.get(i + 2).shape, Shape::Lower | Shape::Title | Shape::Upper);
            if !heading && (next != "-" || !word_after) {
                return None;
            }
        }
        if matches!(next, "percent" | "per" | "cents" | "degrees") {
            return None;
        }
        let named = matches!(before.lex, Lex::Month { .. } | Lex::Season(_) | Lex::Stage(_))
            || BEFORE_YEAR.iter().any(|p| mark_before.eq_ignore_ascii_case(p));
        let plural_next = w.get(i + 1).shape == Shape::Lower
            && w.get(i + 1).gap == Gap::Space
            && ((next.ends_with('s')
                && !next.ends_with("ss")
                && next.len() > 3
                && next != "was"
                && next != "series")
                || matches!(
                    next,
                    "people"
                        | "men"
                        | "women"
                        | "children"
                        | "troops"
                        | "feet"
                        | "miles"
                        | "km"
                        | "kilometers"
                        | "more"
                        | "of"
                ));
        // "the 2014 protests"; a count would hardly have a "the" and no comma.
        let the = w.was_any(i, 1, &["the"]) && year >= 1500 && next.ends_with('s');
        if plural_next && !((named || the) && self.year_like(year)) {
            return None;
        }
        if matches!(before.shape, Shape::Number) && !w.glued(i) {
            return None;
        }
        let plain = self.year_like(year);
        let dash = |k: usize| matches!(w.str(k), "-" | "–" | "—" | "to");
        let ranged = dash(i + 1)
            && self.year_number(i + 2).is_some_and(|y| y > year && y < year + 200)
            || i > 1
                && dash(i - 1)
                && self.year_number(i - 2).is_some_and(|y| y < year && y + 200 > year);
        let title = w.was_any(i, 1, &["the"])
            && w.get(i + 1).gap == Gap::Space
            && matches!(w.get(i + 1).shape, Shape::Lower | Shape::Title)
            && !w.str(i + 1).ends_with('s');
        // "Hydrodynamica (1738)"
        let alone = mark_before == "(" && w.is(i + 1, ")");
        if ranged
            || alone
            || title && year >= 1500
            || w.was_any(i, 1, &["as"]) && w.was_any(i, 2, &["late", "early"])
        {
            return Some((year, i + 1));
        }
        let solid = named
            && !w.is_any(i.wrapping_sub(1), &["than", "for", "around", "to", "and", "or", "from"]);
        (plain || (solid && year >= 1000) || (named && year >= 1400)).then_some((year, i + 1))
    }

    fn year_like(&self, year: i32) -> bool {
        (1800..2060).contains(&year)
    }

    /// Four digits between 1000 and 2100.
    fn year_number(&self, i: usize) -> Option<i32> {
        let word = self.words.get(i);
        if word.shape != Shape::Number || word.end - word.start != 4 {
            return None;
        }
        let year = i32::try_from(self.words.integer(i)?).ok()?;
        (1000..2100).contains(&year).then_some(year)
    }

    /// "nineteen ninety-six", "two thousand eight".
    fn year_in_words(&self, i: usize) -> Found<Stretch> {
        let w = self.words;
        let Lex::Cardinal(first) = w.lex(i) else { return None };
        if !(18..=20).contains(&first) && first != 2 {
            return None;
        }
        if first == 2 {
            let found = number(w, i)?;
            let whole = (2000.0..2040.0).contains(&found.value)
                && !matches!(w.lex(found.end), Lex::Unit { .. });
            let told = w.was_any(i, 1, &["in", "year", "since", "of", "by"]);
            return (whole && told).then_some((Stretch::Year(found.value as i32), found.end));
        }
        let hyphen = usize::from(w.is(i + 1, "-") && w.glued(i + 1));
        let Lex::Cardinal(tens) = w.lex(i + 1 + hyphen) else { return None };
        if !(10..100).contains(&tens) {
            return None;
        }
        let rest = number(w, i + 1 + hyphen)?;
        let whole =
            (10.0..100.0).contains(&rest.value) && !matches!(w.lex(rest.end), Lex::Unit { .. });
        whole.then_some((Stretch::Year((first * 100) as i32 + rest.value as i32), rest.end))
    }

    /// "'99" after a month or "of", "the '80s".
    fn short_year(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        if !matches!(w.str(i), "'" | "’" | "‘" | "`") || w.glued(i) || !w.glued(i + 1) {
            return None;
        }
        let short = w.integer(i + 1).filter(|_| w.str(i + 1).len() == 2)?;
        if w.is(i + 2, "s") && w.glued(i + 2) && short % 10 == 0 {
            let base = Base::ShortDecade((short / 10) as i8);
            return Some((Expression::Point(Point::new(base)), i + 3));
        }
        let year = if short > 40 { 1900 + short } else { 2000 + short };
        let told = BEFORE_SHORT_YEAR.iter().any(|p| w.str_before(i, 1).eq_ignore_ascii_case(p))
            || matches!(w.before(i, 1).lex, Lex::Season(_));
        told.then_some(known((Stretch::Year(year as i32), i + 2)))
    }

    /// 2024-10-29, 2024/10/29, 10/29/2024, 29.10.2024.
    fn numeric_date(&self, i: usize) -> Found<Point> {
        let w = self.words;
        if w.str(i).contains('.') {
            // "29.10.2024" is one numeral to the lexer.
            let mut fields = w.str(i).split('.');
            let (d, m, y) = (fields.next()?, fields.next()?, fields.next()?);
            if fields.next().is_some() || y.len() != 4 {
                return None;
            }
            let day = date(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)?;
            return Some((Point::new(Base::Known(Stretch::Day(day))), i + 1));
        }
        let separator = w.str(i + 1);
        if !matches!(separator, "-" | "/") || !w.glued(i + 1) || !w.glued(i + 2) {
            return None;
        }
        let (a, b) = (w.integer(i)?, w.integer(i + 2)?);
        let (first_len, second_len) = (w.str(i).len(), w.str(i + 2).len());
        if w.is(i + 3, separator) && w.glued(i + 3) && w.glued(i + 4) {
            let c = w.integer(i + 4)?;
            let last_len = w.str(i + 4).len();
            let day = if first_len == 4 {
                date(a as i32, b as i32, c as i32)?
            } else if last_len == 4 && a > 12 {
                date(c as i32, b as i32, a as i32)?
            } else if last_len == 4 {
                date(c as i32, a as i32, b as i32)?
            } else if separator == "/" && first_len == 2 && second_len == 2 && last_len == 2 {
                let year = if c > 40 { 1900 + c } else { 2000 + c };
                date(year as i32, a as i32, b as i32)?
            } else {
                return None;
            };
            return Some((Point::new(Base::Known(Stretch::Day(day))), i + 5));
        }
        // "2024-10"
        let month = first_len == 4 && second_len == 2 && separator == "-" && (1..=12).contains(&b);
        // "2007-08" is more often two years than a month.
        let clear = month && (1900..2100).contains(&a) && b != a % 100 + 1;
        clear.then(|| {
            let stretch = Stretch::Month { year: a as i32, month: b as i32 };
            (Point::new(Base::Known(stretch)), i + 3)
        })
    }

    /// "3 May 2024", "the 3rd of May", "12-15 September" (its first day).
    fn day_month(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let (day, mut at) = self.day_number(i)?;
        if w.is(at, "of") {
            at += 1;
        }
        if (!w.glued(at) || w.is(at, "-"))
            && let Some((month, end)) = self.month_name(at)
        {
            return Some(self.with_year(month, day, None, end));
        }
        // "6-7 January 1916" says two days of one month.
        if matches!(w.str(at), "-" | "–" | "to" | "and" | "or" | "&" | "until") {
            let (_, at) = self.day_number(at + 1)?;
            let (month, end) = self.month_name(at)?;
            let (found, _) = self.with_year(month, day, None, end);
            return Some((found, i + (self.day_number(i)?.1 - i)));
        }
        None
    }

    /// A day of the month: "3", "3rd", "twenty-third", "eighth".
    fn day_number(&self, i: usize) -> Found<i8> {
        let w = self.words;
        if let Some(day) = w.integer(i) {
            if !(1..=31).contains(&day) || w.str(i).len() > 2 || w.str(i).contains('.') {
                return None;
            }
            let suffixed = w.glued(i + 1) && w.is_any(i + 1, &["st", "nd", "rd", "th"]);
            return Some((day as i8, if suffixed { i + 2 } else { i + 1 }));
        }
        self.ordinal_number(i).filter(|(day, _)| *day <= 31)
    }

    /// "third", "3rd", "twenty-first".
    fn ordinal_number(&self, i: usize) -> Found<i8> {
        let w = self.words;
        match w.lex(i) {
            Lex::Ordinal(n) => Some((n, i + 1)),
            _ if w.is(i, "second") => Some((2, i + 1)),
            Lex::Cardinal(tens @ (20 | 30))
                if w.is(i + 1, "-") || matches!(w.lex(i + 1), Lex::Ordinal(_)) =>
            {
                let at = if w.is(i + 1, "-") { i + 2 } else { i + 1 };
                let ones = match w.lex(at) {
                    Lex::Ordinal(n) if n < 10 => n,
                    _ if w.is(at, "second") => 2,
                    _ => return None,
                };
                Some((tens as i8 + ones, at + 1))
            }
            _ => {
                let n = w.integer(i)?;
                let suffixed = w.glued(i + 1) && w.is_any(i + 1, &["st", "nd", "rd", "th"]);
                (suffixed && n < 100).then_some((n as i8, i + 2))
            }
        }
    }

    /// A month's name, its full stop included.
    fn month_name(&self, i: usize) -> Found<i8> {
        let w = self.words;
        let Lex::Month { month, short } = w.lex(i) else { return None };
        if !w.capital(i) {
            return None;
        }
        let stop = short && w.is(i + 1, ".") && w.glued(i + 1);
        Some((month, if stop { i + 2 } else { i + 1 }))
    }

    /// Adds the year that follows a month and day.
    fn with_year(&self, month: i8, day: i8, weekday: Option<i8>, at: usize) -> (Point, usize) {
        let (mut year, end) = self.year_after(at);
        if year == Year::Open {
            year = self.year_across(at);
        }
        if year == Year::Open && (month, day) == (9, 11) && is_of_terror(self.words, at) {
            year = Year::Known(2001);
        }
        let base = match year {
            Year::Known(y) => match date(y, month.into(), day.into()) {
                Some(day) => Base::Known(Stretch::Day(day)),
                None => Base::Month { year, month },
            },
            _ => Base::MonthDay { year, month, day, weekday },
        };
        (Point::new(base), end)
    }

    /// The year behind the other end of a range: the 1918 of "March 5-9, 1918", the 2011 of "March to
    /// August 2011".
    fn year_across(&self, at: usize) -> Year {
        let w = self.words;
        if !matches!(w.str(at), "-" | "–" | "&")
            && !w.is_any(at, &["to", "and", "or", "until", "through"])
        {
            return Year::Open;
        }
        let mut end = at + 1;
        let mut month = false;
        for _ in 0..2 {
            if let Some((_, next)) = self.day_number(end) {
                end = next;
            } else if let Some((_, next)) = self.month_name(end) {
                month = true;
                end = next;
            }
        }
        if end == at + 1 || !month && !w.is(end, ",") {
            return Year::Open;
        }
        match self.year_after(end) {
            (year @ Year::Known(_), _) => year,
            _ => Year::Open,
        }
    }

    /// The year said at `at`: ", 2024", "2024", "of 2024", "last year", "of next year", "this year".
    fn year_after(&self, at: usize) -> (Year, usize) {
        let w = self.words;
        let comma = w.is(at, ",");
        let start = if comma || w.is(at, "of") || w.is(at, "in") { at + 1 } else { at };
        if let Some((Stretch::Year(year), end)) = self.year_in_words(start).filter(|_| start > at) {
            return (Year::Known(year), end);
        }
        if let Some(year) = self.year_number(start) {
            let clock = w.is(start + 1, ":") && w.glued(start + 2) && w.is_number(start + 2);
            let bound = w.glued(start + 1) && (clock || w.is(start + 1, "%"))
                || w.glued(start) && w.is(at, ",");
            let loose = comma || w.is(at, "of") || start == at || w.is(at, "in");
            let counted = w.get(start + 1).shape == Shape::Lower
                && w.is_any(start + 1, &["people", "troops", "soldiers"]);
            if !bound && loose && !counted {
                return (Year::Known(year), start + 1);
            }
        }
        if start == at + 1 && !comma || start == at {
            if let Lex::Pick(pick) = w.lex(start)
                && w.is(start + 1, "year")
                && !w.glued(start + 1)
            {
                if let Some(shift) = year_shift(pick) {
                    return (Year::Shift(shift), start + 2);
                }
                if matches!(pick, Pick::That | Pick::Same) && w.is(at, "of") {
                    return (Year::Pick(Pick::That), start + 2);
                }
            }
            if w.is(start, "the") && w.is(start + 1, "year") && w.is(at, "of") {
                return (Year::Open, start + 2);
            }
        }
        if matches!(w.str(at), "'" | "’" | "‘")
            && !w.glued(at)
            && w.glued(at + 1)
            && w.str(at + 1).len() == 2
            && let Some(short) = w.integer(at + 1)
        {
            let year = if short > 40 { 1900 + short } else { 2000 + short };
            return (Year::Known(year as i32), at + 2);
        }
        (Year::Open, at)
    }

    // ---- months and weekdays -------------------------------------------------------------------

    /// "May 3, 2024", "May 2024", "May last year", "May".
    fn month(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let (month, at) = self.month_name(i)?;
        let Lex::Month { short, .. } = w.lex(i) else { return None };
        // "March 15-18" gives its first day.
        if (!w.glued(at) || w.is(at - 1, "."))
            && let Some((day, end)) = self.day_number(at)
        {
            let clock = w.is(end, ":") || w.is_any(end, &["p.m.", "a.m.", "pm", "am"]);
            let unit = matches!(w.lex(end), Lex::Unit { .. }) && !w.is(end, "second");
            let word_day =
                !w.is_number(at) && !w.is(at + 1, "-") && matches!(w.lex(end), Lex::Unit { .. });
            let percent = w.is_any(end, &["%", "percent", "million", "billion"]);
            if !clock && !unit && !word_day && !percent {
                return Some(self.with_year(month, day, None, end));
            }
        }
        let (year, end) = self.year_after(at);
        if year == Year::Open {
            let year = self.year_across(at);
            if year == Year::Open && !self.month_stands(i, at, short) {
                return None;
            }
            return Some((Point::new(Base::Month { year, month }), at));
        }
        Some((Point::new(Base::Month { year, month }), end))
    }

    /// True when a month's name without day or year is a month indeed: "May" may be a verb or Mrs
    /// May, "March" a march, "April" a person.
    fn month_stands(&self, i: usize, end: usize, short: bool) -> bool {
        let w = self.words;
        let before = w.str_before(i, 1);
        let told = BEFORE_SHORT_YEAR.iter().any(|p| before.eq_ignore_ascii_case(p))
            || matches!(w.before(i, 1).lex, Lex::Stage(_) | Lex::Pick(_))
            || before == "-" && matches!(w.before(i, 2).lex, Lex::Stage(_))
            || w.was_any(i, 1, &["the", "a", "an", "between"]) && w.get(end).shape == Shape::Lower;
        if short {
            let full_stop = end == i + 2;
            return told && full_stop && w.get(i).shape == Shape::Title;
        }
        let name_next = w.get(end).shape == Shape::Title
            && w.get(end).gap == Gap::Space
            && w.lex(end) == Lex::None;
        if w.is(i, "may") {
            return told && !w.was_any(i, 1, &["and", "of", "for", "the", "a"]) && !name_next
                || matches!(w.before(i, 1).lex, Lex::Stage(_) | Lex::Pick(_));
        }
        if w.is(i, "march") {
            return told && !name_next && !w.was_any(i, 1, &["the", "a", "and"]);
        }
        told && !(name_next && w.is(i, "april")) || !name_next && w.get(i).shape == Shape::Title
    }

    fn weekday(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        let (day, end) = self.weekday_name(i)?;
        let Lex::Weekday { short, .. } = w.lex(i) else { return None };
        let paper = [
            "Times",
            "Telegraph",
            "Mirror",
            "Express",
            "Herald",
            "Post",
            "Mail",
            "Star",
            "People",
            "Tribune",
        ];
        if w.get(end).shape == Shape::Title
            && paper.contains(&w.str(end))
            && !w.was_any(i, 1, &["on", "said", "this", "last"])
        {
            return None;
        }
        if let Some(found) = self.weekday_date(day, end) {
            return Some(point(self.tail(found)));
        }
        if short {
            return None;
        }
        if let Lex::Part { part, plural: true } = w.lex(end) {
            return Some((Expression::Set(Recurrence::Weekday { day, part: Some(part) }), end + 1));
        }
        // "Friday of last week", "Monday last week"
        let base = Base::Weekday { day, pick: None };
        Some(point(self.tail((Point::new(base), end))))
    }

    fn weekday_name(&self, i: usize) -> Found<i8> {
        let w = self.words;
        let Lex::Weekday { day, short, plural: false } = w.lex(i) else { return None };
        if !w.capital(i) {
            return None;
        }
        let stop = short && w.is(i + 1, ".") && w.glued(i + 1);
        Some((day, if stop { i + 2 } else { i + 1 }))
    }

    /// The date after a weekday: "Friday, Oct. 13", "Tuesday (October 29)", "Tuesday 29 October".
    fn weekday_date(&self, weekday: i8, end: usize) -> Found<Point> {
        let w = self.words;
        let mut at = end;
        if w.is(at, ",") {
            at += 1;
        }
        let bracket = w.is(at, "(");
        if bracket {
            at += 1;
        }
        if w.is(at, "the") {
            at += 1;
        }
        let (mut found, mut at) = match w.lex(at) {
            Lex::Month { .. } => {
                let (month, next) = self.month_name(at)?;
                let (day, end) = self.day_number(next)?;
                if w.is(end, ":") && w.is_number(end + 1) && w.glued(end + 1) {
                    return None;
                }
                self.with_year(month, day, Some(weekday), end)
            }
            _ => {
                let (day, next) = self.day_number(at)?;
                let next = if w.is(next, "of") { next + 1 } else { next };
                let (month, end) = self.month_name(next)?;
                self.with_year(month, day, Some(weekday), end)
            }
        };
        if bracket {
            if !w.is(at, ")") {
                return None;
            }
            at += 1;
        }
        if let Base::MonthDay { weekday: day, .. } = &mut found.base {
            *day = Some(weekday);
        }
        Some((found, at))
    }

    // ---- what follows a point ------------------------------------------------------------------

    /// Parts of the day and clocks after a day: "Friday night", "Tuesday at 10 a.m.".
    fn tail(&self, (mut found, end): (Point, usize)) -> (Point, usize) {
        let w = self.words;
        if found.part.is_some()
            || found.clock.is_some()
            || found.week.is_some()
            || !found.base.is_day()
        {
            return (found, end);
        }
        let staged = match w.lex(end) {
            Lex::Stage(_) => end + 1,
            _ => end,
        };
        if let Lex::Part { part, plural: false } = w.lex(staged)
            && w.get(staged).gap == Gap::Space
            && w.get(staged).shape == Shape::Lower
        {
            found.part = Some(part);
            return (found, staged + 1);
        }
        let at = if w.is(end, "at") { end + 1 } else { end };
        if let Some((clock, after)) = self.clock(at) {
            found.clock = Some(clock);
            return (found, after);
        }
        (found, end)
    }

    // ---- clocks --------------------------------------------------------------------------------

    /// A time of day, with the day when it follows: "10 p.m. Wednesday", "noon on Saturday".
    fn clocked(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let (clock, mut end) = self.clock(i)?;
        let mut found = Point { clock: Some(clock), ..Point::new(Base::SameDay) };
        // "4 in the morning"
        if w.is(end, "in")
            && w.is(end + 1, "the")
            && matches!(w.lex(end + 2), Lex::Part { .. })
            && let Lex::Part { part, .. } = w.lex(end + 2)
        {
            if matches!(part, Part::Afternoon | Part::Evening) && clock.hour < 12 {
                found.clock = Some(Clock { hour: clock.hour + 12, ..clock });
            }
            end += 3;
        }
        let comma = usize::from(w.is(end, ","));
        let on = usize::from(w.is_any(end + comma, &["on", "of"]));
        if let Some((day, after)) = self.day_point(end + comma + on) {
            found.base = day.base;
            return Some((found, after));
        }
        // "2:30 the next day"
        if w.is(end, "the")
            && matches!(w.lex(end + 1), Lex::Pick(_))
            && w.is(end + 2, "day")
            && let Some((Expression::Point(day), after)) = self.definite(end)
        {
            found.base = day.base;
            return Some((found, after));
        }
        Some((found, end))
    }

    /// A day alone: date, weekday, "today".
    fn day_point(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let found = match w.lex(i) {
            Lex::Month { .. } => self.month(i)?,
            Lex::Weekday { plural: false, .. } => {
                let (day, end) = self.weekday_name(i)?;
                match self.weekday_date(day, end) {
                    Some(found) => found,
                    None => (Point::new(Base::Weekday { day, pick: None }), end),
                }
            }
            Lex::DayShift(shift) => {
                (Point::new(Base::FromNow { unit: Unit::Day, count: shift.into() }), i + 1)
            }
            Lex::None if w.is_number(i) => self.numeric_date(i).or_else(|| self.day_month(i))?,
            _ => return None,
        };
        found.0.base.is_day().then_some(found)
    }

    /// "10 p.m.", "10:30", "10:30 a.m. EDT", "1400 GMT", "noon".
    fn clock(&self, i: usize) -> Found<Clock> {
        let w = self.words;
        if let Lex::ClockWord(hour) = w.lex(i) {
            let minute = Some(0);
            return Some((Clock { hour, minute, universal: false }, i + 1));
        }
        let hour = w.integer(i)?;
        let mut end = i + 1;
        let mut minute = None;
        let digits = w.str(i).len();
        if w.is(end, ":") && w.glued(end) && w.glued(end + 1) && w.str(end + 1).len() == 2 {
            minute = Some(w.integer(end + 1).filter(|m| (0..60).contains(m))? as i8);
            end += 2;
            if w.is(end, ":") && w.glued(end) && w.glued(end + 1) && w.is_number(end + 1) {
                end += 2;
            }
        }
        let zone = |at: usize| w.is_any(at, &["gmt", "utc", "z"]);
        if minute.is_none() && digits == 4 && zone(end) {
            let clock = Clock {
                hour: (hour / 100) as i8,
                minute: Some((hour % 100) as i8),
                universal: true,
            };
            return (hour / 100 < 25 && hour % 100 < 60).then_some((clock, end + 1));
        }
        if !(0..=24).contains(&hour) || digits > 2 {
            return None;
        }
        let mut hour = hour as i8;
        let half =
            w.str(end).bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase());
        let half: [u8; 3] = {
            let mut letters = [0; 3];
            half.take(3).enumerate().for_each(|(k, b)| letters[k] = b);
            letters
        };
        let said = match &half {
            b"pm\0" => {
                if hour < 12 {
                    hour += 12;
                }
                true
            }
            b"am\0" => {
                if hour == 12 {
                    hour = 0;
                }
                true
            }
            _ => false,
        };
        if said {
            end += 1;
        } else if w.is(end, "o") && w.is_any(end + 1, &["'", "’"]) && w.is(end + 2, "clock") {
            end += 3;
        } else if w.is(end, "in")
            && w.is(end + 1, "the")
            && matches!(w.lex(end + 2), Lex::Part { .. })
            && w.was_any(i, 1, &["at", "around", "about", "by", "until", "before", "after"])
        {
            // "at 4 in the morning": the caller reads on.
        } else if minute.is_none() {
            return None;
        } else if w.is_any(end, &["hours", "hrs"]) {
            end += 1;
        } else if !zone(end)
            && !w.was_any(
                i,
                1,
                &[
                    "at", "by", "until", "from", "after", "before", "of", "around", "about",
                    "since", "to", "till", "(",
                ],
            )
        {
            // A bare "3:2" is a score.
            return None;
        }
        let mut universal = false;
        if zone(end) {
            universal = true;
            end += 1;
        } else if w.is_any(
            end,
            &[
                "edt", "est", "cet", "cest", "pdt", "pst", "bst", "kst", "jst", "cdt", "cst", "et",
                "pt",
            ],
        ) && w.get(end).shape == Shape::Upper
        {
            end += 1;
        } else if w.is(end, "local") && w.is(end + 1, "time") {
            end += 2;
        }
        Some((Clock { hour, minute, universal }, end))
    }

    // ---- decades, centuries, years before Christ -----------------------------------------------

    /// "1990s", "90s", "1990's".
    fn decade(&self, i: usize) -> Found<Stretch> {
        let w = self.words;
        let n = w.integer(i).filter(|n| n % 10 == 0)?;
        let apostrophe = usize::from(matches!(w.str(i + 1), "'" | "’") && w.glued(i + 1));
        if !w.is(i + 1 + apostrophe, "s") || !w.glued(i + 1 + apostrophe) {
            return None;
        }
        let end = i + 2 + apostrophe;
        match w.str(i).len() {
            // "the 1600s" is a century.
            4 if (1000..2000).contains(&n) && n % 100 == 0 => {
                Some((Stretch::Century(n as i32 / 100), end))
            }
            4 if (1000..2100).contains(&n) => Some((Stretch::Decade(n as i32 / 10), end)),
            2 if n >= 20
                && apostrophe == 0
                && !w.was_any(i, 1, &["his", "her", "their", "my", "in"]) =>
            {
                Some((Stretch::Decade(190 + n as i32 / 10), end))
            }
            _ => None,
        }
    }

    /// "20th century", "nineteenth century".
    fn century(&self, i: usize) -> Found<Stretch> {
        let w = self.words;
        let (n, at) = self.ordinal_number(i)?;
        let hyphen = usize::from(w.is(at, "-") && w.glued(at));
        (w.is(at + hyphen, "century") && (1..=22).contains(&n))
            .then_some((Stretch::Century(i32::from(n) - 1), at + hyphen + 1))
    }

    /// "493 BC", "480 B.C.".
    fn before_christ(&self, i: usize) -> Found<Stretch> {
        let w = self.words;
        let year = w.integer(i).filter(|y| (1..10_000).contains(y))?;
        let found = Stretch::BeforeChrist(year as i32);
        if let Some(end) = self.era(i + 1) {
            return Some((found, end));
        }
        // "264 to 241 BC"
        let joined = matches!(w.str(i + 1), "-" | "–" | "to" | "and");
        let other = w.integer(i + 2).filter(|other| joined && *other < year)?;
        (other > 0 && self.era(i + 3).is_some()).then_some((found, i + 1))
    }

    /// One past "BC" and its variants.
    fn era(&self, i: usize) -> Option<usize> {
        let w = self.words;
        if matches!(w.str(i), "BC" | "B.C." | "BCE" | "B.C.E.") {
            return Some(i + 1);
        }
        (w.is(i, "B") && w.is(i + 1, ".") && w.is(i + 2, "C") && w.glued(i + 2)).then_some(i + 3)
    }

    /// "AD 842", "347 CE".
    fn christian_year(&self, i: usize) -> Found<Stretch> {
        let w = self.words;
        let era = |at: usize| matches!(w.str(at), "AD" | "A.D." | "CE" | "C.E.");
        let (at, end) = if era(i) { (i + 1, i + 2) } else { (i, i + 2) };
        if at == i && !era(i + 1) {
            return None;
        }
        let year = w.integer(at).filter(|y| (1..2100).contains(y))?;
        Some((Stretch::Year(year as i32), end))
    }

    /// A year of fewer than four digits, where the words before say that it is one.
    fn early_year(&self, i: usize) -> Option<i32> {
        let w = self.words;
        let year = w.integer(i).filter(|y| (30..1000).contains(y))?;
        (!w.glued(i + 1) || w.get(i + 1).shape == Shape::Mark).then_some(year as i32)
    }

    // ---- lengths -------------------------------------------------------------------------------

    /// "three days", "a week", "two-year", "several months", "12 to 18 months", with "ago",
    /// "earlier" or "later" a point.
    fn length(&self, i: usize) -> Found<Expression> {
        let (count, fuzzy, at) = self.amount(i)?;
        self.counted(i, count, fuzzy, at, None)
    }

    /// A number that can count units of time: (count, is it fuzzy, one past).
    fn amount(&self, i: usize) -> Option<(Option<f64>, bool, usize)> {
        let w = self.words;
        let article = w.is_any(i, &["a", "an"]);
        if article && w.is(i + 1, "few") || w.is(i, "few") {
            return Some((None, false, if article { i + 2 } else { i + 1 }));
        }
        if w.is_any(i, &["several", "many"]) {
            return Some((None, false, i + 1));
        }
        if article && w.is(i + 1, "couple") || w.is(i, "couple") {
            let at = if article { i + 2 } else { i + 1 };
            return Some((Some(2.0), true, if w.is(at, "of") { at + 1 } else { at }));
        }
        if w.is(i, "half") && w.is_any(i + 1, &["a", "an"]) {
            return Some((Some(0.5), false, i + 2));
        }
        if let Some(found) = number(w, i) {
            // "12 to 18 months", "five or six years", "two to six days"
            if w.is_any(found.end, &["to", "or", "-", "–"])
                && let Some(second) = number(w, found.end + 1)
                && matches!(w.lex(second.end), Lex::Unit { .. })
                && !(w.is(second.end, "second"))
            {
                let count = (second.value > found.value).then_some(found.value);
                let exact = second.value - found.value <= 1.0;
                return Some((if exact { count } else { None }, true, second.end));
            }
            return Some((Some(found.value), false, found.end));
        }
        if article && w.is(i + 1, "half") {
            return Some((Some(0.5), false, i + 2));
        }
        if article || w.is(i, "another") {
            let adjective =
                w.is_any(i + 1, &["full", "whole", "further", "additional", "single", "record"]);
            if let Some(found) = w.is(i, "another").then(|| number(w, i + 1)).flatten() {
                return Some((Some(found.value), false, found.end));
            }
            return Some((Some(1.0), false, if adjective { i + 2 } else { i + 1 }));
        }
        None
    }

    /// The unit after an amount, and what it makes.
    fn counted(
        &self,
        start: usize,
        count: Option<f64>,
        fuzzy: bool,
        mut at: usize,
        toward: Option<i8>,
    ) -> Found<Expression> {
        let w = self.words;
        if w.is_any(
            at,
            &[
                "more",
                "additional",
                "full",
                "straight",
                "consecutive",
                "further",
                "long",
                "successive",
                "whole",
                "other",
            ],
        ) {
            at += 1;
        }
        if w.is_any(at, &["trading", "business", "working", "calendar"]) {
            at += 1;
        }
        let hyphen = w.is(at, "-") && w.glued(at) && w.glued(at + 1);
        if hyphen {
            at += 1;
        }
        // A fortnight is two weeks.
        let fortnights = w.is_any(at, &["fortnight", "fortnights"]);
        let article = w.is_any(start, &["a", "an", "another"]) && count == Some(1.0);
        let (unit, plural) = match w.lex(at) {
            Lex::Unit { unit, plural } => (unit, plural),
            _ if fortnights => (Unit::Week, w.is(at, "fortnights")),
            _ => return None,
        };
        if unit == Unit::Second && !plural && !hyphen {
            return None;
        }
        // "60 Minutes" is a programme.
        if unit < Unit::Day && w.get(at).shape == Shape::Title && w.is_number(at - 1) {
            return None;
        }
        if unit == Unit::Year && w.was_any(at, 1, &["calendar"]) && article {
            return None;
        }
        if unit == Unit::Quarter && (article || hyphen || count.is_some_and(|c| c.fract() != 0.0)) {
            return None;
        }
        if article && plural {
            return None;
        }
        if count.is_none() && !plural && !hyphen {
            return None;
        }
        if !article
            && !plural
            && count.is_some_and(|c| c > 1.0)
            && !hyphen
            && !matches!(w.get(at + 1).shape, Shape::Lower)
            && w.get(at).gap != Gap::Space
        {
            return None;
        }
        let mut end = at + 1;
        // Ages: "30-year-old", "52 years old", "aged 30 years".
        let age = |k: usize| w.is_any(k, &["old", "olds", "older"]);
        if age(end) || w.is(end, "-") && age(end + 1) || w.is(end, "of") && w.is(end + 1, "age") {
            return None;
        }
        let mut count = if fortnights { count.map(|c| c * 2.0) } else { count };
        if w.is(end, "and") && w.is(end + 1, "a") && w.is(end + 2, "half") {
            count = count.map(|c| c + 0.5);
            end += 3;
        }
        let or_so = w.is_any(end + 1, &["so", "more"]) || article && w.is(end + 1, "two");
        if w.is(end, "or") && or_so {
            end += 2;
        }
        if w.is(end, "or")
            && let Lex::Unit { plural: true, .. } = w.lex(end + 1)
        {
            end += 2;
        }
        let modifier = fuzzy.then_some("APPROX");
        let whole = count.map(|c| c.round() as i64);
        // "a year ago", "two days earlier"
        if w.is(end, "ago")
            || w.is(end, "earlier")
            || w.is(end, "later")
            || w.is(end, "previously")
            || w.is(end, "before")
                && !matches!(
                    w.get(end + 1).shape,
                    Shape::Lower | Shape::Title | Shape::Upper | Shape::Number
                )
            || w.is(end, "hence")
            || w.is(end, "from") && w.is(end + 1, "now")
        {
            let ahead = w.is(end, "later") || w.is_any(end, &["hence", "from"]);
            let now = w.is(end, "ago") || w.is_any(end, &["hence", "from"]);
            let sign = if ahead { 1 } else { -1 };
            let year_old = unit == Unit::Year && whole == Some(1) && !ahead;
            let base = match whole {
                None if now && unit == Unit::Year => Base::Vague("PAST_REF"),
                None => Base::Vague(if ahead { "FUTURE_REF" } else { "PAST_REF" }),
                Some(_) if year_old => Base::YearAgo,
                // "a decade ago" is a year, give or take.
                Some(n) if now && unit == Unit::Decade => {
                    Base::FromNow { unit: Unit::Year, count: sign * n.clamp(0, 100) * 10 }
                }
                Some(n) if now => Base::FromNow { unit, count: sign * n },
                Some(n) => Base::FromThen { unit, count: sign * n },
            };
            let after = if w.is(end, "from") { end + 2 } else { end + 1 };
            return Some((Expression::Point(Point { modifier, ..Point::new(base) }), after));
        }
        if hyphen && w.is(end, "-") && w.is(end + 1, "long") {
            end += 2;
        }
        if hyphen && w.is_any(end, &["period"]) && article {
            end += 1;
        }
        if toward.is_none() && article && self.rate_before(start) {
            return Some((Expression::Set(Recurrence::Every { count: 1.0, unit }), end));
        }
        let toward = toward.unwrap_or(0);
        Some((Expression::Length(Length { count, unit, modifier, toward }), end))
    }

    /// True when "a year" at `i` says how often: "twice a year", "50,000 tonnes a year".
    fn rate_before(&self, i: usize) -> bool {
        let w = self.words;
        if w.was_any(i, 1, &["times", "once", "twice", "thrice", "%"]) {
            return true;
        }
        let before = w.before(i, 1);
        let noun = before.shape == Shape::Lower
            && before.lex == Lex::None
            && !w.was_any(
                i,
                1,
                &[
                    "in", "for", "within", "after", "than", "of", "over", "by", "to", "took",
                    "lasted", "takes", "take", "spent", "was", "is", "be", "with", "from", "until",
                    "only", "and", "or", "on", "as", "just", "quite", "every", "during", "through",
                    "last", "been", "such", "even", "what", "not", "up", "down", "rise", "fell",
                    "rose",
                ],
            );
        noun && (2..=4).any(|back| {
            let word = w.before(i, back);
            word.shape == Shape::Number
                || matches!(word.lex, Lex::Cardinal(_) | Lex::Multiplier { .. })
        }) || matches!(before.lex, Lex::Multiplier { .. })
    }

    /// "nearly three years", "about two years ago", "around Nov. 1".
    fn approximation(&self, start: usize, at: usize, modifier: &'static str) -> Found<Expression> {
        let w = self.words;
        if w.is(at, "the") && w.is_any(at + 1, &["past", "last", "next"]) {
            // "over the past two months" is no "more than".
            if w.is(start, "over") {
                return None;
            }
            if let Some((Expression::Length(length), end)) = self.definite(at) {
                return Some((
                    Expression::Length(Length { modifier: Some(modifier), ..length }),
                    end,
                ));
            }
            return None;
        }
        let counts =
            number(w, at).is_some() || w.is_any(at, &["a", "an", "half", "several", "another"]);
        if counts {
            match self.length(at) {
                Some((Expression::Length(length), end)) => {
                    return Some((
                        Expression::Length(Length { modifier: Some(modifier), ..length }),
                        end,
                    ));
                }
                Some((Expression::Point(p), end)) => {
                    return Some((Expression::Point(Point { modifier: Some(modifier), ..p }), end));
                }
                _ => {}
            }
        }
        if modifier == "APPROX" && start + 1 == at && !w.is(start, "some") {
            let inner = match w.lex(at) {
                // "get around Wednesday's ruling"
                Lex::Weekday { .. } if matches!(w.str(at + 1), "'" | "’") => None,
                Lex::Month { .. } | Lex::Weekday { .. } | Lex::ClockWord(_) => self.expression(at),
                Lex::Unit { unit: Unit::Year, plural: false } => self.bare_unit(at),
                _ if w.is_number(at) => self.clocked(at).map(point),
                _ => None,
            };
            if let Some((Expression::Point(p), end)) = inner {
                let modifier = p.modifier.or(Some(modifier));
                return Some((Expression::Point(Point { modifier, ..p }), end));
            }
        }
        if w.is(start, "some")
            && let Lex::Unit { plural: true, unit } = w.lex(at)
            && unit >= Unit::Day
        {
            let ago = w.is(at + 1, "ago");
            if ago {
                return Some((Expression::Point(Point::new(Base::Vague("PAST_REF"))), at + 2));
            }
            return Some((plain_length(unit), at + 1));
        }
        None
    }

    /// One past the "end" of "year's end".
    fn possessed_end(&self, i: usize) -> Option<usize> {
        let w = self.words;
        let possessive = matches!(w.str(i + 1), "'" | "’") && w.is(i + 2, "s") && w.glued(i + 2);
        (possessive && w.is(i + 3, "end")).then_some(i + 4)
    }

    /// A unit with no number: "years", "months ago", "year-end", "year-earlier", "year's end".
    fn bare_unit(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        let Lex::Unit { unit, plural } = w.lex(i) else { return None };
        let hyphen = w.is(i + 1, "-") && w.glued(i + 1) && w.glued(i + 2);
        if unit == Unit::Year && !plural {
            let at = if hyphen { i + 2 } else { i + 1 };
            if w.is(at, "end")
                && (hyphen || !w.was_any(i, 1, &["the", "a", "this", "last"]))
                && !w.is(at + 1, "of")
            {
                let base = Base::TheUnit(Unit::Year);
                return Some((
                    Expression::Point(Point { modifier: Some("END"), ..Point::new(base) }),
                    at + 1,
                ));
            }
            if let Some(end) = self.possessed_end(i) {
                let base = Base::TheUnit(Unit::Year);
                return Some((
                    Expression::Point(Point { modifier: Some("END"), ..Point::new(base) }),
                    end,
                ));
            }
            if hyphen && w.is_any(at, &["ago", "earlier"]) {
                return Some((
                    Expression::Point(Point::new(Base::YearAgo)),
                    self.period_end(at + 1),
                ));
            }
            return None;
        }
        if !plural {
            // "by month's end"
            let end = self.possessed_end(i).filter(|_| unit > Unit::Day)?;
            let base = Base::Unit { unit, pick: Pick::This };
            return Some((
                Expression::Point(Point { modifier: Some("END"), ..Point::new(base) }),
                end,
            ));
        }
        if w.is(i + 1, "ago") {
            let base = Base::Vague("PAST_REF");
            return Some((Expression::Point(Point::new(base)), i + 2));
        }
        let bare = matches!(
            unit,
            Unit::Day
                | Unit::Week
                | Unit::Month
                | Unit::Year
                | Unit::Decade
                | Unit::Century
                | Unit::Hour
        );
        // "the years 1751-1777" are told by their numbers.
        if unit == Unit::Year && self.year_number(i + 1).is_some() {
            return None;
        }
        let old = w.is_any(i + 1, &["old", "older"]) || w.is(i + 1, "of") && w.is(i + 2, "age");
        let named = w.was_any(
            i,
            1,
            &[
                "of", "in", "for", "after", "within", "over", "before", "to", "the", "took",
                "take", "spent", "lasted", "during", "and", "-", "only", "those", "by", "until",
                "than", "about",
            ],
        ) || w.get(i + 1).shape == Shape::Lower
            && w.is_any(
                i + 1,
                &["later", "earlier", "before", "after", "of", "or", "-", "and", "to"],
            )
            || w.before(i, 1).gap == Gap::Break;
        if !bare || old || !named || w.capital(i) && w.before(i, 1).shape == Shape::Title {
            return None;
        }
        let mut end = i + 1;
        if w.is(end, "or")
            && let Lex::Unit { plural: true, .. } = w.lex(end + 1)
        {
            end += 2;
        }
        if w.is(end, "later") || w.is(end, "earlier") {
            let value = if w.is(end, "later") { "FUTURE_REF" } else { "PAST_REF" };
            return Some((Expression::Point(Point::new(Base::Vague(value))), end + 1));
        }
        if w.is(end, "-") && w.is(end + 1, "long") {
            end += 2;
        }
        Some((plain_length(unit), end))
    }

    /// The end of "quarter" or "period" when one stands at `at`.
    fn period_end(&self, at: usize) -> usize {
        let w = self.words;
        if w.is_any(at, &["quarter", "period"]) { at + 1 } else { at }
    }

    // ---- the, this, last, next -----------------------------------------------------------------

    /// Expressions that open with "the" or "its".
    fn definite(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        let at = i + 1;
        match w.lex(at) {
            Lex::Pick(pick) => return self.pick(at, pick, true),
            Lex::Stage(modifier) => return self.stage(i, at, modifier).map(point),
            Lex::Ordinal(_) => {
                // "the third-quarter loss", "its third quarter": the determiner is the noun's.
                let (_, end) = self.quarter_name(at).unwrap_or((0, at));
                if end > at && (w.is(end - 2, "-") || w.is(i, "its")) {
                    return None;
                }
                return self.ordinal(i, at);
            }
            Lex::Decade(n) => {
                return w
                    .was_any(
                        i,
                        1,
                        &[
                            "in",
                            "of",
                            "since",
                            "through",
                            "during",
                            "from",
                            "by",
                            "until",
                            "throughout",
                        ],
                    )
                    .then(|| (Expression::Point(Point::new(Base::ShortDecade(n))), at + 1));
            }
            Lex::Season(_) => return self.season(at, Year::Open).map(point),
            Lex::Weekend { plural: false } => {
                return Some((Expression::Point(Point::new(Base::Weekend(Pick::That))), at + 1));
            }
            Lex::Fiscal => return self.fiscal(at).map(point),
            Lex::Part { part, plural: false } => {
                // "the night of April 18, 1775"; "in the morning" says the day of the story.
                if w.is(at + 1, "of") {
                    let inner = if w.is(at + 2, "the") { at + 3 } else { at + 2 };
                    if let Some((day, end)) =
                        self.day_point(at + 2).or_else(|| self.day_point(inner))
                    {
                        return Some((Expression::Point(Point { part: Some(part), ..day }), end));
                    }
                    return None;
                }
                let told = w.was_any(i, 1, &["in", "during", "through", "throughout", "of"]);
                let base = Base::SameDay;
                return told.then(|| {
                    (Expression::Point(Point { part: Some(part), ..Point::new(base) }), at + 1)
                });
            }
            Lex::Weekday { plural: false, .. } => {
                let (day, end) = self.weekday_name(at)?;
                return w.is(end, "before").then(|| {
                    (
                        Expression::Point(Point::new(Base::Weekday {
                            day,
                            pick: Some(Pick::Last),
                        })),
                        end + 1,
                    )
                });
            }
            Lex::Unit { unit: Unit::Second, plural: false } => return self.ordinal(i, at),
            Lex::Unit { unit, plural } => return self.the_unit(i, unit, plural),
            _ => {}
        }
        if w.is_number(at) {
            if let Some(found) = self.decade(at) {
                return Some(known(found));
            }
            if let Some((day, end)) = self.day_month(at) {
                return Some(point(self.tail((day, end))));
            }
            if let Some(found) = self.century(at) {
                return Some(known(found));
            }
            if let Some(year) = self.year_number(at) {
                if let Some((quarter, end)) = self.quarter_name(at + 1) {
                    let base = Base::Quarter { year: Year::Known(year), quarter };
                    return Some((Expression::Point(Point::new(base)), end));
                }
                if w.is_any(at + 1, &["period", "quarter"]) {
                    // "the 1988 quarter" has the quarter of the report.
                    let base = Base::Quarter { year: Year::Known(year), quarter: 0 };
                    return Some((Expression::Point(Point::new(base)), at + 2));
                }
                return None;
            }
            if let Some((n, end)) = self.ordinal_number(at) {
                // "on the 25th"
                let told = w.was_any(i, 1, &["on", "by", "until", "from", "since", "to"]);
                let noun = w.get(end).shape != Shape::Mark
                    && !w.is_any(
                        end,
                        &["of", "and", "to", "was", "were", "at", "in", "but", "when"],
                    );
                return (told && !noun && n <= 31)
                    .then(|| (Expression::Point(Point::new(Base::DayOfMonth(n))), end));
            }
        }
        if self.quote_decade(at) {
            return self.short_year(at);
        }
        if let Some(found) = self.edge_of(i) {
            return Some(point(found));
        }
        if w.is(at, "year") {
            return None;
        }
        let fiscal_year = w.is(at + 1, "fiscal") && w.is(at + 2, "year");
        if fiscal_year && w.is_any(at, &["current", "latest", "present"]) {
            let pick = if w.is(at, "latest") { Pick::Last } else { Pick::This };
            let base = Base::Unit { unit: Unit::Year, pick };
            return Some((Expression::Point(Point::new(base)), at + 3));
        }
        if w.is(at, "latest") {
            if w.is_any(at + 1, &["quarter", "period"])
                || w.is(at + 1, "fiscal") && w.is(at + 2, "quarter")
            {
                return Some((
                    Expression::Point(Point::new(Base::TheUnit(Unit::Quarter))),
                    at + if w.is(at + 1, "fiscal") { 3 } else { 2 },
                ));
            }
            return self.several_of(at + 1, -1);
        }
        if w.is_any(at, &["current", "present"]) {
            if let Lex::Unit { unit, plural: false } = w.lex(at + 1) {
                return Some((
                    Expression::Point(Point::new(Base::Unit { unit, pick: Pick::This })),
                    at + 2,
                ));
            }
            return None;
        }
        if w.is(at, "future")
            || w.is_any(at, &["near", "foreseeable", "distant"]) && w.is(at + 1, "future")
        {
            let end = if w.is(at, "future") { at + 1 } else { at + 2 };
            let noun = w.get(end).shape == Shape::Lower
                && w.lex(end) == Lex::None
                && !w.is_any(
                    end,
                    &[
                        "of", "and", "in", "for", "is", "as", "to", "with", "if", "that", "but",
                        "was", "will", "would", "by", "or", "when", "could", "may",
                    ],
                );
            return (!noun && !w.is(end, "of"))
                .then_some((Expression::Reference("FUTURE_REF"), end));
        }
        if w.is_any(at, &["recent", "coming"]) {
            return None;
        }
        if w.is(at, "day") {
            return None;
        }
        // "the nine months", "the four days"; not "the two-week crisis", where "the" is the noun's.
        if let Some(found) = number(w, at) {
            let attributive = w.is(found.end, "-")
                || found.value > 1.0
                    && matches!(w.lex(found.end), Lex::Unit { plural: false, .. })
                    && w.get(found.end + 1).shape == Shape::Lower;
            if attributive {
                return None;
            }
            return self
                .counted(at, Some(found.value), false, found.end, None)
                .filter(|(e, _)| matches!(e, Expression::Length(_)));
        }
        if w.is_any(at, &["full", "corresponding", "comparable", "same", "entire", "whole"]) {
            if w.is(at + 1, "year") && w.is(at + 2, "-") {
                return Some((
                    Expression::Point(Point::new(Base::YearAgo)),
                    self.period_end(at + 4),
                ));
            }
            if w.is_any(at + 1, &["period", "quarter"])
                && w.is_any(at + 2, &["last", "a"])
                && w.is(at + 3, "year")
            {
                let end = if w.is_any(at + 4, &["ago", "earlier"]) { at + 5 } else { at + 4 };
                return Some((Expression::Point(Point::new(Base::YearAgo)), end));
            }
            if w.is(at + 1, "year") {
                return Some((Expression::Point(Point::new(Base::TheUnit(Unit::Year))), at + 2));
            }
        }
        None
    }

    fn quote_decade(&self, at: usize) -> bool {
        let w = self.words;
        matches!(w.str(at), "'" | "’" | "‘" | "`") && w.is_number(at + 1) && w.is(at + 2, "s")
    }

    /// "the day", "the week", "the weeks ahead", "the year two thousand", "the day before yesterday".
    fn the_unit(&self, i: usize, unit: Unit, plural: bool) -> Found<Expression> {
        let w = self.words;
        let end = i + 2;
        // "The Week", "The Hour", "Player of the Year"
        let title = w.get(i + 1).shape == Shape::Title;
        if title && (w.get(i).shape == Shape::Title || w.was_any(i, 1, &["of"])) {
            return None;
        }
        if plural {
            if w.is(end, "ahead") || w.is(end, "to") && w.is(end + 1, "come") {
                let end = if w.is(end, "to") { end + 2 } else { end + 1 };
                return Some((plain_length(unit), end));
            }
            return (unit == Unit::Year && w.was_any(i, 1, &["over", "through"]))
                .then(|| (plain_length(unit), end));
        }
        let base = match unit {
            Unit::Day => {
                if w.is(end, "before") && w.is(end + 1, "yesterday") {
                    let base = Base::FromNow { unit, count: -2 };
                    return Some((Expression::Point(Point::new(base)), end + 2));
                }
                if w.is(end, "after") && w.is(end + 1, "tomorrow") {
                    let base = Base::FromNow { unit, count: 2 };
                    return Some((Expression::Point(Point::new(base)), end + 2));
                }
                if w.is_any(end, &["before", "after"])
                    && !matches!(w.get(end + 1).shape, Shape::Lower | Shape::Title | Shape::Upper)
                {
                    let count = if w.is(end, "before") { -1 } else { 1 };
                    return Some((
                        Expression::Point(Point::new(Base::FromThen { unit, count })),
                        end + 1,
                    ));
                }
                if w.is_any(end, &["of", "when", "will", "that"])
                    || matches!(w.lex(end), Lex::Weekday { .. })
                    || !w.was_any(i, 1, &["in", "of", "on", "for", "during", "through"])
                {
                    return None;
                }
                Base::TheUnit(unit)
            }
            Unit::Year => {
                if w.is(end, "-") && w.is_any(end + 1, &["ago", "earlier"]) {
                    let at = end + 2;
                    if let Some(found) = number(w, at) {
                        return self.counted(at, Some(found.value), false, found.end, None);
                    }
                    // "the year-ago results": the determiner is the noun's.
                    let after = Some(self.period_end(at)).filter(|after| *after > at)?;
                    return Some((Expression::Point(Point::new(Base::YearAgo)), after));
                }
                if let Some((year, after)) = self.year_in_words(end) {
                    return Some(known((year, after)));
                }
                if let Some(year) = self.year_number(end) {
                    return Some(known((Stretch::Year(year), end + 1)));
                }
                if w.is(end, "two") && w.is(end + 1, "thousand") {
                    return Some(known((Stretch::Year(2000), end + 2)));
                }
                if let Some(year) = self.early_year(end) {
                    return Some(known((Stretch::Year(year), end + 1)));
                }
                // "the year ended March 31" is twelve months, whatever the calendar says.
                if w.is_any(end, &["ended", "ending"]) {
                    let length = Length { count: Some(1.0), unit, modifier: None, toward: 0 };
                    return Some((Expression::Length(length), end));
                }
                if w.is_any(end, &["before"]) {
                    return Some((
                        Expression::Point(Point::new(Base::FromThen { unit, count: -1 })),
                        end + 1,
                    ));
                }
                Base::TheUnit(unit)
            }
            Unit::Week => match self.week_of(end) {
                Some((found, end)) => {
                    return Some((Expression::Point(Point { week: Some(0), ..found }), end));
                }
                None => Base::TheUnit(unit),
            },
            Unit::Quarter => {
                if w.is_any(end, &["a"])
                    && w.is(end + 1, "year")
                    && w.is_any(end + 2, &["ago", "earlier"])
                {
                    return Some((Expression::Point(Point::new(Base::YearAgo)), end + 3));
                }
                Base::TheUnit(unit)
            }
            Unit::Month => {
                if !w.was_any(i, 1, &["of", "in", "for", "during"]) {
                    return None;
                }
                Base::TheUnit(unit)
            }
            Unit::Decade | Unit::Century => {
                if !w.was_any(i, 1, &["of", "in", "for", "during", "over"]) {
                    return None;
                }
                Base::TheUnit(unit)
            }
            _ => return None,
        };
        if w.is(end, "-") && w.glued(end) {
            return None;
        }
        Some((Expression::Point(Point::new(base)), end))
    }

    /// "last week", "this morning", "next Monday", "the past two months", "the previous day".
    fn pick(&self, i: usize, pick: Pick, definite: bool) -> Found<Expression> {
        let w = self.words;
        let mut pick = pick;
        let mut at = i + 1;
        // "this past spring", "this coming Sunday", "this same day", "that same day"
        if let (Pick::This | Pick::That, Lex::Pick(second)) = (pick, w.lex(at)) {
            pick = match second {
                Pick::Past | Pick::Last => Pick::Last,
                Pick::Next => Pick::Next,
                _ => pick,
            };
            at += 1;
        }
        if pick == Pick::Past
            && !definite
            && !matches!(w.lex(at), Lex::Unit { .. })
            && number(w, at).is_none()
            && !w.is_any(at, &["few", "several"])
        {
            return None;
        }
        // "the past", "in the past"
        if pick == Pick::Past && definite {
            let noun = matches!(
                w.lex(at),
                Lex::Unit { .. } | Lex::Season(_) | Lex::Weekend { .. } | Lex::Cardinal(_)
            ) || w.is_number(at)
                || w.is_any(at, &["few", "several", "couple", "half"]);
            if !noun {
                let adjective = w.get(at).shape == Shape::Lower
                    && w.lex(at) == Lex::None
                    && !w.is_any(
                        at,
                        &[
                            "and", "but", "has", "have", "had", "as", "is", "when", "it", "he",
                            "they", "we", "to", "with", "by", "that", "on", "been", "were", "was",
                            "because", "or", "if", "who",
                        ],
                    );
                return (!adjective && w.was_any(i - 1, 1, &["in", "of", "from", "than"]))
                    .then_some((Expression::Reference("PAST_REF"), at));
            }
        }
        // "the first nine months" is an ordinal's; "the past two months", "last few days" are lengths.
        if let Some((count, fuzzy, after)) =
            self.amount(at).filter(|_| !w.is_any(at, &["a", "an", "half"]))
        {
            let toward = match pick {
                Pick::Last | Pick::Past | Pick::Previous => -1,
                Pick::Next | Pick::Following => 1,
                _ => 0,
            };
            if matches!(pick, Pick::That | Pick::Same) {
                return None;
            }
            return self
                .counted(at, count, fuzzy, after, Some(toward))
                .filter(|(e, _)| matches!(e, Expression::Length(_)));
        }
        let base = match w.lex(at) {
            Lex::Unit { unit, plural: true } => {
                let vague = matches!(pick, Pick::Past | Pick::Last | Pick::Previous);
                if pick == Pick::This || w.is(i, "these") || unit < Unit::Day {
                    return None;
                }
                if pick == Pick::Next && unit == Unit::Quarter {
                    return Some((Expression::Reference("FUTURE_REF"), at + 1));
                }
                let coming = pick == Pick::Next;
                if vague && w.is(i, "past") && !definite && unit == Unit::Year {
                    return Some((Expression::Reference("PAST_REF"), at + 1));
                }
                return (vague || coming).then(|| (plain_length(unit), at + 1));
            }
            Lex::Unit { unit, plural: false } => {
                if unit == Unit::Second {
                    return None;
                }
                if pick == Pick::Past {
                    // "the past year" looks back over a length; TimeBank says the year before.
                    pick = Pick::Last;
                }
                if unit == Unit::Decade && pick == Pick::Last {
                    let unit = Unit::Year;
                    let length = Length { count: Some(10.0), unit, modifier: None, toward: -1 };
                    return Some((Expression::Length(length), at + 1));
                }
                if unit == Unit::Week
                    && pick == Pick::Last
                    && definite
                    && let Some(found) = self.week_of_month(at, -1)
                {
                    return Some(found);
                }
                // "This Week" is a programme.
                if w.get(at).shape == Shape::Title
                    && w.get(i).shape == Shape::Title
                    && pick == Pick::This
                {
                    return None;
                }
                if definite && pick == Pick::Next && unit > Unit::Day {
                    pick = Pick::Following;
                }
                if unit == Unit::Minute && pick != Pick::Next {
                    return None;
                }
                if matches!(unit, Unit::Hour | Unit::Minute) {
                    let toward = if pick == Pick::Next { 1 } else { -1 };
                    let length = Length { count: Some(1.0), unit, modifier: None, toward };
                    return Some((Expression::Length(length), at + 1));
                }
                if unit == Unit::Day && matches!(pick, Pick::Last) {
                    return None;
                }
                // "this year's third quarter", "last year's quarter"
                let possessive =
                    matches!(w.str(at + 1), "'" | "’") && w.is(at + 2, "s") && w.glued(at + 2);
                if unit == Unit::Year && possessive {
                    let shift = year_shift(pick);
                    if let (Some((quarter, end)), Some(shift)) = (self.quarter_name(at + 3), shift)
                    {
                        let base = Base::Quarter { year: Year::Shift(shift), quarter };
                        return Some((Expression::Point(Point::new(base)), end));
                    }
                    if w.is_any(at + 3, &["quarter", "period"]) && pick == Pick::Last {
                        return Some((Expression::Point(Point::new(Base::YearAgo)), at + 4));
                    }
                }
                if w.is(at + 1, "-") && w.glued(at + 1) {
                    return None;
                }
                return Some(point(self.tail((Point::new(Base::Unit { unit, pick }), at + 1))));
            }
            Lex::Month { month, .. } => {
                let (_, end) = self.month_name(at)?;
                if let Some((day, end)) = self.day_number(end) {
                    let base = Base::MonthDay { year: Year::Pick(pick), month, day, weekday: None };
                    return Some(point(self.tail((Point::new(base), end))));
                }
                if let (Year::Known(year), end) = self.year_after(end) {
                    return Some((
                        Expression::Point(Point::new(Base::Month {
                            year: Year::Known(year),
                            month,
                        })),
                        end,
                    ));
                }
                return Some((
                    Expression::Point(Point::new(Base::Month { year: Year::Pick(pick), month })),
                    end,
                ));
            }
            Lex::Weekday { plural: false, .. } => {
                let (day, end) = self.weekday_name(at)?;
                if let Some(found) = self.weekday_date(day, end) {
                    return Some(point(self.tail(found)));
                }
                // "Report Is Coming Thursday"
                if w.is(i, "coming")
                    && !definite
                    && !w.was_any(i, 1, &["this", "the"])
                    && pick == Pick::Next
                {
                    return None;
                }
                // "that Sun's profits"
                if matches!(w.lex(at), Lex::Weekday { short: true, .. }) && !w.is(end - 1, ".") {
                    return None;
                }
                // "this coming Friday" is the nearest one ahead, "next Friday" may be the one after.
                let nearest = w.is_any(at - 1, &["coming", "upcoming"]);
                let pick = if nearest { Pick::This } else { pick };
                let base = Base::Weekday { day, pick: Some(pick) };
                return Some(point(self.tail((Point::new(base), end))));
            }
            Lex::Season(season) => {
                if w.is(at, "fall") && pick == Pick::That {
                    return None;
                }
                Base::Season { year: Year::Pick(pick), season }
            }
            // "this coming weekend" is the nearest one, "next weekend" the one after.
            Lex::Weekend { plural: false } if w.is_any(at - 1, &["coming", "upcoming"]) => {
                Base::Weekend(Pick::This)
            }
            Lex::Weekend { plural: false } => Base::Weekend(pick),
            Lex::Part { part, plural: false } => {
                let count = match pick {
                    Pick::Last => -1,
                    Pick::This => 0,
                    Pick::Next | Pick::Following => {
                        let base = Base::FromThen { unit: Unit::Day, count: 1 };
                        return Some((
                            Expression::Point(Point { part: Some(part), ..Point::new(base) }),
                            at + 1,
                        ));
                    }
                    Pick::That | Pick::Same => {
                        return Some((
                            Expression::Point(Point {
                                part: Some(part),
                                ..Point::new(Base::SameDay)
                            }),
                            at + 1,
                        ));
                    }
                    Pick::Previous => {
                        let base = Base::FromThen { unit: Unit::Day, count: -1 };
                        return Some((
                            Expression::Point(Point { part: Some(part), ..Point::new(base) }),
                            at + 1,
                        ));
                    }
                    Pick::Past => return None,
                };
                let base = Base::FromNow { unit: Unit::Day, count };
                return Some((
                    Expression::Point(Point { part: Some(part), ..Point::new(base) }),
                    at + 1,
                ));
            }
            Lex::Ordinal(_) => {
                let (quarter, end) =
                    self.quarter_name(at).filter(|(_, end)| !w.is(end - 2, "-"))?;
                return Some((
                    Expression::Point(Point::new(Base::Quarter { year: Year::Open, quarter })),
                    end,
                ));
            }
            Lex::Fiscal if w.is_any(at + 1, &["year", "quarter"]) => {
                let unit = if w.is(at + 1, "year") { Unit::Year } else { Unit::Quarter };
                return Some((Expression::Point(Point::new(Base::Unit { unit, pick })), at + 2));
            }
            _ => {
                if let Some((found, end)) = self.holiday(at)
                    && let Base::Holiday { index, .. } = found.base
                {
                    let base = Base::Holiday { index, year: Year::Pick(pick) };
                    return Some((Expression::Point(Point::new(base)), end));
                }
                return None;
            }
        };
        Some((Expression::Point(Point::new(base)), at + 1))
    }

    /// "these days", "recent years", "current", "recent".
    fn reference_adjective(&self, i: usize, value: &'static str) -> Found<Expression> {
        let w = self.words;
        if let Lex::Unit { unit, plural } = w.lex(i + 1) {
            if value == "PAST_REF" && plural {
                let mut end = i + 2;
                if w.is(end, "and") && matches!(w.lex(end + 1), Lex::Unit { plural: true, .. }) {
                    end += 2;
                }
                return Some((plain_length(unit), end));
            }
            if value == "PRESENT_REF" && !plural {
                return Some((
                    Expression::Point(Point::new(Base::Unit { unit, pick: Pick::This })),
                    i + 2,
                ));
            }
        }
        Some((Expression::Reference(value), i + 1))
    }

    // ---- early, late, mid, the end of -----------------------------------------------------------

    /// "early November", "late last week", "mid-1996", "the late 1970s". `start` is the first word,
    /// `at` the stage.
    fn stage(&self, start: usize, at: usize, modifier: &'static str) -> Found<Point> {
        let w = self.words;
        let hyphen = w.is(at + 1, "-") && w.glued(at + 1) || w.is(at + 1, "–");
        let mut next = if hyphen { at + 2 } else { at + 1 };
        if w.is(at, "middle") {
            return self.edge_of(start);
        }
        if w.is(next, "in") || w.is(next, "on") {
            if !w.is(next + 1, "the")
                && !matches!(w.lex(next + 1), Lex::Month { .. })
                && !w.is_number(next + 1)
                && !matches!(w.lex(next + 1), Lex::Weekday { .. })
            {
                return None;
            }
            next += 1;
            if w.is(next, "the")
                && !matches!(w.lex(next + 1), Lex::Unit { plural: false, .. })
                && !matches!(w.lex(next + 1), Lex::Season(_))
            {
                return None;
            }
        }
        // "the late-November trip": the determiner is the noun's.
        if hyphen && start != at && matches!(w.lex(next), Lex::Month { .. }) {
            return None;
        }
        let (mut found, end) = self.stageable(next)?;
        found.modifier = Some(modifier);
        Some((found, end))
    }

    /// "earlier this month", "later that day", "earlier in the day", "earlier yesterday".
    fn relative_stage(&self, i: usize, modifier: &'static str) -> Found<Point> {
        let w = self.words;
        let mut next = i + 1;
        // "Later Thursday, two cousins came": the adverb compares, the day stands alone.
        if matches!(w.lex(next), Lex::Weekday { .. }) {
            return None;
        }
        if w.is_any(next, &["in", "on"]) {
            next += 1;
            if !w.is_any(next, &["the", "that"])
                && !matches!(w.lex(next), Lex::Weekday { .. } | Lex::Month { .. })
                && self.year_number(next).is_none()
            {
                return None;
            }
        }
        if !matches!(
            w.lex(next),
            Lex::Pick(_) | Lex::DayShift(_) | Lex::Weekday { .. } | Lex::Month { .. } | Lex::Opener
        ) && self.year_number(next).is_none()
        {
            return None;
        }
        let (mut found, end) = self.stageable(next)?;
        if found.base != (Base::FromNow { unit: Unit::Day, count: 0 }) {
            found.modifier = Some(modifier);
        }
        Some((found, end))
    }

    /// A point that "early", "the end of" and the like can narrow.
    fn stageable(&self, i: usize) -> Found<Point> {
        let w = self.words;
        if let Some(year) = self.year_number(i)
            && (!w.is(i + 1, "s") || !w.glued(i + 1))
        {
            return Some((Point::new(Base::Known(Stretch::Year(year))), i + 1));
        }
        if let Some((stretch, end)) = self.decade(i).or_else(|| self.century(i)) {
            return Some((Point::new(Base::Known(stretch)), end));
        }
        let found = match w.lex(i) {
            Lex::Month { .. } => {
                let (month, at) = self.month_name(i)?;
                match self.month(i) {
                    Some((found, end)) => (Expression::Point(found), end),
                    None => {
                        let (year, end) = self.year_after(at);
                        (Expression::Point(Point::new(Base::Month { year, month })), end)
                    }
                }
            }
            Lex::Season(season) => {
                let (year, end) = self.year_after(i + 1);
                (Expression::Point(Point::new(Base::Season { year, season })), end)
            }
            Lex::Unit { unit: Unit::Year, plural: false } => {
                (Expression::Point(Point::new(Base::TheUnit(Unit::Year))), i + 1)
            }
            Lex::Decade(n) => (Expression::Point(Point::new(Base::ShortDecade(n))), i + 1),
            Lex::Weekday { .. } | Lex::DayShift(_) | Lex::Pick(_) | Lex::Fiscal => {
                self.expression(i)?
            }
            Lex::Ordinal(_) => self.ordinal(i, i)?,
            Lex::None if self.quote_decade(i) => self.short_year(i)?,
            _ if w.is_any(i, &["the", "its"]) => {
                if let Lex::Unit { unit, plural: false } = w.lex(i + 1) {
                    if w.is(i + 2, "of") || w.is(i + 2, "-") {
                        return None;
                    }
                    (Expression::Point(Point::new(Base::TheUnit(unit))), i + 2)
                } else {
                    self.definite(i)?
                }
            }
            _ => return None,
        };
        match found {
            (Expression::Point(found), end) if found.modifier.is_none() => Some((found, end)),
            _ => None,
        }
    }

    /// "the end of November", "the middle of 1990", "the first half of 1989".
    fn edge_of(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let mut at = if w.is(i, "the") { i + 1 } else { i };
        if w.is_any(at, &["very"]) {
            at += 1;
        }
        let modifier = match w.str(at).to_ascii_lowercase().as_str() {
            "end" | "close" => "END",
            "beginning" | "start" | "outset" => "START",
            "middle" => "MID",
            "latter" if w.is_any(at + 1, &["part", "half"]) => {
                at += 1;
                "END"
            }
            "rest" | "remainder" => "END",
            "early" if w.is_any(at + 1, &["part", "days", "months"]) => {
                at += 1;
                "START"
            }
            _ => return None,
        };
        if !w.is(at + 1, "of") {
            return None;
        }
        let (mut found, end) = self.stageable(at + 2)?;
        found.modifier = Some(modifier);
        Some((found, end))
    }

    // ---- quarters, halves, seasons, fiscal years -------------------------------------------------

    /// "third quarter", "third-quarter", "3rd quarter".
    fn quarter_name(&self, i: usize) -> Found<i8> {
        let w = self.words;
        let (n, at) = self.ordinal_number(i)?;
        let at = if w.is(at, "-") && w.glued(at) { at + 1 } else { at };
        let at = if w.is(at, "fiscal") { at + 1 } else { at };
        (w.is(at, "quarter") && n <= 4).then_some((n, at + 1))
    }

    /// Expressions with an ordinal at `at`: quarters, halves, "the first nine months", centuries,
    /// "the third of May". `start` is where the expression begins.
    fn ordinal(&self, start: usize, at: usize) -> Found<Expression> {
        let w = self.words;
        if let Some((quarter, end)) = self.quarter_name(at) {
            let (year, end) = self.year_after(end);
            return Some((Expression::Point(Point::new(Base::Quarter { year, quarter })), end));
        }
        if let Some(found) = self.century(at) {
            return Some(known(found));
        }
        let (n, next) = self.ordinal_number(at)?;
        if let Some(found) = self.week_of_month(next, n).filter(|_| n > 0) {
            return Some(found);
        }
        let half = w.is(next, "half") || w.is(next, "-") && w.is(next + 1, "half");
        if half && n <= 2 {
            let after = if w.is(next, "-") { next + 2 } else { next + 1 };
            let (year, end) = self.year_after(after);
            // Matches and meetings have halves too.
            let told = year != Year::Open || end > after;
            return told
                .then(|| (Expression::Point(Point::new(Base::Half { year, half: n })), end));
        }
        if n <= 31 && start == at || w.is(start, "the") {
            // "the third of May", "third of May 2024"
            let of = usize::from(w.is(next, "of"));
            if let Some((month, end)) = self.month_name(next + of) {
                return Some(point(self.tail(self.with_year(month, n, None, end))));
            }
        }
        // "the first nine months", "the first two years"
        if start != at && n == 1 {
            if let Some(found) = number(w, next) {
                if w.is(found.end, "quarters") && found.value == 2.0 {
                    let (year, end) = self.year_after(found.end + 1);
                    if year != Year::Open {
                        return Some((
                            Expression::Point(Point::new(Base::Half { year, half: 1 })),
                            end,
                        ));
                    }
                }
                return self
                    .counted(next, Some(found.value), false, found.end, Some(0))
                    .filter(|(e, _)| matches!(e, Expression::Length(_)));
            }
            if let Lex::Unit { unit, plural: true } = w.lex(next) {
                return (unit > Unit::Minute).then(|| (plain_length(unit), next + 1));
            }
        }
        None
    }

    /// "the latest nine months".
    fn several_of(&self, at: usize, toward: i8) -> Found<Expression> {
        let found = number(self.words, at)?;
        self.counted(at, Some(found.value), false, found.end, Some(toward))
    }

    /// "the spring of 1994", "summer 2007", "the summer".
    fn season(&self, i: usize, year: Year) -> Found<Point> {
        let w = self.words;
        let Lex::Season(season) = w.lex(i) else { return None };
        let (found, end) = self.year_after(i + 1);
        if found != Year::Open || end > i + 1 {
            return Some((Point::new(Base::Season { year: found, season }), end));
        }
        let the = w.was_any(i, 1, &["the"]);
        let told =
            w.was_any(i, 1, &["in", "during", "by", "until", "since", "this", "last", "next"])
                || the
                    && w.was_any(
                        i - 1,
                        1,
                        &[
                            "in",
                            "during",
                            "by",
                            "until",
                            "over",
                            "since",
                            "through",
                            "throughout",
                            "into",
                            "for",
                            "of",
                        ],
                    );
        let capital_name = w.get(i).shape == Shape::Title && w.get(i + 1).shape == Shape::Title;
        let counted = w.is(i + 1, "of") || capital_name && !w.is(i + 1, "Offensive");
        let fall_of = w.is(i, "fall") && !(the && told);
        (told && !counted && !fall_of).then_some((Point::new(Base::Season { year, season }), i + 1))
    }

    /// "fiscal 1989", "fiscal year 1990", "the fiscal first quarter", "the fiscal year".
    fn fiscal(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let at = if w.is(i + 1, "year") { i + 2 } else { i + 1 };
        if let Some(year) = self.year_number(at) {
            return Some((Point::new(Base::Known(Stretch::Year(year))), at + 1));
        }
        if let Some((quarter, end)) = self.quarter_name(i + 1) {
            let (year, end) = self.year_after(end);
            return Some((Point::new(Base::Quarter { year, quarter }), end));
        }
        // "changed from a fiscal year to a calendar year"
        (at == i + 2 && !w.was_any(i, 1, &["a"]))
            .then_some((Point::new(Base::TheUnit(Unit::Year)), at))
    }

    /// "at night", "mornings".
    fn bare_part(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        let Lex::Part { part, plural } = w.lex(i) else { return None };
        if plural {
            return w
                .was_any(i, 1, &["on", "in", "and", "weekday"])
                .then_some((Expression::Set(Recurrence::Part(part)), i + 1));
        }
        let at_night =
            part == Part::Night && w.was_any(i, 1, &["at"]) && w.get(i).shape == Shape::Lower;
        at_night.then(|| {
            (Expression::Point(Point { part: Some(part), ..Point::new(Base::AnyDay) }), i + 1)
        })
    }

    // ---- sets ----------------------------------------------------------------------------------

    /// "every Monday", "each month", "every two weeks", "every other day".
    fn every(&self, i: usize) -> Found<Expression> {
        let w = self.words;
        // "each of the past three years" counts years.
        if w.is(i + 1, "of") && w.is(i + 2, "the") {
            if let Some((Expression::Length(length), end)) = self.definite(i + 2) {
                return Some((Expression::Length(length), end));
            }
            return None;
        }
        let mut count = 1.0;
        let mut at = i + 1;
        if w.is(at, "other") {
            count = 2.0;
            at += 1;
        } else if let Some(found) = number(w, at) {
            count = found.value;
            at = found.end;
        }
        match w.lex(at) {
            Lex::Unit { unit: Unit::Second, plural: false } => None,
            Lex::Unit { unit, .. } => {
                Some((Expression::Set(Recurrence::Every { count, unit }), at + 1))
            }
            Lex::Weekday { day, .. } if w.capital(at) => match w.lex(at + 1) {
                Lex::Part { part, .. } => {
                    Some((Expression::Set(Recurrence::Weekday { day, part: Some(part) }), at + 2))
                }
                _ => Some((Expression::Set(Recurrence::Weekday { day, part: None }), at + 1)),
            },
            Lex::Weekend { .. } => Some((Expression::Set(Recurrence::Weekend), at + 1)),
            Lex::Part { part, .. } => Some((Expression::Set(Recurrence::Part(part)), at + 1)),
            Lex::Season(_) => Some((Expression::Set(Recurrence::Value("P1Y")), at + 1)),
            Lex::Month { month, .. } if w.capital(at) => {
                let (_, end) = self.month_name(at)?;
                Some((Expression::Set(Recurrence::Month(month)), end))
            }
            _ => None,
        }
    }

    // ---- weeks of months -----------------------------------------------------------------------

    /// "of March 6" after "the week".
    fn week_of(&self, at: usize) -> Found<Point> {
        self.words.is(at, "of").then(|| self.day_point(at + 1)).flatten()
    }

    /// "week of August" after "the last" or "the first".
    fn week_of_month(&self, at: usize, nth: i8) -> Found<Expression> {
        let w = self.words;
        if !w.is(at, "week") || !w.is(at + 1, "of") || !(-1..=5).contains(&nth) {
            return None;
        }
        let (month, end) = self.month_name(at + 2)?;
        let (year, end) = self.year_after(end);
        let found = Point { week: Some(nth), ..Point::new(Base::Month { year, month }) };
        Some((Expression::Point(found), end))
    }

    // ---- named days ----------------------------------------------------------------------------

    fn holiday(&self, i: usize) -> Found<Point> {
        let w = self.words;
        let (index, end) = holidays::named(w, i)?;
        // "The Christmas Cottage", "Johnnie Christmas" are names; "Easter Offensive" too.
        let named = w.get(end).shape == Shape::Title && w.get(end).gap == Gap::Space
            || end == i + 1
                && w.before(i, 1).shape == Shape::Title
                && w.before(i, 1).lex == Lex::None
                && w.get(i).gap == Gap::Space
                && !w.before_sentence(i);
        if named {
            return None;
        }
        let (year, after) = self.year_after(end);
        let week = w.is(end, "week").then_some(0);
        let after = if week.is_some() { end + 1 } else { after };
        Some((Point { week, ..Point::new(Base::Holiday { index, year }) }, after))
    }
}

impl Base {
    /// True when it can take a time of day.
    fn is_day(self) -> bool {
        match self {
            Base::Known(Stretch::Day(_))
            | Base::MonthDay { .. }
            | Base::Weekday { .. }
            | Base::DayOfMonth(_)
            | Base::Holiday { .. }
            | Base::SameDay => true,
            Base::FromNow { unit, .. } | Base::FromThen { unit, .. } | Base::Unit { unit, .. } => {
                unit == Unit::Day
            }
            _ => false,
        }
    }
}

/// "Sept. 11 attacks", "the September 11th terrorist attacks".
fn is_of_terror(words: &Words<'_>, at: usize) -> bool {
    (at..at + 3).any(|i| {
        words.is_any(
            i,
            &["attack", "attacks", "terror", "terrorist", "terrorists", "hijackers", "commission"],
        )
    })
}

fn year_shift(pick: Pick) -> Option<i32> {
    match pick {
        Pick::Last | Pick::Past => Some(-1),
        Pick::This => Some(0),
        Pick::Next => Some(1),
        _ => None,
    }
}

fn plain_length(unit: Unit) -> Expression {
    Expression::Length(Length { count: None, unit, modifier: None, toward: 0 })
}

fn point((found, end): (Point, usize)) -> (Expression, usize) {
    (Expression::Point(found), end)
}

fn known((stretch, end): (Stretch, usize)) -> (Expression, usize) {
    (Expression::Point(Point::new(Base::Known(stretch))), end)
}
