use super::*;
use serde_json::{Value, json};

/// An actor at `start` with the registry's id.
fn actor(words: &str, start: u32, id: &str, country: &str, sectors: &[&str]) -> Value {
    json!({
        "start": start, "end": start + words.chars().count() as u32, "text": words, "id": id,
        "name": words, "country": country, "sector": sectors.first(), "sectors": sectors,
        "person": null, "office": null, "entity": 0,
    })
}

fn place(name: &str, kind: &str, country: &str, admin1: Option<&str>) -> Value {
    json!({
        "start": 40, "end": 46, "text": name, "name": name, "kind": kind, "country": country,
        "admin1": admin1, "latitude": 46.2, "longitude": 6.15, "geonames": 2_660_646,
    })
}

/// A meeting of two foreign ministers in Geneva.
fn meeting() -> Value {
    json!({
        "id": "e1", "type": "CONSULT", "mode": "visit", "contexts": ["diplomatic", "military"],
        "quad": 1, "intensity": 2.5, "cameo": "040", "plover": {"event": "CONSULT", "mode": "visit"},
        "trigger": [30, 33], "sentence": [0, 60],
        "actors": [actor("France", 0, "country:FRA", "FRA", &["GOV"])],
        "recipients": [actor("Japan", 10, "country:JPN", "JPN", &[])],
        "reciprocal": false,
        "time": {"start": 50, "end": 56, "text": "Monday", "type": "DATE", "value": "2024-01-15",
                 "from": "2024-01-15", "to": "2024-01-15"},
        "place": place("Geneva", "settlement", "CHE", Some("Geneva")),
        "occasion": null, "quantities": [],
        "factuality": {"polarity": "positive", "certainty": "certain", "stage": "occurred"},
        "attribution": [], "about": [], "rule": "meet", "score": 0.876,
    })
}

fn record(events: &[Value]) -> Record {
    serde_json::from_value(json!({
        "schema": "chancery.reading/1",
        "article": {
            "id": "a1", "url": "https://example.org/1", "publisher": "Harbour News", "title": null,
            "published": "2024-01-16", "language": "en", "sha256": "00",
        },
        "times": [], "places": [], "actors": [], "notes": [],
        "claims": [{
            "id": "c1", "source": [], "cue": [], "cue_text": "said", "content": [],
            "actor": actor("Oslo", 5, "country:NOR", "NOR", &["GOV"]), "kind": "indirect",
            "stance": "asserts", "said_on": "2024-01-14", "medium": null, "parent": null,
        }],
        "events": events,
    }))
    .expect("the record is well formed")
}

fn with(changes: Value) -> Value {
    let mut event = meeting();
    let fields = changes.as_object().expect("changes are an object").clone();
    event.as_object_mut().expect("an event is an object").extend(fields);
    event
}

fn cells(rows: &str) -> Vec<Vec<&str>> {
    rows.lines().map(|line| line.split('\t').collect()).collect()
}

fn facts(polarity: &str, certainty: &str, stage: &str) -> Value {
    json!({"polarity": polarity, "certainty": certainty, "stage": stage})
}

#[test]
fn gdelt_events_have_the_codebooks_columns() {
    let rows = gdelt::events(&record(&[meeting()]));
    let rows = cells(&rows);
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.len(), gdelt::EVENT_COLUMNS);
    assert!(row[0].parse::<i64>().is_ok_and(|id| id > 0));
    // (15 + 1 * 30) / 365
    assert_eq!(row[1..5], ["20240115", "202401", "2024", "2024.1233"]);
    assert_eq!(row[5..15], ["FRAGOV", "FRANCE", "FRA", "", "", "", "", "GOV", "", ""]);
    assert_eq!(row[15..18], ["JPN", "JAPAN", "JPN"]);
    assert_eq!(row[25], "", "whether it stands in the lead paragraph needs the text");
    assert_eq!(row[26..35], ["040", "040", "04", "1", "1.0", "1", "1", "1", ""]);
    assert_eq!((row[35], row[43]), ("0", "0"));
    assert_eq!(row[51..59], ["4", "Geneva, Switzerland", "SZ", "", "", "46.2", "6.15", ""]);
    assert_eq!(row[59..], ["20240116000000", "https://example.org/1"]);
}

#[test]
fn gdelt_mentions_go_with_the_events() {
    let event = with(json!({"recipients": []}));
    let record = record(&[meeting(), event]);
    let (events, mentions) = (gdelt::events(&record), gdelt::mentions(&record));
    let (events, mentions) = (cells(&events), cells(&mentions));
    assert_eq!(events.len(), mentions.len());
    assert!(events.iter().zip(&mentions).all(|(e, m)| e[0] == m[0] && e[59] == m[1]));
    assert!(mentions.iter().all(|row| row.len() == gdelt::MENTION_COLUMNS));
    assert_eq!(mentions[0][3..6], ["1", "Harbour News", "https://example.org/1"]);
    assert_eq!(mentions[0][6..12], ["", "0", "10", "30", "1", "88"]);
    assert_eq!(mentions[1][8], "-1", "no second actor");
}

#[test]
fn sentences_lengths_and_leads_come_from_the_layers() {
    let mut record = record(&[meeting()]);
    record.article.text =
        Some("GENEVA (HN) -- France and Japan met on Monday.\n\nMore.".to_owned());
    record.article.regions = vec![crate::Region { kind: "dateline".into(), start: 0, end: 14 }];
    record.tokens = serde_json::from_value(json!([{
        "start": 30, "end": 33, "text": "met", "lemma": "meet", "upos": "VERB", "xpos": "VBD",
        "feats": "_", "head": null, "rel": "root", "sentence": 2,
    }]))
    .ok();
    let row = |rows: String, at: usize| cells(&rows)[0][at].to_owned();
    assert_eq!(row(gdelt::events(&record), 25), "1");
    assert_eq!(row(gdelt::mentions(&record), 6), "3");
    assert_eq!(row(gdelt::mentions(&record), 12), "53");
    assert_eq!(row(icews::rows(&record), 12), "3");
    record.article.text = Some("A line of lead.\n\nFrance and Japan met on Monday.".to_owned());
    record.article.regions.clear();
    assert_eq!(row(gdelt::events(&record), 25), "0");
}

#[test]
fn international_actors_have_cameos_codes() {
    let codes = [
        (actor("NATO", 0, "org:nato", "IGO", &["MIL"]), "IGOWSTNAT", "WST", "NAT", "IGO"),
        (actor("EU", 0, "org:european-union", "EUR", &[]), "IGOEUREEC", "EUR", "EEC", "IGO"),
        (actor("UN", 0, "org:un", "UNO", &[]), "IGOUNO", "", "UNO", "IGO"),
        (actor("Red Cross", 0, "org:icrc", "NGO", &["MED"]), "NGOHLH", "", "", "NGO"),
        (actor("Shell", 0, "org:shell", "MNC", &["BUS"]), "MNCBUS", "", "", "MNC"),
        (actor("Reuters", 0, "org:reuters", "GBR", &["JRN"]), "GBRMED", "GBR", "", "MED"),
        (actor("Romania", 0, "country:ROU", "ROU", &[]), "ROM", "ROM", "", ""),
    ];
    for (one, code, country, group, kind) in codes {
        let rows = gdelt::events(&record(&[with(json!({"actors": [one]}))]));
        let row = &cells(&rows)[0];
        assert_eq!((row[5], row[7], row[8], row[12]), (code, country, group, kind));
    }
}

#[test]
fn every_pair_is_a_row_and_those_who_meet_are_two() {
    let france = actor("France", 0, "country:FRA", "FRA", &[]);
    let japan = actor("Japan", 10, "country:JPN", "JPN", &[]);
    let chile = actor("Chile", 20, "country:CHL", "CHL", &[]);
    let rows = |event| {
        let rows = icews::rows(&record(&[event]));
        let pair = |row: &Vec<&str>| format!("{}>{} {}", row[2], row[8], row[6]);
        cells(&rows).iter().map(pair).collect::<Vec<_>>()
    };
    let three = [&france, &japan, &chile];
    let among = rows(with(json!({"actors": three, "recipients": [], "reciprocal": true})));
    assert_eq!(among.len(), 6);
    assert_eq!(among[..2], ["France>Japan 040", "France>Chile 040"]);
    let pairs = rows(with(json!({"actors": [france, japan], "recipients": [chile]})));
    assert_eq!(pairs, ["France>Chile 040", "Japan>Chile 040"]);
    let visit =
        json!({"actors": [japan], "recipients": [chile], "reciprocal": true, "cameo": "042"});
    assert_eq!(rows(with(visit)), ["Japan>Chile 042", "Chile>Japan 043"]);
    assert!(rows(with(json!({"recipients": []}))).is_empty(), "ICEWS needs a target");
    let numbers = gdelt::events(&record(&[with(json!({
        "actors": three, "recipients": [], "reciprocal": true
    }))]));
    let numbers: std::collections::BTreeSet<&str> =
        cells(&numbers).iter().map(|row| row[0]).collect();
    assert_eq!(numbers.len(), 6, "every row has its own number");
}

#[test]
fn what_did_not_happen_is_left_out_and_plans_are_announcements() {
    let left_out = [
        facts("negative", "certain", "occurred"),
        facts("positive", "possible", "occurred"),
        facts("positive", "unknown", "hypothetical"),
        facts("positive", "certain", "conditional"),
        // No rule of PLOVER makes an announcement of it.
        facts("positive", "certain", "planned"),
    ];
    for factuality in left_out {
        let record = record(&[with(json!({"factuality": factuality}))]);
        assert_eq!(gdelt::events(&record) + &icews::rows(&record) + &polecat::rows(&record), "");
        assert_eq!(geojson::features(&record).len(), 1, "a map shows factuality");
    }
    let planned = with(json!({
        "factuality": facts("positive", "certain", "planned"),
        "plover": {"event": "AGREE", "mode": null}, "cameo": "036", "attribution": ["c1"],
        "time": {"start": 50, "end": 56, "text": "May", "type": "DATE", "value": "2024-05",
                 "from": "2024-05-01", "to": "2024-05-31"},
    }));
    let record = record(&[planned]);
    let row = icews::rows(&record);
    let row = &cells(&row)[0];
    assert_eq!((row[1], row[6]), ("2024-01-14", "036"), "announced when it was said");
    assert_eq!(row[5], "Express intent to meet or negotiate");
    let row = polecat::rows(&record);
    assert_eq!(cells(&row)[0][1..6], ["2024-01-14", "AGREE", "None", "2.5", "VERBAL COOPERATION"]);
}

#[test]
fn without_any_day_or_code_there_is_no_row() {
    let mut undated = record(&[with(json!({"time": null}))]);
    assert_eq!(cells(&icews::rows(&undated))[0][1], "2024-01-16", "the day of publication");
    undated.article.published = None;
    assert_eq!(icews::rows(&undated) + &polecat::rows(&undated), "");
    let own = record(&[with(json!({"type": "TARIFF", "cameo": null}))]);
    assert_eq!(gdelt::events(&own), "");
    assert_eq!(cells(&polecat::rows(&own)).len(), 1);
    let nobody = json!([{
        "start": 0, "end": 3, "text": "men", "id": null, "name": null, "country": null,
        "sector": null, "sectors": [], "person": null, "office": null, "entity": null,
    }]);
    let nobody = record(&[with(json!({"actors": nobody, "recipients": []}))]);
    assert_eq!(gdelt::events(&nobody), "", "no actor has a code");
    assert_eq!(cells(&polecat::rows(&nobody))[0][13], "men");
}

#[test]
fn icews_has_its_columns() {
    let rows = icews::header() + &icews::rows(&record(&[meeting()]));
    let rows = cells(&rows);
    assert_eq!(rows[0], icews::COLUMNS);
    let row = &rows[1];
    assert_eq!(row.len(), 20);
    assert_eq!(row[1..5], ["2024-01-15", "France", "Government", "France"]);
    assert_eq!(row[5..8], ["Consult", "040", "1.0"]);
    assert_eq!(row[8..11], ["Japan", "", "Japan"]);
    assert!(row[11].parse::<i64>().is_ok());
    assert_eq!(
        row[12..],
        ["", "Harbour News", "Geneva", "", "Geneva", "Switzerland", "46.2", "6.15"]
    );
}

#[test]
fn polecat_keeps_one_row_an_event() {
    let two = [
        actor("France", 0, "country:FRA", "FRA", &["GOV", "MIL"]),
        actor("Chile; the", 20, "country:CHL", "CHL", &[]),
    ];
    let rows = polecat::header() + &polecat::rows(&record(&[with(json!({"actors": two}))]));
    let rows = cells(&rows);
    assert_eq!(rows[0], polecat::COLUMNS);
    let row = &rows[1];
    assert_eq!((rows.len(), row.len()), (2, 40));
    assert!(row[0].ends_with("_CONSULT_visit_e1"));
    assert_eq!(
        row[1..7],
        ["2024-01-15", "CONSULT", "visit", "2.5", "VERBAL COOPERATION", "diplomatic;military"]
    );
    assert_eq!(row[7..12], ["France;Chile, the", "FRA;CHL", "None", "GOV;None", "GOV|MIL;None"]);
    assert_eq!(row[15..19], ["Japan", "JPN", "None", "None"]);
    assert_eq!(row[23..28], ["Geneva", "Geneva", "None", "Geneva", "CHE"]);
    assert_eq!(row[30..35], ["2660646", "Geneva", "None", "Harbour News", "2024-01-16"]);
}

#[test]
fn geojson_is_a_point_longitude_first() {
    let unplaced = with(json!({"place": null}));
    let features = geojson::features(&record(&[meeting(), unplaced]));
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["geometry"], json!({"type": "Point", "coordinates": [6.15, 46.2]}));
    assert_eq!(features[0]["properties"]["actors"], json!(["France"]));
    assert_eq!(features[0]["properties"]["stage"], "occurred");
    let told = geojson::features(&record(&[with(json!({"attribution": ["c1"]}))]));
    assert_eq!(told[0]["properties"]["sources"], json!(["Oslo"]));
}

#[test]
fn places_have_gdelts_types() {
    let kinds = [
        (place("France", "country", "FRA", None), ["1", "France", "FR", "FR"]),
        (
            place("Texas", "admin1", "USA", Some("Texas")),
            ["2", "Texas, United States", "US", "USTX"],
        ),
        (
            place("Austin", "settlement", "USA", Some("Texas")),
            ["3", "Austin, Texas, United States", "US", "USTX"],
        ),
        (place("Bavaria", "admin1", "DEU", Some("Bavaria")), ["5", "Bavaria, Germany", "GM", ""]),
        (place("Sahel", "region", "", None), ["0", "", "", ""]),
    ];
    for (place, wanted) in kinds {
        let rows = gdelt::events(&record(&[with(json!({"place": place}))]));
        assert_eq!(cells(&rows)[0][51..55], wanted);
    }
}

#[test]
fn a_cell_never_breaks_its_row() {
    let odd = actor("The \"new\"\tFrance\r\nof\u{85} \u{2028}Macron\u{0}", 0, "x", "FRA", &[]);
    let mut record = record(&[with(json!({"actors": [odd]}))]);
    record.article.publisher = Some("\tHarbour\nNews ".to_owned());
    for (rows, width, at) in [
        (gdelt::events(&record), 61, 6),
        (icews::rows(&record), 20, 2),
        (polecat::rows(&record), 40, 7),
    ] {
        assert_eq!(rows.matches('\n').count(), 1);
        let row = &cells(&rows)[0];
        assert_eq!(row.len(), width);
        assert_eq!(row[at].to_lowercase(), "the 'new' france of macron");
    }
    assert_eq!(cells(&gdelt::mentions(&record))[0][4], "Harbour News");
}

#[test]
fn odd_days_break_nothing() {
    for day in ["", "2024", "é024-01-1é", "2024-01-16T10:00:00Z"] {
        let mut record = record(&[with(json!({"time": null}))]);
        record.article.published = Some(day.to_owned());
        let rows = gdelt::events(&record) + &polecat::rows(&record) + &icews::rows(&record);
        assert!(rows.lines().all(|line| line.contains('\t')));
    }
}

#[test]
fn the_tables_know_every_sector_and_country_code_of_the_registry() {
    for sector in chancery::world::Sector::ALL {
        let silent = ["UNK", "PRE", "REL"].contains(&sector.as_str());
        assert_eq!(tables::cameo_role(sector.as_str()).is_none(), silent, "{sector:?}");
    }
    for (iso, cameo, fips) in [("KOR", "KOR", "KS"), ("KOS", "KOS", "KV"), ("ROU", "ROM", "RO")] {
        assert_eq!(tables::cameo_country(iso), Some(cameo));
        assert_eq!(tables::fips(iso), Some(fips));
    }
}
