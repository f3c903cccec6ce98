//! Prints the candidate predicates of texts with what the disambiguator sees of them, one a line:
//! id, start and end of the trigger (bytes), type, score, then the features, separated by tabs.
//! Reads lines of id, tab, text. The input of `training/lexicon/train.py`.

use std::io::{BufRead, Write};

use chancery::{Article, Chancery};

fn main() -> std::io::Result<()> {
    let chancery = Chancery::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((id, text)) = line.split_once('\t') else { continue };
        let article = Article::new(id, text);
        let syntax = chancery.parse(&article);
        let mentions = chancery::mention::find(&article, &syntax, chancery.world());
        let found = chancery::event::predicates::with_features(
            &article,
            &syntax,
            &mentions,
            chancery.world(),
        );
        for (candidate, features) in found {
            let span = candidate.trigger;
            write!(
                out,
                "{id}\t{}\t{}\t{}\t{}",
                span.start(),
                span.end(),
                candidate.kind.as_str(),
                candidate.score
            )?;
            for feature in features {
                write!(out, "\t{}", feature.replace('\t', " "))?;
            }
            writeln!(out)?;
        }
    }
    out.flush()
}
