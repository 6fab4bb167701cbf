"""The forms that an evidence log is written in."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {"md": "Markdown", "csv": "CSV", "json": "JSON"}
"""What each is called for people, by the suffix of its files; the usual one first."""
