"""Addresses from outside: which may be opened, and how they are shown. Pure."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import zip_longest
from typing import Protocol, TypeVar
from urllib.parse import SplitResult, quote, unquote, urlsplit

LONGEST = 4096
"""Characters of an address that are still taken for one."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?"
)
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=%"
)
_PLAIN = re.compile(r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]++|%[0-9A-Fa-f]{2})*+")
_SAFE_ALREADY = re.compile(
    r"https?://(?=[^/]{1,253}/)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9]{0,61}"
    r"/(?:[A-Za-z0-9\-._~:/@!$&'()*+,;=]++|%[0-9A-Fa-f]{2})*+"
    r"(?:\?(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]++|%[0-9A-Fa-f]{2})++)?"
    r"(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]++|%[0-9A-Fa-f]{2})++)?"
)
"""Nearly every address there is: one that would come out as it went in."""
_PARAMETER = re.compile(r"([?&;#])([^?&;#=]++)=([^&;#]++)")
_BARE = re.compile(r"([?&;])([A-Za-z0-9_-]{16,})(?=={0,2}(?:[/?&;#]|$))")
"""What stands in a query, or behind a semicolon in a path, without a name."""
_CHANGES = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_TIME = re.compile(r"[0-9]{8}T[0-9]{4,6}Z?")
_WORDS = re.compile(r"[A-Z]++(?![a-z])|[A-Z]?[a-z]++")
_OF_SECRETS = frozenset({
    "token", "secret", "password", "passwd", "passphrase", "passcode", "passwort", "pass", "pwd",
    "auth", "oauth", "authorization", "authentication", "key", "signature", "sig", "jwt",
    "bearer", "credential", "session",
})  # fmt: skip
_ENDS = re.compile(
    r"(?:token|secret|password|passwd|pwd|auth|signature|jwt|credential|sess(?:ion)?id"
    r"|(?<!mon)(?<!don)(?<!tur)(?<!hoc)(?<!joc)(?<!whis)(?<!hot)key)s?$"
)
_AT_TIMES = frozenset({"code", "digest", "feed", "hash", "sid"})
"""What these name is secret where it looks like no word and no number."""
_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{16,}")
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{8,}")
_IN_PATH = re.compile(
    r"(?<!^(?i:http):/)(?<!^(?i:https):/)(?:/private[-/]|/secret/)((?=[^/?#]*[0-9])[A-Za-z0-9_-]{16,}[^/?#]*)"
    r"|/secret:([^/?#]+)"
    r"|(?<=/)(?<!^(?i:http)://)(?<!^(?i:https)://)(eyJ[A-Za-z0-9_-]{8,}[^/?#]*)"
)
"""Feeds for one person whose address is the key: of calendars, newsletters and bookmarks."""
_NEEDS_A_LOOK = re.compile("[?;#@]|/private|/secret|/eyJ")
_MARKED = re.compile("~[0-9a-f]{8}")
_LOST = re.compile(
    "(?:[=?&;]|%3D|%3F|%26|%3B|/private[-/]|/secret[:/])~[0-9a-f]{8}(?![0-9A-Za-z~_-])"
)
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\](?::[0-9]*)?")
_USER_INFO = re.compile(r"(?i)^([a-z][a-z0-9+.-]*:)?//[^/?#\\]*@")
_TRACKING = re.compile(
    r"(?i)(?:(?:utm|mc|pk|piwik|mtm|hsa|vero)_.*|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid"
    r"|igshid|_hsenc|_hsmi|rb_clickid|s_cid|xtor|ref|ref_src|ref_url|referrer|source|cmpid|cmp"
    r"|ncid|sr_share|guccounter|smid|smtyp|taid|ocid|cvid|amp|isamp|output[_-]?type)"
)
_AMP_PATH = re.compile(r"(?:/amp|\.amp)(?:/|\.html)?$", re.IGNORECASE)
_SLASHES = re.compile("/{2,}")
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
_FEED_HOST = re.compile(r"^(?:www\d?|m|mobile|feeds?|rss)\.(?=[^.]+\.)")
_HOST_PREFIX = re.compile(r"^(?:www\d?|amp|m|mobile)\.(?=[^.]+\.)")


def safe_link(url: str) -> str | None:
    """The address re-encoded so that it may be opened, stored and shown; None if it may not.

    Only absolute http and https, with a host, without user info, controls or a
    port that is none. Idempotent.
    """
    if len(url) <= LONGEST and _SAFE_ALREADY.fullmatch(url):
        return url
    url = url.strip(" ")
    if len(url) > LONGEST or _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"} or "@" in parts.netloc or port == 0:
        return None
    host = _ascii_host(parts)
    if host is None:
        return None
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    fragment = f"#{_encoded(parts.fragment)}" if parts.fragment else ""
    link = f"{scheme}://{host}{_encoded(parts.path) or '/'}{query}{fragment}"
    return link if len(link) <= LONGEST else None


def shown_host(url: str) -> str:
    """The host of an address as a person may trust it; empty if there is none.

    Names of one script are shown in it; where scripts are mixed or marks piled up, as punycode.
    """
    link = safe_link(url)
    if link is None:
        return ""
    host = urlsplit(link).hostname or ""
    if "xn--" not in host:
        return host
    import idna

    try:
        name = idna.decode(host)
    except idna.IDNAError:
        return host
    return host if _is_mixed(name) or _is_piled(name) else name


def shown(url: str) -> str:
    """The address as it may be logged, stored and shown: without user info and secrets.

    A secret (what is named a token, key, password and the like, in whatever spelling, the key
    in the path of a private feed, and what is no word and no number behind a bare ``?``,
    ``&`` or ``;``) is replaced by ``~`` and a mark made from it, so
    that two feeds that differ only there stay two. Idempotent. An archive knows its feeds
    by what this gives.
    """
    if not _NEEDS_A_LOOK.search(url):
        return url
    url = url.strip()  # one that begins behind a space is opened as well: it begins with its host
    return _veiled(_USER_INFO.sub(lambda found: (found[1] or "") + "//", url))


def has_lost_secret(url: str) -> bool:
    """Whether an address has a mark where its secret was."""
    return _LOST.search(url) is not None


def feed_key(url: str) -> str:
    """What the spellings of one feed's address have in common.

    http and https, the case of the host, a port that goes without saying, a last slash, a
    fragment and user info make no other feed; a secret and the mark that is shown for it are
    one. What is no web address is its own key.
    """
    bared = shown(url.strip())
    link = safe_link(bared)
    if link is None:  # perhaps only because marks made it longer than any may be
        return bared
    path, _, query = link.partition("://")[2].partition("#")[0].partition("?")
    return f"{path.rstrip('/')}?{query}" if query else path.rstrip("/")


class Listed(Protocol):
    """Something with a name and an address, such as a subscription."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...


_Feed = TypeVar("_Feed", bound=Listed)


def feeds_meant(said: str, feeds: Iterable[_Feed], *, parts: bool = True) -> list[_Feed]:
    """The feeds that somebody means; more than one where it is not clear which.

    By address in any spelling or by the whole name, else (with ``parts``) by a part of the
    name, else by a part of the address such as its host. The nearest rule that fits decides.
    """
    asked, among = said.strip(), list(feeds)
    wanted, key = asked.casefold(), feed_key(asked)
    rules: list[Callable[[_Feed], bool]] = [
        lambda feed: asked in (feed.url, shown(feed.url), feed.name),
        lambda feed: wanted == feed.name.casefold() or key == feed_key(feed.url),
        lambda feed: key.casefold() == feed_key(feed.url).casefold(),
    ]
    if parts:
        rules.append(lambda feed: wanted in feed.name.casefold())
        # A whole address that is not listed is another feed, not a part of one.
        rules.append(lambda feed: "://" not in asked and wanted in feed_key(feed.url).casefold())
    fitting = ([feed for feed in among if rule(feed)] for rule in rules if asked)
    return next(filter(None, fitting), [])


def _veiled(url: str, depth: int = 8) -> str:
    """An address, or a value that may be one, with marks in place of its secrets."""
    url = _IN_PATH.sub(
        lambda found: (
            found[0].removesuffix(found[found.lastindex or 0]) + _mark(found[found.lastindex or 0])
        ),
        url,
    )

    def hidden(found: re.Match[str]) -> str:
        lead, name, value = found.groups()
        if _names_secret(name, value):
            value = _mark(value)
        elif depth > 0:
            value = _veiled_within(value, depth)
        return f"{lead}{name}={value}"

    return _BARE.sub(_without_bare, _PARAMETER.sub(hidden, url))


def _without_bare(found: re.Match[str]) -> str:
    """Letters and digits as no one writes them; names of pages have them a part each."""
    said = found[2]
    is_random = len(_CHANGES.findall(said)) >= 3 and _TIME.fullmatch(said) is None
    return found[1] + _mark(said) if is_random else found[0]


def _veiled_within(value: str, depth: int) -> str:
    """A value that may hold an address, perhaps percent-encoded, perhaps more than once."""
    if _NEEDS_A_LOOK.search(value):
        value = _USER_INFO.sub(_marked_user, value)
        value = _veiled(value, depth - 1)
    if "%" not in value or depth <= 0:
        return value
    plain = unquote(value)
    veiled = _veiled_within(plain, depth - 1)
    return value if veiled == plain else quote(veiled, safe="")


def _marked_user(found: re.Match[str]) -> str:
    scheme = found[1] or ""
    return f"{scheme}//{_mark(found[0][len(scheme) + 2 : -1])}@"


def _names_secret(name: str, value: str) -> bool:
    sort = _sort_of(name)
    if sort == "at times":
        return _RANDOM.fullmatch(value) is not None
    return sort == "secret" or _JWT.match(value) is not None


@lru_cache(maxsize=512)
def _sort_of(name: str) -> str:
    """Whether what a parameter of this name holds is ``secret``, that ``at times``, or neither."""
    plain = unicodedata.normalize("NFKC", unquote(name))
    found = _WORDS.findall(plain)
    words = [word.lower() for word in found]
    pairs = [*zip_longest(words, words[1:], fillvalue=""), ("".join(words), "")]
    for word, following in pairs:
        if following in {"word", "words"}:  # key words are for everybody; pass words are not
            if word == "pass":
                return "secret"
            continue
        if {word, word.removesuffix("s")} & _OF_SECRETS or _ENDS.search(word):
            return "secret"
    return "at times" if "".join(words) in _AT_TIMES else ""


def _mark(secret: str) -> str:
    if _MARKED.fullmatch(secret):
        return secret
    import hashlib  # loads OpenSSL: only where there is a secret

    return "~" + hashlib.blake2b(secret.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _ascii_host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    if "[" in parts.netloc:
        if not _IN_BRACKETS.fullmatch(parts.netloc):  # browsers refuse what stands before them
            return None
        try:
            return f"[{ipaddress.IPv6Address(host).compressed}]" if "%" not in host else None
        except ValueError:
            return None
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return host if _HOST.fullmatch(host) else None


def _encoded(part: str) -> str:
    if _PLAIN.fullmatch(part):
        return part
    raw = _ESCAPE.sub("%25", part).encode("utf-8")
    return "".join(chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in raw)


_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)


def _is_mixed(name: str) -> bool:
    scripts = {
        unicodedata.name(character, "UNKNOWN").split(" ")[0].split("-")[0]
        for character in name
        if unicodedata.category(character)[0] == "L"
    }
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)


def _is_piled(name: str) -> bool:
    """Whether more marks stand on a letter than any script writes."""
    marks = "".join("x" if unicodedata.category(sign) in ("Mn", "Me") else " " for sign in name)
    return "x" * 4 in marks


def canonical_url(url: str, *, keep_fragment: bool = False) -> str:
    """The address without what differs between two links to one page; empty if it names none.

    The scheme, a default port, ``www.``, tracking parameters, the fragment (unless
    kept), a last slash and the usual AMP forms go; the front page of a site is no story.
    """
    link = safe_link(url)
    if link is None:
        return ""
    parts = urlsplit(link)
    host = _HOST_PREFIX.sub("", parts.netloc.rstrip("."))
    path = parts.path
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if "/index." in path:
        path = _INDEX.sub("", path)
    if "amp" in path.lower():
        path = _AMP_PATH.sub("", path)
    path = path.rstrip("/")
    query = parts.query and "&".join(
        pair for pair in parts.query.split("&") if pair and not _is_tracking(pair.split("=")[0])
    )
    fragment = f"#{parts.fragment}" if keep_fragment and parts.fragment else ""
    if not (path or query or fragment):
        return ""
    return f"https://{host}{path}{'?' if query else ''}{query}{fragment}"


def _is_tracking(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None


def is_of_site(page: str, site: str) -> bool:
    """Whether a page is on the site that another address belongs to, or on a part of it."""
    one, other = _site(page), _site(site)
    return bool(one and other) and (
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
    )


@lru_cache(maxsize=4096)
def _site(url: str) -> str:
    return _FEED_HOST.sub("", urlsplit(url).hostname or "")
