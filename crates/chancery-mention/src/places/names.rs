//! Names of the gazetteer in a text, and whether a place is meant.

use super::demonyms::{self, Demonym};
use crate::words::{Gap, Lex, Shape, Words, rows};
use chancery_article::{Article, RegionKind, Span, TokenId};
use chancery_syntax::{NameKind, Rel, Syntax, Upos};
use chancery_world::gazetteer::{Candidate, Gazetteer, NameForm, NameId, PlaceClass};
use chancery_world::words::{
    BEFORE_PERSON, BEFORE_PLACE, DISTRICTS, DIVISIONS, SETTLEMENTS, SIDES,
};
use chancery_world::{Country, World};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A name of the gazetteer in the text.
pub(super) struct Name {
    pub span: Span,
    pub id: NameId,
    /// Its words, `first..end`.
    first: usize,
    end: usize,
    /// Position in the list of the name it lies in: "Texas" for the Paris of "Paris, Texas".
    pub container: Option<usize>,
    /// The common noun beside it: "Kursk region", "the city of Kursk".
    pub noun: Noun,
    /// True when that noun stands at the end of a list: "Herat and Kandahar provinces".
    shares: bool,
    /// True when the words around say that a place is meant.
    evidence: bool,
    /// True when it is a country, a division or a region first of all.
    wide: bool,
    /// True when it is part of a person's name.
    person: bool,
    /// What the syntax takes it for.
    tagged: Tagged,
    pub accepted: bool,
}

/// What the syntax takes a name for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tagged {
    /// No name of one kind.
    Nothing,
    /// This kind, with these bounds.
    As(NameKind),
    /// Part of a longer name of this kind.
    Within(NameKind),
}

/// What a common noun beside a name says of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Noun {
    None,
    /// "region", "province", "oblast", "state".
    Division,
    /// "county", "district".
    District,
    /// "city", "town", "village".
    Settlement,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    /// A given name: "Paris Hilton", "Jordan Peterson".
    Given,
    /// A given name that a small place seldom is.
    First,
    Surname,
    /// "Mr", "President".
    Title,
    /// What makes the name before it part of an organisation's: "London Times".
    Organ,
    /// The same, unless the name is a place elsewhere in the article: "Dublin College".
    House,
    /// A common noun of streets, parks and waters: what stands before it names them.
    Feature,
    /// A common noun of places.
    Place,
    /// An ordinary word.
    Word,
    /// A name that newswire uses of something else: "White House", "Obama".
    Never,
}

static CLASSES: LazyLock<FxHashMap<&'static str, Vec<Class>>> = LazyLock::new(|| {
    let mut classes: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for [word, class] in rows(include_str!("../../../../data/gazetteer/name_words.tsv")) {
        let class = match class {
            "given" => Class::Given,
            "first" => Class::First,
            "surname" => Class::Surname,
            "title" => Class::Title,
            "organ" => Class::Organ,
            "house" => Class::House,
            "never" => Class::Never,
            "place" => Class::Place,
            "feature" => Class::Feature,
            _ => Class::Word,
        };
        classes.entry(word).or_default().push(class);
    }
    classes
});

fn is(word: &str, class: Class) -> bool {
    CLASSES.get(word).is_some_and(|classes| classes.contains(&class))
}

static HINTS: LazyLock<FxHashMap<&'static str, Country>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/gazetteer/scene_words.tsv"))
        .filter_map(|[word, country]| Some((word, Country::from_code(country)?)))
        .collect()
});

/// The countries that words of public life speak for, and how strongly: "Sheriff", "RCMP", "NHS".
pub(super) fn hints(words: &Words<'_>) -> Vec<(Country, f32)> {
    let mut found: BTreeMap<Country, f32> = BTreeMap::new();
    for i in 0..words.len() {
        if words.capital(i)
            && let Some(country) = HINTS.get(words.str(i))
        {
            let weight = found.entry(*country).or_default();
            *weight = (*weight + 0.4).min(1.6);
        }
    }
    found.into_iter().collect()
}

/// The longest name a walk follows, in words.
const LONGEST: usize = 8;

/// All names in text order, not overlapping, each accepted or not; and the demonyms between them.
pub(super) fn find(
    words: &Words<'_>,
    article: &Article,
    syntax: &Syntax,
    world: &World,
) -> (Vec<Name>, Vec<Demonym>) {
    let gazetteer = &world.gazetteer;
    let mut names = Vec::new();
    let mut peoples: Vec<Demonym> = Vec::new();
    let mut known = FxHashMap::default();
    let mut i = 0;
    while i < words.len() {
        if !words.capital(i) {
            i += 1;
            continue;
        }
        let office = words.is_any(i, &["sen", "gov", "rep", "mr", "mrs", "dr", "gen", "col"]);
        let longest = longest(words, i, gazetteer).filter(|_| !office);
        if let Some(demonym) = demonyms::at(words, i, syntax, world, &mut known)
            && longest.is_none_or(|(_, end)| end <= demonym.end)
        {
            // "Finn" may be a person's name, "Russians" is not; "American Airlines" is no American.
            let person = match tagged(syntax, demonym.span) {
                Tagged::As(NameKind::Person) => !words.str(demonym.end - 1).ends_with('s'),
                Tagged::Within(NameKind::Person) => true,
                _ => false,
            };
            if !person && !is(words.str(demonym.end), Class::Organ) {
                peoples.push(demonym);
            }
            i = demonym.end;
            continue;
        }
        let Some((id, end)) = longest else {
            i += 1;
            continue;
        };
        let span = Span::new(words.get(i).start, words.get(end - 1).end);
        names.push(Name {
            span,
            id,
            first: i,
            end,
            container: None,
            noun: Noun::None,
            shares: false,
            evidence: false,
            wide: gazetteer.candidates(id).next().is_some_and(|c| {
                !matches!(
                    gazetteer.place(c.place).class,
                    PlaceClass::Settlement | PlaceClass::Section
                )
            }),
            person: false,
            tagged: tagged(syntax, span),
            accepted: false,
        });
        i = end;
    }
    contain(words, &mut names, gazetteer);
    for name in &mut names {
        look_around(words, article, syntax, name);
    }
    share_nouns(words, &mut names);
    judge(words, syntax, gazetteer, &mut names);
    (names, peoples)
}

/// What the syntax takes the words for.
fn tagged(syntax: &Syntax, span: Span) -> Tagged {
    let names = syntax.names();
    let at = names.partition_point(|name| name.span.end() <= span.start());
    match names.get(at) {
        Some(name) if name.span.start() > span.start() || name.span.end() < span.end() => {
            Tagged::Nothing
        }
        // A full stop or "the" more or less is no matter.
        Some(name) if name.span.len().abs_diff(span.len()) <= 1 => Tagged::As(name.kind),
        Some(name) => Tagged::Within(name.kind),
        None => Tagged::Nothing,
    }
}

/// "Herat and Kandahar provinces", "Becker, Clay and Grant counties": the noun is of them all.
fn share_nouns(words: &Words<'_>, names: &mut [Name]) {
    for k in (0..names.len().saturating_sub(1)).rev() {
        let (end, next) = (names[k].end, &names[k + 1]);
        let list = words.is_any(end, &[",", "and"]) && next.first == end + 1
            || words.is(end, ",") && words.is(end + 1, "and") && next.first == end + 2;
        let plural = next.noun != Noun::None && (next.shares || words.str(next.end).ends_with('s'));
        if list && plural && names[k].noun == Noun::None && names[k].container.is_none() {
            names[k].noun = next.noun;
            names[k].shares = true;
            names[k].evidence = true;
        }
    }
}

/// The longest name of the gazetteer that begins at word `i`, and one past its last word.
fn longest(words: &Words<'_>, i: usize, gazetteer: &Gazetteer) -> Option<(NameId, usize)> {
    // Not inside an address, a handle or a longer word.
    if i > 0 && words.glued(i) && matches!(words.str(i - 1), "@" | "#" | "'" | "’" | "." | "_") {
        return None;
    }
    let mut walk = gazetteer.walk();
    let mut best = None;
    let mut at = i;
    for _ in 0..LONGEST {
        let (text, next) = name_word(words, at)?;
        if !walk.step(text) {
            break;
        }
        let common =
            words.get(at).shape == Shape::Lower && words.get(at).end - words.get(at).start > 4;
        if let Some(id) = walk.name().filter(|_| !common) {
            best = Some((id, next));
        }
        let mut following = next;
        // A full stop after an abbreviation ("St. Petersburg", "W.Va.") is part of it.
        let short = words.get(at).end - words.get(at).start <= 3;
        let stop = short && words.is(following, ".") && words.glued(following);
        if stop {
            following += 1;
        }
        let hyphen = matches!(words.str(following), "-" | "–") && words.glued(following);
        if hyphen && words.glued(following + 1) {
            following += 1;
        } else if words.get(following).gap != Gap::Space && !stop {
            break;
        }
        if following >= words.len() || words.get(following).shape == Shape::Mark {
            break;
        }
        at = following;
    }
    let (id, mut end) = best?;
    let abbreviation =
        gazetteer.candidates(id).next().is_some_and(|c| c.form == NameForm::Abbreviation);
    if abbreviation && words.is(end, ".") && words.glued(end) {
        end += 1;
    }
    Some((id, end))
}

/// A word with the apostrophes inside it ("Sana'a"), without a possessive.
fn name_word<'t>(words: &Words<'t>, i: usize) -> Option<(&'t str, usize)> {
    let first = words.get(i);
    if first.shape == Shape::Mark || i >= words.len() {
        return None;
    }
    let mut end = i + 1;
    while end < i + 6
        && matches!(words.str(end), "'" | "’" | "`" | "‘")
        && words.glued(end)
        && words.glued(end + 1)
        && matches!(words.get(end + 1).shape, Shape::Lower | Shape::Title)
        && !words.is(end + 1, "s")
    {
        end += 2;
    }
    Some((&words.text[first.start as usize..words.get(end - 1).end as usize], end))
}

/// Notes which name lies in which: "Paris, Texas", "Churchill, Man.".
fn contain(words: &Words<'_>, names: &mut [Name], gazetteer: &Gazetteer) {
    for k in 0..names.len().saturating_sub(1) {
        let (a, b) = (&names[k], &names[k + 1]);
        if !words.is(a.end, ",") || b.first != a.end + 1 {
            continue;
        }
        if inside(gazetteer, a.id, b.id) {
            names[k].container = Some(k + 1);
        }
    }
}

/// True when some reading of `a` lies in some reading of `b` as a country or division.
fn inside(gazetteer: &Gazetteer, a: NameId, b: NameId) -> bool {
    gazetteer.candidates(b).take(6).any(|outer| {
        gazetteer
            .candidates(a)
            .any(|inner| super::resolve::lies_in(gazetteer, inner.place, outer.place))
    })
}

fn noun(words: &Words<'_>, i: usize) -> Noun {
    if words.is_any(i, DIVISIONS) {
        Noun::Division
    } else if words.is_any(i, DISTRICTS) {
        Noun::District
    } else if words.is_any(i, SETTLEMENTS) {
        Noun::Settlement
    } else {
        Noun::None
    }
}

/// Reads the words on both sides of a name.
fn look_around(words: &Words<'_>, article: &Article, syntax: &Syntax, name: &mut Name) {
    let (first, end) = (name.first, name.end);
    name.noun = noun(words, end);
    if name.noun == Noun::None && words.was_any(first, 1, &["of"]) {
        // "the region of Kursk"; "two regions of Georgia" lie in it.
        let one = |i: usize| {
            !words.str(i).ends_with('s')
                && !words.is_any(i, &["territory", "area", "republic", "state", "capital"])
        };
        name.noun = first.checked_sub(2).filter(|i| one(*i)).map_or(Noun::None, |i| noun(words, i));
    }
    if name.noun == Noun::None && words.get(first).gap == Gap::Space {
        // "the village of Bana", "the town Bana"
        let told = first.checked_sub(1).map_or(Noun::None, |i| noun(words, i));
        if told == Noun::Settlement {
            name.noun = told;
        }
    }
    let the = usize::from(words.was_any(first, 1, &["the"]));
    let sided = usize::from(words.was_any(first, 1 + the, SIDES));
    let dateline = article.region_at(name.span).is_some_and(|r| r.kind == RegionKind::Dateline);
    name.evidence = name.container.is_some()
        || dateline
        || name.noun != Noun::None
        || sided == 1
        || words.was_any(first, 1 + the + sided, BEFORE_PLACE)
        || words.is_any(end, &["residents", "police", "mayor", "border", "airport"])
        || words.is(end, "-") && words.is_any(end + 1, &["based", "born", "area", "bound"])
        || heads_story(words, first, end)
        || is_constituency(words, first);
    name.person = is_person(words, syntax, name);
}

/// "TORRINGTON — ", "MANASSAS -- ", "DALLAS (AP)": a dateline that nothing set apart.
fn heads_story(words: &Words<'_>, first: usize, end: usize) -> bool {
    words.get(first).shape == Shape::Upper
        && words.get(first).end - words.get(first).start > 3
        && words.is_any(end, &["—", "–", "-", "("])
        && !words.glued(end)
        && words.before_sentence(first + 1)
}

/// "Sen. Ken Cuccinelli, R-Fairfax": where a member of parliament is from.
fn is_constituency(words: &Words<'_>, first: usize) -> bool {
    words.was_any(first, 1, &["-", "–"])
        && words.glued(first)
        && words.before(first, 1).gap == Gap::None
        && ["R", "D", "I", "DFL", "NDP", "PC"].contains(&words.str_before(first, 2))
}

/// True when the name is part of a person's.
fn is_person(words: &Words<'_>, syntax: &Syntax, name: &Name) -> bool {
    let (first, end) = (name.first, name.end);
    if name.container.is_some()
        || words.get(first).gap != Gap::Space && first > 0 && words.glued(first)
    {
        return false;
    }
    let one = end == first + 1;
    let before = words.before(first, 1);
    let spaced = words.get(first).gap == Gap::Space;
    let stop = usize::from(words.was_any(first, 1, &["."]) && before.gap == Gap::None);
    let title = words.str_before(first, 1 + stop);
    // "Mr. London", "President Lincoln"
    if spaced && is(title, Class::Title) && words.before(first, 1 + stop).shape == Shape::Title {
        return true;
    }
    // "J.M. Barrie"
    if spaced && one && before.shape == Shape::Upper && title.contains('.') && title.len() <= 6 {
        let initials = title.split('.').all(|part| part.len() <= 1);
        if initials
            && title.len() >= 3
            && !matches!(title, "U.S." | "U.K." | "U.N." | "E.U." | "D.C.")
        {
            return name.tagged != Tagged::As(NameKind::Place);
        }
    }
    // "J. Washington", unless a sentence ended in a letter.
    if stop == 1
        && title.len() == 1
        && one
        && spaced
        && words.before(first, 2).shape == Shape::Upper
    {
        return words.before(first, 3).shape == Shape::Title;
    }
    let tokens = syntax.tokens_in(name.span);
    let Some(head) = tokens.clone().next().map(TokenId) else { return false };
    let token = syntax.token(head);
    // "Michael Jordan": the name goes on one that is no place's noun.
    if let (Rel::Flat, Some(above), true) = (token.rel, token.head, one) {
        let other = &words.text[syntax.token(above).span.range()];
        if !tokens.contains(&above.0)
            && spaced
            && before.shape == Shape::Title
            && !is(other, Class::Place)
        {
            return true;
        }
    }
    // "Kati Mather": the tree joins a name that no noun of places follows.
    let joined = syntax.children(head).iter().any(|c| {
        let child = syntax.token(*c);
        child.rel == Rel::Flat && child.span.start() == words.get(end).start
    });
    if one
        && joined
        && words.capital(end)
        && !is(words.str(end), Class::Place)
        && !is(words.str(end), Class::Organ)
        && !name.wide
    {
        return true;
    }
    // "Paris Hilton"
    let next = words.get(end);
    let next_word = words.str(end);
    let name_next = next.shape == Shape::Title && next.gap == Gap::Space && next.lex == Lex::None;
    if one
        && name_next
        && is(words.str(first), Class::Given)
        && !is(next_word, Class::Place)
        && !is(next_word, Class::Organ)
    {
        let flat = syntax.children(head).iter().any(|c| syntax.token(*c).rel == Rel::Flat);
        let last = !matches!(words.get(end + 1).shape, Shape::Title | Shape::Upper);
        let proper = syntax
            .tokens_in(Span::new(next.start, next.end))
            .next()
            .is_none_or(|t| syntax.token(TokenId(t)).upos == Upos::Propn);
        let titled = is(words.str_before(first, 1), Class::Title);
        let free = before.shape != Shape::Title && !name.evidence;
        return flat || titled || last && proper && free;
    }
    false
}

/// Accepts or rejects every name.
fn judge(words: &Words<'_>, syntax: &Syntax, gazetteer: &Gazetteer, names: &mut [Name]) {
    let mut persons: FxHashSet<NameId> = FxHashSet::default();
    let mut evident: FxHashSet<NameId> = FxHashSet::default();
    let mut certain: FxHashSet<NameId> = FxHashSet::default();
    for name in names.iter() {
        if name.person {
            persons.insert(name.id);
        } else if name.container.is_some()
            || name.evidence && !words.was_any(name.first, 1, BEFORE_PERSON)
        {
            evident.insert(name.id);
            if name.container.is_some() || name.noun != Noun::None {
                certain.insert(name.id);
            }
        }
    }
    let containers: FxHashSet<usize> = names.iter().filter_map(|n| n.container).collect();
    for (k, name) in names.iter_mut().enumerate() {
        let told = Told {
            known: evident.contains(&name.id),
            certain: certain.contains(&name.id),
            person: persons.contains(&name.id),
            container: containers.contains(&k),
        };
        // "Bell said": the syntax read it over the whole article.
        let surname = name.tagged == Tagged::As(NameKind::Person)
            && !name.evidence
            && !told.certain
            && !told.container
            && !name.wide;
        name.accepted = !name.person && !surname && accept(words, syntax, gazetteer, name, told);
    }
}

/// Countries whose divisions newswire names without saying that they are divisions.
fn well_known(country: Option<Country>) -> bool {
    const CODES: [&str; 22] = [
        "USA", "CAN", "AUS", "GBR", "DEU", "IND", "BRA", "MEX", "CHN", "RUS", "UKR", "PAK", "SYR",
        "IRQ", "ESP", "ITA", "NGA", "SDN", "ETH", "MMR", "IRN", "AFG",
    ];
    country.is_some_and(|country| CODES.contains(&country.as_str()))
}

/// What the rest of the article says of a name.
#[derive(Clone, Copy)]
struct Told {
    /// Somewhere it is a place beyond doubt.
    known: bool,
    /// Somewhere its country or common noun stands beside it.
    certain: bool,
    /// Somewhere it is a person's.
    person: bool,
    /// Another name lies in it here.
    container: bool,
}

fn accept(
    words: &Words<'_>,
    syntax: &Syntax,
    gazetteer: &Gazetteer,
    name: &Name,
    told: Told,
) -> bool {
    let candidates: Vec<Candidate> = gazetteer.candidates(name.id).collect();
    let Some(best) = candidates.first() else { return false };
    if name.container.is_some() || told.container {
        return true;
    }
    // A user's own places are what the user looks for.
    if gazetteer.place(best.place).own {
        return true;
    }
    let place = gazetteer.place(best.place);
    let (first, end) = (name.first, name.end);
    let one = end == first + 1;
    let text = words.str(first);
    let word = *words.get(first);
    let upper = word.shape == Shape::Upper;
    // Postal codes stand only behind their city; "Calif." says enough.
    if candidates.iter().all(|c| c.form == NameForm::Abbreviation) {
        let dotted = words.is(end - 1, ".") && !one && word.end - word.start >= 3
            || text.contains('.') && name.span.len() >= 4;
        let bracketed = words.was_any(first, 1, &["("]) && words.is(end, ")");
        let after_city = words.was_any(first, 1, &[","]) && words.capital(first - 2);
        let code = one && upper && name.span.len() == 2 && words.get(end).shape == Shape::Mark;
        return dotted && (name.evidence || bracketed || after_city)
            || text.contains('.')
                && name.span.len() >= 4
                && !words.is_number(first.saturating_sub(1))
            || after_city && code;
    }
    if upper && one && name.span.len() <= 3 && place.class != PlaceClass::Country {
        return false;
    }
    let next = words.get(end);
    let capital_next =
        next.shape == Shape::Title && next.gap == Gap::Space && next.lex == Lex::None;
    if capital_next && is(words.str(end), Class::Organ) {
        return false;
    }
    // "Kanawha River", "Newmarket Road", "Santa Clara Valley": the name is theirs; the Highway
    // Patrol of Florida is Florida's.
    if capital_next
        && is(words.str(end), Class::Feature)
        && !(name.wide && words.capital(end + 1) && !words.glued(end + 1))
    {
        return false;
    }
    // "St. Michael's Hospital"
    let saint = words.is_any(first, &["St", "Saint"]);
    if saint && matches!(words.str(end), "'" | "’") && words.is(end + 1, "s") {
        return false;
    }
    // "United Russia" is a party.
    if words.was_any(first, 1, &["United"]) && word.gap == Gap::Space {
        return false;
    }
    let tagged = name.tagged == Tagged::As(NameKind::Place);
    let institution =
        ["Bank", "Church", "Battle", "Treaty", "House", "Duke", "Earl", "Prince", "Bishop"];
    if words.was_any(first, 1, &["$", "&"])
        || words.is_any(end, &["$", "&"]) && words.capital(end + 1)
    {
        return false;
    }
    // "in March", "on Sunday"
    if one && matches!(word.lex, Lex::Month { .. } | Lex::Weekday { .. }) {
        return false;
    }
    if is(&words.text[name.span.range()], Class::Never) {
        return false;
    }
    let first_name = one && is(text, Class::First);
    let placed = tagged && name.evidence;
    // Virginia is a state more often than a woman in the news.
    let division = place.class == PlaceClass::Admin1 && place.population >= 1_000_000;
    let given = first_name && (told.person || !division);
    if given && place.class != PlaceClass::Country && name.noun == Noun::None && !placed {
        return false;
    }
    if capital_next && is(words.str(end), Class::House) && !told.known && !name.wide {
        return false;
    }
    if words.was_any(first, 1, &["of"]) && institution.contains(&words.str_before(first, 2)) {
        return false;
    }
    let token = syntax.tokens_in(name.span).next().map(|t| syntax.token(TokenId(t)));
    let opens = token.is_none_or(|t| syntax.sentence(t.sentence).span.start() == t.span.start());
    if let (Some(token), true, false) = (token, one, name.evidence) {
        let ordinary = matches!(
            token.upos,
            Upos::Verb
                | Upos::Adv
                | Upos::Pron
                | Upos::Aux
                | Upos::Det
                | Upos::Adp
                | Upos::Sconj
                | Upos::Cconj
                | Upos::Intj
        );
        if ordinary || token.upos == Upos::Adj && opens && place.class != PlaceClass::Country {
            return false;
        }
    }
    if one && is(text.to_ascii_lowercase().as_str(), Class::Word) {
        return name.evidence && tagged && place.population > 5_000 && !opens
            || name.evidence
                && !capital_next
                && !words.is_any(end, &["of", "and", "&"])
                && !opens
                && !upper
                && place.population > 5_000
                && !words.was_any(first, 1, &["of", "to", "the", "from", "over"]);
    }
    let before = words.before(first, 1);
    let capital_before = before.shape == Shape::Title
        && word.gap == Gap::Space
        && before.lex == Lex::None
        && !words.before_sentence(first)
        && !is(words.str_before(first, 1), Class::Place);
    match place.class {
        PlaceClass::Country | PlaceClass::Continent => !told.person || name.evidence,
        PlaceClass::Region | PlaceClass::Facility => {
            best.form == NameForm::Name || name.evidence || !one
        }
        PlaceClass::Admin1 | PlaceClass::Admin2 => {
            if told.person && one {
                return name.evidence;
            }
            let plain = best.form == NameForm::Name
                && (!one
                    || place.prominent
                    || place.class == PlaceClass::Admin1 && well_known(place.country));
            // "shelled Kharkiv": a city gives its division the name, and either is meant.
            let great = place.population >= 1_000_000
                && !capital_before
                && !is(text, Class::Surname)
                && (!is(text, Class::Given) || tagged);
            plain || name.evidence && !given || told.known || one && (great || tagged)
        }
        PlaceClass::Settlement | PlaceClass::Section => {
            let large = place.population >= 100_000 && best.form != NameForm::Bare;
            let surname = one && is(text, Class::Surname);
            if told.person {
                return name.evidence && !words.was_any(first, 1, BEFORE_PERSON);
            }
            if capital_before && one {
                return !surname && (name.noun != Noun::None || large && told.known || tagged);
            }
            if surname {
                // "London said", "in Berlin": a great city's name is a surname now and then.
                let great = place.population >= 1_000_000 && (name.evidence || opens);
                return told.certain || great || placed || text == "Washington";
            }
            if large {
                return true;
            }
            // A small place needs a word that says so, here or elsewhere in the article.
            let said = name.evidence || told.known || tagged;
            if one {
                let loose = !told.known && words.was_any(first, 1, BEFORE_PERSON);
                let doubtful =
                    is(text, Class::First) || loose && (capital_next || is(text, Class::Given));
                let written = word.shape == Shape::Title || tagged && name.span.len() > 4;
                return said && (tagged || !doubtful) && written && name.span.len() > 3;
            }
            said || place.population >= 15_000
        }
    }
}
