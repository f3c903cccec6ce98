//! Lemmas: a lexicon first, then English inflection undone by rule.
//!
//! The lexicon comes with the model (forms of the training treebanks whose lemma is not the form
//! itself). A word that is not in it loses its ending; where spelling leaves a choice ("hoped":
//! hop or hope) the network's vocabulary decides, and after it the usual spelling.

use rustc_hash::FxHashMap;

use crate::format::{File, ModelError};
use crate::words::{hash, lower};

/// The lexicon.
pub(crate) struct Lemmas {
    known: FxHashMap<u64, String>,
}

impl Lemmas {
    /// Reads `form tag lemma` triples.
    pub(crate) fn read(file: &File<'_>) -> Result<Self, ModelError> {
        let mut known = FxHashMap::default();
        for entry in file.names("lexicon")?.chunks_exact(3) {
            let [form, tag, lemma] = entry else { continue };
            known.insert(key(form, tag), lemma.clone());
        }
        Ok(Self { known })
    }

    /// Writes the lemma of `form`, tagged `tag`, to `out`; `is_word` knows the vocabulary.
    pub(crate) fn find(
        &self,
        form: &str,
        tag: &str,
        is_word: impl Fn(&str) -> bool,
        out: &mut String,
    ) {
        out.clear();
        let proper = tag.starts_with("NNP");
        if tag == "NNP" || matches!(tag, "ADD" | "GW" | "FW" | "CD" | "SYM") {
            return out.push_str(form);
        }
        out.extend(form.chars().map(lower));
        if let Some(lemma) = self.known.get(&key(out, tag)) {
            out.clear();
            if proper && form.chars().next().is_some_and(char::is_uppercase) {
                capital(lemma, out);
            } else {
                out.push_str(lemma);
            }
            return;
        }
        let base = match tag {
            "NNS" | "NNPS" | "VBZ" => singular(out, &is_word),
            "VBD" | "VBN" => stripped(out, "ied", "ed", &is_word),
            "VBG" => stripped(out, "ying", "ing", &is_word),
            "JJR" | "RBR" => stripped(out, "ier", "er", &is_word),
            "JJS" | "RBS" => stripped(out, "iest", "est", &is_word),
            _ => return,
        };
        if proper {
            // The same letters are cut, the capitals kept.
            let kept: String = form.chars().take(base.chars().count()).collect();
            let same = kept.chars().map(lower).eq(base.chars());
            out.clear();
            if same { out.push_str(&kept) } else { capital(&base, out) }
        } else {
            *out = base;
        }
    }
}

fn key(form: &str, tag: &str) -> u64 {
    hash(form, hash(tag, 7))
}

fn capital(word: &str, out: &mut String) {
    let mut letters = word.chars();
    if let Some(first) = letters.next() {
        out.extend(first.to_uppercase());
        out.extend(letters);
    }
}

fn swap(word: &str, ending: &str, with: &str) -> String {
    format!("{}{with}", word.strip_suffix(ending).unwrap_or(word))
}

/// "countries", "witnesses", "heroes", "spokesmen", "talks".
fn singular(word: &str, is_word: &impl Fn(&str) -> bool) -> String {
    if let Some(stem) = word.strip_suffix("men")
        && stem.len() >= 3
    {
        return format!("{stem}man");
    }
    if word.len() < 3 || !word.ends_with('s') || word.ends_with("ss") || word.ends_with("us") {
        return word.to_owned();
    }
    let shorter = swap(word, "s", "");
    if word.ends_with("ies") && word.len() > 4 {
        let y = swap(word, "ies", "y");
        return if is_word(&shorter) && !is_word(&y) { shorter } else { y };
    }
    if let Some(stem) = word.strip_suffix("es") {
        let hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| stem.ends_with(e));
        if hissing && (!is_word(&shorter) || stem.ends_with("ss")) {
            return stem.to_owned();
        }
    }
    shorter
}

/// Takes off `ending`, or `changed` for words in y; puts back a silent e, undoes a doubled letter.
fn stripped(word: &str, changed: &str, ending: &str, is_word: &impl Fn(&str) -> bool) -> String {
    if changed != "ying"
        && let Some(stem) = word.strip_suffix(changed)
        && stem.len() >= 2
    {
        return format!("{stem}y");
    }
    let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() >= 2) else {
        return word.to_owned();
    };
    let silent = format!("{stem}e");
    let mut tail = stem.chars().rev();
    let (last, before, third) = (tail.next(), tail.next(), tail.next());
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiouy".contains(c));
    let doubled = last == before && last.is_some_and(|c| c.is_ascii_alphabetic()) && !vowel(last);
    if doubled {
        let single = &stem[..stem.len() - 1];
        // "stopped" stop, but "called" call: double l, s, z and f are often of the word itself.
        let own = matches!(last, Some('l' | 's' | 'z' | 'f'));
        return if own && is_word(stem) || !is_word(single) && is_word(stem) {
            stem.to_owned()
        } else {
            single.to_owned()
        };
    }
    match (is_word(stem), is_word(&silent)) {
        (true, false) => stem.to_owned(),
        (false, true) => silent,
        (both, _) => {
            // One vowel and one consonant at the end of a short word would have doubled: "hoping".
            let vowels = stem.chars().filter(|c| "aeiou".contains(*c)).count();
            let would_double = vowels == 1
                && vowel(before)
                && !vowel(last)
                && !matches!(last, Some('w' | 'x' | 'y'))
                && !vowel(third);
            let needs_e = matches!(last, Some('v' | 'c' | 'u' | 'z'))
                || !both && matches!(last, Some('s' | 'g'))
                || ["at", "bl", "tl", "dl", "pl", "gl", "ur", "iv", "is", "as"]
                    .iter()
                    .any(|e| stem.ends_with(e))
                    && !both;
            if would_double || needs_e { silent } else { stem.to_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_come_off() {
        let lemmas =
            Lemmas { known: [(key("men", "NNS"), "man".to_owned())].into_iter().collect() };
        let words = [
            "locate", "announce", "case", "bus", "stop", "call", "hop", "hope", "talk", "movie",
            "use", "large", "big", "shell",
        ];
        for (form, tag, want) in [
            ("Talks", "NNS", "talk"),
            ("men", "NNS", "man"),
            ("countries", "NNS", "country"),
            ("movies", "NNS", "movie"),
            ("cases", "NNS", "case"),
            ("buses", "NNS", "bus"),
            ("witnesses", "NNS", "witness"),
            ("spokesmen", "NNS", "spokesman"),
            ("located", "VBD", "locate"),
            ("stopped", "VBD", "stop"),
            ("shelled", "VBN", "shell"),
            ("hoping", "VBG", "hope"),
            ("denied", "VBD", "deny"),
            ("larger", "JJR", "large"),
            ("bigger", "JJR", "big"),
            ("happiest", "JJS", "happy"),
            ("Democrats", "NNPS", "Democrat"),
            ("Ministries", "NNPS", "Ministry"),
            ("Seoul", "NNP", "Seoul"),
            ("WAS", "NN", "was"),
            ("s", "NNS", "s"),
            ("", "NN", ""),
        ] {
            let mut out = String::new();
            lemmas.find(form, tag, |w| words.contains(&w), &mut out);
            assert_eq!(out, want, "{form} {tag}");
        }
    }
}
