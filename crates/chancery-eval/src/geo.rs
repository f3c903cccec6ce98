//! Places: recognition of the names, and resolution to a point.
//!
//! * `recognition`: spans, one to one.
//! * `resolution`: over gold places with coordinates that were found: share within 161 km and
//!   20 km, share with the same GeoNames id, mean and median error, area under the curve of the log
//!   error (Gritta et al. 2018; 0 is best). Found without coordinates counts as 20,039 km off.
//! * `end to end`: a hit is a found span within 161 km.
//!
//! Figures are in percent. Of gold places with a class, expressions ("the city") never count.

use crate::measure::{Prf, ratio};
use crate::report::Row;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A text with its places, or the places answered for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Joins gold and answer.
    pub id: String,
    /// The text (gold).
    #[serde(default)]
    pub text: String,
    /// Day of publication (gold).
    #[serde(default)]
    pub date: Option<String>,
    /// The newspaper, or its host (gold): whose home its places are near.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Its places.
    #[serde(default)]
    pub toponyms: Vec<Toponym>,
}

/// A name of a place.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct Toponym {
    pub start: usize,
    pub end: usize,
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub geonameid: Option<u64>,
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lon: Option<f64>,
}

/// How places are compared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// Only places meant as places, not as adjectives or for their governments.
    pub literal: bool,
    /// A partial span counts.
    pub overlap: bool,
}

const LITERAL: [&str; 5] = ["Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"];
const FIGURATIVE: [&str; 6] =
    ["Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit", "Demonym", "Homonym", "Language"];
/// Half the Earth's girth: the error of a place without coordinates.
const FARTHEST_KM: f64 = 20_039.0;
const NEAR_KM: f64 = 161.0;

#[derive(Default)]
struct Counts {
    /// Hits, gold, answers.
    recognition: [usize; 3],
    end_to_end: [usize; 3],
    errors: Vec<f64>,
    same_id: usize,
    with_id: usize,
}

/// Scores answers against gold.
pub fn score(gold: &[Document], answers: &[Document], rules: &Rules) -> Vec<Row> {
    let by_id: BTreeMap<&str, &Document> = answers.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut total = Counts::default();
    for document in gold {
        let answer = by_id.get(document.id.as_str()).map_or(&[][..], |d| &d.toponyms);
        count(&mut total, &document.toponyms, answer, rules);
    }
    let prf = |name: &str, [hits, gold, answers]: [usize; 3]| {
        let prf = Prf::of(hits as f64, answers as f64, gold as f64).percent();
        let row = Row::prf(name, prf).and("correct", hits as f64);
        row.and("gold", gold as f64).and("system", answers as f64)
    };
    vec![
        prf("recognition", total.recognition),
        resolution(&total),
        prf("end_to_end", total.end_to_end),
    ]
}

fn resolution(counts: &Counts) -> Row {
    let n = counts.errors.len() as f64;
    let mut errors = counts.errors.clone();
    errors.sort_by(f64::total_cmp);
    let within = |km: f64| 100.0 * ratio(errors.iter().filter(|e| **e <= km).count() as f64, n);
    let middle = errors.len() / 2;
    let median = match errors.len() {
        0 => None,
        n if n % 2 == 1 => Some(errors[middle]),
        _ => Some((errors[middle - 1] + errors[middle]) / 2.0),
    };
    let mean = (n > 0.0).then(|| errors.iter().sum::<f64>() / n);
    let share = 100.0 * counts.same_id as f64 / counts.with_id as f64;
    let mut row = Row::new("resolution", &[("acc161", within(NEAR_KM)), ("acc20", within(20.0))]);
    row.figures.push(("exact_id", (counts.with_id > 0).then_some(share)));
    row.figures.push(("mean_km", mean));
    row.figures.push(("median_km", median));
    row.and("auc", log_error_area(&errors)).and("n", n)
}

/// Area under the curve of sorted log errors, by trapezoids, 0 to 1.
fn log_error_area(sorted: &[f64]) -> f64 {
    let logs: Vec<f64> = sorted.iter().map(|e| (e + 1.0).ln()).collect();
    match logs.len() {
        0 => 0.0,
        1 => logs[0] / FARTHEST_KM.ln(),
        n => {
            let area: f64 = logs.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).sum();
            area / (FARTHEST_KM.ln() * (n - 1) as f64)
        }
    }
}

fn count(total: &mut Counts, gold: &[Toponym], answers: &[Toponym], rules: &Rules) {
    let counts = |t: &&Toponym| match t.kind.as_deref() {
        None | Some("") => true,
        Some(kind) => LITERAL.contains(&kind) || (!rules.literal && FIGURATIVE.contains(&kind)),
    };
    let wanted: Vec<&Toponym> = gold.iter().filter(counts).collect();
    let ignored: Vec<&Toponym> = gold.iter().filter(|t| !counts(t)).collect();
    let mut taken = vec![false; answers.len()];
    let pairs = pair(&wanted, answers, &mut taken, rules);
    let mut neutral = taken.clone();
    pair(&ignored, answers, &mut neutral, rules);
    let neither = neutral.iter().filter(|n| **n).count() - pairs.len();
    total.recognition[0] += pairs.len();
    total.recognition[1] += wanted.len();
    total.recognition[2] += answers.len() - neither;
    total.end_to_end[1] += wanted.iter().filter(|t| t.lat.is_some()).count();
    total.end_to_end[2] += neutral.iter().filter(|n| !**n).count();
    for (gold, answer) in pairs {
        let (gold, answer) = (wanted[gold], &answers[answer]);
        let (Some(latitude), Some(longitude)) = (gold.lat, gold.lon) else { continue };
        let error = match (answer.lat, answer.lon) {
            (Some(lat), Some(lon)) => kilometres(latitude, longitude, lat, lon),
            _ => FARTHEST_KM,
        };
        total.errors.push(error);
        total.end_to_end[2] += 1;
        total.end_to_end[0] += usize::from(error <= NEAR_KM);
        if gold.geonameid.is_some() {
            total.with_id += 1;
            total.same_id += usize::from(gold.geonameid == answer.geonameid);
        }
    }
}

/// One-to-one matches: each gold place takes the free answer that fits it best.
fn pair(
    gold: &[&Toponym],
    answers: &[Toponym],
    taken: &mut [bool],
    rules: &Rules,
) -> Vec<(usize, usize)> {
    let fit = |g: &Toponym, s: &Toponym| match rules.overlap {
        true => g.end.min(s.end).saturating_sub(g.start.max(s.start)),
        false => usize::from((g.start, g.end) == (s.start, s.end)),
    };
    let mut pairs = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        let free = (0..answers.len()).filter(|j| !taken[*j]);
        // `max_by_key` takes the last of equals: reversed, the first.
        let best = free.map(|j| (fit(g, &answers[j]), j)).rev().max_by_key(|(fit, _)| *fit);
        if let Some((1.., j)) = best {
            taken[j] = true;
            pairs.push((i, j));
        }
    }
    pairs
}

/// Great-circle distance on a sphere of 6371.0088 km radius (haversine), degrees in.
fn kilometres(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let h = ((lat2 - lat1) / 2.0).sin().powi(2)
        + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    2.0 * 6371.0088 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert!((kilometres(0.0, 0.0, 0.0, 180.0) - 20_015.1).abs() < 1.0);
        assert_eq!(kilometres(10.0, 20.0, 10.0, 20.0), 0.0);
        assert_eq!(log_error_area(&[0.0, 0.0, 0.0]), 0.0);
        assert!((log_error_area(&[FARTHEST_KM - 1.0; 5]) - 1.0).abs() < 1e-9);
    }
}
