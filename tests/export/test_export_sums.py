"""The sum in a log can be redone by hand from the log alone."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard import export
from signalboard.export.gather import gather
from signalboard.export.sums import rounded
from signalboard.model import Evidence, Stance, replace
from tests.export.sample import AS_OF, WEB4, piece, report

PLAIN = replace(WEB4, versions=WEB4.versions[:1], prior=0.5)


def judged(number: int, stance: Stance, strength: int, rated: str = "") -> Evidence:
    told = report(f"Title {number}", f"Outlet {number}", "2026-10-01T00:00", rated=rated)
    made = piece(f"e{number}", stance, strength, "2026-10-02T00:00", told, version=0)
    return replace(made, story_id=f"s{number}", judged_at=made.judged_at + number)


def by_hand(markdown: str) -> tuple[float, float]:
    """The sum of the lines of the block, redone; and what the block says it is."""
    block = re.search(r"```text\n(.*?)\n```", markdown, re.DOTALL)
    assert block is not None
    *lines, rule, last = block[1].split("\n")
    assert set(rule) == {"-"}
    total = 0.0
    for line in lines:
        figures, _, title = line.partition(" dB")
        assert ("Title" in title) == (" x " in figures)
        added = float(figures.split()[-1])
        total += added
        if factors := re.search(r"([0-9.]+) x ([0-9.]+)", line):
            assert abs(added) == pytest.approx(float(factors[1]) * float(factors[2]), abs=0.011)
    return total, float(last.split()[-2])


def test_the_worked_example_stands_line_by_line_in_the_log():
    up, down = Stance.SUPPORT, Stance.CONTRADICT
    made = [judged(1, up, 3), judged(2, up, 2), judged(3, up, 1), judged(4, down, 2),
            judged(5, down, 1)]  # fmt: skip
    log = gather([PLAIN], made, (), AS_OF)
    summed = log.theses[0].sum
    assert summed.db == pytest.approx(8.68, abs=0.001)
    assert summed.conviction is not None
    assert summed.conviction.p == pytest.approx(0.8807, abs=0.001)
    markdown = export.write(log, "md")
    assert by_hand(markdown) == (pytest.approx(8.68, abs=0.001), 8.68)
    assert "**Conviction: very likely, 88 % (65 to 97 %), +8.7 dB [+3/-2]**" in markdown
    assert "is 88.1 %: very likely" in " ".join(markdown.split())
    assert "dB, so the band is 64.8 to 96.7 %" in " ".join(markdown.split())


def test_no_evidence_is_a_dash_and_never_an_even_chance():
    log = gather([PLAIN], (), (), AS_OF)
    markdown = export.write(log, "md")
    assert "**Conviction: — [+0/-0]**" in markdown
    assert "50" not in markdown[: markdown.index("## Method")].replace("prior 50 %", "")
    assert by_hand(markdown) == (0, 0)
    assert log.theses[0].sum.change is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(Stance), st.integers(1, 3), st.sampled_from("ABCDEF ")),
             max_size=25),
    st.floats(0.01, 0.99),
)  # fmt: skip
def test_anybody_can_redo_the_sum(given, prior):
    made = [judged(n, stance, strength, rated.strip()) for n, (stance, strength, rated)
            in enumerate(given, 1)]  # fmt: skip
    log = gather([replace(PLAIN, prior=prior)], made, (), AS_OF)
    again, said = by_hand(export.write(log, "md"))
    assert again == pytest.approx(said, abs=0.005 * (len(made) + 2) + 0.001)
    assert said == pytest.approx(log.theses[0].sum.db, abs=0.0051)


def test_the_change_and_the_last_contradiction_stand_beside_it():
    made = [judged(1, Stance.SUPPORT, 3), judged(2, Stance.CONTRADICT, 1)]
    late = made[0].judged_at + 86400 * 10
    log = gather([PLAIN], made, (), late)
    told = " ".join(export.write(log, "md").split())
    assert "Change in 30 days: +8.0 dB. Last contradiction: 2026-10-02, 10 days before." in told
    later = gather([PLAIN], made, (), late + 86400 * 40)
    assert "Change in 30 days: 0.0 dB." in export.write(later, "md")
    alone = export.write(gather([PLAIN], made[:1], (), late), "md")
    assert "No contradiction is recorded." in alone


def test_computed_numbers_have_six_digits_and_no_negative_nothing():
    assert rounded(1.23456789) == 1.234568
    assert math.copysign(1, rounded(-1e-9)) == 1
