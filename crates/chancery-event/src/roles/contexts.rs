//! The setting of an act, PLOVER's contexts: several may hold. The lexicon's entry says what the
//! act itself tells ("extradite": legal); this module adds what its statement speaks of, and who
//! acts in it. Only where both are silent does the rest of the article speak.

use chancery_article::{Span, TokenId};
use chancery_syntax::{Rel, Upos};
use chancery_world::lexicon::Lexicon;
use chancery_world::{Context, EventType, Sector};

use std::collections::BTreeMap;

use super::Desk;
use crate::tree::is_clausal;
use crate::{EventMention, Participant, Reason};

/// Tokens of a statement that are read.
const STATEMENT: usize = 120;

/// The rest of an article speaks for an event's setting when it names one so often …
const ARTICLE_WORDS: usize = 5;
/// … and so many times as often as any other.
const ARTICLE_LEAD: usize = 2;

/// A word or phrase that speaks of contexts.
struct Spoken {
    first: TokenId,
    span: Span,
    contexts: &'static [Context],
}

/// Adds the contexts of every event, with the words that prove them.
pub(super) fn add(desk: &Desk<'_>, lexicon: &Lexicon, events: &mut [EventMention]) {
    if events.is_empty() {
        return;
    }
    let spoken = speaking(desk, lexicon);
    let of_article = of_article(&spoken);
    for event in events {
        let statement = statement(desk, event);
        let from = spoken.partition_point(|word| word.first < statement[0]);
        let last = statement[statement.len() - 1];
        for word in spoken[from..].iter().take_while(|word| word.first <= last) {
            if statement.binary_search(&word.first).is_ok() {
                let message = format!("“{}” in the statement", desk.article.words(word.span));
                put(event, word.contexts, word.span, &message);
            }
        }
        of_parties(desk, event);
        if event.contexts.is_empty()
            && let Some(word) = of_article
        {
            let context = &word.contexts[..1];
            let message =
                format!("the article speaks of it, first as “{}”", desk.article.words(word.span));
            put(event, context, word.span, &message);
        }
    }
}

/// Adds those of the contexts that the event does not have yet.
fn put(event: &mut EventMention, contexts: &[Context], span: Span, message: &str) {
    for context in contexts {
        if !event.contexts.contains(context) {
            event.contexts.push(*context);
            let message = format!("{}: {message}", context.as_str());
            event.why.push(Reason { field: "contexts", span, message });
        }
    }
}

/// The words of the story that speak of a context, in text order.
fn speaking(desk: &Desk<'_>, lexicon: &Lexicon) -> Vec<Spoken> {
    let tokens = desk.tree.syntax.tokens();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb) {
            continue;
        }
        let first = TokenId::from(at);
        // "the West *Bank*", "*Ivory* Coast".
        if desk.place_at[at].is_some() {
            continue;
        }
        let after = |n: usize| {
            let next = tokens.get(at + n)?;
            (next.sentence == token.sentence).then(|| next.lemma.as_str())
        };
        let lower;
        let lemma = if token.lemma.bytes().any(|b| b.is_ascii_uppercase()) {
            lower = token.lemma.to_ascii_lowercase();
            lower.as_str()
        } else {
            token.lemma.as_str()
        };
        for (contexts, words) in lexicon.contexts(lemma, after) {
            let span = token.span.cover(tokens[at + words - 1].span);
            found.push(Spoken { first, span, contexts });
        }
    }
    found
}

/// The first word of the context that the article speaks of most, when none comes near it.
fn of_article(spoken: &[Spoken]) -> Option<&Spoken> {
    let mut counts: BTreeMap<Context, usize> = BTreeMap::new();
    for context in spoken.iter().flat_map(|word| word.contexts) {
        *counts.entry(*context).or_default() += 1;
    }
    let (most, count) = counts.iter().max_by_key(|(c, n)| (**n, std::cmp::Reverse(**c)))?;
    let next = counts.iter().filter(|(c, _)| *c != most).map(|(_, n)| *n).max().unwrap_or(0);
    if *count < ARTICLE_WORDS || *count < ARTICLE_LEAD * next {
        return None;
    }
    spoken.iter().find(|word| word.contexts.first() == Some(most))
}

/// The tokens of the event's own clause, sorted: what governs the clause, what is coordinated with
/// it and what is said beside it left out; and its parties, wherever they stand.
fn statement(desk: &Desk<'_>, event: &EventMention) -> Vec<TokenId> {
    let tree = desk.tree;
    let top = std::iter::once(event.head)
        .chain(tree.above(event.head))
        .find(|token| {
            let rel = tree.token(*token).rel;
            is_clausal(rel) && rel != Rel::Xcomp || rel == Rel::Conj && tree.is_predicate(*token)
        })
        .unwrap_or(event.head);
    let mut tokens = vec![top];
    let mut at = 0;
    while at < tokens.len() && tokens.len() < STATEMENT {
        for child in tree.children(tokens[at]) {
            let rel = tree.token(*child).rel;
            let apart = rel == Rel::Parataxis || rel == Rel::Conj && tree.is_predicate(*child);
            if !apart {
                tokens.push(*child);
            }
        }
        at += 1;
    }
    for party in event.actors.iter().chain(&event.recipients) {
        tokens.extend(tree.syntax.tokens_in(party.span).map(TokenId));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// What the parties themselves tell: soldiers make an act military, talks between states are
/// diplomacy.
fn of_parties(desk: &Desk<'_>, event: &mut EventMention) {
    let mut states = Vec::new();
    let parties: Vec<Participant> = event.actors.iter().chain(&event.recipients).copied().collect();
    for party in &parties {
        let Some(actor) = party.actor.map(|id| desk.mentions.actor(id)) else { continue };
        let context = match actor.sector {
            Some(Sector::Mil) => Some(Context::Military),
            Some(Sector::Jud) => Some(Context::Legal),
            Some(Sector::Spy) => Some(Context::Intelligence),
            _ => None,
        };
        if let Some(context) = context {
            let message = format!("“{}” takes part", desk.article.words(party.span));
            put(event, &[context], party.span, &message);
        }
        let speaks_for_it = matches!(actor.sector, None | Some(Sector::Gov));
        for state in desk.countries(party).into_iter().filter(|_| speaks_for_it) {
            if !states.contains(&state) {
                states.push(state);
            }
        }
    }
    if event.kind == EventType::Consult && states.len() > 1 {
        let span = event.trigger;
        put(event, &[Context::Diplomatic], span, "states talk with each other");
    }
}
