//! How a constraint of the lexicon is tested against the tree.
//!
//! Everything here looks at a bounded neighbourhood of a token, so that a sentence of any length
//! costs time in proportion to its length; and every question has an answer for any tree, also for
//! one that the parser got wrong.

use chancery_article::{Article, RegionKind, Span, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::{Rel, Syntax, Upos};
use chancery_world::Lexicon;
use chancery_world::lexicon::{
    Entry, Operator, Part, Place, Relation, Slot, SupportRole, Test, Values,
};
use chancery_world::words::{MEASURES, NAMING};
use rustc_hash::FxHashMap;

use super::is_common_noun;

/// How many dependents of a token are looked at.
const DEPENDENTS: usize = 48;
/// How far `near` looks to each side.
const NEAR: u32 = 45;
/// How many heads are climbed in search of a subject.
const CLIMB: u32 = 6;

/// How a clause stands to what is told as fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// It is told.
    Told,
    /// It stands under a condition.
    Condition,
    /// It is what something else is done for.
    Purpose,
    /// It describes somebody or something.
    Description,
}

/// An article's syntax with what the lexicon knows of its words.
pub(super) struct Look<'a> {
    pub article: &'a Article,
    pub syntax: &'a Syntax,
    pub lexicon: &'a Lexicon,
    /// True for tokens inside an actor mention.
    actor: Vec<bool>,
    /// True for heads of actor mentions that the registry knows, or that name somebody.
    known: Vec<bool>,
    /// True for tokens inside a time mention ("Tuesday" is nobody).
    time: Vec<bool>,
    /// The lemma of words written with a hyphen that the tokeniser took apart: "cease-fire".
    joined: FxHashMap<TokenId, String>,
    /// Classes of each token's lemma.
    classes: Vec<u128>,
    pub people: u128,
    thing: u128,
}

impl<'a> Look<'a> {
    pub(super) fn new(
        article: &'a Article,
        syntax: &'a Syntax,
        mentions: &Mentions,
        lexicon: &'a Lexicon,
    ) -> Self {
        let count = syntax.tokens().len();
        let mut actor = vec![false; count];
        let mut known = vec![false; count];
        for mention in &mentions.actors {
            if let Some(flag) = known.get_mut(mention.head.index()) {
                *flag |=
                    mention.country.is_some() || mention.person.is_some() || mention.kind.is_some();
            }
            for t in mention.tokens.clone() {
                if let Some(flag) = actor.get_mut(t as usize) {
                    *flag = true;
                }
            }
        }
        let mut time = vec![false; count];
        for mention in &mentions.times {
            for t in syntax.tokens_in(mention.span) {
                time[t as usize] = true;
            }
        }
        let mut joined = FxHashMap::default();
        let tokens = syntax.tokens();
        for i in 2..count {
            let (a, dash, b) = (&tokens[i - 2], &tokens[i - 1], &tokens[i]);
            if a.span.end() == dash.span.start()
                && dash.span.end() == b.span.start()
                && article.words(dash.span) == "-"
            {
                let word = format!("{}-{}", article.words(a.span).to_lowercase(), b.lemma);
                if lexicon.entries(&word).next().is_some() || lexicon.classes(&word) != 0 {
                    joined.insert(TokenId::from(i), word);
                }
            }
        }
        for (i, token) in tokens.iter().enumerate() {
            let id = TokenId::from(i);
            if token.upos == Upos::Verb
                && !joined.contains_key(&id)
                && let Some(lemma) = recovered(lexicon, &token.lemma, article.words(token.span))
            {
                joined.insert(id, lemma);
            }
        }
        let classes = (0..count)
            .map(|i| {
                let token = &tokens[i];
                let lemma =
                    joined.get(&TokenId::from(i)).map_or(token.lemma.as_str(), String::as_str);
                let own = lexicon.classes(lemma);
                if own == 0 && token.upos == Upos::Propn {
                    lexicon.classes(&lemma.to_lowercase())
                } else {
                    own
                }
            })
            .collect();
        let bits =
            |names: &[&str]| names.iter().filter_map(|n| lexicon.class(n)).fold(0, |a, b| a | b);
        Self {
            article,
            syntax,
            lexicon,
            actor,
            known,
            time,
            joined,
            classes,
            people: bits(&[
                "PEOPLE",
                "OFFICIAL",
                "GOVERNMENT",
                "MILITARY",
                "FIGHTER",
                "POLICE",
                "DIPLOMAT",
                "PEACEKEEPER",
                "INSPECTOR",
                "PARTY",
                "PRISONER",
                "MEDIA",
            ]),
            thing: bits(&["WEATHER", "MARKET", "SPORT"]),
        }
    }

    fn kids(&self, t: TokenId) -> &'a [TokenId] {
        let all = self.syntax.children(t);
        &all[..all.len().min(DEPENDENTS)]
    }

    /// The dependents of a token and its head: where a noun that it carries may stand.
    pub(super) fn neighbours(&self, t: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.kids(t).iter().copied().chain(self.syntax.token(t).head)
    }

    fn rel(&self, t: TokenId) -> Rel {
        self.syntax.token(t).rel
    }

    /// The lemma by which the lexicon knows a token.
    pub(super) fn lemma(&self, t: TokenId) -> &str {
        self.joined.get(&t).map_or_else(|| self.syntax.token(t).lemma.as_str(), String::as_str)
    }

    pub(super) fn classes(&self, t: TokenId) -> u128 {
        self.classes[t.index()]
    }

    /// The names of the classes of a token.
    pub(super) fn class_names(&self, t: TokenId) -> impl Iterator<Item = &'static str> + use<> {
        self.lexicon.class_names(self.classes(t))
    }

    pub(super) fn entries(&self, t: TokenId) -> impl Iterator<Item = Entry> + use<> {
        self.lexicon.entries(self.lemma(t))
    }

    pub(super) fn operators(&self, t: TokenId) -> impl Iterator<Item = Operator> + use<> {
        self.lexicon.operators(self.lemma(t))
    }

    pub(super) fn is_verb(&self, t: TokenId) -> bool {
        self.syntax.token(t).upos == Upos::Verb
    }

    /// True for a token that heads a clause: a verb, or a noun or adjective with a copula.
    pub(super) fn is_predicate(&self, t: TokenId) -> bool {
        self.is_verb(t) || self.syntax.child(t, Rel::Cop).is_some()
    }

    /// True for a verb that gives something a name and does nothing to it: "called it a cynical
    /// move", "called the raid illegal", "what they called a truce".
    pub(super) fn gives_name(&self, t: TokenId) -> bool {
        if !self.is_verb(t) || !NAMING.contains(&self.lemma(t)) {
            return false;
        }
        let sentence = self.syntax.sentence(self.syntax.token(t).sentence);
        let after = (t.0 + 1..sentence.end.0).map(TokenId).take(8);
        let words: Vec<(Upos, &str)> = after
            .map(|id| (self.syntax.token(id).upos, self.lemma(id)))
            .filter(|(_, lemma)| !matches!(*lemma, "\"" | "“" | "”" | "'" | "‘" | "’"))
            .collect();
        if words.first().is_some_and(|(upos, _)| matches!(upos, Upos::Adp | Upos::Part)) {
            return false;
        }
        let before = (sentence.first.0..t.0).rev().map(TokenId).take(6);
        let what = before
            .take_while(|id| !matches!(self.syntax.token(*id).upos, Upos::Verb | Upos::Punct))
            .any(|id| self.lemma(id) == "what");
        let within = words
            .iter()
            .take_while(|(upos, _)| {
                !matches!(upos, Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Verb)
            })
            .count();
        let named = words[..within].windows(2).enumerate().any(|(i, pair)| {
            let quality = pair[1].0 == Upos::Adj
                && words
                    .get(i + 2)
                    .is_none_or(|(upos, _)| !upos.is_nominal() && *upos != Upos::Adj);
            pair[0].0.is_nominal() && (matches!(pair[1].1, "a" | "an") || quality)
        });
        what || named || self.has_two_objects(t) || self.quotes_a_name(t)
    }

    /// "called the attack *an act of war*", where the tree has both.
    fn has_two_objects(&self, t: TokenId) -> bool {
        let after = self.kids(t).iter().filter(|k| **k > t);
        let objects = after.filter(|k| match self.rel(**k) {
            Rel::Obj => true,
            Rel::Xcomp => !self.is_verb(**k),
            _ => false,
        });
        objects.count() > 1
    }

    /// "called the attack on the weekly “a barbaric act”": a quotation opens behind a noun.
    fn quotes_a_name(&self, t: TokenId) -> bool {
        let sentence = self.syntax.sentence(self.syntax.token(t).sentence);
        let mut nominal = false;
        for id in (t.0 + 1..sentence.end.0).map(TokenId).take(16) {
            match (self.syntax.token(id).upos, self.lemma(id)) {
                (_, "\"" | "“" | "‘" | "``") => return nominal,
                (Upos::Verb | Upos::Punct, _) => return false,
                (upos, _) => nominal |= upos.is_nominal(),
            }
        }
        false
    }

    /// The part of speech under which a token may be an event; none for words that only modify
    /// ("attack helicopter") or stand in a name.
    pub(super) fn part(&self, t: TokenId) -> Option<Part> {
        let token = self.syntax.token(t);
        match token.upos {
            Upos::Verb => {
                // "the arrested men": a participle before its noun names a quality; "deepening
                // ties", "considered resuming flights" may still be an act ([`Look::is_quality`]).
                let act = match token.rel {
                    Rel::Amod => token.xpos == "VBG",
                    rel => rel != Rel::Compound,
                };
                act.then_some(Part::Verb)
            }
            Upos::Adj => Some(Part::Adjective),
            upos if is_common_noun(upos) => {
                let modifies = matches!(token.rel, Rel::Compound | Rel::Flat | Rel::FlatForeign)
                    && !token.head.is_some_and(|h| self.is_verb(h));
                (!modifies).then_some(Part::Noun)
            }
            _ => None,
        }
    }

    /// True for a participle that stands before its noun: an act only where the lexicon asks for
    /// that noun.
    pub(super) fn is_quality(&self, t: TokenId) -> bool {
        self.is_verb(t) && self.rel(t) == Rel::Amod
    }

    /// True for text that is not the story: bylines, captions, marks.
    pub(super) fn outside_story(&self, t: TokenId) -> bool {
        self.article
            .region_at(self.syntax.token(t).span)
            .is_some_and(|r| !matches!(r.kind, RegionKind::Headline))
    }

    /// True for an actor mention or a proper name that is no date.
    pub(super) fn is_actor(&self, t: TokenId) -> bool {
        let token = self.syntax.token(t);
        !self.time[t.index()]
            && (self.actor[t.index()]
                || token.upos == Upos::Propn
                || self.is_demonym(t)
                || token.upos == Upos::Pron
                    && matches!(
                        token.lemma.as_str(),
                        "he" | "she" | "they" | "we" | "it" | "I" | "who"
                    ))
    }

    /// True for a common noun with a capital inside its sentence: "young *Algerians*".
    fn is_demonym(&self, t: TokenId) -> bool {
        let token = self.syntax.token(t);
        token.upos == Upos::Noun
            && t != self.syntax.sentence(token.sentence).first
            && self.article.words(token.span).starts_with(|c: char| c.is_uppercase())
            && self.article.words(token.span).contains(|c: char| c.is_lowercase())
    }

    /// True for somebody who can act: an actor, or people by a common noun.
    pub(super) fn is_party(&self, t: TokenId) -> bool {
        self.is_actor(t)
            || self.known[t.index()]
            || self.heads_of_phrase(t).any(|h| self.classes(h) & self.people != 0)
    }

    /// True for a thing that does not act in politics: weather, shares.
    pub(super) fn is_thing(&self, t: TokenId) -> bool {
        !self.is_actor(t) && self.classes(t) & self.thing != 0
    }

    /// The head of a phrase, its conjuncts, and what stands behind a measure ("dozens of *rebels*",
    /// "members of the *militia*").
    fn heads_of_phrase(&self, t: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let more = self.kids(t).iter().copied().filter(move |k| match self.rel(*k) {
            Rel::Conj => !self.is_verb(*k),
            Rel::Nmod => {
                self.case(*k).is_some_and(|c| c == "of")
                    && MEASURES.contains(&self.syntax.token(t).lemma.as_str())
            }
            Rel::Appos => true,
            _ => false,
        });
        std::iter::once(t).chain(more)
    }

    /// The preposition or subordinator of a phrase.
    pub(super) fn case(&self, t: TokenId) -> Option<&str> {
        self.kids(t)
            .iter()
            .find(|k| matches!(self.rel(**k), Rel::Case | Rel::Mark))
            .map(|k| self.syntax.token(*k).lemma.as_str())
    }

    fn has_case(&self, t: TokenId, preposition: &str) -> bool {
        self.kids(t).iter().any(|k| {
            matches!(self.rel(*k), Rel::Case | Rel::Mark | Rel::Fixed)
                && self.syntax.token(*k).lemma == preposition
                || matches!(self.rel(*k), Rel::Case)
                    && self.kids(*k).iter().any(|f| self.syntax.token(*f).lemma == preposition)
        })
    }

    pub(super) fn is_passive(&self, verb: TokenId) -> bool {
        self.tree().is_passive(verb)
    }

    fn tree(&self) -> crate::tree::Tree<'_> {
        crate::tree::Tree { syntax: self.syntax }
    }

    fn is_relative(&self, t: TokenId) -> bool {
        matches!(self.syntax.token(t).lemma.as_str(), "who" | "which" | "that" | "whom")
    }

    /// The subject of the active verb, wherever the tree has it.
    pub(super) fn subject(&self, verb: TokenId) -> Option<TokenId> {
        self.tree().subject(verb).or_else(|| self.subject_within(verb, CLIMB))
    }

    fn subject_within(&self, verb: TokenId, climb: u32) -> Option<TokenId> {
        let token = self.syntax.token(verb);
        if self.is_passive(verb) {
            return self.kids(verb).iter().copied().find(|k| {
                self.rel(*k) == Rel::OblAgent || self.rel(*k) == Rel::Obl && self.has_case(*k, "by")
            });
        }
        if let Some(subject) = self.kids(verb).iter().copied().find(|k| self.rel(*k) == Rel::Nsubj)
        {
            if token.rel == Rel::AclRelcl && self.is_relative(subject) {
                return token.head;
            }
            return Some(subject);
        }
        let head = token.head.filter(|_| climb > 0)?;
        match token.rel {
            Rel::Conj | Rel::Advcl | Rel::Parataxis if self.is_predicate(head) => {
                self.subject_any(head, climb - 1)
            }
            Rel::Xcomp => {
                let object = self
                    .kids(head)
                    .iter()
                    .copied()
                    .find(|k| matches!(self.rel(*k), Rel::Obj | Rel::Iobj));
                object.or_else(|| self.subject_any(head, climb - 1))
            }
            Rel::Acl if !self.is_verb(head) => {
                if token.xpos == "VBG" {
                    Some(head)
                } else {
                    self.possessor(head).or_else(|| {
                        self.support(head).and_then(|(v, _)| self.subject_within(v, climb - 1))
                    })
                }
            }
            // "Kuwait would consider *resuming* flights", read as a quality of the flights
            Rel::Amod if self.rel(head) == Rel::Obj => {
                let verb = self.syntax.token(head).head.filter(|h| self.is_verb(*h))?;
                self.subject_any(verb, climb - 1)
            }
            // A finite clause that lost its subject: the clause before it may have it.
            Rel::Ccomp => self
                .kids(head)
                .iter()
                .copied()
                .take_while(|k| *k < verb)
                .filter(|k| self.rel(*k) == Rel::Ccomp)
                .last()
                .and_then(|k| self.kids(k).iter().copied().find(|g| self.rel(*g) == Rel::Nsubj)),
            _ => None,
        }
    }

    /// The grammatical subject of a clause, active or passive, as a controller.
    fn subject_any(&self, verb: TokenId, climb: u32) -> Option<TokenId> {
        self.kids(verb)
            .iter()
            .copied()
            .find(|k| matches!(self.rel(*k), Rel::NsubjPass | Rel::Nsubj))
            .or_else(|| self.subject_within(verb, climb))
    }

    /// The object of the active verb.
    pub(super) fn object(&self, verb: TokenId) -> Option<TokenId> {
        self.object_within(verb, 2).or_else(|| self.tree().object(verb))
    }

    fn object_within(&self, verb: TokenId, climb: u32) -> Option<TokenId> {
        let token = self.syntax.token(verb);
        let relative = token.rel == Rel::AclRelcl;
        if let Some(k) = self
            .kids(verb)
            .iter()
            .copied()
            .find(|k| matches!(self.rel(*k), Rel::Obj | Rel::NsubjPass))
        {
            if relative && self.is_relative(k) {
                return token.head;
            }
            return Some(k);
        }
        if token.rel == Rel::Acl && token.xpos == "VBN"
            || token.rel == Rel::Amod && token.xpos == "VBG"
        {
            return token.head;
        }
        // "called *off* the strike", read as a phrase with "off"
        let next = TokenId(verb.0 + 1);
        let particle = next.index() < self.syntax.tokens().len()
            && matches!(
                self.syntax.token(next).lemma.as_str(),
                "off" | "up" | "down" | "over" | "back"
            );
        if particle
            && let Some(k) = self
                .kids(verb)
                .iter()
                .copied()
                .find(|k| self.rel(*k) == Rel::Obl && self.kids(*k).first() == Some(&next))
        {
            return Some(k);
        }
        if relative
            && self.kids(verb).iter().any(|k| self.rel(*k) == Rel::Nsubj && !self.is_relative(*k))
            && !self.kids(verb).iter().any(|k| matches!(self.rel(*k), Rel::Xcomp | Rel::Ccomp))
        {
            return token.head;
        }
        if climb == 0 {
            return None;
        }
        // "arrested and tortured the men"; "were arrested and tortured"
        if token.rel == Rel::Conj
            && let Some(head) = token.head.filter(|h| self.is_verb(*h) && self.is_passive(*h))
            && !self.kids(verb).iter().any(|k| self.rel(*k) == Rel::Nsubj)
        {
            return self.object_within(head, climb - 1);
        }
        let next = self.kids(verb).iter().copied().find(|k| {
            self.rel(*k) == Rel::Conj
                && self.is_verb(*k)
                && !self.kids(*k).iter().any(|g| self.rel(*g) == Rel::Nsubj)
        })?;
        if self.syntax.token(next).xpos == token.xpos {
            self.kids(next).iter().copied().find(|k| self.rel(*k) == Rel::Obj)
        } else {
            None
        }
    }

    /// The possessor of a noun, or an adjective or compound of origin.
    pub(super) fn possessor(&self, noun: TokenId) -> Option<TokenId> {
        let kids = self.kids(noun);
        kids.iter().copied().find(|k| self.rel(*k) == Rel::NmodPoss).or_else(|| {
            kids.iter().copied().find(|k| {
                matches!(self.rel(*k), Rel::Amod | Rel::Compound)
                    && (self.actor[k.index()] || self.syntax.token(*k).upos == Upos::Propn)
            })
        })
    }

    /// The verb that carries an event noun, and the part its subject plays.
    pub(super) fn support(&self, noun: TokenId) -> Option<(TokenId, SupportRole)> {
        let mut at = noun;
        for _ in 0..3 {
            let token = self.syntax.token(at);
            match token.rel {
                Rel::Conj => at = token.head?,
                Rel::Obj | Rel::NsubjPass => {
                    let verb = token.head?;
                    return self
                        .carries(verb, Place::Object)
                        .map(|role| (verb, role))
                        .or_else(|| self.carried_by_participle(noun));
                }
                Rel::Obl | Rel::Nmod | Rel::Advcl => {
                    let mut verb = token.head?;
                    if token.rel == Rel::Nmod {
                        // "took part in talks"
                        verb = self.syntax.token(verb).head?;
                    }
                    let found = self.lexicon.support(&self.syntax.token(verb).lemma).find(
                        |row| matches!(row.link, Place::Preposition(p) if self.has_case(at, p)),
                    );
                    return found
                        .map(|row| (verb, row.subject))
                        .or_else(|| self.carried_by_participle(noun));
                }
                _ => return self.carried_by_participle(noun),
            }
        }
        None
    }

    fn carried_by_participle(&self, noun: TokenId) -> Option<(TokenId, SupportRole)> {
        self.kids(noun).iter().copied().find_map(|k| {
            let token = self.syntax.token(k);
            let participle =
                token.rel == Rel::Acl && token.xpos == "VBN" || token.rel == Rel::AclRelcl;
            if !participle {
                return None;
            }
            self.carries(k, Place::Object).map(|role| (k, role))
        })
    }

    fn carries(&self, verb: TokenId, link: Place) -> Option<SupportRole> {
        if !self.is_verb(verb) {
            return None;
        }
        self.lexicon
            .support(&self.syntax.token(verb).lemma)
            .find(|row| row.link == link)
            .map(|row| row.subject)
    }

    /// The modal auxiliary of a clause.
    pub(super) fn modal(&self, verb: TokenId) -> Option<&str> {
        self.kids(verb)
            .iter()
            .find(|k| self.rel(**k) == Rel::Aux && self.syntax.token(**k).xpos == "MD")
            .map(|k| self.syntax.token(*k).lemma.as_str())
    }

    pub(super) fn negated(&self, verb: TokenId) -> bool {
        self.kids(verb).iter().any(|k| {
            matches!(self.rel(*k), Rel::Advmod)
                && matches!(
                    self.syntax.token(*k).lemma.as_str(),
                    "not" | "never" | "n't" | "no" | "neither"
                )
        })
    }

    /// The heads that stand in a place of a predicate.
    pub(super) fn fillers(
        &self,
        t: TokenId,
        support: Option<TokenId>,
        place: Place,
    ) -> Vec<TokenId> {
        let mut found = Vec::new();
        match place {
            Place::Subject => found.extend(self.subject(support.unwrap_or(t))),
            Place::Object => {
                if self.is_verb(t) {
                    found.extend(self.object(t));
                }
            }
            Place::IndirectObject => {
                found.extend(self.kids(t).iter().copied().filter(|k| self.rel(*k) == Rel::Iobj));
            }
            Place::Particle => {
                found.extend(self.kids(t).iter().copied().filter(|k| {
                    matches!(
                        self.rel(*k),
                        Rel::CompoundPrt | Rel::Advmod | Rel::Case | Rel::Compound
                    )
                }));
                let next = TokenId(t.0 + 1);
                if next.index() < self.syntax.tokens().len() {
                    let token = self.syntax.token(next);
                    if matches!(token.upos, Upos::Adp | Upos::Adv | Upos::Adj)
                        && token.sentence == self.syntax.token(t).sentence
                    {
                        found.push(next);
                    }
                }
            }
            Place::Complement => {
                let holders = [Some(t), if self.is_verb(t) { self.object(t) } else { None }];
                for holder in holders.into_iter().flatten() {
                    found.extend(self.kids(holder).iter().copied().filter(|k| {
                        let token = self.syntax.token(*k);
                        match token.rel {
                            Rel::Xcomp | Rel::Ccomp => true,
                            Rel::Acl => token.xpos == "VB" && Some(*k) != Some(t),
                            Rel::Advcl => {
                                token.xpos == "VB" && holder == t && self.has_case(*k, "to")
                            }
                            _ => false,
                        }
                    }));
                }
                // "its readiness *to impose* sanctions", hung elsewhere by the parser
                let next = TokenId(t.0 + 2);
                if found.is_empty() && !self.is_verb(t) && next.index() < self.syntax.tokens().len()
                {
                    let marked = self.syntax.token(TokenId(t.0 + 1)).lemma == "to";
                    if marked && self.syntax.token(next).xpos == "VB" {
                        found.push(next);
                    }
                }
            }
            Place::Infinitive => {
                let complements = self.fillers(t, None, Place::Complement);
                found.extend(
                    complements
                        .into_iter()
                        .filter(|c| self.syntax.token(*c).xpos == "VB" && self.has_case(*c, "to")),
                );
            }
            Place::Modifier => {
                let noun = if self.is_verb(t) { self.object(t) } else { Some(t) };
                if let Some(noun) = noun {
                    self.modifiers(noun, &mut found, 2);
                }
            }
            Place::Possessor => found.extend(self.possessor(t)),
            Place::Adverb => {
                found.extend(self.kids(t).iter().copied().filter(|k| {
                    matches!(
                        self.rel(*k),
                        Rel::Advmod | Rel::Xcomp | Rel::OblUnmarked | Rel::CompoundPrt | Rel::Obl
                    )
                }));
            }
            Place::Preposition(preposition) => {
                let holders =
                    [Some(t), support, if self.is_verb(t) { self.object(t) } else { None }];
                for holder in holders.into_iter().flatten() {
                    found.extend(self.kids(holder).iter().copied().filter(|k| {
                        matches!(
                            self.rel(*k),
                            Rel::Obl
                                | Rel::OblAgent
                                | Rel::Nmod
                                | Rel::Advcl
                                | Rel::Acl
                                | Rel::Xcomp
                                | Rel::Ccomp
                                | Rel::NmodDesc
                        ) && !self.time[k.index()]
                            && self.has_case(*k, preposition)
                    }));
                }
            }
            Place::Near | Place::Number | Place::Voice | Place::Support => {}
        }
        found
    }

    fn modifiers(&self, noun: TokenId, found: &mut Vec<TokenId>, depth: u32) {
        for k in self.kids(noun).iter().copied() {
            if matches!(
                self.rel(k),
                Rel::Amod
                    | Rel::Compound
                    | Rel::Nummod
                    | Rel::NmodPoss
                    | Rel::NmodDesc
                    | Rel::NmodUnmarked
            ) {
                found.push(k);
                if depth > 0 && self.rel(k) != Rel::NmodPoss {
                    self.modifiers(k, found, depth - 1);
                }
            }
        }
    }

    fn has_value(&self, t: TokenId, values: &Values) -> bool {
        self.heads_of_phrase(t).any(|h| {
            values.actor && self.is_actor(h)
                || self.classes(h) & values.classes != 0
                || !values.words.is_empty() && {
                    let token = self.syntax.token(h);
                    let lemma = self.lemma(h);
                    values.words.iter().any(|w| {
                        *w == lemma || token.upos == Upos::Propn && w.eq_ignore_ascii_case(lemma)
                    }) || values
                        .words
                        .iter()
                        .any(|w| w.eq_ignore_ascii_case(self.article.words(token.span)))
                }
        })
    }

    /// True when all tests hold; the nouns that made them hold go to `consumed`.
    pub(super) fn holds_all(
        &self,
        t: TokenId,
        support: Option<(TokenId, SupportRole)>,
        tests: &[Test],
        consumed: &mut Vec<TokenId>,
    ) -> bool {
        tests.iter().all(|test| self.holds(t, support, test, consumed))
    }

    fn holds(
        &self,
        t: TokenId,
        support: Option<(TokenId, SupportRole)>,
        test: &Test,
        consumed: &mut Vec<TokenId>,
    ) -> bool {
        let mut any = false;
        let mut hit = None;
        for place in test.places {
            match place {
                Place::Near => {
                    any = true;
                    if self.near(t, &test.values) {
                        hit = Some(t);
                    }
                }
                Place::Number => {
                    any = true;
                    let plural = matches!(self.syntax.token(t).xpos, "NNS" | "NNPS");
                    let asked = test.values.words.contains(&"plur");
                    if plural == asked {
                        hit = Some(t);
                    }
                }
                Place::Voice => {
                    any = true;
                    if self.is_passive(t) {
                        hit = Some(t);
                    }
                }
                Place::Support => {
                    if support.is_some() {
                        any = true;
                        hit = Some(t);
                    }
                }
                place => {
                    for filler in self.fillers(t, support.map(|s| s.0), *place) {
                        any = true;
                        if hit.is_none() && self.has_value(filler, &test.values) {
                            hit = Some(filler);
                        }
                    }
                }
            }
        }
        match test.relation {
            Relation::Present => any,
            Relation::Absent => !any,
            Relation::IsNot => hit.is_none(),
            Relation::Is => {
                if let Some(filler) = hit {
                    let takes = test
                        .places
                        .iter()
                        .any(|p| matches!(p, Place::Object | Place::Preposition(_)));
                    if takes && filler != t && !test.values.actor {
                        consumed.push(filler);
                    }
                }
                hit.is_some()
            }
        }
    }

    fn near(&self, t: TokenId, values: &Values) -> bool {
        self.near_words(t, values).next().is_some()
    }

    /// The words around a token that have one of the values.
    pub(super) fn near_words(
        &self,
        t: TokenId,
        values: &Values,
    ) -> impl Iterator<Item = TokenId> + '_ {
        let Values { classes, words, .. } = *values;
        let sentence = self.syntax.sentence(self.syntax.token(t).sentence);
        let first = sentence.first.0.max(t.0.saturating_sub(NEAR));
        let end = sentence.end.0.min(t.0 + NEAR);
        (first..end).map(TokenId).filter(move |k| {
            *k != t && (self.classes(*k) & classes != 0 || words.contains(&self.lemma(*k)))
        })
    }

    /// The tokens at which the act of a taken phrase may stand: its head, the noun that a support
    /// verb carries, the verb behind a carrier ("agreed to *start* talks", "to continue to
    /// *cooperate*"), what a measure counts.
    pub(super) fn carried(&self, filler: TokenId, clause: bool) -> Vec<TokenId> {
        let mut found = vec![filler];
        if clause || self.is_verb(filler) {
            if let Some(object) = self.object(filler)
                && self.carries(filler, Place::Object).is_some()
            {
                found.push(object);
            }
            for k in self.kids(filler).iter().copied() {
                match self.rel(k) {
                    Rel::Xcomp => {
                        found.push(k);
                        if let Some(object) = self.object(k) {
                            found.push(object);
                        }
                    }
                    Rel::Conj if self.is_verb(k) => found.push(k),
                    Rel::Obl if self.carries(filler, Place::Preposition("in")).is_some() => {
                        found.push(k)
                    }
                    _ => {}
                }
            }
        } else {
            found.extend(self.heads_of_phrase(filler).skip(1));
        }
        found
    }

    /// The classes of a taken noun phrase; of a clause, those of the verb's object when the verb
    /// itself only carries it.
    pub(super) fn classes_of_phrase(&self, filler: TokenId, clause: bool) -> u128 {
        if clause {
            return 0;
        }
        self.heads_of_phrase(filler).fold(0, |mask, h| mask | self.classes(h))
    }

    /// True when a slot of the frame holds an actor.
    pub(super) fn slot_has_actor(
        &self,
        head: TokenId,
        support: Option<TokenId>,
        slot: Slot,
    ) -> bool {
        let place = match slot {
            Slot::Object => Place::Object,
            Slot::IndirectObject => Place::IndirectObject,
            Slot::Preposition(p) => Place::Preposition(p),
            Slot::ObjectPossessor => {
                return self
                    .object(head)
                    .and_then(|o| self.possessor(o))
                    .is_some_and(|p| self.is_actor(p));
            }
            Slot::Subject
            | Slot::Possessor
            | Slot::ComplementSubject
            | Slot::Inside
            | Slot::Source => return false,
        };
        self.fillers(head, support, place)
            .into_iter()
            .any(|f| self.heads_of_phrase(f).any(|h| self.is_actor(h) || self.known[h.index()]))
    }

    /// How the clause of a token stands to what is told as fact: under "if" or "unless", as a
    /// purpose ("to protest"), or as a mere description ("the men *arrested* in May").
    pub(super) fn standing(&self, t: TokenId) -> Standing {
        let mut at = t;
        for step in 0..CLIMB {
            let token = self.syntax.token(at);
            match token.rel {
                Rel::Advcl => {
                    let mark = self.case(at).unwrap_or("");
                    if matches!(mark, "if" | "unless" | "should" | "lest" | "once" | "until") {
                        return Standing::Condition;
                    }
                    if step == 0 && token.xpos == "VB" {
                        return Standing::Purpose;
                    }
                }
                Rel::Acl if step == 0 && token.xpos == "VB" => return Standing::Purpose,
                Rel::Acl | Rel::AclRelcl if step == 0 && self.is_verb(at) => {
                    return Standing::Description;
                }
                _ => {}
            }
            match token.head {
                Some(head) => at = head,
                None => break,
            }
        }
        Standing::Told
    }

    /// The predicate for whose purpose a clause stands: "gathered *to protest*".
    pub(super) fn governor(&self, t: TokenId) -> Option<TokenId> {
        let head = self.syntax.token(t).head?;
        if self.is_predicate(head) { Some(head) } else { self.syntax.token(head).head }
    }

    /// True for a noun that only dates or explains something else: "after the *talks*".
    pub(super) fn is_anchor(&self, t: TokenId) -> bool {
        let token = self.syntax.token(t);
        matches!(token.rel, Rel::Obl | Rel::Nmod)
            && self.kids(t).iter().any(|k| {
                self.rel(*k) == Rel::Case
                    && matches!(
                        self.syntax.token(*k).lemma.as_str(),
                        "after"
                            | "before"
                            | "follow"
                            | "following"
                            | "since"
                            | "amid"
                            | "despite"
                            | "over"
                            | "about"
                            | "because"
                            | "during"
                            | "ahead"
                            | "until"
                    )
            })
    }

    /// The words that name the act.
    pub(super) fn trigger(&self, head: TokenId, support: Option<TokenId>) -> Span {
        let own = self.syntax.token(head).span;
        let verb = support.unwrap_or(head);
        let mut span = self.syntax.token(verb).span;
        for k in self.kids(verb).iter().copied() {
            if matches!(self.rel(k), Rel::Aux | Rel::AuxPass | Rel::Cop)
                && k.0 + 4 > verb.0
                && k < verb
            {
                span = span.cover(self.syntax.token(k).span);
            }
            if self.rel(k) == Rel::CompoundPrt && k.0 <= verb.0 + 4 {
                span = span.cover(self.syntax.token(k).span);
            }
        }
        // A trigger is a handful of words; a noun far from its verb stands for itself.
        if support.is_some() && head.0.abs_diff(verb.0) > 9 { own } else { span.cover(own) }
    }
}

/// The lemma of a verb whose dictionary form was cut wrong ("freed" to "fre"), when the lexicon
/// knows one that its form can come from.
fn recovered(lexicon: &Lexicon, lemma: &str, form: &str) -> Option<String> {
    let knows = |l: &str| {
        lexicon.entries(l).next().is_some()
            || lexicon.operators(l).next().is_some()
            || lexicon.support(l).next().is_some()
    };
    if knows(lemma) {
        return None;
    }
    let form = form.to_lowercase();
    if let Some(lemma) = lexicon.irregular(&form) {
        return Some(lemma.to_owned());
    }
    let stem = ["ed", "ing", "es"].iter().find_map(|end| form.strip_suffix(end));
    let mut guesses = vec![format!("{lemma}e")];
    if let Some(stem) = stem {
        guesses.push(stem.to_owned());
        guesses.push(format!("{stem}e"));
        if let Some((end, _)) = stem.char_indices().next_back() {
            guesses.push(stem[..end].to_owned());
        }
    }
    guesses.push(form);
    guesses.into_iter().find(|g| g.len() > 2 && knows(g))
}
