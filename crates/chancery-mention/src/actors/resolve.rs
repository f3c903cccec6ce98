//! From frames to mentions: ids, names, sectors, and who held the office on the day.

use chancery_article::{EntityId, Note, SentenceId, TokenId};
use chancery_syntax::{Rel, Upos};
use chancery_world::actors::{OfficeId, Scope, Tenure, ThingKind};
use chancery_world::words::{ABROAD, PRONOUNS};
use chancery_world::{Country, Sector};

use super::frame::{Determiner, Frame, Head};
use super::{ActorForm, ActorKind, ActorMention, Finder, Slot, persons};

impl Finder<'_> {
    /// Makes a sentence's mentions, pronouns among them.
    pub(super) fn mentions(
        &mut self,
        sentence: SentenceId,
        slots: Vec<Slot>,
        found: &mut Vec<ActorMention>,
        notes: &mut Vec<Note>,
    ) {
        let first = found.len();
        let mut made: Vec<Option<usize>> = Vec::with_capacity(slots.len());
        for slot in &slots {
            let mention = (!slot.dropped).then(|| self.resolve(slot, notes)).flatten();
            if mention.is_some() && slot.frame.office.is_some() && !slot.frame.plural {
                self.last_office = slot.frame.office;
            } else if let Some(person) = slot.frame.person {
                let role = persons::role(self.actors, person, self.date());
                self.last_office = role.office.or(self.last_office);
            }
            made.push(mention.map(|mut m| {
                m.entity = EntityId::from(found.len());
                if let Some(at) = slot.same_as.and_then(|other| made[other]) {
                    m.entity = found[at].entity;
                }
                found.push(m);
                self.learn(&found[found.len() - 1]);
                self.meet(slot, &found[found.len() - 1]);
                found.len() - 1
            }));
        }
        self.place_in_context(sentence, first, found, notes);
        let tokens: Vec<u32> = {
            let s = self.syntax.sentence(sentence);
            (s.first.0..s.end.0).collect()
        };
        for token in tokens {
            let t = &self.syntax.tokens()[token as usize];
            let word = self.word(token);
            let pronoun = t.upos == Upos::Pron && PRONOUNS.contains(&word) && word != "us"
                || t.upos == Upos::Pron && self.raw(token) == "us";
            let argument = t.rel.is_subject() || matches!(t.rel, Rel::Obj | Rel::Obl);
            if pronoun && (word != "both" || argument) {
                found.push(ActorMention {
                    span: t.span,
                    tokens: token..token + 1,
                    head: TokenId(token),
                    form: ActorForm::Pronoun,
                    kind: None,
                    id: None,
                    name: None,
                    country: None,
                    sector: None,
                    sectors: Vec::new(),
                    person: None,
                    office: None,
                    entity: EntityId::from(found.len()),
                    members: Vec::new(),
                });
            }
        }
    }

    /// "Police arrested 12 students in Karachi": a sentence that knows one country only says whose
    /// police they are. A note says that this was concluded.
    fn place_in_context(
        &self,
        sentence: SentenceId,
        first: usize,
        found: &mut [ActorMention],
        notes: &mut Vec<Note>,
    ) {
        let range = {
            let s = self.syntax.sentence(sentence);
            s.first.0..s.end.0
        };
        let at = self.places.partition_point(|p| p.tokens.end <= range.start);
        let places = self.places[at..]
            .iter()
            .take_while(|p| p.tokens.start < range.end)
            .filter_map(|p| p.country);
        let mut only: Option<Country> = None;
        for country in found[first..].iter().filter_map(|m| m.country).chain(places) {
            if country.is_nonstate() {
                continue;
            }
            if only.is_some_and(|c| c != country) {
                return;
            }
            only = Some(country);
        }
        let Some(country) = only else { return };
        // Rebels belong where they fight; the nationality of whom they fight says nothing of it.
        let fought_in = self.places[at..]
            .iter()
            .take_while(|p| p.tokens.start < range.end)
            .any(|p| p.country == Some(country));
        for m in &mut found[first..] {
            let domestic = match m.kind {
                Some(ActorKind::Body) => m.id.is_none(),
                // "a foreign ministry spokeswoman": whose, the sentence's only country tells.
                Some(ActorKind::Person) if m.office.as_deref() == Some("spokesperson") => {
                    !m.sectors.is_empty()
                }
                Some(ActorKind::People | ActorKind::Person) => {
                    m.office.is_none()
                        && match m.sector {
                            Some(
                                Sector::Cop
                                | Sector::Cvl
                                | Sector::Opp
                                | Sector::Lab
                                | Sector::Edu
                                | Sector::Med
                                | Sector::Agr
                                | Sector::Rel,
                            ) => true,
                            Some(Sector::Uaf | Sector::Reb | Sector::Crm) => fought_in,
                            _ => false,
                        }
                }
                _ => false,
            };
            let at_home = m.form == ActorForm::Nominal
                && m.person.is_none()
                && (m.office.is_some()
                    || m.kind == Some(ActorKind::Body)
                    || !self.is_from_abroad(m.tokens.clone()));
            if domestic && m.country.is_none() && at_home {
                m.country = Some(country);
                notes.push(Note {
                    code: "country-from-context",
                    span: m.span,
                    message: format!("The sentence names no country but {country}."),
                });
            }
        }
    }

    /// "A European diplomat", "foreign aid workers", "the UN mission": not at home where they are.
    pub(super) fn is_from_abroad(&self, tokens: std::ops::Range<u32>) -> bool {
        tokens.take(6).any(|t| ABROAD.contains(&self.word(t)))
    }

    /// Whoever an office or a name has brought in is known by surname from here on.
    fn meet(&mut self, slot: &Slot, m: &ActorMention) {
        use chancery_world::actors::{PersonForm, Sense};
        if m.kind != Some(ActorKind::Person) || m.id.is_none() {
            return;
        }
        let Some(name) = &m.person else { return };
        let listed = slot.frame.person.or_else(|| {
            self.actors.lookup(name).find_map(|(sense, _)| match sense {
                Sense::Person(p, PersonForm::Full)
                    if Some(self.actors.person_id(p)) == m.id.as_deref() =>
                {
                    Some(p)
                }
                _ => None,
            })
        });
        let Some(person) = listed else { return };
        if let Some(date) = self.date() {
            self.last_tenure = persons::known_for(self.actors, person, date).or(self.last_tenure);
        }
        if slot.frame.person.is_none() {
            let known = super::Known { person: Some(person), full: name.clone() };
            if let Some(surname) = persons::surname(self.actors, person) {
                self.names.entry(surname).or_insert(known);
            }
        }
    }

    /// Keeps what the text says of a person whom the registry does not list.
    fn learn(&mut self, m: &ActorMention) {
        if m.id.is_some() || m.kind != Some(ActorKind::Person) {
            return;
        }
        let Some(person) = &m.person else { return };
        let told = self.unlisted.entry(person.clone()).or_insert(super::Unlisted {
            country: None,
            sectors: Vec::new(),
            office: None,
        });
        told.country = told.country.or(m.country);
        if told.sectors.is_empty() {
            told.sectors.clone_from(&m.sectors);
        }
        told.office = told.office.take().or_else(|| m.office.clone());
    }

    fn resolve(&self, slot: &Slot, notes: &mut Vec<Note>) -> Option<ActorMention> {
        let frame = &slot.frame;
        let mut tokens = frame.tokens.clone();
        if let Some(complement) = &frame.complement {
            tokens.end = tokens.end.max(complement.end);
        }
        // One word stays, whatever it was tagged: "Bosnia-" at the end of a cut text.
        while tokens.start + 1 < tokens.end && self.is_punct(tokens.start) {
            tokens.start += 1;
        }
        let span = self.span(tokens.clone());
        let mut m = ActorMention {
            span,
            head: self.tree_head(frame.tokens.clone(), frame.head),
            tokens,
            form: ActorForm::Name,
            kind: None,
            id: None,
            name: None,
            country: self.stated_country(frame),
            sector: None,
            sectors: Vec::new(),
            person: None,
            office: None,
            entity: EntityId(0),
            members: Vec::new(),
        };
        // "The UN mission in Congo", "UN peacekeepers": whoever's soldiers they are.
        let united = m.country.is_none()
            && matches!(frame.what, Head::Body | Head::Agent)
            && frame.tokens.clone().take(3).any(|t| self.word(t) == "un");
        if united {
            m.country = Country::from_code("UNO");
        } else if m.country.is_none()
            && (matches!(frame.what, Head::Body | Head::Agent | Head::Office)
                || frame.what == Head::Person && frame.person.is_none() && frame.office.is_some())
        {
            let abroad = frame.what == Head::Agent && self.is_from_abroad(frame.tokens.clone());
            m.country = self.place_country(m.tokens.clone()).filter(|_| !abroad);
        }
        let kept = match frame.what {
            Head::Country => self.country(frame, &mut m),
            Head::People => self.people(frame, &mut m),
            Head::Thing => self.listed(frame, &mut m),
            Head::Body => self.body(frame, &mut m),
            Head::Office => self.office(frame, &mut m, notes),
            Head::Agent => self.agent(frame, &mut m),
            Head::Person => self.one_person(frame, &mut m, notes),
            Head::Counterpart => self.opposite(frame, &mut m),
            Head::Group => {
                m.form = ActorForm::Nominal;
                if !frame.shared.is_empty() {
                    m.form = ActorForm::Name;
                    m.kind = Some(ActorKind::People);
                    m.name = Some(self.text(m.tokens.clone()));
                }
                true
            }
            Head::Name => self.unlisted(frame, &mut m),
        };
        if united && frame.what == Head::Body {
            m.id = Some("org:un".to_owned());
            m.name = Some(self.text(m.tokens.clone()));
        }
        m.sector = m.sectors.first().copied();
        if kept && !frame.shared.is_empty() {
            self.share_out(frame, &mut m);
        }
        kept.then_some(m)
    }

    /// "the presidents of Bosnia, Croatia and Serbia": a member for each state.
    fn share_out(&self, frame: &Frame, m: &mut ActorMention) {
        let slug = frame.office.map(|o| self.actors.office_slug(o)).filter(|_| !frame.former);
        m.members = frame
            .shared
            .iter()
            .map(|country| {
                let scope = Scope::Country(country.code);
                let holder = slug.filter(|s| persons::UNIQUE.contains(s)).and_then(|slug| {
                    persons::holder_in_term(self.actors, slug, scope, self.date()?, frame.term)
                });
                let state = self.actors.name_of(country.code).map(str::to_owned);
                let person = holder.map(|t| self.actors.person_name(t.person).to_owned());
                crate::Member {
                    id: match (&holder, m.sector) {
                        (Some(t), _) => Some(self.actors.person_id(t.person).to_owned()),
                        (None, None) => Some(format!("country:{}", country.code)),
                        _ => None,
                    },
                    name: person.clone().or(state),
                    country: Some(country.code),
                    sector: m.sector,
                    person,
                }
            })
            .collect();
        m.country = None;
        m.id = None;
        m.person = None;
    }

    fn country(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        let Some(country) = frame.country else { return false };
        m.kind = Some(ActorKind::Country);
        m.id = Some(format!("country:{}", country.code));
        m.name = country
            .id
            .map(|id| self.actors.country_name(id).to_owned())
            .or_else(|| self.actors.name_of(country.code).map(str::to_owned));
        // "the Korean …" whose noun is not there; "the Russian" is a person's epithet: kept.
        true
    }

    fn people(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        m.kind = Some(if frame.plural { ActorKind::People } else { ActorKind::Person });
        m.name = Some(self.text(frame.tokens.clone()));
        m.sectors = vec![Sector::Cvl];
        true
    }

    fn listed(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        let Some(thing) = frame.thing else { return false };
        // "The *Syrian* National Coalition" is not Mongolia's.
        let of_another = |stated: Country| {
            self.actors
                .thing_country(thing)
                .is_some_and(|own| own != stated && !own.is_nonstate() && !stated.is_nonstate())
        };
        if m.country.is_some_and(of_another) {
            m.kind = Some(ActorKind::Group);
            m.name = Some(self.text(m.tokens.clone()));
            return true;
        }
        m.kind = Some(match self.actors.thing_kind(thing) {
            ThingKind::Organisation => ActorKind::Organisation,
            ThingKind::Body => ActorKind::Body,
            ThingKind::Group => ActorKind::Group,
            ThingKind::Territory => ActorKind::Organisation,
        });
        m.id = Some(self.actors.thing_id(thing).to_owned());
        m.name = Some(self.actors.thing_name(thing).to_owned());
        m.country = self.actors.thing_country(thing);
        m.sectors = self.actors.thing_sectors(thing);
        true
    }

    fn body(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        let Some(body) = frame.body else { return false };
        m.kind = Some(ActorKind::Body);
        m.sectors = self.actors.body_sectors(body);
        let slug = self.actors.body_slug(body);
        if frame.plural
            && m.country.is_none()
            && frame.determiner == Determiner::None
            && slug == "ministry"
        {
            return false;
        }
        match m.country {
            Some(country) => {
                m.id = Some(format!("body:{}:{slug}", country.as_str().to_lowercase()));
                let name = self.actors.body_name(body, Some(country));
                m.name = Some(match self.actors.name_of(country) {
                    Some(of) if name == "government" => {
                        let article =
                            if of.starts_with("United ") || of.ends_with('s') && of.len() > 8 {
                                "the "
                            } else {
                                ""
                            };
                        format!("Government of {article}{of}")
                    }
                    _ => name.to_owned(),
                });
            }
            None => {
                m.form = ActorForm::Nominal;
                m.name = Some(self.text(m.tokens.clone()));
                if let Some(thing) = frame.thing {
                    m.id = Some(self.actors.thing_id(thing).to_owned());
                }
            }
        }
        true
    }

    fn office(&self, frame: &Frame, m: &mut ActorMention, notes: &mut Vec<Note>) -> bool {
        let Some(office) = frame.office else { return false };
        let mut slug = self.actors.office_slug(office);
        if slug == "honorific" {
            return false;
        }
        let mut scope = self.scope(frame);
        // "the UN High Commissioner for Refugees": the title names an office within.
        if let Some(within @ Scope::Thing(_)) = frame.implied
            && scope != Some(within)
            && scope.and_then(|s| persons::country_of(self.actors, s))
                == persons::country_of(self.actors, within)
        {
            scope = Some(within);
        }
        // "Hong Kong's chief executive" governs it.
        if slug == "chief"
            && matches!(scope, Some(Scope::Country(_)))
            && frame.title.clone().is_some_and(|t| {
                matches!(self.text(t).to_lowercase().as_str(), "chief executive" | "chief adviser")
            })
        {
            slug = "head-of-government";
        }
        if scope.is_none()
            && frame.determiner == Determiner::None
            && !frame.plural
            && m.country.is_none()
        {
            // "elected president", "as chairman"
            let alone =
                matches!(slug, "officer" | "chief" | "secretary" | "royal" | "cleric" | "leader")
                    || self.is_predicate(m.head);
            if alone {
                return false;
            }
        }
        m.kind = Some(if frame.plural { ActorKind::People } else { ActorKind::Person });
        m.office = Some(self.title(frame, office));
        m.country = m.country.or_else(|| scope.and_then(|s| persons::country_of(self.actors, s)));
        m.sectors = self.office_sectors(frame, office, scope);
        m.name = Some(self.text(m.tokens.clone()));
        if m.country.is_none() {
            m.form = ActorForm::Nominal;
        }
        if frame.former {
            m.sectors = vec![Sector::Eli];
            m.office = m.office.take().map(|o| format!("former {o}"));
            if frame.term != persons::Term::Fallen {
                return true;
            }
        }
        if frame.plural
            || frame.local
            || frame.unlisted_owner
            || frame.determiner == Determiner::Indefinite
        {
            return true;
        }
        let Some(scope) = scope else { return true };
        if frame.body.is_some() && self.body_is_not_headed_by(frame, office) {
            return true;
        }
        if !persons::UNIQUE.contains(&slug) {
            return true;
        }
        match self.date() {
            Some(date) => {
                if let Some(tenure) =
                    persons::holder_in_term(self.actors, slug, scope, date, frame.term)
                {
                    self.fill_person(m, &tenure);
                }
            }
            None => notes.push(Note {
                code: "office-undated",
                span: m.span,
                message:
                    "Who holds the office depends on the day; the publication date is unknown."
                        .to_owned(),
            }),
        }
        true
    }

    /// "Foreign Ministry head", "chief of the spy agency": the head of a body of a state is
    /// another person than the head of the state.
    fn body_is_not_headed_by(&self, frame: &Frame, office: OfficeId) -> bool {
        let own = self.actors.office_body(office);
        match (frame.body, own) {
            (Some(a), Some(b)) => a != b,
            (Some(_), None) => true,
            _ => false,
        }
    }

    fn fill_person(&self, m: &mut ActorMention, tenure: &Tenure) {
        let name = self.actors.person_name(tenure.person).to_owned();
        m.id = Some(self.actors.person_id(tenure.person).to_owned());
        m.name = Some(name.clone());
        m.person = Some(name);
        if m.country.is_none() {
            m.country = persons::country_of(self.actors, tenure.scope);
        }
        if m.sectors.is_empty() {
            m.sectors = persons::tenure_sectors(self.actors, tenure);
        }
    }

    /// The words of a head's title ("president", "king"); the office's name for all others.
    fn title(&self, frame: &Frame, office: OfficeId) -> String {
        let slug = self.actors.office_slug(office);
        if slug == "foreign-minister"
            && frame.thing.is_some_and(|t| self.actors.thing_id(t) == "org:european-union")
            && let Some(own) = self.actors.office("high-representative")
        {
            return self.actors.office_name(own).to_owned();
        }
        match &frame.title {
            Some(words)
                if matches!(
                    slug,
                    "head-of-state"
                        | "head-of-government"
                        | "chief"
                        | "governor"
                        | "officer"
                        | "royal"
                        | "cleric"
                        | "secretary"
                        | "minister"
                ) =>
            {
                self.text(words.clone()).to_lowercase()
            }
            _ => self.actors.office_name(office).to_owned(),
        }
    }

    fn office_sectors(&self, frame: &Frame, office: OfficeId, scope: Option<Scope>) -> Vec<Sector> {
        let slug = self.actors.office_slug(office);
        // Who speaks for, advises or heads a body belongs to it.
        let borrowed = matches!(
            slug,
            "spokesperson"
                | "adviser"
                | "chief"
                | "secretary-general"
                | "secretary"
                | "envoy"
                | "leader"
        );
        if borrowed {
            if let Some(body) = frame.body {
                return self.actors.body_sectors(body);
            }
            if let Some(Scope::Thing(thing)) = scope {
                let sectors = self.actors.thing_sectors(thing);
                if !sectors.is_empty() {
                    return sectors;
                }
            }
            if let Some(agent) = frame.agents.first() {
                let sectors = self.actors.agent_sectors(*agent);
                if !sectors.is_empty() {
                    return sectors;
                }
            }
            if scope.is_none() && frame.country.is_none() {
                return if frame.unlisted_owner || matches!(slug, "spokesperson" | "adviser") {
                    Vec::new()
                } else {
                    self.actors.office_sectors(office)
                };
            }
            return vec![Sector::Gov];
        }
        if frame.unlisted_owner && matches!(slug, "head-of-state" | "secretary") {
            return Vec::new();
        }
        if let Some(Scope::Thing(thing)) = scope {
            let sectors = self.actors.thing_sectors(thing);
            if !sectors.is_empty()
                && matches!(
                    slug,
                    "head-of-state"
                        | "head-of-government"
                        | "minister"
                        | "commissioner"
                        | "officer"
                )
            {
                return sectors;
            }
        }
        self.actors.office_sectors(office)
    }

    fn agent(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        let mut sectors = Vec::new();
        let mut weak = true;
        for agent in frame.agents.iter().rev() {
            for sector in self.actors.agent_sectors(*agent) {
                if !sectors.contains(&sector) {
                    sectors.push(sector);
                }
            }
            weak &= self.actors.agent_is_weak(*agent);
        }
        if let Some(thing) = frame.thing {
            // "UN officials", "members of the SANDF" are what the organisation is; "Senate
            // candidates" are not.
            let of_thing = self.actors.thing_sectors(thing);
            let plain = sectors.first().is_none_or(|s| {
                matches!(s, Sector::Gov | Sector::Cvl | Sector::Lab | Sector::Unk | Sector::Bus)
            });
            if plain {
                if !of_thing.is_empty() {
                    sectors = of_thing;
                }
                m.id = Some(self.actors.thing_id(thing).to_owned());
            }
        }
        // "his party", "its leadership": whose, the pronoun says.
        let owned = self.syntax.tokens()[frame.tokens.start as usize].xpos == "PRP$"
            && matches!(
                sectors.first(),
                Some(Sector::Pty | Sector::Gov | Sector::Mil | Sector::Leg | Sector::Opp)
            );
        if weak && m.country.is_none() && frame.thing.is_none() && !owned {
            return false;
        }
        m.kind = Some(if frame.plural { ActorKind::People } else { ActorKind::Person });
        if frame.former {
            sectors = if sectors.contains(&Sector::Reb) || sectors.contains(&Sector::Mil) {
                sectors
            } else {
                vec![Sector::Eli]
            };
        }
        m.sectors = sectors;
        m.name = Some(self.text(m.tokens.clone()));
        if m.country.is_none() {
            m.form = ActorForm::Nominal;
        }
        true
    }

    fn one_person(&self, frame: &Frame, m: &mut ActorMention, notes: &mut Vec<Note>) -> bool {
        m.kind = Some(ActorKind::Person);
        let titled = frame.office.filter(|o| self.actors.office_slug(*o) != "honorific");
        if let Some(office) = titled {
            let title = self.title(frame, office);
            m.office = Some(if frame.former { format!("former {title}") } else { title });
            m.sectors = self.office_sectors(frame, office, self.scope(frame));
        } else if !frame.agents.is_empty() {
            m.sectors = frame.agents.iter().flat_map(|a| self.actors.agent_sectors(*a)).collect();
            m.sectors.dedup();
        }
        if frame.former {
            m.sectors = vec![Sector::Eli];
        }
        match frame.person {
            Some(person) => {
                let role = persons::role(self.actors, person, self.date());
                m.id = Some(self.actors.person_id(person).to_owned());
                m.person = Some(self.actors.person_name(person).to_owned());
                m.name.clone_from(&m.person);
                if let Some(office) = role.office.filter(|_| m.office.is_none() && !frame.former) {
                    m.office = Some(self.actors.office_name(office).to_owned());
                }
                if m.sectors.is_empty() {
                    m.sectors = role.sectors;
                }
                m.country = m.country.or(role.country);
            }
            None => {
                let name = frame.name.clone().unwrap_or(frame.tokens.clone());
                let name = self.text(name);
                let name = self.names.get(&name).map_or(name, |known| known.full.clone());
                if let Some(told) = self.unlisted.get(&name) {
                    m.country = m.country.or(told.country);
                    m.office = m.office.take().or_else(|| told.office.clone());
                    if m.sectors.is_empty() {
                        m.sectors.clone_from(&told.sectors);
                    }
                }
                m.person = Some(name.clone());
                m.name = Some(name);
                if m.country.is_none() {
                    m.country = frame.implied.and_then(|s| persons::country_of(self.actors, s));
                }
                if let Some(country) = frame.bearers.filter(|_| m.country.is_none()) {
                    m.country = Some(country);
                    notes.push(Note {
                        code: "person-ambiguous",
                        span: m.span,
                        message: if self.date().is_none() {
                            format!("All known by this name served {country}; the publication date is unknown.")
                        } else {
                            format!("All known by this name on that day served {country}.")
                        },
                    });
                }
            }
        }
        true
    }

    fn opposite(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        m.kind = Some(if frame.plural { ActorKind::People } else { ActorKind::Person });
        m.form = if m.country.is_some() { ActorForm::Name } else { ActorForm::Nominal };
        m.name = Some(self.text(m.tokens.clone()));
        if frame.shift != 0 {
            self.neighbour(frame, m);
            return true;
        }
        let Some(office) = self.last_office else { return true };
        m.sectors = self.actors.office_sectors(office);
        m.office = Some(self.actors.office_name(office).to_owned());
        if frame.plural {
            return true;
        }
        if let (Some(country), Some(date)) = (m.country, self.date()) {
            let slug = self.actors.office_slug(office);
            if persons::UNIQUE.contains(&slug) {
                let scope = frame.thing.map_or(Scope::Country(country), Scope::Thing);
                // A president's counterpart rules, whatever the title there.
                let slug = if matches!(slug, "head-of-state" | "head-of-government" | "leader") {
                    self.counterpart_office(country)
                } else {
                    slug
                };
                if let Some(tenure) = persons::incumbent(self.actors, slug, scope, date) {
                    self.fill_person(m, &tenure);
                }
            }
        }
        true
    }

    /// "his predecessor", "her successor": who held the office before or after.
    fn neighbour(&self, frame: &Frame, m: &mut ActorMention) {
        let (Some(last), Some(date), false) = (self.last_tenure, self.date(), frame.plural) else {
            return;
        };
        let slug = self.actors.office_slug(last.office);
        if !persons::UNIQUE.contains(&slug) {
            return;
        }
        let now = self.actors.holder(slug, last.scope, date).filter(|t| t.person != last.person);
        let found = match frame.shift {
            -1 => persons::neighbour(self.actors, &last, true),
            _ if last.over(date) && now.is_some() => now,
            _ => persons::neighbour(self.actors, &last, false),
        };
        let Some(found) = found else { return };
        let role = persons::role(self.actors, found.person, Some(date));
        m.country = persons::country_of(self.actors, found.scope);
        m.sectors = role.sectors;
        m.office = role.office.map(|o| self.actors.office_name(o).to_owned());
        self.fill_person(m, &found);
    }

    fn counterpart_office(&self, country: Country) -> &'static str {
        match self.actors.office_slug(self.last_office.expect("the caller looked")) {
            "leader" => "leader",
            _ => self.actors.leading_office(country),
        }
    }

    fn unlisted(&self, frame: &Frame, m: &mut ActorMention) -> bool {
        if m.country.is_none() && !self.speaks(m.head) {
            return false;
        }
        m.name = Some(self.text(frame.name.clone().unwrap_or(frame.tokens.clone())));
        if m.country.is_none() {
            m.form = ActorForm::Name;
        }
        true
    }

    fn is_predicate(&self, head: TokenId) -> bool {
        let token = self.syntax.token(head);
        matches!(token.rel, Rel::Xcomp | Rel::Compound | Rel::Root | Rel::Obl)
    }
}
