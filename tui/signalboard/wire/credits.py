"""Which news agency an entry credits: its text is the agency's, whoever printed it. Pure.

Five outlets that printed one wire story are one voice. A credit stands where
agencies are credited: in the byline, in the dateline, behind the last
sentence, behind a title in an aggregator. A mention is none ("Reuters
reported that"), nor is the name of somebody else (A.P. Moller, Bloomberg
Philanthropies). What credits several agencies is the outlet's own work.
"""

from __future__ import annotations

import re

from signalboard.model import Entry
from signalboard.wire.agencies import AGENCIES

_NAMES = {
    spelling.casefold(): name for name, spellings in AGENCIES.items() for spelling in spellings
}
_SPELLED = "|".join(
    re.escape(spelling)
    for spelling in sorted((s for known in AGENCIES.values() for s in known), key=len, reverse=True)
)
_ANY = re.compile(_SPELLED)
_SUBJECT = re.compile(rf"(?:The )?(?:{_SPELLED})(?!\w)")
_UPPER = re.compile("THE ASSOCIATED PRESS|ASSOCIATED PRESS|AGENCE FRANCE-PRESSE")

_HEAD, _TAIL = 240, 160
"""Characters of a text within which a dateline, or a last credit, stands."""
_DESK = (
    r"(?: (?:News|News Agency|Staff|Staff Writer|Breakingviews|Wire|Newswire|Newsroom|Inc\.?|LLC"
    r"|L\.?P\.?|Agency|Correspondent|Reporter|(?:[A-Z]\w+ ){0,3}(?:Writer|Editor|Reporter"
    r"|Correspondent)))?"
)
"""What may follow an agency's name without making it another's."""
_AGENCY = rf"(?P<agency>{_SPELLED}){_DESK}"
_DASH = r"(?:-{1,2}|[–—:])"

_PART = re.compile(rf"(?:[Tt]he )?{_AGENCY}(?: (?:in|from) [A-Z][\w .-]*)?(?:记者.*|電)?")
_AFTER_NAME = re.compile(
    r"\w+\.? .*? (?P<agency>The Associated Press|Associated Press|Agence France-Presse|AP|AFP"
    r"|Reuters|REUTERS|Bloomberg(?= News)|Xinhua)(?: News)?"
)
"""A name with its agency behind it, nothing between; a Bloomberg alone may be a family name."""
_PARTED = re.compile(
    r"\s*[,;|()\[\]•·、，（）＋+&]\s*|\s+[/–—-]\s+|(?<=\w)/(?=\w)"
    r"|\s+(?:and|with|for|via|avec|und)\s+",
)
_DATELINE = re.compile(rf"(?P<place>[^(（\[]*?)[(（\[]{_AGENCY}[)）\]]\s*(?P<dash>{_DASH}{{0,2}})")
_SLASHED = re.compile(
    r"[^/]{0,120}/\s?(?P<agency>PRNewswire(?:-PRWeb)?|PRNEWSWIRE|PR Newswire|Xinhua|AFP)"
    r"(?:-\w+)?\s?/"
)
_PRESS = re.compile(r"[^(]{0,120}--\s?\((?P<agency>BUSINESS WIRE|GLOBE NEWSWIRE)\)")
_UNSPACED = re.compile(
    r"[（(【\[]?(?:(?P<first>新华社|新華社|路透社|路透|法新社|美联社|彭博社|韩联社|共同社)"
    r"[^，。,]{0,24}?[日社](?:（[^）]*）)?(?:综合)?[电電讯訊]"
    r"|[^\]］]{0,24}日[\s\u3000]*(?P<second>ロイター|AFP|ブルームバーグ|共同)[\]］])"
)
_OPENING = re.compile(rf"(?:By |BY )(?P<byline>[^.。:]{{2,80}}?[,|/—–] ?{_AGENCY})(?=[\s.,—–-]|$)")
_LAST = re.compile(
    r"(?P<before>.*?)(?:(?:©|\([cC]\)|[Cc]opyright(?: ©)?) ?(?:(?:19|20)\d\d,? )?"
    r"|(?:^|\s)[—–-]{1,2} ?|[\[(（]|[Ss]ource: ?|SOURCE: ?|来源[:：] ?|來源[:：] ?)"
    rf"(?:[Tt]he )?{_AGENCY}[\])）]?\.?(?: All [Rr]ights [Rr]eserved\.?)?"
    r"(?: [Tt]his material .*)?\s*",
    re.DOTALL,
)
_PICTURE = re.compile(
    r"(?:photo\w*|image\w*|picture\w*|video|credit\w*|getty|illustration|file|图|圖)\W*"
    r"(?:by|:|via|credit)?\W*$",
    re.IGNORECASE,
)
_AGGREGATORS = re.compile(
    r"(?i)\b(?:google news|yahoo|msn|aol|techmeme|memeorandum|mediagazer|hacker news|reddit|bing"
    r"|newsnow|news360|smartnews|apple news|flipboard|feedly|inoreader|ground news|biztoc|finviz"
    r"|investing\.com|marketscreener|seeking alpha|benzinga|slashdot|drudge|newsbreak|allsides)"
)
_TITLE_END = re.compile(
    rf".*?(?:\s[-–—|·]\s(?:[Tt]he )?|[(\[](?:[^()\[\]]*/)?){_AGENCY}(?:\.com|[)\]])?\s*"
)
_SECTION = re.compile(
    rf"{_AGENCY}(?:\.com)?(?:(?:\s*[:|–—-]\s*|\s+)(?:Top |World |US |U\.S\. |China |Asia |Europe )?"
    r"(?:News|World|Technology|Tech|Business|Markets|Politics|Top|Headlines|Releases|Economics"
    r"|Companies|China|Asia|English|Industries|AI|Sports?|Science|Health|Opinion|Finance))*"
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_SMALL = frozenset(
    ["and", "by", "in", "of", "on", "the", "upon", "with", "al", "bin", "da", "de", "del", "do",
     "dos", "el", "la", "le", "les", "und", "y"]
)  # fmt: skip


def origin(entry: Entry, outlet: str, feed_origin: str | None = None) -> str:
    """Who an entry goes back to: the agency it credits, else its feed's origin, else the outlet."""
    return credited(entry, outlet) or agency(feed_origin or outlet) or feed_origin or outlet


def agency(name: str) -> str | None:
    """The one name of an agency, whatever its spelling or section; None for anybody else."""
    name = name.strip()
    return (_named(_SECTION.fullmatch(name)) if _ANY.match(name) else None) or _NAMES.get(
        name.removeprefix("The ").casefold()
    )


def credited(entry: Entry, outlet: str = "") -> str | None:
    """The agency whose text an entry is by its own word, by its one name; None where none is."""
    where = (entry.author, entry.title, entry.summary[:_HEAD], entry.summary[-_TAIL:])
    if not any(_ANY.search(text) or _UPPER.search(text) for text in where):
        return None
    for found in (_of_byline(entry.author), _of_dateline(entry.summary[:_HEAD].lstrip())):
        if found:
            return found.pop() if len(found) == 1 else None
    last = _of_end(entry.summary)
    if last is None and _AGGREGATORS.search(outlet):
        last = _named(_TITLE_END.fullmatch(entry.title))
    return last


def _of_byline(author: str) -> set[str]:
    """The agencies of "By Jane Doe, Reuters", "Reuters Staff", "FRANCE 24 with AFP"."""
    for upper in _UPPER.findall(author):
        author = author.replace(upper, upper.title())
    author = re.sub(r"^(?:[Bb]y|BY) ", "", author.strip())
    found: set[str] = set()
    for part in _PARTED.split(author):
        part = part.removesuffix(" contributed").strip(" .")
        name = _named(_PART.fullmatch(part)) or _named(_AFTER_NAME.fullmatch(part))
        if name is not None:
            found.add(name)
    return found


def _of_dateline(text: str) -> set[str]:
    """The agency of "LONDON, Nov 24 (Reuters) -", "/PRNewswire/ --", "新华社北京11月24日电"."""
    for pattern in (_SLASHED, _PRESS, _UNSPACED):
        if (made := pattern.match(text)) is not None:
            said = made.groupdict()
            return {_NAMES[(said.get("agency") or said.get("first") or said["second"]).casefold()]}
    made = _DATELINE.match(text)
    name = _named(made)
    if made is not None and name is not None and _is_place(made["place"], name, made["dash"]):
        return {name}
    opening = _OPENING.match(text)
    return _of_byline(opening["byline"]) if opening is not None else set()


def _is_place(text: str, name: str, dash: str) -> bool:
    """Whether a place and a date stand before an agency in brackets, rather than a sentence.

    "Accounts Payable (AP) - " and "The Associated Press (AP) - " explain letters.
    """
    text = text.strip(" ,-–—")
    if not text:
        return True
    if not dash or len(text) > 120 or _SUBJECT.match(text):
        return False
    words = _WORD.findall(text)
    if any(word[0].islower() and word not in _SMALL for word in words):
        return False
    initials = "".join(word[0] for word in words).upper()
    if "," not in text and len(words) > 1 and initials.endswith(name.upper()):
        return False
    return name != "AP" or any(len(word) > 1 and word.isupper() for word in words)


def _of_end(text: str) -> str | None:
    """The agency behind the last sentence: "© AFP", "— Associated Press", "(Reuters)"."""
    made = _LAST.fullmatch(text[-_TAIL:])
    if made is None or _PICTURE.search(made["before"]):
        return None
    return _named(made)


def _named(found: re.Match[str] | None) -> str | None:
    return None if found is None else _NAMES[found["agency"].casefold()]
