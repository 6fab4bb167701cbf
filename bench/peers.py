"""The programs a refresh is measured beside, and the server all of them read from."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import feedset
from bench.headlines import COMPANIES
from bench.measure import Failed, Took, cache, run
from signalboard.archive import Archive

PACKAGES = {"nginx": "nginx-light", "newsboat": "newsboat"}
READER = ("reader>=3", "sgmllib3k")  # its copy of feedparser needs the second, and does not say so

_NGINX = """
{user}daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log error;
events {{ worker_connections 512; }}
http {{
    types {{ application/rss+xml rss; application/atom+xml atom; }}
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
_READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
if len(sys.argv) > 2:
    for line in open(sys.argv[2]):
        reader.add_feed(line.strip())
else:
    reader.update_feeds(workers=8, scheduled=False)
    counts = reader.get_entry_counts()
    print(counts.total, "entries", reader.get_feed_counts().broken, "broken")
"""


@dataclass
class Peer:
    """A program that reads feeds: what it needs first, how it is run, what it stored."""

    name: str
    prepare: Callable[[Path, list[str]], None]
    command: Callable[[Path], list[str]]
    count: Callable[[Path, Took], int]
    env: Callable[[Path], dict[str, str]] = lambda _: {}
    cold: list[Took] = field(default_factory=list)
    warm: list[Took] = field(default_factory=list)


def missing() -> list[str]:
    """The programs of the system that are not here."""
    paths = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    return [name for name in PACKAGES if shutil.which(name, path=paths) is None]


def install(names: list[str]) -> None:
    """Installs what is missing, by apt; asks for root where this is not."""
    root = [] if os.geteuid() == 0 else ["sudo"]
    packages = [PACKAGES[name] for name in names]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*root, "apt-get", "install", "-y", "-q", *packages], check=True, env=env)


@contextmanager
def served(root: Path, folder: Path) -> Iterator[str]:
    """The address at which nginx serves a folder, until the body ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its worker could not read the folder
    config.write_text(_NGINX.format(user=user, folder=folder, root=root, port=port))
    found = shutil.which("nginx") or "/usr/sbin/nginx"
    nginx = subprocess.Popen([found, "-e", str(folder / "nginx.log"), "-c", str(config)])
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(address + "000.rss") as answer:
                    assert answer.headers["ETag"]
                    assert answer.headers["Last-Modified"]
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise Failed("nginx does not answer; see what it wrote above")
        yield address
    finally:
        nginx.terminate()
        nginx.wait()


def signalboard() -> Peer:
    """This program, as cron runs it."""

    def prepare(home: Path, urls: list[str]) -> None:
        feeds = "".join(f"  - name: Outlet {n}\n    url: {url}\n" for n, url in enumerate(urls))
        named = "".join(f"  - name: {name}\n" for name in COMPANIES)
        (home / "feeds.yaml").write_text(f"feeds:\n{feeds}companies:\n{named}")

    def count(home: Path, took: Took) -> int:
        total = json.loads(took.output.strip().splitlines()[-1])
        if total["failed"] or total["feeds"] != feedset.FEEDS:
            raise Failed(f"signalboard did not read every feed: {total}")
        archive = Archive.open(home / "archive.db", read_only=True)
        try:
            return archive.counts().entries
        finally:
            archive.close()

    return Peer(
        "signalboard",
        prepare,
        lambda home: [
            *(sys.executable, "-m", "signalboard", "--home", str(home)),
            *("refresh", "--now", "--json"),
        ],
        count,
    )


def newsboat() -> Peer:
    """Debian's, with eight threads, in a folder of its own."""

    def prepare(home: Path, urls: list[str]) -> None:
        (home / "urls").write_text("".join(url + "\n" for url in urls))
        (home / "config").write_text("reload-threads 8\n")

    def count(home: Path, _: Took) -> int:
        with sqlite3.connect(home / "cache.db") as db:
            return int(db.execute("SELECT count(*) FROM rss_item").fetchone()[0])

    return Peer(
        "newsboat",
        prepare,
        lambda home: [
            *("newsboat", "-u", str(home / "urls"), "-C", str(home / "config")),
            *("-c", str(home / "cache.db"), "-x", "reload"),
        ],
        count,
        lambda home: {"HOME": str(home), "TERM": "xterm"},
    )


def reader(python: Path) -> Peer:
    """lemon24/reader, with eight workers; its feeds are added before the clock starts."""

    def prepare(home: Path, urls: list[str]) -> None:
        (home / "urls").write_text("".join(url + "\n" for url in urls))
        run([str(python), "-c", _READER, "reader.db", "urls"], home)

    def count(_: Path, took: Took) -> int:
        return int(took.output.split()[-4])

    return Peer("reader", prepare, lambda _: [str(python), "-c", _READER, "reader.db"], count)


def environment() -> Path:
    """The Python of an environment that has reader, made where there is none."""
    folder = cache() / "reader"
    python = folder / "bin" / "python"
    if not python.exists() or subprocess.run([python, "-c", "import reader, sgmllib"]).returncode:
        print(f"Making an environment for reader in {folder}.", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *READER]
        made = subprocess.run(pip, capture_output=True, text=True)
        if made.returncode:
            raise Failed(f"reader could not be installed:\n{made.stderr}")
    return python
