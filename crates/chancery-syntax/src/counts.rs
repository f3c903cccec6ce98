//! "More than 100 soldiers", "at least 12 people", "up to 3,000 troops": words that measure the
//! number, and no prepositional phrase.
//!
//! The parser often takes "than", "at" or "to" for a preposition of the noun, and the noun then for
//! an adjunct of the verb ("arrested more than 100 protesters" without an object). Where the words
//! leave no doubt, they go to the number and the noun to the verb, as the treebanks annotate it.

use chancery_article::TokenId;

use crate::{Rel, Token, Upos};

/// Nouns that measure a change or a stretch, and are not what the verb acts on.
const MEASURES: &[&str] = &[
    "%",
    "percent",
    "point",
    "time",
    "minute",
    "hour",
    "day",
    "night",
    "week",
    "month",
    "year",
    "decade",
    "meter",
    "metre",
    "km",
    "kilometer",
    "kilometre",
    "mile",
    "foot",
];

/// Sets right the numbers of one sentence. `first` is the number of its first token.
pub(crate) fn repair(tokens: &mut [Token], first: usize) {
    for number in 2..tokens.len() {
        if tokens[number].upos == Upos::Num {
            measured(tokens, first, number);
        }
    }
}

fn is_pair(one: &str, two: &str) -> bool {
    matches!(
        (one, two),
        ("more" | "less" | "few" | "fewer" | "much" | "many" | "little", "than")
            | ("at", "least" | "most" | "little" | "many" | "much")
            | ("up", "to")
    )
}

fn measured(tokens: &mut [Token], first: usize, number: usize) {
    let (one, two) = (number - 2, number - 1);
    let lemma = |at: usize| tokens[at].lemma.to_lowercase();
    if !is_pair(&lemma(one), &lemma(two)) {
        return;
    }
    let at = |id: TokenId| id.index() - first;
    let id = |at: usize| TokenId::from(first + at);
    let noun = match tokens[number].head.map(at) {
        Some(head) if tokens[number].rel == Rel::Nummod && head > number => head,
        _ => number,
    };
    // The one that names the quantity, and the small word beside it.
    let (measure, small) = if lemma(one) == "at" { (two, one) } else { (one, two) };
    if tokens[noun].head == Some(id(measure)) {
        // "More" as the object, the noun hanging on it: the noun takes its place.
        let Some(head) = tokens[measure].head else { return };
        let rel = tokens[measure].rel;
        for token in tokens.iter_mut().filter(|t| t.head == Some(id(measure))) {
            token.head = Some(id(noun));
        }
        tokens[noun].head = Some(head);
        tokens[noun].rel = rel;
    }
    let above = |tokens: &[Token], high: usize, low: usize| {
        let up = std::iter::successors(Some(low), |t| tokens[*t].head.map(at));
        up.take(tokens.len()).any(|t| t == high)
    };
    if above(tokens, measure, noun) || above(tokens, small, noun) {
        return;
    }
    tokens[measure].head = Some(id(number));
    tokens[measure].rel = Rel::Advmod;
    tokens[small].head = Some(id(measure));
    tokens[small].rel = if small < measure { Rel::Case } else { Rel::Fixed };
    if small < measure && noun != number {
        tokens[measure].head = Some(id(noun));
        tokens[measure].rel = Rel::Nmod;
    }
    freed(tokens, first, noun);
}

/// Gives a noun that has no preposition, or has lost it, its place at the verb.
fn freed(tokens: &mut [Token], first: usize, noun: usize) {
    let noun_id = TokenId::from(first + noun);
    let Some(head) = tokens[noun].head.filter(|_| tokens[noun].rel == Rel::Obl) else { return };
    let verb = head.index() - first;
    let has = |id: TokenId, is: &dyn Fn(Rel) -> bool| {
        tokens.iter().any(|t| t.head == Some(id) && is(t.rel))
    };
    if tokens[verb].upos != Upos::Verb || has(noun_id, &|rel| rel == Rel::Case) {
        return;
    }
    let passive = has(head, &|rel| matches!(rel, Rel::AuxPass | Rel::NsubjPass));
    let measures = MEASURES.contains(&tokens[noun].lemma.as_str());
    tokens[noun].rel = if noun < verb && !measures && !has(head, &Rel::is_subject) {
        if passive { Rel::NsubjPass } else { Rel::Nsubj }
    } else if noun > verb && !measures && !passive && !has(head, &|rel| rel == Rel::Obj) {
        Rel::Obj
    } else {
        Rel::OblUnmarked
    };
}
