"""The sources of an evidence log for reference managers: CSL-JSON, BibTeX and RIS.

An entry has a key that depends on the report alone, so that a paper that cites it
still does after the next export. Text from outside is escaped by each format's
rules; see ``docs/evidence-log.md``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from signalboard import times
from signalboard.export.gather import METHOD, Log, Source
from signalboard.export.outward import web_address
from signalboard.text import slug

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
}
"""What LaTeX or BibTeX would act on. BibTeX counts braces even behind a backslash."""
_ACTS = re.compile("[" + re.escape("".join(_LATEX)) + "]")
_LIGATURE = re.compile("([-',])(?=\\1)")
"""What two of make one sign: --, '', ,,."""
_RICH = re.compile(r"<(?=/?(?:i|b|sup|sub|sc|span)\b)", re.IGNORECASE)
"""What begins the markup that citation processors read in CSL-JSON."""
_JOINER = "\u2060"
"""Unseen, and enough for ``<`` to begin no markup; the format has no escape."""


def csl_json(log: Log) -> str:
    """The sources as an array of CSL-JSON items, ending in a line end."""
    items = [_item(key, source) for key, source in _keyed(log)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def bibtex(log: Log) -> str:
    """The sources as BibTeX entries (``@online``, as BibLaTeX has it), in UTF-8, and a comment
    that says what a log claims; the other two forms have no place for one."""
    entries = [_entry(key, source) for key, source in _keyed(log)]
    return "\n".join([*entries, f"@comment{{{METHOD[0]}}}\n"])


def ris(log: Log) -> str:
    """The sources as RIS records; lines end in CR LF."""
    return "".join(f"{line}\r\n" for key, source in _keyed(log) for line in _record(key, source))


def latex(text: str) -> str:
    """Text that LaTeX sets as it is, with balanced braces."""
    escaped = _ACTS.sub(lambda found: _LATEX[found[0]], " ".join(text.split()))
    return _LIGATURE.sub(r"\1{}", escaped)


def plain(text: str) -> str:
    """Text in which a citation processor finds no markup."""
    return _RICH.sub(f"<{_JOINER}", text)


def _keyed(log: Log) -> Iterator[tuple[str, Source]]:
    """Every source with its key: outlet, year, and what tells it from others."""
    taken: set[str] = set()
    for source in log.sources:
        said = f"{source.outlet}\n{source.title}\n{source.url}"
        digest = hashlib.sha256(said.encode()).hexdigest()
        year = "" if source.published_at is None else f"{times.day(source.published_at)[:4]}-"
        stem = f"{slug(source.outlet, 24)}-{year}"
        length = 8
        while stem + digest[:length] in taken:
            length += 1
        taken.add(stem + digest[:length])
        yield stem + digest[:length], source


def _title(source: Source) -> str:
    return source.title or "(no title)"


def _item(key: str, source: Source) -> dict[str, Any]:
    address = web_address(source.url)
    item: dict[str, Any] = {
        "id": key,
        "type": "webpage" if address else "document",
        "title": plain(_title(source)),
    }
    if source.outlet:
        item["container-title"] = plain(source.outlet)
    if source.published_at is not None:
        item["issued"] = _date_parts(source.published_at)
    if address:
        item["accessed"] = _date_parts(source.seen_at)
        item["URL"] = address
    return item


def _date_parts(moment: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in times.day(moment).split("-")]]}


def _entry(key: str, source: Source) -> str:
    # Titles stand in two pairs of braces, so that no style changes their capitals.
    fields = {"title": f"{{{latex(_title(source))}}}"}
    if source.outlet:
        fields["organization"] = f"{{{latex(source.outlet)}}}"
    if source.published_at is not None:
        day = times.day(source.published_at)
        fields |= {"date": day, "year": day[:4]}
    if address := web_address(source.url):
        # An address is not LaTeX: it has no brace, and per cent signs are meant.
        fields |= {"url": address, "urldate": times.day(source.seen_at)}
    told = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@online{{{key},", *told, "}", ""])


def _record(key: str, source: Source) -> Iterator[str]:
    address = web_address(source.url)
    yield "TY  - ELEC" if address else "TY  - GEN"
    yield f"ID  - {key}"
    yield f"TI  - {' '.join(_title(source).split())}"
    if source.outlet:
        yield f"T2  - {' '.join(source.outlet.split())}"
    if source.published_at is not None:
        day = times.day(source.published_at).replace("-", "/")
        yield f"PY  - {day[:4]}"
        yield f"DA  - {day}"
    if address:
        yield f"UR  - {address}"
        yield f"Y2  - {times.day(source.seen_at).replace('-', '/')}"
    yield "ER  - "
    yield ""
