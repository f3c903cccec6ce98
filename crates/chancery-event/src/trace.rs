//! How an article was read: what the lexicon saw, what each event rests on, what lost and why.
//!
//! Everything is computed anew from the layers below, so that reading itself keeps none of it. The
//! decisions are those of [`crate::read`], which runs the same code.

use chancery_article::{Article, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::Syntax;
use chancery_world::World;

use crate::predicates::{self, Candidate, Loss, Sighting};
use crate::roles::{self, Filler, Trail};
use crate::{EventMention, claims, factuality};

/// How an article was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Trace {
    /// Every word at which the lexicon has entries, in text order.
    pub sightings: Vec<Sighting>,
    /// The events, as [`crate::read`] gives them.
    pub events: Vec<EventMention>,
    /// How each of them came by its fields, in the same order.
    pub trails: Vec<Trail>,
    /// The slots of every candidate, in the order of their heads.
    pub slots: Vec<(TokenId, Vec<Filler>)>,
    /// The candidates that were put together and came to nothing, each with the reason, in the order
    /// of their heads.
    pub lost: Vec<(TokenId, Loss)>,
}

impl Trace {
    /// Why the word tells no event, when it is a candidate and tells none.
    pub fn loss(&self, token: TokenId) -> Option<Loss> {
        let seen = self.sighting(token).and_then(|s| s.loss);
        seen.or_else(|| find(&self.lost, token).copied())
    }

    /// What the lexicon saw at a word.
    pub fn sighting(&self, token: TokenId) -> Option<&Sighting> {
        let at = self.sightings.binary_search_by_key(&token, |s| s.token).ok()?;
        Some(&self.sightings[at])
    }

    /// The slots of the candidate at this word.
    pub fn slots(&self, token: TokenId) -> &[Filler] {
        find(&self.slots, token).map_or(&[], Vec::as_slice)
    }
}

fn find<T>(sorted: &[(TokenId, T)], token: TokenId) -> Option<&T> {
    let at = sorted.binary_search_by_key(&token, |(head, _)| *head).ok()?;
    Some(&sorted[at].1)
}

/// Traces the reading of an article.
pub fn trace(article: &Article, syntax: &Syntax, mentions: &Mentions, world: &World) -> Trace {
    let claims = claims::find(article, syntax, mentions, world);
    let predicates = factuality::find(article, syntax, &claims, world);
    let sightings = predicates::sightings(article, syntax, mentions, world);
    let kept = sightings.iter().filter(|s| s.loss.is_none());
    let mut candidates: Vec<Candidate> = kept.filter_map(|s| s.candidate.clone()).collect();
    candidates.sort_by_key(|c| (c.trigger.start(), c.head));
    let mut lost = Vec::new();
    let (events, trails) = roles::trail(
        article,
        syntax,
        mentions,
        &claims,
        &predicates,
        &candidates,
        world,
        &mut |head, loss| lost.push((head, loss)),
    );
    // The first reason stands.
    lost.sort_by_key(|(head, _)| *head);
    lost.dedup_by_key(|(head, _)| *head);
    let mut slots = roles::slots_of(article, syntax, mentions, &claims, &predicates, &candidates);
    slots.sort_by_key(|(head, _)| *head);
    Trace { sightings, events, trails, slots, lost }
}
