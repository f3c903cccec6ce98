//! How sure a reader would be, on the scale from -3 to 3: a linear model over hashed features.
//!
//! The rules of the walk say which label a predicate has; people grade more finely than labels do:
//! "might harm" is less sure than "might meet", "told" surer than "worried". The model's strongest
//! feature is the walk's verdict; it adds what words, tense, governors and subjects say. Trained by
//! `training/factuality/train.py`; see MODEL_CARD.md.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Syntax, Upos};

use super::Factuality;
use super::walk::States;
use crate::clauses::{case_of, is_negated};
use crate::hashing::Hash;

/// Features fall into 2^15 buckets.
pub(crate) const BITS: u32 = 15;
const BUCKETS: usize = 1 << BITS;

/// A scale (`f32`), then an `i16` a bucket, little-endian.
static WEIGHTS: &[u8; 4 + 2 * BUCKETS] = include_bytes!("../../../../models/factuality.bin");

/// How much the walk's verdict alone decides: chosen on the development sets, where the model alone
/// correlates best with mean judgements and the verdict alone finds what is surely not so.
const RULE: f32 = 0.2;

/// The score of a predicate with this verdict and these features.
pub(crate) fn score(verdict: Factuality, features: &[u32]) -> f32 {
    let (scale, weights) = WEIGHTS.split_first_chunk::<4>().expect("the file opens with a scale");
    let (weights, _) = weights.as_chunks::<2>();
    let weight = |f: &u32| i32::from(i16::from_le_bytes(weights[*f as usize & (BUCKETS - 1)]));
    let sum: i32 = features.iter().map(weight).sum();
    let learned = (sum as f32 * f32::from_le_bytes(*scale)).clamp(-3.0, 3.0);
    learned + RULE * (verdict.score() - learned)
}

/// What the model sees of a predicate.
pub(crate) fn features(syntax: &Syntax, states: &States, id: TokenId, out: &mut Vec<u32>) {
    out.clear();
    let mut add = |h: Hash| out.push(h.done(BITS));
    let judged = super::judged(syntax, id);
    let token = syntax.token(judged);
    let own = verdict(states.of(judged));
    let kind = token.upos as u32;
    add(Hash::new("v").num(own));
    add(Hash::new("vk").num(own).num(kind));
    add(Hash::new("x").and(token.xpos));
    add(Hash::new("xv").and(token.xpos).num(own));
    add(Hash::new("rv").num(token.rel as u32).num(own));
    add(Hash::new("cop").num(u32::from(judged != id)).num(kind).num(own));
    if token.upos != Upos::Propn {
        let lemma = token.lemma.as_str();
        add(Hash::new("l").and(lemma));
        add(Hash::new("lv").and(lemma).num(own));
        add(Hash::new("lx").and(lemma).and(token.xpos));
        let tail = lemma.char_indices().rev().nth(2).map_or(lemma, |(at, _)| &lemma[at..]);
        add(Hash::new("s").and(tail).num(kind));
    }
    let mut auxiliaries = Hash::new("a").and(token.xpos);
    let mut subject = None;
    for c in syntax.children(judged) {
        let t = syntax.token(*c);
        let lemma = t.lemma.as_str();
        match t.rel {
            Rel::Aux | Rel::AuxPass | Rel::Cop => {
                auxiliaries = auxiliaries.and(lemma).and(t.xpos);
                add(Hash::new("ax").and(lemma).and(t.xpos));
            }
            Rel::Mark => {
                add(Hash::new("m").and(lemma));
                add(Hash::new("mr").and(lemma).num(token.rel as u32));
                add(Hash::new("mv").and(lemma).num(own));
            }
            Rel::Advmod => {
                add(Hash::new("adv").and(lemma));
                add(Hash::new("advv").and(lemma).num(own));
            }
            Rel::Det | Rel::Amod | Rel::Case => {
                add(Hash::new("n").and(lemma).num(t.rel as u32));
                add(Hash::new("nv").and(lemma).num(own));
            }
            _ if t.rel.is_subject() => subject = Some(*c),
            _ if t.rel.is_oblique() => add(Hash::new("o").and(lemma)),
            _ => add(Hash::new("c").num(t.rel as u32).num(kind)),
        }
    }
    add(auxiliaries);
    add(auxiliaries.num(own));
    let negated = u32::from(is_negated(syntax, judged));
    add(Hash::new("neg").num(negated).num(own));
    match subject.map(|s| syntax.token(s)) {
        None => add(Hash::new("s0").num(kind).num(own)),
        Some(s) => {
            add(Hash::new("su").num(s.upos as u32).and(s.xpos).num(own));
            if s.upos == Upos::Pron {
                add(Hash::new("sp").and(&s.lemma).and(token.xpos));
            }
        }
    }
    let mut from = judged;
    let above = syntax.ancestors(judged).take(2);
    for (level, g) in (0..).zip(above) {
        let t = syntax.token(g);
        let rel = syntax.token(from).rel as u32;
        let its = verdict(states.of(g));
        if t.upos != Upos::Propn {
            add(Hash::new("g").num(level).and(&t.lemma));
            add(Hash::new("gr").num(level).and(&t.lemma).num(rel));
        }
        add(Hash::new("gv").num(level).num(its).num(own));
        add(Hash::new("gx").num(level).and(t.xpos).num(rel));
        if level == 0 {
            add(Hash::new("gn").num(u32::from(is_negated(syntax, g))).num(own));
            for a in syntax.children_by(g, Rel::Aux) {
                add(Hash::new("ga").and(&syntax.token(a).lemma).num(rel));
            }
        }
        from = g;
    }
    for cue in states.deciding(judged) {
        add(Hash::new("cue").and(&syntax.token(cue).lemma));
        add(Hash::new("cuev").and(&syntax.token(cue).lemma).num(own));
    }
    if let Some(case) = case_of(syntax, judged) {
        add(Hash::new("case").and(&syntax.token(case).lemma).num(kind));
    }
    let sentence = syntax.sentence(token.sentence);
    let last = syntax.token(TokenId(sentence.end.0 - 1));
    if last.upos == Upos::Punct {
        add(Hash::new("end").and(&last.lemma).num(own));
    }
    let depth = syntax.ancestors(judged).take(6).count() as u32;
    add(Hash::new("d").num(depth).num(own));
}

/// The walk's verdict as a number.
fn verdict(f: Factuality) -> u32 {
    (f.stage as u32 * 4 + f.certainty as u32) * 2 + f.polarity as u32
}
