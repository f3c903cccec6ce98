//! Files, folders and standard input as one stream of articles.

use chancery::Article;
use chancery_intake::{Articles, Defaults, Format, Ids, Input, Reason, Refusal};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::args::InputOptions;

/// The articles of all inputs, in the order given; the files of a folder in the order of their
/// names. What cannot be read comes as a refusal in its place.
pub(crate) struct Sources {
    waiting: VecDeque<PathBuf>,
    open: Option<Articles<Input>>,
    format: Option<Format>,
    ids: Ids,
    /// What is to be said about the article before.
    remark: Option<Refusal>,
    defaults: Defaults,
    /// Folders named on the command line: ids of texts are paths inside them.
    folders: Vec<PathBuf>,
    /// Inputs named on the command line that could not be opened.
    pub(crate) unopened: usize,
    named: usize,
    /// The file that has just been opened.
    opened: Option<PathBuf>,
    /// Bytes of files read so far.
    bytes: Arc<AtomicU64>,
}

/// What comes next of the inputs.
pub(crate) enum Step {
    /// A file is opened (`-` for standard input); its articles follow.
    Open(PathBuf),
    /// An article, or what is to be said.
    Item(Result<Article, Refusal>),
    /// The file has come to its end.
    Close,
}

/// A file whose bytes are counted as they are read.
struct Counted(File, Arc<AtomicU64>);

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(bytes)?;
        self.1.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Sources {
    pub(crate) fn new(options: &InputOptions) -> Self {
        Self {
            waiting: options.inputs.iter().cloned().collect(),
            open: None,
            format: options.input.map(Into::into),
            ids: Ids::default(),
            remark: None,
            defaults: Defaults {
                published: options.published,
                publisher: options.publisher.clone(),
                title: options.title.clone(),
                id: None,
            },
            folders: options.inputs.iter().filter(|path| path.is_dir()).cloned().collect(),
            unopened: 0,
            named: options.inputs.len(),
            opened: None,
            bytes: Arc::default(),
        }
    }

    /// Bytes of files read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Leaves the open file as it is.
    pub(crate) fn skip(&mut self) {
        self.open = None;
    }

    /// True when not one of the inputs named could be opened.
    pub(crate) fn none_opened(&self) -> bool {
        self.unopened == self.named
    }

    fn start(&mut self, path: &Path) -> Option<Refusal> {
        if path == Path::new("-") {
            let input: Input = Box::new(BufReader::new(std::io::stdin()));
            let refusal = self.read(input, "standard input", None);
            self.opened = refusal.is_none().then(|| path.to_owned());
            return refusal;
        }
        let name = path.display().to_string();
        if path.is_dir() {
            return self.enter(path, &name);
        }
        match File::open(path) {
            Ok(file) => {
                let file = Counted(file, Arc::clone(&self.bytes));
                let input: Input = Box::new(BufReader::with_capacity(1 << 16, file));
                let refusal = self.read(input, &name, Some(self.id(path)));
                self.opened = refusal.is_none().then(|| path.to_owned());
                refusal
            }
            Err(error) => {
                self.unopened += 1;
                Some(Refusal::new(name, Reason::Open(plain(&error))))
            }
        }
    }

    fn read(&mut self, input: Input, source: &str, id: Option<String>) -> Option<Refusal> {
        let defaults = Defaults { id, ..self.defaults.clone() };
        match chancery_intake::open(input, source, self.format, &defaults) {
            Ok(articles) => {
                self.open = Some(articles);
                None
            }
            Err(mut refusal) => {
                if let Reason::Io(words) = &refusal.reason {
                    self.unopened += 1;
                    refusal.reason = Reason::Open(without_number(words));
                }
                Some(refusal)
            }
        }
    }

    /// Puts a folder's files and folders before what waits.
    fn enter(&mut self, folder: &Path, name: &str) -> Option<Refusal> {
        let entries = std::fs::read_dir(folder).and_then(|entries| {
            let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
            paths
        });
        let mut paths = match entries {
            Ok(paths) => paths,
            Err(error) => {
                self.unopened += 1;
                return Some(Refusal::new(name, Reason::Open(plain(&error))));
            }
        };
        paths.retain(|path| !is_passed_over(path));
        if paths.is_empty() {
            return Some(Refusal::new(name, Reason::EmptyFolder));
        }
        paths.sort();
        for path in paths.into_iter().rev() {
            self.waiting.push_front(path);
        }
        None
    }

    /// A text's id: its path inside the folder named on the command line, else its file name.
    fn id(&self, path: &Path) -> String {
        let inside = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        match (inside, path.file_name()) {
            (Some(inside), _) => inside.to_string_lossy().replace('\\', "/"),
            (None, Some(name)) => name.to_string_lossy().into_owned(),
            (None, None) => path.to_string_lossy().into_owned(),
        }
    }
}

impl Sources {
    /// What comes next; see [`Step`].
    pub(crate) fn step(&mut self) -> Option<Step> {
        if let Some(path) = self.opened.take() {
            return Some(Step::Open(path));
        }
        if let Some(remark) = self.remark.take() {
            return Some(Step::Item(Err(remark)));
        }
        if let Some(articles) = &mut self.open {
            let Some(item) = articles.next() else {
                self.open = None;
                return Some(Step::Close);
            };
            if let Ok(article) = &item {
                self.remark = self.ids.check(article, articles.source());
            }
            return Some(Step::Item(item));
        }
        loop {
            let path = self.waiting.pop_front()?;
            if let Some(refusal) = self.start(&path) {
                return Some(Step::Item(Err(refusal)));
            }
            if let Some(path) = self.opened.take() {
                return Some(Step::Open(path));
            }
        }
    }
}

impl Iterator for Sources {
    type Item = Result<Article, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Step::Item(item) = self.step()? {
                return Some(item);
            }
        }
    }
}

/// Bytes of all files that the inputs name.
pub(crate) fn weigh(inputs: &[PathBuf]) -> u64 {
    let of = |path: &PathBuf| {
        let Ok(entries) = std::fs::read_dir(path) else {
            return std::fs::metadata(path).map_or(0, |file| file.len());
        };
        let paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        weigh(&paths.into_iter().filter(|path| !is_passed_over(path)).collect::<Vec<_>>())
    };
    inputs.iter().map(of).sum()
}

/// Hidden files, and links to folders, which may lead in a circle.
fn is_passed_over(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    hidden || path.is_symlink() && path.is_dir()
}

/// The system's words without its number.
fn plain(error: &std::io::Error) -> String {
    without_number(&error.to_string())
}

fn without_number(words: &str) -> String {
    words.split(" (os error").next().unwrap_or_default().to_owned()
}
