//! What many reports say of one event. Cases of our own.

use chancery_event::claims::Stance;
use chancery_event::{Certainty, Factuality, Polarity, Stage};
use chancery_fuse::consensus::{
    Consensus, Party, Place, Quantity, Source, Status, Told, Value, consensus,
};
use proptest::prelude::*;

fn party(id: &str, country: &str) -> Party {
    Party { id: id.to_owned(), country: Some(country.to_owned()) }
}

/// North Korea sends soldiers, as an article of a day tells.
fn told(report: &str, day: i32, stage: Stage) -> Told {
    Told {
        report: report.to_owned(),
        day: Some(day),
        story: report.to_owned(),
        kind: "MOBILIZE".to_owned(),
        mode: Some("troops".to_owned()),
        actors: vec![party("PRK", "PRK")],
        recipients: vec![party("RUS", "RUS")],
        time: None,
        place: None,
        quantities: Vec::new(),
        factuality: Factuality {
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            stage,
        },
        sources: Vec::new(),
        rule: "send.v.mobilize-troops".to_owned(),
    }
}

fn troops(value: f64, approximate: bool) -> Quantity {
    Quantity {
        kind: "troops".to_owned(),
        unit: None,
        value: Some(value),
        low: None,
        high: None,
        approximate,
    }
}

fn says(who: Party, stance: Stance, cue: &str) -> Source {
    Source { party: Some(who), stance, cue: cue.to_owned() }
}

fn steps(found: &Consensus) -> Vec<(Status, &str, i32)> {
    found.status.iter().map(|s| (s.status, s.report.as_str(), s.day.unwrap_or(0))).collect()
}

#[test]
fn who_first_claimed_the_figure_of_ten_thousand() {
    let claimed = |report: &str, day, value, who: Party| Told {
        quantities: vec![troops(value, false)],
        sources: vec![says(who, Stance::Asserts, "say")],
        ..told(report, day, Stage::Occurred)
    };
    let wire = claimed("wire", 3, 10_000.0, party("KOR/nis", "KOR"));
    let reprint = Told { report: "reprint".to_owned(), ..wire.clone() };
    let found = consensus(&[
        claimed("late", 9, 10_000.0, party("NATO", "IGO")),
        claimed("kyiv", 5, 12_000.0, party("UKR/hur", "UKR")),
        reprint,
        wire,
    ]);
    let [figures] = &found.figures[..] else { panic!("one kind of figure") };
    assert!(figures.disagree);
    let ten: &Value<Quantity> = &figures.values[0];
    assert_eq!(ten.value.value, Some(10_000.0));
    // The reprint is told, and not counted.
    assert_eq!(ten.reports, ["reprint", "wire", "late"]);
    assert_eq!((ten.independent, ten.first_day), (2, Some(3)));
    assert_eq!(ten.sources, ["KOR/nis"]);
    assert_eq!(figures.values[1].reports, ["kyiv"]);
    assert_eq!((found.reports, found.independent), (4, 3));
    assert_eq!(found.disagreements(), ["quantities"]);
}

#[test]
fn around_ten_thousand_does_not_contradict_ten_thousand() {
    let with = |report: &str, q| Told { quantities: vec![q], ..told(report, 1, Stage::Occurred) };
    let found = consensus(&[
        with("a", troops(10_000.0, true)),
        with("b", troops(10_400.0, false)),
        with("c", Quantity { low: Some(10_000.0), value: None, ..troops(0.0, false) }),
    ]);
    assert!(!found.figures[0].disagree, "{found:#?}");
    // The exact number is what all three allow.
    assert_eq!(found.figures[0].values[0].value.value, Some(10_400.0));
    assert_eq!(found.figures[0].values[0].compatible, 3);
}

#[test]
fn a_narrower_time_and_place_agree_with_wider_ones() {
    let at = |report: &str, time, name: &str, whole| Told {
        time: Some(time),
        place: Some(Place { name: name.to_owned(), country: Some("RUS".to_owned()), whole }),
        ..told(report, 2, Stage::Occurred)
    };
    let month = at("a", (300, 330), "Russia", true);
    let day = at("b", (308, 308), "Kursk", false);
    let found = consensus(&[month.clone(), day.clone()]);
    assert_eq!(found.times[0].value, (308, 308));
    assert_eq!((found.times[0].independent, found.times[0].compatible), (1, 2));
    assert_eq!(found.places[0].value.name, "Kursk");
    assert!(found.disagreements().is_empty());
    let other = at("c", (310, 310), "Ussuriysk", false);
    assert_eq!(consensus(&[month, day, other]).disagreements(), ["time", "place"]);
}

#[test]
fn planned_then_postponed_then_held() {
    let meeting = |report: &str, day, stage, rule: &str| Told {
        kind: "CONSULT".to_owned(),
        mode: None,
        rule: rule.to_owned(),
        ..told(report, day, stage)
    };
    let off = Told {
        kind: "REJECT".to_owned(),
        ..meeting("off", 4, Stage::Occurred, "postpone.v.cancel")
    };
    let found = consensus(&[
        meeting("again", 5, Stage::Planned, "talk.n.consult"),
        meeting("held", 8, Stage::Occurred, "meet.v.consult"),
        // Old news: the plan is mentioned again after the meeting.
        meeting("background", 9, Stage::Planned, "talk.n.consult"),
        off,
        meeting("plan", 1, Stage::Planned, "talk.n.consult"),
    ]);
    assert_eq!(
        steps(&found),
        [
            (Status::Planned, "plan", 1),
            (Status::Postponed, "off", 4),
            (Status::Planned, "again", 5),
            (Status::Held, "held", 8),
        ]
    );
    // What puts a meeting off is no other type of the meeting.
    assert_eq!(found.kinds.len(), 1);
}

#[test]
fn a_plan_that_is_called_off() {
    let plan = told("plan", 1, Stage::Planned);
    let off = Told { rule: "call.v.cancel.2".to_owned(), ..told("off", 2, Stage::Occurred) };
    assert_eq!(
        steps(&consensus(&[off, plan.clone()])).last(),
        Some(&(Status::Cancelled, "off", 2))
    );
    let mut not = told("not", 3, Stage::Planned);
    not.factuality.polarity = Polarity::Negative;
    assert_eq!(steps(&consensus(&[not, plan])).last(), Some(&(Status::Cancelled, "not", 3)));
}

#[test]
fn alleged_then_denied_then_confirmed() {
    let by = |report: &str, day, who, stance, cue: &str| Told {
        sources: vec![says(who, stance, cue)],
        ..told(report, day, Stage::Occurred)
    };
    let seoul = by("seoul", 1, party("KOR/nis", "KOR"), Stance::Asserts, "say");
    let moscow = by("moscow", 2, party("RUS/mfa", "RUS"), Stance::Denies, "deny");
    let nato = by("nato", 3, party("NATO", "IGO"), Stance::Asserts, "confirm");
    let found = consensus(&[nato.clone(), moscow, seoul]);
    assert_eq!(
        steps(&found),
        [
            (Status::Alleged, "seoul", 1),
            (Status::Denied, "moscow", 2),
            (Status::Confirmed, "nato", 3),
        ]
    );
    // What nobody alleged is not confirmed.
    assert_eq!(steps(&consensus(&[nato])), [(Status::Held, "nato", 3)]);
    // A party's own word is no allegation.
    let own = by("own", 1, party("PRK/kcna", "PRK"), Stance::Asserts, "announce");
    assert_eq!(steps(&consensus(&[own])), [(Status::Held, "own", 1)]);
}

#[test]
fn nothing_told_is_nothing() {
    assert_eq!(consensus(&[]), Consensus::default());
}

proptest! {
    #[test]
    fn the_order_of_reports_does_not_matter(
        facts in prop::collection::vec((0_i32..4, 0_usize..5, 1_u8..4, any::<bool>()), 1..9),
        seed in any::<u64>(),
    ) {
        let stages = [
            Stage::Occurred, Stage::Ongoing, Stage::Planned, Stage::Conditional, Stage::Hypothetical,
        ];
        let mut all: Vec<Told> = facts
            .iter()
            .enumerate()
            .map(|(n, (day, stage, value, approximate))| Told {
                quantities: vec![troops(f64::from(*value) * 1000.0, *approximate)],
                ..told(&format!("r{n}"), *day, stages[*stage])
            })
            .collect();
        let before = consensus(&all);
        let turn = seed as usize % all.len();
        all.rotate_left(turn);
        if seed & 1 == 1 {
            all.reverse();
        }
        prop_assert_eq!(before, consensus(&all));
    }
}
