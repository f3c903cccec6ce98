//! Copies: a wire story reprinted under another headline, cut, reordered, with a new lead or with
//! local paragraphs.
//!
//! A text leaves marks: hashes of runs of five words, of which in each six consecutive ones the
//! smallest is kept (winnowing: Schleimer, Wilkerson and Aiken 2003). Two texts that share ten words
//! in a row share a mark, and how many marks of one the other has says how much of it stands there,
//! whatever their lengths: what min-hash signatures, which estimate resemblance alone, tell badly of
//! a cut copy. Filed under their few smallest marks, copies find each other without looking at all.

use chancery_article::Article;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

use crate::cluster::connected_pairs;
use crate::sketch::day;
use crate::wire::SketchError;

/// Words in a run.
const RUN: usize = 5;

/// Of so many consecutive runs one is marked.
const WINNOW: usize = 6;

/// Under so many marks a text is filed: of a copy cut to a third, six in a hundred thousand share none
/// with its original.
pub const BANDS: usize = 24;

/// Copies are printed within so many days of each other.
pub const COPY_DAYS: i32 = 14;

/// A copy holds so much of the shorter text: less is shared background, a quoted statement.
pub const LEAST_CONTAINMENT: f32 = 0.6;

/// And so much of both together: less is a round-up that prints a brief among others.
pub const LEAST_RESEMBLANCE: f32 = 0.15;

/// Of shorter texts only equal ones are copies.
const FEWEST_MARKS: usize = 6;

/// What of a text tells its copies.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signature {
    day: Option<i32>,
    /// Ascending, each once.
    marks: Vec<u32>,
}

impl Signature {
    /// The signature of an article: of its story alone when its regions are known, without headline,
    /// dateline, byline and captions.
    pub fn of(article: &Article) -> Self {
        let mut story = String::with_capacity(article.text().len());
        let mut from = 0;
        for region in &article.regions {
            let (start, end) = (region.span.start() as usize, region.span.end() as usize);
            story.push_str(article.text().get(from..start.max(from)).unwrap_or_default());
            story.push('\n');
            from = end.max(from);
        }
        story.push_str(article.text().get(from..).unwrap_or_default());
        Self { day: article.published.map(day), marks: marks(&story) }
    }

    /// The signature of a plain text, published on a day counted from 1970-01-01.
    pub fn of_text(text: &str, day: Option<i32>) -> Self {
        Self { day, marks: marks(text) }
    }

    /// Day of publication, counted from 1970-01-01.
    pub fn day(&self) -> Option<i32> {
        self.day
    }

    /// What the text is filed under, at most [`BANDS`]: two texts that share one and were published
    /// within [`COPY_DAYS`] (or of which one has no day) may be copies, [`folds`] tells.
    pub fn bands(&self) -> &[u32] {
        &self.marks[..self.marks.len().min(BANDS)]
    }

    /// As bytes: `CHCP`, version 1, the day (a byte 0, or 1 and four bytes), the marks (four bytes
    /// each), little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = b"CHCP\x01".to_vec();
        out.push(u8::from(self.day.is_some()));
        out.extend(self.day.iter().flat_map(|day| day.to_le_bytes()));
        out.extend(self.marks.iter().flat_map(|mark| mark.to_le_bytes()));
        out
    }

    /// A signature from the bytes that [`Signature::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no signature, are of another version, or are broken.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchError> {
        let rest = bytes.strip_prefix(b"CHCP").ok_or(SketchError::NotASketch)?;
        let (day, rest) = match rest {
            [1, 0, rest @ ..] => (None, rest),
            [1, 1, a, b, c, d, rest @ ..] => (Some(i32::from_le_bytes([*a, *b, *c, *d])), rest),
            [1, ..] | [] => return Err(SketchError::Broken),
            [version, ..] => return Err(SketchError::Version(*version)),
        };
        let (marks, left) = rest.as_chunks::<4>();
        let marks: Vec<u32> = marks.iter().map(|four| u32::from_le_bytes(*four)).collect();
        if !left.is_empty() || !marks.is_sorted_by(|a, b| a < b) {
            return Err(SketchError::Broken);
        }
        Ok(Self { day, marks })
    }
}

/// The marks of a text: letters and digits count, case, accents' form and punctuation do not.
fn marks(text: &str) -> Vec<u32> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let bytes = word.chars().flat_map(char::to_lowercase);
            bytes.fold(0xCBF2_9CE4_8422_2325, |h: u64, c| {
                (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3)
            })
        })
        .collect();
    let runs: Vec<u32> = if words.len() < RUN {
        words.first().map(|_| mix(&words)).into_iter().collect()
    } else {
        words.windows(RUN).map(mix).collect()
    };
    let mut marks: Vec<u32> = if runs.len() < WINNOW {
        runs
    } else {
        runs.windows(WINNOW).map(|w| *w.iter().min().expect("a window holds runs")).collect()
    };
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// A run's hash, every bit of it stirred by every word: the smallest have to be a fair sample.
fn mix(words: &[u64]) -> u32 {
    let sum = words.iter().fold(0_u64, |h, word| {
        let h = (h ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        h ^ (h >> 29)
    });
    ((sum ^ (sum >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
}

/// How many marks both have.
fn shared(a: &Signature, b: &Signature) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.marks.get(i), b.marks.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both
}

/// The share of the runs of both texts together that both hold, 0 to 1 (Broder 1997).
pub fn resemblance(a: &Signature, b: &Signature) -> f32 {
    let both = shared(a, b);
    both as f32 / (a.marks.len() + b.marks.len() - both).max(1) as f32
}

/// The share of the shorter text that stands in the longer one, 0 to 1.
pub fn containment(a: &Signature, b: &Signature) -> f32 {
    shared(a, b) as f32 / a.marks.len().min(b.marks.len()).max(1) as f32
}

/// Whether one text is a copy of the other: neither adds enough of its own to count as a report
/// beside it.
pub fn folds(a: &Signature, b: &Signature) -> bool {
    let near = a.day.zip(b.day).is_none_or(|(a, b)| a.abs_diff(b) <= COPY_DAYS as u32);
    if !near || a.marks.is_empty() || b.marks.is_empty() {
        return false;
    }
    if a.marks.len().min(b.marks.len()) < FEWEST_MARKS {
        return a.marks == b.marks;
    }
    containment(a, b) >= LEAST_CONTAINMENT && resemblance(a, b) >= LEAST_RESEMBLANCE
}

/// Signatures filed under their bands, in memory. A store does the same with a table (band, day,
/// article).
#[derive(Clone, Debug, Default)]
pub struct CopyIndex {
    filed: FxHashMap<u32, BTreeMap<Option<i32>, Vec<u32>>>,
}

impl CopyIndex {
    /// Files a signature under a number of the caller's.
    pub fn file(&mut self, number: u32, signature: &Signature) {
        for band in signature.bands() {
            let days = self.filed.entry(*band).or_default();
            days.entry(signature.day).or_default().push(number);
        }
    }

    /// The numbers of the filed signatures that share a band, ascending.
    pub fn near(&self, signature: &Signature) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for days in signature.bands().iter().filter_map(|band| self.filed.get(band)) {
            match signature.day {
                None => found.extend(days.values().flatten()),
                Some(day) => {
                    found.extend(days.get(&None).into_iter().flatten());
                    let from = Some(day.saturating_sub(COPY_DAYS));
                    let days = days.range(from..=Some(day.saturating_add(COPY_DAYS)));
                    found.extend(days.flat_map(|(_, numbers)| numbers));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Folds copies: for each signature the position of the first that it is a copy of, by however many
/// steps; its own when it is the first. Texts with one number are one report.
pub fn fold(signatures: &[Signature]) -> Vec<u32> {
    let mut index = CopyIndex::default();
    let mut pairs = Vec::new();
    for (number, signature) in (0..).zip(signatures) {
        let near = index.near(signature).into_iter();
        pairs.extend(
            near.filter(|n| folds(&signatures[*n as usize], signature)).map(|n| (n, number)),
        );
        index.file(number, signature);
    }
    connected_pairs(signatures.len(), pairs)
}
