use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};

use chancery_article::{Article, Date};
use flate2::bufread::MultiGzDecoder;

use crate::format::{BOM, HEAD_BYTES};
use crate::page::{self, MAX_PAGE_BYTES, Transport};
use crate::table::Table;
use crate::warc::{self, Archive, Back};
use crate::{Format, Reason, Refusal, feed, head, json, press, text};

/// The longest text of one article, in bytes. A long newspaper page has 50,000; beyond this the
/// input is no article, and memory would no longer be bounded.
pub const MAX_TEXT_BYTES: usize = 8 * 1024 * 1024;

/// The longest feed or NewsML-G2 document, in bytes: these are read as a whole. A day of an agency's
/// whole service has a few.
pub const MAX_DOCUMENT_BYTES: usize = 64 * 1024 * 1024;

/// What holds for every article that does not say otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Defaults {
    /// Day of publication.
    pub published: Option<Date>,
    /// The agency or newspaper.
    pub publisher: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Identifier of a plain text; without it the text's hash is taken by the record.
    pub id: Option<String>,
}

/// Reads the articles of a stream, in order. Never more than one article is held in memory, two
/// in the moment of handing one over (all of them for [`Format::Json`], which is one value).
pub fn read<R: BufRead>(
    input: R,
    source: &str,
    format: Format,
    defaults: &Defaults,
) -> Articles<R> {
    Articles {
        input: Back::new(input),
        source: source.to_owned(),
        format,
        defaults: defaults.clone(),
        line: 0,
        found: 0,
        ready: VecDeque::new(),
        table: Table::new(),
        archive: Archive::default(),
        done: false,
    }
}

/// A stream of bytes that [`open`] has looked into.
pub type Input = Box<dyn BufRead + Send>;

/// Reads the articles of a stream whatever it is: unpacks gzip, and detects the format unless it
/// is given. Memory is bounded as for [`read`].
///
/// ```
/// use chancery_intake::{Defaults, open};
///
/// let table = b"id,text\na1,Talks opened.\n";
/// let found: Vec<_> =
///     open(Box::new(&table[..]), "standard input", None, &Defaults::default())?.collect();
/// assert_eq!(found[0].as_ref().unwrap().text(), "Talks opened.");
/// # Ok::<(), chancery_intake::Refusal>(())
/// ```
///
/// # Errors
/// A stream whose first bytes cannot be read.
pub fn open(
    input: Input,
    source: &str,
    format: Option<Format>,
    defaults: &Defaults,
) -> Result<Articles<Input>, Refusal> {
    let refuse = |error: std::io::Error| Refusal::new(source, broken(&error));
    let (mut head, mut input) = peek(input).map_err(refuse)?;
    if head.starts_with(&GZIP) {
        let unpacked = BufReader::with_capacity(1 << 16, Unpacked(MultiGzDecoder::new(input)));
        // Damage in the very first bytes is told by the reading.
        (head, input) = peek(Box::new(unpacked)).map_err(refuse)?;
    }
    let format = format.unwrap_or_else(|| Format::detect(source, &head));
    Ok(read(input, source, format, defaults))
}

const GZIP: [u8; 3] = [0x1F, 0x8B, 8];

/// The first bytes of a stream, and the stream with them. An error behind some bytes is left for
/// the reading to meet.
fn peek(mut input: Input) -> std::io::Result<(Vec<u8>, Input)> {
    let mut head = Vec::new();
    let after = (&mut input).take(HEAD_BYTES as u64).read_to_end(&mut head);
    let kept = std::io::Cursor::new(head.clone());
    match after {
        Ok(_) => Ok((head, Box::new(kept.chain(input)))),
        Err(error) if head.is_empty() => Err(error),
        Err(error) => Ok((head, Box::new(BufReader::new(kept.chain(Broken(Some(error))))))),
    }
}

/// A stream that has broken off.
struct Broken(Option<std::io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Gzip data, its members one after another. Its errors carry their reason.
struct Unpacked(MultiGzDecoder<Input>);

impl Read for Unpacked {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::Interrupted => error,
            std::io::ErrorKind::UnexpectedEof => damaged("it ends early"),
            _ => damaged(&error.to_string()),
        })
    }
}

fn damaged(words: &str) -> std::io::Error {
    std::io::Error::other(Reason::Gzip(words.to_owned()))
}

/// Why a stream broke off.
fn broken(error: &std::io::Error) -> Reason {
    let known = error.get_ref().and_then(|inner| inner.downcast_ref::<Reason>());
    known.cloned().unwrap_or_else(|| Reason::Io(error.to_string()))
}

/// The articles of a stream; see [`read`].
pub struct Articles<R> {
    input: Back<R>,
    source: String,
    format: Format,
    defaults: Defaults,
    line: u64,
    found: u64,
    ready: VecDeque<Result<Article, Refusal>>,
    table: Table,
    archive: Archive,
    done: bool,
}

impl<R> Articles<R> {
    /// Name of the file or stream, as given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The format that it is read as.
    pub fn format(&self) -> Format {
        self.format
    }
}

impl<R: BufRead> Iterator for Articles<R> {
    type Item = Result<Article, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.ready.pop_front() {
            return Some(item);
        }
        if self.done {
            return None;
        }
        match self.format {
            Format::Text => {
                self.done = true;
                Some(self.whole_text())
            }
            Format::JsonLines => self.next_line(),
            Format::Json => {
                self.done = true;
                self.whole_json();
                self.ready.pop_front()
            }
            Format::Csv | Format::Tsv => self.next_row(),
            Format::Html => {
                self.done = true;
                self.whole_page();
                self.ready.pop_front()
            }
            Format::Feed | Format::News => {
                self.done = true;
                self.whole_document();
                self.ready.pop_front()
            }
            Format::Warc => self.next_record(),
        }
    }
}

/// A JSON line may be longer than its text: escapes, and fields beside it.
pub(crate) const MAX_LINE_BYTES: usize = 3 * MAX_TEXT_BYTES;

impl<R: BufRead> Articles<R> {
    fn refuse(&self, line: Option<u64>, reason: Reason) -> Refusal {
        Refusal::new(self.source.clone(), reason).at_line(line)
    }

    fn whole_text(&mut self) -> Result<Article, Refusal> {
        let bytes = self.take(MAX_TEXT_BYTES)?;
        let bytes = bytes.strip_prefix(BOM).map(<[u8]>::to_vec).unwrap_or(bytes);
        let text = text::decode(bytes).map_err(|(line, reason)| self.refuse(line, reason))?;
        if text.trim().is_empty() {
            return Err(self.refuse(None, Reason::Empty));
        }
        let id = self.defaults.id.clone().unwrap_or_default();
        let mut article = match head::split(&text) {
            Some((head, body)) => {
                let mut article = Article::new(id, body);
                head::fill(&mut article, head)
                    .map_err(|(line, reason)| self.refuse(Some(line), reason))?;
                article
            }
            None => Article::new(id, text),
        };
        self.fill(&mut article);
        Ok(article)
    }

    fn whole_json(&mut self) {
        let bytes = match self.take(MAX_LINE_BYTES) {
            Ok(bytes) => bytes,
            Err(refusal) => return self.ready.push_back(Err(refusal)),
        };
        let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
        if bytes.trim_ascii().is_empty() {
            return self.ready.push_back(Err(self.refuse(None, Reason::Empty)));
        }
        if let Err((line, reason)) = text::check(bytes) {
            return self.ready.push_back(Err(self.refuse(line, reason)));
        }
        match json::articles(bytes) {
            Ok(found) => {
                for read in found {
                    match read {
                        Ok((article, undated)) => self.take_in(article, None, None, undated),
                        Err(reason) => self.ready.push_back(Err(self.refuse(None, reason))),
                    }
                }
            }
            Err((line, reason)) => self.ready.push_back(Err(self.refuse(line, reason))),
        }
    }

    fn next_line(&mut self) -> Option<Result<Article, Refusal>> {
        loop {
            let mut bytes = Vec::new();
            let read = read_line(&mut self.input, &mut bytes, MAX_LINE_BYTES);
            self.line += 1;
            let line = Some(self.line);
            let outcome = match read {
                Err(error) => {
                    self.done = true;
                    return Some(Err(self.refuse(line, broken(&error))));
                }
                Ok((Line::End, _)) => {
                    self.done = true;
                    return (self.found == 0).then(|| Err(self.refuse(None, Reason::Empty)));
                }
                Ok((Line::TooLong, _)) => Err(Reason::TooLong),
                Ok((Line::Whole, _)) => {
                    let bytes = if self.line == 1 {
                        bytes.strip_prefix(BOM).unwrap_or(&bytes)
                    } else {
                        &bytes
                    };
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    text::check(bytes)
                        .map_err(|(_, reason)| reason)
                        .and_then(|()| json::article(bytes))
                }
            };
            self.found += 1;
            if let Err(Reason::Binary { .. }) = outcome {
                // A binary file has no lines worth a message each.
                self.done = true;
            }
            match outcome {
                Ok((article, undated)) => self.take_in(article, line, None, undated),
                Err(reason) => self.ready.push_back(Err(self.refuse(line, reason))),
            }
            return self.ready.pop_front();
        }
    }

    fn whole_page(&mut self) {
        // One byte more than a page may have says that it is too long.
        let bytes = match self.take_bytes(MAX_PAGE_BYTES + 1) {
            Ok(bytes) => bytes,
            Err(refusal) => return self.ready.push_back(Err(refusal)),
        };
        match page::read(&bytes, Transport::default()) {
            Ok((mut article, remarks)) => {
                article.id = self.defaults.id.clone().unwrap_or_default();
                self.take_in(article, None, None, remarks);
            }
            Err(reason) => self.ready.push_back(Err(self.refuse(None, reason))),
        }
    }

    fn whole_document(&mut self) {
        let bytes = match self.take_bytes(MAX_DOCUMENT_BYTES + 1) {
            Ok(bytes) => bytes,
            Err(refusal) => return self.ready.push_back(Err(refusal)),
        };
        if bytes.len() > MAX_DOCUMENT_BYTES {
            return self.ready.push_back(Err(self.refuse(None, Reason::DocumentTooLong)));
        }
        if bytes.trim_ascii().is_empty() {
            return self.ready.push_back(Err(self.refuse(None, Reason::Empty)));
        }
        let mut said = Vec::new();
        if self.format == Format::Feed {
            match feed::read(&bytes) {
                Ok((items, remarks)) => {
                    for feed::Item { place, name, read } in items {
                        self.take_item("entry", place, name, read.map(|article| (article, None)));
                    }
                    said.extend(remarks.into_iter().map(|reason| self.refuse(None, reason)));
                }
                Err(reason) => said.push(self.refuse(None, reason)),
            }
        } else {
            let press::Document { items, others, recoded, fault } = press::read(&bytes);
            for press::Item { place, name, read } in items {
                self.take_item("item", place, name, read);
            }
            if others > 0 {
                said.push(self.refuse(None, Reason::NoTexts(others)));
            }
            said.extend(recoded.map(|reason| self.refuse(None, reason)));
            said.extend(fault.map(|(line, reason)| self.refuse(Some(line), reason)));
        }
        self.ready.extend(said.into_iter().map(Err));
        if self.ready.is_empty() {
            self.ready.push_back(Err(self.refuse(None, Reason::NoArticles)));
        }
    }

    /// Queues an entry of a feed or an item of a document.
    fn take_item(
        &mut self,
        kind: &str,
        place: u64,
        name: Option<String>,
        read: Result<(Article, Option<Reason>), Reason>,
    ) {
        let mut item = match name {
            Some(name) => format!("{kind} {place} ({name})"),
            None => format!("{kind} {place}"),
        };
        item.truncate(item.floor_char_boundary(200));
        match read {
            Ok((mut article, said)) => {
                if article.id.is_empty() {
                    // A file of one item is that item.
                    article.id = match &self.defaults.id {
                        Some(id) if kind == "item" && place == 1 => id.clone(),
                        _ => self.make_id(article.url.as_deref(), place),
                    };
                }
                self.take_in(article, None, Some(item), said);
            }
            Err(reason) => {
                let refusal = self.refuse(None, reason).of_item(Some(item));
                self.ready.push_back(Err(refusal));
            }
        }
    }

    fn next_record(&mut self) -> Option<Result<Article, Refusal>> {
        let record = match self.archive.next(&mut self.input) {
            Ok(Some(record)) => record,
            Ok(None) if self.archive.is_empty() => {
                self.done = true;
                return Some(Err(self.refuse(None, Reason::NoRecords)));
            }
            Ok(None) => {
                self.done = true;
                return self.archive.passed_over().map(|said| Err(self.refuse(None, said)));
            }
            Err(error) => {
                self.done = true;
                let place = Some(format!("behind record {}", self.archive.number));
                return Some(Err(self.refuse(None, broken(&error)).of_item(place)));
            }
        };
        let warc::Record { name, page, damage } = record;
        let number = self.archive.number;
        match page.map(|page| page.and_then(|(bytes, transport)| page::read(&bytes, transport))) {
            Some(Ok((mut article, remarks))) => {
                article.id = self.make_id(article.url.as_deref(), number);
                self.take_in(article, None, Some(name.clone()), remarks);
            }
            Some(Err(reason)) => {
                let refusal = self.refuse(None, reason).of_item(Some(name.clone()));
                self.ready.push_back(Err(refusal));
            }
            None => {}
        }
        if let Some(reason) = damage {
            let refusal = self.refuse(None, reason).of_item(Some(name));
            self.ready.push_back(Err(refusal));
        }
        self.ready.pop_front()
    }

    fn next_row(&mut self) -> Option<Result<Article, Refusal>> {
        match self.table.next(&mut self.input, self.format == Format::Tsv) {
            Err(error) => {
                self.done = true;
                Some(Err(self.refuse(None, broken(&error))))
            }
            Ok(None) => {
                self.done = true;
                (self.found == 0).then(|| Err(self.refuse(None, Reason::Empty)))
            }
            Ok(Some((line, row))) => {
                self.found += 1;
                match row {
                    Ok((mut article, undated)) => {
                        if article.id.is_empty() {
                            article.id = self.make_id(article.url.as_deref(), line);
                        }
                        self.take_in(article, Some(line), None, undated);
                    }
                    Err(reason) => {
                        // Without its head a table has no meaning; a binary file has no lines.
                        let ends =
                            matches!(reason, Reason::NoTextColumn(_) | Reason::Binary { .. });
                        self.done = ends;
                        self.ready.push_back(Err(self.refuse(Some(line), reason)));
                    }
                }
                self.ready.pop_front()
            }
        }
    }

    /// An id for an article that brings none: its address, else where it stands.
    fn make_id(&self, url: Option<&str>, place: u64) -> String {
        let own = || format!("{}#{place}", self.defaults.id.as_deref().unwrap_or(&self.source));
        url.map_or_else(own, str::to_owned)
    }

    /// Queues an article, and behind it what is to be said about it.
    fn take_in(
        &mut self,
        mut article: Article,
        line: Option<u64>,
        item: Option<String>,
        said: impl IntoIterator<Item = Reason>,
    ) {
        self.fill(&mut article);
        self.ready.push_back(Ok(article));
        for reason in said {
            let refusal = self.refuse(line, reason).of_item(item.clone());
            self.ready.push_back(Err(refusal));
        }
    }

    fn fill(&self, article: &mut Article) {
        let defaults = &self.defaults;
        article.published = article.published.or(defaults.published);
        article.publisher = article.publisher.take().or_else(|| defaults.publisher.clone());
        article.title = article.title.take().or_else(|| defaults.title.clone());
    }

    /// The stream up to `limit` bytes.
    fn take_bytes(&mut self, limit: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        match (&mut self.input).take(limit as u64).read_to_end(&mut bytes) {
            Err(error) => Err(self.refuse(None, broken(&error))),
            Ok(_) => Ok(bytes),
        }
    }

    /// The rest of the stream, refused beyond `limit` bytes without reading on.
    fn take(&mut self, limit: usize) -> Result<Vec<u8>, Refusal> {
        let bytes = self.take_bytes(limit + 1)?;
        if bytes.len() > limit {
            let reason = text::check(&bytes[..4096]).err().map_or(Reason::TooLong, |e| e.1);
            return Err(self.refuse(None, reason));
        }
        Ok(bytes)
    }
}

pub(crate) enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads one line without its end into `bytes`; a line beyond `limit` is skipped in pieces, so
/// that memory stays bounded. Says how many bytes were read, the line's end among them.
pub(crate) fn read_line(
    input: &mut impl BufRead,
    bytes: &mut Vec<u8>,
    limit: usize,
) -> std::io::Result<(Line, u64)> {
    let (mut length, mut too_long) = (0u64, false);
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            break;
        }
        let end = memchr::memchr(b'\n', buffer);
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        if bytes.len() + piece.len() > limit {
            too_long = true;
            *bytes = Vec::new();
        }
        if !too_long {
            bytes.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        input.consume(used);
        length += used as u64;
        if end.is_some() {
            break;
        }
    }
    let line = match (length, too_long) {
        (0, _) => Line::End,
        (_, true) => Line::TooLong,
        (_, false) => Line::Whole,
    };
    Ok((line, length))
}

/// The years that a newspaper can bear: the first was printed in 1605. Years outside stand in data
/// for "unknown": 0000, 0001, 9999.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2199;

/// Reads the day of a moment as feeds, pages and tables write it: all that [`date`] reads, RFC 2822
/// (`Tue, 29 Oct 2024 08:00:00 +0900`), and days in words (`October 29, 2024`; `29 Oct. 2024`). It
/// is the day at the place of writing: no time zone is applied.
///
/// ```
/// use chancery_intake::moment;
///
/// for words in ["2024-10-29T23:30:00-05:00", "Tue, 29 Oct 2024 23:30:00 EST", "Oct. 29, 2024"] {
///     assert_eq!(moment(words).unwrap().to_string(), "2024-10-29");
/// }
/// assert!(moment("9999-12-31").is_err());
/// ```
///
/// # Errors
/// [`Reason::Date`] for what is no day, for days given by numbers alone in an order that differs
/// between countries (`03/04/2024`), and for years that mean "unknown" (0000, 9999).
pub fn moment(words: &str) -> Result<Date, Reason> {
    let error = || Reason::Date(words.chars().take(60).collect());
    if let Ok(day) = date(words) {
        return Ok(day);
    }
    let mut month = None;
    let (mut day, mut year) = (None, None);
    let parts = words.split([' ', ',', '.', '-', '\t', '\u{a0}']).filter(|part| !part.is_empty());
    for part in parts.take(6) {
        let number = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let lower = part.to_ascii_lowercase();
        let named = MONTHS.iter().position(|name| {
            lower.len() >= 3
                && (name.starts_with(lower.as_str()) || lower == "sept")
                && (lower != "sept" || *name == "september")
        });
        if let (Some(found), None) = (named, month) {
            month = Some(found as i8 + 1);
        } else if let Ok(number) = number.parse::<i16>() {
            match number {
                1..=31 if day.is_none() && number < 100 && part.len() <= 4 => {
                    day = Some(number as i8)
                }
                _ if year.is_none() && part.len() == 4 => year = Some(number),
                _ => {}
            }
        }
    }
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) if YEARS.contains(&year) => {
            Date::new(year, month, day).map_err(|_| error())
        }
        _ => Err(error()),
    }
}

/// The months, from January.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a day: `2024-10-29`, `20241029`, or either with a time of day after it.
///
/// # Errors
/// [`Reason::Date`] for all else, and for years before 1600 and after 2199, which in data mean that
/// the day is unknown.
pub fn date(words: &str) -> Result<Date, Reason> {
    let error = || Reason::Date(words.to_owned());
    let trimmed = words.trim();
    let digits: String = trimmed.chars().take(10).filter(char::is_ascii_digit).collect();
    let dashed = trimmed.as_bytes().get(4) == Some(&b'-');
    let rest = trimmed.get(if dashed { 10 } else { 8 }..).ok_or_else(error)?;
    let shape = if dashed { trimmed.as_bytes().get(7) == Some(&b'-') } else { true };
    if digits.len() < 8 || !shape || !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return Err(error());
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i16>();
    match (number(0..4), number(4..6), number(6..8)) {
        (Ok(year), Ok(month), Ok(day)) if YEARS.contains(&year) => {
            Date::new(year, month as i8, day as i8).map_err(|_| error())
        }
        _ => Err(error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_impossible_days_refused() {
        let day = Date::new(2024, 10, 29).unwrap();
        for words in ["2024-10-29", "20241029", "2024-10-29T08:00:00Z", "2024-10-29 08:00"] {
            assert_eq!(date(words), Ok(day), "{words}");
        }
        for words in [
            "2024-02-31",
            "2024-13-01",
            "yesterday",
            "",
            "2024",
            "29.10.2024",
            "2024-1-02",
            "0000-01-01",
            "9999-12-31",
        ] {
            assert!(date(words).is_err(), "{words}");
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_and_the_next_one_read() {
        let mut input = &b"aaaaaaaaaa\nbb\n"[..];
        let mut bytes = Vec::new();
        assert!(matches!(read_line(&mut input, &mut bytes, 5), Ok((Line::TooLong, 11))));
        bytes.clear();
        assert!(matches!(read_line(&mut input, &mut bytes, 5), Ok((Line::Whole, 3))));
        assert_eq!(bytes, b"bb");
    }
}
