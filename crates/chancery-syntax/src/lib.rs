//! Tokens, sentences, tags, lemmas and trees: Universal Dependencies for raw English text.
//!
//! [`parse`] is total: any text gives a [`Syntax`], tokens and the gaps between them spell the text
//! again, and the same text gives the same result, whatever the machine.
//!
//! The model is ours, trained by the scripts in `training/` on open treebanks; MODEL_CARD.md says
//! on what, and how well it reads.

mod counts;
mod decode;
mod format;
mod kernels;
mod lemma;
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
pub use syntax::{Multiword, Sentence, Syntax, Token};
pub use tags::{Rel, Upos};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_article::{Article, SentenceId, Span, TokenId};
use smol_str::SmolStr;

use format::File;
use lemma::Lemmas;
use network::{Found, MOST_WORDS, Network, Scratch};
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
    facts: BTreeMap<String, String>,
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
        Ok(Self {
            upos: upos.collect::<Result<_, _>>()?,
            xpos: xpos.collect::<Result<_, _>>()?,
            rel: rel.collect::<Result<_, _>>()?,
            feats: file.names("feats")?.iter().map(|n| n.as_str().into()).collect(),
            lemmas: Lemmas::read(&file)?,
            network: Network::read(&file)?,
            splitter: Splitter::read(&file)?,
            rules: Rules::read(),
            facts: file.facts.clone(),
        })
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
    let mut builder = Builder::new(model, article.text());
    cut(article, model, |pieces, opens| builder.add(pieces, opens));
    builder.finish()
}

/// The words of an article, sentence by sentence, without tags or trees: as [`parse`] cuts them.
pub fn tokens(article: &Article, model: &SyntaxModel) -> Vec<Vec<Span>> {
    let mut sentences = Vec::new();
    cut(article, model, |pieces, _| {
        let span = |piece: &Piece| Span::new(piece.start as u32, piece.end as u32);
        sentences.push(pieces.iter().map(span).collect());
    });
    sentences
}

/// Gives each sentence of an article to `take`: its words, and whether a paragraph opens with it.
fn cut(article: &Article, model: &SyntaxModel, mut take: impl FnMut(&[Piece], bool)) {
    let text = article.text();
    let mut pieces = Vec::new();
    for stretch in stretches::find(article) {
        pieces.clear();
        model.rules.split(text, stretch.start, stretch.end, &mut pieces);
        let seen = seen(text, stretch.start, &pieces);
        let scores = model.splitter.scores(&model.network, &seen);
        let mut first = 0;
        for end in split::ends(&seen, &scores, MOST_WORDS, &model.rules) {
            take(&pieces[first..end], stretch.opens && first == 0);
            first = end;
        }
    }
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
    scratch: Scratch,
    found: Vec<Found>,
    spare: String,
    /// Sentences not yet read: their words, and whether a paragraph opens.
    waiting: Vec<(Vec<Piece>, bool)>,
    words: usize,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    multiwords: Vec<Multiword>,
}

impl<'m, 't> Builder<'m, 't> {
    fn new(model: &'m SyntaxModel, text: &'t str) -> Self {
        Self {
            model,
            text,
            scratch: Scratch::default(),
            found: Vec::new(),
            spare: String::new(),
            waiting: Vec::new(),
            words: 0,
            sentences: Vec::new(),
            tokens: Vec::new(),
            multiwords: Vec::new(),
        }
    }

    fn add(&mut self, pieces: &[Piece], opens: bool) {
        self.waiting.push((pieces.to_vec(), opens));
        self.words += pieces.len();
        if self.words >= BATCH {
            self.run();
        }
    }

    fn run(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let form = |piece: &Piece| &self.text[piece.start..piece.end];
        let forms: Vec<Vec<&str>> =
            waiting.iter().map(|(words, _)| words.iter().map(form).collect()).collect();
        let sentences: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
        self.found.clear();
        self.model.network.run(&sentences, &mut self.scratch, &mut self.found);
        let found = std::mem::take(&mut self.found);
        let mut rest = &found[..];
        for (pieces, opens) in &waiting {
            let (own, others) = rest.split_at(pieces.len());
            rest = others;
            self.sentence(pieces, own, *opens);
        }
        self.found = found;
        self.words = 0;
    }

    fn sentence(&mut self, pieces: &[Piece], found: &[Found], opens_paragraph: bool) {
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
            self.model.lemmas.find(form, xpos, is_word, &mut self.spare);
            self.tokens.push(Token {
                span: Span::new(piece.start as u32, piece.end as u32),
                lemma: SmolStr::new(&self.spare),
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

    fn finish(mut self) -> Syntax {
        self.run();
        Syntax::new(self.sentences, self.tokens, self.multiwords)
    }
}
