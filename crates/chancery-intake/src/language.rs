//! A check whether a text is English.

use chancery_article::{Article, Note};

/// A note when the text does not look English.
pub fn check(_article: &Article) -> Option<Note> {
    None
}
