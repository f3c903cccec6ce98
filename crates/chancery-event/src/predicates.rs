//! Candidate predicates: the tokens at which the lexicon sees an event.
//!
//! Three steps. Every token is looked up in the lexicon, and the entry whose constraints hold and
//! whose prior is highest is its act ([`matching`] tells how a constraint is tested). Then the
//! operators are resolved from the inside out: what "refuse", "threaten", "call for" or "lift" mean
//! is decided together with the predicate they take. Last, what is told twice is folded: a support
//! verb and its noun, an act and the noun it consumed ("violated the *ceasefire*").

mod domain;
mod learned;
mod matching;
mod senses;

use chancery_article::{Article, Span, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::{Rel, Syntax, Upos};
use chancery_world::lexicon::{
    EmbeddingRow, Entry, FrameRow, Inner, Line, OperatorId, Part, Place, Relation, SupportRole,
    Test,
};
use chancery_world::words::SELDOM_REFUSED;
use chancery_world::{Context, EventType, Mode, Own, Quad, World};
use rustc_hash::FxHashMap;

pub use chancery_world::lexicon::{REPORTED, Slot};
pub use senses::{Condition, Sense, Sighting, Verdict, sightings};

use matching::{Look, Standing};

/// A token at which the lexicon sees an event.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// The token that the arguments hang on: the verb, or the event noun. For a light-verb
    /// construction ("held talks", "launched an attack") the noun, with `support` the verb.
    pub head: TokenId,
    /// The light verb or other verb that carries the subject for a nominal head.
    pub support: Option<TokenId>,
    /// The words that name the act: "will hold talks", "called on … to".
    pub trigger: Span,
    /// Type of act.
    pub kind: EventType,
    /// How it was done.
    pub mode: Option<Mode>,
    /// What a user's ontology calls it; `kind` and `mode` are then PLOVER's that it is like.
    pub own: Option<Own>,
    /// Settings that the lexicon or the arguments give.
    pub contexts: Vec<Context>,
    /// Which syntactic arguments play which part.
    pub frame: Frame,
    /// CAMEO code that the entry suggests.
    pub cameo: Option<&'static str>,
    /// The lexicon entry's id, for example `meet.v.consult` or `talk.n.consult`.
    pub rule: String,
    /// Where that entry stands; none for auxiliaries.
    pub line: Option<Line>,
    /// How sure the entry is that this is the act, 0 to 1.
    pub score: f32,
    /// The score before the disambiguator.
    pub before: f32,
    /// What the disambiguator weighed, one line each, for `chancery explain`.
    pub why: Vec<String>,
    /// The operator that made this act of another one: `REFUSE`, `THREATEN`, `WONT` …
    pub operator: Option<OperatorId>,
    /// The predicate that the operator took ("refused to *meet*"): not an event of its own.
    pub inner: Option<TokenId>,
    /// The predicate inside whose object or complement this one stands, where it is told as a fact
    /// all the same ("*condemned* the attack").
    pub within: Option<TokenId>,
}

impl Candidate {
    /// True when both are of one type.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        self.kind == other.kind && self.own.map(|own| own.kind) == other.own.map(|own| own.kind)
    }

    /// True when the entry is an adjective ("committed to"): `rule` is `lemma.part.…`.
    pub(crate) fn is_adjective(&self) -> bool {
        self.rule.split('.').nth(1) == Some("a")
    }
}

/// Which syntactic arguments play which part. Slots are tried in order; the first that is filled
/// wins, and all conjuncts of the filler play the part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frame {
    /// Who acts.
    pub actor: Vec<Slot>,
    /// Who receives the act.
    pub recipient: Vec<Slot>,
    /// True when actors and recipients act on each other and all count as actors.
    pub reciprocal: bool,
}

impl From<FrameRow> for Frame {
    fn from(row: FrameRow) -> Self {
        Self {
            actor: row.actor.to_vec(),
            recipient: row.recipient.to_vec(),
            reciprocal: row.reciprocal,
        }
    }
}

/// Below this score the disambiguator has spoken against it.
const LEAST: f32 = 0.2;

/// Prior of a refusal by "will not".
const WONT_PRIOR: f32 = 0.62;
/// Prior of a request by "must".
const MUST_PRIOR: f32 = 0.6;

/// Why a candidate came to nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loss {
    /// The reason, for people.
    pub why: &'static str,
    /// The word that tells the act in its place.
    pub to: Option<TokenId>,
}

impl Loss {
    pub(crate) fn new(why: &'static str) -> Self {
        Self { why, to: None }
    }

    pub(crate) fn to(why: &'static str, to: TokenId) -> Self {
        Self { why, to: Some(to) }
    }
}

/// Finds the candidates of an article, in text order.
pub fn find(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    world: &World,
) -> Vec<Candidate> {
    let look = Look::new(article, syntax, mentions, &world.lexicon);
    let judged = judged(&look);
    judged.into_iter().filter(|(_, loss)| loss.is_none()).map(|(found, _)| found).collect()
}

/// Every candidate, with why it came to nothing where it did.
fn judged(look: &Look<'_>) -> Vec<(Candidate, Option<Loss>)> {
    let mut acts = entries(look);
    operators(look, &mut acts);
    let mut all = fold(look, acts);
    for (candidate, loss) in all.iter_mut().filter(|(_, loss)| loss.is_none()) {
        let verbs = [Some(candidate.head), candidate.support];
        if candidate.score < REPORTED {
            *loss = Some(Loss::new("it scores below 0.3"));
        } else if verbs.into_iter().flatten().any(|verb| look.gives_name(verb)) {
            *loss = Some(Loss::new("the verb gives something a name and does nothing"));
        } else {
            learned::weigh(look, candidate);
            if candidate.score < LEAST {
                *loss = Some(Loss::new("with the disambiguator it scores below 0.2"));
            }
        }
    }
    all
}

/// The candidates before the disambiguator, each with what it would see: the input of training.
pub fn with_features(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    world: &World,
) -> Vec<(Candidate, Vec<String>)> {
    let look = Look::new(article, syntax, mentions, &world.lexicon);
    let mut acts = entries(&look);
    operators(&look, &mut acts);
    let found = fold(&look, acts).into_iter().filter(|(_, loss)| loss.is_none());
    let reported = found.filter(|(c, _)| c.score >= REPORTED);
    reported
        .map(|(c, _)| {
            let features = learned::features(&look, &c);
            (c, features)
        })
        .collect()
}

/// What stands at a token: its candidate, and what it has used up.
struct Act {
    candidate: Candidate,
    /// Nouns that belong to the construction and are no acts of their own.
    consumed: Vec<TokenId>,
}

type Acts = FxHashMap<TokenId, Act>;

/// The best entry of every token.
fn entries(look: &Look<'_>) -> Acts {
    let mut acts = Acts::default();
    for index in 0..look.syntax.tokens().len() {
        let token = TokenId::from(index);
        let Some(part) = look.part(token) else { continue };
        if look.outside_story(token) {
            continue;
        }
        let support = if part == Part::Noun { look.support(token) } else { None };
        let mut best: Option<Act> = None;
        for entry in look.entries(token) {
            if entry.part != part {
                continue;
            }
            if look.is_quality(token) && !asks_for_object(entry) {
                continue;
            }
            let mut consumed = Vec::new();
            if !look.holds_all(token, support, entry.row.tests, &mut consumed) {
                continue;
            }
            // A constraint that holds is evidence: among entries of one prior the stricter wins.
            let prior = prior(entry);
            if best.as_ref().is_some_and(|b| b.candidate.score >= prior) {
                continue;
            }
            let candidate = of_entry(look, token, support, entry, prior);
            best = Some(Act { candidate, consumed });
        }
        if let Some(mut act) = best {
            weigh(look, &mut act.candidate);
            acts.insert(token, act);
        }
    }
    acts
}

/// An entry's prior with what its constraints add, all of which hold.
fn prior(entry: Entry) -> f32 {
    entry.row.prior + 0.02 * entry.row.tests.len() as f32
}

fn asks_for_object(entry: Entry) -> bool {
    let object =
        |test: &Test| test.relation == Relation::Is && test.places.contains(&Place::Object);
    entry.row.tests.iter().any(object)
}

/// What an entry makes of a token, before anything around it is weighed.
fn of_entry(
    look: &Look<'_>,
    token: TokenId,
    support: Option<(TokenId, SupportRole)>,
    entry: Entry,
    prior: f32,
) -> Candidate {
    let mut candidate = Candidate {
        head: token,
        support: support.map(|(verb, _)| verb),
        trigger: look.trigger(token, support.map(|(verb, _)| verb)),
        kind: entry.row.kind,
        mode: entry.row.mode,
        own: entry.row.own,
        contexts: entry.row.contexts.to_vec(),
        frame: entry.row.frame.into(),
        cameo: entry.row.cameo,
        rule: entry.id.to_owned(),
        line: Some(entry.row.line),
        score: prior,
        before: prior,
        why: Vec::new(),
        operator: None,
        inner: None,
        within: None,
    };
    if let Some((_, SupportRole::Recipient)) = support {
        // "suffered an attack": the verb's subject receives the act.
        candidate.frame.actor.retain(|s| *s != Slot::Subject);
        candidate.frame.recipient.insert(0, Slot::Subject);
    }
    candidate
}

/// An operator found at a token, waiting for the predicate it takes.
#[derive(Clone)]
struct Waiting {
    operator: OperatorId,
    id: &'static str,
    takes: &'static [Place],
    frame: Frame,
    prior: f32,
    line: Option<Line>,
    /// True when the operator is the auxiliary of the predicate itself ("will not", "must").
    auxiliary: bool,
}

/// Resolves the operators from the inside out and puts their acts among the others.
fn operators(look: &Look<'_>, acts: &mut Acts) {
    let mut waiting: FxHashMap<TokenId, Vec<Waiting>> = FxHashMap::default();
    let mut order = Vec::new();
    for index in 0..look.syntax.tokens().len() {
        let token = TokenId::from(index);
        let Some(part) = look.part(token) else { continue };
        if look.outside_story(token) {
            continue;
        }
        let mut list = Vec::new();
        for operator in look.operators(token).filter(|_| !look.is_quality(token)) {
            let mut consumed = Vec::new();
            let support = if part == Part::Noun { look.support(token) } else { None };
            if operator.part == part
                && look.holds_all(token, support, operator.row.tests, &mut consumed)
            {
                list.push(Waiting {
                    operator: operator.row.operator,
                    id: operator.id,
                    takes: operator.row.takes,
                    frame: operator.row.frame.into(),
                    prior: operator.row.prior,
                    line: Some(operator.row.line),
                    auxiliary: false,
                });
            }
        }
        if part == Part::Verb || part == Part::Adjective {
            list.extend(auxiliary_operator(look, token));
        }
        if !list.is_empty() {
            waiting.insert(token, list);
            order.push(token);
        }
    }
    for token in order {
        resolve(look, token, acts, &mut waiting, 0);
    }
}

/// "will not X" is a refusal by the subject, "must X" a request by whoever says so.
fn auxiliary_operator(look: &Look<'_>, token: TokenId) -> Option<Waiting> {
    let modal = look.modal(token)?;
    let party = look.subject(token).is_some_and(|s| look.is_party(s));
    if !party {
        return None;
    }
    if SELDOM_REFUSED.contains(&look.lemma(token)) {
        return None;
    }
    match modal {
        "will" | "would" | "wo" | "'ll" if look.negated(token) => Some(Waiting {
            operator: OperatorId::WONT,
            id: "will-not.aux",
            takes: &[],
            frame: Frame {
                actor: vec![Slot::Subject],
                recipient: vec![
                    Slot::ObjectPossessor,
                    Slot::Object,
                    Slot::Preposition("to"),
                    Slot::Preposition("with"),
                    Slot::Inside,
                ],
                reciprocal: false,
            },
            prior: WONT_PRIOR,
            line: None,
            auxiliary: true,
        }),
        "must" | "should" | "ought" => Some(Waiting {
            operator: OperatorId::MUST,
            id: "must.aux",
            takes: &[],
            frame: Frame {
                actor: vec![Slot::Source],
                recipient: vec![Slot::Subject],
                reciprocal: false,
            },
            prior: if modal == "must" { MUST_PRIOR } else { MUST_PRIOR - 0.2 },
            line: None,
            auxiliary: true,
        }),
        _ => None,
    }
}

/// How deep operators nest: "refused calls to agree to …".
const DEPTH: u32 = 6;

fn resolve(
    look: &Look<'_>,
    token: TokenId,
    acts: &mut Acts,
    waiting: &mut FxHashMap<TokenId, Vec<Waiting>>,
    depth: u32,
) {
    let Some(list) = waiting.remove(&token) else { return };
    // "must" and "will not" stand outside everything else that the word does.
    let (outside, inside): (Vec<Waiting>, Vec<Waiting>) =
        list.into_iter().partition(|w| w.auxiliary);
    let mut raw = 0.0;
    for operator in inside.into_iter().chain(outside) {
        let mut places: Vec<(TokenId, bool)> = Vec::new();
        if operator.auxiliary {
            places.push((token, true));
        }
        for place in operator.takes {
            for filler in look.fillers(token, None, *place) {
                let clause = *place == Place::Complement || look.is_verb(filler);
                places.push((filler, clause));
            }
        }
        let mut best: Option<(f32, EmbeddingRow, Option<TokenId>)> = None;
        let rows = look.lexicon.embedding(operator.operator);
        if places.is_empty() {
            // An operator that takes nothing here, or whose object is lost: only if it may.
            if operator.takes.is_empty()
                && let Some(row) = rows.iter().find(|r| r.inner == Inner::Anything)
            {
                best = Some((operator.prior * row.factor, *row, None));
            }
        }
        for (filler, clause) in places {
            if depth < DEPTH && !operator.auxiliary {
                for t in look.carried(filler, clause) {
                    resolve(look, t, acts, waiting, depth + 1);
                }
            }
            let inner = look
                .carried(filler, clause)
                .into_iter()
                .find(|t| acts.contains_key(t))
                .or_else(|| {
                    look.neighbours(filler)
                        .find(|t| acts.get(t).is_some_and(|a| a.candidate.support == Some(filler)))
                });
            let act = inner.and_then(|t| acts.get(&t)).map(|a| &a.candidate);
            let classes = look.classes_of_phrase(filler, clause);
            let Some(row) = choose(rows, act, classes) else { continue };
            let score = operator.prior * row.factor;
            if best.as_ref().is_none_or(|(s, ..)| score > *s) {
                best = Some((score, row, inner));
            }
        }
        let Some((score, row, inner)) = best else { continue };
        if !operator.auxiliary {
            // Of several readings of one operator the surest stays ("cancel" a visit, an order).
            if score <= raw {
                continue;
            }
            raw = score;
        }
        let standing = acts.get(&token).map_or(0.0, |a| a.candidate.score);
        // The predicate that an operator takes says more than the operator's own entry does.
        if !operator.auxiliary && score + 0.12 < standing && inner.is_none() {
            continue;
        }
        let mut contexts = row.contexts.to_vec();
        let mut consumed = Vec::new();
        if let Some(act) = inner.and_then(|t| acts.get(&t)) {
            for context in &act.candidate.contexts {
                if !contexts.contains(context) && *context != Context::Diplomatic {
                    contexts.push(*context);
                }
            }
        }
        let name = look.lexicon.operator_name(operator.operator);
        let transparent = matches!(name, "CONDEMN" | "PRAISE" | "PROTESTOP" | "INVESTIGATE");
        if let Some(inner) = inner.filter(|t| *t != token) {
            if transparent {
                if let Some(act) = acts.get_mut(&inner) {
                    act.candidate.within = Some(token);
                    act.candidate.score *= 0.6;
                }
            } else {
                consumed.push(inner);
            }
        }
        let support = if look.is_verb(token) { None } else { look.support(token).map(|(v, _)| v) };
        let mut candidate = Candidate {
            head: token,
            support,
            trigger: look.trigger(token, support),
            kind: row.kind,
            mode: row.mode,
            own: row.own,
            contexts,
            frame: operator.frame.clone(),
            cameo: row.cameo,
            rule: operator.id.to_owned(),
            line: operator.line,
            score,
            before: score,
            why: vec![match inner {
                Some(t) => {
                    format!("{name} takes “{}”", look.article.words(look.syntax.token(t).span))
                }
                None => format!("{name} without a predicate that we know"),
            }],
            operator: Some(operator.operator),
            inner,
            within: None,
        };
        weigh(look, &mut candidate);
        if let Some(before) = acts.remove(&token) {
            consumed.extend(before.consumed);
        }
        acts.insert(token, Act { candidate, consumed });
    }
}

/// The row of an operator that fits best: mode, then class, then type, then anything.
fn choose(
    rows: &'static [EmbeddingRow],
    act: Option<&Candidate>,
    classes: u128,
) -> Option<EmbeddingRow> {
    let mut best: Option<(u8, &EmbeddingRow)> = None;
    for row in rows {
        let rank = match row.inner {
            Inner::Anything => 1,
            Inner::Class(bit) if classes & (1 << bit) != 0 => 4,
            Inner::Act(kind, None) if act.is_some_and(|a| a.kind == kind) => 2,
            Inner::Act(kind, mode)
                if mode.is_some() && act.is_some_and(|a| (a.kind, a.mode) == (kind, mode)) =>
            {
                5
            }
            Inner::Own(kind, mode) => {
                let own = act.and_then(|a| a.own).filter(|own| own.kind == kind);
                match (own, mode) {
                    (Some(_), None) => 3,
                    (Some(own), Some(_)) if own.mode == mode => 6,
                    _ => continue,
                }
            }
            Inner::Code(code) if act.is_some_and(|a| a.cameo == Some(code)) => 7,
            _ => continue,
        };
        if best.is_none_or(|(r, _)| rank > r) {
            best = Some((rank, row));
        }
    }
    best.map(|(_, row)| *row)
}

/// Raises or lowers a candidate's score by what stands around it.
fn weigh(look: &Look<'_>, candidate: &mut Candidate) {
    let mut score = candidate.score;
    let why = &mut candidate.why;
    why.push(format!("{}, prior {score:.2}", candidate.rule));
    let head = candidate.head;
    if candidate.frame.actor.contains(&Slot::Subject) {
        let carrier = candidate.support.unwrap_or(head);
        match look.subject(carrier).filter(|_| look.is_verb(carrier) || look.is_predicate(carrier))
        {
            Some(subject) if look.is_party(subject) => {
                score += 0.08;
                why.push("its subject is a party: +0.08".to_owned());
            }
            Some(subject) if look.is_thing(subject) => {
                score *= 0.35;
                why.push("its subject is a thing: ×0.35".to_owned());
            }
            Some(_) if speaks(candidate.kind) => {
                score *= 0.75;
                why.push("its subject is nobody who speaks: ×0.75".to_owned());
            }
            Some(_) => {}
            None => {
                score -= 0.05;
                why.push("nobody is told to act: −0.05".to_owned());
            }
        }
    }
    if candidate
        .frame
        .recipient
        .iter()
        .any(|slot| look.slot_has_actor(head, candidate.support, *slot))
    {
        score += 0.06;
        why.push("a recipient is an actor: +0.06".to_owned());
    }
    let standing = look.standing(candidate.support.unwrap_or(head));
    let (factor, reason) = match standing {
        Standing::Told => (1.0, ""),
        Standing::Condition => (0.45, "it stands under a condition: ×0.45"),
        Standing::Purpose => (0.75, "it is told as a purpose: ×0.75"),
        Standing::Description => (0.85, "it only describes: ×0.85"),
    };
    if standing != Standing::Told {
        score *= factor;
        why.push(reason.to_owned());
    }
    if candidate.support.is_none() && look.is_anchor(head) {
        score *= 0.75;
        why.push("it only dates or explains something else: ×0.75".to_owned());
    }
    if let Some((factor, domain)) = domain::damping(look, head, candidate.kind) {
        score *= factor;
        why.push(format!("the sentence speaks of {domain}: ×{factor}"));
    }
    candidate.score = score.clamp(0.0, 0.99);
}

/// True for acts of words: whoever does them can speak.
fn speaks(kind: EventType) -> bool {
    kind.quad() == Quad::VerbalConflict || matches!(kind, EventType::Support | EventType::Agree)
}

/// Folds what is told twice, and gives all in text order, each with what it gave way to.
fn fold(look: &Look<'_>, acts: Acts) -> Vec<(Candidate, Option<Loss>)> {
    let mut all: Vec<Act> = acts.into_values().collect();
    all.sort_by_key(|a| a.candidate.head);
    let at: FxHashMap<TokenId, usize> =
        all.iter().enumerate().map(|(i, a)| (a.candidate.head, i)).collect();
    let mut dead: Vec<Option<Loss>> = vec![None; all.len()];
    for i in 0..all.len() {
        let candidate = &all[i].candidate;
        // A support verb with an entry of its own: the better of the two, the noun when they agree.
        if let Some(verb) = candidate.support.and_then(|v| at.get(&v).copied()) {
            let other = &all[verb].candidate;
            if other.operator.is_none() || candidate.is_alike(other) {
                let noun_wins = candidate.is_alike(other)
                    && candidate.mode.is_some() >= other.mode.is_some()
                    || candidate.score > other.score;
                if noun_wins {
                    dead[verb] =
                        Some(Loss::to("the noun that it carries tells the act", candidate.head));
                } else {
                    dead[i] = Some(Loss::to("the verb that carries it tells the act", other.head));
                }
            }
        }
    }
    // "Deepening military ties between …": where the noun tells the act too, its parties hang on it.
    for i in 0..all.len() {
        let head = all[i].candidate.head;
        let noun = if look.is_quality(head) { look.object(head) } else { None };
        if let Some(other) = noun.and_then(|n| at.get(&n).copied()) {
            let told = &all[other].candidate;
            if told.is_alike(&all[i].candidate) && told.score >= REPORTED {
                dead[i] = Some(Loss::to("the noun that it describes tells the act", told.head));
            }
        }
    }
    for i in 0..all.len() {
        if dead[i].is_some() || all[i].candidate.score < REPORTED {
            continue;
        }
        // What is consumed takes down with it what it has consumed: "rejected a *call* to *meet*".
        let taker = all[i].candidate.head;
        let mut below = all[i].consumed.clone();
        while let Some(token) = below.pop() {
            let other = at.get(&token).copied().filter(|o| *o != i && dead[*o].is_none());
            if let Some(other) = other {
                dead[other] = Some(Loss::to("it is part of what this word tells", taker));
                below.extend(all[other].consumed.iter().copied());
            }
        }
    }
    // "Gathered to protest", "phoned to discuss": the purpose of an act is no act beside it.
    let carriers: FxHashMap<TokenId, usize> = (0..all.len())
        .filter(|i| dead[*i].is_none() && all[*i].candidate.score >= REPORTED)
        .flat_map(|i| {
            let c = &all[i].candidate;
            std::iter::once(c.head).chain(c.support).map(move |t| (t, i))
        })
        .collect();
    for i in 0..all.len() {
        let verb = all[i].candidate.support.unwrap_or(all[i].candidate.head);
        if dead[i].is_some() || look.standing(verb) != Standing::Purpose {
            continue;
        }
        let owner = look.governor(verb).and_then(|g| carriers.get(&g).copied());
        if let Some(owner) = owner.filter(|o| *o != i && dead[*o].is_none()) {
            let owner = all[owner].candidate.head;
            dead[i] = Some(Loss::to("it is the purpose of another act", owner));
        }
    }
    // "The attack killed twelve": one act, told by its noun and by its outcome.
    for i in 0..all.len() {
        let noun = &all[i].candidate;
        if dead[i].is_some() || noun.kind != EventType::Assault || look.is_verb(noun.head) {
            continue;
        }
        let above = look.syntax.token(noun.head);
        let Some(verb) = above.head.and_then(|h| at.get(&h).copied()) else { continue };
        let outcome = all[verb].candidate.kind == EventType::Assault
            && look.is_verb(all[verb].candidate.head)
            && matches!(above.rel, Rel::Nsubj | Rel::Obl | Rel::OblAgent);
        if outcome && dead[verb].is_none() {
            let mode = noun.mode;
            let cameo = noun.cameo;
            let told = &mut all[verb].candidate;
            dead[i] = Some(Loss::to("the verb tells the attack by its outcome", told.head));
            if told.mode.is_none() && mode.is_some() {
                told.mode = mode;
                told.cameo = cameo;
            }
        }
    }
    let mut found: Vec<(Candidate, Option<Loss>)> =
        all.into_iter().zip(dead).map(|(act, loss)| (act.candidate, loss)).collect();
    found.sort_by_key(|(c, _)| (c.trigger.start(), c.head));
    found
}

/// True for a part of speech that can be a noun of an event.
fn is_common_noun(upos: Upos) -> bool {
    matches!(upos, Upos::Noun)
}
