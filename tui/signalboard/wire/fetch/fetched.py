"""How a request for a feed ended, and what one may take: values, without any HTTP."""

from __future__ import annotations

import hashlib

from signalboard.model import Outcome
from signalboard.values import dataclass, field
from signalboard.wire.spool import Body, Spool

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: seconds and bytes."""

    total: float = 30.0
    connect: float = 10.0
    head: int = MIB // 4
    raw: int = 10 * MIB
    decoded: int = 30 * MIB
    held: int = MIB
    """What is more is received into a file."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a request ended. A body to be parsed comes with ``Outcome.ENTRIES`` only.

    Whoever was given one closes it.
    """

    outcome: Outcome
    reason: str = ""
    """A sentence for people; empty where all went as it should."""
    status: int | None = None
    body: Body = field(default=b"", repr=False)
    content_type: str = ""
    final_url: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    asked: int | None = None
    """Seconds the server wants us to wait: Retry-After, max-age or Expires."""
    moved_to: str | None = None
    """Where a chain of permanent redirects led."""
    forgets_validators: bool = False
    is_public: bool = False
    """Whether any of its servers has an address of the public internet."""

    def close(self) -> None:
        """Gives back what its body takes on disk."""
        if isinstance(self.body, Spool):
            self.body.close()


def body_hash(body: bytes | bytearray) -> str:
    """What tells two bodies apart."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
