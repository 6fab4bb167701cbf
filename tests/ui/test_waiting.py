"""How the number of waiting stories is said."""

from __future__ import annotations

from signalboard.model import MOST_WAITING
from signalboard.ui.status import at_least


def test_where_nobody_counted_further_it_says_so() -> None:
    assert at_least(MOST_WAITING - 1) == "1,999"
    assert at_least(MOST_WAITING) == "2,000+"
