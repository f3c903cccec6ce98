//! Questions to a store: timeline, series, events, claims, calendar, search, actors, sql.

mod calendar;
mod options;
mod rows;

pub(crate) use options::{
    ActorsShown, CalendarOptions, ClaimsOptions, EventsOptions, SearchOptions, SeriesOptions,
    SqlOptions, TimelineOptions,
};

use anyhow::Context;
use chancery_store::Store;
use chancery_store::query::{ActorsAsked, Filter, Per, Searched};
use std::time::Duration;

use crate::run::{Done, complain};
use crate::table::{self, Row};
use options::View;
use rows::{ActorsLine, Claim, Event, Hit, Line, Span};

/// Rows that people are shown when they do not say how many.
const SHOWN: usize = 50;

impl View {
    fn store(&self) -> anyhow::Result<Store> {
        Ok(Store::read(&self.store)?)
    }

    /// Most rows: what people ask for, else a page for people and all for programs.
    fn most(&self) -> usize {
        match self.limit {
            Some(limit) => limit,
            None if self.form.is_data() => 0,
            None => SHOWN,
        }
    }

    fn filter(&self) -> Filter {
        Filter {
            as_of: self.as_of.map(|days| days.last),
            since: self.since.map(|days| days.first),
            until: self.until.map(|days| days.last),
            limit: self.most(),
            ..Filter::default()
        }
    }

    fn write<R: Row>(&self, rows: &[R], what: &str) -> anyhow::Result<Done> {
        table::write(rows, self.most(), self.form)?;
        if self.form.is_data() {
            return Ok(Done::default());
        }
        if rows.is_empty() {
            complain(format_args!("no {what}"));
        } else if self.most() > 0 && rows.len() > self.most() {
            let most = self.most();
            complain(format_args!(
                "{most} {what} are shown and there are more; --limit 0 shows all"
            ));
        }
        Ok(Done::default())
    }
}

pub(crate) fn timeline(options: &TimelineOptions) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    let filter = options.filter.filter(&store, &options.view)?;
    let filter = options.parties.narrow(&store, filter)?;
    let rows = store.events(&filter, options.view.form.is_data())?;
    let lines: Vec<Line> = rows.into_iter().map(Line).collect();
    options.view.write(&lines, "events")
}

pub(crate) fn events(options: &EventsOptions) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    if let Some(id) = &options.id {
        let as_of = options.view.as_of.map(|days| days.last);
        let found = store.event(id, as_of)?;
        let found =
            found.with_context(|| format!("no event or mention {id} is known on that day"))?;
        return options.view.write(&[Event(found)], "events");
    }
    let filter = options.filter.filter(&store, &options.view)?;
    let rows = store.events(&filter, options.view.form.is_data())?;
    let rows: Vec<Event> = rows.into_iter().map(Event).collect();
    options.view.write(&rows, "events")
}

pub(crate) fn series(options: &SeriesOptions) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    let filter = options.filter.filter(&store, &options.view)?;
    let mut filter = options.parties.narrow(&store, filter)?;
    // What has been, or goes on: plans, denials and suppositions are no events to count unless
    // asked for.
    if filter.stages.is_empty() {
        filter.stages = ["occurred", "ongoing"].map(str::to_owned).to_vec();
    }
    if filter.polarities.is_empty() {
        filter.polarities = vec!["positive".to_owned()];
    }
    let per: Per = options.per.into();
    let periods = store.series(&filter, per)?;
    let rows: Vec<Span> = periods.into_iter().map(Span).collect();
    // A series is whole or it is none.
    table::write(&rows, options.view.limit.unwrap_or(0), options.view.form)?;
    if rows.is_empty() && !options.view.form.is_data() {
        complain(format_args!("no events"));
    }
    Ok(Done::default())
}

pub(crate) fn claims(options: &ClaimsOptions) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    let filter = options.filter.filter(&store, &options.view)?;
    let rows: Vec<Claim> = store.claims(&filter)?.into_iter().map(Claim).collect();
    options.view.write(&rows, "claims")
}

pub(crate) fn calendar(options: &CalendarOptions) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    let mut filter = options.filter.filter(&store, &options.view)?;
    if filter.types.is_empty() {
        filter.types = vec!["CONSULT".to_owned()];
    }
    filter.planned = true;
    filter.statuses.clone_from(&options.status);
    if options.ics {
        filter.limit = options.view.limit.unwrap_or(0);
        let rows = store.events(&filter, true)?;
        return calendar::write(&rows);
    }
    let rows = store.events(&filter, options.view.form.is_data())?;
    let rows: Vec<calendar::Planned> = rows.into_iter().map(calendar::Planned).collect();
    options.view.write(&rows, "planned meetings")
}

pub(crate) fn search(options: &SearchOptions) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    let view = &options.view;
    let found = store.search(&Searched {
        words: options.words.join(" "),
        as_of: view.as_of.map(|days| days.last),
        since: view.since.map(|days| days.first),
        until: view.until.map(|days| days.last),
        limit: view.most(),
    })?;
    let rows: Vec<Hit> = found.into_iter().map(Hit).collect();
    view.write(&rows, "articles")
}

pub(crate) fn actors(options: &ActorsShown) -> anyhow::Result<Done> {
    let store = options.view.store()?;
    let view = &options.view;
    let who = options.who.as_deref().map(|words| store.who(words)).transpose()?;
    let found = store.actors(&ActorsAsked {
        as_of: view.as_of.map(|days| days.last),
        since: view.since.map(|days| days.first),
        until: view.until.map(|days| days.last),
        who,
        sectors: options.sector.clone(),
        persons: options.persons,
        limit: view.most(),
    })?;
    let rows: Vec<ActorsLine> = found.into_iter().map(ActorsLine).collect();
    view.write(&rows, "actors")
}

pub(crate) fn sql(options: &SqlOptions) -> anyhow::Result<Done> {
    let mut store = Store::read(&options.store)?;
    let answer = store.sql(&options.query, Duration::from_secs_f64(options.timeout))?;
    let rows: Vec<Vec<serde_json::Value>> = answer
        .rows
        .iter()
        .map(|row| row.iter().map(serde_json::to_value).collect::<Result<_, _>>())
        .collect::<Result<_, _>>()?;
    table::write_any(&answer.columns, &rows, options.form)?;
    Ok(Done::default())
}
