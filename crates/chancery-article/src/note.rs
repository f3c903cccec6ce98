use crate::Span;

/// What a layer has to say about a stretch of text that it could not read in full.
/// Odd text is never an error: it is a note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Stable code, for example `time-unresolved`; listed in docs/notes.md.
    pub code: &'static str,
    /// The stretch of text it is about.
    pub span: Span,
    /// One sentence for people.
    pub message: String,
}
