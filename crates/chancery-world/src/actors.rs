//! The actor registry: countries, organisations, bodies, offices with dated holders, groups.

/// The registry.
pub struct Actors {}

impl Actors {
    /// The registry that is compiled into the program.
    pub fn embedded() -> Self {
        Self {}
    }
}
