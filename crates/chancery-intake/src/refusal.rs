use thiserror::Error;

use crate::{MAX_DOCUMENT_BYTES, MAX_PAGE_BYTES, MAX_TEXT_BYTES};

/// An input that could not be read: where, why, and what to do.
///
/// Displayed as `SOURCE: why; what to do`, with `:LINE` or `: ITEM` after the source where one line
/// or item is at fault. A [remark](Reason::is_remark) looks the same and costs no article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Name of the file or stream.
    pub source: String,
    /// Line in it, counted from 1, where one line is at fault.
    pub line: Option<u64>,
    /// The record, entry or item at fault, in words: `record 17 (https://…)`.
    pub item: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl Refusal {
    /// A whole source refused.
    pub fn new(source: impl Into<String>, reason: Reason) -> Self {
        Self { source: source.into(), line: None, item: None, reason }
    }

    /// The same, with the line at fault.
    pub fn at_line(self, line: Option<u64>) -> Self {
        Self { line, ..self }
    }

    /// The same, with the record, entry or item at fault.
    pub fn of_item(self, item: Option<String>) -> Self {
        Self { item, ..self }
    }
}

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(item) = &self.item {
            write!(f, ": {item}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Why an input was refused, or what is to be said about one that was read.
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
    /// A table without a column for the text.
    #[error(
        "no column named \"text\" in the first line ({0}); name the columns there: text, and id, \
         published, title, publisher, url, language where known"
    )]
    NoTextColumn(String),
    /// A row that is longer or shorter than the table's head.
    #[error(
        "{found} fields where the first line names {named}; put a field that holds the separator \
         or a line end into double quotes"
    )]
    Fields {
        /// Fields of the row.
        found: usize,
        /// Columns that the first line names.
        named: usize,
    },
    /// A field of a table that an article needs.
    #[error("the field \"{0}\" is empty; an article needs it")]
    EmptyField(&'static str),
    /// Gzip data that ends early or is damaged.
    #[error(
        "damaged or cut off gzip data ({0}); what stands before it is read; fetch the file again"
    )]
    Gzip(String),
    /// One id, two texts. A remark: both articles are read.
    #[error(
        "the id \"{id}\" stands for another text in {first}; both are read; give each article an \
         id of its own"
    )]
    Duplicate {
        /// The id given twice.
        id: String,
        /// The source of the first text.
        first: String,
    },
    /// A page beyond [`MAX_PAGE_BYTES`].
    #[error("more than {} MiB in one page; save the story alone", MAX_PAGE_BYTES / (1024 * 1024))]
    PageTooLong,
    /// A page of menus, pictures and links alone.
    #[error("no running text found on this page; if there is one, give the text itself")]
    NoStory,
    /// A page that no browser would show.
    #[error("elements nested more than {0} deep; this is no news page, give the text itself")]
    TooDeep(usize),
    /// The page broke the extractor.
    #[error("the page extractor failed on this page; give the text itself, and report the page")]
    ExtractorFailed,
    /// A document of XML beyond [`MAX_DOCUMENT_BYTES`].
    #[error("more than {} MiB in one document; split it", MAX_DOCUMENT_BYTES / (1024 * 1024))]
    DocumentTooLong,
    /// XML that breaks off or is not well formed.
    #[error(
        "the XML cannot be read ({0}); what stands before is read; fetch the file again or mend it"
    )]
    Markup(String),
    /// XML of a kind that holds no articles.
    #[error("no articles in it; give RSS, Atom, NITF or NewsML-G2")]
    NoArticles,
    /// An entry or item with a title at most.
    #[error("no text, only the title \"{0}\"; fetch its page")]
    NoEntryText(String),
    /// A record of a web archive that is not as long as it claims, or cannot be read.
    #[error(
        "damaged ({0}); what can be read of it is read, then the next record; fetch the archive again"
    )]
    Record(String),
    /// An archive without a record.
    #[error("no WARC record in it; give a web archive, or leave out --input")]
    NoRecords,
    /// Responses and items that are no articles. A remark.
    #[error(
        "passed over: {failed} responses with another status than 200, {other} that are no HTML"
    )]
    PassedOver {
        /// Responses with another status.
        failed: u64,
        /// Images, scripts, feeds.
        other: u64,
    },
    /// Items that are no texts. A remark.
    #[error("passed over: {0} items that are no texts (pictures, packages)")]
    NoTexts(usize),
    /// NUL bytes in a page. A remark.
    #[error("{0} NUL bytes taken out; the rest is read; check the text")]
    Nuls(usize),
    /// Markup that is not in the encoding that it claims. A remark.
    #[error(
        "its declared encoding ({claimed}) does not fit its bytes; read as {read}; check its accents"
    )]
    Recoded {
        /// What header or markup say.
        claimed: String,
        /// What it was read as.
        read: &'static str,
    },
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

impl Reason {
    /// True for what is said about an input that was read all the same and in full.
    pub fn is_remark(&self) -> bool {
        matches!(
            self,
            Self::Duplicate { .. }
                | Self::Nuls(_)
                | Self::Recoded { .. }
                | Self::PassedOver { .. }
                | Self::NoTexts(_)
        )
    }
}
