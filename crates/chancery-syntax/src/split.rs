//! Sentences: a small convolutional network says after which words one ends.
//!
//! It sees word vectors, shapes, white space, and whether a quotation or bracket is open. Line and
//! paragraph structure and the article's regions are hard edges and never asked about.

use rustc_hash::FxHashMap;

use crate::format::{File, ModelError, Table};
use crate::kernels::{Packed, product, relu};
use crate::network::Network;
use crate::tokens::Rules;
use crate::words;

const WORD: usize = 64;
const SHAPE: usize = 12;
const INPUT: usize = WORD + SHAPE + 4;
const WIDE: usize = 64;
const TAPS: usize = 5;
/// Words on each side that a decision depends on: two of the first layer, four of the second.
const NEAR: usize = 2;
const FAR: usize = 4;
/// Words decided at once.
const BLOCK: usize = 512;

/// A word as the splitter sees it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Seen<'t> {
    pub(crate) form: &'t str,
    /// White space stands before it.
    pub(crate) space: bool,
    /// It continues a multiword token.
    pub(crate) joined: bool,
}

/// The splitter's weights.
pub(crate) struct Splitter {
    shape: Table,
    first: (Packed, Vec<f32>),
    second: (Packed, Vec<f32>),
    out: (Vec<f32>, f32),
}

impl Splitter {
    pub(crate) fn read(file: &File<'_>) -> Result<Self, ModelError> {
        let layer = |name: &str, inner: usize| -> Result<_, ModelError> {
            let weights = file.f16(&format!("{name}.w"), WIDE, TAPS * inner)?;
            Ok((
                Packed::transposed(&weights, TAPS * inner),
                file.f16(&format!("{name}.b"), 1, WIDE)?,
            ))
        };
        Ok(Self {
            shape: file.table("split.shape", Some(words::BUCKETS[4] as usize), SHAPE)?,
            first: layer("split.c1", INPUT)?,
            second: layer("split.c2", WIDE)?,
            out: (file.f16("split.out.w", 1, WIDE)?, file.f16("split.out.b", 1, 1)?[0]),
        })
    }

    /// How much each word looks like the last of its sentence: above zero, it is.
    pub(crate) fn scores(&self, network: &Network, stretch: &[Seen<'_>]) -> Vec<f32> {
        let mut scores = Vec::with_capacity(stretch.len());
        let mut marks = Marks::default();
        let flags: Vec<[f32; 4]> = stretch.iter().map(|w| marks.after(w)).collect();
        let mut cache: FxHashMap<&str, usize> = FxHashMap::default();
        let mut rows: Vec<f32> = Vec::new();
        let (mut spare, mut shape) = (String::new(), String::new());
        let (mut window, mut middle, mut last) = (Vec::new(), Vec::new(), Vec::new());
        let mut start = 0;
        while start < stretch.len() {
            let end = (start + BLOCK).min(stretch.len());
            // The middle layer is needed on [from, to), the input two words further out.
            let (from, to) = (start.saturating_sub(FAR), (end + FAR).min(stretch.len()));
            cache.clear();
            rows.clear();
            let (left, right) = (from.saturating_sub(NEAR), (to + NEAR).min(stretch.len()));
            let kinds: Vec<usize> = stretch[left..right]
                .iter()
                .map(|word| {
                    *cache.entry(word.form).or_insert_with(|| {
                        let at = rows.len();
                        rows.resize(at + WORD + SHAPE, 0.0);
                        words::normal(word.form, &mut spare);
                        network.vector(&spare, &mut rows[at..at + WORD]);
                        words::shape(word.form, &mut shape);
                        let bucket = words::hash(&shape, 5) % words::BUCKETS[4];
                        self.shape.read(bucket as usize, &mut rows[at + WORD..]);
                        at
                    })
                })
                .collect();
            window.clear();
            for at in from..to {
                for tap in 0..TAPS {
                    let word = (at + tap).wrapping_sub(NEAR);
                    if word < stretch.len() {
                        let row = kinds[word - left];
                        window.extend_from_slice(&rows[row..row + WORD + SHAPE]);
                        window.extend_from_slice(&flags[word]);
                    } else {
                        window.resize(window.len() + INPUT, 0.0);
                    }
                }
            }
            layer(&self.first, &window, to - from, &mut middle);
            window.clear();
            for at in start..end {
                for tap in 0..TAPS {
                    let word = (at + 2 * tap).wrapping_sub(FAR);
                    if word < stretch.len() {
                        let row = (word - from) * WIDE;
                        window.extend_from_slice(&middle[row..row + WIDE]);
                    } else {
                        window.resize(window.len() + WIDE, 0.0);
                    }
                }
            }
            layer(&self.second, &window, end - start, &mut last);
            for row in last.chunks_exact(WIDE) {
                let sum =
                    row.iter().zip(&self.out.0).fold(self.out.1, |sum, (x, w)| x.mul_add(*w, sum));
                scores.push(sum);
            }
            start = end;
        }
        scores
    }
}

fn layer(weights: &(Packed, Vec<f32>), window: &[f32], rows: usize, out: &mut Vec<f32>) {
    out.resize(rows * WIDE, 0.0);
    product(window, rows, &weights.0, &weights.1, |_| 0, out);
    relu(out);
}

/// Open quotation marks and brackets.
#[derive(Default)]
struct Marks {
    quote: bool,
    depth: u8,
}

impl Marks {
    fn after(&mut self, word: &Seen<'_>) -> [f32; 4] {
        match word.form {
            "\"" | "''" | "``" => self.quote = !self.quote,
            "“" | "«" => self.quote = true,
            "”" | "»" => self.quote = false,
            "(" => self.depth = (self.depth + 1).min(3),
            ")" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let flag = |on: bool| f32::from(u8::from(on));
        [flag(word.space), flag(self.quote), flag(self.depth > 0), 1.0]
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
