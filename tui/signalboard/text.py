"""The one door for text from outside: feeds, files, arguments and what is typed.

A terminal obeys some characters, and others make a line read as what it is
not. Whatever passes ``clean`` has none of them, and reads as it was written.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1000
"""Characters kept of one line."""
MOST_MARKS = 8
"""Combining marks kept on one base character."""

_SPACES = "\t\n\r\v\f\x85\u2028\u2029"
_DROPPED = [
    *(c for c in range(0x20) if chr(c) not in _SPACES),
    *(c for c in range(0x7F, 0xA0) if chr(c) not in _SPACES),
    0x00AD,  # soft hyphen: shown by some terminals, not by others
    0x061C,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),  # bidi embeddings and overrides
    *range(0x2060, 0x2070),  # invisible operators, bidi isolates
    0xFEFF,
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    0xFFFE,
    0xFFFF,
    *range(0xD800, 0xE000),  # lone surrogates
    *range(0xE0000, 0xE0080),  # tags
]
_TABLE: dict[int, int | None] = {**dict.fromkeys(_DROPPED), **{ord(c): 0x20 for c in _SPACES}}
_PRINTED: dict[int, int | None] = {**_TABLE, 0x09: 0x09, 0x0A: 0x0A, 0x0D: 0x0D}
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LIKE_MARKS = re.compile(rf"[^\w\s]{{{MOST_MARKS + 1}}}")
"""What too many marks in a row look like: none is a letter, a digit or a space."""
_JOINER_RUN = re.compile("[\u200c\u200d]{2,}")
_WIDE = "\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
"""Between these characters a line may be broken."""
_HISSES = re.compile("(?:s|x|z|ch|sh)$")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def clean(text: str, limit: int = LONGEST) -> str:
    """One line of text that is safe to show and store. Idempotent.

    NFC; white space becomes one space; controls (C0, DEL, C1), bidi controls,
    tags, interlinear and zero-width characters and lone surrogates go; joiners
    stay, one at a time; at most eight combining marks on a base; at most
    ``limit`` characters, the last an ellipsis where some were cut.
    """
    if not text.isprintable():  # all that is dropped is no printable character
        text = text.translate(_TABLE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _JOINER_RUN.sub(lambda run: run[0][0], text)
        if _LIKE_MARKS.search(text):
            text = _fewer_marks(text)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def clean_paragraphs(text: str, limit: int) -> str:
    """Several lines of text, each cleaned, with no more than one empty line between two.

    At most ``limit`` characters in all; lines are not shortened otherwise.
    """
    lines: list[str] = []
    for line in _LINE_END.split(text[: limit * 4]):
        cleaned = clean(line, limit)
        if cleaned or (lines and lines[-1]):
            lines.append(cleaned)
    whole = "\n".join(lines).strip()
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


def clean_lines(text: str, limit: int = 20_000) -> str:
    """Several lines of text as they are laid out, each cleaned: for text that is written on.

    Spaces stay but those at the end of a line, and empty lines do; a line has at most
    ``limit`` characters, a word what ``clean`` leaves of it.
    """
    lines = (" ".join(map(clean, line[:limit].split(" "))) for line in _LINE_END.split(text))
    return "\n".join(line.rstrip(" ") for line in lines)


def printable(text: str) -> str:
    """A text as it is laid out, without what a terminal obeys but line ends and tabs.

    What the program prints is made of clean text: this is for what came around the door.
    """
    if text.isprintable() or text == "\r":
        return text
    return _LONE_RETURN.sub(" ", text.translate(_PRINTED))


def is_clean(text: str) -> bool:
    """Whether the text would pass the door of lines unchanged."""
    return clean(text) == text


def excerpt(text: str, limit: int) -> str:
    """The first ``limit`` characters on one line, cut between words where one is near."""
    line = clean(text, max(limit * 2, limit + 1))
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit * 3 // 4 else cut).rstrip(" ,;:.…") + "…"


def cells(text: str) -> int:
    """How many columns a text takes where wide characters (漢) take two."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def wrapped(text: str, width: int, *, breaks_wide: bool = False) -> list[str]:
    """The words of a text on lines of at most ``width`` columns; a longer word has its own line.

    ``breaks_wide``: text without spaces, as in Chinese, is broken between wide characters.
    Else the lines joined with spaces are the text again, if it is clean.
    """
    lines: list[str] = []
    room = 0
    for word in text.split():
        parts = _wide_parts(word, width) if breaks_wide else [word]
        for at, part in enumerate(parts):
            size = cells(part) + (1 if not at else 0)
            if not lines or size > room:
                lines.append(part)
                room = width - cells(part)
            else:
                lines[-1] += part if at else f" {part}"
                room -= size
    return lines


def slug(text: str, limit: int = 60) -> str:
    """A name for files and ids: ``[a-z0-9-]``, never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:limit].strip("-")
    return words or "unnamed"


def counted(number: int, one: str, many: str = "") -> str:
    """So many of something: ``1 story``, ``2,000 stories``.

    ``many`` where the plural is not formed by -s, -es or -ies.
    """
    if number == 1:
        return f"1 {one}"
    if not many:
        is_y = one.endswith("y") and one[-2:-1] not in "aeiou"
        stem, end = (one[:-1], "ies") if is_y else (one, "es" if _HISSES.search(one) else "s")
        many = stem + end
    return f"{number:,} {many}"


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _wide_parts(word: str, width: int) -> list[str]:
    """A word where it may be broken: whole if it is narrow or short, else at wide characters."""
    if word.isascii() or cells(word) <= width // 2:
        return [word]
    return re.findall(f"[^{_WIDE}]+|[{_WIDE}][^{_WIDE}\\w]*", word)


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def sized(size: int) -> str:
    """So many bytes, for people: ``999 B``, ``1.3 GB``."""
    if size < 1000:
        return f"{size} B"
    told = float(size)
    for unit in ("kB", "MB"):
        told /= 1000
        if told < 999.95:
            return f"{told:.1f} {unit}"
    return f"{told / 1000:,.1f} GB"
