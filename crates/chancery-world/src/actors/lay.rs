//! Lays a user's rows over the registry.

use fst::Streamer;
use fst::raw::{Builder, Fst};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::own::{Kind, Place, Row, last_day};
use super::spelling::case_of;
use super::{
    Actors, CountryForm, PersonForm, PersonId, Scope, Sense, Table, packed, scope_word, senses_of,
};
use crate::Sector;
use crate::fold::fold;

const COUNTRY: u32 = 1;
const THING: u32 = 2;
const PERSON: u32 = 5;
const BLOCK: u32 = 7;

/// What the user's rows say about one alias.
#[derive(Default)]
struct Said {
    senses: Vec<[u32; 2]>,
    /// The alias means nothing else, but that persons may still be called so.
    alone: bool,
    /// Not even persons.
    blocked: bool,
}

#[derive(Default)]
struct Names(BTreeMap<String, Said>);

impl Names {
    fn put(&mut self, alias: &str, kind: u32, form: u32, index: u32, case: u32) {
        let key = fold(alias.strip_prefix("the ").unwrap_or(alias));
        if key.is_empty() {
            return;
        }
        let said = self.0.entry(key).or_default();
        said.alone |= kind != PERSON;
        said.blocked |= kind == BLOCK;
        if !said.senses.iter().any(|s| s[0] & 0xff == kind && s[1] == index) {
            said.senses.push([kind | form << 8 | case << 16, index]);
        }
    }
}

impl Actors {
    /// The registry with a user's rows laid over it.
    ///
    /// A name that a row gives to an organisation, group, body, country or to nothing (`block`)
    /// means that and no longer what it meant here, persons apart. A person of the same name and
    /// country is the same person; the row's office goes before ours on all its days, and who held
    /// it before ends when the row begins.
    pub fn with(mut self, rows: &[Row]) -> Self {
        let mut names = Names::default();
        let mut ids: FxHashMap<String, u32> = FxHashMap::default();
        for row in rows {
            match row.kind {
                Kind::Organisation | Kind::Group | Kind::Body => {
                    let index = self.lay_thing(row, &ids);
                    ids.insert(row.id.clone(), index);
                    for alias in row.names() {
                        names.put(alias, THING, 0, index, case_of(alias));
                    }
                }
                Kind::Country(form) => {
                    let Some(Place::Country(country)) = row.scope else { continue };
                    let Some(id) = self.country_id(country) else { continue };
                    let form = match form {
                        CountryForm::Name => 0,
                        CountryForm::Adjective => 1,
                        CountryForm::Person => 2,
                        CountryForm::People => 3,
                        CountryForm::Capital => 4,
                        CountryForm::Former => 5,
                    };
                    for alias in row.names() {
                        names.put(alias, COUNTRY, form, id.0, case_of(alias));
                    }
                }
                Kind::Block => {
                    for alias in row.names() {
                        names.put(alias, BLOCK, 0, 0, 1);
                    }
                }
                Kind::Person => {}
            }
        }
        self.lay_persons(rows, &ids, &mut names);
        self.lay_names(&names);
        self
    }

    fn put_string(&mut self, text: &str) -> u32 {
        let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        let pool = self.tables.pool.to_mut();
        let at = pool.len() as u32;
        pool.extend_from_slice(&(text.len() as u16).to_le_bytes());
        pool.extend_from_slice(text.as_bytes());
        at
    }

    fn lay_thing(&mut self, row: &Row, ids: &FxHashMap<String, u32>) -> u32 {
        let same = |sense: &Sense| match sense {
            Sense::Thing(id) => fold(self.thing_name(*id)) == fold(&row.name),
            _ => false,
        };
        let ours = ids.get(&row.id).copied().or_else(|| self.thing(&row.id).map(|t| t.0));
        let ours = ours.or_else(|| {
            self.lookup(&row.name).map(|(sense, _)| sense).find(same).and_then(|s| match s {
                Sense::Thing(id) => Some(id.0),
                _ => None,
            })
        });
        let body = row.role.as_deref().and_then(|slug| self.body(slug)).map_or(0xff_ffff, |b| b.0);
        let kind = match row.kind {
            Kind::Body => 1,
            Kind::Group => 2,
            _ => 0,
        } | body << 8;
        let country = match row.scope {
            Some(Place::Country(c)) => {
                packed(self.country_id(c).map_or(c, |id| self.country_code(id)))
            }
            _ => 0,
        };
        let sectors = sectors_word(&row.sectors);
        let end = if row.end == 0 { 0 } else { last_day(row.end) };
        let name = self.put_string(&row.name);
        match ours {
            Some(at) => {
                let things = &mut self.tables.things;
                things.set(at as usize, 1, name);
                if country != 0 {
                    things.set(at as usize, 2, country);
                }
                if !row.sectors.is_empty() {
                    things.set(at as usize, 3, sectors);
                }
                things.set(at as usize, 4, kind);
                things.set(at as usize, 5, row.start);
                things.set(at as usize, 6, end);
                at
            }
            None => {
                let id = self.put_string(&row.id);
                let row = [id, name, country, sectors, kind, row.start, end];
                self.tables.things.push(row)
            }
        }
    }

    fn lay_persons(&mut self, rows: &[Row], ids: &FxHashMap<String, u32>, names: &mut Names) {
        // Persons of the table, by id and by folded name and scope.
        let mut known: FxHashMap<(String, u32), u32> = FxHashMap::default();
        let mut held: BTreeMap<u32, Vec<[u32; 6]>> = BTreeMap::new();
        for row in rows.iter().filter(|r| r.kind == Kind::Person) {
            let scope = match &row.scope {
                Some(Place::Country(c)) => Some(scope_word(Scope::Country(*c))),
                Some(Place::Thing(id)) => {
                    let own = ids.get(id).map(|at| at | 0x8000_0000);
                    own.or_else(|| self.thing(id).map(|t| scope_word(Scope::Thing(t))))
                }
                None => None,
            }
            .unwrap_or(0);
            let key = (fold(&row.name), scope);
            let ours = known.get(&key).copied().or_else(|| self.same_person(row, scope));
            let person = match ours {
                Some(at) => at,
                None => {
                    let id = match row.id.as_str() {
                        "" => format!("person:{}", fold(&row.name).replace(' ', "-")),
                        id => id.to_owned(),
                    };
                    let (id, name) = (self.put_string(&id), self.put_string(&row.name));
                    self.tables.persons.push([id, name, scope, 0, 0, 0])
                }
            };
            known.insert(key, person);
            if let Some(female) = row.female {
                self.tables.persons.set(person as usize, 5, 1 + u32::from(female));
            }
            for alias in row.names() {
                let form = u32::from(!fold(alias).contains(' '));
                names.put(alias, PERSON, form, person, 1);
            }
            let country = match row.scope {
                Some(Place::Country(c)) => c.to_string(),
                _ => String::new(),
            };
            let surnames = match row.surnames.is_empty() {
                true => surname(&row.name, &country).into_iter().collect(),
                false => row.surnames.clone(),
            };
            for surname in &surnames {
                let case = if case_of(surname) == 3 { 3 } else { 1 };
                names.put(surname, PERSON, 2, person, case);
            }
            let office = row.role.as_deref().and_then(|slug| self.office(slug));
            if let (Some(office), true) = (office, scope != 0) {
                let flags = u32::from(row.acting);
                let holding = [person, scope, office.0, row.start, row.end, flags];
                held.entry(person).or_default().push(holding);
            }
        }
        self.lay_holdings(&held);
    }

    /// The person of ours whom a row means: by id, or of the same name and the same country or
    /// organisation.
    fn same_person(&self, row: &Row, scope: u32) -> Option<u32> {
        let here = |person: PersonId| {
            self.person_scope(person).map_or(0, scope_word) == scope
                || self.tenures(person).any(|t| scope_word(t.scope) == scope)
        };
        if !row.id.is_empty() {
            let mut persons = (0..self.tables.persons.len() as u32).map(PersonId);
            return persons.find(|p| self.person_id(*p) == row.id).map(|p| p.0);
        }
        let named = |name: &str| {
            let mut persons = self.lookup(name).filter_map(|(sense, _)| match sense {
                Sense::Person(p, PersonForm::Full | PersonForm::Known) => Some(p),
                _ => None,
            });
            persons.find(|p| here(*p))
        };
        row.names().find_map(named).map(|p| p.0)
    }

    fn lay_holdings(&mut self, held: &BTreeMap<u32, Vec<[u32; 6]>>) {
        let covers = |row: &[u32; 6], start: u32, end: u32| {
            start <= last_day(row[4]) && row[3] <= last_day(end)
        };
        for (person, new) in held {
            let at = *person as usize;
            let (first, count) = (self.tables.persons.word(at, 3), self.tables.persons.word(at, 4));
            let begin = self.tables.holdings.len() as u32;
            for i in first..first + count {
                let old: [u32; 6] =
                    std::array::from_fn(|c| self.tables.holdings.word(i as usize, c));
                let told_anew = |n: &[u32; 6]| n[1..3] == old[1..3] && covers(n, old[3], old[4]);
                if !new.iter().any(told_anew) {
                    self.tables.holdings.push(old);
                }
            }
            for row in new {
                self.tables.holdings.push(*row);
            }
            let end = self.tables.holdings.len() as u32;
            self.tables.persons.set(at, 3, begin);
            self.tables.persons.set(at, 4, end - begin);
        }
        let mut live: Vec<u32> = Vec::new();
        for person in 0..self.tables.persons.len() {
            let first = self.tables.persons.word(person, 3);
            live.extend(first..first + self.tables.persons.word(person, 4));
        }
        // Who held an office when a user's row begins has left it then.
        let mut begins: FxHashMap<(u32, u32), Vec<(u32, u32)>> = FxHashMap::default();
        for row in held.values().flatten().filter(|row| row[5] & 1 == 0 && row[3] != 0) {
            begins.entry((row[1], row[2])).or_default().push((row[3], row[4]));
        }
        for &i in &live {
            let i = i as usize;
            let row: [u32; 6] = std::array::from_fn(|c| self.tables.holdings.word(i, c));
            if row[5] >> 8 == 0 {
                continue;
            }
            for &(start, end) in begins.get(&(row[1], row[2])).into_iter().flatten() {
                let left = self.tables.holdings.word(i, 4);
                if row[3] < start && last_day(left) > start && last_day(end) >= last_day(left) {
                    self.tables.holdings.set(i, 4, start);
                }
            }
        }
        let key = |i: &u32| {
            let word = |c| self.tables.holdings.word(*i as usize, c);
            (word(1), word(2), word(3), *i)
        };
        live.sort_by_key(key);
        let bytes: Vec<u8> = live.iter().flat_map(|i| i.to_le_bytes()).collect();
        self.tables.tenures = Table(Cow::Owned(bytes));
    }

    fn lay_names(&mut self, names: &Names) {
        let mut rows: Vec<(Vec<u8>, u64)> = Vec::new();
        let old = &self.aliases;
        let mut added: BTreeMap<&[u8], u64> = BTreeMap::new();
        for (key, said) in &names.0 {
            let mut senses = said.senses.clone();
            if let (Some(value), false) = (old.get(key.as_bytes()), said.blocked) {
                let (at, end) = senses_of(value.value());
                for i in at..end {
                    let sense = [self.tables.senses.word(i, 0), self.tables.senses.word(i, 1)];
                    let person = sense[0] & 0xff == PERSON;
                    let told =
                        senses.iter().any(|s| s[0] & 0xff == sense[0] & 0xff && s[1] == sense[1]);
                    if (person || !said.alone) && !told {
                        senses.push(sense);
                    }
                }
            }
            senses.truncate(255);
            let start = self.tables.senses.len() as u64;
            for sense in &senses {
                self.tables.senses.push(*sense);
            }
            added.insert(key.as_bytes(), start << 8 | senses.len() as u64);
        }
        let mut stream = old.stream();
        while let Some((key, value)) = stream.next() {
            if !added.contains_key(key) {
                rows.push((key.to_vec(), value.value()));
            }
        }
        rows.extend(added.iter().map(|(key, value)| (key.to_vec(), *value)));
        rows.sort_unstable();
        let mut builder = Builder::memory();
        for (key, value) in rows {
            builder.insert(key, value).expect("the keys are sorted and differ");
        }
        let bytes = builder.into_inner().expect("memory takes what is written");
        self.aliases = Fst::new(Cow::Owned(bytes)).expect("the automaton was just built");
    }
}

fn sectors_word(sectors: &[Sector]) -> u32 {
    let mut bytes = [255u8; 4];
    for (slot, sector) in bytes.iter_mut().zip(sectors) {
        let at = Sector::ALL.iter().position(|s| s == sector);
        *slot = at.and_then(|i| u8::try_from(i).ok()).unwrap_or(255);
    }
    u32::from_le_bytes(bytes)
}

/// The word by which newspapers call a person after the first mention: the first of a Chinese,
/// Korean or Vietnamese name in that order, else the last with its particles.
fn surname(name: &str, country: &str) -> Option<String> {
    let parts: Vec<&str> = name.split_whitespace().collect();
    if parts.len() < 2 {
        return None;
    }
    if matches!(country, "CHN" | "KOR" | "PRK" | "TWN" | "HKG") && parts[0].len() <= 6 {
        return Some(parts[0].to_owned());
    }
    let particle = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "von"
                | "van"
                | "der"
                | "den"
                | "de"
                | "la"
                | "le"
                | "di"
                | "da"
                | "dos"
                | "del"
                | "bin"
                | "ben"
                | "al"
                | "el"
                | "ter"
                | "zu"
                | "du"
                | "della"
                | "ibn"
                | "ould"
        )
    };
    let mut at = parts.len() - 1;
    while at > 1 && particle(parts[at - 1]) {
        at -= 1;
    }
    Some(parts[at..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::own;
    use jiff::civil::date;

    fn laid(table: &str) -> Actors {
        let actors = Actors::embedded();
        let rows = own::read(table, &actors).unwrap();
        actors.with(&rows)
    }

    fn holder(actors: &Actors, office: &str, scope: &str, day: jiff::civil::Date) -> String {
        let scope = match crate::Country::from_code(scope) {
            Some(country) => Scope::Country(country),
            None => Scope::Thing(actors.thing(scope).unwrap()),
        };
        let tenure = actors.holder(office, scope, day).unwrap();
        actors.person_name(tenure.person).to_owned()
    }

    #[test]
    fn a_holder_goes_before_ours_and_ends_who_was_there() {
        let actors = laid(
            "kind\tname\tscope\trole\tstart\tend\n\
             person\tKim Test-ho\tKOR\tforeign minister\t2031-02-01\t\n\
             person\tUrsula von der Leyen\tNATO\tsecretary-general\t2030\t2033\n",
        );
        let day = date(2031, 3, 1);
        assert_eq!(holder(&actors, "foreign-minister", "KOR", day), "Kim Test-ho");
        assert_ne!(holder(&actors, "foreign-minister", "KOR", date(2024, 3, 1)), "Kim Test-ho");
        let korea = Scope::Country(crate::Country::from_code("KOR").unwrap());
        let office = actors.office("foreign-minister").unwrap();
        let still = actors.tenures_of(office, korea).filter(|t| t.covers(day)).count();
        assert_eq!(still, 1, "nobody else is foreign minister that day");
        // The same person as ours: her other offices stay.
        assert_eq!(holder(&actors, "secretary-general", "org:nato", day), "Ursula von der Leyen");
        assert_eq!(
            holder(&actors, "president", "org:european-commission", date(2023, 3, 1)),
            "Ursula von der Leyen"
        );
        assert_eq!(
            holder(&actors, "secretary-general", "org:nato", date(2024, 11, 1)),
            "Mark Rutte"
        );
    }

    #[test]
    fn names_mean_what_the_table_says() {
        let actors = laid(
            "kind\tname\taliases\tscope\tsectors\tid\n\
             organisation\tNorth Sea Council\tNSC\tIGO\tGOV\t\n\
             group\tWagner Group\t\tRUS\tPRM MIL\t\n\
             body\tHarbour Watch\tthe Watch\tNOR\tCOP\t\n\
             block\tTaliban Ridge\tWhite House\t\t\t\n",
        );
        let sense = |name: &str| actors.lookup(name).map(|(sense, _)| sense).collect::<Vec<_>>();
        let thing = |name: &str| match sense(name)[..] {
            [Sense::Thing(id)] => id,
            ref other => panic!("{name}: {other:?}"),
        };
        assert_eq!(actors.thing_id(thing("NSC")), "org:north-sea-council");
        assert_eq!(actors.thing_sectors(thing("Wagner Group"))[0].as_str(), "PRM");
        assert_eq!(actors.thing_country(thing("Harbour Watch")).unwrap().as_str(), "NOR");
        assert_eq!(sense("White House"), [Sense::Blocked]);
        assert_eq!(actors.country("Seoul").unwrap().as_str(), "KOR", "the rest is as it was");
    }

    #[test]
    fn a_country_takes_new_names() {
        let actors = laid("kind\tname\tscope\trole\ncountry\tRepublic of Nowhere\tNOR\t\n");
        assert_eq!(actors.country("Republic of Nowhere").unwrap().as_str(), "NOR");
    }

    #[test]
    fn faults_name_their_line() {
        let actors = Actors::embedded();
        let table = "# ours\nkind\tname\tscope\trole\tstart\tend\n\
            person\tX Y\tNOX\tforeign minister\t2031\t\n\
            thing\tA\tUSA\t\t\t\n\
            person\tQ R\tUSA\tking of hearts\t2020-13\t\n\n\
            person\tQ R\tUSA\tpresident\t2020\t2019\n\
            person\tQ R\tUSA\tpresident\t2020\t2021\tmore\n";
        let lines: Vec<usize> =
            own::read(table, &actors).unwrap_err().iter().map(|f| f.line).collect();
        assert_eq!(lines, [4, 5, 5, 7, 8]);
        let scope = "kind\tname\tscope\nperson\tX Y\tNOX\n";
        assert!(own::read(scope, &actors).unwrap_err()[0].to_string().starts_with("line 2: scope"));
        let twice = "kind\tname\tscope\ngroup\tA B\tUSA\norganisation\tA B\tIGO\n";
        assert!(own::read(twice, &actors).unwrap_err()[0].what.contains("line 2"));
        for odd in ["", "\u{feff}", "kind\n", "name\tkind\tname\n", "kind\tname\nperson\t-\n"] {
            assert!(own::read(odd, &actors).is_err(), "{odd:?}");
        }
        assert!(own::read("kind\tname\r\nperson\tÅsa Ek\r\n", &actors).is_ok());
    }
}
