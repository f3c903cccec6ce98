//! Demands without a verb of demanding: "The bombing must stop now," the head of the WHO said.
//!
//! Rule `claim-obligation`: inside what a known source says, an obligation (must, should, has to,
//! needs to) to stop, leave, withdraw, release and the like is a REQUEST by the source.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Upos};
use chancery_world::words::{CHANGING, YIELDING};
use chancery_world::{EventType, Mode};

use super::parties::{Known, Part};
use super::{Desk, intensity, reason};
use crate::predicates::Loss;
use crate::{Certainty, EventMention, Factuality, Participant, Polarity, Stage};

/// Adds a REQUEST for every obligation that a known source lays on somebody else.
pub(super) fn read(
    desk: &Desk<'_>,
    events: &mut Vec<EventMention>,
    lost: &mut dyn FnMut(TokenId, Loss),
) {
    for (i, claim) in desk.claims.iter().enumerate() {
        let Some(source) = claim.actor.filter(|a| desk.is_resolved(*a)) else { continue };
        for content in &claim.content {
            for at in desk.tree.syntax.tokens_in(*content) {
                let verb = TokenId(at);
                if desk.claim_at(verb).is_none_or(|c| c.index() != i) {
                    continue;
                }
                if let Some(duty) = obliged(desk, verb)
                    && let Some(event) = demand(desk, verb, duty, source, events, lost)
                {
                    events.push(event);
                }
            }
        }
    }
}

/// What kind of obligation a verb stands under.
#[derive(Clone, Copy)]
struct Duty {
    mode: Option<Mode>,
    /// "Must" lays a duty on whoever is its subject; "should" may be mere advice.
    strict: bool,
}

/// The obligation that a verb stands under, if it stands under one.
fn obliged(desk: &Desk<'_>, verb: TokenId) -> Option<Duty> {
    let tree = desk.tree;
    let token = tree.token(verb);
    if token.upos != Upos::Verb {
        return None;
    }
    let lemma = token.lemma.as_str();
    let mode = if YIELDING.contains(&lemma) {
        Some(Mode::Yield)
    } else if CHANGING.contains(&lemma) {
        Some(Mode::Change)
    } else {
        None
    };
    let modal = |wanted: &str| {
        tree.children(verb)
            .iter()
            .any(|c| tree.token(*c).rel == Rel::Aux && tree.lemma(*c) == wanted)
    };
    let need = token.rel == Rel::Xcomp
        && token.head.is_some_and(|h| matches!(tree.lemma(h), "need" | "have"))
        && tree.is_infinitive(verb);
    let strict = modal("must");
    let negated = tree.children(verb).iter().any(|c| matches!(tree.lemma(*c), "not" | "never"));
    // "must have been killed" infers, it does not oblige.
    let inferred = modal("have");
    ((strict || modal("should") || need) && !negated && !inferred).then_some(Duty { mode, strict })
}

fn demand(
    desk: &Desk<'_>,
    verb: TokenId,
    duty: Duty,
    source: chancery_article::ActorMentionId,
    events: &mut Vec<EventMention>,
    lost: &mut dyn FnMut(TokenId, Loss),
) -> Option<EventMention> {
    let tree = desk.tree;
    let actor = desk.through(source, desk.mentions.actor(source).head);
    let subject = tree.grammatical_subject(verb);
    if let Some(subject) = subject {
        // "We must stop": nobody is asked.
        if matches!(tree.lemma(subject), "we" | "i") {
            return None;
        }
        if desk
            .parties(subject, Part::Actor, EventType::Request, Known::Bare)
            .iter()
            .any(|p| desk.is_same(p, &actor))
        {
            return None;
        }
    }
    let known = |token: Option<TokenId>| -> Vec<Participant> {
        token
            .map(|t| desk.parties(t, Part::Recipient, EventType::Request, Known::Registered))
            .unwrap_or_default()
            .into_iter()
            .filter(|p| p.actor.is_some() && !desk.is_same(p, &actor))
            .collect()
    };
    let mut recipients = known(subject);
    // Of other verbs, only "X must" with a known X is a demand on X.
    if duty.mode.is_none() && (recipients.is_empty() || !duty.strict || tree.is_passive(verb)) {
        return None;
    }
    let mode = duty.mode;
    if recipients.is_empty() {
        recipients = known(tree.syntax.child(verb, Rel::Obj));
    }
    // The act demanded did not happen: it gives way to the demand.
    events.retain(|event| {
        let gone = event.head == verb || Some(event.head) == subject;
        if gone {
            lost(event.head, Loss::to("the demand for it is the act", verb));
        }
        !gone
    });
    let trigger = tree
        .children(verb)
        .iter()
        .filter(|c| tree.token(**c).rel == Rel::Aux)
        .fold(tree.token(verb).span, |span, c| span.cover(tree.token(*c).span));
    let why = vec![
        reason("type", trigger, "an obligation inside what a known source says is a demand"),
        reason("actors", actor.span, "the source of the claim"),
    ];
    Some(EventMention {
        kind: EventType::Request,
        mode,
        own: None,
        contexts: Vec::new(),
        quad: EventType::Request.quad(),
        intensity: intensity(EventType::Request, mode),
        cameo: Some(if mode == Some(Mode::Yield) { "105" } else { "100" }),
        plover: (EventType::Request, mode),
        trigger,
        head: verb,
        sentence: tree.token(verb).sentence,
        actors: vec![actor],
        recipients,
        reciprocal: false,
        time: None,
        place: None,
        occasion: None,
        quantities: Vec::new(),
        factuality: Factuality {
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            stage: Stage::Occurred,
        },
        attribution: desk.attribution_of(verb, None),
        about: Vec::new(),
        rule: "claim-obligation".to_owned(),
        score: 0.5,
        why,
    })
}
