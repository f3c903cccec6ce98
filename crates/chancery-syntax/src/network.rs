//! The network: hashed word features, two bidirectional LSTM layers, heads for tags, names, trees.
//!
//! Sentences of a batch are run together, longest first, so that each step of the recurrence is one
//! matrix product over all sentences still going. What the first layer makes of a word depends on
//! the form alone, so it is computed once for each distinct form and kept for frequent ones.

use crate::decode;
use crate::format::{File, ModelError, Table};
use crate::forms::Forms;
use crate::kernels::float::{self, Packed};
use crate::kernels::integer::{self, CELL_UNIT, UNIT, Weights, quantise, rectified, rectify};
use crate::kernels::{largest, memory};
use crate::names;
use crate::words;

/// The hashed tables, in the order of [`words::affixes`].
const AFFIXES: [&str; 5] = ["p3", "s2", "s3", "s4", "shape"];

/// Words of the longest sentence: arc scores grow with the square.
pub(crate) const MOST_WORDS: usize = 200;

/// What the network finds for one word: indices into the label inventories.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Found {
    pub(crate) upos: u16,
    pub(crate) xpos: u16,
    pub(crate) feats: u16,
    pub(crate) rel: u16,
    /// Position in the sentence, from 0; `None` for the root.
    pub(crate) head: Option<u16>,
    /// Part of a name, as [`names`] counts them.
    pub(crate) name: names::Tag,
    pub(crate) evidence: names::Evidence,
}

/// A layer of quantised weights with its bias, columns filled up to whole panels.
struct Dense {
    weights: Weights,
    bias: Vec<f32>,
}

impl Dense {
    fn read(
        file: &File<'_>,
        name: &str,
        columns: usize,
        inner: usize,
        unit: f32,
    ) -> Result<Self, ModelError> {
        let weights = quantised(file, &format!("{name}.w"), columns, inner, unit)?;
        let mut bias = file.f16(&format!("{name}.b"), 1, columns)?;
        bias.resize(weights.width(), 0.0);
        Ok(Self { weights, bias })
    }

    /// `out = x · wᵀ + bias` for `rows` rows.
    fn run(&self, x: &[i16], rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.width(), 0.0);
        integer::product(x, rows, &self.weights, &self.bias, |_| 0, out);
    }

    fn width(&self) -> usize {
        self.weights.width()
    }
}

fn quantised(
    file: &File<'_>,
    name: &str,
    columns: usize,
    inner: usize,
    unit: f32,
) -> Result<Weights, ModelError> {
    let (factors, bytes) = file.i8(name, columns, inner)?;
    Ok(Weights::new(&bytes, &factors, inner, unit))
}

/// One bidirectional layer: the input part of both directions, then the recurrent part of each.
struct Layer {
    /// Memory cells of each direction.
    cells: usize,
    input: Dense,
    recurrent: [Weights; 2],
}

impl Layer {
    fn read(file: &File<'_>, name: &str, inner: usize, unit: f32) -> Result<Self, ModelError> {
        let (_, cells) = file.shape(&format!("{name}.forward"))?;
        if cells == 0 || !cells.is_multiple_of(8) || 2 * cells > integer::MOST {
            return Err(ModelError::Shape { what: format!("layer {name} has {cells} cells") });
        }
        let read =
            |dir: &str| quantised(file, &format!("{name}.{dir}"), 4 * cells, cells, CELL_UNIT);
        Ok(Self {
            cells,
            input: Dense::read(file, name, 8 * cells, inner, unit)?,
            recurrent: [read("forward")?, read("backward")?],
        })
    }
}

/// Widths of the parts of the layer on top of the encoder, in their order.
#[derive(Clone, Copy)]
struct Top {
    tags: usize,
    names: usize,
    arc: usize,
    rel: usize,
}

impl Top {
    fn whole(self) -> usize {
        self.tags + self.names + 2 * self.arc + 2 * self.rel
    }

    fn names_at(self) -> usize {
        self.tags
    }

    /// Dependent's side of the arc score, head's side, then both sides of the relation score.
    fn tree_at(self) -> [usize; 4] {
        let first = self.tags + self.names;
        let second = first + 2 * self.arc;
        [first, first + self.arc, second, second + self.rel]
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
    top: Dense,
    parts: Top,
    classes: Dense,
    sizes: [usize; 3],
    named: Dense,
    arc: Dense,
    arc_root: Vec<f32>,
    rel_root: Vec<f32>,
    rel: Dense,
    relations: usize,
    root_label: usize,
}

/// Buffers that a thread uses again from batch to batch.
#[derive(Default)]
pub(crate) struct Scratch {
    order: Vec<(usize, usize)>,
    hidden: Vec<i16>,
    projected: Vec<f32>,
    steps: Steps,
    top: Vec<f32>,
    middle: Vec<i16>,
    scores: Vec<f32>,
    arcs: Vec<f32>,
    heads: Packed,
    tree: decode::Scratch,
}

#[derive(Default)]
struct Steps {
    gates: Vec<f32>,
    cell: Vec<f32>,
    state: Vec<i16>,
}

impl Network {
    pub(crate) fn read(file: &File<'_>) -> Result<Self, ModelError> {
        let count = |name: &str| file.names(name).map(<[String]>::len);
        let sizes = [count("upos")?, count("xpos")?, count("feats")?];
        let relations = count("rel")?;
        let root_label = file.names("rel")?.iter().position(|r| r == "root");
        let keys = file.u64("words")?;
        let table = |name: &str, rows: usize| file.table(name, Some(rows), file.shape(name)?.1);
        let vectors = table("vectors", keys.len())?;
        let learned = table("learned", keys.len())?;
        let affixes: Vec<Table> = AFFIXES
            .iter()
            .zip(words::BUCKETS)
            .map(|(name, rows)| table(name, rows as usize))
            .collect::<Result<_, _>>()?;
        let input = [&vectors, &learned].into_iter().chain(&affixes).map(|t| t.columns).sum();
        let width = |name: &str| file.shape(name).map(|(_, columns)| columns);
        let parts = Top {
            tags: width("classes.w")?,
            names: width("names.w")?,
            arc: width("arc.w")?,
            rel: width("rel.w")?,
        };
        let first = Layer::read(file, "l1", input, UNIT)?;
        let second = Layer::read(file, "l2", 2 * first.cells, CELL_UNIT)?;
        names::check(file.names("name")?)?;
        let dense = |name, columns, inner| Dense::read(file, name, columns, inner, UNIT);
        Ok(Self {
            vectors,
            learned,
            affixes,
            top: Dense::read(file, "top", parts.whole(), 2 * second.cells, CELL_UNIT)?,
            first,
            second,
            parts,
            classes: dense("classes", sizes.iter().sum(), parts.tags)?,
            sizes,
            named: dense("names", names::TAGS, parts.names)?,
            arc: dense("arc", parts.arc, parts.arc)?,
            arc_root: file.f16("arc.root", 1, parts.arc)?,
            rel_root: file.f16("rel.root", 1, parts.rel)?,
            rel: dense("rel", relations, parts.rel)?,
            relations,
            root_label: root_label
                .ok_or_else(|| ModelError::Missing { what: "the relation root".into() })?,
            keys,
        })
    }

    /// Values in what the first layer makes of a form.
    pub(crate) fn projection(&self) -> usize {
        self.first.input.width()
    }

    /// Values of a form's vector.
    pub(crate) fn vector_width(&self) -> usize {
        self.vectors.columns
    }

    /// Reads a batch of sentences: `lengths` are their words, `kinds` the row in `forms` of each
    /// word. `found` gets one entry a word, in order.
    pub(crate) fn run(
        &self,
        lengths: &[usize],
        kinds: &[u32],
        forms: &Forms,
        s: &mut Scratch,
        found: &mut Vec<Found>,
    ) {
        let total = kinds.len();
        if total == 0 {
            return;
        }
        s.order.clear();
        let mut first = 0;
        for length in lengths {
            s.order.push((first, *length));
            first += length;
        }
        s.order.sort_unstable_by_key(|(first, length)| (std::cmp::Reverse(*length), *first));
        let width = self.projection();
        recur(&self.first, forms.projected(), |word| kinds[word] as usize * width, total, s);
        let mut projected = std::mem::take(&mut s.projected);
        self.second.input.run(&s.hidden, total, &mut projected);
        let width = self.second.input.width();
        recur(&self.second, &projected, |word| word * width, total, s);
        s.projected = projected;
        self.top.run(&s.hidden, total, &mut s.top);

        let start = found.len();
        let (top, parts) = (self.top.width(), self.parts);
        let rectify_part = |s: &mut Scratch, at: usize, width: usize| {
            s.middle.resize(total * width, 0);
            for (row, out) in s.top.chunks_exact(top).zip(s.middle.chunks_exact_mut(width)) {
                rectify(&row[at..at + width], out);
            }
        };
        rectify_part(s, 0, parts.tags);
        self.classes.run(&s.middle, total, &mut s.scores);
        let width = self.classes.width();
        found.extend(s.scores[..total * width].chunks_exact(width).map(|row| self.tagged(row)));
        rectify_part(s, parts.names_at(), parts.names);
        self.named.run(&s.middle, total, &mut s.scores);
        let mut first = 0;
        for length in lengths {
            let width = self.named.width();
            let scores = &s.scores[first * width..(first + length) * width];
            names::decode(scores, width, &mut found[start + first..start + first + length]);
            first += length;
        }
        let mut first = 0;
        for length in lengths {
            self.attach(first, *length, s, &mut found[start + first..start + first + length]);
            first += length;
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
        Found { upos, xpos, feats, ..Found::default() }
    }

    /// Writes what the first layer makes of forms, given their inputs one after another.
    pub(crate) fn project(&self, inputs: &[i16], count: usize, out: &mut [f32]) {
        let layer = &self.first.input;
        integer::product(inputs, count, &layer.weights, &layer.bias, |_| 0, out);
    }

    /// Appends the input row of a form; `normal` is its normal form.
    pub(crate) fn input(&self, form: &str, normal: &str, spare: &mut String, out: &mut Vec<i16>) {
        // Row 0 stands for every word not in the vocabulary.
        let row = self.keys[1..].binary_search(&words::hash(normal, 0)).map_or(0, |i| i + 1);
        let rows = words::affixes(form, normal, spare);
        let tables = [(&self.vectors, row), (&self.learned, row)];
        for (table, row) in tables.into_iter().chain(self.affixes.iter().zip(rows)) {
            quantise(table.row(row), out);
        }
    }

    /// Whether a normal form is in the vocabulary.
    pub(crate) fn knows(&self, normal: &str) -> bool {
        self.keys[1..].binary_search(&words::hash(normal, 0)).is_ok()
    }

    /// Appends the first `width` values of the vector of a form.
    pub(crate) fn vector(&self, normal: &str, width: usize, out: &mut Vec<i16>) {
        let row = self.keys[1..].binary_search(&words::hash(normal, 0)).map_or(0, |i| i + 1);
        quantise(self.vectors.row(row).take(width), out);
    }

    /// The whole vector of a form of the vocabulary, widened.
    pub(crate) fn known_vector(&self, normal: &str) -> Option<Vec<f32>> {
        let row = self.keys[1..].binary_search(&words::hash(normal, 0)).ok()? + 1;
        Some(self.vectors.row(row).collect())
    }

    /// Finds heads and relations of the sentence of `words` words from word `first` on.
    fn attach(&self, first: usize, words: usize, s: &mut Scratch, found: &mut [Found]) {
        let Scratch { top, middle, scores, arcs, heads, tree, .. } = s;
        let (width, parts) = (self.top.width(), self.parts);
        let rows = &top[first * width..(first + words) * width];
        let [dependent, head, low, high] = parts.tree_at();
        middle.resize(words * parts.arc, 0);
        for (row, out) in rows.chunks_exact(width).zip(middle.chunks_exact_mut(parts.arc)) {
            rectify(&row[dependent..head], out);
        }
        self.arc.run(middle, words, scores);
        heads.fill(parts.arc, words + 1, |k, j| {
            if j == 0 { self.arc_root[k] } else { rows[(j - 1) * width + head + k].max(0.0) }
        });
        arcs.resize(words * (words + 1), 0.0);
        let zeros = [0.0; MOST_WORDS + 1];
        float::product(scores, words, heads, &zeros, |_| 0, arcs);
        let above = tree.best(&arcs[..words * (words + 1)], words);

        middle.resize(words * parts.rel, 0);
        for ((row, above), out) in
            rows.chunks_exact(width).zip(above).zip(middle.chunks_exact_mut(parts.rel))
        {
            let side = match above.checked_sub(1) {
                None => &self.rel_root[..],
                Some(h) => &rows[h * width + high..h * width + high + parts.rel],
            };
            for ((to, a), b) in out.iter_mut().zip(&row[low..high]).zip(side) {
                *to = rectified(a + b);
            }
        }
        self.rel.run(middle, words, scores);
        let rows = scores.chunks_exact_mut(self.rel.width());
        for ((word, above), scores) in found.iter_mut().zip(above).zip(rows) {
            word.head = above.checked_sub(1).map(|h| h as u16);
            word.rel = if word.head.is_none() {
                self.root_label as u16
            } else {
                scores[self.root_label] = f32::NEG_INFINITY;
                largest(&scores[..self.relations]) as u16
            };
        }
    }
}

/// Runs both directions of a layer over the sentences in `s.order`: the input part of a word's
/// gates lies in `projected` at `begins(word)`. What comes out lies in `s.hidden`.
fn recur(
    layer: &Layer,
    projected: &[f32],
    begins: impl Fn(usize) -> usize,
    total: usize,
    s: &mut Scratch,
) {
    let Scratch { order, hidden, steps, .. } = s;
    let (cells, gates) = (layer.cells, 4 * layer.cells);
    // Every value is written below: both halves of every word.
    hidden.resize(total * 2 * cells, 0);
    let longest = order.first().map_or(0, |(_, length)| *length);
    for (direction, weights) in layer.recurrent.iter().enumerate() {
        steps.cell.clear();
        steps.cell.resize(order.len() * cells, 0.0);
        steps.state.resize(order.len() * cells, 0);
        steps.gates.resize(order.len() * gates, 0.0);
        let mut active = order.len();
        for step in 0..longest {
            while order[active - 1].1 <= step {
                active -= 1;
            }
            let word = |(first, length): (usize, usize)| {
                if direction == 0 { first + step } else { first + length - 1 - step }
            };
            let start = |sentence: usize| begins(word(order[sentence])) + direction * gates;
            if step > 0 {
                let out = &mut steps.gates[..active * gates];
                integer::product(&steps.state, active, weights, projected, start, out);
            }
            for (i, sentence) in order[..active].iter().enumerate() {
                let gates = if step > 0 {
                    &steps.gates[i * gates..(i + 1) * gates]
                } else {
                    &projected[start(i)..start(i) + gates]
                };
                let memory = i * cells..(i + 1) * cells;
                let state = &mut steps.state[memory.clone()];
                memory::step(gates, &mut steps.cell[memory], state);
                let at = (word(*sentence) * 2 + direction) * cells;
                hidden[at..at + cells].copy_from_slice(state);
            }
        }
    }
}
