//! One id, one text.

use chancery_article::Article;
use rustc_hash::FxHashMap;
use std::hash::{DefaultHasher, Hasher};

use crate::{Reason, Refusal};

/// Remembers the ids of a run, to tell when one stands for two texts. It keeps hashes, about thirty
/// bytes an article, and no text.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    seen: FxHashMap<u64, (u64, u32)>,
    sources: Vec<String>,
}

impl Ids {
    /// A [remark](Reason::is_remark) when the article's id was given to another text before.
    ///
    /// ```
    /// use chancery_article::Article;
    /// use chancery_intake::Ids;
    ///
    /// let mut ids = Ids::default();
    /// assert!(ids.check(&Article::new("a1", "Talks opened."), "a.jsonl").is_none());
    /// assert!(ids.check(&Article::new("a1", "Talks opened."), "b.jsonl").is_none());
    /// let remark = ids.check(&Article::new("a1", "Talks ended."), "c.jsonl").unwrap();
    /// assert_eq!(
    ///     remark.to_string(),
    ///     "c.jsonl: the id \"a1\" stands for another text in a.jsonl; both are read; \
    ///      give each article an id of its own"
    /// );
    /// ```
    pub fn check(&mut self, article: &Article, source: &str) -> Option<Refusal> {
        if article.id.is_empty() {
            return None;
        }
        if self.sources.last().is_none_or(|last| last != source) {
            self.sources.push(source.to_owned());
        }
        let here = (hash(article.text()), (self.sources.len() - 1) as u32);
        let first = *self.seen.entry(hash(&article.id)).or_insert(here);
        (first.0 != here.0).then(|| {
            let first = self.sources[first.1 as usize].clone();
            Refusal::new(source, Reason::Duplicate { id: article.id.clone(), first })
        })
    }
}

/// The same in every run: the hasher's keys are fixed.
fn hash(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(words.as_bytes());
    hasher.finish()
}
