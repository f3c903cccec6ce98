//! Which pairs are worth a score: mentions of articles that share rare words.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::features::{Articles, triggers};
use crate::model::FuseModel;
use crate::sketch::Report;

/// Articles that share a rare word are neighbours when so few stand between them, by day of
/// publication: what keeps the work linear where a word is everywhere.
const WINDOW: usize = 40;

/// Pairs of articles worth a look with what holds of them, as positions in `reports`, the lower first, in order; each
/// article with itself too. `reports` stand in the order of their ids.
pub(crate) fn articles(reports: &[Report], model: &FuseModel) -> Vec<(u32, u32, Articles)> {
    let mut by_day: Vec<u32> = (0..reports.len() as u32).collect();
    by_day.sort_by_key(|r| reports[*r as usize].published);
    let mut postings: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for report in by_day {
        for key in &reports[report as usize].keys {
            postings.entry(*key).or_default().push(report);
        }
    }
    let mut pairs: FxHashSet<(u32, u32)> = FxHashSet::default();
    #[expect(clippy::iter_over_hash_type, reason = "pairs go into a set and are sorted")]
    for reports in postings.values() {
        for (i, a) in reports.iter().enumerate() {
            for b in reports.iter().skip(i + 1).take(WINDOW) {
                pairs.insert((*a.min(b), *a.max(b)));
            }
        }
    }
    let mut pairs: Vec<(u32, u32)> = pairs.into_iter().collect();
    pairs.extend((0..reports.len() as u32).map(|r| (r, r)));
    pairs.sort_unstable();
    let scored = pairs
        .into_iter()
        .map(|(a, b)| (a, b, Articles::of(&reports[a as usize], &reports[b as usize], a == b)));
    let mut scored: Vec<(u32, u32, Articles)> =
        scored.filter(|(_, _, articles)| articles.cosine >= model.least_article).collect();
    let mut near: Vec<Vec<Near>> = vec![Vec::new(); reports.len()];
    for (a, b, articles) in scored.iter().filter(|(a, b, _)| a != b) {
        let named = articles.cosine * articles.names.max(0.0);
        near[*a as usize].push((*b, articles.cosine, named));
        near[*b as usize].push((*a, articles.cosine, named));
    }
    for list in &mut near {
        list.sort_unstable_by_key(|n| n.0);
    }
    for (a, b, articles) in scored.iter_mut().filter(|(a, b, _)| a != b) {
        articles.profiles = profiles((*a, &near[*a as usize]), (*b, &near[*b as usize]));
    }
    scored
}

/// A neighbour, the cosine of words, and that times the share of names.
type Near = (u32, f32, f32);

/// Fewer others tell nothing of two articles.
const FEWEST: f32 = 3.0;

/// The likeness of neighbours where there are too few.
const UNKNOWN: f32 = -2.0;

/// How like two articles are to the same others: for words and for names, the cosine of their
/// likenesses and the correlation. Two articles on one earthquake are like the same articles; those
/// on two earthquakes are like each other, but each more like its own.
fn profiles((a, near_a): (u32, &[Near]), (b, near_b): (u32, &[Near])) -> [f32; 4] {
    let mut sums = [[0.0_f32; 5]; 2];
    let mut count = 0.0_f32;
    let mut add = |x: [f32; 2], y: [f32; 2]| {
        count += 1.0;
        for (s, (x, y)) in sums.iter_mut().zip(x.into_iter().zip(y)) {
            for (sum, value) in s.iter_mut().zip([x, y, x * x, y * y, x * y]) {
                *sum += value;
            }
        }
    };
    let (mut i, mut j) = (0, 0);
    loop {
        let (x, y) = (near_a.get(i), near_b.get(j));
        let least = match (x, y) {
            (Some(x), Some(y)) => x.0.min(y.0),
            (Some(only), None) | (None, Some(only)) => only.0,
            (None, None) => break,
        };
        let take = |n: Option<&Near>, at: &mut usize| match n {
            Some(n) if n.0 == least => {
                *at += 1;
                [n.1, n.2]
            }
            _ => [0.0; 2],
        };
        let (x, y) = (take(x, &mut i), take(y, &mut j));
        if least != a && least != b {
            add(x, y);
        }
    }
    if count < FEWEST {
        return [UNKNOWN; 4];
    }
    let mut out = [0.0; 4];
    for ([x, y, xx, yy, xy], out) in sums.into_iter().zip(out.chunks_exact_mut(2)) {
        let ratio = |top: f32, bottom: f32| if bottom > 1e-9 { top / bottom.sqrt() } else { 0.0 };
        out[0] = ratio(xy, xx * yy);
        let (vx, vy) = (count * xx - x * x, count * yy - y * y);
        out[1] = ratio(count * xy - x * y, vx.max(0.0) * vy.max(0.0));
    }
    out
}

/// Pairs of mentions of two articles worth a score, as positions in their lists, with how far each
/// pair is the best that both mentions have there: 2 for both, 1 for one of them.
pub(crate) fn mentions(
    a: &Report,
    b: &Report,
    same: bool,
    model: &FuseModel,
    out: &mut Vec<(u32, u32, f32)>,
) {
    out.clear();
    let mut best_a = vec![f32::MIN; a.mentions.len()];
    let mut best_b = vec![f32::MIN; b.mentions.len()];
    for (i, x) in a.mentions.iter().enumerate() {
        for (j, y) in b.mentions.iter().enumerate().skip(if same { i + 1 } else { 0 }) {
            if x.lemma.is_empty() || y.lemma.is_empty() {
                continue;
            }
            let cosine = if x.lemma == y.lemma {
                1.0
            } else if x.stem == y.stem {
                0.9
            } else {
                triggers(x, y)
            };
            if cosine >= model.least_cosine {
                best_a[i] = best_a[i].max(cosine);
                best_b[j] = best_b[j].max(cosine);
                out.push((i as u32, j as u32, cosine));
            }
        }
    }
    for (i, j, cosine) in out {
        let first = f32::from(u8::from(*cosine >= best_a[*i as usize]));
        let second = f32::from(u8::from(*cosine >= best_b[*j as usize]));
        *cosine = if same { -1.0 } else { first + second };
    }
}
