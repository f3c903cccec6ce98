//! Places: names of places, resolved in the gazetteer.

mod names;
mod resolve;

use crate::words::Words;
use chancery_article::{Article, Note, Span};
use chancery_syntax::Syntax;
use chancery_world::{Country, PlaceClass, World};
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

impl PlaceKind {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::Country => "country",
            PlaceKind::Admin1 => "admin1",
            PlaceKind::Admin2 => "admin2",
            PlaceKind::Settlement => "settlement",
            PlaceKind::Region => "region",
            PlaceKind::Continent => "continent",
            PlaceKind::Facility => "facility",
        }
    }
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
///
/// Capitalised names of the gazetteer are taken where a place is meant: not inside a person's name,
/// not as an ordinary word, small places only where the text says "in", "near", "Paris, Texas" or the
/// like. What a name stands for is decided once for the article, by what lies in what ("Paris,
/// Texas"), the countries and divisions the article names, nearness to its other places, and
/// population. Demonyms are no places.
pub fn find(
    article: &Article,
    syntax: &Syntax,
    world: &World,
    _notes: &mut Vec<Note>,
) -> Vec<PlaceMention> {
    let words = Words::new(article.text());
    let found = names::find(&words, article, syntax, &world.gazetteer);
    let chosen = resolve::choose(&found, &world.gazetteer, &names::hints(&words));
    let mut mentions: Vec<PlaceMention> = found
        .iter()
        .filter(|name| name.accepted)
        .filter_map(|name| {
            let place = world.gazetteer.place(chosen.for_name(name)?);
            Some(PlaceMention {
                span: name.span,
                tokens: syntax.tokens_in(name.span),
                name: place.name.to_owned(),
                kind: kind(place.class),
                country: place.country,
                admin1: place.admin1.map(|id| world.gazetteer.place(id).name.to_owned()),
                latitude: Some(place.latitude),
                longitude: Some(place.longitude),
                geonames: place.geonames,
            })
        })
        .collect();
    mentions.dedup_by(|b, a| a.span.overlaps(b.span));
    mentions
}

fn kind(class: PlaceClass) -> PlaceKind {
    match class {
        PlaceClass::Country => PlaceKind::Country,
        PlaceClass::Admin1 => PlaceKind::Admin1,
        PlaceClass::Admin2 => PlaceKind::Admin2,
        PlaceClass::Settlement | PlaceClass::Section => PlaceKind::Settlement,
        PlaceClass::Region => PlaceKind::Region,
        PlaceClass::Continent => PlaceKind::Continent,
        PlaceClass::Facility => PlaceKind::Facility,
    }
}
