//! Places: names of places, resolved in the gazetteer.

use chancery_article::{Article, Note, Span};
use chancery_syntax::Syntax;
use chancery_world::{Country, World};
use std::ops::Range;

/// What kind of place it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlaceKind {
    /// A sovereign state or comparable territory.
    Country,
    /// First-level division.
    Admin1,
    /// Second-level division: county, district.
    Admin2,
    /// City, town, village.
    Settlement,
    /// Region, sea, strait, mountain range, river: a feature of no administration.
    Region,
    /// A continent or part of one.
    Continent,
    /// A building, base, plant, crossing.
    Facility,
}

/// A span that names a place.
#[derive(Clone, PartialEq, Debug)]
pub struct PlaceMention {
    /// The name's characters, without "the" and without common nouns that are not part of it.
    pub span: Span,
    /// The tokens it covers, as token numbers.
    pub tokens: Range<u32>,
    /// The gazetteer's name.
    pub name: String,
    /// What kind of place.
    pub kind: PlaceKind,
    /// The country it lies in (or is).
    pub country: Option<Country>,
    /// Name of the first-level division it lies in.
    pub admin1: Option<String>,
    /// Degrees north.
    pub latitude: Option<f32>,
    /// Degrees east.
    pub longitude: Option<f32>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// Finds the places of an article.
pub fn find(
    _article: &Article,
    _syntax: &Syntax,
    _world: &World,
    _notes: &mut Vec<Note>,
) -> Vec<PlaceMention> {
    Vec::new()
}
