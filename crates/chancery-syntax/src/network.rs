//! The network: hashed word features, two bidirectional LSTM layers, heads for tags and trees.
//!
//! Sentences of a batch are run together, longest first, so that each step of the recurrence is one
//! matrix product over all sentences still going. What the first layer makes of a word depends on
//! the form alone, so it is computed once for each distinct form.

use rustc_hash::FxHashMap;

use crate::decode;
use crate::format::{File, ModelError, Table};
use crate::kernels::{Packed, largest, lstm_step, product, relu};
use crate::words;

const WORD: usize = 64;
const LEARNED: usize = 32;
const AFFIXES: [(&str, usize); 5] = [("p3", 16), ("s2", 16), ("s3", 24), ("s4", 24), ("shape", 16)];
const INPUT: usize = WORD + LEARNED + 96;
const HIDDEN: usize = 128;
const BOTH: usize = 2 * HIDDEN;
const GATES: usize = 4 * HIDDEN;
const TAGS: usize = 96;
const ARC: usize = 96;
const REL: usize = 96;
const TREE: usize = 2 * ARC + 2 * REL;

/// Words of the longest sentence: arc scores grow with the square.
pub(crate) const MOST_WORDS: usize = 200;

/// What the network finds for one word: indices into the label inventories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Found {
    pub(crate) upos: u16,
    pub(crate) xpos: u16,
    pub(crate) feats: u16,
    pub(crate) rel: u16,
    /// Position in the sentence, from 0; `None` for the root.
    pub(crate) head: Option<u16>,
}

/// A layer of weights with its bias.
struct Dense {
    weights: Packed,
    bias: Vec<f32>,
}

impl Dense {
    fn read(file: &File<'_>, name: &str, columns: usize, inner: usize) -> Result<Self, ModelError> {
        Ok(Self {
            weights: Packed::transposed(&file.f16(&format!("{name}.w"), columns, inner)?, inner),
            bias: file.f16(&format!("{name}.b"), 1, columns)?,
        })
    }

    /// `out = x · wᵀ + bias` for `rows` rows.
    fn run(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.bias.len(), 0.0);
        product(x, rows, &self.weights, &self.bias, |_| 0, out);
    }
}

/// One bidirectional layer: the input part of both directions, then the recurrent part of each.
struct Layer {
    input: Dense,
    recurrent: [Packed; 2],
}

impl Layer {
    fn read(file: &File<'_>, name: &str, inner: usize) -> Result<Self, ModelError> {
        let recurrent = |dir: &str| -> Result<Packed, ModelError> {
            let w = file.f16(&format!("{name}.{dir}"), GATES, HIDDEN)?;
            Ok(Packed::transposed(&w, HIDDEN))
        };
        Ok(Self {
            input: Dense::read(file, name, 2 * GATES, inner)?,
            recurrent: [recurrent("forward")?, recurrent("backward")?],
        })
    }
}

/// The weights, ready to run.
pub(crate) struct Network {
    keys: Vec<u64>,
    vectors: Table,
    learned: Table,
    affixes: Vec<Table>,
    first: Layer,
    second: Layer,
    tags: Dense,
    classes: Dense,
    sizes: [usize; 3],
    tree: Dense,
    arc: Dense,
    arc_root: Vec<f32>,
    rel_root: Vec<f32>,
    rel: Dense,
    root_label: usize,
}

/// Buffers that a thread uses again from batch to batch.
#[derive(Default)]
pub(crate) struct Scratch {
    types: Vec<u32>,
    inputs: Vec<f32>,
    projected: Vec<f32>,
    hidden: Vec<f32>,
    steps: Steps,
    middle: Vec<f32>,
    scores: Vec<f32>,
    tree: Vec<f32>,
    arcs: Vec<f32>,
    heads: Packed,
    pair: Vec<f32>,
    labels: Vec<f32>,
}

#[derive(Default)]
struct Steps {
    gates: Vec<f32>,
    cell: Vec<f32>,
    state: Vec<f32>,
}

impl Network {
    pub(crate) fn read(file: &File<'_>) -> Result<Self, ModelError> {
        let count = |name: &str| file.names(name).map(<[String]>::len);
        let sizes = [count("upos")?, count("xpos")?, count("feats")?];
        let relations = count("rel")?;
        let root_label = file.names("rel")?.iter().position(|r| r == "root");
        let keys = file.u64("words")?;
        let vectors = file.table("vectors", Some(keys.len()), WORD)?;
        let learned = file.table("learned", Some(keys.len()), LEARNED)?;
        let affixes = AFFIXES
            .iter()
            .zip(words::BUCKETS)
            .map(|((name, width), rows)| file.table(name, Some(rows as usize), *width))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            keys,
            vectors,
            learned,
            affixes,
            first: Layer::read(file, "l1", INPUT)?,
            second: Layer::read(file, "l2", BOTH)?,
            tags: Dense::read(file, "tag", TAGS, BOTH)?,
            classes: Dense::read(file, "classes", sizes.iter().sum(), TAGS)?,
            sizes,
            tree: Dense::read(file, "tree", TREE, BOTH)?,
            arc: Dense::read(file, "arc", ARC, ARC)?,
            arc_root: file.f16("arc.root", 1, ARC)?,
            rel_root: file.f16("rel.root", 1, REL)?,
            rel: Dense::read(file, "rel", relations, REL)?,
            root_label: root_label
                .ok_or_else(|| ModelError::Missing { what: "the relation root".into() })?,
        })
    }

    /// Reads a batch of sentences, each a list of forms; `found` gets one entry a word, in order.
    pub(crate) fn run(&self, sentences: &[&[&str]], scratch: &mut Scratch, found: &mut Vec<Found>) {
        let total: usize = sentences.iter().map(|s| s.len()).sum();
        if total == 0 {
            return;
        }
        let s = scratch;
        let kinds = self.inputs(sentences, &mut s.types, &mut s.inputs);
        let mut order: Vec<(usize, usize)> = Vec::with_capacity(sentences.len());
        let mut first = 0;
        for sentence in sentences {
            order.push((first, sentence.len()));
            first += sentence.len();
        }
        order.sort_by_key(|(first, length)| (std::cmp::Reverse(*length), *first));

        self.first.input.run(&s.inputs, kinds, &mut s.projected);
        let rows = |word: usize| s.types[word] as usize;
        recur(&self.first, &s.projected, rows, &order, total, &mut s.steps, &mut s.hidden);
        self.second.input.run(&s.hidden, total, &mut s.projected);
        recur(&self.second, &s.projected, |w| w, &order, total, &mut s.steps, &mut s.hidden);

        self.tags.run(&s.hidden, total, &mut s.middle);
        relu(&mut s.middle);
        self.classes.run(&s.middle, total, &mut s.scores);
        let start = found.len();
        found.extend(s.scores.chunks_exact(self.classes.bias.len()).map(|row| self.tagged(row)));

        self.tree.run(&s.hidden, total, &mut s.tree);
        let mut first = 0;
        for sentence in sentences {
            let words = first..first + sentence.len();
            first = words.end;
            let rows = &s.tree[words.start * TREE..words.end * TREE];
            let found = &mut found[start + words.start..start + words.end];
            attach(self, rows, &mut s.arcs, &mut s.heads, &mut s.pair, &mut s.labels, found);
        }
    }

    fn tagged(&self, row: &[f32]) -> Found {
        let mut at = 0;
        let mut best = [0_u16; 3];
        for (label, size) in best.iter_mut().zip(self.sizes) {
            *label = largest(&row[at..at + size]) as u16;
            at += size;
        }
        let [upos, xpos, feats] = best;
        Found { upos, xpos, feats, rel: 0, head: None }
    }

    /// Numbers the distinct forms and writes the input row of each; gives back how many there are.
    fn inputs(&self, sentences: &[&[&str]], types: &mut Vec<u32>, rows: &mut Vec<f32>) -> usize {
        types.clear();
        rows.clear();
        let mut seen: FxHashMap<&str, u32> = FxHashMap::default();
        let (mut normal, mut spare) = (String::new(), String::new());
        for form in sentences.iter().flat_map(|s| s.iter()) {
            let next = seen.len() as u32;
            let kind = *seen.entry(form).or_insert(next);
            types.push(kind);
            if kind == next {
                let start = rows.len();
                rows.resize(start + INPUT, 0.0);
                words::normal(form, &mut normal);
                let affixes = words::affixes(form, &normal, &mut spare);
                self.input(&normal, affixes, &mut rows[start..]);
            }
        }
        seen.len()
    }

    fn input(&self, normal: &str, affixes: [usize; 5], out: &mut [f32]) {
        // Row 0 stands for every word not in the vocabulary.
        let row = self.keys[1..].binary_search(&words::hash(normal, 0)).map_or(0, |i| i + 1);
        self.vectors.read(row, &mut out[..WORD]);
        self.learned.read(row, &mut out[WORD..WORD + LEARNED]);
        let mut at = WORD + LEARNED;
        for (table, (row, (_, width))) in self.affixes.iter().zip(affixes.iter().zip(AFFIXES)) {
            table.read(*row, &mut out[at..at + width]);
            at += width;
        }
    }

    /// Whether a normal form is in the vocabulary.
    pub(crate) fn knows(&self, normal: &str) -> bool {
        self.keys[1..].binary_search(&words::hash(normal, 0)).is_ok()
    }

    /// The word vector of a form, for other parts of the crate; zeros for a word not in it.
    pub(crate) fn vector(&self, normal: &str, out: &mut [f32]) {
        let row = self.keys[1..].binary_search(&words::hash(normal, 0)).map_or(0, |i| i + 1);
        self.vectors.read(row, out);
    }
}

/// Runs both directions of a layer: `rows(word)` is the row of `projected` that a word reads.
fn recur(
    layer: &Layer,
    projected: &[f32],
    rows: impl Fn(usize) -> usize,
    order: &[(usize, usize)],
    total: usize,
    steps: &mut Steps,
    hidden: &mut Vec<f32>,
) {
    // Every value is written below: both halves of every word.
    hidden.resize(total * BOTH, 0.0);
    let longest = order.first().map_or(0, |(_, length)| *length);
    for (direction, weights) in layer.recurrent.iter().enumerate() {
        for memory in [&mut steps.cell, &mut steps.state] {
            memory.clear();
            memory.resize(order.len() * HIDDEN, 0.0);
        }
        let mut active = order.len();
        for step in 0..longest {
            while order[active - 1].1 <= step {
                active -= 1;
            }
            let word = |(first, length): (usize, usize)| {
                if direction == 0 { first + step } else { first + length - 1 - step }
            };
            // Where the input part of each sentence's gates begins.
            let begins =
                |sentence: usize| rows(word(order[sentence])) * 2 * GATES + direction * GATES;
            if step > 0 {
                steps.gates.resize(order.len() * GATES, 0.0);
                product(&steps.state, active, weights, projected, begins, &mut steps.gates);
            }
            for (i, sentence) in order[..active].iter().enumerate() {
                let gates = if step > 0 {
                    &steps.gates[i * GATES..(i + 1) * GATES]
                } else {
                    &projected[begins(i)..begins(i) + GATES]
                };
                let memory = i * HIDDEN..(i + 1) * HIDDEN;
                let state = &mut steps.state[memory.clone()];
                lstm_step(gates, &mut steps.cell[memory], state);
                let at = word(*sentence) * BOTH + direction * HIDDEN;
                hidden[at..at + HIDDEN].copy_from_slice(state);
            }
        }
    }
}

/// Finds heads and relations of one sentence from its rows of the tree layer: dependent and head
/// sides of the arc score, then of the relation score.
fn attach(
    network: &Network,
    rows: &[f32],
    arcs: &mut Vec<f32>,
    heads: &mut Packed,
    pair: &mut Vec<f32>,
    labels: &mut Vec<f32>,
    found: &mut [Found],
) {
    let words = found.len();
    pair.clear();
    for row in rows.chunks_exact(TREE) {
        pair.extend(row[..ARC].iter().map(|v| v.max(0.0)));
    }
    network.arc.run(pair, words, labels);
    heads.fill(ARC, words + 1, |k, j| {
        if j == 0 { network.arc_root[k] } else { rows[(j - 1) * TREE + ARC + k].max(0.0) }
    });
    arcs.resize(words * (words + 1), 0.0);
    let zeros = [0.0; MOST_WORDS + 1];
    product(labels, words, heads, &zeros, |_| 0, arcs);
    let tree = decode::tree(&arcs[..words * (words + 1)], words);

    pair.clear();
    for (row, head) in rows.chunks_exact(TREE).zip(&tree) {
        let above = match head {
            None => &network.rel_root[..],
            Some(h) => &rows[*h * TREE + 2 * ARC + REL..(*h + 1) * TREE],
        };
        pair.extend(row[2 * ARC..2 * ARC + REL].iter().zip(above).map(|(a, b)| (a + b).max(0.0)));
    }
    network.rel.run(pair, words, labels);
    let width = network.rel.bias.len();
    for ((word, head), scores) in found.iter_mut().zip(&tree).zip(labels.chunks_exact_mut(width)) {
        word.head = head.map(|h| h as u16);
        word.rel = if head.is_none() {
            network.root_label as u16
        } else {
            scores[network.root_label] = f32::NEG_INFINITY;
            largest(scores) as u16
        };
    }
}
