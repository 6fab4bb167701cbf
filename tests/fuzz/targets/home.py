"""What lies in a home: feeds.yaml, the journal, logs taken over, the text of a brief, searches."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from contextlib import ExitStack, closing

from signalboard import config, export
from signalboard.brief import reading as brief_reading
from signalboard.brief import template
from signalboard.config import reading
from signalboard.export import back, record
from signalboard.model import (
    Company,
    Evidence,
    Feed,
    Mute,
    Problem,
    SavedSearch,
    Stance,
    View,
    replace,
)
from signalboard.text import clean, is_clean
from tests.brief import sample as brief_sample
from tests.export import sample as log_sample
from tests.export.sample import AS_OF
from tests.fuzz.engine import Target
from tests.fuzz.targets import Door, bytes_of, folder, text_of
from tests.ui import sample

# -- feeds.yaml -----------------------------------------------------------------------


def _settings(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        read = reading.parse(data, "feeds.yaml")
        assert len(read.problems) <= reading.MOST_PROBLEMS + 1
        for problem in read.problems:
            assert is_clean(problem) and problem.endswith("."), problem
        for feed in read.feeds:
            assert feed.name and is_clean(feed.name) and all(map(is_clean, feed.tags))
        for company in read.companies:
            assert all(map(is_clean, (company.name, *company.aliases, *company.exclude)))
        for thesis in read.theses:
            assert all(map(is_clean, (thesis.name, thesis.statement, thesis.negation)))
        for each in (*read.mutes, *read.searches):
            said = [each.value] if isinstance(each, Mute) else [each.name, each.search]
            assert all(map(is_clean, said))
        return (len(read.problems), len(read.feeds), len(read.companies), len(read.theses),
                len(read.mutes), len(read.searches))  # fmt: skip

    return target


_YAML_FILE = b"""# mine
feeds:
  - {name: A, url: "https://a.example/f", tags: [x, "y"], origin: O, reliability: B}
  - name: "B \\u202e"
    url: https://b.example/  # here
    headers: {X-Key: abc}
    enabled: no
network: {contact: "me@x.example", user_agents: {sec.gov: "Me"}}
method: {discount: 0.7}
companies:
- name: Tencent
  aliases: [WeChat, \xe8\x85\xbe\xe8\xae\xaf]
  as_written: [We]
  exclude: ["Tencent Music"]
mutes:
  - words: "lottery numbers"
  - {company: Tencent}
searches: [{name: S, search: "is:unjudged outlet:reuters"}]
theses:
  - name: Web4
    statement: >-
      folded
      text
    negation: |
      kept
    prior: .3
    watches: [{question: Q, hit_if: h, miss_if: m, within: 6 months, h1: .8, h0: .2}]
"""
_YAML = (b"\n  - ", b"name: ", b"url: https://x.example/", b"\n", b"  ", b"feeds:",
         b"companies:", b"theses:",
         b"mutes:", b"searches:", b"&a ", b"*a", b"<<: *a", b"!!python/object:os.system ",
         b"!!binary ", b"|\n",
         b">-\n", b"? ", b": ", b"{", b"}", b"[", b"]", b"# ", b"---\n", b"...\n",
         b"%YAML 1.1\n", b"\t", b"~",
         b"'", b'"\\x1b"', b"0x1F", b"1e3", b".inf", b"2026-01-01", b"yes", b"aliases:",
         b"tags:", b"words:")  # fmt: skip


def _settings_edited(stack: ExitStack) -> Target:
    """A line: what is put; then the file. What was there stays, and what was put is there."""
    home = folder(stack)
    path = home / "feeds.yaml"

    def target(data: bytes) -> Hashable:
        head, _, raw = data.partition(b"\n")
        kind, *said = text_of(head).split("\x1e")
        first, second = [clean(part) for part in (*said, "", "")[:2]]
        path.write_bytes(raw)
        before = reading.parse(raw, "feeds.yaml")
        puts = {
            "f": lambda: config.put_feed(path, Feed(first, second, tags=(first, second))),
            "c": lambda: config.put_company(path, Company(first, (second,))),
            "m": lambda: config.put_mute(path, Mute("words", first)),
            "s": lambda: config.put_search(path, SavedSearch(first, second)),
            "r": lambda: config.remove_feed(path, first),
            "x": lambda: config.remove_company(path, first),
        }
        try:
            puts.get(kind[:1], puts["c"])()
        except config.ConfigProblem as told:
            assert str(told).endswith("."), told
            assert path.read_bytes() == raw, "it was refused, and the file is another"
            return str(told)[:30]
        after = reading.parse(path.read_bytes(), "feeds.yaml")
        assert after.theses == before.theses
        kept = set(after.companies) | set(after.feeds) | set(after.mutes) | set(after.searches)
        was = set(before.companies) | set(before.feeds) | set(before.mutes) | set(before.searches)
        assert len(was - kept) <= 1, "something else was lost"
        assert len(kept - was) <= 1
        for line in raw.splitlines():
            if line.startswith(b"# ") and line.isascii() and kind[:1] in ("m", "s"):
                assert line in path.read_bytes(), "a comment was lost"
        return kind[:1], len(kept - was), len(was - kept)

    return target


def _edits() -> Iterable[bytes]:
    for put in ("f\x1eName: #1\x1ehttps://n.example/", "cBaidu\x1eErnie", "c\x1eBaidu\x1e百度: [x]",
                "m\x1ea - b", "s\x1eS2\x1eis:starred", "r\x1ehttps://a.example/f", "x\x1eTencent",
                "c\x1eTencent\x1eother"):  # fmt: skip
        yield put.encode() + b"\n" + _YAML_FILE
    yield b"c\x1eA\x1eB\n"


WORDS = (b'"seq":', b'"ops":[', b'"was":null', b'"now":null', b'"now":{}', b'"table":"evidence"',
         b'"id":"', b"\n",
         b'"kind":"undo"', b'"ref":1', b'"part":true', b'"version":2',
         b'"at":"2026-11-24T20:00:00Z"', b'"hash":"',
         b'"stance":"support"', b'"strength":9', b'"thesis":"', b"null", b"{}", b"[]",
         b'"snapshot":')  # fmt: skip


# -- logs taken over ----------------------------------------------------------------------


def _in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """As a log tells it, by when it was judged; one by another hand may tell it otherwise."""
    return sorted(evidence, key=lambda piece: (piece.thesis_id, piece.judged_at, piece.id))


def _log(stack: ExitStack) -> Target:
    home = folder(stack)
    places = sample.home(home / "home", sample.STORIES[:2], theses=2)
    desk = stack.enter_context(closing(sample.desk(places)))

    def target(data: bytes) -> Hashable:
        try:
            told = back.read(data)
        except Problem as problem:
            assert str(problem).endswith("."), problem
            assert is_clean(clean(str(problem), 10_000))
            return str(problem)[:40]
        written = record.whole(
            export.gather(told.theses, told.evidence, told.watches, AS_OF, withdrawn=told.withdrawn)
        )
        again = back.read(json.dumps(written).encode())
        assert again.theses == told.theses
        assert _in_order(again.evidence) == _in_order(told.evidence)
        assert (again.watches, again.withdrawn) == (told.watches, told.withdrawn)
        try:
            plan = desk.plan_log(data)
        except Problem as problem:
            assert str(problem).endswith("."), problem
            return str(problem)[:40]
        return bool(plan), plan.known, len(plan.kept), len(plan.mismatches), plan.extra

    return target


def _logs() -> Iterable[bytes]:
    small = export.gather(
        log_sample.THESES[:1], log_sample.EVIDENCE[:2], log_sample.WATCHES[:1], AS_OF
    )
    yield export.write(small, "json").encode()
    yield export.write(export.gather((), (), (), AS_OF), "json").encode()


def _csv(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        try:
            rows = export.read_csv(text_of(data))
        except Problem as problem:
            assert str(problem).endswith("."), problem
            return str(problem)[:40]
        except ValueError as problem:
            assert str(problem).endswith("."), problem
            return str(problem)[:40]
        return len(rows)

    return target


def _csvs() -> Iterable[bytes]:
    log = export.gather(log_sample.THESES[:1], log_sample.EVIDENCE[:2], (), AS_OF)
    yield export.write(log, "csv").encode()


# -- searching ----------------------------------------------------------------------------


def _search(stack: ExitStack) -> Target:
    """Any odd input finds something, or says why; and a title finds its story."""
    from signalboard.archive import parse_search

    home = folder(stack)
    titles = ("Stripe: agents pay (again) – 30% of orders", "C++ and C# in [brackets]",
              "腾讯 ships 微信",
              "NOT a drill", "Ünïcödé ﬃ ſtrange", "İstanbul ﷺ", "AT&T's \"deal\"",
              "e\u0301te\u0301 👩\u200d👩\u200d👧 news")  # fmt: skip
    told = tuple(sample.Told(title, (("Wire", 60 * n),)) for n, title in enumerate(titles))
    desk = stack.enter_context(closing(sample.desk(sample.home(home / "home", told))))
    desk.judge(desk.find_story("NOT a drill"), desk.theses()[0].thesis.id, Stance.SUPPORT)

    def target(data: bytes) -> Hashable:
        search = text_of(data)
        read = parse_search(search)
        listing = desk.listing(View(search=search))
        rows = listing.rows(0, 20)
        assert len(rows) == len(listing)
        assert is_clean(listing.problem) and is_clean(listing.order)
        says = bool(read.words or read.match or read.exclude or read.states or read.theses
                    or read.since or read.before or read.sort != "newest")  # fmt: skip
        assert rows or says or listing.problem, "nothing is found, and nothing says why"
        if clean(search) and not says:
            assert listing.problem or not read.text, "what was typed is passed over in silence"
        told = desk.hits(View(search=search))
        for row in rows:
            at = 0
            for start, end in told(row.title):
                assert at <= start < end <= len(row.title)
                at = end
        # What is understood is written the same way again.
        with_it = desk.narrowed(search, "outlet", "Wire")
        assert desk.fields_of(with_it)["outlet"] == "Wire"
        desk.words_of(search)
        return len(rows), listing.problem[:16]

    for title in titles:
        row = desk.listing(View(search='"' + title.replace('"', " ") + '"')).rows(0, 9)
        assert [each.title for each in row] == [title], title
    return target


def _searches() -> Iterable[bytes]:
    for typed in ("agents pay", '"deal', "-drill OR ships", "outlet:wire is:judged since:3d",
    "thesis:web4 sort:match",
                  "company:\"Tencent Music\" before:2026-01-31", "微信*", "NOT NOT", "is:",
                  "()*^:", "NEAR(a b)",
                  "title:x {a} col : y", "“agents”", "a OR OR b", "-is:read -sort:x",
                  "x" * 300):  # fmt: skip
        yield bytes_of(typed)


_TYPED = (b"outlet:", b"company:", b"thesis:", b"is:", b"since:", b"before:", b"sort:",
    b'"', b"*", b"-", b" OR ", b" NOT ", b" AND ", b"(", b")", b"^", b"NEAR", b"{title}", b":",
    b"unjudged", b"3d",
    b"9999999999d", b"0001-01-01", b"2026-13-45", b"match", b"\\", b"'", b";--")  # fmt: skip


# -- the text of a brief ------------------------------------------------------------------


def _brief(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        read = brief_reading.read(
            text_of(data), brief_sample.BRIEF, brief_sample.AIDS, brief_sample.NOW
        )
        for each in read.unread:
            assert is_clean(str(each)), each
        brief = read.brief
        texts = [brief.headline, brief.quote, brief.quoted, *brief.signal, *brief.implication]
        texts += [point.text for point in brief.points]
        texts += [part for c in brief.sources for part in (c.title, c.outlet)]
        texts += [part for w in brief.watches for part in (w.question, w.hit_if, w.miss_if)]
        assert all(clean(each, len(each) + 1) == each for each in texts), texts
        if not read.unread:
            # What is written of it anew is read as the same brief.
            again = brief_reading.read(
                template.written(brief, brief_sample.AIDS), brief_sample.BRIEF,
                brief_sample.AIDS, brief_sample.NOW,
            )  # fmt: skip
            assert not again.unread, again.unread
            points = tuple(each for each in again.brief.points if each.text or each.sources)
            kept = tuple(each for each in brief.points if each.text or each.sources)
            assert (points, replace(again.brief, points=())) == (kept, replace(brief, points=()))
        return len(read.unread), len(brief.points), len(brief.sources), len(brief.watches)

    return target


def _briefs() -> Iterable[bytes]:
    yield bytes_of(template.written(brief_sample.BRIEF, brief_sample.AIDS))


_BRIEF = (b"\n== ", b"\n1. ", b"\n- ", b"\n# ", b"outlet: ", b"url: ", b"date: ", b"by: ",
          b"hit: ", b"miss: ",
          b"[1]", b"\n\n", b"    ", b"thesis: ", b"six months", b"2027-03-31", b"80", b"%",
          b"said: ", b"\n> ")  # fmt: skip

DOORS = (
    Door("settings", _settings, lambda: [_YAML_FILE], _YAML, quick=40),
    Door("settings-edit", _settings_edited, _edits, _YAML, quick=5),
    Door("log", _log, _logs, (*WORDS, b'"prior":', b'"forecasts":[', b'"wordings":[',
         b'"x-own":1'), quick=30),
    Door("csv", _csv, _csvs, (b'"', b",", b"\r\n", b"'=", b'""', b"title"), quick=100),
    Door("search", _search, _searches, _TYPED, quick=60),
    Door("brief", _brief, _briefs, _BRIEF, quick=40),
)  # fmt: skip
