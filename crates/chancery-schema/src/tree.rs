//! Syntax as an indented tree for people.

use chancery::article::{Article, SentenceId, TokenId};
use chancery::syntax::Syntax;
use std::fmt::Write;

/// Writes each sentence, and under it its words, each indented below its head, in the order of the
/// text: `word  UPOS  relation`.
pub fn write(article: &Article, syntax: &Syntax) -> String {
    let mut out = String::new();
    for index in 0..syntax.sentences().len() {
        let sentence = syntax.sentence(SentenceId::from(index));
        let words: Vec<&str> = article.words(sentence.span).split_whitespace().collect();
        put(&mut out, format_args!("{}\n", words.join(" ")));
        // A stack in place of recursion: trees can be as deep as a sentence is long.
        let mut open: Vec<(TokenId, usize)> = (sentence.first.0..sentence.end.0)
            .rev()
            .map(TokenId)
            .filter(|id| syntax.token(*id).head.is_none())
            .map(|id| (id, 1))
            .collect();
        while let Some((id, depth)) = open.pop() {
            let token = syntax.token(id);
            put(
                &mut out,
                format_args!(
                    "{:indent$}{}  {}  {}\n",
                    "",
                    article.words(token.span),
                    token.upos.as_str(),
                    token.rel.as_str(),
                    indent = 2 * depth.min(40),
                ),
            );
            open.extend(syntax.children(id).iter().rev().map(|child| (*child, depth + 1)));
        }
        out.push('\n');
    }
    out
}

fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("a string takes every word");
}
