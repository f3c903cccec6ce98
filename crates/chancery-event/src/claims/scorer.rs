//! How likely a candidate is a claim: logistic regression over hashed features.
//!
//! Two sets of weights: the first judges a candidate by itself; the second also knows whether the
//! candidate stands inside another one's content, since the outermost claim is what annotators mark.
//! Trained by `training/claims/train.py`; see MODEL_CARD.md.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Upos};

use super::candidates::{Candidate, Pattern, Text, in_headline};
use super::cues;
use super::said::Heads;
use crate::clauses::{child_in, is_negated, is_passive};
use crate::hashing::Hash;

/// Features fall into 2^17 buckets a set.
pub(crate) const BITS: u32 = 17;
const MASK: u32 = (1 << BITS) - 1;

static WEIGHTS: &[u8] = include_bytes!("../../../../models/claims.bin");
const MAGIC: &[u8; 8] = b"CHCLAIM1";

/// The weights, read in place: magic, scale of each set as f32, then one signed byte a bucket.
pub(crate) struct Scorer {
    scales: [f32; 2],
    weights: [&'static [u8]; 2],
}

impl Scorer {
    pub fn embedded() -> Self {
        let buckets = 1usize << BITS;
        assert_eq!(WEIGHTS.len(), 16 + 2 * buckets, "models/claims.bin has its full length");
        assert_eq!(&WEIGHTS[..8], MAGIC, "models/claims.bin is of format 1");
        let scale = |at: usize| {
            f32::from_le_bytes(WEIGHTS[at..at + 4].try_into().expect("four bytes make an f32"))
        };
        Self {
            scales: [scale(8), scale(12)],
            weights: [&WEIGHTS[16..16 + buckets], &WEIGHTS[16 + buckets..]],
        }
    }

    /// The probability after the weights of `set`.
    pub fn probability(&self, set: usize, features: &[u32], more: &[u32]) -> f32 {
        let sum: i32 = features
            .iter()
            .chain(more)
            .map(|f| i32::from(self.weights[set][(*f & MASK) as usize].cast_signed()))
            .sum();
        1.0 / (1.0 + (-(sum as f32) * self.scales[set]).exp())
    }
}

/// The features of a candidate by itself.
pub(crate) fn features(text: &Text<'_>, heads: &Heads<'_>, c: &Candidate, out: &mut Vec<u32>) {
    out.clear();
    let syntax = text.syntax;
    let head = syntax.token(c.head);
    let sentence = text.sentence(c.head);
    let lemma = text.lemma(c.head);
    let pattern = c.pattern as u32;
    let class = c.entry.map_or(99, |e| e.class as u32);
    let field = u32::from(cues::field(lemma).unwrap_or(98));
    let mut add = |h: Hash| out.push(h.done(BITS));
    add(Hash::new("bias"));
    add(Hash::new("p").num(pattern));
    add(Hash::new("l").and(lemma));
    add(Hash::new("lp").and(lemma).num(pattern));
    add(Hash::new("c").num(class));
    add(Hash::new("cp").num(class).num(pattern));
    add(Hash::new("fp").num(field).num(pattern));
    add(Hash::new("x").and(head.xpos).num(pattern));
    add(Hash::new("rp").num(head.rel as u32).num(pattern));
    add(Hash::new("cr").num(class).num(head.rel as u32));
    if let Some(g) = head.head {
        add(Hash::new("gl").and(text.lemma(g)).num(pattern));
        add(Hash::new("gu").num(syntax.token(g).upos as u32).num(head.rel as u32));
    }
    let passive = u32::from(is_passive(syntax, c.head));
    let negated = u32::from(is_negated(syntax, c.head));
    add(Hash::new("v").num(passive).num(negated).num(pattern));
    if let Some(aux) = child_in(syntax, c.head, &[Rel::Aux]) {
        add(Hash::new("aux").and(text.lemma(aux)));
        add(Hash::new("auxc").and(text.lemma(aux)).num(class));
    }
    if let Some(mark) = child_in(syntax, c.head, &[Rel::Mark]) {
        add(Hash::new("mk").and(text.lemma(mark)));
        add(Hash::new("mkc").and(text.lemma(mark)).num(class));
    }
    // Source.
    let through = c.through.map_or(9, |t| t as u32);
    add(Hash::new("th").num(through).num(pattern));
    match c.source_head {
        None => {
            add(Hash::new("s0").num(pattern));
            add(Hash::new("s0c").num(class));
        }
        Some(s) => {
            let t = syntax.token(s);
            let word = text.lemma(s);
            add(Hash::new("su").num(t.upos as u32).num(pattern));
            add(Hash::new("suc").num(t.upos as u32).num(class));
            if t.upos != Upos::Propn {
                add(Hash::new("sl").and(word));
                add(Hash::new("slc").and(word).num(class));
            }
            add(Hash::new("sq").num(u32::from(text.quotes.at(s.0).is_some())));
            let known = heads.mention(s);
            let kind = known.map_or(9, |a| a.kind.map_or(8, |k| k as u32));
            add(Hash::new("sk").num(kind));
            add(Hash::new("skc").num(kind).num(class));
        }
    }
    // Content.
    let size: u32 = c.content.iter().map(|r| r.end - r.start).sum();
    let bucket = 32 - size.leading_zeros();
    add(Hash::new("n").num(bucket).num(pattern));
    add(Hash::new("nc").num(bucket).num(class));
    let first = c.content[0].start;
    let quoted = c.content.iter().any(|r| {
        text.quotes.at(r.start).or_else(|| text.quotes.at(r.end - 1)).is_some()
            || text.quotes.at(r.start + (r.end - r.start) / 2).is_some()
    });
    let cue_quoted = u32::from(text.quotes.at(c.head.0).is_some());
    add(Hash::new("q").num(u32::from(quoted)).num(pattern));
    add(Hash::new("qc").num(u32::from(quoted)).num(class));
    add(Hash::new("cq").num(cue_quoted));
    add(Hash::new("cqc").num(cue_quoted).num(class));
    let before = u32::from(first < c.head.0);
    add(Hash::new("b").num(before).num(pattern));
    let opening = TokenId(first);
    add(Hash::new("o").and(text.lemma(opening)).num(pattern));
    if let Some(k) = c.complement {
        let t = syntax.token(k);
        add(Hash::new("kx").and(t.xpos).num(pattern));
        add(Hash::new("kxc").and(t.xpos).num(class));
        if t.upos != Upos::Propn {
            add(Hash::new("kl").and(text.lemma(k)).num(pattern));
        }
        if matches!(c.pattern, Pattern::Clause) {
            let that = syntax.child(k, Rel::Mark).map_or("", |m| text.lemma(m));
            add(Hash::new("that").and(that).num(class));
        }
        let kind = u32::from(heads.get(k).is_some());
        add(Hash::new("ka").num(kind).num(class));
    }
    if c.cue.end > c.head.0 + 1 {
        add(Hash::new("lw").and(lemma).and(text.lemma(TokenId(c.cue.end - 1))));
    }
    // Neighbours.
    let word = |t: u32| {
        if t < sentence.start || t >= sentence.end { "" } else { text.lemma(TokenId(t)) }
    };
    add(Hash::new("w-1").and(word(c.cue.start.wrapping_sub(1))).num(class));
    add(Hash::new("w+1").and(word(c.cue.end)).num(class));
    add(Hash::new("lw+1").and(lemma).and(word(c.cue.end)).num(pattern));
    add(Hash::new("w+1p").and(word(c.cue.end)).num(pattern).num(class));
    let touches = c.source.as_ref().map_or(2, |s| {
        u32::from(s.start.abs_diff(c.cue.end) <= 1 || c.cue.start.abs_diff(s.end) <= 1)
    });
    add(Hash::new("to").num(touches).num(pattern));
    add(Hash::new("ton").num(touches).num(pattern).num(class).num(u32::from(quoted)));
    add(Hash::new("toc").num(touches).num(class));
    // Place.
    let headline = u32::from(in_headline(text, c.head));
    add(Hash::new("h").num(headline).num(pattern));
    add(Hash::new("pos").num((c.head.0 - sentence.start).min(12)).num(pattern));
    let question = text.is_word(TokenId(sentence.end - 1), "?");
    add(Hash::new("?").num(u32::from(question)).num(class));
    let depth = syntax.ancestors(c.head).take(8).count() as u32;
    add(Hash::new("d").num(depth).num(pattern));
}

/// What a candidate owes to the one whose content it stands in, and to its rivals at the same cue.
pub(crate) fn context(
    c: &Candidate,
    probability: f32,
    container: Option<(&Candidate, f32)>,
    rival: f32,
    out: &mut Vec<u32>,
) {
    out.clear();
    let bucket = |p: f32| (p * 10.0).min(9.0) as u32;
    let class = |c: &Candidate| c.entry.map_or(99, |e| e.class as u32);
    out.push(Hash::new("own").num(bucket(probability)).done(BITS));
    out.push(Hash::new("ownp").num(bucket(probability)).num(c.pattern as u32).done(BITS));
    out.push(Hash::new("rival").num(bucket(rival)).done(BITS));
    out.push(Hash::new("rivalp").num(bucket(rival)).num(c.pattern as u32).done(BITS));
    match container {
        None => out.push(Hash::new("free").done(BITS)),
        Some((k, p)) => {
            out.push(Hash::new("in").num(bucket(p)).done(BITS));
            out.push(Hash::new("inp").num(bucket(p)).num(k.pattern as u32).done(BITS));
            out.push(Hash::new("inc").num(class(k)).num(class(c)).done(BITS));
            out.push(Hash::new("ino").num(bucket(p)).num(bucket(probability)).done(BITS));
        }
    }
}
