//! Compiles `data/claims` and `data/factuality` into finite-state maps that are searched in place.

use std::path::{Path, PathBuf};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=build.rs");
    // Rows become map values, so a table's own columns are decoded by its reader in src/.
    compile(&data.join("claims/cues.tsv"), &out.join("cues.fst"), |f| {
        (format!("{}/{}", f[0], f[1]), pack(&[index(CLASSES, f[2]), index(STANCES, f[3])]))
    });
    compile(&data.join("claims/verb_fields.tsv"), &out.join("verb_fields.fst"), |f| {
        (f[0].to_owned(), index(FIELDS, f[1]))
    });
    compile(&data.join("factuality/signatures.tsv"), &out.join("signatures.fst"), |f| {
        let effects = [index(EFFECTS, f[3]), index(EFFECTS, f[4])];
        (format!("{}/{}/{}", f[0], f[1], f[2]), pack(&effects))
    });
    let nouns = ["factuality/event_nouns.tsv", "factuality/own_event_nouns.tsv"];
    compile_all(&nouns.map(|f| data.join(f)), &out.join("event_nouns.fst"), |f| {
        (f[0].to_owned(), index(&["act", "communication", "other"], f[1]))
    });
    let weights = data.join("../models/claims.bin");
    println!("cargo::rerun-if-changed={}", weights.display());
}

/// Order of the classes of cues; `Class` in src/claims/cues.rs has the same.
const CLASSES: &[&str] = &[
    "accuse",
    "according",
    "agree",
    "announce",
    "argue",
    "believe",
    "decide",
    "deny",
    "discuss",
    "doubt",
    "fear",
    "hearsay",
    "intend",
    "know",
    "oppose",
    "person",
    "praise",
    "quote",
    "refuse",
    "say",
    "seem",
    "show",
    "support",
    "want",
];

/// Order of the stances; `Stance` in src/claims.rs has the same.
const STANCES: &[&str] = &["asserts", "denies", "believes", "doubts", "wants", "intends"];

/// WordNet's verb fields; only their order matters to a hashed feature.
const FIELDS: &[&str] = &[
    "body",
    "change",
    "cognition",
    "communication",
    "competition",
    "consumption",
    "contact",
    "creation",
    "emotion",
    "motion",
    "perception",
    "possession",
    "social",
    "stative",
    "weather",
];

/// What an embedding word does to what it embeds; `Effect` in src/factuality/signatures.rs has the
/// same order.
const EFFECTS: &[&str] = &[
    "none",
    "fact",
    "not",
    "planned",
    "probable",
    "possible",
    "wanted",
    "unknown",
    "ongoing",
    "improbable",
    "conditional",
];

fn index(names: &[&str], name: &str) -> u64 {
    let found = names.iter().position(|n| *n == name);
    found.unwrap_or_else(|| panic!("{name:?} is none of {names:?}")) as u64
}

fn pack(parts: &[u64]) -> u64 {
    parts.iter().rev().fold(0, |packed, part| packed << 8 | part)
}

fn compile(table: &Path, out: &Path, row: impl Fn(&[&str]) -> (String, u64)) {
    compile_all(&[table.to_owned()], out, row);
}

/// One map of the rows of all tables.
fn compile_all(tables: &[PathBuf], out: &Path, row: impl Fn(&[&str]) -> (String, u64)) {
    let mut rows: Vec<(String, u64)> = Vec::new();
    for table in tables {
        println!("cargo::rerun-if-changed={}", table.display());
        let text =
            std::fs::read_to_string(table).unwrap_or_else(|e| panic!("{}: {e}", table.display()));
        let lines = text.lines().skip(1).filter(|line| !line.is_empty());
        rows.extend(lines.map(|line| row(&line.split('\t').collect::<Vec<_>>())));
    }
    rows.sort();
    rows.dedup_by(|b, a| a.0 == b.0);
    let map = fst::Map::from_iter(rows).expect("rows are sorted and unlike");
    std::fs::write(out, map.as_fst().as_bytes()).expect("OUT_DIR can be written");
}
