"""The one way out: an HTTP client that keeps nothing, says nothing and knows whom it reached.

httpx lets nobody judge the address a name turned out to be; what it takes to change
that stands here and nowhere else.
"""

from __future__ import annotations

import asyncio
import importlib.util
import ipaddress
import logging
import socket
import ssl
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import httpcore
import httpx

from signalboard import __version__
from signalboard.values import dataclass, field
from signalboard.wire.fetch.proxies import Proxies

USER_AGENT = f"signalboard/{__version__} (feed reader)"
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
Connect = Callable[[str, int, float | None], Awaitable[httpcore.AsyncNetworkStream]]
SocketOptions = Iterable[Any]

_MOST_ADDRESSES = 4

# httpcore asks for this library at every step of a request, and where it is not installed each
# time the whole path is searched: a quarter of the time a request takes.
if importlib.util.find_spec("sniffio") is None:
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]


class PrivateAddressError(Exception):
    """A name that must lead to the public internet leads to a private address."""


class BadProxyError(Exception):
    """The environment names a proxy that cannot be one."""


class TooMuchError(Exception):
    """More bytes came than this request may bring."""


@dataclass(slots=True)
class Hop:
    """One request: what it may do, and whom it reached."""

    guarded: bool
    """Only public addresses may be connected to."""
    left: int
    """Bytes that may still be read."""
    address: str | None = None
    """The address connected to."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How feeds are asked, beyond what each feed says itself."""

    user_agents: Mapping[str, str] = field(default_factory=dict)
    """What to call ourselves, by host; a host stands for its subdomains."""
    logins: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    """User and password, by the address of a feed as it is shown."""
    proxies: Proxies | None = None

    def user_agent(self, host: str) -> str:
        """What to call ourselves at a host: what the nearest of its domains wants."""
        labels = host.lower().rstrip(".").split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels)))
        return next(
            (self.user_agents[domain] for domain in domains if domain in self.user_agents),
            USER_AGENT,
        )


HOP: ContextVar[Hop | None] = ContextVar("hop", default=None)


class Client:
    """The way out of one run of refresh: HTTP/2, no environment, no connection used twice.

    Requests go to httpx's transport, not through its client: that keeps cookies, reads
    every Location by itself, and logs addresses with their passwords. A connection of
    its own for each request is one whose address is judged for that request.
    """

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        connect: Connect | None = None,
        verify: ssl.SSLContext | None = None,
        manners: Manners | None = None,
        folder: Path | None = None,
    ) -> None:
        """``folder``: where large bodies are received, in place of the system's own."""
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self.manners = manners or Manners()
        self.folder = folder
        self._verify = verify
        self._dialer = _Dialer(resolve or look_up, connect or _connected)
        self._transports: dict[str | None, httpx.AsyncHTTPTransport] = {}

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        for transport in self._transports.values():
            await transport.aclose()

    def proxy(self, url: str) -> str | None:
        """The proxy that a URL is asked through; None: it is asked directly."""
        return self.manners.proxies.of(url) if self.manners.proxies else None

    async def get(
        self, url: str, headers: Sequence[tuple[bytes, bytes]], seconds: float, connecting: float
    ) -> httpx.Response:
        """The head of an answer; its body is still to be read and to be closed.

        Raises whatever httpx and the network do, PrivateAddressError and TooMuchError.
        """
        timeout = httpx.Timeout(seconds, connect=connecting).as_dict()
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
        return await self._transport(self.proxy(url)).handle_async_request(request)

    def _transport(self, proxy: str | None) -> httpx.AsyncHTTPTransport:
        """The way to a proxy, or to all there is. Raises BadProxyError."""
        if proxy not in self._transports:
            try:
                made = httpx.AsyncHTTPTransport(
                    verify=self._verify or True,
                    http2=True,
                    trust_env=False,
                    limits=httpx.Limits(max_keepalive_connections=0),
                    proxy=proxy,
                )
            except (ValueError, ImportError, httpx.InvalidURL):
                raise BadProxyError from None
            # httpx offers no way to say how a name becomes a connection; its pool does.
            made._pool._network_backend = self._dialer
            self._transports[proxy] = made
        return self._transports[proxy]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it wraps another."""
    try:
        read = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(read, ipaddress.IPv6Address):
        inner = read.ipv4_mapped or read.sixtofour
        if inner is None and read in _NAT64:
            inner = ipaddress.IPv4Address(int(read) & 0xFFFFFFFF)
        if inner is not None:
            read = inner
    return read.is_global and not read.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, in the system's order. Raises socket.gaierror.

    A daemon thread each: a resolver that hangs must not hold up the end of the program.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def work() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            result: list[str] | OSError | UnicodeError = [str(row[4][0]) for row in found]
        except (OSError, UnicodeError) as error:
            result = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result)

    def settle(result: list[str] | OSError | UnicodeError) -> None:
        if future.done():
            return
        if isinstance(result, list):
            future.set_result(list(dict.fromkeys(result)))
        else:
            future.set_exception(result)

    threading.Thread(target=work, name="look up", daemon=True).start()
    return await future


async def _connected(address: str, port: int, seconds: float | None) -> httpcore.AsyncNetworkStream:
    return await httpcore.AnyIOBackend().connect_tcp(address, port, seconds)


class _Dialer(httpcore.AsyncNetworkBackend):
    """Connects to the addresses of a name, and refuses private ones where it must."""

    def __init__(self, resolve: Resolve, connect: Connect) -> None:
        self._resolve, self._connect = resolve, connect

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,  # noqa: ARG002
        socket_options: SocketOptions | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        hop = HOP.get()
        try:
            addresses = [str(ipaddress.ip_address(host))]
        except ValueError:
            addresses = list(await self._resolve(host, port))
        if hop is not None and hop.guarded:
            addresses = [address for address in addresses if is_public(address)]
            if not addresses:
                raise PrivateAddressError
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                stream = await self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            if hop is not None:
                hop.address = address
            return _Counted(stream)
        raise failure


class _Counted(httpcore.AsyncNetworkStream):
    """A stream that stops where its request has read enough, head and chunk sizes included."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        data = await self._stream.read(max_bytes, timeout)
        hop = HOP.get()
        if hop is not None:
            hop.left -= len(data)
            if hop.left < 0:
                raise TooMuchError
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        try:
            return _Counted(await self._stream.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:  # a handshake given up leaves its socket open otherwise
            await self._stream.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
