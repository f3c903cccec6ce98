//! Writes the predicates of texts with their features, for `training/factuality/train.py`.
//!
//! `cargo run --release -p chancery-event --example predicate_features < texts.jsonl`; each line in
//! is a JSON string, each line out a list of `[start, end, score by rule, features]`, byte offsets.

use chancery_article::Article;
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let model = SyntaxModel::embedded();
    let world = World::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let article = Article::new("text", serde_json::from_str::<String>(&line?)?);
        let syntax = chancery_syntax::parse(&article, &model);
        let mentions = chancery_mention::find(&article, &syntax, &world);
        let claims = chancery_event::claims::find(&article, &syntax, &mentions, &world);
        let found: Vec<serde_json::Value> =
            chancery_event::factuality::dump(&article, &syntax, &claims)
                .iter()
                .map(|(span, f, features)| {
                    serde_json::json!([span.start(), span.end(), f.score(), features])
                })
                .collect();
        writeln!(out, "{}", serde_json::Value::from(found))?;
    }
    Ok(())
}
