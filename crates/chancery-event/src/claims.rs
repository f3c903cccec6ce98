//! Claims: who says what, in the terms of PARC and PolNeAR (source, cue, content).

use chancery_article::{ActorMentionId, Article, ClaimId, Date, Span, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::Syntax;
use chancery_world::World;

/// How the content is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimKind {
    /// Wholly inside quotation marks.
    Direct,
    /// No quotation marks.
    Indirect,
    /// Partly inside quotation marks.
    Mixed,
}

/// An attribution relation.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// The words that name the source, with determiners and descriptions; may be empty.
    pub source: Vec<Span>,
    /// The cue with auxiliaries, negation and adverbs ("has not said", "according to").
    pub cue: Vec<Span>,
    /// The cue's head token.
    pub cue_head: TokenId,
    /// Lemma of the cue's head: "say", "deny", "accord".
    pub cue_lemma: String,
    /// What is said, in one or more pieces; quotation marks inside, conjunction "that" in, final
    /// full stop out.
    pub content: Vec<Span>,
    /// The source's actor mention.
    pub actor: Option<ActorMentionId>,
    /// Direct, indirect or mixed.
    pub kind: ClaimKind,
    /// The day it was said, when the text or the publication date gives it.
    pub said_on: Option<Date>,
    /// "press release", "phone call", "state television": the words that name the medium.
    pub medium: Option<Span>,
    /// The claim inside whose content this one stands.
    pub parent: Option<ClaimId>,
    /// What the source does to the content's truth.
    pub stance: Stance,
}

/// What a claim's source does to the truth of its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stance {
    /// "said", "announced", "confirmed": asserts it.
    Asserts,
    /// "denied", "rejected claims": asserts the contrary.
    Denies,
    /// "believes", "suspects", "expects": holds it likely.
    Believes,
    /// "doubts", "questions whether".
    Doubts,
    /// "urged", "demanded", "called for": wants it.
    Wants,
    /// "plans", "intends", "vowed", "promised": will do it.
    Intends,
}

/// Finds the claims of an article, in text order of their cues.
pub fn find(
    _article: &Article,
    _syntax: &Syntax,
    _mentions: &Mentions,
    _world: &World,
) -> Vec<Claim> {
    Vec::new()
}
