"""A backup tried: put back into a folder of its own and compared with what it says it holds."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from signalboard import config
from signalboard.backup import folder, notes, restoring
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem, Held
from signalboard.board import Board, BoardProblem, alone_with_journal, inspect
from signalboard.values import replace

EVERY = 7 * 86400
"""Seconds between two trials."""


def is_due(where: config.Places, now: int) -> bool:
    """Whether the last trial is a week ago, or lies in a future that a clock had once."""
    kept = notes.read(where.backups)
    return not 0 <= now - kept.tested_at < EVERY


def weekly(where: config.Places, now: int) -> Held | None:
    """Try one backup, where a week is over: the newest one, then those tried longest ago.

    What comes of it is noted. None where nothing was tried.
    """
    if not is_due(where, now):
        return None
    with contextlib.suppress(config.ConfigProblem), config.only_one(where.backup_lock) as alone:
        backups = [each for each in folder.listed(where) if each.is_daily] if alone else []
        if backups:
            kept = notes.read(where.backups)
            chosen = _next(backups, kept.tests)
            kept.wrong = tried(where, chosen.path)
            kept.tested, kept.tested_at = chosen.number, now
            there = {str(each.number) for each in backups}
            tests = {number: at for number, at in kept.tests.items() if number in there}
            kept.tests = {**tests, str(chosen.number): now}
            with contextlib.suppress(config.ConfigProblem):
                notes.keep(where.backups, kept)
            return chosen
    return None


def tried(where: config.Places, path: Path) -> str:
    """What is wrong with a backup, found by putting it back elsewhere; empty where nothing is."""
    trial = where.backups / f".trial-{os.getpid()}"
    try:
        for left in where.backups.glob(".trial-*"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
        trial.mkdir(mode=0o700)
        elsewhere = replace(where, home=trial, data=trial, feeds_file=trial / "feeds.yaml")
        with alone_with_journal(elsewhere.board, "restore") as journal, Pack(path) as pack:
            restoring.put_back(elsewhere, pack, journal)
        return _compared(elsewhere, path)
    except (BackupProblem, BoardProblem, config.ConfigProblem) as problem:
        return str(problem)
    except OSError as error:
        return f"{path} could not be tried: {config.reason(error)}."
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _compared(elsewhere: config.Places, path: Path) -> str:
    with Pack(path) as pack:
        said = pack.manifest
    found = inspect(elsewhere.board / "journal.jsonl")
    if (found.seq, found.hash, found.digest) != (said.seq, said.hash, said.state):
        return (
            f"{path} comes to another board than it says: change {found.seq:,} of {said.seq:,}, "
            "or not the same judgments."
        )
    board = Board.open(elsewhere.board)
    try:
        counted = board.evidence_count()
    finally:
        board.close()
    if counted != said.counts.get("evidence", counted):
        return f"{path} opens with {counted:,} pieces of evidence, not {said.counts['evidence']:,}."
    return ""


def _next(backups: list[Held], tests: dict[str, int]) -> Held:
    """The newest one that was never tried, else the one tried longest ago."""
    untried = [each for each in backups if str(each.number) not in tests]
    return untried[0] if untried else min(backups, key=lambda each: tests[str(each.number)])
