//! What reports of one event agree on and where they differ, as the store keeps it.

use chancery::fuse::consensus::{Consensus, Party, Quantity, Value};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

use crate::days;

/// A consensus as JSON; docs/store.md has the fields. `names` are those of the participants.
pub(crate) fn written(agreed: &Consensus, names: &BTreeMap<String, String>) -> String {
    let plain = |value: &String| json!(value);
    let party = |party: &Party| {
        let name = names.get(&party.id).unwrap_or(&party.id);
        json!({ "name": name, "country": party.country })
    };
    let time = |(from, to): &(i32, i32)| json!([days::written(*from), days::written(*to)]);
    let status = agreed.status.iter().map(|step| {
        let day = step.day.and_then(days::written);
        json!({ "status": step.status.as_str(), "article": step.report, "published": day })
    });
    let quantities = agreed.figures.iter().map(|figures| {
        json!({
            "kind": figures.kind,
            "unit": figures.unit,
            "values": values(&figures.values, quantity),
            "disagree": figures.disagree,
        })
    });
    json!({
        "type": values(&agreed.kinds, plain),
        "mode": values(&agreed.modes, plain),
        "actors": values(&agreed.actors, party),
        "recipients": values(&agreed.recipients, party),
        "time": values(&agreed.times, time),
        "place": values(&agreed.places, |place| json!(place.name)),
        "quantities": quantities.collect::<Vec<_>>(),
        "factuality": values(&agreed.factualities, |parts| json!(parts)),
        "status": status.collect::<Vec<_>>(),
        "disagreements": agreed.disagreements(),
    })
    .to_string()
}

fn values<T>(values: &[Value<T>], write: impl Fn(&T) -> Json) -> Vec<Json> {
    let one = |value: &Value<T>| {
        json!({
            "value": write(&value.value),
            "reports": value.reports,
            "independent": value.independent,
        })
    };
    values.iter().map(one).collect()
}

fn quantity(quantity: &Quantity) -> Json {
    let Quantity { value, low, high, approximate, .. } = quantity;
    json!({ "value": value, "low": low, "high": high, "approximate": approximate })
}
