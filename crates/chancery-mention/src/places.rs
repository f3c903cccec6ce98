//! Places: names of places, resolved in the gazetteer.

mod demonyms;
mod home;
mod names;
mod resolve;

use crate::words::Words;
use chancery_article::{Article, Note, Span};
use chancery_syntax::Syntax;
use chancery_world::{Country, PlaceClass, PlaceId, World};
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

/// The places of an article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// Names of places, in text order.
    pub places: Vec<PlaceMention>,
    /// Places spoken of by their adjectives and peoples, in text order.
    pub demonyms: Vec<PlaceMention>,
}

/// Finds the places of an article.
///
/// Capitalised names of the gazetteer are taken where a place is meant: not inside a person's name,
/// not as an ordinary word, small places only where the text says "in", "near", "Paris, Texas" or the
/// like. What a name stands for is decided once for the article, by what lies in what ("Paris,
/// Texas"), the countries and divisions the article names, nearness to its other places, the home of
/// its publisher, and population. Adjectives and peoples ("Turkish officials", "Canadians") are
/// apart: they speak of a country, and nothing happens in them.
pub fn find(article: &Article, syntax: &Syntax, world: &World, _notes: &mut Vec<Note>) -> Found {
    let words = Words::new(article.text());
    let gazetteer = &world.gazetteer;
    let (found, peoples) = names::find(&words, article, syntax, world);
    let mut hints = names::hints(&words);
    hints.extend(peoples.iter().filter_map(|d| Some((gazetteer.place(d.place).country?, PEOPLE))));
    let home = home::home(article, world);
    let chosen = resolve::choose(&found, gazetteer, &hints, home);
    let mention = |span: Span, id: PlaceId| {
        let place = gazetteer.place(id);
        PlaceMention {
            span,
            tokens: syntax.tokens_in(span),
            name: place.name.to_owned(),
            kind: kind(place.class),
            country: place.country,
            admin1: place.admin1.map(|id| gazetteer.place(id).name.to_owned()),
            latitude: Some(place.latitude),
            longitude: Some(place.longitude),
            geonames: place.geonames,
        }
    };
    let mut places: Vec<PlaceMention> = found
        .iter()
        .filter(|name| name.accepted)
        .filter_map(|name| Some(mention(name.span, chosen.for_name(name)?)))
        .collect();
    places.dedup_by(|b, a| a.span.overlaps(b.span));
    let demonyms = peoples.iter().map(|d| mention(d.span, d.place)).collect();
    Found { places, demonyms }
}

/// What an adjective says of where the story is: less than the country's name, which says little.
const PEOPLE: f32 = 0.15;

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
