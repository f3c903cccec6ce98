//! Prints the regions of every article of a JSON lines file: kind, words, one a line.
use std::io::{BufReader, Write};
fn main() {
    let input = BufReader::new(std::io::stdin());
    let mut out = std::io::stdout().lock();
    let all = chancery_intake::read(
        input,
        "stdin",
        chancery_intake::Format::JsonLines,
        &chancery_intake::Defaults::default(),
    );
    for article in all.flatten() {
        for region in chancery_intake::regions::find(&article) {
            let words = article.words(region.span).replace('\n', "⏎");
            if writeln!(out, "{:?}\t{}\t{words}", region.kind, article.id).is_err() {
                return;
            }
        }
    }
}
