"""Write the key table of README.md anew, from the list of commands."""

from __future__ import annotations

from pathlib import Path

from signalboard.ui.keys import docs_table

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN = "<!-- keys: made by `signalboard keys --markdown` -->\n"
END = "<!-- end of keys -->\n"


def with_keys(readme: str) -> str:
    """The text with the table between its marks as the commands say it now."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{docs_table()}{END}{tail}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text()))
