"""Text that Markdown (CommonMark and GFM) shows as it is, with as few backslashes as that takes.

What holds: a text escaped here, set on one line anywhere a log sets text (a paragraph,
a heading, bold, a quote, a list item, beside other such texts), renders to exactly its
characters and to no element of its own. ``tests/export/test_export_literal.py`` says so
of any text. Pure.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

_INLINE = r"""
    [\\`]                               # a backslash, code
  | [*~](?!(?<=\s[*~])\s)              # emphasis, strikethrough: not where it stands alone
  | (?<![^\W_])_ | _(?![^\W_])         # emphasis: never within a word
  | \](?=[(\[:] | \Z)                 # what makes brackets a link, image or definition
  | \[(?=\^) | (?<=\^)\[             # a footnote, whose label an escape does not end
  | <(?=[A-Za-z/!?] | \Z)              # HTML, a link in angle brackets
  | &(?=\#?\w+(?:; | \Z))              # an entity
  | /(?=/)                             # https://, ftp://, //
  | (?<=[wW]{3})\. | (?<=[^\s.])\.(?=[^\W\d_]{2})  # www., a host taken for a link
  | @(?=\S)                            # an address of mail, a mention
  | (?<!\s)\$(?!\d)                    # the end of a formula
  | (?<=\{)[{%:\#]                     # templates of site builders
  | \[(?=\[) | (?<=\[)\[               # a link to a note
  | (?<!\S)\#(?=[\w/-]*[^\W\d])        # a tag: #word, not #1
  | %(?=%) | (?<=%)%                   # a comment between two %%
  | =(?==) | (?<==)=                   # marked text
  | (?<!\S)\^(?=[A-Za-z0-9-]+\Z)       # the id of a block
"""
_AT_THE_ENDS = r"""
    \A\#(?=\#{0,5}\s)                   # a heading
  | (?:(?<=\s) | \A)\#(?=\#*\Z)         # the end of a heading
  | \A>                                # a quote
  | \A[-+:](?=\s | \Z)                 # a list, a definition
  | \A\[(?=!|[\ xX]\])                 # a note, a box to tick
  | \A[-:|=](?=[-:|=\ ]*\Z)            # the line below a heading or of a table
"""
_ACTS = re.compile(f"({_INLINE} | {_AT_THE_ENDS})", re.VERBOSE)
_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?=\s|\Z)")


def escape(text: str) -> str:
    """Text on one line in which no character acts as Markdown."""
    line = _ACTS.sub(r"\\\1", " ".join(text.split()))
    return _NUMBERED.sub(r"\1\\\2", line)


def escape_all(text: str) -> str:
    """The same with every ASCII punctuation character escaped, for words that may be broken."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
