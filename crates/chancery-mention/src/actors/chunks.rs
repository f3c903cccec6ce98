//! Base noun phrases by adjacency: determiners, modifiers, nouns and possessives that follow one
//! another. The tree decides only where adjacency cannot, so a wrong tree costs little.

use chancery_article::{Article, SentenceId};
use chancery_syntax::{Rel, Syntax, Upos};
use std::ops::Range;

use super::hits::Hit;

/// A base noun phrase: segments that a possessive mark divides.
/// "the EU's high representative" has the segments "the EU" and "high representative".
pub(super) struct Chunk {
    pub segments: Vec<Segment>,
}

/// A stretch of a chunk between possessive marks.
pub(super) struct Segment {
    pub tokens: Range<u32>,
    /// The hits inside, as positions in the sentence's list.
    pub hits: Range<usize>,
}

/// No noun phrase of a newspaper is longer; a list of a million names must not become one.
const LONGEST: u32 = 40;

/// Cuts a sentence into chunks.
pub(super) fn cut(
    article: &Article,
    syntax: &Syntax,
    sentence: SentenceId,
    hits: &[Hit],
    barred: impl Fn(u32) -> bool,
) -> Vec<Chunk> {
    let range = {
        let s = syntax.sentence(sentence);
        s.first.0..s.end.0
    };
    let mut chunks = Vec::new();
    let mut open: Option<(Vec<Segment>, u32, usize)> = None;
    let mut next_hit = 0;
    let mut at = range.start;
    while at < range.end {
        let token = &syntax.tokens()[at as usize];
        while next_hit < hits.len() && hits[next_hit].end <= at {
            next_hit += 1;
        }
        let hit = hits.get(next_hit).filter(|h| h.start == at);
        let part = if barred(at) {
            Part::Outside
        } else if hit.is_some() {
            Part::Inside
        } else {
            part(article, syntax, at)
        };
        match part {
            Part::Outside => close(&mut open, &mut chunks, at, next_hit),
            Part::Opens => {
                close(&mut open, &mut chunks, at, next_hit);
                open = Some((Vec::new(), at, next_hit));
            }
            Part::Possessive => {
                if let Some((segments, start, first)) = open.as_mut() {
                    let end = hits[..next_hit].last().map_or(at, |h| h.end.min(at)).max(at);
                    segments.push(Segment { tokens: *start..end, hits: *first..next_hit });
                    *start = at + 1;
                    *first = next_hit;
                }
            }
            Part::Inside => {
                let long = open.as_ref().is_some_and(|o| at - o.1 > LONGEST || o.0.len() > 8);
                if long || open.is_some() && parted(syntax, at, hits, next_hit) {
                    close(&mut open, &mut chunks, at, next_hit);
                }
                open.get_or_insert_with(|| (Vec::new(), at, next_hit));
            }
        }
        match hit {
            Some(h) if !barred(at) => at = h.end,
            _ => at += 1,
        }
        let _ = token;
    }
    while next_hit < hits.len() && hits[next_hit].end <= range.end {
        next_hit += 1;
    }
    close(&mut open, &mut chunks, range.end, next_hit);
    chunks
}

fn close(
    open: &mut Option<(Vec<Segment>, u32, usize)>,
    chunks: &mut Vec<Chunk>,
    end: u32,
    next_hit: usize,
) {
    if let Some((mut segments, start, first)) = open.take() {
        if start < end {
            segments.push(Segment { tokens: start..end, hits: first..next_hit });
        }
        if !segments.is_empty() {
            chunks.push(Chunk { segments });
        }
    }
}

enum Part {
    Outside,
    Inside,
    Opens,
    Possessive,
}

fn part(article: &Article, syntax: &Syntax, at: u32) -> Part {
    let token = &syntax.tokens()[at as usize];
    let next = syntax.tokens().get(at as usize + 1);
    match token.upos {
        Upos::Det => Part::Opens,
        Upos::Pron if token.xpos == "PRP$" => Part::Opens,
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num => Part::Inside,
        Upos::Part if token.xpos == "POS" => Part::Possessive,
        Upos::X => Part::Inside,
        // A foreign name may be tagged as anything: "Minister Hardeep Puri".
        Upos::Adv | Upos::Intj | Upos::Verb
            if token.head.is_some_and(|h| h.0.abs_diff(at) <= 3)
                && matches!(token.rel, Rel::Flat | Rel::Compound | Rel::Appos | Rel::NmodDesc)
                && article.words(token.span).chars().next().is_some_and(char::is_uppercase) =>
        {
            Part::Inside
        }
        Upos::Punct if article.words(token.span) == "-" => Part::Inside,
        Upos::Sym if article.words(token.span) == "-" => Part::Inside,
        // "ruling junta", "armed men", "deposed president"
        Upos::Verb
            if token.rel == Rel::Amod || (token.xpos == "VBN" && token.rel == Rel::Compound) =>
        {
            Part::Inside
        }
        Upos::Adv
            if next.is_some_and(|n| {
                matches!(n.upos, Upos::Adj | Upos::Verb) && n.rel == Rel::Amod
            }) && token.rel == Rel::Advmod =>
        {
            Part::Inside
        }
        _ => Part::Outside,
    }
}

/// True when the word at `at` begins another noun phrase than the one that ends before it:
/// "told reporters | Moscow would …".
fn parted(syntax: &Syntax, at: u32, hits: &[Hit], next_hit: usize) -> bool {
    if at == 0 {
        return false;
    }
    let before = at - 1;
    let (left, right) = (&syntax.tokens()[before as usize], &syntax.tokens()[at as usize]);
    if left.sentence != right.sentence {
        return true;
    }
    let plural = matches!(left.xpos, "NNS" | "NNPS");
    let named = hits[..next_hit].last().is_some_and(|h| {
        use chancery_world::actors::Sense;
        h.end == at
            && !h.senses.iter().any(|s| matches!(s, Sense::Office(..) | Sense::Agent(..)))
            && h.senses.iter().any(|s| {
                use chancery_world::actors::CountryForm;
                matches!(
                    s,
                    Sense::Country(_, CountryForm::Name | CountryForm::People) | Sense::Person(..)
                )
            })
    });
    if !plural && !named {
        return false;
    }
    let (l, r) = (top(syntax, before), top(syntax, at));
    l != r && syntax.tokens()[r as usize].rel.is_subject()
}

/// The head of the noun phrase a token belongs to, as the tree has it.
fn top(syntax: &Syntax, token: u32) -> u32 {
    let mut at = token;
    for _ in 0..12 {
        let t = &syntax.tokens()[at as usize];
        let inner = matches!(
            t.rel,
            Rel::Compound
                | Rel::Amod
                | Rel::Det
                | Rel::Nummod
                | Rel::Flat
                | Rel::NmodPoss
                | Rel::Case
                | Rel::NmodDesc
                | Rel::Goeswith
                | Rel::Punct
        );
        match t.head {
            Some(head) if inner => at = head.0,
            _ => break,
        }
    }
    at
}
