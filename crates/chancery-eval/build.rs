//! Packs `examples/articles/*.txt` into the program: a sorted list of names and contents.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder");
    let folder = Path::new(&root).join("../../examples/articles");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("examples/articles holds the bundled articles")
        .map(|entry| entry.expect("examples/articles is readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut list = String::from("&[\n");
    for path in files {
        let path = path.canonicalize().expect("the file was just listed");
        let name = path.file_stem().map(|s| s.to_string_lossy()).unwrap_or_default();
        writeln!(list, "({name:?}, include_str!({path:?})),").expect("writing to a string");
    }
    list.push(']');
    let out = env::var("OUT_DIR").expect("cargo names the output folder");
    fs::write(Path::new(&out).join("bundled.rs"), list).expect("the output folder is writable");
}
