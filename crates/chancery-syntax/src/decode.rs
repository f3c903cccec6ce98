//! From arc scores to a tree: the best single-rooted one.
//!
//! Most sentences need no search: each word's best head already makes a tree. Otherwise the
//! maximum spanning arborescence is found (Chu and Liu 1965, Edmonds 1967), after a constant is
//! taken from every root arc, so large that the best tree has one root (Zmigrod, Vieira and
//! Cotterell 2020 discuss the constraint).

use crate::kernels::largest;

/// Larger than any sum of scores: taken from root arcs.
const ROOT_COST: f64 = 1e7;

/// Buffers used again from sentence to sentence.
#[derive(Default)]
pub(crate) struct Scratch {
    heads: Vec<usize>,
}

impl Scratch {
    /// The head of each word, counted from 1; 0 is the root. `scores` has a row of `words + 1` for
    /// each word: first the root, then every word as its head.
    pub(crate) fn best(&mut self, scores: &[f32], words: usize) -> &[usize] {
        let width = words + 1;
        // Node 0 is the root; a word's own column never counts.
        self.heads.clear();
        self.heads.push(0);
        for (word, row) in scores.chunks_exact(width).take(words).enumerate() {
            let (before, after) = (&row[..=word], &row[word + 2..]);
            let (left, right) = (largest(before), word + 2 + largest(after));
            self.heads.push(if right < width && row[right] > row[left] { right } else { left });
        }
        if !sound(&self.heads) {
            let mut weights = vec![f64::NEG_INFINITY; width * width];
            for word in 0..words {
                for head in 0..width {
                    if head != word + 1 {
                        // Scores are finite for any input; a broken model's are clamped, not trusted.
                        let score = f64::from(scores[word * width + head]);
                        let score = if score.is_nan() { 0.0 } else { score.clamp(-1e4, 1e4) };
                        let cost = if head == 0 { ROOT_COST } else { 0.0 };
                        weights[(word + 1) * width + head] = score - cost;
                    }
                }
            }
            self.heads = arborescence(&weights, width);
        }
        &self.heads[1..]
    }
}

/// One root, no cycle.
fn sound(heads: &[usize]) -> bool {
    heads[1..].iter().filter(|h| **h == 0).count() == 1 && cycle(heads).is_none()
}

/// The nodes of some cycle.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0: not seen; otherwise the walk that saw it.
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node];
        }
        if node != 0 && seen[node] == start {
            let mut nodes = vec![node];
            let mut next = heads[node];
            while next != node {
                nodes.push(next);
                next = heads[next];
            }
            return Some(nodes);
        }
    }
    None
}

/// Best arborescence from node 0. `weights[to * n + from]`. Each contraction makes a smaller graph;
/// the graphs are kept on a stack, so depth costs no call stack.
fn arborescence(weights: &[f64], n: usize) -> Vec<usize> {
    struct Contraction {
        n: usize,
        heads: Vec<usize>,
        ring: Vec<usize>,
        /// Old node for each new one; the last new node is the ring.
        old: Vec<usize>,
        /// For each new node, the ring node by which it would hang on the ring.
        leaves_by: Vec<usize>,
        /// For each new node, the ring node it would enter by.
        enters_by: Vec<usize>,
    }
    let mut stack: Vec<Contraction> = Vec::new();
    let (mut weights, mut n) = (weights.to_vec(), n);
    let mut heads = loop {
        let mut heads = vec![0; n];
        for to in 1..n {
            let row = &weights[to * n..(to + 1) * n];
            let mut best = 0;
            for from in 0..n {
                if from != to && row[from] > row[best] {
                    best = from;
                }
            }
            heads[to] = best;
        }
        let Some(ring) = cycle(&heads) else { break heads };
        let mut inside = vec![false; n];
        for node in &ring {
            inside[*node] = true;
        }
        let old: Vec<usize> = (0..n).filter(|i| !inside[*i]).collect();
        let m = old.len() + 1;
        let ring_node = m - 1;
        let mut smaller = vec![f64::NEG_INFINITY; m * m];
        let (mut leaves_by, mut enters_by) = (vec![ring[0]; m], vec![ring[0]; m]);
        for (a, from) in old.iter().enumerate() {
            for (b, to) in old.iter().enumerate() {
                smaller[b * m + a] = weights[to * n + from];
            }
            // Entering the ring at a node breaks that node's arc within it.
            let mut best = f64::NEG_INFINITY;
            for node in &ring {
                let gain = weights[node * n + from] - weights[node * n + heads[*node]];
                if gain > best {
                    best = gain;
                    enters_by[a] = *node;
                }
            }
            smaller[ring_node * m + a] = best;
            let mut best = f64::NEG_INFINITY;
            for node in &ring {
                let weight = weights[from * n + node];
                if weight > best {
                    best = weight;
                    leaves_by[a] = *node;
                }
            }
            if *from != 0 {
                smaller[a * m + ring_node] = best;
            }
        }
        stack.push(Contraction { n, heads, ring, old, leaves_by, enters_by });
        (weights, n) = (smaller, m);
    };
    while let Some(c) = stack.pop() {
        let ring_node = c.old.len();
        let mut full = vec![0; c.n];
        for node in &c.ring {
            full[*node] = c.heads[*node];
        }
        for (new, node) in c.old.iter().enumerate().skip(1) {
            let head = heads[new];
            full[*node] = if head == ring_node { c.leaves_by[new] } else { c.old[head] };
        }
        let above = heads[ring_node];
        full[c.enters_by[above]] = c.old[above];
        heads = full;
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All trees of up to five words, scored by brute force.
    fn best_by_force(scores: &[f32], words: usize) -> f64 {
        let width = words + 1;
        let mut best = f64::NEG_INFINITY;
        let mut heads = vec![0; width];
        for code in 0..width.pow(words as u32) {
            let mut rest = code;
            for head in heads.iter_mut().skip(1) {
                *head = rest % width;
                rest /= width;
            }
            if (1..width).any(|i| heads[i] == i) || !sound(&heads) {
                continue;
            }
            let sum = (0..words).map(|w| f64::from(scores[w * width + heads[w + 1]])).sum();
            best = f64::max(best, sum);
        }
        best
    }

    fn tree(scores: &[f32], words: usize) -> Vec<usize> {
        Scratch::default().best(scores, words).to_vec()
    }

    #[test]
    fn finds_the_best_tree() {
        let mut seed = 1_u32;
        for round in 0..600 {
            let words = 1 + round % 5;
            let width = words + 1;
            let scores: Vec<f32> = (0..words * width)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 16) as f32 / 6553.6
                })
                .collect();
            let heads = [vec![0], tree(&scores, words)].concat();
            assert!(sound(&heads), "{heads:?}");
            let sum: f64 = (0..words).map(|w| f64::from(scores[w * width + heads[w + 1]])).sum();
            assert!((sum - best_by_force(&scores, words)).abs() < 1e-3, "{heads:?} {scores:?}");
        }
    }

    #[test]
    fn equal_or_broken_scores_still_make_a_tree() {
        for value in [0.0, f32::NAN, f32::INFINITY] {
            for words in [1, 2, 3, 40] {
                let heads = tree(&vec![value; words * (words + 1)], words);
                assert_eq!(heads.iter().filter(|h| **h == 0).count(), 1);
            }
        }
    }
}
