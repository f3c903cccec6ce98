//! The record `chancery.reading/1`, field by field; docs/record.md tells it in prose.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Name and version of the record.
pub const SCHEMA: &str = "chancery.reading/1";

/// A code of a closed inventory: borrowed when written, owned when read.
pub type Code = Cow<'static, str>;

/// Start and end, half-open, in the unit asked for.
pub type Pair = [u32; 2];

/// One article with everything found in it. Fields may be added, never renamed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: Code,
    /// The text and what is known about it.
    pub article: Article,
    /// Times, in text order.
    pub times: Vec<Time>,
    /// Places, and words that speak of them, in text order.
    pub places: Vec<Place>,
    /// Actors, in text order; they may nest.
    pub actors: Vec<Actor>,
    /// Claims, in text order of their cues.
    pub claims: Vec<Claim>,
    /// Event mentions, in text order of their triggers.
    pub events: Vec<Event>,
    /// What could not be read in full, in text order.
    pub notes: Vec<Note>,
    /// Names (`--with names`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<Name>>,
    /// Predicates with their factuality (`--with predicates`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicates: Option<Vec<Predicate>>,
    /// Syntactic words (`--with tokens`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<Token>>,
}

/// What is known about the article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Article {
    /// As given by the source; for a nameless text `sha256:` and 16 digits of its hash.
    pub id: String,
    /// Where it was found.
    pub url: Option<String>,
    /// The agency or newspaper.
    pub publisher: Option<String>,
    /// The headline that came apart from the text.
    pub title: Option<String>,
    /// Day of publication, YYYY-MM-DD.
    pub published: Option<String>,
    /// BCP 47 language tag, as given.
    pub language: Option<String>,
    /// SHA-256 of the text's UTF-8 bytes, in hexadecimal.
    pub sha256: String,
    /// Stretches that are not running story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// The text itself (`--with text`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A stretch of text that is not running story.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Region {
    /// headline, dateline, byline, caption, agency-mark, boilerplate.
    pub kind: Code,
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// Some words of the text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Words {
    /// Where they start.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Time {
    /// Its words.
    #[serde(flatten)]
    pub words: Words,
    /// DATE, TIME, DURATION or SET.
    #[serde(rename = "type")]
    pub kind: Code,
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 modifier.
    #[serde(rename = "mod", default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<Code>,
    /// First day, YYYY-MM-DD.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
}

/// A place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Its words.
    #[serde(flatten)]
    pub words: Words,
    /// The gazetteer's name.
    pub name: String,
    /// country, admin1, admin2, settlement, region, continent, facility.
    pub kind: Code,
    /// `demonym` for a word that speaks of the place by its people or as an adjective ("Turkish
    /// officials"): no event has such a place. Absent for names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Code>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Degrees north.
    pub latitude: Option<f32>,
    /// Degrees east.
    pub longitude: Option<f32>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// An actor mention, or a participant of an event that the registry does not know.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// Its words.
    #[serde(flatten)]
    pub words: Words,
    /// The registry's id.
    pub id: Option<String>,
    /// Canonical name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or PLOVER's code of an actor that is no state.
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<Code>,
    /// All sectors, the primary first.
    pub sectors: Vec<Code>,
    /// The person's full name.
    pub person: Option<String>,
    /// The office held.
    pub office: Option<String>,
    /// Coreference chain.
    pub entity: Option<u32>,
    /// What it stands for when it is several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
}

/// One of several actors that a mention stands for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// The registry's id.
    pub id: Option<String>,
    /// Canonical name.
    pub name: Option<String>,
    /// As [`Actor::country`].
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<Code>,
    /// The person's full name.
    pub person: Option<String>,
}

/// An attribution relation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Content hash.
    pub id: String,
    /// Who says it, in pieces.
    pub source: Vec<Pair>,
    /// The words that say that something is said.
    pub cue: Vec<Pair>,
    /// The cue's words.
    pub cue_text: String,
    /// What is said, in pieces.
    pub content: Vec<Pair>,
    /// The source as an actor.
    pub actor: Option<Actor>,
    /// direct, indirect, mixed.
    pub kind: Code,
    /// What the source does to the content's truth: asserts, denies, …
    pub stance: Code,
    /// The day it was said.
    pub said_on: Option<String>,
    /// The words that name the medium.
    pub medium: Option<Words>,
    /// The claim that this one stands in.
    pub parent: Option<String>,
}

/// An event mention.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// Content hash.
    pub id: String,
    /// PLOVER type of what is said.
    #[serde(rename = "type")]
    pub kind: Code,
    /// PLOVER mode.
    pub mode: Option<Code>,
    /// PLOVER contexts.
    pub contexts: Vec<Code>,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// PLOVER intensity, -10 to 10.
    pub intensity: f32,
    /// CAMEO code.
    pub cameo: Option<Code>,
    /// PLOVER's own reading after its rules on future events.
    pub plover: Plover,
    /// The words that name the act.
    pub trigger: Pair,
    /// The sentence it stands in.
    pub sentence: Pair,
    /// Who acts.
    pub actors: Vec<Actor>,
    /// Who receives the act.
    pub recipients: Vec<Actor>,
    /// True when all actors act on each other.
    pub reciprocal: bool,
    /// When.
    pub time: Option<Time>,
    /// Where.
    pub place: Option<Place>,
    /// The named meeting, treaty, exercise it belongs to.
    pub occasion: Option<Words>,
    /// How many.
    pub quantities: Vec<Quantity>,
    /// Whether it happened.
    pub factuality: Factuality,
    /// Claim ids, outermost first.
    pub attribution: Vec<String>,
    /// Event ids.
    pub about: Vec<String>,
    /// The lexicon entry or construction that produced it.
    pub rule: String,
    /// How sure the coding is, 0 to 1.
    pub score: f32,
    /// Why (`--with why`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Vec<Why>>,
}

/// PLOVER's own reading.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plover {
    /// Type.
    pub event: Code,
    /// Mode.
    pub mode: Option<Code>,
}

/// A quantity.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Quantity {
    /// Its words.
    #[serde(flatten)]
    pub words: Words,
    /// troops, killed, injured, arrested, displaced, protesters, money, weapons, other.
    pub kind: Code,
    /// The number.
    pub value: Option<f64>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// True for "around", "some", "nearly".
    pub approximate: bool,
    /// What is counted; ISO 4217 code for money.
    pub unit: Option<String>,
}

/// The factuality of an event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Factuality {
    /// positive, negative.
    pub polarity: Code,
    /// certain, probable, possible, unknown.
    pub certainty: Code,
    /// occurred, ongoing, planned, conditional, hypothetical.
    pub stage: Code,
}

/// Why a field has its value.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Why {
    /// The field.
    pub field: Code,
    /// Where the words that prove it start.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// One sentence for people.
    pub message: String,
}

/// What could not be read in full.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// Stable code; docs/notes.md lists them.
    pub code: Code,
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// One sentence for people.
    pub message: String,
}

/// A name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Name {
    /// Its words.
    #[serde(flatten)]
    pub words: Words,
    /// PER, ORG, LOC, NORP (nationality, ethnic, religious or political group), MISC.
    pub label: Code,
}

/// A predicate with its factuality.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Predicate {
    /// Its head token.
    #[serde(flatten)]
    pub words: Words,
    /// Its lemma.
    pub lemma: String,
    /// Its factuality.
    pub factuality: Label,
}

/// The factuality of a predicate.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Label {
    /// happened, planned, possible, negated, conditional, other.
    pub label: Code,
    /// -3 certainly not, 3 certainly so.
    pub score: f32,
}

/// A syntactic word.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Token {
    /// Its characters.
    #[serde(flatten)]
    pub words: Words,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Code,
    /// Penn Treebank tag.
    pub xpos: Code,
    /// Universal features, `_` for none.
    pub feats: String,
    /// Index of the governing token in this list; none for a root.
    pub head: Option<u32>,
    /// Universal Dependencies relation.
    pub rel: Code,
    /// Number of its sentence, from 0.
    pub sentence: u32,
}
