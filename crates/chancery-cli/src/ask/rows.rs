//! Rows of answers, for people and for programs.

use chancery_store::query::{ActorRow, ClaimRow, EventRow, Found, Period};
use serde::Serialize;

use crate::table::Row;

fn or_empty(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// "CONSULT/visit".
fn kind(event: &EventRow) -> String {
    match &event.mode {
        Some(mode) => format!("{}/{mode}", event.kind),
        None => event.kind.clone(),
    }
}

/// "2024-11-04", "2024-11-04 – 11-08"; in brackets where it is the day of publication.
pub(super) fn when(event: &EventRow) -> String {
    let Some(from) = &event.date_from else { return "undated".to_owned() };
    if !event.dated {
        return format!("({from})");
    }
    match &event.date_to {
        Some(to) if to != from => {
            let short = if to.get(..4) == from.get(..4) { to.get(5..).unwrap_or(to) } else { to };
            format!("{from} – {short}")
        }
        _ => from.clone(),
    }
}

/// "South Korea, Poland", "Russia → Ukraine".
pub(super) fn parties(event: &EventRow) -> String {
    let (actors, recipients) = (event.actors.join(", "), event.recipients.join(", "));
    match (actors.as_str(), recipients.as_str()) {
        ("", "") => String::new(),
        (_, "") => actors,
        ("", _) => format!("? → {recipients}"),
        _ => format!("{actors} → {recipients}"),
    }
}

/// What keeps it from being a plain fact: "not", "planned", "possible".
fn factuality(event: &EventRow) -> String {
    let mut words = Vec::new();
    if event.polarity == "negative" {
        words.push("not");
    }
    if event.certainty != "certain" {
        words.push(&event.certainty);
    }
    let plan = matches!(event.status.as_str(), "postponed" | "cancelled");
    let plan = plan || event.planned && event.stage == "planned" && event.status == "held";
    if plan {
        words.push(&event.status);
    } else if event.stage != "occurred" {
        words.push(&event.stage);
    }
    words.join(" ")
}

fn reports(event: &EventRow) -> String {
    match event.independent == event.reports {
        true => event.reports.to_string(),
        false => format!("{} ({} own)", event.reports, event.independent),
    }
}

/// Columns of events as CSV.
const EVENT: &[&str] = &[
    "event",
    "date_from",
    "date_to",
    "dated",
    "type",
    "mode",
    "contexts",
    "quad",
    "intensity",
    "actors",
    "recipients",
    "reciprocal",
    "place",
    "place_country",
    "latitude",
    "longitude",
    "occasion",
    "polarity",
    "certainty",
    "stage",
    "status",
    "planned",
    "reports",
    "independent",
    "sentence",
];

fn event_cells(event: &EventRow) -> Vec<String> {
    vec![
        event.id.clone(),
        or_empty(&event.date_from),
        or_empty(&event.date_to),
        event.dated.to_string(),
        event.kind.clone(),
        or_empty(&event.mode),
        event.contexts.join(";"),
        event.quad.to_string(),
        event.intensity.to_string(),
        event.actors.join(";"),
        event.recipients.join(";"),
        event.reciprocal.to_string(),
        or_empty(&event.place),
        or_empty(&event.place_country),
        or_empty(&event.latitude),
        or_empty(&event.longitude),
        or_empty(&event.occasion),
        event.polarity.clone(),
        event.certainty.clone(),
        event.stage.clone(),
        event.status.clone(),
        event.planned.to_string(),
        event.reports.to_string(),
        event.independent.to_string(),
        event.sentence.clone(),
    ]
}

/// An event in a timeline.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Line(pub(super) EventRow);

impl Row for Line {
    const COLUMNS: &'static [&'static str] = EVENT;
    const HEADS: &'static [&'static str] = &["DATE", "EVENT", "WHO", "", ">REPORTS", "SENTENCE"];

    fn cells(&self) -> Vec<String> {
        event_cells(&self.0)
    }

    fn line(&self) -> Vec<String> {
        let event = &self.0;
        vec![
            when(event),
            kind(event),
            parties(event),
            factuality(event),
            reports(event),
            event.sentence.clone(),
        ]
    }
}

/// An event in a list.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Event(pub(super) EventRow);

impl Row for Event {
    const COLUMNS: &'static [&'static str] = EVENT;
    const HEADS: &'static [&'static str] =
        &["ID", "DATE", "EVENT", "WHO", "", "PLACE", ">REPORTS", "SENTENCE"];

    fn cells(&self) -> Vec<String> {
        event_cells(&self.0)
    }

    fn line(&self) -> Vec<String> {
        let event = &self.0;
        vec![
            event.id.clone(),
            when(event),
            kind(event),
            parties(event),
            factuality(event),
            or_empty(&event.place),
            reports(event),
            event.sentence.clone(),
        ]
    }
}

/// A period of a series.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Span(pub(super) Period);

impl Row for Span {
    const COLUMNS: &'static [&'static str] = &[
        "from",
        "to",
        "events",
        "intensity",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
    ];
    const HEADS: &'static [&'static str] = &[
        "FROM",
        "TO",
        ">EVENTS",
        ">INTENSITY",
        ">VERBAL+",
        ">MATERIAL+",
        ">VERBAL-",
        ">MATERIAL-",
    ];

    fn cells(&self) -> Vec<String> {
        let Period { from, to, events, intensity, quads } = &self.0;
        let mut cells = vec![from.clone(), to.clone(), events.to_string(), or_empty(intensity)];
        cells.extend(quads.iter().map(ToString::to_string));
        cells
    }

    fn line(&self) -> Vec<String> {
        let mut line = self.cells();
        line[3] = self.0.intensity.map(|mean| format!("{mean:.2}")).unwrap_or_default();
        line
    }
}

/// A claim in a list.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Claim(pub(super) ClaimRow);

impl Row for Claim {
    const COLUMNS: &'static [&'static str] = &[
        "claim",
        "date",
        "source",
        "source_id",
        "country",
        "sector",
        "stance",
        "kind",
        "cue",
        "content",
        "events",
        "article",
        "publisher",
        "published",
        "url",
    ];
    const HEADS: &'static [&'static str] = &["DATE", "WHO", "", "SAYS", "REPORTED BY"];

    fn cells(&self) -> Vec<String> {
        let claim = &self.0;
        vec![
            claim.id.clone(),
            or_empty(&claim.date),
            claim.source.clone(),
            or_empty(&claim.source_id),
            or_empty(&claim.country),
            or_empty(&claim.sector),
            claim.stance.clone(),
            claim.kind.clone(),
            claim.cue.clone(),
            claim.content.clone(),
            claim.events.join(";"),
            claim.article.clone(),
            or_empty(&claim.publisher),
            or_empty(&claim.published),
            or_empty(&claim.url),
        ]
    }

    fn line(&self) -> Vec<String> {
        let claim = &self.0;
        vec![
            claim.date.clone().unwrap_or_else(|| "undated".to_owned()),
            claim.source.clone(),
            claim.stance.clone(),
            claim.content.clone(),
            claim.publisher.clone().unwrap_or_else(|| claim.article.clone()),
        ]
    }
}

/// An article found.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Hit(pub(super) Found);

impl Row for Hit {
    const COLUMNS: &'static [&'static str] =
        &["article", "published", "publisher", "title", "url", "snippet", "score"];
    const HEADS: &'static [&'static str] = &["PUBLISHED", "ARTICLE", "TITLE", "WORDS"];

    fn cells(&self) -> Vec<String> {
        let Found { article, published, publisher, title, url, snippet, score } = &self.0;
        vec![
            article.clone(),
            or_empty(published),
            or_empty(publisher),
            or_empty(title),
            or_empty(url),
            snippet.clone(),
            score.to_string(),
        ]
    }

    fn line(&self) -> Vec<String> {
        let Found { article, published, title, snippet, .. } = &self.0;
        let day = published.clone().unwrap_or_else(|| "undated".to_owned());
        vec![day, article.clone(), or_empty(title), snippet.clone()]
    }
}

/// An actor in a list.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct ActorsLine(pub(super) ActorRow);

impl Row for ActorsLine {
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "country", "sector", "articles", "first", "last", "lately"];
    const HEADS: &'static [&'static str] =
        &["NAME", "COUNTRY", "SECTOR", ">ARTICLES", "FIRST", "LAST", "LATELY"];

    fn cells(&self) -> Vec<String> {
        let actor = &self.0;
        let lately: Vec<String> =
            actor.lately.iter().map(|(kind, count)| format!("{kind}:{count}")).collect();
        vec![
            or_empty(&actor.id),
            actor.name.clone(),
            or_empty(&actor.country),
            or_empty(&actor.sector),
            actor.articles.to_string(),
            or_empty(&actor.first),
            or_empty(&actor.last),
            lately.join(";"),
        ]
    }

    fn line(&self) -> Vec<String> {
        let mut cells = self.cells();
        cells.remove(0);
        let lately: Vec<String> =
            self.0.lately.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        cells[6] = lately.join(", ");
        cells
    }
}
