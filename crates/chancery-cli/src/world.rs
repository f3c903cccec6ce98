//! What the engine knows, with the user's own tables laid over it.

use anyhow::{Context, bail};
use chancery::world::actors::own;
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
}

/// The engine with the user's tables.
pub(crate) fn engine(options: &WorldOptions) -> anyhow::Result<Chancery> {
    let mut chancery = match options.actors.as_slice() {
        [] => Chancery::embedded(),
        tables => Chancery::knowing(world(tables)?),
    };
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

/// More faults than these are counted only.
const SHOWN: usize = 20;

/// The rows of a table of actors; every fault is told with its line.
pub(crate) fn rows(path: &Path, world: &World) -> anyhow::Result<Vec<own::Row>> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|b| **b == b'\n').count() + 1;
            bail!("{name}:{line}: the line is not UTF-8");
        }
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
