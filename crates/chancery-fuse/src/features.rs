//! What the score sees of a pair of mentions. Every feature is the same for (a, b) and (b, a).

use crate::sketch::{Bag, MentionSketch, Report, SentenceSketch};

/// How many features there are.
pub(crate) const COUNT: usize = 36;

pub(crate) type Features = [f32; COUNT];

/// Their names, in order: for the training script's report.
pub const NAMES: [&str; COUNT] = [
    "same lemma",
    "same stem",
    "head use",
    "head sense",
    "shared prefix",
    "trigger words",
    "least rarity",
    "most rarity",
    "article cosine",
    "article names",
    "same article",
    "published apart",
    "sentence words",
    "sentence weight",
    "sentence names",
    "sentence numbers",
    "sentence places",
    "sentence vector",
    "names known",
    "agents",
    "patients",
    "agents against patients",
    "arguments",
    "arguments weight",
    "agents known",
    "patients known",
    "days",
    "days apart",
    "time words",
    "both verbs",
    "verb and noun",
    "factuality",
    "sentences apart",
    "later sentence",
    "twins",
    "best in articles",
];

/// What holds of two articles, whatever the mentions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Articles {
    same: bool,
    pub(crate) cosine: f32,
    names: f32,
    published: f32,
}

impl Articles {
    pub(crate) fn of(a: &Report, b: &Report, same: bool) -> Self {
        let cosine = if same { 1.0 } else { cosine(&a.words, &b.words) };
        let published = match (a.published, b.published) {
            (Some(a), Some(b)) => (a.abs_diff(b) as f32).min(60.0),
            _ => -1.0,
        };
        Self { same, cosine, names: overlap(&a.names, &b.names).0, published }
    }
}

/// What holds of two sentences, whatever the mentions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentences {
    words: f32,
    weight: f32,
    names: f32,
    numbers: f32,
    places: f32,
    vector: f32,
    /// Names of one sentence that the other article knows: the share, of the stranger sentence.
    known: f32,
}

impl Sentences {
    pub(crate) fn of(
        (ra, a): (&Report, &SentenceSketch),
        (rb, b): (&Report, &SentenceSketch),
    ) -> Self {
        let (words, weight) = overlap(&a.words, &b.words);
        Self {
            words,
            weight,
            names: overlap(&a.names, &b.names).0,
            numbers: overlap(&a.numbers, &b.numbers).0,
            places: overlap(&a.places, &b.places).0,
            vector: likeness(&a.vector, &b.vector) / 2.0,
            known: overlap(&a.names, &rb.names).0.min(overlap(&b.names, &ra.names).0),
        }
    }
}

/// Sum of products of the words that both hold.
pub(crate) fn cosine(a: &Bag, b: &Bag) -> f32 {
    let mut sum = 0.0;
    shared(a, b, |x, y| sum += x * y);
    sum
}

fn shared(a: &Bag, b: &Bag, mut take: impl FnMut(f32, f32)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                take(a[i].1, b[j].1);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
}

/// Weight shared, as a share of the lighter bag, -1 when one is empty; and the weight itself.
fn overlap(a: &Bag, b: &Bag) -> (f32, f32) {
    if a.is_empty() || b.is_empty() {
        return (-1.0, 0.0);
    }
    let mut both = 0.0;
    shared(a, b, |x, _| both += x);
    let weight = |bag: &Bag| bag.iter().map(|w| w.1).sum::<f32>();
    let lighter = weight(a).min(weight(b));
    (if lighter > 0.0 { both / lighter } else { 0.0 }, both)
}

/// Cosine of two rounded vectors, -1 to 1; -2 when one is not known.
pub(crate) fn likeness(a: &[i8], b: &[i8]) -> f32 {
    if a.is_empty() || a.len() != b.len() {
        return -2.0;
    }
    let sum: i32 = a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
    sum as f32 / (127.0 * 127.0)
}

/// The cosines of both halves.
fn halves(a: &[i8], b: &[i8]) -> [f32; 2] {
    if a.len() != b.len() {
        return [-2.0; 2];
    }
    let half = a.len().div_ceil(2);
    [likeness(&a[..half], &b[..half]), likeness(&a[half..], &b[half..])]
}

/// Mean cosine of the halves of two heads: what blocking asks.
pub(crate) fn triggers(a: &MentionSketch, b: &MentionSketch) -> f32 {
    likeness(&a.vector, &b.vector) / 2.0
}

pub(crate) fn of(
    a: &MentionSketch,
    b: &MentionSketch,
    articles: &Articles,
    sentences: &Sentences,
    best: f32,
) -> Features {
    let yes = |b: bool| f32::from(u8::from(b));
    let [use_, sense] = halves(&a.vector, &b.vector);
    let prefix = a.lemma.bytes().zip(b.lemma.bytes()).take_while(|(x, y)| x == y).count();
    let shorter = a.lemma.len().min(b.lemma.len()).max(1);
    let (arguments, arguments_weight) = overlap(&a.arguments, &b.arguments);
    let crossed = overlap(&a.agents, &b.patients).1 + overlap(&a.patients, &b.agents).1;
    let (days, apart) = match (a.days, b.days) {
        (Some(x), Some(y)) => {
            let gap = x.0.saturating_sub(y.1).max(y.0.saturating_sub(x.1)).max(0);
            (yes(gap == 0), gap.min(400) as f32)
        }
        _ => (-1.0, -1.0),
    };
    let known = |x: &Bag, y: &Bag| yes(!x.is_empty()) + yes(!y.is_empty());
    [
        yes(a.lemma == b.lemma),
        yes(a.stem == b.stem),
        use_,
        sense,
        prefix as f32 / shorter as f32,
        overlap(&a.words, &b.words).0,
        a.rarity.min(b.rarity),
        a.rarity.max(b.rarity),
        articles.cosine,
        articles.names,
        yes(articles.same),
        articles.published,
        sentences.words,
        sentences.weight,
        sentences.names,
        sentences.numbers,
        sentences.places,
        sentences.vector,
        sentences.known,
        overlap(&a.agents, &b.agents).0,
        overlap(&a.patients, &b.patients).0,
        crossed,
        arguments,
        arguments_weight,
        known(&a.agents, &b.agents),
        known(&a.patients, &b.patients),
        days,
        apart,
        overlap(&a.time, &b.time).0,
        yes(a.verbal && b.verbal),
        yes(a.verbal != b.verbal),
        match (a.factuality, b.factuality) {
            (0, _) | (_, 0) => -1.0,
            (x, y) => yes(x == y),
        },
        if articles.same { a.sentence.abs_diff(b.sentence).min(50) as f32 } else { -1.0 },
        a.sentence.max(b.sentence).min(50) as f32,
        a.twins.saturating_mul(b.twins).min(100) as f32,
        best,
    ]
}
