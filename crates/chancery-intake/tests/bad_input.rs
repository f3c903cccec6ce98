//! What is broken is told with its place and what to do, and everything around it is read.

use chancery_intake::{Defaults, Format, Ids, Refusal, open};
use proptest::prelude::*;
use std::io::{Read, Write};

const PAGE: &[u8] = include_bytes!("fixtures/page.html");
const STORY: &str = "The foreign ministers of Norland and Sudmark met in Grenzau on Tuesday.";

fn read(name: &str, bytes: Vec<u8>) -> (Vec<String>, Vec<String>) {
    stream(name, Box::new(std::io::Cursor::new(bytes)))
}

/// The ids of the articles, and what was said.
fn stream(name: &str, input: chancery_intake::Input) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut said) = (Vec::new(), Vec::new());
    match open(input, name, None, &Defaults::default()) {
        Err(refusal) => said.push(refusal.to_string()),
        Ok(articles) => {
            for item in articles {
                match item {
                    Ok(article) => ids.push(article.id),
                    Err(refusal) => said.push(refusal.to_string()),
                }
            }
        }
    }
    (ids, said)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

fn response(number: usize, body: &[u8], claimed: Option<i64>) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let length = claimed.unwrap_or((head.len() + body.len()) as i64);
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n\
         Content-Length: {length}\r\n\r\n{head}"
    )
    .into_bytes();
    record.extend_from_slice(body);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

#[test]
fn gzip_that_ends_early_gives_what_stands_before() {
    let lines: String = (0..2000)
        .map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{STORY} {}\"}}\n", n * 7919 % 1009))
        .collect();
    let whole = gzip(lines.as_bytes());
    let (ids, said) = read("a.jsonl.gz", whole[..whole.len() / 2].to_vec());
    assert!(ids.len() > 500 && ids.len() < 1500, "{}", ids.len());
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with(&format!("a.jsonl.gz:{}: damaged or cut off gzip", ids.len() + 1)),
        "{said:?}"
    );
    // Nothing but a head.
    let (ids, said) = read("b.txt.gz", whole[..12].to_vec());
    assert_eq!(ids, [""; 0]);
    assert!(said[0].contains("b.txt.gz: damaged or cut off gzip data (it ends early)"), "{said:?}");
    let mut spoilt = whole.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle..middle + 64].fill(0x55);
    let (_, said) = read("c.jsonl.gz", spoilt);
    assert!(said.last().expect("it is told").contains("damaged or cut off gzip data"), "{said:?}");
}

#[test]
fn a_record_that_claims_too_much_or_too_little_costs_no_other_record() {
    let true_length = |body: &[u8]| 44 + body.len() as i64;
    for claimed in [
        0,
        10,
        44,
        300,
        true_length(PAGE) - 1,
        true_length(PAGE) + 1,
        true_length(PAGE) + 3,
        true_length(PAGE) + 4,
        true_length(PAGE) + 40,
        true_length(PAGE) + 200,
        9_000,
        90_000,
        5_000_000,
        90_000_000_000,
        i64::MAX,
        -5,
    ] {
        let archive = [
            response(1, PAGE, None),
            response(2, PAGE, Some(claimed)),
            response(3, PAGE, None),
            response(4, PAGE, None),
        ]
        .concat();
        let (ids, said) = read("a.warc", archive);
        assert_eq!(
            ids,
            [1, 2, 3, 4].map(|n| format!("https://a.example/{n}")),
            "{claimed}: {said:?}"
        );
        // White space at the end is nobody's.
        if !(true_length(PAGE) - 1..=true_length(PAGE) + 4).contains(&claimed) {
            assert_eq!(said.len(), 1, "{claimed}: {said:?}");
            assert!(
                said[0].starts_with("a.warc: record 2 (https://a.example/2): damaged ("),
                "{said:?}"
            );
        }
    }
    let mut cut = [response(1, PAGE, None), response(2, PAGE, None)].concat();
    cut.truncate(cut.len() - 300);
    let (ids, said) = read("a.warc", cut);
    assert_eq!(ids.len(), 2);
    assert!(said[0].contains("record 2 (https://a.example/2): damaged (it claims"), "{said:?}");
    let dirt =
        [response(1, PAGE, None), b"dirt\nmore dirt\n".to_vec(), response(2, PAGE, None)].concat();
    let (ids, said) = read("a.warc", dirt);
    assert_eq!((ids.len(), said.len()), (2, 1), "{said:?}");
    assert_eq!(
        read("a.warc", b"WARC, it said.".to_vec()).1,
        ["a.warc: no WARC record in it; give a web archive, or leave out --input"]
    );
}

#[test]
fn a_page_with_nuls_is_read_without_them() {
    let mut page = PAGE.to_vec();
    let at = memchr::memmem::find(&page, b"Norland").expect("it is there");
    page.splice(at + 3..at + 3, [0, 0, 0]);
    let (ids, said) = read("a.html", page);
    assert_eq!(ids.len(), 1);
    assert_eq!(said, ["a.html: 3 NUL bytes taken out; the rest is read; check the text"]);
    let (_, said) = read("b.html", [b"<html>".as_slice(), &[0; 4000]].concat());
    assert!(said[0].starts_with("b.html: binary, not text"), "{said:?}");
}

#[test]
fn a_page_in_a_wrong_encoding_is_read_and_remarked() {
    let page = String::from_utf8(PAGE.to_vec()).expect("it is UTF-8").replace("Grenzau", "Grenzäu");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
    let (ids, said) = read("a.html", latin.to_vec());
    assert_eq!(ids.len(), 1);
    assert_eq!(
        said,
        [
            "a.html: its declared encoding (utf-8) does not fit its bytes; read as windows-1252; check its accents"
        ]
    );
}

#[test]
fn a_hundred_megabytes_of_one_line_are_refused_and_the_next_line_read() {
    fn letters() -> impl Read + Send {
        std::io::repeat(b'a').take(100 << 20)
    }
    let long = |before: &'static str, after: &'static str| -> chancery_intake::Input {
        Box::new(std::io::BufReader::new(
            before.as_bytes().chain(letters()).chain(after.as_bytes()),
        ))
    };
    let (ids, said) = stream("a.csv", long("id,text\n1,Talks.\n2,", "\n3,More.\n"));
    assert_eq!(
        (ids, said),
        (
            vec!["1".into(), "3".into()],
            vec!["a.csv:3: more than 8 MiB in one article; split it into articles".into()]
        )
    );
    let (ids, said) = stream("a.csv", long("id,text\n1,\"", "\"\n3,More.\n"));
    assert_eq!((ids.len(), said.len()), (1, 1), "{said:?}");
    let (_, said) = stream("a.html", long("<html><p>", ""));
    assert_eq!(said, ["a.html: more than 4 MiB in one page; save the story alone"]);
    let (_, said) = stream("a.rss", long("<rss>", ""));
    assert_eq!(said, ["a.rss: more than 64 MiB in one document; split it"]);
    let (_, said) = stream("a.warc", long("WARC/1.0\r\nContent-Length: 5\r\nX: ", "\r\n\r\nabcde"));
    assert_eq!(said, [""; 0]);
    let (_, said) = stream("a.txt", long("", ""));
    assert_eq!(said, ["a.txt: more than 8 MiB in one article; split it into articles"]);
}

#[test]
fn rows_that_are_no_rows_are_named_by_their_line() {
    let table = "id,text,published\n1,Talks.,2024-10-29\n2,too,many,fields\n3\n4,\"two\nlines\",0000-00-00\n\
        5,,2024-10-29\n6,Fine.,9999-12-31\n7,caf\u{e9},03/04/2024\n";
    let mut bytes = table.as_bytes().to_vec();
    bytes.extend_from_slice(b"8,caf\xE9,\n9,Last.,2024-10-30");
    let (ids, said) = read("a.csv", bytes);
    assert_eq!(ids, ["1", "4", "6", "7", "9"]);
    let expected = [
        "a.csv:3: 4 fields where the first line names 3",
        "a.csv:4: 1 fields where the first line names 3",
        "a.csv:5: \"0000-00-00\" is not a day of the calendar; the article is read without one",
        "a.csv:7: the field \"text\" is empty",
        "a.csv:8: \"9999-12-31\" is not a day",
        "a.csv:9: \"03/04/2024\" is not a day",
        "a.csv:10: not UTF-8 (byte 0xE9 at column 4)",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}\n{expected}");
    }
    let (_, said) = read("b.csv", b"name,words\na,b\n".to_vec());
    assert!(
        said[0].starts_with("b.csv:1: no column named \"text\" in the first line (name, words)"),
        "{said:?}"
    );
    assert_eq!(said.len(), 1);
}

#[test]
fn years_that_mean_unknown_are_no_days() {
    let lines = format!(
        "{{\"id\":\"1\",\"text\":\"{STORY}\",\"published\":\"0000-01-01\"}}\n\
         {{\"id\":\"2\",\"text\":\"{STORY}\",\"published\":\"9999-12-31T00:00:00Z\"}}\n"
    );
    let (ids, said) = read("a.jsonl", lines.into_bytes());
    assert_eq!(ids.len(), 2);
    assert!(said[0].starts_with(
        "a.jsonl:1: \"0000-01-01\" is not a day of the calendar; the article is read"
    ));
    assert!(said[1].starts_with("a.jsonl:2: \"9999-12-31T00:00:00Z\" is not a day"));
    let page =
        String::from_utf8(PAGE.to_vec()).expect("UTF-8").replace("2024-10-29T23", "9999-10-29T23");
    let (ids, said) = read("a.html", page.into_bytes());
    assert_eq!(ids.len(), 1);
    assert!(said[0].starts_with("a.html: \"9999-10-29T23:40:00-05:00\" is not a day"), "{said:?}");
}

#[test]
fn xml_that_breaks_off_gives_the_items_before() {
    let whole = include_str!("fixtures/items.newsml.xml");
    let cut = &whole[..whole.find("Talks opened").expect("it is there")];
    let (ids, said) = read("a.xml", cut.as_bytes().to_vec());
    assert_eq!(ids, ["urn:newsml:sw:1"]);
    let last = said.last().expect("it is told");
    assert!(last.starts_with("a.xml:12: the XML cannot be read ("), "{said:?}");
    let bomb = "<!DOCTYPE nitf [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><nitf><body><p>&b; talks</p></body></nitf>";
    let (ids, _) = read("b.xml", bomb.as_bytes().to_vec());
    assert_eq!(ids.len(), 1);
    for (name, bytes) in
        [("c.rss", "<rss><channel><item><title>"), ("d.rss", "<rss/>"), ("e.xml", "<newsMessage/>")]
    {
        let (ids, said) = read(name, bytes.as_bytes().to_vec());
        assert_eq!((ids.len(), said.len()), (0, 1), "{name}: {said:?}");
    }
}

#[test]
fn pages_made_to_hurt_end_soon() {
    let story = format!("<p>{STORY}</p>").repeat(20);
    let deep = format!("<html><body>{}{story}", "<div>".repeat(100_000));
    let (_, said) = read("a.html", deep.into_bytes());
    assert!(said[0].starts_with("a.html: elements nested more than 512 deep"), "{said:?}");
    for piece in [
        "<p>",
        "<b>",
        "<table><tr><td>",
        "<a href=x>",
        "<li>",
        "<!--",
        "<script>",
        "&amp;",
        "<p",
        "</p>",
        "<select><option>",
    ] {
        let page = format!("<html><body>{story}{}", piece.repeat(30_000 / piece.len()));
        let begun = std::time::Instant::now();
        let (ids, said) = read("a.html", page.into_bytes());
        assert_eq!(ids.len() + said.len(), 1, "{piece}: {said:?}");
        assert!(begun.elapsed().as_secs() < 20, "{piece}: {:?}", begun.elapsed());
    }
    let (ids, said) =
        read("b.html", b"<html><body><nav><a href=a>Home</a></nav></body></html>".to_vec());
    assert_eq!(ids.len() + said.len(), 1, "{said:?}");
    assert_eq!(
        read("c.html", b"<html></html>".to_vec()).1,
        ["c.html: no running text found on this page; if there is one, give the text itself"]
    );
}

#[test]
fn one_id_for_two_texts_is_remarked_and_both_are_read() {
    let lines = b"{\"id\":\"1\",\"text\":\"Talks.\"}\n{\"id\":\"1\",\"text\":\"Talks.\"}\n{\"id\":\"1\",\"text\":\"No talks.\"}\n";
    let articles: Vec<_> = open(Box::new(&lines[..]), "a.jsonl", None, &Defaults::default())
        .expect("it opens")
        .collect::<Result<_, Refusal>>()
        .expect("all are read");
    let mut ids = Ids::default();
    let remarks: Vec<bool> =
        articles.iter().map(|article| ids.check(article, "a.jsonl").is_some()).collect();
    assert_eq!(remarks, [false, false, true]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any bytes, in any format: no panic, an end, and something said or read.
    #[test]
    fn any_bytes_in_any_format_end(bytes in proptest::collection::vec(any::<u8>(), 0..2000), which in 0usize..9) {
        let formats = [Format::Text, Format::JsonLines, Format::Json, Format::Csv, Format::Tsv,
            Format::Html, Format::Feed, Format::News, Format::Warc];
        let input = Box::new(std::io::Cursor::new(bytes));
        if let Ok(articles) = open(input, "a", Some(formats[which]), &Defaults::default()) {
            prop_assert!(articles.count() < 5000);
        }
    }

    /// A good document with a piece spoilt.
    #[test]
    fn spoilt_documents_end(which in 0usize..5, at in 0.0..1.0f64, spoil in proptest::collection::vec(any::<u8>(), 1..40)) {
        let archive = [response(1, PAGE, None), response(2, PAGE, None)].concat();
        let whole: [&[u8]; 5] = [PAGE, include_bytes!("fixtures/feed.rss"), include_bytes!("fixtures/story.nitf"),
            include_bytes!("fixtures/items.newsml.xml"), &archive];
        let mut bytes = whole[which].to_vec();
        let at = (at * (bytes.len() - 1) as f64) as usize;
        let end = (at + spoil.len()).min(bytes.len());
        bytes.splice(at..end, spoil);
        let (ids, said) = read("a", bytes);
        prop_assert!(ids.len() + said.len() > 0);
    }
}
