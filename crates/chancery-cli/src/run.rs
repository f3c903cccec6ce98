//! What the commands share: many articles at once in order, complaints, exit codes.

use anyhow::Context;
use chancery::Article;
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

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
                    out.write_all(words.as_bytes())?;
                }
                Err(refusal) => {
                    done.refused += 1;
                    out.flush()?;
                    complain(format_args!("{refusal}"));
                }
            }
        }
    }
    out.flush()?;
    done.failed = sources.none_opened();
    if done.refused > 0 && done.read > 0 {
        let Done { read, refused, .. } = done;
        complain(format_args!("{read} articles read, {refused} inputs refused"));
    }
    Ok(done)
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
