//! Tokens: where words begin and end, by rules after the English Universal Dependencies treebanks.
//!
//! White space always separates. Within a run of other characters, web addresses, e-mail addresses
//! and faces stay whole; brackets, quotes, currency signs and sentence punctuation come off; most
//! hyphens and slashes between letters are tokens of their own; "don't" and "Seoul's" are one
//! surface token of two words. What depends on the word (abbreviations, prefixes that keep their
//! hyphen, contractions) stands in `data/syntax/`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::words::lower;

/// A word's bytes; `joined` when it continues a multiword token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) joined: bool,
}

/// Longer words are cut: no real one comes near, and the cost of a word stays bounded.
const LONGEST: usize = 400;
/// Longer runs without white space are read in slices.
const SLICE: usize = 4096;

/// When a word with a point after it is an abbreviation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Any,
    Capital,
    Number,
    Date,
}

/// The tables, read once.
pub(crate) struct Rules {
    abbreviations: FxHashMap<&'static str, When>,
    /// Abbreviations that never end a sentence.
    titles: FxHashSet<&'static str>,
    prefixes: FxHashSet<&'static str>,
    syllables: FxHashSet<&'static str>,
    contractions: FxHashMap<String, Contraction>,
}

/// How a word falls into two, and before which words it does; before any when there are none.
/// `apart`: they are two tokens written together by mistake.
struct Contraction {
    cuts: Vec<usize>,
    apart: bool,
    before: FxHashSet<&'static str>,
}

const ABBREVIATIONS: &str = include_str!("../../../data/syntax/abbreviations.tsv");
const PREFIXES: &str = include_str!("../../../data/syntax/prefixes.tsv");
const SYLLABLES: &str = include_str!("../../../data/syntax/syllables.tsv");
const CONTRACTIONS: &str = include_str!("../../../data/syntax/contractions.tsv");

const FACES: [&str; 24] = [
    ":)", ":(", ":-)", ":-(", ";)", ";-)", ":D", ":-D", ":P", ":-P", ":p", ";P", "=)", "=(", "(:",
    ":/", ":-/", "^_^", ":'(", ":o", ":O", "<3", "XD", ":|",
];

const SUFFIXES: [&str; 60] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "eu", "uk", "us", "ca", "au",
    "de", "fr", "jp", "kr", "cn", "ru", "in", "it", "es", "nl", "ch", "se", "no", "dk", "fi", "pl",
    "br", "mx", "za", "il", "ir", "tv", "io", "me", "co", "doc", "docx", "pdf", "xls", "ppt",
    "txt", "htm", "html", "php", "asp", "aspx", "jpg", "gif", "png", "mp3", "zip", "exe", "xml",
    "csv", "ai", "ua",
];

impl Rules {
    pub(crate) fn read() -> Self {
        let lines = |table: &'static str| table.lines().skip(1);
        let rows = |table| lines(table).map(|l| l.split_once('\t').unwrap_or((l, "")));
        let abbreviations = || {
            lines(ABBREVIATIONS).filter_map(|l| match l.split('\t').collect::<Vec<_>>()[..] {
                [word, kind, next] => Some((word, kind, next)),
                _ => None,
            })
        };
        let when = |name: &str| match name {
            "capital" => When::Capital,
            "number" => When::Number,
            "date" => When::Date,
            _ => When::Any,
        };
        let cuts = |parts: &str| parts.split([' ', '+']).map(str::len).collect::<Vec<_>>();
        Self {
            abbreviations: abbreviations().map(|(word, kind, _)| (word, when(kind))).collect(),
            titles: abbreviations().filter(|(_, _, n)| *n == "name").map(|(w, ..)| w).collect(),
            prefixes: rows(PREFIXES).map(|(word, _)| word).collect(),
            syllables: rows(SYLLABLES).map(|(word, _)| word).collect(),
            contractions: rows(CONTRACTIONS)
                .map(|(word, rest)| {
                    let (parts, before) = rest.split_once('\t').unwrap_or((rest, ""));
                    let before = before.split(' ').filter(|w| !w.is_empty()).collect();
                    (
                        word.to_owned(),
                        Contraction { cuts: cuts(parts), apart: parts.contains('+'), before },
                    )
                })
                .collect(),
        }
    }

    /// Whether `word`, with its point, only ever stands before a name: "Gen.", "Mr.".
    pub(crate) fn is_title(&self, word: &str) -> bool {
        let Some(body) = word.strip_suffix('.').filter(|b| b.len() <= 8) else { return false };
        self.titles.contains(body.to_ascii_lowercase().as_str())
    }

    /// Appends the words of `text[start..end]` to `out`.
    pub(crate) fn split(&self, text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
        let stretch = &text[start..end];
        let mut quote = false;
        let mut begin = None;
        for (at, c) in stretch.char_indices() {
            if blank(c) {
                if let Some(from) = begin.take() {
                    self.run_of(text, start + from, start + at, &mut quote, out);
                }
            } else if begin.is_none() {
                begin = Some(at);
            }
        }
        if let Some(from) = begin {
            self.run_of(text, start + from, end, &mut quote, out);
        }
    }

    /// A run of characters without white space; an endless one in slices, so that no rule has to
    /// look further than a slice.
    fn run_of(&self, text: &str, start: usize, end: usize, quote: &mut bool, out: &mut Vec<Piece>) {
        let mut from = start;
        while end - from > SLICE {
            let mut cut = from + SLICE;
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            self.chunk(text, from, cut, quote, out);
            from = cut;
        }
        self.chunk(text, from, end, quote, out);
    }

    /// One run of characters without white space. `quote` is true inside single quotes.
    fn chunk(&self, text: &str, start: usize, end: usize, quote: &mut bool, out: &mut Vec<Piece>) {
        let (mut start, mut end) = (start, end);
        if rule_off(&text[start..end]) {
            return push(text, start, end, out);
        }
        // Opening punctuation.
        while start < end {
            let rest = &text[start..end];
            let Some(c) = rest.chars().next() else { return };
            if whole(rest) {
                return push(text, start, end, out);
            }
            if c.is_alphanumeric() || stays_in_front(rest) {
                break;
            }
            let size = run(rest);
            if matches!(c, '\'' | '‘' | '`') && size == c.len_utf8() {
                *quote = true;
            }
            push(text, start, start + size, out);
            start += size;
        }
        // Closing punctuation, kept aside until the core is done.
        let mut tail: Vec<(usize, usize)> = Vec::new();
        while start < end {
            let core = &text[start..end];
            if whole(core) {
                break;
            }
            let Some(c) = core.chars().next_back() else { break };
            if c.is_alphanumeric() {
                break;
            }
            // A word broken off in speech keeps its dash: "th- the".
            let before_dash = core.strip_suffix('-').and_then(|b| b.chars().next_back());
            if before_dash.is_some_and(char::is_alphabetic) && tail.is_empty() {
                break;
            }
            let mut size = back_run(core);
            if c == '.' && size == 1 && self.keeps_point(text, core, end) {
                break;
            }
            size = size.max(self.marks(text, core, end));
            if matches!(c, '\'' | '’') && size == c.len_utf8() {
                let before = core[..core.len() - size].chars().next_back();
                if !*quote && before.is_some_and(|b| b == 's' || b == 'S' || b == 'x' || b == 'z') {
                    break;
                }
                *quote = false;
            }
            if size == core.len() && size > c.len_utf8() && !same(core) {
                size = c.len_utf8();
            }
            tail.push((end - size, end));
            end -= size;
        }
        self.core(text, start, end, out);
        while let Some((from, to)) = tail.pop() {
            push(text, from, to, out);
        }
    }

    /// Bytes of the marks that end `core` and make one token though they differ: "Really.?", "No!.",
    /// "Why:?"; not "etc.?", whose point is the word's, and not "So...?". 0 when they are alike.
    fn marks(&self, text: &str, core: &str, end: usize) -> usize {
        let body = core.trim_end_matches(['.', '!', '?', ':']);
        let marks = &core[body.len()..];
        let many = |c: char| marks.matches(c).count();
        if marks.len() < 2 || many('!') + many('?') == 0 || many('.') > 2 || many(':') > 1 {
            return 0;
        }
        let word = body.chars().next_back().is_some_and(char::is_alphanumeric);
        let point = &core[..body.len() + 1];
        let of_word = marks.starts_with('.') && word && {
            self.keeps_point(text, point, end - (marks.len() - 1))
        };
        if of_word { 0 } else { marks.len() }
    }

    /// What is left between opening and closing punctuation: cut at inner separators.
    fn core(&self, text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
        let mut from = start;
        let mut at = start;
        if whole(&text[start..end]) {
            return push(text, start, end, out);
        }
        let keep_hyphens = telephone(&text[start..end]) || self.given_name(&text[start..end]);
        while at < end {
            let Some(c) = text[at..end].chars().next() else { break };
            let size = if c.is_alphanumeric() || (c == '-' && keep_hyphens) {
                0
            } else {
                self.separator(&text[from..at], c, &text[at..end])
            };
            if size > 0 {
                self.word(text, from, at, out);
                push(text, at, at + size, out);
                at += size;
                from = at;
                // `"Julie"<julie@example.com`
                if whole(&text[from..end]) {
                    return push(text, from, end, out);
                }
            } else {
                at += c.len_utf8();
            }
        }
        self.word(text, from, end, out);
    }

    /// "Tae-yul", "Ying-jeou": a Korean or Chinese given name is one word.
    fn given_name(&self, core: &str) -> bool {
        let name = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).unwrap_or(core);
        let Some((first, second)) = name.split_once('-') else { return false };
        let known = |part: &str| {
            let lowered = part.to_ascii_lowercase();
            part.len() <= 6 && self.syllables.contains(lowered.as_str())
        };
        first.starts_with(|c: char| c.is_ascii_uppercase()) && known(first) && known(second)
    }

    /// The length of the separator that `rest` begins with, given the piece `before` it; 0 for none.
    fn separator(&self, before: &str, c: char, rest: &str) -> usize {
        let size = c.len_utf8();
        let after = rest[size..].chars().next();
        let digit_before = before.chars().next_back().is_some_and(|b| b.is_ascii_digit());
        let digit_after = after.is_some_and(|a| a.is_ascii_digit());
        match c {
            '-' if rest.starts_with("--") => run(rest),
            '-' => {
                let prefix = before.len() <= 8 && after.is_some_and(char::is_alphabetic) && {
                    let word: String = before.chars().map(lower).collect();
                    self.prefixes.contains(word.as_str())
                };
                let mid = before.eq_ignore_ascii_case("mid");
                if before.is_empty() || after.is_none() || prefix || mid { 0 } else { size }
            }
            '–' | '—' | '―' | '…' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '«'
            | '»' | '<' | '>' | ';' | '|' | '?' | '!' | '=' | '°' | '•' | '·' | '→' | '~' => {
                run(rest)
            }
            '/' => {
                let fraction = digit_before && digit_after;
                let short = before.chars().count() == 1 && rest[size..].chars().nth(1).is_none();
                let with = before.eq_ignore_ascii_case("w");
                if fraction || short || with { 0 } else { size }
            }
            ',' | ':' => {
                if digit_before && digit_after {
                    0
                } else {
                    size
                }
            }
            '.' if rest.starts_with("..") => run(rest),
            '.' => {
                let long = before.chars().count() > 1 && before.chars().all(char::is_alphabetic);
                let next: String =
                    rest[1..].chars().take_while(|x| x.is_alphanumeric()).take(12).collect();
                let capital =
                    after.is_some_and(char::is_uppercase) && next.chars().any(char::is_lowercase);
                let suffix = SUFFIXES.contains(&next.to_ascii_lowercase().as_str());
                let lower_end = before.chars().next_back().is_some_and(char::is_lowercase);
                if long && capital && lower_end && !suffix { size } else { 0 }
            }
            '$' | '€' | '£' | '¥' | '%' if !before.is_empty() => {
                // "US$" stays together; the amount after it comes off by itself.
                if c == '$' && before.chars().all(|b| b.is_ascii_uppercase()) && before.len() <= 3 {
                    0
                } else {
                    size
                }
            }
            '$' | '€' | '£' | '¥' => size,
            _ => 0,
        }
    }

    /// Whether a point at the end of `core` belongs to it. `core` ends at `end` in `text`.
    fn keeps_point(&self, text: &str, core: &str, end: usize) -> bool {
        let body = &core[..core.len() - 1];
        // Only the part after the last inner separator is the word the point stands on.
        let from = body
            .rfind(|c: char| !c.is_alphanumeric() && c != '.')
            .map_or(0, |i| i + body[i..].chars().next().map_or(1, char::len_utf8));
        let word = &body[from..];
        if word.len() > 12 {
            return false;
        }
        let mut letters = word.chars();
        let (first, single) = match (letters.next(), letters.next()) {
            (Some(one), None) => (one, true),
            (Some(one), Some(_)) => (one, false),
            _ => return false,
        };
        if single {
            // An initial: "John F. Kennedy"; not "and I."
            return first.is_uppercase()
                && (first != 'I' || next_is(text, end, char::is_uppercase))
                && from == 0;
        }
        if word.contains('.') {
            let parts = || word.split('.');
            return parts().all(|p| p.chars().count() <= 2 && p.chars().all(char::is_alphabetic))
                && parts().filter(|p| p.chars().count() == 1).count() > 0;
        }
        let lowered: String = word.chars().map(lower).collect();
        let capital = first.is_uppercase();
        match self.abbreviations.get(lowered.as_str()) {
            Some(When::Any) => true,
            Some(When::Capital) => capital && !last(text, end),
            Some(When::Number) => next_is(text, end, |c| c.is_ascii_digit()),
            Some(When::Date) => capital && next_is(text, end, |c| c.is_ascii_digit()),
            None => false,
        }
    }

    /// A piece without separators: a contraction, a number with its unit, or a plain word.
    fn word(&self, text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
        if start >= end {
            return;
        }
        let piece = &text[start..end];
        if piece.len() > LONGEST {
            return push(text, start, end, out);
        }
        // "5pm", "35mm", "US$4.5", "100%": the number comes apart.
        if let Some(cut) = amount(piece) {
            push(text, start, start + cut, out);
            return self.word(text, start + cut, end, out);
        }
        if let Some((cuts, apart)) = self.contraction(piece, &text[end..]) {
            let mut from = start;
            for (i, size) in cuts.into_iter().enumerate() {
                out.push(Piece { start: from, end: from + size, joined: i > 0 && !apart });
                from += size;
            }
            return;
        }
        push(text, start, end, out);
    }

    /// Byte lengths of the parts of a contraction, and whether they are tokens of their own; `after`
    /// is the text that follows it.
    fn contraction(&self, piece: &str, after: &str) -> Option<(Vec<usize>, bool)> {
        let lowered: String =
            piece.chars().map(|c| if c == '’' || c == '`' { '\'' } else { lower(c) }).collect();
        if let Some(Contraction { cuts, apart, before }) = self.contractions.get(&lowered)
            && cuts.iter().sum::<usize>() == piece.len()
            && (before.is_empty() || before.contains(next_word(after).as_str()))
        {
            return Some((cuts.clone(), *apart));
        }
        if !lowered.contains('\'') {
            return None;
        }
        // How many characters the clitic has.
        let clitic = if lowered.ends_with("n't") {
            3
        } else if ["'s", "'m", "'d"].iter().any(|c| lowered.ends_with(c)) {
            2
        } else if ["'re", "'ve", "'ll"].iter().any(|c| lowered.ends_with(c)) {
            3
        } else if lowered.ends_with('\'') {
            1
        } else {
            return None;
        };
        let cut = piece.char_indices().rev().nth(clitic - 1)?.0;
        let base = &piece[..cut];
        // "the 1960's" is one word; so is a clitic that stands alone.
        if base.is_empty()
            || base.chars().all(|c| c.is_ascii_digit())
            || !base.chars().any(char::is_alphanumeric)
        {
            return None;
        }
        // "I'd've" has two.
        let mut cuts =
            self.contraction(base, "").map_or_else(|| vec![base.len()], |(cuts, _)| cuts);
        cuts.push(piece.len() - cut);
        Some((cuts, false))
    }
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// Adds one word; one beyond the limit in several pieces.
fn push(text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
    let mut from = start;
    while end - from > LONGEST {
        let mut cut = from + LONGEST;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        out.push(Piece { start: from, end: cut, joined: false });
        from = cut;
    }
    if from < end {
        out.push(Piece { start: from, end, joined: false });
    }
}

/// A web or e-mail address, a file name or a face: stays one token.
fn whole(s: &str) -> bool {
    if s.len() < 2 {
        return false;
    }
    if FACES.contains(&s) {
        return true;
    }
    let last = s.as_bytes()[s.len() - 1];
    if matches!(last, b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'>' | b'"' | b'\'')
        || s.ends_with('”')
        || s.ends_with('’')
    {
        return false;
    }
    let first = s.as_bytes()[0];
    if !first.is_ascii_alphanumeric() {
        return false;
    }
    if ["http://", "https://", "ftp://", "www.", "mailto:"]
        .iter()
        .any(|p| s.get(..p.len()).is_some_and(|head| head.eq_ignore_ascii_case(p)))
    {
        return true;
    }
    // An e-mail address: one @ with something on both sides and a point after it.
    if s.len() <= LONGEST && s.is_ascii() {
        if let Some((name, host)) = s.split_once('@')
            && !name.is_empty()
            && !name.contains(['"', '<', '>', '(', ')'])
            && host.len() > 1
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        {
            return true;
        }
        // "example.com/page", "report.doc": a known suffix after the last point of the host.
        let host = s.split('/').next().unwrap_or(s);
        if let Some((name, suffix)) = host.rsplit_once('.')
            && !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'#'))
            && SUFFIXES.contains(&suffix.to_ascii_lowercase().as_str())
            && name.len() > 1
            && !(suffix.chars().next().is_some_and(char::is_uppercase)
                && suffix.chars().any(char::is_lowercase))
        {
            return true;
        }
    }
    false
}

/// Signs that may open a word: "'90s", "+44", "#tag", "@name", ".5", "-5".
fn stays_in_front(rest: &str) -> bool {
    let mut letters = rest.chars();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return false };
    match first {
        '\'' | '’' => {
            let word: String = rest[first.len_utf8()..]
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .take(8)
                .map(lower)
                .collect();
            (word.len() >= 2 && word.len() <= 3 && second.is_ascii_digit())
                || matches!(
                    word.as_str(),
                    "em" | "n"
                        | "til"
                        | "cause"
                        | "tis"
                        | "twas"
                        | "s"
                        | "re"
                        | "ve"
                        | "ll"
                        | "d"
                        | "m"
                )
        }
        '+' => second.is_ascii_digit() && rest.len() <= 6,
        '#' | '@' => second.is_alphabetic() && rest.len() > 3,
        '.' => second.is_ascii_digit(),
        '&' => second == '#' || second.is_alphabetic() && rest.ends_with(';'),
        _ => false,
    }
}

/// Bytes of the run of punctuation that `rest` begins with: repeated signs make one token.
fn run(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    let mixed = matches!(first, '!' | '?');
    let repeats = matches!(
        first,
        '.' | '-' | '*' | '=' | '_' | '#' | '+' | '\'' | '`' | '<' | '>' | '~' | '…' | '$'
    );
    if !mixed && !repeats {
        return first.len_utf8();
    }
    let size: usize = rest
        .chars()
        .take_while(|c| *c == first || (mixed && matches!(c, '!' | '?')))
        .map(char::len_utf8)
        .sum();
    // A quote mark and an apostrophe are two; "''" is one.
    if matches!(first, '\'' | '`') && size > 2 { 1 } else { size }
}

/// As [`run`], for the end of `core`.
fn back_run(core: &str) -> usize {
    let Some(last) = core.chars().next_back() else { return 0 };
    let mixed = matches!(last, '!' | '?');
    let repeats = matches!(
        last,
        '.' | '-' | '*' | '=' | '_' | '#' | '+' | '\'' | '’' | '<' | '>' | '~' | '…' | '$'
    );
    if !mixed && !repeats {
        return last.len_utf8();
    }
    core.chars()
        .rev()
        .take_while(|c| *c == last || (mixed && matches!(c, '!' | '?')))
        .map(char::len_utf8)
        .sum()
}

/// "==--==", "*~*~*": a line drawn with several signs.
fn rule_off(core: &str) -> bool {
    core.len() >= 4 && core.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b'~' | b'_' | b'#'))
}

fn same(core: &str) -> bool {
    let mut letters = core.chars();
    let first = letters.next();
    letters.all(|c| Some(c) == first)
}

/// "713-853-3989", "345-9945", "3-5213", "11-20-2000": digits that keep their hyphens.
fn telephone(core: &str) -> bool {
    if core.len() > 24 || !core.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return false;
    }
    let groups: Vec<usize> = core.split('-').map(str::len).collect();
    match groups[..] {
        [a, b] => a <= 3 && b == 4,
        [_, _, ..] => groups.len() >= 3 && groups.iter().all(|g| *g > 0),
        _ => false,
    }
}

/// Where a number ends and a unit begins, or a currency sign ends and its amount begins.
fn amount(piece: &str) -> Option<usize> {
    if let Some(at) = piece.find(['$', '€', '£']) {
        let cut = at + piece[at..].chars().next().map_or(0, char::len_utf8);
        let digits = piece[cut..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
        return (digits && cut < piece.len()).then_some(cut);
    }
    let digits =
        piece.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b':')).count();
    if digits == 0 || digits == piece.len() || !piece.is_char_boundary(digits) {
        return None;
    }
    let unit = piece[digits..].to_ascii_lowercase();
    let known = matches!(
        unit.trim_end_matches('.'),
        "am" | "pm"
            | "a.m"
            | "p.m"
            | "km"
            | "kg"
            | "m"
            | "mm"
            | "cm"
            | "k"
            | "bn"
            | "mn"
            | "g"
            | "mg"
            | "ml"
            | "mph"
            | "kph"
            | "ft"
            | "lb"
            | "lbs"
            | "mw"
            | "gb"
            | "mb"
            | "hz"
            | "mhz"
            | "ghz"
            | "%"
            | "c"
            | "f"
    );
    (known && piece.as_bytes()[digits - 1].is_ascii_digit()).then_some(digits)
}

/// The next visible character after `at`, on the same line.
fn next_visible(text: &str, at: usize) -> Option<char> {
    text[at..].chars().take(40).take_while(|c| *c != '\n').find(|c| !blank(*c))
}

fn next_is(text: &str, at: usize, test: impl Fn(char) -> bool) -> bool {
    next_visible(text, at).is_some_and(test)
}

/// The word that follows a blank at the start of `after`, in lower case; nothing for a part of a
/// compound, or a long one.
fn next_word(after: &str) -> String {
    let rest = after.strip_prefix(' ').unwrap_or_default();
    let size: usize =
        rest.chars().take(24).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    // "its all-time high"
    if rest[size..].starts_with('-') {
        return String::new();
    }
    rest[..size].chars().map(lower).collect()
}

/// Whether nothing follows on the line.
fn last(text: &str, at: usize) -> bool {
    next_visible(text, at).is_none()
}

#[cfg(test)]
mod tests {
    use super::Rules;

    fn split(text: &str) -> String {
        let mut out = Vec::new();
        Rules::read().split(text, 0, text.len(), &mut out);
        let mut shown = String::new();
        for piece in out {
            if !shown.is_empty() {
                shown.push(if piece.joined { '|' } else { ' ' });
            }
            shown.push_str(&text[piece.start..piece.end]);
        }
        shown
    }

    #[test]
    fn words_as_the_treebanks_split_them() {
        for (text, want) in [
            (
                "Seoul's foreign ministry said Tuesday, with",
                "Seoul|'s foreign ministry said Tuesday , with",
            ),
            ("I don't; you can't. They cannot", "I do|n't ; you ca|n't . They can|not"),
            ("front-line troops of al-Qaeda", "front - line troops of al - Qaeda"),
            (
                "anti-American e-mail, mid-August, non-Arab",
                "anti-American e-mail , mid-August , non-Arab",
            ),
            (
                "U.S. officials on Oct. 29 met Gen. Smith.",
                "U.S. officials on Oct. 29 met Gen. Smith .",
            ),
            (
                "It cost $4.5 million (US$5m), 10% more.",
                "It cost $ 4.5 million ( US$ 5 m ) , 10 % more .",
            ),
            (
                "See http://www.un.org/en/?a=1, or a.b@c.org.",
                "See http://www.un.org/en/?a=1 , or a.b@c.org .",
            ),
            ("\"No,\" he said... \"Never!\"", "\" No , \" he said ... \" Never ! \""),
            ("the soldiers' pay and 'free' men", "the soldiers|' pay and ' free ' men"),
            ("10,000-12,000 in the 1990s", "10,000 - 12,000 in the 1990s"),
            ("SEOUL (Yonhap) -- South", "SEOUL ( Yonhap ) -- South"),
            ("O'Rourke and/or 9/11", "O'Rourke and / or 9/11"),
            ("Cho Tae-yul met Ma Ying-jeou's aide", "Cho Tae-yul met Ma Ying-jeou|'s aide"),
            ("th- the", "th- the"),
            ("its not its own; Lets go", "it|s not its own ; Let|s go"),
            ("Really.? See page etc.? Yes!. So...?", "Really .? See page etc. ? Yes !. So ... ?"),
            ("==--== alot of $$$", "==--== a lot of $$$"),
            ("\"Ann\"<a...b@c.org> call 3-5213", "\" Ann \" < a...b@c.org > call 3-5213"),
            ("No. 5 says no.", "No. 5 says no ."),
            ("at 5pm in the '60s", "at 5 pm in the '60s"),
            ("", ""),
        ] {
            assert_eq!(split(text), want);
        }
    }
}
