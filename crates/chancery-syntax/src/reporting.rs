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
    give_that_clauses_to_their_verbs(tokens, first);
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

/// "… and demanded *that* Moscow end it": a clause under "that" right behind a verb is what the verb
/// says, not its conjunct.
fn give_that_clauses_to_their_verbs(tokens: &mut [Token], first: usize) {
    for that in 1..tokens.len() {
        let Some(clause) = tokens[that].head.map(|h| h.index() - first) else { continue };
        let is_marked = tokens[that].rel == Rel::Mark && tokens[that].lemma == "that";
        let verb = that - 1;
        if !is_marked
            || clause < that
            || tokens[clause].rel != Rel::Conj
            || tokens[verb].upos != Upos::Verb
        {
            continue;
        }
        let id = |at: usize| Some(TokenId::from(first + at));
        let joined = tokens.iter().any(|t| t.head == id(clause) && t.rel == Rel::Cc);
        let says_it = tokens.iter().any(|t| t.head == id(verb) && t.rel == Rel::Ccomp);
        let above = climbs_to(tokens, first, verb, clause);
        if !joined && !says_it && !above {
            tokens[clause].head = id(verb);
            tokens[clause].rel = Rel::Ccomp;
        }
    }
}

/// True when `above` governs `below`, directly or through others.
fn climbs_to(tokens: &[Token], first: usize, below: usize, above: usize) -> bool {
    let mut at = below;
    for _ in 0..tokens.len() {
        match tokens[at].head {
            Some(head) if head.index() - first == above => return true,
            Some(head) => at = head.index() - first,
            None => return false,
        }
    }
    false
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
            let under = |top| at == top || climbs_to(tokens, first, at, top);
            under(subject) || under(verb)
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
