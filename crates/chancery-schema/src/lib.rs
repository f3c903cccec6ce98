//! Wire types: the record `chancery.reading/1` and the other output formats.
//!
//! The engine's types wear no serde; each has its twin here, so the wire stays stable while the
//! engine moves. [`record`] makes the record of a reading, [`plover`] and [`csv`] write its
//! events for other people's tools, [`exchange`] in the layouts of their data sets.
//!
//! ```
//! use chancery::{Article, Chancery};
//! use chancery_schema::{Options, record};
//!
//! let reading = Chancery::embedded().read(Article::new("a1", "Talks opened in Geneva."));
//! let line = chancery_schema::json_line(&record(&reading, &Options::default()));
//! assert!(line.starts_with(r#"{"schema":"chancery.reading/1","article":{"id":"a1""#));
//! ```
#![forbid(unsafe_code)]

mod build;
pub mod csv;
pub mod exchange;
mod ids;
pub mod plover;
mod record;

pub use build::{Layers, Options, record};
pub use chancery::article::OffsetUnit;
pub use ids::sha256;
pub use record::{
    Actor, Article, Claim, Event, Factuality, Label, Member, Name, Note, Place, Plover, Predicate,
    Quantity, Record, Region, SCHEMA, Time, Token, Why, Words,
};

/// A record, or any part of one, as one line of JSON with its line end.
pub fn json_line(value: &impl serde::Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("a record is plain data");
    line.push('\n');
    line
}
