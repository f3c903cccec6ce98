//! How an event came by its fields: what stood in each slot, which times and places were near, what
//! its factuality passed through. Computed anew for whoever asks, so that reading keeps none of it.

use chancery_article::{Article, PlaceMentionId, Span, TimeMentionId, TokenId};
use chancery_mention::{Mentions, TimeKind};
use chancery_syntax::Syntax;
use chancery_world::World;
use rustc_hash::FxHashMap;

use super::circumstance::Hanging;
use super::parties::{Known, Part};
use super::{Desk, gather, recipient_slots};
use crate::factuality::Label;
use crate::predicates::{Candidate, Loss, Slot};
use crate::{Claim, EventMention, Participant, Predicate};

/// So many times and places of a sentence are told of, those nearest to the event.
const RIVALS: usize = 12;

/// How one event came by its fields.
#[derive(Clone, PartialEq, Debug)]
pub struct Trail {
    /// The event's head.
    pub head: TokenId,
    /// What stood in each slot of the frame, in the order in which they are tried.
    pub fillers: Vec<Filler>,
    /// The times of its sentence nearest to it, and the one that it has.
    pub times: Vec<Rival<TimeMentionId>>,
    /// The places of its sentence nearest to it, and the one that it has.
    pub places: Vec<Rival<PlaceMentionId>>,
    /// The predicates that its factuality passed through, outermost first.
    pub steps: Vec<Step>,
}

/// What stood in a slot.
#[derive(Clone, PartialEq, Debug)]
pub struct Filler {
    /// `actors` or `recipients`.
    pub part: &'static str,
    /// The slot.
    pub slot: Slot,
    /// The head of what stands there; none for an empty slot.
    pub token: Option<TokenId>,
    /// Its words.
    pub span: Option<Span>,
    /// The way through the tree from the event's head.
    pub path: String,
    /// True when it takes part.
    pub taken: bool,
    /// Why it does not.
    pub why: &'static str,
}

/// A time or place that an event might have had.
#[derive(Clone, PartialEq, Debug)]
pub struct Rival<Id> {
    /// The mention.
    pub id: Id,
    /// Its words.
    pub span: Span,
    /// What it hangs on.
    pub site: Option<TokenId>,
    /// True when the event has it.
    pub taken: bool,
    /// Why it does or does not.
    pub why: &'static str,
}

/// A predicate on the way from the root of the sentence to the event.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// The predicate.
    pub token: TokenId,
    /// Its factuality in a word.
    pub label: Label,
    /// Its score, -3 to 3.
    pub score: f32,
    /// The words that decided it.
    pub cues: Vec<Span>,
}

/// The events with how each came by its fields, and the candidates that came to nothing.
#[expect(clippy::too_many_arguments, reason = "the layers below, each as a value")]
pub fn trail(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    claims: &[Claim],
    predicates: &[Predicate],
    candidates: &[Candidate],
    world: &World,
    lost: &mut dyn FnMut(TokenId, Loss),
) -> (Vec<EventMention>, Vec<Trail>) {
    let desk = Desk::new(article, syntax, mentions, claims, predicates, candidates);
    let events = gather(&desk, candidates, world, &mut Vec::new(), lost);
    let (times, places) = (desk.time_sites(), desk.place_sites());
    let by_head: FxHashMap<TokenId, &Candidate> = candidates.iter().map(|c| (c.head, c)).collect();
    let trails = events.iter().map(|event| {
        let candidate = by_head.get(&event.head).copied().filter(|c| c.rule == event.rule);
        Trail {
            head: event.head,
            fillers: candidate.map(|c| desk.slots(c, event)).unwrap_or_default(),
            times: desk.rival_times(candidate, event, &times),
            places: desk.rival_places(candidate, event, &places),
            steps: desk.steps(event.head),
        }
    });
    let trails = trails.collect();
    (events, trails)
}

/// The part, slot by slot, of a candidate that became no event: what an editor wants to see.
pub(crate) fn slots_of(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    claims: &[Claim],
    predicates: &[Predicate],
    candidates: &[Candidate],
) -> Vec<(TokenId, Vec<Filler>)> {
    let desk = Desk::new(article, syntax, mentions, claims, predicates, candidates);
    candidates.iter().map(|c| (c.head, desk.slots(c, &desk.draft(c).event))).collect()
}

impl Desk<'_> {
    fn slots(&self, candidate: &Candidate, event: &EventMention) -> Vec<Filler> {
        let mut found = Vec::new();
        let recipients = recipient_slots(candidate);
        for (name, part, slots, own) in [
            ("actors", Part::Actor, &candidate.frame.actor, &event.actors),
            ("recipients", Part::Recipient, &recipients, &event.recipients),
        ] {
            let all = match event.reciprocal {
                true => [&event.actors[..], &event.recipients[..]].concat(),
                false => own.clone(),
            };
            let mut filled = false;
            for slot in slots {
                let fillers = self.fillers(candidate, slot);
                if fillers.is_empty() {
                    found.push(Filler {
                        part: name,
                        slot: *slot,
                        token: None,
                        span: None,
                        path: String::new(),
                        taken: false,
                        why: "nothing stands there",
                    });
                }
                let before = found.len();
                let mut seen = Vec::new();
                for token in fillers {
                    if seen.contains(&token) {
                        continue;
                    }
                    seen.push(token);
                    let parties = self.parties(token, part, candidate.kind, Known::Bare);
                    let taken = parties.iter().any(|p| all.iter().any(|own| self.is_one(own, p)));
                    let why =
                        if taken { "" } else { self.passed_over(&parties, event, part, filled) };
                    let span = parties.first().map_or_else(|| self.noun_phrase(token), |p| p.span);
                    found.push(Filler {
                        part: name,
                        slot: *slot,
                        token: Some(token),
                        span: Some(span),
                        path: self.path(candidate.head, token),
                        taken,
                        why,
                    });
                }
                filled |= found[before..].iter().any(|f| f.taken);
            }
        }
        found
    }

    fn is_one(&self, own: &Participant, other: &Participant) -> bool {
        own.span == other.span || own.head == other.head || self.is_same(own, other)
    }

    fn passed_over(
        &self,
        parties: &[Participant],
        event: &EventMention,
        part: Part,
        filled: bool,
    ) -> &'static str {
        let is_in = |side: &[Participant]| {
            parties.iter().any(|p| side.iter().any(|own| self.is_one(own, p)))
        };
        if parties.is_empty() {
            "names nobody: a thing, a time or another act"
        } else if part == Part::Recipient && is_in(&event.actors) {
            "acts already"
        } else if part == Part::Actor && is_in(&event.recipients) {
            "receives the act already"
        } else if filled {
            "a better slot was filled before"
        } else if parties.iter().all(|p| p.actor.is_none() && p.place.is_none()) {
            "not in the registry, and somebody who is was found"
        } else {
            "of the acting party's own country, or stood out by a better one"
        }
    }

    /// The way from one word to another: `imposed ─obj→ tariffs ─nmod:on→ goods`.
    fn path(&self, from: TokenId, to: TokenId) -> String {
        let tree = self.tree;
        let words = |t: TokenId| self.article.words(tree.token(t).span);
        let up: Vec<TokenId> = std::iter::once(from).chain(tree.above(from)).collect();
        let mut down = vec![to];
        let mut meeting = up.iter().position(|t| *t == to);
        if meeting.is_none() {
            for above in tree.above(to) {
                meeting = up.iter().position(|t| *t == above);
                if meeting.is_some() {
                    break;
                }
                down.push(above);
            }
        } else {
            down.clear();
        }
        let Some(meeting) = meeting else { return words(to).to_owned() };
        let mut path = words(from).to_owned();
        for pair in up[..=meeting].windows(2) {
            let rel = tree.token(pair[0]).rel.as_str();
            path.push_str(&format!(" ←{rel}─ {}", words(pair[1])));
        }
        for token in down.iter().rev() {
            let rel = tree.token(*token).rel.as_str();
            let case = tree.preposition(*token).map(|p| format!(":{p}")).unwrap_or_default();
            path.push_str(&format!(" ─{rel}{case}→ {}", words(*token)));
        }
        path
    }

    fn rival_times(
        &self,
        candidate: Option<&Candidate>,
        event: &EventMention,
        sites: &[Option<Hanging>],
    ) -> Vec<Rival<TimeMentionId>> {
        let spans = self.mentions.times.iter().map(|time| time.span);
        let rival = |i: usize| {
            let (id, time) = (TimeMentionId::from(i), &self.mentions.times[i]);
            let taken = event.time == Some(id);
            let spent = matches!(time.kind, TimeKind::Duration | TimeKind::Set);
            let why = if taken {
                "the event's time"
            } else if spent && time.from.is_none() {
                "says how long or how often, not when"
            } else {
                self.why_not(candidate, sites[i])
            };
            Rival { id, span: time.span, site: sites[i].map(|h| h.site), taken, why }
        };
        self.near(event, spans, event.time.map(|id| id.index())).into_iter().map(rival).collect()
    }

    fn rival_places(
        &self,
        candidate: Option<&Candidate>,
        event: &EventMention,
        sites: &[Option<Hanging>],
    ) -> Vec<Rival<PlaceMentionId>> {
        let spans = self.mentions.places.iter().map(|place| place.span);
        let rival = |i: usize| {
            let (id, span) = (PlaceMentionId::from(i), self.mentions.places[i].span);
            let taken = event.place == Some(id);
            let mut parties = event.actors.iter().chain(&event.recipients);
            let why = if taken {
                "the event's place"
            } else if parties.any(|p| p.span.contains(span)) {
                "names a party"
            } else {
                self.why_not(candidate, sites[i])
            };
            Rival { id, span, site: sites[i].map(|h| h.site), taken, why }
        };
        self.near(event, spans, event.place.map(|id| id.index())).into_iter().map(rival).collect()
    }

    /// The mentions of the event's sentence nearest to it, and the one that it has, in text order.
    fn near(
        &self,
        event: &EventMention,
        spans: impl Iterator<Item = Span>,
        taken: Option<usize>,
    ) -> Vec<usize> {
        let sentence = self.tree.syntax.sentence(event.sentence).span;
        let mut found: Vec<(bool, u32, usize)> = spans
            .enumerate()
            .filter(|(i, span)| sentence.contains(*span) || taken == Some(*i))
            .map(|(i, span)| (taken != Some(i), span.start().abs_diff(event.trigger.start()), i))
            .collect();
        found.sort_unstable();
        found.truncate(RIVALS);
        let mut found: Vec<usize> = found.into_iter().map(|(.., i)| i).collect();
        found.sort_unstable();
        found
    }

    fn why_not(&self, candidate: Option<&Candidate>, hanging: Option<Hanging>) -> &'static str {
        let (Some(candidate), Some(hanging)) = (candidate, hanging) else {
            return "hangs on nothing that acts";
        };
        if self.claim_at(candidate.head) != self.claim_at(hanging.at) {
            "stands in another claim than the act: that of the saying, not of the said"
        } else if self.own_sites(candidate).contains(&hanging.site) {
            "hangs on the event's clause, but another fits better or none is asked for"
        } else {
            "hangs on another clause or noun"
        }
    }

    fn steps(&self, head: TokenId) -> Vec<Step> {
        let mut found: Vec<Step> = std::iter::once(head)
            .chain(self.tree.above(head))
            .filter_map(|token| self.predicate_at(token))
            .map(|predicate| Step {
                token: predicate.token,
                label: predicate.label(),
                score: predicate.score,
                cues: predicate.cues.clone(),
            })
            .collect();
        found.reverse();
        found
    }
}
