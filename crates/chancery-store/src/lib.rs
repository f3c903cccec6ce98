//! The store: articles, event mentions, claims and events in one SQLite file.
//!
//! [`Store::write`] takes batches of readings, each one transaction: when it returns, they are stored
//! for good. The queries give views as of any day: they see only what was published by then, and
//! events as those articles alone make them. docs/store.md tells the schema.
#![forbid(unsafe_code)]

mod agreed;
pub mod days;
mod entry;
mod error;
mod open;
pub mod query;
mod settle;
mod write;

pub use entry::{Entry, key};
pub use error::StoreError;
pub use open::{Store, VERSION};
pub use write::{Refused, Source, Standing, Step};
