//! `chancery ingest`: articles in, their record kept in a store.
//!
//! Three things go on at once: this thread reads articles and asks what the store knows of them, the
//! pool codes the new ones, and a thread of its own writes the batch before. A batch is one
//! transaction; its articles are acknowledged when it is committed.

use anyhow::Context;
use chancery::article::Note;
use chancery::fuse::FuseModel;
use chancery::{Article, Chancery, Reading};
use chancery_intake::{Reason, Refusal};
use chancery_schema::sha256;
use chancery_store::{Entry, Refused, Source, Standing, Store, StoreError};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant, UNIX_EPOCH};

use crate::args::InputOptions;
use crate::run::{Done, complain, for_programs, pool};
use crate::sources::{Sources, Step, weigh};
use crate::world::{WorldOptions, engine};

/// Reads articles and keeps them in a store, with everything they report.
///
/// The same article twice is one article. A new text under a known address is a new version, and its
/// events are told anew. An ingest that was broken off is taken up where it was: run it again.
#[derive(Args)]
#[command(after_help = "Examples:
  chancery ingest news/ --store desk.db
  chancery ingest --published 2024-10-29 --publisher Yonhap article.txt
  zcat crawl.warc.gz | chancery ingest - --store desk.db --json

Then: chancery timeline KOR PRK --store desk.db (docs/store.md).")]
pub(crate) struct IngestOptions {
    #[command(flatten)]
    pub(crate) input: InputOptions,
    #[command(flatten)]
    pub(crate) world: WorldOptions,
    /// The store; made where there is none.
    #[arg(long, default_value = "desk.db", value_name = "FILE")]
    pub(crate) store: PathBuf,
    /// A known id with a new text is a new version of that article, as a known address always is.
    /// Without this it is another article: ids like \"1\" come again in every file.
    #[arg(long)]
    pub(crate) by_id: bool,
    /// Read files again that were read to their end before and have not changed since.
    #[arg(long)]
    pub(crate) reread: bool,
    /// Write a line for each article once it is stored for good: new, updated or unchanged, and its id.
    #[arg(long, conflicts_with = "json")]
    pub(crate) each: bool,
    /// Write the summary as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// A batch is bounded in articles for each thread, and in bytes: what a broken-off run has to do again.
const BATCH_ARTICLES: usize = 32;
const BATCH_BYTES: usize = 4 << 20;

/// What came of an ingest.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
struct Summary {
    /// Articles read.
    read: u64,
    new: u64,
    unchanged: u64,
    updated: u64,
    /// Among the new and updated: in languages that are not coded yet, by language.
    not_coded: BTreeMap<String, u64>,
    /// Files passed over because they have not changed since they were read to their end; their
    /// articles count as read and unchanged.
    unchanged_files: u64,
    refused: Vec<Refusing>,
    remarks: Vec<Refusing>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Refusing {
    source: String,
    line: Option<u64>,
    item: Option<String>,
    reason: String,
}

/// What is to be done with an item of the inputs.
enum Plan {
    Step(chancery_store::Step),
    Read { key: String, article: Article },
}

/// A batch on its way: what the writer writes, and what is told once it is written.
#[derive(Default)]
struct Batch {
    plans: Vec<Plan>,
    lines: Vec<(&'static str, String)>,
    /// What stands in this batch and not yet in the store.
    pending: Pending,
}

/// Articles by their keys: ids, and hashes of texts with whether they are dated.
#[derive(Default)]
struct Pending {
    articles: HashMap<String, (String, Vec<(String, bool)>)>,
    /// Who has an id.
    names: HashMap<String, String>,
}

pub(crate) fn run(options: &IngestOptions, threads: usize) -> anyhow::Result<Done> {
    let writer = Store::open(&options.store)?;
    let reader = Store::read(&options.store)?;
    let chancery = engine(&options.world)?;
    let pool = pool(threads)?;
    let mut sources = Sources::new(&options.input);
    let mut intake = Intake {
        reader,
        options,
        fingerprint: fingerprint(options),
        summary: Summary::default(),
        before: Pending::default(),
        progress: Progress::new(&options.input.inputs),
        out: for_programs(),
    };
    let (outcome, writer) = std::thread::scope(|scope| {
        let (to_writer, from_main) = sync_channel::<Vec<chancery_store::Step>>(1);
        let (to_main, acknowledged) = sync_channel::<Result<(), StoreError>>(1);
        let model = chancery.fusing();
        let writing = scope.spawn(move || write(writer, model, &from_main, &to_main));
        let outcome = intake.drive(&mut sources, &chancery, &pool, &to_writer, &acknowledged);
        drop(to_writer);
        (outcome, writing.join())
    });
    intake.progress.bar.finish_and_clear();
    outcome?;
    // The writer is the last to close: it leaves one file and no log beside it.
    let Intake { reader, mut out, summary, .. } = intake;
    drop(reader);
    drop(writer);
    let done = Done {
        read: summary.read as usize,
        refused: summary.refused.len(),
        failed: sources.none_opened(),
    };
    summary.tell(options, &mut *out)?;
    Ok(done)
}

/// Writes batches as they come, one transaction each, and gives the store back.
fn write(
    mut store: Store,
    model: &FuseModel,
    batches: &Receiver<Vec<chancery_store::Step>>,
    acknowledge: &SyncSender<Result<(), StoreError>>,
) -> Store {
    for batch in batches {
        let outcome = store.write(&batch, model);
        let failed = outcome.is_err();
        if acknowledge.send(outcome).is_err() || failed {
            break;
        }
    }
    store
}

/// What a file's reading depends on beside its bytes.
fn fingerprint(options: &IngestOptions) -> String {
    let input = &options.input;
    let format = input.input.map(chancery_intake::Format::from);
    let published = input.published.map(|day| day.to_string());
    format!("{format:?} {published:?} {:?} {:?} {}", input.publisher, input.title, options.by_id)
}

struct Intake<'o> {
    reader: Store,
    options: &'o IngestOptions,
    fingerprint: String,
    summary: Summary,
    /// The batch that is being written.
    before: Pending,
    progress: Progress,
    out: Box<dyn Write>,
}

impl Intake<'_> {
    /// Reads, codes and hands over batch by batch until the inputs end.
    fn drive(
        &mut self,
        sources: &mut Sources,
        chancery: &Chancery,
        pool: &rayon::ThreadPool,
        to_writer: &SyncSender<Vec<chancery_store::Step>>,
        acknowledged: &Receiver<Result<(), StoreError>>,
    ) -> anyhow::Result<()> {
        let most = BATCH_ARTICLES * pool.current_num_threads();
        let mut waiting: Option<Vec<(&'static str, String)>> = None;
        let mut last = false;
        while !last {
            let batch;
            (batch, last) = self.batch(sources, most)?;
            let Batch { plans, lines, pending } = batch;
            let coded: Vec<chancery_store::Step> = pool.install(|| {
                plans.into_par_iter().with_max_len(1).map(|plan| plan.coded(chancery)).collect()
            });
            self.note_languages(&coded);
            // One batch is on its way at a time: the reader sees all but that one.
            if let Some(lines) = waiting.take() {
                acknowledged.recv().context("the writer has ended")??;
                self.acknowledge(&lines, sources.bytes())?;
            }
            to_writer.send(coded).context("the writer has ended")?;
            waiting = Some(lines);
            self.before = pending;
        }
        if let Some(lines) = waiting {
            acknowledged.recv().context("the writer has ended")??;
            self.acknowledge(&lines, sources.bytes())?;
        }
        Ok(())
    }

    /// The next batch, and whether it is the last.
    fn batch(&mut self, sources: &mut Sources, most: usize) -> anyhow::Result<(Batch, bool)> {
        let mut batch = Batch::default();
        let (mut articles, mut bytes) = (0, 0);
        while articles < most && bytes < BATCH_BYTES {
            match sources.step() {
                None => return Ok((batch, true)),
                Some(Step::Open(path)) => {
                    let source = self.source(&path);
                    if let Some(count) = self.finished(&source)? {
                        sources.skip();
                        self.summary.unchanged_files += 1;
                        self.summary.read += count;
                        self.summary.unchanged += count;
                        continue;
                    }
                    batch.plans.push(Plan::Step(chancery_store::Step::Open(source)));
                }
                Some(Step::Close) => batch.plans.push(Plan::Step(chancery_store::Step::Close)),
                Some(Step::Item(Ok(article))) => {
                    articles += 1;
                    bytes += article.text().len();
                    self.take(article, &mut batch)?;
                }
                Some(Step::Item(Err(refusal))) => self.refuse(refusal, &mut batch),
            }
        }
        Ok((batch, false))
    }

    fn source(&self, path: &Path) -> Source {
        if path == Path::new("-") {
            return Source { name: "standard input".to_owned(), ..Source::default() };
        }
        let file = std::fs::metadata(path).ok();
        let changed = file.as_ref().and_then(|file| file.modified().ok());
        let since = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Source {
            name: name(path),
            size: file.and_then(|file| i64::try_from(file.len()).ok()),
            modified: since.and_then(|time| i64::try_from(time.as_nanos()).ok()),
            options: self.fingerprint.clone(),
        }
    }

    fn finished(&self, source: &Source) -> Result<Option<u64>, StoreError> {
        if self.options.reread { Ok(None) } else { self.reader.finished(source) }
    }

    /// Plans an article: read it, or count it.
    fn take(&mut self, mut article: Article, batch: &mut Batch) -> Result<(), StoreError> {
        let sha = sha256(article.text().as_bytes());
        if article.id.is_empty() {
            article.id = format!("sha256:{}", &sha[..16]);
        }
        let key = chancery_store::key(&article, self.options.by_id);
        let standing = self.standing(&key, &sha, &article, &batch.pending)?;
        let name = self.name(&key, &article.id, &batch.pending)?;
        if name != article.id {
            let id = std::mem::replace(&mut article.id, name.clone());
            self.remark(renamed(&id, &name), batch);
        }
        self.summary.read += 1;
        let (word, count) = match standing {
            Standing::New => ("new", &mut self.summary.new),
            Standing::Updated => ("updated", &mut self.summary.updated),
            Standing::Known => ("unchanged", &mut self.summary.unchanged),
        };
        *count += 1;
        batch.lines.push((word, name.clone()));
        if standing == Standing::Known {
            batch.plans.push(Plan::Step(chancery_store::Step::Known));
            return Ok(());
        }
        let held = batch.pending.articles.entry(key.clone()).or_insert((name.clone(), Vec::new()));
        held.1.retain(|(text, _)| *text != sha);
        held.1.push((sha, article.published.is_some()));
        batch.pending.names.insert(name, key.clone());
        batch.plans.push(Plan::Read { key, article });
        Ok(())
    }

    /// What is known of an article, in this batch, in the one before, in the store.
    fn standing(
        &self,
        key: &str,
        sha: &str,
        article: &Article,
        here: &Pending,
    ) -> Result<Standing, StoreError> {
        let mut known = false;
        for pending in [here, &self.before] {
            let Some((_, texts)) = pending.articles.get(key) else { continue };
            known = true;
            if let Some((_, dated)) = texts.iter().find(|(text, _)| text == sha) {
                let better = !dated && article.published.is_some();
                return Ok(if better { Standing::Updated } else { Standing::Known });
            }
        }
        let stored = self.reader.standing(key, article)?;
        Ok(if known && stored == Standing::New { Standing::Updated } else { stored })
    }

    /// The id under which an article is stored: its own, unless another article has it.
    fn name(&self, key: &str, id: &str, here: &Pending) -> Result<String, StoreError> {
        for pending in [here, &self.before] {
            if let Some((name, _)) = pending.articles.get(key) {
                return Ok(name.clone());
            }
        }
        if let Some(name) = self.reader.name_of(key)? {
            return Ok(name);
        }
        let pending = [here, &self.before].iter().any(|pending| pending.names.contains_key(id));
        if pending || self.reader.holder(id)?.is_some() {
            return Ok(format!("{id}~{}", &sha256(key.as_bytes())[..8]));
        }
        Ok(id.to_owned())
    }

    fn remark(&mut self, reason: String, batch: &mut Batch) {
        let refused = Refused { source: None, line: None, item: None, reason, remark: true };
        self.progress.aside(|| complain(format_args!("{}", refused.reason)));
        self.summary.remarks.push(Refusing {
            source: String::new(),
            line: None,
            item: None,
            reason: refused.reason.clone(),
        });
        batch.plans.push(Plan::Step(chancery_store::Step::Refuse(refused)));
    }

    fn refuse(&mut self, refusal: Refusal, batch: &mut Batch) {
        // Ids that come twice are the store's business: an address makes them versions.
        if let Reason::Duplicate { .. } = refusal.reason {
            return;
        }
        self.progress.aside(|| complain(format_args!("{refusal}")));
        let remark = refusal.reason.is_remark();
        let told = Refusing {
            source: refusal.source.clone(),
            line: refusal.line,
            item: refusal.item.clone(),
            reason: refusal.reason.to_string(),
        };
        let refused = Refused {
            source: (refusal.source != "standard input").then(|| name(Path::new(&refusal.source))),
            line: refusal.line,
            item: refusal.item,
            reason: told.reason.clone(),
            remark,
        };
        if remark {
            self.summary.remarks.push(told)
        } else {
            self.summary.refused.push(told)
        }
        batch.plans.push(Plan::Step(chancery_store::Step::Refuse(refused)));
    }

    fn note_languages(&mut self, steps: &[chancery_store::Step]) {
        for step in steps {
            if let chancery_store::Step::Store(entry) = step
                && let Some(language) = entry.not_coded()
            {
                *self.summary.not_coded.entry(language.to_owned()).or_default() += 1;
            }
        }
    }

    fn acknowledge(&mut self, lines: &[(&str, String)], bytes: u64) -> anyhow::Result<()> {
        if self.options.each {
            for (word, id) in lines {
                writeln!(self.out, "{word}\t{id}")?;
            }
            self.out.flush()?;
        }
        self.progress.step(lines.len(), bytes);
        Ok(())
    }
}

impl Summary {
    fn tell(&self, options: &IngestOptions, out: &mut dyn Write) -> anyhow::Result<()> {
        let summary = self;
        if options.json {
            writeln!(out, "{}", serde_json::to_string(summary)?)?;
            return Ok(out.flush()?);
        }
        let Summary { read, new, unchanged, updated, .. } = summary;
        writeln!(out, "{read} read: {new} new, {updated} updated, {unchanged} unchanged")?;
        if summary.unchanged_files > 0 {
            let files = summary.unchanged_files;
            writeln!(
                out,
                "{files} files have not changed since they were read; --reread reads them again"
            )?;
        }
        if !summary.not_coded.is_empty() {
            let all: u64 = summary.not_coded.values().sum();
            let by: Vec<String> =
                summary.not_coded.iter().map(|(language, n)| format!("{language} {n}")).collect();
            writeln!(out, "{all} stored and not coded, in other languages: {}", by.join(", "))?;
        }
        if !summary.refused.is_empty() {
            writeln!(out, "{} refused:", summary.refused.len())?;
            let mut by: BTreeMap<(&str, &str), u64> = BTreeMap::new();
            for refusing in &summary.refused {
                *by.entry((&refusing.source, &refusing.reason)).or_default() += 1;
            }
            for ((source, reason), count) in by {
                writeln!(out, "  {count:>6}  {source}: {reason}")?;
            }
        }
        Ok(out.flush()?)
    }
}

fn renamed(id: &str, name: &str) -> String {
    format!(
        "the id {id:?} stands for another article in this store; this one is stored as {name:?}; give each \
         article an id of its own, or --by-id if they are versions of one article"
    )
}

/// A file's name wherever the program is started.
fn name(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

impl Plan {
    fn coded(self, chancery: &Chancery) -> chancery_store::Step {
        match self {
            Plan::Step(step) => step,
            Plan::Read { key, article } => {
                let other = chancery_intake::language::other(&article);
                let entry = match other {
                    None => Entry::new(key, &chancery.read(article), chancery),
                    Some(language) => Entry::unread(key, &unread(article, &language), language),
                };
                chancery_store::Step::Store(Box::new(entry))
            }
        }
    }
}

/// An article in a language that is not coded: its text, and a note.
fn unread(article: Article, language: &str) -> Reading {
    let message = format!("the language ({language}) is not coded yet; the article is stored");
    let span = article.extent();
    Reading {
        notes: vec![Note { code: "language-other", span, message }],
        syntax: chancery::Syntax::default(),
        mentions: chancery::Mentions::default(),
        findings: chancery::Findings::default(),
        article,
    }
}

/// How far it is: a bar on a terminal, else a line now and then.
struct Progress {
    bar: ProgressBar,
    begun: Instant,
    told: Instant,
    articles: u64,
    total: u64,
    terminal: bool,
}

/// Between two lines where there is no terminal.
const PAUSE: Duration = Duration::from_secs(10);

impl Progress {
    fn new(inputs: &[PathBuf]) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let total = weigh(inputs);
        let target = match terminal {
            true => ProgressDrawTarget::stderr_with_hz(4),
            false => ProgressDrawTarget::hidden(),
        };
        let template = match total {
            0 => "{spinner} {msg}, {elapsed}",
            _ => "{bar:24} {percent:>3}%  {msg}, {eta} left",
        };
        let style = ProgressStyle::with_template(template).expect("the template is well formed");
        let length = (total > 0).then_some(total);
        let bar = ProgressBar::with_draw_target(length, target).with_style(style);
        let now = Instant::now();
        Self { bar, begun: now, told: now, articles: 0, total, terminal }
    }

    fn step(&mut self, articles: usize, bytes: u64) {
        self.articles += articles as u64;
        let seconds = self.begun.elapsed().as_secs_f64().max(1e-3);
        let rate = self.articles as f64 / seconds;
        let words = format!("{} articles stored, {rate:.1}/s", self.articles);
        self.bar.set_position(bytes.min(self.total));
        self.bar.set_message(words.clone());
        if self.terminal || self.told.elapsed() < PAUSE {
            return;
        }
        self.told = Instant::now();
        if self.total == 0 || bytes == 0 {
            complain(format_args!("{words}"));
            return;
        }
        let share = (bytes as f64 / self.total as f64).min(1.0);
        let left = seconds * (1.0 - share) / share;
        complain(format_args!("{words}, {:.0}% read, about {left:.0} s left", share * 100.0));
    }

    fn aside(&self, words: impl FnOnce()) {
        self.bar.suspend(words);
    }
}
