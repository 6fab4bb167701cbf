"""The forms that an evidence log is written in, and those of what is written to be read."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {
    "md": "Markdown",
    "html": "HTML",
    "json": "JSON",
    "csv": "CSV, a judgment a row",
    "watches-csv": "CSV, a watch a row",
    "weeks-csv": "CSV, a week a row",
    "obsidian": "notes for Obsidian, a folder",
    "bibtex": "sources as BibTeX",
    "ris": "sources as RIS",
    "csl-json": "sources as CSL-JSON",
}
"""What each is called for people, by the name it is asked for by; the usual one first."""

READING_FORMATS: Mapping[str, str] = {
    "md": "Markdown",
    "html": "HTML",
    "txt": "plain text",
}
"""The forms of a brief and of a digest, which people read; the usual one first."""
