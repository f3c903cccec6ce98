//! Which way a clause looks: what decides whether "on Friday" is the last or the next one.
//! From the tree when there is one, else from the words around.

use crate::words::{Gap, Lex, Shape, Words};
use chancery_article::{Article, RegionKind, Span, TokenId};
use chancery_syntax::{Rel, Syntax, Token, Upos};
use chancery_world::words::{AHEAD, BEHIND};

/// The direction of the clause that governs a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// The tense of the clause around `span`.
pub(super) fn tense(
    article: &Article,
    syntax: &Syntax,
    words: &Words<'_>,
    span: Span,
    first: usize,
) -> Tense {
    // "payable Jan. 2", "due in early November"
    let cue = if words.was_any(first, 1, &["in", "on", "by", "at"]) { 2 } else { 1 };
    // "called a meeting for Saturday", "put off until Tuesday"
    if words.was_any(first, 1, &["for"]) || postponed(words, first) {
        return Tense::Future;
    }
    if words.was_any(first, cue, &["due", "payable", "effective", "expire", "expires"]) {
        // "it had been due to expire Friday"
        let gone = (cue..cue + 5).any(|back| words.was_any(first, back, &["had"]));
        return if gone { Tense::Past } else { Tense::Future };
    }
    if words.was_any(first, 1, &["since", "ended"]) {
        return Tense::Past;
    }
    let headline = article.region_at(span).is_some_and(|r| r.kind == RegionKind::Headline);
    match from_tree(syntax, span) {
        Tense::Unknown => from_words(words, first),
        Tense::Present if headline || possessive(words, first) => Tense::Past,
        Tense::Present if words.was_any(first, 1, &["through", "by", "until", "till"]) => {
            Tense::Future
        }
        known => known,
    }
}

/// "postponed until Tuesday", "extended its deadline to Friday".
fn postponed(words: &Words<'_>, first: usize) -> bool {
    const MOVED: [&str; 12] = [
        "postponed",
        "extended",
        "delayed",
        "adjourned",
        "rescheduled",
        "moved",
        "deferred",
        "suspended",
        "off",
        "back",
        "remanded",
        "closed",
    ];
    words.was_any(first, 1, &["until", "till", "to"])
        && (2..=7).any(|back| words.was_any(first, back, &MOVED))
}

/// "the November elections", "a July 26 deadline": a noun carries the time, not the clause.
pub(super) fn attributive(words: &Words<'_>, first: usize, end: usize) -> bool {
    let before = words.was_any(
        first,
        1,
        &["the", "a", "an", "this", "his", "her", "their", "its", "s", "imposed"],
    );
    let next = words.get(end);
    before
        && next.shape == Shape::Lower
        && next.gap == Gap::Space
        && next.lex == Lex::None
        && !words.is_any(
            end,
            &[
                "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "when",
                "that", "after", "before", "was", "were",
            ],
        )
}

/// "Thursday's closing price"
fn possessive(words: &Words<'_>, first: usize) -> bool {
    matches!(words.str(first + 1), "'" | "’") && words.is(first + 2, "s") && words.glued(first + 2)
}

fn from_tree(syntax: &Syntax, span: Span) -> Tense {
    let tokens = syntax.tokens_in(span);
    let Some(head) = syntax.tops(tokens.clone()).next() else {
        return Tense::Unknown;
    };
    let mut to_come = false;
    // A chain longer than this is a broken tree, not a clause.
    for (steps, id) in syntax.ancestors(head).enumerate().take(24) {
        let token = syntax.token(id);
        if steps == 0 && tokens.contains(&id.0) && token.head.is_some() {
            continue;
        }
        let infinitive = syntax.children(id).iter().any(|c| {
            let child = syntax.token(*c);
            child.rel == Rel::Mark && child.xpos == "TO"
        });
        match clause_tense(syntax, id, token) {
            Tense::Unknown => {}
            // "announced another event to be held on Friday"
            Tense::Future if infinitive && syntax.child(id, Rel::AuxPass).is_some() => {
                return Tense::Future;
            }
            // "withdrew his nomination to lead the department Thursday" looks back, "plans to lead" ahead.
            Tense::Future if infinitive => to_come = true,
            Tense::Past if to_come && !is_planning(token) => return Tense::Past,
            _ if to_come => return Tense::Future,
            known => return known,
        }
    }
    if to_come { Tense::Future } else { Tense::Unknown }
}

/// Verbs whose infinitive lies ahead of them.
fn is_planning(token: &Token) -> bool {
    const VERBS: [&str; 32] = [
        "plan", "expect", "schedule", "agree", "want", "intend", "hope", "decide", "vow",
        "promise", "order", "ask", "urge", "set", "prepare", "threaten", "offer", "propose",
        "pledge", "call", "vote", "tell", "slate", "seek", "invite", "choose", "aim", "warn",
        "demand", "head", "leave", "travel",
    ];
    VERBS.contains(&token.lemma.as_str())
}

/// The tense of the clause that `id` heads; unknown when it heads none.
fn clause_tense(syntax: &Syntax, id: TokenId, token: &Token) -> Tense {
    let (mut past, mut present, mut future, mut infinitive, mut perfect) =
        (false, false, false, false, false);
    let (mut auxiliaries, mut stated) = (false, false);
    for child in syntax.children(id) {
        let child = syntax.token(*child);
        match child.rel {
            Rel::Aux | Rel::AuxPass | Rel::Cop => {
                auxiliaries = true;
                stated |= child.rel == Rel::AuxPass || child.lemma != "be";
                match (child.lemma.as_str(), child.xpos) {
                    (_, "MD") => future = true,
                    ("have", "VBD") | ("be" | "do" | "get", "VBD") => past = true,
                    ("have", _) => perfect = true,
                    _ => present = true,
                }
            }
            Rel::Mark if child.xpos == "TO" => infinitive = true,
            _ => {}
        }
    }
    let verb = matches!(token.upos, Upos::Verb | Upos::Aux);
    if !verb && !auxiliaries {
        return Tense::Unknown;
    }
    // "has scheduled a news conference Thursday", "planned a march on Saturday"
    let plans = matches!(token.lemma.as_str(), "schedule" | "plan" | "slate")
        && syntax.child(id, Rel::Obj).is_some();
    // "was to fly to Berlin on Wednesday"
    if future || plans || infinitive && past && !stated && token.xpos == "VB" {
        return Tense::Future;
    }
    if past || perfect {
        return Tense::Past;
    }
    if infinitive {
        return Tense::Future;
    }
    match token.xpos {
        "VBD" => Tense::Past,
        // "The bodies found on Friday": a participle without auxiliary looks back, but for schedules.
        "VBN" if !auxiliaries => {
            if matches!(token.lemma.as_str(), "schedule" | "expect" | "plan" | "slate" | "set") {
                Tense::Future
            } else {
                Tense::Past
            }
        }
        "VBN"
            if matches!(token.lemma.as_str(), "schedule" | "expect" | "plan" | "slate" | "set") =>
        {
            Tense::Future
        }
        "VBG" if !auxiliaries => Tense::Unknown,
        "VB" if !auxiliaries => Tense::Future,
        _ if present || verb => Tense::Present,
        _ => Tense::Unknown,
    }
}

/// The nearest cue in the same stretch of words.
fn from_words(words: &Words<'_>, first: usize) -> Tense {
    let cue = |i: usize| {
        let word = words.get(i);
        if !matches!(word.shape, Shape::Lower | Shape::Title) || word.lex != Lex::None {
            return None;
        }
        let is_any = |list: &[&str]| words.is_any(i, list);
        if is_any(AHEAD) {
            return Some(Tense::Future);
        }
        let regular =
            word.shape == Shape::Lower && word.end - word.start > 4 && words.str(i).ends_with("ed");
        (regular || is_any(BEHIND)).then_some(Tense::Past)
    };
    let stop = |i: usize| {
        let word = words.get(i);
        word.gap == Gap::Break
            || word.shape == Shape::Mark && matches!(words.str(i), "." | ";" | "?" | "!")
    };
    let back = (1..=14).map_while(|k| {
        let i = first.checked_sub(k)?;
        (!stop(i)).then_some(i)
    });
    if let Some(found) = back.into_iter().find_map(cue) {
        return found;
    }
    let ahead = (first + 1..first + 15).take_while(|i| *i < words.len() && !stop(*i));
    ahead.into_iter().find_map(cue).unwrap_or(Tense::Unknown)
}
