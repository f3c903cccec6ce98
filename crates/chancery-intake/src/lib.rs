//! Formats in, articles out; text that is not the story recognised.
//!
//! [`read`] turns bytes into articles, one at a time, and never fails as a whole: what cannot be
//! read is a [`Refusal`] that names the source, the line and what to do, and reading goes on.
//! [`regions::find`] says which stretches of a text are not running story, [`language::check`]
//! whether it is English at all.
//!
//! ```
//! use chancery_intake::{Defaults, Format, read};
//!
//! let lines = br#"{"id": "a1", "text": "Talks opened in Geneva.", "published": "2024-10-29"}
//! {"id": "a2"}
//! "#;
//! let found: Vec<_> = read(&lines[..], "news.jsonl", Format::JsonLines, &Defaults::default()).collect();
//! assert_eq!(found[0].as_ref().unwrap().id, "a1");
//! assert_eq!(
//!     found[1].as_ref().unwrap_err().to_string(),
//!     r#"news.jsonl:2: the field "text" is missing; an article needs "id" and "text""#
//! );
//! ```
#![forbid(unsafe_code)]

mod charset;
mod draft;
mod feed;
mod format;
mod head;
mod ids;
mod json;
pub mod language;
mod markup;
mod page;
mod press;
mod read;
mod refusal;
pub mod regions;
mod table;
mod text;
mod warc;

pub use format::{Format, HEAD_BYTES};
pub use ids::Ids;
pub use page::MAX_PAGE_BYTES;
pub use read::{
    Articles, Defaults, Input, MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, date, moment, open, read,
};
pub use refusal::{Reason, Refusal};
