//! Names: which words make up the name of a person, organisation, place, nation or other thing.

use chancery_article::{Span, TokenId};
use rustc_hash::FxHashMap;

use crate::format::ModelError;
use crate::network::Found;
use crate::syntax::Token;
use crate::tags::Upos;

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

/// What speaks for each kind, were a word part of a name; and for its being part of none.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Evidence {
    kinds: [f32; KINDS.len()],
    none: f32,
}

/// Tags the words of a sentence: the best sequence of tags that makes whole names. `scores` has a
/// row of `width` values for each word.
pub(crate) fn decode(scores: &[f32], width: usize, found: &mut [Found]) {
    for (row, word) in scores.chunks_exact(width).zip(&mut *found) {
        word.name = Tag(crate::kernels::largest(&row[..TAGS]) as u8);
    }
    mend(scores, width, found);
    for (row, word) in scores.chunks_exact(width).zip(&mut *found) {
        // A word outside is asked what it were as a name of its own.
        let part =
            word.name.0.checked_sub(1).map_or(PARTS.len() - 1, |i| usize::from(i) % PARTS.len());
        let kinds = std::array::from_fn(|kind| row[1 + kind * PARTS.len() + part]);
        word.evidence = Evidence { kinds, none: row[0] };
    }
}

fn mend(scores: &[f32], width: usize, found: &mut [Found]) {
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

/// A name as its own sentence has it.
#[derive(Clone, Copy, Debug)]
struct Sighting {
    name: Name,
    /// What speaks against each kind: 0 for the likeliest, below it for the others.
    kinds: [f32; KINDS.len()],
}

/// Collects the names of an article sentence by sentence, then reads them together: in one article
/// a name nearly always names one thing (Gale, Church and Yarowsky 1992; for names Krishnan and
/// Manning 2006).
#[derive(Default)]
pub(crate) struct Names {
    seen: Vec<Sighting>,
    /// Proper nouns outside every name that nearly were one.
    nearly: Vec<Sighting>,
}

/// No single sighting speaks stronger against a kind than this.
const LEAST: f32 = -6.0;
/// How much a longer name says of its parts ("Olaf Scholz" of "Scholz"), and a name of its acronym.
const OF_PART: f32 = 0.6;
const OF_ACRONYM: f32 = 1.5;
/// How much it says against other kinds that a name is known to be of one. A place's name often stands
/// for its club, its paper or its government.
const OF_KNOWN: f32 = 2.0;
const OF_KNOWN_PLACE: f32 = 0.7;
/// How far a word may be from a name and still become one when the article names it elsewhere.
const NEAR: f32 = 4.0;

impl Names {
    /// Takes up the names of a sentence that has just been put at the end of `tokens`.
    pub(crate) fn add(&mut self, found: &[Found], tokens: &[Token]) {
        let first = tokens.len() - found.len();
        let sighting = |begin: usize, end: usize, kind: NameKind| Sighting {
            name: Name {
                span: tokens[first + begin].span.cover(tokens[first + end - 1].span),
                first: TokenId::from(first + begin),
                end: TokenId::from(first + end),
                kind,
            },
            kinds: against(&found[begin..end]),
        };
        let mut begin = 0;
        for (i, word) in found.iter().enumerate() {
            let Some((part, kind)) = word.name.part() else {
                let best = word.evidence.kinds.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                if tokens[first + i].upos == Upos::Propn && word.evidence.none - best < NEAR {
                    self.nearly.push(sighting(i, i + 1, NameKind::Other));
                }
                continue;
            };
            if matches!(part, Part::Begin | Part::Single) {
                begin = i;
            }
            if matches!(part, Part::End | Part::Single) {
                self.seen.push(sighting(begin, i + 1, KINDS[kind]));
            }
        }
    }

    /// The names of the whole article, in text order. `known` says of a name what it is known to
    /// name, if it is one thing only.
    pub(crate) fn finish(
        self,
        text: &str,
        tokens: &[Token],
        known: impl Fn(&str) -> Option<NameKind>,
    ) -> Vec<Name> {
        let words = |span: Span| &text[span.start() as usize..span.end() as usize];
        let mut said: FxHashMap<&str, [f32; KINDS.len()]> = FxHashMap::default();
        for Sighting { name, kinds } in &self.seen {
            let mut say = |of: Span, weight: f32| {
                for (sum, kind) in said.entry(words(of)).or_default().iter_mut().zip(kinds) {
                    *sum += weight * kind;
                }
            };
            say(name.span, 1.0);
            let own = &tokens[name.first.index()..name.end.index()];
            if name.kind == NameKind::Person && own.len() > 1 {
                say(own[0].span, OF_PART);
                say(own[own.len() - 1].span, OF_PART);
            }
            if let [open, short, close, ..] = &tokens[name.end.index()..]
                && (words(open.span), words(close.span)) == ("(", ")")
                && is_acronym(words(short.span), own.iter().map(|t| words(t.span)))
            {
                say(short.span, OF_ACRONYM);
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each name is weighed alone")]
        for (name, sums) in &mut said {
            if let Some(kind) = known(name) {
                let weight = if kind == NameKind::Place { OF_KNOWN_PLACE } else { OF_KNOWN };
                for (sum, other) in sums.iter_mut().zip(KINDS) {
                    *sum -= if other == kind { 0.0 } else { weight };
                }
            }
        }
        let kind = |name: &Name| {
            let sums = said.get(words(name.span))?;
            Some(KINDS[crate::kernels::largest(sums)])
        };
        let seen = self.seen.iter().map(|s| (s.name, kind(&s.name).unwrap_or(s.name.kind)));
        let nearly = self.nearly.iter().filter_map(|s| Some((s.name, kind(&s.name)?)));
        let mut names: Vec<Name> =
            seen.chain(nearly).map(|(name, kind)| Name { kind, ..name }).collect();
        names.sort_unstable_by_key(|name| name.first);
        names
    }
}

/// What speaks against each kind of a name of these words, beside the likeliest: the mean over them.
fn against(found: &[Found]) -> [f32; KINDS.len()] {
    let mut sums = [0.0; KINDS.len()];
    for word in found {
        for (sum, kind) in sums.iter_mut().zip(word.evidence.kinds) {
            // A broken model's scores are clamped, not trusted.
            *sum += if kind.is_finite() { kind / found.len() as f32 } else { 0.0 };
        }
    }
    let top = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    sums.map(|sum| (sum - top).max(LEAST))
}

/// Whether `short` is made of the initials of the capitalised words of a name: "World Health
/// Organization" and "WHO".
fn is_acronym<'t>(short: &str, words: impl Iterator<Item = &'t str>) -> bool {
    let initials = words.filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase());
    short.len() > 1 && initials.eq(short.chars().filter(|c| *c != '.'))
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

    /// Names of a text whose words lie apart by blanks: of each word its tag and how much more it
    /// looks like a person than like an organisation.
    fn told(words: &[(&str, u8, f32)]) -> Vec<(String, NameKind)> {
        let text: Vec<&str> = words.iter().map(|w| w.0).collect();
        let text = text.join(" ");
        let mut at = 0;
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        for (word, tag, person) in words {
            tokens.push(Token {
                span: Span::new(at, at + word.len() as u32),
                lemma: "".into(),
                upos: Upos::Propn,
                xpos: "NNP",
                feats: "_".into(),
                head: None,
                rel: crate::Rel::Root,
                sentence: chancery_article::SentenceId(0),
            });
            at += word.len() as u32 + 1;
            let kinds = [*person, 0.0, -9.0, -9.0, -9.0];
            let evidence = Evidence { kinds, none: if *tag == 0 { 3.0 } else { -9.0 } };
            found.push(Found { name: Tag(*tag), evidence, ..Found::default() });
        }
        let mut names = Names::default();
        names.add(&found, &tokens);
        let known = |name: &str| (name == "Jumia").then_some(NameKind::Organisation);
        let names = names.finish(&text, &tokens, known);
        names
            .iter()
            .map(|n| (text[n.span.start() as usize..n.span.end() as usize].to_owned(), n.kind))
            .collect()
    }

    const BEGIN: u8 = 1;
    const END: u8 = 3;
    const SINGLE: u8 = 4;

    #[test]
    fn a_surname_is_the_person_named_before() {
        // Alone "Lanner" looks a little like an organisation.
        let words = [("Baruch", BEGIN, 8.0), ("Lanner", END, 8.0), ("Lanner", SINGLE + 4, -1.0)];
        let person = |name: &str| (name.to_owned(), NameKind::Person);
        assert_eq!(told(&words), [person("Baruch Lanner"), person("Lanner")]);
    }

    #[test]
    fn a_name_missed_once_is_found_where_the_article_has_it_elsewhere() {
        let words = [("NCT", SINGLE + 4, -8.0), ("NCT", 0, 0.0), ("Zoom", 0, 0.0)];
        let found = told(&words);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|n| n == &("NCT".to_owned(), NameKind::Organisation)));
    }

    #[test]
    fn knowledge_decides_what_the_text_leaves_open() {
        assert_eq!(told(&[("Jumia", SINGLE, 1.0)])[0].1, NameKind::Organisation);
        assert_eq!(told(&[("Jumia", SINGLE, 5.0)])[0].1, NameKind::Person);
    }

    #[test]
    fn initials_make_an_acronym() {
        assert!(is_acronym("WHO", ["World", "Health", "Organization"].into_iter()));
        assert!(is_acronym("U.N.", ["United", "Nations"].into_iter()));
        assert!(!is_acronym("UN", ["World", "Health", "Organization"].into_iter()));
    }

    #[test]
    fn another_programs_tags_are_refused() {
        assert!(check(&["O".into(), "B-PER".into()]).is_err());
    }
}
