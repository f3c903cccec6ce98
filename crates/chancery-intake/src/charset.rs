//! Bytes of markup to text: by byte order mark, header, declaration, else by their look.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Reason;

/// The bytes as text, and a remark when they are not in the encoding that they claim, or claim none
/// and are not UTF-8. `header` is the charset of the transport.
///
/// A charset declared wrongly is as common as one declared rightly: what is UTF-8 to the last byte
/// and holds more than ASCII is read as UTF-8 whatever it claims.
pub(crate) fn decode(bytes: &[u8], header: Option<&str>) -> (String, Option<Reason>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text.into_owned(), None);
    }
    let claimed = header.map(str::to_owned).or_else(|| declared(bytes));
    let encoding = claimed.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    // Who reads the declaration has not met UTF-16 (the HTML standard says so too).
    let encoding = encoding.map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e });
    if let Ok(text) = std::str::from_utf8(bytes) {
        let right = encoding.is_none_or(|e| e == UTF_8) || text.is_ascii();
        // Escapes make other letters of ASCII in the ISO-2022 family.
        if encoding.is_none_or(|e| e.is_ascii_compatible()) {
            return (text.to_owned(), (!right).then(|| recoded(claimed, UTF_8)));
        }
    }
    if let Some(encoding) = encoding {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        if !wrong {
            return (text.into_owned(), None);
        }
    }
    let guessed = guess(bytes);
    let (text, _) = guessed.decode_without_bom_handling(bytes);
    // A stray byte or two in a page that is what it claims to be: a cut, an advertisement.
    if let Some(encoding) = encoding {
        let (own, _) = encoding.decode_without_bom_handling(bytes);
        let (mut stray, mut right) = (0, 0);
        for character in own.chars().filter(|c| !c.is_ascii()) {
            *(if character == '\u{FFFD}' { &mut stray } else { &mut right }) += 1;
        }
        if right > stray {
            return (own.into_owned(), Some(recoded(claimed, encoding)));
        }
    }
    (text.into_owned(), Some(recoded(claimed, guessed)))
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

fn recoded(claimed: Option<String>, read: &'static Encoding) -> Reason {
    let mut claimed = claimed.unwrap_or_else(|| "none".to_owned());
    claimed.truncate(claimed.floor_char_boundary(40));
    Reason::Recoded { claimed, read: read.name() }
}

/// The encoding that markup declares in its first bytes: `<?xml … encoding="…"?>`, `<meta
/// charset=…>`, `<meta … content="text/html; charset=…">`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    if head.trim_ascii_start().starts_with(b"<?xml") {
        let end = memchr::memmem::find(&head, b"?>").unwrap_or(head.len());
        if let Some(at) = memchr::memmem::find(&head[..end], b"encoding") {
            return value(&head[at + 8..end]);
        }
    }
    memchr::memmem::find_iter(&head, b"<meta").find_map(|at| {
        let tag = &head[at..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let at = memchr::memmem::find(tag, b"charset")?;
        value(&tag[at + 7..])
    })
}

/// The charset of a `Content-Type` header.
pub(crate) fn of_header(header: &str) -> Option<String> {
    let header = header.to_ascii_lowercase();
    let at = header.find("charset")?;
    value(&header.as_bytes()[at + 7..])
}

/// `= "utf-8"`, `=utf-8;`
fn value(bytes: &[u8]) -> Option<String> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || b"-_:.+".contains(b))
        .take(40)
        .collect();
    String::from_utf8(label).ok().filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_the_declaration_and_the_bytes_are_heard_in_turn() {
        let page = b"<meta charset='windows-1251'>\xCF\xF0\xE0\xE3\xE0";
        assert!(decode(page, None).0.ends_with("Прага"));
        assert!(decode(page, Some("koi8-r")).0.ends_with("оПЮЦЮ"));
        let xml = b"<?xml version='1.0' encoding='iso-8859-1'?><p>caf\xE9</p>";
        assert_eq!(
            decode(xml, None),
            ("<?xml version='1.0' encoding='iso-8859-1'?><p>café</p>".into(), None)
        );
        let wide: Vec<u8> = "\u{feff}Łódź".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide, Some("utf-8")), ("Łódź".into(), None));
    }

    #[test]
    fn a_wrong_claim_is_remarked() {
        let (text, remark) = decode("<meta charset=iso-8859-1>café".as_bytes(), None);
        assert!(text.ends_with("café"));
        assert_eq!(remark, Some(Reason::Recoded { claimed: "iso-8859-1".into(), read: "UTF-8" }));
        let claimed =
            [b"<meta charset=utf-8>".as_slice(), &b"caf\xE9 na\xEFve "[..].repeat(9)].concat();
        let (text, remark) = decode(&claimed, None);
        assert!(text.contains("café naïve"), "{text}");
        assert_eq!(remark, Some(Reason::Recoded { claimed: "utf-8".into(), read: "windows-1252" }));
    }
}
