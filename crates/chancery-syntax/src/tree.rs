//! Trees for people: one line a word, indented under its head.

use std::fmt::Write as _;

use chancery_article::{Article, TokenId};

use crate::Syntax;

/// Writes each sentence, then its words, each under its head, with tag and relation.
///
/// ```text
/// They met.
///   met  VERB root
///     They  PRON nsubj
///     .  PUNCT punct
/// ```
pub fn write(article: &Article, syntax: &Syntax) -> String {
    let mut out = String::new();
    for sentence in syntax.sentences() {
        let words: Vec<&str> = article.words(sentence.span).split_whitespace().collect();
        let _ = writeln!(out, "{}", words.join(" "));
        // Depth first without recursion: a chain of two hundred words is no deeper than a list.
        let mut waiting: Vec<(TokenId, usize)> = vec![(sentence.root, 1)];
        while let Some((id, depth)) = waiting.pop() {
            let token = syntax.token(id);
            let form = article.words(token.span);
            let indent = "  ".repeat(depth.min(40));
            let _ = writeln!(out, "{indent}{form}  {} {}", token.upos.as_str(), token.rel.as_str());
            waiting.extend(syntax.children(id).iter().rev().map(|child| (*child, depth + 1)));
        }
        out.push('\n');
    }
    out
}
