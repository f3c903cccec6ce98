//! An ingest that is killed at any moment loses nothing that it acknowledged, and ends, when it is run
//! again, in the state of one that was left alone.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// All tables, by names that do not depend on the order of writing.
const TABLES: [&str; 19] = [
    "SELECT name, size, options, articles, done FROM source ORDER BY 1",
    "SELECT name, line, item, reason, remark FROM refusal JOIN source ON id = source ORDER BY 1, 2, 3, 4",
    "SELECT name, key FROM article ORDER BY 1",
    "SELECT article.name, number, hex(sha256), url, publisher, published, language, coded, words, source.name,
        engine, since, until FROM version JOIN article ON article.id = article JOIN source ON source.id = source
        ORDER BY 1, 2",
    "SELECT name, number, title, text, hex(record) FROM document JOIN version ON version.id = version
        JOIN article ON article.id = article ORDER BY 1, 2",
    "SELECT name, number FROM fulltext JOIN version ON version.id = fulltext.rowid
        JOIN article ON article.id = article WHERE fulltext MATCH 'minister OR troops' ORDER BY 1, 2",
    "SELECT key, name, folded, country, sector, person FROM actor ORDER BY 1",
    "SELECT key, geonames, name, kind, country, admin1, latitude, longitude FROM place ORDER BY 1",
    "SELECT m.name, a.name, v.number, type, mode, contexts, quad, intensity, cameo, plover_type, plover_mode,
        reciprocal, day_from, day_to, time, p.key, occasion, polarity, certainty, stage, rule, score,
        trigger_start, trigger_end, sentence_start, sentence_end
        FROM mention m JOIN version v ON v.id = version JOIN article a ON a.id = article
        LEFT JOIN place p ON p.id = place ORDER BY 1",
    "SELECT m.name, role, p.number, key, p.country, p.sector, words FROM participant p
        JOIN mention m ON m.id = mention LEFT JOIN actor ON actor.id = actor ORDER BY 1, 2, 3",
    "SELECT m.name, q.number, kind, value, low, high, approximate, unit, words FROM quantity q
        JOIN mention m ON m.id = mention ORDER BY 1, 2",
    "SELECT c.name, a.name, number, actor.key, c.country, c.sector, kind, stance, cue, said_on, day, parent,
        source_at, content_at FROM claim c JOIN version v ON v.id = version JOIN article a ON a.id = article
        LEFT JOIN actor ON actor.id = actor ORDER BY 1",
    "SELECT m.name, told.number, c.name FROM told JOIN mention m ON m.id = mention JOIN claim c ON c.id = claim
        ORDER BY 1, 2",
    "SELECT a.name, v.number, n.number, code, start, \"end\", message FROM note n
        JOIN version v ON v.id = version JOIN article a ON a.id = article ORDER BY 1, 2, 3",
    "SELECT actor.key, day, a.name, v.number, times FROM appearance JOIN actor ON actor.id = actor
        JOIN version v ON v.id = version JOIN article a ON a.id = article ORDER BY 1, 2, 3, 4",
    "SELECT key, month, articles FROM tally JOIN actor ON actor.id = actor WHERE articles <> 0 ORDER BY 1, 2",
    "SELECT e.name, s.since, s.until, s.day, s.day_to, dated, s.type, s.mode, s.contexts, s.quad, s.intensity,
        s.reciprocal, s.polarity, s.certainty, s.stage, status, p.key, s.occasion, actors, recipients, m.name,
        reports, independent, planned, consensus FROM state s JOIN event e ON e.id = event JOIN mention m ON m.id = lead
        LEFT JOIN place p ON p.id = s.place ORDER BY 1, 2",
    "SELECT e.name, m.name, since, until FROM report JOIN event e ON e.id = event
        JOIN mention m ON m.id = mention ORDER BY 1, 2, 3",
    "SELECT kind, CASE WHEN kind IN ('actor', 'source') THEN (SELECT key FROM actor WHERE id = value)
            WHEN kind = 'place' THEN (SELECT key FROM place WHERE id = value) ELSE value END,
        f.day, e.name, s.since, roles
        FROM facet f JOIN term ON term.id = term JOIN state s ON s.id = state JOIN event e ON e.id = event
        ORDER BY 1, 2, 3, 4, 5",
];

fn program() -> std::path::PathBuf {
    assert_cmd::cargo::cargo_bin("chancery")
}

fn rows(folder: &Path, store: &str, query: &str) -> String {
    let output = Command::new(program())
        .current_dir(folder)
        .args(["sql", query, "--json", "--store", store])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{query}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn dump(folder: &Path, store: &str) -> Vec<String> {
    TABLES.iter().map(|query| rows(folder, store, query)).collect()
}

/// Small stories of our own, with copies, new versions, double ids and refusals among them.
fn sources(folder: &Path) {
    let states = ["South Korea", "Poland", "Japan", "France", "Turkey", "Brazil", "India", "Egypt"];
    let acts = ["met with", "accused", "sent troops to", "signed a treaty with", "threatened"];
    for file in 0..5 {
        let mut lines = String::new();
        for n in 0..40 {
            let (a, b) = (states[(file + n) % 8], states[(file * 3 + n + 1 + n % 5) % 8]);
            let (act, day) = (acts[(n * 7 + file) % 5], 1 + (n * 3 + file) % 28);
            let text = format!(
                "{a} {act} {b} on Monday, an official said. The foreign minister of {b} said the two \
                 sides would meet again in Geneva on December {day}."
            );
            let url = match n % 10 {
                // The next file has another text under this address.
                3 => format!("https://news.example/page-{n}"),
                _ => format!("https://news.example/{file}/{n}"),
            };
            let article = match n % 13 {
                5 => {
                    serde_json::json!({ "id": "again", "text": text, "published": format!("2024-11-{day:02}") })
                }
                _ => serde_json::json!({ "id": format!("{file}-{n}"), "url": url, "text": text,
                    "published": format!("2024-11-{day:02}") }),
            };
            lines.push_str(&format!("{article}\n"));
            if n % 17 == 0 {
                lines.push_str("{\"id\": \"no text\"}\n");
            }
        }
        fs::write(folder.join(format!("{file}.jsonl")), lines).expect("a file");
    }
}

/// A fixed row of numbers: xorshift.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

const KILLS: u32 = 100;

#[test]
fn a_killed_ingest_loses_nothing_and_ends_as_if_it_had_not_been() {
    let folder = TempDir::new().expect("a folder");
    let sources_in = folder.path().join("in");
    fs::create_dir(&sources_in).expect("a folder");
    sources(&sources_in);
    let ingest = |store: &str, threads: &str| {
        let mut command = Command::new(program());
        command.current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.args(["ingest", "in", "--each", "--store", store, "--threads", threads]);
        command
    };
    let alone = ingest("alone.db", "2").output().expect("it runs");
    assert_eq!(alone.status.code(), Some(1), "some lines are refused");
    let wanted = dump(folder.path(), "alone.db");

    let mut numbers = Numbers(20_241_105);
    let (mut kills, mut lives, mut round) = (0, 0, 0);
    while kills < KILLS {
        round += 1;
        let store = format!("{round}.db");
        let mut acknowledged: BTreeSet<String> = BTreeSet::new();
        loop {
            lives += 1;
            let threads = if lives % 2 == 0 { "2" } else { "1" };
            let mut child = ingest(&store, threads).spawn().expect("it runs");
            let out = BufReader::new(child.stdout.take().expect("a pipe"));
            let reader = std::thread::spawn(move || {
                let lines = out.lines().map_while(Result::ok);
                lines.filter_map(|l| Some(l.split_once('\t')?.1.to_owned())).collect::<Vec<_>>()
            });
            std::thread::sleep(Duration::from_millis(numbers.below(300)));
            let ended = child.try_wait().expect("it runs");
            if ended.is_none() && kills < KILLS {
                child.kill().expect("it may be killed");
                kills += 1;
            }
            let status = child.wait().expect("it ends");
            acknowledged.extend(reader.join().expect("the reader ends"));
            if !folder.path().join(&store).exists() {
                continue;
            }
            if let Some(1) = status.code() {
                break;
            }
            assert_eq!(status.code(), None, "it was killed");
            let there = Command::new(program())
                .current_dir(folder.path())
                .args(["sql", "SELECT name FROM article", "--csv", "--store", &store])
                .output()
                .expect("it runs");
            // Killed before its tables were made, it holds nothing, and has acknowledged nothing.
            let there = String::from_utf8(there.stdout).expect("UTF-8");
            let there: BTreeSet<&str> = there.lines().skip(1).collect();
            let lost: Vec<&String> =
                acknowledged.iter().filter(|id| !there.contains(id.as_str())).collect();
            assert!(lost.is_empty(), "lost after kill {kills}: {lost:?}");
        }
        let sound =
            rows(folder.path(), &store, "SELECT integrity_check AS r FROM pragma_integrity_check");
        assert_eq!(sound, "{\"r\":\"ok\"}\n");
        for ((found, wanted), query) in dump(folder.path(), &store).iter().zip(&wanted).zip(TABLES)
        {
            assert!(found == wanted, "after {kills} kills, another state: {query}");
        }
        fs::remove_file(folder.path().join(&store)).expect("it is there");
    }
    assert!(kills >= KILLS && lives > round, "{kills} kills, {lives} lives, {round} rounds");
}
