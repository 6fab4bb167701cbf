"""A hundred feeds that change by the hour, from this machine; some of them fail at times."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.feedset import Made, as_atom, as_rss
from bench.headlines import drawn, languages, reworded, title
from tests.soak.hours import HOUR

SHOWN = 20
"""The newest entries of a feed that it shows."""
FAILING = 0.02
"""The share of the answers that are a failure."""


class News:
    """What each feed shows at an hour: the same for one seed."""

    def __init__(self, feeds: int, seed: int, rate: float = 0.5) -> None:
        """``rate`` is entries an hour and feed."""
        self.feeds, self._seed, self._rate = feeds, seed, rate
        self._spoken = languages()
        self._made: dict[tuple[int, int], Made | None] = {}
        self._events: dict[int, tuple[object, str]] = {}

    def entries(self, feed: int, now: int) -> list[Made]:
        """The newest first; none where it has not written yet."""
        hour, found = now // HOUR, []
        for back in range(round(SHOWN / self._rate)):
            made = self._entry(feed, hour - back)
            if made is not None and made.at <= now:
                found.append(made)
        return found

    def _entry(self, feed: int, hour: int) -> Made | None:
        key = feed, hour
        if key not in self._made:
            self._made[key] = self._drawn(feed, hour)
        return self._made[key]

    def _drawn(self, feed: int, hour: int) -> Made | None:
        dice = random.Random(f"{self._seed} {feed} {hour}")
        if dice.random() >= self._rate:
            return None
        if dice.random() < 0.3:
            shared = random.Random(f"{self._seed} event {hour // 4} {dice.randrange(6)}")
            language = drawn(shared, self._spoken)
            told = reworded(dice, language, title(shared, language))
        else:
            language = drawn(dice, self._spoken)
            told = title(dice, language)
        link = f"https://outlet{feed}.example/{hour}"
        text = f"<p>{language.text(dice, 200)}</p>"
        return Made(f"f{feed}-{hour}", told, link, text, hour * HOUR + dice.randrange(HOUR))


@contextmanager
def served(news: News, now: Callable[[], int]) -> Iterator[list[str]]:
    """The addresses of the feeds, until the body ends."""
    dice = random.Random("failing")
    lock = threading.Lock()

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = int(self.path.strip("/").partition(".")[0])
            with lock:
                if dice.random() < FAILING:
                    self._say(dice.choice((404, 500, 503)), b"not now")
                    return
                made = news.entries(number, now())
            form = as_rss if number % 2 else as_atom
            body = form(f"Outlet {number}", made).encode() if made else b""
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == tag:
                self._say(304, b"", ETag=tag)
            else:
                self._say(200, body, ETag=tag)

        def _say(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host, port = server.server_address[:2]
    try:
        yield [f"http://{host}:{port}/{number}.xml" for number in range(news.feeds)]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
