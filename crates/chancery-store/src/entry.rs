//! An article on its way into the store.

use chancery::fuse::Report;
use chancery::fuse::copies::Signature;
use chancery::{Article, Chancery, Reading};
use chancery_schema::{Layers, Options, Record, record, sha256};

/// A reading, made ready on any thread: what the writer needs, and the record packed.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) key: String,
    pub(crate) record: Record,
    pub(crate) packed: Vec<u8>,
    pub(crate) text: String,
    pub(crate) words: i64,
    pub(crate) other: Option<String>,
    pub(crate) sketch: Option<Report>,
    pub(crate) signature: Option<Signature>,
}

/// A better level of zstd takes twice the time for a tenth of the room.
const LEVEL: i32 = 3;

impl Entry {
    /// The entry of a reading. `key` is what [`key`] made of its article.
    pub fn new(key: String, reading: &Reading, engine: &Chancery) -> Self {
        let spans: Vec<_> = reading.findings.events.iter().map(|event| event.trigger).collect();
        let sketch = engine.sketch(reading, &spans);
        let text = reading.article.text().to_owned();
        let signature = Signature::of(&reading.article);
        let plain = Self::of(key, wire(reading), text);
        Self { sketch: Some(sketch), signature: Some(signature), ..plain }
    }

    /// The entry of an article that is not coded, with the name of its language.
    pub fn unread(key: String, reading: &Reading, language: String) -> Self {
        let text = reading.article.text().to_owned();
        Self { other: Some(language), ..Self::of(key, wire(reading), text) }
    }

    /// The entry of a record, which holds what is known of its article, and of the article's text.
    /// Nothing is fused with its events.
    pub fn of(key: String, record: Record, text: String) -> Self {
        let json = serde_json::to_vec(&record).expect("a record is plain data");
        let packed = zstd::bulk::compress(&json, LEVEL).expect("memory takes every record");
        let words = text.split_whitespace().count() as i64;
        Self { key, record, packed, text, words, other: None, sketch: None, signature: None }
    }

    /// The language of an article that is not coded.
    pub fn not_coded(&self) -> Option<&str> {
        self.other.as_deref()
    }
}

fn wire(reading: &Reading) -> Record {
    let why = Layers { why: true, ..Layers::default() };
    record(reading, &Options { with: why, ..Options::default() })
}

/// What makes an article the same article: its address, else its id and its text.
///
/// A new text under a known address is a new version; a new text under a known id alone is another
/// article, since ids like "1" come again in every file. With `by_id` the id counts as the address
/// does. An address without a path is a publisher's, not an article's.
pub fn key(article: &Article, by_id: bool) -> String {
    if let Some(url) = article.url.as_deref().and_then(address) {
        return format!("url:{url}");
    }
    let hash = &sha256(article.text().as_bytes())[..16];
    match article.id.as_str() {
        "" => format!("text:{hash}"),
        id if by_id => format!("id:{id}"),
        id => format!("id:{id} {hash}"),
    }
}

/// An article's address without its fragment and scheme.
fn address(url: &str) -> Option<&str> {
    let url = url.trim().split('#').next()?.trim_end_matches('/');
    let bare = url.split_once("://").map_or(url, |(_, bare)| bare);
    let (_, path) = bare.split_once(['/', '?'])?;
    (!path.is_empty()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_known_by_its_address_else_by_id_and_text() {
        let of = |id: &str, url: Option<&str>, text: &str| {
            let mut article = Article::new(id, text);
            article.url = url.map(str::to_owned);
            key(&article, false)
        };
        let page = "https://news.example/2024/talks";
        assert_eq!(
            of("1", Some(page), "a"),
            of("2", Some("http://news.example/2024/talks/#top"), "b")
        );
        assert_ne!(
            of("1", Some("https://news.example/"), "a"),
            of("2", Some("https://news.example"), "b")
        );
        assert_ne!(of("1", None, "a"), of("1", None, "b"));
        assert_eq!(of("1", None, "a"), of("1", Some("https://news.example"), "a"));
    }
}
