//! The outcome of an evaluation: rows of figures, as a table and as JSON.

use crate::measure::{Prf, Tally};
use serde_json::{Map, Value};
use std::fmt::Write;

/// The outcome of one task on one gold file.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// Name of the task.
    pub task: &'static str,
    /// Name of the gold file.
    pub gold: String,
    /// Rows in the order in which they are shown.
    pub rows: Vec<Row>,
    /// The misses, a line each, for the tasks that tell them (actors); in no table.
    pub misses: Vec<String>,
}

/// One measure with its figures.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The measure, for example `type` or `actor span overlap`.
    pub name: String,
    /// Its figures by name, for example `f1`; none where a figure is undefined.
    pub figures: Vec<(&'static str, Option<f64>)>,
}

impl Row {
    /// A row of the figures given.
    pub fn new(name: impl Into<String>, figures: &[(&'static str, f64)]) -> Self {
        let figures = figures.iter().map(|(key, value)| (*key, Some(*value))).collect();
        Self { name: name.into(), figures }
    }

    /// Precision, recall, F1.
    pub fn prf(name: impl Into<String>, prf: Prf) -> Self {
        Self::new(name, &[("p", prf.p), ("r", prf.r), ("f1", prf.f1)])
    }

    /// Precision, recall, F1 and the counts behind them.
    pub fn tally(name: impl Into<String>, tally: Tally) -> Self {
        Self::prf(name, tally.prf())
            .and("tp", tally.found as f64)
            .and("fp", tally.wrong as f64)
            .and("fn", tally.missed as f64)
    }

    /// The row with one more figure.
    pub fn and(mut self, key: &'static str, value: f64) -> Self {
        self.figures.push((key, Some(value)));
        self
    }
}

impl Report {
    /// The figure that a dotted name means: `type.f1`, `LAS.f1`, `actor span overlap.r`.
    pub fn figure(&self, name: &str) -> Option<f64> {
        let (row, figure) = name.rsplit_once('.')?;
        let row = self.rows.iter().find(|r| r.name == row)?;
        row.figures.iter().find(|(key, _)| *key == figure)?.1
    }

    /// Every figure with its dotted name, in the order of the rows.
    pub fn figures(&self) -> impl Iterator<Item = (String, f64)> + '_ {
        self.rows.iter().flat_map(|row| {
            row.figures
                .iter()
                .filter_map(move |(key, value)| Some((format!("{}.{key}", row.name), (*value)?)))
        })
    }

    /// The report as one JSON object: `{"task", "gold", "scores": {measure: {figure: number}}}`.
    pub fn json(&self) -> Value {
        let mut scores = Map::new();
        for row in &self.rows {
            let figures = row.figures.iter().map(|(k, v)| ((*k).to_owned(), Value::from(*v)));
            scores.insert(row.name.clone(), Value::Object(figures.collect()));
        }
        serde_json::json!({ "task": self.task, "gold": self.gold, "scores": scores })
    }

    /// The report as a table for people. Rows with the same figures stand under one heading.
    pub fn table(&self) -> String {
        let width = self.rows.iter().map(|r| r.name.chars().count()).max().unwrap_or(0).max(12);
        let mut table = format!("{} on {}\n", self.task, self.gold);
        let mut heading: Vec<&str> = Vec::new();
        for row in &self.rows {
            let keys: Vec<&str> = row.figures.iter().map(|(key, _)| *key).collect();
            if keys != heading {
                let _ = write!(table, "{:width$}", "");
                for key in &keys {
                    let _ = write!(table, " {key:>9}");
                }
                table.push('\n');
                heading = keys;
            }
            let _ = write!(table, "{:width$}", row.name);
            for (_, value) in &row.figures {
                let _ = match value {
                    None => write!(table, " {:>9}", "-"),
                    Some(value) if value.fract() == 0.0 && value.abs() >= 2.0 => {
                        write!(table, " {value:>9}")
                    }
                    Some(value) => write!(table, " {value:>9.4}"),
                };
            }
            table.push('\n');
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_dotted_names() {
        let report = Report {
            task: "events",
            gold: "g.jsonl".to_owned(),
            rows: vec![Row::tally("actor span exact", Tally::new(1, 1, 0))],
            misses: Vec::new(),
        };
        assert_eq!(report.figure("actor span exact.p"), Some(0.5));
        assert_eq!(report.figure("actor span exact.x"), None);
        assert_eq!(report.figure("type.f1"), None);
        assert_eq!(report.json()["scores"]["actor span exact"]["fn"], 0.0);
        assert!(report.table().contains("actor span exact    0.5000"), "{}", report.table());
    }
}
