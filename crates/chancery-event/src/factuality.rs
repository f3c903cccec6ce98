//! Factuality: did it happen, is it planned, possible, conditional, denied, and how sure.

mod scorer;
mod signatures;
mod walk;

use chancery_article::{Article, Span, TokenId};
use chancery_syntax::{Rel, Syntax, Upos};
use chancery_world::World;

use crate::Claim;
use crate::clauses::Extents;
use signatures::is_event_noun;

/// Whether the text affirms or negates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Polarity {
    /// It is so.
    Positive,
    /// It is not so.
    Negative,
}

impl Polarity {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Polarity::Positive => "positive",
            Polarity::Negative => "negative",
        }
    }
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

impl Certainty {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Probable => "probable",
            Certainty::Possible => "possible",
            Certainty::Unknown => "unknown",
        }
    }
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

impl Stage {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Occurred => "occurred",
            Stage::Ongoing => "ongoing",
            Stage::Planned => "planned",
            Stage::Conditional => "conditional",
            Stage::Hypothetical => "hypothetical",
        }
    }
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
    /// certainly not, 0 unknown, 3 certainly so; graded by a learned scorer within and beyond what
    /// the label says.
    pub score: f32,
    /// The words that decided it (modal, negation, embedding verb), in text order.
    pub cues: Vec<Span>,
}

/// The factuality in one word, as the wire's `predicates` layer gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Label {
    /// It happened, is going on, or is so.
    Happened,
    /// It is to happen.
    Planned,
    /// It may be so, or is likely.
    Possible,
    /// It is not so, or will not be.
    Negated,
    /// It depends on something else.
    Conditional,
    /// Asked, wished for, imagined: the text does not say.
    Other,
}

impl Label {
    /// The label as the wire writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Label::Happened => "happened",
            Label::Planned => "planned",
            Label::Possible => "possible",
            Label::Negated => "negated",
            Label::Conditional => "conditional",
            Label::Other => "other",
        }
    }
}

impl Factuality {
    /// A plain statement of something that happened.
    pub const FACT: Factuality = Factuality {
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        stage: Stage::Occurred,
    };

    /// The factuality in one word. What depends on a condition is conditional whatever else it is;
    /// then come negation, open questions, possibility and plans, the order in which MEANTIME's
    /// attributes are read (van Son et al. 2014).
    pub fn label(self) -> Label {
        match (self.stage, self.polarity, self.certainty) {
            (Stage::Conditional, _, _) => Label::Conditional,
            (_, Polarity::Negative, Certainty::Certain | Certainty::Probable) => Label::Negated,
            (_, _, Certainty::Possible) => Label::Possible,
            (Stage::Hypothetical, _, _) | (_, _, Certainty::Unknown) => Label::Other,
            (Stage::Planned, _, _) => Label::Planned,
            (_, _, Certainty::Probable) => Label::Possible,
            (Stage::Occurred | Stage::Ongoing, _, Certainty::Certain) => Label::Happened,
        }
    }

    /// The score on the scale from -3 to 3 of predicates with this factuality, the same for all.
    pub fn score(self) -> f32 {
        let size = match (self.stage, self.certainty) {
            (Stage::Conditional, _) => 0.3,
            (Stage::Hypothetical, _) | (_, Certainty::Unknown) => 0.2,
            (Stage::Planned, Certainty::Certain) => 1.6,
            (Stage::Planned, _) => 1.0,
            (_, Certainty::Certain) => 3.0,
            (_, Certainty::Probable) => 1.5,
            (_, Certainty::Possible) => 0.6,
        };
        if self.polarity == Polarity::Negative { -size } else { size }
    }
}

impl Predicate {
    /// The factuality in one word.
    pub fn label(&self) -> Label {
        self.factuality.label()
    }
}

/// Judges every predicate of an article, in text order: verbs, event nouns, predicative adjectives
/// and nouns, and copulas.
///
/// One pass from the roots down: a token's status follows from its governor's by the governor's
/// signature ([`signatures`](self)), then from its own modals, negation, tense and adverbs. Time is
/// linear in the article.
pub fn find(
    article: &Article,
    syntax: &Syntax,
    claims: &[Claim],
    _world: &World,
) -> Vec<Predicate> {
    let extents = Extents::of(syntax);
    let states = walk::states(article, syntax, claims, &extents);
    let mut features = Vec::new();
    (0..syntax.tokens().len())
        .map(TokenId::from)
        .filter(|id| is_predicate(syntax, *id))
        .map(|id| {
            let judged = judged(syntax, id);
            let factuality = states.of(judged);
            scorer::features(syntax, &states, id, &mut features);
            Predicate {
                token: id,
                factuality,
                score: scorer::score(factuality, &features),
                cues: states.cues(syntax, judged),
            }
        })
        .collect()
}

/// Every predicate's span with what the scorer sees of it, for training: see
/// `examples/predicate_features.rs`.
#[doc(hidden)]
pub fn dump(
    article: &Article,
    syntax: &Syntax,
    claims: &[Claim],
) -> Vec<(Span, Factuality, Vec<u32>)> {
    let states = walk::states(article, syntax, claims, &Extents::of(syntax));
    let mut features = Vec::new();
    (0..syntax.tokens().len())
        .map(TokenId::from)
        .filter(|id| is_predicate(syntax, *id))
        .map(|id| {
            scorer::features(syntax, &states, id, &mut features);
            (syntax.token(id).span, states.of(judged(syntax, id)), features.clone())
        })
        .collect()
}

/// The token whose status a predicate has: a copula has that of what it ascribes, "is worried".
fn judged(syntax: &Syntax, id: TokenId) -> TokenId {
    let token = syntax.token(id);
    token.head.filter(|_| token.rel == Rel::Cop).unwrap_or(id)
}

fn is_predicate(syntax: &Syntax, id: TokenId) -> bool {
    let token = syntax.token(id);
    let has_copula = || syntax.child(id, Rel::Cop).is_some();
    match token.upos {
        Upos::Verb => true,
        Upos::Aux => matches!(token.rel, Rel::Cop | Rel::Root | Rel::Conj | Rel::Ccomp),
        Upos::Adj => {
            has_copula() || matches!(token.rel, Rel::Root | Rel::Xcomp | Rel::Ccomp | Rel::Advcl)
        }
        Upos::Noun => is_event_noun(&token.lemma) || has_copula(),
        // "the Munich Security Conference"
        Upos::Propn => is_event_noun(&token.lemma.to_lowercase()) || has_copula(),
        _ => false,
    }
}
