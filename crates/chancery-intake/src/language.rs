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
    let Share { count, share, end } = share(text);
    // Chinese, Japanese and Thai put no spaces between words.
    let foreign = count >= LEAST_WORDS && share < LEAST_SHARE
        || end > 60 && text[..end].bytes().filter(|byte| !byte.is_ascii()).count() * 2 > end;
    foreign.then(|| {
        let message = match name(&text[..end]) {
            Some(name) => format!("this looks like {name}; it was read as English"),
            None => "this does not look like English; it was read as English".to_owned(),
        };
        note(end, "language-other", message)
    })
}

/// The language of an article that is not English: as the article is marked, else its English name,
/// else "unknown". None for English, and for a text without words.
///
/// ```
/// use chancery_article::Article;
/// use chancery_intake::language;
///
/// let mut article = Article::new("a1", "Les ministres se sont rencontrés.");
/// assert_eq!(language::other(&article), None, "a short text says nothing");
/// article.language = Some("fr".to_owned());
/// assert_eq!(language::other(&article).as_deref(), Some("fr"));
/// ```
pub fn other(article: &Article) -> Option<String> {
    let note = check(article).filter(|note| note.code == "language-other")?;
    let marked = article.language.as_ref().filter(|_| note.span.is_empty());
    let found = || name(article.words(note.span)).unwrap_or("unknown").to_owned();
    Some(marked.cloned().unwrap_or_else(found))
}

/// What English a text holds in its first words.
struct Share {
    count: usize,
    share: f64,
    /// Where the words that were counted end.
    end: usize,
}

fn share(text: &str) -> Share {
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
    Share { count, share: known as f64 / count.max(1) as f64, end }
}

/// The English name of the language that a text is surely written in, if it is not English.
fn name(text: &str) -> Option<&'static str> {
    let found = whatlang::detect(text)?;
    (found.is_reliable() && found.lang() != whatlang::Lang::Eng).then(|| found.lang().eng_name())
}

/// The language of a text whose page declares one. Templates declare the publisher's language over
/// English stories, so a text that is plainly English is English.
pub(crate) fn settle(declared: Option<&str>, text: &str) -> Option<String> {
    let Share { count, share, .. } = share(text);
    if count >= LEAST_WORDS && share >= 2.0 * LEAST_SHARE {
        return Some("en".to_owned());
    }
    let declared = declared?.trim();
    let tag = declared.len() < 36
        && declared.starts_with(|c: char| c.is_ascii_alphabetic())
        && declared.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // "en" over a text that does not look it says nothing; the check says what it looks like.
    let foreign = !declared.to_ascii_lowercase().starts_with("en");
    (tag && (foreign || share >= LEAST_SHARE || count < LEAST_WORDS)).then(|| declared.to_owned())
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
        let note = check(&Article::new("g", german)).unwrap();
        assert_eq!(note.code, "language-other");
        assert_eq!(note.message, "this looks like German; it was read as English");
        assert_eq!(settle(Some("ko-KR"), english).as_deref(), Some("en"));
        assert_eq!(settle(Some("de-DE"), german).as_deref(), Some("de-DE"));
        assert_eq!(settle(Some("en"), german), None);
        assert_eq!(check(&Article::new("s", "Bonjour")), None);
        assert_eq!(check(&Article::new("n", "\n")).unwrap().code, "text-empty");
    }
}
