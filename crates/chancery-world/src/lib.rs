//! What the engine knows before it reads: the ontology, the predicate lexicon, the actor registry
//! and the gazetteer, compiled from `data/` into compact tables that need no parsing at start.

pub mod actors;
pub mod fold;
pub mod gazetteer;
mod gazetteer_fold;
pub mod lexicon;
pub mod ontology;
pub mod words;

pub use actors::Actors;
pub use gazetteer::{Gazetteer, PlaceClass, PlaceId};
pub use lexicon::Lexicon;
pub use ontology::{Context, Country, EventType, Mode, Own, Quad, Sector};

/// Everything the engine knows of the world, as one value.
pub struct World {
    /// Countries, organisations, bodies, offices and their dated holders, persons, groups.
    pub actors: Actors,
    /// Places with coordinates.
    pub gazetteer: Gazetteer,
    /// Predicates: which verbs and nouns express which events, and who plays which part.
    pub lexicon: Lexicon,
}

impl World {
    /// The world that is compiled into the program.
    pub fn embedded() -> Self {
        Self {
            actors: Actors::embedded(),
            gazetteer: Gazetteer::embedded(),
            lexicon: Lexicon::embedded(),
        }
    }
}
