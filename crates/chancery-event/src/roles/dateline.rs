//! The place of last resort: where the report was written.

use chancery_article::{PlaceMentionId, RegionKind};
use chancery_world::EventType;

use super::Desk;
use crate::{EventMention, Reason};

/// Gives the dateline's place to acts that say of no other, when the story is the dateline's own.
///
/// A reporter often writes from elsewhere, so nothing may speak for another country: no place of
/// another event, no place in the sentence, no party. Talks and statements get none: where they are
/// reported from is seldom where they were held.
pub(super) fn place(desk: &Desk<'_>, events: &mut [EventMention]) {
    let places = &desk.mentions.places;
    let dateline = places.iter().position(|place| {
        let region = desk.article.region_at(place.span);
        region.is_some_and(|region| region.kind == RegionKind::Dateline)
    });
    let Some(dateline) = dateline else { return };
    let country = places[dateline].country;
    let elsewhere = |id: PlaceMentionId| places[id.index()].country != country;
    if country.is_none() || events.iter().filter_map(|event| event.place).any(elsewhere) {
        return;
    }
    for event in events.iter_mut().filter(|event| event.place.is_none() && is_bodily(event.kind)) {
        let sentence = desk.tree.syntax.sentence(event.sentence).span;
        let first = places.partition_point(|place| place.span.end() <= sentence.start());
        let mut beside =
            places[first..].iter().take_while(|place| place.span.start() < sentence.end());
        let mut parties =
            event.actors.iter().chain(&event.recipients).flat_map(|party| desk.countries(party));
        if beside.all(|place| place.country == country)
            && parties.all(|party| Some(party) == country)
        {
            let span = places[dateline].span;
            event.place = Some(PlaceMentionId::from(dateline));
            let words = desk.article.words(span);
            let message = format!("“{words}” is the dateline, and nothing says of another place");
            event.why.push(Reason { field: "place", span, message });
        }
    }
}

/// True for acts that are done somewhere by hand.
fn is_bodily(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Mobilize
    )
}
