//! Whose police, ministers and rebels they are, where only the story says it.

use chancery_article::Note;
use chancery_syntax::{Rel, Syntax};
use chancery_world::words::FROM_ELSEWHERE;
use chancery_world::{Country, Sector};

use super::Linker;
use crate::actors::{ActorForm, ActorKind};
use crate::{ActorMention, PlaceMention};

/// The states that the article names, each with its sentence, in text order.
pub(super) struct Evidence {
    named: Vec<(i64, Country, i64)>,
}

/// How many sentences back a state's name tells for a noun.
const NEAR: i64 = 3;
/// How many names back are looked at: a list of states must not cost quadratic time.
const REACH: usize = 40;

impl Evidence {
    pub(super) fn new(syntax: &Syntax, places: &[PlaceMention], actors: &[ActorMention]) -> Self {
        let sentence =
            |token: u32| syntax.tokens().get(token as usize).map_or(0, |t| i64::from(t.sentence.0));
        let mut named: Vec<(i64, Country, i64)> = Vec::new();
        for m in actors {
            // What is said of a sentence's subject is said of its state.
            let mut head = syntax.token(m.head);
            if let (Rel::Conj, Some(first)) = (head.rel, head.head) {
                head = syntax.token(first);
            }
            let weight = if head.rel.is_subject() { 3 } else { 2 };
            if let Some(country) = m.country.filter(|c| !c.is_nonstate()) {
                named.push((sentence(m.tokens.start), country, weight));
            }
        }
        for p in places {
            let Some(country) = p.country else { continue };
            let at = actors.partition_point(|m| m.tokens.start <= p.tokens.start);
            let told = actors[at.saturating_sub(4)..at]
                .iter()
                .any(|m| m.tokens.end > p.tokens.start && m.country == Some(country));
            if !told {
                named.push((sentence(p.tokens.start), country, 2));
            }
        }
        named.sort_by_key(|(s, c, _)| (*s, *c));
        Self { named }
    }

    /// The state that the text around `sentence` speaks of, when one stands out: half as much
    /// again as the next.
    fn state(&self, sentence: i64) -> Option<Country> {
        let end = self.named.partition_point(|(s, ..)| *s <= sentence);
        let mut votes: Vec<(Country, i64)> = Vec::new();
        let mut vote =
            |country: Country, weight: i64| match votes.iter_mut().find(|(c, _)| *c == country) {
                Some((_, sum)) => *sum += weight,
                None => votes.push((country, weight)),
            };
        let back = &self.named[end.saturating_sub(REACH)..end];
        for (s, country, weight) in back {
            let far = sentence - s;
            vote(*country, weight * if far <= NEAR { 12 / (1 + far) } else { 1 });
        }
        // What the story opens with it is about.
        for (_, country, weight) in self.named.iter().take(4) {
            vote(*country, 4 * weight);
        }
        votes.sort_by_key(|(country, sum)| (-sum, *country));
        match votes.as_slice() {
            [(country, _)] => Some(*country),
            [(country, most), (_, next), ..] if 2 * most >= 3 * next => Some(*country),
            _ => None,
        }
    }
}

impl Linker<'_> {
    /// Gives a common noun or a bare title the state that the text speaks of.
    pub(super) fn in_context(
        &self,
        at: usize,
        evidence: &Evidence,
        actors: &mut [ActorMention],
        notes: &mut Vec<Note>,
    ) {
        let m = &actors[at];
        if m.country.is_some() || m.id.is_some() || !m.members.is_empty() {
            return;
        }
        if m.form == ActorForm::Pronoun || !self.is_domestic(m) {
            return;
        }
        let Some(country) = evidence.state(self.facts[at].sentence) else { return };
        let span = m.span;
        self.belongs(at, country, None, actors);
        notes.push(Note {
            code: "country-from-context",
            span,
            message: format!("The text around it speaks of {country} most."),
        });
    }

    /// True for what news leaves without a nationality at home.
    fn is_domestic(&self, m: &ActorMention) -> bool {
        let words = self.article.words(m.span).to_lowercase();
        let abroad = words.split_whitespace().any(|w| FROM_ELSEWHERE.contains(&w));
        // "the foreign minister" is at home nevertheless.
        if abroad && m.office.is_none() && m.kind != Some(ActorKind::Body) {
            return false;
        }
        // "its forces": the pronoun says whose.
        let owned = self.syntax.tokens()[m.tokens.start as usize].xpos == "PRP$";
        // Troops that are sent are told by who sends them: "4,000 troops to a force in Liberia".
        let sent = m.sector == Some(Sector::Mil) && !self.syntax.token(m.head).rel.is_subject();
        if owned || sent {
            return false;
        }
        match m.kind {
            Some(ActorKind::Body) => true,
            Some(ActorKind::Person | ActorKind::People) if m.person.is_none() => {
                m.sector.is_some_and(|s| {
                    !matches!(
                        s,
                        Sector::Jrn
                            | Sector::Unk
                            | Sector::Eli
                            | Sector::Bus
                            | Sector::Ref
                            | Sector::Rel
                            | Sector::Soc
                    )
                }) || m.office.is_some() && m.sector == Some(Sector::Eli)
            }
            // "Senator George Mitchell"
            Some(ActorKind::Person) => {
                m.office.is_some()
                    && matches!(
                        m.sector,
                        Some(
                            Sector::Gov
                                | Sector::Leg
                                | Sector::Opp
                                | Sector::Mil
                                | Sector::Cop
                                | Sector::Jud
                                | Sector::Eli
                        )
                    )
            }
            _ => false,
        }
    }
}
