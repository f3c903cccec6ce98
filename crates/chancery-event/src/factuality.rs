//! Factuality: did it happen, is it planned, possible, conditional, denied, and how sure.

use chancery_article::{Article, Span, TokenId};
use chancery_syntax::Syntax;
use chancery_world::World;

use crate::Claim;

/// Whether the text affirms or negates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Polarity {
    /// It is so.
    Positive,
    /// It is not so.
    Negative,
}

/// How sure the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    /// Plainly told.
    Certain,
    /// "likely", "is believed to".
    Probable,
    /// "might", "could", "suspected".
    Possible,
    /// The text does not commit itself.
    Unknown,
}

/// Where it stands in time and reality.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Done.
    Occurred,
    /// Going on.
    Ongoing,
    /// Announced, scheduled, agreed, expected.
    Planned,
    /// Depends on something else.
    Conditional,
    /// Imagined, asked for, feared.
    Hypothetical,
}

/// The factuality of one event or predicate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Factuality {
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// How sure.
    pub certainty: Certainty,
    /// Where it stands.
    pub stage: Stage,
}

/// A verb, event noun or predicate adjective with its factuality.
#[derive(Clone, PartialEq, Debug)]
pub struct Predicate {
    /// Its head token.
    pub token: TokenId,
    /// Its factuality.
    pub factuality: Factuality,
    /// The same on the scale of Saurí and Pustejovsky as Stanovsky et al. (2017) unify it: -3
    /// certainly not, 0 unknown, 3 certainly so.
    pub score: f32,
    /// The words that decided it (modal, negation, embedding verb), in text order.
    pub cues: Vec<Span>,
}

/// Judges every predicate of an article, in text order.
pub fn find(
    _article: &Article,
    _syntax: &Syntax,
    _claims: &[Claim],
    _world: &World,
) -> Vec<Predicate> {
    Vec::new()
}
