"""Hostile pages in a browser that may run scripts and reach a server: none runs, none is asked."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signalboard import export
from signalboard.export import reading
from tests.export import browser
from tests.export.test_export_difference import bare, between
from tests.export.test_export_hostile import BATCH, log_of
from tests.export.test_export_pages import brief_of, digest_with

RAN = "document.documentElement.setAttribute('data-ran',1);fetch('http://e.example/ran')"
ATTACKS = (
    f"<script>{RAN}</script>", f"</title><script>{RAN}</script>", f"</style><script>{RAN}</script>",
    f"--><script>{RAN}</script>", f"]]><script>{RAN}</script>", f"<img src=x onerror=\"{RAN}\">",
    f"<svg onload=\"{RAN}\">", f"<svg><script>{RAN}</script></svg>", f"\"><body onload=\"{RAN}\">",
    f"' autofocus onfocus='{RAN}", f"<iframe srcdoc=\"<script>{RAN}</script>\">",
    "<img src=http://e.example/img>", "<link rel=prefetch href=http://e.example/p>",
    "<link rel=dns-prefetch href=//e.example><link rel=preconnect href=http://e.example>",
    "<style>@import 'http://e.example/css';body{background:url(http://e.example/bg)}</style>",
    "<meta http-equiv=refresh content='0;url=http://e.example/m'>", "<base href=http://e.example/>",
    "<object data=http://e.example/o></object>", "<a ping=http://e.example/ping href=#>x</a>",
    "&lt;script&gt;" + RAN + "&lt;/script&gt;",
)  # fmt: skip
"""A title each, and all of them together in every other field."""
ALL = "".join(ATTACKS)
URL = 'http://e.example/"onmouseover="x'
assert len(ATTACKS) == BATCH


def _log() -> export.Log:
    return log_of([*ATTACKS], ALL, URL)


PAGES: dict[str, Callable[[], str]] = {
    "log": lambda: export.write(_log(), "html"),
    "difference": lambda: export.write_difference(between(bare(_log()), _log()), "html"),
    "brief": lambda: reading.brief(brief_of([*ATTACKS], ALL, URL), "html"),
    "digest": lambda: reading.digest(digest_with([*ATTACKS], ALL, URL), "html"),
}


@pytest.fixture
def asked() -> Iterator[tuple[int, list[bytes]]]:
    """The server that ``e.example`` leads to, and what it is asked."""
    heard: list[bytes] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            heard.append(self.request.recv(4096).split(b"\r\n")[0])
            self.request.sendall(b"HTTP/1.1 204 No\r\nAccess-Control-Allow-Origin: *\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], heard
        server.shutdown()
        thread.join()


def opened(page: Path, port: int) -> str:
    """The document as it is after three seconds of its time; its server is at a port.

    What the browser asks for itself leads nowhere.
    """
    done = browser.opened(
        page, "--dump-dom", "--virtual-time-budget=3000",
        f"--host-resolver-rules=MAP e.example 127.0.0.1:{port}, MAP * ~NOTFOUND",
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_runs_no_script_and_asks_nobody(name, asked, tmp_path):
    port, heard = asked
    page = tmp_path / "page.html"
    page.write_text(PAGES[name](), encoding="utf-8")
    dom = opened(page, port)
    assert "data-ran" not in re.search("<html[^>]*>", dom)[0]
    assert not re.search(r"<(?:script|img|iframe|object|embed|base|link)\b", dom)
    assert "onerror" in dom, "the attacks are there, as text"
    assert heard == []


def test_without_their_guards_the_same_attacks_would(asked, tmp_path):
    """Or the test above would prove nothing."""
    port, heard = asked
    page = tmp_path / "page.html"
    bare_page = "<!DOCTYPE html><title>x</title><p>" + "<p>".join(ATTACKS[5:7] + ATTACKS[11:12])
    page.write_text(bare_page, encoding="utf-8")
    assert 'data-ran="1"' in opened(page, port)
    assert any(b"/img" in line for line in heard)
    assert any(b"/ran" in line for line in heard)
