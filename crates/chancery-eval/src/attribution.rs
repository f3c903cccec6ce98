//! Attribution: source, cue and content spans, and whole attributions paired by their content.
//!
//! * Spans, each role apart, cut at line ends, a span of several attributions counted once:
//!   `exact`, `exact~` (punctuation taken off the ends), `begin`, `overlap` (a shared word, one to
//!   one), `proportion` (share of a span that is covered; Pareti et al. 2013).
//! * Words that carry a role.
//! * Attributions paired one to one so that the shared content is greatest: `content any`,
//!   `content half` (content F1 of at least one half), `who-what` (content half and the sources
//!   share a word), `triple part` (and the cues too), `triple exact`, `triple soft` (mean of three
//!   word F1 values).
//! * Who-what by kind of quote: direct, mixed, indirect.

use crate::measure::{Prf, assignment, greedy, ratio};
use crate::report::Row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An article with its attributions, or the attributions answered for it.
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
    /// Who publishes it (gold).
    #[serde(default)]
    pub publisher: Option<String>,
    /// Its attributions.
    #[serde(default)]
    pub attributions: Vec<Attribution>,
    /// Text that annotators set aside: what is answered wholly inside is not counted.
    #[serde(default)]
    pub discard: Vec<Span>,
}

/// Code points, half-open.
pub type Span = (usize, usize);

/// Who says what, each part in pieces.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attribution {
    /// Who says it.
    pub source: Option<Vec<Span>>,
    /// The words that say that it is said.
    pub cue: Option<Vec<Span>>,
    /// What is said.
    pub content: Option<Vec<Span>>,
}

const ROLES: [&str; 3] = ["source", "cue", "content"];
const SPAN_MEASURES: [&str; 5] = ["exact", "exact~", "begin", "overlap", "proportion"];
const TIERS: [&str; 6] =
    ["content any", "content half", "who-what", "triple part", "triple exact", "triple soft"];
const KINDS: [&str; 3] = ["direct", "indirect", "mixed"];

impl Attribution {
    fn role(&self, role: usize) -> &[Span] {
        [&self.source, &self.cue, &self.content][role].as_deref().unwrap_or_default()
    }
}

/// Right for precision, right for recall, answers, gold.
type Four = [f64; 4];

#[derive(Clone, Default)]
struct Counts {
    spans: [[Four; 5]; 3],
    words: [Four; 3],
    tiers: [Four; 6],
    /// Found gold, gold, right answers, answers.
    kinds: [Four; 3],
}

impl Counts {
    fn add(&mut self, other: &Self) {
        let mine = self.spans.iter_mut().flatten();
        let mine = mine.chain(&mut self.words).chain(&mut self.tiers).chain(&mut self.kinds);
        let theirs = other.spans.iter().flatten();
        let theirs = theirs.chain(&other.words).chain(&other.tiers).chain(&other.kinds);
        for (four, more) in mine.zip(theirs) {
            for (sum, value) in four.iter_mut().zip(more) {
                *sum += value;
            }
        }
    }
}

/// Scores answers against gold.
pub fn score(gold: &[Document], answers: &[Document]) -> Vec<Row> {
    let by_id: BTreeMap<&str, &Document> = answers.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut total = Counts::default();
    for document in gold {
        total.add(&document_counts(document, by_id.get(document.id.as_str()).copied()));
    }
    let prf = |c: &Four| Prf::new(ratio(c[0], c[2]), ratio(c[1], c[3]));
    let mut rows = Vec::new();
    for (role, name) in ROLES.iter().enumerate() {
        for (measure, four) in SPAN_MEASURES.iter().zip(&total.spans[role]) {
            let row = Row::prf(format!("{name} {measure}"), prf(four));
            rows.push(row.and("system", four[2]).and("gold", four[3]));
        }
        let four = &total.words[role];
        let row = Row::prf(format!("{name} words"), prf(four));
        rows.push(row.and("system", four[2]).and("gold", four[3]));
    }
    for (tier, four) in TIERS.iter().zip(&total.tiers) {
        rows.push(Row::prf(*tier, prf(four)).and("system", four[2]).and("gold", four[3]));
    }
    for (kind, four) in KINDS.iter().zip(&total.kinds) {
        let figures = [
            ("p", ratio(four[2], four[3])),
            ("r", ratio(four[0], four[1])),
            ("system", four[3]),
            ("gold", four[1]),
        ];
        rows.push(Row::new(format!("who-what {kind}"), &figures));
    }
    rows
}

/// A text by its characters and words.
struct Text {
    chars: Vec<char>,
    words: Vec<Span>,
    /// The word that each character belongs to.
    word_at: Vec<Option<usize>>,
}

/// Words by number; where a span has none (a colon as cue), its characters as `-1 - position`.
type Words = BTreeSet<i64>;

impl Text {
    /// A word is letters and digits, with inner apostrophes, full stops and hyphens.
    fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let is_word = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric() || *c == '_');
        let mut words = Vec::new();
        let mut word_at = vec![None; chars.len()];
        let mut at = 0;
        while at < chars.len() {
            if !is_word(at) {
                at += 1;
                continue;
            }
            let start = at;
            while is_word(at)
                || (matches!(chars.get(at), Some('’' | '\'' | '.' | '-')) && is_word(at + 1))
            {
                at += 1;
            }
            word_at[start..at].fill(Some(words.len()));
            words.push((start, at));
        }
        Self { chars, words, word_at }
    }

    fn inside(&self, spans: &[Span]) -> Vec<Span> {
        let cut = spans.iter().map(|(start, end)| (*start, (*end).min(self.chars.len())));
        cut.filter(|(start, end)| end > start).collect()
    }

    fn word_set(&self, spans: &[Span]) -> Words {
        let spans = self.inside(spans);
        let positions = || spans.iter().flat_map(|(start, end)| *start..*end);
        let words: Words = positions().filter_map(|i| Some(self.word_at[i]? as i64)).collect();
        if !words.is_empty() {
            return words;
        }
        positions().filter(|i| !self.chars[*i].is_whitespace()).map(|i| -1 - i as i64).collect()
    }

    /// Spans cut at line ends, trimmed of white space (`bare`: of punctuation too), joined where
    /// nothing but white space stands between them.
    fn pieces(&self, spans: &[Span], bare: bool) -> Vec<Span> {
        let trims = |c: char| match bare {
            true => !(c.is_alphanumeric() || "$£€%".contains(c)),
            false => c.is_whitespace(),
        };
        let mut cut = Vec::new();
        for (start, end) in self.inside(spans) {
            let mut from = start;
            for line in self.chars[start..end].split(|c| *c == '\n') {
                let (mut a, mut b) = (from, from + line.len());
                from = b + 1;
                while a < b && trims(self.chars[a]) {
                    a += 1;
                }
                while b > a && trims(self.chars[b - 1]) {
                    b -= 1;
                }
                if b > a {
                    cut.push((a, b));
                }
            }
        }
        cut.sort_unstable();
        let mut joined: Vec<Span> = Vec::new();
        for (a, b) in cut {
            match joined.last_mut() {
                Some(last) if a <= last.1 => last.1 = last.1.max(b),
                Some(last)
                    if self.chars[last.1..a].iter().all(|c| c.is_whitespace() && *c != '\n') =>
                {
                    last.1 = b;
                }
                _ => joined.push((a, b)),
            }
        }
        joined
    }

    /// Index into [`KINDS`]: all letters inside double quotation marks, none, or some.
    fn quote_kind(&self, spans: &[Span]) -> usize {
        let (mut quoted, mut all) = (0, 0);
        for (start, end) in self.inside(spans) {
            let mut open = false;
            for c in &self.chars[start..end] {
                match c {
                    '“' => open = true,
                    '”' => open = false,
                    '"' => open = !open,
                    c if c.is_alphanumeric() => {
                        all += 1;
                        quoted += usize::from(open);
                    }
                    _ => {}
                }
            }
        }
        match quoted {
            0 => 1,
            _ if ratio(quoted as f64, all as f64) > 0.95 => 0,
            _ => 2,
        }
    }
}

fn f1(a: &Words, b: &Words) -> f64 {
    match a.len() + b.len() {
        0 => 1.0,
        sum => 2.0 * a.intersection(b).count() as f64 / sum as f64,
    }
}

fn document_counts(gold: &Document, answer: Option<&Document>) -> Counts {
    let text = Text::new(&gold.text);
    let discarded =
        |start: usize, end: usize| gold.discard.iter().any(|(s, e)| *s <= start && end <= *e);
    let golds: Vec<&Attribution> =
        gold.attributions.iter().filter(|a| !text.word_set(a.role(2)).is_empty()).collect();
    let answers: Vec<&Attribution> = answer
        .iter()
        .flat_map(|d| &d.attributions)
        .filter(|a| a.role(2).is_empty() || !a.role(2).iter().all(|(s, e)| discarded(*s, *e)))
        .collect();
    let mut counts = Counts::default();
    for role in 0..ROLES.len() {
        count_role(&mut counts, &text, role, &golds, &answers, &discarded);
    }
    count_attributions(&mut counts, &text, &golds, &answers);
    counts
}

fn count_role(
    counts: &mut Counts,
    text: &Text,
    role: usize,
    golds: &[&Attribution],
    answers: &[&Attribution],
    discarded: &dyn Fn(usize, usize) -> bool,
) {
    let pieces = |of: &[&Attribution], bare: bool| -> BTreeSet<Span> {
        of.iter().flat_map(|a| text.pieces(a.role(role), bare)).collect()
    };
    let both = |gold: usize, answers: usize, shared: usize| -> Four {
        [shared as f64, shared as f64, answers as f64, gold as f64]
    };
    let compare = |gold: &BTreeSet<Span>, answers: &BTreeSet<Span>| -> Four {
        both(gold.len(), answers.len(), gold.intersection(answers).count())
    };
    let (gold, found) = (pieces(golds, false), pieces(answers, false));
    let starts = |of: &BTreeSet<Span>| -> BTreeSet<Span> { of.iter().map(|s| (s.0, 0)).collect() };
    let spans = &mut counts.spans[role];
    spans[0] = compare(&gold, &found);
    spans[1] = compare(&pieces(golds, true), &pieces(answers, true));
    spans[2] = compare(&starts(&gold), &starts(&found));
    let words =
        |of: &BTreeSet<Span>| -> Vec<Words> { of.iter().map(|s| text.word_set(&[*s])).collect() };
    let (gold, found) = (words(&gold), words(&found));
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, s) in found.iter().enumerate() {
            if !g.is_disjoint(s) {
                candidates.push((1.0 + f1(g, s), i, j));
            }
        }
    }
    spans[3] = both(gold.len(), found.len(), greedy(candidates).len());
    let all = |of: &[Words]| -> Words { of.iter().flatten().copied().collect() };
    let (all_gold, all_found) = (all(&gold), all(&found));
    let covered = |of: &[Words], by: &Words| -> f64 {
        let filled = of.iter().filter(|w| !w.is_empty());
        filled.map(|w| w.intersection(by).count() as f64 / w.len() as f64).sum()
    };
    let filled = |of: &[Words]| of.iter().filter(|w| !w.is_empty()).count() as f64;
    spans[4] =
        [covered(&found, &all_gold), covered(&gold, &all_found), filled(&found), filled(&gold)];
    let kept = |word: &&i64| match usize::try_from(**word) {
        Ok(word) => !discarded(text.words[word].0, text.words[word].1),
        Err(_) => {
            let at = (-1 - **word) as usize;
            !discarded(at, at + 1)
        }
    };
    let all_gold: Words = all_gold.iter().filter(kept).copied().collect();
    let all_found: Words = all_found.iter().filter(kept).copied().collect();
    let shared = all_gold.intersection(&all_found).count();
    counts.words[role] = both(all_gold.len(), all_found.len(), shared);
}

fn count_attributions(
    counts: &mut Counts,
    text: &Text,
    golds: &[&Attribution],
    answers: &[&Attribution],
) {
    let sets = |of: &[&Attribution]| -> Vec<[Words; 3]> {
        of.iter().map(|a| [0, 1, 2].map(|role| text.word_set(a.role(role)))).collect()
    };
    let (gold, found) = (sets(golds), sets(answers));
    for tier in &mut counts.tiers {
        *tier = [0.0, 0.0, answers.len() as f64, golds.len() as f64];
    }
    let kind = |of: &[&Attribution]| -> Vec<usize> {
        of.iter().map(|a| text.quote_kind(a.role(2))).collect()
    };
    let (gold_kinds, found_kinds) = (kind(golds), kind(answers));
    for k in &gold_kinds {
        counts.kinds[*k][1] += 1.0;
    }
    for k in &found_kinds {
        counts.kinds[*k][3] += 1.0;
    }
    let share = |a: &Words, b: &Words| !a.is_disjoint(b) || (a.is_empty() && b.is_empty());
    for (i, j) in paired(&gold, &found) {
        let (g, s) = (&gold[i], &found[j]);
        let mut hit = |tier: usize, by: f64| {
            counts.tiers[tier][0] += by;
            counts.tiers[tier][1] += by;
        };
        let content = f1(&g[2], &s[2]);
        hit(0, 1.0);
        hit(5, (content + f1(&g[0], &s[0]) + f1(&g[1], &s[1])) / 3.0);
        let who = share(&g[0], &s[0]);
        if content >= 0.5 {
            hit(1, 1.0);
        }
        if content >= 0.5 && who {
            hit(2, 1.0);
            if share(&g[1], &s[1]) {
                hit(3, 1.0);
            }
        }
        let same = |role| {
            text.pieces(golds[i].role(role), true) == text.pieces(answers[j].role(role), true)
        };
        if (0..3).all(same) {
            hit(4, 1.0);
        }
        if content >= 0.5 && who {
            counts.kinds[gold_kinds[i]][0] += 1.0;
            counts.kinds[found_kinds[j]][2] += 1.0;
        }
    }
}

/// Pairs by shared content; sources and cues only break ties. Solved apart for every group that
/// hangs together.
fn paired(gold: &[[Words; 3]], found: &[[Words; 3]]) -> Vec<(usize, usize)> {
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, s) in found.iter().enumerate() {
            if !g[2].is_disjoint(&s[2]) {
                let ties = 0.01 * f1(&g[0], &s[0]) + 0.01 * f1(&g[1], &s[1]);
                weights.insert((i, j), f1(&g[2], &s[2]) + ties);
            }
        }
    }
    let mut group_of: Vec<usize> = (0..gold.len() + found.len()).collect();
    fn root(of: &mut [usize], mut x: usize) -> usize {
        while of[x] != x {
            of[x] = of[of[x]];
            x = of[x];
        }
        x
    }
    for (i, j) in weights.keys() {
        let (a, b) = (root(&mut group_of, *i), root(&mut group_of, gold.len() + j));
        group_of[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for x in 0..gold.len() + found.len() {
        let group = groups.entry(root(&mut group_of, x)).or_default();
        match x.checked_sub(gold.len()) {
            None => group.0.push(x),
            Some(j) => group.1.push(j),
        }
    }
    let mut pairs = Vec::new();
    for (rows, columns) in groups.values() {
        let weight = |i: &usize, j: &usize| weights.get(&(*i, *j)).copied().unwrap_or(0.0);
        let matrix: Vec<Vec<f64>> =
            rows.iter().map(|i| columns.iter().map(|j| weight(i, j)).collect()).collect();
        pairs.extend(assignment(&matrix).into_iter().map(|(a, b)| (rows[a], columns[b])));
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_inner_marks() {
        let text = Text::new("Mr. O’Neil's U.S.-led “plan”: x_1");
        let words: Vec<String> =
            text.words.iter().map(|(s, e)| text.chars[*s..*e].iter().collect()).collect();
        assert_eq!(words, ["Mr", "O’Neil's", "U.S", "led", "plan", "x_1"]);
    }

    #[test]
    fn pieces_end_at_line_ends_and_join_over_blanks() {
        let text = Text::new("A said x.\nB y");
        assert_eq!(text.pieces(&[(0, 13)], false), [(0, 9), (10, 13)]);
        assert_eq!(text.pieces(&[(0, 9)], true), [(0, 8)]);
        assert_eq!(text.pieces(&[(0, 1), (2, 6)], false), [(0, 6)]);
    }

    #[test]
    fn a_quote_is_direct_when_its_letters_are_inside_the_marks() {
        let kind = |t: &str| KINDS[Text::new(t).quote_kind(&[(0, 99)])];
        assert_eq!(kind("“a b” c"), "mixed");
        assert_eq!(kind("\"a b\""), "direct");
        assert_eq!(kind("a b"), "indirect");
    }
}
