//! Which of its places a name stands for: decided once for an article.

use super::home::{Fame, Home};
use super::names::{Name, Noun};
use chancery_world::Country;
use chancery_world::gazetteer::{
    Candidate, Gazetteer, NameForm, NameId, Place, PlaceClass, PlaceId,
};
use std::collections::BTreeMap;

/// The places chosen.
pub(super) struct Chosen {
    places: BTreeMap<NameId, PlaceId>,
    /// By the byte a name starts at: those that the text itself settles ("Paris, Texas").
    settled: BTreeMap<u32, PlaceId>,
}

impl Chosen {
    pub(super) fn for_name(&self, name: &Name) -> Option<PlaceId> {
        self.settled.get(&name.span.start()).or_else(|| self.places.get(&name.id)).copied()
    }
}

/// True when `inner` lies in the country or division `outer`, as far as the gazetteer knows.
pub(super) fn lies_in(gazetteer: &Gazetteer, inner: PlaceId, outer: PlaceId) -> bool {
    let (a, b) = (gazetteer.place(inner), gazetteer.place(outer));
    if inner == outer {
        return false;
    }
    match b.class {
        PlaceClass::Country => a.country == b.country && a.class != PlaceClass::Country,
        PlaceClass::Admin1 => a.admin1 == Some(outer),
        PlaceClass::Admin2 => {
            matches!(a.class, PlaceClass::Settlement | PlaceClass::Section)
                && a.country == b.country
                && kilometres(a.latitude, a.longitude, b.latitude, b.longitude) < 60.0
        }
        _ => false,
    }
}

/// What an article says about where its story is.
#[derive(Default)]
struct Scene {
    countries: BTreeMap<Country, f32>,
    divisions: BTreeMap<PlaceId, f32>,
    /// What each name itself added: nothing is evidence for itself.
    shares: BTreeMap<NameId, (Option<Country>, f32, Option<PlaceId>, f32)>,
    /// Latitude and longitude of states already decided.
    states: Vec<(NameId, f32, f32)>,
    /// Latitude, longitude and weight of places already decided, and the name that each comes from.
    points: Vec<(Option<NameId>, f32, f32, f32)>,
    home: Option<Home>,
}

/// What the home of a paper weighs beside the places it names: a country of a national paper, the
/// country and the division of a local one (tuned on half of LGL and TR-News).
const NATIONAL: f32 = 0.6;
const LOCAL: f32 = 1.5;
const LOCAL_DIVISION: f32 = 2.5;

impl Scene {
    /// Puts the publisher's home among the places.
    fn settle(&mut self, home: Home, gazetteer: &Gazetteer) {
        let weight = if home.town.is_some() { LOCAL } else { NATIONAL };
        *self.countries.entry(home.country).or_default() += weight;
        self.home = Some(home);
        let Some(town) = home.town else { return };
        let town = gazetteer.place(town);
        if let Some(division) = town.admin1 {
            *self.divisions.entry(division).or_default() += LOCAL_DIVISION;
        }
        self.points.push((None, town.latitude, town.longitude, 1.0));
    }
}

struct Group {
    candidates: Vec<Candidate>,
    /// The divisions among them that are known by this very name, and not better than their city.
    divisions: Vec<PlaceId>,
    /// Inhabitants of the largest place whose own name it is.
    largest: u32,
    fame: Fame,
    mentions: usize,
    division: usize,
    settlement: usize,
    /// Names that lie in it somewhere in the article.
    inner: Vec<NameId>,
    /// The name it lies in, somewhere in the article.
    outer: Option<NameId>,
    chosen: Option<PlaceId>,
}

impl Group {
    fn new(name: NameId, gazetteer: &Gazetteer) -> Self {
        let candidates: Vec<Candidate> = gazetteer.candidates(name).collect();
        let mut divisions = Vec::new();
        let mut largest = 0;
        let mut fame = Fame::Plain;
        for candidate in candidates.iter().filter(|c| c.form == NameForm::Name) {
            let place = gazetteer.place(candidate.place);
            if place.class == PlaceClass::Admin1 && !place.prominent {
                divisions.push(candidate.place);
            }
            largest = largest.max(place.population);
            if place.class == PlaceClass::Country {
                fame = Fame::State;
            } else if place.capital && fame == Fame::Plain {
                fame = Fame::Capital;
            }
        }
        Self {
            candidates,
            divisions,
            largest,
            fame,
            mentions: 0,
            division: 0,
            settlement: 0,
            inner: Vec::new(),
            outer: None,
            chosen: None,
        }
    }
}

/// No article needs more names than this to know where it is; keeps the work linear.
const SCENE: usize = 64;

/// Decides what each accepted name stands for.
///
/// `hints` are countries that the article's other words speak for ("Sheriff", "RCMP", "Turkish").
pub(super) fn choose(
    names: &[Name],
    gazetteer: &Gazetteer,
    hints: &[(Country, f32)],
    home: Option<Home>,
) -> Chosen {
    let mut groups = gather(names, gazetteer);
    // Countries first, then what leans on them: three rounds settle nearly everything.
    for round in 0..3 {
        let scene = scene(&groups, gazetteer, hints, home);
        let ids: Vec<NameId> = groups.keys().copied().collect();
        for id in ids {
            let group = &groups[&id];
            let best = group
                .candidates
                .iter()
                .map(|c| (score(gazetteer, id, *c, group, &groups, &scene, round), c.place))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, place)) = best {
                groups.get_mut(&id).expect("its key is in the map").chosen = Some(place);
            }
        }
    }
    let mut settled = BTreeMap::new();
    let scene = scene(&groups, gazetteer, hints, home);
    for name in names.iter().filter(|name| name.accepted) {
        // "Karak district" beside plain "Karak".
        let group = &groups[&name.id];
        if matches!(name.noun, Noun::Division | Noun::District) && !divided(group) {
            let divisions = group.candidates.iter().filter(|c| {
                matches!(gazetteer.place(c.place).class, PlaceClass::Admin1 | PlaceClass::Admin2)
            });
            let best = divisions
                .map(|c| (score(gazetteer, name.id, *c, group, &groups, &scene, 1), c.place))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, place)) = best {
                settled.insert(name.span.start(), place);
            }
        }
        let outer = name.container.and_then(|k| groups.get(&names[k].id)).and_then(|g| g.chosen);
        let Some(outer) = outer else { continue };
        let mut candidates = groups[&name.id].candidates.iter();
        if let Some(fits) = candidates.find(|c| lies_in(gazetteer, c.place, outer)) {
            settled.insert(name.span.start(), fits.place);
        }
    }
    let places = groups.into_iter().filter_map(|(id, g)| Some((id, g.chosen?))).collect();
    Chosen { places, settled }
}

fn gather(names: &[Name], gazetteer: &Gazetteer) -> BTreeMap<NameId, Group> {
    let mut groups: BTreeMap<NameId, Group> = BTreeMap::new();
    for name in names.iter().filter(|name| name.accepted) {
        let group = groups.entry(name.id).or_insert_with(|| Group::new(name.id, gazetteer));
        group.mentions += 1;
        match name.noun {
            Noun::Division | Noun::District => group.division += 1,
            Noun::Settlement => group.settlement += 1,
            Noun::None => {}
        }
    }
    for name in names.iter().filter(|name| name.accepted) {
        let Some(outer) = name.container.map(|k| names[k].id) else { continue };
        if let Some(group) = groups.get_mut(&name.id) {
            group.outer.get_or_insert(outer);
        }
        if let Some(group) = groups.get_mut(&outer)
            && group.inner.len() < SCENE
        {
            group.inner.push(name.id);
        }
    }
    groups
}

fn scene(
    groups: &BTreeMap<NameId, Group>,
    gazetteer: &Gazetteer,
    hints: &[(Country, f32)],
    home: Option<Home>,
) -> Scene {
    let mut scene = Scene::default();
    for (country, weight) in hints {
        *scene.countries.entry(*country).or_default() += weight;
    }
    if let Some(home) = home {
        scene.settle(home, gazetteer);
    }
    for (id, group) in groups {
        let Some(chosen) = group.chosen else { continue };
        let place = gazetteer.place(chosen);
        let mentions = (group.mentions as f32).min(4.0).sqrt();
        let single = group.candidates.len() == 1 && group.candidates[0].form == NameForm::Name;
        let sure = if single || group.outer.is_some() { 2.0 } else { 1.0 };
        let mut share = (place.country, 0.0, None, 0.0);
        if let Some(country) = place.country {
            let weight = match place.class {
                // A state takes part in stories from everywhere.
                PlaceClass::Country => 0.5,
                PlaceClass::Admin1 => 1.5,
                _ => 0.7 * sure,
            };
            share.1 = weight * mentions;
            *scene.countries.entry(country).or_default() += share.1;
        }
        let division = if place.class == PlaceClass::Admin1 { Some(chosen) } else { place.admin1 };
        if let Some(division) = division {
            let weight = if place.class == PlaceClass::Admin1 { 2.0 } else { 0.7 * sure };
            share.2 = Some(division);
            share.3 = weight * mentions;
            *scene.divisions.entry(division).or_default() += share.3;
        }
        scene.shares.insert(*id, share);
        let wide =
            matches!(place.class, PlaceClass::Country | PlaceClass::Continent | PlaceClass::Region);
        if place.class == PlaceClass::Country && scene.states.len() < SCENE {
            scene.states.push((*id, place.latitude, place.longitude));
        }
        if !wide && scene.points.len() < SCENE {
            scene.points.push((Some(*id), place.latitude, place.longitude, sure));
        }
    }
    scene
}

fn score(
    gazetteer: &Gazetteer,
    id: NameId,
    candidate: Candidate,
    group: &Group,
    groups: &BTreeMap<NameId, Group>,
    scene: &Scene,
    round: usize,
) -> f32 {
    let place = gazetteer.place(candidate.place);
    let mut score = kind_score(place);
    // "Aleppo": the city before its province, unless a noun says that the province is meant.
    if place.class == PlaceClass::Settlement && candidate.form == NameForm::Name && !divided(group)
    {
        let own = group.divisions.iter().find(|d| place.admin1 == Some(**d));
        let own = own.map(|division| gazetteer.place(*division));
        if let Some(division) = own
            && place.population as f32 > SEAT * division.population as f32
        {
            score = score.max(kind_score(division)) + 0.8;
        }
    }
    // No county paper makes Paris the one in Texas without saying so.
    if place.capital {
        score += if place.population > 2_000_000 { 3.0 } else { 1.8 };
    }
    score -= match candidate.form {
        NameForm::Name => 0.0,
        // Another's old name, when this name is somebody's own.
        NameForm::Alias if group.largest > place.population => 2.3,
        NameForm::Alias => 0.8,
        NameForm::Bare => 2.2,
        NameForm::Abbreviation => 0.5,
    };
    if divided(group) && matches!(place.class, PlaceClass::Admin1 | PlaceClass::Admin2) {
        score += 3.0;
    }
    if group.settlement > 0 && place.class == PlaceClass::Settlement {
        score += 2.0;
    }
    if let Some(outer) = group.outer.and_then(|outer| groups.get(&outer)) {
        let fits = match outer.chosen {
            Some(outer) => lies_in(gazetteer, candidate.place, outer),
            None => {
                let mut outers = outer.candidates.iter().take(4);
                outers.any(|o| lies_in(gazetteer, candidate.place, o.place))
            }
        };
        if fits {
            score += 8.0;
        }
    }
    // "Atlanta, Georgia": the Georgia that has an Atlanta.
    if !group.inner.is_empty() {
        let fits = group.inner.iter().filter(|inner| {
            groups.get(*inner).is_some_and(|inner| {
                inner.candidates.iter().any(|c| lies_in(gazetteer, c.place, candidate.place))
            })
        });
        score += 5.0 * fits.count() as f32 / group.inner.len() as f32;
    }
    score += scene.home.map_or(0.0, |home| home.bonus(candidate.place, gazetteer, group.fame));
    if round > 0 {
        score += fit(place, candidate.place, id, scene);
    }
    score
}

/// The share of a division's people in the city of its name from which the name alone means the
/// city: Aleppo and Lagos, but neither Quebec nor Limerick.
const SEAT: f32 = 0.15;

/// What a place of its kind and size is worth before anything else is known.
fn kind_score(place: Place<'_>) -> f32 {
    match place.class {
        PlaceClass::Country => 9.0,
        PlaceClass::Continent => 8.5,
        PlaceClass::Region => 8.2,
        PlaceClass::Facility => 6.5,
        PlaceClass::Admin1 => {
            let prominent = if place.prominent { 1.5 } else { 0.0 };
            5.3 + (place.population as f32 + 1000.0).log10() * 0.3 + prominent
        }
        PlaceClass::Admin2 => 4.6,
        PlaceClass::Settlement => {
            let city = if place.population > 5_000_000 { 1.0 } else { 0.0 };
            (place.population as f32 + 300.0).log10() + city
        }
        PlaceClass::Section => (place.population as f32 / 8.0 + 300.0).log10() - 0.5,
    }
}

/// True when most mentions have a noun that makes it a division: "Kursk region", then "Kursk".
fn divided(group: &Group) -> bool {
    group.division * 2 >= group.mentions
}

/// What it is worth to lie in the only country an article speaks of: as much as four places of the
/// decimal in population (tuned on halves of LGL, TR-News and GeoWebNews).
const COUNTRY_FIT: f32 = 4.0;

/// How well a place fits the scene.
fn fit(place: Place<'_>, id: PlaceId, name: NameId, scene: &Scene) -> f32 {
    let mut score = 0.0;
    let (own_country, own_weight, own_division, own_division_weight) =
        scene.shares.get(&name).copied().unwrap_or((None, 0.0, None, 0.0));
    let total: f32 = scene.countries.values().sum::<f32>() - own_weight;
    if let (Some(country), true) = (place.country, total > 0.01) {
        let own = if own_country == Some(country) { own_weight } else { 0.0 };
        let share = scene.countries.get(&country).copied().unwrap_or(0.0) - own;
        // One other name is little to go by.
        let trust = (total / 2.0).min(1.0);
        score += COUNTRY_FIT * trust * (share / total) + share.min(3.0) * 0.2;
    }
    let division = if place.class == PlaceClass::Admin1 { Some(id) } else { place.admin1 };
    if let Some(division) = division {
        let own = if own_division == Some(division) { own_division_weight } else { 0.0 };
        let weight = scene.divisions.get(&division).copied().unwrap_or(0.0) - own;
        score += (weight * 0.6).min(2.5);
    }
    let nearest = scene
        .points
        .iter()
        .filter(|(other, ..)| *other != Some(name))
        .map(|(_, latitude, longitude, weight)| {
            let far = kilometres(place.latitude, place.longitude, *latitude, *longitude);
            weight * (-far / 120.0).exp()
        })
        .fold(0.0f32, f32::max);
    score += 1.8 * nearest;
    match place.class {
        // Georgia beside Armenia and Russia.
        PlaceClass::Country => {
            let neighbour = scene
                .states
                .iter()
                .filter(|(other, ..)| *other != name)
                .map(|(_, latitude, longitude)| {
                    let far = kilometres(place.latitude, place.longitude, *latitude, *longitude);
                    (-far / 1500.0).exp()
                })
                .fold(0.0f32, f32::max);
            score + 2.0 * neighbour
        }
        // No scene makes a village of a state or a great city; among villages it still decides.
        PlaceClass::Settlement | PlaceClass::Section | PlaceClass::Admin2 => {
            let enough = if place.population < 20_000 { 4.0 } else { 5.0 };
            if score > enough { enough + 0.3 * (score - enough) } else { score }
        }
        _ => score,
    }
}

/// Great-circle distance.
pub(super) fn kilometres(
    latitude_a: f32,
    longitude_a: f32,
    latitude_b: f32,
    longitude_b: f32,
) -> f32 {
    let (a, b) = (latitude_a.to_radians(), latitude_b.to_radians());
    let (x, y) = ((b - a) / 2.0, (longitude_b - longitude_a).to_radians() / 2.0);
    let h = x.sin().powi(2) + a.cos() * b.cos() * y.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
