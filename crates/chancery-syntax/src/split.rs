//! Sentences: a small convolutional network says after which words one ends.
//!
//! It sees word vectors, shapes, white space, and whether a quotation or bracket is open. Line and
//! paragraph structure and the article's regions are hard edges and never asked about.

use crate::format::{File, ModelError, Table};
use crate::forms::Forms;
use crate::kernels::integer::{self, UNIT, Weights, quantise, rectify};
use crate::network::Network;
use crate::tokens::Rules;
use crate::words;

const WIDE: usize = 64;
const TAPS: usize = 5;
/// Values a word brings beside its form: white space, open quotation, open bracket, one.
const FLAGS: usize = 4;
/// Words on each side that a decision depends on: two of the first layer, four of the second.
const NEAR: usize = 2;
const FAR: usize = 4;
/// Words decided at once.
const BLOCK: usize = 512;
/// Values in what the first layer makes of a form: one row of outputs for each place around it.
const PROJECTION: usize = TAPS * WIDE;

/// A word as the splitter sees it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Seen<'t> {
    pub(crate) form: &'t str,
    /// White space stands before it.
    pub(crate) space: bool,
    /// It continues a multiword token.
    pub(crate) joined: bool,
}

/// The splitter's weights. The first layer is taken apart: what it makes of a form, and of each
/// combination of flags, is a sum that needs no product when the form is known.
pub(crate) struct Splitter {
    shape: Table,
    vector: usize,
    first: Weights,
    /// For each combination of flags and each place: what it adds.
    flags: Vec<f32>,
    first_bias: Vec<f32>,
    second: Weights,
    second_bias: Vec<f32>,
    out: (Vec<f32>, f32),
}

/// Buffers that a thread uses again.
pub(crate) struct Scratch {
    forms: Forms,
    marks: Vec<u8>,
    kinds: Vec<u32>,
    row: Vec<f32>,
    middle: Vec<i16>,
    window: Vec<i16>,
    last: Vec<f32>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            forms: Forms::new(PROJECTION),
            marks: Vec::new(),
            kinds: Vec::new(),
            row: Vec::new(),
            middle: Vec::new(),
            window: Vec::new(),
            last: Vec::new(),
        }
    }
}

impl Splitter {
    pub(crate) fn read(file: &File<'_>, vectors: usize) -> Result<Self, ModelError> {
        let shape = file.shape("split.shape")?.1;
        let (_, window) = file.shape("split.c1.w")?;
        let input = window / TAPS;
        let vector = input.checked_sub(shape + FLAGS).filter(|v| *v <= vectors);
        let vector = vector.ok_or_else(|| ModelError::Shape {
            what: format!("the splitter's words have {input} values, the vectors {vectors}"),
        })?;
        let inner = vector + shape;
        let (factors, bytes) = file.i8("split.c1.w", WIDE, TAPS * input)?;
        let row = |tap: usize, out: usize| (out * TAPS + tap) * input;
        let weight =
            |tap: usize, k: usize, out: usize| factors[out] * f32::from(bytes[row(tap, out) + k]);
        // A row of outputs for each place, each of the values that hang on the form.
        let rows = || (0..PROJECTION).map(|j| (row(j / WIDE, j % WIDE), j % WIDE));
        let form: Vec<i8> =
            rows().flat_map(|(at, _)| bytes[at..at + inner].iter().copied()).collect();
        let form_factors: Vec<f32> = rows().map(|(_, out)| factors[out]).collect();
        let mut flags = Vec::with_capacity(PROJECTION << (FLAGS - 1));
        for mark in 0..1_usize << (FLAGS - 1) {
            for tap in 0..TAPS {
                flags.extend((0..WIDE).map(|out| {
                    (0..FLAGS - 1)
                        .filter(|flag| mark >> flag & 1 == 1)
                        .fold(weight(tap, input - 1, out), |sum, flag| {
                            sum + weight(tap, inner + flag, out)
                        })
                }));
            }
        }
        let (factors, bytes) = file.i8("split.c2.w", WIDE, PROJECTION)?;
        Ok(Self {
            shape: file.table("split.shape", Some(words::BUCKETS[4] as usize), shape)?,
            vector,
            first: Weights::new(&form, &form_factors, inner, UNIT),
            flags,
            first_bias: file.f16("split.c1.b", 1, WIDE)?,
            second: Weights::new(&bytes, &factors, PROJECTION, UNIT),
            second_bias: file.f16("split.c2.b", 1, WIDE)?,
            out: (file.f16("split.out.w", 1, WIDE)?, file.f16("split.out.b", 1, 1)?[0]),
        })
    }

    /// How much each word looks like the last of its sentence: above zero, it is.
    pub(crate) fn scores(
        &self,
        network: &Network,
        stretch: &[Seen<'_>],
        s: &mut Scratch,
        scores: &mut Vec<f32>,
    ) {
        scores.clear();
        let mut marks = Marks::default();
        s.marks.clear();
        s.marks.extend(stretch.iter().map(|word| marks.after(word)));
        let zeros = [0.0; PROJECTION];
        let mut start = 0;
        while start < stretch.len() {
            let end = (start + BLOCK).min(stretch.len());
            // The middle layer is needed on [from, to), the input two words further out.
            let (from, to) = (start.saturating_sub(FAR), (end + FAR).min(stretch.len()));
            let (left, right) = (from.saturating_sub(NEAR), (to + NEAR).min(stretch.len()));
            s.forms.number(
                stretch[left..right].iter().map(|word| word.form),
                &mut s.kinds,
                |form, normal, spare, inputs| {
                    network.vector(normal, self.vector, inputs);
                    words::shape(form, spare);
                    let bucket = words::hash(spare, 5) % words::BUCKETS[4];
                    quantise(self.shape.row(bucket as usize), inputs);
                },
                |inputs, count, out| {
                    integer::product(inputs, count, &self.first, &zeros, |_| 0, out);
                },
            );
            s.middle.resize((to - from) * WIDE, 0);
            for (at, out) in (from..to).zip(s.middle.chunks_exact_mut(WIDE)) {
                s.row.clear();
                s.row.extend_from_slice(&self.first_bias);
                for tap in 0..TAPS {
                    let word = (at + tap).wrapping_sub(NEAR);
                    if word < stretch.len() {
                        let form = s.kinds[word - left] as usize * PROJECTION + tap * WIDE;
                        let mark = usize::from(s.marks[word]) * PROJECTION + tap * WIDE;
                        let form = &s.forms.projected()[form..form + WIDE];
                        let mark = &self.flags[mark..mark + WIDE];
                        for ((sum, a), b) in s.row.iter_mut().zip(form).zip(mark) {
                            *sum += a + b;
                        }
                    }
                }
                rectify(&s.row, out);
            }
            s.window.clear();
            for at in start..end {
                for tap in 0..TAPS {
                    let word = (at + 2 * tap).wrapping_sub(FAR);
                    if word < stretch.len() {
                        let row = (word - from) * WIDE;
                        s.window.extend_from_slice(&s.middle[row..row + WIDE]);
                    } else {
                        s.window.resize(s.window.len() + WIDE, 0);
                    }
                }
            }
            s.last.resize((end - start) * WIDE, 0.0);
            integer::product(
                &s.window,
                end - start,
                &self.second,
                &self.second_bias,
                |_| 0,
                &mut s.last,
            );
            scores.extend(s.last.chunks_exact(WIDE).map(|row| {
                row.iter().zip(&self.out.0).fold(self.out.1, |sum, (x, w)| sum + x.max(0.0) * w)
            }));
            start = end;
        }
    }
}

/// Open quotation marks and brackets.
#[derive(Default)]
struct Marks {
    quote: bool,
    depth: u8,
}

impl Marks {
    /// The flags of a word as bits: white space before it, quotation open, bracket open after it.
    fn after(&mut self, word: &Seen<'_>) -> u8 {
        match word.form {
            "\"" | "''" | "``" => self.quote = !self.quote,
            "“" | "«" => self.quote = true,
            "”" | "»" => self.quote = false,
            "(" => self.depth = (self.depth + 1).min(3),
            ")" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        u8::from(word.space) | u8::from(self.quote) << 1 | u8::from(self.depth > 0) << 2
    }
}

/// Cuts a stretch into sentences: one past the last word of each.
///
/// A closing quote or bracket goes with the sentence before it. No sentence has more than
/// `longest` words: a longer one is cut where it most looks like an end.
pub(crate) fn ends(
    stretch: &[Seen<'_>],
    scores: &[f32],
    longest: usize,
    rules: &Rules,
) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < stretch.len() {
        let mut end = at + 1;
        at = end;
        if end < stretch.len() {
            let anew = begins_anew(&stretch[end - 1], &stretch[end], rules);
            if scores[end - 1] <= 0.0 && !anew {
                continue;
            }
            while end < stretch.len() && (stretch[end].joined || closes(&stretch[end])) {
                end += 1;
            }
            if end < stretch.len() && goes_on(&stretch[end - 1], &stretch[end], rules) {
                continue;
            }
        }
        while end - start > longest {
            let cut = cut(stretch, scores, start, longest);
            ends.push(cut);
            start = cut;
        }
        ends.push(end);
        start = end;
        at = end;
    }
    ends
}

/// "They flew to the U.S. The talks began": after an abbreviation, such a word opens a sentence.
fn begins_anew(last: &Seen<'_>, next: &Seen<'_>, rules: &Rules) -> bool {
    const OPENERS: [&str; 14] = [
        "The", "He", "She", "It", "They", "We", "But", "This", "That", "These", "Those", "His",
        "Its", "Their",
    ];
    let abbreviation = last.form.len() > 2
        && last.form.ends_with('.')
        && last.form.starts_with(char::is_alphabetic)
        && !rules.is_title(last.form);
    abbreviation && next.space && OPENERS.contains(&next.form)
}

/// What no sentence ends before, whatever the network says.
fn goes_on(last: &Seen<'_>, next: &Seen<'_>, rules: &Rules) -> bool {
    let small = next.form.starts_with(char::is_lowercase);
    match (last.form, next.form) {
        // "Rep. Doug Collins, R-Ga., called": no sentence begins with a comma.
        (_, "," | ";") => true,
        // "Will you stay?" she asked.
        ("”" | "\"" | "’" | "'" | "''", _) if small => true,
        // "at 10 a.m. Tuesday"
        ("a.m." | "p.m." | "A.M." | "P.M.", next) => DAYS.contains(&next) || ZONES.contains(&next),
        (word, _) => rules.is_title(word),
    }
}

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ZONES: [&str; 12] =
    ["EST", "EDT", "ET", "E.T.", "CST", "CDT", "PST", "PDT", "PT", "GMT", "UTC", "Eastern"];

fn closes(word: &Seen<'_>) -> bool {
    match word.form {
        "”" | "’" | ")" | "]" => true,
        "\"" | "'" | "''" => !word.space,
        _ => false,
    }
}

/// Where to cut a sentence that is too long: the likeliest end in its second half.
fn cut(stretch: &[Seen<'_>], scores: &[f32], start: usize, longest: usize) -> usize {
    let mut best = start + longest;
    let mut score = f32::NEG_INFINITY;
    for end in start + longest / 2..=start + longest {
        if scores[end - 1] >= score && !stretch[end].joined {
            (best, score) = (end, scores[end - 1]);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ends of a text apart by blanks, when the network says yes after every word with a `|`.
    fn cut_at(text: &str, longest: usize) -> Vec<usize> {
        let words: Vec<&str> = text.split(' ').collect();
        let seen: Vec<Seen<'_>> = words
            .iter()
            .map(|w| Seen { form: w.trim_end_matches('|'), space: true, joined: *w == "n't" })
            .collect();
        let scores: Vec<f32> =
            words.iter().map(|w| if w.ends_with('|') { 1.0 } else { -1.0 }).collect();
        ends(&seen, &scores, longest, &Rules::read())
    }

    #[test]
    fn closing_marks_go_with_the_sentence() {
        assert_eq!(cut_at("“ Go .| ” She went .|", 9), [4, 7]);
        assert_eq!(cut_at("“ Go ?| ” she said .|", 9), [7]);
    }

    #[test]
    fn titles_and_commas_go_on() {
        assert_eq!(cut_at("Gen.| Smith , R - Ga.| , spoke .|", 20), [9]);
        assert_eq!(cut_at("at 10 a.m.| Tuesday in the U.S. They met .|", 20), [7, 10]);
    }

    #[test]
    fn too_long_a_sentence_is_cut_between_words() {
        assert_eq!(cut_at("a b c d e f g", 3), [3, 6, 7]);
        assert_eq!(cut_at("a did n't d", 2), [1, 3, 4]);
    }
}
