//! From a frame's slots to the tokens that fill them.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Upos};
use chancery_world::words::CARRIERS;

use super::Desk;
use crate::predicates::{Candidate, Slot};
use crate::tree::is_clausal;

impl Desk<'_> {
    /// The fillers of one slot, best first. Coordination is not yet spelled out.
    pub(super) fn fillers(&self, candidate: &Candidate, slot: &Slot) -> Vec<TokenId> {
        match slot {
            Slot::Subject => self.subject_fillers(candidate),
            Slot::Object => self.object_fillers(candidate),
            Slot::IndirectObject => self.indirect_fillers(candidate),
            Slot::Preposition(preposition) => self.prepositional_fillers(candidate, preposition),
            Slot::Possessor => self.possessor_fillers(candidate),
            Slot::ObjectPossessor => self.object_possessor_fillers(candidate),
            Slot::ComplementSubject => self.complement_fillers(candidate),
            Slot::Inside => self.inside_fillers(candidate),
            Slot::Source => self
                .claim_at(candidate.head)
                .and_then(|claim| self.claims[claim.index()].actor)
                .map(|actor| self.mentions.actor(actor).head)
                .into_iter()
                .collect(),
        }
    }

    fn is_nominal_event(&self, head: TokenId) -> bool {
        let token = self.tree.token(head);
        matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron)
    }

    fn subject_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found = Vec::new();
        if let Some(support) = candidate.support.filter(|s| *s != candidate.head)
            && tree.is_verb(support)
        {
            found.extend(tree.subject(support).filter(|s| *s != candidate.head));
        }
        if !self.is_nominal_event(candidate.head) || tree.is_predicate(candidate.head) {
            // "is committed to": an adjective has the subject of its copula, whatever its form.
            found.extend(match candidate.is_adjective() {
                true => tree.grammatical_subject(candidate.head),
                false => tree.subject(candidate.head),
            });
            // Of several subjects the parser's nearest may be an aside: the others come after it.
            if !tree.is_passive(candidate.head) {
                let mut others: Vec<TokenId> =
                    tree.syntax.children_by(candidate.head, Rel::Nsubj).collect();
                others.reverse();
                found.extend(others.into_iter().map(|t| tree.antecedent(t)));
            }
        }
        // "*Japan*'s recall drew a protest", "*Israel*'s attack killed 12": who did the act that is
        // the subject.
        let acts: Vec<TokenId> =
            found.iter().copied().filter(|f| self.candidate_at[f.index()]).collect();
        for act in acts {
            found.extend(self.possessors(act));
            found.extend(tree.phrases_with(act, "by"));
        }
        if self.is_nominal_event(candidate.head) {
            found.extend(tree.phrases_with(candidate.head, "by"));
            for carrier in self.carriers(candidate.head) {
                found.extend(tree.agent(carrier));
            }
        }
        found
    }

    /// The participles behind an event noun that carry it.
    pub(super) fn carriers(&self, noun: TokenId) -> Vec<TokenId> {
        if !self.is_nominal_event(noun) {
            return Vec::new();
        }
        let tree = self.tree;
        tree.children(noun)
            .iter()
            .copied()
            .filter(|c| {
                matches!(tree.token(*c).rel, Rel::Acl | Rel::AclRelcl)
                    && c.0 > noun.0
                    && CARRIERS.contains(&tree.lemma(*c))
            })
            .collect()
    }

    fn object_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        if self.is_nominal_event(candidate.head) {
            let mut found: Vec<TokenId> = tree.phrases_with(candidate.head, "of").collect();
            found.extend(tree.syntax.children_by(candidate.head, Rel::Compound));
            return found;
        }
        let mut found: Vec<TokenId> = tree.object(candidate.head).into_iter().collect();
        // "Prevented the demonstration staged by students": who did what the verb is done to.
        if found.iter().any(|o| self.candidate_at[o.index()]) {
            found.extend(self.object_possessor_fillers(candidate));
        }
        found
    }

    fn indirect_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found: Vec<TokenId> = tree.syntax.children_by(candidate.head, Rel::Iobj).collect();
        if let Some(support) = candidate.support {
            found.extend(tree.syntax.children_by(support, Rel::Iobj));
        }
        if found.is_empty() {
            found = self.prepositional_fillers(candidate, "to");
        }
        found
    }

    /// The nodes on which the phrases of an event may hang, nearest first: its head, what carries
    /// it, its object and its participle.
    pub(super) fn sites(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut sites = vec![candidate.head];
        sites.extend(candidate.support);
        sites.extend(self.carriers(candidate.head));
        if self.is_nominal_event(candidate.head) {
            if let Some(governor) = tree.token(candidate.head).head {
                let rel = tree.token(candidate.head).rel;
                if matches!(rel, Rel::Obj | Rel::Nsubj | Rel::NsubjPass)
                    && tree.is_verb(governor)
                    && CARRIERS.contains(&tree.lemma(governor))
                {
                    sites.push(governor);
                }
            }
        } else {
            if !tree.is_passive(candidate.head) {
                sites.extend(tree.syntax.child(candidate.head, Rel::Obj));
            }
            sites.extend(
                tree.syntax.children_by(candidate.head, Rel::Xcomp).filter(|x| !tree.is_verb(*x)),
            );
        }
        let mut seen = Vec::with_capacity(sites.len());
        sites.retain(|s| {
            let new = !seen.contains(s);
            seen.push(*s);
            new
        });
        sites
    }

    fn prepositional_fillers(&self, candidate: &Candidate, preposition: &str) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found = Vec::new();
        let sites = self.sites(candidate);
        for site in &sites {
            found.extend(tree.phrases_with(*site, preposition));
        }
        // The parser hangs a phrase on the noun before it: "held talks in Seoul with Borrell".
        // "Of", "in" and "from" belong to that noun more often than not.
        let loose = matches!(preposition, "with" | "between" | "against" | "to" | "into" | "on");
        for site in sites.iter().filter(|_| loose) {
            for phrase in tree.children(*site) {
                let rel = tree.token(*phrase).rel;
                if (rel.is_oblique()
                    || matches!(rel, Rel::Nmod | Rel::Obj | Rel::NmodTmod | Rel::NmodUnmarked))
                    && phrase.0 > site.0
                {
                    found
                        .extend(tree.phrases_with(*phrase, preposition).filter(|p| p.0 > phrase.0));
                }
            }
        }
        found.extend(self.phrase_behind(candidate, preposition));
        if super::parties::is_verbal(candidate.kind) && matches!(preposition, "to" | "with" | "in")
        {
            found.retain(|f| !self.is_audience(*f));
        }
        // A clause behind the preposition ("accused Iran of arming rebels") is no participant.
        found.retain(|f| tree.token(*f).upos.is_nominal() || self.actor_at(*f).is_some());
        dedup(found)
    }

    /// The actor right behind the preposition, wherever the parser hung it: "sent arms *to Pakistan*
    /// last year" as a year of Pakistan.
    fn phrase_behind(&self, candidate: &Candidate, preposition: &str) -> Option<TokenId> {
        let tree = self.tree;
        let end = tree.syntax.sentence(tree.token(candidate.head).sentence).end;
        let first = candidate.support.map_or(candidate.head.0, |s| s.0.max(candidate.head.0));
        for at in first + 1..end.0.min(first + 14) {
            let id = TokenId(at);
            let token = tree.token(id);
            let clause = token.upos == Upos::Verb && tree.is_finite(id)
                || matches!(token.upos, Upos::Sconj)
                || matches!(token.lemma.as_str(), ";" | ":" | "who" | "which");
            if clause {
                return None;
            }
            if token.upos == Upos::Adp && token.lemma == preposition && at + 1 < end.0 {
                let next = self.starting[at as usize + 1];
                if let Some(mention) = next.filter(|m| self.is_resolved(*m)) {
                    return Some(self.mentions.actor(mention).head);
                }
            }
        }
        None
    }

    fn possessor_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        if self.is_nominal_event(candidate.head) {
            return self.possessors(candidate.head);
        }
        match self.tree.object(candidate.head) {
            Some(object) => self.possessors(object),
            None => Vec::new(),
        }
    }

    /// Who stands before a noun as its possessor or origin: "*Seoul*'s decision", "the *Russian*
    /// attack", "*South Korea*-*EU* summit".
    pub(super) fn possessors(&self, noun: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found: Vec<TokenId> = tree.syntax.children_by(noun, Rel::NmodPoss).collect();
        let own = self.actor_at(noun);
        let first = tree.syntax.sentence(tree.token(noun).sentence).first;
        let mut at = noun.0;
        let mut origins = Vec::new();
        while at > first.0 && noun.0 - at < 12 {
            at -= 1;
            let id = TokenId(at);
            let token = tree.token(id);
            let inside = matches!(
                token.upos,
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Sym | Upos::Num | Upos::X
            ) || (token.upos == Upos::Punct
                && matches!(token.lemma.as_str(), "-" | "–" | "/" | "—"))
                || (token.upos == Upos::Verb && matches!(token.xpos, "VBN" | "VBG"))
                || (token.upos == Upos::Cconj && !origins.is_empty());
            if !inside {
                break;
            }
            if let Some(mention) = self.headed(id)
                && Some(mention) != own
                && self.is_resolved(mention)
            {
                origins.push(id);
            }
        }
        origins.reverse();
        found.extend(origins);
        dedup(found)
    }

    fn object_possessor_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut objects: Vec<TokenId> = Vec::new();
        if self.is_nominal_event(candidate.head) {
            for preposition in ["of", "for", "over", "at", "against", "to", "on", "about"] {
                objects.extend(tree.phrases_with(candidate.head, preposition));
            }
        } else {
            objects.extend(tree.object(candidate.head));
        }
        let mut found = Vec::new();
        for object in objects.into_iter().flat_map(|o| tree.conjuncts(o)) {
            found.extend(self.possessors(object));
            found.extend(tree.phrases_with(object, "by"));
            found.extend(tree.phrases_with(object, "of"));
            found.extend(tree.phrases_with(object, "from"));
            for carrier in self.carriers(object) {
                found.extend(tree.agent(carrier));
            }
        }
        found.retain(|f| self.actor_at(*f).is_some());
        dedup(found)
    }

    /// The clauses that the event takes: "demanded *that Israel stop*", "demand *for Israel to
    /// stop*".
    pub(super) fn complements(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found = Vec::new();
        // "Reiterated its demand that Israel ease": the clause hangs on the object.
        let object = tree.syntax.child(candidate.head, Rel::Obj);
        for site in [Some(candidate.head), candidate.support, object].into_iter().flatten() {
            found.extend(tree.children(site).iter().copied().filter(|c| {
                *c != candidate.head
                    && c.0 > site.0
                    && match tree.token(*c).rel {
                        Rel::Ccomp | Rel::Xcomp | Rel::Acl | Rel::Parataxis => true,
                        Rel::Advcl => Some(site) != object,
                        Rel::AclRelcl => tree.syntax.child(*c, Rel::Mark).is_some(),
                        _ => false,
                    }
            }));
        }
        dedup(found)
    }

    fn complement_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found = Vec::new();
        if !self.is_nominal_event(candidate.head) {
            // The object of the verb that also governs an infinitive does what it says.
            let governs = tree
                .children(candidate.head)
                .iter()
                .any(|c| matches!(tree.token(*c).rel, Rel::Xcomp | Rel::Ccomp | Rel::Advcl));
            if governs {
                found.extend(tree.object(candidate.head));
            }
            for preposition in ["on", "upon", "for", "to"] {
                if governs {
                    found.extend(
                        tree.phrases_with(candidate.head, preposition)
                            .filter(|p| !tree.is_verb(*p)),
                    );
                }
            }
        }
        let own = tree.subject(candidate.support.unwrap_or(candidate.head));
        for clause in self.complements(candidate) {
            if let Some(subject) = tree.grammatical_subject(clause)
                && Some(subject) != own
                && subject != candidate.head
            {
                found.push(subject);
            }
            let object = tree.object(clause).filter(|o| {
                self.actor_at(*o).is_some_and(|m| self.mentions.actor(m).country.is_some())
            });
            found.extend(object);
        }
        found.retain(|f| tree.token(*f).upos == Upos::Propn || self.actor_at(*f).is_some());
        dedup(found)
    }

    fn inside_fillers(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut roots = Vec::new();
        if self.is_nominal_event(candidate.head) {
            roots.extend(tree.children(candidate.head).iter().copied().filter(|c| {
                let rel = tree.token(*c).rel;
                c.0 > candidate.head.0 && (rel == Rel::Nmod || is_clausal(rel))
            }));
        } else {
            roots.extend(tree.object(candidate.head));
            roots.extend(
                tree.children(candidate.head)
                    .iter()
                    .copied()
                    .filter(|c| tree.token(*c).rel.is_oblique() && c.0 > candidate.head.0),
            );
        }
        roots.extend(self.complements(candidate));
        let mut found = Vec::new();
        for root in roots {
            // A relative clause tells of its noun, not of the act: "defended the story, which alleged …".
            let told_of = |token: TokenId| {
                let chain = std::iter::once(token).chain(tree.above(token));
                chain.take_while(|t| *t != root).any(|t| tree.token(t).rel == Rel::AclRelcl)
            };
            for token in tree.below(root, true, 48).into_iter().filter(|t| !told_of(*t)) {
                if let Some(mention) = self.headed(token)
                    && self.is_resolved(mention)
                    && self.time_at[token.index()].is_none()
                {
                    found.push(token);
                }
            }
        }
        dedup(found)
    }
}

fn dedup(mut tokens: Vec<TokenId>) -> Vec<TokenId> {
    let mut seen = Vec::with_capacity(tokens.len());
    tokens.retain(|t| {
        let new = !seen.contains(t);
        seen.push(*t);
        new
    });
    tokens
}
