use chancery_article::{SentenceId, Span, TokenId};
use smol_str::SmolStr;
use std::sync::Arc;

use crate::{Name, Rel, Upos};

/// An article's syntax: every sentence, every token.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    multiwords: Vec<Multiword>,
    names: Vec<Name>,
    /// Children of each token, in text order: `children[first[t]..first[t + 1]]`.
    children: Vec<TokenId>,
    first: Vec<u32>,
}

/// A sentence: a span and the tokens `first..end`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// From the first token's start to the last token's end.
    pub span: Span,
    /// Its first token.
    pub first: TokenId,
    /// One past its last token.
    pub end: TokenId,
    /// The token whose head is the sentence itself.
    pub root: TokenId,
    /// True when a paragraph begins here.
    pub opens_paragraph: bool,
}

/// A syntactic word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its characters. The parts of a multiword token ("don't") have each their own.
    pub span: Span,
    /// Dictionary form, lowercase but for proper nouns.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag, for example `VBD`.
    pub xpos: &'static str,
    /// Universal features, for example `Number=Sing|Person=3`; `_` when there are none.
    pub feats: Arc<str>,
    /// The governing token; none for the root of a sentence.
    pub head: Option<TokenId>,
    /// The relation to the head.
    pub rel: Rel,
    /// The sentence it stands in.
    pub sentence: SentenceId,
}

impl Token {
    /// The value of one feature, for example `feature("Tense")`.
    pub fn feature(&self, name: &str) -> Option<&str> {
        self.feats.split('|').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key == name).then_some(value)
        })
    }
}

/// A surface token of several syntactic words: "don't", "Seoul's".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Multiword {
    /// First of its words.
    pub first: TokenId,
    /// One past the last of its words.
    pub end: TokenId,
}

impl Syntax {
    /// Puts a syntax together and indexes its children.
    pub fn new(
        sentences: Vec<Sentence>,
        tokens: Vec<Token>,
        multiwords: Vec<Multiword>,
        names: Vec<Name>,
    ) -> Self {
        let mut first = vec![0u32; tokens.len() + 1];
        for token in &tokens {
            if let Some(head) = token.head {
                first[head.index() + 1] += 1;
            }
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut children = vec![TokenId(0); first.last().copied().unwrap_or(0) as usize];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(head) = token.head {
                let slot = &mut next[head.index()];
                children[*slot as usize] = TokenId::from(i);
                *slot += 1;
            }
        }
        Self { sentences, tokens, multiwords, names, children, first }
    }

    /// All sentences, in text order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All tokens, in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All multiword tokens, in text order.
    pub fn multiwords(&self) -> &[Multiword] {
        &self.multiwords
    }

    /// All names, in text order; none overlap.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// One token.
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// One sentence.
    pub fn sentence(&self, id: SentenceId) -> &Sentence {
        &self.sentences[id.index()]
    }

    /// The tokens of a sentence, with their ids.
    pub fn tokens_of(&self, id: SentenceId) -> impl DoubleEndedIterator<Item = (TokenId, &Token)> {
        let sentence = self.sentence(id);
        (sentence.first.0..sentence.end.0).map(|i| (TokenId(i), &self.tokens[i as usize]))
    }

    /// The dependents of a token, in text order.
    pub fn children(&self, id: TokenId) -> &[TokenId] {
        &self.children[self.first[id.index()] as usize..self.first[id.index() + 1] as usize]
    }

    /// The first dependent in the relation `rel`.
    pub fn child(&self, id: TokenId, rel: Rel) -> Option<TokenId> {
        self.children(id).iter().copied().find(|c| self.token(*c).rel == rel)
    }

    /// The dependents in the relation `rel`.
    pub fn children_by(&self, id: TokenId, rel: Rel) -> impl Iterator<Item = TokenId> + '_ {
        self.children(id).iter().copied().filter(move |c| self.token(*c).rel == rel)
    }

    /// The tokens from `id` up to the root, `id` first.
    pub fn ancestors(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(Some(id), move |t| self.token(*t).head)
    }

    /// True when `above` is `below` or one of its ancestors.
    pub fn dominates(&self, above: TokenId, below: TokenId) -> bool {
        self.ancestors(below).any(|t| t == above)
    }

    /// All tokens of the subtree under `id`, in text order, `id` included.
    pub fn subtree(&self, id: TokenId) -> Vec<TokenId> {
        let mut found = vec![id];
        let mut at = 0;
        while at < found.len() {
            found.extend_from_slice(self.children(found[at]));
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// The smallest span that holds the whole subtree under `id`.
    pub fn subtree_span(&self, id: TokenId) -> Span {
        self.subtree(id)
            .into_iter()
            .fold(self.token(id).span, |span, t| span.cover(self.token(t).span))
    }

    /// The tokens that lie inside `span`, as a half-open range of ids.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<u32> {
        let first = self.tokens.partition_point(|t| t.span.end() <= span.start());
        let end = self.tokens.partition_point(|t| t.span.start() < span.end());
        first as u32..end.max(first) as u32
    }

    /// The tokens of a range that hang on nothing inside it, in text order: for words that are one
    /// phrase, its head.
    pub fn tops(&self, tokens: std::ops::Range<u32>) -> impl Iterator<Item = TokenId> + '_ {
        let known = tokens.start..tokens.end.min(self.tokens.len() as u32);
        known
            .map(TokenId)
            .filter(move |id| self.token(*id).head.is_none_or(|head| !tokens.contains(&head.0)))
    }

    /// The sentence that holds the byte `at`, or the next one after it.
    pub fn sentence_at(&self, at: u32) -> Option<SentenceId> {
        let found = self.sentences.partition_point(|s| s.span.end() <= at);
        (found < self.sentences.len()).then(|| SentenceId::from(found))
    }
}
