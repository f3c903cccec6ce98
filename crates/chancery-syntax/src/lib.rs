//! Tokens, sentences, tags, lemmas and trees: Universal Dependencies for raw English text.
//!
//! [`parse`] is total: any text gives a [`Syntax`], tokens and the gaps between them spell the text
//! again, and the same text gives the same result.

mod syntax;
mod tags;

pub use syntax::{Multiword, Sentence, Syntax, Token};
pub use tags::{Rel, Upos};

use chancery_article::Article;

/// The trained model: weights and label inventories.
pub struct SyntaxModel {}

impl SyntaxModel {
    /// The model that is compiled into the program.
    pub fn embedded() -> Self {
        Self {}
    }
}

/// Reads an article's syntax.
pub fn parse(_article: &Article, _model: &SyntaxModel) -> Syntax {
    Syntax::default()
}
