"""Where things live: the settings in one folder, what was fetched and judged in another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from signalboard.config.files import ConfigProblem, reason, write_new
from signalboard.durable import sync_folder
from signalboard.values import dataclass

_PACKAGE = Path(__file__).resolve().parent.parent


class NoHomeError(ConfigProblem):
    """The user's own folder is not known, or can hold no board."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one board."""

    home: Path | None
    """The one folder that holds everything, where one was asked for."""
    feeds_file: Path
    data: Path
    """What was fetched and what was judged."""
    chosen: bool = False
    """Whether the settings file was named by the user: then no starter is put there."""

    @property
    def archive(self) -> Path:
        """Entries and stories."""
        return self.data / "archive.db"

    @property
    def board(self) -> Path:
        """The folder of the journal and its tables."""
        return self.data / "board"

    @property
    def briefs(self) -> Path:
        """The folder of the texts of briefs that are being written."""
        return self.data / "briefs"

    @property
    def backups(self) -> Path:
        """The folder of the backups that are made by themselves."""
        return self.data / "backups"

    @property
    def preferences(self) -> Path:
        """What the screen remembers."""
        return self.data / "preferences.json"

    @property
    def logins(self) -> Path:
        """Users and passwords of feeds."""
        return self.data / "logins.json"

    @property
    def withheld(self) -> Path:
        """What of feeds is secret and so not in the journal, for an undo to put back."""
        return self.data / "withheld.json"

    @property
    def crash_log(self) -> Path:
        """What went wrong where the board had to close."""
        return self.data / "crash.log"

    @property
    def refresh_lock(self) -> Path:
        """Held by the one refresh at work."""
        return self.data / "refresh.lock"

    @property
    def scan_lock(self) -> Path:
        """Held by the one search of the archive at work."""
        return self.data / "scan.lock"

    @property
    def care_lock(self) -> Path:
        """Held by the one pruning or compacting of the archive at work."""
        return self.data / "care.lock"

    @property
    def board_lock(self) -> Path:
        """Held by the one board that is open to judge."""
        return self.data / "board.lock"

    @property
    def backup_lock(self) -> Path:
        """Held by whoever makes, tests or restores a backup."""
        return self.data / "backup.lock"

    @property
    def restore_lock(self) -> Path:
        """Held by whoever puts a backup back, or ends that."""
        return self.data / "restore.lock"

    @property
    def cache(self) -> Path:
        """The settings as they were last read; may be deleted at any time."""
        return self.data / "settings.cache"


def places(home: Path | None, feeds: Path | None, environ: Mapping[str, str]) -> Places:
    """Where this user's board lives.

    ``home`` or SIGNALBOARD_HOME puts everything in one folder; otherwise the XDG folders are
    used, read from ``environ`` (platformdirs would look at the process's own environment).
    ``feeds`` names the settings file, wherever the rest is. Raises NoHomeError, also where the
    name of the folder is not UTF-8.
    """
    if home is None and (named := environ.get("SIGNALBOARD_HOME", "").strip()):
        home = Path(named)
    if home is not None:
        home = _absolute(home, environ)
        settings, data = home, home
    else:
        settings = _xdg("XDG_CONFIG_HOME", ".config", environ)
        data = _xdg("XDG_DATA_HOME", ".local/share", environ)
    try:
        str(data).encode()
    except UnicodeEncodeError:  # SQLite knows its files by names in UTF-8
        raise NoHomeError(
            f"The folder {data} has a name that is not UTF-8, under which no archive can be kept. "
            "Nothing was written; choose another with --home DIR."
        ) from None
    file = _absolute(feeds, environ) if feeds is not None else settings / "feeds.yaml"
    return Places(home=home, feeds_file=file, data=data, chosen=feeds is not None)


def ensure(where: Places) -> bool:
    """Makes the folders (0700) and, on the first start, the starter's feeds.yaml (0600).

    True if the starter was put there. Never overwrites anything, and puts no starter where
    the user named a settings file. Raises ConfigProblem when a folder cannot be made.
    """
    folders = [where.data] if where.chosen else [where.data, where.feeds_file.parent]
    for folder in folders:
        _make(folder)
    if where.chosen or os.path.lexists(where.feeds_file):
        return False
    return write_new(where.feeds_file, starter())


def starter() -> bytes:
    """The settings file that ships: inside the installed package, or on top of a checkout."""
    shipped = _PACKAGE / "feeds.yaml"
    return (shipped if shipped.is_file() else _PACKAGE.parent.parent / "feeds.yaml").read_bytes()


def _absolute(path: Path, environ: Mapping[str, str]) -> Path:
    if path.parts[:1] == ("~",):
        path = _user(environ).joinpath(*path.parts[1:])
    return path.absolute()


def _xdg(variable: str, otherwise: str, environ: Mapping[str, str]) -> Path:
    named = environ.get(variable, "").strip()
    # The specification has a relative path ignored.
    base = Path(named) if named.startswith("/") else _user(environ) / otherwise
    return base / "signalboard"


def _user(environ: Mapping[str, str]) -> Path:
    named = environ.get("HOME")
    if named == "":
        raise NoHomeError(
            "HOME is empty, so there is no folder for the board. Nothing was written; "
            "set HOME, or name a folder with --home DIR."
        )
    return Path.home() if named is None else Path(named)


def _make(folder: Path) -> None:
    missing: list[Path] = []
    step = folder
    while not step.exists() and step != step.parent:
        missing.append(step)
        step = step.parent
    try:
        for part in reversed(missing):
            part.mkdir(mode=0o700, exist_ok=True)
            sync_folder(part.parent)
    except OSError as error:
        raise ConfigProblem(
            f"The folder {folder} cannot be made: {reason(error)}. Nothing was changed; "
            "choose another with --home DIR or SIGNALBOARD_HOME."
        ) from error
    if not folder.is_dir():
        raise ConfigProblem(
            f"{folder} is not a folder. Nothing was changed; choose another with --home DIR "
            "or SIGNALBOARD_HOME."
        )
