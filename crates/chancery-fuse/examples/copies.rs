//! How well copies are found: a test set made by editing real articles, and its score.
//!
//! ```sh
//! gzip -dc news.jsonl.gz | cargo run --release -p chancery-fuse --example copies -- 2000
//! ```
//!
//! Articles come as JSON lines `{"id", "text", "title"?, "date"?}`, paragraphs apart by an empty line;
//! nothing of them is kept. Of the first 3 N with six paragraphs or more, N are stories. Of each, four
//! copies are made as editors make them, and with the help of the others two near-misses, which are
//! reports of their own:
//!
//! * copies: `cut` (the first three to eight tenths), `thinned` (one paragraph in three dropped),
//!   `reordered` (paragraphs after the lead shuffled), `re-led` (another lead, from the title),
//!   `local` (one to three paragraphs of another article added), `styled` (dateline, quotes, "per
//!   cent", headline and credit line in the text), and `mixed` (three of them at once);
//! * near-misses: `next day` (the most alike of the others, with up to a third of background from this
//!   one at its end, at most half of this one), `quoted` (the next alike with one paragraph of this one),
//!   and for every eighth article a `round-up` (the first two paragraphs of seven articles).
//!
//! Two texts belong together when they are the same article or copies of it. Printed are precision and
//! recall over all pairs of texts, after folding, and how often each kind of edit was folded with its
//! original. Drawn with a fixed seed: the same input gives the same figures.

use chancery_fuse::copies::{Signature, fold};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};

/// SplitMix64: a few lines, the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

struct Original {
    title: String,
    day: Option<i32>,
    paragraphs: Vec<String>,
}

/// A text of the test set.
struct Made {
    text: String,
    day: Option<i32>,
    /// Texts of one story belong together.
    story: usize,
    kind: &'static str,
    /// The text it was made from.
    of: usize,
}

const COPIES: [&str; 7] = ["cut", "thinned", "reordered", "re-led", "local", "styled", "mixed"];

fn edit(kind: &str, story: &Original, other: &Original, dice: &mut Dice) -> Vec<String> {
    let mut text = story.paragraphs.clone();
    match kind {
        "cut" => {
            let keep = text.len() * (3 + dice.below(6)) / 10;
            text.truncate(keep.max(2));
        }
        "thinned" => {
            let mut at = 0;
            text.retain(|_| {
                at += 1;
                at == 1 || dice.below(3) > 0
            });
        }
        "reordered" => dice.shuffle(&mut text[1..]),
        "re-led" => {
            let about = story.title.trim_end_matches('.');
            text[0] = format!("{about}, officials and witnesses said, in what is so far known.");
        }
        "local" => {
            let from = dice.below(other.paragraphs.len().saturating_sub(3));
            let more = other.paragraphs.iter().skip(from).take(1 + dice.below(3));
            text.extend(more.cloned());
        }
        "styled" => {
            for paragraph in &mut text {
                *paragraph = paragraph
                    .replace(['“', '”'], "\"")
                    .replace('’', "'")
                    .replace("percent", "per cent")
                    .replace("U.S.", "US");
            }
            text[0] = format!("{}\n\nGENEVA (Agency) -- {}", story.title.to_uppercase(), text[0]);
            text.push("Editing by the newsroom. All rights reserved.".to_owned());
        }
        _ => {
            for _ in 0..3 {
                let kind = COPIES[dice.below(COPIES.len() - 1)];
                let so_far = Original { title: story.title.clone(), day: None, paragraphs: text };
                text = edit(kind, &so_far, other, dice);
            }
        }
    }
    text
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Of each story two other articles on like things, each given to one story alone: those that share the
/// most rare words, within a week where there are such.
fn alike(stories: &[Original], others: &[Original]) -> Vec<[usize; 2]> {
    let bag = |o: &Original| {
        let text = o.paragraphs.join(" ").to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 4);
        words.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, other) in others.iter().enumerate() {
        bag(other).into_iter().for_each(|word| holders.entry(word).or_default().push(at));
    }
    let mut free = vec![true; others.len()];
    let mut pick = |story: &Original| {
        let mut score: BTreeMap<usize, f64> = BTreeMap::new();
        for there in bag(story).iter().filter_map(|word| holders.get(word)) {
            for other in there.iter().filter(|_| there.len() <= 60) {
                *score.entry(*other).or_default() += 1.0 / (there.len() as f64).ln_1p();
            }
        }
        let near = |o: usize| story.day.zip(others[o].day).is_some_and(|(a, b)| a.abs_diff(b) <= 7);
        let best = score
            .into_iter()
            .filter(|(o, _)| free[*o])
            .max_by(|(x, a), (y, b)| near(*x).cmp(&near(*y)).then(a.total_cmp(b)).then(y.cmp(x)));
        let best = best.map_or_else(|| free.iter().position(|f| *f), |(other, _)| Some(other));
        let best = best.expect("there are two others for each story");
        free[best] = false;
        best
    };
    stories.iter().map(|story| [pick(story), pick(story)]).collect()
}

fn made(originals: &[Original], others: &[Original]) -> Vec<Made> {
    let mut dice = Dice(6);
    let alike = alike(originals, others);
    let mut texts: Vec<Made> = Vec::new();
    let mut stories = originals.len();
    for (story, original) in originals.iter().enumerate() {
        let text = original.paragraphs.join("\n\n");
        texts.push(Made { text, day: original.day, story, kind: "original", of: story });
    }
    for (story, original) in originals.iter().enumerate() {
        let [later, beside] = alike[story].map(|other| &others[other]);
        let mut kinds = COPIES;
        dice.shuffle(&mut kinds);
        for kind in &kinds[..4] {
            let text = edit(kind, original, beside, &mut dice).join("\n\n");
            let day = original.day.map(|day| day + dice.below(3) as i32);
            texts.push(Made { text, day, story, kind, of: story });
        }
        let mut report = |kind: &'static str, text: Vec<String>| {
            let day = original.day.map(|day| day + 1);
            texts.push(Made { text: text.join("\n\n"), day, story: stories, kind, of: story });
            stories += 1;
        };
        let size = |o: &Original| o.paragraphs.iter().map(|p| words(p)).sum::<usize>();
        // A third of what is printed, and no more than half of what was printed the day before.
        let most = (size(later) / 2).min(size(original) / 2);
        let (mut text, mut background) = (later.paragraphs.clone(), 0);
        for paragraph in original.paragraphs.iter().rev() {
            background += words(paragraph);
            if background > most {
                break;
            }
            text.push(paragraph.clone());
        }
        report("next day", text);
        let quote = original.paragraphs.iter().filter(|p| words(p) * 3 <= size(original));
        let mut text = beside.paragraphs.clone();
        text.insert(1, quote.max_by_key(|p| words(p)).cloned().unwrap_or_default());
        report("quoted", text);
        if story % 8 == 0 {
            let parts = (0..7).map(|n| &originals[(story + n * 37) % originals.len()]);
            let text: Vec<String> = parts.flat_map(|o| o.paragraphs[..2].to_vec()).collect();
            report("round-up", text);
        }
    }
    texts
}

fn main() -> std::io::Result<()> {
    let wanted: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(2000);
    let mut originals = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| line[name].as_str().unwrap_or_default();
        let paragraphs = field("text").split("\n\n").map(str::trim).filter(|p| words(p) > 3);
        let paragraphs: Vec<String> = paragraphs.map(str::to_owned).collect();
        if paragraphs.len() >= 6 && originals.len() < 3 * wanted {
            let day = field("date").parse::<jiff::civil::Date>().ok();
            let day = day.map(|d| d.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24);
            let title = field("title").to_owned();
            originals.push(Original { title, day: day.map(|d| d as i32), paragraphs });
        }
    }
    let others = originals.split_off(originals.len() / 3);
    let texts = made(&originals, &others);
    let begun = std::time::Instant::now();
    let signatures: Vec<Signature> =
        texts.iter().map(|t| Signature::of_text(&t.text, t.day)).collect();
    let signed = begun.elapsed();
    let folds = fold(&signatures);
    let folded = begun.elapsed() - signed;

    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let count = |key: &dyn Fn(usize) -> (usize, usize)| {
        let mut sizes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        (0..texts.len()).for_each(|at| *sizes.entry(key(at)).or_default() += 1);
        sizes.values().map(|n| pairs(*n)).sum::<usize>()
    };
    let found = count(&|at| (folds[at] as usize, 0));
    let right = count(&|at| (folds[at] as usize, texts[at].story));
    let gold = count(&|at| (0, texts[at].story));
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, text) in texts.iter().enumerate().skip(originals.len()) {
        let entry = kinds.entry(text.kind).or_default();
        entry.0 += usize::from(folds[at] == folds[text.of]);
        entry.1 += 1;
    }
    let mut out = std::io::stdout().lock();
    let marks: usize = signatures.iter().map(|s| s.to_bytes().len()).sum();
    writeln!(
        out,
        "{} texts of {} articles; signed in {signed:.2?}, folded in {folded:.2?}, {} bytes each",
        texts.len(),
        originals.len(),
        marks / texts.len().max(1)
    )?;
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    writeln!(
        out,
        "precision {:.4}  recall {:.4}  of {gold} pairs of copies",
        share(right, found),
        share(right, gold)
    )?;
    writeln!(out, "\nkind          texts  folded with the original")?;
    for (kind, (together, all)) in kinds {
        writeln!(out, "{kind:<12} {all:>6}  {:.4}", share(together, all))?;
    }
    Ok(())
}
