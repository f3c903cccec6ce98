//! Writes the words of texts, one sentence a line, for pretraining: reads texts from standard input,
//! each ended by a line `\x1e`.

use std::io::{BufRead as _, Write as _};

use chancery_article::Article;
use chancery_syntax::{SyntaxModel, tokens};

fn main() -> std::io::Result<()> {
    let model = SyntaxModel::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for text in std::io::stdin().lock().split(0x1E) {
        let article = Article::new("", String::from_utf8_lossy(&text?).into_owned());
        for sentence in tokens(&article, &model) {
            let words: Vec<&str> = sentence.iter().map(|span| article.words(*span)).collect();
            writeln!(out, "{}", words.join(" "))?;
        }
    }
    Ok(())
}
