//! Names: which words make up the name of a person, organisation, place, nation or other thing.

use chancery_article::{Span, TokenId};

use crate::syntax::Token;

use crate::format::ModelError;
use crate::network::Found;

/// What a name names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NameKind {
    /// A person or family, without title.
    Person,
    /// A company, body, party, armed group, medium, team.
    Organisation,
    /// A country, city, region, water, building; also when it acts.
    Place,
    /// A nationality, ethnic, religious or political group: "South Korean", "Kurds", "Democrats".
    Nationality,
    /// Events, treaties, products, weapons, works, ships and the like.
    Other,
}

impl NameKind {
    /// The kind's short name in records: `PER`, `ORG`, `LOC`, `NORP`, `MISC`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Place => "LOC",
            Self::Nationality => "NORP",
            Self::Other => "MISC",
        }
    }
}

/// A name of one or more words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name {
    /// Its words, titles and possessive endings left out.
    pub span: Span,
    /// Its first word.
    pub first: TokenId,
    /// One past its last word.
    pub end: TokenId,
    /// What it names.
    pub kind: NameKind,
}

const KINDS: [NameKind; 5] = [
    NameKind::Person,
    NameKind::Organisation,
    NameKind::Place,
    NameKind::Nationality,
    NameKind::Other,
];

/// Where in a name a word stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Begin,
    Inside,
    End,
    Single,
}

const PARTS: [(Part, &str); 4] =
    [(Part::Begin, "B"), (Part::Inside, "I"), (Part::End, "E"), (Part::Single, "S")];

/// Tags of words: outside, then the four parts of each kind.
pub(crate) const TAGS: usize = 1 + KINDS.len() * PARTS.len();

/// The tag of a word: 0 outside every name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tag(u8);

impl Tag {
    fn part(self) -> Option<(Part, usize)> {
        let index = usize::from(self.0.checked_sub(1)?);
        Some((PARTS[index % PARTS.len()].0, index / PARTS.len()))
    }
}

/// Whether a word tagged `next` may follow one tagged `before` (`None`: the sentence's edge).
fn may_follow(before: Option<Tag>, next: Option<Tag>) -> bool {
    let open = before.and_then(Tag::part).filter(|(p, _)| matches!(p, Part::Begin | Part::Inside));
    let goes_on = next.and_then(Tag::part).filter(|(p, _)| matches!(p, Part::Inside | Part::End));
    open.map(|(_, kind)| kind) == goes_on.map(|(_, kind)| kind)
}

/// Whether the model's tags are those of this program.
pub(crate) fn check(names: &[String]) -> Result<(), ModelError> {
    let parts = |kind: &NameKind| {
        let kind = kind.as_str();
        PARTS.map(|(_, part)| format!("{part}-{kind}"))
    };
    let ours = std::iter::once("O".to_owned()).chain(KINDS.iter().flat_map(parts));
    if ours.eq(names.iter().cloned()) {
        Ok(())
    } else {
        Err(ModelError::Shape { what: format!("its names are tagged {}", names.join(" ")) })
    }
}

/// Tags the words of a sentence: the best sequence of tags that makes whole names. `scores` has a
/// row of `width` values for each word.
pub(crate) fn decode(scores: &[f32], width: usize, found: &mut [Found]) {
    for (row, word) in scores.chunks_exact(width).zip(&mut *found) {
        word.name = Tag(crate::kernels::largest(&row[..TAGS]) as u8);
    }
    // Nearly always the best tags of single words make whole names already.
    let mut before = None;
    let mut sound = true;
    for word in &*found {
        sound &= may_follow(before, Some(word.name));
        before = Some(word.name);
    }
    if !(sound && may_follow(before, None)) {
        search(scores, width, found);
    }
}

/// The best sequence by dynamic programming (Viterbi 1967).
fn search(scores: &[f32], width: usize, found: &mut [Found]) {
    let tag = |i: usize| Tag(i as u8);
    let mut best = [f32::NEG_INFINITY; TAGS];
    let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(found.len());
    for (i, row) in scores.chunks_exact(width).take(found.len()).enumerate() {
        let (mut next, mut from) = ([f32::NEG_INFINITY; TAGS], [0; TAGS]);
        for to in 0..TAGS {
            // A broken model's scores are clamped, not trusted.
            let own = if row[to].is_finite() { row[to] } else { 0.0 };
            if i == 0 {
                if may_follow(None, Some(tag(to))) {
                    next[to] = own;
                }
                continue;
            }
            for (before, sum) in best.iter().enumerate() {
                let sum = sum + own;
                if sum > next[to] && may_follow(Some(tag(before)), Some(tag(to))) {
                    (next[to], from[to]) = (sum, before as u8);
                }
            }
        }
        best = next;
        back.push(from);
    }
    let mut last = 0;
    for i in 1..TAGS {
        if best[i] > best[last] && may_follow(Some(tag(i)), None) {
            last = i;
        }
    }
    for (word, from) in found.iter_mut().zip(&back).rev() {
        word.name = tag(last);
        last = usize::from(from[last]);
    }
}

/// The names of a sentence that has just been put at the end of `tokens`.
pub(crate) fn collect(found: &[Found], tokens: &[Token], names: &mut Vec<Name>) {
    let first = tokens.len() - found.len();
    let mut begin = 0;
    for (i, word) in found.iter().enumerate() {
        let Some((part, kind)) = word.name.part() else { continue };
        if matches!(part, Part::Begin | Part::Single) {
            begin = i;
        }
        if matches!(part, Part::End | Part::Single) {
            names.push(Name {
                span: tokens[first + begin].span.cover(tokens[first + i].span),
                first: TokenId::from(first + begin),
                end: TokenId::from(first + i + 1),
                kind: KINDS[kind],
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(rows: &[[f32; TAGS]]) -> Vec<(usize, usize, NameKind)> {
        let mut found = vec![Found::default(); rows.len()];
        decode(&rows.concat(), TAGS, &mut found);
        let mut begin = 0;
        let mut names = Vec::new();
        for (i, word) in found.iter().enumerate() {
            match word.name.part() {
                Some((Part::Begin, _)) => begin = i,
                Some((Part::End, kind)) => names.push((begin, i + 1, KINDS[kind])),
                Some((Part::Single, kind)) => names.push((i, i + 1, KINDS[kind])),
                _ => {}
            }
        }
        names
    }

    fn row(values: &[(usize, f32)]) -> [f32; TAGS] {
        let mut row = [0.0; TAGS];
        for (tag, value) in values {
            row[*tag] = *value;
        }
        row
    }

    #[test]
    fn whole_names_are_taken_as_they_are() {
        // B-PER E-PER O S-LOC
        let rows = [row(&[(1, 2.0)]), row(&[(3, 2.0)]), row(&[(0, 2.0)]), row(&[(12, 2.0)])];
        assert_eq!(decoded(&rows), [(0, 2, NameKind::Person), (3, 4, NameKind::Place)]);
    }

    #[test]
    fn broken_names_are_mended_by_the_best_whole_reading() {
        // B-PER E-ORG: one organisation of two words scores more than anything else that is whole.
        let rows = [row(&[(1, 2.0), (5, 1.9)]), row(&[(7, 2.0), (3, 0.5)])];
        assert_eq!(decoded(&rows), [(0, 2, NameKind::Organisation)]);
        // A name cannot end with its beginning.
        let rows = [row(&[(0, 1.0)]), row(&[(1, 2.0), (4, 1.0)])];
        assert_eq!(decoded(&rows), [(1, 2, NameKind::Person)]);
    }

    #[test]
    fn broken_scores_still_give_whole_names() {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut rows = vec![[value; TAGS]; 3];
            rows[1][2] = f32::INFINITY;
            decoded(&rows);
        }
    }

    #[test]
    fn another_programs_tags_are_refused() {
        assert!(check(&["O".into(), "B-PER".into()]).is_err());
    }
}
