//! Stretches of a text that are not running story: headline, byline, dateline, captions, agency
//! marks, page furniture.
//!
//! Every rule asks for a strong sign, because a lost paragraph costs more than a kept caption. A
//! line that reads like a sentence is never taken without one.
//!
//! ```
//! use chancery_article::Article;
//! use chancery_intake::regions;
//!
//! let text = "By Jane Smith\nSEOUL, Oct. 29 (Yonhap) -- Talks opened. (END)";
//! let article = Article::new("a1", text);
//! let found: Vec<&str> =
//!     regions::find(&article).iter().map(|region| article.words(region.span)).collect();
//! assert_eq!(found, ["By Jane Smith", "SEOUL, Oct. 29 (Yonhap) --", "(END)"]);
//! ```

use chancery_article::{Article, Region, RegionKind, Span};

/// Finds the regions of a text, in order, not overlapping.
pub fn find(article: &Article) -> Vec<Region> {
    let text = article.text();
    let units = units(text);
    let house = units.iter().take(8).find_map(|unit| house_in(unit.of(text)));
    let signs = Signs { house };
    let mut kinds: Vec<Option<RegionKind>> =
        (0..units.len()).map(|i| signs.whole(units[i].of(text), i, units.len())).collect();
    mark_headlines(article, &units, &mut kinds);

    let mut regions: Vec<Region> = units
        .iter()
        .zip(&kinds)
        .filter_map(|(unit, kind)| Some(unit.region(0, unit.len(), (*kind)?)))
        .collect();
    let story = |kind: &Option<RegionKind>| kind.is_none();
    // The dateline opens the story. Below a line or two that no rule knew, it must be signed.
    let opening = units.iter().zip(&kinds).filter(|(_, kind)| story(kind)).take(4).enumerate();
    for (place, (unit, _)) in opening {
        let words = unit.of(text);
        let Some(end) = dateline(words) else { continue };
        if place == 0 || house_in(words).is_some() {
            regions.push(unit.region(0, end, RegionKind::Dateline));
            break;
        }
    }
    let last = kinds.iter().rposition(story);
    if let Some(unit) = last.map(|i| units[i])
        && let Some(start) = signs.trailing_mark(unit.of(text))
    {
        regions.push(unit.region(start, unit.len(), RegionKind::AgencyMark));
    }
    regions.sort_by_key(|region| region.span);
    regions.dedup_by(|next, kept| next.span.overlaps(kept.span));
    regions
}

/// A paragraph: a line, or the lines of a block where the text is wrapped by hand. No white space
/// at its ends.
#[derive(Clone, Copy, Debug)]
struct Unit {
    start: usize,
    end: usize,
}

impl Unit {
    fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    fn len(self) -> usize {
        self.end - self.start
    }

    fn region(self, from: usize, to: usize, kind: RegionKind) -> Region {
        Region { span: Span::new((self.start + from) as u32, (self.start + to) as u32), kind }
    }
}

fn units(text: &str) -> Vec<Unit> {
    let trimmed = |start: usize, words: &str| {
        let inner = words.trim();
        let start = start + (words.len() - words.trim_start().len());
        (!inner.is_empty()).then_some(Unit { start, end: start + inner.len() })
    };
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.push((start, trimmed(start, line)));
        start += line.len() + 1;
    }
    if !is_wrapped(text, &lines) {
        return lines.into_iter().filter_map(|(_, unit)| unit).collect();
    }
    let mut units: Vec<Unit> = Vec::new();
    let mut open = false;
    for (_, line) in lines {
        match (line, units.last_mut()) {
            (Some(line), Some(unit)) if open => unit.end = line.end,
            (Some(line), _) => units.push(line),
            (None, _) => {}
        }
        open = line.is_some();
    }
    units
}

/// Whether lines break inside sentences: most lines that another line follows at once end without
/// a sentence's end, and are about as long as each other.
fn is_wrapped(text: &str, lines: &[(usize, Option<Unit>)]) -> bool {
    let mut followed = 0;
    let mut broken = 0;
    for pair in lines.windows(2) {
        if let ((_, Some(line)), (_, Some(_))) = (pair[0], pair[1]) {
            followed += 1;
            broken += usize::from(!ends_sentence(line.of(text)) && (40..140).contains(&line.len()));
        }
    }
    followed >= 3 && broken * 2 > followed
}

fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '\'', '”', '’', ')', ']', '*', ' ']);
    words.ends_with(['.', '!', '?', '…', ':', ';'])
}

/// What marks a text's furniture: the agencies everyone knows, and the one that signs its dateline.
struct Signs<'t> {
    house: Option<&'t str>,
}

impl Signs<'_> {
    /// The kind of a unit that is no story as a whole.
    fn whole(&self, words: &str, index: usize, count: usize) -> Option<RegionKind> {
        // No sign below needs more; a novel on one line costs nothing.
        if words.len() > 1200 {
            return None;
        }
        if self.is_mark(words) {
            return Some(RegionKind::AgencyMark);
        }
        if is_boilerplate(words) {
            return Some(RegionKind::Boilerplate);
        }
        if is_byline(words, index) || is_credit_line(words, index, count) {
            return Some(RegionKind::Byline);
        }
        self.is_caption(words, index, count).then_some(RegionKind::Caption)
    }

    fn signs(&self, words: &str) -> bool {
        is_agency(words) || self.house == Some(words.trim())
    }

    fn is_mark(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        ENDS.contains(&words)
            || matches!(last_bracket(words), Some(("", inside)) if self.signs(inside))
            || is_address(words)
            || (words.len() < 200
                && (lower.starts_with("© ")
                    || lower.starts_with("(c) 1")
                    || lower.starts_with("(c) 2")
                    || lower.starts_with("copyright ©")
                    || lower.starts_with("copyright (c)")
                    || (lower.starts_with("copyright ") && lower.contains("reserved"))))
    }

    fn is_caption(&self, words: &str, index: usize, count: usize) -> bool {
        if words.len() > 700 {
            return false;
        }
        if CAPTION_OPENINGS.iter().any(|opening| words.starts_with(opening)) {
            return true;
        }
        if let Some((before, inside)) = last_bracket(words) {
            let credit =
                ["Photo:", "Photo by", "Photo ", "Photograph", "Image:", "Picture:", "AP Photo"];
            if credit.iter().any(|sign| inside.starts_with(sign)) && inside.len() < 150
                || CREDITS.iter().any(|sign| inside.contains(sign)) && inside.len() < 100
            {
                return true;
            }
            // "South Korean Foreign Minister Cho Tae-yul (Yonhap)": a name under a photograph. The
            // last paragraph may end so too, but then a full stop stands before the bracket.
            let early = index < 3 && index + 1 < count;
            return self.signs(inside)
                && index + 1 < count
                && before.len() < 300
                && (!ends_sentence(before) || early);
        }
        let tail = words.rsplit(['.', '|']).next().unwrap_or_default();
        tail.len() < 60
            && CREDITS.iter().any(|sign| tail.contains(sign))
            && !tail.contains(" said")
            && words.split_whitespace().count() < 60
            && tail.split_whitespace().count() < 8
    }

    /// Where an agency's mark begins that closes the last paragraph: "… zones. (Yonhap)".
    fn trailing_mark(&self, words: &str) -> Option<usize> {
        let (before, inside) = last_bracket(words)?;
        let mark = self.signs(inside) || matches!(inside, "END" | "End" | "ENDS" | "MORE");
        let closed = before.ends_with(['.', '!', '?', '"', '”', '’']);
        (mark && closed).then(|| words.rfind('(').expect("the bracket was found"))
    }
}

/// The name in brackets that signs a dateline, whoever it is: "BEIJING, March 10 (HNA) --".
fn house_in(words: &str) -> Option<&str> {
    let end = dateline(words)?;
    let line = words[..end].trim_end_matches(['-', '—', '–', '_', ' ']);
    last_bracket(line).map(|(_, inside)| inside.trim())
}

/// News agencies and papers that sign datelines, photographs and ends.
const AGENCIES: [&str; 62] = [
    "AA",
    "AAP",
    "AFP",
    "ANI",
    "ANSA",
    "ANTARA",
    "AP",
    "APA",
    "APP",
    "Agencies",
    "Anadolu",
    "Antara",
    "Associated Press",
    "BBC",
    "BelTA",
    "Bernama",
    "Bloomberg",
    "CNA",
    "CNN",
    "CP",
    "Canadian Press",
    "Cihan",
    "DPA",
    "EFE",
    "IANS",
    "INA",
    "IRNA",
    "ISNA",
    "Interfax",
    "JNS",
    "Jiji",
    "KCNA",
    "KUNA",
    "Kyodo",
    "MEHR",
    "MENA",
    "NHK",
    "NINA",
    "PA",
    "PAP",
    "PNA",
    "PTI",
    "Petra",
    "RFE/RL",
    "RIA",
    "Reuters",
    "SANA",
    "SPA",
    "TASS",
    "Tasnim",
    "Thomson Reuters",
    "UNI",
    "UPI",
    "Ukrinform",
    "VNA",
    "VOA",
    "WAM",
    "Xinhua",
    "YONHAP",
    "Yonhap",
    "dpa",
    "yonhap",
];

fn is_agency(words: &str) -> bool {
    let words = words.trim();
    AGENCIES.contains(&words)
        || AGENCIES.contains(&words.trim_end_matches(" News Agency").trim_end_matches(" News"))
        || words.split_once(['-', '/', ' ']).is_some_and(|(first, rest)| {
            first.len() > 2 && AGENCIES.contains(&first) && capitalised(rest, 2)
        })
}

/// The words of a last bracket, and what stands before it.
fn last_bracket(words: &str) -> Option<(&str, &str)> {
    let inner = words.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    Some((words[..open].trim_end(), &inner[open + 1..]))
}

// ---- whole units ------------------------------------------------------------------------------

const ENDS: [&str; 12] = [
    "END", "(END)", "ENDS", "-END-", "- END -", "Enditem", "Ends", "###", "-0-", "-30-", "--IANS",
    "***",
];

/// A line of one mail address, as some agencies sign.
fn is_address(words: &str) -> bool {
    words.len() < 60
        && !words.contains(char::is_whitespace)
        && words.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        })
}

/// Openings of page furniture. With a colon the rest of the line belongs to it; without, the line
/// must be short and no sentence.
const FURNITURE: [&str; 34] = [
    "read more",
    "read also",
    "also read",
    "see also",
    "see more",
    "more on this",
    "related",
    "related article",
    "related articles",
    "related coverage",
    "related stories",
    "related story",
    "related video",
    "recommended",
    "watch",
    "watch now",
    "watch live",
    "listen",
    "listen now",
    "explainer",
    "more",
    "don't miss",
    "trending",
    "read or share this story",
    "share this",
    "share this article",
    "share",
    "advertisement",
    "story continues below",
    "article continues below",
    "newsletter",
    "most read",
    "editor's picks",
    "tags",
];

/// Requests to the reader: no news sentence opens so.
const REQUESTS: [&str; 21] = [
    "follow us on ",
    "follow us @",
    "follow @",
    "like us on ",
    "click here to ",
    "click here for ",
    "sign up for ",
    "sign up to ",
    "sign up now",
    "subscribe to ",
    "subscribe now",
    "download our ",
    "download the app",
    "get our newsletter",
    "get the latest ",
    "stay up to date ",
    "read or share this story",
    "story continues below",
    "article continues below",
    "this material may not be published",
    "media playback is unsupported",
];

fn is_boilerplate(words: &str) -> bool {
    let head: String = words.chars().take(60).collect::<String>().to_lowercase().replace('’', "'");
    if REQUESTS.iter().any(|request| head.starts_with(request)) {
        return words.len() < 300;
    }
    FURNITURE.iter().any(|opening| {
        let Some(rest) = head.strip_prefix(opening) else { return false };
        match rest.chars().next() {
            None => true,
            // "Watch: …", "Related: …" say it with the colon; a bare word needs it.
            Some(':') => words.len() < 250,
            Some(' ' | '>' | '|') => {
                opening.contains(' ')
                    && words.len() < 120
                    && !ends_sentence(words)
                    && rest.trim_start_matches([' ', '>', '|', ':']).len() < rest.len()
                    && opening.starts_with(['r', 's', 'a'])
                    && opens_heading(words, opening.len())
            }
            Some(_) => false,
        }
    })
}

/// What follows the opening starts like a heading: with a capital or a bracket.
fn opens_heading(words: &str, after: usize) -> bool {
    words
        .get(after..)
        .and_then(|rest| rest.trim_start_matches([' ', '>', '|', ':']).chars().next())
        .is_some_and(|c| c.is_uppercase() || matches!(c, '(' | '[' | '"' | '“'))
}

/// "By Jane Smith", "By Jane Smith and Li Wei, BBC News": names first, no sentence.
fn is_byline(words: &str, index: usize) -> bool {
    let Some(rest) = ["By ", "BY ", "by "].iter().find_map(|by| words.strip_prefix(by)) else {
        return false;
    };
    if words.starts_with("by ") && index > 3 || words.len() > 140 || ends_sentence(words) {
        return false;
    }
    let first = rest.split([',', '/', '|', '(', '—', '–']).next().unwrap_or_default();
    let mut people = first.split(" and ").flat_map(|part| part.split(" & "));
    people.all(|name| is_person_name(name.trim().trim_end_matches(" in").trim()))
}

/// Two to five words that stand in a name, not a day or a month.
fn is_person_name(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    (2..=5).contains(&parts.len())
        && parts.iter().all(|part| is_capitalised(part) || PARTICLES.contains(part))
        && !parts.iter().any(|part| is_day_or_month(part))
}

const PARTICLES: [&str; 16] = [
    "al", "bin", "bint", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "ter",
    "van", "von",
];

/// "Reporting by … ; Editing by …", "… contributed to this report.": who wrote it, at the foot.
fn is_credit_line(words: &str, index: usize, count: usize) -> bool {
    let bare = words.trim_start_matches(['(', '*', '[', '-', ' ']);
    let lower = bare.to_lowercase();
    if words.len() > 400 || index + 6 < count {
        return false;
    }
    let opens = [
        "reporting by ",
        "additional reporting by ",
        "editing by ",
        "writing by ",
        "contributing: ",
    ]
    .iter()
    .any(|opening| lower.starts_with(opening));
    opens
        || lower.trim_end_matches(['.', ')', ']']).ends_with("contributed to this report")
        || lower.trim_end_matches(['.', ')', ']']).ends_with("contributed to this story")
        || lower.trim_end_matches(['.', ')', ']']).ends_with("contributed reporting")
}

/// Openings that only a photograph's words have.
const CAPTION_OPENINGS: [&str; 14] = [
    "FILE - ",
    "FILE – ",
    "FILE — ",
    "FILE PHOTO",
    "File photo",
    "Photo: ",
    "PHOTO: ",
    "Image: ",
    "Image source,",
    "Image copyright",
    "Image caption",
    "Media caption",
    "Photo by ",
    "(Photo",
];

/// Credits that only a photograph has, at the end of its words or in their last bracket.
const CREDITS: [&str; 12] = [
    "Getty Images",
    "AP Photo",
    "AFP Photo",
    "Reuters/",
    "REUTERS/",
    "EPA-EFE",
    "EPA/",
    "/AFP",
    "/AP",
    "/Reuters",
    "via AP",
    "File Photo",
];

// ---- headlines --------------------------------------------------------------------------------

/// Marks the first lines that are no sentence while sentences follow, and a line that repeats the
/// title.
fn mark_headlines(article: &Article, units: &[Unit], kinds: &mut [Option<RegionKind>]) {
    let text = article.text();
    let sentences_follow = units
        .iter()
        .zip(kinds.iter())
        .skip(1)
        .take(12)
        .any(|(unit, kind)| kind.is_none() && ends_sentence(unit.of(text)) && unit.len() > 60);
    let mut found = 0;
    for i in 0..units.len().min(6) {
        if kinds[i].is_some() {
            continue;
        }
        let words = units[i].of(text);
        // A line that the next one continues in small letters is no heading.
        let rest = text[units[i].end..].trim_start_matches(['\n', '\r', ' ']);
        if rest.starts_with(char::is_lowercase) {
            break;
        }
        let repeats = article.title.as_deref().is_some_and(|title| same_words(title, words));
        let first =
            found == 0 || kinds.get(i + 1).is_some_and(|next| *next == Some(RegionKind::Byline));
        let heads = sentences_follow && first && is_heading(words);
        if !(repeats || heads) {
            break;
        }
        kinds[i] = Some(RegionKind::Headline);
        found += 1;
    }
}

fn is_heading(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let last = words.chars().next_back().unwrap_or('.');
    (3..=24).contains(&count)
        && words.len() <= 160
        && !matches!(last, '.' | '!' | ':' | ';' | ',' | '-' | '—' | '–' | '…')
        && !ends_sentence(words.trim_end_matches('?'))
        && words
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘".contains(c))
        && dateline(words).is_none()
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        s.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    a.len() < 400 && b.len() < 400 && words(a) == words(b)
}

// ---- datelines --------------------------------------------------------------------------------

/// The length of the dateline that opens `words`, its dash included.
fn dateline(words: &str) -> Option<usize> {
    let mut limit = words.len().min(140);
    while !words.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &words[..limit];
    slashed(head).or_else(|| dashed(head)).or_else(|| bracketed(head))
}

/// "MOSCOW, October 29. /TASS/. "
fn slashed(head: &str) -> Option<usize> {
    let open = head.find('/')?;
    let close = open + 1 + head[open + 1..].find('/')?;
    let place = head[..open].trim_end_matches([' ', '.', ',']);
    (is_agency(&head[open + 1..close]) && is_place_and_day(place, true)).then(|| {
        let rest = &head[close + 1..];
        close + 1 + (rest.len() - rest.trim_start_matches('.').len())
    })
}

/// "SEOUL, Oct. 29 (Yonhap) --", "OLATHE, Kan. —", "Brussels, 29 October 2024 -"
fn dashed(head: &str) -> Option<usize> {
    let separators = [" -- ", " — ", " – ", " - ", " _ ", " —", "— ", "—"];
    // A dateline may fill its line.
    let closed = format!("{head} ");
    let (at, separator) = separators
        .iter()
        .filter_map(|separator| Some((closed.find(separator)?, *separator)))
        .min_by_key(|(at, separator)| (*at, std::cmp::Reverse(separator.len())))?;
    if at > 100 {
        return None;
    }
    let end = at + separator.trim_end().len();
    let before = head[..at].trim();
    match last_bracket(before) {
        Some((place, inside)) if is_agency(inside) => is_place_and_day(place, true).then_some(end),
        // An agency that we do not know: place and day must stand on their own.
        Some((place, inside)) => {
            let signed = capitalised(inside, 3) && !place.is_empty();
            (signed && is_place_and_day(place, false)).then_some(end)
        }
        // "NATO - which has 32 members - …" goes on in small letters, and what goes on in capitals
        // alone ("SOCCER - JAPAN WIN AGAIN") is a headline.
        None => {
            let rest = &head[end..];
            let small = rest.contains(char::is_lowercase);
            (is_place_and_day(before, false) && opens_sentence(rest) && small).then_some(end)
        }
    }
}

/// "Washington (CNN) President …", "(CNN) As goes …"
fn bracketed(head: &str) -> Option<usize> {
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let place = head[..open].trim();
    (is_agency(&head[open + 1..close])
        && is_place_and_day(place, true)
        && opens_sentence(&head[close + 1..]))
    .then_some(close + 1)
}

fn opens_sentence(words: &str) -> bool {
    let next = words.trim_start().chars().next();
    next.is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘$€£".contains(c))
}

/// Place and day before an agency's name or a dash. Unsigned, the place must stand in capitals or
/// a day must follow it.
fn is_place_and_day(words: &str, signed: bool) -> bool {
    if words.is_empty() {
        return signed;
    }
    let segments: Vec<&str> = words.split(',').map(str::trim).collect();
    if segments.len() > 4 {
        return false;
    }
    let days = segments.iter().filter(|segment| is_day(segment)).count();
    let places: Vec<&&str> = segments.iter().filter(|segment| !is_day(segment)).collect();
    let Some(first) = places.first() else { return signed };
    if places.len() > 2 || !places.iter().all(|place| capitalised(place, 4)) {
        return false;
    }
    signed || days > 0 && capitalised(first, 3) || is_capitals(first)
}

/// A city in capitals of up to three words, and not a rubric.
fn is_capitals(words: &str) -> bool {
    const RUBRICS: [&str; 34] = [
        "ALERT",
        "ANALYSIS",
        "BASEBALL",
        "BASKETBALL",
        "BOXING",
        "BREAKING",
        "CHECK",
        "COMMENT",
        "CORRECTION",
        "CRICKET",
        "CYCLING",
        "DIGEST",
        "EDITORIAL",
        "EXCLUSIVE",
        "EXPLAINER",
        "FACT",
        "FILE",
        "FLASH",
        "FYI",
        "GOLF",
        "INTERVIEW",
        "LIVE",
        "NEWS",
        "NOTE",
        "OPINION",
        "PHOTO",
        "PREVIEW",
        "READ",
        "SOCCER",
        "TENNIS",
        "UPDATE",
        "URGENT",
        "VIDEO",
        "WATCH",
    ];
    let parts: Vec<&str> = words.split_whitespace().collect();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    (1..=3).contains(&parts.len())
        && letters >= 3
        && words.chars().all(|c| c.is_uppercase() || " .'’-/".contains(c))
        && !parts.iter().any(|part| RUBRICS.contains(part))
}

/// "Oct. 29", "29 October 2024", "Tuesday", "2024".
fn is_day(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    (1..=3).contains(&parts.len())
        && parts.iter().any(|part| is_day_or_month(part) || is_year(part))
        && parts.iter().all(|part| {
            is_day_or_month(part)
                || part.trim_end_matches('.').parse::<u16>().is_ok_and(|n| n < 2100)
        })
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

fn is_day_or_month(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches('.').to_lowercase();
    word.len() >= 3
        && word.is_ascii()
        && DAYS.iter().chain(&crate::read::MONTHS).any(|name| *name == word || name[..3] == word)
        || word == "sept"
}

/// One to `most` words that each open with a capital.
fn capitalised(words: &str, most: usize) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    (1..=most).contains(&parts.len())
        && parts.iter().all(|part| is_capitalised(part) || PARTICLES.contains(part))
}

fn is_capitalised(word: &str) -> bool {
    let mut letters = word.trim_start_matches(['\'', '‘', '’']).chars();
    letters.next().is_some_and(|c| {
        c.is_uppercase()
            || word.starts_with("al-")
            || word.starts_with("el-")
            || word.starts_with("d'")
    }) && word.chars().all(|c| c.is_alphanumeric() || "-.'’/".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use RegionKind::{AgencyMark, Boilerplate, Byline, Caption, Dateline, Headline};

    fn found(text: &str) -> Vec<(RegionKind, String)> {
        let article = Article::new("t", text);
        find(&article)
            .into_iter()
            .map(|region| (region.kind, article.words(region.span).to_owned()))
            .collect()
    }

    fn pair(kind: RegionKind, words: &str) -> (RegionKind, String) {
        (kind, words.to_owned())
    }

    const STORY: &str =
        "The two ministers discussed security and trade for three hours, an aide said.";

    #[test]
    fn a_wire_story_has_caption_and_mark() {
        let text =
            format!("Foreign Minister Ana Lopez (Yonhap)\n{STORY}\nShe left later. (Yonhap)");
        assert_eq!(
            found(&text),
            [pair(Caption, "Foreign Minister Ana Lopez (Yonhap)"), pair(AgencyMark, "(Yonhap)")]
        );
    }

    #[test]
    fn an_unknown_agency_is_known_by_its_dateline() {
        let text = format!("The hall in Beijing (HNA)\n\nBEIJING, March 10 (HNA) -- {STORY} (HNA)");
        assert_eq!(
            found(&text),
            [
                pair(Caption, "The hall in Beijing (HNA)"),
                pair(Dateline, "BEIJING, March 10 (HNA) --"),
                pair(AgencyMark, "(HNA)")
            ]
        );
    }

    #[test]
    fn datelines_of_many_houses() {
        for line in [
            "SEOUL, Oct. 29 (Yonhap) --",
            "WASHINGTON (AP) —",
            "OLATHE, Kan. —",
            "MOSCOW, October 29. /TASS/.",
            "Brussels, 29 October 2024 –",
            "Oct 29 (Reuters) -",
            "Washington (CNN)",
            "(CNN)",
            "DES MOINES, Iowa (AP) -",
            "NAIROBI, Kenya (AP) _",
        ] {
            let text = format!("{line} {STORY}");
            assert_eq!(found(&text), [pair(Dateline, line)], "{line}");
        }
    }

    #[test]
    fn running_text_is_left_alone() {
        for text in [
            "Talks - the third round - opened in Geneva.",
            "NATO - which has 32 members - will meet.",
            "By Thursday evening, the minister had left.\n\nBy then the talks were over.",
            "The agency (Reuters) reported the strike.",
            "Watch out for the second round, she said.",
            "Related talks were held in Doha.",
            "More than 200 people were killed.",
            "Read more carefully, the treaty says nothing of the kind.",
            "Follow-up talks are due.",
            "SOCCER - JAPAN WIN AGAIN",
            "In Kyiv, the ministers signed a deal worth $2 billion (Reuters).",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn headline_and_byline_before_the_story() {
        let text =
            format!("Ministers meet in Doha\n\nBy Jane Smith and Li Wei, Staff writers\n\n{STORY}");
        assert_eq!(
            found(&text),
            [
                pair(Headline, "Ministers meet in Doha"),
                pair(Byline, "By Jane Smith and Li Wei, Staff writers")
            ]
        );
    }

    #[test]
    fn page_furniture() {
        let text =
            format!("{STORY}\n\nSEE ALSO: Army moves north\n\n{STORY}\n\nFollow us on Twitter");
        assert_eq!(
            found(&text),
            [
                pair(Boilerplate, "SEE ALSO: Army moves north"),
                pair(Boilerplate, "Follow us on Twitter")
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The foreign minister of Poland said on Friday that a meeting of the\n\
            By Chance group would be held in Warsaw, where the two sides would\n\
            SEOUL - based companies and others discuss the matter in detail and\n\
            agree on a date.";
        assert_eq!(found(text), []);
    }
}
