//! Signatures: what an embedding word does to the truth of what it embeds.
//!
//! After Nairn, Condoravdi and Karttunen (2006) and Saurí and Pustejovsky (2012): "managed to" makes
//! its complement a fact, "failed to" its contrary, "plans to" a plan; each word has one effect
//! when affirmed and one when negated.

use fst::Map;
use std::sync::LazyLock;

static SIGNATURES: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| open(include_bytes!(concat!(env!("OUT_DIR"), "/signatures.fst"))));
static EVENT_NOUNS: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| open(include_bytes!(concat!(env!("OUT_DIR"), "/event_nouns.fst"))));

fn open(bytes: &'static [u8]) -> Map<&'static [u8]> {
    Map::new(bytes).expect("build.rs wrote a map")
}

/// What happens to the embedded event. The order is the one of `EFFECTS` in build.rs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Effect {
    /// Nothing.
    None,
    /// It is so.
    Fact,
    /// It is not so.
    Not,
    /// It is arranged or intended.
    Planned,
    /// It is likely.
    Probable,
    /// It may be.
    Possible,
    /// Someone wants it.
    Wanted,
    /// Left open.
    Unknown,
    /// It is going on.
    Ongoing,
    /// It is likely not so.
    Improbable,
    /// It depends on something.
    Conditional,
}

const EFFECTS: [Effect; 11] = [
    Effect::None,
    Effect::Fact,
    Effect::Not,
    Effect::Planned,
    Effect::Probable,
    Effect::Possible,
    Effect::Wanted,
    Effect::Unknown,
    Effect::Ongoing,
    Effect::Improbable,
    Effect::Conditional,
];

/// The effects of a word on one kind of complement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Signature {
    /// When the word is affirmed.
    pub positive: Effect,
    /// When it is negated.
    pub negative: Effect,
}

/// The signature of a lemma (with its particle or preposition after a space) as verb `v`, noun `n`,
/// adjective `a`, modifier of a noun `m`, adverb `r` or auxiliary `x`, for a complement that is a
/// `clause`, an infinitive `inf`, a gerund `ing`, a noun phrase `np` or a subject `subj`.
pub(crate) fn signature(lemma: &str, pos: char, frame: &str) -> Option<Signature> {
    let mut key = [0u8; 48];
    let n = lemma.len();
    let end = n + 3 + frame.len();
    if end > key.len() {
        return None;
    }
    key[..n].copy_from_slice(lemma.as_bytes());
    key[n] = b'/';
    key[n + 1] = pos as u8;
    key[n + 2] = b'/';
    key[n + 3..end].copy_from_slice(frame.as_bytes());
    let value = SIGNATURES.get(&key[..end])?;
    let effect = |v: u64| EFFECTS[(v & 0xff) as usize];
    Some(Signature { positive: effect(value), negative: effect(value >> 8) })
}

/// True for nouns that name an act or event by themselves.
pub(crate) fn is_event_noun(lemma: &str) -> bool {
    EVENT_NOUNS.contains_key(lemma)
}
