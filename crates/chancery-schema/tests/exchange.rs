//! The exchange formats of three of the bundled articles, byte for byte, and read back by other
//! people's readers.
//!
//! `records.jsonl` holds the articles' records, with only those tokens that the events stand on, so
//! the files change with the writers and not with the engine. `CHANCERY_BLESS=1 cargo test` writes
//! them anew.

use chancery_schema::Record;
use chancery_schema::exchange::{gdelt, geojson, icews, polecat};
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange")
}

fn records() -> Vec<Record> {
    let lines = std::fs::read_to_string(folder().join("records.jsonl")).expect("the records");
    lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// Each format's file name and its whole output.
fn outputs() -> [(&'static str, String); 5] {
    let records = records();
    let rows = |write: fn(&Record) -> String| records.iter().map(write).collect::<String>();
    let features: Vec<String> =
        records.iter().flat_map(geojson::features).map(|feature| feature.to_string()).collect();
    [
        ("gdelt.export.CSV", rows(gdelt::events)),
        ("gdelt.mentions.CSV", rows(gdelt::mentions)),
        ("polecat.txt", polecat::header() + &rows(polecat::rows)),
        ("icews.tab", icews::header() + &rows(icews::rows)),
        ("events.geojson", format!("{}{}{}", geojson::OPEN, features.join(",\n"), geojson::CLOSE)),
    ]
}

#[test]
fn the_bundled_articles_come_out_as_checked_in() {
    for (file, output) in outputs() {
        let path = folder().join(file);
        if std::env::var_os("CHANCERY_BLESS").is_some() {
            std::fs::write(&path, &output).expect("the folder is there");
        }
        let golden = std::fs::read_to_string(&path).expect("the file is checked in");
        assert_eq!(golden, output, "{file}");
    }
}

#[test]
fn other_peoples_readers_take_them() {
    let folder = std::env::temp_dir().join(format!("chancery-exchange-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, output) in outputs() {
        std::fs::write(folder.join(file), output).expect("a file");
    }
    let reader = self::folder().join("read_back.py");
    let run = Command::new("python3").arg(&reader).arg(&folder).output();
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    // A machine without Python has nothing to read with; the columns are tested elsewhere.
    let Ok(run) = run else { return };
    let words = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{words}");
    assert!(words.contains("read back 5 files"), "{words}");
}
