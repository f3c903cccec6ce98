//! From mentions to events: what each event is on every day on which something of it was published.
//!
//! A view as of a day sees the mentions of articles published by then, and the events that these
//! alone make. So the events of a connected set of mentions are made once for every day on which the
//! set changes, and kept from that day to the next: a view is a comparison of days, not a computation.

use chancery::article::Span;
use chancery::event::claims::Stance;
use chancery::event::{Certainty, Factuality, Polarity, Stage as Reality};
use chancery::fuse::consensus::{self, Consensus, Status, Told};
use chancery::fuse::{self, FuseModel};
use rusqlite::{Row, Transaction, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::days::{FOREVER, UNDATED};
use crate::write::Names;

/// A mention with what events are made from.
#[derive(Clone, Debug)]
struct Mention {
    id: i64,
    name: String,
    version: i64,
    /// Place among the mentions of a day: the article's id, then the number in it.
    rank: (String, i64),
    since: i32,
    until: i32,
    kind: String,
    mode: Option<String>,
    contexts: String,
    quad: i64,
    intensity: f64,
    reciprocal: bool,
    day_from: Option<i32>,
    day_to: Option<i32>,
    place: Option<i64>,
    occasion: Option<String>,
    polarity: String,
    certainty: String,
    stage: String,
    score: f64,
    rule: String,
    place_at: Option<consensus::Place>,
    quantities: Vec<consensus::Quantity>,
    parties: Vec<Party>,
    sources: Vec<Source>,
}

impl Mention {
    /// The order of [`fuse::Mention`]: the earliest names an event.
    fn order(&self) -> (i32, &(String, i64)) {
        (self.since, &self.rank)
    }
}

#[derive(Clone, PartialEq, Debug)]
struct Party {
    recipient: bool,
    actor: Option<i64>,
    /// The registry's id, else the words.
    id: String,
    country: Option<String>,
    sector: Option<String>,
    name: String,
}

/// Who tells a mention.
#[derive(Clone, Debug)]
struct Source {
    actor: Option<i64>,
    id: Option<String>,
    country: Option<String>,
    stance: Stance,
    cue: String,
}

/// An event as it is from `since` until `until`.
struct Stage {
    name: String,
    since: i32,
    until: i32,
    /// Positions in the set, in order.
    members: Vec<usize>,
}

/// Mentions that links connect, and the links among them.
struct Set {
    mentions: Vec<Mention>,
    /// Positions in `mentions` with their score.
    links: Vec<(u32, u32, i32)>,
    /// Versions of which one is a copy of the other.
    copies: Vec<(i64, i64)>,
}

/// Makes the events of these versions' mentions anew, and of all that they are connected with.
pub(crate) fn settle(
    change: &Transaction<'_>,
    names: &mut Names,
    model: &FuseModel,
    versions: &[i64],
) -> rusqlite::Result<()> {
    let mut done: FxHashSet<i64> = FxHashSet::default();
    let mut read: BTreeMap<i64, Vec<Mention>> = BTreeMap::new();
    for version in versions {
        let mut waiting: BTreeSet<i64> = mentions_of(change, *version)?.into_iter().collect();
        while let Some(mention) = waiting.pop_first() {
            if done.contains(&mention) {
                continue;
            }
            let set = connected(change, &mut read, mention, model)?;
            for mention in &set.mentions {
                done.insert(mention.id);
                // A set that was taken apart leaves some of its events' mentions behind.
                waiting.extend(unmake_of(change, mention.id)?);
            }
            waiting.retain(|mention| !done.contains(mention));
            let stages = history(&set, model);
            write(change, names, &set, &stages)?;
        }
        read.clear();
    }
    Ok(())
}

fn mentions_of(change: &Transaction<'_>, version: i64) -> rusqlite::Result<Vec<i64>> {
    change
        .prepare_cached("SELECT id FROM mention WHERE version = ? ORDER BY number")?
        .query_map([version], |row| row.get(0))?
        .collect()
}

/// Takes out the events that a version's mentions are part of.
pub(crate) fn unmake(change: &Transaction<'_>, version: i64) -> rusqlite::Result<()> {
    for mention in mentions_of(change, version)? {
        unmake_of(change, mention)?;
    }
    Ok(())
}

/// Takes out the events that a mention is part of, and says which mentions these had.
fn unmake_of(change: &Transaction<'_>, mention: i64) -> rusqlite::Result<Vec<i64>> {
    let mut members = Vec::new();
    let events: Vec<i64> = change
        .prepare_cached("SELECT DISTINCT event FROM report WHERE mention = ? ORDER BY event")?
        .query_map([mention], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for event in events {
        let mut of = change.prepare_cached("SELECT mention FROM report WHERE event = ?")?;
        let found = of.query_map([event], |row| row.get(0))?;
        members.extend(found.collect::<Result<Vec<i64>, _>>()?);
        let states: Vec<(i64, i32, String)> = change
            .prepare_cached("SELECT id, day, terms FROM state WHERE event = ?")?
            .query_map([event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        for (state, day, terms) in states {
            let mut delete = change
                .prepare_cached("DELETE FROM facet WHERE term = ? AND day = ? AND state = ?")?;
            for term in terms.split_ascii_whitespace() {
                delete.execute(params![term.parse::<i64>().unwrap_or(0), day, state])?;
            }
        }
        for sql in [
            "DELETE FROM state WHERE event = ?",
            "DELETE FROM report WHERE event = ?",
            "DELETE FROM redirect WHERE name = (SELECT name FROM event WHERE id = ?)",
            "DELETE FROM event WHERE id = ?",
        ] {
            change.prepare_cached(sql)?.execute([event])?;
        }
    }
    Ok(members)
}

/// A larger set is taken apart at its weaker links, so that an article that comes in costs no more
/// than this many mentions.
const MOST_TOGETHER: usize = 1000;

/// Steps by which the links that hold a set together are asked to be stronger, in thousandths of
/// log-odds.
const STRONGER: i32 = 250;

/// The connected set that a mention stands in. Only links that could make one event of two mentions
/// connect; the others count once they are inside.
fn connected(
    change: &Transaction<'_>,
    read: &mut BTreeMap<i64, Vec<Mention>>,
    from: i64,
    model: &FuseModel,
) -> rusqlite::Result<Set> {
    let mut least = model.least_link();
    let (found, links) = loop {
        if let Some(reached) = reach(change, from, least)? {
            break reached;
        }
        least += STRONGER;
    };
    let mut mentions = Vec::with_capacity(found.len());
    let mut of = change.prepare_cached("SELECT version, number FROM mention WHERE id = ?")?;
    for id in &found {
        let (version, number): (i64, usize) =
            of.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let told = match read.entry(version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(open) => open.insert(load(change, version)?),
        };
        mentions.push(told[number].clone());
    }
    let at: FxHashMap<i64, u32> = (0..).zip(&found).map(|(i, id)| (*id, i)).collect();
    let inside = |(a, b, score): (i64, i64, i32)| Some((*at.get(&a)?, *at.get(&b)?, score));
    let links = links.into_iter().filter_map(inside).collect();
    let versions: BTreeSet<i64> =
        mentions.iter().map(|mention: &Mention| mention.version).collect();
    let mut copies = Vec::new();
    let mut of = change.prepare_cached("SELECT b FROM copy WHERE a = ?")?;
    for a in &versions {
        let found = of.query_map([a], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        copies.extend(found.into_iter().filter(|b| versions.contains(b)).map(|b| (*a, b)));
    }
    Ok(Set { mentions, links, copies })
}

/// Mentions with the links that touch them.
type Reached = (BTreeSet<i64>, BTreeSet<(i64, i64, i32)>);

/// What links of at least this score lead to from a mention; none when that is too much. Every mention
/// of the set gives the same answer, so sets do not depend on where one begins.
fn reach(change: &Transaction<'_>, from: i64, least: i32) -> rusqlite::Result<Option<Reached>> {
    let mut found: BTreeSet<i64> = BTreeSet::from([from]);
    let mut links: BTreeSet<(i64, i64, i32)> = BTreeSet::new();
    let mut waiting = vec![from];
    let mut near = change.prepare_cached(
        "SELECT b, score FROM link WHERE a = ?1 UNION ALL SELECT a, score FROM link WHERE b = ?1",
    )?;
    while let Some(mention) = waiting.pop() {
        let mut rows = near.query([mention])?;
        while let Some(row) = rows.next()? {
            let (other, score): (i64, i32) = (row.get(0)?, row.get(1)?);
            links.insert((mention.min(other), mention.max(other), score));
            if score >= least && found.insert(other) {
                if found.len() > MOST_TOGETHER {
                    return Ok(None);
                }
                waiting.push(other);
            }
        }
    }
    Ok(Some((found, links)))
}

/// A version's mentions with their participants and sources.
fn load(change: &Transaction<'_>, version: i64) -> rusqlite::Result<Vec<Mention>> {
    let mut mentions: Vec<Mention> = change
        .prepare_cached(
            "SELECT mention.id, mention.name, version.id, article.name, mention.number,
                version.since, version.until, type, mode, contexts, quad, intensity, reciprocal, day_from,
                day_to, place, occasion, polarity, certainty, stage, score, rule,
                place.name, place.country, place.kind
             FROM mention JOIN version ON version.id = mention.version
             JOIN article ON article.id = version.article
             LEFT JOIN place ON place.id = mention.place WHERE version.id = ? ORDER BY mention.number",
        )?
        .query_map([version], mention)?
        .collect::<Result<_, _>>()?;
    let at: FxHashMap<i64, usize> = mentions.iter().enumerate().map(|(i, m)| (m.id, i)).collect();
    let mut parties = change.prepare_cached(
        "SELECT participant.mention, role = 'recipient', participant.actor, participant.country,
            participant.sector, coalesce(actor.name, words), coalesce(actor.key, words)
         FROM mention JOIN participant ON participant.mention = mention.id
         LEFT JOIN actor ON actor.id = participant.actor
         WHERE mention.version = ? ORDER BY participant.mention, role, participant.number",
    )?;
    let mut rows = parties.query([version])?;
    while let Some(row) = rows.next()? {
        mentions[at[&row.get(0)?]].parties.push(Party {
            recipient: row.get(1)?,
            actor: row.get(2)?,
            country: row.get(3)?,
            sector: row.get(4)?,
            name: row.get(5)?,
            id: row.get(6)?,
        });
    }
    let mut sources = change.prepare_cached(
        "SELECT told.mention, claim.actor, actor.key, claim.country, claim.stance, claim.cue FROM mention
         JOIN told ON told.mention = mention.id JOIN claim ON claim.id = told.claim
         LEFT JOIN actor ON actor.id = claim.actor
         WHERE mention.version = ? ORDER BY told.mention, told.number",
    )?;
    let mut rows = sources.query([version])?;
    while let Some(row) = rows.next()? {
        let cue: String = row.get(5)?;
        let source = Source {
            actor: row.get(1)?,
            id: row.get(2)?,
            country: row.get(3)?,
            stance: stance(row.get_ref(4)?.as_str()?),
            cue: lemma(&cue),
        };
        mentions[at[&row.get(0)?]].sources.push(source);
    }
    let mut quantities = change.prepare_cached(
        "SELECT quantity.mention, kind, unit, value, low, high, approximate FROM mention
         JOIN quantity ON quantity.mention = mention.id
         WHERE mention.version = ? ORDER BY quantity.mention, quantity.number",
    )?;
    let mut rows = quantities.query([version])?;
    while let Some(row) = rows.next()? {
        mentions[at[&row.get(0)?]].quantities.push(consensus::Quantity {
            kind: row.get(1)?,
            unit: row.get(2)?,
            value: row.get(3)?,
            low: row.get(4)?,
            high: row.get(5)?,
            approximate: row.get(6)?,
        });
    }
    Ok(mentions)
}

fn mention(row: &Row<'_>) -> rusqlite::Result<Mention> {
    Ok(Mention {
        id: row.get(0)?,
        name: row.get(1)?,
        version: row.get(2)?,
        rank: (row.get(3)?, row.get(4)?),
        since: row.get(5)?,
        until: row.get(6)?,
        kind: row.get(7)?,
        mode: row.get(8)?,
        contexts: row.get(9)?,
        quad: row.get(10)?,
        intensity: row.get(11)?,
        reciprocal: row.get(12)?,
        day_from: row.get(13)?,
        day_to: row.get(14)?,
        place: row.get(15)?,
        occasion: row.get(16)?,
        polarity: row.get(17)?,
        certainty: row.get(18)?,
        stage: row.get(19)?,
        score: row.get(20)?,
        rule: row.get(21)?,
        place_at: match row.get::<_, Option<String>>(22)? {
            None => None,
            Some(name) => Some(consensus::Place {
                name,
                country: row.get(23)?,
                whole: row.get_ref(24)?.as_str()? == "country",
            }),
        },
        quantities: Vec::new(),
        parties: Vec::new(),
        sources: Vec::new(),
    })
}

/// What a connected set is from each day that changes it to the next.
fn history(set: &Set, model: &FuseModel) -> Vec<Stage> {
    let mentions = &set.mentions;
    let days: BTreeSet<i32> = mentions
        .iter()
        .filter(|mention| mention.since < mention.until)
        .flat_map(|mention| [mention.since, mention.until])
        .collect();
    let days: Vec<i32> = days.into_iter().collect();
    let mut stages: Vec<Stage> = Vec::new();
    for pair in days.windows(2) {
        let (since, until) = (pair[0], pair[1]);
        let seen: Vec<usize> = (0..mentions.len())
            .filter(|m| mentions[*m].since <= since && until <= mentions[*m].until)
            .collect();
        for members in groups(set, &seen, model) {
            let first = members.iter().min_by_key(|m| mentions[**m].order());
            let Some(first) = first else { continue };
            let name = mentions[*first].name.clone();
            let same = |stage: &&mut Stage| {
                stage.until == since && stage.name == name && stage.members == members
            };
            match stages.iter_mut().find(same) {
                Some(stage) => stage.until = until,
                None => stages.push(Stage { name, since, until, members }),
            }
        }
    }
    stages
}

/// The events that these members of a connected set make by themselves.
fn groups(set: &Set, seen: &[usize], model: &FuseModel) -> Vec<Vec<usize>> {
    if let [_] | [] = seen {
        return seen.iter().map(|mention| vec![*mention]).collect();
    }
    let given: Vec<fuse::Mention<'_>> = seen
        .iter()
        .map(|m| {
            let mention = &set.mentions[*m];
            fuse::Mention {
                day: (mention.since != UNDATED).then_some(mention.since),
                report: &mention.rank.0,
                // Mentions of one article stand in the order of their triggers.
                span: Span::default(),
                index: mention.rank.1 as u32,
            }
        })
        .collect();
    let at: FxHashMap<u32, u32> = (0..).zip(seen).map(|(i, m)| (*m as u32, i)).collect();
    let inside = |(a, b, score): &(u32, u32, i32)| Some((*at.get(a)?, *at.get(b)?, *score));
    let links: Vec<(u32, u32, i32)> = set.links.iter().filter_map(inside).collect();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (mention, event) in seen.iter().zip(fuse::group(&given, &links, model)) {
        groups.entry(event).or_default().push(*mention);
    }
    groups.into_values().collect()
}

fn write(
    change: &Transaction<'_>,
    names: &mut Names,
    whole: &Set,
    stages: &[Stage],
) -> rusqlite::Result<()> {
    let set = &whole.mentions;
    let mut events: BTreeMap<&str, i64> = BTreeMap::new();
    for stage in stages {
        if !events.contains_key(stage.name.as_str()) {
            change.prepare_cached("INSERT INTO event (name) VALUES (?)")?.execute([&stage.name])?;
            events.insert(&stage.name, change.last_insert_rowid());
        }
    }
    for stage in stages {
        write_state(change, names, whole, stage, events[stage.name.as_str()])?;
    }
    let mut reports: BTreeMap<(i64, i64), Vec<(i32, i32)>> = BTreeMap::new();
    for stage in stages {
        for member in &stage.members {
            let spans = reports.entry((events[stage.name.as_str()], set[*member].id)).or_default();
            match spans.last_mut() {
                Some(last) if last.1 == stage.since => last.1 = stage.until,
                _ => spans.push((stage.since, stage.until)),
            }
        }
    }
    let mut insert = change.prepare_cached("INSERT INTO report VALUES (?, ?, ?, ?)")?;
    for ((event, mention), spans) in reports {
        for (since, until) in spans {
            insert.execute(params![event, mention, since, until])?;
        }
    }
    redirects(change, set, stages)
}

/// For each id that is no longer an event's: where its mention went. For each event that came out of
/// another: of which.
fn redirects(change: &Transaction<'_>, set: &[Mention], stages: &[Stage]) -> rusqlite::Result<()> {
    let mut insert =
        change.prepare_cached("INSERT OR REPLACE INTO redirect VALUES (?, ?, ?, ?)")?;
    let by_name: FxHashMap<&str, usize> =
        set.iter().enumerate().map(|(i, mention)| (mention.name.as_str(), i)).collect();
    for stage in stages {
        let lead = by_name[stage.name.as_str()];
        let holds = |other: &&Stage, day: i32| {
            other.since <= day && day < other.until && other.members.contains(&lead)
        };
        let goes_on = |day: i32| {
            stages
                .iter()
                .any(|other| other.name == stage.name && other.since <= day && day < other.until)
        };
        if stage.until < FOREVER
            && !goes_on(stage.until)
            && let Some(next) = stages.iter().find(|other| holds(other, stage.until))
        {
            insert.execute(params![stage.name, stage.until, next.name, "merged"])?;
        }
        if !goes_on(stage.since - 1)
            && let Some(before) = stages.iter().find(|other| holds(other, stage.since - 1))
        {
            insert.execute(params![stage.name, stage.since, before.name, "split"])?;
        }
    }
    Ok(())
}

/// Of participants and sources on whom reports differ, those stay that have so large a share of the
/// support of the best.
const LEAST_SHARE: usize = 2;

fn write_state(
    change: &Transaction<'_>,
    names: &mut Names,
    set: &Set,
    stage: &Stage,
    event: i64,
) -> rusqlite::Result<()> {
    let members: Vec<&Mention> =
        stage.members.iter().map(|member| &set.mentions[*member]).collect();
    let stories = stories(&members, &set.copies);
    let told: Vec<Told> = members.iter().zip(&stories).map(|(m, story)| m.told(story)).collect();
    let agreed = consensus::consensus(&told);
    let lead = lead(&members, &agreed);
    let published = members.iter().map(|m| m.since).min().unwrap_or(UNDATED);
    let time = agreed.times.first().map(|time| time.value);
    let (day, day_to) = time.unwrap_or((published, published));
    let place = agreed.places.first().and_then(|best| {
        members.iter().find(|m| m.place_at.as_ref() == Some(&best.value)).and_then(|m| m.place)
    });
    let parties = parties(&members, &agreed);
    let status = agreed.status.last().map_or("", |step| step.status.as_str());
    let planned = agreed
        .status
        .iter()
        .any(|s| matches!(s.status, Status::Planned | Status::Postponed | Status::Cancelled));
    let [polarity, certainty, reality] = match agreed.factualities.first() {
        Some(best) => best.value.map(str::to_owned),
        None => [lead.polarity.clone(), lead.certainty.clone(), lead.stage.clone()],
    };
    let terms = terms(change, names, lead, &parties, &members, place)?;
    let listed: Vec<String> = terms.keys().map(ToString::to_string).collect();
    let several = members.len() > 1;
    change
        .prepare_cached(
            "INSERT INTO state (event, since, until, day, day_to, dated, type, mode, contexts, quad,
                intensity, reciprocal, polarity, certainty, stage, status, place, occasion, actors,
                recipients, lead, reports, independent, planned, consensus, terms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            event,
            stage.since,
            stage.until,
            day,
            day_to,
            time.is_some(),
            lead.kind,
            lead.mode,
            lead.contexts,
            lead.quad,
            lead.intensity,
            lead.reciprocal,
            polarity,
            certainty,
            reality,
            status,
            place,
            lead.occasion,
            listing(&parties, false),
            listing(&parties, true),
            lead.id,
            agreed.reports as i64,
            agreed.independent as i64,
            planned,
            several.then(|| crate::agreed::written(&agreed, &members_names(&members))),
            listed.join(" "),
        ])?;
    let state = change.last_insert_rowid();
    let mut insert = change.prepare_cached("INSERT INTO facet VALUES (?, ?, ?, ?)")?;
    for (term, roles) in terms {
        insert.execute(params![term, day, state, roles])?;
    }
    Ok(())
}

impl Mention {
    /// What the mention says, as consensus takes it.
    fn told(&self, story: &str) -> Told {
        let side = |recipient: bool| {
            self.parties
                .iter()
                .filter(move |p| p.recipient == recipient)
                .map(Party::given)
                .collect()
        };
        Told {
            report: self.rank.0.clone(),
            day: (self.since != UNDATED).then_some(self.since),
            story: story.to_owned(),
            kind: self.kind.clone(),
            mode: self.mode.clone(),
            actors: side(false),
            recipients: side(true),
            time: self.day_from.zip(self.day_to),
            place: self.place_at.clone(),
            quantities: self.quantities.clone(),
            factuality: Factuality {
                polarity: match self.polarity.as_str() {
                    "negative" => Polarity::Negative,
                    _ => Polarity::Positive,
                },
                certainty: match self.certainty.as_str() {
                    "certain" => Certainty::Certain,
                    "probable" => Certainty::Probable,
                    "possible" => Certainty::Possible,
                    _ => Certainty::Unknown,
                },
                stage: match self.stage.as_str() {
                    "ongoing" => Reality::Ongoing,
                    "planned" => Reality::Planned,
                    "conditional" => Reality::Conditional,
                    "hypothetical" => Reality::Hypothetical,
                    _ => Reality::Occurred,
                },
            },
            sources: self.sources.iter().map(Source::given).collect(),
            rule: self.rule.clone(),
        }
    }
}

impl Party {
    fn given(&self) -> consensus::Party {
        consensus::Party { id: self.id.clone(), country: self.country.clone() }
    }
}

impl Source {
    fn given(&self) -> consensus::Source {
        let country = self.country.clone();
        let party = self.id.clone().map(|id| consensus::Party { id, country });
        consensus::Source { party, stance: self.stance, cue: self.cue.clone() }
    }
}

fn stance(words: &str) -> Stance {
    let all = [Stance::Denies, Stance::Believes, Stance::Doubts, Stance::Wants, Stance::Intends];
    all.into_iter().find(|stance| stance.as_str() == words).unwrap_or(Stance::Asserts)
}

/// The verb of a cue as a dictionary has it, as far as its ending tells: the record keeps the words.
fn lemma(cue: &str) -> String {
    let word = cue.split_whitespace().last().unwrap_or_default().to_lowercase();
    let bare = ["ed", "ing", "s"].iter().find_map(|ending| word.strip_suffix(ending));
    bare.unwrap_or(&word).to_owned()
}

/// For each mention the story that its article prints: copies print one.
fn stories(members: &[&Mention], copies: &[(i64, i64)]) -> Vec<String> {
    let mut first: BTreeMap<i64, i64> = members.iter().map(|m| (m.version, m.version)).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for (a, b) in copies {
            let (Some(x), Some(y)) = (first.get(a).copied(), first.get(b).copied()) else {
                continue;
            };
            let least = x.min(y);
            changed |= x != y;
            first.insert(*a, least);
            first.insert(*b, least);
        }
    }
    members.iter().map(|m| first[&m.version].to_string()).collect()
}

/// The mention that tells it best: of the agreed type and mode, the surest.
fn lead<'m>(members: &[&'m Mention], agreed: &Consensus) -> &'m Mention {
    let kind = agreed.kinds.first().map(|best| &best.value);
    let mode = agreed.modes.first().map(|best| &best.value);
    let rank = |m: &Mention| (Some(&m.kind) == kind, m.mode.as_ref() == mode);
    let best = members.iter().max_by(|a, b| {
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.score.total_cmp(&b.score))
            .then_with(|| b.order().cmp(&a.order()))
    });
    best.expect("an event has a mention")
}

/// The participants that reports agree on, each once in each role.
fn parties<'m>(members: &[&'m Mention], agreed: &Consensus) -> Vec<&'m Party> {
    let mut found = Vec::new();
    for (recipient, values) in [(false, &agreed.actors), (true, &agreed.recipients)] {
        let most = values.iter().map(|value| value.independent).max().unwrap_or(0);
        for value in values.iter().filter(|value| value.independent * LEAST_SHARE >= most) {
            let of = |p: &&&'m Party| p.recipient == recipient && p.given() == value.value;
            let all: Vec<&'m Party> = members.iter().flat_map(|m| &m.parties).collect();
            found.extend(all.iter().find(of).copied());
        }
    }
    found
}

/// Names of participants by their ids.
fn members_names(members: &[&Mention]) -> BTreeMap<String, String> {
    let parties = members.iter().flat_map(|m| &m.parties);
    parties.map(|party| (party.id.clone(), party.name.clone())).collect()
}

/// Names of the participants in one role, each once.
fn listing(parties: &[&Party], recipient: bool) -> String {
    let mut names: Vec<String> = Vec::new();
    for party in parties.iter().filter(|party| party.recipient == recipient) {
        let name = party.name.split_whitespace().collect::<Vec<_>>().join(" ").replace(';', ",");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("; ")
}

/// Bits of [`facet.roles`]: acts, receives. Of a dyad: the first acts on the second, the second on
/// the first.
pub(crate) const ACTOR: i64 = 1;
pub(crate) const RECIPIENT: i64 = 2;

/// The terms by which an event is found, with the roles in which.
fn terms(
    change: &Transaction<'_>,
    names: &mut Names,
    lead: &Mention,
    parties: &[&Party],
    members: &[&Mention],
    place: Option<i64>,
) -> rusqlite::Result<BTreeMap<i64, i64>> {
    let mut found: BTreeMap<i64, i64> = BTreeMap::new();
    let mut add = |kind: &'static str, value: String, roles: i64| -> rusqlite::Result<()> {
        *found.entry(term(change, names, kind, value)?).or_default() |= roles;
        Ok(())
    };
    for party in parties {
        let role = if party.recipient { RECIPIENT } else { ACTOR };
        // Those who meet act on each other.
        let roles = if lead.reciprocal { ACTOR | RECIPIENT } else { role };
        if let Some(country) = &party.country {
            add("country", country.clone(), roles)?;
        }
        if let Some(sector) = &party.sector {
            add("sector", sector.clone(), roles)?;
        }
        if let Some(actor) = party.actor {
            add("actor", actor.to_string(), roles)?;
        }
    }
    for (first, second, roles) in dyads(parties, lead.reciprocal) {
        add("dyad", format!("{first} {second}"), roles)?;
    }
    add("type", lead.kind.clone(), 0)?;
    if let Some(mode) = &lead.mode {
        add("mode", mode.clone(), 0)?;
    }
    for context in lead.contexts.split_ascii_whitespace() {
        add("context", context.to_owned(), 0)?;
    }
    if let Some(place) = place {
        add("place", place.to_string(), 0)?;
    }
    for source in members.iter().flat_map(|member| &member.sources) {
        if let Some(country) = &source.country {
            add("source-country", country.clone(), 0)?;
        }
        if let Some(actor) = source.actor {
            add("source", actor.to_string(), 0)?;
        }
    }
    Ok(found)
}

/// Pairs of countries that act on each other, in the order of their codes, with who acts on whom.
fn dyads<'m>(parties: &[&'m Party], reciprocal: bool) -> BTreeSet<(&'m str, &'m str, i64)> {
    let mut found: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    let countries = |recipient: bool| {
        parties
            .iter()
            .filter(move |p| p.recipient == recipient)
            .filter_map(|p| p.country.as_deref())
    };
    for from in countries(false) {
        for to in countries(true) {
            insert(&mut found, from, to);
            if reciprocal {
                insert(&mut found, to, from);
            }
        }
        if reciprocal {
            for to in countries(false) {
                insert(&mut found, from, to);
            }
        }
    }
    found.into_iter().map(|((first, second), roles)| (first, second, roles)).collect()
}

fn insert<'m>(found: &mut BTreeMap<(&'m str, &'m str), i64>, from: &'m str, to: &'m str) {
    match from.cmp(to) {
        std::cmp::Ordering::Less => *found.entry((from, to)).or_default() |= ACTOR,
        std::cmp::Ordering::Greater => *found.entry((to, from)).or_default() |= RECIPIENT,
        std::cmp::Ordering::Equal => {}
    }
}

/// The number of a term.
fn term(
    change: &Transaction<'_>,
    names: &mut Names,
    kind: &'static str,
    value: String,
) -> rusqlite::Result<i64> {
    let key = (kind, value);
    if let Some(id) = names.terms.get(&key) {
        return Ok(*id);
    }
    change
        .prepare_cached("INSERT OR IGNORE INTO term (kind, value) VALUES (?, ?)")?
        .execute(params![key.0, key.1])?;
    let id = change
        .prepare_cached("SELECT id FROM term WHERE kind = ? AND value = ?")?
        .query_row(params![key.0, key.1], |row| row.get(0))?;
    names.terms.insert(key, id);
    Ok(id)
}
