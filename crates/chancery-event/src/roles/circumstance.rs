//! When, where, how many, on what occasion: the circumstances that hang on an event's own clause.

use chancery_article::{PlaceMentionId, QuantityMentionId, Span, TimeMentionId, TokenId};
use chancery_mention::{PlaceKind, QuantityKind, TimeKind};
use chancery_syntax::{Rel, Upos};
use chancery_world::words::{
    LEADING, LIGHT_VERBS, MOTION, MOVING_A_DAY, OCCASIONS, PHASES, PLACE_NOUNS, PLACING, STATEMENTS,
};
use chancery_world::{EventType, Mode};
use rustc_hash::FxHashMap;
use std::ops::Range;

use super::Desk;
use crate::predicates::Candidate;
use crate::tree::is_clausal;

/// How a phrase hangs on the predicate or event noun that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a, Id> {
    pub(super) id: Id,
    /// The preposition nearest to the mention.
    near: Option<&'a str>,
    /// The preposition of the whole phrase, directly under the site.
    outer: Option<&'a str>,
    /// The relation of the whole phrase to the site.
    rel: Rel,
    /// The mention's own relation to its governor.
    own: Rel,
    /// The mention's first token.
    at: TokenId,
    /// Nominal steps between the mention and the site.
    steps: usize,
}

/// The circumstances of an article by the token they hang on.
#[derive(Default)]
pub(super) struct Circumstances<'a> {
    times: FxHashMap<TokenId, Vec<Link<'a, TimeMentionId>>>,
    places: FxHashMap<TokenId, Vec<Link<'a, PlaceMentionId>>>,
    quantities: FxHashMap<TokenId, Vec<Link<'a, QuantityMentionId>>>,
}

/// Where a mention hangs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hanging {
    /// The predicate or event noun.
    pub(super) site: TokenId,
    /// The mention's first token.
    pub(super) at: TokenId,
}

impl<'a> Circumstances<'a> {
    /// Hangs every time, place and quantity of the article on its sites.
    pub(super) fn gather(desk: &Desk<'a>) -> Self {
        let mut found = Self::default();
        let tree = desk.tree;
        for (i, time) in desk.mentions.times.iter().enumerate() {
            hang(desk, &time.tokens, TimeMentionId::from(i), &mut found.times);
        }
        for (i, place) in desk.mentions.places.iter().enumerate() {
            hang(desk, &place.tokens, PlaceMentionId::from(i), &mut found.places);
        }
        for (i, quantity) in desk.mentions.quantities.iter().enumerate() {
            hang(desk, &quantity.tokens, QuantityMentionId::from(i), &mut found.quantities);
        }
        debug_assert!(tree.syntax.tokens().len() >= found.times.len());
        found
    }
}

/// Climbs from a mention through nominals to the first event noun or predicate, and enters the
/// mention there.
fn hang<'a, Id: Copy>(
    desk: &Desk<'a>,
    tokens: &Range<u32>,
    id: Id,
    into: &mut FxHashMap<TokenId, Vec<Link<'a, Id>>>,
) {
    let tree = desk.tree;
    let Some(mut at) = tree.syntax.tops(tokens.clone()).next() else { return };
    let own = tree.token(at).rel;
    let mut near = tree.preposition(at);
    for steps in 0..8 {
        let token = tree.token(at);
        let Some(head) = token.head else { break };
        if is_clausal(token.rel) && tree.is_predicate(at) {
            break;
        }
        let outer = tree.preposition(at);
        // "in the province of Cabo Delgado": the noun only says what kind of place it is.
        if near == Some("of") && outer.is_some() && PLACE_NOUNS.contains(&tree.lemma(at)) {
            near = outer;
        }
        near = near.or(outer);
        // A conjunct hangs where its first conjunct hangs.
        let rel = token.rel;
        let site = tree.is_verb(head) || tree.is_predicate(head) || desk.candidate_at[head.index()];
        if site && rel != Rel::Conj {
            into.entry(head).or_default().push(Link {
                id,
                near,
                outer,
                rel,
                own,
                at: TokenId(tokens.start),
                steps,
            });
            break;
        }
        at = head;
    }
}

impl<'a> Desk<'a> {
    /// The nodes whose circumstances are the event's own.
    pub(super) fn own_sites(&self, candidate: &Candidate) -> Vec<TokenId> {
        let tree = self.tree;
        let mut sites = vec![candidate.head];
        sites.extend(candidate.support);
        sites.extend(self.carriers(candidate.head));
        if tree.is_verb(candidate.head) {
            // "killed in a bombing in central Baghdad on Saturday"
            sites.extend(tree.children(candidate.head).iter().copied().filter(|c| {
                tree.token(*c).rel.is_oblique()
                    && self.candidate_at[c.index()]
                    && matches!(
                        tree.preposition(*c),
                        Some("in" | "during" | "at" | "after" | "by" | "on")
                    )
            }));
            // "In a statement issued on Friday, the Union condemned the arrests"
            let statements = tree.children(candidate.head).iter().copied().filter(|c| {
                tree.token(*c).rel.is_oblique()
                    && tree.preposition(*c) == Some("in")
                    && STATEMENTS.contains(&tree.lemma(*c))
            });
            for statement in statements {
                let issued = tree.children(statement).iter().copied();
                sites.extend(issued.filter(|c| tree.token(*c).rel == Rel::Acl));
            }
            if let Some(object) = tree.syntax.child(candidate.head, Rel::Obj)
                && self.candidate_at[object.index()]
                && is_carrier(tree.lemma(candidate.head))
            {
                sites.push(object);
            }
        } else if let Some(governor) = tree.token(candidate.head).head {
            let carried =
                matches!(tree.token(candidate.head).rel, Rel::Obj | Rel::Nsubj | Rel::NsubjPass)
                    && tree.is_verb(governor)
                    && (is_carrier(tree.lemma(governor))
                        || self.candidate_at[governor.index()]
                            && self.same_kind(governor, candidate));
            if carried {
                sites.push(governor);
            }
        }
        sites.dedup();
        sites
    }

    /// What each time of the article hangs on.
    pub(super) fn time_sites(&self) -> Vec<Option<Hanging>> {
        let mut found = vec![None; self.mentions.times.len()];
        self.sites_of(&self.circumstances.times, |id, at| found[id.index()] = Some(at));
        found
    }

    /// What each place of the article hangs on.
    pub(super) fn place_sites(&self) -> Vec<Option<Hanging>> {
        let mut found = vec![None; self.mentions.places.len()];
        self.sites_of(&self.circumstances.places, |id, at| found[id.index()] = Some(at));
        found
    }

    fn sites_of<Id: Copy>(
        &self,
        sites: &FxHashMap<TokenId, Vec<Link<'a, Id>>>,
        mut put: impl FnMut(Id, Hanging),
    ) {
        for site in (0..self.tree.syntax.tokens().len()).map(TokenId::from) {
            for link in sites.get(&site).into_iter().flatten() {
                put(link.id, Hanging { site, at: link.at });
            }
        }
    }

    fn same_kind(&self, head: TokenId, candidate: &Candidate) -> bool {
        self.kind_at.get(&head).is_some_and(|k| *k == candidate.kind)
    }

    /// When: the time that hangs on the event's own clause, else one that an enclosing frame gives.
    pub(super) fn time_of(&self, candidate: &Candidate) -> Option<(TimeMentionId, &'static str)> {
        let sites = self.own_sites(candidate);
        if let Some(found) = self.best_time(candidate, &sites) {
            return Some((found, "hangs on the event's own clause"));
        }
        if let Some(found) = self.framed_time(candidate) {
            return Some((found, "frames the sentence the event stands in"));
        }
        if let Some(found) = self.best_time(candidate, &self.when_clauses(candidate.head)) {
            return Some((found, "hangs on the clause that says when"));
        }
        let found = self.trailing_time(candidate.support.unwrap_or(candidate.head))?;
        Some((found, "closes the sentence that the event opens"))
    }

    /// "killed twelve and captured five on Friday": a day at the end of what one subject did.
    fn trailing_time(&self, verb: TokenId) -> Option<TimeMentionId> {
        let tree = self.tree;
        let own_subject = |v: TokenId| {
            tree.syntax.child(v, Rel::Nsubj).is_some()
                || tree.syntax.child(v, Rel::NsubjPass).is_some()
                || self.has_mark(v)
        };
        let mut last = tree
            .children(verb)
            .iter()
            .copied()
            .filter(|c| tree.token(*c).rel == Rel::Conj && tree.is_verb(*c));
        let last = last.next_back().filter(|_| tree.is_verb(verb))?;
        if own_subject(last) || self.lies_ahead(last) != self.lies_ahead(verb) {
            return None;
        }
        let links = self.circumstances.times.get(&last)?;
        let found = links.iter().find(|link| {
            let time = &self.mentions.times[link.id.index()];
            time.from.is_some() && time.from == time.to && link.at.0 > last.0 && link.steps == 0
        })?;
        self.is_in_same_claim(verb, found.at).then_some(found.id)
    }

    /// "were killed when rebels attacked a base on Sunday"
    fn when_clauses(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree;
        let says_when = |clause: TokenId| {
            tree.children(clause).iter().any(|c| {
                matches!(tree.token(*c).rel, Rel::Mark | Rel::Advmod)
                    && matches!(tree.lemma(*c), "when" | "as" | "while")
            })
        };
        let clauses = tree.children(head).iter().copied();
        clauses.filter(|c| tree.token(*c).rel == Rel::Advcl && says_when(*c)).collect()
    }

    fn best_time(&self, candidate: &Candidate, sites: &[TokenId]) -> Option<TimeMentionId> {
        sites
            .iter()
            .enumerate()
            .flat_map(|(rank, site)| {
                self.circumstances.times.get(site).into_iter().flatten().map(move |l| (rank, l))
            })
            .filter(|(_, link)| self.is_in_same_claim(candidate.head, link.at))
            .filter_map(|(rank, link)| {
                let time = &self.mentions.times[link.id.index()];
                let oblique =
                    !matches!(link.rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj) || link.steps == 0;
                // "talks on the May summit": a topic's time is not the talks'.
                // "postponed the visit until May": the visit's day, not the delay's.
                let moved = matches!(link.near, Some("until" | "till"))
                    && MOVING_A_DAY
                        .contains(&self.tree.lemma(candidate.support.unwrap_or(candidate.head)));
                if !oblique
                    || moved
                    || link.steps > 3
                    || matches!(
                        link.near,
                        Some("since" | "until" | "till" | "by" | "before" | "after")
                    ) && time.kind == TimeKind::Duration
                {
                    return None;
                }
                let grain = match time.kind {
                    TimeKind::Date | TimeKind::Time
                        if time.from.is_some() && time.from == time.to =>
                    {
                        0
                    }
                    TimeKind::Date | TimeKind::Time if time.from.is_some() => 1,
                    TimeKind::Date | TimeKind::Time => 2,
                    TimeKind::Duration if time.from.is_some() => 3,
                    TimeKind::Duration | TimeKind::Set => return None,
                };
                let distance = link.at.0.abs_diff(candidate.head.0);
                Some(((rank > 0 && grain > 1, grain, link.steps, rank, distance), link.id))
            })
            .min_by_key(|(key, _)| *key)
            .map(|(_, id)| id)
    }

    /// "On Monday, Israel bombed X and killed Y"; "killing 12" after it; "began talks on Monday".
    fn framed_time(&self, candidate: &Candidate) -> Option<TimeMentionId> {
        let tree = self.tree;
        let mut at = candidate.support.unwrap_or(candidate.head);
        if !tree.is_verb(at) {
            // An event noun that is the subject of what happened shares its time.
            return None;
        }
        for _ in 0..4 {
            let token = tree.token(at);
            let head = token.head?;
            if !tree.is_predicate(head) {
                return None;
            }
            let leading_only = match token.rel {
                // "said that rebels had killed him on May 3 and that the army would strike back"
                Rel::Conj if self.has_mark(at) || self.lies_ahead(at) != self.lies_ahead(head) => {
                    return None;
                }
                Rel::Conj => true,
                Rel::Advcl if matches!(token.xpos, "VBG") && !self.has_mark(at) => false,
                Rel::Xcomp if is_phase(tree.lemma(head)) => false,
                _ => return None,
            };
            let found = self
                .circumstances
                .times
                .get(&head)
                .into_iter()
                .flatten()
                .filter(|link| {
                    // "entered the town on Monday and killed 12": a day serves both.
                    let time = &self.mentions.times[link.id.index()];
                    let day = time.from.is_some() && time.from == time.to;
                    !leading_only || link.at.0 < head.0 || day && at.0 > link.at.0
                })
                .filter(|link| self.mentions.times[link.id.index()].kind != TimeKind::Duration)
                .find(|link| self.is_in_same_claim(candidate.head, link.at));
            if let Some(link) = found {
                return Some(link.id);
            }
            at = head;
        }
        None
    }

    /// True for "will meet", "to meet".
    fn lies_ahead(&self, verb: TokenId) -> bool {
        self.tree.children(verb).iter().any(|c| {
            let child = self.tree.token(*c);
            child.rel == Rel::Aux && child.xpos == "MD"
                || child.rel == Rel::Mark && child.xpos == "TO"
        })
    }

    fn has_mark(&self, verb: TokenId) -> bool {
        self.tree.syntax.child(verb, Rel::Mark).is_some()
    }

    /// True when both tokens stand inside the same innermost claim content: the day of the saying is
    /// not the day of what was said.
    fn is_in_same_claim(&self, a: TokenId, b: TokenId) -> bool {
        self.claim_at(a) == self.claim_at(b)
    }

    /// Where, and how the text says so: in the event's own clause, else in one that frames it.
    pub(super) fn place_of(&self, candidate: &Candidate) -> Option<(PlaceMentionId, &'static str)> {
        if let Some(found) = self.own_place(candidate) {
            return Some((found, "is where, in the event's own clause"));
        }
        self.framed_place(candidate).map(|found| (found, "frames the sentence the event stands in"))
    }

    /// "In Damascus, troops detained 40 people and killed two"; "…, killing two".
    fn framed_place(&self, candidate: &Candidate) -> Option<PlaceMentionId> {
        let tree = self.tree;
        let mut at = candidate.support.unwrap_or(candidate.head);
        if !tree.is_verb(at) || super::parties::is_verbal(candidate.kind) {
            return None;
        }
        for _ in 0..4 {
            let token = tree.token(at);
            let head = token.head?;
            if !tree.is_predicate(head) {
                return None;
            }
            let leading_only = match token.rel {
                Rel::Conj => true,
                Rel::Advcl if matches!(token.xpos, "VBG") && !self.has_mark(at) => false,
                _ => return None,
            };
            let links = self.circumstances.places.get(&head).into_iter().flatten();
            let found = links
                .filter(|link| !leading_only || link.at.0 < head.0)
                .filter(|link| link.outer.is_some_and(|o| PLACING.contains(&o) && o != "on"))
                .filter(|link| link.rel.is_oblique())
                .find(|link| self.is_in_same_claim(candidate.head, link.at));
            if let Some(link) = found {
                return Some(link.id);
            }
            at = head;
        }
        None
    }

    /// The own clause's location, or where its motion leads; the most specific one.
    fn own_place(&self, candidate: &Candidate) -> Option<PlaceMentionId> {
        let tree = self.tree;
        let verbal = super::parties::is_verbal(candidate.kind)
            && candidate.kind != EventType::Protest
            && candidate.kind != EventType::Consult;
        let moves = candidate.kind == EventType::Mobilize
            || candidate.mode == Some(Mode::Visit)
            || MOTION.contains(&tree.lemma(candidate.head))
            || candidate.support.is_some_and(|s| MOTION.contains(&tree.lemma(s)));
        self.own_sites(candidate)
            .iter()
            .enumerate()
            .flat_map(|(rank, site)| {
                self.circumstances.places.get(site).into_iter().flatten().map(move |l| (rank, l))
            })
            .filter(|(_, link)| self.is_in_same_claim(candidate.head, link.at))
            .filter_map(|(rank, link)| {
                let place = &self.mentions.places[link.id.index()];
                let country = place.kind == PlaceKind::Country;
                let outer = link.outer.unwrap_or("");
                let near = link.near.unwrap_or("");
                // "Sanctions on Iran", "talks on Iran's programme": a topic or target, no place.
                if country
                    && (link.own == Rel::NmodPoss
                        || (!moves && matches!(link.near, Some("on" | "over" | "for" | "to"))))
                {
                    return None;
                }
                let visited = moves && link.rel == Rel::Obj && link.steps == 0;
                // "the road between Goma and Bukavu"
                let between = near == "between" && !country;
                let within =
                    !verbal && (matches!(near, "in" | "at" | "near" | "outside") || between);
                let target = candidate.kind == EventType::Assault
                    && !country
                    && (matches!(link.rel, Rel::Obj | Rel::NsubjPass)
                        || matches!(outer, "on" | "against" | "into" | "to"));
                let grade = if moves && (LEADING.contains(&outer) || visited) {
                    0
                } else if PLACING.contains(&outer)
                    && (link.rel.is_oblique() || link.rel == Rel::Nmod)
                {
                    1
                } else if moves && matches!(outer, "from" | "through" | "out") {
                    2
                } else if within || target {
                    3
                } else {
                    return None;
                };
                let grain = match place.kind {
                    PlaceKind::Facility => 0,
                    PlaceKind::Settlement => 1,
                    PlaceKind::Admin2 => 2,
                    PlaceKind::Admin1 => 3,
                    PlaceKind::Region => 4,
                    PlaceKind::Country => 5,
                    PlaceKind::Continent => 6,
                };
                let distance = link.at.0.abs_diff(candidate.head.0);
                Some(((grade, grain, rank, distance), link.id))
            })
            .min_by_key(|(key, _)| *key)
            .map(|(_, id)| id)
    }

    /// How many: the quantities in the event's arguments.
    pub(super) fn quantities_of(&self, candidate: &Candidate) -> Vec<QuantityMentionId> {
        let mut sites = vec![candidate.head];
        sites.extend(candidate.support);
        sites.extend(self.carriers(candidate.head));
        // "approved a $2.4 billion arms sale": what the object counts, the event counts.
        let objects = self.tree.children(candidate.head).iter().copied().filter(|c| {
            self.candidate_at[c.index()]
                && matches!(self.tree.token(*c).rel, Rel::Obj | Rel::NsubjPass)
        });
        sites.extend(objects);
        // "killed seven and left another nine wounded"
        let tolls: Vec<TokenId> = self.tolls(candidate);
        let mut found: Vec<QuantityMentionId> = sites
            .iter()
            .map(|site| (*site, false))
            .chain(tolls.iter().map(|site| (*site, true)))
            .filter_map(|(site, toll)| Some((self.circumstances.quantities.get(&site)?, toll)))
            .flat_map(|(links, toll)| links.iter().map(move |link| (link, toll)))
            .filter(|(link, toll)| {
                let kind = self.mentions.quantities[link.id.index()].kind;
                !toll || matches!(kind, QuantityKind::Killed | QuantityKind::Injured)
            })
            .map(|(link, _)| link)
            .filter(|link| {
                let quantity = &self.mentions.quantities[link.id.index()];
                let oblique = link.rel.is_oblique()
                    && !matches!(
                        link.outer,
                        Some("with" | "by" | "of" | "for" | "to" | "against" | "on")
                    );
                // What the act's own object counts is the act's, also where the object is what was
                // promised or agreed.
                let own = matches!(link.rel, Rel::Obj | Rel::NsubjPass | Rel::Nsubj)
                    || matches!(link.rel, Rel::Compound | Rel::Nummod | Rel::Nmod);
                !(oblique && quantity.kind == QuantityKind::Other)
                    && (own || self.is_in_same_claim(candidate.head, link.at))
            })
            .map(|link| link.id)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Clauses beside an attack that tell its dead and wounded and are no events of their own.
    fn tolls(&self, candidate: &Candidate) -> Vec<TokenId> {
        if candidate.kind != EventType::Assault {
            return Vec::new();
        }
        let tree = self.tree;
        let beside = [Rel::Conj, Rel::Advcl, Rel::Parataxis];
        let clauses = tree.children(candidate.head).iter().copied();
        let mut found: Vec<TokenId> = clauses
            .filter(|c| {
                beside.contains(&tree.token(*c).rel)
                    && tree.is_verb(*c)
                    && !self.candidate_at[c.index()]
            })
            .collect();
        // "leaving 24 people dead"
        let inner = found.iter().flat_map(|c| tree.children(*c)).copied().filter(|c| {
            matches!(tree.token(*c).rel, Rel::Xcomp | Rel::Ccomp) && !self.candidate_at[c.index()]
        });
        let inner: Vec<TokenId> = inner.collect();
        found.extend(inner);
        found
    }

    /// The named meeting, series, exercise, treaty or operation that the event belongs to.
    pub(super) fn occasion_of(&self, candidate: &Candidate) -> Option<Span> {
        let tree = self.tree;
        if let Some(own) = self.occasion_at(candidate.head) {
            return Some(own);
        }
        let mut sites = vec![candidate.head];
        sites.extend(candidate.support);
        for site in sites {
            for child in tree.children(site) {
                let token = tree.token(*child);
                let within = matches!(
                    tree.preposition(*child),
                    Some(
                        "at" | "during" | "in" | "for" | "of" | "under" | "on" | "within" | "after"
                    )
                );
                let part = token.rel == Rel::Obj
                    || (within && (token.rel.is_oblique() || token.rel == Rel::Nmod));
                if part && token.upos.is_nominal() {
                    if let Some(found) = self.occasion_at(*child) {
                        return Some(found);
                    }
                    // "hold talks next Monday at the dialogue": one noun deeper.
                    for below in tree.children(*child) {
                        if matches!(tree.preposition(*below), Some("at" | "during"))
                            && let Some(found) = self.occasion_at(*below)
                        {
                            return Some(found);
                        }
                    }
                }
            }
        }
        None
    }

    /// A noun phrase that names an occasion: its head says what it is, its modifiers carry a name.
    fn occasion_at(&self, head: TokenId) -> Option<Span> {
        let tree = self.tree;
        let token = tree.token(head);
        if !matches!(token.upos, Upos::Noun | Upos::Propn) {
            return None;
        }
        let lemma = token.lemma.to_lowercase();
        if !OCCASIONS.contains(&lemma.trim_end_matches('s')) {
            return None;
        }
        let sentence = tree.syntax.sentence(token.sentence);
        let mut start = None;
        let mut at = head.0;
        while at > sentence.first.0 && head.0 - at < 10 {
            at -= 1;
            let id = TokenId(at);
            let word = tree.token(id);
            let joins = word.upos == Upos::Punct && matches!(word.lemma.as_str(), "-" | "–" | "/");
            if !(joins
                || matches!(
                    word.upos,
                    Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym | Upos::X
                ))
                || self.time_at[id.index()].is_some()
            {
                break;
            }
            let first = self.article.words(word.span).chars().next();
            if first.is_some_and(char::is_uppercase) {
                start = Some(id);
            }
        }
        let start = start?;
        Some(tree.token(start).span.cover(token.span))
    }
}

/// Verbs that carry an event noun without adding an act of their own.
fn is_carrier(lemma: &str) -> bool {
    LIGHT_VERBS.contains(&lemma)
}

/// Verbs that tell a phase of the act in their infinitive: their time is the act's.
fn is_phase(lemma: &str) -> bool {
    PHASES.contains(&lemma)
}
