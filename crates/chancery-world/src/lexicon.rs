//! The predicate lexicon: which verbs, nouns and constructions express which acts, which words
//! they need around them, and which of their arguments acts or is acted upon.
//!
//! The tables stand in `data/lexicon` and are described in docs/lexicon.md. Here is what they
//! compile to: constants, found by lemma, used in place.

use crate::ontology::{Context, EventType, Mode, Own};

pub mod own;
mod source;

/// The words that may follow a word, and the contexts that all of them together speak of.
type Phrase = (&'static [&'static str], &'static [Context]);

mod tables {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// The tables of a lexicon, each sorted by its key.
struct Tables {
    entries: &'static [EntryRow],
    entry_keys: &'static [(&'static str, Part, &'static str, u16)],
    operators: &'static [OperatorRow],
    operator_keys: &'static [(&'static str, Part, &'static str, u16)],
    operator_names: &'static [&'static str],
    embedding: &'static [&'static [EmbeddingRow]],
    support: &'static [(&'static str, SupportRow)],
    irregular: &'static [(&'static str, &'static str)],
    context_words: &'static [(&'static str, &'static [Phrase])],
    class_names: &'static [&'static str],
    classes: &'static [(&'static str, u128)],
    /// The types that may come out; all when none are listed.
    types: Option<&'static [&'static str]>,
}

static EMBEDDED: Tables = Tables {
    entries: tables::ENTRIES,
    entry_keys: tables::ENTRY_KEYS,
    operators: tables::OPERATORS,
    operator_keys: tables::OPERATOR_KEYS,
    operator_names: tables::OPERATOR_NAMES,
    embedding: tables::EMBEDDING,
    support: tables::SUPPORT,
    irregular: tables::IRREGULAR,
    context_words: tables::CONTEXT_WORDS,
    class_names: tables::CLASS_NAMES,
    classes: tables::CLASSES,
    types: None,
};

/// Candidates that score lower are no events.
pub const REPORTED: f32 = 0.3;

/// Where a row stands: a file, as the reader of a message knows it, and a line counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// The file.
    pub file: &'static str,
    /// The line.
    pub number: u32,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.number)
    }
}

/// A syntactic argument of a predicate, named for the active voice of its verb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// The subject of the active verb, wherever the tree has it: subject, by-phrase of the passive,
    /// controller of an infinitive, noun that a participle or relative clause modifies; for a noun
    /// with a support verb, that verb's subject.
    Subject,
    /// The object of the active verb: object, subject of the passive.
    Object,
    /// The indirect object.
    IndirectObject,
    /// A phrase with this preposition, at the predicate, its support verb or its object.
    Preposition(&'static str),
    /// The possessor of a noun, of the predicate itself or of its object ("Seoul's decision",
    /// "Iran's attack"), or an adjective or compound of origin ("the Russian attack").
    Possessor,
    /// The possessor of the object ("condemned *Iran's* attack").
    ObjectPossessor,
    /// The subject or object of the clause the predicate takes ("urged *Israel* to stop").
    ComplementSubject,
    /// Any country or body named inside the object or the complement clause.
    Inside,
    /// The source of the claim in whose content the predicate stands: whoever says that "Libya must
    /// hand over the suspects" makes the request.
    Source,
}

impl Slot {
    /// The slot's name in a frame.
    pub fn as_str(self) -> &'static str {
        match self {
            Slot::Subject => "subj",
            Slot::Object => "obj",
            Slot::IndirectObject => "iobj",
            Slot::Preposition(preposition) => preposition,
            Slot::Possessor => "poss",
            Slot::ObjectPossessor => "objposs",
            Slot::ComplementSubject => "compsubj",
            Slot::Inside => "inside",
            Slot::Source => "source",
        }
    }
}

/// Part of speech of an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// A verb.
    Verb,
    /// An event noun.
    Noun,
    /// A predicate adjective.
    Adjective,
}

impl Part {
    /// The part of speech in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Verb => "verb",
            Part::Noun => "noun",
            Part::Adjective => "adjective",
        }
    }
}

/// Where a constraint looks, seen from the predicate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The subject of the active verb.
    Subject,
    /// The object of the active verb.
    Object,
    /// The indirect object.
    IndirectObject,
    /// A particle: "shoot *down*".
    Particle,
    /// The head of an infinitive, participle or that-clause.
    Complement,
    /// The head of an infinitive with "to".
    Infinitive,
    /// A modifier: of the noun itself, or of a verb's object.
    Modifier,
    /// A possessor or adjective of origin of the noun.
    Possessor,
    /// An adverb.
    Adverb,
    /// Any word of the sentence.
    Near,
    /// Grammatical number, `plur` or `sing`.
    Number,
    /// Voice, `pass`.
    Voice,
    /// A support verb.
    Support,
    /// A phrase with this preposition.
    Preposition(&'static str),
}

/// What a constraint asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// Some filler has one of the values.
    Is,
    /// No filler has any of the values; an empty place passes.
    IsNot,
    /// There is a filler.
    Present,
    /// There is none.
    Absent,
}

/// Values a filler's head may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Values {
    /// Classes of `classes.tsv`, as bits.
    pub classes: u128,
    /// True when any actor mention or proper name will do.
    pub actor: bool,
    /// Lemmas.
    pub words: &'static [&'static str],
}

/// One constraint of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Test {
    /// The constraint as the table writes it.
    pub text: &'static str,
    /// Where to look; any of them.
    pub places: &'static [Place],
    /// What to ask.
    pub relation: Relation,
    /// The values.
    pub values: Values,
}

/// Which arguments play which part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrameRow {
    /// Who acts, best slot first.
    pub actor: &'static [Slot],
    /// Who receives the act, best slot first.
    pub recipient: &'static [Slot],
    /// True when all are actors.
    pub reciprocal: bool,
}

/// What an entry says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EntryRow {
    /// All must hold.
    pub tests: &'static [Test],
    /// Type of act.
    pub kind: EventType,
    /// How it was done.
    pub mode: Option<Mode>,
    /// What a user's ontology calls it; `kind` and `mode` are then PLOVER's that it is like.
    pub own: Option<Own>,
    /// Settings.
    pub contexts: &'static [Context],
    /// CAMEO code.
    pub cameo: Option<&'static str>,
    /// Who plays which part.
    pub frame: FrameRow,
    /// How sure the words alone are, 0 to 1.
    pub prior: f32,
    /// Where the row stands.
    pub line: Line,
}

/// An operator: a kind of predicate whose act depends on the predicate it takes ("refuse").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OperatorId(pub u8);

impl OperatorId {
    /// "will not", "would not": a refusal by the subject.
    pub const WONT: OperatorId = OperatorId(0);
    /// "must": a request by whoever says so.
    pub const MUST: OperatorId = OperatorId(1);
}

/// What an operator's entry says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OperatorRow {
    /// All must hold.
    pub tests: &'static [Test],
    /// Where the predicate it takes may stand.
    pub takes: &'static [Place],
    /// The operator.
    pub operator: OperatorId,
    /// Who plays which part.
    pub frame: FrameRow,
    /// How sure the words alone are, 0 to 1.
    pub prior: f32,
    /// Where the row stands.
    pub line: Line,
}

/// What an operator takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inner {
    /// Anything.
    Anything,
    /// A noun of the class with this number.
    Class(u8),
    /// A predicate with this CAMEO code.
    Code(&'static str),
    /// A predicate of this type, and mode when one is given.
    Act(EventType, Option<Mode>),
    /// A predicate of this type of a user's ontology, and mode when one is given.
    Own(&'static str, Option<&'static str>),
}

/// What an operator makes of what it takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EmbeddingRow {
    /// What it takes.
    pub inner: Inner,
    /// The type of the whole.
    pub kind: EventType,
    /// Its mode.
    pub mode: Option<Mode>,
    /// What a user's ontology calls it.
    pub own: Option<Own>,
    /// Its settings.
    pub contexts: &'static [Context],
    /// Its CAMEO code.
    pub cameo: Option<&'static str>,
    /// Factor on the operator's prior.
    pub factor: f32,
    /// Where the row stands.
    pub line: Line,
}

/// A verb that carries an event noun ("hold talks").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SupportRow {
    /// How the noun hangs on the verb: as its object or with a preposition.
    pub link: Place,
    /// Which part the verb's subject plays.
    pub subject: SupportRole,
}

/// Which part a support verb's subject plays in the noun's act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SupportRole {
    /// It acts ("launched an attack").
    Actor,
    /// It receives the act ("suffered an attack").
    Recipient,
    /// It is no party ("scheduled").
    Neither,
}

/// An entry found for a lemma.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Entry {
    /// Stable name: lemma, part of speech, type and mode, a number where several share them.
    pub id: &'static str,
    /// Part of speech.
    pub part: Part,
    /// What it says.
    pub row: &'static EntryRow,
}

/// An operator found for a lemma.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Operator {
    /// Stable name: lemma, part of speech, operator.
    pub id: &'static str,
    /// Part of speech.
    pub part: Part,
    /// What it says.
    pub row: &'static OperatorRow,
}

/// The lexicon: ours, or one that a user's tables make ([`own`]).
#[derive(Clone, Copy)]
pub struct Lexicon {
    tables: &'static Tables,
}

impl Lexicon {
    /// The lexicon that is compiled into the program.
    pub fn embedded() -> Self {
        Self { tables: &EMBEDDED }
    }

    /// The entries of a lemma, in the order of their ids.
    pub fn entries(&self, lemma: &str) -> impl Iterator<Item = Entry> + use<> {
        let tables = self.tables;
        run(tables.entry_keys, lemma, |k| k.0).iter().map(|(_, part, id, at)| Entry {
            id,
            part: *part,
            row: &tables.entries[usize::from(*at)],
        })
    }

    /// The operators of a lemma, in the order of their ids.
    pub fn operators(&self, lemma: &str) -> impl Iterator<Item = Operator> + use<> {
        let tables = self.tables;
        run(tables.operator_keys, lemma, |k| k.0).iter().map(|(_, part, id, at)| Operator {
            id,
            part: *part,
            row: &tables.operators[usize::from(*at)],
        })
    }

    /// An operator's name in `operators.tsv`.
    pub fn operator_name(&self, operator: OperatorId) -> &'static str {
        self.tables.operator_names[usize::from(operator.0)]
    }

    /// What an operator makes of the things it takes, in the table's order.
    pub fn embedding(&self, operator: OperatorId) -> &'static [EmbeddingRow] {
        self.tables.embedding[usize::from(operator.0)]
    }

    /// The ways in which a verb carries event nouns.
    pub fn support(&self, lemma: &str) -> impl Iterator<Item = SupportRow> + use<> {
        run(self.tables.support, lemma, |k| k.0).iter().map(|(_, row)| *row)
    }

    /// The dictionary form of an irregular verb form: "struck" is of "strike".
    pub fn irregular(&self, form: &str) -> Option<&'static str> {
        run(self.tables.irregular, form, |k| k.0).first().map(|(_, lemma)| *lemma)
    }

    /// The contexts that a word speaks of, alone or with the words after it ("human rights"), each
    /// with how many words say so. `after` gives the lemma that stands so many words after it.
    pub fn contexts<'t>(
        &self,
        lemma: &str,
        after: impl Fn(usize) -> Option<&'t str>,
    ) -> impl Iterator<Item = (&'static [Context], usize)> {
        let words = self.tables.context_words;
        let found = words.binary_search_by(|(first, _)| (*first).cmp(lemma));
        let phrases = found.map_or(&[][..], |at| words[at].1);
        phrases.iter().filter_map(move |(rest, contexts)| {
            let follows = |(i, word): (usize, &&str)| {
                after(i + 1).is_some_and(|next| next.eq_ignore_ascii_case(word))
            };
            rest.iter().enumerate().all(follows).then_some((*contexts, 1 + rest.len()))
        })
    }

    /// The classes of a noun, as bits.
    pub fn classes(&self, lemma: &str) -> u128 {
        let classes = self.tables.classes;
        classes.binary_search_by(|(l, _)| (*l).cmp(lemma)).map_or(0, |at| classes[at].1)
    }

    /// The bit of a class, by its name in `classes.tsv`.
    pub fn class(&self, name: &str) -> Option<u128> {
        self.tables.class_names.iter().position(|c| *c == name).map(|at| 1 << at)
    }

    /// The names of the classes whose bits are set.
    pub fn class_names(&self, classes: u128) -> impl Iterator<Item = &'static str> + use<> {
        self.tables
            .class_names
            .iter()
            .enumerate()
            .filter(move |(at, _)| classes & (1 << at) != 0)
            .map(|(_, name)| *name)
    }

    /// True when acts of this type may come out: all, unless a user's `types.tsv` lists the types.
    pub fn reports(&self, kind: EventType, own: Option<Own>) -> bool {
        let name = own.map_or(kind.as_str(), |own| own.kind);
        self.tables.types.is_none_or(|types| types.contains(&name))
    }

    /// How many predicates it holds: entries and operators, counted once for each lemma.
    pub fn len(&self) -> usize {
        self.tables.entry_keys.len() + self.tables.operator_keys.len()
    }

    /// True when it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The stretch of a sorted table whose key is `lemma`.
fn run<T>(table: &'static [T], lemma: &str, key: impl Fn(&T) -> &'static str) -> &'static [T] {
    let first = table.partition_point(|row| key(row) < lemma);
    let rest = &table[first..];
    &rest[..rest.partition_point(|row| key(row) == lemma)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_every_type_and_most_modes() {
        let mut missing = Vec::new();
        for kind in EventType::ALL {
            assert!(
                tables::ENTRIES.iter().any(|row| row.kind == kind),
                "no entry for {}",
                kind.as_str()
            );
            for (mode, _) in kind.modes() {
                let found = tables::ENTRIES.iter().any(|r| r.kind == kind && r.mode == Some(*mode))
                    || tables::EMBEDDING
                        .iter()
                        .any(|list| list.iter().any(|r| r.kind == kind && r.mode == Some(*mode)));
                if !found {
                    missing.push(format!("{}/{}", kind.as_str(), mode.as_str()));
                }
            }
        }
        // Told from the participants or the place, not from a word.
        assert_eq!(missing, ["CONSULT/third-party", "ASSAULT/sideAB"]);
    }

    #[test]
    fn is_large_enough_to_read_the_news() {
        assert!(Lexicon::embedded().len() >= 1200, "{}", Lexicon::embedded().len());
    }

    #[test]
    fn finds_by_lemma() {
        let lexicon = Lexicon::embedded();
        assert!(lexicon.entries("bombard").any(|e| e.row.kind == EventType::Assault));
        assert!(lexicon.operators("refuse").next().is_some());
        assert_eq!(lexicon.entries("zzz").count(), 0);
        let people = lexicon.class("PEOPLE").expect("PEOPLE is a class");
        assert!(lexicon.classes("protester") & people != 0);
    }

    #[test]
    fn every_mode_belongs_to_its_type_and_every_code_exists() {
        let entries = tables::ENTRIES.iter().map(|r| (r.kind, r.mode, r.cameo));
        let outer =
            tables::EMBEDDING.iter().flat_map(|l| l.iter()).map(|r| (r.kind, r.mode, r.cameo));
        for (kind, mode, cameo) in entries.chain(outer) {
            if let Some(mode) = mode {
                assert!(
                    kind.modes().iter().any(|(m, _)| *m == mode),
                    "{} has no mode {}",
                    kind.as_str(),
                    mode.as_str()
                );
            }
            if let Some(code) = cameo {
                assert!(crate::ontology::cameo::code(code).is_some(), "no CAMEO code {code}");
            }
        }
    }
}
