"""One backup: a ZIP file with a manifest, which any unpacker opens. Written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from errno import EEXIST, EINVAL
from pathlib import Path
from typing import IO

from signalboard.backup.values import VERSION, BackupProblem, Manifest

MANIFEST = "backup.json"
_CHUNK = 1 << 20
_MOST = 1 << 20
"""Bytes of a manifest that are read; it has some hundred."""
_LEVEL = 6
"""15 MB of journal become 2.7 MB in 0.2 s; the best of LZMA is 1.8 MB in 1.3 s."""

Told = Callable[[str, float | None], None]
"""Hears what is being done and how far it is, 0 to 1; None: nobody knows."""


class Pack:
    """A backup opened to be read; raises BackupProblem for whatever is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            self._zip = zipfile.ZipFile(path)
        try:
            self.manifest = self._manifest()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The files in it, as its manifest lists them."""
        return tuple(self.manifest.sums)

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One of its files."""
        with self._told(), self._zip.open(name) as file:
            yield file

    def size(self, name: str) -> int:
        """How many bytes one of its files has."""
        with self._told():
            return self._zip.getinfo(name).file_size

    def check(self, report: Told = lambda _what, _share: None) -> None:
        """Read every file in it; raises BackupProblem where one is not as it was packed."""
        sizes = {name: self.size(name) for name in self.names}
        done, everything = 0, max(1, sum(sizes.values()))
        for name, told in self.manifest.sums.items():
            total = hashlib.sha256()
            with self.open(name) as file:
                while chunk := file.read(_CHUNK):
                    total.update(chunk)
                    done += len(chunk)
                    report("reading the backup", done / everything)
            if total.hexdigest() != told:
                raise BackupProblem(
                    f"The backup {self.path} is damaged: its {name} is not as it was packed. "
                    "Nothing was changed; take another one."
                )

    def _manifest(self) -> Manifest:
        other = BackupProblem(
            f"{self.path} is not a backup of signalboard. Nothing was changed; "
            "`signalboard backup --list` shows those there are."
        )
        with self._told():
            try:
                with self._zip.open(MANIFEST) as file:
                    raw = file.read(_MOST)
            except KeyError:
                raise other from None
        try:
            out = json.loads(raw)
            if out["backup"] != "signalboard":
                raise other
            if int(out["version"]) > VERSION:
                raise BackupProblem(
                    f"The backup {self.path} was made by a newer signalboard (version "
                    f"{int(out['version'])} of backups; this one knows {VERSION}). It was left as "
                    "it is: update signalboard."
                )
            return Manifest.read(out)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise other from error

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise BackupProblem(f"There is no backup {self.path}. Nothing was changed.") from None
        except OSError as error:
            raise BackupProblem(
                f"The backup {self.path} cannot be read: {(error.strerror or str(error)).lower()}. "
                "Nothing was changed."
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError) as error:
            raise BackupProblem(
                f"The backup {self.path} is damaged ({error or type(error).__name__}). "
                "Nothing was changed; take another one."
            ) from error


def write(
    path: Path,
    files: Mapping[str, Path | bytes],
    manifest: Callable[[dict[str, str]], Manifest],
    *,
    lengths: Mapping[str, int],
    overwrite: bool = True,
    report: Told = lambda _what, _share: None,
) -> Manifest:
    """Pack files under their names; of one in ``lengths`` only so many bytes.

    ``manifest`` is asked when the sums are known. Beside ``path``, synced, then renamed to
    it. Raises FileExistsError, or OSError; then there is nothing, or what there was: a folder,
    pipe or device is never replaced.
    """
    _refuse_other_than_file(path)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(waiting, flags, 0o600), "w+b") as file:
            with contextlib.suppress(OSError):  # a stick may know nothing of permissions
                os.fchmod(file.fileno(), 0o600)
            with zipfile.ZipFile(
                file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, strict_timestamps=False
            ) as packed:
                sums = {
                    name: _pack(packed, name, source, lengths.get(name), report)
                    for name, source in files.items()
                }
                made = manifest(sums)
                told = json.dumps(made.out(), ensure_ascii=False, indent=1)
                packed.writestr(MANIFEST, told + "\n")
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            _refuse_other_than_file(path)
            waiting.replace(path)
        else:
            _put(waiting, path)
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return made


def _refuse_other_than_file(path: Path) -> None:
    """A rename would put a file in the place of /dev/null, or of a pipe."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OSError(EINVAL, "It is not a file and was left as it is", str(path))


def _put(waiting: Path, path: Path) -> None:
    try:
        os.link(waiting, path)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path)) from error
        waiting.rename(path)


def _pack(
    packed: zipfile.ZipFile,
    name: str,
    source: Path | bytes,
    length: int | None,
    report: Told,
) -> str:
    total = hashlib.sha256()
    with packed.open(name, "w", force_zip64=True) as to:
        if isinstance(source, bytes):
            total.update(source)
            to.write(source)
            return total.hexdigest()
        with source.open("rb") as file:
            whole = os.fstat(file.fileno()).st_size if length is None else length
            left = whole
            while left and (chunk := file.read(min(_CHUNK, left))):
                total.update(chunk)
                to.write(chunk)
                left -= len(chunk)
                report(f"packing {name}", 1 - left / whole)
    return total.hexdigest()
