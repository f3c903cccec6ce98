//! Tables with named columns: CSV and TSV.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use std::io::BufRead;

use chancery_article::Article;

use crate::{MAX_TEXT_BYTES, Reason, moment, read::MAX_LINE_BYTES, text};

/// What a column may hold, and the names that tables in use give to it.
const COLUMNS: [(&str, &[&str]); 7] = [
    (
        "text",
        &["text", "body", "content", "fulltext", "article", "articletext", "story", "maintext"],
    ),
    ("id", &["id", "guid", "uid", "docid", "articleid", "storyid"]),
    (
        "published",
        &[
            "published",
            "date",
            "pubdate",
            "publishdate",
            "publicationdate",
            "datepublished",
            "publishedat",
        ],
    ),
    ("title", &["title", "headline"]),
    ("publisher", &["publisher", "source", "outlet", "publication", "sourcename", "newspaper"]),
    ("url", &["url", "link", "uri", "sourceurl"]),
    ("language", &["language", "lang"]),
];

/// Rows of more columns are no table of articles.
const MAX_COLUMNS: usize = 4096;

/// The column that a heading names: letters alone count, so `Full_Text` is `fulltext`.
fn column(heading: &str) -> Option<usize> {
    let letters: String =
        heading.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    COLUMNS.iter().position(|(_, names)| names.contains(&letters.as_str()))
}

/// Whether a line is the head of a table: one column for the text, another that we know.
pub(crate) fn names_columns(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    if line.len() > 2000 {
        return false;
    }
    let separator = char::from(separator(line.as_bytes()));
    let known: Vec<usize> =
        line.split(separator).filter_map(|name| column(name.trim().trim_matches('"'))).collect();
    known.len() > 1 && known.contains(&0)
}

/// The separator that the head of a table holds most of; a comma where it holds none.
fn separator(line: &[u8]) -> u8 {
    let count = |separator: u8| memchr::memchr_iter(separator, line).count();
    [b'\t', b';', b'|', b','].into_iter().max_by_key(|s| count(*s)).unwrap_or(b',')
}

/// A table being read: never more than one row in memory.
pub(crate) struct Table {
    reader: Reader,
    /// For each column of the table the index into [`COLUMNS`].
    columns: Vec<Option<usize>>,
    begun: bool,
}

/// An article of a row, and the day that it names and that is none.
pub(crate) type Row = Result<(Article, Option<Reason>), Reason>;

impl Table {
    pub(crate) fn new() -> Self {
        Self { reader: Reader::new(), columns: Vec::new(), begun: false }
    }

    /// The next row with the line it begins in; none at the end. The error of the head ends the
    /// table.
    pub(crate) fn next(
        &mut self,
        input: &mut impl BufRead,
        tabs: bool,
    ) -> std::io::Result<Option<(u64, Row)>> {
        if !self.begun {
            self.begun = true;
            let first = input.fill_buf()?;
            let end = memchr::memchr(b'\n', first).unwrap_or(first.len());
            let separator = if tabs { b'\t' } else { separator(&first[..end]) };
            self.reader = ReaderBuilder::new().delimiter(separator).build();
            match self.row(input)? {
                Some((line, Ok(head))) => {
                    let head: Vec<String> = head
                        .iter()
                        .map(|name| String::from_utf8_lossy(name).into_owned())
                        .collect();
                    self.columns = head.iter().map(|name| column(name)).collect();
                    for kind in 0..COLUMNS.len() {
                        // The first column of a kind holds: "source, source_name".
                        let first = self.columns.iter().position(|c| *c == Some(kind));
                        for (at, held) in self.columns.iter_mut().enumerate() {
                            if *held == Some(kind) && Some(at) != first {
                                *held = None;
                            }
                        }
                    }
                    if !self.columns.contains(&Some(0)) {
                        let mut found = head.join(", ");
                        found.truncate(found.floor_char_boundary(200));
                        return Ok(Some((line, Err(Reason::NoTextColumn(found)))));
                    }
                }
                Some((line, Err(reason))) => return Ok(Some((line, Err(reason)))),
                None => return Ok(None),
            }
        }
        let Some((line, row)) = self.row(input)? else { return Ok(None) };
        Ok(Some((line, row.and_then(|fields| self.article(fields)))))
    }

    fn article(&self, fields: Vec<Vec<u8>>) -> Row {
        if fields.len() != self.columns.len() {
            return Err(Reason::Fields { found: fields.len(), named: self.columns.len() });
        }
        let mut values: [Option<String>; COLUMNS.len()] = Default::default();
        for (field, column) in fields.into_iter().zip(&self.columns) {
            let Some(column) = *column else { continue };
            let value = text::decode(field).map_err(|(_, reason)| reason)?;
            if !value.trim().is_empty() {
                values[column] = Some(value);
            }
        }
        let [text, id, published, title, publisher, url, language] = values;
        let text = text.ok_or(Reason::EmptyField("text"))?;
        if text.len() > MAX_TEXT_BYTES {
            return Err(Reason::TooLong);
        }
        let mut article = Article::new(id.unwrap_or_default(), text);
        let mut undated = None;
        if let Some(words) = published {
            match moment(&words) {
                Ok(day) => article.published = Some(day),
                Err(_) => undated = Some(Reason::Undated(words)),
            }
        }
        article.title = title;
        article.publisher = publisher;
        article.url = url;
        article.language = language;
        Ok((article, undated))
    }

    /// The fields of the next row that is not empty. Beyond the limit a row is read on but not
    /// kept, so that memory stays bounded and the row after it is found.
    #[expect(clippy::type_complexity, reason = "a row or why there is none, with its line")]
    fn row(
        &mut self,
        input: &mut impl BufRead,
    ) -> std::io::Result<Option<(u64, Result<Vec<Vec<u8>>, Reason>)>> {
        let mut fields: Vec<Vec<u8>> = Vec::new();
        let mut field = Vec::new();
        let mut kept = 0usize;
        let mut piece = [0u8; 8192];
        let mut line = self.reader.line();
        loop {
            let buffer = match input.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let (result, read, written) = self.reader.read_field(buffer, &mut piece);
            input.consume(read);
            kept = kept.saturating_add(written);
            if kept <= MAX_LINE_BYTES && fields.len() < MAX_COLUMNS {
                field.extend_from_slice(&piece[..written]);
            } else {
                (fields, field) = (Vec::new(), Vec::new());
                kept = kept.max(MAX_LINE_BYTES + 1);
            }
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    fields.push(std::mem::take(&mut field));
                    if !record_end {
                        continue;
                    }
                    if kept > MAX_LINE_BYTES {
                        return Ok(Some((line, Err(Reason::TooLong))));
                    }
                    if fields.iter().all(|field| field.trim_ascii().is_empty()) {
                        fields.clear();
                        kept = 0;
                        line = self.reader.line();
                        continue;
                    }
                    return Ok(Some((line, Ok(fields))));
                }
                ReadFieldResult::End => return Ok(None),
            }
        }
    }
}
