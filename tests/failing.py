"""Homes on disks that fail: read-only, full, and such that only the archive cannot be written.

Where the tests run as root, modes of files bind nobody: then a mount of its own for the child
makes the disk what it has to be, or, where mounts are not allowed either, the child is run
without root's right to pass over modes.
"""

from __future__ import annotations

import functools
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_BOUND = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'


@functools.cache
def mounts() -> bool:
    """Whether a child may mount something that only it sees."""
    try:
        tried = subprocess.run(
            ["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], capture_output=True
        )
    except OSError:
        return False
    return tried.returncode == 0


def run(
    home: Path,
    words: list[str],
    *,
    prefix: list[str] | None = None,
    program: str = "",
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """The command over a home; ``program`` is Python to run instead of it, with its words."""
    python = ["-c", program] if program else ["-m", "signalboard"]
    return subprocess.run(
        [*(prefix or []), sys.executable, *python, *words],
        env={**os.environ, "SIGNALBOARD_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        preexec_fn=before,
        stdin=subprocess.DEVNULL,
    )


def read_only(place: Path, home: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """The command while a file or folder can only be read."""
    if mounts():
        return run(home, words, prefix=["unshare", "-m", "sh", "-c", _BOUND, str(place)])
    below = [place, *place.rglob("*")] if place.is_dir() else [place]
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in below}
    for each, mode in modes.items():
        each.chmod(mode & ~0o222)
    prefix = []
    if os.geteuid() == 0:
        prefix = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    try:
        return run(home, words, prefix=prefix)
    finally:
        for each, mode in modes.items():
            each.chmod(mode)


def full(home: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """The command on a disk that takes no byte more: the system refuses to let files grow."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    return run(home, words, before=bound)
