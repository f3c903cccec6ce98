//! The actor registry: countries, organisations, bodies, offices with dated holders, persons,
//! groups, and the common nouns for people who act.
//!
//! One automaton maps a folded alias ([`crate::fold`]) to its [`Sense`]s; the rest are fixed-width
//! tables that are read where they lie. Sources: `data/actors/manifest.toml`.

use chancery_article::Date;
use fst::Streamer;
use fst::raw::{CompiledAddr, Fst, Output};
use std::borrow::Cow;

use crate::fold::fold_into;
use crate::{Country, Sector};

mod lay;
pub mod own;
mod spelling;

macro_rules! blob {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

/// The registry.
pub struct Actors {
    aliases: Fst<Bytes>,
    tables: Tables,
}

/// What is compiled into the program is borrowed; a registry that a user's rows are laid over owns
/// its bytes.
type Bytes = Cow<'static, [u8]>;

/// The fixed-width tables and the strings they point to.
struct Tables {
    pool: Bytes,
    /// Flags (kind, form, case), index.
    senses: Table<2>,
    /// ISO code, code recorded, name, official name, adjective, 1 where the head of government leads.
    countries: Table<6>,
    /// Id, name, country, sectors, kind and body, first and last day.
    things: Table<7>,
    bodies: Table<3>,
    body_names: Table<3>,
    offices: Table<4>,
    surfaces: Table<2>,
    /// Id, name, scope, first holding, number of holdings, gender.
    persons: Table<6>,
    /// Person, scope, office, start, end, acting and rank.
    holdings: Table<6>,
    /// Holdings by scope, office and start.
    tenures: Table<1>,
    agents: Table<4>,
}

/// What an alias can mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sense {
    /// A country, by one of its names.
    Country(CountryId, CountryForm),
    /// An organisation, listed body, group or party.
    Thing(ThingId),
    /// A body by common noun ("foreign ministry").
    Body(BodyId, Number),
    /// A title ("foreign minister"), with the country or organisation it implies, if any.
    Office(OfficeId, Option<Scope>, Number),
    /// A person.
    Person(PersonId, PersonForm),
    /// A common noun for people who act ("protesters").
    Agent(AgentId, Number),
    /// Not an actor, though words of it look like one ("South China Sea").
    Blocked,
}

/// One or several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Number {
    /// "minister"
    Singular,
    /// "ministers"
    Plural,
    /// One noun for many: "police", "army".
    Collective,
}

/// How an alias names its country.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CountryForm {
    /// "South Korea", "ROK"
    Name,
    /// "South Korean"
    Adjective,
    /// "Briton"
    Person,
    /// "Britons"
    People,
    /// "Seoul"
    Capital,
    /// "Soviet Union"
    Former,
}

/// How an alias names its person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonForm {
    /// Given name and surname.
    Full,
    /// One word by which the person is known everywhere ("Lula").
    Known,
    /// A surname, shared by who knows how many.
    Surname,
}

/// The holder of an office, or its range: a country or an organisation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// A country (or EUR, UNO …).
    Country(Country),
    /// An organisation.
    Thing(ThingId),
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u32);
    )*};
}

ids!(
    /// A country or territory of the registry.
    CountryId,
    /// An organisation, listed body, group or party.
    ThingId,
    /// A kind of body ("foreign-ministry").
    BodyId,
    /// A kind of office ("foreign-minister").
    OfficeId,
    /// A person.
    PersonId,
    /// A common noun for people.
    AgentId
);

/// What kind of thing a [`ThingId`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ThingKind {
    /// International organisation, NGO, company, agency.
    Organisation,
    /// A body of one state, listed by its own name ("Kremlin").
    Body,
    /// Armed group, party, movement.
    Group,
    /// Breakaway republic, autonomous government.
    Territory,
}

/// One person's time in one office.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tenure {
    /// Who.
    pub person: PersonId,
    /// Of which country or organisation.
    pub scope: Scope,
    /// Which office.
    pub office: OfficeId,
    /// First day as `yyyymmdd`; month and day are 0 where unknown, all is 0 where unknown.
    pub start: u32,
    /// Last day, the same way; 0 when the tenure had not ended as far as the source goes.
    pub end: u32,
    /// In an acting capacity.
    pub acting: bool,
    /// The source's rank; lower is better.
    rank: u32,
}

impl Tenure {
    /// True when `date` lies in the tenure. Unknown days count in the person's favour: a tenure
    /// that ends in "2024-05" covers all of May.
    pub fn covers(&self, date: Date) -> bool {
        let day = day_number(date);
        let end = match self.end {
            0 => u32::MAX,
            e if e % 10_000 == 0 => e + 1_231,
            e if e % 100 == 0 => e + 31,
            e => e,
        };
        self.start <= day && day <= end
    }

    /// True when the tenure ended before `date`.
    pub fn over(&self, date: Date) -> bool {
        self.end != 0 && !self.covers(date) && self.start <= day_number(date)
    }
}

fn day_number(date: Date) -> u32 {
    date.year().max(0).unsigned_abs() as u32 * 10_000
        + u32::from(date.month().unsigned_abs()) * 100
        + u32::from(date.day().unsigned_abs())
}

/// A walk through the aliases, one word after the other.
#[derive(Clone)]
pub struct Walk<'a> {
    actors: &'a Actors,
    at: CompiledAddr,
    output: Output,
    begun: bool,
}

impl<'a> Walk<'a> {
    /// Goes on with a token's folded words (see [`crate::fold::fold`]); false when no alias goes
    /// on so. A token that folds to nothing (a hyphen) changes nothing.
    pub fn step(&mut self, folded: &str) -> bool {
        if folded.is_empty() {
            return true;
        }
        if self.begun && !self.byte(b' ') {
            return false;
        }
        self.begun = true;
        folded.bytes().all(|b| self.byte(b))
    }

    fn byte(&mut self, byte: u8) -> bool {
        let node = self.actors.aliases.node(self.at);
        match node.find_input(byte) {
            Some(i) => {
                let transition = node.transition(i);
                self.at = transition.addr;
                self.output = self.output.cat(transition.out);
                true
            }
            None => false,
        }
    }

    /// The senses of the alias walked so far, if it is one.
    pub fn senses(&self) -> Senses<'a> {
        let node = self.actors.aliases.node(self.at);
        if !self.begun || !node.is_final() {
            return Senses { actors: self.actors, at: 0, end: 0 };
        }
        let (at, end) = senses_of(self.output.cat(node.final_output()).value());
        Senses { actors: self.actors, at, end }
    }
}

/// First row and end of an alias's senses.
fn senses_of(value: u64) -> (usize, usize) {
    let start = (value >> 8) as usize;
    (start, start + (value & 0xff) as usize)
}

/// The senses of one alias, with how each must be written.
#[derive(Clone)]
pub struct Senses<'a> {
    actors: &'a Actors,
    at: usize,
    end: usize,
}

/// How a sense's alias must be written in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    /// As it pleases.
    Any,
    /// Its first letter a capital.
    Capitalised,
    /// All capitals: "US", "WHO", "IS".
    Capitals,
    /// A capital somewhere: "al-Shabab".
    Mixed,
    /// More than one capital: "LeT".
    Several,
}

impl Iterator for Senses<'_> {
    type Item = (Sense, Case);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let (flags, index) = (
            self.actors.tables.senses.word(self.at, 0),
            self.actors.tables.senses.word(self.at, 1),
        );
        self.at += 1;
        let form = flags >> 8 & 0xff;
        let number = match form {
            0 => Number::Singular,
            2 => Number::Collective,
            _ => Number::Plural,
        };
        let sense = match flags & 0xff {
            1 => Sense::Country(
                CountryId(index),
                match form {
                    1 => CountryForm::Adjective,
                    2 => CountryForm::Person,
                    3 => CountryForm::People,
                    4 => CountryForm::Capital,
                    5 => CountryForm::Former,
                    _ => CountryForm::Name,
                },
            ),
            2 => Sense::Thing(ThingId(index)),
            3 => Sense::Body(BodyId(index), number),
            4 => {
                let row = index as usize;
                let scope = scope_of(self.actors.tables.surfaces.word(row, 1));
                Sense::Office(OfficeId(self.actors.tables.surfaces.word(row, 0)), scope, number)
            }
            5 => Sense::Person(
                PersonId(index),
                match form {
                    1 => PersonForm::Known,
                    2 => PersonForm::Surname,
                    _ => PersonForm::Full,
                },
            ),
            6 => Sense::Agent(AgentId(index), number),
            _ => Sense::Blocked,
        };
        let case = match flags >> 16 & 0xff {
            1 => Case::Capitalised,
            2 => Case::Capitals,
            3 => Case::Mixed,
            4 => Case::Several,
            _ => Case::Any,
        };
        Some((sense, case))
    }
}

impl Senses<'_> {
    /// True when the words walked so far are no alias.
    pub fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    /// The registry they come from.
    pub fn registry(&self) -> &Actors {
        self.actors
    }
}

/// Rows of `W` little-endian words.
struct Table<const W: usize>(Bytes);

impl<const W: usize> Table<W> {
    fn word(&self, row: usize, column: usize) -> u32 {
        let at = (row * W + column) * 4;
        self.0.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
    }

    fn len(&self) -> usize {
        self.0.len() / (4 * W)
    }

    /// Adds a row and gives its number.
    fn push(&mut self, row: [u32; W]) -> u32 {
        let at = self.len() as u32;
        self.0.to_mut().extend(row.iter().flat_map(|word| word.to_le_bytes()));
        at
    }

    /// Writes one word of a row.
    fn set(&mut self, row: usize, column: usize, word: u32) {
        let at = (row * W + column) * 4;
        if let Some(bytes) = self.0.to_mut().get_mut(at..at + 4) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
    }
}

fn day_of(text: &str) -> u32 {
    let mut parts = text.split('-').map(|p| p.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    next() * 10_000 + next() * 100 + next()
}

fn code(packed: u32) -> Option<Country> {
    let bytes = packed.to_le_bytes();
    Country::from_code(std::str::from_utf8(&bytes[..3]).ok()?)
}

fn packed(country: Country) -> u32 {
    let b = country.as_str().as_bytes();
    u32::from_le_bytes([b[0], b[1], b[2], 0])
}

fn scope_of(word: u32) -> Option<Scope> {
    if word == 0 {
        None
    } else if word & 0x8000_0000 != 0 {
        Some(Scope::Thing(ThingId(word & 0x7fff_ffff)))
    } else {
        code(word).map(Scope::Country)
    }
}

fn scope_word(scope: Scope) -> u32 {
    match scope {
        Scope::Country(country) => packed(country),
        Scope::Thing(thing) => thing.0 | 0x8000_0000,
    }
}

fn sectors(packed: u32) -> Vec<Sector> {
    packed.to_le_bytes().iter().filter_map(|b| Sector::ALL.get(usize::from(*b)).copied()).collect()
}

impl Actors {
    /// The registry that is compiled into the program.
    pub fn embedded() -> Self {
        let aliases: &'static [u8] = blob!("actors.fst");
        let tables = Tables {
            pool: Cow::Borrowed(blob!("actors.pool")),
            senses: Table(Cow::Borrowed(blob!("actors.senses"))),
            countries: Table(Cow::Borrowed(blob!("actors.countries"))),
            things: Table(Cow::Borrowed(blob!("actors.things"))),
            bodies: Table(Cow::Borrowed(blob!("actors.bodies"))),
            body_names: Table(Cow::Borrowed(blob!("actors.body_names"))),
            offices: Table(Cow::Borrowed(blob!("actors.offices"))),
            surfaces: Table(Cow::Borrowed(blob!("actors.surfaces"))),
            persons: Table(Cow::Borrowed(blob!("actors.persons"))),
            holdings: Table(Cow::Borrowed(blob!("actors.holdings"))),
            tenures: Table(Cow::Borrowed(blob!("actors.tenures"))),
            agents: Table(Cow::Borrowed(blob!("actors.agents"))),
        };
        let aliases = Fst::new(Cow::Borrowed(aliases));
        Self { aliases: aliases.expect("the build script wrote the automaton"), tables }
    }

    fn string(&self, at: u32) -> &str {
        let (pool, at) = (&self.tables.pool, at as usize);
        let Some(&[low, high]) = pool.get(at..at + 2) else { return "" };
        let len = usize::from(u16::from_le_bytes([low, high]));
        pool.get(at + 2..at + 2 + len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// Begins a walk through the aliases.
    pub fn walk(&self) -> Walk<'_> {
        Walk { actors: self, at: self.aliases.root().addr(), output: Output::zero(), begun: false }
    }

    /// The senses of a whole alias, however it is written.
    pub fn lookup(&self, alias: &str) -> Senses<'_> {
        let mut key = String::new();
        fold_into(alias, &mut key);
        let found = |key: &str| {
            let mut walk = self.walk();
            (walk.step(key) && !walk.senses().is_empty()).then(|| walk.senses())
        };
        found(&key).or_else(|| found(key.strip_prefix("the ")?)).unwrap_or(Senses {
            actors: self,
            at: 0,
            end: 0,
        })
    }

    /// The country that `alias` names: by name, adjective, inhabitants or capital.
    ///
    /// ```
    /// # use chancery_world::Actors;
    /// let actors = Actors::embedded();
    /// assert_eq!(actors.country("Seoul").unwrap().as_str(), "KOR");
    /// assert_eq!(actors.country("Iranians").unwrap().as_str(), "IRN");
    /// ```
    pub fn country(&self, alias: &str) -> Option<Country> {
        self.lookup(alias).find_map(|(sense, _)| match sense {
            Sense::Country(id, _) => Some(self.country_code(id)),
            _ => None,
        })
    }

    /// The code under which a country or territory is recorded: a dependency under the state that
    /// controls it, as PLOVER has it.
    pub fn country_code(&self, id: CountryId) -> Country {
        code(self.tables.countries.word(id.0 as usize, 1))
            .expect("the build script checked the codes")
    }

    /// A country's short name.
    pub fn country_name(&self, id: CountryId) -> &str {
        self.string(self.tables.countries.word(id.0 as usize, 2))
    }

    /// The country with this ISO code.
    pub fn country_id(&self, country: Country) -> Option<CountryId> {
        let wanted = packed(country);
        (0..self.tables.countries.len())
            .find(|i| self.tables.countries.word(*i, 0) == wanted)
            .map(|i| CountryId(i as u32))
    }

    /// The short name of the country with this code: "South Korea".
    pub fn name_of(&self, country: Country) -> Option<&str> {
        Some(self.country_name(self.country_id(country)?))
    }

    /// The office whose holder is meant by "the country's leader".
    pub fn leading_office(&self, country: Country) -> &'static str {
        match self.country_id(country) {
            Some(id) if self.tables.countries.word(id.0 as usize, 5) & 1 == 1 => {
                "head-of-government"
            }
            _ => "head-of-state",
        }
    }

    /// A thing's id, for example `org:nato`.
    pub fn thing_id(&self, id: ThingId) -> &str {
        self.string(self.tables.things.word(id.0 as usize, 0))
    }

    /// A thing's name.
    pub fn thing_name(&self, id: ThingId) -> &str {
        self.string(self.tables.things.word(id.0 as usize, 1))
    }

    /// A thing's country or PLOVER's non-state code.
    pub fn thing_country(&self, id: ThingId) -> Option<Country> {
        code(self.tables.things.word(id.0 as usize, 2))
    }

    /// A thing's sectors, the primary first.
    pub fn thing_sectors(&self, id: ThingId) -> Vec<Sector> {
        sectors(self.tables.things.word(id.0 as usize, 3))
    }

    /// What kind of thing it is.
    pub fn thing_kind(&self, id: ThingId) -> ThingKind {
        match self.tables.things.word(id.0 as usize, 4) & 0xff {
            1 => ThingKind::Body,
            2 => ThingKind::Group,
            3 => ThingKind::Territory,
            _ => ThingKind::Organisation,
        }
    }

    /// The kind of body that a listed body is: the Kremlin is a presidency.
    pub fn thing_body(&self, id: ThingId) -> Option<BodyId> {
        let body = self.tables.things.word(id.0 as usize, 4) >> 8;
        ((body as usize) < self.tables.bodies.len()).then_some(BodyId(body))
    }

    /// False on a day before the thing began or after it ended.
    pub fn thing_exists(&self, id: ThingId, date: Option<Date>) -> bool {
        let Some(day) = date.map(day_number) else { return true };
        let (from, to) =
            (self.tables.things.word(id.0 as usize, 5), self.tables.things.word(id.0 as usize, 6));
        from <= day && (to == 0 || day <= to)
    }

    /// The thing with this id, for example `org:nato`.
    pub fn thing(&self, id: &str) -> Option<ThingId> {
        (0..self.tables.things.len())
            .find(|i| self.string(self.tables.things.word(*i, 0)) == id)
            .map(|i| ThingId(i as u32))
    }

    /// A kind of body's slug, for example `foreign-ministry`.
    pub fn body_slug(&self, id: BodyId) -> &str {
        self.string(self.tables.bodies.word(id.0 as usize, 0))
    }

    /// The kind of body with this slug.
    pub fn body(&self, slug: &str) -> Option<BodyId> {
        (0..self.tables.bodies.len())
            .find(|i| self.string(self.tables.bodies.word(*i, 0)) == slug)
            .map(|i| BodyId(i as u32))
    }

    /// What the body is called in `country`: South Korea's spy agency is the "National
    /// Intelligence Service".
    pub fn body_name(&self, id: BodyId, country: Option<Country>) -> &str {
        let wanted = country.map_or(0, packed);
        (0..self.tables.body_names.len())
            .find(|i| {
                self.tables.body_names.word(*i, 0) == wanted
                    && self.tables.body_names.word(*i, 1) == id.0
            })
            .map_or_else(
                || self.string(self.tables.bodies.word(id.0 as usize, 1)),
                |i| self.string(self.tables.body_names.word(i, 2)),
            )
    }

    /// A kind of body's sectors.
    pub fn body_sectors(&self, id: BodyId) -> Vec<Sector> {
        sectors(self.tables.bodies.word(id.0 as usize, 2))
    }

    /// An office's slug, for example `foreign-minister`.
    pub fn office_slug(&self, id: OfficeId) -> &str {
        self.string(self.tables.offices.word(id.0 as usize, 0))
    }

    /// An office's name, for example "foreign minister".
    pub fn office_name(&self, id: OfficeId) -> &str {
        self.string(self.tables.offices.word(id.0 as usize, 1))
    }

    /// The office with this slug.
    pub fn office(&self, slug: &str) -> Option<OfficeId> {
        (0..self.tables.offices.len())
            .find(|i| self.string(self.tables.offices.word(*i, 0)) == slug)
            .map(|i| OfficeId(i as u32))
    }

    /// An office's sectors.
    pub fn office_sectors(&self, id: OfficeId) -> Vec<Sector> {
        sectors(self.tables.offices.word(id.0 as usize, 2))
    }

    /// The kind of body an office belongs to.
    pub fn office_body(&self, id: OfficeId) -> Option<BodyId> {
        let body = self.tables.offices.word(id.0 as usize, 3);
        ((body as usize) < self.tables.bodies.len()).then_some(BodyId(body))
    }

    /// A person's id, for example `person:mark-rutte`.
    pub fn person_id(&self, id: PersonId) -> &str {
        self.string(self.tables.persons.word(id.0 as usize, 0))
    }

    /// A person's full name.
    pub fn person_name(&self, id: PersonId) -> &str {
        self.string(self.tables.persons.word(id.0 as usize, 1))
    }

    /// The country or organisation by which the registry lists the person.
    pub fn person_scope(&self, id: PersonId) -> Option<Scope> {
        scope_of(self.tables.persons.word(id.0 as usize, 2))
    }

    /// True for women where the source says so, false for men.
    pub fn is_female(&self, id: PersonId) -> Option<bool> {
        match self.tables.persons.word(id.0 as usize, 5) {
            1 => Some(false),
            2 => Some(true),
            _ => None,
        }
    }

    /// All that a person held.
    pub fn tenures(&self, id: PersonId) -> impl Iterator<Item = Tenure> + '_ {
        let first = self.tables.persons.word(id.0 as usize, 3);
        let count = self.tables.persons.word(id.0 as usize, 4);
        (first..first + count).map(|i| self.tenure(i as usize))
    }

    /// What a person held on a day: the best sourced, then the most recent.
    pub fn held_on(&self, id: PersonId, date: Date) -> Option<Tenure> {
        self.tenures(id)
            .filter(|t| t.covers(date))
            .max_by_key(|t| (weight(self.office_slug(t.office)), t.start))
    }

    /// Who held an office on a day.
    ///
    /// ```
    /// # use chancery_world::{Actors, actors::Scope};
    /// let actors = Actors::embedded();
    /// let nato = Scope::Thing(actors.thing("org:nato").unwrap());
    /// let day = jiff::civil::date(2024, 10, 28);
    /// let head = actors.holder("secretary-general", nato, day).unwrap();
    /// assert_eq!(actors.person_name(head.person), "Mark Rutte");
    /// ```
    pub fn holder(&self, office: &str, scope: Scope, date: Date) -> Option<Tenure> {
        let office = self.office(office)?;
        self.tenures_of(office, scope)
            .filter(|t| t.covers(date))
            // Who acts for a president acts while the president still stands in the table; the
            // best source wins, then who came last.
            .max_by_key(|t| (std::cmp::Reverse(t.rank), t.acting, t.start))
    }

    /// All holders of an office, by day of entry.
    pub fn tenures_of(&self, office: OfficeId, scope: Scope) -> impl Iterator<Item = Tenure> + '_ {
        let wanted = (scope_word(scope), office.0);
        let key = |i: usize| {
            let row = self.tables.tenures.word(i, 0) as usize;
            (self.tables.holdings.word(row, 1), self.tables.holdings.word(row, 2))
        };
        let (mut low, mut high) = (0, self.tables.tenures.len());
        while low < high {
            let middle = low.midpoint(high);
            if key(middle) < wanted { low = middle + 1 } else { high = middle }
        }
        (low..self.tables.tenures.len())
            .take_while(move |i| key(*i) == wanted)
            .map(move |i| self.tenure(self.tables.tenures.word(i, 0) as usize))
    }

    /// Who headed an organisation or country on a day, whatever the office is called there.
    pub fn head(&self, scope: Scope, date: Date) -> Option<Tenure> {
        let offices: &[&str] = match scope {
            Scope::Country(country) => {
                // Where who rules is not known, the other head stands for the country.
                let first = self.leading_office(country);
                let offices = ["leader", first, "head-of-state", "head-of-government"];
                return offices.iter().find_map(|office| self.holder(office, scope, date));
            }
            Scope::Thing(_) => &[
                "secretary-general",
                "president",
                "director-general",
                "executive-director",
                "managing-director",
                "chairperson",
                "high-commissioner",
                "chief",
                "leader",
                "prosecutor",
            ],
        };
        offices.iter().find_map(|office| self.holder(office, scope, date))
    }

    /// An agent noun, in the singular.
    pub fn agent_noun(&self, id: AgentId) -> &str {
        self.string(self.tables.agents.word(id.0 as usize, 0))
    }

    /// An agent noun's sectors.
    pub fn agent_sectors(&self, id: AgentId) -> Vec<Sector> {
        sectors(self.tables.agents.word(id.0 as usize, 2))
    }

    /// True for nouns that name an actor only in context: "side", "family", "bank".
    pub fn agent_is_weak(&self, id: AgentId) -> bool {
        self.tables.agents.word(id.0 as usize, 3) & 2 != 0
    }

    fn tenure(&self, row: usize) -> Tenure {
        let holdings = &self.tables.holdings;
        let flags = holdings.word(row, 5);
        Tenure {
            person: PersonId(holdings.word(row, 0)),
            scope: scope_of(holdings.word(row, 1)).expect("the build script checked the scopes"),
            office: OfficeId(holdings.word(row, 2)),
            start: holdings.word(row, 3),
            end: holdings.word(row, 4),
            acting: flags & 1 != 0,
            rank: flags >> 8,
        }
    }

    /// All countries and territories.
    pub fn countries(&self) -> impl Iterator<Item = CountryId> + use<> {
        (0..self.tables.countries.len() as u32).map(CountryId)
    }

    /// The ISO code of a country or territory, KOS for Kosovo.
    pub fn country_iso(&self, id: CountryId) -> Country {
        code(self.tables.countries.word(id.0 as usize, 0)).expect("the build script checked them")
    }

    /// The first year in which a country was a state of its own, 1989 for all that are older; none
    /// for territories.
    pub fn state_since(&self, id: CountryId) -> Option<u32> {
        Some(self.tables.countries.word(id.0 as usize, 5) >> 8).filter(|year| *year > 0)
    }

    /// All organisations, listed bodies, groups and parties.
    pub fn things(&self) -> impl Iterator<Item = ThingId> + use<> {
        (0..self.tables.things.len() as u32).map(ThingId)
    }

    /// All tenures, by scope, office and day of entry.
    pub fn all_tenures(&self) -> impl Iterator<Item = Tenure> + '_ {
        (0..self.tables.tenures.len()).map(|i| self.tenure(self.tables.tenures.word(i, 0) as usize))
    }

    /// A scope as the tables write it: `KOR`, `org:nato`.
    pub fn scope_name(&self, scope: Scope) -> String {
        match scope {
            Scope::Country(country) => country.to_string(),
            Scope::Thing(thing) => self.thing_id(thing).to_owned(),
        }
    }

    /// Goes through all aliases, folded, in order.
    pub fn each_alias(&self, mut visit: impl FnMut(&str, Senses<'_>)) {
        let mut stream = self.aliases.stream();
        while let Some((key, value)) = stream.next() {
            let (at, end) = senses_of(value.value());
            if let Ok(key) = std::str::from_utf8(key) {
                visit(key, Senses { actors: self, at, end });
            }
        }
    }

    /// How much the registry holds, for coverage figures: aliases, countries, things, persons,
    /// tenures, agent nouns.
    pub fn census(&self) -> [usize; 6] {
        [
            self.aliases.len(),
            self.tables.countries.len(),
            self.tables.things.len(),
            self.tables.persons.len(),
            self.tables.holdings.len(),
            self.tables.agents.len(),
        ]
    }
}

/// How much an office says about its holder, when one person holds several.
fn weight(office: &str) -> u32 {
    match office {
        "head-of-state" | "head-of-government" | "leader" => 9,
        "secretary-general" | "president" | "high-representative" => 8,
        "foreign-minister" | "defence-minister" | "vice-president" | "crown-prince" => 7,
        "intelligence-chief" | "military-chief" | "finance-minister" | "interior-minister" => 6,
        "deputy-head-of-government" | "security-adviser" => 5,
        "speaker" | "spokesperson" | "central-bank-governor" => 4,
        "lawmaker" | "official" | "party-leader" | "adviser" => 1,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn holder(office: &str, scope: &str, date: Date) -> String {
        let actors = Actors::embedded();
        let scope = match Country::from_code(scope) {
            Some(country) => Scope::Country(country),
            None => Scope::Thing(actors.thing(scope).unwrap()),
        };
        let tenure = actors.holder(office, scope, date).unwrap();
        actors.person_name(tenure.person).to_owned()
    }

    #[test]
    fn offices_know_their_holders_by_date() {
        assert_eq!(holder("secretary-general", "org:nato", date(2024, 10, 28)), "Mark Rutte");
        assert_eq!(holder("secretary-general", "org:nato", date(2023, 6, 1)), "Jens Stoltenberg");
        assert_eq!(holder("head-of-state", "KOR", date(2024, 10, 29)), "Yoon Suk Yeol");
        assert_eq!(holder("head-of-state", "KOR", date(2025, 1, 15)), "Choi Sang-mok");
        assert_eq!(holder("head-of-state", "KOR", date(2026, 3, 1)), "Lee Jae-myung");
        assert_eq!(holder("vice-president", "USA", date(2022, 11, 22)), "Kamala Harris");
        assert_eq!(holder("foreign-minister", "KOR", date(2024, 10, 29)), "Cho Tae-yul");
        assert_eq!(holder("head-of-government", "GBR", date(2003, 3, 20)), "Tony Blair");
        assert_eq!(holder("head-of-government", "DEU", date(1990, 10, 3)), "Helmut Kohl");
        assert_eq!(holder("head-of-state", "UKR", date(2026, 1, 1)), "Volodymyr Zelensky");
        assert_eq!(
            holder("high-representative", "org:european-union", date(2024, 10, 29)),
            "Josep Borrell"
        );
    }

    #[test]
    fn names_fold() {
        let actors = Actors::embedded();
        for alias in ["Kim Jong Un", "Kim Jong-un", "KIM JONG-UN"] {
            assert!(
                actors.lookup(alias).any(|(s, _)| matches!(s, Sense::Person(p, PersonForm::Full)
                    if actors.person_id(p) == "person:kim-jong-un")),
                "{alias}"
            );
        }
        for (alias, code) in [
            ("U.S.", "USA"),
            ("US", "USA"),
            ("the Republic of Korea", "KOR"),
            ("Pyongyang", "PRK"),
            ("Côte d’Ivoire", "CIV"),
            ("Iranian", "IRN"),
            ("Burkinabe", "BFA"),
            ("Kosovars", "KOS"),
            ("The Hague", "NLD"),
            ("Greenland", "DNK"),
        ] {
            assert_eq!(
                actors.country(alias).map(|c| c.to_string()).as_deref(),
                Some(code),
                "{alias}"
            );
        }
    }

    #[test]
    fn acronyms_need_capitals() {
        let actors = Actors::embedded();
        for alias in ["US", "WHO", "IS", "ICE"] {
            assert!(actors.lookup(alias).any(|(_, case)| case == Case::Capitals), "{alias}");
        }
    }

    #[test]
    fn persons_have_roles_by_date() {
        let actors = Actors::embedded();
        let putin = actors
            .lookup("Vladimir Putin")
            .find_map(|(s, _)| match s {
                Sense::Person(p, _) => Some(p),
                _ => None,
            })
            .unwrap();
        let office =
            |d| actors.held_on(putin, d).map(|t| actors.office_slug(t.office)).unwrap_or("none");
        assert_eq!(office(date(2009, 1, 1)), "head-of-government");
        assert_eq!(office(date(2022, 3, 1)), "head-of-state");
        assert_eq!(office(date(1999, 1, 1)), "intelligence-chief");
    }

    /// The figures of docs/actors.md.
    #[test]
    fn census() {
        let actors = Actors::embedded();
        let [aliases, countries, things, persons, tenures, agents] = actors.census();
        println!("aliases {aliases}, countries {countries}, organisations and groups {things}");
        println!("persons {persons}, tenures {tenures}, agent nouns {agents}");
        assert!(aliases > 40_000 && persons > 20_000 && agents >= 400);
        let states: Vec<Country> = [
            "AFG", "ARG", "AUS", "AUT", "BEL", "BRA", "CAN", "CHE", "CHN", "COL", "CZE", "DEU",
            "DNK", "EGY", "ESP", "EST", "ETH", "FIN", "FRA", "GBR", "GRC", "HUN", "IDN", "IND",
            "IRL", "IRN", "IRQ", "ISR", "ITA", "JOR", "JPN", "KAZ", "KEN", "KOR", "LTU", "LVA",
            "MEX", "MYS", "NGA", "NLD", "NOR", "PAK", "PER", "PHL", "POL", "PRK", "PRT", "ROU",
            "RUS", "SAU", "SRB", "SWE", "SYR", "THA", "TUR", "UKR", "USA", "VEN", "VNM", "ZAF",
        ]
        .iter()
        .filter_map(|c| Country::from_code(c))
        .collect();
        for year in [1995, 2005, 2015, 2020, 2022, 2024, 2025] {
            let day = date(year, 7, 1);
            let known = |office: &str| {
                states
                    .iter()
                    .filter(|c| actors.holder(office, Scope::Country(**c), day).is_some())
                    .count()
            };
            let heads =
                states.iter().filter(|c| actors.head(Scope::Country(**c), day).is_some()).count();
            println!(
                "{year}: of {} states the leader of {heads}, foreign minister of {}, defence minister of {}",
                states.len(),
                known("foreign-minister"),
                known("defence-minister"),
            );
            // Before 2000 the sources know the leaders of the larger states only.
            assert!(year < 2015 || heads * 10 >= states.len() * 8, "{year}: {heads}");
        }
    }
}
