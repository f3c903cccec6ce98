use thiserror::Error;

use crate::MAX_TEXT_BYTES;

/// An input that could not be read: where, why, and what to do.
///
/// Displayed as `SOURCE: why; what to do` or `SOURCE:LINE: why; what to do`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Name of the file or stream.
    pub source: String,
    /// Line in it, counted from 1, where one line is at fault.
    pub line: Option<u64>,
    /// Why.
    pub reason: Reason,
}

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Why an input was refused.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Reason {
    /// Nothing but white space.
    #[error("empty; there is nothing to read")]
    Empty,
    /// Not a text: a NUL byte, or mostly control characters.
    #[error("binary, not text (byte {at} is 0x{byte:02X}); give plain text or JSON lines{hint}")]
    Binary {
        /// Offset of the first byte that no text holds.
        at: usize,
        /// That byte.
        byte: u8,
        /// What the file seems to be, as a clause.
        hint: &'static str,
    },
    /// Not UTF-8.
    #[error(
        "not UTF-8 (byte 0x{byte:02X} at column {column}); convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8"
    )]
    Encoding {
        /// Byte column in its line, counted from 1.
        column: usize,
        /// The byte that no UTF-8 text holds there.
        byte: u8,
    },
    /// One article beyond [`MAX_TEXT_BYTES`].
    #[error(
        "more than {} MiB in one article; split it into articles",
        MAX_TEXT_BYTES / (1024 * 1024)
    )]
    TooLong,
    /// A line that is not a JSON object.
    #[error("not a JSON object ({0}); give one article a line")]
    Json(String),
    /// A field that an article needs.
    #[error("the field \"{0}\" is missing; an article needs \"id\" and \"text\"")]
    Missing(&'static str),
    /// A field of the wrong kind.
    #[error("the field \"{field}\" is {found}; it must be a string")]
    NotString {
        /// The field's name.
        field: &'static str,
        /// The kind of value found.
        found: &'static str,
    },
    /// A day that is not in the calendar, or not written as a date.
    #[error("\"{0}\" is not a day of the calendar; write published as YYYY-MM-DD")]
    Date(String),
    /// The same in a JSON object: the article is read all the same, without a day.
    #[error(
        "\"{0}\" is not a day of the calendar; the article is read without one, so relative dates \
         stay unresolved; write published as YYYY-MM-DD"
    )]
    Undated(String),
    /// It could not be opened at all.
    #[error("cannot open it: {0}; give a file, a folder, or - for standard input")]
    Open(String),
    /// A folder without a file to read.
    #[error("an empty folder; there is nothing to read")]
    EmptyFolder,
    /// The stream broke off.
    #[error("reading broke off: {0}")]
    Io(String),
}
