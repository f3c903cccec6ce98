//! Holds a case against its reading.

use crate::found::{Records, Value};
use crate::markdown::{Block, Case};
use crate::notation::{Term, Want, one_blank, same_words, terms};
use chancery::{Article, Chancery, Reading};
use std::fmt::Write;

/// What fails, told for people; empty when all holds. An error is a malformed case.
pub fn complaint(chancery: &Chancery, case: &Case) -> Result<String, String> {
    let reading = chancery.read(article(&case.text)?);
    let mut complaint = String::new();
    for block in &case.expected {
        let records = Records::of(&reading, &block.kind)?;
        let failures = failures(&reading, block, &records)?;
        if failures.is_empty() {
            continue;
        }
        for failure in failures {
            let _ = writeln!(complaint, "  {failure}");
        }
        let _ = writeln!(complaint, "  found {}:", block.kind);
        for line in records.lines(&reading) {
            let _ = writeln!(complaint, "    {line}");
        }
        if records.is_empty() {
            let _ = writeln!(complaint, "    none");
        }
    }
    Ok(complaint)
}

/// The article of a text block. Its attributes are the article's: published, publisher, title.
fn article(block: &Block) -> Result<Article, String> {
    let mut article = Article::new("case", block.body());
    for term in terms(&block.attributes)? {
        let (Want::Code(value) | Want::Words(value, _)) = term.value;
        match term.key.as_str() {
            "published" => {
                let date = value.parse().map_err(|e| format!("published={value}: {e}"))?;
                article.published = Some(date);
            }
            "publisher" => article.publisher = Some(value),
            "title" => article.title = Some(value),
            other => return Err(format!("the text block has no attribute {other}")),
        }
    }
    Ok(article)
}

/// An expected line.
struct Line<'b> {
    number: usize,
    written: &'b str,
    negated: bool,
    terms: Vec<Term>,
}

/// The lines of a block that do not hold.
fn failures(reading: &Reading, block: &Block, records: &Records) -> Result<Vec<String>, String> {
    let mut exactly = false;
    let mut lines = Vec::new();
    for (number, written) in &block.lines {
        let line = written.trim();
        match line {
            "" => {}
            "exactly" | "none" => exactly = true,
            _ => {
                let (negated, rest) = match line.strip_prefix("not ") {
                    Some(rest) if !records.begins_with_word(rest) => (true, rest),
                    _ => (false, line),
                };
                let terms = records.read_line(rest).map_err(|e| format!("line {number}: {e}"))?;
                lines.push(Line { number: *number, written: line, negated, terms });
            }
        }
    }
    let meets = |line: &Line<'_>, record: usize| {
        line.terms.iter().all(|term| {
            records.values(record, &term.key).any(|value| fulfils(reading, value, &term.value))
        })
    };
    let mut failures = Vec::new();
    for line in lines.iter().filter(|l| l.negated) {
        if (0..records.len()).any(|r| meets(line, r)) {
            failures.push(format!("line {}: found {}", line.number, line.written));
        }
    }
    let wanted: Vec<&Line<'_>> = lines.iter().filter(|l| !l.negated).collect();
    let edges: Vec<Vec<usize>> = wanted
        .iter()
        .map(|line| (0..records.len()).filter(|r| meets(line, *r)).collect())
        .collect();
    let taken = assignment(&edges, records.len());
    for (i, line) in wanted.iter().enumerate() {
        if !taken.contains(&Some(i)) {
            let why = if edges[i].is_empty() { "not found" } else { "found too few times" };
            failures.push(format!("line {}: {why}: {}", line.number, line.written));
        }
    }
    if exactly {
        for (record, line) in records.lines(reading).into_iter().enumerate() {
            if taken[record].is_none() {
                failures.push(format!("nothing more is expected, but found: {line}"));
            }
        }
    }
    Ok(failures)
}

/// A largest one-to-one assignment of lines to records, by augmenting paths: the line that each
/// record serves.
fn assignment(edges: &[Vec<usize>], records: usize) -> Vec<Option<usize>> {
    fn place(
        line: usize,
        edges: &[Vec<usize>],
        seen: &mut [bool],
        taken: &mut [Option<usize>],
    ) -> bool {
        for &record in &edges[line] {
            if std::mem::replace(&mut seen[record], true) {
                continue;
            }
            if taken[record].is_none_or(|other| place(other, edges, seen, taken)) {
                taken[record] = Some(line);
                return true;
            }
        }
        false
    }
    let mut taken = vec![None; records];
    for line in 0..edges.len() {
        place(line, edges, &mut vec![false; records], &mut taken);
    }
    taken
}

/// True when a found value is what a term asks for.
fn fulfils(reading: &Reading, value: &Value, want: &Want) -> bool {
    let text = reading.article.text();
    match (value, want) {
        (Value::Words(span), Want::Words(words, occurrence)) => {
            same_words(words, reading.article.words(*span))
                && occurrence.is_none_or(|n| {
                    let first = words.split('…').next().unwrap_or_default();
                    let before = text[..span.start() as usize].matches(first).count();
                    before + 1 == n
                })
        }
        (Value::Text(found), Want::Words(words, None)) => same_words(words, found),
        (Value::Text(found) | Value::Code(found), Want::Code(code)) => one_blank(found) == *code,
        _ => false,
    }
}
