"""Which proxy the environment names for an address. Read only where feeds.yaml asks for it."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

from signalboard.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Proxies:
    """Proxies by scheme, and what goes around them, as HTTPS_PROXY and NO_PROXY say it."""

    by_scheme: Mapping[str, str] = field(default_factory=dict, repr=False)
    """May hold a password."""

    @classmethod
    def of_environment(cls) -> Proxies:
        """What the environment names, in capitals or not."""
        return cls(urllib.request.getproxies_environment())

    def of(self, url: str) -> str | None:
        """The http(s) address of the proxy to ask for a URL; None to ask directly."""
        parts = urlsplit(url)
        found = self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")
        if not found or self._is_bypassed(parts.hostname or ""):
            return None
        return found if "://" in found else f"http://{found}"

    def _is_bypassed(self, host: str) -> bool:
        return bool(urllib.request.proxy_bypass_environment(host, dict(self.by_scheme)))  # type: ignore[attr-defined]
