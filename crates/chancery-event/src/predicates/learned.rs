//! The disambiguator: how likely a candidate is the act its entry says, from what stands around it.
//!
//! A multinomial linear model over hashed features with seventeen outcomes, PLOVER's types and
//! "none". Of a type of a user's ontology it only says whether the word tells an act at all. It never changes what a candidate says: it raises and lowers its score. Trained by
//! `training/lexicon/train.py`, which documents data, seed and figures; see docs/lexicon.md.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Upos};
use chancery_world::EventType;
use chancery_world::lexicon::Place;

use super::Candidate;
use super::matching::Look;

/// Number of hash buckets; the training script uses the same.
const BUCKETS: usize = 1 << 14;
/// PLOVER's types and "none".
const OUTCOMES: usize = EventType::ALL.len() + 1;
/// How much of the score the model decides.
const SHARE: f32 = 0.5;

/// One scale (little-endian `f32`), then a signed byte for each bucket and outcome.
static WEIGHTS: &[u8; 4 + BUCKETS * OUTCOMES] =
    include_bytes!("../../../../models/disambiguator.bin");

/// Moves a candidate's score towards what the model thinks of it.
pub(super) fn weigh(look: &Look<'_>, candidate: &mut Candidate) {
    let likely = likely(look, candidate).own;
    let before = candidate.score;
    candidate.before = before;
    candidate.score = (before * (1.0 - SHARE) + likely * SHARE).clamp(0.0, 0.99);
    let says = match candidate.own {
        None => "gives it",
        // It has never seen the type: it says whether the word tells an act at all.
        Some(_) => "holds it for an act at",
    };
    candidate.why.push(format!(
        "the disambiguator {says} {likely:.2}: {before:.2} to {:.2}",
        candidate.score
    ));
}

/// What the model thinks of a candidate.
pub(super) struct Likely {
    /// How likely it is the act that its entry says; for a type of a user's ontology, an act at all.
    pub own: f32,
    /// The likeliest outcome, none for "no act", and how likely that is.
    pub first: (Option<EventType>, f32),
}

/// What the model thinks of a candidate.
pub(super) fn likely(look: &Look<'_>, candidate: &Candidate) -> Likely {
    let (scale, weights) = WEIGHTS.split_first_chunk::<4>().expect("the file opens with a scale");
    let scale = f32::from_le_bytes(*scale);
    let mut sums = [0.0f32; OUTCOMES];
    for feature in features(look, candidate) {
        let row = &weights[bucket(&feature) * OUTCOMES..][..OUTCOMES];
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += f32::from(weight.cast_signed()) * scale;
        }
    }
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = sums.iter().map(|s| (s - top).exp()).sum();
    let share = |outcome: usize| (sums[outcome] - top).exp() / total;
    let own = EventType::ALL.iter().position(|k| *k == candidate.kind).unwrap_or(0);
    let own = match candidate.own {
        None => share(own),
        Some(_) => 1.0 - share(OUTCOMES - 1),
    };
    let first = sums.iter().position(|sum| *sum == top).unwrap_or(OUTCOMES - 1);
    Likely { own, first: (EventType::ALL.get(first).copied(), share(first)) }
}

fn bucket(feature: &str) -> usize {
    let hash = feature
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ (hash >> 29)) as usize & (BUCKETS - 1)
}

/// What the model sees of a candidate.
pub(super) fn features(look: &Look<'_>, candidate: &Candidate) -> Vec<String> {
    let head = candidate.head;
    let kind = candidate.kind.as_str();
    let mut found = vec![
        "bias".to_owned(),
        format!("kind={kind}"),
        format!("rule={}", candidate.rule),
        format!("lemma={}", look.lemma(head)),
        format!("score={}:{kind}", (candidate.score * 10.0) as u32),
        format!("rel={}:{kind}", look.syntax.token(head).rel as u8),
        format!("tag={}:{kind}", look.syntax.token(head).xpos),
        format!("standing={:?}:{kind}", look.standing(candidate.support.unwrap_or(head))),
    ];
    if let Some(mode) = candidate.mode {
        found.push(format!("mode={kind}/{}", mode.as_str()));
    }
    if let Some(operator) = candidate.operator {
        let operator = look.lexicon.operator_name(operator);
        found.push(format!("op={operator}"));
        match candidate.inner {
            Some(inner) => {
                found.push(format!("op={operator}:{}", look.lemma(inner)));
                found.push(format!("inner={}", look.lemma(inner)));
            }
            None => found.push(format!("op={operator}:nothing")),
        }
    }
    let carrier = candidate.support.unwrap_or(head);
    if let Some(support) = candidate.support {
        found.push(format!("support={}", look.lemma(support)));
    }
    if let Some(modal) = look.modal(carrier) {
        found.push(format!("modal={modal}:{}", look.negated(carrier)));
    } else if look.negated(carrier) {
        found.push("negated".to_owned());
    }
    match look.subject(carrier) {
        Some(subject) => {
            found.push(format!("subject={}", look.lemma(subject)));
            found.push(format!("party={}:{kind}", look.is_party(subject)));
            for class in look.class_names(subject) {
                found.push(format!("subject-class={class}:{kind}"));
                found.push(format!("subject-class={class}"));
            }
        }
        None => found.push(format!("no-subject:{kind}")),
    }
    if look.is_verb(head) {
        match look.object(head) {
            Some(object) => {
                found.push(format!("object={}", look.lemma(object)));
                found.push(format!("object-actor={}:{kind}", look.is_actor(object)));
                for class in look.class_names(object) {
                    found.push(format!("object-class={class}"));
                }
            }
            None => found.push(format!("no-object:{kind}")),
        }
        for complement in look.fillers(head, None, Place::Complement) {
            found.push(format!("complement={}", look.lemma(complement)));
        }
    }
    for child in look.syntax.children(carrier).iter().take(24).copied() {
        let rel = look.syntax.token(child).rel;
        if matches!(rel, Rel::Obl | Rel::Nmod | Rel::OblAgent)
            && let Some(case) = look.case(child)
        {
            found.push(format!("prep={case}:{kind}"));
            found.push(format!("prep={case}:{}", look.lemma(child)));
        }
    }
    let sentence = look.syntax.sentence(look.syntax.token(head).sentence);
    let first = sentence.first.0.max(head.0.saturating_sub(18));
    let end = sentence.end.0.min(head.0 + 19);
    for token in (first..end).map(TokenId).filter(|t| *t != head) {
        if matches!(look.syntax.token(token).upos, Upos::Noun | Upos::Verb | Upos::Adj) {
            found.push(format!("word={}", look.lemma(token)));
        }
    }
    if let Some(above) = look.syntax.token(carrier).head {
        found.push(format!("above={}", look.lemma(above)));
        found.push(format!(
            "above-rel={}:{}",
            look.lemma(above),
            look.syntax.token(carrier).rel as u8
        ));
    }
    found
}
