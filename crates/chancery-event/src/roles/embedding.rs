//! One act, one event: light verbs and their nouns, acts named twice, acts inside other acts.

use chancery_article::TokenId;
use chancery_syntax::Rel;
use chancery_world::EventType;
use rustc_hash::FxHashMap;

use super::{Desk, Draft};
use crate::predicates::Loss;
use crate::{EventMention, Polarity, Reason, Stage};

/// Steps between two words that may name one act.
const NEAR: usize = 3;

/// Folds what names one act into one draft, and drops acts that only stand inside a demand, a
/// threat, a refusal or a promise.
pub(super) fn settle(
    desk: &Desk<'_>,
    drafts: &mut Vec<Draft<'_>>,
    lost: &mut dyn FnMut(TokenId, Loss),
) {
    keep_best_per_head(drafts);
    drop_light_verbs(drafts, lost);
    let mut gone: Vec<Option<Loss>> = vec![None; drafts.len()];
    let at: FxHashMap<TokenId, usize> = drafts
        .iter()
        .enumerate()
        .flat_map(|(i, draft)| {
            std::iter::once(draft.candidate.head)
                .chain(draft.candidate.support)
                .map(move |t| (t, i))
        })
        .collect();
    // Inner ones first: what is folded upwards may be folded again.
    for inner in (0..drafts.len()).rev() {
        let Some((outer, path)) = outer_of(desk, drafts, &at, inner) else { continue };
        if gone[outer].is_some() {
            continue;
        }
        let owner = drafts[outer].candidate.head;
        // "A hunger strike to demand the resignation of X": the demand names whom the protest is
        // against, and is no second act.
        let aim = drafts[outer].event.kind == EventType::Protest
            && is_aim_of_protest(&drafts[inner], &path);
        if aim && drafts[outer].event.recipients.is_empty() {
            let mut aimed = drafts[inner].event.recipients.clone();
            aimed.retain(|r| !drafts[outer].event.actors.iter().any(|a| desk.is_same(a, r)));
            drafts[outer].event.recipients = aimed;
        }
        if aim {
            gone[inner] = Some(Loss::to("it is what a protest aims at", owner));
            continue;
        }
        let purpose = is_purpose(desk, &drafts[inner], &path);
        if names_same_act(desk, &drafts[inner], &drafts[outer], &path)
            || (purpose && drafts[inner].event.is_alike(&drafts[outer].event))
        {
            fold(drafts, inner, outer);
            gone[inner] = Some(Loss::to("it names the same act once more", owner));
        } else if purpose {
            gone[inner] = Some(Loss::to("it is the purpose of another act", owner));
        } else if is_only_content(&drafts[inner], &drafts[outer], &path) {
            let why = "it is told only as what another act demands, refuses, promises or discusses";
            gone[inner] = Some(Loss::to(why, owner));
        }
    }
    for (i, draft) in drafts.iter().enumerate() {
        if is_condition(desk, draft.candidate.support.unwrap_or(draft.candidate.head)) {
            gone[i].get_or_insert(Loss::new("a condition supposes it and does not report it"));
        }
    }
    for (draft, loss) in drafts.iter().zip(&gone) {
        if let Some(loss) = loss {
            lost(draft.candidate.head, *loss);
        }
    }
    let mut index = 0;
    drafts.retain(|_| {
        index += 1;
        gone[index - 1].is_none()
    });
}

/// Several entries may match one word: the best stays.
fn keep_best_per_head(drafts: &mut Vec<Draft<'_>>) {
    drafts.sort_by(|a, b| {
        (a.candidate.head)
            .cmp(&b.candidate.head)
            .then(b.event.score.total_cmp(&a.event.score))
            .then(b.candidate.support.is_some().cmp(&a.candidate.support.is_some()))
            .then(a.candidate.rule.cmp(&b.candidate.rule))
    });
    drafts.dedup_by_key(|draft| draft.candidate.head);
}

/// "held talks": the noun tells the act, the verb that carries it tells none.
fn drop_light_verbs(drafts: &mut Vec<Draft<'_>>, lost: &mut dyn FnMut(TokenId, Loss)) {
    let carried: Vec<(TokenId, TokenId)> = drafts
        .iter()
        .filter_map(|d| d.candidate.support.map(|verb| (verb, d.candidate.head)))
        .collect();
    drafts.retain(|d| {
        let head = d.candidate.head;
        let noun = carried.iter().find(|(verb, _)| *verb == head);
        match noun.filter(|_| d.candidate.support.is_none()) {
            Some((_, noun)) => {
                lost(head, Loss::to("the noun that it carries tells the act", *noun));
                false
            }
            None => true,
        }
    });
}

/// The nearest event above in the tree, and the relations on the way, inner first.
fn outer_of(
    desk: &Desk<'_>,
    drafts: &[Draft<'_>],
    at: &FxHashMap<TokenId, usize>,
    inner: usize,
) -> Option<(usize, Vec<Rel>)> {
    let candidate = drafts[inner].candidate;
    let carried = candidate.support.filter(|s| desk.tree.above(*s).all(|t| t != candidate.head));
    let mut from = carried.unwrap_or(candidate.head);
    let mut path = Vec::new();
    for above in desk.tree.above(from).take(8) {
        // "its demand *that Israel ease*", for the parser a relative clause.
        let rel = desk.tree.token(from).rel;
        let content = rel == Rel::AclRelcl && desk.tree.syntax.child(from, Rel::Mark).is_some();
        path.push(if content { Rel::Acl } else { rel });
        if let Some(outer) = at.get(&above).copied().filter(|o| *o != inner) {
            return Some((outer, path));
        }
        from = above;
    }
    None
}

/// True when the inner word names the same act as the outer one: same type, near, no clause of its
/// own between, nobody else doing it.
fn names_same_act(desk: &Desk<'_>, inner: &Draft<'_>, outer: &Draft<'_>, path: &[Rel]) -> bool {
    if !inner.event.is_alike(&outer.event) || path.len() > NEAR {
        return false;
    }
    let within_clause = path.iter().all(|rel| {
        matches!(
            rel,
            Rel::Obj
                | Rel::Obl
                | Rel::Nmod
                | Rel::Nsubj
                | Rel::NsubjPass
                | Rel::Compound
                | Rel::Xcomp
                | Rel::Acl
                | Rel::Appos
                | Rel::NmodDesc
        )
    });
    let participial = path == [Rel::Advcl]
        && desk.tree.token(inner.candidate.head).xpos == "VBG"
        && desk.tree.syntax.child(inner.candidate.head, Rel::Mark).is_none();
    if !(within_clause || participial) {
        return false;
    }
    // "Meet at the strategic dialogue": the occasion is the meeting, whoever it is named after.
    if path == [Rel::Obl]
        && inner.event.kind == EventType::Consult
        && matches!(
            desk.tree.preposition(inner.candidate.head),
            Some("at" | "during" | "in" | "for")
        )
    {
        return true;
    }
    // "condemned the attack that answered their attack": another's act is another act.
    let stranger = |a: &EventMention, b: &EventMention| {
        !a.actors.is_empty()
            && !b.actors.is_empty()
            && !a.actors.iter().any(|x| {
                b.actors
                    .iter()
                    .chain(&b.recipients)
                    .any(|y| desk.is_same(x, y) || desk.shares_country(x, y))
            })
    };
    !stranger(&inner.event, &outer.event)
}

/// The outer event takes what only the inner one knows.
fn fold(drafts: &mut [Draft<'_>], inner: usize, outer: usize) {
    let lost = drafts[inner].event.clone();
    let grounded = drafts[inner].grounded;
    let kept = &mut drafts[outer].event;
    let words = lost.trigger;
    let mut taken = Vec::new();
    if kept.actors.is_empty() && !lost.actors.is_empty() {
        kept.actors = lost.actors;
        taken.push("actors");
    }
    if kept.recipients.is_empty() && !lost.recipients.is_empty() && !kept.reciprocal {
        let actors = &kept.actors;
        kept.recipients = lost
            .recipients
            .into_iter()
            .filter(|r| !actors.iter().any(|a| a.span.overlaps(r.span)))
            .collect();
        taken.push("recipients");
    }
    if kept.time.is_none() && lost.time.is_some() {
        kept.time = lost.time;
        taken.push("time");
    }
    if kept.place.is_none() && lost.place.is_some() {
        kept.place = lost.place;
        taken.push("place");
    }
    if kept.mode.is_none() && lost.mode.is_some() {
        kept.mode = lost.mode;
        kept.intensity = lost.intensity;
        taken.push("mode");
    }
    if kept.own.is_some_and(|own| own.mode.is_none()) {
        kept.own = lost.own.or(kept.own);
    }
    kept.occasion = kept.occasion.or(lost.occasion);
    for quantity in lost.quantities {
        if !kept.quantities.contains(&quantity) {
            kept.quantities.push(quantity);
        }
    }
    kept.quantities.sort_unstable();
    for context in lost.contexts {
        if !kept.contexts.contains(&context) {
            kept.contexts.push(context);
        }
    }
    kept.score = kept.score.max(lost.score);
    for field in taken {
        kept.why.push(Reason {
            field,
            span: words,
            message: "from the same act, named once more in the clause".to_owned(),
        });
    }
    drafts[outer].grounded |= grounded;
}

/// What protesters demand or reject by protesting.
fn is_aim_of_protest(inner: &Draft<'_>, path: &[Rel]) -> bool {
    matches!(
        inner.event.kind,
        EventType::Request | EventType::Accuse | EventType::Reject | EventType::Protest
    ) && path.iter().all(|rel| {
        matches!(rel, Rel::Advcl | Rel::Acl | Rel::Xcomp | Rel::Obj | Rel::Nmod | Rel::Obl)
    })
}

/// "Blocked roads *to press* their demands": what an act is done for is told by the act.
fn is_purpose(desk: &Desk<'_>, inner: &Draft<'_>, path: &[Rel]) -> bool {
    let verb = inner.candidate.support.unwrap_or(inner.candidate.head);
    path == [Rel::Advcl] && desk.tree.is_infinitive(verb)
}

/// "If he is attacked", "unless Baghdad accepts": what a clause merely supposes is not reported.
fn is_condition(desk: &Desk<'_>, verb: TokenId) -> bool {
    let tree = desk.tree;
    for at in std::iter::once(verb).chain(tree.above(verb)).take(5) {
        match tree.token(at).rel {
            Rel::Advcl => {
                let supposed = tree
                    .syntax
                    .children_by(at, Rel::Mark)
                    .any(|m| matches!(tree.lemma(m), "if" | "unless" | "lest"));
                if supposed {
                    return true;
                }
            }
            Rel::Root | Rel::Ccomp | Rel::Parataxis | Rel::AclRelcl => return false,
            _ => {}
        }
    }
    false
}

/// True when the inner act is told only as what the outer one demands, threatens, refuses, promises
/// or discusses: it did not happen, and the outer act says all there is to say.
fn is_only_content(inner: &Draft<'_>, outer: &Draft<'_>, path: &[Rel]) -> bool {
    let argument = path.iter().all(|rel| {
        matches!(
            rel,
            Rel::Obj
                | Rel::Obl
                | Rel::Nmod
                | Rel::Xcomp
                | Rel::Ccomp
                | Rel::Acl
                | Rel::Compound
                | Rel::NsubjPass
                | Rel::Conj
        )
    }) && path.last() != Some(&Rel::Conj);
    if !argument {
        return false;
    }
    let told_as_fact = matches!(inner.event.factuality.stage, Stage::Occurred | Stage::Ongoing)
        && inner.event.factuality.polarity == Polarity::Positive;
    let clause = path.iter().any(|rel| matches!(rel, Rel::Xcomp | Rel::Ccomp | Rel::Acl));
    match outer.event.kind {
        EventType::Request | EventType::Threaten | EventType::Reject => {
            // "Reneged on his commitment", "rejected the offer": a noun inside is what is refused.
            let noun = inner.candidate.support.is_none() && inner.event.time.is_none();
            !told_as_fact || clause || noun
        }
        EventType::Agree | EventType::Concede => {
            !told_as_fact || clause || !(inner.grounded || inner.event.time.is_some())
        }
        _ => !told_as_fact && inner.candidate.support.is_none(),
    }
}
