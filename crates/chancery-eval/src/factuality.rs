//! Factuality of given events: labels, and scores from -3 (certainly not) to 3 (certainly so).
//!
//! Scores: mean absolute error, Pearson, Spearman, and macro F1 over three ranges (fact from 1 up,
//! counter-fact from -1 down, uncertain between). An event without an answer is taken as +3.
//! Labels: accuracy and macro F1 over the labels of the gold without "other"; an event without an
//! answer is wrong. Gold "generic" and "underspecified" are read as "other", "unannotated" is left
//! out.

use crate::measure::{Prf, ratio};
use crate::report::Row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An event with its factuality, or the factuality answered for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Item {
    /// Joins gold and answer.
    pub id: String,
    /// The sentence (gold).
    #[serde(default)]
    pub text: String,
    /// Code points of the event's word (gold).
    #[serde(default)]
    pub event: (usize, usize),
    /// -3 to 3.
    #[serde(default)]
    pub score: Option<f64>,
    /// happened, planned, possible, negated, conditional, other.
    #[serde(default)]
    pub label: Option<String>,
}

const ENGINE: [&str; 5] = ["happened", "planned", "possible", "negated", "conditional"];
const RANGES: [&str; 3] = ["fact", "uncertain", "counter-fact"];
/// What is taken for an event without an answer: it happened.
const DEFAULT_SCORE: f64 = 3.0;

/// Scores answers against gold: labels where both have them, scores where both have them.
pub fn score(gold: &[Item], answers: &[Item]) -> Vec<Row> {
    let by_id: BTreeMap<&str, &Item> = answers.iter().map(|a| (a.id.as_str(), a)).collect();
    let answer = |item: &Item| by_id.get(item.id.as_str()).copied();
    let annotated: Vec<&Item> =
        gold.iter().filter(|g| g.label.as_deref() != Some("unannotated")).collect();
    let mut rows = Vec::new();
    let answered = gold.iter().filter(|g| answer(g).is_some()).count() as f64;
    rows.push(Row::new("answered", &[("share", ratio(answered, gold.len() as f64))]));
    let scored: Vec<(f64, Option<f64>)> = annotated
        .iter()
        .filter_map(|g| Some((g.score?, answer(g).and_then(|a| a.score))))
        .collect();
    let labelled: Vec<(&str, Option<&str>)> = annotated
        .iter()
        .filter_map(|g| Some((g.label.as_deref()?, answer(g).and_then(|a| a.label.as_deref()))))
        .collect();
    let has_labels = gold.iter().any(|g| g.label.is_some());
    if scored.iter().any(|(_, a)| a.is_some()) || (!scored.is_empty() && !has_labels) {
        score_rows(&mut rows, &scored);
    }
    if labelled.iter().any(|(_, a)| a.is_some()) {
        label_rows(&mut rows, &labelled);
    }
    rows
}

fn score_rows(rows: &mut Vec<Row>, scored: &[(f64, Option<f64>)]) {
    let gold: Vec<f64> = scored.iter().map(|(g, _)| *g).collect();
    let found: Vec<f64> = scored.iter().map(|(_, a)| a.unwrap_or(DEFAULT_SCORE)).collect();
    let n = gold.len() as f64;
    let mae = gold.iter().zip(&found).map(|(a, b)| (a - b).abs()).sum::<f64>() / n;
    let mut row = Row::new("scores", &[("mae", mae)]);
    row.figures.push(("pearson", pearson(&gold, &found)));
    row.figures.push(("spearman", pearson(&ranks(&gold), &ranks(&found))));
    let names = |of: &[f64]| -> Vec<&'static str> { of.iter().map(|s| range(*s)).collect() };
    let (gold, found) = (names(&gold), names(&found));
    let by_range = by_label(&gold, &found, &RANGES);
    let supported: Vec<f64> =
        by_range.iter().filter(|(_, _, gold, _)| *gold > 0.0).map(|(_, s, ..)| s.f1).collect();
    row = row.and("range_macro_f1", supported.iter().sum::<f64>() / supported.len() as f64);
    rows.push(row.and("n", n));
    push_labels(rows, "range ", &by_range);
}

fn label_rows(rows: &mut Vec<Row>, labelled: &[(&str, Option<&str>)]) {
    let is_other = |label: &str| matches!(label, "generic" | "underspecified" | "other");
    let engine = labelled.iter().all(|(gold, _)| ENGINE.contains(gold) || is_other(gold));
    let name = |label: &str| match engine && is_other(label) {
        true => "other".to_owned(),
        false => label.to_owned(),
    };
    let gold: Vec<String> = labelled.iter().map(|(g, _)| name(g)).collect();
    let found: Vec<String> =
        labelled.iter().map(|(_, a)| a.map_or("(none)".to_owned(), name)).collect();
    let present: BTreeSet<&str> = gold.iter().map(String::as_str).collect();
    let labels: Vec<&str> = match engine {
        true => ENGINE.into_iter().filter(|l| present.contains(l)).collect(),
        false => present.iter().copied().collect(),
    };
    fn refs(of: &[String]) -> Vec<&str> {
        of.iter().map(String::as_str).collect()
    }
    let (gold, found) = (refs(&gold), refs(&found));
    let mut table = by_label(&gold, &found, &labels);
    let macro_f1 = table.iter().map(|(_, s, ..)| s.f1).sum::<f64>() / labels.len() as f64;
    if engine && present.contains("other") {
        table.extend(by_label(&gold, &found, &["other"]));
    }
    let right = gold.iter().zip(&found).filter(|(a, b)| a == b).count() as f64;
    let n = gold.len() as f64;
    let figures = [("accuracy", right / n), ("macro_f1", macro_f1), ("n", n)];
    rows.push(Row::new("labels", &figures));
    push_labels(rows, "", &table);
}

/// Label, measures, gold count, answer count.
type Labelled<'l> = (&'l str, Prf, f64, f64);

fn by_label<'l>(gold: &[&str], found: &[&str], labels: &[&'l str]) -> Vec<Labelled<'l>> {
    labels
        .iter()
        .map(|label| {
            let hits = gold.iter().zip(found).filter(|(g, a)| g == a && *g == label).count() as f64;
            let in_gold = gold.iter().filter(|g| *g == label).count() as f64;
            let in_found = found.iter().filter(|a| *a == label).count() as f64;
            (*label, Prf::of(hits, in_found, in_gold), in_gold, in_found)
        })
        .collect()
}

fn push_labels(rows: &mut Vec<Row>, prefix: &str, labels: &[Labelled<'_>]) {
    for (label, prf, gold, found) in labels {
        let row = Row::prf(format!("  {prefix}{label}"), *prf);
        rows.push(row.and("gold", *gold).and("system", *found));
    }
}

fn range(score: f64) -> &'static str {
    if score >= 1.0 {
        RANGES[0]
    } else if score <= -1.0 {
        RANGES[2]
    } else {
        RANGES[1]
    }
}

/// Pearson's correlation; a constant has none.
fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 2 {
        return None;
    }
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (mx, my) = (mean(x), mean(y));
    let spread = |of: &[f64], m: f64| of.iter().map(|v| (v - m).powi(2)).sum::<f64>();
    let (a, b) = (spread(x, mx), spread(y, my));
    if a <= 1e-12 || b <= 1e-12 {
        return None;
    }
    Some(x.iter().zip(y).map(|(p, q)| (p - mx) * (q - my)).sum::<f64>() / (a * b).sqrt())
}

/// Ranks from 0; ties share their mean rank.
fn ranks(of: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..of.len()).collect();
    order.sort_by(|a, b| of[*a].total_cmp(&of[*b]));
    let mut ranks = vec![0.0; of.len()];
    let mut i = 0;
    while i < order.len() {
        let same = order[i..].iter().take_while(|k| of[**k] == of[order[i]]).count();
        for k in &order[i..i + same] {
            ranks[*k] = i as f64 + (same - 1) as f64 / 2.0;
        }
        i += same;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_of_small_series() {
        let r = pearson(&[1.0, 2.0, 3.0, 4.0], &[2.0, 1.0, 4.0, 3.0]).expect("both vary");
        assert!((r - 0.6).abs() < 1e-12);
        assert_eq!(ranks(&[5.0, 1.0, 5.0]), [1.5, 0.0, 1.5]);
        assert_eq!(pearson(&[1.0, 1.0], &[0.0, 3.0]), None);
    }
}
