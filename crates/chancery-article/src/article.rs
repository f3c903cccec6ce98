use crate::{Date, Span};

/// One published text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Article {
    /// Identifier, unique within a run: given by the source, or derived from the text's hash.
    pub id: String,
    /// Where it was found.
    pub url: Option<String>,
    /// The agency or newspaper, as given.
    pub publisher: Option<String>,
    /// The headline, when it came apart from the body.
    pub title: Option<String>,
    /// The document creation time: the day of publication.
    pub published: Option<Date>,
    /// BCP 47 language tag; the engine reads `en`.
    pub language: Option<String>,
    /// The text that every span points into.
    text: String,
    /// Stretches of text that are not the story, in order, not overlapping.
    pub regions: Vec<Region>,
}

/// A stretch of text that is not running story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: RegionKind,
}

/// What a [`Region`] is. Syntax breaks sentences at a region's edges; events are read only from
/// story text and headlines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegionKind {
    /// A headline that stands inside the text.
    Headline,
    /// "SEOUL, Oct. 29 (Yonhap) --": place and day of writing.
    Dateline,
    /// "By Jane Smith".
    Byline,
    /// The words under a photograph, or a photo credit.
    Caption,
    /// "(Yonhap)", "END", "© 2024 Reuters" at the foot.
    AgencyMark,
    /// "Read more: …", share buttons, newsletter adverts.
    Boilerplate,
}

impl RegionKind {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            RegionKind::Headline => "headline",
            RegionKind::Dateline => "dateline",
            RegionKind::Byline => "byline",
            RegionKind::Caption => "caption",
            RegionKind::AgencyMark => "agency-mark",
            RegionKind::Boilerplate => "boilerplate",
        }
    }
}

impl Article {
    /// An article with a text and nothing else known about it.
    ///
    /// Texts beyond `u32::MAX` bytes are cut by intake before they come here.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        assert!(u32::try_from(text.len()).is_ok(), "intake cuts texts beyond 4 GiB");
        Self { id: id.into(), text, ..Self::default() }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words a span covers: the one place where text is sliced.
    pub fn words(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The region that covers `span`'s first byte, if it is not story text.
    pub fn region_at(&self, span: Span) -> Option<Region> {
        let next = self.regions.partition_point(|r| r.span.end() <= span.start());
        self.regions.get(next).copied().filter(|r| r.span.start() <= span.start())
    }

    /// The text's whole extent.
    pub fn extent(&self) -> Span {
        Span::new(0, self.text.len() as u32)
    }
}
