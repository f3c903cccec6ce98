//! Compiles `data/gazetteer` into a map of folded names, the lists of places each name stands for,
//! the places, and their names. `src/gazetteer.rs` reads them; both must agree on the layout.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

#[path = "../src/gazetteer_fold.rs"]
mod fold;

// Classes of place, as `src/gazetteer.rs` decodes them.
const COUNTRY: u8 = 0;
const ADMIN1: u8 = 1;
const ADMIN2: u8 = 2;
const SETTLEMENT: u8 = 3;
const REGION: u8 = 4;
const CONTINENT: u8 = 5;
const FACILITY: u8 = 6;
const SECTION: u8 = 7;

// How a name stands for a place.
const NAME: u32 = 0;
const ALIAS: u32 = 1;
const BARE: u32 = 2;
const ABBREVIATION: u32 = 3;

const NOWHERE: u32 = u32::MAX;
/// Bytes of a place's record.
const RECORD: usize = 32;

#[derive(Default)]
struct Tables {
    strings: String,
    entries: Vec<u8>,
    count: u32,
    /// Folded name to (rank, place, form).
    names: BTreeMap<String, Vec<(u64, u32, u32)>>,
}

/// Above every settlement: what newswire means unless it says otherwise.
const PROMINENT: u64 = 20_000_000;
/// In the last byte of a place's record.
const IS_PROMINENT: u8 = 1;

struct Entry<'a> {
    name: &'a str,
    latitude: f32,
    longitude: f32,
    geonames: u32,
    population: u32,
    country: &'a str,
    class: u8,
    admin1: u32,
    capital: bool,
}

impl<'a> Entry<'a> {
    /// A place as its row names it: nobody counted there, in no division, no capital.
    fn at(name: &'a str, country: &'a str, class: u8, geonames: &str, at: [&str; 2]) -> Self {
        Self {
            name,
            latitude: number(at[0]),
            longitude: number(at[1]),
            geonames: id(geonames),
            population: 0,
            country,
            class,
            admin1: NOWHERE,
            capital: false,
        }
    }
}

impl Tables {
    fn add(&mut self, entry: &Entry<'_>) -> u32 {
        let at = self.strings.len() as u32;
        self.strings.push_str(entry.name);
        let record = &mut self.entries;
        record.extend(at.to_le_bytes());
        record.extend(entry.latitude.to_le_bytes());
        record.extend(entry.longitude.to_le_bytes());
        record.extend(entry.geonames.to_le_bytes());
        record.extend(entry.population.to_le_bytes());
        record.extend(entry.admin1.to_le_bytes());
        let mut country = [0u8; 3];
        if entry.country.len() == 3 {
            country.copy_from_slice(entry.country.as_bytes());
        }
        record.extend(country);
        record.push(entry.class);
        record.extend((entry.name.len() as u16).to_le_bytes());
        record.extend([u8::from(entry.capital), 0]);
        self.count += 1;
        self.count - 1
    }

    /// Notes that newswire names a place without saying what it is.
    fn make_prominent(&mut self, place: u32) {
        let flags = (place as usize + 1) * RECORD - 1;
        self.entries[flags] |= IS_PROMINENT;
        for list in self.names.values_mut() {
            for (rank, _, form) in list.iter_mut().filter(|(_, p, _)| *p == place) {
                if *form == NAME {
                    *rank = PROMINENT;
                }
            }
        }
    }

    fn name(&mut self, name: &str, place: u32, form: u32, rank: u64) {
        let key = fold::fold_name(name.strip_prefix("the ").unwrap_or(name));
        if key.is_empty() {
            return;
        }
        let list = self.names.entry(key).or_default();
        match list.iter_mut().find(|(_, p, _)| *p == place) {
            Some((_, _, old)) => *old = form.min(*old),
            None => list.push((rank, place, form)),
        }
    }
}

pub(crate) fn compile(data: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=src/gazetteer_fold.rs");
    let mut tables = Tables::default();
    let mut admin1 = HashMap::new();
    // By GeoNames id: the place and its rank.
    let mut settlements: HashMap<String, (u32, u64)> = HashMap::new();
    // By country and name.
    let mut divisions = HashMap::new();

    for row in rows(&data.join("countries.tsv")) {
        let [iso3, _, name, aliases, latitude, longitude, _, geonames] = fields(&row);
        let id = tables.add(&Entry::at(name, iso3, COUNTRY, geonames, [latitude, longitude]));
        tables.name(name, id, NAME, u64::MAX);
        for alias in split(aliases) {
            tables.name(alias, id, NAME, u64::MAX);
        }
    }
    for row in rows(&data.join("admin1.tsv")) {
        let [code, country, name, aliases, bare, latitude, longitude, geonames, population] =
            fields(&row);
        let population = number(population) as u32;
        let id = tables.add(&Entry {
            population,
            ..Entry::at(name, country, ADMIN1, geonames, [latitude, longitude])
        });
        admin1.insert(code.to_owned(), id);
        divisions.insert((country.to_owned(), name.to_owned()), id);
        tables.name(name, id, NAME, u64::from(population));
        for alias in split(aliases) {
            let short = alias.len() <= 3 || alias.ends_with('.');
            let form = if short { ABBREVIATION } else { ALIAS };
            tables.name(alias, id, form, u64::from(population));
        }
        if !bare.is_empty() {
            tables.name(bare, id, BARE, u64::from(population) / 2);
        }
    }
    for row in rows(&data.join("admin2.tsv.gz")) {
        let [geonames, name, bare, latitude, longitude, country, division] = fields(&row);
        let id = tables.add(&Entry {
            admin1: admin1.get(division).copied().unwrap_or(NOWHERE),
            ..Entry::at(name, country, ADMIN2, geonames, [latitude, longitude])
        });
        tables.name(name, id, NAME, 1000);
        // "County Durham", "Durham County"
        if let Some(rest) = name.strip_suffix(" County").filter(|_| country != "USA") {
            tables.name(&format!("County {rest}"), id, ALIAS, 1000);
        }
        if !bare.is_empty() {
            tables.name(bare, id, BARE, if country == "USA" { 1 } else { 500 });
        }
    }
    for row in rows(&data.join("settlements.tsv.gz")) {
        let [geonames, name, aliases, latitude, longitude, code, country, division, population] =
            fields(&row);
        let population = number(population) as u32;
        let section = code == "PPLX";
        let id = tables.add(&Entry {
            population,
            admin1: admin1.get(division).copied().unwrap_or(NOWHERE),
            capital: code == "PPLC",
            class: if section { SECTION } else { SETTLEMENT },
            ..Entry::at(name, country, SETTLEMENT, geonames, [latitude, longitude])
        });
        let capital = if code == "PPLC" { 3_000_000 } else { 0 };
        let rank = (u64::from(population) + capital) / if section { 8 } else { 1 };
        tables.name(name, id, NAME, rank);
        settlements.insert(geonames.to_owned(), (id, rank));
        for alias in split(aliases).filter(|alias| !is_longer(alias, name)) {
            match alias.strip_prefix('=') {
                Some(name) => tables.name(name, id, NAME, rank),
                None => tables.name(alias, id, ALIAS, rank),
            }
        }
    }
    for row in rows(&data.join("small_places.tsv.gz")) {
        let [geonames, name, aliases, latitude, longitude, country, division, population] =
            fields(&row);
        let population = number(population) as u32;
        let id = tables.add(&Entry {
            population,
            admin1: admin1.get(division).copied().unwrap_or(NOWHERE),
            ..Entry::at(name, country, SETTLEMENT, geonames, [latitude, longitude])
        });
        let rank = u64::from(population.max(500));
        tables.name(name, id, NAME, rank);
        settlements.insert(geonames.to_owned(), (id, rank));
        for alias in split(aliases) {
            tables.name(alias, id, ALIAS, rank);
        }
    }
    for row in rows(&data.join("newswire_places.tsv")) {
        let [geonames, name, aliases, latitude, longitude, country, population] = fields(&row);
        let known = settlements.get(geonames).filter(|_| !geonames.is_empty());
        let (id, rank) = known.copied().unwrap_or_else(|| {
            let population = number(population) as u32;
            let id = tables.add(&Entry {
                population,
                ..Entry::at(name, country, SETTLEMENT, geonames, [latitude, longitude])
            });
            (id, u64::from(population))
        });
        for name in std::iter::once(name).chain(split(aliases)) {
            tables.name(name, id, NAME, rank);
        }
    }
    for row in rows(&data.join("regions.tsv")) {
        let [name, kind, latitude, longitude, countries, aliases, geonames] = fields(&row);
        // "Tigray", "Abkhazia": a division that newswire names like a region.
        if let Some(division) = divisions.get(&(countries.to_owned(), name.to_owned())) {
            tables.make_prominent(*division);
            for alias in split(aliases) {
                tables.name(alias, *division, NAME, PROMINENT);
            }
            continue;
        }
        let id = tables.add(&Entry::at(
            name,
            if countries.len() == 3 { countries } else { "" },
            match kind {
                "continent" => CONTINENT,
                "facility" | "base" | "canal" => FACILITY,
                _ => REGION,
            },
            geonames,
            [latitude, longitude],
        ));
        tables.name(name, id, NAME, PROMINENT);
        for alias in split(aliases) {
            tables.name(alias, id, ALIAS, PROMINENT);
        }
    }
    write(out, tables);
}

fn write(out: &Path, tables: Tables) {
    let mut postings: Vec<u8> = Vec::new();
    let mut map = fst::MapBuilder::memory();
    let mut count = 0u64;
    for (name, mut places) in tables.names {
        places.sort_by_key(|(rank, place, _)| (std::cmp::Reverse(*rank), *place));
        places.truncate(60);
        map.insert(name, count << 8 | places.len() as u64).expect("a BTreeMap is in order");
        for (_, place, form) in &places {
            postings.extend((place << 3 | form).to_le_bytes());
        }
        count += places.len() as u64;
    }
    let names = map.into_inner().expect("a map in memory can be finished");
    put(&out.join("gazetteer-names.fst"), &names);
    put(&out.join("gazetteer-postings.bin"), &postings);
    put(&out.join("gazetteer-places.bin"), &tables.entries);
    put(&out.join("gazetteer-strings.txt"), tables.strings.as_bytes());
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

fn rows(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    } else {
        text = String::from_utf8(bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    text.lines().skip(1).map(str::to_owned).collect()
}

fn fields<const N: usize>(row: &str) -> [&str; N] {
    let mut cells = row.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_else(|| panic!("a short row: {row}")))
}

/// "Dublin city" for Dublin: the name and a noun, which a text has of its own.
fn is_longer(alias: &str, name: &str) -> bool {
    let rest = alias.trim_start_matches('=').strip_prefix(name).unwrap_or_default();
    rest.eq_ignore_ascii_case(" city") || rest.eq_ignore_ascii_case(" town")
}

fn split(aliases: &str) -> impl Iterator<Item = &str> {
    aliases.split('|').filter(|alias| !alias.is_empty())
}

fn number(field: &str) -> f32 {
    field.parse().unwrap_or(0.0)
}

fn id(field: &str) -> u32 {
    field.parse().unwrap_or(0)
}
