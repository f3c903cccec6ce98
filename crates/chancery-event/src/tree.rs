//! Who is the subject, who the object: grammatical relations read off a Universal Dependencies
//! tree for the active voice, through control, raising, coordination, relative clauses and
//! participles.
//!
//! The trees come from a parser and hold errors. Every walk is bounded, so that a malformed or very
//! long sentence costs no more than a long one.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Syntax, Token, Upos};
use chancery_world::words::{
    CLOSING_A_SENTENCE, DAYS_FOR_SUBJECTS, INFLUENCE, OBJECT_CONTROL_OF_DEEDS, SUBJECT_CONTROL,
};

/// Longest chain of governors that a walk follows.
const CLIMB: usize = 24;

/// Relations that link a clause to what governs it.
pub(crate) fn is_clausal(rel: Rel) -> bool {
    matches!(
        rel,
        Rel::Root
            | Rel::Ccomp
            | Rel::Xcomp
            | Rel::Advcl
            | Rel::AdvclRelcl
            | Rel::Acl
            | Rel::AclRelcl
            | Rel::Parataxis
            | Rel::Csubj
            | Rel::CsubjOuter
            | Rel::CsubjPass
    )
}

/// A reader of grammatical relations.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    pub(crate) syntax: &'a Syntax,
}

impl<'a> Tree<'a> {
    pub(crate) fn token(self, id: TokenId) -> &'a Token {
        self.syntax.token(id)
    }

    pub(crate) fn lemma(self, id: TokenId) -> &'a str {
        self.token(id).lemma.as_str()
    }

    pub(crate) fn children(self, id: TokenId) -> &'a [TokenId] {
        self.syntax.children(id)
    }

    fn has(self, id: TokenId, rel: Rel) -> bool {
        self.syntax.child(id, rel).is_some()
    }

    /// The tokens above `id`, nearest first.
    pub(crate) fn above(self, id: TokenId) -> impl Iterator<Item = TokenId> + 'a {
        self.syntax.ancestors(id).skip(1).take(CLIMB)
    }

    /// A verb, or an adjective or noun that a copula makes a predicate.
    pub(crate) fn is_predicate(self, id: TokenId) -> bool {
        let token = self.token(id);
        matches!(token.upos, Upos::Verb | Upos::Aux)
            || self.has(id, Rel::Cop)
            || (token.upos == Upos::Adj && self.has(id, Rel::Nsubj))
    }

    pub(crate) fn is_verb(self, id: TokenId) -> bool {
        matches!(self.token(id).upos, Upos::Verb | Upos::Aux)
    }

    /// True when the verb stands in the passive, bare participles included ("troops sent to
    /// Russia", "12 killed in blast").
    pub(crate) fn is_passive(self, verb: TokenId) -> bool {
        if self.has(verb, Rel::AuxPass) {
            return true;
        }
        // "Fighters have arrived": a perfect is active, whatever the parser calls its subject.
        let perfect = self.syntax.children_by(verb, Rel::Aux).any(|c| self.lemma(c) == "have");
        if self.has(verb, Rel::NsubjPass) && !perfect {
            return true;
        }
        let token = self.token(verb);
        // Taggers confuse the two ("troops sent to Russia"); a past tense needs a subject.
        let participle = token.xpos == "VBN"
            || (token.xpos == "VBD" && token.rel == Rel::Acl && !self.has(verb, Rel::Nsubj));
        if !participle || self.has(verb, Rel::Aux) || self.has(verb, Rel::Obj) {
            return false;
        }
        match (token.rel, token.head) {
            (Rel::Conj, Some(first)) if self.is_verb(first) => {
                !self.has(verb, Rel::Nsubj) && self.is_passive(first)
            }
            _ => true,
        }
    }

    /// The subject that stands in the verb's own clause: the nearest before the verb when the parser
    /// gives it several, else the first behind it ("said Kim").
    fn own_subject(self, verb: TokenId) -> Option<TokenId> {
        let subjects = || {
            self.children(verb).iter().copied().filter(|c| {
                matches!(self.token(*c).rel, Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter)
                    && self.token(*c).upos != Upos::Verb
                    // "Iran today threatened": two subjects for the parser, one for us.
                    && !DAYS_FOR_SUBJECTS.contains(&self.lemma(*c))
            })
        };
        let nearest = subjects().rfind(|c| c.0 < verb.0);
        let found = match nearest {
            Some(nearest) => self.before_aside(verb, nearest, subjects()).unwrap_or(nearest),
            None => subjects().next()?,
        };
        Some(self.antecedent(found))
    }

    /// "Cho and Borrell, *the EU's representative*, will meet": where a comma parts the nearest
    /// subject from its verb and another from what stands before it, it is an aside, and the subject
    /// stands before the aside.
    fn before_aside(
        self,
        verb: TokenId,
        nearest: TokenId,
        subjects: impl Iterator<Item = TokenId>,
    ) -> Option<TokenId> {
        let group = self
            .children(verb)
            .iter()
            .filter(|c| matches!(self.token(**c).rel, Rel::Aux | Rel::AuxPass | Rel::Cop))
            .fold(verb.0, |first, c| first.min(c.0));
        let comma = |at: u32| at > 0 && self.lemma(TokenId(at - 1)) == ",";
        if !comma(group) {
            return None;
        }
        let opening = (nearest.0.saturating_sub(12)..nearest.0).rev().find(|at| comma(*at + 1))?;
        subjects.filter(|s| s.0 < opening).last()
    }

    /// What a relative pronoun stands for; any other token is itself.
    pub(crate) fn antecedent(self, id: TokenId) -> TokenId {
        let token = self.token(id);
        let relative = matches!(token.upos, Upos::Pron | Upos::Det)
            && (token.feature("PronType") == Some("Rel")
                || matches!(token.lemma.as_str(), "who" | "which" | "whom"));
        if !relative && token.lemma != "that" {
            return id;
        }
        for above in self.above(id).take(6) {
            match (self.token(above).rel, self.token(above).head) {
                (Rel::AclRelcl, Some(noun)) => return noun,
                (Rel::Acl, Some(noun)) if relative => return noun,
                (Rel::Root, _) => break,
                _ => {}
            }
        }
        id
    }

    /// The subject as the clause has it: own, shared with a conjunct, controlled or raised from the
    /// governing verb, or the noun that the clause modifies.
    pub(crate) fn grammatical_subject(self, verb: TokenId) -> Option<TokenId> {
        let mut at = verb;
        for _ in 0..CLIMB {
            if let Some(own) = self.own_subject(at) {
                return Some(own);
            }
            let token = self.token(at);
            let head = token.head?;
            match token.rel {
                // "… to discuss peace, the agency *said*": the speaker behind it discusses nothing.
                Rel::Advcl | Rel::Xcomp
                    if at.0 < head.0
                        && CLOSING_A_SENTENCE.contains(&self.lemma(head))
                        && !self.is_finite(at) =>
                {
                    return self.displaced_subject(at, head);
                }
                Rel::Conj if self.is_predicate(head) || self.is_predicate(at) => at = head,
                Rel::Xcomp => {
                    if let Some(controller) = self.controlling_object(head, at) {
                        return Some(self.antecedent(controller));
                    }
                    at = head;
                }
                Rel::Advcl | Rel::Ccomp | Rel::Parataxis if self.is_finite(at) && at.0 < head.0 => {
                    return self.displaced_subject(at, head);
                }
                Rel::Acl | Rel::Advcl if self.is_infinitive(at) && self.bidden(at).is_some() => {
                    return self.bidden(at).map(|who| self.antecedent(who));
                }
                // "…, as *ministers* meet today": the parser took the subject for a phrase.
                Rel::Advcl if self.is_finite(at) && self.subject_behind_as(head, at).is_some() => {
                    return self.subject_behind_as(head, at);
                }
                // "the partnership *announced* at the summit", hung on the verb by the parser.
                Rel::Advcl if self.noun_before_participle(at).is_some() => {
                    return self.noun_before_participle(at);
                }
                // "accused *Russia* of ordering a strike", "barred *him* from leaving"
                Rel::Advcl if self.is_deed_of_object(head, at) => {
                    return self.object(head).map(|object| self.antecedent(object));
                }
                // "emboldened *Pyongyang* to escalate", hung on the verb as its purpose.
                Rel::Advcl
                    if self.is_infinitive(at)
                        && INFLUENCE.contains(&self.lemma(head))
                        && self.controlling_object(head, at).is_some() =>
                {
                    return self.controlling_object(head, at).map(|who| self.antecedent(who));
                }
                Rel::Advcl | Rel::AdvclRelcl => at = head,
                Rel::Ccomp if !self.is_finite(at) => at = head,
                Rel::Ccomp | Rel::Parataxis if at.0 > head.0 => return self.led_astray(at, head),
                Rel::Acl if self.is_infinitive(at) => return self.agent_of_noun(head),
                // "its role in fighting terror"
                Rel::Acl if self.preposition_of_clause(at) => return self.agent_of_noun(head),
                Rel::Acl | Rel::AclRelcl | Rel::Amod => return Some(head),
                // "Sentenced": a participle under a noun that the parser called something else.
                _ if token.upos == Upos::Aux && self.is_verb(head) => at = head,
                _ => return None,
            }
        }
        None
    }

    /// The subject of a clause before its verb of saying, when the parser gave both subjects to that
    /// verb: "*Settlers* set fire to offices, residents said."
    fn displaced_subject(self, verb: TokenId, saying: TokenId) -> Option<TokenId> {
        let subjects: Vec<TokenId> = self
            .children(saying)
            .iter()
            .copied()
            .filter(|c| matches!(self.token(*c).rel, Rel::Nsubj | Rel::NsubjPass))
            .filter(|c| !DAYS_FOR_SUBJECTS.contains(&self.lemma(*c)))
            .collect();
        let before = subjects.iter().copied().rfind(|s| s.0 < verb.0)?;
        (subjects.len() > 1).then(|| self.antecedent(before))
    }

    /// The noun right before a bare past participle.
    fn noun_before_participle(self, verb: TokenId) -> Option<TokenId> {
        let noun = TokenId(verb.0.checked_sub(1)?);
        let bare = self.token(verb).xpos == "VBN"
            && !self
                .children(verb)
                .iter()
                .any(|c| matches!(self.token(*c).rel, Rel::Aux | Rel::AuxPass | Rel::Mark));
        (bare && self.token(noun).upos == Upos::Noun).then_some(noun)
    }

    /// "Said *generals and troops* sent to Russia might have moved": the parser took the participle
    /// for the verb, and left the verb without its subject.
    fn led_astray(self, verb: TokenId, saying: TokenId) -> Option<TokenId> {
        let marked =
            self.children(verb).iter().any(|c| matches!(self.token(*c).rel, Rel::Mark | Rel::Cc));
        if marked || !self.is_finite(verb) {
            return None;
        }
        self.children(saying)
            .iter()
            .copied()
            .filter(|c| c.0 > saying.0 && c.0 < verb.0 && self.token(*c).xpos == "VBN")
            .filter(|c| !self.is_finite(*c))
            .find_map(|c| self.own_subject(c))
    }

    /// The object that does what the infinitive under its verb says: "urged *Israel* to stop",
    /// "called on *Israel* to stop".
    fn controlling_object(self, verb: TokenId, infinitive: TokenId) -> Option<TokenId> {
        let lemma = self.lemma(verb);
        if SUBJECT_CONTROL.contains(&lemma) {
            return None;
        }
        let object = self
            .children(verb)
            .iter()
            .copied()
            .find(|c| matches!(self.token(*c).rel, Rel::Obj | Rel::Iobj) && c.0 < infinitive.0);
        if object.is_some() && !self.is_passive(verb) {
            return object;
        }
        if matches!(lemma, "call" | "appeal" | "plead" | "prevail" | "pressure") {
            return self.children(verb).iter().copied().find(|c| {
                self.token(*c).rel.is_oblique()
                    && c.0 < infinitive.0
                    && self
                        .preposition(*c)
                        .is_some_and(|p| matches!(p, "on" | "upon" | "for" | "to" | "with"))
            });
        }
        None
    }

    /// True for what the object of a verb of blame, praise or hindrance does or did.
    fn is_deed_of_object(self, verb: TokenId, deed: TokenId) -> bool {
        verb.0 < deed.0
            && OBJECT_CONTROL_OF_DEEDS.contains(&self.lemma(verb))
            && self.preposition_of_clause(deed)
            && self.children(deed).iter().any(|c| {
                matches!(self.token(*c).rel, Rel::Mark | Rel::Case)
                    && matches!(self.lemma(*c), "of" | "for" | "with" | "from")
            })
    }

    fn preposition_of_clause(self, verb: TokenId) -> bool {
        self.token(verb).xpos == "VBG"
            && self.children(verb).iter().any(|c| {
                c.0 < verb.0
                    && matches!(self.token(*c).rel, Rel::Mark | Rel::Case)
                    && self.token(*c).upos != Upos::Punct
            })
    }

    pub(crate) fn is_infinitive(self, verb: TokenId) -> bool {
        self.children(verb)
            .iter()
            .any(|c| c.0 < verb.0 && self.token(*c).rel == Rel::Mark && self.lemma(*c) == "to")
    }

    /// True when the verb carries tense itself or through an auxiliary.
    pub(crate) fn is_finite(self, verb: TokenId) -> bool {
        matches!(self.token(verb).xpos, "VBD" | "VBZ" | "VBP" | "MD")
            || self.children(verb).iter().any(|c| {
                matches!(self.token(*c).rel, Rel::Aux | Rel::AuxPass | Rel::Cop)
                    && matches!(self.token(*c).xpos, "VBD" | "VBZ" | "VBP" | "MD")
            })
    }

    /// The last phrase with "as", "after", "before", "while" or "until" between a verb and the finite
    /// clause under it.
    fn subject_behind_as(self, verb: TokenId, clause: TokenId) -> Option<TokenId> {
        self.children(verb).iter().copied().rfind(|c| {
            verb.0 < c.0
                && c.0 < clause.0
                && self.token(*c).rel.is_oblique()
                && self.token(*c).upos.is_nominal()
                && self
                    .preposition(*c)
                    .is_some_and(|p| matches!(p, "as" | "after" | "before" | "while" | "until"))
        })
    }

    /// Who is to act in "support for *the U.S.* to arm rebels": the phrase with "for" under a noun,
    /// right before the infinitive.
    fn bidden(self, infinitive: TokenId) -> Option<TokenId> {
        let to = self.children(infinitive).iter().copied().find(|c| {
            c.0 < infinitive.0 && self.token(*c).rel == Rel::Mark && self.lemma(*c) == "to"
        })?;
        let before = TokenId(to.0.checked_sub(1)?);
        std::iter::once(before).chain(self.above(before).take(3)).find(|t| {
            t.0 < to.0
                && self.token(*t).rel == Rel::Nmod
                && self.token(*t).upos.is_nominal()
                && self.preposition(*t) == Some("for")
        })
    }

    /// Who acts in "its readiness to impose sanctions": the noun's possessor, or the subject of
    /// the verb that the noun is the object of.
    fn agent_of_noun(self, noun: TokenId) -> Option<TokenId> {
        if let Some(possessor) = self.syntax.child(noun, Rel::NmodPoss) {
            return Some(possessor);
        }
        let token = self.token(noun);
        let head = token.head?;
        match token.rel {
            Rel::Obj | Rel::Obl | Rel::Xcomp if self.is_predicate(head) => {
                self.grammatical_subject_once(head)
            }
            Rel::Nmod => self.syntax.child(head, Rel::NmodPoss),
            _ if self.has(noun, Rel::Cop) => self.own_subject(noun),
            _ => None,
        }
    }

    /// As [`Self::grammatical_subject`], without a second walk through a noun.
    fn grammatical_subject_once(self, verb: TokenId) -> Option<TokenId> {
        let mut at = verb;
        for _ in 0..CLIMB {
            if let Some(own) = self.own_subject(at) {
                return Some(own);
            }
            let token = self.token(at);
            let head = token.head?;
            match token.rel {
                Rel::Conj | Rel::Xcomp | Rel::Advcl => at = head,
                Rel::Acl if !self.is_infinitive(at) => return Some(head),
                Rel::AclRelcl => return Some(head),
                _ => return None,
            }
        }
        None
    }

    /// The subject of the active verb: the by-phrase of a passive.
    pub(crate) fn subject(self, verb: TokenId) -> Option<TokenId> {
        if self.is_passive(verb) {
            return self.agent(verb);
        }
        self.grammatical_subject(verb).filter(|s| *s != verb)
    }

    /// The by-phrase of a passive verb; a shared one stands at the last conjunct.
    pub(crate) fn agent(self, verb: TokenId) -> Option<TokenId> {
        let by = |v: TokenId| {
            self.children(v).iter().copied().find(|c| {
                let token = self.token(*c);
                (token.rel == Rel::OblAgent
                    || (token.rel == Rel::Obl && self.preposition(*c) == Some("by")))
                    && token.upos.is_nominal()
            })
        };
        by(verb).or_else(|| {
            self.syntax
                .children_by(verb, Rel::Conj)
                .filter(|c| self.is_verb(*c) && self.is_passive(*c))
                .find_map(by)
        })
    }

    /// The object of the active verb: the subject of a passive, the antecedent of an object
    /// relative clause.
    pub(crate) fn object(self, verb: TokenId) -> Option<TokenId> {
        if self.is_passive(verb) {
            return self.grammatical_subject(verb).filter(|s| *s != verb);
        }
        if let Some(object) = self.syntax.child(verb, Rel::Obj) {
            return Some(self.antecedent(object));
        }
        // "Arrested more than 100 Palestinians": the parser takes "than" for a preposition.
        let counted = self.children(verb).iter().copied().find(|c| {
            self.token(*c).rel.is_oblique()
                && self.preposition(*c) == Some("than")
                && self.has(*c, Rel::Nummod)
        });
        if counted.is_some() {
            return counted;
        }
        let token = self.token(verb);
        if token.rel == Rel::AclRelcl && self.own_subject(verb).is_some() {
            return token.head.filter(|noun| Some(*noun) != self.own_subject(verb));
        }
        // "condemned and rejected the plan": the object stands at the last conjunct.
        self.syntax
            .children_by(verb, Rel::Conj)
            .filter(|c| self.is_verb(*c) && c.0 - verb.0 <= 3)
            .find_map(|c| self.syntax.child(c, Rel::Obj))
    }

    /// The preposition of a phrase, by lemma: the first of several words ("due to" is `due`).
    pub(crate) fn preposition(self, phrase: TokenId) -> Option<&'a str> {
        self.children(phrase)
            .iter()
            .find(|c| self.token(**c).rel == Rel::Case && self.lemma(**c) != "'s" && c.0 < phrase.0)
            .map(|c| self.lemma(*c))
    }

    /// The phrases with this preposition that hang on `site`, in text order.
    pub(crate) fn phrases_with<'p>(
        self,
        site: TokenId,
        preposition: &'p str,
    ) -> impl Iterator<Item = TokenId> + use<'a, 'p> {
        self.children(site).iter().copied().filter(move |c| {
            let rel = self.token(*c).rel;
            (rel.is_oblique()
                || matches!(
                    rel,
                    Rel::Nmod | Rel::NmodDesc | Rel::Dep | Rel::Advcl | Rel::Acl | Rel::Xcomp
                ))
                && self.children(*c).iter().any(|k| {
                    matches!(self.token(*k).rel, Rel::Case | Rel::Mark)
                        && k.0 < c.0
                        && self.lemma(*k) == preposition
                })
        })
    }

    /// The filler and everything coordinated with it, in text order.
    pub(crate) fn conjuncts(self, filler: TokenId) -> Vec<TokenId> {
        let mut found = vec![filler];
        let mut at = 0;
        while at < found.len() && found.len() < 32 {
            // A conjunct may hang on the last word of a name.
            let names = self
                .children(found[at])
                .iter()
                .copied()
                .filter(|c| matches!(self.token(*c).rel, Rel::Flat | Rel::Appos));
            let sites: Vec<TokenId> = std::iter::once(found[at]).chain(names).collect();
            for child in sites.into_iter().flat_map(|s| self.syntax.children_by(s, Rel::Conj)) {
                let upos = self.token(child).upos;
                if upos.is_nominal() || matches!(upos, Upos::Adj | Upos::Num | Upos::X) {
                    found.push(child);
                }
            }
            at += 1;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The tokens below `id` nearest first, at most `limit` of them, without the conjuncts of `id`
    /// itself; clauses are entered when `clauses` says so.
    pub(crate) fn below(self, id: TokenId, clauses: bool, limit: usize) -> Vec<TokenId> {
        let mut found = vec![id];
        let mut at = 0;
        while at < found.len() && found.len() < limit {
            let first = at == 0;
            for child in self.children(found[at]) {
                let rel = self.token(*child).rel;
                if (first && rel == Rel::Conj) || (!clauses && is_clausal(rel)) {
                    continue;
                }
                found.push(*child);
            }
            at += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_article::{SentenceId, Span};
    use chancery_syntax::Sentence;

    /// A tree from lines of `form lemma UPOS XPOS head rel`; heads count from 1.
    fn tree(lines: &str) -> (Syntax, Vec<String>) {
        let mut tokens = Vec::new();
        let mut forms = Vec::new();
        let mut at = 0;
        let mut root = TokenId(0);
        for (i, line) in lines.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
            let f: Vec<&str> = line.split_whitespace().collect();
            let len = f[0].len() as u32;
            let head: u32 = f[4].parse().unwrap();
            if head == 0 {
                root = TokenId::from(i);
            }
            tokens.push(Token {
                span: Span::new(at, at + len),
                lemma: f[1].into(),
                upos: Upos::from_name(f[2]).unwrap(),
                xpos: ["VBD", "VBN", "VBG", "VB", "VBZ", "VBP", "MD", "NN", "TO", "IN", "WP"]
                    .into_iter()
                    .find(|x| *x == f[3])
                    .unwrap_or("_"),
                feats: "_".into(),
                head: head.checked_sub(1).map(TokenId),
                rel: Rel::from_name(f[5]).unwrap(),
                sentence: SentenceId(0),
            });
            forms.push(f[0].to_owned());
            at += len + 1;
        }
        let sentence = Sentence {
            span: Span::new(0, at - 1),
            first: TokenId(0),
            end: TokenId::from(tokens.len()),
            root,
            opens_paragraph: true,
        };
        (Syntax::new(vec![sentence], tokens, Vec::new(), Vec::new()), forms)
    }

    /// Subject and object of the active verb `verb`, as words.
    fn roles(lines: &str, verb: &str) -> (String, String) {
        let (syntax, forms) = tree(lines);
        let tree = Tree { syntax: &syntax };
        let at = TokenId::from(forms.iter().position(|f| f == verb).unwrap());
        let word = |t: Option<TokenId>| t.map_or_else(String::new, |t| forms[t.index()].clone());
        (word(tree.subject(at)), word(tree.object(at)))
    }

    fn pair(subject: &str, object: &str) -> (String, String) {
        (subject.to_owned(), object.to_owned())
    }

    #[test]
    fn passive_with_a_by_phrase() {
        let lines = "Bridge bridge NOUN NN 3 nsubj:pass
            was be AUX VBD 3 aux:pass
            shelled shell VERB VBN 0 root
            by by ADP IN 5 case
            troops troop NOUN NN 3 obl";
        assert_eq!(roles(lines, "shelled"), pair("troops", "Bridge"));
    }

    #[test]
    fn an_object_controls_the_infinitive_of_urge_and_a_subject_that_of_promise() {
        let urged = "Egypt Egypt PROPN _ 2 nsubj
            urged urge VERB VBD 0 root
            Israel Israel PROPN _ 2 obj
            to to PART TO 5 mark
            stop stop VERB VB 2 xcomp";
        assert_eq!(roles(urged, "stop"), pair("Israel", ""));
        let promised = urged.replace("urged urge", "promised promise");
        assert_eq!(roles(&promised, "stop"), pair("Egypt", ""));
    }

    #[test]
    fn raising_passes_the_subject_down() {
        let lines = "sides side NOUN NN 3 nsubj
            are be AUX VBP 3 cop
            likely likely ADJ _ 0 root
            to to PART TO 5 mark
            discuss discuss VERB VB 3 xcomp
            ties tie NOUN NN 5 obj";
        assert_eq!(roles(lines, "discuss"), pair("sides", "ties"));
    }

    #[test]
    fn relative_clauses_speak_of_their_antecedent() {
        let lines = "Iran Iran PROPN _ 5 nsubj
            which which PRON WP 3 nsubj
            armed arm VERB VBD 1 acl:relcl
            rebels rebel NOUN NN 3 obj
            protested protest VERB VBD 0 root";
        assert_eq!(roles(lines, "armed"), pair("Iran", "rebels"));
        let gap = "rebels rebel NOUN NN 4 nsubj
            Iran Iran PROPN _ 3 nsubj
            armed arm VERB VBD 1 acl:relcl
            fled flee VERB VBD 0 root";
        assert_eq!(roles(gap, "armed"), pair("Iran", "rebels"));
    }

    #[test]
    fn a_participle_behind_its_noun_is_passive_even_when_tagged_as_a_past_tense() {
        let lines = "troops troop NOUN NN 5 nsubj
            sent send VERB VBD 1 acl
            to to ADP IN 4 case
            Russia Russia PROPN _ 2 obl
            moved move VERB VBD 0 root";
        assert_eq!(roles(lines, "sent"), pair("", "troops"));
    }

    #[test]
    fn an_infinitive_under_a_noun_belongs_to_the_nouns_possessor() {
        let lines = "EU EU PROPN _ 2 nsubj
            declared declare VERB VBD 0 root
            its its PRON _ 4 nmod:poss
            readiness readiness NOUN NN 2 obj
            to to PART TO 6 mark
            impose impose VERB VB 4 acl
            sanctions sanction NOUN NN 6 obj";
        assert_eq!(roles(lines, "impose"), pair("its", "sanctions"));
    }

    #[test]
    fn conjuncts_share_subject_and_object() {
        let lines = "Oslo Oslo PROPN _ 2 nsubj
            condemned condemn VERB VBD 0 root
            and and CCONJ _ 4 cc
            rejected reject VERB VBD 2 conj
            plan plan NOUN NN 4 obj";
        assert_eq!(roles(lines, "condemned"), pair("Oslo", "plan"));
        assert_eq!(roles(lines, "rejected"), pair("Oslo", "plan"));
    }

    #[test]
    fn the_nearest_of_two_subjects_counts() {
        let lines = "developments development NOUN NN 4 nsubj:pass
            sides side NOUN NN 4 nsubj:pass
            are be AUX VBP 4 aux:pass
            expected expect VERB VBN 0 root
            to to PART TO 6 mark
            discuss discuss VERB VB 4 xcomp";
        assert_eq!(roles(lines, "discuss"), pair("sides", ""));
    }

    #[test]
    fn a_cycle_free_but_endless_chain_ends() {
        let mut lines = String::from("a a VERB VBD 0 root\n");
        for i in 1..500 {
            lines.push_str(&format!("v v VERB VBG {i} advcl\n"));
        }
        let (syntax, _) = tree(&lines);
        assert_eq!(Tree { syntax: &syntax }.subject(TokenId(499)), None);
    }
}
