//! Places with coordinates.

/// The gazetteer.
pub struct Gazetteer {}

impl Gazetteer {
    /// The gazetteer that is compiled into the program.
    pub fn embedded() -> Self {
        Self {}
    }
}
