//! Names: spans and types.
//!
//! `strict` wants the same span and type (the measure of CoNLL 2003), `span` the same span,
//! `overlap` a shared character and the same type, one to one. Figures are in percent.

use crate::measure::{Prf, greedy};
use crate::report::Row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A text with its names, or the names answered for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Joins gold and answer.
    pub id: String,
    /// The text (gold).
    #[serde(default)]
    pub text: String,
    /// Day of publication (gold).
    #[serde(default)]
    pub date: Option<String>,
    /// Its names.
    #[serde(default)]
    pub entities: Vec<Entity>,
}

/// A name.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct Entity {
    pub start: usize,
    pub end: usize,
    #[serde(rename = "type", default)]
    pub kind: String,
}

/// Hits, answers, gold.
type Three = [usize; 3];

/// Scores answers against gold. Only names of the types given count, all when none is given.
pub fn score(gold: &[Document], answers: &[Document], types: &[String]) -> Vec<Row> {
    let by_id: BTreeMap<&str, &Document> = answers.iter().map(|d| (d.id.as_str(), d)).collect();
    let (mut strict, mut span, mut overlap) = ([0; 3], [0; 3], [0; 3]);
    let mut by_type: BTreeMap<String, Three> = BTreeMap::new();
    for document in gold {
        let answer = by_id.get(document.id.as_str()).map_or(&[][..], |d| &d.entities);
        let (g, s) = (kept(&document.entities, types), kept(answer, types));
        for (sum, value) in strict.iter_mut().zip([g.intersection(&s).count(), s.len(), g.len()]) {
            *sum += value;
        }
        let spans = |of: &BTreeSet<Named<'_>>| -> BTreeSet<(usize, usize)> {
            of.iter().map(|(start, end, _)| (*start, *end)).collect()
        };
        let (gs, ss) = (spans(&g), spans(&s));
        for (sum, value) in span.iter_mut().zip([gs.intersection(&ss).count(), ss.len(), gs.len()])
        {
            *sum += value;
        }
        for (sum, value) in overlap.iter_mut().zip([overlapping(&g, &s), s.len(), g.len()]) {
            *sum += value;
        }
        for name in g.union(&s) {
            let three = by_type.entry(name.2.to_owned()).or_default();
            three[0] += usize::from(g.contains(name) && s.contains(name));
            three[1] += usize::from(s.contains(name));
            three[2] += usize::from(g.contains(name));
        }
    }
    let prf =
        |[hits, answers, gold]: Three| Prf::of(hits as f64, answers as f64, gold as f64).percent();
    let row = |name: &str, three: Three| {
        let row = Row::prf(name, prf(three)).and("correct", three[0] as f64);
        row.and("gold", three[2] as f64).and("system", three[1] as f64)
    };
    let mut rows = vec![row("strict", strict), row("span", span), row("overlap", overlap)];
    let in_gold: Vec<f64> = by_type.values().filter(|t| t[2] > 0).map(|t| prf(*t).f1).collect();
    let mean = in_gold.iter().sum::<f64>() / in_gold.len().max(1) as f64;
    rows.push(Row::new("macro", &[("f1", mean)]));
    rows.extend(by_type.iter().map(|(kind, three)| row(&format!("  {kind}"), *three)));
    rows
}

type Named<'d> = (usize, usize, &'d str);

fn kept<'d>(entities: &'d [Entity], types: &[String]) -> BTreeSet<Named<'d>> {
    let keep = |e: &&Entity| types.is_empty() || types.contains(&e.kind);
    entities.iter().filter(keep).map(|e| (e.start, e.end, e.kind.as_str())).collect()
}

fn overlapping(gold: &BTreeSet<Named<'_>>, answers: &BTreeSet<Named<'_>>) -> usize {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, s) in answers.iter().enumerate() {
            let shared = g.1.min(s.1).saturating_sub(g.0.max(s.0));
            if g.2 == s.2 && shared > 0 {
                candidates.push((shared as f64, i, j));
            }
        }
    }
    greedy(candidates).len()
}
