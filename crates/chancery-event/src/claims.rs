//! Claims: who says what, in the terms of PARC and PolNeAR (source, cue, content).

mod candidates;
mod cues;
mod quotes;
mod said;
mod scorer;

use chancery_article::{ActorMentionId, Article, ClaimId, Date, Span, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::{Syntax, Upos};
use chancery_world::World;
use rustc_hash::FxHashMap;
use std::ops::Range;

use crate::clauses::{Extents, is_negated};
use candidates::{Candidate, Text};
use said::Heads;
use scorer::Scorer;

/// How the content is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimKind {
    /// Wholly inside quotation marks.
    Direct,
    /// No quotation marks.
    Indirect,
    /// Partly inside quotation marks.
    Mixed,
}

impl ClaimKind {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimKind::Direct => "direct",
            ClaimKind::Indirect => "indirect",
            ClaimKind::Mixed => "mixed",
        }
    }
}

/// An attribution relation.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// The words that name the source, with determiners and descriptions; may be empty.
    pub source: Vec<Span>,
    /// The cue with auxiliaries, negation and adverbs ("has not said", "according to").
    pub cue: Vec<Span>,
    /// The cue's head token.
    pub cue_head: TokenId,
    /// Lemma of the cue's head: "say", "deny", "accord".
    pub cue_lemma: String,
    /// What is said, in one or more pieces; quotation marks inside, conjunction "that" in, final
    /// full stop out.
    pub content: Vec<Span>,
    /// The source's actor mention.
    pub actor: Option<ActorMentionId>,
    /// Direct, indirect or mixed.
    pub kind: ClaimKind,
    /// The day it was said, when the text or the publication date gives it.
    pub said_on: Option<Date>,
    /// "press release", "phone call", "state television": the words that name the medium.
    pub medium: Option<Span>,
    /// The claim inside whose content this one stands.
    pub parent: Option<ClaimId>,
    /// What the source does to the content's truth.
    pub stance: Stance,
}

/// What a claim's source does to the truth of its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stance {
    /// "said", "announced", "confirmed": asserts it.
    Asserts,
    /// "denied", "rejected claims": asserts the contrary.
    Denies,
    /// "believes", "suspects", "expects": holds it likely.
    Believes,
    /// "doubts", "questions whether".
    Doubts,
    /// "urged", "demanded", "called for": wants it.
    Wants,
    /// "plans", "intends", "vowed", "promised": will do it.
    Intends,
}

impl Stance {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Believes => "believes",
            Stance::Doubts => "doubts",
            Stance::Wants => "wants",
            Stance::Intends => "intends",
        }
    }
}

impl Stance {
    /// What is left of the stance when the cue is negated: who did not say it leaves it open, who
    /// does not believe it denies it, who does not deny it lets it stand.
    fn negated(self) -> Self {
        match self {
            Stance::Asserts | Stance::Wants | Stance::Doubts => Stance::Doubts,
            Stance::Believes | Stance::Intends => Stance::Denies,
            Stance::Denies => Stance::Asserts,
        }
    }
}

/// The probability from which a candidate that no other claim encloses is a claim.
const OUTERMOST: f32 = 0.34;
/// The probability from which a candidate inside another claim's content is one of its own.
const NESTED: f32 = 0.60;

/// The same two for a verb of speech with its speaker and a whole proposition: a record without the
/// ministry that said it does more harm than a claim too many.
const SPEECH_OUTERMOST: f32 = 0.10;
const SPEECH_NESTED: f32 = 0.12;

/// Finds the claims of an article, in text order of their cues.
///
/// Every word that could be a cue gives candidates, each a way to read source and content off the
/// tree, the quotation marks or a colon; a trained scorer keeps the likely ones. Time is linear in
/// the article.
pub fn find(article: &Article, syntax: &Syntax, mentions: &Mentions, _world: &World) -> Vec<Claim> {
    let extents = Extents::of(syntax);
    let quotes = quotes::find(article, syntax);
    let text = Text::new(article, syntax, &extents, &quotes);
    let heads = Heads::of(mentions);
    let weighed = weigh(&text, &heads, &Scorer::embedded());
    let chosen = drop_overlapping(&weighed, choose(&weighed));
    let mut contents: Vec<Vec<Range<u32>>> =
        chosen.iter().map(|c| weighed[*c].candidate.content.clone()).collect();
    let cues: Vec<TokenId> = chosen.iter().map(|c| weighed[*c].candidate.head).collect();
    attach_loose_quotes(&text, &cues, &mut contents);
    let mut claims: Vec<Claim> = chosen
        .iter()
        .zip(&contents)
        .map(|(c, content)| claim(&text, mentions, &heads, &weighed[*c].candidate, content))
        .collect();
    claims.retain(|c| !c.content.is_empty());
    nest(&mut claims);
    claims
}

/// True for nouns that name something said: offer, claim, request.
pub(crate) fn names_speech(lemma: &str) -> bool {
    cues::entry(lemma, 'n').is_some()
}

/// A candidate with its probability by itself and in its surroundings.
struct Weighed {
    candidate: Candidate,
    alone: f32,
    within: f32,
    enclosed: bool,
}

/// The candidates with their quotations taken whole; those without content are none.
fn proposed(text: &Text<'_>) -> Vec<Candidate> {
    let mut found = candidates::find(text);
    for c in &mut found {
        c.content = whole_quotes(text, c);
    }
    found.retain(|c| !c.content.is_empty());
    found
}

fn weigh(text: &Text<'_>, heads: &Heads<'_>, scorer: &Scorer) -> Vec<Weighed> {
    let found = proposed(text);
    let mut features = Vec::with_capacity(64);
    let mut all: Vec<Vec<u32>> = Vec::with_capacity(found.len());
    let mut alone = Vec::with_capacity(found.len());
    for c in &found {
        scorer::features(text, heads, c, &mut features);
        alone.push(scorer.probability(0, &features, &[]));
        all.push(features.clone());
    }
    let context = contexts(&found, &alone);
    let mut more = Vec::new();
    let within: Vec<f32> = found
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let (container, rival) = context[i];
            scorer::context(
                c,
                alone[i],
                container.map(|k| (&found[k], alone[k])),
                rival,
                &mut more,
            );
            // A signature is one by its form.
            if c.pattern == candidates::Pattern::Signature {
                1.0
            } else {
                scorer.probability(1, &all[i], &more)
            }
        })
        .collect();
    found
        .into_iter()
        .enumerate()
        .map(|(i, candidate)| Weighed {
            candidate,
            alone: alone[i],
            within: within[i],
            enclosed: context[i].0.is_some(),
        })
        .collect()
}

/// For each candidate the outermost likely candidate whose content holds its cue, and the best
/// probability of another candidate with the same cue.
fn contexts(found: &[Candidate], alone: &[f32]) -> Vec<(Option<usize>, f32)> {
    // The best candidate of each cue stands for it.
    let mut best: FxHashMap<TokenId, (usize, f32)> = FxHashMap::default();
    let mut second: FxHashMap<TokenId, f32> = FxHashMap::default();
    for (i, c) in found.iter().enumerate() {
        let b = best.entry(c.head).or_insert((i, alone[i]));
        if alone[i] > b.1 {
            second.insert(c.head, b.1);
            *b = (i, alone[i]);
        } else if b.0 != i {
            let s = second.entry(c.head).or_insert(0.0);
            *s = s.max(alone[i]);
        }
    }
    let mut intervals: Vec<(Range<u32>, usize)> = found
        .iter()
        .enumerate()
        .filter(|(i, c)| alone[*i] >= 0.35 && best[&c.head].0 == *i)
        .flat_map(|(i, c)| c.content.iter().map(move |r| (r.clone(), i)))
        .collect();
    intervals.sort_by_key(|(r, i)| (r.start, std::cmp::Reverse(r.end), *i));
    // Only intervals that reach beyond all before them can be outermost.
    let mut outer: Vec<(Range<u32>, usize)> = Vec::new();
    for (r, i) in intervals {
        if outer.last().is_none_or(|(o, _)| r.end > o.end) {
            outer.push((r, i));
        }
    }
    found
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let at = outer.partition_point(|(o, _)| o.end <= c.head.0);
            let container = outer[at..]
                .iter()
                .take(2)
                .find(|(o, k)| o.start <= c.head.0 && found[*k].head != c.head)
                .map(|(_, k)| *k);
            let rival = if best[&c.head].0 == i {
                second.get(&c.head).copied().unwrap_or(0.0)
            } else {
                best[&c.head].1
            };
            (container, rival)
        })
        .collect()
}

/// The best candidate of each cue, when it is likely enough; in the order of the cues.
fn choose(weighed: &[Weighed]) -> Vec<usize> {
    let mut best: FxHashMap<TokenId, usize> = FxHashMap::default();
    for (i, w) in weighed.iter().enumerate() {
        let b = best.entry(w.candidate.head).or_insert(i);
        if w.within.max(w.alone) > weighed[*b].within.max(weighed[*b].alone) {
            *b = i;
        }
    }
    weighed
        .iter()
        .enumerate()
        .filter(|(i, w)| best[&w.candidate.head] == *i)
        .filter(|(_, w)| {
            let (outermost, nested) = if w.candidate.is_speech() {
                (SPEECH_OUTERMOST, SPEECH_NESTED)
            } else {
                (OUTERMOST, NESTED)
            };
            let enclosed = w.enclosed && w.alone >= nested && w.candidate.can_nest();
            enclosed || w.within >= if w.enclosed { OUTERMOST } else { outermost }
        })
        .map(|(i, _)| i)
        .collect()
}

/// Of claims whose cues overlap ("rejected", "rejected claims") only the one with the longer cue.
fn drop_overlapping(weighed: &[Weighed], chosen: Vec<usize>) -> Vec<usize> {
    let cue = |i: usize| &weighed[i].candidate.cue;
    let mut kept: Vec<usize> = Vec::with_capacity(chosen.len());
    let mut ordered = chosen;
    ordered.sort_by_key(|i| (cue(*i).start, cue(*i).end));
    for i in ordered {
        match kept.last() {
            Some(last) if cue(*last).end > cue(i).start => {
                if cue(i).len() > cue(*last).len() {
                    kept.pop();
                    kept.push(i);
                }
            }
            _ => kept.push(i),
        }
    }
    kept
}

/// The content with quotations taken whole: a piece that holds most of a quotation, or starts
/// inside one, holds all of it, unless the cue itself is part of that quotation.
fn whole_quotes(text: &Text<'_>, c: &Candidate) -> Vec<Range<u32>> {
    let cue_quote = text.quotes.at(c.head.0);
    let mut pieces = c.content.clone();
    let mut speech_quoted = false;
    for r in &mut pieces {
        for edge in [r.start, r.end - 1, r.start + (r.end - r.start) / 2] {
            let Some(q) = text.quotes.at(edge).filter(|q| Some(*q) != cue_quote) else { continue };
            let whole = &text.quote_tokens[q];
            let shared = r.end.min(whole.end).saturating_sub(r.start.max(whole.start));
            let strays = whole.contains(&c.head.0)
                || c.source.as_ref().is_some_and(|s| whole.start < s.end && s.start < whole.end);
            if !strays && (shared * 2 >= whole.end - whole.start || r.start > whole.start) {
                r.start = r.start.min(whole.start);
                r.end = r.end.max(whole.end);
            }
            speech_quoted |= text.quotes.found[q].words >= 3;
        }
    }
    // "…," he said, "…": the quotation goes on after the cue.
    if speech_quoted && cue_quote.is_none() {
        let from = c.source.as_ref().map_or(c.cue.end, |s| s.end.max(c.cue.end));
        let from = if from.abs_diff(c.cue.end) > 30 { c.cue.end } else { from };
        let end = text.sentence(c.head).end.min(from + 6);
        if let Some(q) = (from..end).find_map(|t| text.quotes.at(t))
            && text.quote_tokens[q].start >= from
            && text.quotes.found[q].words >= 2
        {
            pieces.push(text.quote_tokens[q].clone());
        }
    }
    let pieces = pieces.into_iter().flat_map(|r| without_speaker(c, r)).collect();
    tidy(text, pieces, &c.cue)
}

/// A speaker beside the cue is no part of what he said ("…, the EU said in a release").
fn without_speaker(c: &Candidate, piece: Range<u32>) -> Vec<Range<u32>> {
    let beside = |s: &&Range<u32>| s.end == c.cue.start || s.start == c.cue.end;
    let Some(source) = c.source.as_ref().filter(beside).filter(|_| c.is_speech()) else {
        return vec![piece];
    };
    if source.start <= piece.start || source.end > piece.end {
        return vec![piece];
    }
    vec![piece.start..source.start, source.end..piece.end]
}

/// Sorts and joins pieces, takes the cue out, and drops punctuation at the edges.
fn tidy(text: &Text<'_>, mut pieces: Vec<Range<u32>>, cue: &Range<u32>) -> Vec<Range<u32>> {
    pieces.sort_by_key(|r| (r.start, r.end));
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(pieces.len());
    for r in pieces {
        match joined.last_mut() {
            Some(last) if r.start <= last.end => last.end = last.end.max(r.end),
            _ => joined.push(r),
        }
    }
    let mut out = Vec::with_capacity(joined.len());
    for r in joined {
        let parts = if r.start < cue.end && cue.start < r.end {
            vec![r.start..cue.start.max(r.start), cue.end.min(r.end)..r.end]
        } else {
            vec![r]
        };
        out.extend(parts.into_iter().map(|r| trim(text, r)).filter(|r| r.start < r.end));
    }
    out
}

/// Drops commas, colons, dashes and the full stop at the edges; quotation marks and brackets that
/// belong to the content stay.
fn trim(text: &Text<'_>, mut r: Range<u32>) -> Range<u32> {
    let stray = |t: u32| {
        let id = TokenId(t);
        text.syntax.token(id).upos == Upos::Punct
            && text.quotes.at(t).is_none()
            && matches!(
                text.word(id),
                "," | "." | ":" | ";" | "-" | "–" | "—" | "--" | "..." | "…" | "?" | "!" | "'"
            )
    };
    while r.start < r.end && stray(r.start) {
        r.start += 1;
    }
    while r.start < r.end && stray(r.end - 1) && !matches!(text.word(TokenId(r.end - 1)), "?" | "!")
    {
        r.end -= 1;
    }
    r
}

/// Gives quotations that have no cue of their own to the speech they go on with: "…," he said.
/// "…", and paragraphs that open with a mark after one that was never closed.
fn attach_loose_quotes(text: &Text<'_>, heads: &[TokenId], contents: &mut [Vec<Range<u32>>]) {
    let all = &text.quotes.found;
    let mut owner: Vec<Option<usize>> = vec![None; all.len()];
    for (i, content) in contents.iter().enumerate() {
        for r in content {
            let mut at = r.start;
            while at < r.end {
                let Some(q) = text.quotes.at(at) else {
                    at += 1;
                    continue;
                };
                if text.quotes.at(heads[i].0) != Some(q) && owner[q].is_none() {
                    owner[q] = Some(i);
                }
                at = text.quote_tokens[q].end.max(at + 1);
            }
        }
    }
    for q in 1..all.len() {
        let range = text.quote_tokens[q].clone();
        if owner[q].is_some() || all[q].words < 3 || range.is_empty() {
            continue;
        }
        let Some(previous) = owner[q - 1] else { continue };
        let first = text.sentence(TokenId(range.start));
        let last = text.sentence(TokenId(range.end - 1));
        let stands_alone = first.start == range.start && last.end <= range.end + 2;
        let cue_between =
            heads.partition_point(|h| h.0 < text.quote_tokens[q - 1].start).max(previous + 1);
        let free = heads.get(cue_between).is_none_or(|h| h.0 >= range.start);
        let between = article_between(text, q);
        let same_speech = all[q - 1].open || !between.contains('\n') || between.trim().is_empty();
        if stands_alone && free && same_speech {
            owner[q] = Some(previous);
            contents[previous].push(range);
        }
    }
    attach_backwards(text, &owner, contents);
}

/// A paragraph whose quotation is never closed belongs to the speech of the next one.
fn attach_backwards(text: &Text<'_>, owner: &[Option<usize>], contents: &mut [Vec<Range<u32>>]) {
    let all = &text.quotes.found;
    let mut owner = owner.to_vec();
    for q in (1..all.len()).rev() {
        let Some(next) = owner[q] else { continue };
        let range = text.quote_tokens[q - 1].clone();
        let adjacent = article_between(text, q).trim().is_empty();
        if owner[q - 1].is_none() && all[q - 1].open && adjacent && !range.is_empty() {
            owner[q - 1] = Some(next);
            contents[next].insert(0, range);
        }
    }
}

fn article_between<'a>(text: &Text<'a>, q: usize) -> &'a str {
    let all = &text.quotes.found;
    text.article.words(Span::new(all[q - 1].span.end(), all[q].span.start()))
}

fn claim(
    text: &Text<'_>,
    mentions: &Mentions,
    heads: &Heads<'_>,
    c: &Candidate,
    content: &[Range<u32>],
) -> Claim {
    let span = |r: &Range<u32>| text.span(r);
    let source = c.source.clone().map(|r| trim_source(text, r, c));
    let pieces: Vec<Span> = content.iter().map(span).collect();
    let stance = stance(text, c);
    // "said in a statement that": the verb is the cue's head, "made the claim that": the noun.
    let cue_head = c
        .support
        .filter(|v| c.cue.contains(&v.0) && cues::entry(text.lemma(*v), 'v').is_some())
        .unwrap_or(c.head);
    Claim {
        source: source.iter().filter(|r| r.start < r.end).map(span).collect(),
        cue: vec![span(&c.cue)],
        cue_head,
        cue_lemma: text.lemma(cue_head).to_owned(),
        kind: kind(text, &pieces),
        content: pieces,
        actor: said::actor(text.syntax, heads, c),
        said_on: said::day(text, mentions, c, content),
        medium: said::medium(text.article, text.syntax, text, c),
        parent: None,
        stance,
    }
}

/// What the source does to the content's truth: the cue's stance, turned by its negation, or by
/// the verb that governs a noun ("rejected claims that").
fn stance(text: &Text<'_>, c: &Candidate) -> Stance {
    let mut stance = c.entry.map_or(Stance::Asserts, |e| e.stance);
    if let Some(verb) = c.support {
        let governing = cues::entry(text.lemma(verb), 'v').map(|e| e.stance);
        if let Some(Stance::Denies | Stance::Doubts) = governing {
            stance = Stance::Denies;
        }
        if is_negated(text.syntax, verb) {
            return stance.negated();
        }
    }
    if is_negated(text.syntax, c.head) { stance.negated() } else { stance }
}

/// The source without the cue and without loose punctuation; the comma that closes an apposition
/// stays out as well.
fn trim_source(text: &Text<'_>, r: Range<u32>, c: &Candidate) -> Range<u32> {
    let mut r = r;
    if r.start < c.cue.end && c.cue.start < r.end {
        r = if c.source_head.is_some_and(|h| h.0 >= c.cue.end) {
            c.cue.end..r.end
        } else {
            r.start..c.cue.start
        };
        r.end = r.end.max(r.start);
    }
    // The content never belongs to the source ("the doctor who said …" keeps only the doctor).
    for piece in &c.content {
        if piece.start > r.start
            && piece.start < r.end
            && c.source_head.is_none_or(|h| h.0 < piece.start)
        {
            r.end = piece.start;
        }
    }
    let comma = |t: u32| {
        text.syntax.token(TokenId(t)).upos == Upos::Punct
            && text.quotes.at(t).is_none()
            && !matches!(text.word(TokenId(t)), ")" | "]")
    };
    while r.start < r.end && comma(r.end - 1) {
        r.end -= 1;
    }
    while r.start < r.end && comma(r.start) && !matches!(text.word(TokenId(r.start)), "(" | "[") {
        r.start += 1;
    }
    r
}

/// Direct when nearly all letters stand inside quotation marks, mixed when some do.
fn kind(text: &Text<'_>, content: &[Span]) -> ClaimKind {
    let (mut inside, mut all) = (0u32, 0u32);
    for span in content {
        for t in text.syntax.tokens_in(*span) {
            let n = text.syntax.token(TokenId(t)).span.len();
            if text.syntax.token(TokenId(t)).upos == Upos::Punct {
                continue;
            }
            all += n;
            if text.quotes.at(t).is_some() {
                inside += n;
            }
        }
    }
    match (inside, all) {
        (0, _) => ClaimKind::Indirect,
        (i, a) if i * 20 > a * 19 => ClaimKind::Direct,
        _ => ClaimKind::Mixed,
    }
}

/// Gives each claim the innermost claim whose content holds its cue.
fn nest(claims: &mut [Claim]) {
    let mut pieces: Vec<(Span, usize)> = claims
        .iter()
        .enumerate()
        .flat_map(|(i, c)| c.content.iter().map(move |s| (*s, i)))
        .collect();
    pieces.sort_by_key(|(s, i)| (s.start(), std::cmp::Reverse(s.end()), *i));
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = 0;
    let cues: Vec<Span> = claims.iter().map(|c| c.cue[0]).collect();
    for (i, cue) in cues.into_iter().enumerate() {
        while next < pieces.len() && pieces[next].0.start() <= cue.start() {
            while open.last().is_some_and(|(s, _)| s.end() <= pieces[next].0.start()) {
                open.pop();
            }
            open.push(pieces[next]);
            next += 1;
        }
        while open.last().is_some_and(|(s, _)| s.end() <= cue.start()) {
            open.pop();
        }
        // A few levels are enough: speech in speech in speech.
        let parent = open.iter().rev().take(8).find(|(s, p)| s.contains(cue) && *p != i);
        claims[i].parent = parent.map(|(_, p)| ClaimId::from(*p));
    }
}

/// Every candidate with its features, for training: see `examples/claim_candidates.rs`.
#[doc(hidden)]
pub fn dump(article: &Article, syntax: &Syntax, mentions: &Mentions) -> Vec<Dumped> {
    let extents = Extents::of(syntax);
    let quotes = quotes::find(article, syntax);
    let text = Text::new(article, syntax, &extents, &quotes);
    let found = proposed(&text);
    let heads = Heads::of(mentions);
    let mut features = Vec::new();
    found
        .iter()
        .map(|c| {
            scorer::features(&text, &heads, c, &mut features);
            Dumped {
                head: c.head.0,
                pattern: c.pattern as u8,
                class: c.entry.map_or(99, |e| e.class as u8),
                cue: text.span(&c.cue),
                source: c
                    .source
                    .clone()
                    .map(|r| trim_source(&text, r, c))
                    .filter(|r| r.start < r.end)
                    .map(|r| text.span(&r)),
                content: c.content.iter().map(|r| text.span(r)).collect(),
                tokens: c.content.clone(),
                features: features.clone(),
            }
        })
        .collect()
}

/// A candidate as the trainer sees it.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Dumped {
    pub head: u32,
    pub pattern: u8,
    pub class: u8,
    pub cue: Span,
    pub source: Option<Span>,
    pub content: Vec<Span>,
    pub tokens: Vec<Range<u32>>,
    pub features: Vec<u32>,
}
