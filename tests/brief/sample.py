"""A brief in tests. Every title, outlet and person in it is made up."""

from __future__ import annotations

from signalboard import times
from signalboard.brief.beginning import Aids
from signalboard.model import (
    Asked,
    Bearing,
    Brief,
    Cited,
    Point,
    Snapshot,
    Stance,
    Thesis,
    Version,
    Watch,
)
from tests.values import report

NOW = times.parse_iso("2026-11-24T14:32:00")
TITLE = "Tencent upgrades its foundation model, first since OpenAI hire"
OTHER = "Tencent's new model is the work of a researcher it hired away"
SAID = (
    "The company gave its foundation model a first upgrade since it hired a senior researcher "
    "from OpenAI. “We hired for years of work, not for an announcement,” said Lin Yu, who "
    "leads the group. Features of WeChat are to use it within six months."
)


def day(written: str) -> int:
    return times.parse_iso(written)


TALENT = Thesis(
    "talent-moves-frontiers",
    5,
    "Talent moves frontiers",
    (Version("a senior hire ships within a year", "hires do not show", NOW),),
    status="active",
)
CHINA = Thesis(
    "china-ships-agents-first",
    2,
    "China ships agents first",
    (Version("a super-app in China is first", "it happens elsewhere first", NOW),),
    status="active",
)
WATCH = Watch(
    "w12",
    CHINA.id,
    "Does a Chinese super-app let agents pay?",
    "one in ten orders is an agent's",
    "fewer are",
    "",
    "",
    NOW,
    times.day_ends(day("2027-03-31")),
    0.8,
    0.2,
)
AIDS = Aids(
    titles=(TITLE, OTHER),
    texts=(TITLE, OTHER, SAID),
    theses=(CHINA, TALENT),
    watches=(WATCH,),
    days=(("within six months", times.day_ends(day("2027-05-24"))),),
)
SNAPSHOT = Snapshot(
    TITLE,
    "https://www.bloomberg.example/tencent",
    NOW - 540,
    SAID,
    ("Tencent", "OpenAI"),
    (
        report("Bloomberg", title=TITLE, url="https://www.bloomberg.example/tencent"),
        report("Reuters", entry="2", title=OTHER, url="https://www.reuters.example/2"),
    ),
)
BRIEF = Brief(
    id="b7",
    story_id="s0123456789ab",
    snapshot=SNAPSHOT,
    created_at=NOW,
    changed_at=NOW,
    headline="Tencent ships a model nine months after hiring from OpenAI",
    points=(
        Point("Tencent has upgraded its foundation model for the first time since the hire.", (1,)),
        Point("The group is led by the researcher, who came from OpenAI.", (1, 2)),
        Point("WeChat is to use the model within six months; until now it used another.", (2,)),
    ),
    bearings=(
        Bearing(CHINA.id, 2, CHINA.name, Stance.SUPPORT, 1),
        Bearing(TALENT.id, 5, TALENT.name, Stance.SUPPORT, 2),
    ),
    signal=(
        "A hire is an announcement; a release is a result. This is the first result of one.",
        "It says nothing of how good the model is.",
    ),
    quote="We hired for years of work, not for an announcement,",
    quoted="Lin Yu, Tencent",
    implication=(
        "If it powers WeChat within six months, the hire worked; if it stays in the laboratory, "
        "it was a move for the press.",
    ),
    watches=(
        Asked(
            TALENT.id,
            TALENT.name,
            "Does the model power a feature of WeChat?",
            "a feature that all users have is said to run on it",
            "none is",
            times.day_ends(day("2027-05-24")),
            0.8,
            0.2,
        ),
        Asked(
            CHINA.id, CHINA.name, WATCH.question, WATCH.hit_if, WATCH.miss_if, WATCH.closes_at,
            0.8, 0.2, "w12",
        ),
    ),
    sources=(
        Cited(TITLE, "Bloomberg", "https://www.bloomberg.example/tencent", day("2026-11-24")),
        Cited(OTHER, "Reuters", "https://www.reuters.example/2", day("2026-11-24")),
    ),
)  # fmt: skip
