//! `chancery code`: articles in, their events out.

use chancery_schema::{Options, csv, json_line, plover, record};

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
    match options.format {
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
