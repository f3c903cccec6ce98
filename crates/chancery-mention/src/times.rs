//! Times: TIMEX3 recognition and normalisation, to a value and to the days it spans.

mod calendar;
mod expression;
mod grammar;
mod holidays;
mod resolve;
mod tense;

use crate::words::{Gap, Lex, Pick, Shape, Unit, Words};
use calendar::{Stretch, days_between};
use chancery_article::{Article, Date, Note, RegionKind, Span, TokenId};
use chancery_syntax::{Rel, Syntax};
use expression::{Base, Expression, Length, Point, Year};
use resolve::Context;
use std::ops::Range;

/// TIMEX3's `type`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeKind {
    /// A calendar date of any granularity.
    Date,
    /// A time of day.
    Time,
    /// A stretch of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimeKind {
    /// TIMEX3's name, as in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// A span that names a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimeMention {
    /// The words, without a governing preposition.
    pub span: Span,
    /// The tokens they cover, as token numbers.
    pub tokens: Range<u32>,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value, for example `2024-11-04`, `2024-W45`, `P3D`, `PAST_REF`; when the anchor is
    /// missing, with X for what is unknown (`XXXX-WXX-1`).
    pub value: String,
    /// TIMEX3 `mod`: START, MID, END, APPROX, BEFORE, AFTER, MORE_THAN, LESS_THAN.
    pub modifier: Option<&'static str>,
    /// First day it spans, when that is known.
    pub from: Option<Date>,
    /// Last day it spans, inclusive, when that is known.
    pub to: Option<Date>,
    /// True when the value rests on `published` (relative expressions).
    pub relative: bool,
    /// Last day of the range that it opens: 8 November for the "Nov. 4" of "from Nov. 4 to Nov. 8".
    pub through: Option<Date>,
}

/// Finds the times of an article.
///
/// Relative expressions lean on `published`; without it they keep a value with X, no days, and a
/// note `time-unresolved`. A text whose own dates lie years away from `published` (a history) is
/// read as a narrative: its open months and days take their year from the date spoken of last.
///
/// The method is that of HeidelTime (Strötgen and Gertz 2010): rules recognise and partly
/// normalise, tense and the text's own dates fill in what is left open.
pub fn find(article: &Article, syntax: &Syntax, notes: &mut Vec<Note>) -> Vec<TimeMention> {
    let words = Words::new(article.text());
    let mut found = recognise(&words);
    day_of_clock(&words, &mut found);
    let narrative = is_narrative(article.published, &found);
    let mut context = Context {
        today: article.published.filter(|_| !narrative),
        published: article.published,
        reference: None,
        told: None,
        quarter: None,
        quarter_age: 0,
        close: false,
        timeless: is_timeless(&found),
        narrative,
    };
    let mut last_day = 0;
    let mut mentions = Vec::with_capacity(found.len());
    for Found { expression, first, end } in found {
        let span = Span::new(words.get(first).start, words.get(end - 1).end);
        // Before a narrative has named its first date there is only the day of publication.
        if narrative {
            context.today = article.published.filter(|_| context.reference.is_none());
        }
        let modifier = is_open_month(&expression) && tense::attributive(&words, first, end);
        let tense = || {
            if modifier {
                return tense::Tense::Unknown;
            }
            tense::tense(article, syntax, &words, span, first)
        };
        let expression = match expression {
            // "will retake the town within two weeks"
            Expression::Length(length)
                if length.toward == 0
                    && words.was_any(first, 1, &["within"])
                    && !words.is_any(end, &["of", "after"])
                    && tense() == tense::Tense::Future =>
            {
                Expression::Length(Length { toward: 1, ..length })
            }
            // "from Monday to Wednesday": the second follows the first.
            Expression::Point(point)
                if first >= 3
                    && words.was_any(first, 1, &["to", "through", "until"])
                    && matches!(words.lex(first - 2), Lex::Weekday { .. })
                    && words.was_any(first, 3, &["from"]) =>
            {
                match point.base {
                    Base::Weekday { day, pick: None } => {
                        let base = Base::Weekday { day, pick: Some(Pick::Following) };
                        Expression::Point(Point { base, ..point })
                    }
                    _ => expression,
                }
            }
            other => other,
        };
        context.close = last_day > 0 && span.start() - last_day < 120;
        let resolved = resolve::resolve(expression, &context, &tense);
        if resolved.unresolved {
            notes.push(Note {
                code: "time-unresolved",
                span,
                message: format!(
                    "\u{201c}{}\u{201d} cannot be put on the calendar: {}",
                    article.words(span),
                    if article.published.is_none() {
                        "the article has no publication date"
                    } else {
                        "the text does not say when"
                    },
                ),
            });
        }
        if let Some(Stretch::Day(_)) = resolved.stretch {
            last_day = span.end();
        }
        let aside = narrative
            && context.reference.is_some()
            && matches!(resolved.stretch, Some(Stretch::Year(_)))
            && modifies_noun(syntax, span);
        if aside {
            // "the cut of funding in 1976": the story does not move there.
            context.told = resolved.stretch;
            mentions.push(resolved.mention(span, syntax.tokens_in(span)));
            continue;
        }
        remember(&mut context, &expression, resolved.stretch);
        mentions.push(resolved.mention(span, syntax.tokens_in(span)));
    }
    mark_ranges(article, &mut mentions);
    anchor_lengths(article, &mut mentions);
    mentions
}

/// The day on which a text says itself that it was written, where nobody else said so: a dateline or
/// a line with little but a full date at the head of the text, or "today, 12 March 2003".
///
/// Two such days that differ prove nothing. With the day comes its place in the text.
pub fn own_day(article: &Article) -> Option<(Date, Span)> {
    let words = Words::new(article.text());
    let found = recognise(&words);
    let mut day: Option<(Date, Span)> = None;
    for (at, Found { expression, first, end }) in found.iter().enumerate() {
        let Expression::Point(Point { base: Base::Known(Stretch::Day(date)), clock: None, .. }) =
            expression
        else {
            continue;
        };
        let span = Span::new(words.get(*first).start, words.get(end - 1).end);
        let today = at > 0 && {
            let before = &found[at - 1];
            let now = matches!(
                before.expression,
                Expression::Point(Point {
                    base: Base::FromNow { unit: Unit::Day, count: 0 },
                    part: None,
                    ..
                })
            );
            // "today, 12 March", "today (12 March)", "today is 12 March"
            let gap = before.end..*first;
            now && gap.len() == 1
                && matches!(words.str(gap.start).to_ascii_lowercase().as_str(), "," | "(" | "is")
        };
        if !(today || heads_the_text(article, span)) {
            continue;
        }
        if day.is_some_and(|(d, _)| d != *date) {
            return None;
        }
        day = day.or(Some((*date, span)));
    }
    day
}

/// True for a date in a dateline, or in one of the first lines with hardly another word.
fn heads_the_text(article: &Article, span: Span) -> bool {
    if let Some(region) = article.region_at(span) {
        return matches!(region.kind, RegionKind::Dateline | RegionKind::Byline);
    }
    let text = article.text();
    let (before, after) = (&text[..span.start() as usize], &text[span.end() as usize..]);
    if before.len() > 400 {
        return false;
    }
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.split('\n').next().unwrap_or_default();
    // The text goes on below.
    let headed = rest.len() < after.trim_end().len();
    let others = before[start..].split_whitespace().count() + rest.split_whitespace().count();
    headed && others <= 5 && !rest.trim_end().ends_with(['.', '?', '!'])
}

/// "exploded at 9:30 a.m. in the market on Tuesday": a time of day whose day follows in the clause.
fn day_of_clock(words: &Words<'_>, found: &mut [Found]) {
    for i in 0..found.len().saturating_sub(1) {
        let (clock, day) = (&found[i], &found[i + 1]);
        let (Expression::Point(open), Expression::Point(told)) = (clock.expression, day.expression)
        else {
            continue;
        };
        let loose = open.base == Base::SameDay && open.clock.is_some();
        let whole = matches!(
            told.base,
            Base::Weekday { .. } | Base::MonthDay { .. } | Base::Known(Stretch::Day(_))
        ) || matches!(told.base, Base::FromNow { unit: Unit::Day, .. });
        let between = clock.end..day.first;
        let told_alone = told.clock.is_none() && told.part.is_none();
        if !loose || !whole || !told_alone || between.len() > 8 {
            continue;
        }
        // A day named just before is the clock's.
        let named = i > 0 && clock.first - found[i - 1].end < 8;
        let broken = between.clone().any(|w| {
            matches!(words.str(w), "." | "," | ";" | ":" | "\"" | "?" | "!")
                || words.get(w).gap == Gap::Break
                || words.is_any(w, &["and", "but", "before", "after", "while", "when", "that"])
        });
        if named || broken {
            continue;
        }
        found[i].expression = Expression::Point(Point { base: told.base, ..open });
    }
}

/// "two days after the March 3 summit": a length that a dated event bounds ends on a day. The value
/// stays that of a length.
fn anchor_lengths(article: &Article, mentions: &mut [TimeMention]) {
    let text = article.text();
    for i in 0..mentions.len().saturating_sub(1) {
        let (length, anchor) = (&mentions[i], &mentions[i + 1]);
        if length.kind != TimeKind::Duration || length.from.is_some() {
            continue;
        }
        let (Some(day), true) = (anchor.from, anchor.from == anchor.to) else { continue };
        let gap = (length.span.end() as usize, anchor.span.start() as usize);
        let between = text.get(gap.0..gap.1).unwrap_or_default();
        let mut link = between.split_whitespace();
        let sign = match link.next() {
            Some("after" | "following") => 1,
            Some("before") => -1,
            _ => continue,
        };
        if link.clone().count() > 3 || between.contains(['.', ',', ';', '\n']) {
            continue;
        }
        let Some(days) = whole_days(&length.value) else { continue };
        let told = calendar::days_after(day, sign * days);
        (mentions[i].from, mentions[i].to) = (told, told);
    }
}

/// The days of `P3D` and `P2W`.
fn whole_days(value: &str) -> Option<i64> {
    let count = value.strip_prefix('P')?;
    let (count, unit) = match count.strip_suffix('D') {
        Some(days) => (days, 1),
        None => (count.strip_suffix('W')?, 7),
    };
    count.parse::<i64>().ok().filter(|n| (1..=400).contains(n)).map(|n| n * unit)
}

/// Gives every date that opens a range the last day of the date that closes it.
fn mark_ranges(article: &Article, mentions: &mut [TimeMention]) {
    let text = article.text();
    for i in 1..mentions.len() {
        let (first, second) = (&mentions[i - 1], &mentions[i]);
        let dates = first.kind == TimeKind::Date && second.kind == TimeKind::Date;
        let (Some(from), Some(to)) = (first.from, second.to) else { continue };
        let gap = (first.span.end() as usize, second.span.start() as usize);
        if !dates || to <= from || gap.1.saturating_sub(gap.0) > 12 {
            continue;
        }
        let before = text.get(..first.span.start() as usize).unwrap_or_default().trim_end();
        let opened = |word: &str| {
            let start = before.len().checked_sub(word.len());
            start.and_then(|at| before.get(at..)).is_some_and(|w| w.eq_ignore_ascii_case(word))
        };
        let ranged = match text.get(gap.0..gap.1).unwrap_or_default().trim() {
            "-" | "\u{2013}" | "\u{2014}" | "through" => true,
            "to" | "until" | "till" => opened("from"),
            "and" => opened("between"),
            _ => false,
        };
        if ranged {
            mentions[i - 1].through = Some(to);
        }
    }
}

/// True when the time hangs on a noun, as "the treaty of 1951".
fn modifies_noun(syntax: &Syntax, span: Span) -> bool {
    let tokens = syntax.tokens_in(span);
    let mut tokens = tokens.clone().map(TokenId).map(|t| syntax.token(t));
    tokens.any(|t| t.rel == Rel::Nmod)
}

/// An expression and its words `first..end`.
struct Found {
    expression: Expression,
    first: usize,
    end: usize,
}

fn recognise(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let word = words.get(i);
        let may_open = word.lex != Lex::None
            || matches!(word.shape, Shape::Number | Shape::Title)
            || word.shape == Shape::Upper && words.is_number(i + 1)
            || word.shape == Shape::Mark && matches!(words.str(i), "'" | "\u{2019}" | "\u{2018}");
        if may_open && let Some((expression, end)) = grammar::expression(words, i) {
            found.push(Found { expression, first: i, end });
            i = end;
            continue;
        }
        i += 1;
    }
    found
}

/// True when the text tells of other years than the one it was published in: most of its explicit
/// years lie far from `published`, and it hardly speaks of "yesterday" or "Friday".
fn is_narrative(published: Option<Date>, found: &[Found]) -> bool {
    let Some(published) = published else { return true };
    let (mut far, mut near, mut news) = (0usize, 0usize, 0usize);
    for Found { expression, .. } in found {
        let Expression::Point(point) = expression else { continue };
        match explicit_year(point) {
            Some(year) if (year - i32::from(published.year())).abs() > 1 => far += 1,
            Some(_) => near += 1,
            None => {}
        }
        let now = matches!(
            point.base,
            Base::FromNow { .. }
                | Base::Weekday { .. }
                | Base::Unit { pick: Pick::Last | Pick::This | Pick::Next, .. }
        );
        if now {
            news += 1;
        }
    }
    far >= 6 && far >= 4 * near && far >= 8 * news
        || far >= 12 && far > near && far >= 10 * news
        || far >= 25 && far > near && far >= 5 * news
}

/// True when the text names neither weekday nor yesterday nor this week.
fn is_timeless(found: &[Found]) -> bool {
    !found.iter().any(|Found { expression, .. }| match expression {
        Expression::Point(point) => match point.base {
            Base::FromNow { unit, count } => {
                unit <= Unit::Month && count != 0 || point.part.is_some()
            }
            Base::Weekday { .. } | Base::Weekend(_) => true,
            Base::Unit { unit, pick } => {
                unit <= Unit::Month && matches!(pick, Pick::Last | Pick::This | Pick::Next)
            }
            _ => false,
        },
        _ => false,
    })
}

/// "November", "July 26" without a year.
fn is_open_month(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::Point(Point {
            base: Base::Month { year: Year::Open, .. } | Base::MonthDay { year: Year::Open, .. },
            ..
        })
    )
}

fn explicit_year(point: &Point) -> Option<i32> {
    match point.base {
        Base::Known(stretch) => Some(stretch.year()),
        Base::Month { year: Year::Known(year), .. }
        | Base::Season { year: Year::Known(year), .. }
        | Base::Quarter { year: Year::Known(year), .. } => Some(year),
        _ => None,
    }
}

/// Keeps what later expressions may lean on.
fn remember(context: &mut Context, expression: &Expression, stretch: Option<Stretch>) {
    context.quarter_age += 1;
    let Some(stretch) = stretch else { return };
    let from_now =
        matches!(expression, Expression::Point(Point { base: Base::FromNow { .. }, .. }));
    if context.narrative && from_now {
        // "twenty years ago", quoted in a history, is no point of the story.
        return;
    }
    if let Stretch::Quarter { year, quarter } = stretch {
        let year_ago = matches!(expression, Expression::Point(Point { base: Base::YearAgo, .. }));
        if !year_ago {
            // "the quarter" of a company report is over when it is reported.
            let newest = context.quarter.is_none_or(|(y, q)| (year, quarter) >= (y, q));
            let over = match (context.today, stretch.to()) {
                (Some(today), Some(to)) => to <= today,
                _ => true,
            };
            if newest && over {
                context.quarter = Some((year, quarter));
            }
        }
        context.quarter_age = 0;
    }
    if stretch.names_a_year() {
        // In news, "two days later" counts from a day close to the story, not from a treaty of 1951.
        let close = match (context.today.filter(|_| !context.narrative), stretch.from()) {
            (Some(today), Some(from)) => days_between(from, today).abs() < 1500,
            _ => true,
        };
        if close {
            context.reference = Some(stretch);
        }
        context.told = Some(stretch);
    }
}
