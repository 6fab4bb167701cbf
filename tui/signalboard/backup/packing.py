"""One backup: a ZIP file with a manifest, which any unpacker opens. Written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from signalboard import durable
from signalboard.backup.values import VERSION, BackupProblem, Manifest
from signalboard.text import clean, sized

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MANIFEST = "backup.json"
JOURNAL, ARCHIVE = "board/journal.jsonl", "archive.db"
LARGE = (JOURNAL, ARCHIVE)
"""The files that may be of any length: they are read piece by piece."""
_CHUNK = 1 << 20
_MOST = 1 << 20
"""Bytes of a manifest that are read; it has some hundred."""
_AT_ONCE = 2 << 20
"""Bytes that are read at once: of the list of what is in it, which the manifest bounds as well."""
LONGEST = 64 << 20
"""Bytes of a file beside the journal that are packed and read; a brief has some thousand."""
_TIMES, _SLACK = 200, 64 << 20
"""What is packed is that much larger at most, and so many bytes beside; a journal is six times."""
_LEVEL = 6
"""15 MB of journal become 2.7 MB in 0.2 s; the best of LZMA is 1.8 MB in 1.3 s."""

Told = Callable[[str, float | None], None]
"""Hears what is being done and how far it is, 0 to 1; None: nobody knows."""


class Pack:
    """A backup opened to be read; raises BackupProblem for whatever is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            # Without blocking: a pipe would be waited for.
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise self._is_other()
        self._file = _InPieces(io.FileIO(handle))
        try:
            with self._told():
                self._zip = zipfile.ZipFile(self._file)
            self.manifest = self._manifest()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The files in it, as its manifest lists them."""
        return tuple(self.manifest.sums)

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One of its files; whatever is wrong with it is raised as it is read."""
        self.size(name)
        with self._told():
            packed = self._zip.open(name)
        with packed, io.BufferedReader(_Member(packed, self._told), _CHUNK) as file:
            yield file

    def size(self, name: str) -> int:
        """How many bytes one of its files has. Not more than it may have."""
        with self._told():
            info = self._zip.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(f"its {name} is packed as none of ours is")
        if name not in LARGE and info.file_size > LONGEST:
            raise self._damaged(f"its {name} would have {sized(info.file_size)}")
        return info.file_size

    def check(self, report: Told = lambda _what, _share: None) -> None:
        """Read every file in it; raises BackupProblem where one is not as it was packed."""
        sizes = {name: self.size(name) for name in self.names}
        done, everything = 0, max(1, sum(sizes.values()))
        if everything > _SLACK + _TIMES * os.fstat(self._file.fileno()).st_size:
            raise self._damaged(f"it would come to {sized(everything)}")
        for name, told in self.manifest.sums.items():
            total = hashlib.sha256()
            with self.open(name) as file:
                while chunk := file.read(_CHUNK):
                    total.update(chunk)
                    done += len(chunk)
                    report("reading the backup", done / everything)
            if total.hexdigest() != told:
                raise self._damaged(f"its {name} is not as it was packed")

    def _manifest(self) -> Manifest:
        other = self._is_other()
        if MANIFEST not in self._zip.namelist():
            raise other
        with self.open(MANIFEST) as file:
            raw = file.read(_MOST)
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
        except (
            KeyError,
            TypeError,
            AttributeError,
            ValueError,
            ArithmeticError,
            RecursionError,
        ) as error:
            raise other from error

    def _is_other(self) -> BackupProblem:
        return BackupProblem(
            f"{self.path} is not a backup of signalboard. Nothing was changed; "
            "`signalboard backup --list` shows those there are."
        )

    def _damaged(self, how: str) -> BackupProblem:
        return BackupProblem(
            f"The backup {self.path} is damaged ({clean(how, 300)}). Nothing was changed; take "
            "another one."
        )

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Around what reads the file, and nothing else: all that goes wrong is the file's."""
        try:
            yield
        except FileNotFoundError:
            raise BackupProblem(f"There is no backup {self.path}. Nothing was changed.") from None
        except OSError as error:
            raise BackupProblem(
                f"The backup {self.path} cannot be read: {(error.strerror or str(error)).lower()}. "
                "Nothing was changed."
            ) from error
        except Exception as error:  # a damaged one raises whatever the unpacker stumbles upon
            raise self._damaged(str(error) or type(error).__name__) from error


class _InPieces(io.BufferedReader):
    """A file of which nobody reads more than a piece at once.

    The unpacker takes the list of what is in it whole, as long as the file says that is: of one
    with millions of names it would make gigabytes, before the manifest could be asked for.
    """

    def read(self, size: int | None = -1) -> bytes:
        """Raises ValueError where that is more than any of ours has."""
        if size is None or size < 0:
            size = max(0, os.fstat(self.fileno()).st_size - self.tell())
        if size > _AT_ONCE:
            raise ValueError(f"the list of what is in it has more than {sized(_AT_ONCE)}")
        return super().read(size)


class _Member(io.RawIOBase):
    """One file of a backup as it is read: what goes wrong within that is told as the backup's."""

    def __init__(
        self, packed: IO[bytes], told: Callable[[], contextlib.AbstractContextManager[None]]
    ) -> None:
        self._packed, self._told = packed, told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        into = memoryview(buffer)
        with self._told():
            read = self._packed.read(len(into))
        into[: len(read)] = read
        return len(read)


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

    ``manifest`` is asked when the sums are known. Beside ``path``, synced, read back, then renamed
    to it. Raises FileExistsError, BackupProblem or OSError; then there is nothing, or what there
    was: a folder, pipe or device is never replaced. ``durable.UnsureError``: it is there.
    """
    durable.refuse_other_than_file(path)
    with durable.beside(path) as new:
        with zipfile.ZipFile(
            new.file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, strict_timestamps=False
        ) as packed:
            sums = {
                name: _pack(packed, name, source, lengths.get(name), report)
                for name, source in files.items()
            }
            made = manifest(sums)
            told = json.dumps(made.out(), ensure_ascii=False, indent=1)
            packed.writestr(MANIFEST, told + "\n")
        new.sync()
        _read_back(new, report)
        durable.refuse_other_than_file(path)
        new.put(new=not overwrite)
    return made


def _read_back(new: durable.Beside, report: Told) -> None:
    with contextlib.suppress(OSError, AttributeError):  # from the disk, not out of memory
        os.posix_fadvise(new.file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        with Pack(new.waiting) as pack:
            pack.check(report)
    except BackupProblem as problem:
        raise BackupProblem(
            f"The backup {new.path} was not made: what was written is not what is read back from "
            f"{new.path.parent}. What is kept here is as it was, and so are older backups; look at "
            "that disk, or name another place."
        ) from problem


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
