//! From a reading to its record.

use chancery::Reading;
use chancery::article::{ClaimId, Date, EventMentionId, OffsetUnit, Offsets, Span};
use chancery::event::{Claim, EventMention, Factuality, Participant, Predicate};
use chancery::mention::TimeMention;
use chancery::mention::{ActorMention, PlaceMention, QuantityMention};
use std::collections::BTreeMap;

use crate::ids::{Ids, sha256};
use crate::record::{self, Record, SCHEMA};

/// How a record is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Unit of all offsets.
    pub offsets: OffsetUnit,
    /// Layers beyond the usual.
    pub with: Layers,
}

/// Layers that a record carries only when asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Layers {
    /// Names of persons, organisations, places.
    pub names: bool,
    /// Every predicate with its factuality.
    pub predicates: bool,
    /// Every syntactic word.
    pub tokens: bool,
    /// The article's text.
    pub text: bool,
    /// Why each event was coded.
    pub why: bool,
}

/// The record of a reading.
pub fn record(reading: &Reading, options: &Options) -> Record {
    let hash = sha256(reading.article.text().as_bytes());
    let id = match reading.article.id.as_str() {
        "" => format!("sha256:{}", &hash[..16]),
        given => given.to_owned(),
    };
    let ids = Ids::new(&id, &hash);
    let writer = Writer {
        reading,
        offsets: Offsets::new(reading.article.text(), options.offsets),
        claim_ids: claim_ids(reading, &ids),
        event_ids: event_ids(reading, &ids),
    };
    let layers = options.with;
    Record {
        schema: SCHEMA.into(),
        article: writer.article(id, hash, layers.text),
        times: reading.mentions.times.iter().map(|t| writer.time(t)).collect(),
        places: writer.places(),
        actors: reading.mentions.actors.iter().map(|a| writer.actor(a)).collect(),
        claims: (0..reading.findings.claims.len()).map(|i| writer.claim(i)).collect(),
        events: (0..reading.findings.events.len()).map(|i| writer.event(i, layers.why)).collect(),
        notes: writer.notes(),
        names: layers.names.then(|| writer.names()),
        predicates: layers
            .predicates
            .then(|| reading.findings.predicates.iter().map(|p| writer.predicate(p)).collect()),
        tokens: layers.tokens.then(|| writer.tokens()),
    }
}

fn claim_ids(reading: &Reading, ids: &Ids) -> Vec<String> {
    let mut seen = BTreeMap::new();
    let spans =
        |spans: &[Span]| spans.iter().flat_map(|s| [s.start(), s.end()]).collect::<Vec<_>>();
    reading
        .findings
        .claims
        .iter()
        .map(|claim| {
            let mut numbers = spans(&claim.cue);
            numbers.extend(spans(&claim.content));
            unique(&mut seen, |n| {
                ids.make('c', &[&claim.cue_lemma], &[&numbers[..], &[n]].concat())
            })
        })
        .collect()
}

fn event_ids(reading: &Reading, ids: &Ids) -> Vec<String> {
    let mut seen = BTreeMap::new();
    reading
        .findings
        .events
        .iter()
        .map(|event| {
            let mode = event.mode_name().unwrap_or("");
            let (start, end) = (event.trigger.start(), event.trigger.end());
            unique(&mut seen, |n| ids.make('e', &[event.type_name(), mode], &[start, end, n]))
        })
        .collect()
}

/// The first id of the row `make(0), make(1), …` that is not taken: two findings on the same words
/// are told apart by their order.
fn unique(seen: &mut BTreeMap<String, u32>, make: impl Fn(u32) -> String) -> String {
    let first = make(0);
    let count = seen.entry(first.clone()).or_default();
    *count += 1;
    if *count == 1 { first } else { make(*count - 1) }
}

struct Writer<'r> {
    reading: &'r Reading,
    offsets: Offsets<'r>,
    claim_ids: Vec<String>,
    event_ids: Vec<String>,
}

impl Writer<'_> {
    fn words(&self, span: Span) -> record::Words {
        let [start, end] = self.offsets.pair(span);
        record::Words { start, end, text: self.reading.article.words(span).to_owned() }
    }

    fn pairs(&self, spans: &[Span]) -> Vec<record::Pair> {
        spans.iter().map(|span| self.offsets.pair(*span)).collect()
    }

    fn article(&self, id: String, sha256: String, with_text: bool) -> record::Article {
        let article = &self.reading.article;
        let region = |region: &chancery::article::Region| {
            let [start, end] = self.offsets.pair(region.span);
            record::Region { kind: region.kind.as_str().into(), start, end }
        };
        record::Article {
            id,
            url: article.url.clone(),
            publisher: article.publisher.clone(),
            title: article.title.clone(),
            published: article.published.map(day),
            language: article.language.clone(),
            sha256,
            regions: article.regions.iter().map(region).collect(),
            text: with_text.then(|| article.text().to_owned()),
        }
    }

    fn time(&self, time: &TimeMention) -> record::Time {
        record::Time {
            words: self.words(time.span),
            kind: time.kind.as_str().into(),
            value: time.value.clone(),
            modifier: time.modifier.map(Into::into),
            from: time.from.map(day),
            to: time.to.map(day),
        }
    }

    fn places(&self) -> Vec<record::Place> {
        let mentions = &self.reading.mentions;
        let names = mentions.places.iter().map(|p| (p.span, self.place(p)));
        let demonyms = mentions
            .demonyms
            .iter()
            .map(|p| (p.span, record::Place { form: Some("demonym".into()), ..self.place(p) }));
        let mut all: Vec<(Span, record::Place)> = names.chain(demonyms).collect();
        all.sort_by_key(|(span, _)| span.start());
        all.into_iter().map(|(_, place)| place).collect()
    }

    fn place(&self, place: &PlaceMention) -> record::Place {
        record::Place {
            words: self.words(place.span),
            name: place.name.clone(),
            kind: place.kind.as_str().into(),
            form: None,
            country: place.country.map(|c| c.as_str().to_owned()),
            admin1: place.admin1.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            geonames: place.geonames,
        }
    }

    fn actor(&self, actor: &ActorMention) -> record::Actor {
        let member = |member: &chancery::mention::Member| record::Member {
            id: member.id.clone(),
            name: member.name.clone(),
            country: member.country.map(|c| c.as_str().to_owned()),
            sector: member.sector.map(|s| s.as_str().into()),
            person: member.person.clone(),
        };
        record::Actor {
            words: self.words(actor.span),
            id: actor.id.clone(),
            name: actor.name.clone(),
            country: actor.country.map(|c| c.as_str().to_owned()),
            sector: actor.sector.map(|s| s.as_str().into()),
            sectors: actor.sectors.iter().map(|s| s.as_str().into()).collect(),
            person: actor.person.clone(),
            office: actor.office.clone(),
            entity: Some(actor.entity.0),
            members: actor.members.iter().map(member).collect(),
        }
    }

    /// A participant: its actor mention under the participant's own words, once for each member
    /// when it stands for several ("the two sides"); a place, whose country stands for it; or the
    /// bare words.
    fn participant(&self, participant: &Participant) -> Vec<record::Actor> {
        let words = self.words(participant.span);
        if let Some(id) = participant.actor {
            let whole = record::Actor { words, ..self.actor(self.reading.mentions.actor(id)) };
            if whole.members.is_empty() {
                return vec![whole];
            }
            let one = |member: &record::Member| record::Actor {
                words: whole.words.clone(),
                id: member.id.clone(),
                name: member.name.clone(),
                country: member.country.clone(),
                sector: member.sector.clone(),
                sectors: member.sector.iter().cloned().collect(),
                person: member.person.clone(),
                office: None,
                entity: None,
                members: Vec::new(),
            };
            return whole.members.iter().map(one).collect();
        }
        let place = participant.place.map(|id| &self.reading.mentions.places[id.index()]);
        vec![record::Actor {
            words,
            id: place.and_then(|place| place.geonames).map(|id| format!("geonames:{id}")),
            name: place.map(|place| place.name.clone()),
            country: place.and_then(|place| place.country).map(|c| c.as_str().to_owned()),
            sector: None,
            sectors: Vec::new(),
            person: None,
            office: None,
            entity: None,
            members: Vec::new(),
        }]
    }

    fn claim(&self, index: usize) -> record::Claim {
        let claim: &Claim = &self.reading.findings.claims[index];
        let cue: Vec<&str> = claim.cue.iter().map(|s| self.reading.article.words(*s)).collect();
        record::Claim {
            id: self.claim_ids[index].clone(),
            source: self.pairs(&claim.source),
            cue: self.pairs(&claim.cue),
            cue_text: cue.join(" … "),
            content: self.pairs(&claim.content),
            actor: claim.actor.map(|id| self.actor(self.reading.mentions.actor(id))),
            kind: claim.kind.as_str().into(),
            stance: claim.stance.as_str().into(),
            said_on: claim.said_on.map(day),
            medium: claim.medium.map(|span| self.words(span)),
            parent: claim.parent.and_then(|id| self.claim_id(id)),
        }
    }

    fn claim_id(&self, id: ClaimId) -> Option<String> {
        self.claim_ids.get(id.index()).cloned()
    }

    fn event_id(&self, id: EventMentionId) -> Option<String> {
        self.event_ids.get(id.index()).cloned()
    }

    fn event(&self, index: usize, with_why: bool) -> record::Event {
        let event: &EventMention = &self.reading.findings.events[index];
        let mentions = &self.reading.mentions;
        let sentence = self.reading.syntax.sentence(event.sentence).span;
        record::Event {
            id: self.event_ids[index].clone(),
            kind: event.type_name().into(),
            mode: event.mode_name().map(Into::into),
            contexts: event.contexts.iter().map(|c| c.as_str().into()).collect(),
            quad: event.quad as u8,
            intensity: event.intensity,
            cameo: event.cameo.map(Into::into),
            plover: record::Plover {
                event: event.plover.0.as_str().into(),
                mode: event.plover.1.map(|mode| mode.as_str().into()),
            },
            trigger: self.offsets.pair(event.trigger),
            sentence: self.offsets.pair(sentence),
            actors: event.actors.iter().flat_map(|p| self.participant(p)).collect(),
            recipients: event.recipients.iter().flat_map(|p| self.participant(p)).collect(),
            reciprocal: event.reciprocal,
            time: event.time.map(|id| {
                let time = &mentions.times[id.index()];
                // An event from Nov. 4 to Nov. 8 lasts to the 8th.
                record::Time { to: time.through.or(time.to).map(day), ..self.time(time) }
            }),
            place: event.place.map(|id| self.place(&mentions.places[id.index()])),
            occasion: event.occasion.map(|span| self.words(span)),
            quantities: event
                .quantities
                .iter()
                .map(|id| self.quantity(&mentions.quantities[id.index()]))
                .collect(),
            factuality: factuality(event.factuality),
            attribution: event.attribution.iter().filter_map(|id| self.claim_id(*id)).collect(),
            about: event.about.iter().filter_map(|id| self.event_id(*id)).collect(),
            rule: event.rule.clone(),
            score: rounded(event.score),
            why: with_why.then(|| self.why(event)),
        }
    }

    fn why(&self, event: &EventMention) -> Vec<record::Why> {
        let why = |reason: &chancery::event::Reason| {
            let [start, end] = self.offsets.pair(reason.span);
            let message = reason.message.clone();
            record::Why { field: reason.field.into(), start, end, message }
        };
        event.why.iter().map(why).collect()
    }

    fn quantity(&self, quantity: &QuantityMention) -> record::Quantity {
        record::Quantity {
            words: self.words(quantity.span),
            kind: quantity.kind.as_str().into(),
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            approximate: quantity.approximate,
            unit: quantity.unit.clone(),
        }
    }

    fn notes(&self) -> Vec<record::Note> {
        let reading = self.reading;
        let mut notes: Vec<_> = reading
            .notes
            .iter()
            .chain(&reading.mentions.notes)
            .chain(&reading.findings.notes)
            .map(|note| {
                let [start, end] = self.offsets.pair(note.span);
                record::Note { code: note.code.into(), start, end, message: note.message.clone() }
            })
            .collect();
        notes.sort_by(|a, b| {
            (a.start, a.end, &a.code, &a.message).cmp(&(b.start, b.end, &b.code, &b.message))
        });
        notes
    }

    fn names(&self) -> Vec<record::Name> {
        let name = |name: &chancery::Name| record::Name {
            words: self.words(name.span),
            label: name.kind.as_str().into(),
        };
        self.reading.syntax.names().iter().map(name).collect()
    }

    fn predicate(&self, predicate: &Predicate) -> record::Predicate {
        let token = self.reading.syntax.token(predicate.token);
        record::Predicate {
            words: self.words(token.span),
            lemma: token.lemma.to_string(),
            factuality: record::Label {
                label: predicate.label().as_str().into(),
                score: rounded(predicate.score),
            },
        }
    }

    fn tokens(&self) -> Vec<record::Token> {
        let token = |token: &chancery::syntax::Token| record::Token {
            words: self.words(token.span),
            lemma: token.lemma.to_string(),
            upos: token.upos.as_str().into(),
            xpos: token.xpos.into(),
            feats: token.feats.to_string(),
            head: token.head.map(|head| head.0),
            rel: token.rel.as_str().into(),
            sentence: token.sentence.0,
        };
        self.reading.syntax.tokens().iter().map(token).collect()
    }
}

/// Three decimals: a score has no more to say, and they print the same everywhere.
fn rounded(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}

fn day(date: Date) -> String {
    date.to_string()
}

fn factuality(factuality: Factuality) -> record::Factuality {
    record::Factuality {
        polarity: factuality.polarity.as_str().into(),
        certainty: factuality.certainty.as_str().into(),
        stage: factuality.stage.as_str().into(),
    }
}
