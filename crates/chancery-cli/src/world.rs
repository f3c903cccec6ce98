//! What the engine knows, with the user's own tables laid over it.

use anyhow::{Context, bail};
use chancery::world::actors::own;
use chancery::world::lexicon::own::{Problem, Severity, Table};
use chancery::world::lexicon::{self, Lexicon};
use chancery::{Chancery, World};
use clap::Args;
use std::path::{Path, PathBuf};

use crate::run::complain;

/// Tables of the user's own.
#[derive(Args)]
pub(crate) struct WorldOptions {
    /// Your own actors, a table that adds to ours or overrides it (docs/actors.md); may be given
    /// more than once, the later over the earlier.
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) actors: Vec<PathBuf>,
    /// A table of your own places, which override ours name by name (docs/gazetteer.md).
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) gazetteer: Option<PathBuf>,
    /// A folder with your own ontology and lexicon, in place of ours or added to it
    /// (docs/lexicon.md).
    #[arg(long, value_name = "FOLDER")]
    pub(crate) lexicon: Option<PathBuf>,
}

/// The engine with the user's tables.
pub(crate) fn engine(options: &WorldOptions) -> anyhow::Result<Chancery> {
    let mut world = world(&options.actors)?;
    if let Some(folder) = &options.lexicon {
        world.lexicon = lexicon(folder)?;
    }
    let mut chancery = Chancery::knowing(world);
    if let Some(path) = &options.gazetteer {
        let table = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the gazetteer {}", path.display()))?;
        // "places.tsv: line 7: …"
        chancery = chancery.with_gazetteer(&table).with_context(|| path.display().to_string())?;
    }
    Ok(chancery)
}

/// Our world with these tables of actors laid over it.
pub(crate) fn world(tables: &[PathBuf]) -> anyhow::Result<World> {
    let mut world = World::embedded();
    for path in tables {
        let rows = rows(path, &world)?;
        world.actors = world.actors.with(&rows);
    }
    Ok(world)
}

/// The user's lexicon; every fault is told with its line.
fn lexicon(folder: &Path) -> anyhow::Result<Lexicon> {
    let name = folder.display();
    let (tables, mut faults) = lexicon_tables(folder)?;
    match lexicon::own::open(&tables) {
        Ok(lexicon) if faults.is_empty() => return Ok(lexicon),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    for fault in faults.iter().take(SHOWN) {
        complain(format_args!("{fault}"));
    }
    let (count, noun) = (faults.len(), if faults.len() == 1 { "error" } else { "errors" });
    bail!("{name}: {count} {noun}; `chancery lexicon check {name}` lists them all")
}

/// Subfolders in which a lexicon's tables may stand, as they do in `data/`.
const WITHIN: [&str; 3] = ["", "ontology", "lexicon"];

/// The tables of a folder, by name, and those that are no text.
pub(crate) fn lexicon_tables(folder: &Path) -> anyhow::Result<(Vec<Table>, Vec<Problem>)> {
    let (mut tables, mut problems) = (Vec::<Table>::new(), Vec::new());
    for within in WITHIN {
        let folder = if within.is_empty() { folder.to_owned() } else { folder.join(within) };
        if !within.is_empty() && !folder.is_dir() {
            continue;
        }
        let unreadable = || format!("cannot read the lexicon's folder {}", folder.display());
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(&folder).with_context(unreadable)? {
            paths.push(entry.with_context(unreadable)?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|end| end == "tsv") && path.is_file());
        paths.sort();
        for file in paths {
            let path = file.display().to_string();
            let bytes = std::fs::read(&file).with_context(|| format!("cannot read {path}"))?;
            let name = file.file_name().map(|n| n.to_string_lossy().into_owned());
            match text(bytes) {
                Ok(text) => {
                    tables.push(Table { name: name.unwrap_or_default(), path, text });
                }
                Err(line) => problems.push(Problem {
                    path,
                    line: u32::try_from(line).unwrap_or(u32::MAX),
                    field: "",
                    what: "the line is not UTF-8; save the table as UTF-8".to_owned(),
                    severity: Severity::Error,
                }),
            }
        }
    }
    if tables.is_empty() && problems.is_empty() {
        bail!(
            "{} holds no table of a lexicon: predicates.tsv, types.tsv … (docs/lexicon.md)",
            folder.display()
        );
    }
    Ok((tables, problems))
}

/// The bytes as text, or the first line that is none.
fn text(bytes: Vec<u8>) -> Result<String, usize> {
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        good.iter().filter(|b| **b == b'\n').count() + 1
    })
}

/// More faults than these are counted only.
const SHOWN: usize = 20;

/// The rows of a table of actors; every fault is told with its line.
pub(crate) fn rows(path: &Path, world: &World) -> anyhow::Result<Vec<own::Row>> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let text = match text(bytes) {
        Ok(text) => text,
        Err(line) => bail!("{name}:{line}: the line is not UTF-8"),
    };
    own::read(&text, &world.actors).map_err(|faults| {
        for fault in faults.iter().take(SHOWN) {
            complain(format_args!("{name}:{}: {}", fault.line, fault.what));
        }
        let more = match faults.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(", {more} more than shown"),
        };
        let (count, noun) = (faults.len(), if faults.len() == 1 { "fault" } else { "faults" });
        anyhow::anyhow!("{name}: {count} {noun}{more}; nothing of it was used")
    })
}
