//! Compiles the tables under `data/` into the compact tables that the crate embeds.
//! One module a domain; each reads its own folder of `data/` and writes to `OUT_DIR`.

#[path = "build/actors.rs"]
mod actors;
#[path = "build/gazetteer.rs"]
mod gazetteer;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/words.rs"]
mod words;

use std::path::{Path, PathBuf};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    actors::compile(&data.join("actors"), &out);
    gazetteer::compile(&data.join("gazetteer"), &out);
    lexicon::compile(&data.join("lexicon"), &out);
    words::compile(&data.join("words"), &out);
}
