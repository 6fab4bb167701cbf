"""The frame of an HTML page: one file that runs nothing and asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from html import escape

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1a; --soft: #5c5b57; --page: #fdfcf9;
  --line: #d8d5cd; --link: #0b5394; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --soft: #a6a39c; --page: #191918;
  --line: #45433e; --link: #8ab8ea; } }
html { background: var(--page); color: var(--ink); }
body { margin: 0; font: 1.0625rem/1.6 Charter, "Bitstream Charter", Georgia, serif; }
main { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1.0625rem; margin: 1.5rem 0 .4rem; }
h4 { font-size: 1.0625rem; font-style: italic; margin: 1.25rem 0 .4rem; }
p, ul, ol { margin: .6rem 0; }
li { margin: .35rem 0; }
li ul { margin: .2rem 0; }
h1, h2, h3, h4, p, li, blockquote { overflow-wrap: anywhere; }
.small { color: var(--soft); font-size: .9375rem; }
blockquote { margin: 1.75rem 0; padding: 0 0 0 1.1rem; border-left: .25rem solid var(--line);
  font-size: 1.25rem; line-height: 1.45; }
blockquote p { margin: 0 0 .4rem; }
blockquote footer { font-size: .9375rem; color: var(--soft); }
a { color: var(--link); }
@media print { @page { size: A4; margin: 20mm; } :root { --ink: #000; --soft: #444;
  --page: #fff; --line: #999; --link: #000; } body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; } h1, h2, h3, h4 { break-after: avoid; }
  blockquote, li { break-inside: avoid; } }
""".strip()


def framed(title: str, body: str, style: str = STYLE) -> str:
    """A whole page. ``title`` is text, ``body`` is HTML, ``style`` the only style sheet.

    The policy allows that one style sheet, by its hash, and nothing else.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
