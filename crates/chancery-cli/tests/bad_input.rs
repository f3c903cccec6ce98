//! What cannot be read is told in one clear line, the rest is coded, and the exit code says which.

mod common;

use assert_cmd::Command;
use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};
use tempfile::TempDir;

use common::chancery;

const STORY: &str = "The foreign ministers of Poland and Japan met in Warsaw on Tuesday.";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

fn jsonl(lines: &[&str]) -> Vec<u8> {
    lines.join("\n").into_bytes()
}

#[test]
fn a_good_article_is_coded() {
    let folder = folder(&[("a.txt", STORY.as_bytes())]);
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.txt"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with(r#"{"schema":"chancery.reading/1","article":{"id":"a.txt""#));
}

#[test]
fn an_empty_file_is_refused_and_the_rest_coded() {
    let folder = folder(&[("a.txt", b""), ("b.txt", STORY.as_bytes())]);
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.txt", "b.txt"]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("a.txt: empty; there is nothing to read"), "{}", done.err);
    assert_eq!(done.out.lines().count(), 1);
}

#[test]
fn a_binary_file_is_refused() {
    let folder = folder(&[
        ("a.txt", &[0x7F, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0]),
        ("b.jsonl", &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]),
    ]);
    let done = chancery(folder.path(), &["code", "a.txt", "b.jsonl"]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("a.txt: binary, not text"), "{}", done.err);
    assert!(done.err.contains("b.jsonl: damaged or cut off gzip data"), "{}", done.err);
}

#[test]
fn one_id_for_two_texts_is_told_and_both_are_coded() {
    let folder = folder(&[
        ("a.csv", b"id,text\n1,Talks opened.\n"),
        ("b.csv", b"id,text\n1,Talks ended.\n"),
    ]);
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.csv", "b.csv"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.err.contains("b.csv: the id \"1\" stands for another text in a.csv"),
        "{}",
        done.err
    );
    assert_eq!(done.out.lines().count(), 2);
}

#[test]
fn the_format_told_by_the_first_bytes_can_be_overruled() {
    let folder = folder(&[("a.dat", b"id,text\n1,Talks opened.\n2,Talks ended.\n")]);
    let lines = |arguments: &[&str]| chancery(folder.path(), arguments).out.lines().count();
    assert_eq!(lines(&["code", "--format", "jsonl", "a.dat"]), 2);
    assert_eq!(lines(&["code", "--format", "jsonl", "--input", "text", "a.dat"]), 1);
}

#[test]
fn fifty_megabytes_of_one_letter_end_soon() {
    let folder = folder(&[("b.txt", STORY.as_bytes())]);
    let letters = vec![b'a'; 50 << 20];
    fs::write(folder.path().join("a.txt"), &letters).expect("a file");
    let line =
        [b"{\"id\": \"1\", \"text\": \"", &letters[..], b"\"}\n{\"id\": \"2\", \"text\": \"Hi.\"}"]
            .concat();
    fs::write(folder.path().join("c.jsonl"), line).expect("a file");
    let begun = Instant::now();
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.txt", "b.txt", "c.jsonl"]);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!(done.code, 1);
    assert!(done.err.contains("a.txt: more than 8 MiB in one article; split it"), "{}", done.err);
    assert!(done.err.contains("c.jsonl:1: more than 8 MiB in one article"), "{}", done.err);
    assert_eq!(done.out.lines().count(), 2);
}

#[test]
fn one_long_word_within_the_limit_is_read() {
    let folder = folder(&[]);
    fs::write(folder.path().join("a.txt"), vec![b'a'; 2 << 20]).expect("a file");
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.txt"]);
    assert_eq!(done.code, 0, "{}", done.err);
}

#[test]
fn invalid_utf8_names_line_and_byte() {
    let folder = folder(&[
        ("a.txt", b"Line one.\nA caf\xE9 in Paris."),
        (
            "b.jsonl",
            b"{\"id\": \"1\", \"text\": \"Fine.\"}\n{\"id\": \"2\", \"text\": \"caf\xE9\"}\n",
        ),
    ]);
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.txt", "b.jsonl"]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("a.txt:2: not UTF-8 (byte 0xE9 at column 6)"), "{}", done.err);
    assert!(done.err.contains("b.jsonl:2: not UTF-8"), "{}", done.err);
    assert_eq!(done.out.lines().count(), 1);
}

#[test]
fn broken_json_lines_are_named_one_by_one() {
    let lines = jsonl(&[
        r#"{"id": "1", "text": "Fine."}"#,
        r#"{"id": "2"}"#,
        r#"{"text": "No id."}"#,
        r#"{"id": "4", "text": 5}"#,
        r#"{"id": "5", "text": "cut"#,
        r#"["not", "an", "object"]"#,
        r#"{"id": "7", "text": "A day.", "published": "2024-02-31"}"#,
        "",
        r#"{"id": "9", "text": "Fine.", "published": null, "more": 1}"#,
    ]);
    let folder = folder(&[("a.jsonl", &lines)]);
    let done = chancery(folder.path(), &["code", "--format", "jsonl", "a.jsonl"]);
    assert_eq!(done.code, 1);
    for fault in [
        r#"a.jsonl:2: the field "text" is missing"#,
        r#"a.jsonl:3: the field "id" is missing"#,
        r#"a.jsonl:4: the field "text" is a number; it must be a string"#,
        "a.jsonl:5: not a JSON object (EOF while parsing a string",
        "a.jsonl:6: not a JSON object (found an array)",
        r#"a.jsonl:7: "2024-02-31" is not a day of the calendar; the article is read without one"#,
        "3 articles read, 6 inputs refused",
    ] {
        assert!(done.err.contains(fault), "{fault}\n{}", done.err);
    }
    assert_eq!(done.out.lines().count(), 3);
}

#[test]
fn an_impossible_day_on_the_command_line_stops() {
    let folder = folder(&[("a.txt", STORY.as_bytes())]);
    let done = chancery(folder.path(), &["code", "--published", "2024-02-31", "a.txt"]);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(done.err.contains(r#""2024-02-31" is not a day of the calendar"#), "{}", done.err);
}

#[test]
fn a_missing_file_cannot_run_unless_others_can() {
    let folder = folder(&[("a.txt", STORY.as_bytes())]);
    let alone = chancery(folder.path(), &["code", "nosuch.txt"]);
    assert_eq!(alone.code, 2);
    assert!(alone.err.contains("nosuch.txt: cannot open it: No such file"), "{}", alone.err);
    let beside = chancery(folder.path(), &["code", "--format", "jsonl", "nosuch.txt", "a.txt"]);
    assert_eq!((beside.code, beside.out.lines().count()), (1, 1));
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_an_empty_one_refused() {
    let outer = folder(&[("b.txt", STORY.as_bytes()), (".hidden", b"no")]);
    fs::create_dir(outer.path().join("a")).expect("a folder");
    fs::write(outer.path().join("a/z.txt"), STORY).expect("a file");
    let done = chancery(outer.path(), &["code", "--format", "jsonl", "."]);
    assert_eq!(done.code, 0, "{}", done.err);
    let ids: Vec<&str> = done.out.lines().map(|l| l.split('"').nth(9).expect("an id")).collect();
    assert_eq!(ids, ["a/z.txt", "b.txt"]);
    let empty = folder(&[]);
    let done = chancery(empty.path(), &["code", "."]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("an empty folder; there is nothing to read"), "{}", done.err);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let lines: Vec<String> =
        (0..2000).map(|i| format!("{{\"id\": \"{i}\", \"text\": \"{STORY}\"}}")).collect();
    let folder = folder(&[("a.jsonl", lines.join("\n").as_bytes())]);
    let program = assert_cmd::cargo::cargo_bin("chancery");
    let mut child = std::process::Command::new(program)
        .current_dir(folder.path())
        .args(["code", "--format", "jsonl", "a.jsonl"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn threads_do_not_change_the_bytes() {
    let lines: Vec<String> = (0..40)
        .map(|i| {
            format!("{{\"id\": \"{i}\", \"published\": \"2024-10-29\", \"text\": \"{STORY}\"}}")
        })
        .collect();
    let folder = folder(&[("a.jsonl", lines.join("\n").as_bytes())]);
    for format in ["jsonl", "csv", "plover", "text"] {
        let of = |threads| {
            chancery(folder.path(), &["code", "--format", format, "--threads", threads, "a.jsonl"])
                .out
        };
        assert_eq!(of("1"), of("3"), "{format}");
    }
}

#[test]
fn standard_input_is_text_or_json_lines() {
    for (input, id) in [
        (STORY.to_owned(), "sha256:"),
        (format!("{{\"id\": \"x7\", \"text\": \"{STORY}\"}}\n"), "x7"),
    ] {
        let mut command = Command::cargo_bin("chancery").expect("the program is built");
        let output = command.args(["code", "--format", "jsonl", "-"]).write_stdin(input).output();
        let out = String::from_utf8(output.expect("it runs").stdout).expect("UTF-8");
        assert!(out.contains(&format!("\"article\":{{\"id\":\"{id}")), "{out}");
    }
}

#[test]
fn odd_text_is_read() {
    let mut text = Vec::new();
    for piece in
        ["\u{202e}\u{200b}", "𝄞🇰🇷", "((((((", "\u{1b}[31m", "\r\n\r\n", "—“”‘’…", "e\u{301}"]
    {
        for _ in 0..50 {
            text.write_all(piece.as_bytes()).expect("memory");
        }
    }
    let folder = folder(&[("a.txt", &text)]);
    for format in ["jsonl", "text", "csv", "plover"] {
        let done = chancery(folder.path(), &["code", "--format", format, "a.txt"]);
        assert_eq!(done.code, 0, "{format}: {}", done.err);
        assert!(format != "text" || !done.out.contains('\u{1b}'));
    }
    assert_eq!(chancery(folder.path(), &["parse", "a.txt"]).code, 0);
}

#[test]
fn a_gazetteer_of_ones_own_overrides_ours() {
    let head = "name\tlatitude\tlongitude\tcountry\tkind\tadmin1\tgeonames\n";
    let good = format!("{head}Warsaw\t41.24\t-85.85\tUSA\tsettlement\tIndiana\t4927899\n");
    let wrong = format!("{head}\nWarsaw\tnorth\t-85.85\tUSA\n");
    let folder = folder(&[
        ("a.txt", STORY.as_bytes()),
        ("good.tsv", good.as_bytes()),
        ("wrong.tsv", wrong.as_bytes()),
    ]);
    let code = ["code", "--format", "jsonl", "a.txt", "--gazetteer"];
    let with = |file: &'static str| chancery(folder.path(), &[&code[..], &[file][..]].concat());
    let done = with("good.tsv");
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains(r#""geonames":4927899"#), "{}", done.out);
    let done = with("wrong.tsv");
    assert_eq!(
        (done.code, done.err.as_str()),
        (2, "chancery: wrong.tsv: line 3: latitude \"north\" is no number from -90 to 90\n")
    );
    assert_eq!(with("none.tsv").code, 2);
}
