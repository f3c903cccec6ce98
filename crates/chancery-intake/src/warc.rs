//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages among their responses.
//!
//! The framing is read here: the published readers take a record's word for its length, and
//! reserve that much memory. A length is a claim. A record is read until it has its claimed length
//! and then the next one must begin; where it does not, the lines say where it does.

use flate2::bufread::{GzDecoder, ZlibDecoder};
use std::io::{BufRead, Read};

use crate::page::{MAX_PAGE_BYTES, Transport};
use crate::read::{Line, read_line};
use crate::{Reason, charset};

/// The longest record kept in memory, in bytes: a page, and the headers before it.
const MAX_RECORD_BYTES: usize = MAX_PAGE_BYTES + (64 << 10);
/// The longest line of a record's head.
const MAX_HEAD_LINE: usize = 16 << 10;
/// The most lines of a record's head.
const MAX_HEAD_LINES: usize = 256;

/// A stream that takes bytes back.
pub(crate) struct Back<R> {
    back: Vec<u8>,
    at: usize,
    input: R,
}

impl<R> Back<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { back: Vec::new(), at: 0, input }
    }

    /// Puts bytes before what waits.
    fn give_back(&mut self, mut bytes: Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        bytes.extend_from_slice(&self.back[self.at..]);
        (self.back, self.at) = (bytes, 0);
    }
}

impl<R: BufRead> Read for Back<R> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let waiting = self.fill_buf()?;
        let length = waiting.len().min(bytes.len());
        bytes[..length].copy_from_slice(&waiting[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Back<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.at < self.back.len() { Ok(&self.back[self.at..]) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, length: usize) {
        if self.at < self.back.len() {
            self.at += length;
            if self.at >= self.back.len() {
                (self.back, self.at) = (Vec::new(), 0);
            }
        } else {
            self.input.consume(length);
        }
    }
}

/// The place in an archive, and the responses that are no articles.
#[derive(Default)]
pub(crate) struct Archive {
    /// Records begun, from 1.
    pub(crate) number: u64,
    /// Responses with another status than 200.
    failed: u64,
    /// Responses that are no HTML.
    other: u64,
    /// True once a record was found.
    any: bool,
}

/// What came of a record.
pub(crate) struct Record {
    /// `record 17 (https://…)`
    pub(crate) name: String,
    /// The page, if it is one.
    pub(crate) page: Option<Result<(Vec<u8>, Transport), Reason>>,
    /// What is wrong with the record's frame.
    pub(crate) damage: Option<Reason>,
}

#[derive(Default)]
struct Head {
    kind: String,
    url: Option<String>,
    length: Option<u64>,
}

impl Archive {
    /// The next record that is a page or is damaged; none at the end.
    pub(crate) fn next<R: BufRead>(
        &mut self,
        input: &mut Back<R>,
    ) -> std::io::Result<Option<Record>> {
        loop {
            let Some((skipped, head)) = self.head(input)? else { return Ok(None) };
            let name = match &head.url {
                Some(url) => {
                    let mut url = url.clone();
                    url.truncate(url.floor_char_boundary(200));
                    format!("record {} ({url})", self.number)
                }
                None => format!("record {}", self.number),
            };
            let (content, mut damage) = content(input, head.length)?;
            if skipped > 0 && damage.is_none() {
                damage = Some(Reason::Record(format!("{skipped} bytes of no record before it")));
            }
            let page = match content {
                Some(content) if head.kind == "response" => self.page(content, head.url),
                Some(_) => None,
                // Too long for a page; what it would have been is unknown.
                None if head.kind == "response" => Some(Err(Reason::PageTooLong)),
                None => None,
            };
            if page.is_some() || damage.is_some() {
                return Ok(Some(Record { name, page, damage }));
            }
        }
    }

    /// What the archive held beside articles, in one remark.
    pub(crate) fn passed_over(&self) -> Option<Reason> {
        let Self { failed, other, .. } = *self;
        (failed + other > 0).then_some(Reason::PassedOver { failed, other })
    }

    /// True when there was not one record.
    pub(crate) fn is_empty(&self) -> bool {
        !self.any
    }

    /// The head of the next record, and how many bytes that are no record stand before it.
    fn head<R: BufRead>(&mut self, input: &mut Back<R>) -> std::io::Result<Option<(u64, Head)>> {
        let mut skipped = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            let (read, length) = read_line(input, &mut line, MAX_HEAD_LINE)?;
            match read {
                Line::End => return Ok(None),
                Line::Whole if is_version(&line) => break,
                Line::Whole if line.trim_ascii().is_empty() => {}
                _ => skipped += length,
            }
        }
        self.number += 1;
        self.any = true;
        let mut head = Head::default();
        for _ in 0..MAX_HEAD_LINES {
            line.clear();
            match read_line(input, &mut line, MAX_HEAD_LINE)?.0 {
                Line::End => break,
                Line::TooLong => continue,
                Line::Whole if line.trim_ascii().is_empty() => break,
                Line::Whole => {}
            }
            let words = String::from_utf8_lossy(&line);
            let Some((name, value)) = words.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => {
                    let url = value.trim_start_matches('<').trim_end_matches('>');
                    head.url = Some(url.to_owned()).filter(|url| !url.is_empty());
                }
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
        Ok(Some((skipped, head)))
    }

    /// The page of a response; none for what is no page.
    fn page(
        &mut self,
        mut content: Vec<u8>,
        url: Option<String>,
    ) -> Option<Result<(Vec<u8>, Transport), Reason>> {
        let mut headers = [httparse::EMPTY_HEADER; 256];
        let mut response = httparse::Response::new(&mut headers);
        let parsed = httparse::ParserConfig::default()
            .ignore_invalid_headers_in_responses(true)
            .allow_multiple_spaces_in_response_status_delimiters(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .parse_response(&mut response, &content);
        let length = match parsed {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => {
                return Some(Err(Reason::Record("its HTTP headers do not end".to_owned())));
            }
            Err(error) => {
                let words = format!("its HTTP headers cannot be read: {error}");
                return Some(Err(Reason::Record(words)));
            }
        };
        let header = |wanted: &str| {
            let mut found = response.headers.iter();
            let found = found.find(|header| header.name.eq_ignore_ascii_case(wanted))?;
            Some(String::from_utf8_lossy(found.value).to_ascii_lowercase())
        };
        if response.code != Some(200) {
            self.failed += 1;
            return None;
        }
        let kind = header("content-type");
        let chunked = header("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        let coding = header("content-encoding");
        content.drain(..length);
        if chunked && let Some(joined) = unchunk(&content) {
            content = joined;
        }
        let content = match unpack(content, coding.as_deref()) {
            Ok(content) => content,
            Err(reason) => return Some(Err(reason)),
        };
        let html = match &kind {
            Some(kind) => kind.contains("html"),
            None => crate::Format::sniff(&content) == crate::Format::Html,
        };
        if !html {
            self.other += 1;
            return None;
        }
        let charset = kind.as_deref().and_then(charset::of_header);
        Some(Ok((content, Transport { charset, url })))
    }
}

fn is_version(line: &[u8]) -> bool {
    line.starts_with(b"WARC/") && line.trim_ascii().len() < 12
}

/// The content of a record, none if it is beyond the limit, and what is wrong with its length.
fn content<R: BufRead>(
    input: &mut Back<R>,
    length: Option<u64>,
) -> std::io::Result<(Option<Vec<u8>>, Option<Reason>)> {
    let Some(length) = length else {
        let mut content = Vec::new();
        let kept = until_next(input, &mut content, u64::MAX)?.0;
        let damage = Reason::Record("it says no Content-Length".to_owned());
        return Ok((kept.then_some(content), Some(damage)));
    };
    if length > MAX_RECORD_BYTES as u64 {
        // Read on in lines: a false length must not swallow the records behind it.
        let mut content = Vec::new();
        let (kept, read, reached) = until_next(input, &mut content, length)?;
        let damage = (!reached).then(|| lie(length, read));
        return Ok(((kept && damage.is_some()).then_some(content), damage));
    }
    let mut content = Vec::new();
    input.take(length).read_to_end(&mut content)?;
    if let Some(at) = next_inside(&content) {
        let rest = content.split_off(at);
        input.give_back(rest);
        trim_end(&mut content);
        let damage = lie(length, content.len() as u64);
        return Ok((Some(content), Some(damage)));
    }
    if (content.len() as u64) < length {
        let damage = lie(length, content.len() as u64);
        return Ok((Some(content), Some(damage)));
    }
    // Two line ends, and the next record or the end.
    let mut ends = Vec::new();
    while ends.len() < 64
        && let Some(byte @ (b'\r' | b'\n')) = input.fill_buf()?.first().copied()
    {
        ends.push(byte);
        input.consume(1);
    }
    let mut start = Vec::new();
    input.take(5).read_to_end(&mut start)?;
    let right = start.is_empty() || start == b"WARC/";
    input.give_back(start);
    if right {
        return Ok((Some(content), None));
    }
    content.extend_from_slice(&ends);
    let (kept, read, _) = until_next(input, &mut content, u64::MAX)?;
    let damage = lie(length, length + read);
    Ok((kept.then_some(content), Some(damage)))
}

fn lie(claimed: u64, found: u64) -> Reason {
    Reason::Record(format!("it claims {claimed} bytes and holds {found}"))
}

/// Reads lines into `content` until the next record or `most` bytes. Says whether all could be
/// kept, how many bytes were read, and whether `most` or the end of a whole record was reached.
fn until_next<R: BufRead>(
    input: &mut Back<R>,
    content: &mut Vec<u8>,
    most: u64,
) -> std::io::Result<(bool, u64, bool)> {
    let (mut kept, mut read, mut blank) = (true, 0u64, false);
    let mut line = Vec::new();
    while read < most {
        line.clear();
        let (end, length) = read_line(input, &mut line, MAX_RECORD_BYTES)?;
        match end {
            Line::End => {
                trim_end(content);
                return Ok((kept, read, false));
            }
            Line::Whole if is_version(&line) && (blank || opens_header(input.fill_buf()?)) => {
                line.push(b'\n');
                input.give_back(std::mem::take(&mut line));
                trim_end(content);
                return Ok((kept, read, false));
            }
            Line::Whole if kept && content.len() + line.len() < MAX_RECORD_BYTES => {
                content.extend_from_slice(&line);
                content.push(b'\n');
            }
            _ => {
                kept = false;
                *content = Vec::new();
            }
        }
        blank = matches!(end, Line::Whole) && line.trim_ascii().is_empty();
        read = read.saturating_add(length);
    }
    Ok((kept, read, true))
}

/// Where a record begins inside a record's content: a version line with a WARC header behind it.
fn next_inside(content: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(content, b"\nWARC/1.").map(|at| at + 1).find(|&at| {
        let rest = &content[at..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        is_version(&rest[..end]) && opens_header(rest.get(end + 1..).unwrap_or_default())
    })
}

fn opens_header(line: &[u8]) -> bool {
    line.starts_with(b"WARC-") || line.starts_with(b"Content-")
}

fn trim_end(content: &mut Vec<u8>) {
    let length = content.trim_ascii_end().len();
    content.truncate(length);
}

/// The chunks of a body joined; none where it is not in chunks, because the crawler has joined them
/// and kept the header.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(rest.len());
    loop {
        let Ok(httparse::Status::Complete((head, size))) = httparse::parse_chunk_size(rest) else {
            // A body cut off is kept as far as it goes.
            return (!joined.is_empty()).then_some(joined);
        };
        if size == 0 {
            return Some(joined);
        }
        rest = &rest[head..];
        let size = usize::try_from(size).unwrap_or(usize::MAX).min(rest.len());
        joined.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
}

/// The body unpacked, where it still is packed: crawlers unpack and keep the header.
fn unpack(content: Vec<u8>, coding: Option<&str>) -> Result<Vec<u8>, Reason> {
    let limit = MAX_PAGE_BYTES as u64 + 1;
    let mut unpacked = Vec::new();
    let outcome = if content.starts_with(&[0x1F, 0x8B]) {
        GzDecoder::new(&content[..]).take(limit).read_to_end(&mut unpacked)
    } else if coding == Some("deflate") && content.first().is_some_and(|byte| byte & 0x0F == 8) {
        ZlibDecoder::new(&content[..]).take(limit).read_to_end(&mut unpacked)
    } else {
        let text = content.trim_ascii_start().first().is_none_or(|byte| *byte == b'<');
        return match coding {
            Some(coding @ ("br" | "zstd" | "compress")) if !text => {
                Err(Reason::Record(format!("its page is packed with {coding}")))
            }
            _ => Ok(content),
        };
    };
    match outcome {
        Ok(_) => Ok(unpacked),
        Err(error) => Err(Reason::Gzip(error.to_string())),
    }
}
