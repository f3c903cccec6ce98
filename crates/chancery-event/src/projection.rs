//! Projection: PLOVER's own reading of an event, and its CAMEO code.
//!
//! We record what was said: a *planned* CONSULT. PLOVER has no planned events; its manual codes the
//! announcement instead. [`plover`] applies its decision rules: a meeting, support, cooperation or
//! aid that lies ahead is AGREE, a retreat that lies ahead CONCEDE, a sanction, an arrest or an
//! attack that its actor announces THREATEN. The rule on retreats is the manual's (section on
//! CONCEDE); for releases, access and disarmament the crosswalk from CAMEO says otherwise (0353,
//! 0355, 0356 are AGREE), and so do coders: they take the crosswalk's type.

use chancery_world::ontology::cameo;
use chancery_world::{Context, EventType, Mode, Quad};

use crate::{Factuality, Polarity, Stage};

/// PLOVER's reading: type and mode after its rules on acts that have not happened.
pub fn plover(
    kind: EventType,
    mode: Option<Mode>,
    factuality: Factuality,
) -> (EventType, Option<Mode>) {
    if factuality.polarity == Polarity::Negative {
        return negated(kind, mode, factuality);
    }
    if !matches!(factuality.stage, Stage::Planned | Stage::Conditional) {
        return (kind, mode);
    }
    match kind {
        EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid => {
            (EventType::Agree, None)
        }
        EventType::Concede => (EventType::Agree, None),
        EventType::Retreat if matches!(mode, Some(Mode::Release | Mode::Access | Mode::Disarm)) => {
            (EventType::Agree, None)
        }
        EventType::Retreat => (EventType::Concede, None),
        EventType::Sanction | EventType::Coerce | EventType::Assault | EventType::Mobilize => {
            (EventType::Threaten, threat_of(kind, mode))
        }
        EventType::Protest => (EventType::Threaten, None),
        _ => (kind, mode),
    }
}

/// An act that somebody says will not be: a refusal. What merely did not happen keeps its type.
fn negated(
    kind: EventType,
    mode: Option<Mode>,
    factuality: Factuality,
) -> (EventType, Option<Mode>) {
    if factuality.stage != Stage::Planned {
        return (kind, mode);
    }
    match kind {
        EventType::Consult => (EventType::Reject, Some(Mode::Meet)),
        EventType::Aid | EventType::Cooperate => (EventType::Reject, Some(Mode::Assist)),
        EventType::Retreat | EventType::Concede => (EventType::Reject, Some(Mode::Yield)),
        EventType::Support | EventType::Agree => (EventType::Reject, None),
        _ => (kind, mode),
    }
}

/// The mode of a threat by what is threatened.
fn threat_of(kind: EventType, mode: Option<Mode>) -> Option<Mode> {
    Some(match (kind, mode) {
        (EventType::Sanction, Some(Mode::Expel)) | (EventType::Coerce, Some(Mode::Deport)) => {
            Mode::Expel
        }
        (EventType::Sanction, Some(Mode::Withdraw)) => Mode::Relations,
        (EventType::Sanction, _) => Mode::Restrict,
        (EventType::Coerce, Some(Mode::Arrest)) => Mode::Arrest,
        (EventType::Coerce, Some(Mode::Seize)) => Mode::Territory,
        (EventType::Coerce, _) => Mode::Restrict,
        (EventType::Assault | EventType::Mobilize, _) => Mode::Violence,
        _ => return None,
    })
}

/// The CAMEO code of an event: the entry's own where it agrees with PLOVER's reading, else the code
/// that fits the reading best. An act that lies ahead takes the code of its announcement: a planned
/// visit (042) is an intent to meet (036).
pub fn cameo(
    kind: EventType,
    projected: (EventType, Option<Mode>),
    contexts: &[Context],
    suggested: Option<&'static str>,
) -> Option<&'static str> {
    let (read, mode) = projected;
    if read == kind
        && let Some(code) = suggested
    {
        return Some(code);
    }
    let announced = match (kind, read) {
        (EventType::Consult, EventType::Agree) => Some("036"),
        (EventType::Aid, EventType::Agree) if contexts.contains(&Context::Military) => Some("0332"),
        (EventType::Aid, EventType::Agree) if contexts.contains(&Context::Peacekeeping) => {
            Some("0334")
        }
        (EventType::Aid, EventType::Agree) if contexts.contains(&Context::HumanSecurity) => {
            Some("0333")
        }
        (EventType::Aid, EventType::Agree) if contexts.contains(&Context::Economic) => Some("0331"),
        (EventType::Aid, EventType::Agree) => Some("033"),
        (EventType::Cooperate, EventType::Agree) if contexts.contains(&Context::Military) => {
            Some("0312")
        }
        (EventType::Cooperate, EventType::Agree) if contexts.contains(&Context::Economic) => {
            Some("0311")
        }
        (EventType::Cooperate, EventType::Agree) => Some("031"),
        (EventType::Support, EventType::Agree) => Some("032"),
        (EventType::Retreat, EventType::Agree) => Some(match suggested {
            Some(code) if code.starts_with("084") => "0353",
            Some(code) if code.starts_with("085") || code.starts_with("086") => "0355",
            Some(code) if code.starts_with("087") => "0356",
            _ => "035",
        }),
        (EventType::Concede, EventType::Agree) => Some("035"),
        (EventType::Protest, EventType::Threaten) => Some("133"),
        (EventType::Assault | EventType::Mobilize, EventType::Threaten) => Some("138"),
        _ => None,
    };
    announced.or_else(|| cameo::best(read, mode, contexts).map(|code| code.code))
}

/// The quad class of an event as PLOVER reads it.
pub fn quad(projected: (EventType, Option<Mode>)) -> Quad {
    projected.0.quad()
}

/// The intensity of an event as PLOVER reads it: the mode's, or the type's where it has none.
pub fn intensity(projected: (EventType, Option<Mode>)) -> f32 {
    let (kind, mode) = projected;
    kind.modes()
        .iter()
        .find(|(m, _)| Some(*m) == mode)
        .map_or_else(|| kind.intensity(), |(_, score)| *score)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Certainty;

    fn at(stage: Stage) -> Factuality {
        Factuality { polarity: Polarity::Positive, certainty: Certainty::Certain, stage }
    }

    #[test]
    fn a_meeting_ahead_is_an_agreement() {
        let read = plover(EventType::Consult, Some(Mode::Visit), at(Stage::Planned));
        assert_eq!(read, (EventType::Agree, None));
        assert_eq!(cameo(EventType::Consult, read, &[], Some("042")), Some("036"));
        let held = plover(EventType::Consult, Some(Mode::Visit), at(Stage::Occurred));
        assert_eq!(cameo(EventType::Consult, held, &[], Some("042")), Some("042"));
    }

    #[test]
    fn a_retreat_ahead_is_a_concession_and_a_sanction_ahead_a_threat() {
        let planned = at(Stage::Planned);
        assert_eq!(plover(EventType::Retreat, Some(Mode::Withdraw), planned).0, EventType::Concede);
        assert_eq!(
            plover(EventType::Sanction, Some(Mode::Discontinue), planned),
            (EventType::Threaten, Some(Mode::Restrict))
        );
        assert_eq!(
            plover(EventType::Coerce, Some(Mode::Arrest), planned),
            (EventType::Threaten, Some(Mode::Arrest))
        );
        assert_eq!(plover(EventType::Assault, None, at(Stage::Hypothetical)).0, EventType::Assault);
    }

    #[test]
    fn refusing_ahead_is_a_rejection() {
        let no = Factuality { polarity: Polarity::Negative, ..at(Stage::Planned) };
        assert_eq!(plover(EventType::Consult, None, no), (EventType::Reject, Some(Mode::Meet)));
        let did_not = Factuality { polarity: Polarity::Negative, ..at(Stage::Occurred) };
        assert_eq!(plover(EventType::Consult, None, did_not), (EventType::Consult, None));
    }

    #[test]
    fn every_reading_has_a_code_an_intensity_and_a_quad() {
        for kind in EventType::ALL {
            for stage in [Stage::Occurred, Stage::Planned] {
                for mode in kind.modes().iter().map(|(m, _)| Some(*m)).chain([None]) {
                    let read = plover(kind, mode, at(stage));
                    assert!(cameo(kind, read, &[], None).is_some());
                    assert!((-10.0..=10.0).contains(&intensity(read)));
                    assert!((1..=4).contains(&(quad(read) as u8)));
                }
            }
        }
    }
}
