//! GeoJSON (RFC 7946): one Feature an event that has a place with coordinates.
//!
//! A map can show what a table of facts cannot: all events are features, denied and planned ones
//! too, with their factuality and sources among the properties.

use super::name;
use crate::record::{Actor, Event, Record};
use serde_json::{Value, json};

/// What stands before the first feature of a collection; [`CLOSE`] after the last; features are
/// apart by commas.
pub const OPEN: &str = "{\"type\":\"FeatureCollection\",\"features\":[\n";

/// What ends a collection.
pub const CLOSE: &str = "\n]}\n";

/// The features of a record.
pub fn features(record: &Record) -> Vec<Value> {
    record.events.iter().filter_map(|event| feature(event, record)).collect()
}

fn feature(event: &Event, record: &Record) -> Option<Value> {
    let place = event.place.as_ref()?;
    // Longitude first, says the RFC.
    let position = [degrees(place.longitude?)?, degrees(place.latitude?)?];
    let time = event.time.as_ref();
    let article = &record.article;
    Some(json!({
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": position},
        "properties": {
            "type": event.kind,
            "mode": event.mode,
            "contexts": event.contexts,
            "quad": event.quad,
            "intensity": degrees(event.intensity),
            "cameo": event.cameo,
            "actors": names(&event.actors),
            "actor_countries": countries(&event.actors),
            "recipients": names(&event.recipients),
            "recipient_countries": countries(&event.recipients),
            "reciprocal": event.reciprocal,
            "date_from": time.and_then(|time| time.from.as_ref()),
            "date_to": time.and_then(|time| time.to.as_ref()),
            "place": place.name,
            "place_kind": place.kind,
            "place_country": place.country,
            "admin1": place.admin1,
            "geonames": place.geonames,
            "polarity": event.factuality.polarity,
            "certainty": event.factuality.certainty,
            "stage": event.factuality.stage,
            "sources": sources(event, record),
            "score": degrees(event.score),
            "article": article.id,
            "published": article.published,
            "publisher": article.publisher,
            "url": article.url,
        },
    }))
}

/// A number as it was written: 37.57 and not 37.56999969482422.
fn degrees(value: f32) -> Option<f64> {
    value.to_string().parse().ok().filter(|number: &f64| number.is_finite())
}

fn names(actors: &[Actor]) -> Vec<&str> {
    actors.iter().map(name).collect()
}

fn countries(actors: &[Actor]) -> Vec<Option<&str>> {
    actors.iter().map(|actor| actor.country.as_deref()).collect()
}

/// Who says so, outermost first.
fn sources<'r>(event: &Event, record: &'r Record) -> Vec<&'r str> {
    let claim = |id: &String| record.claims.iter().find(|claim| claim.id == *id);
    event.attribution.iter().filter_map(claim).filter_map(|c| c.actor.as_ref()).map(name).collect()
}
