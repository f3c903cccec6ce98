//! Compiles `data/actors`: one automaton over folded aliases, fixed-width tables of little-endian
//! words, and a pool of strings. Nothing of it is parsed when the program starts.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

#[path = "../src/fold.rs"]
mod fold;
#[path = "../src/actors/spelling.rs"]
mod spelling;

use spelling::case_of;

/// Kinds of sense; the numbers are shared with `src/actors.rs`.
const COUNTRY: u32 = 1;
const THING: u32 = 2;
const BODY: u32 = 3;
const OFFICE: u32 = 4;
const PERSON: u32 = 5;
const AGENT: u32 = 6;
const BLOCK: u32 = 7;

const NONE: u32 = u32::MAX;

#[derive(Default)]
struct Pool {
    bytes: Vec<u8>,
    seen: HashMap<String, u32>,
}

impl Pool {
    fn put(&mut self, text: &str) -> u32 {
        if let Some(at) = self.seen.get(text) {
            return *at;
        }
        let at = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&(text.len() as u16).to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
        self.seen.insert(text.to_owned(), at);
        at
    }
}

#[derive(Default)]
struct Aliases(BTreeMap<String, Vec<(u32, u32)>>);

impl Aliases {
    /// Registers a sense under an alias. `form` is the sense's form byte.
    fn put(&mut self, alias: &str, kind: u32, form: u32, index: u32, case: u32) {
        let alias = alias.trim();
        let bare = alias.strip_prefix("the ").unwrap_or(alias);
        let key = fold::fold(bare);
        if key.is_empty() {
            return;
        }
        let sense = (kind | form << 8 | case << 16, index);
        let senses = self.0.entry(key).or_default();
        if !senses.iter().any(|s| s.0 & 0xff == kind && s.1 == index) {
            senses.push(sense);
        }
    }
}

fn table(data: &Path, name: &str) -> Vec<Vec<String>> {
    let path = data.join(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()));
    text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

fn pack(code: &str) -> u32 {
    let b = code.as_bytes();
    if b.len() == 3 { u32::from_le_bytes([b[0], b[1], b[2], 0]) } else { 0 }
}

/// `2024-05` gives 20240500; unknown gives 0.
fn date(text: &str) -> u32 {
    let mut parts = text.split('-').map(|p| p.parse::<u32>().unwrap_or(0));
    let (y, m, d) =
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    y * 10_000 + m * 100 + d
}

const SECTORS: [&str; 25] = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
    "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];

/// Up to four sectors, one a byte, 255 for none.
fn sectors(text: &str) -> u32 {
    let mut bytes = [255u8; 4];
    for (slot, name) in bytes.iter_mut().zip(text.split(' ').filter(|s| !s.is_empty())) {
        *slot = SECTORS.iter().position(|s| *s == name).unwrap_or_else(|| panic!("sector {name}"))
            as u8;
    }
    u32::from_le_bytes(bytes)
}

/// The plural of a title or body: "ministers of defence", "foreign ministries".
fn plural(phrase: &str) -> String {
    let (head, tail) = match phrase.find(" of ").or_else(|| phrase.find(" for ")) {
        Some(at) => phrase.split_at(at),
        None => match phrase.find(" to the ") {
            Some(at) => phrase.split_at(at),
            None => (phrase, ""),
        },
    };
    let many = if let Some(stem) = head.strip_suffix("man") {
        format!("{stem}men")
    } else if head.ends_with('y') && !head.ends_with("ey") {
        format!("{}ies", head.trim_end_matches('y'))
    } else if head.ends_with('s') || head.ends_with("ch") || head.ends_with('x') {
        format!("{head}es")
    } else {
        format!("{head}s")
    };
    many + tail
}

pub(crate) fn compile(data: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=src/fold.rs");
    println!("cargo::rerun-if-changed=src/actors/spelling.rs");
    let mut pool = Pool::default();
    let mut aliases = Aliases::default();

    let mut countries = Vec::new();
    let mut iso_index = HashMap::new();
    for r in table(data, "countries.tsv") {
        iso_index.insert(r[0].clone(), countries.len() as u32);
        let since = r.get(7).and_then(|y| y.parse::<u32>().ok()).unwrap_or(0);
        let leader = u32::from(r[6] == "head-of-government") | since << 8;
        countries.push([
            pack(&r[0]),
            pack(&r[1]),
            pool.put(&r[2]),
            pool.put(&r[3]),
            pool.put(&r[4]),
            leader,
        ]);
    }
    for r in table(data, "country_names.tsv") {
        let form = match r[2].as_str() {
            "adjective" => 1,
            "person" => 2,
            "people" => 3,
            "capital" => 4,
            "former" => 5,
            _ => 0,
        };
        aliases.put(&r[0], COUNTRY, form, iso_index[&r[1]], case_of(&r[0]));
        if r[0].starts_with("The ") {
            aliases.put(&r[0][4..], COUNTRY, form, iso_index[&r[1]], case_of(&r[0]));
        }
    }

    let mut bodies = Vec::new();
    let mut body_index = HashMap::new();
    for r in table(data, "body_nouns.tsv") {
        let at = bodies.len() as u32;
        body_index.insert(r[0].clone(), at);
        bodies.push([pool.put(&r[0]), pool.put(&r[1]), sectors(&r[2])]);
        for surface in r[3].split(';') {
            aliases.put(surface, BODY, 0, at, 0);
            aliases.put(&plural(surface), BODY, 1, at, 0);
        }
    }
    let mut body_names: Vec<[u32; 3]> = table(data, "body_names.tsv")
        .iter()
        .map(|r| [pack(&r[0]), body_index[&r[1]], pool.put(&r[2])])
        .collect();
    body_names.sort_unstable();

    let mut things = Vec::new();
    let mut thing_index = HashMap::new();
    for r in table(data, "organisations.tsv") {
        let at = things.len() as u32;
        thing_index.insert(r[0].clone(), at);
        let kind = match r[5].as_str() {
            "rebel" | "jihadist" | "militia" | "mercenary" | "group" | "party" | "movement" => 2,
            "breakaway" | "subnational" => 3,
            _ => 0,
        };
        let id = pool.put(&format!("org:{}", r[0]));
        things.push([id, pool.put(&r[1]), pack(&r[3]), sectors(&r[4]), kind | 0xffff00, 0, 0]);
        for alias in std::iter::once(r[1].as_str()).chain(r[2].split(';')) {
            aliases.put(alias, THING, 0, at, case_of(alias));
        }
    }
    for r in table(data, "bodies.tsv") {
        let at = things.len() as u32;
        let body = body_index.get(&r[4]).copied().unwrap_or(0xffff);
        let id = pool.put(&format!("body:{}:{}", r[2].to_lowercase(), slug(&r[0])));
        let from = r.get(5).map_or(0, |d| date(d));
        things.push([id, pool.put(&r[0]), pack(&r[2]), sectors(&r[3]), 1 | body << 8, from, 0]);
        for alias in std::iter::once(r[0].as_str()).chain(r[1].split(';')) {
            aliases.put(alias, THING, 0, at, case_of(alias));
        }
    }
    for r in table(data, "groups.tsv") {
        let at = things.len() as u32;
        let id = pool.put(&format!("group:{}", r[0]));
        things.push([
            id,
            pool.put(&r[1]),
            pack(&r[3]),
            sectors(&r[4]),
            2 | 0xffff00,
            // A group acts for years after it was last counted; only dated rows begin and end.
            if r[5] == "dated" { date(&r[6]) } else { 0 },
            if r[5] == "dated" { date(&r[7]) } else { 0 },
        ]);
        for alias in std::iter::once(r[1].as_str()).chain(r[2].split(';')) {
            aliases.put(alias, THING, 0, at, case_of(alias));
        }
    }

    let mut offices = Vec::new();
    let mut office_index: HashMap<String, u32> = HashMap::new();
    let mut surfaces: Vec<[u32; 2]> = Vec::new();
    for r in table(data, "offices.tsv") {
        let at = offices.len() as u32;
        office_index.insert(r[0].clone(), at);
        let body = body_index.get(&r[3]).copied().unwrap_or(NONE);
        offices.push([pool.put(&r[0]), pool.put(&r[1]), sectors(&r[2]), body]);
        for item in r[4].split(';') {
            let (surface, scope) = match item.split_once('@') {
                Some((s, scope)) => match scope.strip_prefix("org:") {
                    Some(id) => (s, thing_index[id] | 0x8000_0000),
                    None => (s, pack(scope)),
                },
                None => (item, 0),
            };
            let row = surfaces.len() as u32;
            surfaces.push([at, scope]);
            aliases.put(surface, OFFICE, 0, row, 0);
            let many = plural(surface.trim_end_matches('.'));
            aliases.put(&many, OFFICE, 1, row, 0);
        }
    }

    // Rank 0 is a user's.
    let rank = ["own", "wikidata", "factbook", "cia", "reign"];
    let mut by_person: BTreeMap<String, Vec<[u32; 5]>> = BTreeMap::new();
    for r in table(data, "holders.tsv") {
        let scope = match r[0].strip_prefix("org:") {
            Some(id) => {
                thing_index
                    .get(id)
                    .unwrap_or_else(|| panic!("holders.tsv names the unknown organisation {id}"))
                    | 0x8000_0000
            }
            None => {
                assert!(
                    iso_index.contains_key(&r[0]),
                    "holders.tsv names the unknown scope {}",
                    r[0]
                );
                pack(&r[0])
            }
        };
        let office = *office_index.entry(r[1].clone()).or_insert_with(|| {
            let name = r[1].replace('-', " ");
            let sector = match r[1].as_str() {
                "president" | "governor-general" => "GOV",
                "armed-group-leader" => "REB",
                _ => "",
            };
            offices.push([pool.put(&r[1]), pool.put(&name), sectors(sector), NONE]);
            offices.len() as u32 - 1
        });
        let rank = rank.iter().position(|s| *s == r[6]).unwrap_or(4) as u32 + 1;
        let flags = u32::from(r[5] == "acting") | rank << 8;
        by_person.entry(r[2].clone()).or_default().push([
            scope,
            office,
            date(&r[3]),
            date(&r[4]),
            flags,
        ]);
    }
    let mut persons = Vec::new();
    let mut holdings: Vec<[u32; 6]> = Vec::new();
    for r in table(data, "persons.tsv") {
        let at = persons.len() as u32;
        let held = by_person.remove(&r[0]).unwrap_or_default();
        let scope = match r[4].strip_prefix("org:") {
            Some(id) => thing_index[id] | 0x8000_0000,
            None => pack(&r[4]),
        };
        let gender = match r.get(5).map(String::as_str) {
            Some("f") => 2,
            Some("m") => 1,
            _ => 0,
        };
        persons.push([
            pool.put(&format!("person:{}", r[0])),
            pool.put(&r[1]),
            scope,
            holdings.len() as u32,
            held.len() as u32,
            gender,
        ]);
        for h in held {
            holdings.push([at, h[0], h[1], h[2], h[3], h[4]]);
        }
        // A single word is a name on its own only where the table says so (Lula, Suharto).
        for alias in std::iter::once(r[1].as_str()).chain(r[2].split(';')) {
            let folded = fold::fold(alias);
            let form = u32::from(!folded.contains(' '));
            aliases.put(alias, PERSON, form, at, 1);
        }
        for surname in r[3].split(';').filter(|s| !s.is_empty()) {
            aliases.put(surname, PERSON, 2, at, if case_of(surname) == 3 { 3 } else { 1 });
        }
    }
    let mut tenures: Vec<u32> = (0..holdings.len() as u32).collect();
    tenures.sort_by_key(|i| {
        let h = holdings[*i as usize];
        (h[1], h[2], h[3], *i)
    });

    let mut agents = Vec::new();
    for r in table(data, "agents.tsv") {
        let at = agents.len() as u32;
        let collective = u32::from(r[3] == "collective");
        let weak = u32::from(r[4] == "weak");
        agents.push([pool.put(&r[0]), pool.put(&r[1]), sectors(&r[2]), collective | weak << 1]);
        let case =
            if r[0].chars().next().is_some_and(char::is_uppercase) { case_of(&r[0]) } else { 0 };
        aliases.put(&r[0], AGENT, collective * 2, at, case);
        if !r[1].is_empty() {
            aliases.put(&r[1], AGENT, 1, at, case);
        } else if collective == 1 && !r[0].ends_with('s') {
            aliases.put(&plural(&r[0]), AGENT, 3, at, case);
        }
    }
    for r in table(data, "blockers.tsv") {
        aliases.put(&r[0], BLOCK, 0, 0, 1);
    }

    let mut senses: Vec<[u32; 2]> = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, list) in &aliases.0 {
        let start = senses.len() as u64;
        let count = list.len().min(255);
        senses.extend(list[..count].iter().map(|s| [s.0, s.1]));
        builder.insert(key, start << 8 | count as u64).expect("keys come in order");
    }
    let map = builder.into_inner().expect("an automaton in memory");

    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(out.join(name), bytes).expect("OUT_DIR is writable");
    };
    write("actors.fst", &map);
    write("actors.pool", &pool.bytes);
    write("actors.senses", &words(senses.as_flattened()));
    write("actors.countries", &words(countries.as_flattened()));
    write("actors.things", &words(things.as_flattened()));
    write("actors.bodies", &words(bodies.as_flattened()));
    write("actors.body_names", &words(body_names.as_flattened()));
    write("actors.offices", &words(offices.as_flattened()));
    write("actors.surfaces", &words(surfaces.as_flattened()));
    write("actors.persons", &words(persons.as_flattened()));
    write("actors.holdings", &words(holdings.as_flattened()));
    write("actors.tenures", &words(&tenures));
    write("actors.agents", &words(agents.as_flattened()));
}

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn slug(text: &str) -> String {
    fold::fold(text).replace(' ', "-")
}
