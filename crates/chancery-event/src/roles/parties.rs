//! From the token that fills a slot to the participants it names.

use chancery_article::{ActorMentionId, Span, TokenId};
use chancery_mention::{ActorForm, ActorKind};
use chancery_syntax::{Rel, Upos};
use chancery_world::words::{ABSTRACT, AUDIENCE, PERSONAL};
use chancery_world::{Country, EventType};

use super::Desk;
use crate::Participant;
use crate::predicates::{Candidate, Slot};
use crate::tree::is_clausal;

/// How well a participant must be known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Known {
    /// An actor mention, or belonging to one.
    Registered,
    /// Or a proper noun.
    Named,
    /// Or any noun of people or things.
    Bare,
}

/// Which part a participant plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Actor,
    Recipient,
}

/// The participants of one part, and the slot that they came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    pub(super) parties: Vec<Participant>,
    pub(super) slot: Option<Slot>,
}

/// True for acts that are done with words: what they are done to is somebody, never a thing.
pub(super) fn is_verbal(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Agree
            | EventType::Consult
            | EventType::Support
            | EventType::Concede
            | EventType::Cooperate
            | EventType::Request
            | EventType::Accuse
            | EventType::Reject
            | EventType::Threaten
            | EventType::Protest
    )
}

impl Desk<'_> {
    /// Tries the slots in order: the first that names an actor wins, then the first that names
    /// anything that can act or be acted on. Nobody in `taken` is named twice.
    pub(super) fn cast(
        &self,
        candidate: &Candidate,
        slots: &[Slot],
        part: Part,
        taken: &[Participant],
    ) -> Cast {
        for bare in [false, true] {
            for slot in slots {
                // Whoever stands in the act's own clause by a name is meant, known or not.
                let known = match slot {
                    _ if bare => Known::Bare,
                    Slot::Subject
                    | Slot::Object
                    | Slot::IndirectObject
                    | Slot::ComplementSubject => Known::Named,
                    _ => Known::Registered,
                };
                let mut fillers = self.fillers(candidate, slot);
                if *slot == Slot::Subject && fillers.len() > 1 {
                    // Of two subjects, the one we can put on the map.
                    let located = |t: &TokenId| {
                        !self
                            .parties(*t, part, candidate.kind, known)
                            .iter()
                            .any(|p| !self.countries(p).is_empty())
                    };
                    fillers.sort_by_key(located);
                }
                for filler in fillers {
                    let mut parties = self.parties(filler, part, candidate.kind, known);
                    parties.retain(|p| !taken.iter().any(|t| self.is_same(t, p)));
                    // An actor deep inside the object or its clause is a guess: never the actor's own
                    // state, though its people may be ("his commitment to the Zambian people").
                    if matches!(slot, Slot::Inside | Slot::ComplementSubject) {
                        parties.retain(|p| {
                            !taken.iter().any(|t| self.shares_country(t, p)) || self.is_people(p)
                        });
                    }
                    // "South Korea-EU summit": both stand before the noun, neither as a conjunct.
                    if *slot == Slot::Possessor && candidate.frame.reciprocal {
                        for other in self.fillers(candidate, slot) {
                            for party in
                                self.parties(other, part, candidate.kind, Known::Registered)
                            {
                                if !parties.iter().chain(taken).any(|p| self.is_same(p, &party)) {
                                    parties.push(party);
                                }
                            }
                        }
                    }
                    if !parties.is_empty() {
                        return Cast { parties, slot: Some(*slot) };
                    }
                }
            }
        }
        Cast::default()
    }

    /// The participants that a filler and its conjuncts name.
    pub(super) fn parties(
        &self,
        filler: TokenId,
        part: Part,
        kind: EventType,
        known: Known,
    ) -> Vec<Participant> {
        let mut found: Vec<Participant> = Vec::new();
        let mut heads = self.tree.conjuncts(filler);
        heads.extend(self.beside(filler));
        for head in heads {
            // A bare conjunct of somebody known is somebody too ("Hezbollah and its patrons").
            let lenient =
                if !found.is_empty() && part == Part::Actor { Known::Bare } else { known };
            let Some(party) = self.party(head, part, kind, lenient) else { continue };
            for party in std::iter::once(party).chain(self.fellows(head)) {
                let known = |p: &Participant| {
                    (p.actor.is_some() && p.actor == party.actor) || p.span.contains(party.span)
                };
                if !found.iter().any(known) {
                    found.push(party);
                }
            }
        }
        found
    }

    /// A conjunct that the parser hung elsewhere: the next actor mention right behind "and" or a comma
    /// ("Muammar Gaddafi and *Bulgarian President Todor Zhivkov*"), as long as it has no part of its
    /// own in another clause.
    fn beside(&self, filler: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let mut found = Vec::new();
        let Some(mut mention) = self.actor_at(filler) else { return found };
        let end = tree.syntax.sentence(tree.token(filler).sentence).end;
        while found.len() < 8 {
            let mut at = self.mentions.actor(mention).tokens.end;
            let mut joined = false;
            while at < end.0 && matches!(tree.lemma(TokenId(at)), "and" | "&") {
                joined = true;
                at += 1;
            }
            if !joined || at >= end.0 {
                break;
            }
            let Some(next) = self.starting[at as usize] else { break };
            let head = self.mentions.actor(next).head;
            let part = tree.token(head).rel;
            if part.is_subject() || part.is_oblique() || matches!(part, Rel::Obj | Rel::Root) {
                break;
            }
            found.push(head);
            mention = next;
        }
        found
    }

    /// "Diplomats of South Korea *and the European Union*": people of two sides stand for both.
    fn fellows(&self, head: TokenId) -> Vec<Participant> {
        let tree = self.tree;
        if !matches!(tree.token(head).xpos, "NNS" | "NNPS") {
            return Vec::new();
        }
        tree.children(head)
            .iter()
            .filter(|c| {
                matches!(tree.token(**c).rel, Rel::Nmod | Rel::Amod | Rel::Compound | Rel::NmodPoss)
                    && tree.preposition(**c).is_none_or(|p| matches!(p, "of" | "from"))
            })
            .flat_map(|c| tree.conjuncts(*c).into_iter().skip(1))
            .filter_map(|c| Some((self.headed(c).filter(|m| self.is_resolved(*m))?, c)))
            .map(|(mention, c)| self.through(mention, c))
            .collect()
    }

    fn party(
        &self,
        head: TokenId,
        part: Part,
        kind: EventType,
        known: Known,
    ) -> Option<Participant> {
        if self.time_at[head.index()].is_some() {
            return None;
        }
        if let Some(mention) = self.actor_at(head) {
            return Some(self.through(mention, head));
        }
        let place = self.place_at[head.index()];
        if place.is_some() && part == Part::Recipient {
            return Some(Participant { span: self.noun_phrase(head), head, actor: None, place });
        }
        if self.candidate_at[head.index()] {
            return None;
        }
        if let Some(nested) = self.nested_actor(head) {
            let through = self.through(nested, self.mentions.actor(nested).head);
            // "condemned *Iran*'s programme", but "*Israeli jets* struck *Danish Web sites*".
            return Some(if is_verbal(kind) && part == Part::Recipient {
                through
            } else {
                Participant { span: self.noun_phrase(head), head, ..through }
            });
        }
        if part == Part::Recipient
            && !is_verbal(kind)
            && let Some(place) = self.nested_place(head)
        {
            let span = self.noun_phrase(head);
            return Some(Participant { span, head, actor: None, place: Some(place) });
        }
        let named = known >= Known::Named && self.tree.token(head).upos == Upos::Propn;
        ((named || known == Known::Bare) && self.may_take_part(head, part, kind))
            .then(|| Participant { span: self.noun_phrase(head), head, actor: None, place })
    }

    /// The participant that an actor mention names. Where the mention does not say who it is but an
    /// apposition does, the apposition speaks.
    pub(super) fn through(&self, mention: ActorMentionId, head: TokenId) -> Participant {
        let mut id = mention;
        if !self.is_resolved(mention) {
            let apposed = self
                .tree
                .syntax
                .children_by(head, Rel::Appos)
                .filter_map(|a| self.headed(a))
                .find(|m| self.is_resolved(*m));
            id = apposed.unwrap_or(mention);
        }
        let found = self.mentions.actor(id);
        Participant { span: found.span, head: found.head, actor: Some(id), place: None }
    }

    /// The actor that a noun phrase of no known actor belongs to: "*Israeli* jets", "the offices of
    /// *Palestinian administrators*", "a report by *Amnesty*".
    fn nested_actor(&self, head: TokenId) -> Option<ActorMentionId> {
        let tree = self.tree;
        let mut best: Option<(u32, ActorMentionId)> = None;
        let found = tree.below(head, false, 24);
        for token in found.into_iter().skip(1) {
            let Some(mention) = self.headed(token).filter(|m| self.is_resolved(*m)) else {
                continue;
            };
            // Which way leads from the noun to the actor?
            let mut cost = 0;
            let mut at = token;
            while at != head {
                cost += match tree.token(at).rel {
                    Rel::NmodPoss | Rel::Amod | Rel::Compound | Rel::Flat => 1,
                    Rel::Nmod => match tree.preposition(at) {
                        Some("of") => 1,
                        Some("from" | "by" | "in") => 2,
                        Some("for" | "at") => 3,
                        _ => 100,
                    },
                    Rel::Det | Rel::Nummod | Rel::Appos => 2,
                    _ => 100,
                };
                let Some(next) = tree.token(at).head else { break };
                at = next;
            }
            if cost < 100 && best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, mention));
            }
        }
        best.map(|(_, mention)| mention)
    }

    /// The place that a thing stands in: "targets *in Jericho*", "a hospital *in Gaza*".
    fn nested_place(&self, head: TokenId) -> Option<chancery_article::PlaceMentionId> {
        let tree = self.tree;
        tree.children(head)
            .iter()
            .filter(|c| match tree.token(**c).rel {
                Rel::Nmod => matches!(tree.preposition(**c), Some("in" | "of" | "near" | "at")),
                Rel::Compound | Rel::NmodPoss => true,
                _ => false,
            })
            .find_map(|c| {
                tree.below(*c, false, 8).into_iter().find_map(|t| self.place_at[t.index()])
            })
    }

    fn may_take_part(&self, head: TokenId, part: Part, kind: EventType) -> bool {
        let token = self.tree.token(head);
        let lemma = token.lemma.as_str();
        match token.upos {
            Upos::Pron => PERSONAL.contains(&lemma) && self.tree.antecedent(head) == head,
            Upos::Propn => true,
            Upos::Noun => !ABSTRACT.contains(&lemma) && (part == Part::Actor || !is_verbal(kind)),
            Upos::Num => part == Part::Recipient && !is_verbal(kind),
            _ => false,
        }
    }

    /// A noun with what stands before it and its of-phrase, without clauses, appositions and
    /// conjuncts.
    pub(super) fn noun_phrase(&self, head: TokenId) -> Span {
        let tree = self.tree;
        let mut span = tree.token(head).span;
        for child in tree.children(head) {
            let rel = tree.token(*child).rel;
            let before = child.0 < head.0;
            let wanted = match rel {
                Rel::Det
                | Rel::DetPredet
                | Rel::Amod
                | Rel::Compound
                | Rel::Nummod
                | Rel::NmodPoss
                | Rel::Flat
                | Rel::FlatForeign
                | Rel::Fixed
                | Rel::NmodDesc => true,
                Rel::Nmod => !before && tree.preposition(*child) == Some("of"),
                _ => false,
            };
            if wanted {
                let below = tree.below(*child, false, 16);
                // A misplaced time ends the phrase ("von der Leyen on Monday").
                if below.iter().any(|t| t.0 > head.0 && self.time_at[t.index()].is_some()) {
                    continue;
                }
                for token in below {
                    span = span.cover(tree.token(token).span);
                }
            }
        }
        span
    }

    /// The longest actor mention with this head.
    pub(super) fn headed(&self, head: TokenId) -> Option<ActorMentionId> {
        self.headed_by[head.index()]
    }

    /// The actor mention with this head, else the innermost that covers it within its noun phrase.
    pub(super) fn actor_at(&self, head: TokenId) -> Option<ActorMentionId> {
        self.headed(head).or_else(|| {
            let mention = self.covering[head.index()]?;
            let inner = self.mentions.actor(mention).head;
            // The parser's head and the mention's differ inside one name ("Minister Cho Tae-yul");
            // what merely modifies an actor is not the actor.
            let name = |t: TokenId| {
                matches!(self.tree.token(t).rel, Rel::Flat | Rel::Compound | Rel::FlatForeign)
            };
            let close = self.tree.token(head).head == Some(inner)
                || self.tree.token(inner).head == Some(head);
            let apart = self.tree.above(head).take(8).all(|t| t != inner);
            (apart || (close && (name(head) || name(inner)))).then_some(mention)
        })
    }

    /// True when we know who the mention names: a country, a person, a thing of the registry.
    pub(super) fn is_resolved(&self, mention: ActorMentionId) -> bool {
        let actor = self.mentions.actor(mention);
        actor.country.is_some()
            || actor.id.is_some()
            || actor.person.is_some()
            || !actor.members.is_empty()
    }

    /// The countries that a participant stands for.
    pub(super) fn countries(&self, party: &Participant) -> Vec<Country> {
        if let Some(id) = party.actor {
            let actor = self.mentions.actor(id);
            if actor.members.is_empty() {
                return actor.country.into_iter().collect();
            }
            return actor.members.iter().filter_map(|m| m.country).collect();
        }
        party.place.and_then(|p| self.mentions.places[p.index()].country).into_iter().collect()
    }

    /// True when two participants are one and the same: the same words, the same chain. Two that
    /// only belong to one actor ("*Israeli* troops", "*Israeli* settlers") are not.
    pub(super) fn is_same(&self, a: &Participant, b: &Participant) -> bool {
        if a.head == b.head || (a.span.contains(b.span) && a.actor == b.actor) {
            return true;
        }
        match (a.actor, b.actor) {
            (Some(x), Some(y)) => {
                let (x, y) = (self.mentions.actor(x), self.mentions.actor(y));
                x.entity == y.entity
                    && x.head == a.head
                    && y.head == b.head
                    && !(x.form == ActorForm::Nominal && x.country.is_none())
            }
            _ => false,
        }
    }

    /// "Told reporters in Istanbul": the audience of words is not who they are aimed at.
    pub(super) fn is_audience(&self, head: TokenId) -> bool {
        AUDIENCE.contains(&self.tree.lemma(head))
    }

    /// True for people, persons and bodies, which are not their country as such.
    fn is_people(&self, party: &Participant) -> bool {
        party.actor.is_some_and(|id| {
            let actor = self.mentions.actor(id);
            actor.form != ActorForm::Pronoun
                && !matches!(actor.kind, None | Some(ActorKind::Country | ActorKind::Organisation))
        })
    }

    /// True when the two stand for a country in common.
    pub(super) fn shares_country(&self, a: &Participant, b: &Participant) -> bool {
        let theirs = self.countries(b);
        self.countries(a).iter().any(|c| theirs.contains(c))
    }

    /// Fallbacks for an event without an actor in its own clause: whoever the governing clauses
    /// have as their subject, as long as their verb is no act of somebody else.
    pub(super) fn inherited_actor(
        &self,
        candidate: &Candidate,
        taken: &[Participant],
    ) -> Option<Participant> {
        let tree = self.tree;
        let mut from = candidate.support.unwrap_or(candidate.head);
        // "announced *the expulsion*": a noun takes the subject of the verb it is the object of.
        if !tree.is_verb(from) && !matches!(tree.token(from).rel, Rel::Obj | Rel::Xcomp | Rel::Conj)
        {
            return None;
        }
        for above in tree.above(from).take(8) {
            let rel = tree.token(from).rel;
            if matches!(rel, Rel::AclRelcl | Rel::Parataxis | Rel::Nsubj | Rel::NsubjPass) {
                return None;
            }
            if let Some(possessor) = tree.syntax.child(above, Rel::NmodPoss) {
                // "its role in fighting": whoever it is, it is nobody else.
                let mention = self.actor_at(possessor).filter(|m| self.is_resolved(*m))?;
                let party = self.through(mention, possessor);
                return (!taken.iter().any(|t| self.is_same(t, &party))).then_some(party);
            }
            if tree.is_predicate(above) {
                // "The ministry said, with discussions likely to cover": the speaker discusses nothing.
                if self.claim_by_cue.contains_key(&above)
                    && !matches!(rel, Rel::Xcomp | Rel::Obj | Rel::Conj)
                {
                    return None;
                }
                // "Russia condemned the attack": the condemning is not the attacking.
                let foreign = self.candidate_at[above.index()] && rel != Rel::Xcomp;
                if foreign || (is_clausal(rel) && tree.is_finite(from)) {
                    return None;
                }
                let subject = tree.subject(above)?;
                let mention = self.actor_at(subject).filter(|m| self.is_resolved(*m))?;
                let party = self.through(mention, subject);
                return (!taken.iter().any(|t| self.is_same(t, &party))).then_some(party);
            }
            from = above;
        }
        None
    }

    /// The last actor named before a verb without a subject, with no other verb between: what a
    /// parser that lost the subject leaves us.
    pub(super) fn preceding_actor(&self, verb: TokenId) -> Option<Participant> {
        let tree = self.tree;
        let first = tree.syntax.sentence(tree.token(verb).sentence).first;
        let mut at = verb.0;
        while at > first.0 && verb.0 - at < 16 {
            at -= 1;
            let id = TokenId(at);
            if matches!(tree.token(id).upos, Upos::Verb) {
                return None;
            }
            if let Some(mention) = self.headed(id).filter(|m| self.is_resolved(*m)) {
                let governed = tree.preposition(id).is_some();
                let before =
                    self.mentions.actor(mention).span.end() <= tree.token(verb).span.start();
                if !governed && before {
                    return Some(self.through(mention, id));
                }
            }
        }
        None
    }
}
