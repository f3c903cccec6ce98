//! Parses a text file: `parse [--format conllu|tree] FILE`. The program's own `parse` command does
//! the same; this stands alone for measuring the crate.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of its own")]

use chancery_article::Article;
use chancery_syntax::{SyntaxModel, conllu, parse, tree};

fn main() -> std::process::ExitCode {
    let mut args = std::env::args().skip(1).filter(|a| a != "parse");
    let (mut file, mut as_tree) = (None, false);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--format" => as_tree = args.next().as_deref() == Some("tree"),
            _ => file = Some(arg),
        }
    }
    let Some(file) = file else {
        eprintln!("usage: parse [--format conllu|tree] FILE");
        return std::process::ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            return std::process::ExitCode::from(2);
        }
    };
    let article = Article::new(file, text);
    let syntax = parse(&article, &SyntaxModel::embedded());
    let write = if as_tree { tree::write } else { conllu::write };
    print!("{}", write(&article, &syntax));
    std::process::ExitCode::SUCCESS
}
