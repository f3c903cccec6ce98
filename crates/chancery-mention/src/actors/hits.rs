//! The lexical layer: which aliases of the registry stand where.

use chancery_article::{Article, SentenceId};
use chancery_syntax::{Syntax, Upos};
use chancery_world::Actors;
use chancery_world::actors::{Case, Sense};
use chancery_world::fold::fold_into;
use chancery_world::words::SHOUTED;
use std::ops::Range;

/// The longest alias at a token, with the senses that its spelling admits.
pub(super) struct Hit {
    pub start: u32,
    pub end: u32,
    pub senses: Vec<Sense>,
}

/// No alias has more tokens, hyphens included.
const LONGEST: u32 = 18;

/// The letters of a sentence: all capitals, no capitals, or the usual mix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lettering {
    Mixed,
    AllCapitals,
    NoCapitals,
}

/// The tokens' folded words, in one string.
pub(super) struct Folded {
    text: String,
    bounds: Vec<u32>,
}

impl Folded {
    pub(super) fn new(article: &Article, syntax: &Syntax) -> Self {
        let mut text = String::with_capacity(article.text().len());
        let mut bounds = Vec::with_capacity(syntax.tokens().len() + 1);
        let mut word = String::new();
        bounds.push(0);
        for token in syntax.tokens() {
            word.clear();
            // No alias holds a word this long, and a line of one letter must not cost memory.
            if token.span.len() <= 80 {
                fold_into(article.words(token.span), &mut word);
            } else {
                word.push('\u{1}');
            }
            text.push_str(&word);
            bounds.push(text.len() as u32);
        }
        Self { text, bounds }
    }

    pub(super) fn word(&self, token: u32) -> &str {
        let at = token as usize;
        &self.text[self.bounds[at] as usize..self.bounds[at + 1] as usize]
    }
}

/// The hits of a sentence, left to right, not overlapping: at each place the longest.
pub(super) fn find(
    article: &Article,
    syntax: &Syntax,
    actors: &Actors,
    folded: &Folded,
    sentence: SentenceId,
    barred: impl Fn(u32) -> bool,
) -> Vec<Hit> {
    let Range { start, end } = {
        let s = syntax.sentence(sentence);
        s.first.0..s.end.0
    };
    let lettering = lettering(article, syntax, start..end);
    let mut hits = Vec::new();
    let mut at = start;
    while at < end {
        if barred(at) || folded.word(at).is_empty() {
            at += 1;
            continue;
        }
        match longest(article, syntax, actors, folded, at, end, lettering, &barred) {
            Some(hit) => {
                at = hit.end;
                hits.push(hit);
            }
            None => at += 1,
        }
    }
    hits
}

#[expect(clippy::too_many_arguments, reason = "a leaf that needs all it is told")]
fn longest(
    article: &Article,
    syntax: &Syntax,
    actors: &Actors,
    folded: &Folded,
    start: u32,
    end: u32,
    lettering: Lettering,
    barred: &impl Fn(u32) -> bool,
) -> Option<Hit> {
    let mut walk = actors.walk();
    let mut best = None;
    for token in start..end.min(start + LONGEST) {
        if barred(token) || !walk.step(folded.word(token)) {
            break;
        }
        let found = walk.senses();
        if found.is_empty() || folded.word(token).is_empty() {
            continue;
        }
        let senses: Vec<Sense> = found
            .filter(|(sense, case)| {
                written(article, syntax, start..token + 1, *case, lettering, folded)
                    && tagged(syntax, start..token + 1, *sense)
            })
            .map(|(sense, _)| sense)
            .collect();
        if !senses.is_empty() {
            best = Some(Hit { start, end: token + 1, senses });
        }
    }
    best
}

/// Whether the words are written as the alias asks.
fn written(
    article: &Article,
    syntax: &Syntax,
    tokens: Range<u32>,
    case: Case,
    lettering: Lettering,
    folded: &Folded,
) -> bool {
    let words = |t: u32| article.words(syntax.tokens()[t as usize].span);
    let first = || words(tokens.start).chars().find(|c| c.is_alphanumeric());
    match case {
        Case::Any => true,
        Case::Capitalised => {
            lettering == Lettering::NoCapitals
                || first().is_some_and(|c| c.is_uppercase() || c.is_numeric())
        }
        Case::Capitals => {
            if lettering == Lettering::AllCapitals {
                return !SHOUTED.contains(&folded.word(tokens.start));
            }
            tokens.clone().all(|t| words(t).chars().all(|c| !c.is_lowercase()))
                && first().is_some_and(char::is_uppercase)
        }
        Case::Several => {
            lettering != Lettering::NoCapitals
                && tokens.clone().all(|t| words(t).chars().filter(|c| c.is_uppercase()).count() > 1)
        }
        Case::Mixed => {
            lettering == Lettering::NoCapitals
                || tokens.clone().any(|t| words(t).chars().any(char::is_uppercase))
        }
    }
}

/// Common nouns must be nouns: "official statement" names no official, "rebels" in "he rebels"
/// no rebels.
fn tagged(syntax: &Syntax, tokens: Range<u32>, sense: Sense) -> bool {
    let last = &syntax.tokens()[tokens.end as usize - 1];
    match sense {
        Sense::Body(..) | Sense::Agent(..) => {
            matches!(last.upos, Upos::Noun | Upos::Propn | Upos::X)
                || (tokens.len() > 1 && last.upos != Upos::Verb)
        }
        Sense::Office(..) => {
            matches!(last.upos, Upos::Noun | Upos::Propn | Upos::X)
                || tokens.len() > 1
                || last.xpos == "NNP"
                // "Italy's premier", read as an adjective.
                || tokens.start > 0
                    && syntax.tokens()[tokens.start as usize - 1].xpos == "POS"
        }
        Sense::Person(..) => !matches!(last.upos, Upos::Det | Upos::Adp | Upos::Part),
        _ => true,
    }
}

fn lettering(article: &Article, syntax: &Syntax, tokens: Range<u32>) -> Lettering {
    let (mut upper, mut lower, mut titled) = (0usize, 0usize, 0usize);
    for t in tokens.start..tokens.end.min(tokens.start + 60) {
        let word = article.words(syntax.tokens()[t as usize].span);
        let letters = word.chars().take(24).filter(|c| c.is_alphabetic());
        let (mut up, mut low) = (0, 0);
        for c in letters {
            if c.is_uppercase() { up += 1 } else { low += 1 }
        }
        if up > 0 && low == 0 {
            upper += 1;
        } else if up > 0 {
            titled += 1;
        } else if low > 0 {
            lower += 1;
        }
    }
    if upper >= 4 && lower + titled <= upper / 8 {
        Lettering::AllCapitals
    } else if upper + titled == 0 && lower >= 6 {
        Lettering::NoCapitals
    } else {
        Lettering::Mixed
    }
}
