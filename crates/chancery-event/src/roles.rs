//! Event mentions from candidates: who, to whom, when, where, how many, according to whom.

use chancery_article::{Article, Note};
use chancery_mention::Mentions;
use chancery_syntax::Syntax;
use chancery_world::World;

use crate::predicates::Candidate;
use crate::{Claim, EventMention, Predicate};

/// Puts the event mentions together, in text order of their triggers.
#[expect(clippy::too_many_arguments, reason = "the layers below, each as a value")]
pub fn assemble(
    _article: &Article,
    _syntax: &Syntax,
    _mentions: &Mentions,
    _claims: &[Claim],
    _predicates: &[Predicate],
    _candidates: &[Candidate],
    _world: &World,
    _notes: &mut Vec<Note>,
) -> Vec<EventMention> {
    Vec::new()
}
