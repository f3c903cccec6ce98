//! Which pairs are worth a score: mentions of articles that share rare words and stand near in time.

use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

use crate::features::triggers;
use crate::model::FuseModel;
use crate::sketch::Report;

/// Articles published more days apart are not compared. An article without a day is compared with
/// all.
pub const WINDOW_DAYS: i32 = 30;

/// Articles that share fewer of their [`Report::keys`] are not compared.
pub const SHARED_KEYS: usize = 2;

/// What a pair of articles may differ in at most, told of the two alone: the same words as those of
/// [`Index::near`], so that a store and this index compare the same articles.
pub fn comparable(a: &Report, b: &Report) -> bool {
    let near = a.day().zip(b.day()).is_none_or(|(a, b)| a.abs_diff(b) <= WINDOW_DAYS as u32);
    near && a.keys().iter().filter(|key| b.keys().contains(key)).count() >= SHARED_KEYS
}

/// Articles filed under their keys, in memory. A store does the same with a table (key, day,
/// article): an article is near those that, published within [`WINDOW_DAYS`] or without a day, share
/// [`SHARED_KEYS`] keys with it.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Of each key, the articles by their day; those without one under none.
    filed: FxHashMap<u32, BTreeMap<Option<i32>, Vec<u32>>>,
}

impl Index {
    /// Files a report under a number of the caller's.
    pub fn file(&mut self, number: u32, report: &Report) {
        for key in report.keys() {
            let days = self.filed.entry(*key).or_default();
            days.entry(report.day()).or_default().push(number);
        }
    }

    /// The numbers of the filed reports that are worth comparing with this one, ascending.
    pub fn near(&self, report: &Report) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for key in report.keys() {
            let Some(days) = self.filed.get(key) else { continue };
            let (from, to) = match report.day() {
                None => (None, Some(i32::MAX)),
                Some(day) => {
                    found.extend(days.get(&None).into_iter().flatten());
                    let (from, to) =
                        (day.saturating_sub(WINDOW_DAYS), day.saturating_add(WINDOW_DAYS));
                    (Some(from), Some(to))
                }
            };
            found.extend(days.range(from..=to).flat_map(|(_, numbers)| numbers));
        }
        found.sort_unstable();
        let runs = found.chunk_by(|a, b| a == b).filter(|run| run.len() >= SHARED_KEYS);
        runs.map(|run| run[0]).collect()
    }
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
