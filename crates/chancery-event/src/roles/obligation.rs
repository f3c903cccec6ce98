//! Demands without a verb of demanding: "The bombing must stop now," the head of the WHO said.
//!
//! Rule `claim-obligation`: inside what a known source says, an obligation (must, should, has to,
//! needs to) to stop, leave, withdraw, release and the like is a REQUEST by the source.

use chancery_article::TokenId;
use chancery_syntax::{Rel, Upos};
use chancery_world::{EventType, Mode};

use super::parties::Part;
use super::{Desk, intensity, reason};
use crate::{Certainty, EventMention, Factuality, Participant, Polarity, Stage};

/// What one yields by: giving up an action, a thing or a place.
const YIELDING: [&str; 28] = [
    "stop",
    "end",
    "cease",
    "halt",
    "withdraw",
    "leave",
    "release",
    "free",
    "lift",
    "pull",
    "surrender",
    "disarm",
    "return",
    "hand",
    "abandon",
    "refrain",
    "quit",
    "resign",
    "retreat",
    "vacate",
    "suspend",
    "freeze",
    "dismantle",
    "step",
    "open",
    "de-escalate",
    "allow",
    "give",
];

/// What one changes by: keeping a rule, giving an account, taking up talks.
const CHANGING: [&str; 16] = [
    "respect",
    "comply",
    "cooperate",
    "honor",
    "honour",
    "abide",
    "negotiate",
    "implement",
    "investigate",
    "apologize",
    "explain",
    "recognize",
    "recognise",
    "reform",
    "accept",
    "ensure",
];

/// Adds a REQUEST for every obligation that a known source lays on somebody else.
pub(super) fn read(desk: &Desk<'_>, events: &mut Vec<EventMention>) {
    for (i, claim) in desk.claims.iter().enumerate() {
        let Some(source) = claim.actor.filter(|a| desk.is_resolved(*a)) else { continue };
        for content in &claim.content {
            for at in desk.tree.syntax.tokens_in(*content) {
                let verb = TokenId(at);
                if desk.claim_at(verb).is_none_or(|c| c.index() != i) {
                    continue;
                }
                if let Some(mode) = obliged(desk, verb) {
                    if let Some(event) = demand(desk, verb, mode, source, events) {
                        events.push(event);
                    }
                }
            }
        }
    }
}

/// The mode of the demand that an obliged verb makes, when it makes one.
fn obliged(desk: &Desk<'_>, verb: TokenId) -> Option<Mode> {
    let tree = desk.tree;
    let token = tree.token(verb);
    if token.upos != Upos::Verb {
        return None;
    }
    let lemma = token.lemma.as_str();
    let mode = if YIELDING.contains(&lemma) {
        Mode::Yield
    } else if CHANGING.contains(&lemma) {
        Mode::Change
    } else {
        return None;
    };
    let modal = tree
        .children(verb)
        .iter()
        .any(|c| tree.token(*c).rel == Rel::Aux && matches!(tree.lemma(*c), "must" | "should"));
    let need = token.rel == Rel::Xcomp
        && token
            .head
            .is_some_and(|h| matches!(tree.lemma(h), "need" | "have") && tree.is_infinitive(verb));
    let negated = tree.children(verb).iter().any(|c| matches!(tree.lemma(*c), "not" | "never"));
    ((modal || need) && !negated).then_some(mode)
}

fn demand(
    desk: &Desk<'_>,
    verb: TokenId,
    mode: Mode,
    source: chancery_article::ActorMentionId,
    events: &mut Vec<EventMention>,
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
            .parties(subject, Part::Actor, EventType::Request, true)
            .iter()
            .any(|p| desk.is_same(p, &actor))
        {
            return None;
        }
    }
    let known = |token: Option<TokenId>| -> Vec<Participant> {
        token
            .map(|t| desk.parties(t, Part::Recipient, EventType::Request, false))
            .unwrap_or_default()
            .into_iter()
            .filter(|p| p.actor.is_some() && !desk.is_same(p, &actor))
            .collect()
    };
    let mut recipients = known(subject);
    if recipients.is_empty() {
        recipients = known(tree.syntax.child(verb, Rel::Obj));
    }
    // The act demanded did not happen: it gives way to the demand.
    events.retain(|event| event.head != verb && Some(event.head) != subject);
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
        mode: Some(mode),
        contexts: Vec::new(),
        quad: EventType::Request.quad(),
        intensity: intensity(EventType::Request, Some(mode)),
        cameo: Some(if mode == Mode::Yield { "105" } else { "100" }),
        plover: (EventType::Request, Some(mode)),
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
