//! Clauses: subjects, auxiliaries and extents, read off the trees once for claims and factuality.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Syntax, Upos};
use std::ops::Range;

/// The extent of every subtree and an order in which governors come before their dependents.
/// Both take time linear in the article, however deep the trees are.
pub(crate) struct Extents {
    /// First and last token of each token's subtree.
    bounds: Vec<(u32, u32)>,
    /// Every token, governors first.
    pub order: Vec<TokenId>,
}

impl Extents {
    pub fn of(syntax: &Syntax) -> Self {
        let n = syntax.tokens().len();
        let mut order: Vec<TokenId> = Vec::with_capacity(n);
        let roots = (0..n).map(TokenId::from).filter(|t| syntax.token(*t).head.is_none());
        order.extend(roots);
        let mut at = 0;
        while at < order.len() {
            order.extend_from_slice(syntax.children(order[at]));
            at += 1;
        }
        let mut bounds: Vec<(u32, u32)> = (0..n as u32).map(|i| (i, i)).collect();
        for id in order.iter().rev() {
            if let Some(head) = syntax.token(*id).head {
                let (first, last) = bounds[id.index()];
                let own = &mut bounds[head.index()];
                *own = (own.0.min(first), own.1.max(last));
            }
        }
        Self { bounds, order }
    }

    /// The tokens from the first to the last of the subtree.
    pub fn range(&self, id: TokenId) -> Range<u32> {
        let (first, last) = self.bounds[id.index()];
        first..last + 1
    }
}

/// The lemma, lowercase.
pub(crate) fn lemma(syntax: &Syntax, id: TokenId) -> &str {
    syntax.token(id).lemma.as_str()
}

/// The first dependent that stands in one of the relations.
pub(crate) fn child_in(syntax: &Syntax, id: TokenId, rels: &[Rel]) -> Option<TokenId> {
    syntax.children(id).iter().copied().find(|c| rels.contains(&syntax.token(*c).rel))
}

/// The dependent that marks the case of a noun ("in", "for"), when it has one.
pub(crate) fn case_of(syntax: &Syntax, id: TokenId) -> Option<TokenId> {
    syntax.child(id, Rel::Case)
}

/// True when the verb is passive.
pub(crate) fn is_passive(syntax: &Syntax, verb: TokenId) -> bool {
    let rels = syntax.children(verb).iter().map(|c| syntax.token(*c).rel);
    let mut rels = rels;
    rels.any(|r| matches!(r, Rel::AuxPass | Rel::NsubjPass | Rel::CsubjPass))
        || (syntax.token(verb).xpos == "VBN"
            && matches!(syntax.token(verb).rel, Rel::Acl | Rel::Amod)
            && child_in(syntax, verb, &[Rel::Aux]).is_none())
}

/// How the subject of a verb was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Through {
    /// It is the verb's own subject.
    Own,
    /// The subject is shared with the verb it is coordinated with.
    Conjunct,
    /// An infinitive's or participle's subject is its governor's.
    Control,
    /// The noun that a participle or infinitive modifies.
    Noun,
    /// The noun that a relative clause without subject of its own modifies.
    Relative,
    /// The by-phrase of a passive.
    Agent,
    /// The noun phrase beside the verb, where the tree has no subject.
    Near,
}

/// The subject of the active verb, wherever the tree has it.
pub(crate) fn subject(syntax: &Syntax, verb: TokenId) -> Option<(TokenId, Through)> {
    if is_passive(syntax, verb) {
        return agent(syntax, verb).map(|a| (a, Through::Agent));
    }
    let mut at = verb;
    let mut through = Through::Own;
    // Six steps reach through "was quoted as saying and adding"; the bound keeps time linear.
    for _ in 0..6 {
        let passive = at != verb && is_passive(syntax, at);
        let own = [Rel::Nsubj, Rel::NsubjOuter];
        if let Some(s) = child_in(syntax, at, &own) {
            return Some((s, through));
        }
        if passive && let Some(s) = syntax.child(at, Rel::NsubjPass) {
            return Some((s, through));
        }
        let token = syntax.token(at);
        let head = token.head?;
        match token.rel {
            Rel::Conj => {
                if through == Through::Own {
                    through = Through::Conjunct;
                }
            }
            Rel::Xcomp => {
                if let Some(object) = child_in(syntax, head, &[Rel::Obj, Rel::Iobj])
                    && object < at
                    && syntax.token(at).xpos != "VBG"
                {
                    return Some((object, Through::Control));
                }
                through = Through::Control;
            }
            Rel::Advcl | Rel::Ccomp | Rel::Parataxis
                if matches!(token.xpos, "VBG" | "VB" | "VBN") =>
            {
                through = Through::Control;
            }
            Rel::Acl if syntax.token(head).upos.is_nominal() => {
                return Some((head, Through::Noun));
            }
            Rel::AclRelcl if syntax.token(head).upos.is_nominal() => {
                return Some((head, Through::Relative));
            }
            _ => return None,
        }
        at = head;
    }
    None
}

/// The by-phrase of a passive.
pub(crate) fn agent(syntax: &Syntax, verb: TokenId) -> Option<TokenId> {
    if let Some(a) = syntax.child(verb, Rel::OblAgent) {
        return Some(a);
    }
    syntax.children_by(verb, Rel::Obl).find(|o| {
        *o > verb
            && case_of(syntax, *o).is_some_and(|c| lemma(syntax, c) == "by")
            && syntax.token(*o).upos != Upos::Num
    })
}

/// True when the verb, adjective or noun stands under a negation of its own.
pub(crate) fn is_negated(syntax: &Syntax, id: TokenId) -> bool {
    syntax.children(id).iter().any(|c| {
        matches!(lemma(syntax, *c), "not" | "never" | "no" | "n't" | "nor" | "hardly" | "neither")
            && matches!(syntax.token(*c).rel, Rel::Advmod | Rel::Det | Rel::AdvmodEmph | Rel::Cc)
    })
}
