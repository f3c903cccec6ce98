//! Event coreference: which mentions, in one article or in many, report the same event.
//!
//! The method follows the pairwise scorers of ECB+ (Cybulska and Vossen 2014; Barhom et al. 2019)
//! without their contextual encoders. Everything is made of pieces that depend on nothing but their
//! arguments, so a store may do the work in whatever order articles arrive, and gets what [`fuse`]
//! makes of all of them at once:
//!
//! 1. [`sketch()`] keeps of an article what the decision needs; [`Report::to_bytes`] and
//!    [`Report::from_bytes`] are how a store keeps it.
//! 2. [`Report::keys`] are what it is filed under. A new report is compared with the filed ones that
//!    are [`comparable`]: they share [`SHARED_KEYS`] keys and were published within [`WINDOW_DAYS`].
//!    In SQL, of a table `key (word, day, article)`: `WHERE word IN (…) AND (day BETWEEN ? AND ? OR
//!    day IS NULL) GROUP BY article HAVING count(*) >= 2`. [`Index`] does it in memory.
//! 3. [`links`] scores the mentions of two reports, or of one with itself. How rare a word is, the
//!    model knows, not the collection, so what other articles there are changes no score.
//! 4. [`components`] tells which mentions could ever be one event: those that links at or above
//!    [`FuseModel::least_link`] connect. Only they have to be grouped together.
//! 5. [`group`] makes events of the mentions of one component, or of many at once: the outcome is the
//!    same. An event's id is made of its earliest mention.
//!
//! Which articles print one story, [`copies`] tells; what the reports of an event agree on,
//! [`consensus`].
//!
//! As of a day, the events are those of the reports published by then: leave out the mentions of the
//! others with their links, and group again.
//!
//! ```
//! use chancery_fuse::{FuseModel, Mention, group};
//! use chancery_article::Span;
//!
//! let model = FuseModel::embedded();
//! let mention = |report, index| Mention { day: None, report, span: Span::new(0, 4), index };
//! let mentions = [mention("b", 0), mention("a", 0), mention("a", 1)];
//! let events = group(&mentions, &[(0, 1, 2500)], &model);
//! assert_eq!(events[0], mentions[1].event_id());
//! assert_eq!(events[0], events[1]);
//! assert_ne!(events[1], events[2]);
//! ```
#![forbid(unsafe_code)]

mod blocks;
mod cluster;
pub mod consensus;
pub mod copies;
mod features;
mod model;
mod sketch;
mod wire;

pub use blocks::{Index, SHARED_KEYS, WINDOW_DAYS, comparable};
pub use features::NAMES as FEATURES;
pub use model::{FuseModel, FuseModelError};
pub use sketch::{MentionSketch, Report, sketch, words};
pub use wire::SketchError;

use chancery_article::Span;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// What a pair scores that was not compared, in thousandths of log-odds: less than even. Pairs that
/// score no more are not told.
pub const ABSENT: i32 = -3000;

/// Two mentions and how likely they are one event.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Link {
    /// Positions in the mentions of the first and of the second report.
    pub mentions: [u32; 2],
    /// Thousandths of log-odds; a whole number, so that sums do not depend on their order.
    pub score: i32,
}

/// Scores the mentions of two reports that are [`comparable`]; of others there are none. Reports with
/// one id are the same article: its mentions are scored with each other, each pair once, the lower
/// position first. The other way round gives the same links the other way round.
pub fn links(a: &Report, b: &Report, model: &FuseModel) -> Vec<Link> {
    let same = a.id == b.id;
    let mut links = Vec::new();
    if same || comparable(a, b) {
        each_pair(a, b, same, model, |mentions, features| {
            let score = (model.score(features) * cluster::UNIT).round() as i32;
            if score > ABSENT {
                links.push(Link { mentions, score });
            }
        });
    }
    links
}

/// One mention among those to be grouped. Ordered by day of publication, those without one last; then
/// by article, place in the text, and position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mention<'r> {
    /// The article's day of publication, counted from 1970-01-01.
    pub day: Option<i32>,
    /// The article's id.
    pub report: &'r str,
    /// The trigger, in bytes of the article's text.
    pub span: Span,
    /// Position among the mentions of the report: it tells apart those at one place.
    pub index: u32,
}

impl Ord for Mention<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |m: &Self| (m.day.is_none(), m.day);
        place(self)
            .cmp(&place(other))
            .then_with(|| self.report.cmp(other.report))
            .then_with(|| (self.span, self.index).cmp(&(other.span, other.index)))
    }
}

impl PartialOrd for Mention<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<'r> Mention<'r> {
    /// The mentions of a report.
    pub fn all(report: &'r Report) -> impl Iterator<Item = Self> + 'r {
        (0..).zip(&report.mentions).map(|(index, mention)| Self {
            day: report.day(),
            report: &report.id,
            span: mention.span,
            index,
        })
    }

    /// The id of an event whose earliest mention this is.
    pub fn event_id(&self) -> String {
        let Self { report, span, index, .. } = self;
        let words = format!("{report}\0{}\0{}\0{index}", span.start(), span.end());
        let digest = Sha256::digest(words.as_bytes());
        digest.iter().take(8).fold(String::from("e"), |id, byte| format!("{id}{byte:02x}"))
    }
}

/// Which mentions could become one event: for each of `count` the lowest that links at or above
/// [`FuseModel::least_link`] lead to. Links are positions with their score.
pub fn components(count: usize, links: &[(u32, u32, i32)], model: &FuseModel) -> Vec<u32> {
    cluster::connected(count, links, model.least_link())
}

/// The event of each mention: the id made of the event's earliest. Links are positions in `mentions`
/// with their score, each pair once, in any order. Whole [`components`] have to be given together;
/// links that lead out of them change nothing.
pub fn group(
    mentions: &[Mention<'_>],
    links: &[(u32, u32, i32)],
    model: &FuseModel,
) -> Vec<String> {
    let mut order: Vec<u32> = (0..mentions.len() as u32).collect();
    order.sort_by_key(|m| mentions[*m as usize]);
    let mut rank = vec![0_u32; mentions.len()];
    for (at, mention) in order.iter().enumerate() {
        rank[*mention as usize] = at as u32;
    }
    let ranked: Vec<(u32, u32, i32)> =
        links.iter().map(|(a, b, s)| (rank[*a as usize], rank[*b as usize], *s)).collect();
    let groups = cluster::average_link(mentions.len(), &ranked, model.least_link(), ABSENT);
    // The lowest of a group is its earliest mention.
    let mut names: Vec<Option<String>> = vec![None; mentions.len()];
    rank.iter()
        .map(|at| {
            let first = groups[*at as usize] as usize;
            let name =
                names[first].get_or_insert_with(|| mentions[order[first] as usize].event_id());
            name.clone()
        })
        .collect()
}

/// The events of all mentions: for each report in the order given, for each mention the event's id.
/// The order changes nothing. No two reports share an id.
pub fn fuse(reports: &[Report], model: &FuseModel) -> Vec<Vec<String>> {
    let mut first = Vec::with_capacity(reports.len());
    let mut count = 0;
    for report in reports {
        first.push(count as u32);
        count += report.mentions.len();
    }
    let found: Vec<Vec<(u32, u32, i32)>> = neighbours(reports)
        .into_par_iter()
        .map(|(a, b)| {
            let found = links(&reports[a], &reports[b], model).into_iter();
            found.map(|l| (first[a] + l.mentions[0], first[b] + l.mentions[1], l.score)).collect()
        })
        .collect();
    let mentions: Vec<Mention<'_>> = reports.iter().flat_map(Mention::all).collect();
    let mut events = group(&mentions, &found.concat(), model).into_iter();
    reports.iter().map(|r| events.by_ref().take(r.mentions.len()).collect()).collect()
}

/// Pairs of reports that are comparable, as positions, and each with itself.
fn neighbours(reports: &[Report]) -> Vec<(usize, usize)> {
    let mut index = Index::default();
    let mut pairs = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        pairs.extend(index.near(report).into_iter().map(|near| (near as usize, at)));
        pairs.push((at, at));
        index.file(at as u32, report);
    }
    pairs
}

/// A pair that was scored.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// Positions of the reports.
    pub reports: [usize; 2],
    /// Positions of the mentions in their reports.
    pub mentions: [u32; 2],
    /// What the score saw; [`FEATURES`] has the names.
    pub features: Vec<f32>,
    /// Log-odds that both are one event.
    pub score: f32,
}

/// Every pair that is scored, for training and for reading the model's mind.
pub fn pairs(reports: &[Report], model: &FuseModel) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (a, b) in neighbours(reports) {
        each_pair(&reports[a], &reports[b], a == b, model, |mentions, features| {
            pairs.push(Pair {
                reports: [a, b],
                mentions,
                features: features.to_vec(),
                score: model.score(features),
            });
        });
    }
    pairs
}

fn each_pair(
    a: &Report,
    b: &Report,
    same: bool,
    model: &FuseModel,
    mut take: impl FnMut([u32; 2], &features::Features),
) {
    let articles = features::Articles::of(a, b, same);
    if articles.cosine < model.least_article {
        return;
    }
    // Many pairs of mentions stand in the same two sentences.
    let (mut near, mut grid) = (Vec::new(), vec![None; a.sentences.len() * b.sentences.len()]);
    blocks::mentions(a, b, same, model, &mut near);
    for (i, j, best) in near {
        let (x, y) = (&a.mentions[i as usize], &b.mentions[j as usize]);
        let (p, q) = (x.slot as usize, y.slot as usize);
        let sentences = grid[p * b.sentences.len() + q].get_or_insert_with(|| {
            features::Sentences::of((a, &a.sentences[p]), (b, &b.sentences[q]))
        });
        take([i, j], &features::of(x, y, &articles, sentences, best));
    }
}
