//! Which of the persons of that name is meant, and what they were on the day.

use chancery_article::Date;
use chancery_world::actors::{OfficeId, PersonForm, PersonId, Scope, Sense, Tenure};
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

/// Surnames that are words too: alone they are the word.
pub(super) const WORDS: [&str; 60] = [
    "said", "may", "brown", "rice", "major", "long", "young", "king", "price", "park", "song",
    "day", "hope", "rose", "bell", "wood", "stone", "field", "west", "north", "hall", "green",
    "white", "black", "grey", "gray", "small", "short", "strong", "love", "march", "august",
    "bishop", "pope", "prince", "duke", "ford", "rush", "cook", "hunt", "baker", "fox", "wolf",
    "lamb", "power", "powers", "powell", "frost", "ban", "to", "so", "he", "an", "min", "will",
    "can", "an", "my", "no", "do",
];

/// The country of a scope.
pub(super) fn country_of(actors: &Actors, scope: Scope) -> Option<Country> {
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
                tied = actors.person_name(other) != actors.person_name(person);
            }
            _ => {
                best = Some((score, person));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, person)| person)
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
            } else {
                points -= 30;
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
pub(super) fn tenure_sectors(actors: &Actors, tenure: &Tenure) -> Vec<Sector> {
    let mut sectors = actors.office_sectors(tenure.office);
    if let Scope::Thing(thing) = tenure.scope {
        let of_thing = actors.thing_sectors(thing);
        if !of_thing.is_empty() {
            sectors = of_thing;
        }
    }
    sectors
}
