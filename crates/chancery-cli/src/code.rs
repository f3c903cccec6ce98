//! `chancery code`: articles in, their events out.

use chancery::Article;
use chancery_schema::exchange::{self, gdelt, geojson, icews, polecat};
use chancery_schema::{OffsetUnit, Options, Record, csv, json_line, plover, record};
use std::io::Write;

use crate::args::{CodeFormat, CodeOptions, layers};
use crate::page::page;
use crate::run::{Done, each, for_people, for_programs};
use crate::sources::Sources;
use crate::world::engine;

pub(crate) fn run(options: &CodeOptions, threads: usize) -> anyhow::Result<Done> {
    let chancery = engine(&options.world)?;
    let wire = Options { offsets: options.offsets.into(), with: layers(&options.with) };
    let sources = Sources::new(&options.input);
    let mut out = match options.format {
        CodeFormat::Text => for_people(),
        _ => for_programs(),
    };
    // The layouts of other data sets have their own unit and need their own layers.
    let full = Options { offsets: OffsetUnit::Chars, with: exchange::layers() };
    let by = |rows: fn(&Record) -> String| {
        let (chancery, full) = (&chancery, &full);
        move |article: Article| rows(&record(&chancery.read(article), full))
    };
    match options.format {
        CodeFormat::Gdelt => each(sources, threads, &mut *out, by(gdelt::events)),
        CodeFormat::GdeltMentions => each(sources, threads, &mut *out, by(gdelt::mentions)),
        CodeFormat::Polecat => {
            out.write_all(polecat::header().as_bytes())?;
            each(sources, threads, &mut *out, by(polecat::rows))
        }
        CodeFormat::Icews => {
            out.write_all(icews::header().as_bytes())?;
            each(sources, threads, &mut *out, by(icews::rows))
        }
        CodeFormat::Geojson => {
            out.write_all(geojson::OPEN.as_bytes())?;
            let mut list = List { out: &mut *out, begun: false };
            let done = each(sources, threads, &mut list, by(features))?;
            out.write_all(geojson::CLOSE.as_bytes())?;
            out.flush()?;
            Ok(done)
        }
        CodeFormat::Text => {
            each(sources, threads, &mut *out, |article| page(&chancery.read(article)))
        }
        CodeFormat::Jsonl => each(sources, threads, &mut *out, |article| {
            let reading = chancery.read(article);
            json_line(&record(&reading, &wire))
        }),
        CodeFormat::Plover => each(sources, threads, &mut *out, |article| {
            let reading = chancery.read(article);
            plover::events(&reading, &record(&reading, &wire)).iter().map(json_line).collect()
        }),
        CodeFormat::Csv => {
            out.write_all(csv::header().as_bytes())?;
            each(sources, threads, &mut *out, |article| {
                let reading = chancery.read(article);
                csv::rows(&reading, &record(&reading, &wire))
            })
        }
    }
}

/// The features of an article, a comma before each.
fn features(record: &Record) -> String {
    geojson::features(record).iter().map(|feature| format!(",\n{feature}")).collect()
}

/// Drops the comma and line end before the first item: JSON lists know no empty first place.
struct List<'o> {
    out: &'o mut dyn Write,
    begun: bool,
}

impl Write for List<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.begun || bytes.is_empty() {
            return self.out.write(bytes);
        }
        // Articles come whole (`each` writes one string an article), so both bytes are here.
        self.out.write_all(bytes.get(",\n".len()..).unwrap_or_default())?;
        self.begun = true;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
