//! Syntax from raw text: the measures of the CoNLL 2018 shared task (Zeman et al. 2018).
//!
//! Gold and answer must hold the same characters once white space is removed; tokens, sentences and
//! words are aligned by position, the words inside a multiword token by their longest common
//! sequence of forms. Figures are in percent; `aligned` is accuracy among aligned words.

use crate::measure::ratio;
use crate::report::Row;
use anyhow::{Result, bail, ensure};
use std::collections::BTreeSet;

const CONTENT: [&str; 29] = [
    "nsubj",
    "obj",
    "iobj",
    "csubj",
    "ccomp",
    "xcomp",
    "obl",
    "vocative",
    "expl",
    "dislocated",
    "advcl",
    "advmod",
    "discourse",
    "nmod",
    "appos",
    "nummod",
    "acl",
    "amod",
    "conj",
    "fixed",
    "flat",
    "compound",
    "list",
    "parataxis",
    "orphan",
    "goeswith",
    "reparandum",
    "root",
    "dep",
];
const FUNCTION: [&str; 7] = ["aux", "cop", "mark", "det", "clf", "case", "cc"];
const UNIVERSAL_FEATURES: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number",
    "Case", "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident",
    "Polarity", "Person", "Polite",
];

/// A CoNLL-U file by the positions of its non-white characters.
#[derive(Default)]
pub struct Treebank {
    chars: String,
    /// Characters seen.
    length: usize,
    tokens: BTreeSet<(usize, usize)>,
    sentences: BTreeSet<(usize, usize)>,
    words: Vec<Word>,
}

struct Word {
    start: usize,
    end: usize,
    /// Part of a multiword token.
    multi: bool,
    form: String,
    lemma: String,
    upos: String,
    xpos: String,
    feats: String,
    /// Relation without its subtype.
    rel: String,
    relation: String,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// The running text of a CoNLL-U file: sentences joined by a space, paragraphs by an empty line.
pub fn raw_text(conllu: &str) -> String {
    let mut text = String::new();
    let mut paragraph = false;
    for line in conllu.lines() {
        if line.starts_with("# newdoc") || line.starts_with("# newpar") {
            paragraph = true;
        }
        if let Some(sentence) = line.strip_prefix("# text = ") {
            if !text.is_empty() {
                text.push_str(if paragraph { "\n\n" } else { " " });
            }
            text.push_str(sentence);
            paragraph = false;
        }
    }
    text.push('\n');
    text
}

/// White space as the shared task removes it.
fn squashed(text: &str) -> String {
    let is_blank = |c: char| {
        matches!(c, '\t' | '\r' | '\n' | '\u{200b}' | ' ' | '\u{a0}' | '\u{1680}')
            || matches!(c, '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
    };
    text.chars().filter(|c| !is_blank(*c)).collect()
}

impl Treebank {
    /// Reads CoNLL-U.
    pub fn read(conllu: &str) -> Result<Self> {
        let mut bank = Self::default();
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for line in conllu.lines().map(|l| l.trim_end_matches('\r')) {
            if line.trim().is_empty() {
                bank.close(&mut rows)?;
            } else if !line.starts_with('#') {
                let columns: Vec<&str> = line.split('\t').collect();
                ensure!(columns.len() == 10, "a row needs 10 columns: {line}");
                rows.push(columns);
            }
        }
        bank.close(&mut rows)?;
        Ok(bank)
    }

    fn close(&mut self, rows: &mut Vec<Vec<&str>>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (sentence, base) = (self.length, self.words.len());
        let mut heads = Vec::new();
        let (mut last_of_multi, mut multi_span) = (0, (0, 0));
        for columns in std::mem::take(rows) {
            let id = columns[0];
            if id.contains('.') {
                continue;
            }
            if let Some((_, last)) = id.split_once('-') {
                last_of_multi = last.parse()?;
                multi_span = self.token(columns[1]);
                continue;
            }
            let number: usize = id.parse()?;
            ensure!(number == heads.len() + 1, "word numbers are not 1..n near {columns:?}");
            let multi = number <= last_of_multi;
            let span = if multi { multi_span } else { self.token(columns[1]) };
            ensure!(span.1 > span.0, "an empty word form near {columns:?}");
            heads.push(columns[6].parse::<usize>().unwrap_or(0));
            self.words.push(word(&columns, span, multi));
        }
        for (i, head) in heads.iter().enumerate() {
            if *head > heads.len() {
                bail!("head {head} is outside its sentence");
            }
            if let Some(parent) = head.checked_sub(1) {
                self.words[base + i].parent = Some(base + parent);
                self.words[base + parent].children.push(base + i);
            }
        }
        self.sentences.insert((sentence, self.length));
        Ok(())
    }

    /// Takes a surface token's characters: its span.
    fn token(&mut self, form: &str) -> (usize, usize) {
        let form = squashed(form);
        let start = self.length;
        self.length += form.chars().count();
        self.chars.push_str(&form);
        self.tokens.insert((start, self.length));
        (start, self.length)
    }
}

fn word(columns: &[&str], (start, end): (usize, usize), multi: bool) -> Word {
    let is_universal = |feature: &&str| {
        UNIVERSAL_FEATURES.contains(&feature.split('=').next().unwrap_or_default())
    };
    let mut feats: Vec<&str> = columns[5].split('|').filter(is_universal).collect();
    feats.sort_unstable();
    Word {
        start,
        end,
        multi,
        form: columns[1].to_lowercase(),
        lemma: columns[2].to_owned(),
        upos: columns[3].to_owned(),
        xpos: columns[4].to_owned(),
        feats: feats.join("|"),
        rel: columns[7].split(':').next().unwrap_or_default().to_owned(),
        relation: columns[7].to_owned(),
        parent: None,
        children: Vec::new(),
    }
}

/// Scores an answer against gold.
pub fn score(gold: &Treebank, answer: &Treebank) -> Result<Vec<Row>> {
    if gold.chars != answer.chars {
        let at = gold.chars.chars().zip(answer.chars.chars()).take_while(|(a, b)| a == b).count();
        let near =
            |text: &str| -> String { text.chars().skip(at.saturating_sub(20)).take(40).collect() };
        bail!(
            "gold and answer differ at character {at}: {:?} and {:?}",
            near(&gold.chars),
            near(&answer.chars)
        );
    }
    let pairs = aligned(&gold.words, &answer.words);
    let mut partner: Vec<Option<usize>> = vec![None; gold.words.len()];
    let mut taken = vec![false; answer.words.len()];
    for (g, s) in &pairs {
        partner[*g] = Some(*s);
        taken[*s] = true;
    }
    let scorer = Scorer {
        gold: &gold.words,
        answer: &answer.words,
        pairs: &pairs,
        partner: &partner,
        taken: &taken,
    };
    let sets = |name: &str, a: &BTreeSet<(usize, usize)>, b: &BTreeSet<(usize, usize)>| {
        Row::new(name, &f1(a.intersection(b).count(), a.len(), b.len()))
    };
    let all = |_: &Word| true;
    let content = |w: &Word| CONTENT.contains(&w.rel.as_str());
    Ok(vec![
        sets("Tokens", &gold.tokens, &answer.tokens),
        sets("Sentences", &gold.sentences, &answer.sentences),
        Row::new("Words", &f1(pairs.len(), gold.words.len(), answer.words.len())),
        scorer.row("UPOS", all, |_, g, s| g.upos == s.upos),
        scorer.row("XPOS", all, |_, g, s| g.xpos == s.xpos),
        scorer.row("UFeats", all, |_, g, s| g.feats == s.feats),
        scorer.row("Lemmas", all, |_, g, s| same_lemma(g, s)),
        scorer.row("UAS", all, Scorer::head),
        scorer.row("LAS", all, Scorer::labelled),
        scorer.row("LAS+sub", all, |x, g, s| g.relation == s.relation && x.head(g, s)),
        scorer.row("CLAS", content, Scorer::labelled),
        scorer.row("MLAS", content, Scorer::morphology_aware),
        scorer.row("BLEX", content, |x, g, s| x.labelled(g, s) && same_lemma(g, s)),
    ])
}

fn f1(correct: usize, gold: usize, answers: usize) -> [(&'static str, f64); 3] {
    let (correct, gold, answers) = (correct as f64, gold as f64, answers as f64);
    [
        ("precision", 100.0 * ratio(correct, answers)),
        ("recall", 100.0 * ratio(correct, gold)),
        ("f1", 100.0 * ratio(2.0 * correct, gold + answers)),
    ]
}

fn same_lemma(gold: &Word, answer: &Word) -> bool {
    gold.lemma == "_" || gold.lemma == answer.lemma
}

struct Scorer<'t> {
    gold: &'t [Word],
    answer: &'t [Word],
    pairs: &'t [(usize, usize)],
    partner: &'t [Option<usize>],
    taken: &'t [bool],
}

impl Scorer<'_> {
    fn row(
        &self,
        name: &str,
        selects: impl Fn(&Word) -> bool,
        agrees: impl Fn(&Self, &Word, &Word) -> bool,
    ) -> Row {
        let chosen = self.pairs.iter().filter(|(g, _)| selects(&self.gold[*g]));
        let aligned = chosen.clone().count();
        let correct =
            chosen.filter(|(g, s)| agrees(self, &self.gold[*g], &self.answer[*s])).count();
        let count = |words: &[Word]| words.iter().filter(|w| selects(w)).count();
        Row::new(name, &f1(correct, count(self.gold), count(self.answer)))
            .and("aligned", 100.0 * ratio(correct as f64, aligned as f64))
    }

    fn head(&self, gold: &Word, answer: &Word) -> bool {
        match (gold.parent, answer.parent) {
            (None, None) => true,
            (Some(g), Some(s)) => self.partner[g] == Some(s),
            _ => false,
        }
    }

    fn labelled(&self, gold: &Word, answer: &Word) -> bool {
        gold.rel == answer.rel && self.head(gold, answer)
    }

    /// Labelled, tag and features right, and the same of every function word beneath.
    fn morphology_aware(&self, gold: &Word, answer: &Word) -> bool {
        fn functions<'w>(
            words: &'w [Word],
            of: &'w Word,
        ) -> impl Iterator<Item = (usize, &'w Word)> {
            let children = of.children.iter().map(|c| (*c, &words[*c]));
            children.filter(|(_, w)| FUNCTION.contains(&w.rel.as_str()))
        }
        let same = |((g, a), (s, b)): ((usize, &Word), (usize, &Word))| {
            self.taken[s]
                && self.partner[g] == Some(s)
                && (&a.rel, &a.upos, &a.feats) == (&b.rel, &b.upos, &b.feats)
        };
        self.labelled(gold, answer)
            && (&gold.upos, &gold.feats) == (&answer.upos, &answer.feats)
            && functions(self.gold, gold).count() == functions(self.answer, answer).count()
            && functions(self.gold, gold).zip(functions(self.answer, answer)).all(same)
    }
}

/// Pairs of words with the same span, or inside a multiword stretch in the longest common sequence
/// of forms.
fn aligned(gold: &[Word], answer: &[Word]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < gold.len() && j < answer.len() {
        let (g, s) = (&gold[i], &answer[j]);
        if !g.multi && !s.multi {
            if (g.start, g.end) == (s.start, s.end) {
                pairs.push((i, j));
                (i, j) = (i + 1, j + 1);
            } else if g.start <= s.start {
                i += 1;
            } else {
                j += 1;
            }
            continue;
        }
        // A multiword token opens on at least one side: what ends before it has no partner.
        if s.end <= g.start {
            j += 1;
            continue;
        }
        if g.end <= s.start {
            i += 1;
            continue;
        }
        let (first_gold, first_answer) = (i, j);
        let mut end = [g, s].iter().filter(|w| w.multi).map(|w| w.end).max().unwrap_or(0);
        loop {
            let before = (i, j);
            for (words, at) in [(gold, &mut i), (answer, &mut j)] {
                while *at < words.len() && words[*at].start < end {
                    if words[*at].multi {
                        end = end.max(words[*at].end);
                    }
                    *at += 1;
                }
            }
            if (i, j) == before {
                break;
            }
        }
        let common = common_forms(&gold[first_gold..i], &answer[first_answer..j]);
        pairs.extend(common.into_iter().map(|(a, b)| (first_gold + a, first_answer + b)));
    }
    pairs
}

/// The longest common sequence of forms.
fn common_forms(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = match a[i].form == b[j].form {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].form == b[j].form {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
