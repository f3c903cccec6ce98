//! The predicate lexicon.

/// The lexicon.
pub struct Lexicon {}

impl Lexicon {
    /// The lexicon that is compiled into the program.
    pub fn embedded() -> Self {
        Self {}
    }
}
