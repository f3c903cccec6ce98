//! Words that speak of a place by its people: "Turkish officials", "Europeans".

use crate::words::{Shape, Words, rows};
use chancery_article::{Span, TokenId};
use chancery_syntax::{Syntax, Upos};
use chancery_world::World;
use chancery_world::actors::{CountryForm, Sense};
use chancery_world::gazetteer::{PlaceClass, PlaceId};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// An adjective of a place, or a word for its people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demonym {
    pub span: Span,
    /// One past its last word.
    pub end: usize,
    pub place: PlaceId,
}

/// Adjectives of places that are no countries.
static ADJECTIVES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/gazetteer/adjectives.tsv"))
        .map(|[adjective, place]| (adjective, place))
        .collect()
});

/// The demonym that begins at word `i`, of two words or one.
pub(super) fn at(
    words: &Words<'_>,
    i: usize,
    syntax: &Syntax,
    world: &World,
    known: &mut FxHashMap<String, Option<PlaceId>>,
) -> Option<Demonym> {
    let native = words.was_any(i, 1, &["Native", "Anglo"]);
    if words.get(i).shape != Shape::Title || native {
        return None;
    }
    // The state is gone, and no adjective of the next one.
    if words.is(i, "Soviet") {
        return None;
    }
    let two = words.capital(i + 1) && !words.glued(i + 1);
    for end in [i + 2, i + 1] {
        if end == i + 2 && !two {
            continue;
        }
        let span = Span::new(words.get(i).start, words.get(end - 1).end);
        let text = &words.text[span.range()];
        if text.len() < 4 {
            continue;
        }
        let place = match known.get(text) {
            Some(place) => *place,
            None => {
                let place = meant(text, world);
                known.insert(text.to_owned(), place);
                place
            }
        };
        let Some(place) = place else { continue };
        let nominal = syntax.tokens_in(span).next().is_none_or(|t| {
            matches!(syntax.token(TokenId(t)).upos, Upos::Adj | Upos::Propn | Upos::Noun)
        });
        return nominal.then_some(Demonym { span, end, place });
    }
    None
}

fn meant(text: &str, world: &World) -> Option<PlaceId> {
    let gazetteer = &world.gazetteer;
    if let Some(place) = ADJECTIVES.get(text) {
        return gazetteer.lookup(place).first().map(|c| c.place);
    }
    let mut country = None;
    for (sense, _) in world.actors.lookup(text) {
        match sense {
            Sense::Country(
                id,
                CountryForm::Adjective | CountryForm::Person | CountryForm::People,
            ) => {
                country.get_or_insert(id);
            }
            // "Jordan" and "Guernsey" are places of their own.
            Sense::Country(..) | Sense::Person(..) => return None,
            _ => {}
        }
    }
    let name = world.actors.country_name(country?);
    let place = gazetteer.lookup(name).first()?.place;
    (gazetteer.place(place).class == PlaceClass::Country).then_some(place)
}
