"""An address as typed, what it may offer, and what a body is. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from signalboard.links import safe_link
from signalboard.values import dataclass
from signalboard.wire.spool import Body

GUESSES = ("feed", "rss", "atom.xml", "rss.xml", "index.xml", "feed.xml", "feed.json")
"""Where feeds usually are, the most usual first."""
MOST_OFFERS = 20

_SCHEME = re.compile(r"(?i)(https?)://")
_FEED_SCHEME = re.compile(r"(?i)feed:(?://)?(?=https?://)|feed(?=://)")
_HOST_LIKE = re.compile(
    r"(?i)(?:[^\s/?#@:\[\]]+\.[^\s/?#@:.\[\]]{2,}|localhost|\d{1,3}(?:\.\d{1,3}){3})"
    r"(?::\d{1,5})?(?:[/?#]\S*)?"
)
_FEDIVERSE = re.compile(r"@?([A-Za-z0-9_.-]{1,64})@([A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,})")
_EDGAR = re.compile(r"(?i)edgar:\s*(\S.{0,100})")
_USER_INFO = re.compile(r"(?i)^(https?://)[^/?#\\]*@")
_ROOT = re.compile(rb"<(rss|feed|rdf:rdf|(?:\w{1,20}:)?(?:feed|rdf))[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that may be at an address; nobody has asked for it yet."""

    url: str
    title: str = ""
    """What the page or the rule calls it, clean."""
    found: str = ""
    """How it was found, for people: ``named by the page``."""
    waits: bool = False
    """Whether it is only asked for when a person chooses it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, understood as an address."""

    url: str
    has_scheme: bool = True
    """Whether http or https was typed; if not, https was put there."""
    lost_user: bool = False
    """Whether a user name or a password was taken off."""


def understood(typed: str) -> Typed | None:
    """The address that a person means; None where it is none.

    ``example.org``, ``feed:…``, ``@name@server`` and ``edgar:COMPANY`` are understood too.
    """
    typed = typed.strip().strip("<>\"'").strip()
    if edgar := _EDGAR.fullmatch(typed):
        named = quote(edgar[1].strip(), safe="")
        return Typed(f"https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK={named}")
    if person := _FEDIVERSE.fullmatch(typed):
        return Typed(f"https://{person[2].lower()}/@{person[1]}")
    typed = _FEED_SCHEME.sub(lambda found: "http" if found[0].endswith("d") else "", typed)
    has_scheme = _SCHEME.match(typed) is not None
    if not has_scheme:
        if not _HOST_LIKE.fullmatch(typed):
            return None
        typed = f"https://{typed}"
    bare = _USER_INFO.sub(r"\1", typed)
    url = safe_link(bare.partition("#")[0])
    return Typed(url, has_scheme, bare != typed) if url is not None else None


def edgar_company(named: str, form: str = "8-K") -> str:
    """EDGAR's feed of the filings of a company, by CIK, ticker or the beginning of its name."""
    by = "CIK" if re.fullmatch(r"\d{1,10}|[A-Za-z][A-Za-z.-]{0,5}", named) else "company"
    return (
        f"https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&{by}={quote(named, safe='')}"
        f"&type={quote(form, safe='')}&count=40&output=atom"
    )


def guesses(url: str) -> tuple[str, ...]:
    """Where a page that names no feed may have one: beside it, then at the top of its site."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    found = [root + path for path in GUESSES]
    section = parts.path.strip("/").partition("/")[0]
    if section and "." not in section:
        found = [f"{root}{section}/{path}" for path in GUESSES[:2]] + found
    return tuple(link for each in found if (link := safe_link(each)) is not None)


def kind_of(body: Body) -> str:
    """What sort of feed a body is, by its beginning, for people."""
    start = body[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"{"):
        return "JSON Feed"
    root = _ROOT.search(start)
    name = root[1].lower().rpartition(b":")[2] if root else b""
    return {b"feed": "Atom", b"rss": "RSS", b"rdf": "RDF"}.get(name, "feed")
