//! A check whether a text is English: the engine reads nothing else.

use chancery_article::{Article, Note, Span};

/// Words that make up a third of English running text, and of no other language's.
const FUNCTION_WORDS: [&str; 36] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have",
    "he", "his", "in", "is", "it", "its", "not", "of", "on", "or", "said", "that", "the", "their",
    "they", "this", "to", "was", "were", "which", "will", "with",
];

/// Headlines and telegrams carry few function words; below this share of the words a text of some
/// length is no English.
const LEAST_SHARE: f64 = 0.10;
/// Fewer words say nothing.
const LEAST_WORDS: usize = 25;
/// A page's worth decides.
const MOST_WORDS: usize = 1000;

/// A note when the text is marked as another language or does not look English.
pub fn check(article: &Article) -> Option<Note> {
    let text = article.text();
    if text.trim().is_empty() {
        return Some(note(0, "text-empty", "there are no words in this text".to_owned()));
    }
    if let Some(language) = &article.language
        && !language.to_ascii_lowercase().starts_with("en")
    {
        let message = format!("the article is marked as \"{language}\"; it was read as English");
        return Some(note(0, "language-other", message));
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let (mut count, mut known) = (0usize, 0usize);
    let mut end = 0;
    for word in words.take(MOST_WORDS) {
        count += 1;
        end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        known += usize::from(
            word.len() <= 5 && FUNCTION_WORDS.contains(&word.to_ascii_lowercase().as_str()),
        );
    }
    let share = known as f64 / count.max(1) as f64;
    (count >= LEAST_WORDS && share < LEAST_SHARE).then(|| {
        let message = "this does not look like English; it was read as English".to_owned();
        note(end, "language-other", message)
    })
}

fn note(end: usize, code: &'static str, message: String) -> Note {
    Note { code, span: Span::new(0, end as u32), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_passes_and_german_is_noted() {
        let english = "The ministers of the two countries met in Geneva on Tuesday, and they agreed to \
            hold a second round of talks in the spring, an official said after the meeting.";
        let german = "Die Minister der beiden Staaten trafen sich am Dienstag in Genf und vereinbarten \
            eine zweite Runde von Gesprächen im Frühjahr, sagte ein Beamter nach dem Treffen der \
            Delegationen am Abend vor der Presse.";
        assert_eq!(check(&Article::new("e", english)), None);
        assert_eq!(check(&Article::new("g", german)).unwrap().code, "language-other");
        assert_eq!(check(&Article::new("s", "Bonjour")), None);
        assert_eq!(check(&Article::new("n", "\n")).unwrap().code, "text-empty");
    }
}
