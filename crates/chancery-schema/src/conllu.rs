//! Syntax as CoNLL-U.

use chancery::article::{Article, SentenceId, TokenId};
use chancery::syntax::{Multiword, Syntax, Token};
use std::fmt::Write;

/// Writes an article's syntax as CoNLL-U: `# newdoc`, `# newpar`, `# sent_id`, `# text`, multiword
/// tokens, `SpaceAfter=No`, an empty line after every sentence. White space inside `# text` is a
/// single space.
///
/// ```
/// use chancery::{Article, Chancery};
///
/// let article = Article::new("a1", "");
/// let syntax = Chancery::embedded().parse(&article);
/// assert_eq!(chancery_schema::conllu::write(&article, &syntax), "# newdoc id = a1\n\n");
/// ```
pub fn write(article: &Article, syntax: &Syntax) -> String {
    let mut out = String::new();
    let id = if article.id.is_empty() { "text" } else { &article.id };
    put(&mut out, format_args!("# newdoc id = {}\n", one_line(id)));
    if syntax.sentences().is_empty() {
        out.push('\n');
    }
    let mut multiwords = syntax.multiwords().iter().copied().peekable();
    for index in 0..syntax.sentences().len() {
        let sentence = syntax.sentence(SentenceId::from(index));
        let units = units(sentence.first, sentence.end, &mut multiwords);
        if sentence.opens_paragraph {
            out.push_str("# newpar\n");
        }
        put(&mut out, format_args!("# sent_id = {}-{}\n", one_line(id), index + 1));
        out.push_str("# text = ");
        for (number, unit) in units.iter().enumerate() {
            out.push_str(&form(article, syntax, *unit));
            if number + 1 < units.len() && space_after(article, syntax, unit.1) {
                out.push(' ');
            }
        }
        out.push('\n');
        for unit in units {
            rows(&mut out, article, syntax, sentence.first, unit);
        }
        out.push('\n');
    }
    out
}

/// The words `.0.0 .. .0.1` of one surface token.
type Unit = (TokenId, TokenId);

fn units(
    first: TokenId,
    end: TokenId,
    multiwords: &mut std::iter::Peekable<impl Iterator<Item = Multiword>>,
) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut next = first.0;
    while next < end.0 {
        while multiwords.next_if(|m| m.first.0 < next).is_some() {}
        let stop = match multiwords.next_if(|m| m.first.0 == next) {
            Some(multiword) => multiword.end.0.clamp(next + 1, end.0),
            None => next + 1,
        };
        units.push((TokenId(next), TokenId(stop)));
        next = stop;
    }
    units
}

fn form(article: &Article, syntax: &Syntax, (first, end): Unit) -> String {
    let last = syntax.token(TokenId(end.0 - 1)).span;
    one_line(article.words(syntax.token(first).span.cover(last)))
}

/// A CoNLL-U field holds no tab and no line end.
fn one_line(words: &str) -> String {
    match words.contains(char::is_whitespace) {
        true => words.split_whitespace().collect::<Vec<_>>().join(" "),
        false => words.to_owned(),
    }
}

/// Whether white space follows the surface token whose words end before `end`.
fn space_after(article: &Article, syntax: &Syntax, end: TokenId) -> bool {
    let at = syntax.token(TokenId(end.0 - 1)).span.end() as usize;
    article.text()[at..].chars().next().is_none_or(char::is_whitespace)
}

fn rows(out: &mut String, article: &Article, syntax: &Syntax, base: TokenId, unit: Unit) {
    let (first, end) = unit;
    let number = |id: TokenId| i64::from(id.0) - i64::from(base.0) + 1;
    let misc = if space_after(article, syntax, end) { "_" } else { "SpaceAfter=No" };
    let several = end.0 - first.0 > 1;
    if several {
        let last = number(end) - 1;
        let surface = form(article, syntax, unit);
        put(
            out,
            format_args!("{}-{last}\t{surface}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n", number(first)),
        );
    }
    for id in (first.0..end.0).map(TokenId) {
        let token: &Token = syntax.token(id);
        let head = token.head.map_or(0, number);
        put(
            out,
            format_args!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}\n",
                number(id),
                one_line(article.words(token.span)),
                field(&token.lemma),
                token.upos.as_str(),
                field(token.xpos),
                field(&token.feats),
                token.rel.as_str(),
                if several { "_" } else { misc },
            ),
        );
    }
}

fn field(words: &str) -> String {
    if words.is_empty() { "_".to_owned() } else { one_line(words) }
}

fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("a string takes every word");
}
