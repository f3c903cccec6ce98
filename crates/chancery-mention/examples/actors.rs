//! Prints the actor mentions of texts: one text a line, `DATE<tab>TEXT`, `\n` for a line break,
//! DATE empty when unknown. For looking at what the registry and the composition make of a phrase.
//!
//! ```text
//! printf '2024-10-29\tSeoul'"'"'s spy agency said so.\n' | cargo run --release --example actors
//! ```
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use chancery_article::Article;
use chancery_syntax::SyntaxModel;
use chancery_world::World;
use std::io::BufRead;

fn main() {
    let model = SyntaxModel::embedded();
    let world = World::embedded();
    for (n, line) in std::io::stdin().lock().lines().enumerate() {
        let Ok(line) = line else { break };
        let (date, text) = line.split_once('\t').unwrap_or(("", &line));
        let mut article = Article::new(n.to_string(), text.replace("\\n", "\n"));
        article.published = date.parse().ok();
        let syntax = chancery_syntax::parse(&article, &model);
        let mentions = chancery_mention::find(&article, &syntax, &world);
        for m in &mentions.actors {
            let sectors: Vec<&str> = m.sectors.iter().map(|s| s.as_str()).collect();
            let members: Vec<String> =
                m.members.iter().map(|x| format!("{:?}/{:?}", x.country, x.person)).collect();
            println!(
                "{n}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:?}\t{}\t{}\t{}",
                article.words(m.span).replace(['\n', '\t'], " "),
                m.country.map_or_else(String::new, |c| c.to_string()),
                sectors.join(" "),
                m.person.as_deref().unwrap_or(""),
                m.office.as_deref().unwrap_or(""),
                m.id.as_deref().unwrap_or(""),
                m.name.as_deref().unwrap_or(""),
                m.form,
                m.entity.0,
                members.join("+"),
                article.words(syntax.token(m.head).span),
            );
        }
        for note in &mentions.notes {
            println!("{n}\tNOTE {}\t{}", note.code, article.words(note.span));
        }
    }
}
