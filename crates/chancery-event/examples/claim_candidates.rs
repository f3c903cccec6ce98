//! Writes the candidate claims of articles with their features, for `training/claims/train.py`.
//!
//! `cargo run --release -p chancery-event --example claim_candidates < articles.jsonl`; each line
//! in is `{"id", "text", "date"?}`, each line out `{"id", "candidates": [...]}` with byte offsets.

use chancery_article::Article;
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let model = SyntaxModel::embedded();
    let world = World::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let mut article = Article::new(text("id"), text("text"));
        article.published = text("date").get(..10).and_then(|d| d.parse().ok());
        let syntax = chancery_syntax::parse(&article, &model);
        let mentions = chancery_mention::find(&article, &syntax, &world);
        let pair = |s: &chancery_article::Span| [s.start(), s.end()];
        let candidates: Vec<serde_json::Value> = chancery_event::claims::dump(&article, &syntax, &mentions)
            .iter()
            .map(|c| {
                let tokens: Vec<_> = c.tokens.iter().map(|r| [r.start, r.end]).collect();
                serde_json::json!({
                    "h": c.head, "p": c.pattern, "k": c.class, "q": pair(&c.cue), "s": c.source.as_ref().map(pair),
                    "c": c.content.iter().map(pair).collect::<Vec<_>>(), "t": tokens, "f": c.features,
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": article.id, "candidates": candidates}))?;
    }
    Ok(())
}
