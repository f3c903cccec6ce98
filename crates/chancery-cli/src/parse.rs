//! `chancery parse`: articles in, their syntax out.

use chancery::syntax::{conllu, tree};

use crate::args::{ParseFormat, ParseOptions};
use crate::run::{Done, each, for_programs};
use crate::sources::Sources;
use crate::world::engine;

pub(crate) fn run(options: &ParseOptions, threads: usize) -> anyhow::Result<Done> {
    let chancery = engine(&options.world)?;
    let sources = Sources::new(&options.input);
    let mut out = for_programs();
    each(sources, threads, &mut *out, |article| {
        let article = chancery.prepare(article);
        let syntax = chancery.parse(&article);
        match options.format {
            ParseFormat::Conllu => conllu::write(&article, &syntax),
            ParseFormat::Tree => tree::write(&article, &syntax),
        }
    })
}
