//! Event coreference: which mentions, in one article or in many, report the same event.
//!
//! [`sketch()`] keeps of an article what the decision needs. [`fuse`] pairs the mentions of articles
//! that share rare words, scores each pair with boosted trees, and groups mentions by the mean score
//! of their pairs. Scores depend on the set of articles and groups on the set of pairs, so the order
//! in which articles come does not matter.
//!
//! The method follows the pairwise scorers of ECB+ (Cybulska and Vossen 2014; Barhom et al. 2019)
//! without their contextual encoders.
#![forbid(unsafe_code)]

mod blocks;
mod cluster;
mod features;
mod model;
mod sketch;

pub use features::NAMES as FEATURES;
pub use model::{FuseModel, FuseModelError};
pub use sketch::{MentionSketch, Report, sketch, words};

use sha2::{Digest, Sha256};

/// A pair that was scored.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// Positions of the reports in the order of their ids.
    pub reports: [usize; 2],
    /// Positions of the mentions in their reports.
    pub mentions: [usize; 2],
    /// What the score saw; [`FEATURES`] has the names.
    pub features: Vec<f32>,
    /// Log-odds that both are one event.
    pub score: f32,
}

/// The events of all mentions: for each report in the order given, for each mention the event's id.
///
/// An id is made from the event's first mention (by day of publication, then by article id), so it
/// stays while later reports join it. Reports that share an id are told apart by what they hold.
pub fn fuse(reports: Vec<Report>, model: &FuseModel) -> Vec<Vec<String>> {
    let (order, reports) = sorted(reports);
    let mut first = Vec::with_capacity(reports.len());
    let mut count = 0;
    for report in &reports {
        first.push(count as u32);
        count += report.mentions.len();
    }
    let mut links = Vec::new();
    each_pair(&reports, model, |[a, b], [i, j], features| {
        let score = (model.score(features) * cluster::UNIT).round() as i32;
        links.push((first[a] + i, first[b] + j, score));
    });
    let least = (model.least_link * cluster::UNIT).round() as i32;
    let groups = cluster::average_link(count, &links, least, ABSENT);

    // The first mention of each group names it.
    let place: Vec<(usize, usize)> = reports
        .iter()
        .enumerate()
        .flat_map(|(r, report)| (0..report.mentions.len()).map(move |m| (r, m)))
        .collect();
    let rank = |mention: usize| {
        let (r, m) = place[mention];
        let report = &reports[r];
        (report.published.unwrap_or(i32::MAX), r, report.mentions[m].span.start(), m)
    };
    let mut leader: Vec<usize> = (0..count).collect();
    for (mention, group) in groups.iter().enumerate() {
        let group = *group as usize;
        if rank(mention) < rank(leader[group]) {
            leader[group] = mention;
        }
    }
    let name = |mention: usize| {
        let (r, m) = place[mention];
        let span = reports[r].mentions[m].span;
        let words = format!("{}\0{}\0{}\0{m}", reports[r].id, span.start(), span.end());
        let digest = Sha256::digest(words.as_bytes());
        digest.iter().take(8).fold(String::from("e"), |id, byte| format!("{id}{byte:02x}"))
    };
    let mut names: Vec<Option<String>> = vec![None; count];
    let mut events = vec![Vec::new(); reports.len()];
    for (mention, (r, _)) in place.iter().enumerate() {
        let group = groups[mention] as usize;
        let name = names[group].get_or_insert_with(|| name(leader[group]));
        events[order[*r]].push(name.clone());
    }
    events
}

/// What a pair scores that blocking left out, in thousandths of log-odds: less than even.
const ABSENT: i32 = -3000;

/// Every pair that is scored, for training and for reading the model's mind.
pub fn pairs(reports: Vec<Report>, model: &FuseModel) -> (Vec<Report>, Vec<Pair>) {
    let (_, reports) = sorted(reports);
    let mut pairs = Vec::new();
    each_pair(&reports, model, |[a, b], [i, j], features| {
        pairs.push(Pair {
            reports: [a, b],
            mentions: [i as usize, j as usize],
            features: features.to_vec(),
            score: model.score(features),
        });
    });
    (reports, pairs)
}

/// Reports in the order of their ids, those of one id by their content; and where each stood.
fn sorted(reports: Vec<Report>) -> (Vec<usize>, Vec<Report>) {
    let mut all: Vec<(usize, Report)> = reports.into_iter().enumerate().collect();
    all.sort_by(|(_, a), (_, b)| {
        let content = |r: &Report| (r.published, r.keys.clone(), r.mentions.len());
        a.id.cmp(&b.id).then_with(|| content(a).cmp(&content(b)))
    });
    all.into_iter().unzip()
}

fn each_pair(
    reports: &[Report],
    model: &FuseModel,
    mut take: impl FnMut([usize; 2], [u32; 2], &features::Features),
) {
    let (mut near, mut grid) = (Vec::new(), Vec::new());
    for (a, b, articles) in blocks::articles(reports, model) {
        let (a, b) = (a as usize, b as usize);
        let (ra, rb) = (&reports[a], &reports[b]);
        blocks::mentions(ra, rb, articles.same, model, &mut near);
        // Many pairs of mentions stand in the same two sentences.
        grid.clear();
        grid.resize(ra.sentences.len() * rb.sentences.len(), None);
        for (i, j, best) in &near {
            let (x, y) = (&ra.mentions[*i as usize], &rb.mentions[*j as usize]);
            let (p, q) = (x.slot as usize, y.slot as usize);
            let sentences = grid[p * rb.sentences.len() + q].get_or_insert_with(|| {
                features::Sentences::of((ra, &ra.sentences[p]), (rb, &rb.sentences[q]))
            });
            take([a, b], [*i, *j], &features::of(x, y, &articles, sentences, *best));
        }
    }
}
