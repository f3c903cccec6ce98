//! Which format a stream of bytes has.

/// How articles are laid out in a stream of bytes. Any of them may come gzipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The whole stream is the text of one article.
    Text,
    /// One JSON object a line: `{"id","text","published"?,"title"?,"publisher"?,"url"?,"language"?}`.
    JsonLines,
    /// One JSON object with the same fields, or an array of them.
    Json,
    /// A table (RFC 4180) whose first line names the columns; the separator is the one of
    /// `,`, `;`, `|` and the tab that the first line holds most of.
    Csv,
    /// A table separated by tabs.
    Tsv,
    /// One web page.
    Html,
    /// RSS 0.9 to 2.0 or Atom.
    Feed,
    /// The IPTC's XML: NITF, or NewsML-G2 with one item or many.
    News,
    /// A web archive (ISO 28500) of responses.
    Warc,
}

pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

/// As much of a stream's beginning as [`Format::detect`] looks at, in bytes. A page may open with
/// a long comment.
pub const HEAD_BYTES: usize = 4096;

impl Format {
    /// The format of a stream: what its first bytes say beyond doubt, else what its name says,
    /// else what the first bytes suggest.
    ///
    /// ```
    /// use chancery_intake::Format;
    ///
    /// assert_eq!(Format::detect("a.txt", b"<!doctype html><p>Talks opened."), Format::Html);
    /// assert_eq!(Format::detect("a.txt", b"{\"id\": 1}"), Format::Text);
    /// assert_eq!(Format::detect("standard input", b"{\"id\": 1}"), Format::JsonLines);
    /// ```
    pub fn detect(name: &str, head: &[u8]) -> Self {
        Self::signed(head).or_else(|| Self::from_name(name)).unwrap_or_else(|| Self::sniff(head))
    }

    /// The format that a file's name says; none for a name that says nothing. `.gz` is passed over.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "txt" | "text" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "rss" | "atom" => Some(Self::Feed),
            "nitf" | "newsml" => Some(Self::News),
            "warc" => Some(Self::Warc),
            _ => None,
        }
    }

    /// The format that the first bytes suggest: an opening brace with a quoted name after it is
    /// JSON lines, a first line that names the column `text` among others is a table, anything
    /// else is text.
    pub fn sniff(head: &[u8]) -> Self {
        if let Some(format) = Self::signed(head) {
            return format;
        }
        let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
        let object = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        if object.is_some_and(|rest| rest.starts_with(b"\"")) {
            return Self::JsonLines;
        }
        let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
        if crate::table::names_columns(&head[..end]) { Self::Csv } else { Self::Text }
    }

    /// The format of a stream that signs itself: a web archive, a page, a feed, the IPTC's XML.
    fn signed(head: &[u8]) -> Option<Self> {
        let head = &head[..head.len().min(HEAD_BYTES)];
        // The letters of UTF-16 markup are those of ASCII with NULs between them.
        let plain: Vec<u8> = match head {
            [0xFE, 0xFF, rest @ ..] | [0xFF, 0xFE, rest @ ..] => {
                rest.iter().copied().filter(|byte| *byte != 0).collect()
            }
            _ => head.strip_prefix(BOM).unwrap_or(head).to_vec(),
        };
        if plain.starts_with(b"WARC/") {
            return Some(Self::Warc);
        }
        let mut rest = plain.trim_ascii_start();
        let mut xml = false;
        loop {
            let end: &[u8] = match rest {
                [b'<', b'?', ..] => b"?>",
                [b'<', b'!', b'-', b'-', ..] => b"-->",
                [b'<', b'!', ..] => {
                    let words = rest.get(2..14).unwrap_or_default().to_ascii_lowercase();
                    if words.starts_with(b"doctype html") {
                        return Some(Self::Html);
                    }
                    b">"
                }
                [b'<', ..] => break,
                _ => return None,
            };
            xml = true;
            let Some(at) = memchr::memmem::find(rest, end) else { break };
            rest = rest[at + end.len()..].trim_ascii_start();
        }
        let name = rest.get(1..).unwrap_or_default();
        let name = name.split(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        // A prefix says nothing: <atom:feed>, <nar:newsItem>.
        let local = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        match local {
            b"html" | b"head" | b"body" | b"article" => Some(Self::Html),
            b"rss" | b"feed" | b"rdf" => Some(Self::Feed),
            b"nitf" | b"newsitem" | b"newsmessage" | b"packageitem" | b"newsml" => Some(Self::News),
            b"meta" | b"title" | b"div" | b"p" | b"main" if !xml => Some(Self::Html),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_says_the_format_and_the_first_bytes_say_it_otherwise() {
        assert_eq!(Format::from_name("a/b.JSONL"), Some(Format::JsonLines));
        assert_eq!(Format::from_name("news.warc.gz"), Some(Format::Warc));
        assert_eq!(Format::from_name("story"), None);
        assert_eq!(Format::sniff(b" {\"id\": 1"), Format::JsonLines);
        assert_eq!(Format::sniff(b"{curly} talks"), Format::Text);
        assert_eq!(Format::sniff(b"id;text;published\n1;Talks.;"), Format::Csv);
        assert_eq!(Format::sniff(b"Officials, text messages and talks\n"), Format::Text);
    }

    #[test]
    fn markup_signs_itself_behind_declarations_and_comments() {
        for (head, format) in [
            ("<?xml version='1.0'?>\n<rss version='2.0'>", Format::Feed),
            ("<?xml version='1.0'?><!-- a --><feed xmlns='a'>", Format::Feed),
            ("<rdf:RDF xmlns='a'>", Format::Feed),
            ("\u{feff}<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'n'><nitf>", Format::News),
            ("<newsMessage xmlns='a'>", Format::News),
            ("<!-- c --><!DOCTYPE HTML>", Format::Html),
            ("\n<html lang='en'>", Format::Html),
            ("WARC/1.0\r\n", Format::Warc),
        ] {
            assert_eq!(Format::detect("x.txt", head.as_bytes()), format, "{head}");
        }
        assert_eq!(Format::detect("x", b"<3 of the ministers"), Format::Text);
        let wide: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Format::detect("x", &wide), Format::Html);
    }
}
