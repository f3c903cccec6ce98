//! Times: TIMEX3 recognition and normalisation, to a value and to the days it spans.

use chancery_article::{Article, Date, Note, Span};
use chancery_syntax::Syntax;
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
}

/// Finds the times of an article.
pub fn find(_article: &Article, _syntax: &Syntax, _notes: &mut Vec<Note>) -> Vec<TimeMention> {
    Vec::new()
}
