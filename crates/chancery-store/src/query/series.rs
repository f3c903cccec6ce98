//! Counts and mean intensity of a filter's events, period by period.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;

use super::Filter;
use super::events::values;
use crate::days::{self, UNDATED};
use crate::error::StoreError;
use crate::open::Store;

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Per {
    /// A day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

/// The events of one period.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Period {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Events whose first day lies in it.
    pub events: u64,
    /// Mean of their PLOVER intensities; null where there are none.
    pub intensity: Option<f64>,
    /// How many of each quad class: verbal cooperation, material cooperation, verbal conflict,
    /// material conflict.
    pub quads: [u64; 4],
}

/// A series has so many periods at most: what lies outside is a question of another granularity.
const MOST_PERIODS: usize = 100_000;

impl Per {
    /// The first day of the period that a day lies in.
    fn first(self, day: Date) -> Date {
        match self {
            Per::Day => day,
            Per::Week => {
                let back = day.weekday().since(Weekday::Monday);
                day.saturating_sub(i64::from(back).days())
            }
            Per::Month => day.first_of_month(),
        }
    }

    fn next(self, first: Date) -> Option<Date> {
        let span = match self {
            Per::Day => 1.day(),
            Per::Week => 1.week(),
            Per::Month => 1.month(),
        };
        first.checked_add(span).ok()
    }
}

impl Store {
    /// The series of a filter's events from its first to its last day, periods without events among
    /// them; from the first to the last event where the filter gives no days.
    ///
    /// # Errors
    /// The store cannot be read, or the days asked for make too many periods.
    pub fn series(&self, filter: &Filter, per: Per) -> Result<Vec<Period>, StoreError> {
        let plan = self.plan(filter)?;
        let sql = format!(
            "SELECT {day}, count(*), sum(s.intensity), sum(s.quad = 1), sum(s.quad = 2), sum(s.quad = 3),
                sum(s.quad = 4)
             FROM {} WHERE {} AND {day} < {UNDATED} GROUP BY {day}",
            plan.from,
            plan.wheres(),
            day = plan.day
        );
        let counted: Vec<(i32, u64, f64, [u64; 4])> = self.ask(|connection| {
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map(values(plan.values), |row| {
                let quads = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, quads))
            })?;
            rows.collect()
        })?;
        let mut sums: BTreeMap<Date, (u64, f64, [u64; 4])> = BTreeMap::new();
        for (day, events, intensity, quads) in counted {
            let Some(date) = days::date(day) else { continue };
            let sum = sums.entry(per.first(date)).or_default();
            sum.0 += events;
            sum.1 += intensity;
            for (sum, quad) in sum.2.iter_mut().zip(quads) {
                *sum += quad;
            }
        }
        let bound = |day: Option<i32>| day.and_then(days::date).map(|day| per.first(day));
        let first = bound(filter.since).or(sums.keys().next().copied());
        let last = bound(filter.until).or(sums.keys().next_back().copied());
        let (Some(first), Some(last)) = (first, last) else { return Ok(Vec::new()) };
        fill(per, first, last, &sums)
    }
}

fn fill(
    per: Per,
    first: Date,
    last: Date,
    sums: &BTreeMap<Date, (u64, f64, [u64; 4])>,
) -> Result<Vec<Period>, StoreError> {
    let mut periods = Vec::new();
    let mut at = Some(first);
    while let Some(from) = at.filter(|from| *from <= last) {
        if periods.len() == MOST_PERIODS {
            return Err(StoreError::Query(format!(
                "from {first} to {last} there are more than {MOST_PERIODS} periods; give --since and \
                 --until, or longer periods"
            )));
        }
        let next = per.next(from);
        let to = next.and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX);
        let (events, intensity, quads) = sums.get(&from).copied().unwrap_or_default();
        let mean = (events > 0).then(|| (intensity / events as f64 * 1000.0).round() / 1000.0);
        periods.push(Period {
            from: from.to_string(),
            to: to.to_string(),
            events,
            intensity: mean,
            quads,
        });
        at = next;
    }
    Ok(periods)
}
