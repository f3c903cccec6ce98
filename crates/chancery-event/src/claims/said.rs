//! What stands around the cue: who the source is, the day it was said, the medium.

use chancery_article::{ActorMentionId, Article, Date, Span, TokenId};
use chancery_mention::{ActorMention, Mentions, TimeKind};
use chancery_syntax::{Rel, Syntax, Upos};
use rustc_hash::FxHashMap;
use std::ops::Range;

use super::candidates::{Candidate, Text};
use super::cues;
use crate::clauses::{case_of, child_in};

/// The longest actor mention at each head.
pub(crate) struct Heads<'m> {
    mentions: &'m Mentions,
    longest: FxHashMap<TokenId, ActorMentionId>,
}

impl<'m> Heads<'m> {
    pub fn of(mentions: &'m Mentions) -> Self {
        let mut heads: FxHashMap<TokenId, ActorMentionId> = FxHashMap::default();
        for (i, mention) in mentions.actors.iter().enumerate() {
            let id = ActorMentionId::from(i);
            let best = heads.entry(mention.head).or_insert(id);
            if mention.span.len() > mentions.actor(*best).span.len() {
                *best = id;
            }
        }
        Self { mentions, longest: heads }
    }

    pub fn get(&self, head: TokenId) -> Option<ActorMentionId> {
        self.longest.get(&head).copied()
    }

    pub fn mention(&self, head: TokenId) -> Option<&'m ActorMention> {
        self.get(head).map(|id| self.mentions.actor(id))
    }
}

/// The source's actor mention: the one with the same head, the one a relative pronoun stands for,
/// or the longest one inside the source.
pub(crate) fn actor(
    syntax: &Syntax,
    heads: &Heads<'_>,
    candidate: &Candidate,
) -> Option<ActorMentionId> {
    let head = candidate.source_head?;
    if let Some(found) = heads.get(head) {
        return Some(found);
    }
    if matches!(syntax.token(head).xpos, "WDT" | "WP")
        && let Some(noun) = syntax
            .ancestors(head)
            .take(4)
            .find(|t| syntax.token(*t).rel == Rel::AclRelcl)
            .and_then(|t| syntax.token(t).head)
        && let Some(found) = heads.get(noun)
    {
        return Some(found);
    }
    // A name in apposition, or the possessor of a body that the registry does not know.
    let source = candidate.source.clone()?;
    let actors = &heads.mentions.actors;
    let first = actors.partition_point(|m| m.tokens.end <= source.start);
    actors[first..]
        .iter()
        .enumerate()
        .take_while(|(_, m)| m.tokens.start < source.end)
        .take(32)
        .filter(|(_, m)| m.tokens.start >= source.start && m.tokens.end <= source.end)
        .max_by_key(|(i, m)| (m.span.len(), std::cmp::Reverse(*i)))
        .map(|(i, _)| ActorMentionId::from(first + i))
}

/// The day on which it was said: a time mention of the cue's own clause that is one day.
pub(crate) fn day(
    text: &Text<'_>,
    mentions: &Mentions,
    candidate: &Candidate,
    content: &[Range<u32>],
) -> Option<Date> {
    let sentence = text.sentence(candidate.head);
    let clause = text.extents.range(candidate.head);
    let outside = |r: &Range<u32>| {
        !content.iter().any(|c| c.start < r.end && r.start < c.end)
            && !candidate.source.as_ref().is_some_and(|s| s.start < r.end && r.start < s.end)
    };
    let source_end = candidate.source.as_ref().map_or(0, |s| s.end);
    let near = |r: &Range<u32>| {
        // In the cue's clause, or touching the cue or its subject ("said Tuesday, with …").
        (clause.start <= r.start && r.end <= clause.end)
            || r.start.abs_diff(candidate.cue.end) <= 1
            || (source_end > 0 && r.start.abs_diff(source_end) <= 1)
    };
    let distance = |r: &Range<u32>| {
        if r.start >= candidate.cue.end {
            r.start - candidate.cue.end
        } else {
            candidate.cue.start.saturating_sub(r.end) + 1
        }
    };
    let first = mentions.times.partition_point(|t| t.tokens.end <= sentence.start);
    let best = mentions.times[first..]
        .iter()
        .take_while(|t| t.tokens.start < sentence.end)
        .filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time))
        .filter(|t| outside(&t.tokens) && near(&t.tokens))
        .min_by_key(|t| distance(&t.tokens));
    if let Some(time) = best
        && let (Some(from), Some(to)) = (time.from, time.to)
        && from == to
    {
        return Some(from);
    }
    // "Earlier in the day, …" needs no calendar: it is the day of the report.
    let opening = sentence.start..sentence.end.min(sentence.start + 4);
    (outside(&opening) && says_same_day(text, &opening)).then_some(text.article.published)?
}

fn says_same_day(text: &Text<'_>, opening: &Range<u32>) -> bool {
    let words = ["in", "the", "day"];
    let first = text.word(TokenId(opening.start));
    (first.eq_ignore_ascii_case("earlier") || first.eq_ignore_ascii_case("later"))
        && opening.len() == 4
        && words.iter().zip(opening.start + 1..).all(|(w, t)| text.is_word(TokenId(t), w))
}

/// The words that name the medium: "press release", "state television".
pub(crate) fn medium(
    article: &Article,
    syntax: &Syntax,
    text: &Text<'_>,
    candidate: &Candidate,
) -> Option<Span> {
    let noun = medium_noun(syntax, text, candidate)?;
    let mut range = text.extents.range(noun);
    while range.start < noun.0 {
        let t = syntax.token(TokenId(range.start));
        if matches!(t.rel, Rel::Case | Rel::Det) && t.upos != Upos::Noun {
            range.start += 1;
        } else {
            break;
        }
    }
    if let Some(clause) = child_in(syntax, noun, &[Rel::Acl, Rel::AclRelcl]) {
        range.end = range.end.min(text.extents.range(clause).start.max(noun.0 + 1));
    }
    let span =
        syntax.token(TokenId(range.start)).span.cover(syntax.token(TokenId(range.end - 1)).span);
    let words = article.words(span);
    Some(Span::new(
        span.start(),
        span.start() + words.trim_end_matches([',', '.', ' ']).len() as u32,
    ))
}

fn medium_noun(syntax: &Syntax, text: &Text<'_>, candidate: &Candidate) -> Option<TokenId> {
    let fits = |c: &TokenId| {
        syntax.token(*c).upos.is_nominal()
            && case_of(syntax, *c).is_some_and(|p| {
                matches!(
                    text.lemma(p),
                    "in" | "on" | "via" | "through" | "during" | "at" | "to" | "by"
                )
            })
            && cues::is_medium(&text.lemma(*c).to_lowercase())
    };
    let own = syntax.children(candidate.head).iter().copied();
    own.filter(|c| syntax.token(*c).rel.is_oblique() || syntax.token(*c).rel == Rel::Nmod)
        .find(fits)
        .or_else(|| {
            // "issued a statement saying": the noun itself is the medium.
            let head = syntax.token(candidate.head).head?;
            (syntax.token(candidate.head).rel == Rel::Acl && cues::is_medium(text.lemma(head)))
                .then_some(head)
        })
}
