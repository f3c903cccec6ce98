//! Candidate predicates: the tokens at which the lexicon sees an event.

use chancery_article::{Article, Span, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::Syntax;
use chancery_world::{Context, EventType, Mode, World};

/// A token at which the lexicon sees an event.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// The token that the arguments hang on: the verb, or the event noun. For a light-verb
    /// construction ("held talks", "launched an attack") the noun, with `support` the verb.
    pub head: TokenId,
    /// The light verb or other verb that carries the subject for a nominal head.
    pub support: Option<TokenId>,
    /// The words that name the act: "will hold talks", "called on … to".
    pub trigger: Span,
    /// Type of act.
    pub kind: EventType,
    /// How it was done.
    pub mode: Option<Mode>,
    /// Settings that the lexicon or the arguments give.
    pub contexts: Vec<Context>,
    /// Which syntactic arguments play which part.
    pub frame: Frame,
    /// CAMEO code that the entry suggests.
    pub cameo: Option<&'static str>,
    /// The lexicon entry's id, for example `meet.v` or `talks.n`.
    pub rule: String,
    /// How sure the entry is that this is the act, 0 to 1.
    pub score: f32,
    /// What the disambiguator weighed, one line each, for `chancery explain`.
    pub why: Vec<String>,
}

/// Which syntactic arguments play which part. Slots are tried in order; the first that is filled
/// wins, and all conjuncts of the filler play the part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frame {
    /// Who acts.
    pub actor: Vec<Slot>,
    /// Who receives the act.
    pub recipient: Vec<Slot>,
    /// True when actors and recipients act on each other and all count as actors.
    pub reciprocal: bool,
}

/// A syntactic argument of a predicate, named for the active voice of its verb.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slot {
    /// The subject of the active verb, wherever the tree has it: subject, by-phrase of the passive,
    /// controller of an infinitive, noun that a participle or relative clause modifies; for a noun
    /// with a support verb, that verb's subject.
    Subject,
    /// The object of the active verb: object, subject of the passive.
    Object,
    /// The indirect object.
    IndirectObject,
    /// A phrase with this preposition, at the predicate, its support verb or its object.
    Preposition(&'static str),
    /// The possessor of a noun, of the predicate itself or of its object ("Seoul's decision",
    /// "Iran's attack"), or an adjective or compound of origin ("the Russian attack").
    Possessor,
    /// The possessor of the object ("condemned *Iran's* attack").
    ObjectPossessor,
    /// The subject or object of the clause the predicate takes ("urged *Israel* to stop").
    ComplementSubject,
    /// Any country or body named inside the object or the complement clause.
    Inside,
}

/// Finds the candidates of an article, in text order.
pub fn find(
    _article: &Article,
    _syntax: &Syntax,
    _mentions: &Mentions,
    _world: &World,
) -> Vec<Candidate> {
    Vec::new()
}
