//! Event mentions from candidates: who, to whom, when, where, how many, according to whom.
//!
//! A candidate says which act a token names and which syntactic arguments play which part; here the
//! arguments are found in the tree ([`slots`] over `crate::tree`), turned into participants
//! ([`parties`]), and joined by the circumstances of the event's own clause ([`circumstance`]).
//! Then one act that was seen twice becomes one event, and acts that are merely demanded,
//! threatened or refused give way to the demand, the threat, the refusal ([`embedding`]).
//! Nothing is guessed in silence: every field has its reason, every gap its note.

mod circumstance;
mod contexts;
mod dateline;
mod embedding;
mod obligation;
mod parties;
mod slots;
mod trail;

pub(crate) use trail::slots_of;
pub use trail::{Filler, Rival, Step, Trail, trail};

use chancery_article::{
    ActorMentionId, Article, ClaimId, EventMentionId, Note, PlaceMentionId, RegionKind, Span,
    TimeMentionId, TokenId,
};
use chancery_mention::{ActorForm, Mentions};
use chancery_syntax::{Syntax, Upos};
use chancery_world::words::{DECLARING, GROWING, SCHEDULING, WILL};
use chancery_world::{EventType, Mode, World};
use rustc_hash::FxHashMap;

use crate::predicates::{Candidate, Loss, Slot};
use crate::projection;
use crate::tree::Tree;
use crate::{
    Certainty, Claim, EventMention, Factuality, Participant, Polarity, Predicate, Reason, Stage,
};
use circumstance::Circumstances;
use parties::{Cast, Known, Part};

/// Events scored lower are noise more often than not.
const LEAST_SCORE: f32 = 0.2;

/// So are events below this score that stand in a subordinate word and name neither two countries
/// nor a time nor a place (plover_gsr dev, types: precision .76 to .80, recall .86 to .85).
const LEAST_VAGUE_SCORE: f32 = 0.35;

/// Puts the event mentions together, in text order of their triggers.
#[expect(clippy::too_many_arguments, reason = "the layers below, each as a value")]
pub fn assemble(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    claims: &[Claim],
    predicates: &[Predicate],
    candidates: &[Candidate],
    world: &World,
    notes: &mut Vec<Note>,
) -> Vec<EventMention> {
    let desk = Desk::new(article, syntax, mentions, claims, predicates, candidates);
    gather(&desk, candidates, world, notes, &mut |_, _| {})
}

/// Puts the event mentions together; each candidate that comes to nothing is told to `lost`.
fn gather(
    desk: &Desk<'_>,
    candidates: &[Candidate],
    world: &World,
    notes: &mut Vec<Note>,
    lost: &mut dyn FnMut(TokenId, Loss),
) -> Vec<EventMention> {
    let mut drafts: Vec<Draft<'_>> = candidates
        .iter()
        .filter(|candidate| desk.is_story(candidate.trigger))
        .map(|candidate| desk.draft(candidate))
        .collect();
    embedding::settle(desk, &mut drafts, lost);
    drafts.retain(|draft| match desk.not_worth_telling(draft) {
        Some(why) => {
            lost(draft.candidate.head, Loss::new(why));
            false
        }
        None => true,
    });
    let mut events: Vec<EventMention> = drafts.into_iter().map(|draft| draft.event).collect();
    obligation::read(desk, &mut events, lost);
    events.retain(|event| {
        let listed = world.lexicon.reports(event.kind, event.own);
        if !listed {
            lost(event.head, Loss::new("types.tsv does not list its type"));
        }
        listed
    });
    events.sort_by_key(|event| (event.trigger, event.head));
    desk.link_topics(&mut events);
    dateline::place(desk, &mut events);
    for event in &mut events {
        event.plover = projection::plover(event.kind, event.mode, event.factuality);
        event.cameo = projection::cameo(event.kind, event.plover, &event.contexts, event.cameo);
        event.quad = event.own.map_or(projection::quad(event.plover), |own| own.quad);
        event.intensity =
            event.own.map_or(projection::intensity(event.plover), |own| own.intensity);
        note_gaps(event, desk.article, notes);
    }
    contexts::add(desk, &world.lexicon, &mut events);
    for event in &mut events {
        desk.name_pronouns(event);
    }
    events
}

/// An event in the making.
struct Draft<'a> {
    candidate: &'a Candidate,
    event: EventMention,
    /// True when somebody known was found in the event's own arguments.
    grounded: bool,
}

/// The layers below, indexed by token.
struct Desk<'a> {
    article: &'a Article,
    mentions: &'a Mentions,
    claims: &'a [Claim],
    predicates: &'a [Predicate],
    tree: Tree<'a>,
    /// The longest actor mention with this head.
    headed_by: Vec<Option<ActorMentionId>>,
    /// The innermost actor mention that covers the token.
    covering: Vec<Option<ActorMentionId>>,
    /// The longest actor mention that begins with the token.
    starting: Vec<Option<ActorMentionId>>,
    time_at: Vec<Option<TimeMentionId>>,
    place_at: Vec<Option<PlaceMentionId>>,
    /// True at the head of a candidate.
    candidate_at: Vec<bool>,
    kind_at: FxHashMap<TokenId, EventType>,
    /// The innermost claim whose content holds the token.
    content_of: Vec<Option<ClaimId>>,
    /// The claim that a cue's head makes.
    claim_by_cue: FxHashMap<TokenId, ClaimId>,
    circumstances: Circumstances<'a>,
}

impl<'a> Desk<'a> {
    fn new(
        article: &'a Article,
        syntax: &'a Syntax,
        mentions: &'a Mentions,
        claims: &'a [Claim],
        predicates: &'a [Predicate],
        candidates: &[Candidate],
    ) -> Self {
        let n = syntax.tokens().len();
        let mut desk = Self {
            article,
            mentions,
            claims,
            predicates,
            tree: Tree { syntax },
            headed_by: vec![None; n],
            covering: vec![None; n],
            starting: vec![None; n],
            time_at: vec![None; n],
            place_at: vec![None; n],
            candidate_at: vec![false; n],
            kind_at: FxHashMap::default(),
            content_of: vec![None; n],
            claim_by_cue: FxHashMap::default(),
            circumstances: Circumstances::default(),
        };
        desk.index_actors();
        for (i, time) in mentions.times.iter().enumerate() {
            paint(&mut desk.time_at, time.tokens.clone(), TimeMentionId::from(i));
        }
        for (i, place) in mentions.places.iter().enumerate() {
            paint(&mut desk.place_at, place.tokens.clone(), PlaceMentionId::from(i));
        }
        for candidate in candidates {
            desk.candidate_at[candidate.head.index()] = true;
            desk.kind_at.insert(candidate.head, candidate.kind);
        }
        for (i, claim) in claims.iter().enumerate() {
            desk.claim_by_cue.entry(claim.cue_head).or_insert(ClaimId::from(i));
        }
        // Long contents first, so that the innermost is painted last.
        let mut order: Vec<usize> = (0..claims.len()).collect();
        let length = |c: &Claim| c.content.iter().map(|s| s.len()).sum::<u32>();
        order.sort_by_key(|i| (std::cmp::Reverse(length(&claims[*i])), *i));
        for i in order {
            for content in &claims[i].content {
                paint(&mut desk.content_of, syntax.tokens_in(*content), ClaimId::from(i));
            }
        }
        desk.circumstances = Circumstances::gather(&desk);
        desk
    }

    fn index_actors(&mut self) {
        let mentions = self.mentions;
        let mut order: Vec<usize> = (0..mentions.actors.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(mentions.actors[*i].span.len()), *i));
        for i in order {
            let mention = &mentions.actors[i];
            let id = ActorMentionId::from(i);
            paint(&mut self.covering, mention.tokens.clone(), id);
            self.headed_by[mention.head.index()].get_or_insert(id);
            self.starting[mention.tokens.start as usize].get_or_insert(id);
        }
    }

    /// "*Iraq* said it would allow …": a party that a pronoun stands for is shown by the words that it
    /// stands for, when the same sentence has them.
    fn name_pronouns(&self, event: &mut EventMention) {
        let sides = [("actors", &mut event.actors), ("recipients", &mut event.recipients)];
        for (field, parties) in sides {
            for at in 0..parties.len() {
                let Some(named) = self.named_before(&parties[at]) else { continue };
                let mention = self.mentions.actor(named);
                if parties.iter().any(|party| party.span == mention.span) {
                    continue;
                }
                let span = parties[at].span;
                let [pronoun, name] = [span, mention.span].map(|s| self.article.words(s));
                let message = format!("“{pronoun}” stands for “{name}”");
                event.why.push(Reason { field, span, message });
                parties[at].span = mention.span;
                parties[at].head = mention.head;
                parties[at].actor = Some(named);
            }
        }
    }

    /// The nearest mention by name or description, earlier in the sentence, of the one that a pronoun
    /// stands for.
    fn named_before(&self, party: &Participant) -> Option<ActorMentionId> {
        let pronoun = self.mentions.actor(party.actor?);
        if pronoun.form != ActorForm::Pronoun {
            return None;
        }
        let sentence = self.tree.token(pronoun.head).sentence;
        let before =
            self.mentions.actors.partition_point(|m| m.span.start() < pronoun.span.start());
        (0..before)
            .rev()
            .take_while(|i| self.tree.token(self.mentions.actors[*i].head).sentence == sentence)
            .find(|i| {
                let mention = &self.mentions.actors[*i];
                mention.entity == pronoun.entity && mention.form != ActorForm::Pronoun
            })
            .map(ActorMentionId::from)
    }

    /// Events are read from story text and headlines alone.
    fn is_story(&self, trigger: Span) -> bool {
        self.article.region_at(trigger).is_none_or(|r| r.kind == RegionKind::Headline)
    }

    fn claim_at(&self, token: TokenId) -> Option<ClaimId> {
        self.content_of[token.index()]
    }

    /// "Has declared its *readiness to impose sanctions*": the sanctions lie ahead, the threat of
    /// them is made. The noun of will, and the verb that makes it known.
    fn declared_will(&self, candidate: &Candidate) -> Option<(TokenId, &'a Predicate)> {
        let tree = self.tree;
        let verb = candidate.support.unwrap_or(candidate.head);
        let to =
            tree.syntax.children(verb).iter().copied().find(|c| {
                tree.token(*c).rel == chancery_syntax::Rel::Mark && tree.lemma(*c) == "to"
            })?;
        let noun = TokenId(to.0.checked_sub(1)?);
        let will = WILL.contains(&tree.lemma(noun));
        let token = tree.token(noun);
        let declaring = token.head.filter(|h| {
            will && token.rel == chancery_syntax::Rel::Obj && DECLARING.contains(&tree.lemma(*h))
        })?;
        Some((noun, self.predicate_at(declaring)?))
    }

    fn draft<'c>(&self, candidate: &'c Candidate) -> Draft<'c> {
        let mut why = vec![Reason {
            field: "type",
            span: candidate.trigger,
            message: type_reason(candidate),
        }];
        let mut factuality = self.factuality_of(candidate, &mut why);
        let mut kind = candidate.kind;
        let mut kind_mode = candidate.mode;
        let mut trigger = candidate.trigger;
        let will = self.declared_will(candidate).filter(|_| candidate.own.is_none());
        if let Some((noun, declaring)) = will {
            let ahead = Factuality { stage: Stage::Planned, ..factuality };
            (kind, kind_mode) = crate::projection::plover(kind, kind_mode, ahead);
            factuality = declaring.factuality;
            trigger = trigger.cover(self.tree.token(noun).span);
            let span = self.tree.token(noun).span;
            why.push(reason("type", span, "a will made known is itself the act"));
        }
        let (actors, recipients, reciprocal) = self.participants_of(candidate, &mut why);
        let grounded = actors
            .iter()
            .chain(&recipients)
            .any(|p| p.place.is_some() || p.actor.is_some_and(|a| self.is_resolved(a)));
        let time = self.time_of(candidate);
        if let Some((id, reason)) = time {
            let span = self.mentions.times[id.index()].span;
            let message = format!("“{}” {reason}", self.article.words(span));
            why.push(Reason { field: "time", span, message });
        }
        let place = self.place_of(candidate);
        if let Some((id, reason)) = place {
            let span = self.mentions.places[id.index()].span;
            let message = format!("“{}” {reason}", self.article.words(span));
            why.push(Reason { field: "place", span, message });
        }
        let occasion = self.occasion_of(candidate);
        if let Some(span) = occasion {
            let message = format!("“{}” names the occasion", self.article.words(span));
            why.push(Reason { field: "occasion", span, message });
        }
        let quantities = self.quantities_of(candidate);
        for id in &quantities {
            let span = self.mentions.quantities[id.index()].span;
            let message = "counted among the event's arguments".to_owned();
            why.push(Reason { field: "quantities", span, message });
        }
        let attribution = self.attribution_of(candidate.head, candidate.support);
        for id in &attribution {
            let claim = &self.claims[id.index()];
            let span = claim.cue.first().copied().unwrap_or(candidate.trigger);
            let message = format!("inside what is {}", claim_phrase(claim));
            why.push(Reason { field: "attribution", span, message });
        }
        let mode = match kind_mode {
            None if reciprocal && kind == EventType::Assault && actors.len() > 1 => {
                Some(Mode::SideAb)
            }
            mode => mode,
        };
        let score = self.score(candidate, &actors, &recipients, reciprocal);
        let event = EventMention {
            kind,
            mode,
            own: candidate.own,
            contexts: candidate.contexts.clone(),
            quad: kind.quad(),
            intensity: intensity(kind, mode),
            cameo: candidate.cameo,
            plover: (kind, mode),
            trigger,
            head: candidate.head,
            sentence: self.tree.token(candidate.head).sentence,
            actors,
            recipients,
            reciprocal,
            time: time.map(|(id, _)| id),
            place: place.map(|(id, _)| id),
            occasion,
            quantities,
            factuality,
            attribution,
            about: Vec::new(),
            rule: candidate.rule.clone(),
            score,
            why,
        };
        Draft { candidate, event, grounded }
    }

    /// Who acts and who receives; a reciprocal act has all of them as its actors.
    fn participants_of(
        &self,
        candidate: &Candidate,
        why: &mut Vec<Reason>,
    ) -> (Vec<Participant>, Vec<Participant>, bool) {
        let mut actors = self.cast(candidate, &candidate.frame.actor, Part::Actor, &[]);
        let slots = recipient_slots(candidate);
        let mut recipients = self.cast(candidate, &slots, Part::Recipient, &actors.parties);
        if actors.parties.is_empty() {
            self.find_actor_elsewhere(candidate, &recipients.parties, &mut actors, why);
        }
        if recipients.parties.is_empty() && takes_complement(candidate.kind) {
            let slots = [Slot::ComplementSubject, Slot::Inside];
            let slots = &slots[..if candidate.kind == EventType::Request { 1 } else { 2 }];
            recipients = self.cast(candidate, slots, Part::Recipient, &actors.parties);
        }
        if recipients.parties.is_empty() {
            self.find_occasioner(candidate, &actors.parties, &mut recipients, why);
        }
        self.give_reasons("actors", &actors, why);
        self.give_reasons("recipients", &recipients, why);
        let all_alike = candidate.frame.reciprocal && candidate.mode != Some(Mode::Visit);
        if all_alike && actors.parties.len() > 1 {
            // "The U.S. and Jordan agreed on a pact between the two countries": nobody besides them.
            recipients
                .parties
                .retain(|r| !actors.parties.iter().any(|a| self.shares_country(a, r)));
        }
        let merged = all_alike && matches!(candidate.kind, EventType::Consult | EventType::Assault);
        if merged {
            actors.parties.append(&mut recipients.parties);
            actors.parties.sort_by_key(|p| p.span);
        }
        let reciprocal = all_alike && self.is_plural(&actors.parties, &recipients.parties);
        (actors.parties, recipients.parties, reciprocal)
    }

    /// Two parties at least, or one that stands for several ("the two sides").
    fn is_plural(&self, actors: &[Participant], recipients: &[Participant]) -> bool {
        actors.len() + recipients.len() > 1
            || actors
                .iter()
                .filter_map(|p| p.actor)
                .any(|id| self.mentions.actor(id).members.len() > 1)
    }

    fn find_actor_elsewhere(
        &self,
        candidate: &Candidate,
        taken: &[Participant],
        actors: &mut Cast,
        why: &mut Vec<Reason>,
    ) {
        // The cue of a claim has the claim's source for its actor, wherever the sentence puts it.
        let cue = self
            .claims
            .iter()
            .find(|c| c.cue_head == candidate.head || Some(c.cue_head) == candidate.support);
        if let Some(id) = cue.and_then(|c| c.actor) {
            let party = self.through(id, self.mentions.actor(id).head);
            if !taken.iter().any(|t| self.is_same(t, &party)) {
                why.push(reason(
                    "actors",
                    party.span,
                    "the source of the claim that this verb makes",
                ));
                actors.parties.push(party);
                return;
            }
        }
        if candidate.frame.actor.is_empty() {
            return;
        }
        // "Troops have been deployed to Kursk": where nobody sends them, the troops move themselves.
        if matches!(candidate.kind, EventType::Mobilize | EventType::Retreat)
            && self.tree.is_passive(candidate.head)
        {
            let moved = self.tree.object(candidate.head);
            let parties = moved
                .map(|m| self.parties(m, Part::Actor, candidate.kind, Known::Registered))
                .unwrap_or_default();
            for party in parties {
                if !self.countries(&party).is_empty()
                    && !taken.iter().any(|t| self.is_same(t, &party))
                {
                    why.push(reason(
                        "actors",
                        party.span,
                        "who is moved, nobody being named who moves them",
                    ));
                    actors.parties.push(party);
                }
            }
            if !actors.parties.is_empty() {
                return;
            }
        }
        if let Some(party) = self.inherited_actor(candidate, taken) {
            why.push(reason("actors", party.span, "the subject of the governing clause"));
            actors.parties.push(party);
            return;
        }
        let verb = candidate.support.unwrap_or(candidate.head);
        let lost = self.tree.is_verb(verb)
            && !self.tree.is_passive(verb)
            && self.tree.grammatical_subject(verb).is_none();
        if lost
            && let Some(party) = self.preceding_actor(verb)
            && !taken.iter().any(|t| self.is_same(t, &party))
        {
            why.push(reason("actors", party.span, "the last actor named before the verb"));
            actors.parties.push(party);
        }
    }

    /// Whose doing a punishment or reproach answers: "sanctions in response to *North Korea*'s
    /// deployment", "protested over *Iran*'s programme".
    fn find_occasioner(
        &self,
        candidate: &Candidate,
        actors: &[Participant],
        recipients: &mut Cast,
        why: &mut Vec<Reason>,
    ) {
        if !matches!(
            candidate.kind,
            EventType::Sanction | EventType::Threaten | EventType::Accuse | EventType::Protest
        ) {
            return;
        }
        let mut sites = self.sites(candidate);
        let verb = candidate.support.unwrap_or(candidate.head);
        sites.extend(self.tree.above(verb).take(2).filter(|v| self.tree.is_predicate(*v)));
        for site in sites {
            for phrase in self.tree.children(site) {
                let named = match self.tree.preposition(*phrase) {
                    Some("over" | "for" | "about" | "at" | "against" | "after") => vec![*phrase],
                    Some("in") => self.tree.phrases_with(*phrase, "to").collect(),
                    Some("to") if self.answers(*phrase) => vec![*phrase],
                    _ => continue,
                };
                for noun in named {
                    for owner in self.possessors(noun) {
                        let mut parties =
                            self.parties(owner, Part::Recipient, candidate.kind, Known::Registered);
                        parties.retain(|p| {
                            !actors.iter().any(|a| self.is_same(a, p) || self.shares_country(a, p))
                        });
                        if let Some(party) = parties.into_iter().next() {
                            why.push(reason(
                                "recipients",
                                party.span,
                                "whose doing the act answers",
                            ));
                            recipients.parties.push(party);
                            return;
                        }
                    }
                }
            }
        }
    }

    /// "In *response to* X", where the parser parts the two prepositions.
    fn answers(&self, phrase: TokenId) -> bool {
        self.tree.syntax.children_by(phrase, chancery_syntax::Rel::Case).any(|case| {
            case.0 > 0
                && matches!(
                    self.tree.lemma(TokenId(case.0 - 1)),
                    "response" | "reaction" | "retaliation" | "reply"
                )
        })
    }

    fn give_reasons(&self, field: &'static str, cast: &Cast, why: &mut Vec<Reason>) {
        let Some(slot) = &cast.slot else { return };
        for party in &cast.parties {
            let words = self.article.words(party.span);
            let known = match (party.actor, party.place) {
                (Some(id), _) => match self.mentions.actor(id).name.as_deref() {
                    Some(name) => format!(", known as {name}"),
                    None => String::new(),
                },
                (None, Some(_)) => ", a place".to_owned(),
                (None, None) => ", not in the registry".to_owned(),
            };
            let message = format!("“{words}” is {}{known}", slot_phrase(slot));
            why.push(Reason { field, span: party.span, message });
        }
    }

    /// The factuality of the light verb or, without one, of the event's own word.
    fn factuality_of(&self, candidate: &Candidate, why: &mut Vec<Reason>) -> Factuality {
        let found = [candidate.support, self.scheduler(candidate.head), Some(candidate.head)]
            .into_iter()
            .flatten()
            .find_map(|token| self.predicate_at(token));
        match found {
            Some(predicate) => {
                for cue in &predicate.cues {
                    let message = format!("“{}” decides it", self.article.words(*cue));
                    why.push(Reason { field: "factuality", span: *cue, message });
                }
                let mut factuality = predicate.factuality;
                // "The visit was scheduled": the scheduling happened, the visit lies ahead.
                let ahead = candidate
                    .support
                    .is_some_and(|s| s == predicate.token && is_scheduling(self.tree.lemma(s)))
                    || self.scheduler(candidate.head) == Some(predicate.token);
                if ahead && factuality.polarity == Polarity::Positive {
                    factuality.stage = Stage::Planned;
                } else if let Some(word) = self.growing(candidate) {
                    why.push(reason(
                        "factuality",
                        self.tree.token(word).span,
                        "it goes on, as this word says",
                    ));
                    factuality = Factuality {
                        polarity: Polarity::Positive,
                        certainty: Certainty::Certain,
                        stage: Stage::Ongoing,
                    };
                } else if let Some(main) = self.done_for(candidate) {
                    factuality = main.factuality;
                }
                factuality
            }
            None => Factuality {
                polarity: Polarity::Positive,
                certainty: Certainty::Certain,
                stage: Stage::Occurred,
            },
        }
    }

    /// "*Deepening* military ties": the noun's participle says that it goes on, whatever is done
    /// about it.
    fn growing(&self, candidate: &Candidate) -> Option<TokenId> {
        if candidate.support.is_some() || self.tree.is_verb(candidate.head) {
            return None;
        }
        self.tree
            .syntax
            .children_by(candidate.head, chancery_syntax::Rel::Amod)
            .find(|c| GROWING.contains(&self.tree.lemma(*c)))
    }

    /// "Shunned work *to protest*": a protest made by an act is as real as the act.
    fn done_for(&self, candidate: &Candidate) -> Option<&'a Predicate> {
        let token = self.tree.token(candidate.head);
        let purpose = candidate.kind == EventType::Protest
            && token.rel == chancery_syntax::Rel::Advcl
            && self.tree.is_infinitive(candidate.head);
        token.head.filter(|_| purpose).and_then(|main| self.predicate_at(main))
    }

    /// The verb that puts an event noun into the future: "Borrell's visit was *scheduled*".
    fn scheduler(&self, noun: TokenId) -> Option<TokenId> {
        let token = self.tree.token(noun);
        let head = token.head?;
        let governed = matches!(
            token.rel,
            chancery_syntax::Rel::NsubjPass
                | chancery_syntax::Rel::Obj
                | chancery_syntax::Rel::Nsubj
        );
        (governed
            && !self.tree.is_verb(noun)
            && self.tree.is_verb(head)
            && is_scheduling(self.tree.lemma(head)))
        .then_some(head)
    }

    fn predicate_at(&self, token: TokenId) -> Option<&'a Predicate> {
        let at = self.predicates.binary_search_by_key(&token, |p| p.token).ok()?;
        Some(&self.predicates[at])
    }

    /// The claims whose content the event stands in, outermost first. A verb that makes a claim is
    /// not its own source.
    fn attribution_of(&self, head: TokenId, support: Option<TokenId>) -> Vec<ClaimId> {
        let mut chain = Vec::new();
        let mut at = self.claim_at(head);
        while let Some(id) = at {
            let claim = &self.claims[id.index()];
            if claim.cue_head != head && Some(claim.cue_head) != support {
                chain.push(id);
            }
            at = claim.parent.filter(|p| !chain.contains(p) && chain.len() < 16);
        }
        chain.reverse();
        chain
    }

    /// The candidate's score, weighed with who was found: an act by nobody on nobody is seldom one.
    fn score(
        &self,
        candidate: &Candidate,
        actors: &[Participant],
        recipients: &[Participant],
        reciprocal: bool,
    ) -> f32 {
        let known = |parties: &[Participant]| {
            parties
                .iter()
                .map(|p| match (p.actor, p.place) {
                    (Some(id), _) if self.is_resolved(id) => 1.0,
                    (None, Some(_)) => 0.9,
                    (Some(_), _) => 0.7,
                    (None, None) => 0.4,
                })
                .fold(0.0, f32::max)
        };
        let who = known(actors);
        let whom = if reciprocal { who } else { known(recipients) };
        let needed = if needs_recipient(candidate.kind) { whom } else { whom.max(0.6) };
        (candidate.score * (0.4 + 0.35 * who + 0.25 * needed)).clamp(0.0, 1.0)
    }

    /// Why a draft is no event, when it is none.
    fn not_worth_telling(&self, draft: &Draft<'_>) -> Option<&'static str> {
        if draft.event.score < LEAST_SCORE {
            return Some("with its parties it scores below 0.2");
        }
        if draft.event.score < LEAST_VAGUE_SCORE && self.is_vague(draft) {
            return Some(
                "it scores below 0.35 in a subordinate word, without two countries, time or place",
            );
        }
        let token = self.tree.token(draft.candidate.head);
        // "A third of that need has been met": nobody did anything to anybody.
        let nobody = draft.event.actors.is_empty() && draft.event.recipients.is_empty();
        if nobody && draft.event.kind != EventType::Agree && self.tree.is_verb(draft.candidate.head)
        {
            return Some("nobody is found who does it or receives it");
        }
        let bare_noun =
            draft.candidate.support.is_none() && matches!(token.upos, Upos::Noun | Upos::Propn);
        // A noun of no one, at no time, nowhere ("talks", "the war") names a kind of act, not an act.
        let told = !bare_noun
            || draft.grounded
            || draft.event.time.is_some()
            || draft.event.place.is_some();
        (!told).then_some("a noun with nobody known, no time and no place names a kind of act")
    }

    fn is_vague(&self, draft: &Draft<'_>) -> bool {
        let event = &draft.event;
        let at_place = event.recipients.iter().any(|p| p.place.is_some());
        if event.time.is_some() || event.place.is_some() || at_place {
            return false;
        }
        // What a main verb says, and what it says that somebody says, is told for its own sake.
        let verb = draft.candidate.support.unwrap_or(draft.candidate.head);
        let told = std::iter::once(verb).chain(self.tree.above(verb).take(6)).find(|t| {
            !matches!(
                self.tree.token(*t).rel,
                chancery_syntax::Rel::Ccomp | chancery_syntax::Rel::Xcomp
            )
        });
        if told.is_some_and(|t| self.tree.token(t).rel == chancery_syntax::Rel::Root) {
            return false;
        }
        let mut countries =
            event.actors.iter().chain(&event.recipients).flat_map(|p| self.countries(p));
        let first = countries.next();
        countries.all(|c| Some(c) == first)
    }

    /// Links each event to the events that it is about: those in its own arguments.
    fn link_topics(&self, events: &mut [EventMention]) {
        let at: FxHashMap<TokenId, usize> =
            events.iter().enumerate().map(|(i, event)| (event.head, i)).collect();
        for inner in 0..events.len() {
            let mut from = events[inner].head;
            for above in self.tree.above(from).take(8) {
                let rel = self.tree.token(from).rel;
                if matches!(
                    rel,
                    chancery_syntax::Rel::Conj
                        | chancery_syntax::Rel::Parataxis
                        | chancery_syntax::Rel::AclRelcl
                        | chancery_syntax::Rel::Nsubj
                        | chancery_syntax::Rel::Advcl
                ) {
                    break;
                }
                if let Some(outer) = at.get(&above).copied().filter(|o| *o != inner) {
                    events[outer].about.push(EventMentionId::from(inner));
                    break;
                }
                from = above;
            }
        }
    }
}

/// Writes `id` over the tokens of a mention.
fn paint<Id: Copy>(table: &mut [Option<Id>], tokens: std::ops::Range<u32>, id: Id) {
    let end = (tokens.end as usize).min(table.len());
    for slot in table.iter_mut().take(end).skip(tokens.start as usize) {
        *slot = Some(id);
    }
}

/// Says what an event lacks.
fn note_gaps(event: &EventMention, article: &Article, notes: &mut Vec<Note>) {
    if event.actors.is_empty() {
        notes.push(Note {
            code: "event-without-actor",
            span: event.trigger,
            message: format!("nobody is named who did this: “{}”", article.words(event.trigger)),
        });
    }
    for party in event.actors.iter().chain(&event.recipients) {
        if party.actor.is_none() && party.place.is_none() {
            notes.push(Note {
                code: "participant-unknown",
                span: party.span,
                message: format!("the registry does not know “{}”", article.words(party.span)),
            });
        }
    }
}

fn reason(field: &'static str, span: Span, message: &str) -> Reason {
    Reason { field, span, message: message.to_owned() }
}

fn type_reason(candidate: &Candidate) -> String {
    let mut message = format!("lexicon entry {}", candidate.rule);
    for line in &candidate.why {
        message.push_str("; ");
        message.push_str(line);
    }
    message
}

fn claim_phrase(claim: &Claim) -> String {
    format!("given as a claim (“{}”)", claim.cue_lemma)
}

fn slot_phrase(slot: &Slot) -> String {
    match slot {
        Slot::Subject => "the subject of the act".to_owned(),
        Slot::Object => "the object of the act".to_owned(),
        Slot::IndirectObject => "the indirect object".to_owned(),
        Slot::Preposition(preposition) => format!("in the phrase with “{preposition}”"),
        Slot::Possessor => "the possessor or origin of the act".to_owned(),
        Slot::ObjectPossessor => "the possessor of the object".to_owned(),
        Slot::ComplementSubject => "who is to do what the complement says".to_owned(),
        Slot::Inside => "named inside the object or complement".to_owned(),
        Slot::Source => "the source of what is said".to_owned(),
    }
}

/// The frame's recipients; what a demand is about comes before what merely stands inside it.
fn recipient_slots(candidate: &Candidate) -> Vec<Slot> {
    let mut slots = candidate.frame.recipient.clone();
    if takes_complement(candidate.kind)
        && !slots.contains(&Slot::ComplementSubject)
        && let Some(at) = slots.iter().position(|s| *s == Slot::Inside)
    {
        slots.insert(at, Slot::ComplementSubject);
    }
    slots
}

/// Verbs that put an act into the future.
fn is_scheduling(lemma: &str) -> bool {
    SCHEDULING.contains(&lemma)
}

/// The intensity of a type in a mode, on PLOVER's scale.
fn intensity(kind: EventType, mode: Option<Mode>) -> f32 {
    let of_mode = mode
        .and_then(|mode| kind.modes().iter().find(|(m, _)| *m == mode))
        .map(|(_, value)| *value);
    of_mode.unwrap_or_else(|| kind.intensity())
}

/// Types whose record PLOVER calls incomplete without a recipient.
fn needs_recipient(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Cooperate
            | EventType::Aid
            | EventType::Sanction
            | EventType::Coerce
            | EventType::Assault
            | EventType::Accuse
            | EventType::Request
            | EventType::Threaten
    )
}

/// Types whose recipient may be named in what is demanded, alleged or threatened.
fn takes_complement(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Request
            | EventType::Accuse
            | EventType::Threaten
            | EventType::Reject
            | EventType::Support
            | EventType::Agree
    )
}
