//! Places with coordinates: countries, their first- and second-level divisions, settlements,
//! regions, seas and continents, each under all its names.
//!
//! The tables come from GeoNames (CC BY 4.0) and the other sources that `data/gazetteer` names; the
//! build script compiles them, and they are used in place. A name is found whatever its case, marks
//! and hyphens ("São Paulo", "SAO PAULO").

use crate::Country;
use crate::gazetteer_fold::{fold_name, fold_word};
use fst::raw::{Fst, Output};
use std::borrow::Cow;

mod own;

pub use own::TableError;

/// A place in the gazetteer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PlaceId(u32);

/// What kind of place it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlaceClass {
    /// A sovereign state or comparable territory.
    Country,
    /// First-level division.
    Admin1,
    /// Second-level division.
    Admin2,
    /// City, town, village.
    Settlement,
    /// Part of a settlement.
    Section,
    /// Region, sea, strait, island, river, mountains.
    Region,
    /// Continent.
    Continent,
    /// Plant, base, canal, crossing.
    Facility,
}

/// What is known of a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place<'g> {
    /// Its name in English newswire.
    pub name: &'g str,
    /// What kind of place.
    pub class: PlaceClass,
    /// The country it is, or lies in; none for seas and for regions of several countries.
    pub country: Option<Country>,
    /// The first-level division it lies in.
    pub admin1: Option<PlaceId>,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// People living there; 0 when not known.
    pub population: u32,
    /// True for the capital of a country.
    pub capital: bool,
    /// True for a division that newswire names without saying what it is: "Tigray", "Abkhazia".
    pub prominent: bool,
    /// True for a place of the user's own table.
    pub own: bool,
}

/// How a name stands for a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameForm {
    /// Its name.
    Name,
    /// Another name or spelling.
    Alias,
    /// A division's name without its common noun: "Kursk" for Kursk Oblast.
    Bare,
    /// "Calif.", "PA".
    Abbreviation,
}

/// A name in the gazetteer, however it is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NameId(u64);

/// A place that a name may stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The place.
    pub place: PlaceId,
    /// How the name stands for it.
    pub form: NameForm,
}

/// The gazetteer.
pub struct Gazetteer {
    names: Fst<Cow<'static, [u8]>>,
    postings: Cow<'static, [u8]>,
    places: Cow<'static, [u8]>,
    strings: Cow<'static, str>,
}

/// Bytes of a place's record: see `build/gazetteer.rs`.
const RECORD: usize = 32;
// Flags in a record's last byte.
const PROMINENT: u8 = 1;
const OWN: u8 = 2;

impl Gazetteer {
    /// The gazetteer that is compiled into the program.
    pub fn embedded() -> Self {
        let names: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer-names.fst"));
        Self {
            names: Fst::new(Cow::Borrowed(names)).expect("the build script wrote a map"),
            postings: table(include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer-postings.bin"))),
            places: table(include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer-places.bin"))),
            strings: Cow::Borrowed(include_str!(concat!(
                env!("OUT_DIR"),
                "/gazetteer-strings.txt"
            ))),
        }
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.places.len() / RECORD
    }

    /// True when it holds none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What is known of a place.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let record = &self.places[id.0 as usize * RECORD..][..RECORD];
        let word = |at: usize| {
            u32::from_le_bytes(record[at..at + 4].try_into().expect("four bytes are a word"))
        };
        let start = word(0) as usize;
        let length = usize::from(u16::from_le_bytes([record[28], record[29]]));
        let code = std::str::from_utf8(&record[24..27]).expect("codes are ASCII");
        Place {
            name: &self.strings[start..start + length],
            class: class(record[27]),
            country: Country::from_code(code),
            admin1: (word(20) != u32::MAX).then(|| PlaceId(word(20))),
            latitude: f32::from_bits(word(4)),
            longitude: f32::from_bits(word(8)),
            geonames: (word(12) != 0).then(|| word(12)),
            population: word(16),
            capital: record[30] == 1,
            prominent: record[31] & PROMINENT != 0,
            own: record[31] & OWN != 0,
        }
    }

    /// The places a name may stand for, the most likely first: countries, then by population.
    ///
    /// ```
    /// # use chancery_world::{Country, Gazetteer};
    /// let gazetteer = Gazetteer::embedded();
    /// let paris = gazetteer.lookup("Paris");
    /// assert_eq!(gazetteer.place(paris[0].place).country, Country::from_code("FRA"));
    /// assert!(paris.len() > 1, "there is a Paris in Texas");
    /// ```
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let Some(output) = self.names.get(fold_name(name)) else { return Vec::new() };
        self.candidates(NameId(output.value())).collect()
    }

    /// Begins a walk along the names, word by word.
    pub fn walk(&self) -> Walk<'_> {
        Walk {
            gazetteer: self,
            node: Some(self.names.root().addr()),
            output: Output::zero(),
            begun: false,
            buffer: String::new(),
        }
    }

    /// The places that a name may stand for, the most likely first.
    pub fn candidates(&self, NameId(value): NameId) -> impl Iterator<Item = Candidate> + '_ {
        let (first, count) = ((value >> 8) as usize, (value & 0xFF) as usize);
        (first..first + count).map(move |i| {
            let bytes = self.postings[i * 4..i * 4 + 4].try_into().expect("four bytes are a word");
            let posting = u32::from_le_bytes(bytes);
            let form = match posting & 7 {
                0 => NameForm::Name,
                1 => NameForm::Alias,
                2 => NameForm::Bare,
                _ => NameForm::Abbreviation,
            };
            Candidate { place: PlaceId(posting >> 3), form }
        })
    }
}

/// A walk along the gazetteer's names: [`Walk::step`] with each word of a text as long as it
/// succeeds, and ask for [`Walk::name`] after each.
pub struct Walk<'g> {
    gazetteer: &'g Gazetteer,
    node: Option<usize>,
    output: Output,
    begun: bool,
    buffer: String,
}

impl<'g> Walk<'g> {
    /// Takes the next word; false when no name goes on with it.
    pub fn step(&mut self, word: &str) -> bool {
        let Some(mut at) = self.node else { return false };
        self.buffer.clear();
        if self.begun {
            self.buffer.push(' ');
        }
        fold_word(word, &mut self.buffer);
        let fst = &self.gazetteer.names;
        for byte in self.buffer.bytes() {
            let node = fst.node(at);
            let Some(i) = node.find_input(byte) else {
                self.node = None;
                return false;
            };
            let transition = node.transition(i);
            self.output = self.output.cat(transition.out);
            at = transition.addr;
        }
        self.begun = true;
        self.node = Some(at);
        true
    }

    /// The name that the words so far spell, if they spell one.
    pub fn name(&self) -> Option<NameId> {
        let node = self.gazetteer.names.node(self.node?);
        node.is_final().then(|| NameId(self.output.cat(node.final_output()).value()))
    }
}

fn table(bytes: &'static [u8]) -> Cow<'static, [u8]> {
    Cow::Borrowed(bytes)
}

fn class(byte: u8) -> PlaceClass {
    match byte {
        0 => PlaceClass::Country,
        1 => PlaceClass::Admin1,
        2 => PlaceClass::Admin2,
        3 => PlaceClass::Settlement,
        4 => PlaceClass::Region,
        5 => PlaceClass::Continent,
        6 => PlaceClass::Facility,
        _ => PlaceClass::Section,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(name: &str) -> Place<'static> {
        let gazetteer: &'static Gazetteer = Box::leak(Box::new(Gazetteer::embedded()));
        gazetteer.place(gazetteer.lookup(name)[0].place)
    }

    #[test]
    fn a_country_is_a_country() {
        for (name, code) in [("U.S.", "USA"), ("Georgia", "GEO"), ("Jordan", "JOR"), ("UK", "GBR")]
        {
            let place = best(name);
            assert_eq!(
                (place.class, place.country),
                (PlaceClass::Country, Country::from_code(code))
            );
        }
    }

    #[test]
    fn marks_case_and_hyphens_do_not_matter() {
        // The city and the state of that name: which one is meant, the text must tell.
        let gazetteer = Gazetteer::embedded();
        let ids = |name: &str| -> Vec<Option<u32>> {
            gazetteer.lookup(name).iter().map(|c| gazetteer.place(c.place).geonames).collect()
        };
        assert!(ids("são paulo").contains(&Some(3_448_439)));
        assert_eq!(ids("são paulo"), ids("SAO-PAULO"));
        assert_eq!(best("St Petersburg").country, Country::from_code("RUS"));
    }

    #[test]
    fn walks_and_look_ups_agree() {
        let gazetteer = Gazetteer::embedded();
        let mut walk = gazetteer.walk();
        assert!(walk.step("New") && walk.step("York"));
        let name = walk.name().expect("New York is a name");
        let walked: Vec<_> = gazetteer.candidates(name).collect();
        assert_eq!(walked, gazetteer.lookup("New York"));
        assert!(!walk.step("Qwertz"));
        assert!(walk.name().is_none());
    }
}
