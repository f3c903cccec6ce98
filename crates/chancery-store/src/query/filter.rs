//! What a question asks for, and how the index answers it.

use chancery::world::fold::fold;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::days::{NOW, UNDATED};
use crate::error::StoreError;
use crate::open::Store;
use crate::settle::{ACTOR, RECIPIENT};

/// Who is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// Everybody of a country, by its code.
    Country(String),
    /// These actors, by their rows.
    Actors(Vec<i64>),
}

/// Which events are asked for. Lists hold alternatives; all that is given must hold.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filter {
    /// The day whose knowledge is asked for; none for all that is stored.
    pub as_of: Option<i32>,
    /// First day of the events.
    pub since: Option<i32>,
    /// Last day of the events.
    pub until: Option<i32>,
    /// Who takes part.
    pub actors: Vec<Who>,
    /// Countries of participants.
    pub countries: Vec<String>,
    /// Sectors of participants.
    pub sectors: Vec<String>,
    /// Who acts on whom.
    pub dyad: Option<(Who, Who)>,
    /// True when the first of the dyad must act on the second.
    pub directed: bool,
    /// PLOVER types.
    pub types: Vec<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Quad classes.
    pub quads: Vec<u8>,
    /// Name of the place, its first-level division or its country's code.
    pub place: Option<String>,
    /// West, south, east, north, in degrees.
    pub bounds: Option<[f64; 4]>,
    /// Factuality: stages.
    pub stages: Vec<String>,
    /// Factuality: certainties.
    pub certainties: Vec<String>,
    /// Factuality: polarities.
    pub polarities: Vec<String>,
    /// Where it stands: planned, held, postponed, cancelled, …
    pub statuses: Vec<String>,
    /// True for only what was planned at some time.
    pub planned: bool,
    /// Who says so.
    pub source: Option<Who>,
    /// Fewest independent reports.
    pub independent: u32,
    /// Most rows, the latest; 0 for all.
    pub limit: usize,
}

/// One condition: any of these terms, in these roles (0 for any).
struct Condition {
    terms: Vec<i64>,
    roles: i64,
}

/// The FROM and WHERE of a question over `state s`, with its values.
pub(super) struct Plan {
    pub(super) from: String,
    pub(super) wheres: Vec<String>,
    pub(super) values: Vec<Value>,
    /// What gives the events by their days.
    pub(super) day: &'static str,
    pub(super) id: &'static str,
}

impl Plan {
    pub(super) fn wheres(&self) -> String {
        self.wheres.join(" AND ")
    }
}

/// Rows of an index that are counted before another is taken.
const LOOK: i64 = 20_000;

impl Filter {
    /// The day whose knowledge is asked for.
    pub(super) fn day(&self) -> i32 {
        self.as_of.unwrap_or(NOW)
    }

    /// True when something beside time is asked of the events.
    pub(super) fn is_about_events(&self) -> bool {
        let same = Self {
            as_of: self.as_of,
            since: self.since,
            until: self.until,
            limit: self.limit,
            source: self.source.clone(),
            ..Self::default()
        };
        *self != same
    }
}

impl Store {
    /// Who is meant by a code ("KOR"), a registry id ("org:nato") or a name ("Mark Rutte").
    ///
    /// # Errors
    /// Nobody of that name appears in the store.
    pub fn who(&self, words: &str) -> Result<Who, StoreError> {
        let words = words.trim();
        if words.len() == 3 && words.bytes().all(|b| b.is_ascii_uppercase()) {
            return Ok(Who::Country(words.to_owned()));
        }
        if let Some(code) = words.strip_prefix("country:") {
            return Ok(Who::Country(code.to_owned()));
        }
        let folded = fold(words);
        let tries = [
            ("key = ?", words.to_owned()),
            ("folded = ?", folded.clone()),
            ("folded LIKE ?", format!("%{folded}%")),
        ];
        for (test, value) in tries {
            let found: Vec<(i64, String)> = self.ask(|connection| {
                let sql = format!("SELECT id, key FROM actor WHERE {test} ORDER BY id LIMIT 500");
                let mut statement = connection.prepare_cached(&sql)?;
                let rows = statement.query_map([value], |row| Ok((row.get(0)?, row.get(1)?)))?;
                rows.collect()
            })?;
            if let Some(code) = found.iter().find_map(|(_, key)| key.strip_prefix("country:"))
                && test == "folded = ?"
            {
                return Ok(Who::Country(code.to_owned()));
            }
            if !found.is_empty() && !folded.is_empty() {
                return Ok(Who::Actors(found.into_iter().map(|(id, _)| id).collect()));
            }
        }
        Err(StoreError::Query(format!(
            "nobody named {words:?} appears in this store; give a country's code (KOR), a registry id \
             (org:nato) or a name; chancery actors lists who appears"
        )))
    }

    /// How a filter is answered: from the rarest of its conditions, the others tested.
    pub(super) fn plan(&self, filter: &Filter) -> Result<Plan, StoreError> {
        let mut conditions = Vec::new();
        let mut wheres = vec!["s.since <= ?1".to_owned(), "s.until > ?1".to_owned()];
        let mut values = vec![Value::from(i64::from(filter.day()))];
        let mut alternatives = |kind: &str, wanted: &[String], roles: i64| {
            if wanted.is_empty() {
                return Ok::<(), StoreError>(());
            }
            let terms = self.terms(kind, wanted)?;
            conditions.push(Condition { terms, roles });
            Ok(())
        };
        alternatives("country", &filter.countries, 0)?;
        alternatives("sector", &filter.sectors, 0)?;
        alternatives("type", &filter.types, 0)?;
        alternatives("mode", &filter.modes, 0)?;
        alternatives("context", &filter.contexts, 0)?;
        if !filter.actors.is_empty() {
            let mut terms = Vec::new();
            for who in &filter.actors {
                terms.extend(self.terms_of(who, "country", "actor")?);
            }
            conditions.push(Condition { terms, roles: 0 });
        }
        if let Some(source) = &filter.source {
            let terms = self.terms_of(source, "source-country", "source")?;
            conditions.push(Condition { terms, roles: 0 });
        }
        if let Some((first, second)) = &filter.dyad {
            self.dyad(first, second, filter.directed, &mut conditions, &mut wheres)?;
        }
        if let Some(places) = self.places(filter)? {
            let listed: Vec<String> = places.iter().map(ToString::to_string).collect();
            wheres.push(format!("s.place IN ({})", listed.join(", ")));
            conditions.push(Condition { terms: self.terms("place", &listed)?, roles: -1 });
        }
        for (column, wanted) in [
            ("stage", &filter.stages),
            ("certainty", &filter.certainties),
            ("polarity", &filter.polarities),
            ("status", &filter.statuses),
        ] {
            if !wanted.is_empty() {
                let marks: Vec<String> = wanted
                    .iter()
                    .map(|value| {
                        values.push(Value::from(value.clone()));
                        format!("?{}", values.len())
                    })
                    .collect();
                wheres.push(format!("s.{column} IN ({})", marks.join(", ")));
            }
        }
        if filter.planned {
            wheres.push("s.planned = 1".to_owned());
        }
        if !filter.quads.is_empty() {
            let quads: Vec<String> = filter.quads.iter().map(ToString::to_string).collect();
            wheres.push(format!("s.quad IN ({})", quads.join(", ")));
        }
        if filter.independent > 1 {
            wheres.push(format!("s.independent > 1 AND s.independent >= {}", filter.independent));
        }
        let since = filter.since.unwrap_or(i32::MIN);
        let until = filter.until.unwrap_or(if filter.since.is_some() { UNDATED - 1 } else { NOW });
        self.drive(conditions, wheres, values, since, until)
    }

    fn drive(
        &self,
        conditions: Vec<Condition>,
        mut wheres: Vec<String>,
        values: Vec<Value>,
        since: i32,
        until: i32,
    ) -> Result<Plan, StoreError> {
        let mut counts = Vec::new();
        for condition in &conditions {
            counts.push(self.count(condition, since, until)?);
        }
        let rarest = (0..conditions.len()).min_by_key(|i| counts[*i]);
        let list = |terms: &[i64]| {
            let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
            terms.join(", ")
        };
        for (i, condition) in conditions.iter().enumerate() {
            // Places are tested on the state itself.
            if Some(i) == rarest || condition.roles == -1 {
                continue;
            }
            let roles = match condition.roles {
                0 => String::new(),
                roles => format!(" AND f.roles & {roles}"),
            };
            wheres.push(format!(
                "EXISTS (SELECT 1 FROM facet f WHERE f.term IN ({}) AND f.day = s.day AND f.state = s.id{roles})",
                list(&condition.terms)
            ));
        }
        let Some(rarest) = rarest else {
            wheres.push(format!("s.day BETWEEN {since} AND {until}"));
            return Ok(Plan {
                from: "state s".to_owned(),
                wheres,
                values,
                day: "s.day",
                id: "s.id",
            });
        };
        let Condition { terms, roles } = &conditions[rarest];
        let role = match roles {
            0 | -1 => String::new(),
            roles => format!(" AND roles & {roles}"),
        };
        let from = match terms.as_slice() {
            [term] => {
                wheres.push(format!("d.term = {term} AND d.day BETWEEN {since} AND {until}"));
                if !role.is_empty() {
                    wheres.push(format!("d.roles & {roles}"));
                }
                "facet d CROSS JOIN state s ON s.id = d.state".to_owned()
            }
            terms => format!(
                "(SELECT DISTINCT day, state FROM facet WHERE term IN ({}) AND day BETWEEN {since} AND {until}{role}) d
                 CROSS JOIN state s ON s.id = d.state",
                list(terms)
            ),
        };
        Ok(Plan { from, wheres, values, day: "d.day", id: "d.state" })
    }

    /// Rows of the index that a condition has, counted up to a bound.
    fn count(&self, condition: &Condition, since: i32, until: i32) -> Result<i64, StoreError> {
        self.ask(|connection| {
            let mut all = 0;
            for term in &condition.terms {
                let mut statement = connection.prepare_cached(
                    "SELECT count(*) FROM (SELECT 1 FROM facet WHERE term = ? AND day BETWEEN ? AND ? LIMIT ?)",
                )?;
                let left = LOOK - all;
                if left <= 0 {
                    break;
                }
                all += statement
                    .query_row([*term, i64::from(since), i64::from(until), left], |row| {
                        row.get::<_, i64>(0)
                    })?;
            }
            Ok(all)
        })
    }

    fn terms(&self, kind: &str, values: &[String]) -> Result<Vec<i64>, StoreError> {
        self.ask(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT id FROM term WHERE kind = ? AND value = ?")?;
            let mut found = Vec::new();
            for value in values {
                let id: Option<i64> =
                    statement.query_row([kind, value], |row| row.get(0)).optional()?;
                found.extend(id);
            }
            Ok(found)
        })
    }

    fn terms_of(&self, who: &Who, country: &str, actor: &str) -> Result<Vec<i64>, StoreError> {
        match who {
            Who::Country(code) => self.terms(country, std::slice::from_ref(code)),
            Who::Actors(ids) => {
                let values: Vec<String> = ids.iter().map(ToString::to_string).collect();
                self.terms(actor, &values)
            }
        }
    }

    /// Two countries have an index of their own; else one acts and the other receives.
    fn dyad(
        &self,
        first: &Who,
        second: &Who,
        directed: bool,
        conditions: &mut Vec<Condition>,
        wheres: &mut Vec<String>,
    ) -> Result<(), StoreError> {
        if let (Who::Country(a), Who::Country(b)) = (first, second) {
            let value = if a < b { format!("{a} {b}") } else { format!("{b} {a}") };
            let roles = match directed {
                false => 0,
                true if a < b => ACTOR,
                true => RECIPIENT,
            };
            let terms = self.terms("dyad", &[value])?;
            conditions.push(Condition { terms, roles });
            return Ok(());
        }
        let first = self.terms_of(first, "country", "actor")?;
        let second = self.terms_of(second, "country", "actor")?;
        let list = |terms: &[i64]| {
            let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
            terms.join(", ")
        };
        let acts = |terms: &[i64], role: i64| {
            format!(
                "EXISTS (SELECT 1 FROM facet f WHERE f.term IN ({}) AND f.day = s.day AND f.state = s.id
                 AND f.roles & {role})",
                list(terms)
            )
        };
        let there = format!("({} AND {})", acts(&first, ACTOR), acts(&second, RECIPIENT));
        let back = format!("({} AND {})", acts(&second, ACTOR), acts(&first, RECIPIENT));
        wheres.push(if directed { there } else { format!("({there} OR {back})") });
        conditions.push(Condition { terms: first, roles: 0 });
        conditions.push(Condition { terms: second, roles: 0 });
        Ok(())
    }

    /// Rows of the places asked for; none when none is asked for.
    fn places(&self, filter: &Filter) -> Result<Option<Vec<i64>>, StoreError> {
        let ids = |connection: &Connection, sql: &str, values: &[Value]| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<i64>>>()
        };
        let named = match &filter.place {
            None => None,
            Some(name) => Some(self.ask(|connection| {
                let sql = "SELECT id FROM place WHERE folded = ?2 OR admin1 = ?1 OR country = ?1";
                ids(connection, sql, &[Value::from(name.clone()), Value::from(fold(name))])
            })?),
        };
        let Some([west, south, east, north]) = filter.bounds else { return Ok(named) };
        // A box over the date line has its west east of its east.
        let longitude = match west <= east {
            true => "longitude BETWEEN ?1 AND ?3",
            false => "(longitude >= ?1 OR longitude <= ?3)",
        };
        let sql = format!("SELECT id FROM place WHERE latitude BETWEEN ?2 AND ?4 AND {longitude}");
        let within = self.ask(|connection| {
            ids(connection, &sql, &[west, south, east, north].map(Value::from))
        })?;
        Ok(Some(match named {
            None => within,
            Some(named) => named.into_iter().filter(|id| within.contains(id)).collect(),
        }))
    }
}
