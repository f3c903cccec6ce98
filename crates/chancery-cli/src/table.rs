//! Answers as people and programs read them: an aligned table, JSON lines, CSV.

use anyhow::Context;
use clap::Args;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{IsTerminal, Write};

use crate::run::{for_people, for_programs};

/// How an answer is written.
#[derive(Args, Clone, Copy, Default)]
pub(crate) struct Form {
    /// Write JSON lines, one object a row.
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Write CSV, with a header.
    #[arg(long)]
    pub(crate) csv: bool,
}

impl Form {
    /// True when programs read it.
    pub(crate) fn is_data(self) -> bool {
        self.json || self.csv
    }
}

/// A row of an answer.
pub(crate) trait Row: Serialize {
    /// Columns of the CSV.
    const COLUMNS: &'static [&'static str];
    /// Heads of the table for people; a head that begins with `>` is of numbers.
    const HEADS: &'static [&'static str];
    /// The row of the CSV.
    fn cells(&self) -> Vec<String>;
    /// The row of the table for people.
    fn line(&self) -> Vec<String>;
}

/// Writes an answer. `most` rows are shown to people; `rows` holds one more when there are more.
pub(crate) fn write<R: Row>(rows: &[R], most: usize, form: Form) -> anyhow::Result<()> {
    let mut out = if form.is_data() { for_programs() } else { for_people() };
    let shown = if most > 0 { rows.get(..most).unwrap_or(rows) } else { rows };
    if form.json {
        for row in shown {
            serde_json::to_writer(&mut out, row)?;
            out.write_all(b"\n")?;
        }
    } else if form.csv {
        let mut writer = csv::Writer::from_writer(&mut out);
        writer.write_record(R::COLUMNS)?;
        for row in shown {
            writer.write_record(row.cells())?;
        }
        writer.flush()?;
    } else {
        let lines = shown.iter().map(Row::line).collect();
        out.write_all(table(R::HEADS, lines).as_bytes())?;
    }
    Ok(out.flush()?)
}

/// An aligned table; on a terminal as wide as that.
pub(crate) fn table(heads: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(terminal_size::terminal_size().map_or(100, |(width, _)| width.0));
    }
    let plain = |head: &&str| Cell::new(head.trim_start_matches('>'));
    table.set_header(heads.iter().map(plain));
    for row in rows {
        table.add_row(row.iter().map(|cell| printable(cell)));
    }
    for (i, head) in heads.iter().enumerate() {
        if let Some(column) = table.column_mut(i) {
            column.set_padding((0, 2));
            if head.starts_with('>') {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Without characters that would move the cursor.
fn printable(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Rows of any columns.
pub(crate) fn write_any(
    columns: &[String],
    rows: &[Vec<serde_json::Value>],
    form: Form,
) -> anyhow::Result<()> {
    let mut out = if form.is_data() { for_programs() } else { for_people() };
    let words = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(words) => words.clone(),
        other => other.to_string(),
    };
    if form.json {
        for row in rows {
            let pairs = columns.iter().cloned().zip(row.iter().cloned());
            let object: serde_json::Map<String, serde_json::Value> = pairs.collect();
            serde_json::to_writer(&mut out, &object).context("cannot write")?;
            out.write_all(b"\n")?;
        }
    } else if form.csv {
        let mut writer = csv::Writer::from_writer(&mut out);
        writer.write_record(columns)?;
        for row in rows {
            writer.write_record(row.iter().map(words))?;
        }
        writer.flush()?;
    } else {
        let heads: Vec<&str> = columns.iter().map(String::as_str).collect();
        let lines = rows.iter().map(|row| row.iter().map(words).collect()).collect();
        out.write_all(table(&heads, lines).as_bytes())?;
    }
    Ok(out.flush()?)
}
