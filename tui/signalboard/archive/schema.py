"""The tables of the archive, and the steps from one version of them to the next.

A story's row key says when the story was: the second it is listed at, then a
number within that second. So the table, each index and the full text are in
the order of the list by nature: a page is a range of keys, the newest hits of
a search are read first, and nothing is ever sorted. What arrived after a list
was pinned is told by ``arrived``, which only grows.
"""

from __future__ import annotations

APPLICATION = 0x53696742
"""Marks the file as ours in its header ("SigB")."""

SLOT_BITS = 12
"""Stories of one second before the next ones borrow the following second."""
SEASON_BITS = 33
"""Lower bits of a row key; those above tell which 24 days a story is of."""
SPAN = 1024
"""Stories of one span before it is divided; what a jump to any row reads at most."""
ENDLESS = 1 << 62
"""Above every row key."""

FIRST = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('journal_seq', 0), ('arrived', 0);

CREATE TABLE feeds (
    feed INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    attempted_at INTEGER,
    succeeded_at INTEGER,
    next_at INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    reason TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    ttl INTEGER,
    interval INTEGER,
    kills INTEGER NOT NULL DEFAULT 0,
    entries_seen INTEGER NOT NULL DEFAULT 0,
    entries INTEGER NOT NULL DEFAULT 0,
    latest_at INTEGER
) STRICT;

-- judged: 0 not at all, 1 no bearing only, 2 support or contradiction.
-- Counts and company names (one a line) stand here so that a row is one read.
CREATE TABLE stories (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    arrived INTEGER NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    judged INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0,
    adopted INTEGER NOT NULL DEFAULT 0,
    outlets INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    outlet TEXT NOT NULL,
    title TEXT NOT NULL,
    companies TEXT NOT NULL
) STRICT;
CREATE INDEX stories_unjudged ON stories (judged) WHERE judged = 0;
CREATE INDEX stories_judged ON stories (judged) WHERE judged > 0;
CREATE INDEX stories_starred ON stories (starred) WHERE starred = 1;
CREATE INDEX stories_read ON stories (read) WHERE read = 1;

CREATE TABLE entries (
    entry INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feeds,
    id TEXT NOT NULL,
    story INTEGER NOT NULL REFERENCES stories,
    title TEXT NOT NULL,
    title_raw TEXT NOT NULL,
    url TEXT NOT NULL,
    summary TEXT NOT NULL,
    author TEXT NOT NULL,
    outlet TEXT NOT NULL,
    origin TEXT NOT NULL,
    published_at INTEGER,
    updated_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    canonical_url TEXT NOT NULL,
    title_key TEXT NOT NULL,
    companies TEXT NOT NULL,
    UNIQUE (feed, id)
) STRICT;
CREATE INDEX entries_story ON entries (story);
CREATE INDEX entries_url ON entries (canonical_url, story) WHERE canonical_url <> '';
CREATE INDEX entries_title ON entries (title_key, story) WHERE title_key <> '';

-- How a changed entry read before.
CREATE TABLE revisions (
    revision INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entries,
    until_at INTEGER NOT NULL,
    title TEXT NOT NULL,
    title_raw TEXT NOT NULL,
    summary TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_entry ON revisions (entry);

CREATE TABLE companies (
    company INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
-- No reference to stories: it would ask for a second index as large as the table.
CREATE TABLE story_companies (
    company INTEGER NOT NULL REFERENCES companies,
    story INTEGER NOT NULL,
    PRIMARY KEY (company, story)
) STRICT, WITHOUT ROWID;

-- How many stories have keys from first on, up to the next span: where the
-- row number n of a million is, without counting.
CREATE TABLE spans (
    first INTEGER PRIMARY KEY,
    stories INTEGER NOT NULL,
    unjudged INTEGER NOT NULL
) STRICT;
CREATE INDEX spans_full ON spans (stories) WHERE stories > 1024;
INSERT INTO spans VALUES (0, 0, 0);

-- Each time a story became judged or unjudged, and what it was before: a
-- pinned list of the unjudged reads the stories as they stood.
CREATE TABLE turns (
    turn INTEGER PRIMARY KEY,
    story INTEGER NOT NULL,
    was_open INTEGER NOT NULL
) STRICT;

CREATE TRIGGER stories_added AFTER INSERT ON stories BEGIN
    UPDATE spans SET stories = stories + 1, unjudged = unjudged + (new.judged = 0)
    WHERE first = (SELECT max(first) FROM spans WHERE first <= new.key);
END;
CREATE TRIGGER stories_removed AFTER DELETE ON stories BEGIN
    UPDATE spans SET stories = stories - 1, unjudged = unjudged - (old.judged = 0)
    WHERE first = (SELECT max(first) FROM spans WHERE first <= old.key);
END;
CREATE TRIGGER stories_turned AFTER UPDATE OF judged ON stories
WHEN (old.judged = 0) <> (new.judged = 0) BEGIN
    UPDATE spans SET unjudged = unjudged + (new.judged = 0) - (old.judged = 0)
    WHERE first = (SELECT max(first) FROM spans WHERE first <= new.key);
    INSERT INTO turns (story, was_open) VALUES (new.key, old.judged = 0);
END;

-- The words of a story's reports. Without content, since entries hold the text
-- already; contentless_delete rather than external content, since what is
-- indexed (folded, CJK apart, several reports together) is no column of a table.
CREATE VIRTUAL TABLE texts USING fts5 (
    title, summary, outlets, companies,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
"""

SECOND = """
-- Where permanent redirects of a feed lead, until they are taken over.
ALTER TABLE feeds ADD COLUMN moved_to TEXT;
ALTER TABLE feeds ADD COLUMN moved_at INTEGER;
ALTER TABLE feeds ADD COLUMN moved_checks INTEGER NOT NULL DEFAULT 0;

-- How the latest checks of each feed went.
CREATE TABLE checks (
    number INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feeds,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    reason TEXT NOT NULL,
    new INTEGER NOT NULL
) STRICT;
CREATE INDEX checks_feed ON checks (feed, number);

-- How many entries of a feed are of a day, in days since 1970 (UTC).
CREATE TABLE posted (
    feed INTEGER NOT NULL,
    day INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (feed, day)
) STRICT, WITHOUT ROWID;
-- identity.listed_at, in SQL: 631152000 is its EARLIEST.
INSERT INTO posted SELECT feed, iif(
    published_at BETWEEN 631152000 AND first_seen_at, published_at, first_seen_at
) / 86400, count(*) FROM entries GROUP BY 1, 2;

-- The mark of how a company was looked for in the whole archive; 0: it was not.
ALTER TABLE companies ADD COLUMN found_by INTEGER NOT NULL DEFAULT 0;

-- fixed: merged or split by hand, so nothing moves it by itself.
-- muted: a mute rule fits it. about: how many of its companies, the first
-- ones, are named in a title rather than in a summary.
ALTER TABLE stories ADD COLUMN fixed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN about INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN about INTEGER NOT NULL DEFAULT 0;

-- Stories whose entries went to another one: who knows one by its id finds
-- that, and a list pinned before (gone only grows) keeps its row.
CREATE TABLE former (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    story INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    judged INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    at INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    gone INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX former_id ON former (id, gone);
CREATE INDEX former_story ON former (story);

-- Hidden is what is muted and neither judged nor starred: evidence and what
-- was set aside to read are never kept from anybody.
ALTER TABLE stories ADD COLUMN hidden INTEGER NOT NULL
    GENERATED ALWAYS AS (muted AND NOT judged AND NOT starred) VIRTUAL;
DROP INDEX stories_unjudged;
CREATE INDEX stories_unjudged ON stories (judged) WHERE judged = 0 AND hidden = 0;
CREATE INDEX stories_hidden ON stories (hidden) WHERE hidden = 1;

-- Of the stories of a span some are hidden; unjudged counts none of those.
ALTER TABLE spans ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
-- The rules that muted follows. state: 0 of every story, 1 added and 2 taken
-- back: of those with keys from below on; the rest is gone through by and by.
CREATE TABLE mutes (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    state INTEGER NOT NULL,
    below INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
-- What a turn led from: not judged and shown (was_open), or hidden.
ALTER TABLE turns ADD COLUMN was_hidden INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER stories_added;
CREATE TRIGGER stories_added AFTER INSERT ON stories BEGIN
    UPDATE spans SET stories = stories + 1, hidden = hidden + new.hidden,
        unjudged = unjudged + (new.judged = 0 AND new.hidden = 0)
    WHERE first = (SELECT max(first) FROM spans WHERE first <= new.key);
END;
DROP TRIGGER stories_removed;
CREATE TRIGGER stories_removed AFTER DELETE ON stories BEGIN
    UPDATE spans SET stories = stories - 1, hidden = hidden - old.hidden,
        unjudged = unjudged - (old.judged = 0 AND old.hidden = 0)
    WHERE first = (SELECT max(first) FROM spans WHERE first <= old.key);
END;
DROP TRIGGER stories_turned;
CREATE TRIGGER stories_turned AFTER UPDATE OF judged, starred, muted ON stories
WHEN (old.judged = 0) <> (new.judged = 0) OR old.hidden <> new.hidden BEGIN
    UPDATE spans SET hidden = hidden + new.hidden - old.hidden,
        unjudged = unjudged + (new.judged = 0 AND new.hidden = 0)
            - (old.judged = 0 AND old.hidden = 0)
    WHERE first = (SELECT max(first) FROM spans WHERE first <= new.key);
    INSERT INTO turns (story, was_open, was_hidden)
    VALUES (new.key, old.judged = 0 AND old.hidden = 0, old.hidden);
END;

-- Lists in another order than that of time begin with these; of all other
-- stories each has one outlet, or no company, and they follow by their time.
ALTER TABLE stories ADD COLUMN mentions INTEGER NOT NULL GENERATED ALWAYS AS (
    (companies <> '') + length(companies) - length(replace(companies, char(10), ''))
) VIRTUAL;
CREATE INDEX stories_outlets ON stories (outlets) WHERE outlets > 1;
CREATE INDEX stories_mentions ON stories (mentions) WHERE mentions > 0;

CREATE INDEX entries_bare ON entries (feed, title) WHERE title_key = '';

-- Titles are compared with those of the same days. Kept together by days (24,
-- the row key's upper bits), what arrives touches the same few pages however large
-- the archive is; in the order of the alphabet it touched a page of its own each.
DROP INDEX entries_title;
CREATE INDEX entries_title ON entries (story >> 33, title_key, story) WHERE title_key <> '';

-- The words of stories are merged when there are eight pieces of a size, not four:
-- each word is written half as often, and a search looks at a few pieces more.
INSERT INTO texts (texts, rank) VALUES ('automerge', 8);

-- Of each word: how many entries have it, and the latest of those (four bytes
-- each, the lowest first). Entries after "indexed" are not told of yet; of an
-- older archive those of its last fortnight, the others are too old to matter.
CREATE TABLE words (
    word TEXT PRIMARY KEY,
    entries INTEGER NOT NULL,
    recent BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta SELECT 'indexed', coalesce(min(entry) - 1, 0) FROM (
    SELECT entry, first_seen_at, max(first_seen_at) OVER () AS last FROM (
        SELECT entry, first_seen_at FROM entries ORDER BY entry DESC LIMIT 100000
    )
) WHERE first_seen_at > last - 14 * 86400;
INSERT INTO meta VALUES ('counted', 0);
"""

THIRD = """
-- What was pruned: of each entry two marks (identity.marks), so that a feed which still
-- carries it does not bring it back. Its story stays in former, leading to no story (0).
CREATE TABLE pruned (
    feed INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    PRIMARY KEY (feed, mark)
) STRICT, WITHOUT ROWID;
-- When, up to which moment, how much; and how far former had grown then.
CREATE TABLE prunings (
    pruning INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    before_at INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    entries INTEGER NOT NULL
) STRICT;
-- The highest number an entry ever had, where that one was pruned: none is given twice.
INSERT INTO meta VALUES ('numbered', 0);
"""

FOURTH = """
-- What theses a story neither judged nor hidden might be about. stance: 1 support, -1
-- contradiction, 0 neither; the row without a thesis says that the story was looked at, and
-- the most that any thesis is worth.
CREATE TABLE suggested (
    story INTEGER NOT NULL,
    thesis TEXT NOT NULL,
    stance INTEGER NOT NULL,
    contrary INTEGER NOT NULL,
    worth REAL NOT NULL,
    PRIMARY KEY (story, thesis)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggested_worth ON suggested (worth, story) WHERE thesis = '' AND worth > 0;
CREATE INDEX suggested_thesis ON suggested (thesis, contrary, story) WHERE thesis <> '';

-- Which suggestions were on screen: what a person saw before they judged.
CREATE TABLE hints (
    thesis TEXT NOT NULL,
    story TEXT NOT NULL,
    stance INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (thesis, story)
) STRICT, WITHOUT ROWID;
"""

STEPS: tuple[str, ...] = (FIRST, SECOND, THIRD, FOURTH)
"""Step n leads from version n to n + 1."""
VERSION = len(STEPS)


def first_key(at: int) -> int:
    """The lowest row key of stories listed at a moment."""
    return max(0, at) << SLOT_BITS
