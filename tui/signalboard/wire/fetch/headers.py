"""What a server says about its answer. Pure but for the values it is given."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Sequence
from http import HTTPStatus

from signalboard.times import from_datetime

LONGEST_VALIDATOR = 2048
"""Characters of an ETag or a date that are still remembered."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_RANGE = re.compile(r"bytes 0-\d{1,12}/(\d{1,12})", re.IGNORECASE)
_NO_CODINGS = frozenset(
    {"", "identity", "none", "null", "plain", "text", "binary", "7bit", "8bit", "utf-8", "utf8"}
    | {"ascii", "us-ascii", "iso-8859-1", "latin1", "windows-1252", "charset=utf-8", "chunked"}
)


class Headers:
    """The headers of one answer, byte for byte."""

    def __init__(self, raw: Sequence[tuple[bytes, bytes]]) -> None:
        self._raw = raw

    def get(self, name: str) -> str | None:
        """All values of a header as one; None where there is none."""
        wanted = name.encode("ascii")
        values = [value for key, value in self._raw if key.lower() == wanted]
        return b", ".join(values).decode("latin-1") if values else None

    def number(self, name: str) -> int | None:
        """The whole number a header gives; absurd ones are cut to twenty digits."""
        return _number(self.get(name))

    def validator(self, name: str) -> str | None:
        """An ETag or Last-Modified as it must be sent back; None where it is too long to keep."""
        value = self.get(name)
        return value if value and len(value) <= LONGEST_VALIDATOR else None

    def codings(self) -> list[str]:
        """The content codings in the order they were applied; ``identity`` is none.

        Nor is what servers say there by mistake: ``none``, or the encoding of the text.
        """
        codings = (self.get("content-encoding") or "").split(",")
        named = [coding.strip().lower().removeprefix("x-") for coding in codings]
        return [coding for coding in named if coding not in _NO_CODINGS]

    def is_whole(self, length: int) -> bool:
        """Whether a part (206) of so many bytes, as sent, is all there is."""
        found = _RANGE.fullmatch((self.get("content-range") or "").strip())
        return found is not None and int(found[1]) == length

    def retry_after(self, now: int) -> int | None:
        """Seconds a Retry-After asks for; None where it says nothing that can be read."""
        seconds = self.number("retry-after")
        if seconds is not None:
            return seconds
        moment = _moment(self.get("retry-after"))
        return None if moment is None else max(0, moment - now)

    def fresh_for(self, now: int) -> int | None:
        """Seconds the answer stays good by max-age or Expires, the longer; None if neither says."""
        spans = []
        if found := _MAX_AGE.search(self.get("cache-control") or ""):
            spans.append(int(found[1]))
        expires = _moment(self.get("expires"))
        if expires is not None and expires > now:
            spans.append(expires - now)
        return max(spans, default=None)


def named(status: int) -> str:
    """A status with its phrase, as ``404, not found``."""
    try:
        return f"{status}, {HTTPStatus(status).phrase.lower()}"
    except ValueError:
        return str(status)


def _number(written: str | None) -> int | None:
    written = (written or "").strip()
    return int(written[:20]) if written.isascii() and written.isdigit() else None


def _moment(written: str | None) -> int | None:
    try:
        return from_datetime(email.utils.parsedate_to_datetime(written or ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
