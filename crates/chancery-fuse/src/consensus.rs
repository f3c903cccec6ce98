//! One event of many reports: what each field is said to be, by whom first, by how many that do not
//! copy each other; what they disagree on; and how its status moved.
//!
//! Nothing is averaged: 10,000 and 12,000 stay two values with the reports behind each. The order in
//! which reports are given changes nothing.

use chancery_event::claims::Stance;
use chancery_event::{Certainty, Factuality, Polarity, Stage};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What one mention says of the event. A report with two mentions of the event gives two; what it
/// says twice counts once.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// The article's id.
    pub report: String,
    /// Its day of publication, counted from 1970-01-01.
    pub day: Option<i32>,
    /// Copies of one story bear one label, any; reports of their own bear their own.
    pub story: String,
    /// Type, as in the record.
    pub kind: String,
    /// Mode, as in the record.
    pub mode: Option<String>,
    /// Who acts.
    pub actors: Vec<Party>,
    /// Who receives the act.
    pub recipients: Vec<Party>,
    /// First and last day, counted from 1970-01-01.
    pub time: Option<(i32, i32)>,
    /// Where.
    pub place: Option<Place>,
    /// How many.
    pub quantities: Vec<Quantity>,
    /// Whether it happened.
    pub factuality: Factuality,
    /// According to whom, outermost first.
    pub sources: Vec<Source>,
    /// The lexicon entry that produced the mention: `postpone.v.cancel`.
    pub rule: String,
}

impl Told {
    /// What the mention says of a plan, when its act is to call it off or to put it off: it tells of
    /// the event's status, not of its type.
    fn fate(&self) -> Option<Status> {
        let (lemma, entry) = self.rule.split_once('.')?;
        entry.split('.').any(|part| part == "cancel").then(|| STATUS.get(lemma).copied())?
    }
}

/// A participant or a source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Party {
    /// Who: the registry's id, or the words where it has none.
    pub id: String,
    /// ISO 3166-1 alpha-3 or PLOVER's code.
    pub country: Option<String>,
}

impl Party {
    /// Whether both are the same or speak for the same country.
    fn stands_for(&self, other: &Self) -> bool {
        self.id == other.id || self.country.is_some() && self.country == other.country
    }
}

/// A place, in widening circles: its name, what it lies in, its country.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The gazetteer's name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// True when it is the country itself.
    pub whole: bool,
}

/// A quantity, as in the record.
#[derive(Clone, PartialEq, Debug)]
pub struct Quantity {
    /// troops, killed, money …
    pub kind: String,
    /// What is counted.
    pub unit: Option<String>,
    /// The number.
    pub value: Option<f64>,
    /// Lower bound, inclusive.
    pub low: Option<f64>,
    /// Upper bound, inclusive.
    pub high: Option<f64>,
    /// True for "around", "some".
    pub approximate: bool,
}

impl Quantity {
    /// The least and the most it allows; a tenth to each side when it is approximate.
    fn range(&self) -> (f64, f64) {
        let slack = if self.approximate { 0.1 } else { 0.0 };
        let low = self.low.or(self.value).unwrap_or(f64::MIN);
        let high = self.high.or(self.value).unwrap_or(f64::MAX);
        (low - low.abs() * slack, high + high.abs() * slack)
    }

    fn agrees(&self, other: &Self) -> bool {
        let ((low, high), (other_low, other_high)) = (self.range(), other.range());
        low <= other_high && other_low <= high
    }
}

/// Who says it, and how.
#[derive(Clone, PartialEq, Debug)]
pub struct Source {
    /// Who; none for "officials said" without a referent.
    pub party: Option<Party>,
    /// What the source does to the content's truth.
    pub stance: Stance,
    /// Lemma of the cue: "say", "confirm".
    pub cue: String,
}

/// A value of a field with what supports it.
#[derive(Clone, PartialEq, Debug)]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// Ids of the articles that say so, the earliest first.
    pub reports: Vec<String>,
    /// How many of them do not copy each other.
    pub independent: usize,
    /// Independent reports that say so or something wider: "in October" does not contradict "on 8
    /// October". Same as `independent` where values have no width.
    pub compatible: usize,
    /// The day of the first of the reports, counted from 1970-01-01.
    pub first_day: Option<i32>,
    /// Ids of those to whom the earliest report that names a source attributes it.
    pub sources: Vec<String>,
}

/// A quantity of one kind and unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures {
    /// troops, killed, money …
    pub kind: String,
    /// What is counted.
    pub unit: Option<String>,
    /// What it is said to be, the best supported first.
    pub values: Vec<Value<Quantity>>,
    /// True when two of the values cannot both be right.
    pub disagree: bool,
}

/// Where an event stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// Asked for, imagined, depending on something else.
    Open,
    /// Announced, scheduled, agreed.
    Planned,
    /// Put off.
    Postponed,
    /// Called off.
    Cancelled,
    /// Said of others, or not said for sure.
    Alleged,
    /// Said not to be so.
    Denied,
    /// Going on.
    Ongoing,
    /// It took place.
    Held,
    /// Alleged, and then borne out.
    Confirmed,
}

impl Status {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Planned => "planned",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Alleged => "alleged",
            Self::Denied => "denied",
            Self::Ongoing => "ongoing",
            Self::Held => "held",
            Self::Confirmed => "confirmed",
        }
    }

    /// Where one mention says that the event stands.
    pub fn of(told: &Told) -> Self {
        let Factuality { polarity, certainty, stage } = told.factuality;
        let denied = told.sources.iter().any(|s| s.stance == Stance::Denies);
        if let Some(status) = told.fate() {
            return if polarity == Polarity::Positive { status } else { Self::Planned };
        }
        if polarity == Polarity::Negative || denied {
            return if stage == Stage::Planned && !denied { Self::Cancelled } else { Self::Denied };
        }
        match stage {
            Stage::Conditional | Stage::Hypothetical => Self::Open,
            Stage::Planned => Self::Planned,
            Stage::Occurred | Stage::Ongoing => {
                let confirmed = |s: &Source| STATUS.get(s.cue.as_str()) == Some(&Self::Confirmed);
                let parties = || told.actors.iter().chain(&told.recipients);
                let own = |s: &Source| {
                    s.party.as_ref().is_some_and(|who| parties().any(|p| p.stands_for(who)))
                };
                let sure = certainty == Certainty::Certain;
                if sure && told.sources.iter().any(confirmed) {
                    Self::Confirmed
                } else if !sure || !told.sources.is_empty() && !told.sources.iter().any(own) {
                    Self::Alleged
                } else if stage == Stage::Ongoing {
                    Self::Ongoing
                } else {
                    Self::Held
                }
            }
        }
    }

    /// Whether a later report of `next` moves an event that stands here: what has happened is not
    /// planned again because an old plan is mentioned.
    fn moves_to(self, next: Self) -> bool {
        use Status::{
            Alleged, Cancelled, Confirmed, Denied, Held, Ongoing, Open, Planned, Postponed,
        };
        match self {
            Open => next != Open,
            Planned => !matches!(next, Open | Planned | Denied),
            Postponed => matches!(next, Planned | Cancelled | Ongoing | Held | Confirmed),
            Cancelled => matches!(next, Planned | Ongoing | Held | Confirmed),
            Alleged => matches!(next, Denied | Ongoing | Held | Confirmed),
            Denied => matches!(next, Ongoing | Held | Confirmed),
            Ongoing => matches!(next, Held | Confirmed | Cancelled),
            Held | Confirmed => false,
        }
    }
}

/// Verbs that tell where an event stands.
static STATUS: LazyLock<BTreeMap<&str, Status>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/fuse/status.tsv").lines().skip(1);
    let row = |row: &'static str| {
        let (verb, status) = row.split_once('\t').expect("a row has two columns");
        let known = [Status::Postponed, Status::Cancelled, Status::Confirmed];
        let found = known.into_iter().find(|s| s.as_str() == status);
        (verb, found.expect("the second column is a status"))
    };
    rows.map(row).collect()
});

/// A move of an event's status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Where it stands from then on.
    pub status: Status,
    /// The article that moved it: the first of those that say so.
    pub report: String,
    /// Its day of publication, counted from 1970-01-01.
    pub day: Option<i32>,
}

/// What reports together say of one event. Lists of values stand with the best supported first: by
/// compatible independent reports, then by independent reports, then the one told first.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Consensus {
    /// Types.
    pub kinds: Vec<Value<String>>,
    /// Modes.
    pub modes: Vec<Value<String>>,
    /// Who acts: each with its support; several are no disagreement.
    pub actors: Vec<Value<Party>>,
    /// Who receives the act.
    pub recipients: Vec<Value<Party>>,
    /// First and last day, counted from 1970-01-01; of two that agree the narrower stands first.
    pub times: Vec<Value<(i32, i32)>>,
    /// Places; of two that agree the narrower stands first.
    pub places: Vec<Value<Place>>,
    /// Quantities by kind and unit.
    pub figures: Vec<Figures>,
    /// Polarity, certainty and stage, as in the record.
    pub factualities: Vec<Value<[&'static str; 3]>>,
    /// How its status moved, the earliest first; the last is where it stands.
    pub status: Vec<Step>,
    /// Articles that report it.
    pub reports: usize,
    /// Those that do not copy each other.
    pub independent: usize,
}

impl Consensus {
    /// Names of the fields in which reports cannot all be right: of `type`, `mode`, `time`, `place`,
    /// `quantities`, `factuality`.
    pub fn disagreements(&self) -> Vec<&'static str> {
        let times: Vec<_> = self.times.iter().map(|v| v.value).collect();
        let places: Vec<_> = self.places.iter().map(|v| v.value.clone()).collect();
        [
            (self.kinds.len() > 1, "type"),
            (self.modes.len() > 1, "mode"),
            (apart(&times, within_time), "time"),
            (apart(&places, within_place), "place"),
            (self.figures.iter().any(|f| f.disagree), "quantities"),
            (self.factualities.len() > 1, "factuality"),
        ]
        .into_iter()
        .filter_map(|(disagree, field)| disagree.then_some(field))
        .collect()
    }
}

/// Whether of two values neither lies within the other.
fn apart<T>(values: &[T], within: impl Fn(&T, &T) -> bool) -> bool {
    let disagree = |a: &T| values.iter().any(|b| !within(a, b) && !within(b, a));
    values.iter().any(disagree)
}

fn within_time(a: &(i32, i32), b: &(i32, i32)) -> bool {
    b.0 <= a.0 && a.1 <= b.1
}

fn within_place(a: &Place, b: &Place) -> bool {
    a == b || b.whole && a.country.is_some() && a.country == b.country
}

fn same<T: PartialEq>(a: &T, b: &T) -> bool {
    a == b
}

/// Whether `a` says all that `b` says: the same number, or one within looser bounds.
fn within_quantity(a: &Quantity, b: &Quantity) -> bool {
    let ((low, high), (least, most)) = (a.range(), b.range());
    least <= low && high <= most
}

/// The values of one field, each with its reports. `key` tells values apart and orders them where
/// nothing else does; `within` says that one value is so when the other is, only narrower.
fn values<T: Clone, K: Ord>(
    told: &[&Told],
    of: impl Fn(&Told) -> Vec<T>,
    key: impl Fn(&T) -> K,
    within: impl Fn(&T, &T) -> bool,
) -> Vec<Value<T>> {
    let mut found: BTreeMap<K, (T, Vec<&Told>)> = BTreeMap::new();
    for told in told {
        for value in of(told) {
            found.entry(key(&value)).or_insert_with(|| (value, Vec::new())).1.push(told);
        }
    }
    let stories =
        |told: &[&Told]| -> BTreeSet<String> { told.iter().map(|t| t.story.clone()).collect() };
    let mut values: Vec<Value<T>> = found
        .values()
        .map(|(value, by)| {
            let wider = found.values().filter(|(other, _)| within(value, other));
            let compatible: BTreeSet<String> = wider.flat_map(|(_, by)| stories(by)).collect();
            // Those of `told` stand with the earliest first.
            let mut reports: Vec<String> = Vec::new();
            for told in by {
                if !reports.contains(&told.report) {
                    reports.push(told.report.clone());
                }
            }
            let named = by.iter().find(|told| told.sources.iter().any(|s| s.party.is_some()));
            let parties = named.into_iter().flat_map(|told| &told.sources);
            Value {
                value: value.clone(),
                reports,
                independent: stories(by).len(),
                compatible: compatible.len(),
                first_day: by[0].day,
                sources: parties.filter_map(|s| Some(s.party.as_ref()?.id.clone())).collect(),
            }
        })
        .collect();
    let place = |report: &str| told.iter().position(|told| told.report == report);
    values.sort_by_key(|v| {
        let support = std::cmp::Reverse((v.compatible, v.independent));
        (support, v.reports.first().and_then(|report| place(report)))
    });
    values
}

/// A number as a key: the order of its bits is that of the numbers.
fn number(value: Option<f64>) -> Option<i64> {
    value.map(|value| {
        let bits = value.to_bits().cast_signed();
        bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
    })
}

/// What the mentions of one event together say.
pub fn consensus(told: &[Told]) -> Consensus {
    let mut told: Vec<&Told> = told.iter().collect();
    // Two mentions of one report stand in an order that all they say decides.
    let rank = |t: &Told| (t.day.is_none(), t.day, t.report.clone(), format!("{t:?}"));
    told.sort_by_cached_key(|t| rank(t));
    let figure = |q: &Quantity| (q.kind.clone(), q.unit.clone());
    let kinds: BTreeSet<_> = told.iter().flat_map(|t| t.quantities.iter().map(figure)).collect();
    let figures = kinds.into_iter().map(|one| {
        let of = |t: &Told| -> Vec<Quantity> {
            t.quantities.iter().filter(|q| figure(q) == one).cloned().collect()
        };
        let key = |q: &Quantity| (number(q.value), number(q.low), number(q.high), q.approximate);
        let values = values(&told, of, key, within_quantity);
        let agree = |a: &Quantity| values.iter().all(|b| a.agrees(&b.value));
        let disagree = !values.iter().all(|v| agree(&v.value));
        Figures { kind: one.0, unit: one.1, values, disagree }
    });
    let mut acts: Vec<&Told> = told.iter().copied().filter(|t| t.fate().is_none()).collect();
    if acts.is_empty() {
        acts.clone_from(&told);
    }
    let stated = |f: Factuality| [f.polarity.as_str(), f.certainty.as_str(), f.stage.as_str()];
    Consensus {
        kinds: values(&acts, |t| vec![t.kind.clone()], String::clone, same),
        modes: values(&acts, |t| t.mode.iter().cloned().collect(), String::clone, same),
        actors: values(&told, |t| t.actors.clone(), Party::clone, same),
        recipients: values(&told, |t| t.recipients.clone(), Party::clone, same),
        times: values(&told, |t| t.time.into_iter().collect(), |t| *t, within_time),
        places: values(&told, |t| t.place.iter().cloned().collect(), Place::clone, within_place),
        figures: figures.collect(),
        factualities: values(&acts, |t| vec![stated(t.factuality)], |f| *f, same),
        status: moves(&told),
        reports: told.iter().map(|t| &t.report).collect::<BTreeSet<_>>().len(),
        independent: told.iter().map(|t| &t.story).collect::<BTreeSet<_>>().len(),
    }
}

/// The moves of the status by mentions that stand in order. Of what one day says in several ways the
/// earlier stage comes first, so that a day ends where its furthest report stands.
fn moves(told: &[&Told]) -> Vec<Step> {
    let mut said: Vec<(bool, Option<i32>, Status, &str)> =
        told.iter().map(|t| (t.day.is_none(), t.day, Status::of(t), t.report.as_str())).collect();
    said.sort_unstable();
    let mut steps: Vec<Step> = Vec::new();
    for (_, day, status, report) in said {
        if steps.last().is_none_or(|last| last.status.moves_to(status)) {
            // A thing that nobody alleged is not confirmed: it took place.
            let alleged =
                steps.iter().any(|s| matches!(s.status, Status::Alleged | Status::Denied));
            let status = match status {
                Status::Confirmed | Status::Held if alleged => Status::Confirmed,
                Status::Confirmed => Status::Held,
                other => other,
            };
            steps.push(Step { status, report: report.to_owned(), day });
        }
    }
    steps
}
