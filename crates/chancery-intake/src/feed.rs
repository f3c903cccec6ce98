//! RSS and Atom to articles. The XML is read by [`feed_rs`].

use chancery_article::{Article, Date};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use feed_rs::model::{Entry, Link};
use std::sync::{Arc, Mutex};

use crate::draft::Draft;
use crate::{Reason, charset, language, markup, moment};

/// What came of an entry: its number from 1, its id or title, and the article.
pub(crate) struct Item {
    pub(crate) place: u64,
    pub(crate) name: Option<String>,
    pub(crate) read: Result<Article, Reason>,
}

/// The articles of a feed, in its order, and what is to be said about it as a whole.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<Item>, Vec<Reason>), Reason> {
    let (xml, recoded) = charset::decode(bytes, None);
    // The library keeps no words of a date that it could not read.
    let undated = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&undated);
    let parser = feed_rs::parser::Builder::new()
        // A day is the day at the place of writing; the library would count in UTC.
        .timestamp_parser(move |words| {
            let day = moment(words).ok().and_then(midnight);
            if let (None, Ok(mut kept)) = (day, kept.lock()) {
                kept.push(Reason::Undated(words.chars().take(60).collect()));
            }
            day
        })
        // The library would draw a random id where there is nothing to make one of.
        .id_generator(|_, _, _| String::new())
        .build();
    let xml = undeclared(&xml);
    let feed = parser.parse(xml.as_bytes()).map_err(|error| Reason::Markup(error.to_string()))?;
    let publisher = feed.title.map(|title| title.content);
    let tongue = feed.language;
    let items = feed.entries.into_iter().enumerate().map(|(at, entry)| {
        let name = Some(entry.id.clone())
            .filter(|id| !id.is_empty())
            .or_else(|| entry.title.as_ref().map(|title| title.content.clone()));
        let read = article(entry).map(|mut article| {
            article.publisher = article.publisher.take().or_else(|| publisher.clone());
            article.language = language::settle(tongue.as_deref(), article.text());
            article
        });
        Item { place: at as u64 + 1, name, read }
    });
    let items: Vec<Item> = items.collect();
    let mut said: Vec<Reason> = recoded.into_iter().collect();
    // A second date of an entry that has a good one costs nothing.
    let dateless =
        |item: &Item| item.read.as_ref().is_ok_and(|article| article.published.is_none());
    if items.iter().any(dateless)
        && let Ok(mut undated) = undated.lock()
    {
        undated.dedup();
        said.append(&mut undated);
    }
    Ok((items, said))
}

fn article(entry: Entry) -> Result<Article, Reason> {
    let title = entry.title.map(|title| plain(&title.content));
    let mut draft = Draft::default();
    // Most feeds give the whole story as content, or a summary alone.
    for words in [entry.content.and_then(|content| content.body), entry.summary.map(|s| s.content)]
    {
        if let (Some(words), true) = (words, draft.is_empty()) {
            markup::paragraphs(&words, &mut draft);
        }
    }
    if draft.is_too_long() {
        return Err(Reason::TooLong);
    }
    if draft.is_empty() {
        return Err(Reason::NoEntryText(title.unwrap_or_default()));
    }
    let mut article = draft.article(title);
    article.id = entry.id;
    article.published = entry.published.or(entry.updated).and_then(day);
    article.publisher = entry.source;
    article.url = address(&entry.links);
    Ok(article)
}

fn address(links: &[Link]) -> Option<String> {
    let page = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    links.iter().find(page).or(links.first()).map(|link| link.href.clone())
}

/// Titles are HTML in many feeds that do not say so.
fn plain(words: &str) -> String {
    if !words.contains(['<', '&']) {
        return words.to_owned();
    }
    let mut draft = Draft::default();
    markup::paragraphs(words, &mut draft);
    draft.article(None).text().to_owned()
}

/// The text is Unicode by now, whatever its first line declares.
fn undeclared(xml: &str) -> &str {
    let xml = xml.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match xml.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((declaration, rest)) if declaration.len() < 200 => rest,
        _ => xml,
    }
}

fn midnight(day: Date) -> Option<DateTime<Utc>> {
    let (month, date) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    let midnight =
        NaiveDate::from_ymd_opt(i32::from(day.year()), month, date)?.and_hms_opt(0, 0, 0)?;
    Some(midnight.and_utc())
}

fn day(moment: DateTime<Utc>) -> Option<Date> {
    let year = i16::try_from(moment.year()).ok()?;
    Date::new(year, i8::try_from(moment.month()).ok()?, i8::try_from(moment.day()).ok()?).ok()
}
