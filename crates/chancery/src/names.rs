//! What the world knows of names, for the syntax to weigh.

use chancery_syntax::NameKind;
use chancery_world::actors::{Case, CountryForm, PersonForm, Sense};
use chancery_world::gazetteer::NameForm;
use chancery_world::{PlaceClass, World};

/// Inhabitants of a place whose name is taken for a place's: smaller ones share theirs with persons
/// and companies too often.
const LARGE: u32 = 100_000;

/// What a name is known to name, if it is one thing only.
pub(crate) fn known(world: &World, name: &str) -> Option<NameKind> {
    let mut found = None;
    let mut differ = false;
    let mut note = |kind: NameKind| {
        differ |= found.is_some_and(|other| other != kind);
        found = Some(kind);
    };
    let capitals = name.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    for (sense, case) in world.actors.lookup(name) {
        if case == Case::Capitals && !capitals {
            continue;
        }
        match sense {
            Sense::Country(_, CountryForm::Name | CountryForm::Capital | CountryForm::Former) => {
                note(NameKind::Place)
            }
            Sense::Country(..) => note(NameKind::Nationality),
            Sense::Thing(_) | Sense::Body(..) => note(NameKind::Organisation),
            Sense::Person(_, PersonForm::Full | PersonForm::Known) => note(NameKind::Person),
            _ => {}
        }
    }
    let place = world.gazetteer.lookup(name).into_iter().any(|candidate| {
        let place = world.gazetteer.place(candidate.place);
        matches!(candidate.form, NameForm::Name | NameForm::Bare)
            && (place.population >= LARGE || place.class != PlaceClass::Settlement)
    });
    if place {
        note(NameKind::Place);
    }
    found.filter(|_| !differ)
}
