//! What the network sees of a word: its normal form, its shape and hashed affixes.
//!
//! `training/text.py` computes the same values; a test holds the two together.

/// Buckets of the hashed tables: three first letters, last two, three and four letters, shape.
pub(crate) const BUCKETS: [u64; 5] = [4096, 1024, 4096, 8192, 1024];

/// FNV-1a over the bytes of `text`, folded so that the low bits depend on all.
pub(crate) fn hash(text: &str, seed: u64) -> u64 {
    let mut h = 0xCBF2_9CE4_8422_2325 ^ seed;
    for byte in text.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    h ^ (h >> 32)
}

/// Lower case, character by character: a character whose lower case is several stays as it is.
pub(crate) fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut all = c.to_lowercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '`' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2013}' | '\u{2014}' => '-',
        _ => c,
    }
}

/// Lower case, digits as 0, quotes and dashes straight.
pub(crate) fn normal(form: &str, out: &mut String) {
    out.clear();
    out.extend(form.chars().map(|c| if c.is_ascii_digit() { '0' } else { straight(lower(c)) }));
}

/// X for upper case, x for lower, 0 for digits; runs are cut at two, the whole at twelve.
pub(crate) fn shape(form: &str, out: &mut String) {
    out.clear();
    let (mut before, mut last, mut length) = ('\0', '\0', 0);
    for c in form.chars().map(straight) {
        let k = if c.is_ascii_digit() {
            '0'
        } else if lower(c) != c {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else {
            c
        };
        if k == last && k == before {
            continue;
        }
        out.push(k);
        length += 1;
        if length == 12 {
            break;
        }
        (before, last) = (last, k);
    }
}

/// The rows of a form in the five hashed tables. `normal` is its normal form.
pub(crate) fn affixes(form: &str, normal: &str, scratch: &mut String) -> [usize; 5] {
    scratch.clear();
    scratch.push('<');
    scratch.push_str(normal);
    let prefix = scratch.char_indices().nth(4).map_or(scratch.len(), |(i, _)| i);
    let first = hash(&scratch[..prefix], 1);
    scratch.push('>');
    let tail = |back: usize| {
        let start = scratch.char_indices().rev().nth(back - 1).map_or(0, |(i, _)| i).max(1);
        &scratch[start..]
    };
    let (two, three, four) = (hash(tail(3), 2), hash(tail(4), 3), hash(tail(5), 4));
    shape(form, scratch);
    let all = [first, two, three, four, hash(scratch, 5)];
    std::array::from_fn(|i| (all[i] % BUCKETS[i]) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(form: &str) -> String {
        let mut out = String::new();
        shape(form, &mut out);
        out
    }

    #[test]
    fn shapes_are_short() {
        assert_eq!(shaped("McDonald's"), "XxXxx'x");
        assert_eq!(shaped("10,000"), "00,00");
        assert_eq!(shaped("U.S."), "X.X.");
        assert_eq!(shaped(""), "");
    }

    /// Values printed by `training/text.py`.
    #[test]
    fn hashes_agree_with_training() {
        let (mut n, mut s) = (String::new(), String::new());
        for (form, want) in AGREED {
            normal(form, &mut n);
            assert_eq!(affixes(form, &n, &mut s), want, "{form}");
        }
    }

    const AGREED: [(&str, [usize; 5]); 10] = [
        ("Seoul", [2379, 521, 3801, 7937, 194]),
        ("U.S.", [2619, 993, 3686, 5550, 610]),
        ("n't", [1555, 209, 827, 685, 710]),
        ("10,000", [3000, 587, 1926, 2826, 905]),
        ("McDonald’s", [1442, 706, 3178, 3023, 6]),
        ("“", [3225, 884, 49, 5698, 554]),
        ("a", [2348, 931, 102, 1693, 708]),
        ("ÉTAT", [1321, 765, 865, 111, 279]),
        ("İstanbul", [3480, 521, 2869, 6397, 983]),
        ("2024-10-29", [1468, 587, 1760, 1973, 364]),
    ];
}
