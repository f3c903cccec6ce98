//! Event coreference over given mentions: MUC, B³, CEAF-e and their mean (CoNLL F1), and LEA.
//!
//! Definitions: Vilain et al. 1995 (MUC), Bagga and Baldwin 1998 (B³), Luo 2005 (CEAF), Moosavi
//! and Strube 2016 (LEA); CoNLL F1 as Pradhan et al. 2012. A mention without an answer stands alone.
//!
//! Beside the engine stands what the lemma of the head alone would do: mentions of the same lemma are
//! one event, anywhere, within the gold's topic, within its subtopic. The last two are told what the
//! engine has to find out.

use crate::measure::{Prf, assignment, ratio};
use crate::report::Row;
use anyhow::{Result, ensure};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A document with its event mentions (gold).
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Joins gold and answer.
    pub id: String,
    /// The text; not needed to score answers that are given.
    #[serde(default)]
    pub text: String,
    /// Day of publication.
    #[serde(default)]
    pub date: Option<String>,
    /// Articles of one topic report like events.
    #[serde(default)]
    pub topic: Option<String>,
    /// Articles of one subtopic report the same event.
    #[serde(default)]
    pub subtopic: Option<String>,
    /// Its event mentions.
    #[serde(default)]
    pub event_mentions: Vec<GoldMention>,
}

/// An event mention of the gold.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields of the gold files, told in their README")]
pub struct GoldMention {
    pub m: String,
    pub start: usize,
    pub end: usize,
    pub cluster: String,
    /// Only mentions in validated sentences count.
    pub validated: bool,
}

/// A document's answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    /// Joins gold and answer.
    pub id: String,
    /// Clusters of mentions, by their offsets.
    #[serde(default)]
    pub mentions: Vec<Mention>,
}

/// A mention with its cluster.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "offsets as in the gold")]
pub struct Mention {
    pub start: usize,
    pub end: usize,
    /// Any label: a string or a number.
    #[serde(alias = "event")]
    pub cluster: serde_json::Value,
}

/// The figures of the engine and beside them those of the same lemma: `answers` and `lemmas` (of the
/// same mentions) come from the engine.
pub fn score_beside_lemma(
    gold: &[Document],
    answers: &[Answer],
    lemmas: &[Answer],
) -> Result<Vec<Row>> {
    let mut rows = score(gold, answers)?;
    let none = |_: &Document| Some(String::new());
    type Within<'f> = &'f dyn Fn(&Document) -> Option<String>;
    let heuristics: [(&str, Within<'_>); 3] = [
        ("same lemma", &none),
        ("same lemma in topic", &|d| d.topic.clone()),
        ("same lemma in subtopic", &|d| d.subtopic.clone()),
    ];
    for (name, within) in heuristics {
        let Some(groups) = gold.iter().map(within).collect::<Option<Vec<_>>>() else { continue };
        let mut alike = lemmas.to_vec();
        for (answer, group) in alike.iter_mut().zip(groups) {
            for mention in &mut answer.mentions {
                mention.cluster = format!("{group} {}", mention.cluster).into();
            }
        }
        let found = score(gold, &alike)?.into_iter().filter(|row| row.name.starts_with("all"));
        rows.extend(found.map(|mut row| {
            row.name = row.name.replacen("all", name, 1);
            row
        }));
    }
    Ok(rows)
}

type Key = (String, String);
type Clusters = BTreeMap<Key, String>;

/// Scores answers against gold, with and without gold singletons.
pub fn score(gold: &[Document], answers: &[Answer]) -> Result<Vec<Row>> {
    let mut answered: BTreeMap<(&str, usize, usize), String> = BTreeMap::new();
    for answer in answers {
        for mention in &answer.mentions {
            let label = format!("answer {}", mention.cluster);
            answered.insert((&answer.id, mention.start, mention.end), label);
        }
    }
    let (mut wanted, mut found) = (Clusters::new(), Clusters::new());
    for document in gold {
        for mention in document.event_mentions.iter().filter(|m| m.validated) {
            let key = (document.id.clone(), mention.m.clone());
            let cluster = answered.get(&(document.id.as_str(), mention.start, mention.end));
            let cluster = cluster.cloned().unwrap_or_else(|| format!("alone {} {}", key.0, key.1));
            wanted.insert(key.clone(), mention.cluster.clone());
            found.insert(key, cluster);
        }
    }
    ensure!(!wanted.is_empty(), "the gold holds no validated event mentions");
    let mut rows = score_clusters("all", &wanted, &found);
    let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
    for cluster in wanted.values() {
        *sizes.entry(cluster).or_default() += 1;
    }
    let several: Clusters =
        wanted.iter().filter(|(_, c)| sizes[c] > 1).map(|(k, c)| (k.clone(), c.clone())).collect();
    if !several.is_empty() {
        rows.extend(score_clusters("without singletons", &several, &found));
    }
    Ok(rows)
}

type Sets<'c> = BTreeMap<&'c str, BTreeSet<&'c Key>>;

fn sets<'c>(of: &'c Clusters, over: &Clusters) -> Sets<'c> {
    let mut sets = Sets::new();
    for (key, cluster) in of.iter().filter(|(key, _)| over.contains_key(*key)) {
        sets.entry(cluster).or_default().insert(key);
    }
    sets
}

fn score_clusters(name: &str, gold: &Clusters, found: &Clusters) -> Vec<Row> {
    let (g, s) = (sets(gold, gold), sets(found, gold));
    let measures = [
        ("muc", Prf::new(muc(&s, gold), muc(&g, found))),
        ("b3", Prf::new(b_cubed(&s, &g, gold), b_cubed(&g, &s, found))),
        ("ceafe", ceaf_e(&g, &s, found)),
        ("lea", Prf::new(lea(&s, &g, gold), lea(&g, &s, found))),
    ];
    let conll = measures[..3].iter().map(|(_, prf)| prf.f1).sum::<f64>() / 3.0;
    let mut rows = vec![Row::new(name, &[("conll_f1", conll), ("mentions", gold.len() as f64)])];
    rows.extend(measures.map(|(measure, prf)| Row::prf(format!("{name} {measure}"), prf)));
    rows
}

/// Links kept: of each cluster of `one`, its size less the parts into which `other` cuts it.
fn muc(one: &Sets<'_>, other: &Clusters) -> f64 {
    let (mut kept, mut all) = (0, 0);
    for members in one.values() {
        let parts: BTreeSet<&String> = members.iter().map(|m| &other[*m]).collect();
        kept += members.len() - parts.len();
        all += members.len() - 1;
    }
    ratio(kept as f64, all as f64)
}

/// Mean over mentions of the share of the mention's cluster in `one` that its cluster in `other`
/// holds too.
fn b_cubed(one: &Sets<'_>, other: &Sets<'_>, other_of: &Clusters) -> f64 {
    let (mut sum, mut n) = (0.0, 0);
    for members in one.values() {
        for mention in members {
            let shared = members.intersection(&other[other_of[*mention].as_str()]).count();
            sum += shared as f64 / members.len() as f64;
            n += 1;
        }
    }
    ratio(sum, f64::from(n))
}

/// The best one-to-one alignment of clusters by 2|A∩B| / (|A|+|B|), solved apart for each group of
/// clusters that hang together.
fn ceaf_e(gold: &Sets<'_>, found: &Sets<'_>, found_of: &Clusters) -> Prf {
    let mut shared: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut back: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (cluster, members) in gold {
        for mention in members {
            let other = found_of[*mention].as_str();
            *shared.entry(cluster).or_default().entry(other).or_default() += 1;
            back.entry(other).or_default().insert(cluster);
        }
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut total = 0.0;
    for first in shared.keys() {
        if !seen.insert(first) {
            continue;
        }
        let (mut rows, mut open) = (Vec::new(), vec![*first]);
        while let Some(cluster) = open.pop() {
            rows.push(cluster);
            for other in shared[cluster].keys() {
                open.extend(back[other].iter().filter(|c| seen.insert(c)));
            }
        }
        let columns: BTreeSet<&str> = rows.iter().flat_map(|r| shared[r].keys().copied()).collect();
        let weight = |row: &str, column: &str| {
            let both = shared[row].get(column).copied().unwrap_or(0) as f64;
            2.0 * both / (gold[row].len() + found[column].len()) as f64
        };
        let weights: Vec<Vec<f64>> =
            rows.iter().map(|r| columns.iter().map(|c| weight(r, c)).collect()).collect();
        total += assignment(&weights).into_iter().map(|(i, j)| weights[i][j]).sum::<f64>();
    }
    Prf::new(ratio(total, found.len() as f64), ratio(total, gold.len() as f64))
}

/// Mean over clusters of `one`, weighted by size, of the share of links that `other` keeps; a
/// cluster of one is kept when it is one there too.
fn lea(one: &Sets<'_>, other: &Sets<'_>, other_of: &Clusters) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for members in one.values() {
        let n = members.len() as f64;
        weight += n;
        let mut parts: BTreeMap<&str, f64> = BTreeMap::new();
        for mention in members {
            *parts.entry(&other_of[*mention]).or_default() += 1.0;
        }
        let links = |n: f64| n * (n - 1.0) / 2.0;
        sum += n * match members.len() {
            1 => f64::from(parts.keys().all(|part| other[part].len() == 1)),
            _ => parts.values().map(|v| links(*v)).sum::<f64>() / links(n),
        };
    }
    ratio(sum, weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of Pradhan et al. 2014.
    #[test]
    fn worked_example() {
        let clusters = |pairs: &[(&str, &str)]| -> Clusters {
            let key = |m: &str| ("d".to_owned(), m.to_owned());
            pairs.iter().map(|(m, c)| (key(m), (*c).to_owned())).collect()
        };
        let gold = clusters(&[
            ("a", "1"),
            ("b", "1"),
            ("c", "1"),
            ("d", "2"),
            ("e", "2"),
            ("f", "2"),
            ("g", "2"),
        ]);
        let found = clusters(&[
            ("a", "1"),
            ("b", "1"),
            ("c", "2"),
            ("d", "2"),
            ("f", "3"),
            ("g", "3"),
            ("e", "4"),
        ]);
        let rows = score_clusters("all", &gold, &found);
        let figures =
            |i: usize| rows[i].figures.iter().map(|(_, v)| v.unwrap_or(-1.0)).collect::<Vec<_>>();
        assert!(
            (figures(1)[1] - 2.0 / 5.0).abs() < 1e-9 && (figures(1)[0] - 2.0 / 3.0).abs() < 1e-9
        );
        let b3 = (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 0.25 + 0.25 + 0.5 + 0.5) / 7.0;
        assert!((figures(2)[1] - b3).abs() < 1e-9);
        assert_eq!(score_clusters("all", &gold, &gold)[0].figures[0].1, Some(1.0));
    }
}
