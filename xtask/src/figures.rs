//! Figures quoted in documents, against the committed tables.
//!
//! A quoted figure stands right after a comment that names it:
//! `<!-- figure: events/plv.dev.jsonl type.f1 -->0.61`. The name is a row of `eval/scores.csv`
//! (gold and metric) or of another table in `eval/` (its `name` column). The figure must equal the
//! table's, rounded to the decimals quoted.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const OPENING: &str = "<!-- figure: ";
const CLOSING: &str = " -->";

/// The quotes that no table bears out.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let figures = figures(root)?;
    let mut faults = Vec::new();
    for path in documents(root)? {
        let words = fs::read_to_string(&path)?;
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        for quote in quotes(&words) {
            let line = words[..quote.start].lines().count();
            let fault = |words: String| format!("{name}:{line}: {words}");
            match figures.get(quote.name) {
                None => faults.push(fault(format!("no figure {:?} in eval/", quote.name))),
                Some(value) => {
                    let right = rounded(*value, quote.number);
                    if right != quote.number {
                        faults.push(fault(format!(
                            "{} is quoted as {}, the table says {right}",
                            quote.name, quote.number
                        )));
                    }
                }
            }
        }
    }
    Ok(faults)
}

/// Writes the tables' figures into the documents.
pub(crate) fn refresh(root: &Path) -> Result<()> {
    let figures = figures(root)?;
    for path in documents(root)? {
        let words = fs::read_to_string(&path)?;
        let mut new = String::new();
        let mut from = 0;
        for quote in quotes(&words) {
            if let Some(value) = figures.get(quote.name) {
                new.push_str(&words[from..quote.start]);
                new.push_str(&rounded(*value, quote.number));
                from = quote.start + quote.number.len();
            }
        }
        new.push_str(&words[from..]);
        if new != words {
            fs::write(&path, new)?;
        }
    }
    crate::report(check(root)?)
}

struct Quote<'t> {
    name: &'t str,
    /// Where the number starts.
    start: usize,
    number: &'t str,
}

fn quotes(words: &str) -> Vec<Quote<'_>> {
    let mut quotes = Vec::new();
    let mut at = 0;
    while let Some(open) = words[at..].find(OPENING) {
        let name_at = at + open + OPENING.len();
        // Inside a fence the notation is shown, not used.
        if words[..name_at].lines().filter(|line| line.starts_with("```")).count() % 2 == 1 {
            at = name_at;
            continue;
        }
        let Some(length) = words[name_at..].find(CLOSING) else { break };
        let start = name_at + length + CLOSING.len();
        let number = &words[start..];
        let end = number
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')))
            .unwrap_or(number.len());
        let number = number[..end].trim_end_matches(['.', ',']);
        quotes.push(Quote { name: &words[name_at..name_at + length], start, number });
        at = start + number.len();
    }
    quotes
}

/// `value` with as many decimals as `like`, thousands apart by a comma where `like` has one or the
/// number needs one.
fn rounded(value: f64, like: &str) -> String {
    let decimals = like.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
    let plain = format!("{value:.decimals$}");
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let rest = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
    format!("{sign}{grouped}{rest}")
}

/// Every figure of the tables in `eval/`.
fn figures(root: &Path) -> Result<BTreeMap<String, f64>> {
    let mut figures = BTreeMap::new();
    let folder = root.join("eval");
    if !folder.exists() {
        return Ok(figures);
    }
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let mut reader = csv::Reader::from_path(&path)?;
        let header = reader.headers()?.clone();
        let column = |name: &str| header.iter().position(|column| column == name);
        let value =
            column("value").with_context(|| format!("{}: no column value", path.display()))?;
        for row in reader.records() {
            let row = row.with_context(|| path.display().to_string())?;
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default();
            let name = match column("name") {
                Some(at) => cell(Some(at)).to_owned(),
                None => format!("{} {}", cell(column("gold")), cell(column("metric"))),
            };
            if let Ok(number) = cell(Some(value)).parse() {
                figures.insert(name, number);
            }
        }
    }
    Ok(figures)
}

/// The documents that may quote figures.
fn documents(root: &Path) -> Result<Vec<PathBuf>> {
    let mut documents = Vec::new();
    for folder in [root.to_owned(), root.join("docs")] {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "md") {
                documents.push(path);
            }
        }
    }
    documents.sort();
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_a_name_and_a_number() {
        let words =
            "F1 is <!-- figure: a.jsonl type.f1 -->0.61, at <!-- figure: w/s -->12,345 words.";
        let found: Vec<_> = quotes(words).into_iter().map(|q| (q.name, q.number)).collect();
        assert_eq!(found, [("a.jsonl type.f1", "0.61"), ("w/s", "12,345")]);
        assert_eq!(rounded(0.6149, "0.61"), "0.61");
        assert_eq!(rounded(12345.4, "1"), "12,345");
        assert_eq!(rounded(78.04, "78.1"), "78.0");
    }
}
