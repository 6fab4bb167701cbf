"""Colours: our own dark and light, the terminal's own sixteen, and names for every theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.color import Color
from textual.style import Style
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

DARK, LIGHT, ANSI = "signalboard-dark", "signalboard-light", "signalboard-16"

_DARK = {
    "ink": "#c8d0d9", "ink-strong": "#eef2f6", "ink-read": "#9aa5b1", "ink-soft": "#7d8895",
    "ink-judged": "#707b87", "ink-faint": "#39424d", "line": "#2c3540", "line-focus": "#5b7fa6",
    "page": "#11161c", "raised": "#1f2b38", "raised-idle": "#182029", "armed": "#16202b",
    "accent-ink": "#7ab4f5", "company-judged": "#4f7399", "up": "#78c48a", "down": "#ec7f78",
    "both": "#c79be8", "gold": "#dcb55c",
}  # fmt: skip
_LIGHT = {
    "ink": "#2b3440", "ink-strong": "#0c1218", "ink-read": "#55606d", "ink-soft": "#6b7683",
    "ink-judged": "#87919c", "ink-faint": "#c2c9d1", "line": "#ccd3da", "line-focus": "#4f83bd",
    "page": "#fcfcfa", "raised": "#dfe9f4", "raised-idle": "#eef2f6", "armed": "#f0f5fa",
    "accent-ink": "#1560ab", "company-judged": "#6f97bf", "up": "#1d7a36", "down": "#c0352f",
    "both": "#7b3fb0", "gold": "#94690a",
}  # fmt: skip
_ANSI = {
    "ink": "ansi_default", "ink-strong": "ansi_default", "ink-read": "ansi_default",
    "ink-soft": "ansi_default", "ink-judged": "ansi_default", "ink-faint": "ansi_default",
    "line": "ansi_default", "line-focus": "ansi_cyan", "page": "ansi_default",
    "raised": "ansi_default", "raised-idle": "ansi_default", "armed": "ansi_default",
    "accent-ink": "ansi_cyan", "company-judged": "ansi_cyan", "up": "ansi_green",
    "down": "ansi_red", "both": "ansi_magenta", "gold": "ansi_yellow",
}  # fmt: skip


def _own(name: str, inks: Mapping[str, str], *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=inks["line-focus"],
        secondary=inks["accent-ink"],
        accent=inks["accent-ink"],
        foreground=inks["ink"],
        background=inks["page"],
        surface=inks["page"],
        panel=inks["raised-idle"],
        success=inks["up"],
        warning=inks["gold"],
        error=inks["down"],
        dark=dark,
        ansi=inks["page"].startswith("ansi"),
        variables={
            **inks,
            "input-selection-background": inks["line-focus"],
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
        },
    )


THEMES = (
    _own(DARK, _DARK, dark=True),
    _own(LIGHT, _LIGHT, dark=False),
    _own(ANSI, _ANSI, dark=True),
)
OWN = frozenset(theme.name for theme in THEMES)
"""Those that name all of our colours themselves."""


def inks_of(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """Our names for the colours of a theme that does not know them."""
    if theme.ansi:
        return dict(_ANSI)
    page = Color.parse(variables["background"])
    ink = Color.parse(variables["foreground"])
    accent = Color.parse(variables.get("accent", variables["primary"]))

    def toward(other: Color, share: float) -> str:
        return page.blend(other, share, 1).hex

    return {
        "ink": toward(ink, 0.92), "ink-strong": toward(ink, 1), "ink-read": toward(ink, 0.75),
        "ink-soft": toward(ink, 0.6), "ink-judged": toward(ink, 0.5),
        "ink-faint": toward(ink, 0.25), "line": toward(ink, 0.22),
        "line-focus": variables["primary"], "page": page.hex, "raised": toward(accent, 0.2),
        "raised-idle": toward(ink, 0.07), "armed": toward(accent, 0.08), "accent-ink": accent.hex,
        "company-judged": toward(accent, 0.6), "up": variables["success"],
        "down": variables["error"], "both": variables["secondary"], "gold": variables["warning"],
    }  # fmt: skip


INKS = {
    "": "ink", "strong": "ink-strong", "title": "ink-strong", "read": "ink-read",
    "soft": "ink-soft", "judged": "ink-judged", "faint": "ink-faint", "accent": "accent-ink",
    "key": "accent-ink", "company": "accent-ink", "company-judged": "company-judged",
    "support": "up", "contradict": "down", "split": "both", "star": "gold", "warn": "gold",
    "hit": "ink-strong",
}  # fmt: skip
"""What text is written in, and the colour it takes."""
GROUNDS = {"cursor": "raised", "cursor-idle": "raised-idle", "armed": "armed"}
"""What a line stands on, and the colour it takes."""
_FADED = ("soft", "judged", "faint", "company-judged")
_palettes: dict[tuple[str, bool], dict[str, Style]] = {}


def palette_of(app: App[Any]) -> Mapping[str, Style]:
    """Every ink and ground of the present theme; where colours are few, weight says the rest."""
    key = (app.theme, app.no_color)
    palette = _palettes.get(key)
    if palette is None:
        variables = app.theme_variables
        few = app.no_color or app.current_theme.ansi
        palette = _palettes[key] = {
            **{
                ink: Style(
                    foreground=Color.parse(variables[name]),
                    bold=True if ink == "title" or (few and ink == "strong") else None,
                    dim=True if few and ink in _FADED else None,
                    underline=True if ink == "hit" else None,
                )
                for ink, name in INKS.items()
            },
            **{
                ground: Style(
                    background=Color.parse(variables[name]),
                    # Few colours leave no other ground: reversed, or bold where no keys go.
                    reverse=True if few and ground == "cursor" else None,
                    bold=True if few and ground.startswith("cursor") else None,
                )
                for ground, name in GROUNDS.items()
            },
        }
    return palette


def choose(asked: str | None, colours: str | None, available: Mapping[str, Theme]) -> str:
    """The theme to start with: the one remembered, where the terminal can show it.

    ``colours`` is what the terminal can do: ``truecolor``, ``256``, ``standard``
    (sixteen), or None.
    """
    few = colours not in ("truecolor", "256")
    if asked is not None and asked in available and not (few and not available[asked].ansi):
        return asked
    return ANSI if few else DARK
