//! Makes up a store of many event mentions and measures how long its questions take.
//!
//! ```text
//! cargo run --release -p chancery-store --example million -- /tmp/million.db 1000000
//! ```
//!
//! The world made up: 60 countries, each with 20 actors of its own, 40 organisations, 600 places, the
//! 16 PLOVER types; articles of 120 to 300 words, 8 mentions each, over 1,800 days. Countries, actors,
//! places, types and words are drawn by Zipf's law (the n-th has a weight of 1/n), so that the largest
//! dyads and the commonest words are as large as in real news. Half the events are on the day before
//! their article's, the others up to 90 days around it; a third have a place, a fifth are planned, half
//! are told by a claim. Copies: every tenth article is one of the articles before, under another name.
//! Everything follows from one seed.
#![expect(clippy::print_stdout, reason = "a program that reports")]

use chancery::fuse::FuseModel;
use chancery_schema::{
    Actor, Article, Claim, Event, Factuality, Place, Plover, Record, SCHEMA, Time, Words, sha256,
};
use chancery_store::query::{ActorsAsked, Filter, Per, Searched, Who};
use chancery_store::{Entry, Source, Step, Store, days};
use std::path::Path;
use std::time::{Duration, Instant};

const COUNTRIES: usize = 60;
const ACTORS: usize = 20;
const PLACES: usize = 600;
const DAYS: u64 = 1800;
const MENTIONS: usize = 8;
const FIRST: i32 = 18_262;
const TYPES: [(&str, u8, f32); 16] = [
    ("CONSULT", 1, 4.0),
    ("ACCUSE", 3, -4.0),
    ("ASSAULT", 4, -9.0),
    ("AGREE", 1, 3.0),
    ("REQUEST", 3, -1.0),
    ("SUPPORT", 1, 3.5),
    ("REJECT", 3, -4.0),
    ("COOPERATE", 2, 6.0),
    ("COERCE", 4, -7.0),
    ("AID", 2, 7.0),
    ("MOBILIZE", 4, -6.0),
    ("THREATEN", 3, -5.0),
    ("PROTEST", 3, -5.0),
    ("SANCTION", 4, -6.0),
    ("CONCEDE", 2, 5.0),
    ("RETREAT", 2, 5.0),
];
const SECTORS: [&str; 6] = ["GOV", "MIL", "SPY", "LEG", "REB", "CVL"];

/// A fixed row of numbers: splitmix.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// By Zipf's law, from 0: the inverse of the logarithm that sums its weights.
    fn zipf(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = ((end as f64 + 1.0).ln() * share).exp();
        (rank as usize).clamp(1, end) - 1
    }
}

fn code(country: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    [letter(country / 26), letter(country), 'X'].iter().collect()
}

fn actor(numbers: &mut Numbers) -> Actor {
    let country = numbers.zipf(COUNTRIES);
    let which = numbers.zipf(ACTORS);
    let (id, name, person) = match which {
        0 => (format!("country:{}", code(country)), format!("Land {country}"), None),
        n if n < 8 => {
            (format!("body:{}:{n}", code(country)), format!("Ministry {n} of Land {country}"), None)
        }
        n => {
            let name = format!("Person {n} of Land {country}");
            (format!("person:{}-{n}", code(country)), name.clone(), Some(name))
        }
    };
    Actor {
        words: Words { start: 0, end: 4, text: name.clone() },
        id: Some(id),
        name: Some(name),
        country: Some(code(country)),
        sector: Some(SECTORS[which % SECTORS.len()].into()),
        sectors: Vec::new(),
        person,
        office: None,
        entity: None,
        members: Vec::new(),
    }
}

fn place(numbers: &mut Numbers) -> Place {
    let place = numbers.zipf(PLACES);
    Place {
        words: Words { start: 0, end: 4, text: format!("Town {place}") },
        name: format!("Town {place}"),
        kind: "settlement".into(),
        form: None,
        country: Some(code(place % COUNTRIES)),
        admin1: Some(format!("Province {}", place % 90)),
        latitude: Some((place * 37 % 140) as f32 - 60.0),
        longitude: Some((place * 101 % 360) as f32 - 180.0),
        geonames: Some(place as u32 + 1),
    }
}

fn text(numbers: &mut Numbers) -> String {
    let words = 120 + numbers.below(180);
    let mut text = String::with_capacity(words * 7);
    for n in 0..words {
        let word = numbers.zipf(30_000);
        text.push_str(&spelled(word));
        text.push_str(if n % 17 == 16 { ". " } else { " " });
    }
    text
}

/// A word for a number: syllables of its digits.
fn spelled(mut word: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "zu", "da", "fe", "gi", "ho", "ju",
        "pa",
    ];
    let mut out = String::new();
    loop {
        out.push_str(SYLLABLES[word % 16]);
        word /= 16;
        if word == 0 {
            return out;
        }
    }
}

fn event(numbers: &mut Numbers, id: String, published: i32, claim: Option<&str>) -> Event {
    let (kind, quad, intensity) = TYPES[numbers.zipf(TYPES.len())];
    let day = match numbers.below(2) {
        0 => published - 1,
        _ => published + numbers.below(180) as i32 - 90,
    };
    let day = days::date(day).expect("a day").to_string();
    let stage = if numbers.below(5) == 0 { "planned" } else { "occurred" };
    Event {
        id,
        kind: kind.into(),
        mode: (numbers.below(3) == 0).then(|| "visit".into()),
        contexts: vec!["military".into()],
        quad,
        intensity,
        cameo: Some("040".into()),
        plover: Plover { event: kind.into(), mode: None },
        trigger: [0, 4],
        sentence: [0, 90],
        actors: vec![actor(numbers)],
        recipients: vec![actor(numbers)],
        reciprocal: kind == "CONSULT",
        time: Some(Time {
            words: Words { start: 0, end: 4, text: "then".to_owned() },
            kind: "DATE".into(),
            value: day.clone(),
            modifier: None,
            from: Some(day.clone()),
            to: Some(day),
        }),
        place: (numbers.below(3) == 0).then(|| place(numbers)),
        occasion: None,
        quantities: Vec::new(),
        factuality: Factuality {
            polarity: if numbers.below(12) == 0 { "negative" } else { "positive" }.into(),
            certainty: if numbers.below(5) == 0 { "possible" } else { "certain" }.into(),
            stage: stage.into(),
        },
        attribution: claim.map(str::to_owned).into_iter().collect(),
        about: Vec::new(),
        rule: "made.up".to_owned(),
        score: 0.5 + numbers.below(50) as f32 / 100.0,
        why: None,
    }
}

fn article(numbers: &mut Numbers, number: usize) -> Step {
    let published = FIRST + (numbers.next() % DAYS) as i32;
    let id = format!("a{number}");
    let text = text(numbers);
    let claims: Vec<Claim> = (0..MENTIONS / 2)
        .map(|n| Claim {
            id: format!("c{number}-{n}"),
            source: vec![[0, 4]],
            cue: vec![[5, 9]],
            cue_text: "said".to_owned(),
            content: vec![[10, 80]],
            actor: Some(actor(numbers)),
            kind: "indirect".into(),
            stance: "asserts".into(),
            said_on: None,
            medium: None,
            parent: None,
        })
        .collect();
    let events: Vec<Event> = (0..MENTIONS)
        .map(|n| {
            let claim = (n % 2 == 0).then(|| claims[n / 2].id.clone());
            event(numbers, format!("e{number}-{n}"), published, claim.as_deref())
        })
        .collect();
    let record = Record {
        schema: SCHEMA.into(),
        article: Article {
            id: id.clone(),
            url: Some(format!("https://news.example/{number}")),
            publisher: Some(format!("Paper {}", number % 40)),
            title: Some(spelled(number)),
            published: days::date(published).map(|day| day.to_string()),
            language: Some("en".to_owned()),
            sha256: sha256(text.as_bytes()),
            regions: Vec::new(),
            text: None,
        },
        times: Vec::new(),
        places: Vec::new(),
        actors: events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients)).cloned().collect(),
        claims,
        events,
        notes: Vec::new(),
        names: None,
        predicates: None,
        tokens: None,
    };
    Step::Store(Box::new(Entry::of(format!("url:news.example/{number}"), record, text)))
}

fn fill(path: &Path, mentions: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::open(path)?;
    let mut numbers = Numbers(1);
    let begun = Instant::now();
    let model = FuseModel::embedded();
    store
        .write(&[Step::Open(Source { name: "made up".to_owned(), ..Source::default() })], &model)?;
    let articles = mentions / MENTIONS;
    for from in (0..articles).step_by(500) {
        let to = articles.min(from + 500);
        let batch: Vec<Step> = (from..to).map(|n| article(&mut numbers, n)).collect();
        store.write(&batch, &model)?;
        if from % 10_000 == 0 {
            println!("{from} articles, {:.0} s", begun.elapsed().as_secs_f64());
        }
    }
    store.write(&[Step::Close], &model)?;
    let seconds = begun.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(path)?.len();
    println!(
        "{articles} articles of {MENTIONS} mentions in {seconds:.0} s, {} MB",
        bytes / 1_000_000
    );
    Ok(())
}

/// Times of one question asked with other values each time.
fn measure(name: &str, mut ask: impl FnMut(usize) -> usize) {
    let mut times: Vec<Duration> = Vec::new();
    let mut rows = 0;
    for n in 0..21 {
        let begun = Instant::now();
        rows += ask(n);
        times.push(begun.elapsed());
    }
    times.sort();
    let ms = |at: usize| times[at].as_secs_f64() * 1000.0;
    println!("| {name} | {:.1} | {:.1} | {} |", ms(10), ms(18), rows / 21);
}

fn ask(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::read(path)?;
    let whole = |n: usize| Who::Country(code(n % 12));
    let page = Filter { limit: 50, ..Filter::default() };
    let dyad = |n: usize| Filter { dyad: Some((whole(n), whole(n + 1))), ..page.clone() };
    let rows = |filter: &Filter| store.events(filter, false).expect("an answer").len();
    println!("| question | median ms | 90 % ms | rows |\n|---|---|---|---|");
    measure("timeline A", |n| rows(&Filter { actors: vec![whole(n)], ..page.clone() }));
    measure("timeline A B", |n| rows(&dyad(n)));
    measure("timeline A B, as of a day", |n| {
        rows(&Filter { as_of: Some(FIRST + 300 + n as i32 * 60), ..dyad(n) })
    });
    measure("timeline, a person", |n| {
        let who =
            store.who(&format!("Person {} of Land {}", 8 + n % 5, n % 12)).expect("it appears");
        rows(&Filter { actors: vec![who], ..page.clone() })
    });
    measure("series A B per day", |n| store.series(&dyad(n), Per::Day).expect("an answer").len());
    measure("series A B per month", |n| {
        store.series(&dyad(n), Per::Month).expect("an answer").len()
    });
    measure("series A B per month, as of a day", |n| {
        let filter = Filter { as_of: Some(FIRST + 900), ..dyad(n) };
        store.series(&filter, Per::Month).expect("an answer").len()
    });
    measure("events, no filter", |_| rows(&page));
    measure("events, full rows", |n| store.events(&dyad(n), true).expect("an answer").len());
    measure("events, type and country", |n| {
        let types = vec![TYPES[n % 16].0.to_owned()];
        rows(&Filter { types, countries: vec![code(n % 30)], ..page.clone() })
    });
    measure("events, sector, quad, stage, certainty, a year", |n| {
        rows(&Filter {
            sectors: vec![SECTORS[n % 6].to_owned()],
            quads: vec![4],
            stages: vec!["occurred".to_owned()],
            certainties: vec!["certain".to_owned()],
            since: Some(FIRST + n as i32 * 60),
            until: Some(FIRST + n as i32 * 60 + 365),
            ..page.clone()
        })
    });
    measure("events, mode and context", |n| {
        rows(&Filter {
            modes: vec!["visit".to_owned()],
            contexts: vec!["military".to_owned()],
            countries: vec![code(n)],
            ..page.clone()
        })
    });
    measure("events, a place", |n| {
        rows(&Filter { place: Some(format!("Town {}", n * 7)), ..page.clone() })
    });
    measure("events, a box", |n| {
        let west = n as f64 * 15.0 - 180.0;
        rows(&Filter { bounds: Some([west, 10.0, west + 20.0, 40.0]), ..page.clone() })
    });
    measure("events, source of the claim", |n| {
        rows(&Filter { source: Some(whole(n)), countries: vec![code(n + 3)], ..page.clone() })
    });
    measure("events, two independent reports", |n| {
        rows(&Filter { independent: 2, countries: vec![code(n)], ..page.clone() })
    });
    measure("claims of a source", |n| {
        let filter = Filter { source: Some(whole(n)), ..page.clone() };
        store.claims(&filter).expect("an answer").len()
    });
    measure("claims about a dyad", |n| store.claims(&dyad(n)).expect("an answer").len());
    measure("calendar", |n| {
        rows(&Filter {
            types: vec!["CONSULT".to_owned()],
            planned: true,
            since: Some(FIRST + n as i32 * 60),
            ..page.clone()
        })
    });
    let search = |words: String| {
        store
            .search(&Searched { words, limit: 50, ..Searched::default() })
            .expect("an answer")
            .len()
    };
    measure("search, one word", |n| search(spelled(200 + n * 37)));
    measure("search, two words", |n| {
        search(format!("{} {}", spelled(20 + n), spelled(60 + n * 3)))
    });
    measure("search, a common word", |n| search(spelled(2 + n)));
    measure("actors", |_| {
        store.actors(&ActorsAsked { limit: 50, ..ActorsAsked::default() }).expect("an answer").len()
    });
    measure("actors of a country, as of a day", |n| {
        let asked = ActorsAsked {
            as_of: Some(FIRST + 400 + n as i32 * 50),
            who: Some(whole(n)),
            limit: 50,
            ..ActorsAsked::default()
        };
        store.actors(&asked).expect("an answer").len()
    });
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, mentions] = arguments.as_slice() else {
        return Err("usage: million STORE MENTIONS (0: only ask)".into());
    };
    let mentions: usize = mentions.parse()?;
    if mentions > 0 {
        fill(Path::new(path), mentions)?;
    }
    ask(Path::new(path))
}
