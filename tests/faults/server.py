"""A bare HTTP server on 127.0.0.1 whose handlers write every byte themselves."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("certificate.pem")


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    path: str
    headers: dict[str, str]
    count: int
    """How often this path was asked for before."""
    port: int


class Out:
    """Writes an answer, slowly and wrongly if need be."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def raw(self, data: bytes) -> None:
        """Sends bytes as they are."""
        self._writer.write(data)
        await self._writer.drain()

    async def head(self, status: int | str, *headers: str) -> None:
        """Sends a status line and headers, and no more."""
        lines = [f"HTTP/1.1 {status} X", "Connection: close", *headers, "", ""]
        await self.raw("\r\n".join(lines).encode("latin-1"))

    async def whole(self, body: bytes, *headers: str, status: int = 200) -> None:
        """Sends a proper answer."""
        await self.head(status, f"Content-Length: {len(body)}", *headers)
        await self.raw(body)

    def reset(self) -> None:
        """Ends the connection with a reset."""
        import socket
        import struct

        sock = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Handler = Callable[[Request, Out], Awaitable[None]]


@dataclass
class FaultServer:
    """Serves handlers by path (without query); use it as an async context."""

    handlers: dict[str, Handler]
    port: int = 0
    tls: bool = False
    asked: list[Request] = field(default_factory=list)
    begun: dict[str, float] = field(default_factory=dict)
    """When each path was first asked for, by the monotonic clock."""
    most_at_once: int = 0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _open: set[asyncio.StreamReader] = field(default_factory=set)

    async def __aenter__(self) -> FaultServer:
        context = None
        if self.tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERTIFICATE)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str) -> str:
        """Where a path is served."""
        scheme = "https" if self.tls else "http"
        return f"{scheme}://127.0.0.1:{self.port}/{path}"

    def requests(self, path: str) -> list[Request]:
        """What was asked of a path, in order."""
        return [request for request in self.asked if request.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._open.add(reader)
        # One whose client has left may be writing still, to nobody.
        here = sum(not other.at_eof() and other.exception() is None for other in self._open)
        self.most_at_once = max(self.most_at_once, here)
        try:
            request = await self._request(reader)
            handler = self.handlers.get(request.path)
            if handler is None:
                await Out(writer).head(404)
            else:
                await handler(request, Out(writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(reader)
            with contextlib.suppress(OSError, asyncio.CancelledError):
                writer.close()
                await writer.wait_closed()

    async def _request(self, reader: asyncio.StreamReader) -> Request:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1].split("?")[0].lstrip("/")
        pairs = [line.partition(":") for line in head[1:] if line]
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        request = Request(path, headers, len(self.requests(path)), self.port)
        self.asked.append(request)
        self.begun.setdefault(path, time.monotonic())
        return request
