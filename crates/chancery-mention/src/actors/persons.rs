//! Which of the persons of that name is meant, and what they were on the day.

use chancery_article::Date;
use chancery_world::actors::{OfficeId, PersonForm, PersonId, Scope, Sense, Tenure, ThingKind};
use chancery_world::fold::fold;
pub(super) use chancery_world::words::SURNAME_WORDS;
use chancery_world::{Actors, Country, Sector};

/// What the words around a name say of its bearer.
#[derive(Clone, Copy, Default)]
pub(super) struct Company {
    pub country: Option<Country>,
    pub scope: Option<Scope>,
    pub office: Option<OfficeId>,
    pub date: Option<Date>,
    /// A title or nationality stands with the name.
    pub titled: bool,
}

/// A person as of a day.
#[derive(Clone, Default, Debug)]
pub(super) struct Role {
    pub office: Option<OfficeId>,
    pub scope: Option<Scope>,
    pub country: Option<Country>,
    pub sectors: Vec<Sector>,
}

/// The country of a scope.
pub(crate) fn country_of(actors: &Actors, scope: Scope) -> Option<Country> {
    match scope {
        Scope::Country(country) => Some(country),
        Scope::Thing(thing) => actors.thing_country(thing),
    }
}

/// Chooses among the bearers of a name; none when two fit equally well.
pub(super) fn choose(actors: &Actors, senses: &[Sense], company: Company) -> Option<PersonId> {
    let mut best: Option<(i32, PersonId)> = None;
    let mut tied = false;
    for sense in senses {
        let Sense::Person(person, form) = *sense else { continue };
        let Some(score) = fit(actors, person, form, company) else { continue };
        match best {
            Some((top, _)) if score < top => {}
            Some((top, other)) if score == top && other != person => {
                tied = !same_person(actors, other, person);
            }
            _ => {
                best = Some((score, person));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, person)| person)
}

/// The state that all likely bearers of a surname served, where the name alone cannot tell which of
/// them is meant: "Bush" without a date. Who held no office known abroad counts only when nobody
/// of the name ruled; a title leaves those who bore it.
///
/// With a date only bearers whom [`choose`] admits are asked.
pub(super) fn common_state(actors: &Actors, senses: &[Sense], company: Company) -> Option<Country> {
    let mut bearers: Vec<(i32, Country)> = Vec::new();
    for sense in senses {
        let Sense::Person(person, form) = *sense else { continue };
        if company.date.is_some() {
            let state = role(actors, person, company.date).country;
            let (Some(score), Some(state)) = (fit(actors, person, form, company), state) else {
                continue;
            };
            bearers.push((score, state));
            continue;
        }
        for tenure in actors.tenures(person) {
            let held = company.office.is_none_or(|office| office == tenure.office);
            let country = country_of(actors, tenure.scope);
            if let Some(country) =
                country.filter(|c| held && company.country.is_none_or(|d| d == *c))
            {
                bearers.push((standing(actors, &tenure), country));
            }
        }
    }
    let most = bearers.iter().map(|(points, _)| *points).max()?;
    let needed = match (company.date, company.office) {
        (Some(_), _) => most,
        (None, Some(_)) => 0,
        (None, None) if most < KNOWN_ABROAD => return None,
        (None, None) if most >= RULER => KNOWN_ABROAD,
        (None, None) => 0,
    };
    let mut states = bearers.iter().filter(|(points, _)| *points >= needed).map(|(_, c)| *c);
    let first = states.next()?;
    states.all(|c| c == first).then_some(first)
}

/// The one person whom a surname or a title and surname may mean without a date: "Putin". Others of
/// the name, however little known, leave a bare surname open: "Johnson".
pub(super) fn only_bearer(actors: &Actors, senses: &[Sense], company: Company) -> Option<PersonId> {
    if company.date.is_some() {
        return None;
    }
    common_state(actors, senses, company)?;
    let mut known = senses.iter().filter_map(|sense| match *sense {
        Sense::Person(person, _) => Some(person),
        _ => None,
    });
    let meant = |person: &PersonId| {
        let mut tenures = actors.tenures(*person);
        match company.office {
            Some(office) => {
                tenures.any(|t| office == t.office && standing(actors, &t) >= KNOWN_ABROAD)
            }
            None => true,
        }
    };
    let first = known.by_ref().find(meant)?;
    known.filter(meant).all(|p| same_person(actors, first, p)).then_some(first)
}

/// The [`standing`] of a foreign minister, and of who rules.
const KNOWN_ABROAD: i32 = 14;
const RULER: i32 = 18;

/// True for one person whom two sources spell differently: "Nicolás Maduro", "Nicolas Maduro Moros".
fn same_person(actors: &Actors, a: PersonId, b: PersonId) -> bool {
    let words = |p| fold(actors.person_name(p));
    let (a_name, b_name) = (words(a), words(b));
    // Father and son differ in an initial: "George Bush", "George W. Bush".
    let within = |short: &str, long: &str| {
        let mut more = long.split(' ').filter(|w| !short.split(' ').any(|other| other == *w));
        short.split(' ').all(|w| long.split(' ').any(|other| other == w))
            && !(more.any(|w| w.len() == 1) && short.split(' ').any(|w| w.len() == 1))
    };
    let home = |p| actors.person_scope(p).and_then(|s| country_of(actors, s));
    a_name == b_name
        || home(a) == home(b)
            && a_name.contains(' ')
            && b_name.contains(' ')
            && (within(&a_name, &b_name) || within(&b_name, &a_name))
}

fn fit(actors: &Actors, person: PersonId, form: PersonForm, company: Company) -> Option<i32> {
    let mut score = 0;
    let mut best_tenure: Option<i32> = None;
    let mut country_fits = false;
    for tenure in actors.tenures(person) {
        let mut points = standing(actors, &tenure);
        let fits = company.country.is_some() && company.country == country_of(actors, tenure.scope);
        country_fits |= fits;
        points += i32::from(fits) * 20;
        if company.scope == Some(tenure.scope) {
            points += 20;
        }
        if company.office == Some(tenure.office) {
            points += 12;
        }
        if let Some(date) = company.date {
            if tenure.covers(date) {
                points += 30;
            } else if tenure.over(date) {
                points += recency(&tenure, date);
            } else if form == PersonForm::Surname {
                points -= 30;
            } else {
                // Who takes office within the year is in the news before.
                let years = (tenure.start / 10_000) as i32 - i32::from(date.year());
                points -= (4 + 4 * years).clamp(4, 30);
            }
        }
        best_tenure = Some(best_tenure.map_or(points, |b: i32| b.max(points)));
    }
    let home = actors.person_scope(person).and_then(|s| country_of(actors, s));
    country_fits |= company.country.is_some() && company.country == home;
    if company.country.is_some() && !country_fits {
        // "Russian Ambassador Mark Rutte" is not the man at NATO.
        return None;
    }
    score += best_tenure.unwrap_or(0);
    let needed = match form {
        PersonForm::Full => -5,
        PersonForm::Known => 10,
        // A surname alone needs a title or nationality, or a bearer whom the world knows now.
        // Undated, a title singles out who held it: "President Mugabe".
        PersonForm::Surname if company.date.is_none() && company.office.is_some() => 28,
        PersonForm::Surname if company.titled => 36,
        PersonForm::Surname => 46,
    };
    (score >= needed).then_some(score)
}

/// How well an office is known abroad: 20 for heads, less below.
fn standing(actors: &Actors, tenure: &Tenure) -> i32 {
    match actors.office_slug(tenure.office) {
        "head-of-state" | "leader" | "head-of-government" => match tenure.scope {
            Scope::Country(c) if actors.leading_office(c) != actors.office_slug(tenure.office) => {
                12
            }
            _ => 18,
        },
        "secretary-general" | "president" | "high-representative" => 17,
        "foreign-minister" => 14,
        "vice-president" | "defence-minister" | "crown-prince" => 12,
        "finance-minister" | "interior-minister" | "military-chief" | "intelligence-chief" => 8,
        "spokesperson" | "security-adviser" | "opposition-leader" | "envoy" => 8,
        "speaker" | "central-bank-governor" | "director-general" | "chief" => 7,
        _ => 2,
    }
}

fn recency(tenure: &Tenure, date: Date) -> i32 {
    let years = i32::from(date.year()) - (tenure.end / 10_000) as i32;
    (16 - 2 * years).max(-30)
}

/// What a person was on a day: office held, or formerly held. Without a day only what does not
/// change: the country.
pub(super) fn role(actors: &Actors, person: PersonId, date: Option<Date>) -> Role {
    let home = actors.person_scope(person);
    let mut role =
        Role { scope: home, country: home.and_then(|s| country_of(actors, s)), ..Role::default() };
    let Some(date) = date else {
        // A minister of Spain, then of the Union: without a day, the text must tell for whom.
        let served = |tenure: Tenure| country_of(actors, tenure.scope);
        if actors.tenures(person).any(|t| served(t).is_some_and(|c| Some(c) != role.country)) {
            role.country = None;
        }
        return role;
    };
    if let Some(tenure) = actors.held_on(person, date) {
        role.office = Some(tenure.office);
        role.scope = Some(tenure.scope);
        role.country = country_of(actors, tenure.scope).or(role.country);
        role.sectors = tenure_sectors(actors, &tenure);
    } else if actors.tenures(person).any(|t| t.over(date)) {
        role.sectors = vec![Sector::Eli];
        // Whoever led an organisation goes home afterwards.
        let last = actors.tenures(person).filter(|t| t.over(date)).max_by_key(|t| t.end);
        if let Some(last) = last
            && matches!(home, Some(Scope::Thing(_)) | None)
        {
            role.country = country_of(actors, last.scope).or(role.country);
        }
    }
    role
}

/// The sectors of an office's holder: the office's, or those of the organisation it heads.
pub(crate) fn tenure_sectors(actors: &Actors, tenure: &Tenure) -> Vec<Sector> {
    let mut sectors = actors.office_sectors(tenure.office);
    if let Scope::Thing(thing) = tenure.scope {
        let of_thing = actors.thing_sectors(thing);
        if !of_thing.is_empty() {
            sectors = of_thing;
        }
    }
    sectors
}

/// Offices that one person holds at a time, so that the office names the person.
pub(crate) const UNIQUE: [&str; 23] = [
    "head-of-state",
    "head-of-government",
    "leader",
    "vice-president",
    "foreign-minister",
    "high-representative",
    "defence-minister",
    "interior-minister",
    "finance-minister",
    "economy-minister",
    "trade-minister",
    "justice-minister",
    "energy-minister",
    "health-minister",
    "unification-minister",
    "intelligence-chief",
    "military-chief",
    "security-adviser",
    "central-bank-governor",
    "chief-justice",
    "crown-prince",
    "secretary-general",
    "chief",
];

/// Where in a succession the words before a title stand.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Term {
    /// Says nothing: who holds the office.
    #[default]
    Now,
    /// "the new president"
    New,
    /// "the acting president"
    Acting,
    /// "the president-elect"
    Elect,
    /// "the next president": nobody yet.
    Open,
    /// "the outgoing president"
    Leaving,
    /// "the deposed president"
    Fallen,
}

/// What one word beside a title says of the succession.
pub(crate) fn term(word: &str) -> Option<Term> {
    Some(match word {
        "new" | "newly" | "first" => Term::New,
        "acting" | "interim" | "caretaker" | "transitional" => Term::Acting,
        "elect" | "designate" | "incoming" => Term::Elect,
        "next" | "future" | "previous" => Term::Open,
        "outgoing" | "departing" => Term::Leaving,
        "ousted" | "deposed" | "toppled" | "overthrown" | "suspended" | "impeached" | "removed" => {
            Term::Fallen
        }
        _ => return None,
    })
}

/// How many days news says "the president" of one who has just left without a word on it.
const FRESH: i32 = 2;

/// Who held the office on the day, as the words around the title mean it.
pub(crate) fn holder_in_term(
    actors: &Actors,
    slug: &str,
    scope: Scope,
    date: Date,
    term: Term,
) -> Option<Tenure> {
    let on = |days: i32| {
        let day = date.saturating_add(jiff::Span::new().days(days));
        incumbent(actors, slug, scope, day)
    };
    let now = on(0);
    // Days since the present holder began, where the day is known.
    let since = now.and_then(|t| days_since(t.start, date));
    let before = || {
        let back = since.map_or(1, |d| d + 1);
        on(-back).or_else(|| on(-back - 6)).filter(|t| now.is_none_or(|n| n.person != t.person))
    };
    match term {
        Term::Open => None,
        Term::Now if since.is_some_and(|d| d <= FRESH) && fell(slug, now) => before().or(now),
        Term::Now => now,
        // A "new" president who is long in office is one that the registry has missed.
        Term::New if since.is_some_and(|d| d > 500) => [3, 14, 30]
            .into_iter()
            .find_map(|d| on(d).filter(|t| now.is_none_or(|n| n.person != t.person))),
        Term::New => now.or_else(|| on(3)),
        Term::Elect => [14, 45, 75, 105, 150, 200]
            .into_iter()
            .find_map(|d| on(d).filter(|t| now.is_none_or(|n| n.person != t.person))),
        Term::Leaving if since.is_some_and(|d| d <= 5 * FRESH) => before().or(now),
        Term::Leaving => now.or_else(before),
        Term::Acting => {
            let slugs: &[&str] = match slug {
                "leader" => &["head-of-state", "leader", "head-of-government"],
                other => &[other],
            };
            let acting = slugs.iter().find_map(|slug| {
                let office = actors.office(slug)?;
                actors.tenures_of(office, scope).find(|t| t.acting && t.covers(date))
            });
            // Nobody acts for years.
            acting.or_else(|| {
                now.filter(|t| days_since(t.start, date).is_some_and(|days| days < 700))
            })
        }
        Term::Fallen => match now {
            Some(t) if t.acting => actors
                .tenures_of(t.office, scope)
                .filter(|o| !o.acting && o.person != t.person && o.start <= t.start)
                .max_by_key(|o| o.start),
            Some(_) if since.is_some_and(|d| d < 120) => before(),
            None => [1, 7, 30, 90].into_iter().find_map(|d| on(-d)),
            now => now,
        },
    }
}

/// Whether a head may have come by surprise: terms that the calendar sets begin with a month.
fn fell(slug: &str, now: Option<Tenure>) -> bool {
    matches!(slug, "head-of-state" | "head-of-government" | "leader")
        && now.is_some_and(|t| t.start % 100 != 1)
}

/// Days from a tenure's first day to `date`; none where the first day is not known to the day.
fn days_since(start: u32, date: Date) -> Option<i32> {
    let (year, month, day) = (start / 10_000, start / 100 % 100, start % 100);
    let first = Date::new(year as i16, month as i8, day as i8).ok()?;
    Some(first.until(date).ok()?.get_days())
}

/// Who holds the office that a title of this kind means for a country or organisation.
pub(crate) fn incumbent(actors: &Actors, slug: &str, scope: Scope, date: Date) -> Option<Tenure> {
    match scope {
        Scope::Thing(thing) => match slug {
            "foreign-minister" | "high-representative" => {
                actors.holder("high-representative", scope, date)
            }
            "head-of-state" | "head-of-government" | "leader" | "chief" | "secretary-general" => {
                if actors.thing_id(thing) == "org:european-union" {
                    let commission = actors.thing("org:european-commission")?;
                    return actors.head(Scope::Thing(commission), date);
                }
                if actors.thing_kind(thing) == ThingKind::Body {
                    return None;
                }
                actors.head(scope, date)
            }
            "speaker" => actors.head(scope, date),
            _ => None,
        },
        Scope::Country(country) => match slug {
            "leader" => actors.head(scope, date),
            "chief" | "secretary-general" => None,
            "high-representative" if country.as_str() == "EUR" => {
                let union = actors.thing("org:european-union")?;
                actors.holder(slug, Scope::Thing(union), date)
            }
            _ => actors.holder(slug, scope, date),
        },
    }
}

/// Who held the office of `tenure` before its holder, or after.
pub(crate) fn neighbour(actors: &Actors, tenure: &Tenure, before: bool) -> Option<Tenure> {
    let others = actors
        .tenures_of(tenure.office, tenure.scope)
        .filter(|t| t.person != tenure.person && t.start > 0);
    if before {
        others.filter(|t| t.start < tenure.start).max_by_key(|t| t.start)
    } else {
        others.filter(|t| t.start > tenure.start).min_by_key(|t| t.start)
    }
}

/// The tenure by which a person is known on the day: the present one, or else the last.
pub(crate) fn known_for(actors: &Actors, person: PersonId, date: Date) -> Option<Tenure> {
    actors
        .held_on(person, date)
        .or_else(|| actors.tenures(person).filter(|t| t.over(date)).max_by_key(|t| t.end))
}

/// The word by which a listed person is taken up again: the first of a Korean or Chinese name, the
/// last of others, particles with it.
pub(super) fn surname(actors: &Actors, person: PersonId) -> Option<String> {
    let name = actors.person_name(person);
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 {
        return None;
    }
    let home = actors.person_scope(person).and_then(|s| country_of(actors, s));
    if home.is_some_and(|c| matches!(c.as_str(), "KOR" | "PRK" | "CHN" | "TWN")) {
        return Some(words[0].to_owned());
    }
    let last = *words.iter().rev().find(|w| !matches!(**w, "Jr." | "Jr" | "III" | "II"))?;
    Some(last.to_owned())
}
