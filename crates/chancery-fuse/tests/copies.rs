//! Copies of one story are folded, reports of their own are not. Texts of our own.

use chancery_article::{Article, Region, RegionKind, Span};
use chancery_fuse::SketchError;
use chancery_fuse::copies::{
    BANDS, COPY_DAYS, CopyIndex, Signature, containment, fold, folds, resemblance,
};
use proptest::prelude::*;

const LEAD: &str = "Delegations from Moldova and Romania opened two days of talks on river transport in Galati on Tuesday, the first such meeting since the spring floods damaged three locks and stopped barge traffic for nearly a month.";
const SECOND: &str = "The talks will take up the dredging of the lower Prut, shared pilotage fees and a joint office for accidents, according to an agenda that both transport ministries published on Monday evening.";
const THIRD: &str = "Shipowners on both banks have complained for years that each side checks the same papers, sometimes twice on one voyage, and that a barge loses nine hours on average at the customs pontoon.";
const FOURTH: &str = "Neither minister would say how the cost of the new locks, put at forty million euros by an engineering bureau in Iasi, is to be divided between the two treasuries.";
const BACKGROUND: &str = "Traffic on the river fell by half in the nineties and has grown again since the bridge at Giurgiulesti was widened.";
const OTHER: [&str; 3] = [
    "Moldova and Romania agreed on Wednesday to open a joint office for river accidents by the end of the year, ending two days of talks in Galati with a signed protocol and a handshake for the cameras.",
    "The protocol leaves the fees of pilots to a working group, which is to report in March, and says nothing about who pays for locks.",
    "Captains who waited on the quay called the result thin, though one said a single form instead of six would save him a working day each month.",
];

fn text(paragraphs: &[&str]) -> Signature {
    Signature::of_text(&paragraphs.join("\n\n"), Some(100))
}

fn story() -> Signature {
    text(&[LEAD, SECOND, THIRD, FOURTH, BACKGROUND])
}

#[test]
fn a_copy_under_another_headline_is_folded() {
    let headline = "BARGES AND LOCKS ON THE AGENDA";
    let copy = text(&[headline, LEAD, SECOND, THIRD, FOURTH, BACKGROUND]);
    assert!(folds(&story(), &copy));
    assert!(resemblance(&story(), &copy) > 0.9);
}

#[test]
fn a_cut_copy_is_folded() {
    let brief = text(&[LEAD, SECOND]);
    assert!(folds(&story(), &brief));
    assert!(containment(&story(), &brief) > 0.9);
}

#[test]
fn reordered_paragraphs_are_the_same_story() {
    assert!(folds(&story(), &text(&[LEAD, FOURTH, BACKGROUND, SECOND, THIRD])));
}

#[test]
fn a_new_lead_and_a_local_paragraph_make_no_new_report() {
    let lead = "Barges may soon pass faster between Moldova and Romania.";
    let local = "In our own port the harbour master said that eleven captains had asked him for the new form since the morning.";
    assert!(folds(&story(), &text(&[lead, SECOND, THIRD, FOURTH, BACKGROUND])));
    assert!(folds(&story(), &text(&[LEAD, SECOND, THIRD, FOURTH, local])));
}

#[test]
fn the_next_day_with_the_same_background_is_a_report_of_its_own() {
    let [lead, second, third] = OTHER;
    assert!(!folds(&story(), &text(&[lead, second, third, BACKGROUND])));
    assert!(!folds(&story(), &text(&[lead, second, third])));
}

#[test]
fn a_round_up_does_not_join_its_briefs() {
    let filler: Vec<String> = (0..40)
        .map(|n| format!("Item {n} of the round-up tells of the town number {n}, where on that day {n} boats were counted by a clerk named after the number {n}."))
        .collect();
    let mut paragraphs: Vec<&str> = filler.iter().map(String::as_str).collect();
    paragraphs.insert(7, LEAD);
    assert!(!folds(&text(&[LEAD]), &text(&paragraphs)));
}

#[test]
fn punctuation_and_case_do_not_count() {
    let plain = Signature::of_text("“The talks”, he said, have FAILED.", None);
    assert_eq!(plain, Signature::of_text("the talks he said have failed", None));
}

#[test]
fn short_texts_fold_only_when_they_are_equal() {
    let short = |words| Signature::of_text(words, None);
    assert!(folds(&short("Talks have failed"), &short("talks have failed")));
    assert!(!folds(&short("Talks have failed again"), &short("talks have failed")));
    assert!(!folds(&short(""), &short("")));
}

#[test]
fn an_anniversary_reprint_is_no_copy() {
    let later = |days| Signature::of_text(&[LEAD, SECOND].join("\n\n"), Some(100 + days));
    assert!(folds(&story(), &later(COPY_DAYS)));
    assert!(!folds(&story(), &later(COPY_DAYS + 1)));
}

#[test]
fn what_is_not_the_story_does_not_count() {
    let mut article = Article::new("a", format!("By Ana Rusu\n\n{LEAD}"));
    article.regions.push(Region { span: Span::new(0, 11), kind: RegionKind::Byline });
    assert_eq!(Signature::of(&article), Signature::of_text(LEAD, None));
}

#[test]
fn a_signature_comes_back_from_its_bytes() {
    for day in [None, Some(-3), Some(20_000)] {
        let signature = Signature::of_text(LEAD, day);
        assert_eq!(Signature::from_bytes(&signature.to_bytes()), Ok(signature));
    }
    assert_eq!(Signature::from_bytes(b"PNG"), Err(SketchError::NotASketch));
    assert_eq!(Signature::from_bytes(b"CHCP\x07\x00"), Err(SketchError::Version(7)));
    assert_eq!(Signature::from_bytes(b"CHCP\x01\x00abc"), Err(SketchError::Broken));
}

proptest! {
    /// Whatever is a copy is found by its bands, in any order.
    #[test]
    fn copies_are_found_in_any_order(keep in prop::collection::vec(1_u8..32, 6), keys in any::<[u32; 6]>()) {
        let all = [LEAD, SECOND, THIRD, FOURTH, BACKGROUND];
        let mut made: Vec<(u32, Signature)> = keep
            .iter()
            .zip(keys)
            .map(|(bits, key)| {
                let parts = all.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
                (key, text(&parts.map(|(_, p)| *p).collect::<Vec<_>>()))
            })
            .collect();
        let groups = |made: &[(u32, Signature)]| {
            let signatures: Vec<Signature> = made.iter().map(|m| m.1.clone()).collect();
            let folded = fold(&signatures);
            let mut pairs = Vec::new();
            for (a, x) in made.iter().enumerate() {
                for (b, y) in made.iter().enumerate().filter(|(_, y)| y.0 > x.0) {
                    pairs.push((x.0, y.0, folded[a] == folded[b]));
                }
            }
            pairs.sort_unstable();
            pairs
        };
        let before = groups(&made);
        for (_, a) in &made {
            prop_assert!(a.bands().len() <= BANDS);
            let mut index = CopyIndex::default();
            index.file(7, a);
            for (_, b) in made.iter().filter(|(_, b)| folds(a, b)) {
                prop_assert_eq!(index.near(b), [7]);
            }
        }
        made.sort_by_key(|m| m.0);
        prop_assert_eq!(before, groups(&made));
    }
}
