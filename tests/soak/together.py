"""Board, refresh, command line, backups and an editor on one home at once, with random kills.

`python -m tests.soak.together` (or `make soak-together ARGS="--seed 7 --seconds 300"`). The board
runs in a pseudo-terminal and is typed at; a second one is opened over it, and takes over when the
first is killed. Commands judge with a note of their own and are killed now and then; refreshes read
a feed of this machine that always has something new; an editor saves feeds.yaml under all of them.
Then: no line of the journal that was ever whole is gone or another; what a command printed is
there; nobody was told that somebody else is busy, or that something was not expected; `verify`
finds all well. Last, a line is taken out of a journal under the same eyes: if nobody sees that, the
trial proves nothing and fails.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from signalboard import config
from signalboard.archive import Archive
from signalboard.board import Board, inspect
from tests.ui.terminal import Terminal

TOLD = ("busy", "has been writing for", "Another program is writing", "did not expect", "Traceback")
"""What nobody may be told."""
KEYS = "jjj+-.+-.>nunjkms<"
_ITEM = (
    "<item><title>{title}</title><link>http://127.0.0.1/{n}</link><guid>g{n}</guid>"
    "<pubDate>{date}</pubDate><description>What happened {n}</description></item>"
)
WORDS = (
    *("agents", "pay", "shops", "wallets", "banks", "ship", "block", "lunch", "drivers"),
    *("models", "courts", "rules"),
)


class Feed(http.server.BaseHTTPRequestHandler):
    """A feed with five more entries at every look."""

    count = 40

    def do_GET(self) -> None:
        Feed.count += 5
        rng = random.Random(Feed.count)
        items = "".join(
            _ITEM.format(
                n=n,
                title=" ".join(rng.sample(WORDS, 4)) + f" {n}",
                date=time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 60)),
            )
            for n in range(Feed.count - 40, Feed.count)
        )
        body = f'<rss version="2.0"><channel><title>W</title>{items}</channel></rss>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # who asked was killed
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


class Together:
    """One home, everybody on it, and what they were told."""

    def __init__(self, folder: Path, seed: int, seconds: float) -> None:
        self.seed, self.seconds, self.until = seed, seconds, 0.0
        self.places = config.places(folder / "home", None, {})
        self.counted: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.acknowledged: list[str] = []
        """The notes of the judgments that a command printed."""
        self.known = b""
        """All whole lines of the journal, as they were seen last."""
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.until

    # -- who is there ------------------------------------------------------

    def prepare(self) -> None:
        """A home with a thesis, a feed, stories and a first judgment."""
        folder = self.places.data
        folder.mkdir(mode=0o700, parents=True)
        port = self.server.server_address[1]
        self.places.feeds_file.write_text(
            f"feeds:\n  - name: W\n    url: http://127.0.0.1:{port}/feed\n"
            "theses:\n  - name: Web4\n    statement: agents pay\n    negation: people pay\n"
            "companies:\n  - name: Stripe\n"
        )
        for words in (("refresh", "--now"), ("judge", "1", "web4", "support"), ("backup",)):
            done = self._run(*words)
            assert done is not None and done[0] == 0, done

    def judging(self) -> None:
        """Commands judge, and are killed one time of four."""
        rng = random.Random(f"{self.seed} judging")
        number = 0
        while not self.is_over:
            number += 1
            note = f"note-{number}-{rng.randrange(10**9)}"
            stance = rng.choice(("support", "contradict", "no-bearing"))
            after = rng.uniform(0.05, 1.0) if rng.random() < 0.25 else None
            story = str(rng.randrange(1, 30))
            done = self._run("judge", story, "web4", stance, "--note", note, after=after)
            if done is None:
                self.counted["commands killed"] += 1
            elif done[0] == 0 and note in done[1]:
                self.acknowledged.append(note)
                self.counted["judged by command"] += 1
            else:
                self.wrong.append(f"judge ended with {done[0]}: {done[2]}")

    def refreshing(self) -> None:
        """Refreshes, killed one time of four; and a backup now and then."""
        rng = random.Random(f"{self.seed} refreshing")
        while not self.is_over:
            words = ("backup",) if rng.random() < 0.2 else ("refresh", "--now", "--json")
            after = rng.uniform(0.1, 2.0) if rng.random() < 0.25 else None
            done = self._run(*words, after=after)
            if done is None:
                self.counted[f"{words[0]} killed"] += 1
            elif done[0] == 0 or "Another signalboard is" in done[2]:
                self.counted[words[0]] += 1
            else:
                self.wrong.append(f"{words[0]} ended with {done[0]}: {done[2]}")

    def editing(self) -> None:
        """An editor saves feeds.yaml: by another file in its place, or within it; feeds pause."""
        rng = random.Random(f"{self.seed} editing")
        path = self.places.feeds_file
        while not self.is_over:
            time.sleep(rng.uniform(0.2, 1.0))
            if rng.random() < 0.3:
                done = self._run("feed", rng.choice(("pause", "resume")), "W")
                if done is not None and any(told in done[2] for told in TOLD):
                    self.wrong.append(done[2])
                continue
            saved = path.read_bytes() + b"# saved\n"
            if rng.random() < 0.5:
                beside = path.with_name("feeds.yaml~")
                beside.write_bytes(saved)
                beside.replace(path)
            else:
                with path.open("ab") as file:
                    file.write(b"# saved\n")
            self.counted["feeds.yaml saved"] += 1

    def boards(self) -> None:
        """A board that is typed at and killed; sometimes a second one over it that takes over."""
        rng = random.Random(f"{self.seed} boards")
        first: Terminal | None = None
        while not self.is_over:
            first = first or self._board("view only", is_there=False)
            second = None
            if rng.random() < 0.4:
                second = self._board("view only", is_there=True)
            first.keys("1")
            for _ in range(rng.randrange(10, 40)):
                first.keys("1" if rng.random() < 0.1 else rng.choice(KEYS))
                self.counted["keys"] += 1
                first.read(rng.uniform(0.0, 0.1))
                if second is not None:
                    second.read(0)
            if rng.random() < 0.2:
                first.kill(signal.SIGTERM)
                first.ended(20)
                self.counted["boards ended"] += 1
            else:
                self.counted["boards killed"] += 1
            first.close()
            first = None
            if second is not None:
                self._takes_over(second)
                first = second
        if first is not None:
            first.close()

    def watching(self) -> None:
        """No line of the journal that was once whole may be gone or another."""
        while not self.is_over:
            self._look()
            time.sleep(0.05)

    def harming(self) -> None:
        """Somebody takes the last line of the journal away: that must be seen."""
        time.sleep(1)
        journal = self.places.board / "journal.jsonl"
        self._look()
        journal.write_bytes(b"".join(self.known.splitlines(keepends=True)[:-1]))
        self._look()

    def harmed(self) -> None:
        """The control: a journal that loses a line while it is watched and judged upon."""
        self.prepare()
        self._go([self.judging, self.watching, self.harming])

    def run(self) -> None:
        """All of them until the time is up, then what is left is looked at."""
        self.prepare()
        self._go([self.judging, self.refreshing, self.editing, self.boards, self.watching])

    def _go(self, actors: Sequence[Callable[[], None]]) -> None:
        self.until = time.monotonic() + self.seconds
        threads = [threading.Thread(target=self._guarded, args=(actor,)) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._settle()
        self.server.shutdown()
        self.server.server_close()

    # -- what is left ------------------------------------------------------

    def _settle(self) -> None:
        self._look()
        with suppress(config.ConfigProblem):
            for _ in range(200):  # what a killed board had started ends by itself
                with config.only_one(self.places.refresh_lock) as is_alone:
                    if is_alone:
                        break
                time.sleep(0.1)
        done = self._run("thesis", "list")
        if done is None or done[0] != 0:
            self.wrong.append(f"it did not open: {done}")
        done = self._run("verify", seconds=120)
        if done is None or done[0] != 0:
            self.wrong.append(f"verify: {done}")
        raw = (self.places.board / "journal.jsonl").read_bytes()
        self.wrong += [
            f"{note} was acknowledged and is not there"
            for note in self.acknowledged
            if note.encode() not in raw
        ]
        found = inspect(self.places.board / "journal.jsonl")
        if not found.is_whole or found.seq != found.lines:
            self.wrong.append(f"the chain is broken: {found.first}, {found.seq} in {found.lines}")
        self.counted["changes"] = found.seq
        board, archive = Board.open(self.places.board), Archive.open(self.places.archive)
        told, judged = archive.judged_count, len(board.judged_stories())
        if told != judged:
            self.wrong.append(f"the archive has {told} judged stories, the board {judged}")
        self.counted["stories"] = archive.counts().stories
        board.close()
        archive.close()
        if self.places.crash_log.exists():
            self.wrong.append(self.places.crash_log.read_text()[-2000:])

    def _look(self) -> None:
        with suppress(FileNotFoundError):
            raw = (self.places.board / "journal.jsonl").read_bytes()
            whole = raw[: raw.rfind(b"\n") + 1]
            if not whole.startswith(self.known):
                self.wrong.append(f"{len(self.known)} bytes of whole lines are gone or others")
            self.known = whole

    # -- how ---------------------------------------------------------------

    def _guarded(self, actor: Callable[[], None]) -> None:
        try:
            actor()
        except BaseException as error:
            self.wrong.append(f"{actor.__name__}: {error!r}")

    def _run(
        self, *words: str, after: float | None = None, seconds: float = 60
    ) -> tuple[int, str, str] | None:
        """A command; status, output and what it told. None where it was killed ``after``."""
        process = subprocess.Popen(
            [sys.executable, "-m", "signalboard", "--home", str(self.places.home), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            out, told = process.communicate(timeout=after or seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if after is None:
                self.wrong.append(f"{words[0]} did not end in {seconds:.0f} s")
            return None
        self.wrong += [f"{words[0]}: {told}" for word in TOLD if word in told]
        return process.returncode, out, told

    def _board(self, part: str, *, is_there: bool) -> Terminal:
        terminal = Terminal(["-m", "signalboard", "--home", str(self.places.home)])
        terminal.until("signalboard", "Headlines", seconds=60)
        _rest(terminal, 0.3)
        if (part in terminal.text) is not is_there:
            self.wrong.append(f"{part!r} {'was not' if is_there else 'was'} on:\n{terminal.text}")
        self.counted["second boards" if is_there else "boards"] += 1
        return terminal

    def _takes_over(self, second: Terminal) -> None:
        begun = time.monotonic()
        while "view only" in second.text and time.monotonic() < begun + 15:
            second.read()
        if "view only" in second.text:
            self.wrong.append(f"it did not take over:\n{second.text}")
        self.counted["taken over"] += 1


def _rest(terminal: Terminal, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read()


def main(argv: list[str] | None = None) -> int:
    """Exit 1 if anything was lost, or told that should not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--home", type=Path, help="a new folder to keep the home in")
    parser.add_argument("--quick", action="store_true", help="ten seconds")
    arguments = parser.parse_args(argv)
    if arguments.quick:
        arguments.seconds = 10
    print(f"seed {arguments.seed}, {arguments.seconds:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        trial = Together(arguments.home or Path(folder), arguments.seed, arguments.seconds)
        trial.run()
    print(json.dumps(trial.counted, indent=1))
    with tempfile.TemporaryDirectory() as folder:
        control = Together(Path(folder), arguments.seed, 4)
        control.harmed()
    if any("gone or others" in sentence for sentence in control.wrong):
        print("where a line is taken away it is seen, as it must be")
    else:
        trial.wrong.append("a line was taken away, and nobody saw it")
    if not trial.wrong:
        print(f"{len(trial.acknowledged)} acknowledged by commands, none lost or unreadable after")
    for sentence in trial.wrong:
        print(f"WRONG {sentence}")
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
