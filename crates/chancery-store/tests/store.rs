//! The store by itself: full disks, stores of other versions, readers beside a writer.

use chancery::{Article, Chancery};
use chancery_store::query::Filter;
use chancery_store::{Entry, Refused, Source, Standing, Step, Store, StoreError, VERSION, key};
use std::path::Path;
use tempfile::TempDir;

fn article(id: &str, day: &str, text: &str) -> Article {
    let mut article = Article::new(id, text);
    article.published = Some(day.parse().expect("a day"));
    article
}

fn entry(engine: &Chancery, article: Article) -> Step {
    let key = key(&article, false);
    Step::Store(Box::new(Entry::new(key, &engine.read(article), engine)))
}

fn opened(name: &str) -> Step {
    Step::Open(Source { name: name.to_owned(), ..Source::default() })
}

fn count(store: &Store, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    store.connection().query_row(&sql, [], |row| row.get(0)).expect("a count")
}

const MET: &str = "South Korea's president met the Polish president in Warsaw on Monday.";

#[test]
fn a_full_disk_costs_the_batch_and_no_more() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("desk.db");
    let engine = Chancery::embedded();
    let mut store = Store::open(&path).expect("a store");
    let batch = |n: usize| {
        let long = format!("{MET} {}", "The talks went on for a day. ".repeat(800));
        let one = |i: usize| {
            entry(&engine, article(&format!("{n}-{i}"), "2024-10-29", &format!("{i} {long}")))
        };
        (0..3).map(one).collect::<Vec<_>>()
    };
    store.write(&[vec![opened("a")], batch(0)].concat(), engine.fusing()).expect("room");
    let pages: i64 = store
        .connection()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .expect("a count");
    let allow = |store: &Store, most: i64| {
        store.connection().pragma_update(None, "max_page_count", most).expect("it is taken");
    };
    allow(&store, pages + 8);
    let fault = store.write(&batch(1), engine.fusing()).expect_err("no room");
    assert!(matches!(fault, StoreError::Full(_)), "{fault}");
    assert!(fault.to_string().contains("the disk is full"), "{fault}");
    assert_eq!(count(&store, "version"), 3);
    allow(&store, 1 << 30);
    store.write(&batch(1), engine.fusing()).expect("room again");
    assert_eq!(count(&store, "version"), 6);
    let sound: String = store
        .connection()
        .query_row("SELECT integrity_check FROM pragma_integrity_check", [], |row| row.get(0))
        .expect("it is checked");
    assert_eq!(sound, "ok");
}

#[test]
fn a_store_that_may_not_be_written_says_so_and_is_read() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("desk.db");
    drop(Store::open(&path).expect("a store"));
    let mut permissions = std::fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("it may be changed");
    let fault = Store::open(&path).err().expect("read-only");
    assert!(matches!(fault, StoreError::ReadOnly(_)), "{fault}");
    let store = Store::read(&path).expect("it is read");
    assert_eq!(store.events(&Filter::default(), true).expect("an answer"), []);
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("desk.db");
    let store = Store::open(&path).expect("a store");
    store.connection().pragma_update(None, "user_version", VERSION + 1).expect("it is taken");
    drop(store);
    let before = std::fs::read(&path).expect("bytes");
    for fault in [Store::open(&path).err(), Store::read(&path).err()] {
        let fault = fault.expect("it is refused");
        assert!(matches!(fault, StoreError::Newer { .. }), "{fault}");
        assert!(fault.to_string().contains("use the newer program"), "{fault}");
    }
    assert_eq!(std::fs::read(&path).expect("bytes"), before);
}

#[test]
fn a_store_of_version_1_is_brought_up() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("desk.db");
    let old = rusqlite::Connection::open(&path).expect("a file");
    old.execute_batch(include_str!("fixtures/store-1.sql")).expect("the store of version 1");
    drop(old);
    let mut store = Store::open(&path).expect("it is brought up");
    let version: i64 = store
        .connection()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a version");
    assert_eq!(version, VERSION);
    let fresh = Store::open(&folder.path().join("fresh.db")).expect("a store");
    let tables = |store: &Store| {
        let mut statement = store
            .connection()
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .expect("a query");
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
        rows.collect::<Result<Vec<_>, _>>().expect("rows")
    };
    assert_eq!(tables(&store), tables(&fresh));
    let korea = Filter { countries: vec!["KOR".to_owned()], ..Filter::default() };
    let events = store.events(&korea, true).expect("an answer");
    assert!(!events.is_empty());
    assert!(events.iter().all(|event| !event.told_by.is_empty()));
    // And it goes on.
    let engine = Chancery::embedded();
    store
        .write(
            &[
                opened("more"),
                entry(
                    &engine,
                    article("new", "2024-11-05", "South Korea accused Japan of breaking a treaty."),
                ),
            ],
            engine.fusing(),
        )
        .expect("it is written");
    assert!(store.events(&korea, true).expect("an answer").len() > events.len());
}

#[test]
fn readers_work_while_a_batch_is_written() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("desk.db");
    let engine = Chancery::embedded();
    let mut store = Store::open(&path).expect("a store");
    store
        .write(&[opened("a"), entry(&engine, article("a", "2024-10-29", MET))], engine.fusing())
        .expect("room");
    let reader = Store::read(&path).expect("a reader");
    let before = reader.events(&Filter::default(), false).expect("an answer");
    store.connection().execute_batch("BEGIN IMMEDIATE; DELETE FROM facet;").expect("a change");
    assert_eq!(reader.events(&Filter::default(), false).expect("an answer"), before);
    let other = Store::read(&path).expect("another reader");
    assert_eq!(other.events(&Filter::default(), false).expect("an answer"), before);
    store.connection().execute_batch("ROLLBACK").expect("it is taken back");
}

#[test]
fn the_same_steps_in_other_batches_give_the_same_events() {
    let folder = TempDir::new().expect("a folder");
    let engine = Chancery::embedded();
    let texts = [
        ("1", "2024-10-29", MET),
        ("2", "2024-10-30", "Russia accused Ukraine of shelling a power plant."),
        ("3", "0001-01-01", "Japan will send troops to Poland in the year 9999."),
        ("4", "9999-12-31", "Poland signed a treaty with Japan on Monday."),
    ];
    let steps: Vec<Step> =
        texts.iter().map(|(id, day, text)| entry(&engine, article(id, day, text))).collect();
    let of = |name: &str, size: usize| {
        let path = folder.path().join(name);
        let mut store = Store::open(&path).expect("a store");
        store.write(&[opened("a")], engine.fusing()).expect("room");
        for batch in steps.chunks(size) {
            store.write(batch, engine.fusing()).expect("room");
        }
        store.events(&Filter::default(), true).expect("an answer")
    };
    let all = of("all.db", 4);
    assert!(!all.is_empty());
    assert_eq!(all, of("single.db", 1));
}

#[test]
fn what_is_known_is_told() {
    let folder = TempDir::new().expect("a folder");
    let engine = Chancery::embedded();
    let mut store = Store::open(Path::new(&folder.path().join("desk.db"))).expect("a store");
    let mut first = article("1", "2024-10-29", MET);
    first.url = Some("https://news.example/talks".to_owned());
    let mut second = article("2", "2024-10-29", "Other words.");
    second.url = first.url.clone();
    let standing = |store: &Store, article: &Article| {
        store.standing(&key(article, false), article).expect("an answer")
    };
    assert_eq!(standing(&store, &first), Standing::New);
    let refused = Refused {
        source: None,
        line: Some(3),
        item: None,
        reason: "broken".to_owned(),
        remark: false,
    };
    let steps = [opened("a"), entry(&engine, first.clone()), Step::Refuse(refused), Step::Close];
    store.write(&steps, engine.fusing()).expect("room");
    assert_eq!(standing(&store, &first), Standing::Known);
    assert_eq!(standing(&store, &second), Standing::Updated);
    assert_eq!(count(&store, "refusal"), 1);
    // A source that is read again tells its refusals anew.
    store.write(&[opened("a"), Step::Known, Step::Close], engine.fusing()).expect("room");
    assert_eq!(count(&store, "refusal"), 0);
    let (articles, done): (i64, bool) = store
        .connection()
        .query_row("SELECT articles, done FROM source", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a source");
    assert_eq!((articles, done), (1, true));
}
