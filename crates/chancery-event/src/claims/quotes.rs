//! Quotations: the stretches of text between quotation marks, paragraph by paragraph.

use chancery_article::{Article, Span};
use chancery_syntax::Syntax;

/// A quotation, its marks included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quote {
    /// From the opening to the closing mark, or to the end of the paragraph.
    pub span: Span,
    /// How many words it holds.
    pub words: u32,
    /// True when the paragraph ends before the closing mark: the next paragraph's quotation goes on
    /// with the same speech.
    pub open: bool,
}

/// All quotations of an article and, for every token, the one it lies in.
pub(crate) struct Quotes {
    pub found: Vec<Quote>,
    of_token: Vec<u32>,
}

impl Quotes {
    /// The quotation that holds the token.
    pub fn at(&self, token: u32) -> Option<usize> {
        self.of_token.get(token as usize).filter(|q| **q != u32::MAX).map(|q| *q as usize)
    }
}

/// Finds the quotations. Curly marks say which way they face; straight ones open after a gap and
/// close before one, and a mark that could do either does what the paragraph still lacks.
pub(crate) fn find(article: &Article, syntax: &Syntax) -> Quotes {
    let mut found = Vec::new();
    let mut at = 0;
    for paragraph in article.text().split_inclusive('\n') {
        read_paragraph(paragraph, at, &mut found);
        at += paragraph.len() as u32;
    }
    let mut of_token = vec![u32::MAX; syntax.tokens().len()];
    let mut next = 0;
    for (i, token) in syntax.tokens().iter().enumerate() {
        while next < found.len() && found[next].span.end() <= token.span.start() {
            next += 1;
        }
        if next < found.len() && found[next].span.overlaps(token.span) {
            of_token[i] = next as u32;
            if !token.span.is_empty()
                && article.words(token.span).chars().any(char::is_alphanumeric)
            {
                found[next].words += 1;
            }
        }
    }
    Quotes { found, of_token }
}

/// A mark and which way it can face.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facing {
    Opens,
    Closes,
    Either,
}

fn read_paragraph(paragraph: &str, offset: u32, found: &mut Vec<Quote>) {
    let mut start = None;
    let mut before = ' ';
    let mut chars = paragraph.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let doubled =
            matches!(c, '\'' | '`' | '’' | '‘') && chars.peek().is_some_and(|(_, next)| *next == c);
        let facing = match c {
            '“' | '„' | '«' => Some(Facing::Opens),
            '”' | '»' => Some(Facing::Closes),
            '"' => Some(Facing::Either),
            '\'' if doubled => Some(Facing::Either),
            '`' | '‘' if doubled => Some(Facing::Opens),
            '’' if doubled => Some(Facing::Closes),
            _ => None,
        };
        let Some(facing) = facing else {
            before = c;
            continue;
        };
        let mut end = i + c.len_utf8();
        if doubled {
            end += c.len_utf8();
            chars.next();
        }
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        let opens = match facing {
            Facing::Opens => true,
            // A closing mark that opens a line was typed for an opening one.
            Facing::Closes => start.is_none() && before.is_whitespace() && !after.is_whitespace(),
            Facing::Either => {
                let can_open =
                    !after.is_whitespace() && (before.is_whitespace() || is_bracket(before));
                let can_close = !before.is_whitespace();
                if can_open == can_close { start.is_none() } else { can_open }
            }
        };
        if opens {
            if start.is_none() {
                start = Some(i);
            }
        } else if let Some(s) = start.take() {
            found.push(Quote {
                span: Span::new(offset + s as u32, offset + end as u32),
                words: 0,
                open: false,
            });
        }
        before = c;
    }
    if let Some(s) = start {
        let end = paragraph.trim_end().len();
        if end > s {
            found.push(Quote {
                span: Span::new(offset + s as u32, offset + end as u32),
                words: 0,
                open: true,
            });
        }
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '…' | ':' | '/')
}
