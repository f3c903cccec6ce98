//! Ingest and the questions to a store, as a user runs them.

mod common;

use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

use common::chancery;

/// The rows of a question, which must be answered.
fn ask(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let done = chancery(folder, &[arguments, &["--json"]].concat());
    assert_eq!(done.code, 0, "{arguments:?}\n{}", done.err);
    done.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn article(id: &str, url: Option<&str>, published: &str, text: &str) -> String {
    let mut fields = serde_json::json!({ "id": id, "published": published, "text": text });
    if let Some(url) = url {
        fields["url"] = url.into();
    }
    format!("{fields}\n")
}

const MET: &str = "South Korean Foreign Minister Cho Tae-yul met his Polish counterpart Radoslaw Sikorski \
    in Warsaw on Monday. The two ministers agreed to hold a second meeting in Seoul in December.";
const ACCUSED: &str = "Russia accused Ukraine of shelling a power plant on Tuesday. Ukraine's foreign \
    ministry denied the accusation. The Kremlin said Moscow would respond. South Korea's spy agency said \
    North Korea had sent troops to Russia.";
const GERMAN: &str = "Die Minister der beiden Staaten trafen sich am Dienstag in Genf und vereinbarten \
    eine zweite Runde von Gesprächen im Frühjahr, sagte ein Beamter nach dem Treffen der Delegationen am \
    Abend vor der Presse in Genf.";

fn desk() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let lines = [
        article("a1", Some("https://news.example/1"), "2024-10-29", MET),
        article("a2", Some("https://news.example/2"), "2024-10-30", ACCUSED),
        article("a3", None, "2024-10-31", GERMAN),
    ];
    fs::write(folder.path().join("news.jsonl"), lines.concat()).expect("a file");
    let done = chancery(folder.path(), &["ingest", "news.jsonl"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("3 read: 3 new, 0 updated, 0 unchanged"), "{}", done.out);
    assert!(
        done.out.contains("1 stored and not coded, in other languages: German 1"),
        "{}",
        done.out
    );
    folder
}

#[test]
fn the_same_articles_twice_are_stored_once() {
    let folder = desk();
    let again = chancery(folder.path(), &["ingest", "news.jsonl"]);
    assert!(again.out.contains("3 read: 0 new, 0 updated, 3 unchanged"), "{}", again.out);
    assert!(again.out.contains("1 files have not changed"), "{}", again.out);
    let reread = chancery(folder.path(), &["ingest", "news.jsonl", "--reread", "--each"]);
    assert!(
        reread.out.starts_with("unchanged\ta1\nunchanged\ta2\nunchanged\ta3\n"),
        "{}",
        reread.out
    );
    let summary = ask(folder.path(), &["ingest", "news.jsonl", "--reread"]);
    assert_eq!(summary[0]["unchanged"], 3);
    assert_eq!(ask(folder.path(), &["sql", "SELECT * FROM version"]).len(), 3);
}

#[test]
fn a_new_text_under_an_address_is_a_new_version_and_the_old_one_is_seen_as_of_then() {
    let folder = desk();
    let later = "Russia withdrew its accusation against Ukraine on Thursday.";
    let line = article("other", Some("http://news.example/2#top"), "2024-11-01", later);
    fs::write(folder.path().join("later.jsonl"), line).expect("a file");
    let done = chancery(folder.path(), &["ingest", "later.jsonl", "--each"]);
    assert!(done.out.starts_with("updated\ta2\n"), "{}", done.out);
    let accused = |day: &[&str]| {
        let asked = [&["events", "--country", "RUS", "--type", "ACCUSE"], day].concat();
        ask(folder.path(), &asked).len()
    };
    assert_eq!(accused(&["--as-of", "2024-10-29"]), 0);
    let then = accused(&["--as-of", "2024-10-31"]);
    assert!(then > 0);
    assert_eq!(ask(folder.path(), &["search", "shelling"]).len(), 0);
    assert_eq!(ask(folder.path(), &["search", "shelling", "--as-of", "2024-10-31"]).len(), 1);
    let actors = |day: &str| {
        let rows = ask(folder.path(), &["actors", "--who", "UKR", "--as-of", day]);
        rows.iter().map(|row| row["articles"].as_i64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(actors("2024-10-29"), Vec::<i64>::new());
    assert_eq!(actors("2024-10-31")[0], 1);
    assert_eq!(actors("2024-11-02")[0], 1);
}

#[test]
fn one_id_for_two_texts_is_told_and_both_are_stored() {
    let folder = TempDir::new().expect("a folder");
    let lines = [article("1", None, "2024-10-29", MET), article("1", None, "2024-10-29", ACCUSED)];
    fs::write(folder.path().join("a.jsonl"), lines.concat()).expect("a file");
    let done = chancery(folder.path(), &["ingest", "a.jsonl"]);
    assert_eq!(done.code, 0);
    assert!(
        done.err.contains("the id \"1\" stands for another article in this store"),
        "{}",
        done.err
    );
    assert_eq!(ask(folder.path(), &["sql", "SELECT article FROM articles"]).len(), 2);
    let by_id =
        chancery(folder.path(), &["ingest", "a.jsonl", "--by-id", "--store", "b.db", "--each"]);
    assert!(by_id.out.starts_with("new\t1\nupdated\t1\n"), "{}", by_id.out);
}

#[test]
fn a_day_that_was_missing_is_taken_in() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("a.txt"), MET).expect("a file");
    chancery(folder.path(), &["ingest", "a.txt"]);
    let undated = ask(folder.path(), &["events", "--country", "POL"]);
    assert!(undated.iter().all(|event| event["date_from"].is_null()), "{undated:?}");
    assert_eq!(ask(folder.path(), &["events", "--as-of", "2030-01-01"]).len(), 0);
    let done = chancery(folder.path(), &["ingest", "a.txt", "--published", "2024-10-29"]);
    assert!(done.out.contains("0 new, 1 updated"), "{}", done.out);
    let dated = ask(folder.path(), &["events", "--country", "POL"]);
    assert!(dated.iter().any(|event| event["date_from"] == "2024-10-28"), "{dated:?}");
    assert_eq!(dated.len(), undated.len());
}

#[test]
fn questions_are_answered_in_three_forms() {
    let folder = desk();
    for question in [
        &["timeline", "KOR", "POL"][..],
        &["timeline", "Radoslaw Sikorski"],
        &["events", "--dyad", "RUS", "UKR", "--directed", "--quad", "3"],
        &["events", "--place", "Warsaw"],
        &["events", "--bbox", "14,49,24,55"],
        &["series", "RUS", "UKR", "--per", "day", "--since", "2024-10-28", "--until", "2024-11-01"],
        &["claims", "--source", "RUS"],
        &["claims", "--dyad", "PRK", "RUS"],
        &["search", "power", "plant"],
        &["actors"],
        &["sql", "SELECT type, count(*) AS n FROM events GROUP BY 1 ORDER BY 1"],
    ] {
        let table = chancery(folder.path(), question);
        assert_eq!((table.code, table.err.as_str()), (0, ""), "{question:?}\n{}", table.out);
        let rows = ask(folder.path(), question);
        let csv = chancery(folder.path(), &[question, &["--csv"]].concat());
        assert!(!rows.is_empty(), "{question:?}");
        assert_eq!(table.out.lines().count(), rows.len() + 1, "{question:?}\n{}", table.out);
        // No cell of ours holds a line end.
        assert_eq!(csv.out.lines().count(), rows.len() + 1, "{question:?}");
        assert!(!table.out.contains('\u{1b}'));
    }
}

#[test]
fn a_series_fills_the_days_without_events() {
    let folder = desk();
    let days = ask(
        folder.path(),
        &["series", "RUS", "UKR", "--per", "day", "--since", "2024-10-27", "--until", "2024-11-02"],
    );
    let events: Vec<u64> =
        days.iter().map(|day| day["events"].as_u64().expect("a number")).collect();
    assert_eq!(days.len(), 7);
    assert!(events.iter().sum::<u64>() > 0, "{events:?}");
    assert_eq!((events[0], days[0]["intensity"].is_null()), (0, true));
    let weeks = ask(
        folder.path(),
        &[
            "series",
            "RUS",
            "UKR",
            "--per",
            "week",
            "--since",
            "2024-10-27",
            "--until",
            "2024-11-02",
        ],
    );
    assert_eq!(weeks[0]["from"], "2024-10-21");
    assert_eq!(weeks.len(), 2);
    let ages = ["series", "RUS", "--per", "day", "--since", "0000", "--until", "9999"];
    let done = chancery(folder.path(), &ages);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("more than 100000 periods"), "{}", done.err);
    let years =
        ["series", "RUS", "--per", "month", "--since", "0000-01-01", "--until", "8332-12-31"];
    assert_eq!(ask(folder.path(), &years).len(), 12 * 8333);
}

#[test]
fn queries_of_ones_own_only_read_and_end() {
    let folder = desk();
    for (query, fault) in [
        ("DELETE FROM event", "only queries are allowed"),
        ("SELECT 1; DELETE FROM event", "only queries are allowed"),
        ("WITH x AS (SELECT 1) DELETE FROM event", "only queries are allowed"),
        ("ATTACH 'x.db' AS x", "only queries are allowed"),
        ("SELECT x FROM nowhere", "no such table: nowhere"),
        ("", "only queries are allowed"),
    ] {
        let done = chancery(folder.path(), &["sql", query]);
        assert_eq!(done.code, 2, "{query}");
        assert!(done.err.contains(fault), "{query}: {}", done.err);
    }
    let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    let done = chancery(folder.path(), &["sql", endless, "--timeout", "0.2"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("longer than 0.2 s"), "{}", done.err);
}

#[test]
fn wrong_questions_say_what_to_do() {
    let folder = desk();
    let done = chancery(folder.path(), &["timeline", "KOR", "--store", "none.db"]);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("none.db: there is no store; make one with: chancery ingest"),
        "{}",
        done.err
    );
    let done = chancery(folder.path(), &["timeline", "Nobody Inparticular"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("nobody named \"Nobody Inparticular\""), "{}", done.err);
    for wrong in [
        &["events", "--type", "CHESS"][..],
        &["events", "--bbox", "1,2,3"],
        &["events", "--since", "2024-02-31"],
        &["events", "--quad", "5"],
    ] {
        assert_eq!(chancery(folder.path(), wrong).code, 2, "{wrong:?}");
    }
    fs::write(folder.path().join("text.db"), "no store at all, but a text of some length")
        .expect("a file");
    let done = chancery(folder.path(), &["events", "--store", "text.db"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("text.db: this is no store of Chancery"), "{}", done.err);
    let done = chancery(folder.path(), &["ingest", "news.jsonl", "--store", "text.db"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("text.db: this is no store of Chancery"), "{}", done.err);
    let empty = chancery(folder.path(), &["events", "--country", "FJI"]);
    assert_eq!((empty.code, empty.err.as_str()), (0, "chancery: no events\n"));
}

#[test]
fn what_is_refused_is_kept_and_the_rest_stored() {
    let folder = TempDir::new().expect("a folder");
    let lines = format!(
        "{}{{\"id\": 7}}\n{}",
        article("a", None, "2024-10-29", MET),
        article("b", None, "9999-12-31", ACCUSED)
    );
    fs::write(folder.path().join("a.jsonl"), lines).expect("a file");
    fs::write(folder.path().join("b.txt"), [0_u8, 1, 2]).expect("a file");
    let done = chancery(folder.path(), &["ingest", "a.jsonl", "b.txt", "none.txt"]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("2 read: 2 new"), "{}", done.out);
    assert!(done.out.contains("4 refused:"), "{}", done.out);
    let refused = ask(
        folder.path(),
        &["sql", "SELECT line, reason FROM refusal WHERE remark = 0 ORDER BY line"],
    );
    assert_eq!(refused.len(), 4, "{refused:?}");
    assert_eq!(chancery(folder.path(), &["ingest", "none.txt"]).code, 2);
}

#[test]
fn the_calendar_is_icalendar() {
    let folder = TempDir::new().expect("a folder");
    let text = "South Korean President Yoon Suk Yeol will meet Polish President Andrzej Duda in Warsaw on \
        November 20, officials said; a long, long sentence follows this one to be folded.";
    fs::write(
        folder.path().join("a.jsonl"),
        article("a", Some("https://news.example/x"), "2024-10-29", text),
    )
    .expect("a file");
    chancery(folder.path(), &["ingest", "a.jsonl"]);
    let done = chancery(folder.path(), &["calendar", "--ics"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.lines().all(|line| line.len() <= 75), "{}", done.out);
    assert_eq!(done.out.matches("\r\n").count(), done.out.matches('\n').count());
    let read = icalendar::parser::unfold(&done.out);
    let calendar = icalendar::parser::read_calendar(&read).expect("RFC 5545");
    let event = calendar.components.iter().find(|c| c.name == "VEVENT").expect("a meeting");
    let value = |name: &str| {
        event.find_prop(name).map(|property| property.val.to_string()).unwrap_or_default()
    };
    assert_eq!(value("DTSTART"), "20241120");
    assert_eq!(value("DTEND"), "20241121");
    assert_eq!(value("STATUS"), "TENTATIVE");
    assert_eq!(value("DTSTAMP"), "20241029T000000Z");
    assert!(
        value("UID").starts_with('e') && value("UID").ends_with("@chancery"),
        "{}",
        value("UID")
    );
    assert!(value("DESCRIPTION").contains("a long, long sentence"), "{}", value("DESCRIPTION"));
    assert_eq!(chancery(folder.path(), &["calendar", "--ics"]).out, done.out);
    assert_eq!(chancery(folder.path(), &["calendar"]).out.lines().count(), 2);
    assert_eq!(chancery(folder.path(), &["calendar", "--csv"]).out.lines().count(), 2);
    assert_eq!(ask(folder.path(), &["calendar", "--as-of", "2024-10-29"])[0]["status"], "planned");
    assert_eq!(ask(folder.path(), &["calendar", "--as-of", "2024-10-28"]), [] as [Value; 0]);
}
