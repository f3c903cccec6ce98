//! The engine, with what the user adds to its world.

use anyhow::Context;
use chancery::Chancery;

use crate::args::InputOptions;

/// The embedded engine with the user's tables laid over its own.
pub(crate) fn engine(options: &InputOptions) -> anyhow::Result<Chancery> {
    let mut chancery = Chancery::embedded();
    if let Some(path) = &options.gazetteer {
        let table = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the gazetteer {}", path.display()))?;
        // "places.tsv: line 7: …"
        chancery = chancery.with_gazetteer(&table).with_context(|| path.display().to_string())?;
    }
    Ok(chancery)
}
