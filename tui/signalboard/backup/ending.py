"""A restore that was stopped half way, ended: unless the home went on meanwhile.

What was recorded since stands in no backup. A start that nobody asked to put anything back takes
none of it away: it gives the restore up and says so.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from signalboard import config
from signalboard.backup import folder, restoring
from signalboard.backup.folder import JOURNAL
from signalboard.backup.packing import Pack
from signalboard.backup.unfinished import Unfinished
from signalboard.backup.values import BackupProblem
from signalboard.board import Alone, alone_with_journal
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class _Packed:
    """What a backup says of what is in it."""

    sums: dict[str, str]
    size: int
    """Bytes of its journal."""

    def begins(self, raw: bytes) -> bool:
        """Whether a journal goes on from the one in it, or is that."""
        told = self.sums.get(JOURNAL, _NOTHING)
        return len(raw) >= self.size and hashlib.sha256(raw[: self.size]).hexdigest() == told


_NOTHING = hashlib.sha256(b"").hexdigest()


def end(where: config.Places, left: Unfinished, now: int) -> str:
    """End it, or give it up; what to say of it. For whoever is alone, as for a restore.

    Raises BackupProblem, ConfigProblem or BoardProblem where neither can be done now.
    """
    with alone_with_journal(where.board, "restore") as journal:
        try:
            raw = journal.read()
        except OSError as error:
            raise BackupProblem(
                f"The journal {journal.path} cannot be read: {config.reason(error)}."
            ) from error
        said, goes_on = _ended(where, left, journal, raw[: raw.rfind(b"\n") + 1], now)
    if left.has_archive and goes_on:
        restoring.put_archive(where, left.path)
    return said


def _ended(
    where: config.Places, left: Unfinished, journal: Alone, raw: bytes, now: int
) -> tuple[str, bool]:
    """What to say, and whether the archive is to be put back too."""
    before = _before(left)
    stood_as_before = before is not None and before.begins(raw)
    is_before = stood_as_before and before is not None and before.size == len(raw)
    try:
        pack = Pack(left.path)
    except BackupProblem as problem:
        if is_before or before is None:  # it may be there again at the next start
            raise
        return f"{_given_up(left)} {problem}", False
    with pack:
        there = _packed(pack)
        has_none = JOURNAL not in pack.names  # so it takes none away
        if is_before or has_none or (there.begins(raw) and there.size == len(raw)):
            pack.check()
            kept = _kept(where, left, now, before, there)
            restoring.put_back(where, pack, journal)
            return f"A restore of {left.path} was stopped half way; it was ended now. {kept}", True
        # A backup of this very journal begins it too: which is the longer one tells them apart.
        is_longer = before is not None and (not stood_as_before or before.size <= there.size)
        if there.begins(raw) and is_longer:
            return (
                f"A restore of {left.path} was stopped half way; it was ended now. What was "
                f"recorded since its journal was put back stays. {_stood(left, before)}",
                True,
            )
        return f"{_given_up(left)} {_mixed(where, pack, before)}".rstrip(), False


def _before(left: Unfinished) -> _Packed | None:
    """What stood before; None where nobody can tell any more."""
    if left.before is None:
        return _Packed({}, 0)
    try:
        with Pack(left.before) as pack:
            return _packed(pack)
    except BackupProblem:
        return None


def _packed(pack: Pack) -> _Packed:
    return _Packed(pack.manifest.sums, pack.size(JOURNAL) if JOURNAL in pack.names else 0)


def _kept(
    where: config.Places, left: Unfinished, now: int, before: _Packed | None, there: _Packed
) -> str:
    """Back up what was changed since beside the journal, if anything was; where all of it is."""
    known = [each.sums for each in (before, there) if each is not None]
    for name, each in folder.contents(where).items():
        raw = each if isinstance(each, bytes) else b""
        if name != JOURNAL and hashlib.sha256(raw).hexdigest() not in [
            sums.get(name) for sums in known
        ]:
            held, _ = folder.make_within(where, "restore", now, spare=left.path)
            return f"{_stood(left, before)} What was changed since is in {held.path}."
    return _stood(left, before)


def _stood(left: Unfinished, before: _Packed | None) -> str:
    if left.before is None:
        return "Nothing stood here before."
    if before is None:
        return f"What stood before was kept in {left.before}, which cannot be read now."
    return f"What stood before is in {left.before}."


def _given_up(left: Unfinished) -> str:
    kept = "" if left.before is None else f" What stood before it is in {left.before}."
    return (
        f"A restore of {left.path} was stopped half way. Changes were recorded since then that it "
        f"would take away, so it was given up: they all stand.{kept} `signalboard restore "
        f"{left.path}` does it again, after what is here was backed up."
    )


def _mixed(where: config.Places, pack: Pack, before: _Packed | None) -> str:
    """Which files are the backup's already."""
    names = []
    for name, target in restoring.targets(where, pack).items():
        told = pack.manifest.sums[name]
        if before is not None and before.sums.get(name) != told and _is(target, told):
            names.append(name)
    return f"Put back already, and as in that backup: {', '.join(names)}." if names else ""


def _is(path: Path, told: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == told
    except OSError:
        return False
