//! Measures words a second over a text of our own: `cargo run --release -p chancery-syntax --example
//! bench [FILE]`. Words are runs between white space, as `wc -w` counts them; one thread.
#![expect(clippy::print_stdout, reason = "a program of its own")]

use chancery_article::Article;
use chancery_syntax::{SyntaxModel, parse, tokens};
use std::time::Instant;

const STORY: &str = include_str!("story.txt");

fn main() {
    let started = Instant::now();
    let model = SyntaxModel::embedded();
    println!("open    {:8.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let text = std::env::args().nth(1).and_then(|f| std::fs::read_to_string(f).ok());
    let article = Article::new("bench", text.unwrap_or_else(|| STORY.to_owned()));
    let words = article.text().split_whitespace().count();
    let rounds = (60_000 / words.max(1)).max(1);
    let best = |name: &str, run: &dyn Fn()| {
        // The best of five: other work on the machine only ever adds time.
        let time = (0..5).map(|_| {
            let started = Instant::now();
            (0..rounds).for_each(|_| run());
            started.elapsed().as_secs_f64()
        });
        let time = time.fold(f64::INFINITY, f64::min);
        println!("{name} {:8.0} words/s", (rounds * words) as f64 / time);
    };
    best("tokens ", &|| drop(tokens(&article, &model)));
    best("parse  ", &|| drop(parse(&article, &model)));
}
