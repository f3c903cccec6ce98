//! A reading as a page for people: each event one block with its sentence, the words that justify
//! each field, and who says so.

use anstyle::{AnsiColor, Style};
use chancery::Reading;
use chancery_schema::{Actor, Claim, Event, Layers, OffsetUnit, Options, Record, record};
use std::fmt::Write;

const TITLE: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const TYPE: Style = AnsiColor::Yellow.on_default().bold();
const TRIGGER: Style = Style::new().bold().underline();
const ACTOR: Style = AnsiColor::Cyan.on_default();
const RECIPIENT: Style = AnsiColor::Magenta.on_default();
const TIME: Style = AnsiColor::Green.on_default();
const PLACE: Style = AnsiColor::Blue.on_default();
const COUNT: Style = AnsiColor::BrightYellow.on_default();
const SOURCE: Style = AnsiColor::BrightBlack.on_default().italic();

/// Columns that a sentence may fill.
const WIDTH: usize = 96;
/// Notes shown of one article; the record has all.
const NOTES: usize = 6;

/// The page of one article.
pub(crate) fn page(reading: &Reading) -> String {
    Page::new(reading, Layers::default()).whole()
}

/// A reading and its record, offsets in bytes.
pub(crate) struct Page<'r> {
    reading: &'r Reading,
    pub(crate) record: Record,
}

impl<'r> Page<'r> {
    pub(crate) fn new(reading: &'r Reading, with: Layers) -> Self {
        let options = Options { offsets: OffsetUnit::Bytes, with };
        Self { reading, record: record(reading, &options) }
    }

    fn whole(&self) -> String {
        let mut out = self.heading();
        for (number, event) in self.record.events.iter().enumerate() {
            out.push('\n');
            out.push_str(&self.event(number + 1, event));
        }
        if !self.record.notes.is_empty() {
            out.push('\n');
            out.push_str(&self.notes());
        }
        out.push('\n');
        out
    }

    /// Title, then where it is from and how much was found.
    pub(crate) fn heading(&self) -> String {
        let article = &self.record.article;
        let title = article.title.as_deref().unwrap_or(&article.id);
        let from: Vec<&str> = article
            .title
            .is_some()
            .then_some(article.id.as_str())
            .into_iter()
            .chain(article.publisher.as_deref())
            .chain(article.published.as_deref())
            .collect();
        let record = &self.record;
        let found = [
            counted(record.events.len(), "event"),
            counted(record.claims.len(), "claim"),
            counted(record.notes.len(), "note"),
        ];
        let mut out = String::new();
        put(&mut out, format_args!("{TITLE}{title}{TITLE:#}\n"));
        let line = [from.join(" · "), found.join(", ")];
        let line: Vec<&str> = line.iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
        put(&mut out, format_args!("{FAINT}{}{FAINT:#}\n", line.join(" · ")));
        out
    }

    /// One event's block.
    pub(crate) fn event(&self, number: usize, event: &Event) -> String {
        let mut out = String::new();
        let kind = with_mode(&event.kind, event.mode.as_deref());
        let mut codes = Vec::new();
        if event.plover.event != event.kind || event.plover.mode != event.mode {
            let plover = with_mode(&event.plover.event, event.plover.mode.as_deref());
            codes.push(format!("PLOVER {plover}"));
        }
        codes.extend(event.cameo.as_ref().map(|code| format!("CAMEO {code}")));
        codes.push(format!("intensity {:+}", event.intensity));
        codes.extend((!event.contexts.is_empty()).then(|| event.contexts.join(", ")));
        put(
            &mut out,
            format_args!(
                "{number:>3}  {TYPE}{kind}{TYPE:#} {TITLE}{}{TITLE:#}  {FAINT}{}{FAINT:#}\n",
                factuality(event),
                codes.join(" · ")
            ),
        );
        for actor in &event.actors {
            self.participant(&mut out, "actor", ACTOR, actor);
        }
        let recipient = if event.reciprocal { "with" } else { "recipient" };
        for actor in &event.recipients {
            self.participant(&mut out, recipient, RECIPIENT, actor);
        }
        if let Some(time) = &event.time {
            let days = days(time.from.as_deref(), time.to.as_deref(), &time.value);
            field(&mut out, "when", TIME, &days, &time.words.text);
        }
        if let Some(place) = &event.place {
            let inside = [place.admin1.as_deref(), place.country.as_deref()];
            let inside: Vec<&str> = inside.into_iter().flatten().collect();
            let name = if inside.is_empty() {
                place.name.clone()
            } else {
                format!("{} ({})", place.name, inside.join(", "))
            };
            field(&mut out, "where", PLACE, &name, &place.words.text);
        }
        for quantity in &event.quantities {
            let bounded = quantity.low.is_some() || quantity.high.is_some();
            let about = if quantity.approximate && !bounded { "about " } else { "" };
            let value = match (quantity.low, quantity.high, quantity.value) {
                (Some(low), Some(high), _) if low < high => {
                    format!("{} to {}", grouped(low), grouped(high))
                }
                (Some(low), None, _) => format!("at least {}", grouped(low)),
                (None, Some(high), _) => format!("at most {}", grouped(high)),
                (_, _, Some(value)) => grouped(value),
                _ => "?".to_owned(),
            };
            let unit = quantity.unit.as_deref().unwrap_or_default();
            let unit = if quantity.kind == "money" || quantity.kind == "other" {
                format!(" {unit}")
            } else {
                String::new()
            };
            let value = format!("{about}{value} {}{unit}", quantity.kind);
            field(&mut out, "how many", COUNT, &value, &quantity.words.text);
        }
        if let Some(occasion) = &event.occasion {
            field(&mut out, "occasion", FAINT, &occasion.text, "");
        }
        let claims = self.attribution(event);
        for claim in &claims {
            self.source(&mut out, claim);
        }
        self.sentence(&mut out, event, &claims);
        out
    }

    fn participant(&self, out: &mut String, role: &str, style: Style, actor: &Actor) {
        match who(actor) {
            known if known.is_empty() => {
                field(out, role, style, &actor.words.text, "");
            }
            known => field(out, role, style, &known, &actor.words.text),
        }
    }

    /// The event's claims, outermost first.
    pub(crate) fn attribution(&self, event: &Event) -> Vec<&Claim> {
        let claim = |id: &String| self.record.claims.iter().find(|claim| &claim.id == id);
        event.attribution.iter().filter_map(claim).collect()
    }

    fn source(&self, out: &mut String, claim: &Claim) {
        let words = claim.source.iter().map(|pair| self.words(*pair)).collect::<Vec<_>>().join(" ");
        let known = claim.actor.as_ref().map(who).filter(|who| !who.is_empty());
        let mut value = known
            .unwrap_or_else(|| if words.is_empty() { "unnamed".to_owned() } else { words.clone() });
        if let Some(medium) = &claim.medium {
            put(&mut value, format_args!(", in {}", medium.text));
        }
        if let Some(day) = &claim.said_on {
            put(&mut value, format_args!(", on {day}"));
        }
        if claim.stance != "asserts" {
            put(&mut value, format_args!(" [{}]", claim.stance));
        }
        field(out, "says", SOURCE, &value, &format!("{words} {}", claim.cue_text));
    }

    /// The sentence, wrapped, with the words that justify the fields coloured.
    fn sentence(&self, out: &mut String, event: &Event, claims: &[&Claim]) {
        let [start, end] = event.sentence;
        let mut styles: Vec<Option<Style>> = vec![None; (end - start) as usize];
        let mut paint = |pair: [u32; 2], style: Style| {
            let from = pair[0].clamp(start, end) - start;
            let to = pair[1].clamp(start, end) - start;
            styles[from as usize..to as usize].fill(Some(style));
        };
        for claim in claims {
            claim.source.iter().chain(&claim.cue).for_each(|pair| paint(*pair, SOURCE));
        }
        let pair = |words: &chancery_schema::Words| [words.start, words.end];
        event.recipients.iter().for_each(|actor| paint(pair(&actor.words), RECIPIENT));
        event.actors.iter().for_each(|actor| paint(pair(&actor.words), ACTOR));
        event.quantities.iter().for_each(|quantity| paint(pair(&quantity.words), COUNT));
        event.place.iter().for_each(|place| paint(pair(&place.words), PLACE));
        event.time.iter().for_each(|time| paint(pair(&time.words), TIME));
        paint(event.trigger, TRIGGER);
        wrap(out, self.words(event.sentence), &styles);
    }

    fn words(&self, [start, end]: [u32; 2]) -> &'r str {
        self.reading.article.words(chancery::article::Span::new(start, end))
    }

    fn notes(&self) -> String {
        let mut out = String::new();
        let notes = &self.record.notes;
        for note in notes.iter().take(NOTES) {
            let words = one_line(self.words([note.start, note.end]));
            let words: String = words.chars().take(60).collect();
            let message = one_line(&note.message);
            let words =
                if message.contains(&words) { String::new() } else { format!(" \"{words}\"") };
            put(
                &mut out,
                format_args!("{FAINT}  note  {}: {message}{words}{FAINT:#}\n", note.code),
            );
        }
        if notes.len() > NOTES {
            let more = notes.len() - NOTES;
            put(&mut out, format_args!("{FAINT}  … and {more} more notes{FAINT:#}\n"));
        }
        out
    }
}

/// Who an actor is, as far as the registry knows: name or person with office, then the codes.
pub(crate) fn who(actor: &Actor) -> String {
    if !actor.members.is_empty() {
        let members = actor.members.iter().map(|member| {
            let name = member.person.as_ref().or(member.name.as_ref());
            let code = member.country.as_deref();
            named(name.map(String::as_str), None, code, member.sector.as_deref())
        });
        return members.collect::<Vec<_>>().join(" and ");
    }
    let name = actor.person.as_ref().or(actor.name.as_ref());
    named(
        name.map(String::as_str),
        actor.office.as_deref().filter(|_| actor.person.is_some()),
        actor.country.as_deref(),
        actor.sector.as_deref(),
    )
}

fn named(
    name: Option<&str>,
    office: Option<&str>,
    country: Option<&str>,
    sector: Option<&str>,
) -> String {
    let codes: Vec<&str> = country.into_iter().chain(sector).collect();
    let codes = if codes.is_empty() { String::new() } else { format!("({})", codes.join(" ")) };
    let office = office.map(|office| format!(", {office}")).unwrap_or_default();
    let known = format!("{}{office} {codes}", name.unwrap_or_default());
    known.trim().to_owned()
}

/// "planned", "did not occur, possible": stage, polarity and certainty in words.
pub(crate) fn factuality(event: &Event) -> String {
    let factuality = &event.factuality;
    let mut words = match (factuality.polarity.as_ref(), factuality.stage.as_ref()) {
        ("negative", "occurred") => "did not happen".to_owned(),
        ("negative", stage) => format!("not {stage}"),
        (_, stage) => stage.to_owned(),
    };
    if factuality.certainty != "certain" {
        put(&mut words, format_args!(", {}", factuality.certainty));
    }
    words
}

/// `CONSULT/visit`.
pub(crate) fn with_mode(kind: &str, mode: Option<&str>) -> String {
    mode.map_or_else(|| kind.to_owned(), |mode| format!("{kind}/{mode}"))
}

fn days(from: Option<&str>, to: Option<&str>, value: &str) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_owned(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => format!("unresolved ({value})"),
    }
}

fn field(out: &mut String, name: &str, style: Style, value: &str, words: &str) {
    put(out, format_args!("     {FAINT}{name:<10}{FAINT:#}{style}{}{style:#}", one_line(value)));
    let words = one_line(words);
    let words = words.trim();
    if !words.is_empty() && words != value {
        let short: String = words.chars().take(80).collect();
        let more = if short.len() < words.len() { "…" } else { "" };
        put(out, format_args!("  {FAINT}\"{short}{more}\"{FAINT:#}"));
    }
    out.push('\n');
}

/// Writes `words` in lines of [`WIDTH`] columns, each run in its style.
fn wrap(out: &mut String, words: &str, styles: &[Option<Style>]) {
    const INDENT: &str = "     ";
    out.push_str(INDENT);
    let mut open: Option<Style> = None;
    let mut column = INDENT.len();
    let mut at = 0;
    for piece in words.split_inclusive(char::is_whitespace) {
        let width = piece.chars().count();
        if column + width > WIDTH + 1 && column > INDENT.len() {
            out.truncate(out.trim_end_matches(' ').len());
            if let Some(style) = open.take() {
                put(out, format_args!("{style:#}"));
            }
            out.push('\n');
            out.push_str(INDENT);
            column = INDENT.len();
        }
        for c in piece.chars() {
            let style = styles.get(at).copied().flatten();
            if style != open {
                if let Some(style) = open {
                    put(out, format_args!("{style:#}"));
                }
                if let Some(style) = style {
                    put(out, format_args!("{style}"));
                }
                open = style;
            }
            out.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
            at += c.len_utf8();
        }
        column += width;
    }
    if let Some(style) = open {
        put(out, format_args!("{style:#}"));
    }
    out.push('\n');
}

/// Texts may hold anything: no line end and no control character reaches the terminal.
pub(crate) fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect()
}

/// `10,000`.
fn grouped(number: f64) -> String {
    let plain = number.to_string();
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(w, r)| (w, r));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    if rest.is_empty() { out } else { format!("{out}.{rest}") }
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("a string takes every word");
}
