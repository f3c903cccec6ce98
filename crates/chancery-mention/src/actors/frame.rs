//! Composition: what a noun phrase's parts say together. "South Korea's" + "spy agency" is the
//! National Intelligence Service; "European Commission" + "President" + a name is a person.

use chancery_article::Date;
use chancery_syntax::{Rel, Upos};
use chancery_world::actors::{
    AgentId, BodyId, CountryForm, CountryId, Number, OfficeId, PersonForm, PersonId, Scope, Sense,
    ThingId, ThingKind,
};
use chancery_world::words::{FORMER, GROUPS};
use chancery_world::{Country, Sector};
use std::ops::Range;

use super::chunks::Segment;
use super::hits::Hit;
use super::persons::{self, Company, Term};
use super::{Finder, GROUP_NOUNS};

/// What the phrase is, by its head.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Head {
    Country,
    People,
    Thing,
    Body,
    Office,
    Agent,
    Person,
    /// "the two sides", "the bloc": says nothing but that there is an actor.
    Group,
    /// "his Japanese counterpart"
    Counterpart,
    /// A run of capitalised words that the registry does not know.
    Name,
}

/// How the phrase is determined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Determiner {
    None,
    Definite,
    Indefinite,
    Possessive,
}

/// A noun phrase read so far.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub tokens: Range<u32>,
    /// The token that ends the head.
    pub head: u32,
    pub what: Head,
    pub country: Option<CountryRef>,
    pub thing: Option<ThingId>,
    pub body: Option<BodyId>,
    pub office: Option<OfficeId>,
    /// The words of the title.
    pub title: Option<Range<u32>>,
    pub implied: Option<Scope>,
    pub plural: bool,
    pub agents: Vec<AgentId>,
    pub person: Option<PersonId>,
    /// The words of an unlisted name.
    pub name: Option<Range<u32>>,
    pub former: bool,
    pub determiner: Determiner,
    /// The country is named by its adjective.
    pub adjective: bool,
    /// A capitalised word before the title is an owner that the registry does not know.
    pub unlisted_owner: bool,
    /// The words behind "of" that say whose it is.
    pub complement: Option<Range<u32>>,
    /// Where in the succession of an office the phrase stands.
    pub term: Term,
    /// A town or province says the country: whoever rules there rules no state.
    pub local: bool,
    /// "the presidents of Bosnia, Croatia and Serbia": one each.
    pub shared: Vec<CountryRef>,
    /// "his predecessor" is -1, "his successor" 1.
    pub shift: i8,
    /// The state of all whom an ambiguous surname may mean.
    pub bearers: Option<Country>,
}

/// A country as the phrase names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct CountryRef {
    pub code: Country,
    pub id: Option<CountryId>,
}

impl Frame {
    /// A frame that says nothing yet but what it is.
    pub(super) fn bare(tokens: Range<u32>, head: u32, what: Head) -> Self {
        Self {
            tokens,
            head,
            what,
            country: None,
            thing: None,
            body: None,
            office: None,
            title: None,
            implied: None,
            plural: false,
            agents: Vec::new(),
            person: None,
            name: None,
            former: false,
            determiner: Determiner::None,
            adjective: false,
            unlisted_owner: false,
            complement: None,
            term: Term::Now,
            local: false,
            shared: Vec::new(),
            shift: 0,
            bearers: None,
        }
    }

    /// True when an "of" phrase may say whose it is.
    pub(super) fn wants_owner(&self) -> bool {
        matches!(self.what, Head::Office | Head::Agent | Head::Body | Head::Group)
            && self.thing.is_none()
    }
}

/// A segment's reading: the phrase itself, and actors inside a phrase that is none itself
/// ("North Korea" and "EU" in "the South Korea-EU dialogue").
#[derive(Default)]
pub(super) struct Reading {
    pub main: Option<Frame>,
    pub loose: Vec<Frame>,
}

impl Finder<'_> {
    /// Reads a segment. `owner` is what the segment before a possessive mark named.
    pub(super) fn read(&self, segment: &Segment, hits: &[Hit], owner: Option<&Frame>) -> Reading {
        let hits = &hits[segment.hits.clone()];
        let owner_country = owner.and_then(|o| self.owner_country(o));
        let determiner = self.determiner(segment.tokens.start);
        let senses = self.primaries(hits, owner_country);
        let tail = self.tail(segment, hits, &senses);
        let mut reading = Reading::default();
        match tail {
            Tail::None if hits.is_empty() => {}
            Tail::None => self.composed(segment, hits, &senses, owner, None, &mut reading),
            Tail::Name(ref name) => {
                self.composed(segment, hits, &senses, owner, Some(name.clone()), &mut reading);
            }
            Tail::Noun => {
                let lemma = self.lemma(segment.tokens.end - 1);
                if matches!(lemma, "counterpart" | "opposite" | "predecessor" | "successor") {
                    self.counterpart(segment, &senses, None, &mut reading);
                } else if matches!(lemma, "guest" | "host" | "visitor")
                    && determiner == Determiner::Possessive
                    && matches!(senses.as_slice(), [Some(Sense::Country(..))])
                {
                    // "his Ethiopian guest"
                    self.counterpart(segment, &senses, None, &mut reading);
                } else if let Some(pair) = self.namesakes(segment.tokens.end - 1) {
                    let mut frame =
                        Frame::bare(segment.tokens.clone(), segment.tokens.end - 1, Head::Group);
                    frame.plural = true;
                    frame.shared = pair;
                    reading.main = Some(frame);
                } else if matches!(lemma, "office" | "side" | "team" | "camp")
                    && hits.last().is_none_or(|h| h.end + 1 == segment.tokens.end)
                    && (owner_country.is_some()
                        || senses.iter().any(|s| matches!(s, Some(Sense::Country(..)))))
                    && (lemma != "office"
                        || owner.is_some_and(|o| o.person.is_some() || o.office.is_some()))
                {
                    self.office_of(segment, &senses, owner, &mut reading);
                } else if let (Some(Some(Sense::Thing(id))), Some(hit)) =
                    (senses.last(), hits.last())
                    && hit.end + 1 == segment.tokens.end
                    && GROUPS.contains(&lemma)
                {
                    // "the M23 group"
                    let mut frame = self.thing_frame(hit, *id);
                    frame.tokens = segment.tokens.clone();
                    frame.head = segment.tokens.end - 1;
                    reading.main = Some(frame);
                } else if GROUP_NOUNS.contains(&lemma)
                    && (determiner != Determiner::None || self.is_counted(segment.tokens.start))
                    && determiner != Determiner::Indefinite
                    && hits.is_empty()
                {
                    let mut frame =
                        Frame::bare(segment.tokens.clone(), segment.tokens.end - 1, Head::Group);
                    frame.plural = self.is_plural(segment.tokens.end - 1);
                    reading.main = Some(frame);
                } else {
                    self.loose(segment, hits, &senses, owner, &mut reading);
                }
            }
        }
        if let Some(main) = &mut reading.main {
            if owner.is_none() {
                main.determiner = determiner;
            } else {
                main.determiner = Determiner::Possessive;
            }
            main.former |= self.is_former(segment.tokens.clone());
        }
        reading
    }

    /// The sense in which each hit is taken.
    fn primaries(&self, hits: &[Hit], owner: Option<CountryRef>) -> Vec<Option<Sense>> {
        let mut country = owner;
        hits.iter()
            .map(|hit| {
                let sense = self.primary(hit, country);
                if let Some(Sense::Country(id, _)) = sense {
                    country = Some(self.country_ref(id));
                }
                sense
            })
            .collect()
    }

    fn country_ref(&self, id: CountryId) -> CountryRef {
        CountryRef { code: self.actors.country_code(id), id: Some(id) }
    }

    fn primary(&self, hit: &Hit, country: Option<CountryRef>) -> Option<Sense> {
        let find = |test: &dyn Fn(&Sense) -> bool| hit.senses.iter().copied().find(|s| test(s));
        if find(&|s| matches!(s, Sense::Blocked)).is_some() {
            return find(&|s| matches!(s, Sense::Person(_, PersonForm::Full)))
                .or(Some(Sense::Blocked));
        }
        if let Some(full) = find(&|s| matches!(s, Sense::Person(_, PersonForm::Full))) {
            return Some(full);
        }
        if let Some(country) = find(&|s| matches!(s, Sense::Country(..))) {
            return Some(country);
        }
        let body = find(&|s| matches!(s, Sense::Body(..)));
        if let Some(thing) = self.thing(hit, country) {
            let own = self.actors.thing_country(thing);
            let foreign = country.is_some_and(|c| own != Some(c.code));
            if foreign && (body.is_some() || find(&|s| matches!(s, Sense::Agent(..))).is_some()) {
                return body.or_else(|| find(&|s| matches!(s, Sense::Agent(..))));
            }
            return Some(Sense::Thing(thing));
        }
        // Ranks and clergy without a name are people of their kind: "generals and troops".
        let several = |s: &Sense| {
            matches!(s, Sense::Office(o, _, Number::Plural)
                if matches!(self.actors.office_slug(*o), "officer" | "cleric" | "judge" | "lawmaker"))
        };
        if find(&several).is_some()
            && let Some(agent) = find(&|s| matches!(s, Sense::Agent(..)))
        {
            return Some(agent);
        }
        find(&|s| matches!(s, Sense::Office(..)))
            .or(body)
            .or_else(|| find(&|s| matches!(s, Sense::Agent(..))))
            .or_else(|| find(&|s| matches!(s, Sense::Person(_, PersonForm::Known))))
            .or_else(|| find(&|s| matches!(s, Sense::Person(..))))
    }

    /// The organisation a hit means: the one of the country at hand, or the only one.
    fn thing(&self, hit: &Hit, country: Option<CountryRef>) -> Option<ThingId> {
        let things = || {
            hit.senses.iter().filter_map(|s| match s {
                Sense::Thing(id) if self.actors.thing_exists(*id, self.date) => Some(*id),
                _ => None,
            })
        };
        let of_country =
            country.and_then(|c| things().find(|t| self.actors.thing_country(*t) == Some(c.code)));
        let first = things().next()?;
        let contested = things()
            .any(|t| self.actors.thing_country(t) != self.actors.thing_country(first))
            && self.actors.thing_kind(first) == ThingKind::Group
            && !self.actors.thing_id(first).starts_with("org:");
        of_country.or((!contested).then_some(first))
    }

    /// What follows the last hit that is not a person's name.
    fn tail(&self, segment: &Segment, hits: &[Hit], senses: &[Option<Sense>]) -> Tail {
        let end = segment.tokens.end;
        let mut begin = segment.tokens.start;
        let mut titled = false;
        for (hit, sense) in hits.iter().zip(senses) {
            match sense {
                Some(Sense::Person(_, PersonForm::Full)) if hit.end == end => return Tail::None,
                Some(Sense::Person(..)) if hit.end == end && hit.start == begin => {
                    return Tail::None;
                }
                Some(Sense::Person(_, PersonForm::Surname | PersonForm::Known)) => {}
                Some(s) => {
                    begin = hit.end;
                    titled = matches!(
                        s,
                        Sense::Office(..)
                            | Sense::Agent(..)
                            | Sense::Country(..)
                            | Sense::Body(..)
                            | Sense::Thing(_)
                    ) || titled && matches!(s, Sense::Blocked);
                }
                None => {}
            }
        }
        while begin < end && self.is_punct(begin) {
            begin += 1;
        }
        if begin >= end {
            return Tail::None;
        }
        let run = begin..end;
        if titled
            && run.len() <= 7
            && run.clone().all(|t| self.is_name_part(t))
            && self.is_capitalised(begin)
        {
            return Tail::Name(run);
        }
        Tail::Noun
    }

    fn composed(
        &self,
        segment: &Segment,
        hits: &[Hit],
        senses: &[Option<Sense>],
        owner: Option<&Frame>,
        name: Option<Range<u32>>,
        reading: &mut Reading,
    ) {
        let (Some(last), Some(Some(mut head))) = (hits.last(), senses.last().copied()) else {
            return;
        };
        let mut last_hit = last;
        if name.is_some() {
            // The name may hold hits of its own (a surname); the title is the last that is none.
            let title = hits
                .iter()
                .zip(senses)
                .rev()
                .find(|(_, s)| !matches!(s, Some(Sense::Person(..)) | None));
            let Some((hit, Some(sense))) = title else { return };
            last_hit = hit;
            head = *sense;
        }
        let mut frame = Frame::bare(segment.tokens.clone(), last_hit.end - 1, Head::Group);
        if let Some(owner) = owner {
            self.own(&mut frame, owner);
        }
        // "Quebec's premier", "Quebec Premier Bernard Landry"
        frame.local = owner.is_some_and(|o| self.is_province(o.tokens.clone()))
            || hits.iter().zip(senses).any(|(h, s)| {
                matches!(s, Some(Sense::Country(..))) && self.is_province(h.start..h.end)
            });
        for (hit, sense) in hits.iter().zip(senses) {
            if hit.start > last_hit.start {
                break;
            }
            let is_head = hit.start == last_hit.start;
            let Some(sense) = *sense else { continue };
            match sense {
                Sense::Country(id, form) => {
                    let country = self.country_ref(id);
                    let named = matches!(
                        form,
                        CountryForm::Name | CountryForm::Capital | CountryForm::Former
                    );
                    // "US-South Korea", "NATO-member Norway": each its own.
                    if !is_head && named && hits.iter().zip(senses).any(|(h, s)| {
                        h.start > hit.start
                            && matches!(s, Some(Sense::Country(other, CountryForm::Name | CountryForm::Capital)) if *other != id)
                    }) {
                        reading.loose.push(self.country_frame(hit, id, form));
                        continue;
                    }
                    frame.country = Some(country);
                    frame.adjective = form == CountryForm::Adjective || self.is_acronym(hit);
                }
                Sense::Thing(id) => {
                    if !is_head {
                        reading.loose.push(self.thing_frame(hit, id));
                    }
                    if is_head || frame.thing.is_none() {
                        frame.thing = Some(id);
                    }
                }
                Sense::Body(id, number) => {
                    frame.body = Some(id);
                    frame.plural = number == Number::Plural;
                }
                Sense::Office(id, implied, number) => {
                    if self.actors.office_slug(id) == "honorific" {
                        continue;
                    }
                    frame.office = Some(id);
                    frame.title = Some(hit.start..hit.end);
                    frame.implied = implied;
                    frame.plural = number == Number::Plural;
                }
                Sense::Agent(id, number) => {
                    frame.agents.push(id);
                    frame.plural = number != Number::Singular;
                }
                Sense::Person(..) => {
                    frame.person = self.person(hit, &frame, owner.is_some(), segment, hits);
                    if !is_head && frame.person.is_some() {
                        // "the Obama administration" names Obama too.
                        let mut inner = Frame::bare(hit.start..hit.end, hit.end - 1, Head::Person);
                        inner.person = frame.person;
                        reading.loose.push(inner);
                    }
                }
                Sense::Blocked => {}
            }
        }
        frame.what = match head {
            Sense::Country(_, CountryForm::Person | CountryForm::People) => Head::People,
            Sense::Country(..) => Head::Country,
            Sense::Thing(_) => Head::Thing,
            Sense::Body(..) => Head::Body,
            Sense::Office(..) => Head::Office,
            Sense::Agent(..) => Head::Agent,
            Sense::Person(..) => Head::Person,
            Sense::Blocked => return,
        };
        frame.plural |= matches!(head, Sense::Country(_, CountryForm::People));
        if let Some(title) = frame.title.clone() {
            let end = (title.end + 2).min(segment.tokens.end);
            for t in segment.tokens.start.max(title.start.saturating_sub(8))..end {
                if let Some(term) = persons::term(self.word(t)) {
                    frame.term = term;
                }
                // "a presidential spokesperson"
                let body = match self.word(t) {
                    "presidential" if frame.body.is_none() => self.actors.body("presidency"),
                    "parliamentary" if frame.body.is_none() => self.actors.body("parliament"),
                    _ => None,
                };
                frame.body = frame.body.or(body);
            }
            frame.unlisted_owner = (segment.tokens.start..title.start).any(|t| {
                self.is_capitalised(t)
                    && t != self.syntax.sentence(self.syntax.tokens()[t as usize].sentence).first.0
                    && self.syntax.tokens()[t as usize].upos == Upos::Propn
                    && !hits.iter().any(|h| (h.start..h.end).contains(&t))
            });
        }
        if let Some(run) = name {
            self.named(&mut frame, run, head, owner.is_some());
        }
        match frame.what {
            Head::Person if frame.person.is_none() && frame.name.is_none() => {
                // A namesake of a listed person: the title still says what he is.
                let titled = frame.office.is_some() || !frame.agents.is_empty();
                let met = self.known_name(&self.text(last_hit.start..last_hit.end));
                frame.bearers = self.bearers(last_hit, &frame).filter(|_| !met);
                if !titled && !met && frame.bearers.is_none() {
                    self.loose(segment, hits, senses, owner, reading);
                    return;
                }
                frame.name = Some(last_hit.start..last_hit.end);
                frame.head = self.name_head(last_hit.start..last_hit.end);
            }
            Head::Country => {
                // An adjective before a noun we do not know is loose; so is a bare name.
                frame.agents.clear();
                frame.office = None;
                if frame.thing.is_some() || frame.body.is_some() {
                    frame.tokens = last_hit.start..last_hit.end;
                }
                frame.thing = None;
                frame.body = None;
                frame.person = None;
            }
            Head::Body if frame.person.is_some() => {
                // "the Trump administration"
                let role = frame.person.map(|p| persons::role(self.actors, p, self.date));
                frame.country = role
                    .and_then(|r| r.country)
                    .map(|code| CountryRef { code, id: None })
                    .or(frame.country);
                frame.person = None;
            }
            _ => {}
        }
        if frame.what == Head::Office && frame.office.is_none() {
            return;
        }
        let lemma = self.lemma(segment.tokens.end - 1);
        let weak = match frame.what {
            Head::Agent => frame.agents.iter().all(|a| self.actors.agent_is_weak(*a)),
            Head::Office => frame.plural,
            _ => false,
        };
        if weak
            && owner.is_none()
            && frame.country.is_none()
            && frame.thing.is_none()
            && GROUP_NOUNS.contains(&lemma)
            && (self.determiner(segment.tokens.start) == Determiner::Definite
                || self.is_counted(segment.tokens.start))
        {
            frame.what = Head::Group;
        }
        reading.main = Some(frame);
    }

    /// A title or nationality with an unlisted name, or a surname we may know.
    fn named(&self, frame: &mut Frame, run: Range<u32>, head: Sense, owned: bool) {
        let office = matches!(head, Sense::Office(..));
        let person = matches!(head, Sense::Agent(_, Number::Singular)) || office;
        let text = self.text(run.clone());
        let company = Company {
            country: self.stated_country(frame),
            scope: frame.thing.map(Scope::Thing),
            office: frame.office,
            date: self.date,
            titled: person || owned || matches!(head, Sense::Country(..)),
        };
        let senses: Vec<Sense> = self.actors.lookup(&text).map(|(s, _)| s).collect();
        let known = self
            .known_person(&text)
            .filter(|p| self.agrees(*p, company.country))
            .or_else(|| persons::choose(self.actors, &senses, company));
        if let Some(known) = known {
            frame.person = Some(known);
            frame.what = Head::Person;
            frame.head = self.name_head(run);
        } else if person || matches!(head, Sense::Agent(_, Number::Collective)) && run.len() > 1 {
            frame.head = self.name_head(run.clone());
            frame.name = Some(run);
            frame.what = Head::Person;
        } else {
            // "Nigerian Union of Teachers", "Russian Vladimir Ivanov"
            frame.head = run.end - 1;
            frame.name = Some(run);
            frame.what = Head::Name;
        }
    }

    fn person(
        &self,
        hit: &Hit,
        frame: &Frame,
        owned: bool,
        segment: &Segment,
        hits: &[Hit],
    ) -> Option<PersonId> {
        let text = self.text(hit.start..hit.end);
        let titled = owned
            || hits.iter().any(|h| h.start < hit.start)
            || frame.office.is_some()
            || !frame.agents.is_empty();
        let company = Company {
            country: self.stated_country(frame),
            scope: frame.thing.map(Scope::Thing),
            office: frame.office,
            date: self.date,
            titled: titled && hit.start > segment.tokens.start || owned,
        };
        let full = hit.senses.iter().any(|s| matches!(s, Sense::Person(_, PersonForm::Full)));
        if !full {
            if let Some(known) =
                self.known_person(&text).filter(|p| self.agrees(*p, company.country))
            {
                return Some(known);
            }
            let word = persons::SURNAME_WORDS.contains(&text.to_lowercase().as_str())
                || self.syntax.tokens()[hit.start as usize].upos != Upos::Propn;
            if self.known_name(&text) || word && !company.titled {
                return None;
            }
        }
        persons::choose(self.actors, &hit.senses, company)
            .or_else(|| persons::only_bearer(self.actors, &hit.senses, company))
    }

    /// The state that a surname tells although it does not tell the person: "President Bush"
    /// without a date.
    fn bearers(&self, hit: &Hit, frame: &Frame) -> Option<Country> {
        let word =
            persons::SURNAME_WORDS.contains(&self.text(hit.start..hit.end).to_lowercase().as_str());
        let proper = self.syntax.tokens()[hit.start as usize].upos == Upos::Propn;
        if (word || !proper || self.date.is_some()) && frame.office.is_none() {
            return None;
        }
        let company = Company {
            country: self.stated_country(frame),
            scope: frame.thing.map(Scope::Thing),
            office: frame.office,
            date: self.date,
            titled: frame.office.is_some(),
        };
        persons::common_state(self.actors, &hit.senses, company)
    }

    fn agrees(&self, person: PersonId, country: Option<Country>) -> bool {
        let Some(country) = country else { return true };
        self.actors
            .tenures(person)
            .map(|t| t.scope)
            .chain(self.actors.person_scope(person))
            .any(|s| persons::country_of(self.actors, s) == Some(country))
    }

    /// The country that the phrase gives, directly or through an organisation.
    pub(super) fn stated_country(&self, frame: &Frame) -> Option<Country> {
        frame
            .country
            .map(|c| c.code)
            .or_else(|| frame.thing.and_then(|t| self.actors.thing_country(t)))
    }

    fn owner_country(&self, owner: &Frame) -> Option<CountryRef> {
        if let Some(country) = owner.country {
            return Some(country);
        }
        if let Some(thing) = owner.thing {
            return self.actors.thing_country(thing).map(|code| CountryRef { code, id: None });
        }
        let person = owner.person?;
        let code = persons::role(self.actors, person, self.date).country?;
        Some(CountryRef { code, id: None })
    }

    /// Hands what an owner is to what it owns.
    pub(super) fn own(&self, frame: &mut Frame, owner: &Frame) {
        if frame.country.is_none() {
            frame.country = self.owner_country(owner);
        }
        if frame.thing.is_none() && frame.what != Head::Country {
            frame.thing = owner.thing;
        }
        if frame.body.is_none() {
            frame.body = owner.body;
        }
    }

    /// "Zelenskyy's office", "the Russian side".
    fn office_of(
        &self,
        segment: &Segment,
        senses: &[Option<Sense>],
        owner: Option<&Frame>,
        reading: &mut Reading,
    ) {
        let mut frame = Frame::bare(segment.tokens.clone(), segment.tokens.end - 1, Head::Body);
        if let Some(owner) = owner {
            frame.country = self.owner_country(owner);
            frame.thing = owner.thing;
            if owner.office.is_some() {
                frame.body = owner.office.and_then(|o| self.actors.office_body(o));
            }
        }
        for sense in senses.iter().flatten() {
            if let Sense::Country(id, _) = sense {
                frame.country = Some(self.country_ref(*id));
            }
        }
        if frame.body.is_none() {
            let slug = if self.lemma(segment.tokens.end - 1) == "office" {
                "presidency"
            } else {
                "government"
            };
            frame.body = self.actors.body(slug);
        }
        reading.main = Some(frame);
    }

    /// "his Japanese counterpart", "Chinese counterpart Wang Yi".
    fn counterpart(
        &self,
        segment: &Segment,
        senses: &[Option<Sense>],
        name: Option<Range<u32>>,
        reading: &mut Reading,
    ) {
        let mut frame =
            Frame::bare(segment.tokens.clone(), segment.tokens.end - 1, Head::Counterpart);
        for sense in senses.iter().flatten() {
            match sense {
                Sense::Country(id, _) => frame.country = Some(self.country_ref(*id)),
                Sense::Thing(id) => frame.thing = Some(*id),
                _ => {}
            }
        }
        frame.name = name;
        frame.plural = self.is_plural(segment.tokens.end - 1);
        frame.shift = match self.lemma(segment.tokens.end - 1) {
            "predecessor" => -1,
            "successor" => 1,
            _ => 0,
        };
        reading.main = Some(frame);
    }

    fn country_frame(&self, hit: &Hit, id: CountryId, form: CountryForm) -> Frame {
        let what = match form {
            CountryForm::Person | CountryForm::People => Head::People,
            _ => Head::Country,
        };
        let mut frame = Frame::bare(hit.start..hit.end, hit.end - 1, what);
        frame.country = Some(self.country_ref(id));
        frame.plural = form == CountryForm::People;
        frame.adjective = form == CountryForm::Adjective || self.is_acronym(hit);
        frame
    }

    fn thing_frame(&self, hit: &Hit, id: ThingId) -> Frame {
        let mut frame = Frame::bare(hit.start..hit.end, hit.end - 1, Head::Thing);
        frame.thing = Some(id);
        frame
    }

    /// The actors inside a phrase whose head is none: "North Korean" in "North Korean troop
    /// deployment", "Israeli army" in "the Israeli army strike".
    fn loose(
        &self,
        segment: &Segment,
        hits: &[Hit],
        senses: &[Option<Sense>],
        owner: Option<&Frame>,
        reading: &mut Reading,
    ) {
        let mut country: Option<(usize, CountryId, CountryForm)> = None;
        let flush = |country: &mut Option<(usize, CountryId, CountryForm)>,
                     reading: &mut Reading| {
            if let Some((at, id, form)) = country.take() {
                reading.loose.push(self.country_frame(&hits[at], id, form));
            }
        };
        for (i, (hit, sense)) in hits.iter().zip(senses).enumerate() {
            let beside = country.is_some_and(|(at, _, _)| hits[at].end == hit.start);
            match sense {
                Some(Sense::Country(id, form)) => {
                    flush(&mut country, reading);
                    country = Some((i, *id, *form));
                }
                Some(Sense::Thing(id)) => {
                    flush(&mut country, reading);
                    reading.loose.push(self.thing_frame(hit, *id));
                }
                Some(Sense::Body(id, _)) if beside || owner.is_some() && i == 0 => {
                    let start = match country.take() {
                        Some((at, cid, _)) => {
                            let mut frame =
                                Frame::bare(hits[at].start..hit.end, hit.end - 1, Head::Body);
                            frame.country = Some(self.country_ref(cid));
                            frame.body = Some(*id);
                            reading.loose.push(frame);
                            continue;
                        }
                        None => hit.start,
                    };
                    let mut frame = Frame::bare(start..hit.end, hit.end - 1, Head::Body);
                    frame.body = Some(*id);
                    if let Some(owner) = owner {
                        self.own(&mut frame, owner);
                    }
                    reading.loose.push(frame);
                }
                Some(Sense::Body(id, Number::Singular)) if self.has_sector(*id) => {
                    flush(&mut country, reading);
                    let mut frame = Frame::bare(hit.start..hit.end, hit.end - 1, Head::Body);
                    frame.body = Some(*id);
                    frame.determiner = self.determiner(segment.tokens.start);
                    reading.loose.push(frame);
                }
                Some(Sense::Person(_, form)) => {
                    let mut frame = Frame::bare(hit.start..hit.end, hit.end - 1, Head::Person);
                    frame.country = country.map(|(_, id, _)| self.country_ref(id));
                    if let Some(person) = self.person(hit, &frame, owner.is_some(), segment, hits) {
                        country = None;
                        frame.person = Some(person);
                        frame.country = None;
                        reading.loose.push(frame);
                    } else if *form != PersonForm::Full
                        && self.known_name(&self.text(hit.start..hit.end))
                    {
                        frame.name = Some(hit.start..hit.end);
                        reading.loose.push(frame);
                    }
                }
                _ => {}
            }
        }
        flush(&mut country, reading);
    }

    /// "The two Koreas": states of one name.
    fn namesakes(&self, token: u32) -> Option<Vec<CountryRef>> {
        let pair = match self.word(token) {
            "koreas" => ["North Korea", "South Korea"],
            "sudans" => ["Sudan", "South Sudan"],
            "congos" => ["Democratic Republic of the Congo", "Republic of the Congo"],
            _ => return None,
        };
        let both = pair.iter().filter_map(|name| self.actors.country(name));
        Some(both.map(|code| CountryRef { code, id: self.actors.country_id(code) }).collect())
    }

    /// "US", "U.N.": names that stand where adjectives do.
    fn is_acronym(&self, hit: &Hit) -> bool {
        hit.end == hit.start + 1
            && self.raw(hit.start).chars().all(|c| c.is_uppercase() || c == '.')
    }

    fn has_sector(&self, body: BodyId) -> bool {
        matches!(
            self.actors.body_sectors(body).first(),
            Some(Sector::Cop | Sector::Mil | Sector::Spy | Sector::Leg | Sector::Jud)
        )
    }

    fn determiner(&self, token: u32) -> Determiner {
        let t = &self.syntax.tokens()[token as usize];
        if t.upos == Upos::Pron && t.xpos == "PRP$" {
            return Determiner::Possessive;
        }
        if t.upos != Upos::Det {
            return Determiner::None;
        }
        match self.word(token) {
            "a" | "an" | "some" | "any" | "another" | "no" | "each" | "every" => {
                Determiner::Indefinite
            }
            _ => Determiner::Definite,
        }
    }

    fn is_counted(&self, token: u32) -> bool {
        matches!(self.word(token), "both" | "two" | "three" | "all")
    }

    fn is_former(&self, tokens: Range<u32>) -> bool {
        tokens.take(6).any(|t| FORMER.contains(&self.word(t)))
    }

    /// The token of a name that the rest of the sentence hangs on.
    fn name_head(&self, run: Range<u32>) -> u32 {
        run.clone()
            .find(|t| match self.syntax.tokens()[*t as usize].head {
                Some(head) => !run.contains(&head.0),
                None => true,
            })
            .unwrap_or(run.start)
    }

    /// A part of a personal name: capitalised word, initial, particle, hyphen.
    fn is_name_part(&self, token: u32) -> bool {
        let t = &self.syntax.tokens()[token as usize];
        if self.is_punct(token) {
            return true;
        }
        let particle = matches!(
            self.word(token),
            "al" | "el"
                | "bin"
                | "ben"
                | "van"
                | "von"
                | "der"
                | "den"
                | "de"
                | "la"
                | "le"
                | "di"
                | "da"
                | "dos"
                | "du"
                | "ibn"
                | "ter"
                | "del"
                | "bint"
        );
        particle
            || self.is_capitalised(token)
                && matches!(t.upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::X)
                && t.rel != Rel::OblTmod
    }

    fn known_person(&self, text: &str) -> Option<PersonId> {
        self.names.get(text).and_then(|k| k.person)
    }

    /// True when the article has named somebody so.
    fn known_name(&self, text: &str) -> bool {
        self.names.contains_key(text)
    }

    pub(super) fn date(&self) -> Option<Date> {
        self.date
    }
}

enum Tail {
    None,
    Name(Range<u32>),
    Noun,
}
