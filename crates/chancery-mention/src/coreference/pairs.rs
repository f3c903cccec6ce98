//! Pairs of parties that the text puts side by side: what "the two sides" and "they" stand for.

use chancery_article::TokenId;
use chancery_syntax::Rel;
use chancery_world::Country;
use chancery_world::words::MEETING_VERBS;

use super::Linker;
use crate::ActorMention;
use crate::actors::{ActorForm, ActorKind};

/// Two mentions of different parties, joined by the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub first: usize,
    pub second: usize,
    pub sentence: i64,
    /// How strongly they belong together: subjects of one verb most, an aside least.
    pub weight: i64,
    /// Both are persons.
    pub persons: bool,
    /// The two parties, in order: their countries.
    pub key: (Option<Country>, Option<Country>),
}

impl Linker<'_> {
    /// Notes the pairs that the mention `at` forms with those before it in its sentence.
    pub(super) fn note_pairs(&mut self, at: usize, actors: &[ActorMention]) {
        let here = self.facts[at].sentence;
        let b = &actors[at];
        if b.form == ActorForm::Pronoun || b.country.is_none() {
            return;
        }
        for i in (at.saturating_sub(10)..at).rev() {
            let a = &actors[i];
            if self.facts[i].sentence != here {
                break;
            }
            if a.country.is_none() || a.country == b.country && !distinct(a, b) {
                continue;
            }
            if a.tokens.end > b.tokens.start {
                continue;
            }
            // Two of three that one phrase names are no pair.
            let within = |m: &ActorMention| {
                !m.members.is_empty()
                    && m.tokens.start <= a.tokens.start
                    && b.tokens.end <= m.tokens.end
            };
            if actors[i.saturating_sub(6)..i].iter().any(within) {
                continue;
            }
            let Some(mut weight) = self.bond(a, b) else { continue };
            if self.facts[i].subject || weight == 5 && self.facts[at].subject {
                weight += 3;
            }
            let person = |m: &ActorMention| m.kind == Some(ActorKind::Person);
            self.pairs.push(Pair {
                first: i,
                second: at,
                sentence: here,
                weight,
                persons: person(a) && person(b),
                key: (a.country.min(b.country), a.country.max(b.country)),
            });
        }
        // Old pairs are out of reach; a long article must not drag them along.
        if self.pairs.len() > 64 {
            self.pairs.drain(..32);
        }
    }

    /// How the sentence joins two mentions, if it does.
    fn bond(&self, a: &ActorMention, b: &ActorMention) -> Option<i64> {
        let (ha, hb) = (a.head, b.head);
        let tokens = self.syntax.tokens();
        // "South Korea-EU dialogue", "Seoul and Washington"
        if b.tokens.start == a.tokens.end + 1 {
            let between = self.article.words(tokens[a.tokens.end as usize].span);
            if matches!(between, "-" | "–" | "/") {
                return Some(5);
            }
            if matches!(between, "and" | "&") {
                return Some(5);
            }
        }
        if self.conjoined(ha, hb) {
            return Some(5);
        }
        // "Yoon had a phone call with von der Leyen", "Lavrov met Wang"
        let verb = tokens[ha.index()].head.filter(|_| tokens[ha.index()].rel.is_subject())?;
        let mut up = hb;
        for _ in 0..3 {
            let token = self.syntax.token(up);
            let Some(head) = token.head else { break };
            let side =
                matches!(token.rel, Rel::Obj | Rel::Obl | Rel::Nmod | Rel::Iobj | Rel::NmodPoss);
            if !side {
                break;
            }
            if head == verb {
                let meets = MEETING_VERBS.contains(&self.lemma(verb));
                let with = self.syntax.children(hb).iter().any(|c| {
                    let t = self.syntax.token(*c);
                    t.rel == Rel::Case && matches!(t.lemma.as_str(), "with" | "between" | "and")
                });
                return (meets || with).then_some(4);
            }
            up = head;
        }
        None
    }

    fn conjoined(&self, a: TokenId, b: TokenId) -> bool {
        let mut at = b;
        for _ in 0..4 {
            let token = self.syntax.token(at);
            match token.head {
                Some(head) if token.rel == Rel::Conj => {
                    if head == a {
                        return true;
                    }
                    at = head;
                }
                _ => return false,
            }
        }
        false
    }

    /// The pair that "the two sides" at `at` most likely means.
    pub(super) fn salient_pair(&self, at: usize, persons: bool) -> Option<Pair> {
        let here = self.facts[at].sentence;
        let usable = || self.pairs.iter().filter(move |p| p.second < at && here - p.sentence <= 8);
        // All evidence for one pair of parties counts together.
        usable()
            .map(|p| {
                let same = usable().filter(|q| q.key == p.key);
                let total: i64 = same.map(|q| q.weight * 60 / (1 + here - q.sentence)).sum();
                let bonus = if persons && p.persons { 300 } else { 0 };
                (total + bonus + if p.persons == persons { 1 } else { 0 }, *p)
            })
            .max_by_key(|(score, p)| (*score, p.second))
            .map(|(_, p)| p)
    }

    /// The only two states, or persons, that the sentences before speak of, when no verb joins them.
    pub(super) fn only_two(
        &self,
        at: usize,
        persons: bool,
        actors: &[ActorMention],
    ) -> Option<Pair> {
        let mut met: Vec<usize> = Vec::new();
        let mut last = self.facts[at].sentence;
        for i in self.before(at) {
            let m = &actors[i];
            // Two are enough once a sentence has been read to its front.
            if self.facts[i].sentence != last && met.len() >= 2 {
                break;
            }
            last = self.facts[i].sentence;
            let fits = if persons {
                m.kind == Some(ActorKind::Person) && m.person.is_some()
            } else {
                m.country.is_some_and(|c| !c.is_nonstate())
            };
            // Who parts the two sides is none of them.
            let other = self.facts[i].subject
                && !self.facts[at].subject
                && self.facts[i].sentence == self.facts[at].sentence;
            if !fits
                || other
                || m.form == ActorForm::Pronoun
                || m.tokens.end > actors[at].tokens.start
            {
                continue;
            }
            let new = met.iter().all(|j| match persons {
                true => actors[*j].person != m.person,
                false => actors[*j].country != m.country,
            });
            if new {
                met.push(i);
            }
        }
        let &[second, first] = met.as_slice() else { return None };
        let (a, b) = (&actors[first], &actors[second]);
        Some(Pair {
            first,
            second,
            sentence: self.facts[at].sentence,
            weight: 3,
            persons,
            key: (a.country.min(b.country), a.country.max(b.country)),
        })
    }

    /// `at` stands for both parties of `pair`.
    pub(super) fn set_members(
        &mut self,
        at: usize,
        pair: Pair,
        persons: bool,
        actors: &mut [ActorMention],
    ) {
        let persons = persons && pair.persons;
        let members = vec![
            self.member(&actors[pair.first], persons),
            self.member(&actors[pair.second], persons),
        ];
        actors[at].members = members;
        actors[at].kind = Some(ActorKind::People);
        // Taken up once, the pair is what the text is about.
        let mut again = pair;
        again.sentence = self.facts[at].sentence;
        again.weight = 7;
        again.second = again.second.min(at);
        self.pairs.push(again);
    }
}

/// Same country, but two persons of it ("Biden and Harris").
fn distinct(a: &ActorMention, b: &ActorMention) -> bool {
    a.kind == Some(ActorKind::Person)
        && b.kind == Some(ActorKind::Person)
        && a.person.is_some()
        && b.person.is_some()
        && a.person != b.person
}
