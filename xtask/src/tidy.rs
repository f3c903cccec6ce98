//! House rules that a machine can check.

use anyhow::Result;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{data, figures};

/// What is untidy in the repository.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut faults = data::check(root)?;
    faults.extend(figures::check(root)?);
    faults.extend(notes(root)?);
    faults.extend(serde(root)?);
    Ok(faults)
}

/// Every code of a note is explained in docs/notes.md.
fn notes(root: &Path) -> Result<Vec<String>> {
    let documented = fs::read_to_string(root.join("docs/notes.md")).unwrap_or_default();
    let mut faults = BTreeSet::new();
    for path in sources(&root.join("crates"))? {
        let words = fs::read_to_string(&path)?;
        for piece in words.split("code: \"").skip(1) {
            let code = piece.split('"').next().unwrap_or_default();
            let kebab =
                code.contains('-') && code.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if kebab && !documented.contains(&format!("`{code}`")) {
                let path = path.strip_prefix(root).unwrap_or(&path).display();
                faults.insert(format!("{path}: note {code} is not in docs/notes.md"));
            }
        }
    }
    Ok(faults.into_iter().collect())
}

/// Serde lives at the edge: in the schema, in the store and the program that write what a store
/// answers, and in the workshop that reads gold files.
fn serde(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for name in ["article", "world", "syntax", "mention", "event", "fuse", "intake"] {
        let path = root.join(format!("crates/chancery-{name}/Cargo.toml"));
        if fs::read_to_string(&path)?.lines().any(|line| line.starts_with("serde.")) {
            faults.push(format!("{}: serde belongs in chancery-schema", path.display()));
        }
    }
    Ok(faults)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let faults = check(&crate::root()).expect("the repository can be read");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
