"""An evidence log as notes for Obsidian: one a thesis in a folder, and one that lists them.

A note is Markdown with flat properties, a block id for each judgment (``^e12``) and a place for
one's own text between two marks, which the next export leaves as it is. A note that is not
ours, or whose own part was changed by hand, is not written over.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from signalboard import times
from signalboard.export import files, telling
from signalboard.export.gather import Line, Log, ThesisLog
from signalboard.export.literal import escape
from signalboard.export.markdown import fill, source, thesis
from signalboard.export.sums import rounded
from signalboard.text import slug

KEEP, END = "%% keep: what stands up to the next mark is yours %%", "%% end of keep %%"
INDEX = "evidence-log"
_CHECK = re.compile(r"(?m)^signalboard-check: [0-9a-f]{8}$")
_OURS = re.compile(r"(?m)\A---\nsignalboard: (\"(?:[^\"\\]|\\.)*\")$")
_ID = re.compile(r"[A-Za-z0-9-]+")
_LARGEST = 16 * 1024 * 1024


def write(log: Log) -> str:
    """All notes one after the other, as they would be read."""
    return "\n".join(notes(log).values())


def notes(log: Log) -> dict[str, str]:
    """The text of each note by the name of its file, the list of them first."""
    named = names(log)
    written = {f"{INDEX}.md": _checked(_index(log, named))}
    for entry in log.theses:
        written[f"{named[entry.thesis.id]}.md"] = _checked(_note(entry, log, named))
    return written


def names(log: Log) -> dict[str, str]:
    """The name of each thesis's note, without its suffix."""
    found: dict[str, str] = {}
    for entry in log.theses:
        name = slug(entry.thesis.name)
        if files.is_reserved(name) or name == INDEX or name in found.values():
            name = f"thesis-{entry.thesis.number}"
        while name in found.values():
            name += "-2"
        found[entry.thesis.id] = name
    return found


def save(written: Mapping[str, str], folder: Path, *, overwrite: bool = False) -> Path:
    """Write notes into a folder, made where there is none; returns it.

    What stands between the marks of a note that is there already stays. A note of ours that
    was changed outside of them is left alone and FileExistsError raised, unless ``overwrite``;
    what is no note of ours, a link or a folder never gives way (OSError). Nothing is written
    before all of them were looked at.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    whole = {name: _kept(text, folder / name, overwrite) for name, text in written.items()}
    for name, text in whole.items():
        files.save(text, folder / name, overwrite=True)
    return folder


# -- what is in a note ----------------------------------------------------------


def _index(log: Log, named: Mapping[str, str]) -> Iterator[str]:
    yield _properties({"signalboard": INDEX, "as-of": _stamp(log)})
    yield "# Evidence log"
    yield telling.as_of(log)
    if log.theses:
        yield "\n".join(
            f"- [[{named[entry.thesis.id]}]] {escape(entry.thesis.name)}: {telling.headline(entry)}"
            for entry in log.theses
        )
    yield from map(fill, log.method)


def _note(entry: ThesisLog, log: Log, named: Mapping[str, str]) -> Iterator[str]:
    about, said = entry.thesis, entry.sum.conviction
    last = entry.sum.last_contradiction_at
    yield _properties(
        {
            "signalboard": about.id,
            "name": telling.one_line(about.name),
            "number": about.number,
            "status": about.status,
            "prior": about.prior,
            "horizon": None if about.horizon_at is None else times.day(about.horizon_at),
            "conviction": None if said is None else rounded(said.p),
            "word": None if said is None else said.word,
            "decibans": None if said is None else rounded(said.db),
            "supports": entry.tally.supports,
            "contradictions": entry.tally.contradictions,
            "last-contradiction": None if last is None else times.day(last),
            "watches-open": sum(asked.watch.state == "open" for asked in entry.watches),
            "as-of": _stamp(log),
        }
    )
    elsewhere = _elsewhere(entry, log, named)
    anchors = {line.evidence.id: line for line in entry.lines}
    anchors |= {gone.line.evidence.id: gone.line for gone in entry.gone}
    following = ""
    for block in thesis(entry, log, 1):
        yield block
        if (line := _headed(block, anchors)) is not None:
            following = line.evidence.id
        elif following and block.startswith("> "):
            yield f"^{following}"
            if links := elsewhere.get(following):
                yield f"The same story on other theses: {links}."
            following = ""
    cited = {n for line in anchors.values() for n in line.sources}
    if cited:
        yield "## Sources"
        yield "\n".join(source(each) for each in log.sources if each.number in cited)
    yield "## Method"
    yield from map(fill, log.method)
    yield f"All theses: [[{INDEX}]]"


def _headed(block: str, anchors: Mapping[str, Line]) -> Line | None:
    """The judgment that a heading is of."""
    found = re.fullmatch(r"#{3} [^\n]*\(([A-Za-z0-9-]+)(?:, wording \d+)?\)", block)
    return None if found is None else anchors.get(found[1])


def _elsewhere(entry: ThesisLog, log: Log, named: Mapping[str, str]) -> dict[str, str]:
    """For each judgment the links to judgments of its story in other notes."""
    stories: dict[str, list[str]] = {}
    for other in log.theses:
        if other is not entry:
            for line in other.lines:
                if _ID.fullmatch(line.evidence.id):
                    link = f"[[{named[other.thesis.id]}#^{line.evidence.id}]]"
                    stories.setdefault(line.evidence.story_id, []).append(link)
    return {
        line.evidence.id: ", ".join(links)
        for line in entry.lines
        if (links := stories.get(line.evidence.story_id))
    }


def _properties(said: Mapping[str, object]) -> str:
    """Properties on top of a note: flat, each on a line; what says nothing is left out."""
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in said.items()
        if value is not None
    ]
    return "\n".join(["---", *lines, "signalboard-check: 00000000", "---"])


def _stamp(log: Log) -> str | None:
    return None if log.as_of is None else times.iso(log.as_of)[:-1]


def _checked(blocks: Iterator[str]) -> str:
    """The note of some blocks, with its place for own text and the sum that it is known by."""
    text = "\n\n".join([*blocks, "## Own notes", f"{KEEP}\n{END}"]) + "\n"
    return _CHECK.sub(f"signalboard-check: {_sum(text)}", text, count=1)


def _sum(text: str) -> str:
    """A checksum of what is ours in a note."""
    bare = _CHECK.sub("signalboard-check: 00000000", text, count=1)
    begins, _, ends = _parts(bare) or (bare, "", "")
    return f"{zlib.crc32((begins + ends).encode()):08x}"


def _parts(text: str) -> tuple[str, str, str] | None:
    """What stands before, between and after the marks; None where they are not there once."""
    lines = text.split("\n")
    if lines.count(KEEP) != 1 or lines.count(END) != 1 or lines.index(KEEP) > lines.index(END):
        return None
    first, last = lines.index(KEEP) + 1, lines.index(END)
    begins = "\n".join(lines[:first])
    return begins + "\n", "".join(f"{x}\n" for x in lines[first:last]), "\n".join(lines[last:])


# -- what is there already ------------------------------------------------------


def _kept(text: str, path: Path, overwrite: bool) -> str:
    """The note with what stands between the marks of the one that is there."""
    there = _there(path)
    if there is None:
        return text
    mine, new = _OURS.match(there), _OURS.match(text)
    assert new is not None
    if mine is None or mine[1] != new[1]:
        told = "it is no note of this thesis and was left as it is"
        raise OSError(errno.EINVAL, told, str(path))
    check = _CHECK.search(there)
    parts = _parts(there)
    if parts is None or check is None or check[0] != f"signalboard-check: {_sum(there)}":
        if not overwrite:
            told = "it was changed outside of its own marks and was left as it is"
            raise FileExistsError(errno.EEXIST, told, str(path))
        if parts is None:
            return text
    begins, _, ends = _parts(text) or (text, "", "")
    return begins + parts[1] + ends


def _there(path: Path) -> str | None:
    """The text of a note that is there; raises OSError for what is no file that can be one."""
    told = "it is no note and was left as it is"
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OSError(error.errno, told, str(path)) from error
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        os.close(handle)
        raise OSError(errno.EINVAL, told, str(path))
    with os.fdopen(handle, "rb") as file:
        raw = file.read(_LARGEST + 1)
    try:
        return raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise OSError(errno.EINVAL, told, str(path)) from error
