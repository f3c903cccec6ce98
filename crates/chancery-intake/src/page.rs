//! Web pages to articles.
//!
//! What is the story on a page, its title and its publisher are told by [`trafilatura`]; the day of
//! publication is read here from the page's metadata, because the library fills what a date leaves
//! out from the clock, and the same page must give the same article next year.

use chancery_article::{Article, Date};
use serde_json::Value;
use trafilatura::dom::Document;

use crate::draft::{Draft, squeeze};
use crate::{Reason, charset, language, markup, moment};

/// The longest page that is read, in bytes. News pages have 50,000 to 2,000,000, most of it script.
pub const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Elements inside one another beyond this are no page's: browsers stop at 512 too.
const MAX_DEPTH: usize = 512;

/// What the transport says of a page.
#[derive(Default)]
pub(crate) struct Transport {
    /// The charset of the `Content-Type` header.
    pub(crate) charset: Option<String>,
    /// Where it was fetched from.
    pub(crate) url: Option<String>,
}

/// An article, and what is to be said about the page.
pub(crate) type Page = (Article, Vec<Reason>);

/// The article of a page, without an id.
pub(crate) fn read(bytes: &[u8], transport: Transport) -> Result<Page, Reason> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(Reason::PageTooLong);
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    let (mut html, recoded) = charset::decode(bytes, transport.charset.as_deref());
    let mut remarks: Vec<Reason> = recoded.into_iter().collect();
    let nuls = memchr::memchr_iter(0, html.as_bytes()).count();
    if nuls > 0 {
        if nuls * 4 > html.len() {
            let at = memchr::memchr(0, bytes).unwrap_or(0);
            return Err(Reason::Binary { at, byte: 0, hint: "" });
        }
        html.retain(|c| c != '\0');
        remarks.push(Reason::Nuls(nuls));
    }
    if depth(&html) > MAX_DEPTH {
        return Err(Reason::TooDeep(MAX_DEPTH));
    }
    // Some pages are odd enough to trip any extractor; one page must not end the run.
    let extracted =
        std::panic::catch_unwind(|| extract(&html)).map_err(|_| Reason::ExtractorFailed)?;
    let Extracted { text, title, publisher, url, language, dates } = extracted?;
    let mut draft = Draft::default();
    markup::paragraphs(&text, &mut draft);
    if draft.is_too_long() {
        return Err(Reason::TooLong);
    }
    if draft.is_empty() {
        return Err(Reason::NoStory);
    }
    let mut article = draft.article(Some(title));
    article.publisher = Some(squeeze(&publisher)).filter(|name| !name.is_empty());
    article.url = transport.url.or(url);
    article.language = language::settle(language.as_deref(), article.text());
    let days: Vec<(&String, Option<Date>)> =
        dates.iter().map(|words| (words, moment(words).ok())).collect();
    article.published = days.iter().find_map(|(_, day)| *day);
    if let (None, Some((words, _))) = (article.published, days.first()) {
        remarks.push(Reason::Undated(words.chars().take(60).collect()));
    }
    Ok((article, remarks))
}

struct Extracted {
    /// HTML of the story alone.
    text: String,
    title: String,
    publisher: String,
    url: Option<String>,
    language: Option<String>,
    /// What the page says about the day of publication, the best first.
    dates: Vec<String>,
}

fn extract(html: &str) -> Result<Extracted, Reason> {
    let document = Document::parse(html);
    let dates = dates(&document);
    let attribute = |selector: &str, name: &str| {
        let node = document.query_selector(document.root(), selector)?;
        document.get_attribute(node, name).map(|words| words.trim().to_owned())
    };
    let language = attribute("html[lang]", "lang")
        .or_else(|| attribute("meta[property=\"og:locale\"]", "content"))
        .map(|language| language.replace('_', "-"))
        .filter(|language| !language.is_empty());
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let found = trafilatura::extract_document(document, &options).map_err(|_| Reason::NoStory)?;
    let meta = found.metadata;
    Ok(Extracted {
        text: found.content_html,
        title: meta.title,
        publisher: if meta.sitename.is_empty() { meta.hostname } else { meta.sitename },
        url: Some(meta.url).filter(|url| url.starts_with("http")),
        language,
        dates,
    })
}

/// Where pages say when they were published, the most exact first.
const DATES: [(&str, &str); 16] = [
    ("meta[property=\"article:published_time\"]", "content"),
    ("meta[name=\"article:published_time\"]", "content"),
    ("meta[property=\"og:published_time\"]", "content"),
    ("meta[property=\"og:article:published_time\"]", "content"),
    ("meta[itemprop=\"datePublished\"]", "content"),
    ("time[itemprop=\"datePublished\"]", "datetime"),
    ("meta[name=\"parsely-pub-date\" i]", "content"),
    ("meta[name=\"pubdate\" i]", "content"),
    ("meta[name=\"publishdate\" i]", "content"),
    ("meta[name=\"publish-date\" i]", "content"),
    ("meta[name=\"dc.date.issued\" i]", "content"),
    ("meta[name=\"dcterms.date\" i]", "content"),
    ("meta[name=\"dc.date\" i]", "content"),
    ("meta[name=\"date\" i]", "content"),
    ("article time[datetime]", "datetime"),
    ("time[pubdate]", "datetime"),
];

fn dates(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for script in document.scripts_with_type(&["application/ld+json"]) {
        // Scripts are data: a broken one says nothing.
        if let Ok(value) = serde_json::from_str::<Value>(&document.text_content(script)) {
            published(&value, &mut found);
        }
    }
    for (selector, attribute) in DATES {
        let node = document.query_selector(document.root(), selector);
        found.extend(node.and_then(|node| document.get_attribute(node, attribute)));
    }
    found.retain(|words| !words.trim().is_empty());
    found
}

/// The `datePublished` of a JSON-LD value and of what it holds. Nested as deep as the parser lets
/// it be: 128.
fn published(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| published(item, found)),
        Value::Object(fields) => {
            if let Some(Value::String(words)) = fields.get("datePublished") {
                found.push(words.clone());
            }
            for field in ["@graph", "mainEntity", "mainEntityOfPage"] {
                fields.get(field).into_iter().for_each(|inner| published(inner, found));
            }
        }
        _ => {}
    }
}

/// How deep elements may stand inside one another, at the most: tags that close by themselves and
/// tags without content are not counted.
fn depth(html: &str) -> usize {
    const SHALLOW: [&[u8]; 28] = [
        b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta",
        b"param", b"source", b"track", b"wbr", b"p", b"li", b"dt", b"dd", b"option", b"tr", b"td",
        b"th", b"thead", b"tbody", b"path", b"use", b"circle", b"rect",
    ];
    let bytes = html.as_bytes();
    let (mut depth, mut deepest) = (0usize, 0usize);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..bytes.len().min(at + 32)];
        let closes = rest.first() == Some(&b'/');
        let name = &rest[usize::from(closes)..];
        let length = name.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if length == 0 || SHALLOW.contains(&name[..length].to_ascii_lowercase().as_slice()) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}
