//! The learned part: how rare words are, and boosted trees over a pair's features.

use crate::cluster::UNIT;
use crate::features::{COUNT, Features};

/// Document frequencies, trees and thresholds, as `training/fuse/train.py` writes them.
///
/// The file, little-endian: magic `CHFUSE02`; number of articles counted and of words (`u32` each),
/// then of each word its hash (`u32`) and the articles it stands in (`u32`), by hash; least likeness
/// of two articles, least cosine of two triggers, least mean score of a cluster's links (`f32`
/// each, the last in log-odds); bias (`f32`); number of trees (`u32`), then of each tree the number
/// of its nodes (`u32`) and the nodes: feature (`u32`, or all ones for a leaf), the nodes to go to
/// when the value is at most the threshold, and when it is more (`u32` each), threshold or, in a
/// leaf, value (`f32`).
#[derive(Clone, Debug)]
pub struct FuseModel {
    articles: f32,
    words: Vec<(u32, u32)>,
    pub(crate) least_article: f32,
    pub(crate) least_cosine: f32,
    least_link: f32,
    bias: f32,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u32,
    low: u32,
    high: u32,
    value: f32,
}

const LEAF: u32 = u32::MAX;

/// Why a model of fusing could not be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FuseModelError {
    /// It does not begin with `CHFUSE02`.
    NotAModel,
    /// It ends early or holds more than it says.
    Cut,
    /// A tree names a feature or a node that is not there.
    Tree,
}

impl std::fmt::Display for FuseModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotAModel => "not a Chancery fusing model: the file does not begin with CHFUSE02",
            Self::Cut => "the fusing model is cut short or too long; fetch it again",
            Self::Tree => "the fusing model does not fit this program: use the one of its release",
        })
    }
}

impl std::error::Error for FuseModelError {}

static EMBEDDED: &[u8] = include_bytes!("../../../models/fuse.bin");

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> Result<u32, FuseModelError> {
        let (four, rest) = self.0.split_first_chunk::<4>().ok_or(FuseModelError::Cut)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*four))
    }

    fn value(&mut self) -> Result<f32, FuseModelError> {
        self.number().map(f32::from_bits)
    }
}

impl FuseModel {
    /// The model that is compiled into the program.
    pub fn embedded() -> Self {
        Self::read(EMBEDDED).expect("the embedded model is opened by a test")
    }

    /// Opens a model file's bytes.
    ///
    /// # Errors
    /// If the bytes are not a whole model with the features that this program computes.
    pub fn read(bytes: &[u8]) -> Result<Self, FuseModelError> {
        let rest = bytes.strip_prefix(b"CHFUSE02").ok_or(FuseModelError::NotAModel)?;
        let mut bytes = Bytes(rest);
        let articles = bytes.number()? as f32;
        let mut words = Vec::new();
        for _ in 0..bytes.number()? {
            words.push((bytes.number()?, bytes.number()?));
        }
        if !words.is_sorted() {
            return Err(FuseModelError::Tree);
        }
        let [least_article, least_cosine, least_link, bias] =
            [bytes.value()?, bytes.value()?, bytes.value()?, bytes.value()?];
        let (mut nodes, mut roots) = (Vec::new(), Vec::new());
        for _ in 0..bytes.number()? {
            let first = nodes.len() as u32;
            roots.push(first);
            let size = bytes.number()?;
            for at in 0..size {
                let (feature, low, high) = (bytes.number()?, bytes.number()?, bytes.number()?);
                let value = bytes.value()?;
                // Branches lead forward only, so every walk ends.
                let sound = low > at && high > at && low < size && high < size;
                if feature != LEAF && (feature as usize >= COUNT || !sound) {
                    return Err(FuseModelError::Tree);
                }
                let (low, high) = (first.saturating_add(low), first.saturating_add(high));
                nodes.push(Node { feature, low, high, value });
            }
            if size == 0 {
                return Err(FuseModelError::Tree);
            }
        }
        if !bytes.0.is_empty() {
            return Err(FuseModelError::Cut);
        }
        Ok(Self { articles, words, least_article, least_cosine, least_link, bias, nodes, roots })
    }

    /// The lowest mean score, in thousandths of log-odds, at which two groups of mentions become one
    /// event: links below it connect nothing.
    pub fn least_link(&self) -> i32 {
        (self.least_link * UNIT).round() as i32
    }

    /// Whether more than one article in a hundred has the word of this hash.
    pub fn is_common(&self, word: u32) -> bool {
        self.rarity(word) < 100.0_f32.ln()
    }

    /// How rare a word is: the natural logarithm of one article in how many has it; the highest
    /// value for a word that the model does not list.
    pub(crate) fn rarity(&self, hash: u32) -> f32 {
        let found = self.words.binary_search_by_key(&hash, |w| w.0);
        let articles = found.map_or(1, |at| self.words[at].1.max(1));
        ((self.articles + 1.0) / articles as f32).max(1.0).ln()
    }

    /// The log-odds that a pair with these features is one event.
    pub(crate) fn score(&self, features: &Features) -> f32 {
        let mut sum = self.bias;
        for root in &self.roots {
            let mut at = *root as usize;
            loop {
                let node = self.nodes[at];
                if node.feature == LEAF {
                    sum += node.value;
                    break;
                }
                let low = features[node.feature as usize] <= node.value;
                at = if low { node.low } else { node.high } as usize;
            }
        }
        sum
    }
}
