//! What fusing keeps of an article: hashed words and their weights, no text and no tree.

use chancery_article::{Article, Span, TokenId};
use chancery_event::Findings;
use chancery_mention::{ActorForm, Mentions};
use chancery_syntax::{Rel, Sentence, Syntax, SyntaxModel, Token, Upos};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

use crate::model::FuseModel;

/// Words with their weights, by their hash, each once.
pub(crate) type Bag = Vec<(u32, f32)>;

/// Words and how often they stand, by their hash, each once.
pub(crate) type WordCounts = Vec<(u32, u32)>;

/// One article with the mentions to be fused.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// The article's id; no two reports that are fused together share it.
    pub id: String,
    /// Day of publication, counted from 1970-01-01.
    pub(crate) published: Option<i32>,
    /// All content words.
    pub(crate) counts: WordCounts,
    /// The same, weighted by rarity and number; length one.
    pub(crate) words: Bag,
    /// Words of names.
    pub(crate) names: Bag,
    /// The rarest words, the rarest first: articles are neighbours by them.
    pub(crate) keys: Vec<u32>,
    /// The sentences that hold mentions.
    pub(crate) sentences: Vec<SentenceSketch>,
    /// The mentions, in the order in which their spans were given.
    pub mentions: Vec<MentionSketch>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct SentenceSketch {
    pub(crate) words: Bag,
    pub(crate) names: Bag,
    pub(crate) numbers: Bag,
    /// Names of its places.
    pub(crate) places: Bag,
    /// Mean of the vectors of its content words.
    pub(crate) vector: Vec<i8>,
}

/// One mention of an event.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MentionSketch {
    /// Its words, in bytes of the article's text.
    pub span: Span,
    /// The lemma of its head.
    pub lemma: String,
    pub(crate) stem: u32,
    pub(crate) rarity: f32,
    pub(crate) verbal: bool,
    /// The head's vector: both halves of length 127.
    pub(crate) vector: Vec<i8>,
    /// All content words of the trigger.
    pub(crate) words: Bag,
    pub(crate) agents: Bag,
    pub(crate) patients: Bag,
    /// Every argument, agents and patients too.
    pub(crate) arguments: Bag,
    /// Its sentence: the number in the article, and the position in [`Report::sentences`].
    pub(crate) sentence: u32,
    pub(crate) slot: u32,
    /// The days of the nearest time of its sentence.
    pub(crate) days: Option<(i32, i32)>,
    /// Words of that time.
    pub(crate) time: Bag,
    pub(crate) factuality: u8,
    /// Mentions with this stem in the article.
    pub(crate) twins: u32,
}

/// FNV-1a, folded.
pub(crate) fn hash(word: &str) -> u32 {
    let all = word
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
    (all ^ (all >> 32)) as u32
}

/// Endings, and how many letters have to be left when they are cut; the first that fits is cut.
static ENDINGS: LazyLock<Vec<(&str, usize)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/fuse/endings.tsv").lines().skip(1);
    let row = |row: &'static str| {
        let (ending, left) = row.split_once('\t').expect("a row has two columns");
        (ending, left.parse().expect("the second column is a number"))
    };
    rows.map(row).collect()
});

/// A lemma without the endings that make nouns of verbs and verbs of nouns: "explosion" and
/// "explode", "arrest" and "arrested", "killer" and "kill". Crude: it only proposes, the score
/// decides.
pub(crate) fn stem(lemma: &str) -> String {
    let cut = ENDINGS.iter().find_map(|(ending, letters)| {
        lemma.strip_suffix(ending).filter(|left| left.chars().count() >= *letters)
    });
    let left = cut.unwrap_or(lemma);
    // "plotted" and "plot", "explosion" and "explode"
    let mut letters: Vec<char> = left.chars().collect();
    if letters.len() > 3 && letters[letters.len() - 1] == letters[letters.len() - 2] {
        letters.pop();
    }
    if letters.len() > 4 && matches!(letters[letters.len() - 1], 'd' | 's' | 't') {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// Numbers the days from 1970-01-01.
pub(crate) fn day(date: Date) -> i32 {
    let hours = date.duration_since(Date::constant(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).expect("four-digit years have fewer days")
}

fn is_content(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::X)
}

/// Sorts by hash and keeps each word once.
fn bag(mut words: Bag) -> Bag {
    words.sort_unstable_by_key(|w| w.0);
    words.dedup_by_key(|w| w.0);
    words
}

fn normalise(words: &mut Bag) {
    let length = words.iter().map(|w| w.1 * w.1).sum::<f32>().sqrt();
    if length > 0.0 {
        for word in words {
            word.1 /= length;
        }
    }
}

/// Each half brought to length 127, rounded.
fn rounded(vector: &[f32]) -> Vec<i8> {
    let mut out = Vec::with_capacity(vector.len());
    for half in vector.chunks(vector.len().div_ceil(2).max(1)) {
        let length = half.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
        out.extend(half.iter().map(|v| (v / length * 127.0).round() as i8));
    }
    out
}

struct Sketcher<'a> {
    syntax: &'a Syntax,
    model: &'a FuseModel,
    vectors: &'a SyntaxModel,
    /// Lowercase lemma of each token.
    lemmas: Vec<String>,
    /// What a pronoun or common noun stands for, by its head.
    named: FxHashMap<TokenId, Vec<String>>,
}

impl Sketcher<'_> {
    fn word(&self, id: TokenId) -> (u32, f32) {
        let hash = hash(&self.lemmas[id.index()]);
        (hash, self.model.rarity(hash))
    }

    fn vector(&self, id: TokenId) -> Vec<i8> {
        let own = self.vectors.vector(&self.lemmas[id.index()]);
        own.map(|v| rounded(&v)).unwrap_or_default()
    }

    /// The words of an argument: its head, the parts of its name, what it stands for.
    fn argument(&self, id: TokenId, out: &mut Bag) {
        let token = self.syntax.token(id);
        if is_content(token) {
            out.push(self.word(id));
        }
        for c in self.syntax.children(id) {
            let child = self.syntax.token(*c);
            if matches!(child.rel, Rel::Flat | Rel::Compound | Rel::Nummod) && is_content(child)
                || child.rel == Rel::Amod && child.upos == Upos::Propn
                || child.rel == Rel::NmodPoss && child.upos == Upos::Propn
            {
                out.push(self.word(*c));
            }
            if child.rel == Rel::Conj && token.rel != Rel::Conj {
                self.argument(*c, out);
            }
        }
        for name in self.named.get(&id).into_iter().flatten() {
            let hash = hash(name);
            out.push((hash, self.model.rarity(hash)));
        }
    }

    /// Agents, patients and all arguments of a predicate.
    fn arguments(&self, head: TokenId) -> [Bag; 3] {
        let (mut agents, mut patients, mut rest) = (Bag::new(), Bag::new(), Bag::new());
        let syntax = self.syntax;
        let mut subject = false;
        for c in syntax.children(head).iter().copied() {
            let marked = |word: &str| {
                syntax.children_by(c, Rel::Case).any(|k| self.lemmas[k.index()] == word)
            };
            match syntax.token(c).rel {
                Rel::Nsubj | Rel::OblAgent => {
                    subject |= syntax.token(c).rel == Rel::Nsubj;
                    self.argument(c, &mut agents);
                }
                Rel::NsubjPass => {
                    subject = true;
                    self.argument(c, &mut patients);
                }
                Rel::Obj => self.argument(c, &mut patients),
                Rel::Nmod if marked("of") => self.argument(c, &mut patients),
                Rel::Nmod | Rel::Obl if marked("by") => self.argument(c, &mut agents),
                Rel::Obl
                | Rel::Nmod
                | Rel::NmodPoss
                | Rel::Compound
                | Rel::Amod
                | Rel::Iobj
                | Rel::Appos
                | Rel::NmodUnmarked
                | Rel::OblUnmarked
                | Rel::Nummod
                | Rel::Flat => self.argument(c, &mut rest),
                Rel::Xcomp | Rel::Ccomp if is_content(syntax.token(c)) => rest.push(self.word(c)),
                _ => {}
            }
        }
        let token = syntax.token(head);
        if let (Some(above), false) = (token.head, subject) {
            match token.rel {
                // "was arrested and charged", "wants to leave": the subject of both
                Rel::Conj | Rel::Xcomp | Rel::Advcl | Rel::Obj | Rel::Obl | Rel::Nsubj => {
                    for c in syntax.children(above).iter().copied().filter(|c| *c != head) {
                        match syntax.token(c).rel {
                            Rel::Nsubj if token.upos == Upos::Verb => self.argument(c, &mut agents),
                            Rel::Nsubj | Rel::NsubjPass => self.argument(c, &mut rest),
                            Rel::Obj if token.rel != Rel::Obj => self.argument(c, &mut rest),
                            _ => {}
                        }
                    }
                }
                Rel::Acl | Rel::AclRelcl => self.argument(above, &mut rest),
                Rel::Nmod | Rel::Compound | Rel::NmodPoss if token.upos != Upos::Verb => {
                    self.argument(above, &mut rest);
                }
                _ => {}
            }
        }
        let (agents, patients) = (bag(agents), bag(patients));
        rest.extend_from_slice(&agents);
        rest.extend_from_slice(&patients);
        [agents, patients, bag(rest)]
    }

    /// The head of a trigger: the token whose own head lies outside, content words first.
    fn head(&self, span: Span) -> Option<TokenId> {
        let heads: Vec<TokenId> = self.syntax.tops(self.syntax.tokens_in(span)).collect();
        let content = heads.iter().find(|id| is_content(self.syntax.token(**id)));
        content.or(heads.first()).copied()
    }

    fn days(&self, found: &Mentions, head: TokenId) -> (Option<(i32, i32)>, Bag) {
        let sentence = self.syntax.sentence(self.syntax.token(head).sentence);
        let near = found
            .times
            .iter()
            .filter(|t| t.tokens.start >= sentence.first.0 && t.tokens.start < sentence.end.0)
            .min_by_key(|t| t.tokens.start.abs_diff(head.0));
        let Some(time) = near else { return (None, Bag::new()) };
        let words = time.tokens.clone().map(TokenId).filter(|id| {
            let token = self.syntax.token(*id);
            is_content(token)
        });
        let words = bag(words.map(|id| self.word(id)).collect());
        (time.from.zip(time.to).map(|(from, to)| (day(from), day(to))), words)
    }
}

/// Under so many of its rarest words an article is filed: a long one under rare words alone, a short
/// one under a few of any kind.
const KEYS: usize = 24;
const FEWEST_KEYS: usize = 8;

/// Sketches an article with the mentions at `spans` (bytes of its text). A span without a token is
/// kept, as a mention that is like no other.
pub fn sketch(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    findings: &Findings,
    vectors: &SyntaxModel,
    model: &FuseModel,
    spans: &[Span],
) -> Report {
    let lemmas = syntax.tokens().iter().map(|t| t.lemma.to_lowercase()).collect();
    let mut sketcher = Sketcher { syntax, model, vectors, lemmas, named: FxHashMap::default() };
    sketcher.named = named(mentions);
    let it = &sketcher;

    let in_name = {
        let mut in_name = vec![false; syntax.tokens().len()];
        for name in syntax.names() {
            for id in name.first.0..name.end.0 {
                in_name[id as usize] = true;
            }
        }
        in_name
    };
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut names = Bag::new();
    let mut sentences = Vec::with_capacity(syntax.sentences().len());
    for (number, _) in syntax.sentences().iter().enumerate() {
        let mut sentence = SentenceSketch::default();
        let mut mean: Vec<f32> = Vec::new();
        for (id, token) in syntax.tokens_of(number.into()) {
            if !is_content(token) {
                continue;
            }
            let word = it.word(id);
            sentence.words.push(word);
            *counts.entry(word.0).or_default() += 1;
            if in_name[id.index()] {
                sentence.names.push(word);
                names.push(word);
            }
            if token.upos == Upos::Num {
                sentence.numbers.push(word);
            }
            if let Some(v) = vectors.vector(&it.lemmas[id.index()]) {
                mean.resize(v.len(), 0.0);
                mean.iter_mut().zip(v).for_each(|(m, v)| *m += v * word.1);
            }
        }
        sentence.words = bag(sentence.words);
        sentence.names = bag(sentence.names);
        sentence.numbers = bag(sentence.numbers);
        sentence.vector = rounded(&mean);
        let Sentence { first, end, .. } = syntax.sentence(number.into());
        let places = mentions.places.iter().filter(|p| (first.0..end.0).contains(&p.tokens.start));
        let places = places.map(|p| {
            let hash = hash(&p.name.to_lowercase());
            (hash, model.rarity(hash))
        });
        sentence.places = bag(places.collect());
        sentences.push(sentence);
    }
    let mut counts: WordCounts = counts.into_iter().collect();
    counts.sort_unstable();

    let mut labels: FxHashMap<TokenId, u8> = FxHashMap::default();
    for predicate in &findings.predicates {
        labels.insert(predicate.token, predicate.label() as u8 + 1);
    }
    let mut sketches: Vec<MentionSketch> = spans
        .iter()
        .map(|span| {
            let Some(head) = it.head(*span) else { return MentionSketch::empty(*span) };
            let token = syntax.token(head);
            let [agents, patients, arguments] = it.arguments(head);
            let (days, time) = it.days(mentions, head);
            let inside = syntax.tokens_in(*span).map(TokenId);
            let inside = inside.filter(|id| is_content(syntax.token(*id))).map(|id| it.word(id));
            let lemma = it.lemmas[head.index()].clone();
            MentionSketch {
                span: *span,
                verbal: token.upos == Upos::Verb,
                vector: it.vector(head),
                words: bag(inside.collect()),
                agents,
                patients,
                arguments,
                sentence: token.sentence.0,
                slot: u32::MAX,
                days,
                time,
                factuality: labels.get(&head).copied().unwrap_or(0),
                ..MentionSketch::of(lemma, model)
            }
        })
        .collect();
    let mut slots: FxHashMap<u32, u32> = FxHashMap::default();
    let mut kept = Vec::new();
    for sketch in &mut sketches {
        if let Some(sentence) = sentences.get_mut(sketch.sentence as usize) {
            sketch.slot = *slots.entry(sketch.sentence).or_insert_with(|| {
                kept.push(std::mem::take(sentence));
                kept.len() as u32 - 1
            });
        }
    }
    let mut report = Report {
        id: article.id.clone(),
        published: article.published.map(day),
        counts,
        names: bag(names),
        sentences: kept,
        mentions: sketches,
        ..Report::default()
    };
    report.weigh(model);
    report
}

impl Report {
    /// Day of publication, counted from 1970-01-01.
    pub fn day(&self) -> Option<i32> {
        self.published
    }

    /// The hashes of its rarest words, the rarest first: what the article is filed under. See
    /// [`crate::Index`] for how articles find each other by them.
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// The same report under another name with other words, for tests and measurements: `other` gives
    /// for each hash of a word the one to stand in its place. Lemmas and vectors of triggers stay.
    #[must_use]
    pub fn reworded(
        &self,
        id: String,
        day: Option<i32>,
        model: &FuseModel,
        mut other: impl FnMut(u32) -> u32,
    ) -> Self {
        let mut report = self.clone();
        (report.id, report.published) = (id, day);
        let mut renew = |words: &mut Bag| {
            for word in words.iter_mut() {
                word.0 = other(word.0);
                word.1 = model.rarity(word.0);
            }
            words.sort_unstable_by_key(|w| w.0);
            words.dedup_by_key(|w| w.0);
        };
        renew(&mut report.names);
        for s in &mut report.sentences {
            for words in [&mut s.words, &mut s.names, &mut s.numbers, &mut s.places] {
                renew(words);
            }
        }
        for m in &mut report.mentions {
            for words in [&mut m.words, &mut m.agents, &mut m.patients, &mut m.arguments] {
                renew(words);
            }
            renew(&mut m.time);
        }
        for word in &mut report.counts {
            word.0 = other(word.0);
        }
        report.counts.sort_unstable();
        report.counts.dedup_by_key(|w| w.0);
        report.weigh(model);
        report
    }

    /// Whatever follows from the words and the model.
    pub(crate) fn weigh(&mut self, model: &FuseModel) {
        let weight = |(hash, count): &(u32, u32)| {
            (*hash, model.rarity(*hash) * (1.0 + (*count as f32).ln()))
        };
        self.words = self.counts.iter().map(weight).collect();
        let mut rarest = self.words.clone();
        rarest.sort_by(|a, b| {
            let common = |word: u32| model.is_common(word);
            common(a.0).cmp(&common(b.0)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        });
        let kept = rarest.iter().enumerate().take(KEYS);
        let kept = kept.filter(|(n, word)| *n < FEWEST_KEYS || !model.is_common(word.0));
        self.keys = kept.map(|(_, word)| word.0).collect();
        normalise(&mut self.words);
        let mut stems: FxHashMap<u32, u32> = FxHashMap::default();
        for mention in &self.mentions {
            *stems.entry(mention.stem).or_default() += 1;
        }
        for mention in &mut self.mentions {
            mention.twins = stems[&mention.stem];
        }
    }
}

/// By the head of each actor mention: the words of the name its chain goes by, and its registry id.
fn named(mentions: &Mentions) -> FxHashMap<TokenId, Vec<String>> {
    let mut chains: FxHashMap<_, Vec<String>> = FxHashMap::default();
    for actor in mentions.actors.iter().filter(|a| a.form == ActorForm::Name) {
        if let Some(name) = actor.person.as_ref().or(actor.name.as_ref()) {
            let words = name.split_whitespace().map(str::to_lowercase);
            chains.entry(actor.entity).or_insert_with(|| words.collect());
        }
    }
    let mut named: FxHashMap<TokenId, Vec<String>> = FxHashMap::default();
    for actor in &mentions.actors {
        let mut words = chains.get(&actor.entity).cloned().unwrap_or_default();
        words.extend(actor.id.iter().map(|id| format!("id {id}")));
        named.entry(actor.head).or_insert(words);
    }
    named
}

impl MentionSketch {
    /// A mention of which the lemma is known.
    pub(crate) fn of(lemma: String, model: &FuseModel) -> Self {
        let hashed = hash(&lemma);
        Self { stem: hash(&stem(&lemma)), rarity: model.rarity(hashed), lemma, ..Self::default() }
    }

    /// A mention without a token.
    fn empty(span: Span) -> Self {
        Self { span, sentence: u32::MAX, slot: u32::MAX, ..Self::default() }
    }
}

/// Hashes of the content words of an article, each once: what the model's rarity is counted from.
pub fn words(syntax: &Syntax) -> Vec<u32> {
    let content = syntax.tokens().iter().filter(|t| is_content(t));
    let mut words: Vec<u32> = content.map(|t| hash(&t.lemma.to_lowercase())).collect();
    words.sort_unstable();
    words.dedup();
    words
}
