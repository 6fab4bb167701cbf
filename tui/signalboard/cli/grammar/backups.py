"""The grammar of the commands on backups, and of looking everything through."""

from __future__ import annotations

from signalboard.cli import backups
from signalboard.cli.grammar.common import Command, some_path


def add(command: Command) -> None:
    """``backup``, ``restore`` and ``verify``."""
    backup = command(
        "backup",
        backups.backup,
        "Back up what cannot be fetched again: judgments, settings, drafts of briefs. Without a "
        "file, among the backups that are made by themselves.",
        "signalboard backup /media/stick --with-archive",
    )
    backup.add_argument(
        "file", nargs="?", type=some_path, metavar="FILE", help="a file, or a folder to put it in"
    )
    backup.add_argument("--list", action="store_true", help="list the backups there are")
    backup.add_argument(
        "--with-archive", action="store_true", help="the stories too; that may be large"
    )
    backup.add_argument(
        "--daily", action="store_true", help="only where there is none of today; for cron"
    )
    backup.add_argument("--force", action="store_true", help="overwrite the file without asking")
    restore = command(
        "restore",
        backups.restore,
        "Put a backup back. Says what that would change before it asks; what is here now is "
        "backed up first.",
        "signalboard restore 17 --dry-run",
    )
    restore.add_argument(
        "backup", metavar="BACKUP", help="its number, its file, or latest: the newest good one"
    )
    restore.add_argument("--dry-run", action="store_true", help="say what it would do, and do not")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    restore.add_argument(
        "--with-archive", action="store_true", help="put back the archive too, if it has one"
    )
    verify = command(
        "verify",
        backups.verify,
        "Look through all that is kept: the chain of the journal, tables, archive, settings, "
        "backups; exit 1 if anything is wrong.",
        "signalboard verify",
    )
    for one in (backup, restore, verify):
        one.add_argument("--json", action="store_true", help="as JSON")
