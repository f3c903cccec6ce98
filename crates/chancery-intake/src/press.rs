//! The IPTC's XML to articles: NITF, and NewsML-G2 with texts in NITF, XHTML or plain.
//!
//! One walk serves both: an element says what its words are, and what encloses it says whether that
//! holds. Element names are those of NITF 3.6 and NewsML-G2 2.34.

use chancery_article::RegionKind::{Boilerplate, Byline, Caption, Dateline, Headline};
use chancery_article::{Article, RegionKind};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::draft::{Draft, squeeze};
use crate::{Reason, charset, language, markup, moment};

/// What came of an item: its number from 1, its id, the article, and what is to be said about it.
pub(crate) struct Item {
    pub(crate) place: u64,
    pub(crate) name: Option<String>,
    pub(crate) read: Result<(Article, Option<Reason>), Reason>,
}

/// The articles of a document. A fault in the XML ends it: what stands before is in `items`.
pub(crate) struct Document {
    pub(crate) items: Vec<Item>,
    /// Items that are no texts: pictures, packages.
    pub(crate) others: usize,
    pub(crate) recoded: Option<Reason>,
    /// Line and reason.
    pub(crate) fault: Option<(u64, Reason)>,
}

/// What an element's words are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// An article of its own.
    Item,
    /// The headline over the story.
    Title,
    /// The title of a file, which holds where there is no headline.
    FileTitle,
    Publisher,
    /// `<name>` inside a publisher.
    Name,
    Region(RegionKind),
    /// Inside it paragraphs are story.
    Body,
    /// Before and behind the story.
    Margin,
    /// Plain text of a NewsML-G2 item.
    Data,
    /// Not for readers.
    Hidden,
    /// Part of a line.
    Inline,
    Other,
}

fn role(name: &str) -> Role {
    match name {
        "nitf" | "newsItem" | "packageItem" | "conceptItem" => Role::Item,
        "hl1" | "headline" => Role::Title,
        "title" => Role::FileTitle,
        "body.head" | "body.end" => Role::Margin,
        "distributor" | "provider" => Role::Publisher,
        "name" => Role::Name,
        "hl2" => Role::Region(Headline),
        "abstract" => Role::Region(Boilerplate),
        "byline" | "by" | "tagline" => Role::Region(Byline),
        "dateline" => Role::Region(Dateline),
        "media-caption" | "media-producer" | "caption" | "figcaption" => Role::Region(Caption),
        "body.content" | "body" | "inlineXML" => Role::Body,
        "inlineData" => Role::Data,
        "script"
        | "style"
        | "docdata"
        | "head"
        | "media-metadata"
        | "nitf-table-metadata"
        | "media-reference" => Role::Hidden,
        "em" | "strong" | "" | "i" | "u" | "a" | "span" | "q" | "sub" | "sup" | "lang"
        | "location" | "city" | "state" | "region" | "country" | "sublocation" | "person"
        | "name.given" | "name.family" | "function" | "org" | "virtloc" | "event" | "money"
        | "num" | "object.title" | "chron" | "copyrite" | "pronounce" | "byttl" | "story.date"
        | "classifier" | "small" | "cite" | "time" | "abbr" => Role::Inline,
        _ => Role::Other,
    }
}

/// An article in the making.
#[derive(Default)]
struct Making {
    draft: Draft,
    id: Option<String>,
    title: Option<String>,
    file_title: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    url: Option<String>,
    /// Days of publication, each with how well it says it; the smallest is best.
    days: Vec<(u8, String)>,
    /// A picture, a package, a concept.
    other: bool,
    /// The words of plain data are HTML.
    html: bool,
}

/// Elements inside one another beyond this are no news.
const MAX_DEPTH: usize = 512;

pub(crate) fn read(bytes: &[u8]) -> Document {
    let (xml, recoded) = charset::decode(bytes, None);
    let mut found = Document { items: Vec::new(), others: 0, recoded, fault: None };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().expand_empty_elements = true;
    let mut stack: Vec<Role> = Vec::new();
    let mut making: Option<Making> = None;
    let mut words = String::new();
    let mut place = 0;
    // A date in an element's words, for NewsML-G2: how well it says it.
    let mut dated: Option<u8> = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(xml.len());
                found.fault = Some((line(&xml, at), Reason::Markup(error.to_string())));
                break;
            }
        };
        match event {
            Event::Start(start) => {
                let name = start.local_name();
                let role = role(name.as_ref());
                if stack.len() >= MAX_DEPTH {
                    let at = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
                    found.fault = Some((line(&xml, at), Reason::TooDeep(MAX_DEPTH)));
                    break;
                }
                // NITF inside a NewsML-G2 item is that item's text.
                let role = if role == Role::Item && making.is_some() { Role::Other } else { role };
                if role == Role::Item {
                    place += 1;
                    making = Some(Making {
                        other: !matches!(name.as_ref(), "nitf" | "newsItem"),
                        ..Making::default()
                    });
                }
                if let Some(making) = &mut making {
                    if role == Role::Inline {
                        // "By" and the name after it may stand without a space.
                        if matches!(name.as_ref(), "byttl" | "story.date") {
                            words.push(' ');
                        }
                    } else {
                        flush(making, &stack, &mut words);
                    }
                    dated = attributes(making, &start, name.as_ref());
                }
                stack.push(role);
            }
            Event::End(end) => {
                let Some(role) = stack.last().copied() else { continue };
                if let Some(making) = &mut making {
                    if let Some(rank) = dated.take() {
                        making.days.push((rank, words.trim().to_owned()));
                        words.clear();
                    }
                    if role != Role::Inline {
                        flush(making, &stack, &mut words);
                    } else if end.local_name().as_ref() == "person" {
                        words.push(' ');
                    }
                }
                stack.pop();
                if role == Role::Item
                    && let Some(making) = making.take()
                {
                    if making.other {
                        found.others += 1;
                    } else {
                        found.items.push(finish(making, place));
                    }
                }
            }
            Event::Text(text) if making.is_some() => words.push_str(&text.xml10_content()),
            Event::CData(text) if making.is_some() => words.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if making.is_some() => match entity.resolve_char_ref() {
                Ok(Some(character)) => words.push(character),
                _ => match quick_xml::escape::resolve_html5_entity(&entity) {
                    Some(character) => words.push_str(character),
                    None => {
                        words.push('&');
                        words.push_str(&entity);
                        words.push(';');
                    }
                },
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if found.fault.is_none() && !stack.is_empty() {
        let cut = Reason::Markup("it ends inside an element".to_owned());
        found.fault = Some((line(&xml, xml.len()), cut));
    }
    found
}

fn line(xml: &str, at: usize) -> u64 {
    memchr::memchr_iter(b'\n', &xml.as_bytes()[..at.min(xml.len())]).count() as u64 + 1
}

/// Puts the words gathered where the elements around them say that they belong.
fn flush(making: &mut Making, stack: &[Role], words: &mut String) {
    if words.trim().is_empty() {
        return words.clear();
    }
    let words = std::mem::take(words);
    let around = |role: Role| stack.contains(&role);
    let region = stack.iter().rev().find_map(|role| match role {
        Role::Region(kind) => Some(*kind),
        _ => None,
    });
    let inner = stack.iter().rev().find(|role| matches!(role, Role::Body | Role::Margin));
    if around(Role::Title) {
        making.title.get_or_insert(words);
    } else if around(Role::FileTitle) {
        making.file_title.get_or_insert(words);
    } else if around(Role::Publisher) {
        making.publisher.get_or_insert(words);
    } else if around(Role::Data) {
        if making.html {
            markup::paragraphs(&words, &mut making.draft);
        } else {
            words.split('\n').for_each(|line| making.draft.paragraph(line, None));
        }
    } else if around(Role::Hidden) {
        // Not for readers.
    } else if let Some(kind) = region {
        making.draft.paragraph(&words, Some(kind));
    } else if let Some(inner) = inner {
        let kind = (*inner == Role::Margin).then_some(Boilerplate);
        making.draft.paragraph(&words, kind);
    }
}

/// Takes over what an element's attributes say; gives back the rank of the date that its words
/// hold.
fn attributes(making: &mut Making, start: &BytesStart<'_>, name: &str) -> Option<u8> {
    let value = |wanted: &str| {
        start.attributes().flatten().find(|a| a.key.as_ref() == wanted).and_then(|a| {
            let value = a.normalized_value(XmlVersion::Implicit1_0).ok()?;
            let value = squeeze(&value);
            (!value.is_empty()).then_some(value)
        })
    };
    let first = |slot: &mut Option<String>, found: Option<String>| {
        if slot.is_none() {
            *slot = found;
        }
    };
    match name {
        "nitf" => {
            first(&mut making.language, value("xml:lang"));
        }
        "newsItem" => {
            first(&mut making.id, value("guid"));
            first(&mut making.language, value("xml:lang"));
        }
        "doc-id" => first(&mut making.id, value("id-string")),
        "date.issue" => making.days.extend(value("norm").map(|day| (0, day))),
        "date.release" => making.days.extend(value("norm").map(|day| (2, day))),
        "pubdata" => {
            making.days.extend(value("date.publication").map(|day| (1, day)));
            first(&mut making.publisher, value("name"));
            first(&mut making.url, value("ex-ref"));
        }
        "itemClass" => {
            let class = value("qcode").unwrap_or_default();
            making.other |= !class.is_empty() && !class.ends_with(":text");
        }
        "provider" => first(
            &mut making.publisher,
            value("literal").or_else(|| {
                let code = value("qcode")?;
                Some(code.rsplit(':').next().unwrap_or_default().to_owned())
            }),
        ),
        "language" => first(&mut making.language, value("tag")),
        "inlineData" | "inlineXML" => {
            making.html = value("contenttype").is_some_and(|kind| kind.contains("html"));
        }
        "versionCreated" => return Some(0),
        "contentCreated" => return Some(1),
        "firstCreated" => return Some(2),
        _ => {}
    }
    None
}

fn finish(making: Making, place: u64) -> Item {
    let Making { draft, id, title, file_title, publisher, language, url, mut days, .. } = making;
    let title = title.or(file_title);
    let read = if draft.is_too_long() {
        Err(Reason::TooLong)
    } else if draft.is_empty() {
        Err(Reason::NoEntryText(squeeze(title.as_deref().unwrap_or_default())))
    } else {
        let mut article = draft.article(title);
        article.id = id.clone().unwrap_or_default();
        article.publisher = publisher.map(|name| squeeze(&name));
        article.language = language::settle(language.as_deref(), article.text());
        article.url = url;
        days.sort_by_key(|(rank, _)| *rank);
        article.published = days.iter().find_map(|(_, words)| moment(words).ok());
        let undated = match (article.published, days.into_iter().next()) {
            (None, Some((_, words))) => Some(Reason::Undated(words.chars().take(60).collect())),
            _ => None,
        };
        Ok((article, undated))
    };
    Item { place, name: id, read }
}
