//! Coreference within the article: pronouns, "the two sides", "the ministry", surnames after
//! full names.
//!
//! One pass from left to right in the manner of rule-based sieves (Lee et al. 2013): what has the
//! same registry id is one chain; a nominal or pronoun then takes the best compatible mention
//! before it, by sentence distance, syntactic role and, for speakers, by who spoke last.

use chancery_article::{Article, EntityId, Note, TokenId};
use chancery_syntax::{Rel, Syntax};
use chancery_world::actors::{Scope, Sense};
use chancery_world::{Actors, Country, Sector, World};
use rustc_hash::FxHashMap;

use crate::actors::{ActorForm, ActorKind, persons};
use crate::{ActorMention, Member, PlaceMention};

mod context;
mod cues;
mod pairs;

use cues::Gender;
use pairs::Pair;

/// How many mentions back an antecedent may stand.
const REACH: usize = 60;
/// How many sentences back.
const SENTENCES: i64 = 4;

/// Joins mentions of one actor into chains and hands what the chain knows (country, sector,
/// person, members) to the mentions that did not know it.
///
/// Where the text settles on one state, police, ministers and presidents without a nationality are
/// that state's; a note says that this was concluded.
pub fn link(
    article: &Article,
    syntax: &Syntax,
    world: &World,
    places: &[PlaceMention],
    actors: &mut [ActorMention],
    notes: &mut Vec<Note>,
) {
    if actors.is_empty() {
        return;
    }
    let mut linker = Linker::new(article, syntax, &world.actors, actors);
    linker.same_names(actors);
    let evidence = context::Evidence::new(syntax, places, actors);
    for at in 0..actors.len() {
        linker.resolve(at, actors);
        linker.in_context(at, &evidence, actors, notes);
        linker.owned(at, actors);
        linker.note_pairs(at, actors);
    }
    linker.number(actors);
}

struct Linker<'a> {
    article: &'a Article,
    syntax: &'a Syntax,
    registry: &'a Actors,
    /// The chain each mention belongs to, as the position of its first mention.
    chain: Vec<usize>,
    facts: Vec<Facts>,
    pairs: Vec<Pair>,
}

/// What a mention's place in the sentence says.
#[derive(Clone, Copy, Default)]
struct Facts {
    sentence: i64,
    subject: bool,
    /// Subject of a verb of speech.
    speaker: bool,
    quoted: bool,
    plural: bool,
    gender: Option<Gender>,
}

impl<'a> Linker<'a> {
    fn new(
        article: &'a Article,
        syntax: &'a Syntax,
        registry: &'a Actors,
        actors: &[ActorMention],
    ) -> Self {
        let quotes = cues::quotations(article, syntax);
        let facts = actors
            .iter()
            .map(|m| {
                let head = syntax.token(m.head);
                let subject = head.rel.is_subject();
                let speaker =
                    subject && head.head.is_some_and(|v| cues::is_speech(&syntax.token(v).lemma));
                Facts {
                    sentence: i64::from(head.sentence.0),
                    subject,
                    speaker,
                    quoted: cues::inside(&quotes, m.span.start()),
                    plural: cues::is_plural(syntax, m),
                    gender: cues::gender(article, syntax, registry, m),
                }
            })
            .collect();
        Self {
            article,
            syntax,
            registry,
            chain: (0..actors.len()).collect(),
            facts,
            pairs: Vec::new(),
        }
    }

    /// Mentions with one id, one unlisted person's name, or one apposition are one chain.
    fn same_names(&mut self, actors: &[ActorMention]) {
        let mut first: FxHashMap<String, usize> = FxHashMap::default();
        let mut apposed: FxHashMap<u32, usize> = FxHashMap::default();
        for (at, m) in actors.iter().enumerate() {
            if let Some(before) = apposed.insert(m.entity.0, at) {
                self.join(before, at);
            }
            // A nationality's people or troops are not the country; they carry no id.
            let key = match (&m.id, &m.person) {
                (Some(id), _) if m.kind != Some(ActorKind::People) => id.clone(),
                (_, Some(person)) => person.clone(),
                _ => continue,
            };
            match first.get(&key) {
                Some(before) => self.join(*before, at),
                None => {
                    first.insert(key, at);
                }
            }
        }
    }

    fn root(&self, mut at: usize) -> usize {
        while self.chain[at] != at {
            at = self.chain[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.chain[a.max(b)] = a.min(b);
    }

    fn lemma(&self, token: TokenId) -> &str {
        self.syntax.token(token).lemma.as_str()
    }

    fn resolve(&mut self, at: usize, actors: &mut [ActorMention]) {
        match actors[at].form {
            ActorForm::Pronoun => self.pronoun(at, actors),
            ActorForm::Nominal => self.nominal(at, actors),
            ActorForm::Name => {
                // What the first mention of a person was told, the others know.
                let first = self.root(at);
                if first < at && actors[at].person.is_some() && actors[at].country.is_none() {
                    actors[at].country = actors[first].country;
                }
            }
        }
    }

    /// "its forces" are whose "its" is.
    fn owned(&self, at: usize, actors: &mut [ActorMention]) {
        if actors[at].form == ActorForm::Name {
            return;
        }
        let Some(country) = actors[at].country else { return };
        // "its director general" is the organisation's.
        let thing = actors[at].id.as_deref().and_then(|id| self.registry.thing(id));
        let (start, end) = (actors[at].tokens.start, actors[at].tokens.end);
        for i in (at.saturating_sub(3)..at).rev() {
            let m = &actors[i];
            if m.tokens.start != start
                || m.tokens.end <= end
                || m.country.is_some()
                || m.id.is_some()
            {
                continue;
            }
            self.belongs(i, country, thing, actors);
        }
    }

    /// The mention at `i` is the country's or the organisation's: its body, its office.
    fn belongs(
        &self,
        i: usize,
        country: Country,
        thing: Option<chancery_world::actors::ThingId>,
        actors: &mut [ActorMention],
    ) {
        let m = &mut actors[i];
        m.country = Some(country);
        match m.kind {
            Some(ActorKind::Body) => {
                let words = self.article.words(m.span);
                let noun = words.split_once(' ').map_or(words, |(_, rest)| rest);
                let body = self.registry.lookup(noun).find_map(|(sense, _)| match sense {
                    Sense::Body(id, _) => Some(id),
                    _ => None,
                });
                if let Some(body) = body {
                    let slug = self.registry.body_slug(body);
                    m.id = Some(format!("body:{}:{slug}", country.as_str().to_lowercase()));
                    m.name = Some(self.registry.body_name(body, Some(country)).to_owned());
                }
            }
            Some(ActorKind::Person) if m.person.is_none() => self.holds(m, country, thing),
            _ => {}
        }
    }

    /// Names the holder of a title whose state or organisation has become known.
    fn holds(
        &self,
        m: &mut ActorMention,
        country: Country,
        thing: Option<chancery_world::actors::ThingId>,
    ) {
        let (Some(office), Some(date)) = (m.office.as_deref(), self.article.published) else {
            return;
        };
        let title = office.trim_start_matches("former ");
        let slug = self.registry.lookup(title).find_map(|(sense, _)| match sense {
            Sense::Office(id, ..) => Some(self.registry.office_slug(id)),
            _ => None,
        });
        let Some(slug) = slug.filter(|s| persons::UNIQUE.contains(s)) else { return };
        let words = self.article.words(m.span);
        if words.starts_with("a ") || words.starts_with("an ") || words.starts_with("A ") {
            return;
        }
        let term = words
            .split(|c: char| !c.is_alphanumeric())
            .find_map(|w| persons::term(&w.to_lowercase()))
            .unwrap_or_default();
        if title.len() < office.len() && term != persons::Term::Fallen {
            return;
        }
        let scope = thing.map_or(Scope::Country(country), Scope::Thing);
        let Some(found) = persons::holder_in_term(self.registry, slug, scope, date, term) else {
            return;
        };
        let name = self.registry.person_name(found.person).to_owned();
        m.id = Some(self.registry.person_id(found.person).to_owned());
        m.name = Some(name.clone());
        m.person = Some(name);
        if m.sectors.is_empty() {
            m.sectors = persons::tenure_sectors(self.registry, &found);
            m.sector = m.sectors.first().copied();
        }
    }

    /// The mentions before `at` within reach, nearest first.
    fn before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let here = self.facts[at].sentence;
        (at.saturating_sub(REACH)..at)
            .rev()
            .take_while(move |i| here - self.facts[*i].sentence <= SENTENCES)
    }

    fn pronoun(&mut self, at: usize, actors: &mut [ActorMention]) {
        let word = self.article.words(actors[at].span).to_lowercase();
        match word.as_str() {
            "he" | "him" | "his" | "himself" => {
                self.facts[at].gender = Some(Gender::Male);
                self.singular_person(at, actors);
            }
            "she" | "her" | "hers" | "herself" => {
                self.facts[at].gender = Some(Gender::Female);
                self.singular_person(at, actors);
            }
            "it" | "its" | "itself" => {
                if word == "it" && cues::is_pleonastic(self.syntax, actors[at].head) {
                    return;
                }
                self.thing(at, actors);
            }
            "they" | "them" | "their" | "theirs" | "themselves" | "both" => {
                self.several(at, actors)
            }
            "we" | "us" | "our" | "ours" | "ourselves" => self.speaker(at, actors),
            _ => {}
        }
    }

    /// The best antecedent by `score`; higher is better, none is out of the question.
    fn best(&self, at: usize, score: impl Fn(usize) -> Option<i64>) -> Option<usize> {
        let mut best: Option<(i64, usize)> = None;
        for i in self.before(at) {
            if let Some(s) = score(i)
                && best.is_none_or(|(top, _)| s > top)
            {
                best = Some((s, i));
            }
        }
        best.map(|(_, i)| i)
    }

    /// What nearness and role say for `i` as the antecedent of `at`.
    fn salience(&self, i: usize, at: usize) -> i64 {
        let (there, here) = (self.facts[i], self.facts[at]);
        let mut score = 40 - 14 * (here.sentence - there.sentence);
        if there.subject {
            score += 12;
        }
        if here.speaker && there.speaker {
            score += 14;
        }
        // Who speaks is not whom the quotation names.
        if there.quoted && !here.quoted {
            score -= 24;
        }
        score -= ((at - i) as i64).min(12);
        score
    }

    /// The part of a larger mention that stands inside it is no antecedent of its own phrase.
    fn nested(&self, i: usize, actors: &[ActorMention]) -> bool {
        (i.saturating_sub(6)..i).any(|j| {
            actors[j].tokens.end >= actors[i].tokens.end
                && actors[j].tokens.start <= actors[i].tokens.start
                && actors[j].tokens != actors[i].tokens
        })
    }

    fn singular_person(&mut self, at: usize, actors: &mut [ActorMention]) {
        let gender = self.facts[at].gender;
        let found = self.best(at, |i| {
            let m = &actors[i];
            let person = m.kind == Some(ActorKind::Person);
            if !person || self.facts[i].plural || actors[at].tokens.start < m.tokens.end {
                return None;
            }
            let known = self.chain_gender(i, actors);
            if known.is_some() && known != gender || self.coargument(i, at, actors) {
                return None;
            }
            let mut score = self.salience(i, at);
            if self.clause(actors[at].head) == self.clause(m.head) {
                score += 14;
            }
            if known.is_some() {
                score += 6;
            }
            if m.person.is_some() {
                score += 4;
            }
            // "his" beside a subject is the subject's.
            Some(score)
        });
        match found {
            Some(i) => self.take(at, i, actors),
            // Somebody acts, and no more is known.
            None => {
                actors[at].sectors = vec![Sector::Unk];
                actors[at].sector = Some(Sector::Unk);
            }
        }
    }

    /// Principle B of binding: "X congratulated him" is not about X himself.
    fn coargument(&self, i: usize, at: usize, actors: &[ActorMention]) -> bool {
        let object = self.syntax.token(actors[at].head);
        if !matches!(object.rel, Rel::Obj | Rel::Iobj | Rel::Obl)
            || self.article.words(object.span).ends_with("self")
        {
            return false;
        }
        let verb = object.head;
        let root = self.root(i);
        let subject = |j: usize| {
            let head = self.syntax.token(actors[j].head);
            head.rel.is_subject() && head.head == verb
        };
        (at.saturating_sub(8)..at).any(|j| self.root(j) == root && subject(j))
    }

    /// The verb whose clause a word stands in.
    fn clause(&self, token: TokenId) -> Option<TokenId> {
        let mut at = token;
        for _ in 0..8 {
            let t = self.syntax.token(at);
            let head = t.head?;
            if matches!(
                t.rel,
                Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj | Rel::Obl | Rel::Root
            ) {
                return Some(head);
            }
            at = head;
        }
        None
    }

    fn chain_gender(&self, i: usize, actors: &[ActorMention]) -> Option<Gender> {
        self.facts[i].gender.or_else(|| {
            let root = self.root(i);
            self.before(i).chain([root]).find_map(|j| {
                (self.root(j) == root && actors[j].kind == Some(ActorKind::Person))
                    .then_some(self.facts[j].gender)
                    .flatten()
            })
        })
    }

    fn thing(&mut self, at: usize, actors: &mut [ActorMention]) {
        let possessive = self.syntax.token(actors[at].head).rel == Rel::NmodPoss;
        let here = self.facts[at];
        // "It" is an actor where it speaks or is the subject after one; as an object it is a thing.
        let needed = match (possessive, here.speaker, here.subject) {
            (true, ..) => 14,
            (_, true, _) => 14,
            (_, _, true) if self.topic_is_thing(at, actors) => 60,
            (_, _, true) => 36,
            _ => 52,
        };
        let found = self.best(at, |i| {
            let m = &actors[i];
            let fits = matches!(
                m.kind,
                Some(
                    ActorKind::Country
                        | ActorKind::Organisation
                        | ActorKind::Body
                        | ActorKind::Group
                )
            )
                // "the Nigerian Union of Teachers", of a kind not known
                || m.kind.is_none() && m.form == ActorForm::Name && m.members.is_empty();
            if !fits
                || m.form == ActorForm::Pronoun && m.id.is_none()
                || m.country.is_none() && m.id.is_none()
            {
                return None;
            }
            if m.tokens.end > actors[at].tokens.start || self.facts[i].plural {
                return None;
            }
            let mut score = self.salience(i, at);
            if self.nested(i, actors) && !self.facts[i].subject {
                score -= 8;
            }
            if is_locative(self.syntax, m) {
                score -= 14;
            }
            if !possessive && !self.facts[i].subject && m.kind == Some(ActorKind::Country) {
                score -= 4;
            }
            (score >= needed).then_some(score)
        });
        if let Some(i) = found {
            self.take(at, i, actors);
        }
    }

    /// True when the sentence before has a subject that is no actor ("This partnership
    /// underscores …"): "it" takes up that.
    fn topic_is_thing(&self, at: usize, actors: &[ActorMention]) -> bool {
        let here = self.syntax.token(actors[at].head).sentence;
        let Some(before) = here.0.checked_sub(1) else { return false };
        let root = self.syntax.sentence(chancery_article::SentenceId(before)).root;
        let subject = self
            .syntax
            .children(root)
            .iter()
            .copied()
            .find(|c| matches!(self.syntax.token(*c).rel, Rel::Nsubj | Rel::NsubjPass));
        subject.is_some_and(|s| {
            self.syntax.token(s).upos == chancery_syntax::Upos::Noun
                && !self.before(at).any(|i| actors[i].head == s)
        })
    }

    fn several(&mut self, at: usize, actors: &mut [ActorMention]) {
        let here = self.facts[at].sentence;
        let group = self.best(at, |i| {
            let m = &actors[i];
            // "The Houthis said they": a group, police and troops are many too.
            let many = match m.kind {
                Some(ActorKind::People) => self.facts[i].plural,
                Some(ActorKind::Group) => m.id.is_some(),
                Some(ActorKind::Body) => {
                    matches!(m.sector, Some(Sector::Cop | Sector::Mil)) && self.facts[i].subject
                }
                _ => false,
            };
            let plural = many || !m.members.is_empty();
            if !plural
                || m.tokens.end > actors[at].tokens.start
                || m.form == ActorForm::Pronoun && m.country.is_none() && m.members.is_empty()
                || self.coargument(i, at, actors)
            {
                return None;
            }
            let score = self.salience(i, at);
            (score >= 14).then_some(score)
        });
        let pair = self
            .pairs
            .iter()
            .rev()
            .take(12)
            .filter(|p| here - p.sentence <= 1 && p.second < at)
            .max_by_key(|p| 10 * (p.sentence - here) + p.weight);
        let group_score = group.map_or(i64::MIN, |i| self.salience(i, at));
        match pair {
            Some(pair) if 40 - 14 * (here - pair.sentence) + 3 * pair.weight >= group_score => {
                let pair = *pair;
                self.set_members(at, pair, true, actors);
            }
            _ => {
                if let Some(i) = group {
                    self.take(at, i, actors);
                }
            }
        }
    }

    /// "We" inside a quotation is who speaks.
    fn speaker(&mut self, at: usize, actors: &mut [ActorMention]) {
        if !self.facts[at].quoted {
            return;
        }
        let here = self.facts[at].sentence;
        let ahead = (at + 1..actors.len())
            .take(REACH)
            .take_while(|i| self.facts[*i].sentence == here)
            .find(|i| self.facts[*i].speaker && !self.facts[*i].quoted);
        let spoke = ahead.or_else(|| {
            self.before(at).find(|i| {
                self.facts[*i].speaker
                    && !self.facts[*i].quoted
                    && here - self.facts[*i].sentence <= 2
            })
        });
        if let Some(i) = spoke {
            let m = actors[i].clone();
            let mine = &mut actors[at];
            // A spokesman says "we" for the country or body.
            mine.country = m.country;
            mine.sector = m.sector;
            mine.sectors = m.sectors;
            mine.kind = Some(ActorKind::People);
            mine.name = m.name;
        }
    }

    fn nominal(&mut self, at: usize, actors: &mut [ActorMention]) {
        let m = &actors[at];
        if m.country.is_some() || m.id.is_some() {
            return;
        }
        let lemma = self.lemma(m.head).to_lowercase();
        let words = self.article.words(m.span).to_lowercase();
        let counted = words.starts_with("both") || words.contains("two ");
        // "the two leaders", "their countries"; bare "foreign ministers" are new to the reader.
        let definite = counted
            || ["the ", "their ", "these ", "those ", "its "].iter().any(|d| words.starts_with(d));
        if self.facts[at].plural
            && definite
            && (cues::is_dual(&lemma) || counted && m.kind != Some(ActorKind::People))
        {
            let persons = cues::means_persons(&lemma);
            let pair =
                self.salient_pair(at, persons).or_else(|| self.only_two(at, persons, actors));
            if let Some(pair) = pair {
                self.set_members(at, pair, persons, actors);
            } else {
                let several = self.before(at).find(|i| actors[*i].members.len() == 2);
                if let Some(i) = several {
                    self.take(at, i, actors);
                }
            }
            if !persons && !actors[at].members.is_empty() {
                actors[at].sectors.clear();
                actors[at].sector = None;
            }
            return;
        }
        if !(words.starts_with("the ") || words.starts_with("this ") || words.starts_with("that "))
        {
            return;
        }
        let other = [
            "next ",
            "new ",
            "future ",
            "previous ",
            "first ",
            "other ",
            "incoming ",
            "outgoing ",
            "acting ",
            "interim ",
            "suspended ",
            "impeached ",
            "ousted ",
            "deposed ",
            "former ",
        ];
        if other.iter().any(|o| words.contains(o)) {
            return;
        }
        let found = match m.kind {
            Some(ActorKind::Body) => self.same_body(at, &lemma, actors),
            Some(ActorKind::Person) => self.same_office(at, &words, actors),
            Some(ActorKind::People) => self.same_people(at, &lemma, actors),
            _ => self.same_group(at, &lemma, actors),
        };
        if let Some(i) = found {
            self.take(at, i, actors);
        }
    }

    /// "the ministry", "the agency", "the court".
    fn same_body(&self, at: usize, lemma: &str, actors: &[ActorMention]) -> Option<usize> {
        let mine = actors[at].name.as_deref().unwrap_or("").to_lowercase();
        let mine = mine.trim_start_matches("the ").to_owned();
        self.best(at, |i| {
            let m = &actors[i];
            m.country?;
            let id = m.id.as_deref()?;
            let words = self.article.words(m.span).to_lowercase();
            let same = m.kind == Some(ActorKind::Body)
                && (words.contains(&mine)
                    || self.lemma(m.head).eq_ignore_ascii_case(lemma)
                    || id.ends_with(lemma)
                    || m.name.as_deref().is_some_and(|n| n.to_lowercase().contains(lemma)));
            same.then(|| self.salience(i, at) + 10)
        })
    }

    /// "the president" after "President Yoon": whoever had that title last.
    fn same_office(&self, at: usize, words: &str, actors: &[ActorMention]) -> Option<usize> {
        let mine = actors[at].office.clone()?;
        let gender = self.facts[at].gender;
        self.best(at, |i| {
            let m = &actors[i];
            let office = m.office.as_deref()?;
            let known = self.chain_gender(i, actors);
            let agree = known.is_none() || gender.is_none() || known == gender;
            let same = m.kind == Some(ActorKind::Person)
                && m.form != ActorForm::Pronoun
                && agree
                && (office == mine
                    || office.ends_with(mine.as_str()) && !is_second(office)
                    || words.ends_with(office));
            same.then(|| self.salience(i, at) + if m.person.is_some() { 10 } else { 0 })
        })
    }

    /// "the soldiers" after "North Korean soldiers".
    fn same_people(&self, at: usize, lemma: &str, actors: &[ActorMention]) -> Option<usize> {
        self.best(at, |i| {
            let m = &actors[i];
            let same = m.kind == Some(ActorKind::People)
                && m.country.is_some()
                && self.lemma(m.head).eq_ignore_ascii_case(lemma);
            same.then(|| self.salience(i, at) + 12)
        })
    }

    /// "the bloc", "the alliance", "the group", "the country".
    fn same_group(&self, at: usize, lemma: &str, actors: &[ActorMention]) -> Option<usize> {
        self.best(at, |i| {
            let m = &actors[i];
            if m.form == ActorForm::Pronoun || m.tokens.end > actors[at].tokens.start {
                return None;
            }
            let id = m.id.as_deref()?;
            let name = m.name.as_deref().unwrap_or("").to_lowercase();
            let fits = match lemma {
                "bloc" | "union" => {
                    matches!(m.country.map(|c| c.to_string()).as_deref(), Some("EUR" | "IGO"))
                        && m.kind == Some(ActorKind::Organisation)
                }
                "alliance" => {
                    m.kind == Some(ActorKind::Organisation)
                        && (id == "org:nato" || name.contains("alliance") || id == "org:csto")
                }
                "group" | "movement" | "militia" | "party" | "coalition" => {
                    m.kind == Some(ActorKind::Group)
                        || m.kind == Some(ActorKind::Organisation)
                            && matches!(
                                m.country.map(|c| c.to_string()).as_deref(),
                                Some("NGO" | "IGO")
                            )
                            && lemma == "group"
                }
                "organization" | "organisation" | "body" | "watchdog" | "agency" => {
                    matches!(m.kind, Some(ActorKind::Organisation | ActorKind::Body))
                }
                "company" => {
                    m.kind == Some(ActorKind::Organisation)
                        && m.sectors.first() == Some(&Sector::Bus)
                }
                "country" | "nation" | "state" | "kingdom" | "republic" | "side" => {
                    m.kind == Some(ActorKind::Country)
                }
                _ => {
                    matches!(m.kind, Some(ActorKind::Organisation | ActorKind::Body))
                        && name.contains(lemma)
                }
            };
            fits.then(|| self.salience(i, at) - if self.nested(i, actors) { 4 } else { 0 })
        })
    }

    /// `at` refers to the chain of `i` and knows what it knows.
    fn take(&mut self, at: usize, i: usize, actors: &mut [ActorMention]) {
        self.join(i, at);
        let from = actors[i].clone();
        let to = &mut actors[at];
        to.kind = to.kind.or(from.kind);
        if to.form == ActorForm::Pronoun || to.id.is_none() {
            to.id = from.id;
            to.country = to.country.or(from.country);
            to.person = to.person.take().or(from.person);
            to.name = from.name;
            to.office = to.office.take().or(from.office);
            if to.sectors.is_empty() || to.form == ActorForm::Pronoun {
                to.sectors = from.sectors;
            }
            to.sector = to.sectors.first().copied();
            to.members = from.members;
        }
        if self.facts[at].gender.is_none() {
            self.facts[at].gender = self.facts[i].gender;
        }
    }

    /// Chains by position of the first mention.
    fn number(&self, actors: &mut [ActorMention]) {
        for (at, m) in actors.iter_mut().enumerate() {
            m.entity = EntityId::from(self.root(at));
        }
    }

    fn member(&self, m: &ActorMention, person: bool) -> Member {
        if person && m.kind == Some(ActorKind::Person) {
            return Member {
                id: m.id.clone(),
                name: m.name.clone(),
                country: m.country,
                sector: m.sector,
                person: m.person.clone(),
            };
        }
        let state = m.country.filter(|c| !c.is_nonstate());
        let union = Country::from_code("EUR");
        let (id, name) = if let Some(country) = state {
            (Some(format!("country:{country}")), self.registry.name_of(country).map(str::to_owned))
        } else if m.country == union {
            (Some("org:european-union".to_owned()), Some("European Union".to_owned()))
        } else {
            (m.id.clone(), m.name.clone())
        };
        Member { id, name, country: m.country, sector: None, person: None }
    }
}

/// "vice president": no president.
fn is_second(office: &str) -> bool {
    ["vice", "deputy", "former", "acting"].iter().any(|w| office.starts_with(w))
}

/// "in Seoul", "to Russia": a place rather than a party.
fn is_locative(syntax: &Syntax, m: &ActorMention) -> bool {
    let head = syntax.token(m.head);
    matches!(head.rel, Rel::Obl | Rel::Nmod)
        && syntax.children(m.head).iter().any(|c| {
            let t = syntax.token(*c);
            t.rel == Rel::Case
                && matches!(t.lemma.as_str(), "in" | "to" | "from" | "near" | "into" | "across")
        })
}
