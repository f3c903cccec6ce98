//! The chancery program: news in, an audited record of international politics out.
#![forbid(unsafe_code)]

mod actors;
mod args;
mod ask;
mod code;
mod demo;
mod eval;
mod explain;
mod fuse;
mod ingest;
mod lexicon;
mod page;
mod parse;
mod run;
mod sources;
mod table;
mod traced;
mod world;

use args::{Arguments, Command, DemoOptions};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Code(options) => code::run(options, arguments.threads),
        Command::Ingest(options) => ingest::run(options, arguments.threads),
        Command::Timeline(options) => ask::timeline(options),
        Command::Events(options) => ask::events(options),
        Command::Series(options) => ask::series(options),
        Command::Claims(options) => ask::claims(options),
        Command::Calendar(options) => ask::calendar(options),
        Command::Search(options) => ask::search(options),
        Command::Sql(options) => ask::sql(options),
        Command::Actors(options) => actors::run(options),
        Command::Lexicon(options) => lexicon::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Parse(options) => parse::run(options, arguments.threads),
        Command::Fuse(options) => fuse::run(options, arguments.threads),
        Command::Eval(options) => eval::run(options, arguments.threads),
        Command::Demo(DemoOptions {}) => demo::run(arguments.threads),
    };
    match outcome {
        Ok(done) => done.exit_code(),
        // The reader has gone (`| head`): nothing is wrong.
        Err(error) if run::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            run::complain(format_args!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
