//! Findings: event mentions with all their fields, claims, and the factuality of predicates.
//!
//! [`read`] runs in four steps: candidate predicates from the lexicon ([`predicates`]), claims
//! ([`claims`]), factuality of every predicate ([`factuality`]), and the assembly of event mentions
//! from a predicate's arguments ([`roles`]) with PLOVER's and CAMEO's codes ([`projection`]).

pub mod claims;
mod clauses;
pub mod factuality;
mod hashing;
pub mod predicates;
pub mod projection;
pub mod roles;
pub mod trace;
mod tree;

pub use claims::{Claim, ClaimKind};
pub use factuality::{Certainty, Factuality, Polarity, Predicate, Stage};

use chancery_article::{
    ActorMentionId, Article, ClaimId, EventMentionId, Note, PlaceMentionId, QuantityMentionId,
    SentenceId, Span, TimeMentionId, TokenId,
};
use chancery_mention::Mentions;
use chancery_syntax::Syntax;
use chancery_world::{Context, EventType, Mode, Own, Quad, World};

/// What an article reports.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Event mentions, in text order of their triggers.
    pub events: Vec<EventMention>,
    /// Attribution relations, in text order of their cues.
    pub claims: Vec<Claim>,
    /// Every predicate with its factuality, in text order: the layer `--with predicates`.
    pub predicates: Vec<Predicate>,
    /// What could not be read in full.
    pub notes: Vec<Note>,
}

/// One article's report of an event.
#[derive(Clone, PartialEq, Debug)]
pub struct EventMention {
    /// Type of act.
    pub kind: EventType,
    /// How it was done.
    pub mode: Option<Mode>,
    /// What a user's ontology calls it; `kind` and `mode` are then PLOVER's that it is like.
    pub own: Option<Own>,
    /// Settings, in PLOVER's order.
    pub contexts: Vec<Context>,
    /// Quad class.
    pub quad: Quad,
    /// Intensity on PLOVER's scale, -10 to 10.
    pub intensity: f32,
    /// CAMEO 1.1b3 code, for example `0841`; none where CAMEO has no counterpart.
    pub cameo: Option<&'static str>,
    /// PLOVER's own reading: type after its rules on future events, and mode.
    pub plover: (EventType, Option<Mode>),
    /// The words that name the act.
    pub trigger: Span,
    /// The syntactic head of the trigger.
    pub head: TokenId,
    /// The sentence it stands in.
    pub sentence: SentenceId,
    /// Who acts.
    pub actors: Vec<Participant>,
    /// Who receives the act.
    pub recipients: Vec<Participant>,
    /// True when all actors act on each other (talks, clashes).
    pub reciprocal: bool,
    /// When: the time of the event's own clause.
    pub time: Option<TimeMentionId>,
    /// Where: the place of its own clause, of a clause that frames it, or at last of the dateline; the
    /// [`Reason`] says which.
    pub place: Option<PlaceMentionId>,
    /// The named meeting, exercise, treaty or operation it belongs to.
    pub occasion: Option<Span>,
    /// How many.
    pub quantities: Vec<QuantityMentionId>,
    /// Whether it happened, is planned, possible, denied.
    pub factuality: Factuality,
    /// According to whom, outermost claim first.
    pub attribution: Vec<ClaimId>,
    /// Events that this one is about (the arrest that is protested against).
    pub about: Vec<EventMentionId>,
    /// The lexicon entry or construction that produced it.
    pub rule: String,
    /// How sure we are that the coding is right, 0 to 1.
    pub score: f32,
    /// Why: one line per field decided, for `chancery explain`.
    pub why: Vec<Reason>,
}

impl EventMention {
    /// The name of its type, in the ontology that it was coded with.
    pub fn type_name(&self) -> &'static str {
        self.own.map_or(self.kind.as_str(), |own| own.kind)
    }

    /// The name of its mode, in the ontology that it was coded with.
    pub fn mode_name(&self) -> Option<&'static str> {
        self.own.map_or(self.mode.map(Mode::as_str), |own| own.mode)
    }

    /// True when both are of one type.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        self.type_name() == other.type_name()
    }
}

/// A party to an event: an actor mention, a place, or a noun phrase that the registry does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Participant {
    /// The noun phrase.
    pub span: Span,
    /// Its head token.
    pub head: TokenId,
    /// The actor mention, when one covers it.
    pub actor: Option<ActorMentionId>,
    /// The place mention, when a place that is no actor receives the act ("shelled Kharkiv"): its
    /// country stands for the participant's.
    pub place: Option<PlaceMentionId>,
}

/// Why a field of an event mention has its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The record's field: `type`, `actors`, `time`, `factuality` …
    pub field: &'static str,
    /// The words that prove it.
    pub span: Span,
    /// One sentence for people, alternatives rejected included.
    pub message: String,
}

/// Reads an article's findings.
pub fn read(article: &Article, syntax: &Syntax, mentions: &Mentions, world: &World) -> Findings {
    let claims = claims::find(article, syntax, mentions, world);
    let predicates = factuality::find(article, syntax, &claims, world);
    let mut notes = Vec::new();
    let candidates = predicates::find(article, syntax, mentions, world);
    let events = roles::assemble(
        article,
        syntax,
        mentions,
        &claims,
        &predicates,
        &candidates,
        world,
        &mut notes,
    );
    Findings { events, claims, predicates, notes }
}
