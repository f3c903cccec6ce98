//! The calendar: planned meetings as a table, and as iCalendar.

use chancery_store::query::EventRow;
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;

use super::rows::{parties, when};
use crate::run::{Done, for_programs};
use crate::table::Row;

/// A planned meeting.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Planned(pub(super) EventRow);

impl Row for Planned {
    const COLUMNS: &'static [&'static str] = &[
        "event",
        "date_from",
        "date_to",
        "dated",
        "status",
        "type",
        "mode",
        "actors",
        "recipients",
        "place",
        "place_country",
        "occasion",
        "reports",
        "independent",
        "sentence",
    ];
    const HEADS: &'static [&'static str] =
        &["DATE", "STATUS", "WHO", "PLACE", "OCCASION", ">REPORTS", "SENTENCE"];

    fn cells(&self) -> Vec<String> {
        let event = &self.0;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            event.id.clone(),
            text(&event.date_from),
            text(&event.date_to),
            event.dated.to_string(),
            event.status.clone(),
            event.kind.clone(),
            text(&event.mode),
            event.actors.join(";"),
            event.recipients.join(";"),
            text(&event.place),
            text(&event.place_country),
            text(&event.occasion),
            event.reports.to_string(),
            event.independent.to_string(),
            event.sentence.clone(),
        ]
    }

    fn line(&self) -> Vec<String> {
        let event = &self.0;
        vec![
            when(event),
            event.status.clone(),
            parties(event),
            event.place.clone().unwrap_or_default(),
            event.occasion.clone().unwrap_or_default(),
            event.reports.to_string(),
            event.sentence.clone(),
        ]
    }
}

/// Writes the meetings whose day is known as iCalendar.
pub(super) fn write(rows: &[EventRow]) -> anyhow::Result<Done> {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Chancery//calendar//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("X-WR-CALNAME", "Chancery"));
    for row in rows.iter().filter(|row| row.dated) {
        if let Some(event) = entry(row) {
            calendar.push(event);
        }
    }
    let mut out = for_programs();
    out.write_all(calendar.to_string().as_bytes())?;
    out.flush()?;
    Ok(Done::default())
}

fn entry(row: &EventRow) -> Option<Event> {
    let day = |words: &Option<String>| words.as_deref().and_then(|w| w.parse::<Date>().ok());
    let from = day(&row.date_from)?;
    let to = day(&row.date_to).unwrap_or(from);
    let mut event = Event::new();
    // No clock: the stamp is the day of the last report, and the same store gives the same bytes.
    let stamp = row.told_by.iter().filter_map(|report| day(&report.published)).max();
    let stamp = stamp.unwrap_or(from);
    event.uid(&format!("{}@chancery", row.id));
    event.add_property("DTSTAMP", format!("{}T000000Z", basic(stamp)));
    event.add_property("SEQUENCE", row.told_by.len().to_string());
    event.append_property(date("DTSTART", from));
    // The end is the first day after it.
    event.append_property(date("DTEND", to.tomorrow().ok()?));
    let who = parties(row);
    let what = row.occasion.clone().unwrap_or_else(|| match row.mode.as_deref() {
        Some("visit") => "Visit".to_owned(),
        _ => "Meeting".to_owned(),
    });
    event.summary(&if who.is_empty() { what } else { format!("{what}: {who}") });
    let reports = row.told_by.iter().map(|report| {
        let by = report.publisher.as_ref().unwrap_or(&report.article);
        let on = report.published.as_ref().map(|day| format!(", {day}")).unwrap_or_default();
        format!("{} ({by}{on})", report.sentence)
    });
    let lines: Vec<String> =
        std::iter::once(format!("Status: {}", row.status)).chain(reports).collect();
    event.description(&lines.join("\n"));
    if let Some(place) = &row.place {
        event.location(place);
    }
    if let (Some(latitude), Some(longitude)) = (row.latitude, row.longitude) {
        event.add_property("GEO", format!("{latitude:.4};{longitude:.4}"));
    }
    if let Some(url) = row.told_by.iter().find_map(|report| report.url.as_ref()) {
        event.add_property("URL", url);
    }
    event.add_property(
        "STATUS",
        match row.status.as_str() {
            "cancelled" => "CANCELLED",
            "held" | "confirmed" | "ongoing" => "CONFIRMED",
            _ => "TENTATIVE",
        },
    );
    event.add_property("TRANSP", "TRANSPARENT");
    Some(event.done())
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn date(name: &str, day: Date) -> Property {
    Property::new(name, basic(day)).add_parameter("VALUE", "DATE").done()
}
