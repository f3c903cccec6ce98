//! Events: types, quad classes, who does what to whom, spans, modes, contexts, dates, places.
//!
//! The measures and the rules that keep them fair:
//! * `type` compares the sets of types of a record (micro average), `type macro` averages over the
//!   types of the gold; `type+alt` also accepts an alternative that the gold names.
//! * `quad` compares sets of quad classes; `penta` is the one class of a record with "neutral".
//! * `type-actor`, `triple` and `dyad` compare (type, actor), (actor, type, recipient) and (actor,
//!   recipient) by country; the order is free where the gold is reciprocal. A gold participant of
//!   unknown country cannot be matched, and what could be meant by it is not counted as wrong.
//! * spans count exact, overlapping, at half their union, and by characters.
//! * `false alarms` are the records without gold events for which something was answered, of 1000.
//! * A gold event outside the ontology cannot be found; in its record nothing is counted as wrong.

use crate::measure::{Tally, greedy, ratio};
use crate::report::Row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How events are compared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// Use `type_plover_mapped` (a mapping, not an annotation) where `type` is missing.
    pub mapped: bool,
    /// Count CONCEDE and RETREAT as one type, YIELD.
    pub merge_yield: bool,
    /// Only these types, in gold and answers; all when empty.
    pub types: Vec<String>,
    /// Quad classes as CAMEO has them; none: as the gold suggests.
    pub cameo_quads: Option<bool>,
    /// Count answers in records that hold an event outside the ontology.
    pub count_null: bool,
    /// Keep UNO and EUR apart from IGO.
    pub keep_nonstate: bool,
    /// Compare participants by the gold's own codes.
    pub raw_codes: bool,
}

/// A record: a text with its gold events, or the events answered for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Record {
    /// Joins gold and answer.
    pub id: String,
    /// The text (gold).
    #[serde(default)]
    pub text: String,
    /// Day of publication (gold).
    #[serde(default)]
    pub date: Option<String>,
    /// Its events.
    #[serde(default)]
    pub events: Option<Vec<Event>>,
    /// The record's one class, with "neutral".
    #[serde(default)]
    pub quad_cameo: Option<String>,
    /// False when participants were not marked.
    #[serde(default)]
    pub has_spans: Option<bool>,
}

/// An event of the gold or of an answer; every field may be missing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct Event {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub type_plover_mapped: Option<String>,
    pub type_alt: Option<Vec<String>>,
    pub quad_cameo: Option<String>,
    pub mode: Option<String>,
    pub context: Option<OneOrMany>,
    pub actors: Option<Vec<Party>>,
    pub recipients: Option<Vec<Party>>,
    pub actor_spans: Option<Vec<Span>>,
    pub recipient_spans: Option<Vec<Span>>,
    pub reciprocal: Option<bool>,
    pub mirrored: Option<bool>,
    pub optional: Option<bool>,
    pub dates: Option<Vec<When>>,
    pub places: Option<Vec<Where>>,
    pub date: Option<String>,
    pub place_country: Option<String>,
}

/// Code points, half-open.
pub type Span = (usize, usize);

/// A label or a list of labels.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the two ways in which the files write labels")]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A participant: a country code, or an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Party {
    /// A country code.
    Code(String),
    /// What is known of it.
    Known(KnownParty),
}

/// A participant of the gold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct KnownParty {
    pub code: Option<String>,
    pub country: Option<String>,
    pub iso3: Option<String>,
    pub span: Option<Span>,
    pub alternatives: Option<Vec<Alternative>>,
    pub optional: Option<bool>,
}

/// Another way in which the text names a participant.
#[derive(Clone, Debug, Deserialize)]
pub struct Alternative {
    /// Where.
    #[serde(default)]
    pub span: Option<Span>,
}

/// A day, a range, or a bound.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct When {
    pub on: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub on_or_before: Option<String>,
    pub raw: Option<String>,
}

/// A country, or several that would do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    /// ISO 3166-1 alpha-3.
    pub country_iso3: Option<OneOrMany>,
}

/// What one record contributes.
#[derive(Clone, Debug, Default)]
struct Counts {
    tallies: BTreeMap<&'static str, Tally>,
    types: BTreeMap<String, Tally>,
    /// (gold class, answered class) of records with one class.
    penta: Option<(String, String)>,
    modes: (u64, u64),
    /// True in a record without gold events; then, whether anything was answered.
    silent: Option<bool>,
}

const YIELD: &str = "YIELD";

fn quad(kind: &str, cameo: bool) -> Option<&'static str> {
    Some(match kind {
        "CONCEDE" if cameo => "material_cooperation",
        "SANCTION" if cameo => "verbal_conflict",
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => "verbal_cooperation",
        "COOPERATE" | "AID" | "RETREAT" | YIELD => "material_cooperation",
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => "verbal_conflict",
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => "material_conflict",
        _ => return None,
    })
}

impl Rules {
    /// The type of an event under these rules: names of older versions are brought up to date.
    fn kind(&self, event: &Event) -> Option<String> {
        let mapped = if self.mapped { event.type_plover_mapped.as_ref() } else { None };
        let kind = event.kind.as_ref().or(mapped)?.to_uppercase();
        let kind = match kind.as_str() {
            "DEMAND" => "REQUEST",
            "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
            "FIGHT" => "ASSAULT",
            "CONCEDE" | "RETREAT" if self.merge_yield => YIELD,
            other => other,
        };
        Some(kind.to_owned())
    }

    fn keeps(&self, kind: &str) -> bool {
        self.types.is_empty() || self.types.iter().any(|t| t == kind)
    }

    /// The country of a code, mended where sources write it wrongly.
    fn country(&self, code: &str) -> Option<String> {
        let code = code.to_uppercase();
        let code = code.trim_matches(['"', '\'']);
        if code.is_empty() {
            return None;
        }
        if self.raw_codes {
            return (code != "---").then(|| code.to_owned());
        }
        Some(
            match code {
                "JAP" => "JPN",
                "ITL" => "ITA",
                "VTN" => "VNM",
                "KOS" => "XKX",
                "ROM" => "ROU",
                "TMP" => "TLS",
                "ZAR" => "COD",
                "UNO" | "EUR" if !self.keep_nonstate => "IGO",
                other => other,
            }
            .to_owned(),
        )
    }

    fn party_country(&self, party: &Party) -> Option<String> {
        let filled = |code: &Option<String>| code.clone().filter(|c| !c.is_empty());
        let code = match party {
            Party::Code(code) => code.clone(),
            Party::Known(known) if self.raw_codes => known.code.clone()?,
            Party::Known(known) => filled(&known.country).or_else(|| filled(&known.iso3))?,
        };
        self.country(&code)
    }

    /// The known countries of a role, and whether some participant has none.
    fn countries(&self, parties: &Option<Vec<Party>>) -> (BTreeSet<String>, bool) {
        let codes: Vec<Option<String>> =
            parties.iter().flatten().map(|p| self.party_country(p)).collect();
        let unknown = codes.iter().any(Option::is_none);
        (codes.into_iter().flatten().collect(), unknown)
    }
}

/// Scores answers against gold.
pub fn score(gold: &[Record], answers: &[Record], rules: &Rules) -> Vec<Row> {
    let cameo = rules.cameo_quads.unwrap_or_else(|| suggests_cameo(gold));
    let mut by_id: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for answer in answers {
        by_id.entry(&answer.id).or_default().extend(answer.events.iter().flatten());
    }
    let none = Vec::new();
    let counts: Vec<Counts> = gold
        .iter()
        .map(|record| {
            let answered = by_id.get(record.id.as_str()).unwrap_or(&none);
            record_counts(record, answered, rules, cameo)
        })
        .collect();
    rows(&counts)
}

/// True when the gold classes its events by CAMEO's quads and types none of them.
fn suggests_cameo(gold: &[Record]) -> bool {
    let mut events = gold.iter().flat_map(|r| r.events.iter().flatten()).peekable();
    if events.peek().is_none() {
        return false;
    }
    let (mut typed, mut classed) = (false, false);
    for event in events {
        typed |= event.kind.is_some();
        classed |= event.quad_cameo.is_some();
    }
    !typed && classed
}

fn is_reciprocal(event: &Event) -> bool {
    event.reciprocal == Some(true) || event.mirrored == Some(true)
}

fn has_actors(event: &Event) -> bool {
    event.actors.as_ref().is_some_and(|a| !a.is_empty())
}

fn record_counts(record: &Record, answered: &[&Event], rules: &Rules, cameo: bool) -> Counts {
    let typed_answers: Vec<(&Event, String)> = answered
        .iter()
        .filter_map(|e| Some((*e, rules.kind(e)?)))
        .filter(|(_, kind)| rules.keeps(kind))
        .collect();
    let gold: Vec<(&Event, Option<String>)> = record
        .events
        .iter()
        .flatten()
        .map(|e| (e, rules.kind(e)))
        .filter(|(event, kind)| match kind {
            None => true,
            Some(kind) => {
                rules.keeps(kind)
                    || (!rules.types.is_empty()
                        && event.type_alt.iter().flatten().any(|t| rules.keeps(t)))
            }
        })
        .collect();
    let untyped = gold.iter().any(|(_, kind)| kind.is_none()) && !rules.count_null;
    let typed: Vec<(&Event, &str)> =
        gold.iter().filter_map(|(e, kind)| Some((*e, kind.as_deref()?))).collect();
    let every: Vec<&Event> = match rules.types.is_empty() {
        true => answered.to_vec(),
        false => typed_answers.iter().map(|(e, _)| *e).collect(),
    };
    let silent = gold.is_empty().then_some(!typed_answers.is_empty());
    let mut counts = Counts { silent, ..Counts::default() };
    if !typed.is_empty() || gold.is_empty() || rules.count_null {
        count_types(&mut counts, &typed, &typed_answers, untyped);
    }
    let neutral = count_quads(&mut counts, record, &gold, &typed_answers, cameo);
    count_pairs(&mut counts, &typed, gold.is_empty(), &typed_answers, rules, untyped);
    count_dyads(&mut counts, &gold, &every, rules);
    if !neutral {
        count_spans(&mut counts, record, &gold, &typed_answers);
    }
    count_modes(&mut counts, &gold, &typed, &typed_answers);
    count_dates(&mut counts, &gold, &every);
    count_places(&mut counts, &gold, &every, rules);
    counts
}

fn add(counts: &mut Counts, measure: &'static str, tally: Tally) {
    *counts.tallies.entry(measure).or_default() += tally;
}

fn count_types(
    counts: &mut Counts,
    typed: &[(&Event, &str)],
    answers: &[(&Event, String)],
    untyped: bool,
) {
    let gold: BTreeSet<&str> = typed.iter().map(|(_, kind)| *kind).collect();
    let found: BTreeSet<&str> = answers.iter().map(|(_, kind)| kind.as_str()).collect();
    let extra: BTreeSet<&str> = found.difference(&gold).copied().collect();
    let hits = gold.intersection(&found).count();
    for kind in gold.union(&found) {
        let tally = match (gold.contains(kind), found.contains(kind)) {
            (true, true) => Tally::new(1, 0, 0),
            (true, false) => Tally::new(0, 0, 1),
            _ if untyped => continue,
            _ => Tally::new(0, 1, 0),
        };
        *counts.types.entry((*kind).to_owned()).or_default() += tally;
        add(counts, "type", tally);
    }
    let mut alternatives: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (event, kind) in typed {
        let more = event.type_alt.iter().flatten().map(String::as_str);
        alternatives.entry(kind).or_default().extend(more);
    }
    let mut left = extra;
    let mut with_alternatives = hits;
    for kind in gold.difference(&found) {
        if let Some(hit) = alternatives[kind].iter().find(|a| left.contains(*a)).copied() {
            left.remove(hit);
            with_alternatives += 1;
        }
    }
    let allowed: BTreeSet<&str> = alternatives.values().flatten().copied().collect();
    let wrong = if untyped { 0 } else { left.difference(&allowed).count() };
    add(counts, "type+alt", Tally::new(with_alternatives, wrong, gold.len() - with_alternatives));
}

/// Counts quad classes; true when the record's class is neutral: outside the ontology.
fn count_quads(
    counts: &mut Counts,
    record: &Record,
    gold: &[(&Event, Option<String>)],
    answers: &[(&Event, String)],
    cameo: bool,
) -> bool {
    let class = |event: &Event, kind: &Option<String>| -> Option<String> {
        let of_type = kind.as_deref().and_then(|k| quad(k, cameo)).map(str::to_owned);
        if cameo { event.quad_cameo.clone().or(of_type) } else { of_type }
    };
    let classes: Vec<Option<String>> = gold.iter().map(|(e, kind)| class(e, kind)).collect();
    let unclassed = classes.iter().any(Option::is_none);
    let classes: BTreeSet<String> =
        classes.into_iter().flatten().filter(|c| c != "neutral").collect();
    let found: BTreeSet<String> =
        answers.iter().filter_map(|(_, kind)| quad(kind, cameo)).map(str::to_owned).collect();
    let is_neutral = |class: &Option<String>| class.as_deref() == Some("neutral");
    let neutral =
        is_neutral(&record.quad_cameo) || gold.iter().any(|(e, _)| is_neutral(&e.quad_cameo));
    if !classes.is_empty() || gold.is_empty() {
        let hits = classes.intersection(&found).count();
        let wrong = if unclassed || neutral { 0 } else { found.len() - hits };
        add(counts, "quad", Tally::new(hits, wrong, classes.len() - hits));
    }
    if let (true, Some(class)) = (cameo, record.quad_cameo.as_ref().filter(|c| !c.is_empty())) {
        let first = answers.first().map(|(_, kind)| quad(kind, cameo).unwrap_or("none"));
        counts.penta = Some((class.clone(), first.unwrap_or("neutral").to_owned()));
    }
    neutral
}

type Pair = (String, String);
type Triple = (String, String, String);

fn in_order(a: &str, b: &str) -> Pair {
    if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

/// Every pair of a set, each once.
fn pairs_of(set: &BTreeSet<String>) -> Vec<Pair> {
    let list: Vec<&String> = set.iter().collect();
    (0..list.len())
        .flat_map(|i| (i + 1..list.len()).map(move |j| (i, j)))
        .map(|(i, j)| (list[i].clone(), list[j].clone()))
        .collect()
}

/// The unordered pairs of a reciprocal event.
fn reciprocal_pairs(actors: &BTreeSet<String>, recipients: &BTreeSet<String>) -> Vec<Pair> {
    if recipients.is_empty() {
        return pairs_of(actors);
    }
    let product = actors.iter().flat_map(|a| recipients.iter().map(move |b| (a, b)));
    product.filter(|(a, b)| a != b).map(|(a, b)| in_order(a, b)).collect()
}

fn count_pairs(
    counts: &mut Counts,
    typed: &[(&Event, &str)],
    no_gold: bool,
    answers: &[(&Event, String)],
    rules: &Rules,
    untyped: bool,
) {
    let mut gold_pairs: BTreeSet<Pair> = BTreeSet::new();
    let mut ordered: BTreeSet<Triple> = BTreeSet::new();
    let mut unordered: BTreeSet<Triple> = BTreeSet::new();
    // Types with a participant whose country the gold does not know.
    let (mut vague_actor, mut vague) = (BTreeSet::new(), BTreeSet::new());
    let mut reciprocal: BTreeSet<&str> = BTreeSet::new();
    for (event, kind) in typed {
        let (actors, unknown_actor) = rules.countries(&event.actors);
        let (recipients, unknown_recipient) = rules.countries(&event.recipients);
        let both = is_reciprocal(event);
        let pair = |country: &String| ((*kind).to_owned(), country.clone());
        gold_pairs.extend(actors.iter().map(pair));
        if both {
            gold_pairs.extend(recipients.iter().map(pair));
            reciprocal.insert(kind);
            let pairs = reciprocal_pairs(&actors, &recipients);
            unordered.extend(pairs.into_iter().map(|(a, b)| ((*kind).to_owned(), a, b)));
        } else {
            for a in &actors {
                let triple = |b: &String| (a.clone(), (*kind).to_owned(), b.clone());
                ordered.extend(recipients.iter().map(triple));
            }
        }
        if unknown_actor || !has_actors(event) || (both && unknown_recipient) {
            vague_actor.insert(*kind);
        }
        if unknown_actor || unknown_recipient || !has_actors(event) {
            vague.insert(*kind);
        }
    }
    let mut found_pairs: BTreeSet<Pair> = BTreeSet::new();
    let mut found: BTreeSet<Triple> = BTreeSet::new();
    for (event, kind) in answers {
        let (actors, _) = rules.countries(&event.actors);
        let (recipients, _) = rules.countries(&event.recipients);
        let both = reciprocal.contains(kind.as_str());
        found_pairs.extend(actors.iter().map(|a| (kind.clone(), a.clone())));
        if both {
            found_pairs.extend(recipients.iter().map(|b| (kind.clone(), b.clone())));
        }
        for a in &actors {
            found.extend(recipients.iter().map(|b| (a.clone(), kind.clone(), b.clone())));
        }
        if both && recipients.is_empty() {
            found.extend(pairs_of(&actors).into_iter().map(|(a, b)| (a, kind.clone(), b)));
        }
    }
    if !gold_pairs.is_empty() || no_gold {
        let hits = gold_pairs.intersection(&found_pairs).count();
        let extra = found_pairs.difference(&gold_pairs);
        let wrong = extra.filter(|(kind, _)| !vague_actor.contains(kind.as_str())).count();
        let wrong = if untyped { 0 } else { wrong };
        add(counts, "type-actor", Tally::new(hits, wrong, gold_pairs.len() - hits));
    }
    let (mut hits, mut wrong, mut seen) = (0, 0, BTreeSet::new());
    for (a, kind, b) in &found {
        let (first, second) = in_order(a, b);
        let free = (kind.clone(), first, second);
        if ordered.contains(&(a.clone(), kind.clone(), b.clone())) {
            hits += 1;
        } else if unordered.contains(&free) {
            hits += usize::from(seen.insert(free));
        } else if !vague.contains(kind.as_str()) {
            wrong += 1;
        }
    }
    let gold = ordered.len() + unordered.len();
    if gold > 0 || no_gold || (!typed.is_empty() && vague.is_empty()) {
        let wrong = if untyped { 0 } else { wrong };
        add(counts, "triple", Tally::new(hits, wrong, gold - hits));
    }
}

fn count_dyads(
    counts: &mut Counts,
    gold: &[(&Event, Option<String>)],
    every: &[&Event],
    rules: &Rules,
) {
    let (mut ordered, mut unordered) = (BTreeSet::<Pair>::new(), BTreeSet::<Pair>::new());
    let mut vague = false;
    for (event, _) in gold {
        let (actors, unknown_actor) = rules.countries(&event.actors);
        let (recipients, unknown_recipient) = rules.countries(&event.recipients);
        if is_reciprocal(event) {
            unordered.extend(reciprocal_pairs(&actors, &recipients));
        } else {
            for a in &actors {
                ordered.extend(recipients.iter().map(|b| (a.clone(), b.clone())));
            }
        }
        vague |= unknown_actor || unknown_recipient || !has_actors(event);
    }
    let mut found: BTreeSet<Pair> = BTreeSet::new();
    for event in every {
        let (actors, _) = rules.countries(&event.actors);
        let (recipients, _) = rules.countries(&event.recipients);
        for a in &actors {
            found.extend(recipients.iter().map(|b| (a.clone(), b.clone())));
        }
        if !unordered.is_empty() && recipients.is_empty() {
            found.extend(pairs_of(&actors));
        }
    }
    let (mut hits, mut wrong, mut seen) = (0, 0, BTreeSet::new());
    for (a, b) in &found {
        let free = in_order(a, b);
        if ordered.contains(&(a.clone(), b.clone())) {
            hits += 1;
        } else if unordered.contains(&free) {
            hits += usize::from(seen.insert(free));
        } else if !vague {
            wrong += 1;
        }
    }
    if !ordered.is_empty() || !unordered.is_empty() || gold.is_empty() {
        add(counts, "dyad", Tally::new(hits, wrong, ordered.len() + unordered.len() - hits));
    }
}

/// A gold participant: the spans that would do, and whether it need not be found.
type Wanted = (Vec<Span>, bool);

fn wanted(event: &Event, actor: bool) -> Vec<Wanted> {
    let (parties, spans) = match actor {
        true => (&event.actors, &event.actor_spans),
        false => (&event.recipients, &event.recipient_spans),
    };
    let known = || {
        parties.iter().flatten().filter_map(|p| match p {
            Party::Known(known) => Some(known),
            Party::Code(_) => None,
        })
    };
    let with_alternatives: Vec<Wanted> = known()
        .filter_map(|party| {
            let alternatives = party.alternatives.as_ref()?;
            let spans: Vec<Span> = alternatives.iter().filter_map(|a| a.span).collect();
            (!spans.is_empty()).then_some((spans, party.optional == Some(true)))
        })
        .collect();
    if !with_alternatives.is_empty() {
        return with_alternatives;
    }
    let marked: Vec<Wanted> = spans.iter().flatten().map(|s| (vec![*s], false)).collect();
    if !marked.is_empty() {
        return marked;
    }
    known().filter_map(|party| Some((vec![party.span?], false))).collect()
}

fn shared(a: Span, b: Span) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// Intersection over union.
fn iou(a: Span, b: Span) -> f64 {
    let shared = shared(a, b);
    ratio(shared as f64, ((a.1 - a.0) + (b.1 - b.0) - shared) as f64)
}

const SPAN_MEASURES: [[&str; 4]; 2] = [
    ["actor span exact", "actor span overlap", "actor span iou50", "actor span char"],
    [
        "recipient span exact",
        "recipient span overlap",
        "recipient span iou50",
        "recipient span char",
    ],
];

fn count_spans(
    counts: &mut Counts,
    record: &Record,
    gold: &[(&Event, Option<String>)],
    answers: &[(&Event, String)],
) {
    let reciprocal = gold.iter().any(|(e, _)| is_reciprocal(e));
    let is_inside = |(event, kind): &&(&Event, Option<String>)| {
        kind.is_some() || event.quad_cameo.as_deref().is_some_and(|q| q != "neutral")
    };
    let outside = gold.iter().filter(|e| !is_inside(e)).map(|(e, _)| (*e, true));
    // Events outside the ontology may be found but need not be.
    let in_turn: Vec<(&Event, bool)> =
        gold.iter().filter(is_inside).map(|(e, _)| (*e, false)).chain(outside).collect();
    let spans_marked = record.has_spans != Some(false)
        && gold.iter().any(|(event, _)| event.actor_spans.is_some());
    for (actor, measures) in [true, false].into_iter().zip(SPAN_MEASURES) {
        if reciprocal && !actor {
            continue;
        }
        let mut seen = BTreeSet::new();
        let mut entities: Vec<Wanted> = Vec::new();
        for (event, outside) in &in_turn {
            let mut parties = wanted(event, actor);
            if reciprocal {
                parties.extend(wanted(event, false));
            }
            for (spans, optional) in parties {
                let mut key = spans.clone();
                key.sort_unstable();
                if seen.insert(key) {
                    entities.push((spans, optional || *outside));
                }
            }
        }
        let mut found: BTreeSet<Span> = BTreeSet::new();
        for (event, _) in answers {
            let own = if actor { &event.actor_spans } else { &event.recipient_spans };
            found.extend(own.iter().flatten().copied());
            if reciprocal {
                found.extend(event.recipient_spans.iter().flatten().copied());
            }
        }
        if entities.is_empty() && !spans_marked {
            continue;
        }
        let found: Vec<Span> = found.into_iter().collect();
        let fits: [fn(Span, Span) -> f64; 3] =
            [|a, b| f64::from(a == b), iou, |a, b| if iou(a, b) >= 0.5 { iou(a, b) } else { 0.0 }];
        for (measure, fit) in measures.into_iter().zip(fits) {
            add(counts, measure, matched(&entities, &found, fit));
        }
        add(counts, measures[3], characters(&entities, &found));
    }
}

fn matched(entities: &[Wanted], found: &[Span], fit: fn(Span, Span) -> f64) -> Tally {
    let mut candidates = Vec::new();
    for (i, (spans, _)) in entities.iter().enumerate() {
        for (j, answer) in found.iter().enumerate() {
            let weight = spans.iter().map(|s| fit(*s, *answer)).fold(0.0, f64::max);
            if weight > 0.0 {
                candidates.push((weight, i, j));
            }
        }
    }
    let pairs = greedy(candidates);
    let needed = entities.iter().filter(|(_, optional)| !optional).count();
    let hits = pairs.iter().filter(|(i, _)| !entities[*i].1).count();
    Tally {
        found: hits as u64,
        right: pairs.len() as u64,
        wrong: (found.len() - pairs.len()) as u64,
        missed: (needed - hits) as u64,
    }
}

fn characters(entities: &[Wanted], found: &[Span]) -> Tally {
    let of = |spans: &mut dyn Iterator<Item = Span>| -> BTreeSet<usize> {
        spans.flat_map(|(start, end)| start..end).collect()
    };
    let allowed = of(&mut entities.iter().flat_map(|(spans, _)| spans.iter().copied()));
    let needed =
        of(&mut entities.iter().filter(|(_, optional)| !optional).map(|(spans, _)| spans[0]));
    let found = of(&mut found.iter().copied());
    Tally {
        found: needed.intersection(&found).count() as u64,
        right: found.intersection(&allowed).count() as u64,
        wrong: found.difference(&allowed).count() as u64,
        missed: needed.difference(&found).count() as u64,
    }
}

fn labels(of: &Option<OneOrMany>) -> Vec<String> {
    match of {
        None => Vec::new(),
        Some(OneOrMany::One(label)) if label.is_empty() => Vec::new(),
        Some(OneOrMany::One(label)) => vec![label.to_lowercase()],
        Some(OneOrMany::Many(labels)) => labels.iter().map(|l| l.to_lowercase()).collect(),
    }
}

fn count_modes(
    counts: &mut Counts,
    gold: &[(&Event, Option<String>)],
    typed: &[(&Event, &str)],
    answers: &[(&Event, String)],
) {
    let mode =
        |event: &Event| event.mode.as_ref().filter(|m| !m.is_empty()).map(|m| m.to_lowercase());
    let kinds: BTreeSet<&str> = typed.iter().map(|(_, kind)| *kind).collect();
    for kind in kinds {
        let wanted: BTreeSet<String> =
            typed.iter().filter(|(_, k)| *k == kind).filter_map(|(e, _)| mode(e)).collect();
        let of_kind: Vec<&Event> =
            answers.iter().filter(|(_, k)| k == kind).map(|(e, _)| *e).collect();
        if !wanted.is_empty() && !of_kind.is_empty() {
            counts.modes.1 += 1;
            let hit = of_kind.iter().filter_map(|e| mode(e)).any(|m| wanted.contains(&m));
            counts.modes.0 += u64::from(hit);
        }
    }
    let wanted: BTreeSet<String> = gold.iter().flat_map(|(e, _)| labels(&e.context)).collect();
    let found: BTreeSet<String> = answers.iter().flat_map(|(e, _)| labels(&e.context)).collect();
    if !wanted.is_empty() {
        let hits = wanted.intersection(&found).count();
        add(counts, "context", Tally::new(hits, found.len() - hits, wanted.len() - hits));
    }
}

impl When {
    fn admits(&self, day: &str) -> bool {
        self.on.as_deref() == Some(day)
            || matches!((&self.from, &self.to), (Some(from), Some(to)) if from.as_str() <= day && day <= to.as_str())
            || self.on_or_before.as_deref().is_some_and(|bound| day <= bound)
    }
}

fn count_dates(counts: &mut Counts, gold: &[(&Event, Option<String>)], every: &[&Event]) {
    let wanted: Vec<(&Vec<When>, bool)> = gold
        .iter()
        .filter_map(|(e, _)| Some((e.dates.as_ref()?, e.optional == Some(true))))
        .filter(|(dates, _)| dates.iter().any(|d| d.raw.is_none()))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let found: BTreeSet<&str> =
        every.iter().filter_map(|e| e.date.as_deref()).filter(|d| !d.is_empty()).collect();
    let admits = |dates: &[When], day: &str| dates.iter().any(|d| d.admits(day));
    let needed: Vec<&Vec<When>> = wanted.iter().filter(|(_, o)| !o).map(|(d, _)| *d).collect();
    let hits = needed.iter().filter(|dates| found.iter().any(|day| admits(dates, day))).count();
    let right = found.iter().filter(|day| wanted.iter().any(|(d, _)| admits(d, day))).count();
    let tally = Tally {
        found: hits as u64,
        right: right as u64,
        wrong: (found.len() - right) as u64,
        missed: (needed.len() - hits) as u64,
    };
    add(counts, "date", tally);
}

fn count_places(
    counts: &mut Counts,
    gold: &[(&Event, Option<String>)],
    every: &[&Event],
    rules: &Rules,
) {
    let countries = |places: &[Where]| -> BTreeSet<String> {
        let codes = places.iter().flat_map(|p| match &p.country_iso3 {
            None => Vec::new(),
            Some(OneOrMany::One(code)) => vec![code.clone()],
            Some(OneOrMany::Many(codes)) => codes.clone(),
        });
        codes.filter(|c| !c.is_empty()).collect()
    };
    let wanted: Vec<(BTreeSet<String>, bool)> = gold
        .iter()
        .filter_map(|(e, _)| Some((countries(e.places.as_ref()?), e.optional == Some(true))))
        .filter(|(countries, _)| !countries.is_empty())
        .collect();
    if wanted.is_empty() {
        return;
    }
    let found: BTreeSet<String> =
        every.iter().filter_map(|e| rules.country(e.place_country.as_deref()?)).collect();
    let needed = wanted.iter().filter(|(_, optional)| !optional);
    let hits = needed.clone().filter(|(countries, _)| !countries.is_disjoint(&found)).count();
    let right = found.iter().filter(|c| wanted.iter().any(|(s, _)| s.contains(*c))).count();
    let tally = Tally {
        found: hits as u64,
        right: right as u64,
        wrong: (found.len() - right) as u64,
        missed: (needed.count() - hits) as u64,
    };
    add(counts, "place", tally);
}

const ORDER: [&str; 15] = [
    "type",
    "type+alt",
    "quad",
    "type-actor",
    "triple",
    "dyad",
    "actor span exact",
    "actor span overlap",
    "actor span iou50",
    "actor span char",
    "recipient span exact",
    "recipient span overlap",
    "recipient span iou50",
    "recipient span char",
    "context",
];

fn rows(counts: &[Counts]) -> Vec<Row> {
    let mut total = Counts::default();
    let mut confusion: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for record in counts {
        for (measure, tally) in &record.tallies {
            add(&mut total, measure, *tally);
        }
        for (kind, tally) in &record.types {
            *total.types.entry(kind.clone()).or_default() += *tally;
        }
        total.modes.0 += record.modes.0;
        total.modes.1 += record.modes.1;
        if let Some((gold, answer)) = &record.penta {
            *confusion.entry((gold, answer)).or_default() += 1;
        }
    }
    let mut rows = Vec::new();
    for measure in ORDER.into_iter().chain(["date", "place"]) {
        if let Some(tally) = total.tallies.get(measure).filter(|t| t.gold() > 0) {
            rows.push(Row::tally(measure, *tally));
        }
    }
    let scored: Vec<_> = total.types.values().filter(|t| t.gold() > 0).map(|t| t.prf()).collect();
    if !scored.is_empty() {
        let mean =
            |of: fn(&crate::Prf) -> f64| scored.iter().map(of).sum::<f64>() / scored.len() as f64;
        let figures = [
            ("p", mean(|s| s.p)),
            ("r", mean(|s| s.r)),
            ("f1", mean(|s| s.f1)),
            ("types", scored.len() as f64),
        ];
        rows.push(Row::new("type macro", &figures));
    }
    if total.modes.1 > 0 {
        let accuracy = ratio(total.modes.0 as f64, total.modes.1 as f64);
        rows.push(Row::new("mode accuracy", &[("acc", accuracy), ("n", total.modes.1 as f64)]));
    }
    if !confusion.is_empty() {
        rows.push(penta(&confusion));
    }
    let silent: Vec<bool> = counts.iter().filter_map(|c| c.silent).collect();
    if !silent.is_empty() {
        let alarms = silent.iter().filter(|alarm| **alarm).count() as f64;
        let n = silent.len() as f64;
        rows.push(Row::new("false alarms", &[("per_1000", 1000.0 * alarms / n), ("n", n)]));
    }
    for (kind, tally) in total.types.iter().filter(|(_, t)| t.gold() > 0) {
        rows.push(Row::tally(format!("  {kind}"), *tally));
    }
    rows
}

/// Accuracy and macro F1 of single classes.
fn penta(confusion: &BTreeMap<(&str, &str), u64>) -> Row {
    let n: u64 = confusion.values().sum();
    let right: u64 = confusion.iter().filter(|((g, a), _)| g == a).map(|(_, n)| n).sum();
    let classes: BTreeSet<&str> = confusion.keys().map(|(gold, _)| *gold).collect();
    let f1 = |class: &&str| {
        let sum = |keep: &dyn Fn(&str, &str) -> bool| -> f64 {
            confusion.iter().filter(|((g, a), _)| keep(g, a)).map(|(_, n)| *n as f64).sum()
        };
        let hits = sum(&|g, a| g == *class && a == *class);
        ratio(2.0 * hits, sum(&|g, _| g == *class) + sum(&|_, a| a == *class))
    };
    let macro_f1 = classes.iter().map(f1).sum::<f64>() / classes.len() as f64;
    let accuracy = ratio(right as f64, n as f64);
    Row::new("penta", &[("acc", accuracy), ("macro_f1", macro_f1), ("n", n as f64)])
}
