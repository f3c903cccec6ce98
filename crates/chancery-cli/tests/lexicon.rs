//! A user's own ontology and lexicon: checked, tried, coded with, explained.

use assert_cmd::Command;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Outcome {
    code: i32,
    out: String,
    err: String,
}

fn chancery(arguments: &[&str]) -> Outcome {
    let mut command = Command::cargo_bin("chancery").expect("the program is built");
    let output = command.args(arguments).output().expect("it runs");
    Outcome {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
    }
}

/// The worked example.
fn trade(within: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/trade-disputes");
    root.join(within).display().to_string()
}

fn folder(files: &[(&str, &str)]) -> (TempDir, String) {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text.replace('|', "\t")).expect("a file");
    }
    let path = folder.path().display().to_string();
    (folder, path)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("one JSON value")
}

const TYPES: &str = "type|plover|quad|intensity|meaning\nTARIFF|SANCTION|4|-5|a duty\n";
const HEADER: &str = "lemmas|pos|where|type|mode|contexts|cameo|frame|prior\n";

#[test]
fn the_worked_example_is_sound_and_its_sentences_are_coded_as_they_say() {
    let Outcome { code, out, err } = chancery(&["lexicon", "check", &trade("lexicon")]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("0 errors, 0 doubts"), "{out}");
    let (right, of) =
        out.rsplit_once(", ").and_then(|(_, end)| end.split_once(" of ")).expect(&out);
    assert!(of.starts_with(&format!("{right} examples")), "{out}");
}

#[test]
fn articles_are_coded_with_an_ontology_of_ones_own() {
    let (lexicon, articles) = (trade("lexicon"), trade("articles"));
    let Outcome { code, out, .. } =
        chancery(&["code", "--format", "jsonl", "--lexicon", &lexicon, &articles]);
    assert_eq!(code, 0);
    let listed = fs::read_to_string(PathBuf::from(&lexicon).join("types.tsv")).expect("the types");
    let listed: BTreeSet<&str> =
        listed.lines().skip(1).filter_map(|l| l.split('\t').next()).collect();
    let mut found = BTreeSet::new();
    for line in out.lines() {
        for event in json(line)["events"].as_array().expect("events") {
            let kind = event["type"].as_str().expect("a type");
            assert!(listed.contains(kind), "{kind} is not of the ontology");
            let plover = event["plover"]["event"].as_str().expect("PLOVER's reading");
            assert!(!listed.contains(plover));
            let mode = event["mode"].as_str();
            found.insert(mode.map_or(kind.to_owned(), |mode| format!("{kind}/{mode}")));
        }
    }
    for wanted in [
        "TARIFF/countervailing",
        "TARIFF/antidumping",
        "TARIFF/duty",
        "PROBE/subsidy",
        "COMPLAINT/wto",
        "COMPLAINT/consultations",
        "RETALIATION",
        "RELIEF",
        "THREAT",
    ] {
        assert!(found.contains(wanted), "{wanted} is missing from {found:?}");
    }
}

#[test]
fn a_faulty_folder_is_told_line_by_line_and_codes_nothing() {
    let rows = format!("{HEADER}impose|v|obj=NOTHING|TARIF||economic|163|sbj > on|.9\nshort|v\n");
    let (_folder, path) = folder(&[("types.tsv", TYPES), ("predicates.tsv", &rows)]);
    let Outcome { code, out, .. } = chancery(&["lexicon", "check", &path]);
    assert_eq!(code, 1);
    for wanted in [
        "predicates.tsv:2: where: no row of classes.tsv has the class NOTHING",
        "predicates.tsv:2: type: \"TARIF\" is no type, perhaps TARIFF",
        "predicates.tsv:2: frame: \"sbj\" is no slot, perhaps subj",
        "predicates.tsv:3: 2 fields, not 9",
        "4 errors",
    ] {
        assert!(out.contains(wanted), "{wanted}\n---\n{out}");
    }
    let told = json(&chancery(&["lexicon", "check", "--json", &path]).out);
    let problem = &told["problems"][0];
    assert_eq!(problem["line"], 2);
    assert!(problem["file"].as_str().is_some_and(|f| f.ends_with("predicates.tsv")));
    let Outcome { code, out, err } = chancery(&["code", "--lexicon", &path, &trade("articles")]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("predicates.tsv:2: type: "), "{err}");
    assert!(err.contains("`chancery lexicon check"), "{err}");
}

#[test]
fn an_example_that_fails_is_told_with_its_line() {
    let rows = format!("{HEADER}impose|v|obj=tariff|TARIFF||economic|163|subj > on,inside|.9\n");
    let examples = "sentence|expected\nChina imposed tariffs on Canada.|TARIFF\n\
        China met Canada.|TARIFF\nChina imposed tariffs on Japan.|none\n";
    let (_folder, path) =
        folder(&[("types.tsv", TYPES), ("predicates.tsv", &rows), ("examples.tsv", examples)]);
    let Outcome { code, out, .. } = chancery(&["lexicon", "check", &path]);
    assert_eq!(code, 1);
    assert!(!out.contains("examples.tsv:2:"), "{out}");
    assert!(out.contains("examples.tsv:3: expected: expected TARIFF, found nothing"), "{out}");
    assert!(out.contains("examples.tsv:4: expected: expected nothing, found TARIFF"), "{out}");
    assert!(out.contains("1 of 3 examples as expected"), "{out}");
}

#[test]
fn what_is_no_lexicon_is_refused() {
    let (_folder, path) = folder(&[("notes.txt", "nothing")]);
    for (folder, wanted) in
        [("nosuch", "cannot read the lexicon's folder nosuch"), (&path, "no table")]
    {
        let Outcome { code, out, err } = chancery(&["lexicon", "check", folder]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(wanted), "{err}");
    }
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("types.tsv"), b"type\n\xff\n").expect("a file");
    let path = folder.path().display().to_string();
    let Outcome { code, out, .. } = chancery(&["lexicon", "check", &path]);
    assert_eq!(code, 1);
    assert!(out.contains("types.tsv:2: the line is not UTF-8"), "{out}");
}

#[test]
fn our_own_lexicon_has_no_error() {
    let Outcome { code, out, .. } = chancery(&["lexicon", "check"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains(" 0 errors, "), "{out}");
}

#[test]
fn a_sentence_is_tried_and_says_which_entries_won_and_lost() {
    let sentence = "Israel rejected a call to meet the Palestinians in Cairo on Monday.";
    let Outcome { code, out, .. } = chancery(&["lexicon", "try", sentence]);
    assert_eq!(code, 0);
    for wanted in [
        "rejected  reject, verb",
        "data/lexicon/operators.tsv:",
        "takes “call”",
        "a constraint fails",
        "no event: it is part of what this word tells",
        "→ event 1 below",
        "REJECT",
    ] {
        assert!(out.contains(wanted), "{wanted}\n---\n{out}");
    }
    let told = json(&chancery(&["lexicon", "try", "--json", sentence]).out);
    let words = told["words"].as_array().expect("words");
    let rejected = words.iter().find(|w| w["lemma"] == "reject").expect("the verb");
    assert_eq!(rejected["event"], 0);
    let won = rejected["senses"].as_array().expect("senses").iter();
    assert_eq!(won.filter(|s| s["verdict"] == "won").count(), 1);
    assert_eq!(told["events"][0]["event"]["type"], "REJECT");
    assert!(told["events"][0]["trail"]["slots"].as_array().is_some_and(|s| !s.is_empty()));
    let Outcome { code, err, .. } = chancery(&["lexicon", "try", " "]);
    assert_eq!(code, 2);
    assert!(err.contains("the sentence is empty"), "{err}");
}

#[test]
fn explain_tells_what_lost() {
    let (folder, _) = folder(&[(
        "story.txt",
        "Officials said on Tuesday that Israel would meet Egypt in Cairo on Monday.",
    )]);
    let file = folder.path().join("story.txt").display().to_string();
    let published = ["--published", "2024-10-29"];
    let Outcome { code, out, .. } = chancery(&[&["explain"], &published[..], &[&file]].concat());
    assert_eq!(code, 0);
    for wanted in [
        "✓ “Monday”  the event's time",
        "✗ “Tuesday”  stands in another claim than the act",
        "✓ “Cairo”  the event's place",
        "meet ─nsubj→ Israel",
        "senses",
        "data/lexicon/predicates.tsv:",
    ] {
        assert!(out.contains(wanted), "{wanted}\n---\n{out}");
    }
    let told = json(&chancery(&[&["explain", "--json"], &published[..], &[&file]].concat()).out);
    let event = &told["events"][0];
    assert_eq!(event["event"]["type"], "CONSULT");
    assert!(event["entry"]["line"].as_u64().is_some());
    assert_eq!(event["trail"]["times"].as_array().map(Vec::len), Some(2));
    assert!(event["trail"]["factuality"].as_array().is_some_and(|steps| steps.len() > 1));
    assert_eq!(chancery(&["explain", "--event", "9", &file]).code, 2);
}
