//! CoNLL-U, the exchange format of Universal Dependencies.

use std::fmt::Write as _;

use chancery_article::{Article, SentenceId, TokenId};

use crate::{NameKind, Syntax, Token};

/// Writes an article's syntax as CoNLL-U: a document, its paragraphs and sentences, one line a word,
/// and a line before the words of a multiword token. DEPS stays empty; in MISC `Name=B-PER` opens
/// the name of a person (ORG, LOC, NORP, MISC), `Name=I-PER` goes on with it, and `SpaceAfter=No`
/// says that the next token follows without white space.
///
/// ```
/// use chancery_article::Article;
/// use chancery_syntax::{SyntaxModel, conllu, parse};
///
/// let article = Article::new("a", "They met.");
/// let lines = conllu::write(&article, &parse(&article, &SyntaxModel::embedded()));
/// assert!(lines.contains("# text = They met.\n"));
/// assert!(lines.contains("1\tThey\tthey\tPRON"));
/// ```
pub fn write(article: &Article, syntax: &Syntax) -> String {
    let mut out = String::new();
    let id = clean(&article.id);
    let _ = writeln!(out, "# newdoc id = {id}");
    for (i, sentence) in syntax.sentences().iter().enumerate() {
        if sentence.opens_paragraph {
            out.push_str("# newpar\n");
        }
        let _ = writeln!(out, "# sent_id = {id}-{}", i + 1);
        let _ = writeln!(out, "# text = {}", clean(article.words(sentence.span)));
        words(article, syntax, SentenceId::from(i), &mut out);
        out.push('\n');
    }
    out
}

fn words(article: &Article, syntax: &Syntax, id: SentenceId, out: &mut String) {
    let sentence = syntax.sentence(id);
    let number = |token: TokenId| token.0 - sentence.first.0 + 1;
    let multiwords = syntax.multiwords();
    let mut next = multiwords.partition_point(|m| m.first < sentence.first);
    let mut inside = sentence.first;
    let names = syntax.names();
    let mut at = names.partition_point(|n| n.end <= sentence.first);
    for (id, token) in syntax.tokens_of(id) {
        if let Some(multi) = multiwords.get(next)
            && multi.first == id
        {
            let last = syntax.token(TokenId(multi.end.0 - 1));
            let form = &article.text()[token.span.start() as usize..last.span.end() as usize];
            let misc = misc(article, None, Some(last));
            let range = (number(id), number(multi.end) - 1);
            let _ = writeln!(
                out,
                "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                range.0,
                range.1,
                clean(form)
            );
            inside = multi.end;
            next += 1;
        }
        let form = clean(article.words(token.span));
        let lemma = if token.lemma.is_empty() { form.clone() } else { clean(&token.lemma) };
        let head = token.head.map_or(0, number);
        while names.get(at).is_some_and(|n| n.end <= id) {
            at += 1;
        }
        let name = names.get(at).filter(|n| n.first <= id).map(|n| (n.kind, n.first == id));
        let misc = misc(article, name, (id >= inside).then_some(token));
        let (upos, rel) = (token.upos.as_str(), token.rel.as_str());
        let (xpos, feats) = (token.xpos, &token.feats);
        let number = number(id);
        let _ = writeln!(
            out,
            "{number}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{rel}\t_\t{misc}"
        );
    }
}

/// The last column: the name that a word belongs to, and whether it begins it; `SpaceAfter=No` when
/// a visible character follows `last` at once, be it in the next sentence.
fn misc(article: &Article, name: Option<(NameKind, bool)>, last: Option<&Token>) -> String {
    let follows = last.is_some_and(|token| {
        let rest = &article.text()[token.span.end() as usize..];
        rest.starts_with(|c: char| !c.is_whitespace())
    });
    let name = name
        .map(|(kind, begins)| format!("Name={}-{}", if begins { "B" } else { "I" }, kind.as_str()));
    match (name, follows) {
        (Some(name), true) => name + "|SpaceAfter=No",
        (Some(name), false) => name,
        (None, true) => "SpaceAfter=No".into(),
        (None, false) => "_".into(),
    }
}

/// A field may hold no tab and no line break.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
