//! The words of an article as times and quantities see them: runs of letters, numerals and single
//! marks, each with its dictionary class. Independent of the syntax's tokens, so that "third-quarter",
//! "10:30pm" and "$1.5bn" come apart the same way whatever a tokenizer thinks.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What the vocabulary of times and numbers knows about a word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Lex {
    /// Nothing.
    None,
    /// A month by its full name, or by an abbreviation that may carry a full stop.
    Month {
        month: i8,
        short: bool,
    },
    /// A day of the week; `plural` for "Mondays".
    Weekday {
        day: i8,
        short: bool,
        plural: bool,
    },
    /// "day", "days".
    Unit {
        unit: Unit,
        plural: bool,
    },
    Season(Season),
    Part {
        part: Part,
        plural: bool,
    },
    Cardinal(u32),
    Multiplier {
        factor: f64,
        suffix: bool,
    },
    Ordinal(i8),
    /// "nineties" is 9.
    Decade(i8),
    /// "yesterday" is -1.
    DayShift(i8),
    /// "tonight" is 0, "overnight" -1.
    NightShift(i8),
    Reference(&'static str),
    ReferenceAdjective(&'static str),
    Frequency(&'static str),
    Approximation(&'static str),
    Stage(&'static str),
    Pick(Pick),
    /// A function word that may open a time or a number.
    Opener,
    /// "noon" is 12.
    ClockWord(i8),
    Weekend {
        plural: bool,
    },
    Fiscal,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pick {
    Last,
    Past,
    Previous,
    Next,
    Following,
    This,
    That,
    Same,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    Lower,
    /// First letter upper case, a lower-case letter after it.
    Title,
    /// All letters upper case (one letter counts).
    Upper,
    /// Digits with the commas and points between them.
    Number,
    /// One mark.
    Mark,
}

/// What stands before a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gap {
    None,
    Space,
    /// An empty line: nothing reaches across it.
    Break,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub start: u32,
    pub end: u32,
    pub shape: Shape,
    pub gap: Gap,
    pub lex: Lex,
}

/// An article's words.
pub(crate) struct Words<'a> {
    pub text: &'a str,
    list: Vec<Word>,
}

/// Stands for what is beyond either end of the text.
static EDGE: Word = Word { start: 0, end: 0, shape: Shape::Mark, gap: Gap::Break, lex: Lex::None };

impl<'a> Words<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut list = Vec::with_capacity(bytes.len() / 5);
        let mut at = 0;
        let mut gap = Gap::Break;
        while at < bytes.len() {
            let start = at;
            let first = bytes[at];
            if first.is_ascii_whitespace() || first == 0xC2 && bytes.get(at + 1) == Some(&0xA0) {
                let mut lines = 0;
                while at < bytes.len() {
                    match bytes[at] {
                        b'\n' => lines += 1,
                        0xC2 if bytes.get(at + 1) == Some(&0xA0) => at += 1,
                        b if b.is_ascii_whitespace() => {}
                        _ => break,
                    }
                    at += 1;
                }
                if gap != Gap::Break {
                    gap = if lines > 1 { Gap::Break } else { Gap::Space };
                }
                continue;
            }
            let shape = if first.is_ascii_digit() {
                at = number_end(bytes, at);
                Shape::Number
            } else if let Some(end) = dotted_end(bytes, at) {
                at = end;
                if first.is_ascii_lowercase() { Shape::Lower } else { Shape::Upper }
            } else {
                let (end, shape) = letters_end(text, at);
                at = end;
                shape
            };
            let lex = match shape {
                Shape::Number | Shape::Mark => Lex::None,
                _ => look_up(&text[start..at]),
            };
            list.push(Word { start: start as u32, end: at as u32, shape, gap, lex });
            gap = Gap::None;
        }
        Self { text, list }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The word at `i`; a mark with nothing in it when `i` is outside the text.
    pub(crate) fn get(&self, i: usize) -> &Word {
        self.list.get(i).unwrap_or(&EDGE)
    }

    /// The word `back` places before `i`.
    pub(crate) fn before(&self, i: usize, back: usize) -> &Word {
        i.checked_sub(back).map_or(&EDGE, |j| self.get(j))
    }

    pub(crate) fn lex(&self, i: usize) -> Lex {
        self.get(i).lex
    }

    pub(crate) fn str(&self, i: usize) -> &'a str {
        let word = self.get(i);
        &self.text[word.start as usize..word.end as usize]
    }

    pub(crate) fn str_before(&self, i: usize, back: usize) -> &'a str {
        i.checked_sub(back).map_or("", |j| self.str(j))
    }

    /// True when the word at `i` is `what`, whatever its case.
    pub(crate) fn is(&self, i: usize, what: &str) -> bool {
        self.str(i).eq_ignore_ascii_case(what)
    }

    pub(crate) fn is_any(&self, i: usize, what: &[&str]) -> bool {
        let word = self.str(i);
        what.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// True when the word `back` places before `i` is one of `what`.
    pub(crate) fn was_any(&self, i: usize, back: usize, what: &[&str]) -> bool {
        i.checked_sub(back).is_some_and(|j| self.is_any(j, what))
    }

    pub(crate) fn is_number(&self, i: usize) -> bool {
        self.get(i).shape == Shape::Number
    }

    /// True when nothing stands between the word at `i` and the one before it.
    pub(crate) fn glued(&self, i: usize) -> bool {
        self.get(i).gap == Gap::None
    }

    pub(crate) fn capital(&self, i: usize) -> bool {
        matches!(self.get(i).shape, Shape::Title | Shape::Upper)
    }

    /// True when the word before `i` opens a sentence: its capital says nothing.
    pub(crate) fn before_sentence(&self, i: usize) -> bool {
        let mark = self.str_before(i, 2);
        i < 2
            || self.before(i, 1).gap == Gap::Break
            || matches!(mark, "." | "?" | "!" | "\u{201c}" | "\"" | ":")
    }

    /// The numeral at `i` as a whole number, when it is one of at most nine digits.
    pub(crate) fn integer(&self, i: usize) -> Option<i64> {
        let word = self.get(i);
        (word.shape == Shape::Number && word.end - word.start <= 9)
            .then(|| self.str(i).parse().ok())
            .flatten()
    }

    /// The numeral at `i`, thousands separators taken out.
    pub(crate) fn decimal(&self, i: usize) -> Option<f64> {
        let word = self.get(i);
        if word.shape != Shape::Number || word.end - word.start > 24 {
            return None;
        }
        let text = self.str(i);
        if text.contains(',') { text.replace(',', "").parse().ok() } else { text.parse().ok() }
    }
}

/// One past a numeral: digits, with a comma or point between two digits.
fn number_end(bytes: &[u8], start: usize) -> usize {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut at = start;
    loop {
        while digit(at) {
            at += 1;
        }
        let grouped = match bytes.get(at) {
            // "10,000" is one number, "Oct. 29,2024" is not.
            Some(b',') => digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4),
            Some(b'.') => digit(at + 1),
            _ => false,
        };
        if !grouped {
            return at;
        }
        at += 1;
    }
}

/// One past "a.m.", "U.S.": single letters that each carry a full stop, at least two of them.
fn dotted_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    // Six letters at most, so that a text of nothing but "a.a.a." takes no quadratic time.
    while at < start + 12
        && bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(at + 1) == Some(&b'.')
    {
        at += 2;
    }
    if at < start + 4 {
        // "p.m" at a sentence's end.
        let pm = bytes.get(start..start + 3)?;
        let ends = !bytes.get(start + 3).is_some_and(u8::is_ascii_alphanumeric);
        return (matches!(pm, b"p.m" | b"a.m" | b"P.M" | b"A.M") && ends).then_some(start + 3);
    }
    (!bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)).then_some(at)
}

/// One past a run of letters, or one past a single mark.
fn letters_end(text: &str, start: usize) -> (usize, Shape) {
    let bytes = text.as_bytes();
    let (mut upper, mut lower, mut first_upper) = (false, false, false);
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() {
            if byte.is_ascii_uppercase() {
                upper = true;
                first_upper |= at == start;
            } else {
                lower = true;
            }
            at += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let letter = text[at..].chars().next().expect("a byte beyond ASCII begins a character");
            if !letter.is_alphabetic() {
                break;
            }
            if letter.is_uppercase() {
                upper = true;
                first_upper |= at == start;
            } else {
                lower = true;
            }
            at += letter.len_utf8();
        }
    }
    if at == start {
        let mark = text[at..].chars().next().expect("the caller stands on a character");
        return (at + mark.len_utf8(), Shape::Mark);
    }
    let shape = match (first_upper, upper, lower) {
        (true, _, true) => Shape::Title,
        (_, true, false) => Shape::Upper,
        _ => Shape::Lower,
    };
    (at, shape)
}

fn look_up(word: &str) -> Lex {
    if word.len() > 12 {
        return Lex::None;
    }
    let mut lower = [0u8; 12];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    VOCABULARY.get(&*lower).copied().unwrap_or(Lex::None)
}

static VOCABULARY: LazyLock<FxHashMap<&'static [u8], Lex>> = LazyLock::new(|| {
    rows(include_str!("../../../data/times/words.tsv"))
        .map(|[word, class, value]| (word.as_bytes(), lex(class, value)))
        .collect()
});

/// The rows of an embedded table, its header left out.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().expect("every row of an embedded table is full"))
    })
}

fn lex(class: &'static str, value: &'static str) -> Lex {
    let number = || value.parse::<i8>().expect("the table gives a small number here");
    match class {
        "month" => Lex::Month { month: number(), short: false },
        "month-abbreviation" => Lex::Month { month: number(), short: true },
        "weekday" => Lex::Weekday { day: number(), short: false, plural: false },
        "weekdays" => Lex::Weekday { day: number(), short: false, plural: true },
        "weekday-abbreviation" => Lex::Weekday { day: number(), short: true, plural: false },
        "unit" => Lex::Unit { unit: unit(value), plural: false },
        "units" => Lex::Unit { unit: unit(value), plural: true },
        "season" => Lex::Season(match value {
            "SP" => Season::Spring,
            "SU" => Season::Summer,
            "FA" => Season::Fall,
            _ => Season::Winter,
        }),
        "daypart" => Lex::Part { part: part(value), plural: false },
        "dayparts" => Lex::Part { part: part(value), plural: true },
        "cardinal" => Lex::Cardinal(value.parse().expect("cardinals are small")),
        "multiplier" | "multiplier-suffix" => Lex::Multiplier {
            factor: value.parse().expect("multipliers are numbers"),
            suffix: class == "multiplier-suffix",
        },
        "ordinal" => Lex::Ordinal(number()),
        "decade" => Lex::Decade(number()),
        "day-shift" => Lex::DayShift(number()),
        "night-shift" => Lex::NightShift(number()),
        "reference" => Lex::Reference(value),
        "reference-adjective" => Lex::ReferenceAdjective(value),
        "frequency" => Lex::Frequency(value),
        "approximation" => Lex::Approximation(value),
        "stage" => Lex::Stage(value),
        "pick" => Lex::Pick(match value {
            "last" => Pick::Last,
            "past" => Pick::Past,
            "previous" => Pick::Previous,
            "next" => Pick::Next,
            "following" => Pick::Following,
            "this" => Pick::This,
            "that" => Pick::That,
            _ => Pick::Same,
        }),
        "clock-word" => Lex::ClockWord(if value == "24:00" { 24 } else { 12 }),
        "weekend" => Lex::Weekend { plural: false },
        "weekends" => Lex::Weekend { plural: true },
        "fiscal" => Lex::Fiscal,
        _ => Lex::Opener,
    }
}

fn unit(value: &str) -> Unit {
    match value {
        "S" => Unit::Second,
        "MIN" => Unit::Minute,
        "H" => Unit::Hour,
        "D" => Unit::Day,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Q" => Unit::Quarter,
        "Y" => Unit::Year,
        "DE" => Unit::Decade,
        _ => Unit::Century,
    }
}

fn part(value: &str) -> Part {
    match value {
        "MO" => Part::Morning,
        "AF" => Part::Afternoon,
        "EV" => Part::Evening,
        _ => Part::Night,
    }
}
