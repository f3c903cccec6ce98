//! Folding of names for lookup: case, accents, hyphens, apostrophes and periods do not count.
//!
//! The build script includes this file too, so that keys and queries are folded alike.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded words of `text` to `key`, separated by single spaces.
///
/// `U.S.` gives `us`, `Tae-yul` gives `tae yul`, `N'Djamena` gives `n djamena`, `-` gives nothing.
pub fn fold_into(text: &str, key: &mut String) {
    let mut gap = !key.is_empty();
    if text.is_ascii() {
        for byte in text.bytes() {
            push(char::from(byte), key, &mut gap);
        }
    } else {
        for c in text.nfd() {
            push(c, key, &mut gap);
        }
    }
}

/// The folded words of `text`.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    fold_into(text, &mut key);
    key
}

fn push(c: char, key: &mut String, gap: &mut bool) {
    let plain: &str = match c {
        'a'..='z' | '0'..='9' => return put(c, key, gap),
        'A'..='Z' => return put(c.to_ascii_lowercase(), key, gap),
        '.' | '\u{0300}'..='\u{036f}' => return,
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'ß' => "ss",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ə' | 'Ə' => "e",
        '&' => " and ",
        '+' => "+",
        _ if c.is_alphanumeric() => {
            for lower in c.to_lowercase() {
                put(lower, key, gap);
            }
            return;
        }
        _ => " ",
    };
    for p in plain.chars() {
        if p == ' ' {
            *gap = !key.is_empty();
        } else {
            put(p, key, gap);
        }
    }
}

fn put(c: char, key: &mut String, gap: &mut bool) {
    if *gap && !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
    *gap = false;
    key.push(c);
}
