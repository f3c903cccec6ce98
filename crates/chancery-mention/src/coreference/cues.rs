//! Gender, number, speech, quotation: what single words tell.

use chancery_article::{Article, TokenId};
use chancery_syntax::{Rel, Syntax};
use chancery_world::Actors;
use chancery_world::actors::{PersonForm, Sense};
use chancery_world::words::{DUALS, FEMALE, FEMALE_NAMES, MALE, REPORTING};

use crate::ActorMention;
use crate::actors::ActorKind;

/// A person's grammatical gender in English.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gender {
    Male,
    Female,
}

pub(super) fn is_speech(lemma: &str) -> bool {
    REPORTING.contains(&lemma)
}

/// Plural nouns that name the two parties at hand.
pub(super) fn is_dual(lemma: &str) -> bool {
    DUALS.contains(&lemma)
}

/// Plural nouns that name persons rather than states.
pub(super) fn means_persons(lemma: &str) -> bool {
    matches!(
        lemma,
        "leader"
            | "minister"
            | "diplomat"
            | "president"
            | "man"
            | "woman"
            | "official"
            | "duo"
            | "pair"
    )
}

pub(super) fn is_plural(syntax: &Syntax, m: &ActorMention) -> bool {
    let head = syntax.token(m.head);
    matches!(head.xpos, "NNS" | "NNPS") || m.kind == Some(ActorKind::People) || m.members.len() > 1
}

/// What the words or the registry say of the person's gender.
pub(super) fn gender(
    article: &Article,
    syntax: &Syntax,
    registry: &Actors,
    m: &ActorMention,
) -> Option<Gender> {
    if m.kind != Some(ActorKind::Person) {
        return None;
    }
    for token in m.tokens.clone().take(12) {
        let word = article.words(syntax.tokens()[token as usize].span).to_lowercase();
        let word = word.trim_end_matches('.');
        if MALE.contains(&word) {
            return Some(Gender::Male);
        }
        if FEMALE.contains(&word) {
            return Some(Gender::Female);
        }
    }
    let person = m.person.as_deref()?;
    let listed = registry.lookup(person).find_map(|(sense, _)| match sense {
        Sense::Person(id, PersonForm::Full) => registry.is_female(id),
        _ => None,
    });
    if let Some(female) = listed {
        return Some(if female { Gender::Female } else { Gender::Male });
    }
    let given = person.split([' ', '-']).next()?.to_lowercase();
    FEMALE_NAMES.contains(&given.as_str()).then_some(Gender::Female)
}

/// "It is likely that …", "it remains to be seen", "it seems": no actor.
pub(super) fn is_pleonastic(syntax: &Syntax, it: TokenId) -> bool {
    let token = syntax.token(it);
    if token.rel == Rel::Expl {
        return true;
    }
    let Some(head) = token.head else { return true };
    let verb = syntax.token(head);
    let copular = syntax.child(head, Rel::Cop).is_some();
    let clause = syntax.children(head).iter().any(|c| {
        matches!(syntax.token(*c).rel, Rel::Csubj | Rel::CsubjPass | Rel::Ccomp | Rel::Xcomp)
    });
    copular && clause
        || matches!(verb.lemma.as_str(), "seem" | "appear" | "happen" | "rain" | "snow" | "turn")
            && token.rel.is_subject()
        || copular
            && matches!(verb.lemma.as_str(), "clear" | "likely" | "possible" | "unclear" | "time")
}

/// The quoted stretches of the text, in bytes. A paragraph's start closes what stands open.
pub(super) fn quotations(article: &Article, syntax: &Syntax) -> Vec<(u32, u32)> {
    let breaks: Vec<u32> =
        syntax.sentences().iter().filter(|s| s.opens_paragraph).map(|s| s.span.start()).collect();
    let mut found = Vec::new();
    let mut open: Option<u32> = None;
    let mut next = 0;
    for (at, c) in article.text().char_indices() {
        let at = at as u32;
        while next < breaks.len() && breaks[next] <= at {
            if let Some(start) = open.take().filter(|s| *s < breaks[next]) {
                found.push((start, breaks[next]));
            }
            next += 1;
        }
        match c {
            '“' => open = open.or(Some(at)),
            '”' => {
                if let Some(start) = open.take() {
                    found.push((start, at));
                }
            }
            '"' => match open.take() {
                Some(start) => found.push((start, at)),
                None => open = Some(at),
            },
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push((start, article.text().len() as u32));
    }
    found
}

pub(super) fn inside(quotations: &[(u32, u32)], at: u32) -> bool {
    let next = quotations.partition_point(|q| q.1 <= at);
    quotations.get(next).is_some_and(|q| q.0 <= at)
}
