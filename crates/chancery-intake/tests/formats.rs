//! Every format gives the same article: id, title, publisher, day, text, and what is not the story.

use chancery_article::{Article, RegionKind};
use chancery_intake::{Defaults, Format, Refusal, open};
use std::io::Write;

type Found = Vec<Result<Article, Refusal>>;

fn read(name: &str, bytes: &[u8]) -> Found {
    let input = Box::new(std::io::Cursor::new(bytes.to_vec()));
    let defaults = Defaults { id: Some(name.to_owned()), ..Defaults::default() };
    open(input, name, None, &defaults).expect("it opens").collect()
}

fn articles(found: &Found) -> Vec<&Article> {
    found.iter().filter_map(|item| item.as_ref().ok()).collect()
}

fn said(found: &Found) -> Vec<String> {
    found.iter().filter_map(|item| item.as_ref().err()).map(Refusal::to_string).collect()
}

fn regions(article: &Article) -> Vec<(RegionKind, &str)> {
    article.regions.iter().map(|region| (region.kind, article.words(region.span))).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

#[test]
fn a_table_is_read_by_the_names_of_its_columns() {
    let table = "\u{feff}Doc_ID;Headline;Full Text;Date;Source;words\r\n\
        7;Talks open;\"Talks opened; they go on.\r\nMore \"\"soon\"\".\";29 Oct 2024;Sudmark Wire;6\r\n\
        \r\n\
        8;;Talks ended.;;;2\r\n";
    for name in ["a.csv", "standard input"] {
        let found = read(name, table.as_bytes());
        assert_eq!(said(&found), [""; 0]);
        let found = articles(&found);
        assert_eq!(found[0].id, "7");
        assert_eq!(found[0].text(), "Talks opened; they go on.\r\nMore \"soon\".");
        assert_eq!(found[0].title.as_deref(), Some("Talks open"));
        assert_eq!(found[0].publisher.as_deref(), Some("Sudmark Wire"));
        assert_eq!(found[0].published.expect("a day").to_string(), "2024-10-29");
        assert_eq!((found[1].text(), &found[1].title), ("Talks ended.", &None));
    }
    let tabs = "url\ttext\nhttps://a.example/1\tTalks, opened.\n";
    let found = read("a.tsv", tabs.as_bytes());
    assert_eq!(articles(&found)[0].id, "https://a.example/1");
}

#[test]
fn gzip_is_unpacked_member_by_member_whatever_is_in_it() {
    let lines =
        [gzip(b"{\"id\":\"1\",\"text\":\"Talks.\"}\n"), gzip(b"{\"id\":\"2\",\"text\":\"More.\"}")];
    for name in ["a.jsonl.gz", "a.bin"] {
        let found = read(name, &lines.concat());
        let ids: Vec<&str> = articles(&found).iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
    }
    let page = gzip(include_bytes!("fixtures/page.html"));
    assert_eq!(articles(&read("page", &page)).len(), 1);
}

#[test]
fn a_page_gives_its_story_and_its_metadata() {
    let found = read("page.html", include_bytes!("fixtures/page.html"));
    assert_eq!(said(&found), [""; 0]);
    let article = articles(&found)[0];
    assert_eq!(article.title.as_deref(), Some("Ministers agree to reopen border crossing"));
    assert_eq!(article.publisher.as_deref(), Some("The Harbour Post"));
    assert_eq!(article.url.as_deref(), Some("https://harbour.example/world/border-crossing"));
    // The day at the place of writing; not the day in London, nor that of the change.
    assert_eq!(article.published.expect("a day").to_string(), "2024-10-29");
    // The template is Korean, the story English.
    assert_eq!(article.language.as_deref(), Some("en"));
    let text = article.text();
    assert!(
        text.contains("The foreign ministers of Norland and Sudmark agreed on Tuesday"),
        "{text}"
    );
    assert!(text.contains("\n\nThe agreement follows four rounds"), "{text}");
    assert!(!text.contains("Sport") && !text.contains("color"), "{text}");
    let marked = chancery_intake::regions::find(article);
    let marked: Vec<&str> = marked.iter().map(|region| article.words(region.span)).collect();
    assert!(marked.contains(&"Read more: Crossing closed after shooting"), "{marked:?}\n{text}");
}

#[test]
fn the_entries_of_a_feed_are_articles() {
    let found = read("feed.xml", include_bytes!("fixtures/feed.rss"));
    let all = articles(&found);
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].id.as_str(), all[0].title.as_deref()),
        ("hp-1", Some("Envoys meet in Kåvik"))
    );
    assert_eq!(
        all[0].text(),
        "Envoys of Norland and Sudmark met in Kåvik on Tuesday.\n\nThe envoys\n\nThey agreed to meet again."
    );
    assert_eq!(regions(all[0]), [(RegionKind::Caption, "The envoys")]);
    assert_eq!(all[0].published.expect("a day").to_string(), "2024-10-29");
    assert_eq!(all[0].publisher.as_deref(), Some("The Harbour Post"));
    assert_eq!(all[0].url.as_deref(), Some("https://harbour.example/1"));
    assert_eq!(all[1].id, "https://harbour.example/3");
    assert_eq!((all[1].text(), all[1].published), ("A truce was signed.", None));
    assert_eq!(
        said(&found),
        [
            "feed.xml: entry 2 (Only a title): no text, only the title \"Only a title\"; fetch its page",
            "feed.xml: \"Fri, 31 Dec 9999 00:00:00 GMT\" is not a day of the calendar; the article is \
             read without one, so relative dates stay unresolved; write published as YYYY-MM-DD"
        ]
    );
    let found = read("feed", include_bytes!("fixtures/feed.atom"));
    let entry = articles(&found)[0];
    assert_eq!(
        (entry.id.as_str(), entry.text()),
        ("urn:sw:7", "The trade minister of Sudmark resigned.")
    );
    assert_eq!(entry.url.as_deref(), Some("https://sw.example/7"));
    assert_eq!(entry.published.expect("a day").to_string(), "2024-10-29");
}

#[test]
fn nitf_says_what_is_not_the_story() {
    let found = read("story.xml", include_bytes!("fixtures/story.nitf"));
    assert_eq!(said(&found), [""; 0]);
    let article = articles(&found)[0];
    assert_eq!(article.id, "SW-2024-10-29-7");
    assert_eq!(article.title.as_deref(), Some("Norland & Sudmark sign truce"));
    assert_eq!(article.publisher.as_deref(), Some("Sudmark Wire"));
    assert_eq!(article.published.expect("a day").to_string(), "2024-10-29");
    assert_eq!(
        regions(article),
        [
            (RegionKind::Headline, "Guns fall silent at Grenzau"),
            (RegionKind::Byline, "By Jan Olsen Staff writer"),
            (RegionKind::Dateline, "GRENZAU, Oct. 29"),
            (RegionKind::Caption, "Soldiers leave the bridge."),
            (RegionKind::Caption, "Olsen"),
            (RegionKind::Byline, "Jan Olsen reported from Grenzau."),
        ]
    );
    let text = article.text();
    assert!(
        text.contains("Norland and Sudmark signed a truce on Tuesday, the mediators"),
        "{text}"
    );
    assert!(text.contains("midnight – cafés reopen."), "{text}");
}

#[test]
fn the_items_of_newsml_g2_are_articles() {
    let found = read("items.xml", include_bytes!("fixtures/items.newsml.xml"));
    let all = articles(&found);
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].id.as_str(), all[0].title.as_deref()),
        ("urn:newsml:sw:1", Some("Envoy expelled"))
    );
    assert_eq!(all[0].publisher.as_deref(), Some("Sudmark Wire"));
    assert_eq!(all[0].published.expect("a day").to_string(), "2024-10-29");
    assert_eq!(
        all[0].text(),
        "By Jan Olsen\n\nNorland expelled the envoy of Sudmark on Monday.\n\nSudmark protested."
    );
    assert_eq!(regions(all[0]), [(RegionKind::Byline, "By Jan Olsen")]);
    assert_eq!(all[1].text(), "Talks opened in Geneva.\n\nThey go on tomorrow.");
    assert_eq!(all[1].publisher.as_deref(), Some("SW"));
    let said = said(&found);
    assert!(
        said[0].starts_with("items.xml: item 3 (urn:newsml:sw:3): \"0000-00-00\" is not a day"),
        "{said:?}"
    );
    assert!(said[1].starts_with("items.xml: item 4 (urn:newsml:sw:4): no text, only"), "{said:?}");
    assert_eq!(said[2], "items.xml: passed over: 1 items that are no texts (pictures, packages)");
}

/// A record of a web archive; its length is what is claimed.
fn record(kind: &str, url: &str, content: &[u8], length: usize) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    record.extend_from_slice(content);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn response(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let content = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", url, &content, content.len())
}

const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

#[test]
fn the_pages_of_a_web_archive_are_articles() {
    let page = include_bytes!("fixtures/page.html");
    let chunked = [format!("{:x}\r\n", page.len()).as_bytes(), page, b"\r\n0\r\n\r\n"].concat();
    let records = [
        record("warcinfo", "", b"software: ours", 14),
        record("request", "https://a.example/1", b"GET / HTTP/1.1\r\n\r\n", 18),
        response("https://a.example/1", HTML, page),
        response("https://a.example/2", "404 Not Found\r\nContent-Type: text/html", b"<p>No."),
        response("https://a.example/3", "200 OK\r\nContent-Type: image/png", &[0x89, b'P', 0, 0]),
        response("https://a.example/4", &format!("{HTML}\r\nTransfer-Encoding: chunked"), &chunked),
        response("https://a.example/5", &format!("{HTML}\r\nContent-Encoding: gzip"), &gzip(page)),
        response("https://a.example/6", &format!("{HTML}\r\nContent-Encoding: gzip"), page),
    ];
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    for (name, bytes) in [("a.warc", records.concat()), ("a.warc.gz", members)] {
        let found = read(name, &bytes);
        let all = articles(&found);
        let ids: Vec<&str> = all.iter().map(|article| article.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "https://a.example/1",
                "https://a.example/4",
                "https://a.example/5",
                "https://a.example/6"
            ]
        );
        assert!(all.iter().all(|article| article.text() == all[0].text()));
        assert_eq!(all[0].published.expect("a day").to_string(), "2024-10-29");
        assert_eq!(
            said(&found),
            [format!(
                "{name}: passed over: 1 responses with another status than 200, 1 that are no HTML"
            )]
        );
    }
}

#[test]
fn the_format_can_be_given() {
    let input = Box::new(&b"id,text\n1,Talks opened.\n"[..]);
    let found: Found =
        open(input, "a.csv", Some(Format::Text), &Defaults::default()).expect("it opens").collect();
    assert_eq!(articles(&found)[0].text(), "id,text\n1,Talks opened.\n");
}
