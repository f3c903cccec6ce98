//! Compiles `data/words` into lists of words, each under its name.
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

pub(crate) fn compile(data: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", data.display());
    let path = data.join("en.tsv");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut code = String::new();
    let mut seen = BTreeSet::new();
    for (line, number) in text.lines().zip(1..).skip(1).filter(|(line, _)| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [list, meaning, words] = fields[..] else {
            panic!("{}:{number}: {} fields, not 3", path.display(), fields.len())
        };
        assert!(seen.insert(list), "{}:{number}: {list} stands here twice", path.display());
        let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        writeln!(code, "/// {meaning}.\npub static {list}: &[&str] = &{words:?};")
            .expect("a string");
    }
    std::fs::write(out.join("words.rs"), code).expect("OUT_DIR can be written");
}
