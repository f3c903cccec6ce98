//! The walk from the roots down: every token's status from its governor's and its own words.

use chancery_article::{Article, Span, TokenId};
use chancery_syntax::{Rel, Syntax, Upos};
use chancery_world::words::{
    APPEALS, ENDINGS, INTENDING, OPEN_QUESTIONS, OPPOSING, REFUTING, SPANS_OF_TIME, TIMETABLE,
    WEEKDAYS,
};

use super::signatures::{Effect, Signature, is_event_noun, signature};
use super::{Certainty, Factuality, Polarity, Stage};
use crate::claims::{Claim, Stance};
use crate::clauses::{Extents, case_of, lemma};

/// The status of every token and the words that decided it.
pub(crate) struct States {
    found: Vec<State>,
}

/// A token's status. `incoming` is what its governors make of it, `own` what its own auxiliaries,
/// negation and adverbs make of that.
#[derive(Clone, Copy)]
struct State {
    incoming: Factuality,
    own: Factuality,
    cues: [Option<TokenId>; 3],
    /// The governor that the status came through.
    from: Option<TokenId>,
}

const NEW: State =
    State { incoming: Factuality::FACT, own: Factuality::FACT, cues: [None; 3], from: None };

impl State {
    fn cue(&mut self, id: TokenId) {
        if let Some(free) = self.cues.iter_mut().find(|c| c.is_none()) {
            *free = Some(id);
        }
    }
}

impl States {
    pub fn of(&self, id: TokenId) -> Factuality {
        self.found[id.index()].own
    }

    /// The deciding words of a token and of the governors it owes its status to, from the token up.
    pub fn deciding(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let chain = std::iter::successors(Some(id), |t| self.found[t.index()].from);
        chain.take(6).flat_map(|t| self.found[t.index()].cues).flatten()
    }

    /// The same in text order.
    pub fn cues(&self, syntax: &Syntax, id: TokenId) -> Vec<Span> {
        let mut tokens: Vec<TokenId> = self.deciding(id).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens.into_iter().map(|t| syntax.token(t).span).collect()
    }
}

pub(crate) fn states(
    article: &Article,
    syntax: &Syntax,
    claims: &[Claim],
    extents: &Extents,
) -> States {
    let walk = Walk { article, syntax };
    let mut states = States { found: vec![NEW; syntax.tokens().len()] };
    for (root, effect, cue) in root_effects(syntax, claims) {
        let state = &mut states.found[root.index()];
        state.incoming = apply(Factuality::FACT, effect, true);
        state.cue(cue);
    }
    for id in &extents.order {
        let mut state = match syntax.token(*id).head {
            None => states.found[id.index()],
            Some(head) => walk.inherit(*id, head, &states.found[head.index()]),
        };
        walk.judge(*id, &mut state);
        states.found[id.index()] = state;
    }
    states
}

/// Claims whose content is a sentence of its own: what the source does to its truth.
fn root_effects(syntax: &Syntax, claims: &[Claim]) -> Vec<(TokenId, Effect, TokenId)> {
    let mut found = Vec::new();
    for claim in claims {
        let effect = match claim.stance {
            Stance::Denies => Effect::Not,
            Stance::Doubts => Effect::Unknown,
            Stance::Wants => Effect::Wanted,
            Stance::Intends => Effect::Planned,
            Stance::Asserts | Stance::Believes => continue,
        };
        // A quotation is the source's own words: a denial in it is already told in the negative.
        for span in claim.content.iter().filter(|_| claim.kind != crate::ClaimKind::Direct) {
            for t in syntax.tokens_in(*span).take(200).map(TokenId) {
                let same = syntax.token(t).sentence == syntax.token(claim.cue_head).sentence;
                if syntax.token(t).head.is_none() && !same {
                    found.push((t, effect, claim.cue_head));
                }
            }
        }
    }
    found
}

/// What an effect makes of a governor's status. With `fresh` the governor's stage and certainty do
/// not reach the complement (what someone *will* say may have happened long ago).
fn apply(governor: Factuality, effect: Effect, fresh: bool) -> Factuality {
    let mut f = if fresh { Factuality::FACT } else { governor };
    match effect {
        Effect::None | Effect::Fact => f.polarity = Polarity::Positive,
        Effect::Not => f.polarity = Polarity::Negative,
        Effect::Planned => {
            f.polarity = Polarity::Positive;
            f.stage = later(f.stage, Stage::Planned);
        }
        Effect::Probable | Effect::Improbable | Effect::Possible => {
            let certainty =
                if effect == Effect::Possible { Certainty::Possible } else { Certainty::Probable };
            f.certainty = weaker(f.certainty, certainty);
            f.polarity =
                if effect == Effect::Improbable { Polarity::Negative } else { Polarity::Positive };
        }
        Effect::Wanted | Effect::Unknown => {
            f.polarity = Polarity::Positive;
            f.certainty = Certainty::Unknown;
            f.stage = later(f.stage, Stage::Hypothetical);
        }
        Effect::Ongoing => {
            f.polarity = Polarity::Positive;
            if f.stage == Stage::Occurred {
                f.stage = Stage::Ongoing;
            }
        }
        Effect::Conditional => f.stage = Stage::Conditional,
    }
    f
}

/// The stage that stands farther from having happened.
fn later(a: Stage, b: Stage) -> Stage {
    let rank = |s: Stage| match s {
        Stage::Occurred => 0,
        Stage::Ongoing => 1,
        Stage::Planned => 2,
        Stage::Hypothetical => 3,
        Stage::Conditional => 4,
    };
    if rank(b) > rank(a) { b } else { a }
}

fn weaker(a: Certainty, b: Certainty) -> Certainty {
    let rank = |c: Certainty| match c {
        Certainty::Certain => 0,
        Certainty::Probable => 1,
        Certainty::Possible => 2,
        Certainty::Unknown => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// Keeps what is open about a governor (its stage and certainty), not its negation.
fn open_part(governor: Factuality) -> Factuality {
    let settled = matches!(governor.stage, Stage::Occurred | Stage::Ongoing);
    Factuality {
        polarity: Polarity::Positive,
        certainty: if settled && governor.certainty == Certainty::Certain {
            Certainty::Certain
        } else {
            governor.certainty
        },
        stage: if governor.stage == Stage::Ongoing { Stage::Occurred } else { governor.stage },
    }
}

struct Walk<'a> {
    article: &'a Article,
    syntax: &'a Syntax,
}

impl Walk<'_> {
    fn lemma(&self, id: TokenId) -> &str {
        lemma(self.syntax, id)
    }

    fn rel(&self, id: TokenId) -> Rel {
        self.syntax.token(id).rel
    }

    fn is_nominal(&self, id: TokenId) -> bool {
        self.syntax.token(id).upos.is_nominal()
    }

    /// The signature of a governor for a complement, tried with the particle or preposition first.
    fn signature(
        &self,
        governor: TokenId,
        with: Option<TokenId>,
        frame: &str,
    ) -> Option<Signature> {
        let pos = match self.syntax.token(governor).upos {
            Upos::Verb | Upos::Aux => 'v',
            Upos::Adj => 'a',
            Upos::Noun => 'n',
            _ => return None,
        };
        let head = self.lemma(governor);
        let with = with.or_else(|| self.phrase_part(governor));
        if let Some(with) = with
            && head.len() + self.lemma(with).len() < 24
        {
            let mut key = String::with_capacity(24);
            key.push_str(head);
            key.push(' ');
            key.push_str(self.lemma(with));
            if let Some(s) = signature(&key, pos, frame) {
                return Some(s);
            }
        }
        signature(head, pos, frame)
    }

    /// The word that makes a phrase of a verb: "carry *out*", "go *ahead*", "take *place*".
    fn phrase_part(&self, governor: TokenId) -> Option<TokenId> {
        self.syntax.children(governor).iter().copied().find(|c| match self.rel(*c) {
            Rel::CompoundPrt => true,
            Rel::Advmod => matches!(self.lemma(*c), "ahead" | "forward"),
            Rel::Obj => matches!(self.lemma(*c), "place" | "effect" | "shape"),
            _ => false,
        })
    }

    /// The status that a governor hands to a dependent.
    fn inherit(&self, id: TokenId, head: TokenId, governor: &State) -> State {
        let (mut incoming, deciding) = self.incoming(id, head, governor);
        // Questions and the like stay open all the way down.
        if incoming == Factuality::FACT
            && governor.incoming.stage == Stage::Conditional
            && !matches!(self.rel(id), Rel::Parataxis)
            && !(self.rel(id) == Rel::AclRelcl && self.is_past(id))
        {
            incoming = governor.incoming;
        }
        let plain = incoming == Factuality::FACT;
        let mut state =
            State { incoming, own: incoming, cues: [None; 3], from: (!plain).then_some(head) };
        if let Some(cue) = deciding.filter(|_| !plain) {
            state.cue(cue);
        }
        state
    }

    /// The governor's effect on a dependent and the word that has it.
    fn incoming(&self, id: TokenId, head: TokenId, g: &State) -> (Factuality, Option<TokenId>) {
        let take = |s: Option<Signature>, fresh: bool, default: Factuality| match s {
            // "to discuss the burning of the flag": known, whatever becomes of the discussion.
            Some(Signature { positive: Effect::Fact, negative: Effect::Fact }) => {
                (Factuality::FACT, None)
            }
            Some(s) => {
                let effect =
                    if g.own.polarity == Polarity::Negative { s.negative } else { s.positive };
                (apply(g.own, effect, fresh), Some(head))
            }
            None => (default, None),
        };
        let fact = Factuality::FACT;
        let clausal = matches!(
            self.rel(id),
            Rel::Advcl | Rel::AdvclRelcl | Rel::Ccomp | Rel::Csubj | Rel::Parataxis
        );
        if clausal && let Some(auxiliary) = self.inverted(id) {
            return (apply(fact, Effect::Conditional, true), Some(auxiliary));
        }
        match self.rel(id) {
            Rel::Acl | Rel::Ccomp | Rel::AclRelcl
                if self.is_rejected(head) && self.frame(id) == "clause" =>
            {
                (apply(fact, Effect::Not, true), self.syntax.token(head).head)
            }
            Rel::Ccomp | Rel::Csubj | Rel::CsubjPass => {
                let frame = self.frame(id);
                if self.marked(id, &["whether", "if"]) {
                    return (apply(fact, Effect::Unknown, true), Some(head));
                }
                let found = self
                    .signature(head, None, frame)
                    .or_else(|| self.signature(head, None, "clause"));
                if let Some(wrong) = self.wrongly(head) {
                    return (apply(fact, Effect::Not, true), Some(wrong));
                }
                let open = if g.own.polarity == Polarity::Negative && self.rel(id) == Rel::Ccomp {
                    apply(fact, Effect::Unknown, true)
                } else {
                    fact
                };
                take(found, frame == "clause", open)
            }
            Rel::Xcomp => {
                let frame = self.frame(id);
                let yet = |t: &TokenId| self.lemma(*t) == "yet";
                if frame == "inf"
                    && matches!(self.lemma(head), "have" | "be" | "remain")
                    && self.syntax.children(head).iter().chain(self.syntax.children(id)).any(yet)
                {
                    return (apply(g.own, Effect::Not, false), Some(head));
                }
                if frame == "inf" && (self.in_vain(head) || self.is_given_up(head)) {
                    return (apply(g.own, Effect::Not, false), Some(head));
                }
                // "was able to visit" did; "is able to" may.
                if self.lemma(head) == "able"
                    && g.own == fact
                    && self.syntax.child(head, Rel::Cop).is_some_and(|c| self.xpos(c) == "VBD")
                {
                    return (fact, None);
                }
                let found = self.signature(head, None, frame);
                take(found, false, g.own)
            }
            Rel::Acl => match self.frame(id) {
                // "one of the few indexes to rise" did rise.
                "inf" if self.is_singled_out(head) => (open_part(g.own), None),
                // "rejected calls to pull out"
                "inf" if self.is_rejected(head) => {
                    (apply(fact, Effect::Not, true), self.syntax.token(head).head)
                }
                "inf" => {
                    let found = self.signature(head, None, "inf");
                    let open = apply(open_part(g.own), Effect::Planned, false);
                    let (f, cue) = take(found, false, open);
                    (f, cue.or(Some(id)))
                }
                "clause" => take(self.signature(head, None, "clause"), true, fact),
                _ => (fact, None),
            },
            Rel::Advcl | Rel::AdvclRelcl => self.adverbial(id, head, g),
            Rel::Conj => self.conjunct(id, head, g),
            Rel::Obj | Rel::NsubjPass | Rel::Iobj => {
                // "refused to meet the demands": the demands stand, whatever becomes of the meeting.
                if self.rel(id) == Rel::NsubjPass
                    && let Some(f) = self.raised(head, g)
                {
                    return (f, Some(head));
                }
                // "called elections" has an entry of its own.
                let phrase = if self.rel(id) == Rel::Obj {
                    self.signature(head, Some(id), "np")
                } else {
                    None
                };
                let found = phrase.or_else(|| self.signature(head, None, "np"));
                // "is believed to have carried out the strike": by whom is open, not that it was.
                if found.is_some_and(|s| s.positive == Effect::Fact)
                    && self.is_known(id)
                    && matches!(g.own.stage, Stage::Occurred | Stage::Ongoing)
                    && g.own.polarity == Polarity::Positive
                {
                    return (fact, None);
                }
                let (f, cue) = take(found, false, self.presupposed(id, g.own));
                // "rejected the offer", "denied the charges": what was said was said.
                if f.polarity == Polarity::Negative
                    && self.is_said(id)
                    && OPPOSING.contains(&self.lemma(head))
                {
                    return (fact, None);
                }
                (f, cue)
            }
            Rel::Nsubj => {
                if let Some(f) = self.raised(head, g) {
                    return (f, Some(head));
                }
                let found = self.signature(head, None, "subj");
                let copular = self.syntax.child(head, Rel::Cop).is_some();
                // "an attack would result in the end of the regime": there is no attack yet.
                // "there will be no dialogue"
                let existential = self.syntax.child(head, Rel::Expl).is_some();
                let open = copular || existential || self.is_any(id);
                take(found, false, if open { open_part(g.own) } else { fact })
            }
            Rel::Obl | Rel::OblAgent | Rel::Nmod => {
                let case = case_of(self.syntax, id);
                if self.is_eventuality(id) || self.is_eventuality(head) {
                    return (apply(fact, Effect::Conditional, true), case.or(Some(head)));
                }
                if let Some(c) = case
                    && matches!(self.lemma(c), "without" | "instead" | "despite")
                    && self.lemma(c) != "despite"
                {
                    return (apply(open_part(g.own), Effect::Not, false), Some(c));
                }
                let found = if self.rel(id) == Rel::Nmod {
                    let of = case.is_none_or(|c| {
                        matches!(
                            self.lemma(c),
                            "of" | "for" | "on" | "to" | "against" | "over" | "about" | "in"
                        )
                    });
                    if of { self.signature(head, case, "np") } else { None }
                } else {
                    case.and_then(|c| self.particled(head, c, "np"))
                };
                take(found, false, self.presupposed(id, g.own))
            }
            Rel::NmodPoss | Rel::Compound => {
                if self.is_nominal(head) {
                    take(
                        self.signature(head, None, "np").filter(|_| self.rel(id) == Rel::Compound),
                        false,
                        open_part(g.own),
                    )
                } else {
                    (fact, None)
                }
            }
            // "the possibility that it attacked": a complement that was taken for a relative clause.
            Rel::AclRelcl if self.marked(id, &["that"]) => {
                take(self.signature(head, None, "clause"), true, fact)
            }
            Rel::AclRelcl => {
                // A relative clause about something not yet there is as open as the thing.
                (
                    if g.incoming.certainty == Certainty::Unknown && !self.is_past(id) {
                        open_part(g.own)
                    } else {
                        fact
                    },
                    None,
                )
            }
            Rel::Parataxis | Rel::Appos | Rel::List | Rel::Discourse | Rel::Dislocated => {
                (fact, None)
            }
            Rel::Cop | Rel::Aux | Rel::AuxPass => (g.own, None),
            _ => (fact, None),
        }
    }

    /// A noun under an open governor is as open as it, unless an article or possessor says that it
    /// is known ("in the wake of the dispute").
    fn presupposed(&self, id: TokenId, governor: Factuality) -> Factuality {
        if self.is_known(id) { Factuality::FACT } else { open_part(governor) }
    }

    fn is_known(&self, noun: TokenId) -> bool {
        self.syntax.children(noun).iter().any(|c| {
            self.rel(*c) == Rel::NmodPoss
                || (self.rel(*c) == Rel::Det
                    && matches!(self.lemma(*c), "the" | "this" | "that" | "these" | "those"))
        })
    }

    fn xpos(&self, id: TokenId) -> &str {
        self.syntax.token(id).xpos
    }

    /// A finite verb in the past, by itself or by its auxiliary.
    fn is_past(&self, id: TokenId) -> bool {
        let auxiliary = |c: &TokenId| {
            matches!(self.rel(*c), Rel::Aux | Rel::AuxPass | Rel::Cop) && self.xpos(*c) == "VBD"
        };
        self.xpos(id) == "VBD" || self.syntax.children(id).iter().any(auxiliary)
    }

    /// The auxiliary of a condition without "if": "had the envoy stayed", "were Taiwan to declare",
    /// "should talks fail".
    fn inverted(&self, id: TokenId) -> Option<TokenId> {
        let syntax = self.syntax;
        let is_subject = |c: &TokenId| self.rel(*c).is_subject() || self.rel(*c) == Rel::Expl;
        let opener = |c: &TokenId| {
            matches!(self.rel(*c), Rel::Aux | Rel::AuxPass | Rel::Cop)
                && matches!((self.lemma(*c), self.xpos(*c)), ("have" | "be", "VBD") | ("should", _))
        };
        let own = syntax.children(id).iter().copied();
        let auxiliary = match own.clone().find(is_subject).filter(|s| *s < id) {
            Some(subject) => own.clone().find(|c| opener(c) && *c < subject)?,
            // "Were Tehran to resume, …" with both words on the main verb.
            None if self.rel(id) == Rel::Advcl && self.marked(id, &["to"]) => {
                let mut above = syntax.children(syntax.token(id).head?).iter().copied();
                above.find(|c| opener(c) && c.0 + 4 > id.0 && *c < id)?
            }
            None => return None,
        };
        let first = syntax.sentence(syntax.token(id).sentence).first;
        let opens = auxiliary == first
            || syntax.token(TokenId(auxiliary.0 - 1)).upos == Upos::Punct
            || matches!(self.lemma(TokenId(auxiliary.0 - 1)), "that" | "and" | "but");
        opens.then_some(auxiliary)
    }

    /// "wrongly reported that …".
    fn wrongly(&self, verb: TokenId) -> Option<TokenId> {
        self.syntax.children_by(verb, Rel::Advmod).find(|c| {
            matches!(
                self.lemma(*c),
                "falsely" | "wrongly" | "mistakenly" | "erroneously" | "incorrectly"
            )
        })
    }

    /// "tried in vain to enter".
    fn in_vain(&self, verb: TokenId) -> bool {
        self.syntax
            .children(verb)
            .iter()
            .any(|c| matches!(self.lemma(*c), "vain" | "unsuccessfully"))
    }

    /// "had planned to visit", "had been due to meet": in the past of the past, plans that came to
    /// nothing.
    fn is_given_up(&self, head: TokenId) -> bool {
        INTENDING.contains(&self.lemma(head))
            && self.syntax.children(head).iter().any(|c| {
                self.rel(*c) == Rel::Aux && self.lemma(*c) == "have" && self.xpos(*c) == "VBD"
            })
    }

    /// "in case of an attack", "in the event of war", "on condition that".
    fn is_eventuality(&self, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let case = case_of(syntax, noun);
        if let Some(case) = case
            && syntax
                .children_by(case, Rel::Fixed)
                .any(|f| matches!(self.lemma(f), "case" | "event"))
        {
            return true;
        }
        let link = match self.lemma(noun) {
            "case" | "event" => "in",
            "condition" => "on",
            _ => return false,
        };
        let children = syntax.children(noun);
        let of = |c: &TokenId| case_of(syntax, *c).is_some_and(|k| self.lemma(k) == "of");
        case.is_some_and(|c| self.lemma(c) == link)
            && (link == "on" || children.iter().any(of))
            && !children.iter().any(|c| matches!(self.lemma(*c), "anonymity" | "this"))
    }

    /// "The trial is set to begin": the subject of a raising verb is as open as the complement.
    fn raised(&self, head: TokenId, g: &State) -> Option<Factuality> {
        let x = self.syntax.child(head, Rel::Xcomp)?;
        self.signature(x, None, "subj")?;
        let s = self.signature(head, None, "inf")?;
        let effect = if g.own.polarity == Polarity::Negative { s.negative } else { s.positive };
        Some(apply(g.own, effect, false))
    }

    /// "rejected claims that …", "dismissed reports that …".
    fn is_rejected(&self, noun: TokenId) -> bool {
        let token = self.syntax.token(noun);
        let Some(verb) = token.head.filter(|_| token.upos == Upos::Noun && token.rel == Rel::Obj)
        else {
            return false;
        };
        self.is_said(noun) && REFUTING.contains(&self.lemma(verb))
    }

    /// Offers, claims, requests: nouns for things said.
    fn is_said(&self, id: TokenId) -> bool {
        crate::claims::names_speech(self.lemma(id))
    }

    fn is_singled_out(&self, noun: TokenId) -> bool {
        self.syntax.children(noun).iter().any(|c| {
            matches!(
                self.lemma(*c),
                "first" | "only" | "few" | "last" | "latest" | "second" | "third"
            )
        }) || matches!(self.lemma(noun), "first" | "one" | "last")
    }

    /// "an attack", "any attack".
    fn is_any(&self, noun: TokenId) -> bool {
        self.syntax.children(noun).iter().any(|c| {
            self.rel(*c) == Rel::Det && matches!(self.lemma(*c), "a" | "an" | "any" | "another")
        })
    }

    /// Only the entry that names the preposition: "call for", "prepare for".
    fn particled(&self, head: TokenId, case: TokenId, frame: &str) -> Option<Signature> {
        let verb = self.lemma(head);
        if verb.len() + self.lemma(case).len() > 22 || self.syntax.token(head).upos != Upos::Verb {
            return None;
        }
        let mut key = String::with_capacity(24);
        key.push_str(verb);
        key.push(' ');
        key.push_str(self.lemma(case));
        signature(&key, 'v', frame)
    }

    /// The form of a complement clause.
    fn frame(&self, id: TokenId) -> &'static str {
        let token = self.syntax.token(id);
        let aux = self.syntax.child(id, Rel::Aux).or_else(|| self.syntax.child(id, Rel::AuxPass));
        let to = self
            .syntax
            .children(id)
            .iter()
            .any(|c| matches!(self.rel(*c), Rel::Mark) && self.lemma(*c) == "to" && *c < id);
        let cop_ing =
            self.syntax.child(id, Rel::Cop).is_some_and(|c| self.syntax.token(c).xpos == "VBG");
        if to || (token.xpos == "VB" && aux.is_none()) {
            "inf"
        } else if token.xpos == "VBG" && aux.is_none() || cop_ing {
            "ing"
        } else if token.upos.is_nominal()
            && self.syntax.child(id, Rel::Cop).is_none()
            && self.rel(id) != Rel::Ccomp
        {
            "np"
        } else if matches!(token.xpos, "VBN") && aux.is_none() && self.rel(id) == Rel::Acl {
            "part"
        } else {
            "clause"
        }
    }

    fn marked(&self, id: TokenId, words: &[&str]) -> bool {
        self.syntax.children_by(id, Rel::Mark).any(|m| words.contains(&self.lemma(m)))
    }

    /// Adverbial clauses: conditions, purposes, and the rest.
    fn adverbial(&self, id: TokenId, head: TokenId, g: &State) -> (Factuality, Option<TokenId>) {
        let fact = Factuality::FACT;
        let mark = self.syntax.child(id, Rel::Mark);
        let word = mark.map_or("", |m| self.lemma(m));
        // "as long as a single soldier remains"
        if word == "as" && self.lemma(head) == "long" {
            return (apply(fact, Effect::Conditional, true), Some(head));
        }
        if word == "to" {
            if self.in_vain(head) {
                return (apply(open_part(g.own), Effect::Not, false), Some(head));
            }
            // Attached as purpose, but what was asked for: "called on Dhaka to investigate".
            if let Some((s, rejected)) = self.asked_for(head) {
                let effect =
                    if g.own.polarity == Polarity::Negative { s.negative } else { s.positive };
                let effect = if rejected { Effect::Not } else { effect };
                return (apply(open_part(g.own), effect, false), Some(head));
            }
        }
        // "hours after soldiers disarmed two of them"
        let measured = |m: TokenId| {
            self.syntax.children(id).iter().any(|c| {
                *c < m && matches!(self.rel(*c), Rel::OblNpmod | Rel::OblUnmarked | Rel::OblTmod)
            })
        };
        if word == "after" && self.is_past(id) && mark.is_some_and(measured) {
            return (fact, None);
        }
        // A past tense beside what is yet to come tells of the past: "will complain, as it did when
        // jets bombed a camp".
        if matches!(word, "when" | "after" | "while" | "as" | "since")
            && self.is_past(id)
            && g.own.stage != Stage::Occurred
            && !self.syntax.children_by(head, Rel::Aux).any(|a| self.lemma(a) == "would")
        {
            return (fact, None);
        }
        if let Some(s) = mark.and_then(|m| self.particled(head, m, "ing")) {
            let effect = if g.own.polarity == Polarity::Negative { s.negative } else { s.positive };
            return (apply(g.own, effect, false), Some(head));
        }
        match word {
            "if" if OPEN_QUESTIONS.contains(&self.lemma(head))
                && id > head
                && g.own.stage != Stage::Planned =>
            {
                (apply(fact, Effect::Unknown, true), mark)
            }
            "to" if self.is_outcome(id, g) => (open_part(g.own), None),
            "whether" => (apply(fact, Effect::Unknown, true), mark),
            "if" | "unless" | "provided" | "provide" | "providing" | "lest" | "assuming" => {
                (apply(fact, Effect::Conditional, true), mark)
            }
            "without" | "instead" | "rather" => (apply(open_part(g.own), Effect::Not, false), mark),
            "to" => (apply(open_part(g.own), Effect::Planned, false), mark),
            "so" if self.syntax.child(id, Rel::Aux).is_some() => {
                (apply(open_part(g.own), Effect::Planned, false), mark)
            }
            "until" | "before" | "once" | "when" | "after" | "while" | "by" | "" => {
                (open_part(g.own), None)
            }
            _ => (fact, None),
        }
    }

    /// The signature of a verb that asks someone to act, with the preposition of the one asked;
    /// and whether it turns down a call to act.
    fn asked_for(&self, verb: TokenId) -> Option<(Signature, bool)> {
        let parties = self.syntax.children(verb).iter().copied();
        let links =
            parties.filter(|c| self.rel(*c) == Rel::Obl).filter_map(|c| case_of(self.syntax, c));
        let found = links
            .filter_map(|c| self.particled(verb, c, "inf"))
            .next()
            .or_else(|| self.syntax.child(verb, Rel::Obj).and(self.signature(verb, None, "inf")));
        let rejected =
            self.syntax.child(verb, Rel::Obj).is_some_and(|o| APPEALS.contains(&self.lemma(o)))
                && matches!(self.lemma(verb), "reject" | "refuse" | "dismiss" | "rebuff");
        match found {
            Some(s) if rejected || s.positive == Effect::Wanted => Some((s, rejected)),
            None if rejected => {
                Some((Signature { positive: Effect::Not, negative: Effect::Not }, true))
            }
            _ => None,
        }
    }

    /// "fell to end the day at …": an infinitive of outcome, not of purpose.
    fn is_outcome(&self, id: TokenId, g: &State) -> bool {
        g.own == Factuality::FACT && ENDINGS.contains(&self.lemma(id))
    }

    /// A conjunct shares what its first conjunct's governor says of both; without auxiliary and
    /// subject of its own it shares its auxiliaries as well.
    fn conjunct(&self, id: TokenId, head: TokenId, g: &State) -> (Factuality, Option<TokenId>) {
        // "not to obstruct the terminals and to divide the revenue": its own "to" begins afresh.
        let own = self.syntax.children(id).iter().any(|c| {
            matches!(self.rel(*c), Rel::Aux | Rel::Cop | Rel::AuxPass)
                || self.rel(*c).is_subject()
                || (self.rel(*c) == Rel::Mark && self.lemma(*c) == "to")
        });
        let past = |t| matches!(self.xpos(t), "VBD" | "VBN");
        // "would have lifted it and cleared the way"
        let perfect = self.syntax.child(head, Rel::Aux).is_some()
            && self.syntax.child(head, Rel::AuxPass).is_none();
        let alike = self.xpos(id) == self.xpos(head) || (perfect && past(id) && past(head));
        if own || !alike { (g.incoming, None) } else { (g.own, Some(head)) }
    }

    /// What a token's own words make of what came in.
    fn judge(&self, id: TokenId, state: &mut State) {
        let token = self.syntax.token(id);
        let mut f = state.incoming;
        if token.head.is_none() {
            self.sentence(id, &mut f, state);
        }
        let verbal = matches!(token.upos, Upos::Verb | Upos::Aux | Upos::Adj)
            || self.syntax.child(id, Rel::Cop).is_some();
        if verbal {
            self.verbal(id, &mut f, state);
        } else if token.upos == Upos::Noun {
            self.nominal(id, &mut f, state);
        }
        state.own = f;
    }

    /// Questions and orders.
    fn sentence(&self, id: TokenId, f: &mut Factuality, state: &mut State) {
        let sentence = self.syntax.sentence(self.syntax.token(id).sentence);
        let tail = (sentence.first.0..sentence.end.0).rev().take(3).map(TokenId);
        let question = tail.clone().find(|t| self.article.words(self.syntax.token(*t).span) == "?");
        if let Some(mark) = question {
            *f = apply(*f, Effect::Unknown, false);
            state.cue(mark);
            return;
        }
        let token = self.syntax.token(id);
        let subject = self.syntax.children(id).iter().any(|c| {
            self.rel(*c).is_subject() || matches!(self.rel(*c), Rel::Aux | Rel::Expl | Rel::AuxPass)
        });
        let before = id.0 - sentence.first.0;
        if token.xpos == "VB" && !subject && before <= 2 && token.upos == Upos::Verb {
            *f = apply(*f, Effect::Wanted, false);
        }
    }

    fn verbal(&self, id: TokenId, f: &mut Factuality, state: &mut State) {
        let syntax = self.syntax;
        let mut perfect = false;
        let mut modal = None;
        let mut condition = None;
        let mut lacking = None;
        let mut negated = None;
        let mut adverb = None;
        let mut be_present = false;
        let mut be_past = false;
        let mut be = false;
        let mut to = false;
        for c in syntax.children(id).iter().copied() {
            let t = syntax.token(c);
            if matches!(t.rel, Rel::Advmod | Rel::Obl) && self.is_condition(c) {
                condition = Some(c);
            }
            match t.rel {
                Rel::Aux | Rel::AuxPass | Rel::Cop => match t.lemma.as_str() {
                    "have" => perfect = true,
                    "be" => {
                        be |= matches!(t.xpos, "VBZ" | "VBP" | "VBD");
                        be_present |= matches!(t.xpos, "VBZ" | "VBP");
                        be_past |= t.xpos == "VBD";
                    }
                    "do" | "get" => {}
                    _ if t.xpos == "MD" => modal = modal.or(Some(c)),
                    _ => {}
                },
                Rel::Mark if t.lemma == "to" => to = true,
                Rel::Advmod | Rel::AdvmodEmph | Rel::Det => {
                    let no_longer = t.lemma == "long" || t.lemma == "longer";
                    if is_negation(&t.lemma) || (no_longer && self.precedes(c, "no")) {
                        negated = Some(c);
                        // "not only" affirms.
                        if syntax.children(c).iter().any(|d| syntax.token(*d).lemma == "only")
                            || self.follows(c, "only")
                        {
                            negated = None;
                        }
                        // Nor does "not just".
                        if ["just", "merely", "simply"].iter().any(|w| self.follows(c, w)) {
                            negated = None;
                        }
                    } else if let Some(s) = signature(&t.lemma, 'r', "any") {
                        // "nearly doubled" did double nearly: only right before a verb of its own.
                        if s.positive != Effect::Not || c.0 + 1 == id.0 {
                            adverb = Some((c, s.positive));
                        }
                    }
                }
                Rel::Advcl if self.is_conditional(c) => condition = Some(c),
                Rel::Obl
                    if case_of(syntax, c).is_some_and(|k| {
                        matches!(self.lemma(k), "without" | "barring" | "absent" | "but")
                    }) =>
                {
                    lacking = Some(c);
                }
                Rel::Nsubj | Rel::NsubjPass | Rel::Obj if self.is_none(c) => negated = Some(c),
                // "neither confirmed nor denied"
                Rel::CcPreconj | Rel::Cc if t.lemma == "neither" => negated = Some(c),
                Rel::Cc if t.lemma == "nor" && c < id => negated = Some(c),
                _ => {}
            }
        }
        // "Had the envoy stayed, he would have been caught, an aide said"; "threatened to close the
        // strait if attacked": the condition stands beside what depends on it.
        let beside =
            matches!(syntax.token(id).rel, Rel::Ccomp | Rel::Xcomp | Rel::Parataxis | Rel::Acl);
        if condition.is_none() && beside && (modal.is_some() || f.stage != Stage::Occurred) {
            condition = syntax.token(id).head.and_then(|h| {
                syntax.children(h).iter().copied().find(|c| *c != id && self.is_conditional(*c))
            });
        }
        // "Without the bombers the city would have fallen."
        if modal.is_some_and(|m| matches!(self.lemma(m), "would" | "'d" | "could" | "might")) {
            condition = condition.or(lacking);
        }
        if let Some(m) = modal {
            self.modal(m, perfect, condition.is_some(), self.of_any(id), f);
            state.cue(m);
            // "arrested before they could flee"
            if matches!(self.lemma(m), "can" | "could") && self.marked(id, &["before"]) {
                *f = Factuality { polarity: Polarity::Negative, ..Factuality::FACT };
            }
        } else if to && be_past && (perfect || self.comes_to_nothing(id)) {
            // "was to have met", "was to meet, but …"
            *f = Factuality { polarity: Polarity::Negative, ..Factuality::FACT };
        } else if self.is_future(id, be, be_present, to) {
            f.stage = later(f.stage, Stage::Planned);
        } else if syntax.token(id).xpos == "VBG" && be_present && f.stage == Stage::Occurred {
            f.stage = Stage::Ongoing;
        }
        if let Some((a, effect)) = adverb {
            let polarity = f.polarity;
            *f = apply(*f, effect, false);
            if matches!(effect, Effect::Probable | Effect::Possible | Effect::Fact) {
                f.polarity = polarity;
            }
            state.cue(a);
        }
        if let Some(c) = condition {
            let modal_or_open = modal.is_some() || f.stage != Stage::Occurred;
            if modal_or_open {
                f.stage = Stage::Conditional;
                state.cue(syntax.child(c, Rel::Mark).unwrap_or(c));
            }
        }
        if let Some(n) = negated {
            let again = matches!(self.lemma(n), "nor" | "neither");
            f.polarity = match f.polarity {
                Polarity::Positive => Polarity::Negative,
                // "neither confirmed nor denied": the same negation twice.
                Polarity::Negative if again => Polarity::Negative,
                Polarity::Negative => Polarity::Positive,
            };
            // "may not" leaves it as open as "may", "cannot" and "could not" do not.
            if modal.is_some_and(|m| matches!(self.lemma(m), "can" | "could" | "ca"))
                && f.certainty == Certainty::Possible
                && !perfect
            {
                f.certainty = Certainty::Certain;
            }
            state.cue(n);
        }
    }

    /// A conjunct under "but", unless it tells what will be instead.
    fn comes_to_nothing(&self, id: TokenId) -> bool {
        self.syntax.children_by(id, Rel::Conj).any(|c| {
            let but = self.syntax.children_by(c, Rel::Cc).any(|cc| self.lemma(cc) == "but");
            but && !self.syntax.children_by(c, Rel::Aux).any(|a| self.lemma(a) == "will")
        })
    }

    /// "any attempt would be …": what would happen to something not yet there.
    fn of_any(&self, id: TokenId) -> bool {
        self.syntax.children(id).iter().any(|c| {
            self.rel(*c).is_subject()
                && self
                    .syntax
                    .children_by(*c, Rel::Det)
                    .any(|d| matches!(self.lemma(d), "any" | "another"))
        })
    }

    /// A clause that sets a condition.
    fn is_conditional(&self, id: TokenId) -> bool {
        matches!(self.rel(id), Rel::Advcl | Rel::Ccomp | Rel::Parataxis)
            && (self.inverted(id).is_some()
                || (self.rel(id) == Rel::Advcl
                    && self.marked(id, &["if", "unless", "provided", "providing", "provide"])))
    }

    /// A condition that is no clause of its own: "as long as …", "in case of war".
    fn is_condition(&self, id: TokenId) -> bool {
        let long = self.lemma(id) == "long"
            && self.syntax.children(id).iter().any(|c| {
                matches!(self.rel(*c), Rel::Advcl | Rel::Ccomp) && self.marked(*c, &["as"])
            });
        let otherwise = self.rel(id) == Rel::Advmod && self.lemma(id) == "otherwise";
        long || otherwise || self.is_eventuality(id)
    }

    fn precedes(&self, id: TokenId, word: &str) -> bool {
        id.0 > 0 && self.syntax.token(TokenId(id.0 - 1)).lemma == word
    }

    fn follows(&self, id: TokenId, word: &str) -> bool {
        let next = TokenId(id.0 + 1);
        next.index() < self.syntax.tokens().len() && self.syntax.token(next).lemma == word
    }

    /// "no troops", "nobody", "none of them".
    fn is_none(&self, id: TokenId) -> bool {
        matches!(self.lemma(id), "nobody" | "none" | "nothing" | "neither")
            || self.syntax.children(id).iter().any(|d| match self.lemma(*d) {
                "no" => self.rel(*d) == Rel::Det,
                "neither" => true,
                // "not one of them"
                "not" => *d < id && matches!(self.lemma(id), "one" | "single" | "all" | "every"),
                _ => false,
            })
    }

    fn modal(&self, m: TokenId, perfect: bool, condition: bool, of_any: bool, f: &mut Factuality) {
        let effect = signature(self.lemma(m), 'x', "any").map_or(Effect::Possible, |s| s.positive);
        let polarity = f.polarity;
        let word = self.lemma(m);
        if perfect && matches!(word, "would" | "'d" | "should" | "ought") {
            // "would have gone", "should have gone": it did not; with a condition, had it held.
            if condition || f.stage == Stage::Conditional {
                f.stage = Stage::Conditional;
            } else {
                *f = Factuality { polarity: Polarity::Negative, ..Factuality::FACT };
            }
            return;
        }
        if (condition || of_any) && matches!(word, "would" | "'d" | "could" | "might") {
            f.stage = Stage::Conditional;
            return;
        }
        *f = apply(*f, effect, false);
        f.polarity = polarity;
    }

    /// "is to meet", and the present tense with a day to come ("leaves next week").
    fn is_future(&self, id: TokenId, be: bool, be_present: bool, to: bool) -> bool {
        let token = self.syntax.token(id);
        // "is to meet", "was to begin", and in headlines "Taurus to be revived".
        if to && (be || token.head.is_none()) {
            return true;
        }
        let present = matches!(token.xpos, "VBZ" | "VBP") || (token.xpos == "VBG" && be_present);
        present
            && self.syntax.children(id).iter().any(|c| {
                let t = self.syntax.token(*c);
                let time = t.rel.is_oblique() || t.rel == Rel::Advmod;
                let soon = || matches!(t.lemma.as_str(), "tomorrow" | "soon" | "shortly");
                // "arrives in Hanoi on Monday": news tells the past in the past tense.
                let day = || is_weekday(&t.lemma) && is_scheduled(&token.lemma);
                time && (soon() || day() || self.is_coming(*c))
            })
    }

    /// "next week", "the coming year".
    fn is_coming(&self, time: TokenId) -> bool {
        self.syntax
            .children(time)
            .iter()
            .any(|d| matches!(self.lemma(*d), "next" | "coming" | "upcoming"))
    }

    /// Event nouns: "no talks", "a planned visit", "a possible attack", "deepening ties".
    fn nominal(&self, id: TokenId, f: &mut Factuality, state: &mut State) {
        for c in self.syntax.children(id).iter().copied() {
            let t = self.syntax.token(c);
            match t.rel {
                // "next week's summit"
                Rel::NmodPoss | Rel::Nmod | Rel::NmodTmod
                    if self.is_coming(c) && is_span(&t.lemma) && f.stage == Stage::Occurred =>
                {
                    f.stage = Stage::Planned;
                    state.cue(c);
                }
                Rel::Det | Rel::Advmod if matches!(t.lemma.as_str(), "no" | "neither" | "not") => {
                    f.polarity = Polarity::Negative;
                    state.cue(c);
                }
                Rel::Amod | Rel::Acl => {
                    if let Some(s) = signature(&t.lemma, 'm', "np").or_else(|| {
                        signature(&self.article.words(t.span).to_lowercase(), 'm', "np")
                    }) {
                        let polarity = f.polarity;
                        if s.positive == Effect::Ongoing {
                            // What deepens exists, whatever is planned about it.
                            *f = Factuality { polarity, ..Factuality::FACT };
                        }
                        *f = apply(*f, s.positive, false);
                        if s.positive != Effect::Not {
                            f.polarity = polarity;
                        }
                        state.cue(c);
                    } else if t.rel == Rel::Acl && t.xpos == "VBN" && is_event_noun(self.lemma(id))
                    {
                        // "talks scheduled for Monday": what happens to the subject of the passive.
                        let s = self
                            .signature(c, None, "subj")
                            .or_else(|| self.signature(c, None, "np"));
                        if let Some(s) = s {
                            *f = apply(*f, s.positive, false);
                            state.cue(c);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_span(noun: &str) -> bool {
    SPANS_OF_TIME.contains(&noun) || is_weekday(noun)
}

fn is_weekday(noun: &str) -> bool {
    WEEKDAYS.contains(&noun)
}

/// Verbs whose present tense with a day is a timetable.
fn is_scheduled(verb: &str) -> bool {
    TIMETABLE.contains(&verb)
}

fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "n't" | "no" | "neither" | "nor")
}
