"""The way from a key to the terminal: no thread in between, and a frame is one write."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import signal
import sys
import threading
import tty
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import IO

import pytest
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.drivers.linux_driver import LinuxDriver

from signalboard.ui.app import Signalboard
from signalboard.ui.terminal import HIGHEST, WIDEST, Tty, Writer, bound

LONG = "x" * 200_000


class Line:
    """Both ends of a pseudo-terminal."""

    def __init__(self) -> None:
        self.far, near = pty.openpty()
        tty.setraw(near)
        self.file: IO[str] = os.fdopen(near, "w", encoding="utf-8")
        self.name = os.ttyname(near)

    def came(self, seconds: float = 0.0, size: int = 1 << 20) -> bytes:
        """What arrived within a time."""
        if not select.select([self.far], [], [], seconds)[0]:
            return b""
        return os.read(self.far, size)

    def hang_up(self) -> None:
        if self.far >= 0:
            os.close(self.far)
            self.far = -1


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.hang_up()
    line.file.close()


# -- what is written --------------------------------------------------------


def test_what_the_terminal_takes_is_written_by_who_writes_it(line):
    writer = Writer(line.file)  # its thread is not even started
    writer.write("“headlines”")
    assert line.came(2).decode() == "“headlines”"


def test_a_frame_is_one_write(line, monkeypatch):
    writes: list[bytes] = []
    write = os.write
    monkeypatch.setattr(os, "write", lambda to, data: writes.append(data) or write(to, data))
    writer = Writer(line.file)
    writer.write(SYNC_START)
    writer.write("one line")
    writer.write(" and another")
    assert not writes
    writer.write(SYNC_END)
    writer.write("later")
    frame = f"{SYNC_START}one line and another{SYNC_END}"
    assert writes == [frame.encode(), b"later"]


def test_a_slow_terminal_holds_nothing_up_and_gets_all_in_its_order(line):
    writer = Writer(line.file)
    writer.start()
    writer.write(LONG)
    writer.write("then this é")
    writer.write("and that")
    got = b""
    while piece := line.came(2):
        got += piece
    assert got.decode() == LONG + "then this é" + "and that"
    writer.stop()


def test_a_terminal_that_has_gone_holds_nothing_up(line):
    writer = Writer(line.file)
    writer.start()
    line.hang_up()
    for _ in range(100):
        writer.write("a frame")
    writer.stop()
    assert not writer.is_alive()


def test_what_is_no_terminal_is_written_to_by_the_thread():
    came, goes = os.pipe()
    with os.fdopen(goes, "w", encoding="utf-8") as file:
        writer = Writer(file)
        writer.start()
        writer.write("piped")
        writer.stop()
        assert os.read(came, 100) == b"piped"
    os.close(came)


def test_the_terminal_stays_one_that_others_can_wait_for(line):
    """What never waits is an opening of its own: the other one is the shell's as well."""
    Writer(line.file).write("a frame")
    assert os.get_blocking(line.file.fileno())


# -- what is read -----------------------------------------------------------


class Hearer:
    """Stands where the application is."""

    def __init__(self) -> None:
        self.heard: list[events.Event] = []
        self.threads: set[threading.Thread] = set()

    def post_message(self, message: events.Event) -> bool:
        self.heard.append(message)
        self.threads.add(threading.current_thread())
        return True

    async def _post_message(self, message: events.Event) -> bool:
        return self.post_message(message)

    async def keys(self, count: int) -> list[str]:
        """The keys heard, once there are so many."""
        async with asyncio.timeout(5):
            while len(keys := [e.key for e in self.heard if isinstance(e, events.Key)]) < count:
                await asyncio.sleep(0.005)
        return keys


@asynccontextmanager
async def listening(line: Line, monkeypatch) -> AsyncIterator[tuple[Hearer, Tty]]:
    kept = {each: signal.getsignal(each)
            for each in (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)}  # fmt: skip
    monkeypatch.setattr(sys, "__stdin__", open(line.name, encoding="utf-8"))  # noqa: SIM115
    monkeypatch.setattr(sys, "__stderr__", line.file)
    app = Hearer()
    driver = Tty(app)  # type: ignore[arg-type]
    driver.start_application_mode()
    try:
        yield app, driver
    finally:
        driver.stop_application_mode()
        driver.close()
        sys.__stdin__.close()
        for number, handler in kept.items():
            signal.signal(number, handler)


async def test_keys_are_read_by_the_thread_that_deals_with_them(line, monkeypatch):
    async with listening(line, monkeypatch) as (app, _):
        os.write(line.far, b"j\x1b[6~")
        assert await app.keys(2) == ["j", "pagedown"]
        assert app.threads == {threading.main_thread()}
        assert not any(each.name == "textual-input" for each in threading.enumerate())


async def test_a_key_may_come_in_pieces_and_a_lone_escape_is_the_key(line, monkeypatch):
    async with listening(line, monkeypatch) as (app, _):
        os.write(line.far, b"\x1b[")
        await asyncio.sleep(0.01)
        os.write(line.far, b"6~")
        assert await app.keys(1) == ["pagedown"]
        os.write(line.far, b"\x1b")
        assert await app.keys(2) == ["pagedown", "escape"]
        os.write(line.far, "é".encode()[:1])
        await asyncio.sleep(0.01)
        os.write(line.far, "é".encode()[1:] + b"q")
        assert (await app.keys(4))[2:] == ["é", "q"]


async def test_bytes_that_are_no_text_are_no_end(line, monkeypatch):
    async with listening(line, monkeypatch) as (app, _):
        os.write(line.far, b"\xff\xfeq")
        while "q" not in await app.keys(1):
            await asyncio.sleep(0.005)


async def test_a_terminal_that_has_gone_is_not_asked_for_ever(line, monkeypatch):
    async with listening(line, monkeypatch) as _:
        asked = 0
        read = os.read

        def counted(*given):
            nonlocal asked
            asked += 1
            return read(*given)

        monkeypatch.setattr(os, "read", counted)
        line.hang_up()
        await asyncio.sleep(0.1)
        assert 0 < asked < 5


async def test_keys_are_left_to_others_and_heard_again(line, monkeypatch):
    async with listening(line, monkeypatch) as (app, driver):
        driver.suspend_application_mode()
        os.write(line.far, b"x")
        await asyncio.sleep(0.05)
        assert not [each for each in app.heard if isinstance(each, events.Key)]
        assert os.read(sys.__stdin__.fileno(), 10) == b"x", "an editor's key"
        driver.resume_application_mode()
        os.write(line.far, b"j")
        assert await app.keys(1) == ["j"]


async def test_where_nothing_can_be_waited_for_a_thread_reads(line, monkeypatch):
    def refused(*_):
        raise NotImplementedError

    monkeypatch.setattr(asyncio.get_running_loop(), "add_reader", refused)
    async with listening(line, monkeypatch) as (app, _):
        os.write(line.far, b"j")
        assert await app.keys(1) == ["j"]


def test_the_board_is_driven_so(monkeypatch):
    class Other(LinuxDriver):
        """What somebody asks for by TEXTUAL_DRIVER."""

    find = Signalboard.get_driver_class
    assert find(object.__new__(Signalboard)) is Tty
    monkeypatch.setattr("textual.app.App.get_driver_class", lambda self: Other)
    assert find(object.__new__(Signalboard)) is Other


# -- sizes that no terminal has ----------------------------------------------


@pytest.mark.parametrize(
    ("said", "comes"),
    [("99999999999", "1000"), ("9" * 5000, "1000"), ("1001", "1000"), ("120", "120")],
)
def test_a_variable_says_no_size_that_no_terminal_has(said: str, comes: str) -> None:
    environ = {"COLUMNS": said, "OTHER": said}
    bound(environ)
    assert environ == {"COLUMNS": comes, "OTHER": said}


@pytest.mark.parametrize("said", ["", "-5", "²", "wide"])
def test_a_variable_that_is_no_number_says_nothing(said: str) -> None:
    environ = {"LINES": said}
    bound(environ)
    assert environ == {}


async def test_what_the_terminal_says_of_its_size_is_bound_too(line, monkeypatch):
    monkeypatch.setattr(LinuxDriver, "_get_terminal_size", lambda _: (60_000, 60_000))
    async with listening(line, monkeypatch) as (app, driver):
        assert driver._get_terminal_size() == (WIDEST, HIGHEST)
        heard: list[events.Resize] = []
        monkeypatch.setattr(app, "post_message", heard.append)
        driver.send_message(events.Resize.from_dimensions((60_000, 30), (1, 1)))
    assert [event.size for event in heard] == [(WIDEST, 30)]
