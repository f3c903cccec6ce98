//! Tokens, sentences, tags, lemmas, trees and names: Universal Dependencies for raw English text.
//!
//! [`parse`] is total: any text gives a [`Syntax`], tokens and the gaps between them spell the text
//! again, and the same text gives the same result, whatever the machine.
//!
//! The model is ours, trained by the scripts in `training/` on open treebanks; MODEL_CARD.md says
//! on what, and how well it reads.

mod counts;
mod decode;
mod format;
mod forms;
mod kernels;
mod lemma;
mod names;
mod network;
mod reporting;
mod split;
mod stretches;
mod syntax;
mod tags;
mod tokens;
mod words;

pub mod conllu;
pub mod tree;

pub use format::{FORMAT, ModelError};
pub use names::{Name, NameKind};
pub use syntax::{Multiword, Sentence, Syntax, Token};
pub use tags::{Rel, Upos};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chancery_article::{Article, SentenceId, Span, TokenId};
use smol_str::SmolStr;

use format::File;
use forms::Forms;
use lemma::Lemmas;
use network::{Found, MOST_WORDS, Network};
use split::{Seen, Splitter};
use tokens::{Piece, Rules};

/// Words of sentences that go through the network together.
const BATCH: usize = 1200;

/// The trained model: weights and label inventories.
pub struct SyntaxModel {
    network: Network,
    splitter: Splitter,
    rules: Rules,
    upos: Vec<Upos>,
    xpos: Vec<&'static str>,
    feats: Vec<Arc<str>>,
    lemmas: Lemmas,
    rel: Vec<Rel>,
    /// Buffers of threads that parse, laid back after each article.
    spare: Mutex<Vec<Scratch>>,
    facts: BTreeMap<String, String>,
}

/// Everything a thread needs to parse, used again from article to article: in the steady state
/// the network allocates nothing.
struct Scratch {
    forms: Forms,
    kinds: Vec<u32>,
    lengths: Vec<usize>,
    network: network::Scratch,
    splitter: split::Scratch,
    scores: Vec<f32>,
    pieces: Vec<Piece>,
    /// Words of the sentences not yet read, and of each sentence how many, and whether a paragraph
    /// opens with it.
    waiting: Vec<Piece>,
    sentences: Vec<(usize, bool)>,
    found: Vec<Found>,
    lemma: String,
}

static EMBEDDED: &[u8] = include_bytes!("../../../models/syntax-en.chm");

impl SyntaxModel {
    /// The model that is compiled into the program.
    pub fn embedded() -> Self {
        Self::read(Cow::Borrowed(EMBEDDED)).expect("the embedded model is opened by a test")
    }

    /// Opens a model file's bytes.
    ///
    /// # Errors
    /// If the bytes are not a whole model of the format and shape that this program reads.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let file = File::open(&bytes)?;
        let unknown = |what: &str, name: &str| ModelError::Shape {
            what: format!("{what} {name} is unknown"),
        };
        let upos = file
            .names("upos")?
            .iter()
            .map(|n| Upos::from_name(n).ok_or_else(|| unknown("part of speech", n)));
        let xpos =
            file.names("xpos")?.iter().map(|n| tags::xpos(n).ok_or_else(|| unknown("tag", n)));
        let rel = file
            .names("rel")?
            .iter()
            .map(|n| Rel::from_name(n).ok_or_else(|| unknown("relation", n)));
        let network = Network::read(&file)?;
        Ok(Self {
            upos: upos.collect::<Result<_, _>>()?,
            xpos: xpos.collect::<Result<_, _>>()?,
            rel: rel.collect::<Result<_, _>>()?,
            feats: file.names("feats")?.iter().map(|n| n.as_str().into()).collect(),
            lemmas: Lemmas::read(&file)?,
            splitter: Splitter::read(&file, network.vector_width())?,
            network,
            spare: Mutex::default(),
            rules: Rules::read(),
            facts: file.facts.clone(),
        })
    }

    fn scratch(&self) -> Scratch {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        spare.pop().unwrap_or_else(|| Scratch {
            forms: Forms::new(self.network.projection()),
            kinds: Vec::new(),
            lengths: Vec::new(),
            network: network::Scratch::default(),
            splitter: split::Scratch::default(),
            scores: Vec::new(),
            pieces: Vec::new(),
            waiting: Vec::new(),
            sentences: Vec::new(),
            found: Vec::new(),
            lemma: String::new(),
        })
    }

    fn lay_back(&self, scratch: Scratch) {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }

    /// The fixed vector of a form, if the vocabulary knows it: words of like use lie close by their
    /// cosine. Upper case, and which digits a number has, make no difference.
    ///
    /// ```
    /// let model = chancery_syntax::SyntaxModel::embedded();
    /// let vector = model.vector("Talks").expect("a common word");
    /// assert_eq!(model.vector("talks"), Some(vector));
    /// assert_eq!(model.vector("qzxv-no-word"), None);
    /// ```
    pub fn vector(&self, form: &str) -> Option<Vec<f32>> {
        let mut normal = String::new();
        words::normal(form, &mut normal);
        self.network.known_vector(&normal)
    }

    /// What the file says about itself: name, training data, seed, scores.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.facts.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// Reads an article's syntax.
///
/// Sentences never cross the edge of a region, a paragraph or a line (where lines are not mere
/// wrapping). Every token lies on character boundaries; white space lies between tokens.
pub fn parse(article: &Article, model: &SyntaxModel) -> Syntax {
    parse_knowing(article, model, |_| None)
}

/// As [`parse`], with knowledge of names: `known` says of a name's words what they are known to name,
/// if it is one thing only. It weighs on what kind a name is taken for, never on where names are.
pub fn parse_knowing(
    article: &Article,
    model: &SyntaxModel,
    known: impl Fn(&str) -> Option<NameKind>,
) -> Syntax {
    let mut scratch = model.scratch();
    let mut builder = Builder::new(model, article.text());
    cut(article, model, &mut scratch, |pieces, opens, scratch| builder.add(pieces, opens, scratch));
    let syntax = builder.finish(&mut scratch, known);
    model.lay_back(scratch);
    syntax
}

/// The words of an article, sentence by sentence, without tags or trees: as [`parse`] cuts them.
pub fn tokens(article: &Article, model: &SyntaxModel) -> Vec<Vec<Span>> {
    let mut scratch = model.scratch();
    let mut sentences = Vec::new();
    cut(article, model, &mut scratch, |pieces, _, _| {
        let span = |piece: &Piece| Span::new(piece.start as u32, piece.end as u32);
        sentences.push(pieces.iter().map(span).collect());
    });
    model.lay_back(scratch);
    sentences
}

/// Gives each sentence of an article to `take`: its words, and whether a paragraph opens with it.
fn cut(
    article: &Article,
    model: &SyntaxModel,
    scratch: &mut Scratch,
    mut take: impl FnMut(&[Piece], bool, &mut Scratch),
) {
    let text = article.text();
    let mut pieces = std::mem::take(&mut scratch.pieces);
    let mut scores = std::mem::take(&mut scratch.scores);
    for stretch in stretches::find(article) {
        pieces.clear();
        model.rules.split(text, stretch.start, stretch.end, &mut pieces);
        let seen = seen(text, stretch.start, &pieces);
        model.splitter.scores(&model.network, &seen, &mut scratch.splitter, &mut scores);
        let mut first = 0;
        for end in split::ends(&seen, &scores, MOST_WORDS, &model.rules) {
            take(&pieces[first..end], stretch.opens && first == 0, scratch);
            first = end;
        }
    }
    scratch.pieces = pieces;
    scratch.scores = scores;
}

/// The words of a stretch as the splitter looks at them.
fn seen<'t>(text: &'t str, start: usize, pieces: &[Piece]) -> Vec<Seen<'t>> {
    let mut before = start;
    let mut first = true;
    pieces
        .iter()
        .map(|piece| {
            let space = first || piece.start > before;
            (before, first) = (piece.end, false);
            Seen { form: &text[piece.start..piece.end], space, joined: piece.joined }
        })
        .collect()
}

/// Collects sentences, runs them in batches, and puts the syntax together.
struct Builder<'m, 't> {
    model: &'m SyntaxModel,
    text: &'t str,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    multiwords: Vec<Multiword>,
    names: names::Names,
}

impl<'m, 't> Builder<'m, 't> {
    fn new(model: &'m SyntaxModel, text: &'t str) -> Self {
        Self {
            model,
            text,
            sentences: Vec::new(),
            tokens: Vec::new(),
            multiwords: Vec::new(),
            names: names::Names::default(),
        }
    }

    fn add(&mut self, pieces: &[Piece], opens: bool, scratch: &mut Scratch) {
        scratch.waiting.extend_from_slice(pieces);
        scratch.sentences.push((pieces.len(), opens));
        if scratch.waiting.len() >= BATCH {
            self.run(scratch);
        }
    }

    fn run(&mut self, s: &mut Scratch) {
        let network = &self.model.network;
        s.forms.number(
            s.waiting.iter().map(|piece| &self.text[piece.start..piece.end]),
            &mut s.kinds,
            |form, normal, spare, inputs| network.input(form, normal, spare, inputs),
            |inputs, count, out| network.project(inputs, count, out),
        );
        s.lengths.clear();
        s.lengths.extend(s.sentences.iter().map(|(words, _)| *words));
        s.found.clear();
        network.run(&s.lengths, &s.kinds, &s.forms, &mut s.network, &mut s.found);
        let mut first = 0;
        for (words, opens) in &s.sentences {
            let own = first..first + words;
            first = own.end;
            self.sentence(&s.waiting[own.clone()], &s.found[own], *opens, &mut s.lemma);
        }
        s.waiting.clear();
        s.sentences.clear();
    }

    fn sentence(
        &mut self,
        pieces: &[Piece],
        found: &[Found],
        opens_paragraph: bool,
        lemma: &mut String,
    ) {
        let (Some(head), Some(tail)) = (pieces.first(), pieces.last()) else { return };
        let first = self.tokens.len();
        let sentence = SentenceId::from(self.sentences.len());
        let mut root = TokenId::from(first);
        for (i, (piece, found)) in pieces.iter().zip(found).enumerate() {
            if found.head.is_none() {
                root = TokenId::from(first + i);
            }
            let form = &self.text[piece.start..piece.end];
            let xpos = self.model.xpos[usize::from(found.xpos)];
            let is_word = |word: &str| self.model.network.knows(word);
            self.model.lemmas.find(form, xpos, is_word, lemma);
            self.tokens.push(Token {
                span: Span::new(piece.start as u32, piece.end as u32),
                lemma: SmolStr::new(&*lemma),
                upos: self.model.upos[usize::from(found.upos)],
                xpos,
                feats: Arc::clone(&self.model.feats[usize::from(found.feats)]),
                head: found.head.map(|h| TokenId::from(first + usize::from(h))),
                rel: self.model.rel[usize::from(found.rel)],
                sentence,
            });
            let id = first + i;
            match self.multiwords.last_mut() {
                Some(last) if piece.joined && last.end.index() == id => {
                    last.end = TokenId::from(id + 1)
                }
                _ if piece.joined && i > 0 => {
                    self.multiwords.push(Multiword {
                        first: TokenId::from(id - 1),
                        end: TokenId::from(id + 1),
                    });
                }
                _ => {}
            }
        }
        self.names.add(found, &self.tokens);
        counts::repair(&mut self.tokens[first..], first);
        reporting::repair(self.text, &mut self.tokens[first..], first, &mut root);
        self.sentences.push(Sentence {
            span: Span::new(head.start as u32, tail.end as u32),
            first: TokenId::from(first),
            end: TokenId::from(self.tokens.len()),
            root,
            opens_paragraph,
        });
    }

    fn finish(mut self, scratch: &mut Scratch, known: impl Fn(&str) -> Option<NameKind>) -> Syntax {
        self.run(scratch);
        let names = self.names.finish(self.text, &self.tokens, known);
        Syntax::new(self.sentences, self.tokens, self.multiwords, names)
    }
}
