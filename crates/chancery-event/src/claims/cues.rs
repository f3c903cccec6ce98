//! The table of cues: which words report speech, belief, intention, and what that does to truth.

use fst::Map;
use std::sync::LazyLock;

use super::Stance;

static CUES: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| open(include_bytes!(concat!(env!("OUT_DIR"), "/cues.fst"))));
static FIELDS: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| open(include_bytes!(concat!(env!("OUT_DIR"), "/verb_fields.fst"))));

fn open(bytes: &'static [u8]) -> Map<&'static [u8]> {
    Map::new(bytes).expect("build.rs wrote a map")
}

/// What kind of attitude a cue reports. The order is the one of `CLASSES` in build.rs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Class {
    Accuse,
    According,
    Agree,
    Announce,
    Argue,
    Believe,
    Decide,
    Deny,
    Discuss,
    Doubt,
    Fear,
    Hearsay,
    Intend,
    Know,
    Oppose,
    Person,
    Praise,
    Quote,
    Refuse,
    Say,
    Seem,
    Show,
    Support,
    Want,
}

const CLASSES: [Class; 24] = [
    Class::Accuse,
    Class::According,
    Class::Agree,
    Class::Announce,
    Class::Argue,
    Class::Believe,
    Class::Decide,
    Class::Deny,
    Class::Discuss,
    Class::Doubt,
    Class::Fear,
    Class::Hearsay,
    Class::Intend,
    Class::Know,
    Class::Oppose,
    Class::Person,
    Class::Praise,
    Class::Quote,
    Class::Refuse,
    Class::Say,
    Class::Seem,
    Class::Show,
    Class::Support,
    Class::Want,
];

const STANCES: [Stance; 6] = [
    Stance::Asserts,
    Stance::Denies,
    Stance::Believes,
    Stance::Doubts,
    Stance::Wants,
    Stance::Intends,
];

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub class: Class,
    pub stance: Stance,
}

impl Entry {
    /// True for words of speech, not of belief, wish or support.
    pub fn is_speech(self) -> bool {
        matches!(
            self.class,
            Class::Say
                | Class::Announce
                | Class::Argue
                | Class::Deny
                | Class::According
                | Class::Quote
        )
    }
}

/// The entry of a lemma (or `verb particle`) as a verb `v`, noun `n`, adjective `a`, adverb `r` or
/// fixed phrase `p`.
pub(crate) fn entry(lemma: &str, pos: char) -> Option<Entry> {
    let value = lookup(&CUES, lemma, pos)?;
    Some(Entry {
        class: CLASSES[(value & 0xff) as usize],
        stance: STANCES[(value >> 8 & 0xff) as usize],
    })
}

/// WordNet's field of the verb (communication, cognition, …) as a number, for the scorer.
pub(crate) fn field(lemma: &str) -> Option<u8> {
    FIELDS.get(lemma).map(|v| v as u8)
}

fn lookup(map: &Map<&'static [u8]>, lemma: &str, pos: char) -> Option<u64> {
    // Keys are short; a longer lemma is no word of the table.
    let mut key = [0u8; 32];
    let n = lemma.len();
    if n + 2 > key.len() {
        return None;
    }
    key[..n].copy_from_slice(lemma.as_bytes());
    key[n] = b'/';
    key[n + 1] = pos as u8;
    map.get(&key[..n + 2])
}

/// True for nouns that name a medium: statement, release, interview, television.
pub(crate) fn is_medium(lemma: &str) -> bool {
    lookup(&CUES, lemma, 'm').is_some()
}
