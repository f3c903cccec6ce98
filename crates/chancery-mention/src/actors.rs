//! Actors: noun phrases and pronouns that name who acts, resolved to country, sector, body,
//! office and person as of the day of publication.

use chancery_article::{Article, Date, EntityId, Note, RegionKind, SentenceId, Span, TokenId};
use chancery_syntax::{NameKind, Rel, Syntax, Upos};
use chancery_world::actors::{PersonId, Scope};
pub(crate) use chancery_world::words::GROUP_NOUNS;
use chancery_world::words::SPEAKING;
use chancery_world::{Actors, Country, Sector, World};
use rustc_hash::FxHashMap;
use std::ops::Range;

use crate::{PlaceKind, PlaceMention, TimeMention};
use frame::{Determiner, Frame, Head};
use hits::Folded;

mod chunks;
mod frame;
mod hits;
pub(crate) mod persons;
mod resolve;

/// What kind of actor it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorKind {
    /// A state as a whole, also by metonym ("Seoul").
    Country,
    /// An international organisation, alliance, NGO, company.
    Organisation,
    /// A body of a state or organisation: ministry, agency, army, court, parliament.
    Body,
    /// An armed group, party or movement.
    Group,
    /// One person.
    Person,
    /// People known by a common noun ("protesters", "North Korean generals and troops").
    People,
}

/// How the mention names its actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorForm {
    /// By name, or a description that a name stands in.
    Name,
    /// By a common noun ("the ministry", "the two sides").
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// A span that names an actor.
#[derive(Clone, PartialEq, Debug)]
pub struct ActorMention {
    /// The noun phrase, article included, without a trailing relative clause.
    pub span: Span,
    /// The tokens it covers, as token numbers.
    pub tokens: Range<u32>,
    /// The phrase's syntactic head.
    pub head: TokenId,
    /// How it names the actor.
    pub form: ActorForm,
    /// What kind of actor; none while a pronoun or common noun is unresolved.
    pub kind: Option<ActorKind>,
    /// The registry's id of the most specific thing known, for example `org:nato`,
    /// `body:kor:foreign-ministry`, `person:mark-rutte`, `country:KOR`.
    pub id: Option<String>,
    /// Canonical name of the thing; the phrase itself when it is not in the registry.
    pub name: Option<String>,
    /// Country or PLOVER's non-state code.
    pub country: Option<Country>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// All sectors, the primary first.
    pub sectors: Vec<Sector>,
    /// The person's full name, when one person is meant and known as of the day.
    pub person: Option<String>,
    /// The office held, for example "foreign minister".
    pub office: Option<String>,
    /// The coreference chain.
    pub entity: EntityId,
    /// What it stands for when it is several ("the two sides", "Seoul and Washington").
    pub members: Vec<Member>,
}

/// One of several actors that a mention stands for.
#[derive(Clone, PartialEq, Debug)]
pub struct Member {
    /// The registry's id.
    pub id: Option<String>,
    /// Canonical name.
    pub name: Option<String>,
    /// Country or PLOVER's non-state code.
    pub country: Option<Country>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// The person's full name.
    pub person: Option<String>,
}

/// Finds the actor mentions of an article. Every mention is its own chain until
/// [`crate::coreference::link`] joins them; an apposition's two halves are one from the start.
pub fn find(
    article: &Article,
    syntax: &Syntax,
    times: &[TimeMention],
    places: &[PlaceMention],
    world: &World,
    notes: &mut Vec<Note>,
) -> Vec<ActorMention> {
    let mut finder = Finder::new(article, syntax, times, places, &world.actors);
    let mut found: Vec<ActorMention> = Vec::new();
    finder.korean = (0..syntax.tokens().len() as u32).any(|t| {
        matches!(finder.word(t), "korea" | "koreas" | "korean" | "koreans" | "pyongyang" | "seoul")
    });
    for sentence in 0..syntax.sentences().len() {
        let sentence = SentenceId::from(sentence);
        if finder.is_furniture(sentence) {
            continue;
        }
        let frames = finder.sentence(sentence);
        finder.mentions(sentence, frames, &mut found, notes);
    }
    settle(&mut found);
    found
}

/// Text order; one mention a span; chains numbered by position.
fn settle(found: &mut Vec<ActorMention>) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| (found[*i].span.start(), std::cmp::Reverse(found[*i].span.end()), *i));
    order.dedup_by_key(|i| found[*i].span);
    let mut chain = FxHashMap::default();
    let mut sorted: Vec<ActorMention> = Vec::with_capacity(order.len());
    for old in order {
        let mut mention = found[old].clone();
        let first = *chain.entry(mention.entity).or_insert(EntityId::from(sorted.len()));
        mention.entity = first;
        sorted.push(mention);
    }
    *found = sorted;
}

/// What the finder knows of the article as it reads on.
struct Finder<'a> {
    article: &'a Article,
    syntax: &'a Syntax,
    actors: &'a Actors,
    places: &'a [PlaceMention],
    date: Option<Date>,
    folded: Folded,
    /// Tokens inside a time mention: "May", "Tuesday".
    timed: Vec<bool>,
    /// Names that the article has introduced: surnames and full names, with the person.
    names: FxHashMap<String, Known>,
    /// What the article said of persons whom the registry does not list, by full name.
    unlisted: FxHashMap<String, Unlisted>,
    /// The office of the person named last: what a "counterpart" holds.
    last_office: Option<chancery_world::actors::OfficeId>,
    /// The text names a Korea, so that "the North" is one.
    korean: bool,
    /// The tenure of the person met last: whose predecessor and successor are meant.
    last_tenure: Option<chancery_world::actors::Tenure>,
}

/// Who a name stands for in this article.
#[derive(Clone)]
struct Known {
    person: Option<PersonId>,
    full: String,
}

/// What titles and nationality said of a person whom the registry does not list.
#[derive(Clone)]
struct Unlisted {
    country: Option<Country>,
    sectors: Vec<Sector>,
    office: Option<String>,
}

/// A frame on its way to a mention.
struct Slot {
    frame: Frame,
    /// The whole chunk's reading, not a part of it.
    main: bool,
    /// One past the chunk's last token.
    chunk_end: u32,
    /// The chunk's first token.
    chunk_start: u32,
    /// The slot it is in apposition to.
    same_as: Option<usize>,
    dropped: bool,
}

impl<'a> Finder<'a> {
    fn new(
        article: &'a Article,
        syntax: &'a Syntax,
        times: &[TimeMention],
        places: &'a [PlaceMention],
        actors: &'a Actors,
    ) -> Self {
        let mut timed = vec![false; syntax.tokens().len()];
        for time in times {
            for t in time.tokens.clone() {
                if let Some(slot) = timed.get_mut(t as usize) {
                    *slot = true;
                }
            }
        }
        Self {
            article,
            syntax,
            actors,
            places,
            date: article.published,
            folded: Folded::new(article, syntax),
            timed,
            names: FxHashMap::default(),
            unlisted: FxHashMap::default(),
            last_office: None,
            korean: false,
            last_tenure: None,
        }
    }

    /// Bylines, datelines, agency marks and page furniture name no parties to the story.
    fn is_furniture(&self, sentence: SentenceId) -> bool {
        let span = self.syntax.sentence(sentence).span;
        self.article.region_at(span).is_some_and(|r| {
            matches!(
                r.kind,
                RegionKind::Dateline
                    | RegionKind::Byline
                    | RegionKind::AgencyMark
                    | RegionKind::Boilerplate
            )
        })
    }

    /// Reads a sentence's noun phrases.
    fn sentence(&mut self, sentence: SentenceId) -> Vec<Slot> {
        let hits = {
            let timed = &self.timed;
            hits::find(self.article, self.syntax, self.actors, &self.folded, sentence, |t| {
                timed[t as usize]
            })
        };
        self.introduce(&hits);
        let chunks = {
            let timed = &self.timed;
            chunks::cut(self.article, self.syntax, sentence, &hits, |t| timed[t as usize])
        };
        let mut slots: Vec<Slot> = Vec::new();
        for chunk in &chunks {
            let (Some(first), Some(last)) = (chunk.segments.first(), chunk.segments.last()) else {
                continue;
            };
            let (chunk_start, chunk_end) = (first.tokens.start, last.tokens.end);
            let mut owner: Option<Frame> = None;
            for (i, segment) in chunk.segments.iter().enumerate() {
                let reading = self.read(segment, &hits, owner.as_ref());
                for frame in reading.loose {
                    slots.push(slot(frame, false, chunk_start, chunk_end));
                }
                let is_last = i + 1 == chunk.segments.len();
                owner = None;
                match reading.main {
                    Some(mut frame) => {
                        frame.tokens.start = chunk_start;
                        self.remember(&frame);
                        owner = Some(frame.clone());
                        slots.push(slot(frame, is_last, chunk_start, chunk_end));
                    }
                    None if is_last && chunk.segments.len() == 1 => {
                        if let Some(frame) = self.candidate(segment.tokens.clone()) {
                            slots.push(slot(frame, true, chunk_start, chunk_end));
                        }
                    }
                    None => {}
                }
            }
        }
        self.people_by_name(sentence, &mut slots);
        self.share(&mut slots);
        self.attach(&mut slots);
        self.appose(&mut slots);
        slots
    }

    /// Persons by full name whom neither registry nor title knows: names that the syntax found.
    fn people_by_name(&self, sentence: SentenceId, slots: &mut Vec<Slot>) {
        let s = self.syntax.sentence(sentence);
        let names = self.syntax.names();
        let at = names.partition_point(|n| n.end.0 <= s.first.0);
        let mut more: Vec<Slot> = Vec::new();
        for name in names[at..].iter().take_while(|n| n.first.0 < s.end.0) {
            let tokens = name.first.0..name.end.0;
            let words = tokens.clone().filter(|t| !self.is_punct(*t)).count();
            let capital = self.is_capitalised(tokens.start);
            if name.kind != NameKind::Person || !(2..=5).contains(&words) || !capital {
                continue;
            }
            let mut taken = false;
            for x in slots.iter_mut() {
                let met = x.frame.tokens.start < tokens.end && tokens.start < x.frame.tokens.end;
                taken |= met;
                // A capitalised phrase of unknown kind is the person that the syntax sees.
                if met && x.frame.what == Head::Name && x.frame.name.as_ref() == Some(&tokens) {
                    x.frame.what = Head::Person;
                }
            }
            if taken {
                continue;
            }
            let mut frame = Frame::bare(tokens.clone(), tokens.end - 1, Head::Person);
            frame.name = Some(tokens.clone());
            more.push(slot(frame, true, tokens.start, tokens.end));
        }
        if !more.is_empty() {
            slots.append(&mut more);
            slots.sort_by_key(|x| x.chunk_start);
        }
    }

    /// Learns the full names of a sentence, so that surnames before and after them resolve.
    fn introduce(&mut self, hits: &[hits::Hit]) {
        use chancery_world::actors::{PersonForm, Sense};
        for hit in hits {
            let full: Vec<Sense> = hit
                .senses
                .iter()
                .copied()
                .filter(|s| matches!(s, Sense::Person(_, PersonForm::Full)))
                .collect();
            if full.is_empty() {
                continue;
            }
            let company = persons::Company { date: self.date, ..persons::Company::default() };
            if let Some(person) = persons::choose(self.actors, &full, company) {
                let tokens = hit.start..hit.end;
                let full = self.actors.person_name(person).to_owned();
                let known = Known { person: Some(person), full };
                self.names.insert(self.text(tokens.clone()), known.clone());
                for surname in self.surnames(tokens, Some(person)) {
                    self.names.entry(surname).or_insert_with(|| known.clone());
                }
            }
        }
    }

    fn remember(&mut self, frame: &Frame) {
        if let (Head::Person, Some(name)) = (frame.what, frame.name.clone()) {
            let text = self.text(name.clone());
            let known = Known { person: frame.person, full: text.clone() };
            self.names.entry(text).or_insert_with(|| known.clone());
            if name.len() > 1 {
                for surname in self.surnames(name, frame.person) {
                    self.names.entry(surname).or_insert_with(|| known.clone());
                }
            }
        }
    }

    /// The words by which a full name may be taken up again.
    fn surnames(&self, name: Range<u32>, person: Option<PersonId>) -> Vec<String> {
        let mut out = Vec::new();
        let parts: Vec<u32> = name.clone().filter(|t| !self.is_punct(*t)).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return out };
        if first == last {
            return out;
        }
        let asian = person
            .and_then(|p| self.actors.person_scope(p))
            .and_then(|s| persons::country_of(self.actors, s))
            .is_some_and(|c| matches!(c.as_str(), "KOR" | "PRK" | "CHN" | "TWN"));
        let hyphened = parts[1..].iter().any(|t| self.raw(*t).contains('-'))
            || name.clone().any(|t| t > *first + 1 && self.raw(t) == "-");
        if asian || hyphened && person.is_none() {
            out.push(self.raw(*first).to_owned());
        }
        if !asian {
            out.push(self.raw(*last).to_owned());
            // "von der Leyen", "al-Assad"
            let mut at = parts.len() - 1;
            while at > 1 && self.raw(parts[at - 1]).chars().next().is_some_and(char::is_lowercase) {
                at -= 1;
            }
            if at < parts.len() - 1 {
                out.push(self.text(parts[at]..name.end));
                let mut capital = self.text(parts[at]..name.end);
                if let Some(c) = capital.get(..1).map(str::to_uppercase) {
                    capital.replace_range(..1, &c);
                    out.push(capital);
                }
            }
        }
        out.retain(|n| n.chars().count() > 1);
        out
    }

    /// A capitalised phrase that the registry does not know, or a surname met before.
    fn candidate(&self, tokens: Range<u32>) -> Option<Frame> {
        let start = tokens.clone().find(|t| {
            !matches!(self.syntax.tokens()[*t as usize].upos, Upos::Det | Upos::Adj | Upos::Num)
        })?;
        let run = start..tokens.end;
        if run.len() > 5 || run.clone().any(|t| !self.is_capitalised(t) && !self.is_punct(t)) {
            return None;
        }
        if run.len() == 1 && self.korean && start > tokens.start {
            // "the North" where the story is Korean
            let code = match self.word(start) {
                "north" => Country::from_code("PRK"),
                "south" => Country::from_code("KOR"),
                _ => None,
            };
            if let Some(code) = code {
                let mut frame = Frame::bare(tokens, start, Head::Country);
                let id = self.actors.country_id(code);
                frame.country = Some(frame::CountryRef { code, id });
                return Some(frame);
            }
        }
        let text = self.text(run.clone());
        let known = self.names.get(&text);
        let propn = run.clone().any(|t| self.syntax.tokens()[t as usize].upos == Upos::Propn);
        let placed =
            self.places.iter().any(|p| p.tokens.start < run.end && run.start < p.tokens.end);
        if known.is_none() && (placed || !propn) {
            return None;
        }
        let mut frame = Frame::bare(tokens.start..run.end, run.end - 1, Head::Name);
        frame.name = Some(run.clone());
        match known {
            Some(known) => {
                frame.what = Head::Person;
                frame.person = known.person;
            }
            None if run.len() < 2 => return None,
            None => {}
        }
        Some(frame)
    }

    /// "North Korean generals and troops": the second noun shares the first one's nationality.
    fn share(&self, slots: &mut [Slot]) {
        self.share_nouns(slots);
        // "American intelligence and counterterrorism officials"
        for i in 0..slots.len().saturating_sub(1) {
            let (left, right) = slots.split_at_mut(i + 1);
            let (a, b) = (&left[i], &mut right[0]);
            let shared = !a.main
                && a.frame.what == Head::Country
                && a.frame.adjective
                && a.frame.tokens.start == a.chunk_start
                && b.main
                && matches!(b.frame.what, Head::Agent | Head::Office)
                && b.frame.country.is_none()
                && b.frame.thing.is_none()
                && b.frame.determiner == Determiner::None
                && b.chunk_start == a.chunk_end + 1
                && matches!(self.word(a.chunk_end), "and" | "or");
            if shared {
                b.frame.country = a.frame.country;
            }
        }
        // "French and German foreign ministers": the adjective's noun comes later.
        for i in (0..slots.len().saturating_sub(1)).rev() {
            let (left, right) = slots.split_at_mut(i + 1);
            let (a, b) = (&mut left[i], &right[0]);
            let joined = a.main
                && a.frame.what == Head::Country
                && a.frame.adjective
                && b.main
                && matches!(b.frame.what, Head::Agent | Head::Office | Head::Body)
                && b.frame.country.is_some()
                && b.frame.country != a.frame.country
                && b.frame.tokens.start == b.chunk_start
                && b.frame.determiner == Determiner::None
                && b.chunk_start == a.chunk_end + 1
                && matches!(self.raw(a.chunk_end), "and" | "or" | ",");
            if joined {
                a.frame.what = b.frame.what;
                a.frame.office = b.frame.office;
                a.frame.title.clone_from(&b.frame.title);
                a.frame.agents.clone_from(&b.frame.agents);
                a.frame.body = b.frame.body;
                // One minister each: "the French and German foreign ministers".
                a.frame.plural = b.frame.plural;
            }
        }
    }

    fn share_nouns(&self, slots: &mut [Slot]) {
        for i in 0..slots.len().saturating_sub(1) {
            let (left, right) = slots.split_at_mut(i + 1);
            let (a, b) = (&mut left[i], &mut right[0]);
            let joined = a.main
                && b.main
                && !a.dropped
                && a.frame.what == Head::Agent
                && a.frame.plural
                && b.frame.what == Head::Agent
                && b.frame.plural
                && a.frame.country.is_some()
                && b.frame.country.is_none()
                && b.frame.determiner == Determiner::None
                && b.chunk_start == a.chunk_end + 1
                && matches!(self.word(a.chunk_end), "and" | "or")
                && b.frame.tokens.len() <= 2;
            if joined {
                a.frame.agents.extend(b.frame.agents.iter().copied());
                a.frame.tokens.end = b.frame.tokens.end;
                a.chunk_end = b.chunk_end;
                b.dropped = true;
            }
        }
    }

    /// "the chief of the North Atlantic Treaty Organization": the owner stands behind "of".
    fn attach(&self, slots: &mut [Slot]) {
        for i in (0..slots.len()).rev() {
            if !slots[i].main || slots[i].dropped || !slots[i].frame.wants_owner() {
                continue;
            }
            let end = slots[i].chunk_end;
            let Some(next) = (i + 1..slots.len())
                .take(12)
                .find(|j| slots[*j].main && !slots[*j].dropped && slots[*j].chunk_start == end + 1)
            else {
                // "the governor of Kherson": a place says the country.
                let stated = self.stated_country(&slots[i].frame).is_some();
                if !stated && matches!(self.word(end), "of" | "in") {
                    slots[i].frame.country = self
                        .place_country(end + 1..end + 3)
                        .map(|code| frame::CountryRef { code, id: None });
                    slots[i].frame.local = slots[i].frame.country.is_some();
                }
                continue;
            };
            let link = self.word(end);
            let frame = &slots[i].frame;
            let owner = slots[next].frame.clone();
            let owns = match link {
                "of" | "for" | "at" => true,
                "from" => frame.country.is_none(),
                "to" => matches!(
                    frame.office.map(|o| self.actors.office_slug(o)),
                    Some("ambassador" | "envoy" | "adviser")
                ),
                // Where people are is whose they are, unless they carry arms.
                "in" => {
                    frame.what == Head::Agent
                        && frame.country.is_none()
                        && matches!(owner.what, Head::Country)
                        && !self.is_from_abroad(frame.tokens.clone())
                        && !frame
                            .agents
                            .iter()
                            .any(|a| self.actors.agent_sectors(*a).first() == Some(&Sector::Mil))
                }
                _ => false,
            };
            if !owns
                || !matches!(
                    owner.what,
                    Head::Country
                        | Head::Thing
                        | Head::Body
                        | Head::Office
                        | Head::Person
                        | Head::People
                        | Head::Agent
                )
            {
                continue;
            }
            if link == "to" || link == "in" {
                if frame.country.is_none() && link == "in" {
                    slots[i].frame.country = owner.country;
                }
                continue;
            }
            if matches!(owner.what, Head::Agent) && link != "of" && owner.country.is_none() {
                continue;
            }
            let owner_end =
                owner.complement.as_ref().map_or(owner.tokens.end, |c| c.end.max(owner.tokens.end));
            if owner_end - slots[i].chunk_start > 60 {
                continue;
            }
            let mut frame = slots[i].frame.clone();
            self.own(&mut frame, &owner);
            frame.local |= owner.what == Head::Country && self.is_province(owner.tokens.clone());
            if owner.what == Head::Agent && frame.agents.is_empty() {
                frame.agents = owner.agents.clone();
            }
            if frame.what == Head::Group && frame.office.is_some() {
                frame.what = Head::Office;
            }
            let mut owner_end = owner_end;
            if frame.plural
                && matches!(frame.what, Head::Office | Head::Agent)
                && let Some((shared, end)) = self.coordinated(slots, next)
            {
                frame.shared = shared;
                owner_end = end;
            }
            frame.complement = Some(slots[next].chunk_start..owner_end);
            slots[i].frame = frame;
            slots[i].chunk_end = owner_end;
        }
    }

    /// The states of "Bosnia, Croatia and Serbia" from slot `first` on, with the list's end.
    fn coordinated(&self, slots: &[Slot], first: usize) -> Option<(Vec<frame::CountryRef>, u32)> {
        let state = |s: &Slot| {
            let bare = s.main && !s.dropped && s.frame.what == Head::Country && !s.frame.adjective;
            s.frame.country.filter(|_| bare)
        };
        let mut shared = vec![state(&slots[first])?];
        let mut end = slots[first].chunk_end;
        for slot in slots[first + 1..].iter().take(12) {
            if slot.chunk_start <= end {
                continue;
            }
            let mut gap = end;
            let comma = self.raw(gap) == ",";
            gap += u32::from(comma);
            let last = matches!(self.word(gap), "and" | "&");
            gap += u32::from(last);
            if gap == end || slot.chunk_start != gap {
                return None;
            }
            shared.push(state(slot)?);
            end = slot.chunk_end;
            if last {
                return Some((shared, end));
            }
        }
        None
    }

    /// "Josep Borrell, the EU's high representative": one person, named twice.
    fn appose(&self, slots: &mut [Slot]) {
        let mains: Vec<usize> =
            (0..slots.len()).filter(|i| slots[*i].main && !slots[*i].dropped).collect();
        for pair in mains.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let comma = slots[a].chunk_end;
            let start = slots[b].chunk_start;
            if start != comma + 1 || self.raw(comma) != "," {
                continue;
            }
            let (name, title) = match (named(&slots[a].frame), named(&slots[b].frame)) {
                (true, false) => (a, b),
                (false, true) => (b, a),
                _ => continue,
            };
            let described =
                matches!(slots[title].frame.what, Head::Office | Head::Agent | Head::Counterpart)
                    && !slots[title].frame.plural
                    && (slots[title].frame.determiner != Determiner::None
                        || slots[title].frame.country.is_some()
                        || slots[title].frame.thing.is_some()
                        || slots[title].frame.complement.is_some()
                        || slots[title].frame.what != Head::Agent);
            if !described || !self.closes(slots, b) {
                continue;
            }
            if let (Some(person), Some(country)) =
                (slots[name].frame.person, self.stated_country(&slots[title].frame))
            {
                let scopes = self.actors.tenures(person).map(|t| t.scope);
                // "Kenzo Oshima, the UN coordinator": organisations are served by all nations.
                if !country.is_nonstate()
                    && !scopes
                        .chain(self.actors.person_scope(person))
                        .any(|s| persons::country_of(self.actors, s) == Some(country))
                {
                    continue;
                }
            }
            let title_frame = slots[title].frame.clone();
            let frame = &mut slots[name].frame;
            frame.what = Head::Person;
            if frame.office.is_none() {
                frame.office = title_frame.office;
                frame.title = title_frame.title.clone();
                frame.former |= title_frame.former;
            }
            if frame.agents.is_empty() {
                frame.agents = title_frame.agents.clone();
            }
            if frame.country.is_none() {
                frame.country = title_frame.country;
            }
            if frame.thing.is_none() {
                frame.thing = title_frame.thing;
            }
            if frame.body.is_none() {
                frame.body = title_frame.body;
            }
            let name_frame = slots[name].frame.clone();
            let frame = &mut slots[title].frame;
            frame.person = name_frame.person;
            frame.name = name_frame.name.clone();
            frame.what = Head::Person;
            slots[b].same_as = Some(a);
        }
    }

    /// True when an apposition ends after slot `b` and no list goes on: a comma, a bracket, the
    /// sentence's end, a verb.
    fn closes(&self, slots: &[Slot], b: usize) -> bool {
        let after = slots[b].chunk_end;
        let Some(token) = self.syntax.tokens().get(after as usize) else { return true };
        let raw = self.raw(after);
        if raw == "," {
            return !matches!(self.word(after + 1), "and" | "or");
        }
        !matches!(token.upos, Upos::Cconj | Upos::Part)
    }
}

/// A person by name.
fn named(frame: &Frame) -> bool {
    frame.what == Head::Person && (frame.person.is_some() || frame.name.is_some())
        || frame.what == Head::Name
}

fn slot(frame: Frame, main: bool, chunk_start: u32, chunk_end: u32) -> Slot {
    Slot { frame, main, chunk_end, chunk_start, same_as: None, dropped: false }
}

/// Words of the text.
impl Finder<'_> {
    fn raw(&self, token: u32) -> &str {
        self.syntax.tokens().get(token as usize).map_or("", |t| self.article.words(t.span))
    }

    fn word(&self, token: u32) -> &str {
        if (token as usize) < self.syntax.tokens().len() { self.folded.word(token) } else { "" }
    }

    fn lemma(&self, token: u32) -> &str {
        self.syntax.tokens()[token as usize].lemma.as_str()
    }

    fn text(&self, tokens: Range<u32>) -> String {
        self.article.words(self.span(tokens)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn span(&self, tokens: Range<u32>) -> Span {
        let all = self.syntax.tokens();
        let first = all[tokens.start as usize].span;
        let last = all[(tokens.end.max(tokens.start + 1) - 1) as usize].span;
        Span::new(first.start(), last.end().max(first.start()))
    }

    fn is_punct(&self, token: u32) -> bool {
        let t = &self.syntax.tokens()[token as usize];
        matches!(t.upos, Upos::Punct | Upos::Sym)
    }

    fn is_capitalised(&self, token: u32) -> bool {
        self.raw(token).chars().next().is_some_and(char::is_uppercase)
    }

    fn is_plural(&self, token: u32) -> bool {
        matches!(self.syntax.tokens()[token as usize].xpos, "NNS" | "NNPS")
    }

    /// The phrase's head as the tree has it: the noun that hangs on something outside.
    fn tree_head(&self, tokens: Range<u32>, fallback: u32) -> TokenId {
        let outside = |t: u32| match self.syntax.tokens()[t as usize].head {
            Some(head) => !tokens.contains(&head.0),
            None => true,
        };
        if outside(fallback) {
            return TokenId(fallback);
        }
        tokens
            .clone()
            .rev()
            .find(|t| outside(*t) && self.syntax.tokens()[*t as usize].upos.is_nominal())
            .map_or(TokenId(fallback), TokenId)
    }

    fn speaks(&self, head: TokenId) -> bool {
        let token = self.syntax.token(head);
        token.rel == Rel::Nsubj
            && token.head.is_some_and(|v| SPEAKING.contains(&self.syntax.token(v).lemma.as_str()))
    }

    /// The country of a town or province that stands inside the phrase: "Mariupol police".
    fn place_country(&self, tokens: Range<u32>) -> Option<Country> {
        let at = self.places.partition_point(|p| p.tokens.end <= tokens.start);
        self.places[at..].iter().take_while(|p| p.tokens.start < tokens.end).find_map(|p| p.country)
    }

    /// Quebec and Scotland stand for their states abroad; who governs them governs no state.
    fn is_province(&self, tokens: Range<u32>) -> bool {
        use chancery_world::actors::{CountryForm, Sense};
        let at = self.places.partition_point(|p| p.tokens.end <= tokens.start);
        let inside = self.places[at..].iter().take_while(|p| p.tokens.start < tokens.end);
        inside.filter(|p| p.kind == PlaceKind::Admin1).any(|p| {
            let text = self.text(p.tokens.clone());
            // "Beijing" is a province too, and "Luxembourg".
            !self.actors.lookup(&text).any(|(sense, _)| match sense {
                Sense::Country(id, form) => {
                    form == CountryForm::Capital
                        || p.country != Some(self.actors.country_code(id))
                        || self.actors.country_name(id).eq_ignore_ascii_case(&text)
                }
                _ => false,
            })
        })
    }

    fn scope(&self, frame: &Frame) -> Option<Scope> {
        frame
            .thing
            .map(Scope::Thing)
            .or_else(|| frame.country.map(|c| Scope::Country(c.code)))
            .or(frame.implied)
    }
}
