//! What a reading holds, as records of keyed values: the one description from which expected lines
//! are matched and found lines are written.

use crate::notation::{Term, Want, one_blank, quote, terms};
use chancery::Reading;
use chancery::article::Span;
use chancery::event::{EventMention, Factuality, Participant, Polarity, Predicate};
use chancery::mention::{ActorForm, ActorKind, ActorMention};

/// A value that a record has for a key.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A stretch of the text.
    Words(Span),
    /// Words that are not a stretch of the text: a canonical name.
    Text(String),
    /// A code.
    Code(String),
}

/// The records of one kind.
pub struct Records {
    kind: Kind,
    records: Vec<Record>,
}

/// One record: keyed values in the order in which they are written. A key may have several values,
/// and values that only matching knows ("KOR" for "KOR/SPY") are not written.
#[derive(Default)]
struct Record {
    fields: Vec<Field>,
}

struct Field {
    key: &'static str,
    value: Value,
    written: bool,
}

/// A block's kind: its name, the keys and the flags that a line may use.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    keys: &'static [&'static str],
    flags: &'static [&'static str],
    collect: fn(&Reading) -> Vec<Record>,
}

const FACTUALITY: [&str; 11] = [
    "positive",
    "negative",
    "certain",
    "probable",
    "possible",
    "unknown",
    "occurred",
    "ongoing",
    "planned",
    "conditional",
    "hypothetical",
];

const KINDS: &[Kind] = &[
    Kind {
        name: "events",
        keys: &[
            "actor",
            "recipient",
            "time",
            "place",
            "trigger",
            "plover",
            "cameo",
            "context",
            "quantity",
            "source",
            "quad",
            "occasion",
            "about",
            "person",
            "rule",
            "sentence",
        ],
        flags: &["reciprocal", "no-actor", "no-recipient", "no-time", "no-place", "no-source"],
        collect: events,
    },
    Kind {
        name: "actors",
        keys: &[
            "country", "sector", "person", "office", "name", "id", "members", "same-as", "form",
            "kind",
        ],
        flags: &["unresolved"],
        collect: actors,
    },
    Kind { name: "times", keys: &["from", "to", "mod"], flags: &["unresolved"], collect: times },
    Kind {
        name: "places",
        keys: &["name", "kind", "admin1", "geonames"],
        flags: &["unresolved"],
        collect: places,
    },
    Kind {
        name: "quantities",
        keys: &["low", "high", "unit"],
        flags: &["approximate", "exact"],
        collect: quantities,
    },
    Kind {
        name: "claims",
        keys: &[
            "source", "cue", "content", "said_on", "country", "sector", "person", "name", "parent",
            "stance", "medium",
        ],
        flags: &["direct", "indirect", "mixed", "no-source", "no-parent"],
        collect: claims,
    },
    Kind { name: "factuality", keys: &["score"], flags: &[], collect: predicates },
    Kind { name: "notes", keys: &[], flags: &[], collect: notes },
    Kind { name: "tokens", keys: &[], flags: &[], collect: sentences },
    Kind { name: "tree", keys: &["lemma", "xpos", "feat"], flags: &[], collect: tree },
    Kind { name: "regions", keys: &[], flags: &[], collect: regions },
    Kind { name: "names", keys: &[], flags: &[], collect: names },
];

impl Records {
    /// The records of a kind that a reading holds.
    pub fn of(reading: &Reading, name: &str) -> Result<Self, String> {
        let kind = KINDS
            .iter()
            .find(|k| k.name == name)
            .ok_or_else(|| format!("there is no block of kind {name}"))?;
        Ok(Self { kind: *kind, records: (kind.collect)(reading) })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The values that a record has for a key.
    pub fn values(&self, record: usize, key: &str) -> impl Iterator<Item = &Value> {
        self.records[record].fields.iter().filter(move |f| f.key == key).map(|f| &f.value)
    }

    /// Every record in the notation of its block.
    pub fn lines(&self, reading: &Reading) -> Vec<String> {
        self.records.iter().map(|r| r.line(reading, self.kind.name)).collect()
    }

    /// True when the "not" before `rest` is a word of the text and no negation: a line of a tree
    /// has four columns, with it or without.
    pub fn begins_with_word(&self, rest: &str) -> bool {
        self.kind.name == "tree" && rest.split_whitespace().nth(3).is_none_or(|w| w.contains('='))
    }

    /// The terms of an expected line of this kind.
    pub fn read_line(&self, line: &str) -> Result<Vec<Term>, String> {
        match self.kind.name {
            "tokens" => {
                let words = Want::Code(one_blank(line));
                return Ok(vec![Term { key: String::new(), value: words }]);
            }
            "tree" => return tree_terms(line),
            _ => {}
        }
        let mut terms = terms(line)?;
        for term in &mut terms {
            if !term.key.is_empty() && !self.kind.keys.contains(&term.key.as_str()) {
                return Err(format!("{} have no field {}", self.kind.name, term.key));
            }
            let Want::Code(code) = &mut term.value else { continue };
            if term.key == "members" {
                *code = sorted_list(code.split(','));
            }
            if self.kind.name == "events" && term.key.is_empty() && !self.knows_flag(code) {
                return Err(format!("events have no flag {code}"));
            }
        }
        Ok(terms)
    }

    fn knows_flag(&self, flag: &str) -> bool {
        let kind = flag.split('/').next().unwrap_or_default();
        self.kind.flags.contains(&flag)
            || FACTUALITY.contains(&flag)
            || kind == "*"
            || chancery::world::EventType::from_name(kind).is_some()
    }
}

/// `form UPOS head-form rel`, each `_` when it does not matter, then `lemma=`, `xpos=`, `feat=`.
fn tree_terms(line: &str) -> Result<Vec<Term>, String> {
    let mut words = line.split_whitespace();
    let mut found = Vec::new();
    for key in ["form", "upos", "head", "rel"] {
        let word = words.next().ok_or("a line of a tree is: form UPOS head-form rel")?;
        if word != "_" {
            found.push(Term { key: key.to_owned(), value: Want::Code(word.to_owned()) });
        }
    }
    for word in words {
        found.extend(terms(word)?);
    }
    Ok(found)
}

impl Record {
    /// A value that is written and matched.
    fn with(mut self, key: &'static str, value: Value) -> Self {
        self.fields.push(Field { key, value, written: true });
        self
    }

    /// A value that is only matched.
    fn also(mut self, key: &'static str, value: Value) -> Self {
        self.fields.push(Field { key, value, written: false });
        self
    }

    fn words(self, key: &'static str, span: Span) -> Self {
        self.with(key, Value::Words(span))
    }

    fn code(self, key: &'static str, code: impl Into<String>) -> Self {
        self.with(key, Value::Code(code.into()))
    }

    fn also_code(self, key: &'static str, code: impl Into<String>) -> Self {
        self.also(key, Value::Code(code.into()))
    }

    fn text(self, key: &'static str, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.with(key, Value::Text(text.into())),
            None => self,
        }
    }

    fn code_if(self, key: &'static str, code: Option<impl Into<String>>) -> Self {
        match code {
            Some(code) => self.code(key, code),
            None => self,
        }
    }

    fn flag_if(self, holds: bool, flag: &'static str) -> Self {
        if holds { self.code("", flag) } else { self }
    }

    /// A flag that is matched and not written.
    fn also_flag_if(self, holds: bool, flag: &'static str) -> Self {
        if holds { self.also_code("", flag) } else { self }
    }

    /// The record in the notation of its block.
    fn line(&self, reading: &Reading, kind: &str) -> String {
        let mut line = String::new();
        for field in self.fields.iter().filter(|f| f.written) {
            if !line.is_empty() {
                line.push(' ');
            }
            if !(field.key.is_empty() || kind == "tree" && is_tree_column(field.key)) {
                line.push_str(field.key);
                line.push('=');
            }
            match &field.value {
                Value::Words(span) => line.push_str(&quote(reading.article.words(*span))),
                Value::Text(text) => line.push_str(&quote(text)),
                Value::Code(code) => line.push_str(code),
            }
        }
        line
    }
}

fn is_tree_column(key: &str) -> bool {
    matches!(key, "form" | "upos" | "head" | "rel")
}

fn sorted_list<'s>(items: impl Iterator<Item = &'s str>) -> String {
    let mut items: Vec<&str> = items.collect();
    items.sort_unstable();
    items.join(",")
}

fn events(reading: &Reading) -> Vec<Record> {
    reading.findings.events.iter().map(|event| event_record(reading, event)).collect()
}

fn event_record(reading: &Reading, event: &EventMention) -> Record {
    let findings = &reading.findings;
    let kind = event.kind.as_str();
    let mode = |mode: Option<chancery::world::Mode>| mode.map_or("-", |m| m.as_str());
    let typed = |(kind, m): (chancery::world::EventType, Option<chancery::world::Mode>)| match m {
        Some(m) => format!("{}/{}", kind.as_str(), m.as_str()),
        None => kind.as_str().to_owned(),
    };
    let mut record = Record::default()
        .code("", typed((event.kind, event.mode)))
        .also_code("", kind)
        .also_code("", "*")
        .also_code("", format!("{kind}/{}", mode(event.mode)))
        .words("trigger", event.trigger);
    for actor in &event.actors {
        record = participant(record, reading, "actor", actor);
    }
    for recipient in &event.recipients {
        record = participant(record, reading, "recipient", recipient);
        if event.reciprocal {
            record = participant_unwritten(record, reading, "actor", recipient);
        }
    }
    record = record
        .also_flag_if(event.actors.is_empty(), "no-actor")
        .also_flag_if(event.recipients.is_empty(), "no-recipient")
        .also_flag_if(event.time.is_none(), "no-time")
        .also_flag_if(event.place.is_none(), "no-place")
        .also_flag_if(event.attribution.is_empty(), "no-source")
        .flag_if(event.reciprocal, "reciprocal");
    if let Some(time) = event.time {
        let time = &reading.mentions.times[time.index()];
        record = match (time.from, time.through.or(time.to)) {
            (Some(from), Some(to)) if from == to => record.code("time", from.to_string()),
            (Some(from), Some(to)) => record.code("time", format!("{from}..{to}")),
            _ => record.code("time", time.value.as_str()),
        };
        record =
            record.also_code("time", time.value.as_str()).also("time", Value::Words(time.span));
    }
    if let Some(place) = event.place {
        let place = &reading.mentions.places[place.index()];
        record = record.words("place", place.span);
        record = record.also("place", Value::Text(place.name.clone()));
        if let Some(country) = place.country {
            record = record.also_code("place", country.as_str());
        }
    }
    for quantity in &event.quantities {
        let quantity = &reading.mentions.quantities[quantity.index()];
        let kind = quantity.kind.as_str();
        record = match quantity.value {
            Some(value) => record.code("quantity", format!("{kind}:{value}")),
            None => record.code("quantity", kind),
        };
        record = record.also_code("quantity", kind).also("quantity", Value::Words(quantity.span));
    }
    record = factuality(record, event.factuality);
    for claim in &event.attribution {
        let claim = &findings.claims[claim.index()];
        for source in &claim.source {
            record = record.words("source", *source);
        }
        if let Some(actor) = claim.actor {
            record = resolved(record, "source", reading.mentions.actor(actor));
        }
    }
    for about in &event.about {
        record = record.words("about", findings.events[about.index()].trigger);
    }
    if let Some(occasion) = event.occasion {
        record = record.words("occasion", occasion);
    }
    for context in &event.contexts {
        record = record.code("context", context.as_str());
    }
    record
        .code("plover", typed(event.plover))
        .also_code("plover", event.plover.0.as_str())
        .also_code("plover", format!("{}/{}", event.plover.0.as_str(), mode(event.plover.1)))
        .code_if("cameo", event.cameo)
        .code("quad", (event.quad as u8).to_string())
        .code("rule", event.rule.as_str())
        .also("sentence", Value::Words(reading.syntax.sentence(event.sentence).span))
}

fn participant(
    record: Record,
    reading: &Reading,
    key: &'static str,
    participant: &Participant,
) -> Record {
    let record = record.words(key, participant.span);
    resolve_participant(record, reading, key, participant)
}

fn participant_unwritten(
    record: Record,
    reading: &Reading,
    key: &'static str,
    participant: &Participant,
) -> Record {
    let record = record.also(key, Value::Words(participant.span));
    resolve_participant(record, reading, key, participant)
}

fn resolve_participant(
    record: Record,
    reading: &Reading,
    key: &'static str,
    participant: &Participant,
) -> Record {
    let Some(actor) = participant.actor else {
        // A place that receives the act stands for its country.
        let place = participant.place.map(|p| &reading.mentions.places[p.index()]);
        return match place.and_then(|p| p.country) {
            Some(country) => record.also_code(key, country.as_str()),
            None => record,
        };
    };
    let actor = reading.mentions.actor(actor);
    let mut record = resolved(record, key, actor);
    if let Some(person) = &actor.person {
        record = record.also("person", Value::Text(person.clone()));
    }
    record
}

/// What an actor mention resolves to, as codes for matching: `KOR`, `KOR/SPY`, `org:nato`, and the
/// same for every member of a plural actor.
fn resolved(mut record: Record, key: &'static str, actor: &ActorMention) -> Record {
    let one = (actor.country, actor.sector, actor.id.as_deref());
    let members = actor.members.iter().map(|m| (m.country, m.sector, m.id.as_deref()));
    for (country, sector, id) in std::iter::once(one).chain(members) {
        if let Some(country) = country {
            record = record.also_code(key, country.as_str());
        }
        if let (Some(country), Some(sector)) = (country, sector) {
            record = record.also_code(key, format!("{}/{}", country.as_str(), sector.as_str()));
        }
        if let Some(id) = id {
            record = record.also_code(key, id);
        }
    }
    record
}

fn factuality(record: Record, factuality: Factuality) -> Record {
    let positive = factuality.polarity == Polarity::Positive;
    record
        .code("", factuality.stage.as_str())
        .code("", factuality.certainty.as_str())
        .also_flag_if(positive, "positive")
        .flag_if(!positive, "negative")
}

fn actors(reading: &Reading) -> Vec<Record> {
    let all = &reading.mentions.actors;
    all.iter()
        .map(|actor| {
            let mut record = Record::default()
                .words("", actor.span)
                .code_if("country", actor.country.map(|c| c.as_str().to_owned()))
                .code_if("sector", actor.sector.map(|s| s.as_str()))
                .text("person", actor.person.as_deref())
                .text("office", actor.office.as_deref())
                .text("name", actor.name.as_deref())
                .code_if("id", actor.id.as_deref());
            for sector in &actor.sectors {
                record = record.also_code("sector", sector.as_str());
            }
            if !actor.members.is_empty() {
                let members = actor.members.iter();
                let ids = members.clone().map(|m| m.id.as_deref().or(m.name.as_deref()));
                let countries = members.map(|m| match &m.country {
                    Some(country) => country.as_str(),
                    None => m.id.as_deref().or(m.name.as_deref()).unwrap_or("?"),
                });
                record = record.code("members", sorted_list(countries));
                record = record.also_code("members", sorted_list(ids.map(|id| id.unwrap_or("?"))));
            }
            let form = match actor.form {
                ActorForm::Name => "name",
                ActorForm::Nominal => "nominal",
                ActorForm::Pronoun => "pronoun",
            };
            record = record.code("form", form);
            let kind = actor.kind.map(|kind| match kind {
                ActorKind::Country => "country",
                ActorKind::Organisation => "organisation",
                ActorKind::Body => "body",
                ActorKind::Group => "group",
                ActorKind::Person => "person",
                ActorKind::People => "people",
            });
            record = record.code_if("kind", kind);
            let unresolved = actor.country.is_none()
                && actor.person.is_none()
                && actor.id.is_none()
                && actor.members.is_empty();
            record = record.flag_if(unresolved, "unresolved");
            let mut first = true;
            for other in all.iter().filter(|o| o.entity == actor.entity && o.span != actor.span) {
                let value = Value::Words(other.span);
                record = match std::mem::take(&mut first) {
                    true => record.with("same-as", value),
                    false => record.also("same-as", value),
                };
            }
            record
        })
        .collect()
}

fn times(reading: &Reading) -> Vec<Record> {
    let record = |time: &chancery::mention::TimeMention| {
        Record::default()
            .words("", time.span)
            .code("", time.kind.as_str())
            .code("", time.value.as_str())
            .code_if("from", time.from.map(|d| d.to_string()))
            .code_if("to", time.to.map(|d| d.to_string()))
            .code_if("mod", time.modifier)
            .also_flag_if(time.from.is_none(), "unresolved")
    };
    reading.mentions.times.iter().map(record).collect()
}

fn places(reading: &Reading) -> Vec<Record> {
    let record = |place: &chancery::mention::PlaceMention| {
        Record::default()
            .words("", place.span)
            .code_if("", place.country.map(|c| c.as_str().to_owned()))
            .text("name", Some(place.name.as_str()))
            .code("kind", place.kind.as_str())
            .text("admin1", place.admin1.as_deref())
            .code_if("geonames", place.geonames.map(|g| g.to_string()))
            .also_flag_if(place.latitude.is_none(), "unresolved")
    };
    reading.mentions.places.iter().map(record).collect()
}

fn quantities(reading: &Reading) -> Vec<Record> {
    let record = |quantity: &chancery::mention::QuantityMention| {
        Record::default()
            .words("", quantity.span)
            .code("", quantity.kind.as_str())
            .code_if("", quantity.value.map(|v| v.to_string()))
            .code_if("low", quantity.low.map(|v| v.to_string()))
            .code_if("high", quantity.high.map(|v| v.to_string()))
            .flag_if(quantity.approximate, "approximate")
            .also_flag_if(!quantity.approximate, "exact")
            .text("unit", quantity.unit.as_deref())
    };
    reading.mentions.quantities.iter().map(record).collect()
}

fn claims(reading: &Reading) -> Vec<Record> {
    let all = &reading.findings.claims;
    let record = |claim: &chancery::event::Claim| {
        let mut record = Record::default();
        for (key, spans) in
            [("source", &claim.source), ("cue", &claim.cue), ("content", &claim.content)]
        {
            for span in spans {
                record = record.words(key, *span);
            }
        }
        record = record
            .code("", claim.kind.as_str())
            .code("stance", claim.stance.as_str())
            .code_if("said_on", claim.said_on.map(|d| d.to_string()));
        if let Some(medium) = claim.medium {
            record = record.words("medium", medium);
        }
        if let Some(actor) = claim.actor {
            let actor = reading.mentions.actor(actor);
            record = record
                .code_if("country", actor.country.map(|c| c.as_str().to_owned()))
                .code_if("sector", actor.sector.map(|s| s.as_str()))
                .text("person", actor.person.as_deref())
                .text("name", actor.name.as_deref());
        }
        for cue in claim.parent.iter().flat_map(|p| &all[p.index()].cue) {
            record = record.words("parent", *cue);
        }
        record
            .also_flag_if(claim.parent.is_none(), "no-parent")
            .also_flag_if(claim.source.is_empty(), "no-source")
    };
    all.iter().map(record).collect()
}

fn predicates(reading: &Reading) -> Vec<Record> {
    let record = |predicate: &Predicate| {
        let token = reading.syntax.token(predicate.token);
        let record = Record::default()
            .words("", token.span)
            .code("", predicate.label().as_str())
            .code("score", predicate.score.to_string());
        factuality(record, predicate.factuality)
    };
    reading.findings.predicates.iter().map(record).collect()
}

fn notes(reading: &Reading) -> Vec<Record> {
    let notes = reading.mentions.notes.iter().chain(&reading.findings.notes);
    notes.map(|note| Record::default().code("", note.code).words("", note.span)).collect()
}

fn sentences(reading: &Reading) -> Vec<Record> {
    let syntax = &reading.syntax;
    let line = |sentence: &chancery::syntax::Sentence| {
        let tokens = &syntax.tokens()[sentence.first.index()..sentence.end.index()];
        tokens.iter().map(|t| reading.article.words(t.span)).collect::<Vec<_>>().join(" ")
    };
    syntax.sentences().iter().map(|s| Record::default().code("", line(s))).collect()
}

fn tree(reading: &Reading) -> Vec<Record> {
    let words = |span: Span| reading.article.words(span).to_owned();
    let record = |token: &chancery::syntax::Token| {
        let head = token.head.map_or("ROOT".to_owned(), |h| words(reading.syntax.token(h).span));
        let mut record = Record::default()
            .code("form", words(token.span))
            .code("upos", token.upos.as_str())
            .code("head", head)
            .code("rel", token.rel.as_str())
            .code("lemma", token.lemma.as_str())
            .code("xpos", token.xpos);
        for feat in token.feats.split('|') {
            record = record.also_code("feat", feat);
        }
        record
    };
    reading.syntax.tokens().iter().map(record).collect()
}

fn regions(reading: &Reading) -> Vec<Record> {
    let record = |region: &chancery::article::Region| {
        Record::default().code("", region.kind.as_str()).words("", region.span)
    };
    reading.article.regions.iter().map(record).collect()
}

fn names(reading: &Reading) -> Vec<Record> {
    let record =
        |name: &chancery::Name| Record::default().code("", name.kind.as_str()).words("", name.span);
    reading.syntax.names().iter().map(record).collect()
}
