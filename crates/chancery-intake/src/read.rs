use std::collections::VecDeque;
use std::io::BufRead;

use chancery_article::{Article, Date};

use crate::{Reason, Refusal, head, json, text};

/// The longest text of one article, in bytes. A long newspaper page has 50,000; beyond this the
/// input is no article, and memory would no longer be bounded.
pub const MAX_TEXT_BYTES: usize = 8 * 1024 * 1024;

/// How articles are laid out in a stream of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The whole stream is the text of one article.
    Text,
    /// One JSON object a line: `{"id","text","published"?,"title"?,"publisher"?,"url"?,"language"?}`.
    JsonLines,
    /// One JSON object with the same fields, or an array of them.
    Json,
}

impl Format {
    /// The format that a file's name says; none for a name that says nothing.
    pub fn from_name(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The format that the first bytes suggest: an opening brace with a quoted name after it is
    /// JSON lines, anything else is text.
    pub fn sniff(head: &[u8]) -> Self {
        let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
        let object = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        if object.is_some_and(|rest| rest.starts_with(b"\"")) {
            Self::JsonLines
        } else {
            Self::Text
        }
    }
}

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
        input,
        source: source.to_owned(),
        format,
        defaults: defaults.clone(),
        line: 0,
        found: 0,
        ready: VecDeque::new(),
        done: false,
    }
}

/// The articles of a stream; see [`read`].
pub struct Articles<R> {
    input: R,
    source: String,
    format: Format,
    defaults: Defaults,
    line: u64,
    found: u64,
    ready: VecDeque<Result<Article, Refusal>>,
    done: bool,
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
        }
    }
}

const BOM: &[u8] = "\u{feff}".as_bytes();

/// A JSON line may be longer than its text: escapes, and fields beside it.
const MAX_LINE_BYTES: usize = 3 * MAX_TEXT_BYTES;

impl<R: BufRead> Articles<R> {
    fn refuse(&self, line: Option<u64>, reason: Reason) -> Refusal {
        Refusal { source: self.source.clone(), line, reason }
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
                        Ok((article, undated)) => self.take_in(article, None, undated),
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
                    return Some(Err(self.refuse(line, Reason::Io(error.to_string()))));
                }
                Ok(Line::End) => {
                    self.done = true;
                    return (self.found == 0).then(|| Err(self.refuse(None, Reason::Empty)));
                }
                Ok(Line::TooLong) => Err(Reason::TooLong),
                Ok(Line::Whole) => {
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
                Ok((article, undated)) => self.take_in(article, line, undated),
                Err(reason) => self.ready.push_back(Err(self.refuse(line, reason))),
            }
            return self.ready.pop_front();
        }
    }

    /// Queues an article, and behind it what it was read without.
    fn take_in(&mut self, mut article: Article, line: Option<u64>, undated: Option<Reason>) {
        self.fill(&mut article);
        self.ready.push_back(Ok(article));
        if let Some(reason) = undated {
            self.ready.push_back(Err(self.refuse(line, reason)));
        }
    }

    fn fill(&self, article: &mut Article) {
        let defaults = &self.defaults;
        article.published = article.published.or(defaults.published);
        article.publisher = article.publisher.take().or_else(|| defaults.publisher.clone());
        article.title = article.title.take().or_else(|| defaults.title.clone());
    }

    /// The rest of the stream, refused beyond `limit` bytes without reading on.
    fn take(&mut self, limit: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let mut limited = std::io::Read::take(&mut self.input, limit as u64 + 1);
        match std::io::Read::read_to_end(&mut limited, &mut bytes) {
            Err(error) => Err(self.refuse(None, Reason::Io(error.to_string()))),
            Ok(_) if bytes.len() > limit => {
                let reason = text::check(&bytes[..4096]).err().map_or(Reason::TooLong, |e| e.1);
                Err(self.refuse(None, reason))
            }
            Ok(_) => Ok(bytes),
        }
    }
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads one line without its end into `bytes`; a line beyond `limit` is skipped in pieces, so
/// that memory stays bounded.
fn read_line(input: &mut impl BufRead, bytes: &mut Vec<u8>, limit: usize) -> std::io::Result<Line> {
    let (mut any, mut too_long) = (false, false);
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
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
        if end.is_some() {
            break;
        }
    }
    Ok(match (any, too_long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

/// Reads a day: `2024-10-29`, `20241029`, or either with a time of day after it.
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
        (Ok(year), Ok(month), Ok(day)) => {
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
        for words in
            ["2024-02-31", "2024-13-01", "yesterday", "", "2024", "29.10.2024", "2024-1-02"]
        {
            assert!(date(words).is_err(), "{words}");
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_and_the_next_one_read() {
        let mut input = &b"aaaaaaaaaa\nbb\n"[..];
        let mut bytes = Vec::new();
        assert!(matches!(read_line(&mut input, &mut bytes, 5), Ok(Line::TooLong)));
        bytes.clear();
        assert!(matches!(read_line(&mut input, &mut bytes, 5), Ok(Line::Whole)));
        assert_eq!(bytes, b"bb");
    }

    #[test]
    fn a_file_name_says_the_format_and_the_first_bytes_say_it_otherwise() {
        assert_eq!(Format::from_name("a/b.JSONL"), Some(Format::JsonLines));
        assert_eq!(Format::from_name("story"), None);
        assert_eq!(Format::sniff(b" {\"id\": 1"), Format::JsonLines);
        assert_eq!(Format::sniff(b"{curly} talks"), Format::Text);
    }
}
