//! Files, folders and standard input as one stream of articles.

use chancery::Article;
use chancery_intake::{Articles, Defaults, Format, Reason, Refusal};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::args::InputOptions;

/// The articles of all inputs, in the order given; the files of a folder in the order of their
/// names. What cannot be read comes as a refusal in its place.
pub(crate) struct Sources {
    waiting: VecDeque<PathBuf>,
    open: Option<Articles<Box<dyn BufRead + Send>>>,
    defaults: Defaults,
    /// Folders named on the command line: ids of texts are paths inside them.
    folders: Vec<PathBuf>,
    /// Inputs named on the command line that could not be opened.
    pub(crate) unopened: usize,
    named: usize,
}

impl Sources {
    pub(crate) fn new(options: &InputOptions) -> Self {
        Self {
            waiting: options.inputs.iter().cloned().collect(),
            open: None,
            defaults: Defaults {
                published: options.published,
                publisher: options.publisher.clone(),
                title: options.title.clone(),
                id: None,
            },
            folders: options.inputs.iter().filter(|path| path.is_dir()).cloned().collect(),
            unopened: 0,
            named: options.inputs.len(),
        }
    }

    /// True when not one of the inputs named could be opened.
    pub(crate) fn none_opened(&self) -> bool {
        self.unopened == self.named
    }

    fn start(&mut self, path: &Path) -> Option<Refusal> {
        if path == Path::new("-") {
            let input: Box<dyn BufRead + Send> = Box::new(BufReader::new(std::io::stdin()));
            return self.read(input, "standard input", None, None);
        }
        let name = path.display().to_string();
        if path.is_dir() {
            return self.enter(path, &name);
        }
        match File::open(path) {
            Ok(file) => {
                let input: Box<dyn BufRead + Send> =
                    Box::new(BufReader::with_capacity(1 << 16, file));
                self.read(input, &name, Format::from_name(&name), Some(self.id(path)))
            }
            Err(error) => {
                self.unopened += 1;
                Some(Refusal { source: name, line: None, reason: Reason::Open(plain(&error)) })
            }
        }
    }

    fn read(
        &mut self,
        mut input: Box<dyn BufRead + Send>,
        source: &str,
        format: Option<Format>,
        id: Option<String>,
    ) -> Option<Refusal> {
        let format = match format {
            Some(format) => format,
            None => match input.fill_buf() {
                Ok(head) => Format::sniff(head),
                Err(error) => {
                    self.unopened += 1;
                    let reason = Reason::Open(plain(&error));
                    return Some(Refusal { source: source.to_owned(), line: None, reason });
                }
            },
        };
        let defaults = Defaults { id, ..self.defaults.clone() };
        self.open = Some(chancery_intake::read(input, source, format, &defaults));
        None
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
                let reason = Reason::Open(plain(&error));
                return Some(Refusal { source: name.to_owned(), line: None, reason });
            }
        };
        paths.retain(|path| !is_passed_over(path));
        if paths.is_empty() {
            return Some(Refusal {
                source: name.to_owned(),
                line: None,
                reason: Reason::EmptyFolder,
            });
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

impl Iterator for Sources {
    type Item = Result<Article, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.open.as_mut().and_then(Iterator::next) {
                return Some(item);
            }
            self.open = None;
            let path = self.waiting.pop_front()?;
            if let Some(refusal) = self.start(&path) {
                return Some(Err(refusal));
            }
        }
    }
}

/// Hidden files, and links to folders, which may lead in a circle.
fn is_passed_over(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    hidden || path.is_symlink() && path.is_dir()
}

/// The system's words without its number.
fn plain(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_owned()
}
