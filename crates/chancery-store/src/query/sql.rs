//! Queries of the user's own, read-only and bounded in time.

use rusqlite::types::ValueRef;
use serde::Serialize;
use std::time::{Duration, Instant};

use crate::error::{StoreError, told};
use crate::open::Store;

/// What a query gives.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

/// A value in a row.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes, in hexadecimal.
    Blob(String),
}

/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 10_000;

/// Words that a query begins with.
const QUERIES: [&str; 4] = ["select", "with", "values", "explain"];

impl Store {
    /// Runs one query for at most `limit`.
    ///
    /// # Errors
    /// A fault in the query, a statement that writes, or no answer in time.
    pub fn sql(&mut self, query: &str, limit: Duration) -> Result<Answer, StoreError> {
        let first: String = query
            .trim_start()
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_ascii_lowercase();
        if !QUERIES.contains(&first.as_str()) {
            return Err(StoreError::NotAQuery(query.chars().take(60).collect()));
        }
        let begun = Instant::now();
        let watch = move || begun.elapsed() > limit;
        let path = self.path.clone();
        let fault = |error| told(&path, error);
        self.connection.progress_handler(STEPS, Some(watch)).map_err(fault)?;
        let outcome = answer(&self.connection, query);
        self.connection.progress_handler(0, None::<fn() -> bool>).map_err(fault)?;
        match outcome {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(StoreError::NotAQuery(query.chars().take(60).collect())),
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) =>
            {
                Err(StoreError::Timeout(limit.as_secs_f64()))
            }
            Err(rusqlite::Error::MultipleStatement) => {
                Err(StoreError::NotAQuery("two statements".to_owned()))
            }
            Err(error) => Err(StoreError::Query(said(&error))),
        }
    }
}

fn answer(connection: &rusqlite::Connection, query: &str) -> rusqlite::Result<Option<Answer>> {
    connection.set_limit(rusqlite::limits::Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    let query = query.trim().trim_end_matches(';');
    let mut statement = connection.prepare(query)?;
    if !statement.readonly() {
        return Ok(None);
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let value = |column| Ok::<_, rusqlite::Error>(value(row.get_ref(column)?));
        found.push((0..columns.len()).map(value).collect::<Result<_, _>>()?);
    }
    Ok(Some(Answer { columns, rows: found }))
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => {
            Value::Blob(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        }
    }
}

/// SQLite's words, which name the fault in the query.
fn said(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, sql, offset, .. } if *offset >= 0 => {
            let near: String = sql.get(*offset as usize..).unwrap_or("").chars().take(30).collect();
            format!("{msg}, at {near:?}")
        }
        rusqlite::Error::SqliteFailure(_, Some(words)) => words.clone(),
        other => other.to_string(),
    }
}
