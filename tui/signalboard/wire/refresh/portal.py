"""A network that answers in everybody's place: the captive portal of a hotel or a train.

It sends whoever asks for anything to a page of its own. No feed is to blame for that, so
nothing is learnt from such answers. Pure.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from signalboard.links import shown_host
from signalboard.model import Outcome
from signalboard.values import dataclass, field

PORTAL = (
    "Every feed was sent on to {host}, which is none of them: this network wants you to log in "
    "first. Nothing was changed; log in and refresh again."
)
FEWEST = 3
"""Feeds, all sent to one place, that are no chance."""


def is_astray(listed: str, final: str, outcome: Outcome) -> bool:
    """Whether a request ended at another server than it was meant for, and came to nothing."""
    return not outcome.is_well and bool(final) and _server(listed) != _server(final)


@dataclass(slots=True)
class Heard:
    """How the requests of one run ended, as far as it tells of the network."""

    answered: int = 0
    """Feeds whose own servers answered, or some server with a feed."""
    astray: dict[str, str] = field(default_factory=dict)
    """Where the others were sent, by the address of the feed."""

    def note(self, listed: str, final: str, outcome: Outcome) -> None:
        """One request has ended."""
        if is_astray(listed, final, outcome):
            self.astray[listed] = final
        elif not outcome.is_silent:
            self.answered += 1

    @property
    def portal(self) -> str | None:
        """The host that answers for all; None where there is no such thing."""
        places = {_server(final) for final in self.astray.values()}
        servers = {_server(listed) for listed in self.astray}
        if self.answered or len(places) != 1 or len(self.astray) < FEWEST or len(servers) < 2:
            return None
        return shown_host(next(iter(self.astray.values())))


def _server(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
