//! Reporting clauses that stand after what they report: "…, the ministry said Tuesday."
//!
//! The treebanks have few of them (90 among 20,000 sentences), newswire has one in every third
//! sentence, and the parser often hangs the report on the content or calls the content an adverbial.
//! Where the words leave no doubt, the tree is set right: the verb of saying governs, the content is
//! its `ccomp`, as the treebanks annotate it.

use chancery_article::TokenId;

use crate::{Rel, Token, Upos};

/// Verbs that take a clause as what is said, and stand after it.
const VERBS: &[&str] = &[
    "acknowledge",
    "add",
    "admit",
    "allege",
    "announce",
    "argue",
    "claim",
    "comment",
    "conclude",
    "confirm",
    "declare",
    "disclose",
    "estimate",
    "explain",
    "insist",
    "note",
    "predict",
    "quote",
    "report",
    "reveal",
    "say",
    "state",
    "stress",
    "suggest",
    "tell",
    "tweet",
    "warn",
    "write",
];

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
];

/// Sets right the reporting clauses of one sentence. `first` is the number of its first token,
/// `root` its root.
pub(crate) fn repair(words: &str, tokens: &mut [Token], first: usize, root: &mut TokenId) {
    for token in tokens.iter_mut() {
        if token.rel == Rel::Obj && DAYS.iter().any(|d| token.lemma.eq_ignore_ascii_case(d)) {
            token.rel = Rel::OblUnmarked;
        }
    }
    let Some(report) = (1..tokens.len()).rev().find_map(|at| Report::at(words, tokens, first, at))
    else {
        return;
    };
    let top = root.index() - first;
    let (verb, verb_id) = (report.verb, TokenId::from(first + report.verb));
    if top == verb {
        let content = (0..report.opens).find(|c| {
            tokens[*c].head == Some(verb_id)
                && matches!(tokens[*c].rel, Rel::Advcl | Rel::Parataxis | Rel::Conj | Rel::Dep)
                && is_clause(tokens, first, *c)
        });
        if let Some(content) = content {
            tokens[content].rel = Rel::Ccomp;
        }
    } else if top < report.opens && is_clause(tokens, first, top) {
        tokens[top].head = Some(verb_id);
        tokens[top].rel = Rel::Ccomp;
        tokens[verb].head = None;
        tokens[verb].rel = Rel::Root;
        *root = verb_id;
        let last = tokens.len() - 1;
        if tokens[last].upos == Upos::Punct {
            tokens[last].head = Some(verb_id);
        }
    }
}

/// A reporting clause with its content before it.
struct Report {
    verb: usize,
    /// The clause's first token.
    opens: usize,
}

impl Report {
    fn at(words: &str, tokens: &[Token], first: usize, verb: usize) -> Option<Self> {
        let token = &tokens[verb];
        if token.upos != Upos::Verb
            || !matches!(token.xpos, "VBD" | "VBZ" | "VBP")
            || !VERBS.contains(&token.lemma.as_str())
        {
            return None;
        }
        let verb_id = TokenId::from(first + verb);
        let children = || (0..tokens.len()).filter(|c| tokens[*c].head == Some(verb_id));
        let subject = children().find(|c| tokens[*c].rel == Rel::Nsubj)?;
        if matches!(tokens[subject].xpos, "WP" | "WDT") {
            return None;
        }
        let says_more = children()
            .any(|c| c > verb && matches!(tokens[c].rel, Rel::Ccomp | Rel::Xcomp | Rel::Obj));
        if says_more {
            return None;
        }
        // The clause opens at the comma or closing quotation mark before subject and verb.
        let nearer = subject.min(verb);
        let mark = (0..nearer).rev().find(|at| {
            let form = &words[tokens[*at].span.range()];
            matches!(form, "," | "\"" | "”" | "''" | "’’")
        })?;
        // Between the mark and the verb stand the subject and what hangs on it, nothing else.
        let own = |at: usize| {
            let mut up = at;
            for _ in 0..tokens.len() {
                if up == subject || up == verb {
                    return true;
                }
                match tokens[up].head {
                    Some(head) => up = head.index() - first,
                    None => return false,
                }
            }
            false
        };
        (mark > 0 && (mark + 1..subject.max(verb)).all(own)).then_some(Self { verb, opens: mark })
    }
}

/// A finite clause of its own: a verb or a predicate with a subject and no subordinator.
fn is_clause(tokens: &[Token], first: usize, head: usize) -> bool {
    let id = TokenId::from(first + head);
    let mut subject = false;
    for child in tokens.iter().filter(|t| t.head == Some(id)) {
        subject |= child.rel.is_subject() || child.rel == Rel::Expl;
        if child.rel == Rel::Mark && child.lemma != "that" {
            return false;
        }
    }
    subject
}
