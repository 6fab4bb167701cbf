"""Homes on disks that fail: read-only, full, and such that only the archive cannot be written.

Where the tests run as root, modes of files bind nobody: then a mount of its own for the child
makes the disk what it has to be, or, where mounts are not allowed either, the child is run
without root's right to pass over modes.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
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


@contextlib.contextmanager
def only_readable(place: Path) -> Iterator[list[str]]:
    """While a file or folder can only be read by what is started with these words before it."""
    if mounts():
        yield ["unshare", "-m", "sh", "-c", _BOUND, str(place)]
        return
    below = [place, *place.rglob("*")] if place.is_dir() else [place]
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in below}
    for each, mode in modes.items():
        each.chmod(mode & ~0o222)
    prefix = []
    if os.geteuid() == 0:
        prefix = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    try:
        yield prefix
    finally:
        for each, mode in modes.items():
            each.chmod(mode)


def read_only(
    place: Path, home: Path, words: list[str], *, program: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command while a file or folder can only be read."""
    with only_readable(place) as prefix:
        return run(home, words, prefix=prefix, program=program)


def full(
    home: Path, words: list[str], *, most: int = 0, program: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command on a disk that takes no byte more: the system refuses to let files grow.

    ``most``: files may be as large as that.
    """

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return run(home, words, before=bound, program=program)


def small_disk(home: Path, room: int, program: str) -> subprocess.CompletedProcess[str] | None:
    """Python over a home that was moved to a disk with so much room; None without mounts."""
    if not mounts():
        return None
    script = (
        'cp -a "$0" "$0.kept" && mount -t tmpfs -o size=$1 tmpfs "$0" && cp -a "$0.kept/." "$0" '
        '&& shift && exec "$@"'
    )
    prefix = ["unshare", "-m", "sh", "-c", script, str(home), str(room)]
    return run(home, [str(home)], prefix=prefix, program=program)
