//! CAMEO 1.1b3: its codes, and the way to PLOVER 2.0 and back.
//!
//! Sources: the codes and names of the CAMEO manual 1.1b3 (chapter 6), intensities as ICEWS prints
//! them (Goldstein's scale), and the correspondence to PLOVER of 2021 with its errors repaired:
//! modes and contexts that PLOVER 2.0 does not have, sanctions (163) that the PLOVER manual counts
//! as SANCTION, curfews and martial law lifted (0813, 0814) that it counts as CONCEDE, and codes
//! without a counterpart. `data/ontology/cameo.tsv` marks each repaired row.

use super::{Context, EventType, Mode};

include!(concat!(env!("OUT_DIR"), "/cameo.rs"));

/// A code of CAMEO.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Code {
    /// Two to four digits; the first two are the root.
    pub code: &'static str,
    /// The manual's name for it.
    pub name: &'static str,
    /// Goldstein's intensity, -10 to 10; none where ICEWS publishes none.
    pub goldstein: Option<f32>,
    /// PLOVER's type; none for public statements and appeals (01, 02), which PLOVER leaves out,
    /// and for the roots.
    pub kind: Option<EventType>,
    /// PLOVER's mode.
    pub mode: Option<Mode>,
    /// PLOVER's contexts.
    pub contexts: &'static [Context],
}

/// One code by its digits.
pub fn code(digits: &str) -> Option<&'static Code> {
    CODES.binary_search_by(|c| c.code.cmp(digits)).ok().map(|at| &CODES[at])
}

/// The code that says most of what PLOVER's reading says: the type must be the same; then the mode
/// counts most, then the contexts; a code that claims more than the reading is passed over.
pub fn best(kind: EventType, mode: Option<Mode>, contexts: &[Context]) -> Option<&'static Code> {
    let mut found: Option<(i32, &'static Code)> = None;
    for code in CODES.iter().filter(|c| c.kind == Some(kind)) {
        let mode_fits = match (code.mode, mode) {
            (None, _) => 0,
            (Some(a), Some(b)) if a == b => 20,
            (Some(_), _) => -30,
        };
        let shared = code.contexts.iter().filter(|c| contexts.contains(c)).count() as i32;
        let claimed = code.contexts.len() as i32 - shared;
        let score = mode_fits + 4 * shared - 3 * claimed - code.code.len() as i32;
        if found.is_none_or(|(best, _)| score > best) {
            found = Some((score, code));
        }
    }
    found.map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_all_codes_in_order() {
        assert_eq!(CODES.len(), 316);
        assert!(CODES.windows(2).all(|w| w[0].code < w[1].code));
        assert_eq!(CODES.iter().filter(|c| c.code.len() == 2).count(), 20);
    }

    #[test]
    fn every_code_below_the_roots_reads_as_plover_but_statements_and_appeals() {
        for code in CODES.iter().filter(|c| c.code.len() > 2) {
            let dropped = code.code.starts_with("01") && !matches!(code.code, "015" | "016")
                || code.code.starts_with("02");
            assert_eq!(code.kind.is_none(), dropped, "{} {}", code.code, code.name);
            if let (Some(kind), Some(mode)) = (code.kind, code.mode) {
                assert!(kind.modes().iter().any(|(m, _)| *m == mode), "{}", code.code);
            }
        }
    }

    #[test]
    fn every_type_and_mode_has_a_code() {
        for kind in EventType::ALL {
            let code = best(kind, None, &[]).expect("every type has a code");
            assert_eq!(code.kind, Some(kind), "{}", code.code);
            for (mode, _) in kind.modes() {
                let code = best(kind, Some(*mode), &[]).expect("every mode has a code");
                assert_eq!(code.kind, Some(kind));
            }
        }
    }

    #[test]
    fn round_trips_to_the_same_reading() {
        for code in CODES {
            let Some(kind) = code.kind else { continue };
            let back = best(kind, code.mode, code.contexts).expect("a code reads as itself");
            assert_eq!(
                (back.kind, back.mode, back.contexts),
                (code.kind, code.mode, code.contexts),
                "{} came back as {}",
                code.code,
                back.code
            );
        }
    }

    #[test]
    fn knows_the_repaired_rows() {
        let read = |digits| {
            let c = code(digits).expect("a code");
            (c.kind, c.mode)
        };
        assert_eq!(read("163"), (Some(EventType::Sanction), Some(Mode::Discontinue)));
        assert_eq!(read("0813"), (Some(EventType::Concede), None));
        assert_eq!(read("155"), (Some(EventType::Mobilize), None));
        assert_eq!(read("176"), (Some(EventType::Coerce), Some(Mode::Cyber)));
        assert_eq!(code("155").and_then(|c| c.goldstein), None);
        assert_eq!(code("0874").and_then(|c| c.goldstein), Some(10.0));
    }
}
