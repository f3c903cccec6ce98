//! What the commands share: many articles at once in order, complaints, exit codes.

use anyhow::Context;
use chancery::Article;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::sources::Sources;

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Done {
    /// Articles read.
    pub(crate) read: usize,
    /// Inputs refused.
    pub(crate) refused: usize,
    /// True when not one input could be opened.
    pub(crate) failed: bool,
}

impl Done {
    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Done { failed: true, .. } => ExitCode::from(2),
            Done { refused: 0, .. } => ExitCode::SUCCESS,
            Done { .. } => ExitCode::from(1),
        }
    }
}

/// One line on standard error.
#[expect(clippy::print_stderr, reason = "the one place where the program complains")]
pub(crate) fn complain(words: std::fmt::Arguments<'_>) {
    eprintln!("chancery: {words}");
}

/// True when the reader of our output has gone.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// `threads` threads; one a core for 0.
pub(crate) fn pool(threads: usize) -> anyhow::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(8 << 20)
        .build()
        .context("cannot start the threads")
}

/// Standard output for pages: colours only on a terminal, and none when `NO_COLOR` is set.
pub(crate) fn for_people() -> Box<dyn Write> {
    Box::new(BufWriter::with_capacity(1 << 16, anstream::AutoStream::auto(std::io::stdout())))
}

/// Standard output for data.
pub(crate) fn for_programs() -> Box<dyn Write> {
    Box::new(BufWriter::with_capacity(1 << 16, std::io::stdout().lock()))
}

/// A batch is held in memory as a whole, so it is bounded in articles and in bytes.
const BATCH_ARTICLES: usize = 64;
const BATCH_BYTES: usize = 4 << 20;

/// Maps every article to its output, `threads` at once, and writes the outputs in the order of the
/// inputs. Refusals are told on standard error when their turn comes.
pub(crate) fn each(
    mut sources: Sources,
    threads: usize,
    out: &mut dyn Write,
    work: impl Fn(Article) -> String + Sync,
) -> anyhow::Result<Done> {
    let pool = pool(threads)?;
    let wide = pool.current_num_threads();
    let mut done = Done::default();
    let progress = Progress::new();
    loop {
        let batch = batch(&mut sources, if wide == 1 { 1 } else { BATCH_ARTICLES * wide });
        if batch.is_empty() {
            break;
        }
        let outputs: Vec<_> = match wide {
            1 => batch.into_iter().map(|item| item.map(&work)).collect(),
            _ => pool.install(|| {
                batch.into_par_iter().with_max_len(1).map(|item| item.map(&work)).collect()
            }),
        };
        for output in outputs {
            match output {
                Ok(words) => {
                    done.read += 1;
                    progress.step();
                    out.write_all(words.as_bytes())?;
                }
                Err(refusal) => {
                    done.refused += usize::from(!refusal.reason.is_remark());
                    out.flush()?;
                    progress.aside(|| complain(format_args!("{refusal}")));
                }
            }
        }
    }
    out.flush()?;
    progress.bar.finish_and_clear();
    done.failed = sources.none_opened();
    if done.refused > 0 && done.read > 0 {
        let Done { read, refused, .. } = done;
        complain(format_args!("{read} articles read, {refused} inputs refused"));
    }
    Ok(done)
}

/// A line on standard error that counts articles once a run has lasted a while; nothing where
/// standard error is no terminal, or standard output is one.
struct Progress {
    bar: ProgressBar,
    begun: Instant,
    wanted: bool,
}

/// Shorter runs need no company.
const PATIENCE: Duration = Duration::from_secs(2);

impl Progress {
    fn new() -> Self {
        let wanted = std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        let style = ProgressStyle::with_template("{pos} articles, {per_sec}, {elapsed}");
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let bar = bar.with_style(style.expect("the template is well formed"));
        Self { bar, begun: Instant::now(), wanted }
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.wanted && self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
        }
    }

    fn aside(&self, words: impl FnOnce()) {
        self.bar.suspend(words);
    }
}

fn batch(sources: &mut Sources, articles: usize) -> Vec<Result<Article, chancery_intake::Refusal>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < articles && bytes < BATCH_BYTES {
        let Some(item) = sources.next() else { break };
        bytes += item.as_ref().map_or(0, |article| article.text().len());
        batch.push(item);
    }
    batch
}
