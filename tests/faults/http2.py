"""A small HTTP/2 server on 127.0.0.1, over TLS."""

from __future__ import annotations

import asyncio
import contextlib
import ssl

import h2.config
import h2.connection
import h2.events

from tests.faults.server import CERTIFICATE


class Http2Server:
    """Answers every request with one body, once so many requests wait for it."""

    def __init__(self, body: bytes, *, together: int = 1) -> None:
        self._body, self._together = body, together
        self._waiting: list[tuple[h2.connection.H2Connection, int, asyncio.StreamWriter]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.connections = 0
        self.port = 0

    async def __aenter__(self) -> Http2Server:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        context.set_alpn_protocols(["h2"])
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        link = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        link.initiate_connection()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            writer.write(link.data_to_send())
            while data := await reader.read(65536):
                for event in link.receive_data(data):
                    if isinstance(event, h2.events.StreamEnded):
                        self._waiting.append((link, event.stream_id, writer))
                writer.write(link.data_to_send())
                if len(self._waiting) >= self._together:
                    self._answer()
            writer.close()

    def _answer(self) -> None:
        waiting, self._waiting = self._waiting, []
        for link, stream, writer in waiting:
            link.send_headers(stream, [(":status", "200"), ("etag", '"two"')])
            link.send_data(stream, self._body, end_stream=True)
            writer.write(link.data_to_send())
