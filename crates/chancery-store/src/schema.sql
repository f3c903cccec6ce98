-- The store, version 1. docs/store.md tells it in prose.
-- Days are whole numbers counted from 1970-01-01: date(day * 86400, 'unixepoch') writes one.
-- since <= D AND D < until: what is known on day D. 4000000 stands for ever, 3000000 is the day of
-- articles without a day of publication: they are seen only when no day is asked for.

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    size INTEGER,
    modified INTEGER,
    options TEXT NOT NULL DEFAULT '',
    articles INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE refusal (
    source INTEGER NOT NULL REFERENCES source(id),
    line INTEGER NOT NULL,
    item TEXT NOT NULL,
    reason TEXT NOT NULL,
    remark INTEGER NOT NULL,
    PRIMARY KEY (source, line, item, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article(id),
    number INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    url TEXT,
    publisher TEXT,
    published INTEGER,
    language TEXT,
    coded INTEGER NOT NULL,
    words INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source(id),
    engine TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    UNIQUE (article, sha256)
) STRICT;
CREATE INDEX version_since ON version(since);
CREATE INDEX version_until ON version(until) WHERE until < 4000000;

CREATE TABLE document (
    version INTEGER PRIMARY KEY REFERENCES version(id),
    title TEXT,
    text TEXT NOT NULL,
    record BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE fulltext USING fts5(
    title, text, content = 'document', content_rowid = 'version',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE actor (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    country TEXT,
    sector TEXT,
    person INTEGER NOT NULL
) STRICT;
CREATE INDEX actor_folded ON actor(folded);
CREATE INDEX actor_country ON actor(country);

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    geonames INTEGER,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    admin1 TEXT COLLATE NOCASE,
    latitude REAL,
    longitude REAL
) STRICT;
CREATE INDEX place_folded ON place(folded);
CREATE INDEX place_admin1 ON place(admin1);
CREATE INDEX place_country ON place(country);
CREATE INDEX place_latitude ON place(latitude, longitude);

CREATE TABLE mention (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL REFERENCES version(id),
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT NOT NULL,
    quad INTEGER NOT NULL,
    intensity REAL NOT NULL,
    cameo TEXT,
    plover_type TEXT NOT NULL,
    plover_mode TEXT,
    reciprocal INTEGER NOT NULL,
    day_from INTEGER,
    day_to INTEGER,
    time TEXT,
    place INTEGER REFERENCES place(id),
    occasion TEXT,
    polarity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    stage TEXT NOT NULL,
    rule TEXT NOT NULL,
    score REAL NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    number INTEGER NOT NULL
) STRICT;
CREATE INDEX mention_version ON mention(version, number);

CREATE TABLE participant (
    mention INTEGER NOT NULL REFERENCES mention(id),
    role TEXT NOT NULL,
    number INTEGER NOT NULL,
    actor INTEGER REFERENCES actor(id),
    country TEXT,
    sector TEXT,
    words TEXT NOT NULL,
    PRIMARY KEY (mention, role, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE quantity (
    mention INTEGER NOT NULL REFERENCES mention(id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value REAL,
    low REAL,
    high REAL,
    approximate INTEGER NOT NULL,
    unit TEXT,
    words TEXT NOT NULL,
    PRIMARY KEY (mention, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL REFERENCES version(id),
    actor INTEGER REFERENCES actor(id),
    country TEXT,
    sector TEXT,
    kind TEXT NOT NULL,
    stance TEXT NOT NULL,
    cue TEXT NOT NULL,
    said_on INTEGER,
    day INTEGER NOT NULL,
    parent TEXT,
    source_at TEXT NOT NULL,
    content_at TEXT NOT NULL
) STRICT;
CREATE INDEX claim_version ON claim(version);
CREATE INDEX claim_actor ON claim(actor, day);
CREATE INDEX claim_country ON claim(country, day);
CREATE INDEX claim_day ON claim(day);

-- A mention is told by claims, the outermost first.
CREATE TABLE told (
    mention INTEGER NOT NULL REFERENCES mention(id),
    number INTEGER NOT NULL,
    claim INTEGER NOT NULL REFERENCES claim(id),
    PRIMARY KEY (mention, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_claim ON told(claim);

CREATE TABLE note (
    version INTEGER NOT NULL REFERENCES version(id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

-- Which actors an article names, how often.
CREATE TABLE appearance (
    actor INTEGER NOT NULL REFERENCES actor(id),
    day INTEGER NOT NULL,
    version INTEGER NOT NULL REFERENCES version(id),
    times INTEGER NOT NULL,
    PRIMARY KEY (actor, day, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_version ON appearance(version);
CREATE INDEX appearance_day ON appearance(day);

-- Articles that name an actor, by month of publication, of the versions that hold today.
CREATE TABLE tally (
    actor INTEGER NOT NULL REFERENCES actor(id),
    month INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (actor, month)
) STRICT, WITHOUT ROWID;

-- What fusing keeps of a version, and the words it is filed under.
CREATE TABLE sketch (
    version INTEGER PRIMARY KEY REFERENCES version(id),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE filed (
    word INTEGER NOT NULL,
    day INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (word, day, version)
) STRICT, WITHOUT ROWID;

-- What of a text tells its copies, and the marks it is filed under; versions that are copies.
CREATE TABLE signature (
    version INTEGER PRIMARY KEY REFERENCES version(id),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE band (
    mark INTEGER NOT NULL,
    day INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (mark, day, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE copy (
    a INTEGER NOT NULL REFERENCES version(id),
    b INTEGER NOT NULL REFERENCES version(id),
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_b ON copy(b, a);

-- How likely two mentions report one event: thousandths of log-odds. The lower id stands first.
CREATE TABLE link (
    a INTEGER NOT NULL REFERENCES mention(id),
    b INTEGER NOT NULL REFERENCES mention(id),
    score INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_b ON link(b, a, score);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- An id that is no longer an event's, and the event that took it in (or that it was split from).
CREATE TABLE redirect (
    name TEXT NOT NULL,
    day INTEGER NOT NULL,
    event TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (name, day)
) STRICT, WITHOUT ROWID;

-- What an event is from one day of publication to the next that changes it.
CREATE TABLE state (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event(id),
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    day INTEGER NOT NULL,
    day_to INTEGER NOT NULL,
    dated INTEGER NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT NOT NULL,
    quad INTEGER NOT NULL,
    intensity REAL NOT NULL,
    reciprocal INTEGER NOT NULL,
    polarity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    stage TEXT NOT NULL,
    status TEXT NOT NULL,
    place INTEGER REFERENCES place(id),
    occasion TEXT,
    actors TEXT NOT NULL,
    recipients TEXT NOT NULL,
    lead INTEGER NOT NULL REFERENCES mention(id),
    reports INTEGER NOT NULL,
    independent INTEGER NOT NULL,
    planned INTEGER NOT NULL,
    consensus TEXT,
    terms TEXT NOT NULL
) STRICT;
CREATE INDEX state_event ON state(event, since);
CREATE INDEX state_day ON state(day);
CREATE INDEX state_lead ON state(lead);
CREATE INDEX state_told_often ON state(day, independent) WHERE independent > 1;
CREATE INDEX state_planned ON state(day) WHERE planned = 1;

-- The mentions of an event while they are its.
CREATE TABLE report (
    event INTEGER NOT NULL REFERENCES event(id),
    mention INTEGER NOT NULL REFERENCES mention(id),
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (event, mention, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_mention ON report(mention);

-- What states are found by: a country, a dyad, a type, …
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, value)
) STRICT;
CREATE TABLE facet (
    term INTEGER NOT NULL REFERENCES term(id),
    day INTEGER NOT NULL,
    state INTEGER NOT NULL,
    roles INTEGER NOT NULL,
    PRIMARY KEY (term, day, state)
) STRICT, WITHOUT ROWID;

-- For reading by hand: what holds today, days as dates.
CREATE VIEW events AS
    SELECT event.name AS event,
        CASE WHEN day < 3000000 THEN date(day * 86400, 'unixepoch') END AS date_from,
        CASE WHEN day_to < 3000000 THEN date(day_to * 86400, 'unixepoch') END AS date_to, type, mode, contexts, quad, intensity,
        actors, recipients, reciprocal, polarity, certainty, stage, status, occasion,
        place.name AS place, place.country AS place_country, latitude, longitude, reports, independent
    FROM state JOIN event ON event.id = state.event LEFT JOIN place ON place.id = state.place
    WHERE until = 4000000;
CREATE VIEW articles AS
    SELECT article.name AS article, number, publisher, title, url, language,
        date(published * 86400, 'unixepoch') AS published, coded, words, text
    FROM version JOIN article ON article.id = version.article
    JOIN document ON document.version = version.id
    WHERE until = 4000000;
