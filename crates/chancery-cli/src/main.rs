//! The chancery program: news in, an audited record of international politics out.
#![forbid(unsafe_code)]

mod actors;
mod args;
mod code;
mod demo;
mod eval;
mod explain;
mod fuse;
mod lexicon;
mod page;
mod parse;
mod run;
mod sources;
mod traced;
mod world;

use args::{Arguments, Command, DemoOptions};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Code(options) => code::run(options, arguments.threads),
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
