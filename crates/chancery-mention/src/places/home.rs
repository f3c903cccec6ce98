//! Where a newspaper is at home: what its places are likely to be near.

use crate::words::rows;
use chancery_article::Article;
use chancery_world::gazetteer::{Gazetteer, PlaceClass, PlaceId};
use chancery_world::{Country, World};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The home of the article's publisher.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub country: Country,
    /// The town, for a paper that is read there.
    pub town: Option<PlaceId>,
}

/// Publisher to (home, country), by host, by ending of hosts (".ie") and by the host's first label
/// ("gainesvilletimes"), which is the paper's name without its blanks.
static PUBLISHERS: LazyLock<FxHashMap<&'static str, (&'static str, &'static str)>> =
    LazyLock::new(|| {
        let mut table = FxHashMap::default();
        for [publisher, home, country] in
            rows(include_str!("../../../../data/gazetteer/publishers.tsv"))
        {
            table.insert(publisher, (home, country));
            let label = publisher.split('.').next().unwrap_or_default();
            if label.len() > 4 {
                table.entry(label).or_insert((home, country));
            }
        }
        table
    });

/// The home of the article's publisher, if its name or address tells.
pub(super) fn home(article: &Article, world: &World) -> Option<Home> {
    let told = article.publisher.as_deref().or(article.url.as_deref())?;
    let (home, country) = look_up(told)?;
    let country = Country::from_code(country)?;
    Some(Home { country, town: town(home, country, &world.gazetteer) })
}

fn look_up(told: &str) -> Option<(&'static str, &'static str)> {
    let told = told.to_lowercase();
    let address = told.split("://").last().unwrap_or_default();
    let host = address.split('/').next().unwrap_or_default().trim();
    if host.contains('.') && !host.contains(' ') {
        // "news.postbulletin.com": the longest ending that is known.
        let endings = std::iter::successors(Some(host), |h| Some(h.split_once('.')?.1));
        let paper = endings.filter(|h| h.contains('.')).find_map(|h| PUBLISHERS.get(h));
        let state = host.rfind('.').and_then(|dot| PUBLISHERS.get(&host[dot..]));
        return paper.or(state).copied();
    }
    let name: String = told.chars().filter(|c| c.is_alphanumeric()).collect();
    let short = name.strip_prefix("the").unwrap_or(&name);
    PUBLISHERS.get(name.as_str()).or_else(|| PUBLISHERS.get(short)).copied()
}

/// "Gainesville, Georgia".
fn town(home: &str, country: Country, gazetteer: &Gazetteer) -> Option<PlaceId> {
    let (name, division) = home.split_once(", ").unwrap_or((home, ""));
    gazetteer.lookup(name).into_iter().map(|c| c.place).find(|id| {
        let place = gazetteer.place(*id);
        let divided = || place.admin1.is_some_and(|d| gazetteer.place(d).name == division);
        place.class == PlaceClass::Settlement
            && place.country == Some(country)
            && (division.is_empty() || divided())
    })
}

/// What it is worth to be the town that a paper is read in, or its division.
const TOWN: f32 = 5.0;
/// What it is worth to lie in the division of that town; less for the paper of a great city, which
/// looks farther (tuned on half of LGL and TR-News).
const DIVISION: f32 = 2.5;
const DIVISION_OF_CITY: f32 = 1.2;
/// What it is worth to lie beside that town, fading over 60 km.
const BESIDE: f32 = 1.0;
const GREAT: u32 = 400_000;
/// What it is worth beside a capital of the same name to lie next to the town, fading over 40 km:
/// the Dublin of a paper in Columbus, Ohio.
const NEXT_TO: f32 = 5.0;

/// What else the name may stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fame {
    /// A state: no paper's neighbourhood makes another thing of it.
    State,
    Capital,
    Plain,
}

impl Home {
    /// How much likelier a place is in this paper than in another.
    pub(super) fn bonus(&self, id: PlaceId, gazetteer: &Gazetteer, fame: Fame) -> f32 {
        let Some(home) = self.town else { return 0.0 };
        let (place, town) = (gazetteer.place(id), gazetteer.place(home));
        match place.class {
            _ if id == home => TOWN,
            PlaceClass::Admin1 if town.admin1 == Some(id) => TOWN,
            PlaceClass::Settlement | PlaceClass::Section | PlaceClass::Admin2 => {
                let division =
                    match place.admin1 {
                        Some(division) if town.admin1 == Some(division) => {
                            if town.population < GREAT { DIVISION } else { DIVISION_OF_CITY }
                        }
                        _ => 0.0,
                    };
                let far = super::resolve::kilometres(
                    place.latitude,
                    place.longitude,
                    town.latitude,
                    town.longitude,
                );
                match fame {
                    Fame::Plain => division + BESIDE * (-far / 60.0).exp(),
                    _ => NEXT_TO * (-far / 40.0).exp(),
                }
            }
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_known_by_host_and_by_name() {
        let texas = Some(("Gainesville, Texas", "USA"));
        assert_eq!(look_up("gainesvilleregister.com"), texas);
        assert_eq!(look_up("https://www.gainesvilleregister.com/news/1"), texas);
        assert_eq!(look_up("The Gainesville Register"), texas);
        assert_eq!(look_up("news.postbulletin.com").map(|p| p.0), Some("Rochester, Minnesota"));
        assert_eq!(look_up("meathchronicle.ie"), Some(("", "IRL")));
        assert_eq!(look_up("Somewhere Today"), None);
        assert_eq!(look_up(""), None);
    }
}
