"""Sites whose feeds have known addresses: found from the page's address alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from signalboard.links import safe_link
from signalboard.wire.discover.offers import Offer, edgar_company

Rule = Callable[[SplitResult, list[str], dict[str, str]], list[tuple[str, str]]]
"""(address, the parts of its path, its query) to (address of a feed, what it is)."""

_CHANNEL = re.compile(r"UC[\w-]{22}")
_NAME = re.compile(r"[\w.-]{1,100}")
_NOT_OWNERS = frozenset(
    {"about", "apps", "blog", "collections", "contact", "customer-stories", "enterprise"}
    | {"events", "explore", "features", "join", "login", "marketplace", "new", "notifications"}
    | {"orgs", "pricing", "readme", "search", "security", "settings", "site", "sponsors"}
    | {"team", "topics", "trending"}
)
"""First parts of a path at GitHub that are nobody's name."""


def offers(url: str) -> tuple[Offer, ...]:
    """The feeds that a known site has for one of its pages, the best first; () if unknown.

    The first is asked for; the next where it is none. Those that are other feeds rather than
    other attempts wait until a person chooses them.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        query = {name: values[0] for name, values in parse_qs(parts.query, True).items()}
    except ValueError:
        return ()
    path = [part for part in parts.path.split("/") if part]
    found = _rule(host, path)(parts, path, query)
    made = []
    for number, (address, title) in enumerate(found):
        link = safe_link(address)
        if link is not None and link != url:
            waits = number > 0 and host == "github.com"
            made.append(Offer(link, title, "known of this site", waits))
    return tuple(made)


def _rule(host: str, path: list[str]) -> Rule:
    exact = _HOSTS.get(host)
    if exact is not None:
        return exact
    for ending, rule in _ENDINGS.items():
        if host.endswith(ending):
            return rule
    return _mastodon if len(path) == 1 and re.fullmatch(r"@\w{1,64}", path[0]) else _nothing


def _nothing(_: SplitResult, __: list[str], ___: dict[str, str]) -> list[tuple[str, str]]:
    return []


def _youtube(_: SplitResult, path: list[str], query: dict[str, str]) -> list[tuple[str, str]]:
    """Channels by id, playlists and old user names; handles need the page."""
    base = "https://www.youtube.com/feeds/videos.xml?"
    if path[:1] == ["channel"] and len(path) > 1 and _CHANNEL.fullmatch(path[1]):
        return [(f"{base}channel_id={path[1]}", "YouTube channel")]
    if path[:1] == ["playlist"] and re.fullmatch(r"[\w-]{10,60}", query.get("list", "")):
        return [(f"{base}playlist_id={query['list']}", "YouTube playlist")]
    if path[:1] == ["user"] and len(path) > 1 and _NAME.fullmatch(path[1]):
        return [(f"{base}user={path[1]}", "YouTube channel")]
    return []


def _reddit(parts: SplitResult, path: list[str], _: dict[str, str]) -> list[tuple[str, str]]:
    if path and path[-1] == ".rss":
        return []
    asked = f"?{parts.query}" if parts.query else ""
    if path[:1] in (["r"], ["user"], ["u"]) and len(path) > 1:
        kind = "user" if path[0] == "u" else path[0]
        place = "/".join([kind, *path[1:]])
        return [(f"https://www.reddit.com/{place}/.rss{asked}", f"Reddit {path[0]}/{path[1]}")]
    if path == ["search"] and asked:
        return [(f"https://www.reddit.com/search.rss{asked}", "Reddit search")]
    return [] if path else [("https://www.reddit.com/.rss", "Reddit")]


def _github(_: SplitResult, path: list[str], __: dict[str, str]) -> list[tuple[str, str]]:
    if not path or path[0] in _NOT_OWNERS or not all(map(_NAME.fullmatch, path[:2])):
        return []
    if path[-1].endswith(".atom"):
        return []
    if len(path) == 1:
        return [(f"https://github.com/{path[0]}.atom", f"what {path[0]} does")]
    name = f"{path[0]}/{path[1].removesuffix('.git')}"
    base = f"https://github.com/{name}"
    feeds = {
        "releases": (f"{base}/releases.atom", f"{name}: releases"),
        "tags": (f"{base}/tags.atom", f"{name}: tags"),
        "commits": (f"{base}/commits.atom", f"{name}: commits"),
    }
    if path[2:3] == ["commits"] and len(path) > 3:
        branch = "/".join(path[3:])
        feeds["commits"] = (f"{base}/commits/{branch}.atom", f"{name}: commits to {branch}")
    meant = path[2] if len(path) > 2 and path[2] in feeds else "releases"
    return [feeds.pop(meant), *feeds.values()]


def _medium(_: SplitResult, path: list[str], __: dict[str, str]) -> list[tuple[str, str]]:
    if not path or path[0] == "feed":
        return []
    if path[0] in {"tag", "topic"} and len(path) > 1:
        return [(f"https://medium.com/feed/tag/{path[1]}", f"Medium: {path[1]}")]
    return [(f"https://medium.com/feed/{path[0]}", f"Medium: {path[0]}")]


def _news(parts: SplitResult, path: list[str], query: dict[str, str]) -> list[tuple[str, str]]:
    """Google News: a search, a topic, or the front page."""
    if path[:1] == ["rss"]:
        return []
    asked = f"?{parts.query}" if parts.query else ""
    if path[:1] == ["search"] and query.get("q"):
        return [(f"https://news.google.com/rss/search{asked}", f"Google News: {query['q']}")]
    if path[:1] == ["topics"] and len(path) > 1:
        return [(f"https://news.google.com/rss/topics/{path[1]}{asked}", "Google News topic")]
    return [(f"https://news.google.com/rss{asked}", "Google News")]


def _hacker_news(_: SplitResult, path: list[str], query: dict[str, str]) -> list[tuple[str, str]]:
    base = "https://hnrss.org/"
    if not path or path in (["news"], ["front"]):
        return [(f"{base}frontpage", "Hacker News: front page")]
    if path in (["newest"], ["ask"], ["show"], ["jobs"], ["best"]):
        return [(f"{base}{path[0]}", f"Hacker News: {path[0]}")]
    if path == ["user"] and query.get("id"):
        named = quote(query["id"], safe="")
        return [(f"{base}user?id={named}", f"Hacker News: {query['id']}")]
    if path == ["item"] and query.get("id", "").isdigit():
        return [(f"{base}item?id={query['id']}", "Hacker News: one discussion")]
    return []


def _hn_search(_: SplitResult, __: list[str], query: dict[str, str]) -> list[tuple[str, str]]:
    asked = query.get("q", query.get("query", ""))
    named = quote(asked, safe="")
    return [(f"https://hnrss.org/newest?q={named}", f"Hacker News: {asked}")] if asked else []


def _arxiv(_: SplitResult, path: list[str], __: dict[str, str]) -> list[tuple[str, str]]:
    is_list = path[:1] in (["list"], ["archive"]) and len(path) > 1
    if is_list and re.fullmatch(r"[a-z-]{2,20}(\.[A-Za-z-]{2,20})?", path[1]):
        return [(f"https://rss.arxiv.org/atom/{path[1]}", f"arXiv: {path[1]}")]
    if path[:1] == ["a"] and len(path) > 1 and _NAME.fullmatch(path[1]):
        return [(f"https://arxiv.org/a/{path[1]}.atom2", f"arXiv: {path[1]}")]
    return []


def _edgar(_: SplitResult, path: list[str], query: dict[str, str]) -> list[tuple[str, str]]:
    """A company's page at the SEC, old or new; a name where no ticker is of that name."""
    asked = {name.lower(): value for name, value in query.items()}
    company = asked.get("cik") or asked.get("company")
    if not company or path[:1] not in (["cgi-bin"], ["edgar"]) or asked.get("output") == "atom":
        return []
    form = asked.get("type", "8-K")
    title = f"EDGAR: {form or 'filings'} of {company}"
    first = edgar_company(company, form)
    by_name = first.replace("&CIK=", "&company=")
    return (
        [(first, title)]
        if by_name == first or company.isdigit()
        else [(first, title), (by_name, title)]
    )


def _bluesky(_: SplitResult, path: list[str], __: dict[str, str]) -> list[tuple[str, str]]:
    if path[:1] == ["profile"] and len(path) == 2:
        return [(f"https://bsky.app/profile/{path[1]}/rss", f"Bluesky: {path[1]}")]
    return []


def _pypi(_: SplitResult, path: list[str], __: dict[str, str]) -> list[tuple[str, str]]:
    if path[:1] == ["project"] and len(path) > 1 and _NAME.fullmatch(path[1]):
        return [(f"https://pypi.org/rss/project/{path[1]}/releases.xml", f"PyPI: {path[1]}")]
    return []


def _mastodon(parts: SplitResult, path: list[str], _: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"https://{parts.netloc}/{path[0]}.rss", path[0])]


def _at(path_of_feed: str) -> Rule:
    """Sites that have one feed each, always at the same place."""

    def rule(parts: SplitResult, path: list[str], _: dict[str, str]) -> list[tuple[str, str]]:
        address = f"{parts.scheme}://{parts.netloc}/{path_of_feed}"
        is_it = "/".join(path) == path_of_feed.rstrip("/")
        return [] if is_it else [(address, parts.hostname or "")]

    return rule


_HOSTS: dict[str, Rule] = {
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "reddit.com": _reddit,
    "old.reddit.com": _reddit,
    "new.reddit.com": _reddit,
    "github.com": _github,
    "medium.com": _medium,
    "news.google.com": _news,
    "news.ycombinator.com": _hacker_news,
    "hn.algolia.com": _hn_search,
    "arxiv.org": _arxiv,
    "sec.gov": _edgar,
    "bsky.app": _bluesky,
    "pypi.org": _pypi,
}
_ENDINGS: dict[str, Rule] = {
    ".substack.com": _at("feed"),
    ".medium.com": _at("feed"),
    ".wordpress.com": _at("feed/"),
    ".blogspot.com": _at("feeds/posts/default"),
    ".tumblr.com": _at("rss"),
}
