"""A folder served by this machine, from a process of its own: ``python -m bench.serving FOLDER``.

In the process that measures, it would take the moments that are measured from who reads them.
"""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is written for each file."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, until the body ends."""
    command = [sys.executable, "-m", "bench.serving", str(folder)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def main(folder: str) -> None:
    """Say the port, and serve."""
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
