//! A text put together paragraph by paragraph, with what its markup says is not the story.

use chancery_article::{Article, Region, RegionKind, Span};

use crate::{MAX_TEXT_BYTES, regions};

/// Paragraphs stand one empty line apart; white space inside them is one space.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    text: String,
    regions: Vec<Region>,
}

impl Draft {
    /// Adds a paragraph; none for words that are white space only. What stands beyond
    /// [`MAX_TEXT_BYTES`] is left to [`Draft::is_too_long`].
    pub(crate) fn paragraph(&mut self, words: &str, kind: Option<RegionKind>) {
        let words = squeeze(words);
        if words.is_empty() || self.is_too_long() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len() as u32;
        self.text.push_str(&words);
        if let Some(kind) = kind {
            self.regions.push(Region { span: Span::new(start, self.text.len() as u32), kind });
        }
    }

    /// True when an article would hold more than it may.
    pub(crate) fn is_too_long(&self) -> bool {
        self.text.len() > MAX_TEXT_BYTES
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The article. What the markup says of a stretch holds over what its words suggest.
    pub(crate) fn article(self, title: Option<String>) -> Article {
        let mut article = Article::new("", self.text);
        article.title = title.map(|title| squeeze(&title)).filter(|title| !title.is_empty());
        if !self.regions.is_empty() {
            let own = self.regions;
            let mut all = regions::find(&article);
            all.retain(|region| !own.iter().any(|other| other.span.overlaps(region.span)));
            all.extend(own);
            all.sort_by_key(|region| region.span);
            article.regions = all;
        }
        article
    }
}

/// One space for every stretch of white space, none at the ends.
pub(crate) fn squeeze(words: &str) -> String {
    let mut squeezed = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_their_kind_and_what_their_words_say() {
        let mut draft = Draft::default();
        draft.paragraph("\n The hall\tin Doha \n", Some(RegionKind::Caption));
        draft.paragraph("  ", None);
        draft.paragraph("Talks opened in Doha on Tuesday, an aide said.", None);
        draft.paragraph("Follow us on Twitter", None);
        let article = draft.article(Some(" Talks \n open ".to_owned()));
        let found: Vec<_> =
            article.regions.iter().map(|r| (r.kind, article.words(r.span))).collect();
        assert_eq!(
            found,
            [
                (RegionKind::Caption, "The hall in Doha"),
                (RegionKind::Boilerplate, "Follow us on Twitter")
            ]
        );
        assert_eq!(article.title.as_deref(), Some("Talks open"));
    }
}
