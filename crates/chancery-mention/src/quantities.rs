//! Quantities: how many troops, killed, arrested; how much money.

use chancery_article::{Article, Span};
use chancery_syntax::Syntax;
use std::ops::Range;

use crate::TimeMention;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuantityKind {
    /// Soldiers, forces.
    Troops,
    /// Dead.
    Killed,
    /// Wounded.
    Injured,
    /// Detained, arrested, sentenced.
    Arrested,
    /// Refugees, evacuees, displaced.
    Displaced,
    /// Demonstrators, strikers.
    Protesters,
    /// An amount of money; the unit is the ISO 4217 code.
    Money,
    /// Missiles, tanks, aircraft, shells.
    Weapons,
    /// Anything else; the unit is the noun counted.
    Other,
}

/// A span that names a quantity.
#[derive(Clone, PartialEq, Debug)]
pub struct QuantityMention {
    /// Number with its qualifier and unit: "around 10,000 soldiers".
    pub span: Span,
    /// The tokens it covers, as token numbers.
    pub tokens: Range<u32>,
    /// What is counted.
    pub kind: QuantityKind,
    /// The number, when one is given: the middle of a range.
    pub value: Option<f64>,
    /// Lower bound ("at least 12", "10 to 12").
    pub low: Option<f64>,
    /// Upper bound ("up to 12").
    pub high: Option<f64>,
    /// True for "around", "some", "nearly", "dozens of".
    pub approximate: bool,
    /// What is counted, as a lemma; ISO 4217 code for money.
    pub unit: Option<String>,
}

/// Finds the quantities of an article.
pub fn find(_article: &Article, _syntax: &Syntax, _times: &[TimeMention]) -> Vec<QuantityMention> {
    Vec::new()
}
