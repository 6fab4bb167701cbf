"""Fetching: one request for a feed, ending in one of a closed set of outcomes."""

import sys

# httpx loads its own command line, with click, pygments and rich, where those can be found:
# a seventh of what a refresh takes to begin. Said before anything here loads httpx.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
