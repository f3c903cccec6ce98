//! The tables in `data/` and their manifests.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use toml::Value;

/// What is wrong with the data folders: a table without a manifest entry, a stale checksum or row
/// count, a missing source, licence, date or columns, a licence that we may not ship.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for folder in folders(root)? {
        let name = folder.strip_prefix(root).unwrap_or(&folder).display().to_string();
        let manifest = folder.join("manifest.toml");
        if !manifest.exists() {
            faults.push(format!("{name}: no manifest.toml"));
            continue;
        }
        let words = fs::read_to_string(&manifest)?;
        let parsed: Value =
            words.parse::<toml::Table>().map(Value::Table).with_context(|| name.clone())?;
        let tables = parsed.get("table").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut named = BTreeSet::new();
        for table in &tables {
            let text = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or_default();
            let file = text("file");
            named.insert(file.to_owned());
            let fault = |words: String| format!("{name}/{file}: {words}");
            for key in ["name", "file", "source", "licence", "date", "sha256"] {
                if text(key).is_empty() {
                    faults.push(fault(format!("the manifest has no {key}")));
                }
            }
            if table.get("columns").is_none() {
                faults.push(fault("the manifest explains no columns".to_owned()));
            }
            if let Some(licence) = forbidden(text("licence")) {
                faults.push(fault(format!("licence {licence:?} is not one that we ship")));
            }
            let path = folder.join(file);
            let Ok(bytes) = fs::read(&path) else {
                faults.push(fault("named in the manifest, but not there".to_owned()));
                continue;
            };
            if text("sha256") != sha256(&bytes) {
                faults.push(fault("sha256 is stale; run cargo xtask data".to_owned()));
            }
            let rows = rows(&path, &bytes)?;
            if table.get("rows").and_then(Value::as_integer) != Some(rows) {
                faults.push(fault(format!("rows should be {rows}; run cargo xtask data")));
            }
        }
        for file in files(&folder)? {
            if !named.contains(&file) {
                faults.push(format!("{name}/{file}: not in the manifest"));
            }
        }
    }
    Ok(faults)
}

/// Writes the checksum and row count of every table into its manifest.
pub(crate) fn refresh(root: &Path) -> Result<()> {
    for folder in folders(root)? {
        let manifest = folder.join("manifest.toml");
        let Ok(words) = fs::read_to_string(&manifest) else { continue };
        // Sections are edited as text, so that comments and order stay.
        let mut sections: Vec<String> = Vec::new();
        for line in words.lines() {
            if line.trim() == "[[table]]" || sections.is_empty() {
                sections.push(String::new());
            }
            let section = sections.last_mut().expect("a section was opened");
            section.push_str(line);
            section.push('\n');
        }
        for section in &mut sections {
            let Some(file) = value(section, "file") else { continue };
            let path = folder.join(&file);
            let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
            let rows = rows(&path, &bytes)?.to_string();
            *section = set(section, "sha256", &format!("\"{}\"", sha256(&bytes)));
            *section = set(section, "rows", &rows);
        }
        fs::write(&manifest, sections.concat())?;
    }
    crate::report(check(root)?)
}

fn value(section: &str, key: &str) -> Option<String> {
    let line = section.lines().find(|line| is_key(line, key))?;
    Some(line.split_once('=')?.1.trim().trim_matches('"').to_owned())
}

fn is_key(line: &str, key: &str) -> bool {
    line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
}

fn set(section: &str, key: &str, value: &str) -> String {
    let mut lines: Vec<String> = section.lines().map(str::to_owned).collect();
    let new = format!("{key} = {value}");
    match lines.iter().position(|line| is_key(line, key)) {
        Some(at) => lines[at] = new,
        None => {
            let after = lines.iter().position(|line| is_key(line, "date")).unwrap_or(0);
            lines.insert(after + 1, new);
        }
    }
    lines.join("\n") + "\n"
}

/// The folders that hold tables.
fn folders(root: &Path) -> Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    let data = root.join("data");
    if data.exists() {
        for entry in fs::read_dir(&data)? {
            let path = entry?.path();
            if path.is_dir() && !files(&path)?.is_empty() {
                folders.push(path);
            }
        }
    }
    folders.sort();
    Ok(folders)
}

/// The tables of a folder.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if [".tsv", ".csv", ".tsv.gz", ".csv.gz", ".txt"].iter().any(|end| name.ends_with(end)) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Rows without the header; lines that a comment sign opens do not count.
fn rows(path: &Path, bytes: &[u8]) -> Result<i64> {
    let mut words = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes).read_to_string(&mut words)?;
    } else {
        words.push_str(std::str::from_utf8(bytes).with_context(|| path.display().to_string())?);
    }
    let lines = words.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    Ok((lines as i64 - 1).max(0))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The part of a licence statement that is not on the list of those that we ship.
fn forbidden(licence: &str) -> Option<String> {
    const SHIPPED: [&str; 14] = [
        "apache-2.0",
        "bsd-2-clause",
        "bsd-3-clause",
        "cc-by-2.5",
        "cc-by-3.0",
        "cc-by-4.0",
        "cc0",
        "cc0-1.0",
        "facts",
        "mit",
        "own",
        "pddl-1.0",
        "public-domain",
        "unlicense",
    ];
    licence
        .replace(" AND ", ";")
        .replace(" OR ", ";")
        .replace(" and ", ";")
        .replace(" or ", ";")
        .split([';', ',', '/'])
        .map(|part| part.trim().trim_matches(['(', ')']).to_lowercase().replace(' ', "-"))
        .find(|part| !SHIPPED.contains(&part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_alike_is_not_shipped() {
        assert_eq!(forbidden("PDDL-1.0 AND CC0-1.0 AND Apache-2.0"), None);
        assert_eq!(forbidden("CC BY 4.0"), None);
        assert_eq!(forbidden("MIT, CC-BY-SA-4.0").as_deref(), Some("cc-by-sa-4.0"));
        assert!(forbidden("ODbL-1.0").is_some());
        assert!(forbidden("").is_some());
    }

    #[test]
    fn a_section_is_edited_in_place() {
        let section = "[[table]]\nfile = \"a.tsv\"\nsha256 = \"old\"\n";
        assert_eq!(
            set(section, "sha256", "\"new\""),
            "[[table]]\nfile = \"a.tsv\"\nsha256 = \"new\"\n"
        );
        assert_eq!(value(section, "file").as_deref(), Some("a.tsv"));
    }
}
