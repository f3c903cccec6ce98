//! Actors in context: for each marked mention the country, the sector, and the person in office.
//!
//! * A marked mention is answered by the mention of the same span, or else by the one that shares
//!   most of it, half at least (intersection over union). None: wrong in whatever is asked.
//! * `country`: one of the admitted answers, each a set of codes. What stands for several
//!   ("the two Koreas") answers with its members, a coordination with the mentions inside it.
//! * `sector`: the primary sector is an admitted one; for several, that of each member.
//! * `person`: over the mentions that mean somebody and those for which we named somebody though
//!   nobody is meant or known. Spellings may differ as transliterations do.
//! * `named`: of the mentions that mean somebody, those for which we named the right one.

use crate::measure::ratio;
use crate::report::Row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A text with its marked mentions, or the mentions answered for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Joins gold and answer.
    pub id: String,
    /// The text (gold).
    #[serde(default)]
    pub text: String,
    /// Day of publication (gold).
    #[serde(default)]
    pub date: Option<String>,
    /// Its mentions; offsets in code points.
    #[serde(default)]
    pub mentions: Vec<Mention>,
}

/// A mention. An answer holds one country set and at most one spelling a person.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Mention {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Admitted sets of country codes; the empty set means that no country is said. Not asked
    /// where the field is missing, as with the next two.
    #[serde(default)]
    pub country: Option<Vec<Vec<String>>>,
    /// Admitted primary sectors, null for none; empty asks for none.
    #[serde(default)]
    pub sector: Option<Vec<Option<String>>>,
    /// The persons meant, each by the spellings that count; empty when nobody is known.
    #[serde(default)]
    pub person: Option<Vec<Vec<String>>>,
}

/// Right answers of those asked.
#[derive(Clone, Copy, Default)]
struct Share {
    right: usize,
    asked: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.asked += 1;
        self.right += usize::from(right);
    }

    fn row(self, name: &str) -> Row {
        let accuracy = 100.0 * ratio(self.right as f64, self.asked as f64);
        Row::new(name, &[("acc", accuracy), ("right", self.right as f64), ("n", self.asked as f64)])
    }
}

/// Scores answers against gold; the second part tells each miss in words.
pub fn score(gold: &[Document], answers: &[Document]) -> (Vec<Row>, Vec<String>) {
    let by_id: BTreeMap<&str, &Document> = answers.iter().map(|d| (d.id.as_str(), d)).collect();
    let [mut found, mut country, mut sector, mut person, mut named] = [Share::default(); 5];
    let mut misses = Vec::new();
    for document in gold {
        let given = by_id.get(document.id.as_str()).map_or(&[][..], |d| &d.mentions);
        for asked in &document.mentions {
            let answer = Answer::to(asked, given);
            found.count(answer.is_some());
            let mut wrong = Vec::new();
            if let Some(admitted) = &asked.country {
                let right = answer.as_ref().is_some_and(|a| a.is_in(admitted));
                country.count(right);
                if !right {
                    let got = answer.as_ref().map(|a| &a.countries);
                    wrong.push(format!("country {got:?}, not {admitted:?}"));
                }
            }
            if let Some(admitted) = &asked.sector {
                let right = answer.as_ref().is_some_and(|a| a.works_in(admitted));
                sector.count(right);
                if !right {
                    let got = answer.as_ref().map(|a| &a.sectors);
                    wrong.push(format!("sector {got:?}, not {admitted:?}"));
                }
            }
            if let Some(meant) = &asked.person {
                let right = answer.as_ref().is_some_and(|a| a.is_person(meant));
                let claimed = answer.as_ref().is_some_and(|a| !a.persons.is_empty());
                if !meant.is_empty() || claimed {
                    person.count(right);
                }
                if !meant.is_empty() {
                    named.count(right);
                }
                if !right && (claimed || !meant.is_empty()) {
                    let got = answer.as_ref().map(|a| &a.persons);
                    wrong.push(format!("person {got:?}, not {meant:?}"));
                }
            }
            if !wrong.is_empty() {
                let words: String =
                    document.text.chars().take(asked.end).skip(asked.start).collect();
                misses.push(format!("{} {words:?}: {}", document.id, wrong.join("; ")));
            }
        }
    }
    let rows = vec![
        found.row("found"),
        country.row("country"),
        sector.row("sector"),
        person.row("person"),
        named.row("named"),
    ];
    (rows, misses)
}

/// What the answer says of one marked mention.
struct Answer {
    countries: BTreeSet<String>,
    sectors: Vec<Option<String>>,
    persons: Vec<String>,
}

impl Answer {
    fn to(asked: &Mention, given: &[Mention]) -> Option<Self> {
        let share = |m: &Mention| {
            let common = m.end.min(asked.end).saturating_sub(m.start.max(asked.start));
            let all = m.end.max(asked.end) - m.start.min(asked.start);
            ratio(common as f64, all as f64)
        };
        let best = given
            .iter()
            .filter(|m| share(m) >= 0.5)
            .max_by(|a, b| share(a).total_cmp(&share(b)).then(b.start.cmp(&a.start)));
        let several = asked.country.iter().flatten().any(|codes| codes.len() > 1);
        let alone = best.is_none_or(|m| codes(m).len() < 2);
        let taken: Vec<&Mention> = if several && alone {
            given.iter().filter(|m| asked.start <= m.start && m.end <= asked.end).collect()
        } else {
            best.into_iter().collect()
        };
        (!taken.is_empty()).then(|| Self {
            countries: taken.iter().flat_map(|m| codes(m)).collect(),
            sectors: taken.iter().flat_map(|m| m.sector.iter().flatten().cloned()).collect(),
            persons: taken
                .iter()
                .flat_map(|m| m.person.iter().flatten().flatten().cloned())
                .collect(),
        })
    }

    fn is_in(&self, admitted: &[Vec<String>]) -> bool {
        admitted
            .iter()
            .any(|codes| codes.iter().cloned().collect::<BTreeSet<_>>() == self.countries)
    }

    fn works_in(&self, admitted: &[Option<String>]) -> bool {
        let fits = |s: &Option<String>| match s {
            None => admitted.is_empty() || admitted.contains(&None),
            some => admitted.contains(some),
        };
        if self.sectors.is_empty() { fits(&None) } else { self.sectors.iter().all(fits) }
    }

    fn is_person(&self, meant: &[Vec<String>]) -> bool {
        self.persons.len() == meant.len()
            && meant
                .iter()
                .all(|spellings| spellings.iter().any(|s| self.persons.iter().any(|p| same(s, p))))
    }
}

fn codes(mention: &Mention) -> Vec<String> {
    mention.country.iter().flatten().flatten().cloned().collect()
}

/// One name for one person: each word of the shorter stands in the longer, a letter apart at most
/// in words of five letters or more ("Sergei", "Sergey").
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(a), name_words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|w| long.iter().any(|v| akin(w, v)))
}

fn name_words(name: &str) -> Vec<String> {
    let mut folded = String::new();
    chancery::world::fold::fold_into(name, &mut folded);
    folded.split_whitespace().filter(|w| *w != "al" && *w != "el").map(str::to_owned).collect()
}

fn akin(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.len() < 5 || b.len() < 5 {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let room = a.len().min(b.len()) - front;
    let back = a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - front - back <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(mentions: &str) -> Document {
        let json =
            format!(r#"{{"id": "a", "text": "the two Koreas met", "mentions": {mentions}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn figure(rows: &[Row], name: &str) -> f64 {
        rows.iter().find(|r| r.name == name).unwrap().figures[0].1.unwrap()
    }

    #[test]
    fn several_are_their_members() {
        let gold = document(
            r#"[{"start": 0, "end": 14, "country": [["KOR", "PRK"]], "sector": [], "person": []}]"#,
        );
        let answer = document(
            r#"[{"start": 0, "end": 14, "country": [["PRK", "KOR"]], "sector": [], "person": []}]"#,
        );
        let (rows, misses) = score(std::slice::from_ref(&gold), &[answer]);
        assert_eq!((figure(&rows, "country"), figure(&rows, "sector")), (100.0, 100.0));
        assert!(misses.is_empty());
        let (rows, misses) = score(&[gold], &[document("[]")]);
        assert_eq!((figure(&rows, "found"), figure(&rows, "country")), (0.0, 0.0));
        assert_eq!(misses.len(), 1);
    }

    #[test]
    fn spellings_are_no_other_person() {
        assert!(same("Sergei Lavrov", "Sergey Viktorovich Lavrov"));
        assert!(same("Kim Jong Un", "Kim Jong-un"));
        assert!(!same("Kim Jong Un", "Kim Jong Il"));
    }
}
