//! What the lexicon saw at each word, and why the senses that lost did: computed anew for whoever
//! asks, so that reading keeps none of it.

use chancery_article::{Article, TokenId};
use chancery_mention::Mentions;
use chancery_syntax::Syntax;
use chancery_world::lexicon::{Line, Part, Place, Relation};
use chancery_world::{EventType, World};

use super::matching::Look;
use super::{Candidate, Loss, asks_for_object, judged, learned, of_entry, prior, weigh};

/// A word at which the lexicon has entries.
#[derive(Clone, PartialEq, Debug)]
pub struct Sighting {
    /// The word.
    pub token: TokenId,
    /// The part of speech as which it may tell an act; none for words that only modify.
    pub part: Option<Part>,
    /// The verb that carries it ("*hold* talks").
    pub support: Option<TokenId>,
    /// What the lexicon has for its lemma, in the order of the ids.
    pub senses: Vec<Sense>,
    /// What came of it.
    pub candidate: Option<Candidate>,
    /// Why the candidate came to nothing among the others, where it did.
    pub loss: Option<Loss>,
}

/// An entry or operator of a word's lemma.
#[derive(Clone, PartialEq, Debug)]
pub struct Sense {
    /// The entry's id.
    pub id: &'static str,
    /// Where it stands.
    pub line: Line,
    /// Its part of speech.
    pub part: Part,
    /// The act it says, `TYPE/mode`; an operator's name.
    pub says: String,
    /// Its constraints.
    pub conditions: Vec<Condition>,
    /// Of an operator: the heads of what stands where it takes a predicate.
    pub takes: Option<Vec<TokenId>>,
    /// Its prior, and what its constraints add to it.
    pub prior: f32,
    /// Its score with what stands around the word, and after the disambiguator; none where a
    /// constraint fails.
    pub scores: Option<(f32, f32)>,
    /// What the disambiguator gives it.
    pub likely: Option<f32>,
    /// What the disambiguator takes the word for, none for no act, and how surely.
    pub likeliest: Option<(Option<EventType>, f32)>,
    /// What became of it.
    pub verdict: Verdict,
}

/// A constraint with what it found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// The constraint as the table writes it.
    pub text: &'static str,
    /// True when it holds.
    pub held: bool,
    /// The heads of what stands in its places.
    pub found: Vec<TokenId>,
}

/// What became of a sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is the word's act.
    Won,
    /// Another sense that holds is surer.
    Lost,
    /// A constraint fails.
    Fails,
    /// The word is of another part of speech here.
    OtherPart,
    /// A participle before its noun tells an act only for entries that ask for the noun.
    Quality,
    /// An operator whose table has no row for what it takes here.
    TakesNothing,
}

impl Verdict {
    /// The verdict for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Won => "won",
            Verdict::Lost => "lost to a surer sense",
            Verdict::Fails => "a constraint fails",
            Verdict::OtherPart => "another part of speech",
            Verdict::Quality => "a participle before its noun, for which the entry does not ask",
            Verdict::TakesNothing => "embedding.tsv has no row for what it takes here",
        }
    }
}

/// Every word at which the lexicon has entries, in text order, with all senses and what became of
/// them.
pub fn sightings(
    article: &Article,
    syntax: &Syntax,
    mentions: &Mentions,
    world: &World,
) -> Vec<Sighting> {
    let look = Look::new(article, syntax, mentions, &world.lexicon);
    let mut judged = judged(&look);
    judged.sort_by_key(|(candidate, _)| candidate.head);
    let found = (0..syntax.tokens().len()).map(TokenId::from).filter_map(|token| {
        let own = judged.binary_search_by_key(&token, |(candidate, _)| candidate.head);
        let own = own.ok().map(|at| &judged[at]);
        let candidate = own.map(|(candidate, _)| candidate);
        let part = look.part(token).filter(|_| !look.outside_story(token));
        let support = if part == Some(Part::Noun) { look.support(token) } else { None };
        let mut senses = entries(&look, token, part, candidate);
        senses.extend(operators(&look, token, part, candidate));
        if senses.is_empty() && own.is_none() {
            return None;
        }
        Some(Sighting {
            token,
            part,
            support: support.map(|(verb, _)| verb),
            senses,
            candidate: candidate.cloned(),
            loss: own.and_then(|(_, loss)| *loss),
        })
    });
    found.collect()
}

fn entries(
    look: &Look<'_>,
    token: TokenId,
    part: Option<Part>,
    candidate: Option<&Candidate>,
) -> Vec<Sense> {
    let support = if part == Some(Part::Noun) { look.support(token) } else { None };
    let sense = |entry: chancery_world::lexicon::Entry| {
        let row = entry.row;
        let conditions = conditions(look, token, support.map(|(verb, _)| verb), row.tests);
        let holds = look.holds_all(token, support, row.tests, &mut Vec::new());
        let verdict = if Some(entry.part) != part {
            Verdict::OtherPart
        } else if look.is_quality(token) && !asks_for_object(entry) {
            Verdict::Quality
        } else if !holds {
            Verdict::Fails
        } else if candidate.is_some_and(|c| c.rule == entry.id) {
            Verdict::Won
        } else {
            Verdict::Lost
        };
        let mut scores = None;
        let mut likely = None;
        if matches!(verdict, Verdict::Won | Verdict::Lost) {
            let mut own = of_entry(look, token, support, entry, prior(entry));
            weigh(look, &mut own);
            let before = own.score;
            let thinks = learned::likely(look, &own);
            learned::weigh(look, &mut own);
            scores = Some((before, own.score));
            likely = Some(thinks);
        }
        let kind = row.own.map_or(row.kind.as_str(), |own| own.kind);
        let mode = row.own.map_or(row.mode.map(|m| m.as_str()), |own| own.mode);
        Sense {
            id: entry.id,
            line: row.line,
            part: entry.part,
            says: mode.map_or_else(|| kind.to_owned(), |mode| format!("{kind}/{mode}")),
            conditions,
            takes: None,
            prior: prior(entry),
            scores,
            likely: likely.as_ref().map(|l| l.own),
            likeliest: likely.map(|l| l.first),
            verdict,
        }
    };
    look.entries(token).map(sense).collect()
}

fn operators(
    look: &Look<'_>,
    token: TokenId,
    part: Option<Part>,
    candidate: Option<&Candidate>,
) -> Vec<Sense> {
    let support = if part == Some(Part::Noun) { look.support(token) } else { None };
    let sense = |operator: chancery_world::lexicon::Operator| {
        let row = operator.row;
        let won = candidate.filter(|c| c.rule == operator.id);
        let fillers = row.takes.iter().flat_map(|place| look.fillers(token, None, *place));
        let mut takes: Vec<TokenId> = fillers.collect();
        takes.sort_unstable();
        takes.dedup();
        let verdict = if Some(operator.part) != part {
            Verdict::OtherPart
        } else if look.is_quality(token) {
            Verdict::Quality
        } else if !look.holds_all(token, support, row.tests, &mut Vec::new()) {
            Verdict::Fails
        } else if won.is_some() {
            Verdict::Won
        } else if candidate.is_some() && !takes.is_empty() {
            Verdict::Lost
        } else {
            Verdict::TakesNothing
        };
        // As the disambiguator saw it.
        let thinks = won.map(|c| {
            let mut seen = c.clone();
            seen.score = c.before;
            learned::likely(look, &seen)
        });
        Sense {
            id: operator.id,
            line: row.line,
            part: operator.part,
            says: look.lexicon.operator_name(row.operator).to_owned(),
            conditions: conditions(look, token, support.map(|(verb, _)| verb), row.tests),
            takes: Some(takes),
            prior: row.prior,
            scores: won.map(|c| (c.before, c.score)),
            likely: thinks.as_ref().map(|l| l.own),
            likeliest: thinks.map(|l| l.first),
            verdict,
        }
    };
    look.operators(token).map(sense).collect()
}

fn conditions(
    look: &Look<'_>,
    token: TokenId,
    support: Option<TokenId>,
    tests: &'static [chancery_world::lexicon::Test],
) -> Vec<Condition> {
    let with_role = support.and_then(|_| look.support(token));
    let condition = |test: &'static chancery_world::lexicon::Test| {
        let places = test.places.iter().filter(|place| {
            !matches!(place, Place::Near | Place::Number | Place::Voice | Place::Support)
        });
        let mut found: Vec<TokenId> =
            places.flat_map(|place| look.fillers(token, support, *place)).collect();
        if test.places.contains(&Place::Near) && test.relation != Relation::Absent {
            found.extend(look.near_words(token, &test.values));
        }
        if test.places.contains(&Place::Support) {
            found.extend(support);
        }
        if test.places.iter().any(|place| matches!(place, Place::Number | Place::Voice)) {
            found.push(token);
        }
        found.sort_unstable();
        found.dedup();
        let held = look.holds_all(token, with_role, std::slice::from_ref(test), &mut Vec::new());
        Condition { text: test.text, held, found }
    };
    tests.iter().map(condition).collect()
}
