//! Questions to the store, each as of any day.

mod actors;
mod claims;
mod events;
mod filter;
mod search;
mod series;
mod sql;

pub use actors::{ActorRow, ActorsAsked};
pub use claims::ClaimRow;
pub use events::{EventRow, Party, Quantity, Report};
pub use filter::{Filter, Who};
pub use search::{Found, Searched};
pub use series::{Per, Period};
pub use sql::{Answer, Value};

use crate::days;
use crate::error::StoreError;
use crate::open::Store;

impl Store {
    /// Runs a reader and tells its fault in our words.
    fn ask<T>(
        &self,
        read: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        read(&self.connection).map_err(|error| self.fault(error))
    }
}

/// The words of `text` between two code points.
fn slice(text: &str, start: u32, end: u32) -> String {
    let length = end.saturating_sub(start) as usize;
    let words: String = text.chars().skip(start as usize).take(length).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A day for people and programs; none for what has none.
fn day(number: i32) -> Option<String> {
    days::written(number)
}
