"""The sum of a thesis line by line, so that anyone can do it again by hand, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from signalboard import times
from signalboard.desk.summing import RECORD, Settled, Term, ThesisSum
from signalboard.model import STRENGTHS, Evidence, Watch
from signalboard.ui.ink import Line, crop, wrap
from signalboard.ui.over import Over
from signalboard.ui.sheet import Sheet

METHOD = (
    "Decibans (dB) are ten times the logarithm of odds: +10 dB is ten to one for it, 0 dB is even. "
    "A judgment says how much more one would expect the story if the thesis were true than if it "
    "were false: slight 2 dB (1.6 to 1), moderate 5 dB (3.2 to 1), strong 10 dB (10 to 1).",
    "One story has one vote a side, its strongest judgment. Where feeds are rated A to E, a story "
    "weighs 10·log10(1 + r·(10^(dB/10) − 1)), r being 1, .75, .5, .25 or 0 (F .5): 1 less the "
    "product of (1 − r) over its origins; unrated counts in full. "
    "To rate a feed, write `reliability: A` at it in feeds.yaml.",
    "The strongest story of a side counts in full, each further one {discount} of the one before "
    "it, for stories about one thesis share their causes. That is a convention, and a setting.",
    "L = prior + S+ + S− + W, what is against being below 0, and p = 1 / (1 + 10^(−L/10)), shown "
    "between 1 and 99 %. The band is L ± σ, σ being half the root of the sum of the squares of "
    "what each story adds. Nothing fades with time.",
)


class SumSheet(Sheet):
    """The lines of the sum."""

    def __init__(
        self, found: ThesisSum, rated: Callable[[Evidence], str], watches: Iterable[Watch] = ()
    ) -> None:
        """``watches``: those of the thesis, whose chances the settled ones are reckoned by."""
        super().__init__(id="help")
        self._found, self._rated = found, rated
        self._watches = {watch.id: watch for watch in watches}
        self._made: tuple[int, list[Line]] = (-1, [])

    def line_count(self) -> int:
        """All lines."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line."""
        return [(" ", ""), *self._at(width)[y]]

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != width:
            self._made = (width, self._written(width - 2))
        return self._made[1]

    def _written(self, width: int) -> list[Line]:
        found = self._found
        row, total = found.row, found.row.conviction
        lines: list[Line] = [
            [(f"{row.thesis.number} {row.thesis.name}", "title")],
            *_wrapped(row.thesis.statement, width),
            *_wrapped(f"or: {row.thesis.negation}", width),
            [],
            [("prior", "strong")],
            [(f"  {_db(found.prior_db)}", ""),
             (f"  10·log10({row.thesis.prior:g} / {1 - row.thesis.prior:g})", "soft")],
        ]  # fmt: skip
        for name, sign, side, ink in (
            ("S+  supports", 1, found.supports, "support"),
            ("S−  contradictions", -1, found.contradictions, "contradict"),
        ):
            lines += [[], [(name, "strong")], *(self._term(term, sign, width) for term in side)]
            whole = _db(sign * sum(t.db for t in side) + 0.0)
            lines.append([(f"  {whole}", ink), ("  together", "soft")])
        lines += [[], [("W   settled watches", "strong")]]
        for watch in found.settled:
            lines.append(self._settled(watch, width))
        lines.append([(f"  {_db(sum(w.db for w in found.settled))}", "split"),
                      ("  together, not discounted", "soft")])  # fmt: skip
        lines.append([])
        if total is None:
            lines.append([("L   — no evidence, so nothing is said", "strong")])
        else:
            parts = (
                f"{_db(total.prior_db).strip()} + {total.support_db:.3f}"
                f" − {total.contradict_db:.3f}"
                f" {'−' if total.settled_db < 0 else '+'} {abs(total.settled_db):.3f}"
            )
            lines += [
                [("L   ", "strong"), (f"{parts} = ", ""),
                 (f"{_db(total.db).strip()} dB", "strong")],
                [("p   ", "strong"), (f"1 / (1 + 10^({_db(-total.db / 10).strip()})) = ", ""),
                 (f"{total.p:.4f}", "strong"), (f", {total.word}", "strong")],
                [("σ   ", "strong"), (f"{total.sigma:.3f} dB, so p is ", ""),
                 (f"{total.low:.3f} to {total.high:.3f}", "strong")],
            ]  # fmt: skip
            if row.change is not None:
                lines.append([("30d ", "strong"), (f"{_db(row.change).strip()} dB", "strong"),
                              (", by which L is another than 30 days ago", "soft")])  # fmt: skip
        left = [entry for entry in found.entries if entry.db is None]
        if left:
            lines += [[], [("not counted", "strong")]]
            for entry in left:
                said = f"  {entry.piece.id}  {entry.why_not}: {entry.piece.snapshot.title}"
                lines.append([(crop(said, width), "soft")])
        lines += [[], [("How it is made", "strong")]]
        for paragraph in METHOD:
            lines += _wrapped(paragraph.format(discount=f"{found.discount:g}"), width)
        lines += [[], *_wrapped(RECORD, width, "strong")]
        return lines

    def _settled(self, settled: Settled, width: int) -> Line:
        """What an answer weighs, by its two chances."""
        watch = self._watches.get(settled.watch_id)
        said = f"  {settled.watch_id}, {times.day(settled.at)}"
        if watch is not None:
            h1, h0 = watch.h1, watch.h0
            ratio = f"{h1:g} / {h0:g}" if watch.state == "hit" else f"(1 − {h1:g}) / (1 − {h0:g})"
            said = f" = 10·log10({ratio})  {watch.state}, {times.day(settled.at)}  {watch.question}"
        head = f"  {_db(settled.db)}"
        return [(head, "split"), (crop(said, max(8, width - len(head))), "soft")]

    def _term(self, term: Term, sign: int, width: int) -> Line:
        piece = term.piece
        weight = f"{sign * term.weight:6.3f}".replace("-", "−")
        said = (
            f"{_db(sign * term.db)} = {weight:>7} × {term.factor:.4f}"
            f"  {STRENGTHS[piece.strength]}, {self._rated(piece)}"
        )
        room = max(8, width - len(said) - 4)
        return [("  ", ""), (said, ""), (f"  {crop(piece.snapshot.title, room)}", "soft")]


class SumScreen(Over):
    """The sum, over everything else."""

    def __init__(
        self, found: ThesisSum, rated: Callable[[Evidence], str], watches: Iterable[Watch] = ()
    ) -> None:
        super().__init__(SumSheet(found, rated, watches), [("The sum, line by line", "strong")])


def _db(db: float) -> str:
    return f"{db:+8.3f}".replace("-", "−")


def _wrapped(text: str, width: int, ink: str = "read") -> Sequence[Line]:
    return [[(text[a:b], ink)] for a, b in wrap(text, max(8, min(width, 100)))]
