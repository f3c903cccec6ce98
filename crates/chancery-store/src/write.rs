//! Writing: batches of readings, each one transaction.

use chancery::Article;
use chancery::fuse::copies::{COPY_DAYS, Signature, folds};
use chancery::fuse::{FuseModel, Link, Report, SHARED_KEYS, WINDOW_DAYS, links};
use chancery::world::fold::fold;
use chancery_schema as wire;
use chancery_schema::sha256;
use rayon::prelude::*;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

use crate::days::{self, FOREVER, UNDATED};
use crate::entry::Entry;
use crate::error::{StoreError, told};
use crate::open::Store;
use crate::settle::settle;

/// What the store knows of an article that comes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nothing.
    New,
    /// This text.
    Known,
    /// The article, with another text.
    Updated,
}

/// A file on its way in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// Its name; an absolute path for a file.
    pub name: String,
    /// Bytes, for a file.
    pub size: Option<i64>,
    /// Time of its last change, for a file, in nanoseconds since 1970.
    pub modified: Option<i64>,
    /// What else its articles depend on: options, the engine's version.
    pub options: String,
}

/// An input that was refused, or a remark on one that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Name of the source, when it is not the one that is open.
    pub source: Option<String>,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Record, entry or item.
    pub item: Option<String>,
    /// Why, and what to do.
    pub reason: String,
    /// True when it costs no article.
    pub remark: bool,
}

/// A step of an ingest, in the order of the inputs.
#[derive(Clone, Debug)]
pub enum Step {
    /// A source is opened; what follows comes from it.
    Open(Source),
    /// An article, new or with a new text.
    Store(Box<Entry>),
    /// An article that is stored already.
    Known,
    /// Something refused.
    Refuse(Refused),
    /// The source was read to its end.
    Close,
}

/// Row numbers of what is named again and again.
#[derive(Default)]
pub(crate) struct Names {
    actors: FxHashMap<String, i64>,
    places: FxHashMap<String, i64>,
    pub(crate) terms: FxHashMap<(&'static str, String), i64>,
    /// The source that is open.
    source: Option<i64>,
}

/// Sketches of versions, as they are needed again and again.
#[derive(Default)]
pub(crate) struct Sketches {
    read: FxHashMap<i64, Report>,
}

/// More sketches than these are read again: they take some 20 kB each.
const MOST_SKETCHES: usize = 8_000;

impl Sketches {
    fn clear(&mut self) {
        self.read.clear();
    }

    /// Reads the sketches of these versions that are not held.
    fn load(
        &mut self,
        change: &Transaction<'_>,
        versions: &[i64],
        model: &FuseModel,
    ) -> rusqlite::Result<()> {
        if self.read.len() > MOST_SKETCHES {
            self.read.clear();
        }
        let mut find = change.prepare_cached("SELECT bytes FROM sketch WHERE version = ?")?;
        for version in versions {
            if self.read.contains_key(version) {
                continue;
            }
            let bytes: Option<Vec<u8>> = find.query_row([version], |row| row.get(0)).optional()?;
            // One of an earlier program is no longer compared; what it was linked with stays.
            let sketch = bytes.and_then(|bytes| Report::from_bytes(&bytes, model).ok());
            if let Some(sketch) = sketch {
                self.read.insert(*version, sketch);
            }
        }
        Ok(())
    }
}

/// More names than these are forgotten and read again: memory stays bounded.
const MOST_NAMES: usize = 500_000;

impl Names {
    fn forget(&mut self, all: bool) {
        for table in [&mut self.actors, &mut self.places] {
            if all || table.len() > MOST_NAMES {
                table.clear();
            }
        }
        if all || self.terms.len() > MOST_NAMES {
            self.terms.clear();
        }
    }
}

impl Store {
    /// What is known of an article under `key`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn standing(&self, key: &str, article: &Article) -> Result<Standing, StoreError> {
        let sha = unhex(&sha256(article.text().as_bytes()));
        let read = || {
            let mut find = self.connection.prepare_cached(
                "SELECT version.id, version.published FROM article
                 LEFT JOIN version ON version.article = article.id AND sha256 = ?2 WHERE key = ?1",
            )?;
            let row = find.query_row(params![key, sha], |row| {
                Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i32>>(1)?))
            });
            row.optional()
        };
        Ok(match read().map_err(|error| self.fault(error))? {
            None => Standing::New,
            Some((None, _)) => Standing::Updated,
            // A day of publication that was missing makes times readable.
            Some((Some(_), None)) if article.published.is_some() => Standing::Updated,
            Some((Some(_), _)) => Standing::Known,
        })
    }

    /// The key of the article that has this id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn holder(&self, name: &str) -> Result<Option<String>, StoreError> {
        let read = || {
            let mut find =
                self.connection.prepare_cached("SELECT key FROM article WHERE name = ?")?;
            find.query_row([name], |row| row.get(0)).optional()
        };
        read().map_err(|error| self.fault(error))
    }

    /// The id under which the article of a key is stored.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn name_of(&self, key: &str) -> Result<Option<String>, StoreError> {
        let read = || {
            let mut find =
                self.connection.prepare_cached("SELECT name FROM article WHERE key = ?")?;
            find.query_row([key], |row| row.get(0)).optional()
        };
        read().map_err(|error| self.fault(error))
    }

    /// How many articles a source holds that was read to its end and has not changed since.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn finished(&self, source: &Source) -> Result<Option<u64>, StoreError> {
        let Source { name, size: Some(size), modified: Some(modified), options } = source else {
            return Ok(None);
        };
        let read = || {
            let mut find = self.connection.prepare_cached(
                "SELECT articles FROM source
                 WHERE name = ? AND size = ? AND modified = ? AND options = ? AND done = 1",
            )?;
            find.query_row(params![name, size, modified, options], |row| row.get(0)).optional()
        };
        read().map_err(|error| self.fault(error))
    }

    /// Writes the steps in one transaction, and makes the events of their articles anew. When this
    /// returns, they are stored for good.
    ///
    /// # Errors
    /// The disk is full, the file may not be written, another program writes. Then nothing of this
    /// batch is stored.
    pub fn write(&mut self, steps: &[Step], model: &FuseModel) -> Result<(), StoreError> {
        let before = self.names.source;
        let outcome = self.attempt(steps, model);
        if outcome.is_err() {
            // Row numbers that were given in the batch are not given.
            self.names.forget(true);
            self.names.source = before;
            self.sketches.clear();
        }
        outcome.map_err(|error| told(&self.path, error))
    }

    fn attempt(&mut self, steps: &[Step], model: &FuseModel) -> rusqlite::Result<()> {
        let (names, sketches) = (&mut self.names, &mut self.sketches);
        names.forget(false);
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut writer = Writer { change: &change, names, sketches, model, touched: Vec::new() };
        for step in steps {
            writer.step(step)?;
        }
        let mut touched = std::mem::take(&mut writer.touched);
        touched.sort_unstable();
        touched.dedup();
        settle(&change, names, model, &touched)?;
        change.commit()
    }
}

struct Writer<'w> {
    change: &'w Transaction<'w>,
    names: &'w mut Names,
    sketches: &'w mut Sketches,
    model: &'w FuseModel,
    /// Versions whose events are to be told anew.
    touched: Vec<i64>,
}

impl Writer<'_> {
    fn step(&mut self, step: &Step) -> rusqlite::Result<()> {
        match step {
            Step::Open(source) => self.open(source),
            Step::Store(entry) => {
                self.count()?;
                self.store(entry)
            }
            Step::Known => self.count(),
            Step::Refuse(refused) => self.refuse(refused),
            Step::Close => self.run("UPDATE source SET done = 1 WHERE id = ?", [self.names.source]),
        }
    }

    fn run(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        self.change.prepare_cached(sql)?.execute(values).map(|_| ())
    }

    fn source(&self, name: &str) -> rusqlite::Result<i64> {
        let find = "SELECT id FROM source WHERE name = ?";
        let found =
            self.change.prepare_cached(find)?.query_row([name], |row| row.get(0)).optional()?;
        match found {
            Some(id) => Ok(id),
            None => {
                self.run("INSERT INTO source (name) VALUES (?)", [name])?;
                Ok(self.change.last_insert_rowid())
            }
        }
    }

    fn open(&mut self, source: &Source) -> rusqlite::Result<()> {
        let id = self.source(&source.name)?;
        let Source { size, modified, options, .. } = source;
        self.run(
            "UPDATE source SET size = ?2, modified = ?3, options = ?4, articles = 0, done = 0 WHERE id = ?1",
            params![id, size, modified, options],
        )?;
        self.run("DELETE FROM refusal WHERE source = ?", [id])?;
        self.names.source = Some(id);
        Ok(())
    }

    fn count(&self) -> rusqlite::Result<()> {
        self.run("UPDATE source SET articles = articles + 1 WHERE id = ?", [self.names.source])
    }

    fn refuse(&mut self, refused: &Refused) -> rusqlite::Result<()> {
        let source = match (&refused.source, self.names.source) {
            (None, Some(open)) => open,
            (name, _) => self.source(name.as_deref().unwrap_or(""))?,
        };
        let item = refused.item.as_deref().unwrap_or_default();
        self.run(
            "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?, ?)",
            params![source, refused.line.unwrap_or(0), item, refused.reason, refused.remark],
        )
    }

    fn store(&mut self, entry: &Entry) -> rusqlite::Result<()> {
        let about = &entry.record.article;
        let sha = unhex(&about.sha256);
        let article = self.article(&entry.key, &about.id)?;
        let again = "SELECT id FROM version WHERE article = ? AND sha256 = ?";
        let again: Option<i64> = self
            .change
            .prepare_cached(again)?
            .query_row(params![article, sha], |row| row.get(0))
            .optional()?;
        if let Some(version) = again {
            self.remove(version)?;
        }
        let number: i64 = self
            .change
            .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM version WHERE article = ?")?
            .query_row([article], |row| row.get(0))?;
        let published = about.published.as_deref().and_then(days::parse);
        let since = published.unwrap_or(UNDATED);
        self.run(
            "INSERT INTO version (article, number, sha256, url, publisher, published, language, coded,
                words, source, engine, since, until)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                article,
                number,
                sha,
                about.url,
                about.publisher,
                published,
                about.language.as_ref().or(entry.other.as_ref()),
                entry.other.is_none(),
                entry.words,
                self.names.source,
                env!("CARGO_PKG_VERSION"),
                since,
                FOREVER
            ],
        )?;
        let version = self.change.last_insert_rowid();
        self.run(
            "INSERT INTO document VALUES (?, ?, ?, ?)",
            params![version, about.title, entry.text, entry.packed],
        )?;
        self.run(
            "INSERT INTO fulltext (rowid, title, text) VALUES (?, ?, ?)",
            params![version, about.title, entry.text],
        )?;
        self.appearances(version, since, &entry.record)?;
        self.claims(version, since, &entry.record)?;
        let mut mentions = Vec::with_capacity(entry.record.events.len());
        for (number, event) in entry.record.events.iter().enumerate() {
            mentions.push(self.mention(version, number, event)?);
        }
        if let Some(signature) = &entry.signature {
            self.copies(version, article, since, signature)?;
        }
        if let Some(sketch) = &entry.sketch {
            self.link(version, article, since, &mentions, sketch)?;
        }
        for (number, note) in entry.record.notes.iter().enumerate() {
            self.run(
                "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?)",
                params![version, number, note.code, note.start, note.end, note.message],
            )?;
        }
        self.touched.push(version);
        if number > 1 {
            self.succeed(article)?;
        }
        Ok(())
    }

    fn article(&mut self, key: &str, name: &str) -> rusqlite::Result<i64> {
        let find = "SELECT id FROM article WHERE key = ?";
        let found =
            self.change.prepare_cached(find)?.query_row([key], |row| row.get(0)).optional()?;
        if let Some(id) = found {
            return Ok(id);
        }
        self.run("INSERT INTO article (name, key) VALUES (?, ?)", [name, key])?;
        Ok(self.change.last_insert_rowid())
    }

    /// Says of an article's versions from when to when each is what is known of it.
    fn succeed(&mut self, article: i64) -> rusqlite::Result<()> {
        let versions: Vec<(i64, i32, i32)> = self
            .change
            .prepare_cached(
                "SELECT id, since, until FROM version WHERE article = ? ORDER BY since, number",
            )?
            .query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        for (i, (version, since, before)) in versions.iter().enumerate() {
            let until = versions.get(i + 1).map_or(FOREVER, |next| next.1);
            if until != *before {
                self.run("UPDATE version SET until = ? WHERE id = ?", params![until, version])?;
                if *before == FOREVER {
                    self.tally(*version, *since, -1)?;
                } else if until == FOREVER {
                    self.tally(*version, *since, 1)?;
                }
                self.touched.push(*version);
            }
        }
        Ok(())
    }

    fn tally(&self, version: i64, since: i32, by: i64) -> rusqlite::Result<()> {
        self.run(
            "INSERT INTO tally SELECT actor, ?2, ?3 FROM appearance WHERE version = ?1
             ON CONFLICT (actor, month) DO UPDATE SET articles = articles + excluded.articles",
            params![version, days::month(since), by],
        )
    }

    /// Takes a version out, to be written again.
    fn remove(&mut self, version: i64) -> rusqlite::Result<()> {
        let (since, until): (i32, i32) = self
            .change
            .prepare_cached("SELECT since, until FROM version WHERE id = ?")?
            .query_row([version], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if until == FOREVER {
            self.tally(version, since, -1)?;
        }
        crate::settle::unmake(self.change, version)?;
        self.unfile(version, since)?;
        let of_mentions = "mention IN (SELECT id FROM mention WHERE version = ?)";
        for sql in [
            &format!("DELETE FROM participant WHERE {of_mentions}"),
            &format!("DELETE FROM quantity WHERE {of_mentions}"),
            &format!("DELETE FROM told WHERE {of_mentions}"),
            "DELETE FROM link WHERE a IN (SELECT id FROM mention WHERE version = ?)",
            "DELETE FROM link WHERE b IN (SELECT id FROM mention WHERE version = ?)",
            "DELETE FROM sketch WHERE version = ?",
            "DELETE FROM signature WHERE version = ?",
            "DELETE FROM copy WHERE a = ?",
            "DELETE FROM copy WHERE b = ?",
            "DELETE FROM mention WHERE version = ?",
            "DELETE FROM claim WHERE version = ?",
            "DELETE FROM note WHERE version = ?",
            "DELETE FROM appearance WHERE version = ?",
            "INSERT INTO fulltext (fulltext, rowid, title, text)
             SELECT 'delete', version, title, text FROM document WHERE version = ?",
            "DELETE FROM document WHERE version = ?",
            "DELETE FROM version WHERE id = ?",
        ] {
            self.run(sql, [version])?;
        }
        self.touched.retain(|touched| *touched != version);
        Ok(())
    }

    /// Takes a version out of the words it is filed under.
    fn unfile(&mut self, version: i64, since: i32) -> rusqlite::Result<()> {
        self.sketches.load(self.change, &[version], self.model)?;
        let bytes = "SELECT bytes FROM signature WHERE version = ?";
        let bytes: Option<Vec<u8>> =
            self.change.prepare_cached(bytes)?.query_row([version], |row| row.get(0)).optional()?;
        for mark in
            bytes.and_then(|b| Signature::from_bytes(&b).ok()).iter().flat_map(Signature::bands)
        {
            self.run(
                "DELETE FROM band WHERE mark = ? AND day = ? AND version = ?",
                params![mark, since, version],
            )?;
        }
        if let Some(sketch) = self.sketches.read.remove(&version) {
            for word in sketch.keys() {
                self.run(
                    "DELETE FROM filed WHERE word = ? AND day = ? AND version = ?",
                    params![word, since, version],
                )?;
            }
        }
        Ok(())
    }

    fn appearances(
        &mut self,
        version: i64,
        since: i32,
        record: &wire::Record,
    ) -> rusqlite::Result<()> {
        let mut times: std::collections::BTreeMap<i64, i64> = std::collections::BTreeMap::new();
        for actor in &record.actors {
            let members = actor.members.iter().map(Known::of_member);
            let all: Vec<Known<'_>> = match actor.members.is_empty() {
                true => vec![Known::of(actor)],
                false => members.collect(),
            };
            for known in all {
                if let Some(id) = self.actor(&known)? {
                    *times.entry(id).or_default() += 1;
                }
            }
        }
        for (actor, times) in times {
            self.run(
                "INSERT INTO appearance VALUES (?, ?, ?, ?)",
                params![actor, since, version, times],
            )?;
        }
        self.tally(version, since, 1)
    }

    fn claims(&mut self, version: i64, since: i32, record: &wire::Record) -> rusqlite::Result<()> {
        for claim in &record.claims {
            let known = claim.actor.as_ref().map(Known::of);
            let actor = match &known {
                Some(known) => self.actor(known)?,
                None => None,
            };
            let said_on = claim.said_on.as_deref().and_then(days::parse);
            let spans = |pairs: &[[u32; 2]]| serde_json::to_string(pairs).expect("plain numbers");
            self.run(
                "INSERT INTO claim (name, version, actor, country, sector, kind, stance, cue, said_on,
                    day, parent, source_at, content_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    claim.id,
                    version,
                    actor,
                    known.as_ref().and_then(|k| k.country),
                    known.as_ref().and_then(|k| k.sector),
                    claim.kind,
                    claim.stance,
                    claim.cue_text,
                    said_on,
                    said_on.unwrap_or(since),
                    claim.parent,
                    spans(&claim.source),
                    spans(&claim.content),
                ],
            )?;
        }
        Ok(())
    }

    fn mention(
        &mut self,
        version: i64,
        number: usize,
        event: &wire::Event,
    ) -> rusqlite::Result<i64> {
        let day = |day: &Option<String>| day.as_deref().and_then(days::parse);
        let time = event.time.as_ref();
        let (from, to) = time.map_or((None, None), |time| (day(&time.from), day(&time.to)));
        let place = match &event.place {
            Some(place) => Some(self.place(place)?),
            None => None,
        };
        let factuality = &event.factuality;
        self.run(
            "INSERT INTO mention (name, version, type, mode, contexts, quad, intensity, cameo,
                plover_type, plover_mode, reciprocal, day_from, day_to, time, place, occasion, polarity,
                certainty, stage, rule, score, trigger_start, trigger_end, sentence_start, sentence_end, number)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                event.id,
                version,
                event.kind,
                event.mode,
                event.contexts.join(" "),
                event.quad,
                event.intensity,
                event.cameo,
                event.plover.event,
                event.plover.mode,
                event.reciprocal,
                from,
                to.or(from),
                time.map(|time| &time.value),
                place,
                event.occasion.as_ref().map(|words| &words.text),
                factuality.polarity,
                factuality.certainty,
                factuality.stage,
                event.rule,
                event.score,
                event.trigger[0],
                event.trigger[1],
                event.sentence[0],
                event.sentence[1],
                number,
            ],
        )?;
        let mention = self.change.last_insert_rowid();
        for (role, parties) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for (number, party) in parties.iter().enumerate() {
                let known = Known::of(party);
                let actor = self.actor(&known)?;
                self.run(
                    "INSERT INTO participant VALUES (?, ?, ?, ?, ?, ?, ?)",
                    params![
                        mention,
                        role,
                        number,
                        actor,
                        known.country,
                        known.sector,
                        party.words.text
                    ],
                )?;
            }
        }
        for (number, quantity) in event.quantities.iter().enumerate() {
            let wire::Quantity { words, kind, value, low, high, approximate, unit } = quantity;
            self.run(
                "INSERT INTO quantity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![mention, number, kind, value, low, high, approximate, unit, words.text],
            )?;
        }
        for (number, claim) in event.attribution.iter().enumerate() {
            self.run(
                "INSERT INTO told SELECT ?, ?, id FROM claim WHERE name = ?",
                params![mention, number, claim],
            )?;
        }
        Ok(mention)
    }

    /// Keeps the sketch of a version, and links its mentions with each other and with those of the
    /// articles that are near.
    fn link(
        &mut self,
        version: i64,
        article: i64,
        since: i32,
        mentions: &[i64],
        sketch: &Report,
    ) -> rusqlite::Result<()> {
        let near = self.near(article, since, sketch)?;
        let (change, model) = (self.change, self.model);
        self.sketches.load(change, &near, model)?;
        let sketches = &self.sketches.read;
        let found: Vec<(i64, Vec<Link>)> = near
            .par_iter()
            .filter_map(|other| Some((*other, links(sketch, sketches.get(other)?, model))))
            .collect();
        let own = links(sketch, sketch, model).into_iter();
        let own = own
            .map(|l| (mentions[l.mentions[0] as usize], mentions[l.mentions[1] as usize], l.score));
        let mut all: Vec<(i64, i64, i32)> = own.collect();
        for (other, found) in found {
            if found.is_empty() {
                continue;
            }
            let others: Vec<i64> = change
                .prepare_cached("SELECT id FROM mention WHERE version = ? ORDER BY number")?
                .query_map([other], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for Link { mentions: [i, j], score } in found {
                let Some(there) = others.get(j as usize) else { continue };
                all.push((*there, mentions[i as usize], score));
            }
        }
        let mut insert = change.prepare_cached("INSERT INTO link VALUES (?, ?, ?)")?;
        for (a, b, score) in all {
            insert.execute(params![a.min(b), a.max(b), score])?;
        }
        self.run("INSERT INTO sketch VALUES (?, ?)", params![version, sketch.to_bytes()])?;
        for word in sketch.keys() {
            self.run(
                "INSERT OR IGNORE INTO filed VALUES (?, ?, ?)",
                params![word, since, version],
            )?;
        }
        self.sketches.read.insert(version, sketch.clone());
        Ok(())
    }

    /// Finds the copies of a version's text among other articles.
    fn copies(
        &mut self,
        version: i64,
        article: i64,
        since: i32,
        signature: &Signature,
    ) -> rusqlite::Result<()> {
        let (from, to) = match since {
            UNDATED => (i32::MIN, FOREVER),
            day => (day - COPY_DAYS, day + COPY_DAYS),
        };
        let mut near: BTreeSet<i64> = BTreeSet::new();
        let mut find = self.change.prepare_cached(
            "SELECT version FROM band WHERE mark = ?1 AND day BETWEEN ?2 AND ?3
             UNION SELECT version FROM band WHERE mark = ?1 AND day = ?4",
        )?;
        for mark in signature.bands() {
            let mut rows = find.query(params![mark, from, to, UNDATED])?;
            while let Some(row) = rows.next()? {
                near.insert(row.get(0)?);
            }
        }
        let mut read = self.change.prepare_cached(
            "SELECT article, bytes FROM signature JOIN version ON version.id = signature.version
             WHERE version.id = ?",
        )?;
        for other in near {
            let (of, bytes): (i64, Vec<u8>) =
                read.query_row([other], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let theirs = Signature::from_bytes(&bytes);
            if of != article && theirs.is_ok_and(|theirs| folds(signature, &theirs)) {
                self.run("INSERT INTO copy VALUES (?, ?)", [other, version])?;
            }
        }
        self.run("INSERT INTO signature VALUES (?, ?)", params![version, signature.to_bytes()])?;
        for mark in signature.bands() {
            self.run("INSERT OR IGNORE INTO band VALUES (?, ?, ?)", params![mark, since, version])?;
        }
        Ok(())
    }

    /// Versions of other articles that share words with a sketch and were published about its time.
    fn near(&self, article: i64, since: i32, sketch: &Report) -> rusqlite::Result<Vec<i64>> {
        let (from, to) = match since {
            UNDATED => (i32::MIN, FOREVER),
            day => (day - WINDOW_DAYS, day + WINDOW_DAYS),
        };
        let mut shared: FxHashMap<i64, usize> = FxHashMap::default();
        let mut find = self.change.prepare_cached(
            "SELECT version FROM filed WHERE word = ?1 AND day BETWEEN ?2 AND ?3
             UNION SELECT version FROM filed WHERE word = ?1 AND day = ?4",
        )?;
        for word in sketch.keys() {
            let mut rows = find.query(params![word, from, to, UNDATED])?;
            while let Some(row) = rows.next()? {
                *shared.entry(row.get(0)?).or_default() += 1;
            }
        }
        let mut near: Vec<i64> = shared
            .into_iter()
            .filter(|(_, n)| *n >= SHARED_KEYS)
            .map(|(version, _)| version)
            .collect();
        near.sort_unstable();
        let mut of = self.change.prepare_cached("SELECT article FROM version WHERE id = ?")?;
        let mut others = Vec::with_capacity(near.len());
        for version in near {
            // Two versions of one article are never seen together.
            if of.query_row([version], |row| row.get::<_, i64>(0))? != article {
                others.push(version);
            }
        }
        Ok(others)
    }

    /// The row of an actor; none for one of whom nothing is known but its words.
    fn actor(&mut self, known: &Known<'_>) -> rusqlite::Result<Option<i64>> {
        let Some(key) = known.key() else { return Ok(None) };
        if let Some(id) = self.names.actors.get(&key) {
            return Ok(Some(*id));
        }
        let find = "SELECT id FROM actor WHERE key = ?";
        let found =
            self.change.prepare_cached(find)?.query_row([&key], |row| row.get(0)).optional()?;
        let id = match found {
            Some(id) => id,
            None => {
                let name = known.person.or(known.name).unwrap_or_default();
                self.run(
                    "INSERT INTO actor (key, name, folded, country, sector, person) VALUES (?, ?, ?, ?, ?, ?)",
                    params![key, name, fold(name), known.country, known.sector, known.person.is_some()],
                )?;
                self.change.last_insert_rowid()
            }
        };
        self.names.actors.insert(key, id);
        Ok(Some(id))
    }

    fn place(&mut self, place: &wire::Place) -> rusqlite::Result<i64> {
        let wire::Place { name, kind, country, admin1, latitude, longitude, geonames, .. } = place;
        let key = match geonames {
            Some(id) => id.to_string(),
            None => {
                format!("{name}|{}|{latitude:?}|{longitude:?}", country.as_deref().unwrap_or(""))
            }
        };
        if let Some(id) = self.names.places.get(&key) {
            return Ok(*id);
        }
        let find = "SELECT id FROM place WHERE key = ?";
        let found =
            self.change.prepare_cached(find)?.query_row([&key], |row| row.get(0)).optional()?;
        let id = match found {
            Some(id) => id,
            None => {
                self.run(
                    "INSERT INTO place (key, geonames, name, folded, kind, country, admin1, latitude, longitude)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    params![key, geonames, name, fold(name), kind, country, admin1, latitude, longitude],
                )?;
                self.change.last_insert_rowid()
            }
        };
        self.names.places.insert(key, id);
        Ok(id)
    }
}

/// What is known of who is named.
struct Known<'r> {
    id: Option<&'r str>,
    name: Option<&'r str>,
    country: Option<&'r str>,
    sector: Option<&'r str>,
    person: Option<&'r str>,
}

impl<'r> Known<'r> {
    fn of(actor: &'r wire::Actor) -> Self {
        Self {
            id: actor.id.as_deref(),
            name: actor.name.as_deref(),
            country: actor.country.as_deref(),
            sector: actor.sector.as_deref(),
            person: actor.person.as_deref(),
        }
    }

    fn of_member(member: &'r wire::Member) -> Self {
        Self {
            id: member.id.as_deref(),
            name: member.name.as_deref(),
            country: member.country.as_deref(),
            sector: member.sector.as_deref(),
            person: member.person.as_deref(),
        }
    }

    /// The registry's id, else the name with the country: two of one name in two countries are two.
    fn key(&self) -> Option<String> {
        if let Some(id) = self.id {
            return Some(id.to_owned());
        }
        let name = self.person.or(self.name)?.to_lowercase();
        let kind = if self.person.is_some() { "person" } else { "name" };
        Some(format!("{kind}?{name}?{}", self.country.unwrap_or_default()))
    }
}

/// The bytes of a hexadecimal number.
fn unhex(words: &str) -> Vec<u8> {
    let digit = |b: u8| (b as char).to_digit(16).map_or(0, |d| d as u8);
    words.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}
