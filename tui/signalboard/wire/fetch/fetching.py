"""One request for one feed, with a closed set of outcomes: nothing else escapes.

Every bound is ours: time over all of it, bytes before and after decoding, redirects
by hand. What a reason says is made of our own words and of host names, never of an
exception's, which hold addresses with user, password and token.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
import os
import socket
import ssl
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpx

from signalboard.links import safe_link, shown, shown_host
from signalboard.model import Feed, FeedState, Outcome, replace
from signalboard.wire.fetch.fetched import Fetched, Limits
from signalboard.wire.fetch.headers import Headers, named
from signalboard.wire.fetch.inflate import CodingError, EndMissingError, Inflater, TooLargeError
from signalboard.wire.fetch.transport import (
    ACCEPT,
    HOP,
    BadProxyError,
    Client,
    Hop,
    PrivateAddressError,
    TooMuchError,
    is_public,
)
from signalboard.wire.spool import Incoming, NoRoomError

_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_OURS = frozenset(("host", "connection", "content-length", "transfer-encoding", "te", "upgrade"))
"""Headers that are not for a feed to set: they frame the request."""
_CUT_SHORT = ("without sending complete message body", "incomplete chunked read")
_OF_HTTP = frozenset(("h11", "h2", "hpack", "hyperframe"))
"""Libraries whose own exceptions httpcore lets through, where a server is odd enough."""
_NO_WORD = "disconnected without sending a response"


class _Ended(Exception):
    """Not an error: how a request ended."""

    def __init__(self, fetched: Fetched) -> None:
        self.fetched = fetched


def _ended(outcome: Outcome, reason: str, status: int | None = None) -> _Ended:
    return _Ended(Fetched(outcome, reason, status))


async def fetch(
    client: Client,
    feed: Feed,
    state: FeedState,
    limits: Limits,
    now: int,
    *,
    guarded: bool = False,
) -> Fetched:
    """Asks for a feed once, conditionally where it was read before.

    ``guarded``: only at public addresses, since it was a public page that named it and not
    the user. The caller closes what it is given. Raises nothing but CancelledError.
    """
    asking = _Asking(client, feed, state, limits, now, guarded=guarded)
    is_kept = False
    try:
        async with asyncio.timeout(limits.total):
            fetched = await asking.answer()
        is_kept = fetched.outcome is Outcome.ENTRIES
        return fetched
    except _Ended as ended:
        return replace(ended.fetched, final_url=asking.url)
    except TimeoutError:
        reason = f"{asking.host} did not send it all within {limits.total:g} seconds"
        return Fetched(Outcome.TIMEOUT, reason)
    except Exception as error:
        outcome, reason = _told(error, asking)
        return Fetched(outcome, reason, final_url=asking.url)
    finally:
        if not is_kept:
            asking.incoming.close()


class _Asking:
    """One feed's request, followed through its redirects."""

    def __init__(
        self,
        client: Client,
        feed: Feed,
        state: FeedState,
        limits: Limits,
        now: int,
        *,
        guarded: bool,
    ) -> None:
        self._client, self._feed, self._state = client, feed, state
        self._limits, self._now = limits, now
        self._public = guarded
        self._hop = Hop(guarded=False, left=limits.head)
        self.incoming = Incoming(client.folder, limits.held)
        self.url = ""
        self.host = "the server"

    @property
    def heard(self) -> bool:
        """Whether the last request brought a single byte."""
        return self._hop.left != self._limits.head

    async def answer(self) -> Fetched:
        """How the last request of the chain ended. Raises _Ended, and whatever httpx does."""
        listed, credentials = _without_user(self._feed.url)
        if login := self._client.manners.logins.get(shown(self._feed.url)):
            credentials = _basic(*login)
        self._to(listed)
        if not self.url:
            raise _ended(Outcome.PROTOCOL, "its address is not one of http or https")
        own = _origin(self.url)
        self._to(self._state.taken_over or self.url)
        # The person named the listed address; the other was named by a server.
        self._public = self._public or shown_host(self.url) != shown_host(listed)
        seen = {self.url}
        has_moved = True
        for _ in range(self._limits.redirects + 1):
            is_own = _origin(self.url) in {own, own.replace("http://", "https://", 1)}
            response = await self._send(credentials, is_own)
            try:
                if response.status_code not in _REDIRECTS:
                    moved_to = self.url if has_moved and len(seen) > 1 else None
                    fetched = await self._read(response, Headers(response.headers.raw))
                    return replace(
                        fetched, final_url=self.url, moved_to=moved_to, is_public=self._public
                    )
                target = self._target(response.status_code, Headers(response.headers.raw))
            finally:
                await response.aclose()
            if target in seen:
                raise _ended(Outcome.PROTOCOL, f"{self.host} redirects in a circle")
            seen.add(target)
            has_moved = has_moved and response.status_code in _PERMANENT
            self._to(target)
        raise _ended(Outcome.PROTOCOL, f"it redirects more than {self._limits.redirects} times")

    def _to(self, url: str) -> None:
        self.url = safe_link(url) or ""
        self.host = shown_host(self.url) or self.host

    async def _send(self, credentials: str | None, is_own: bool) -> httpx.Response:
        is_proxied = self._client.proxy(self.url) is not None
        if is_proxied and self._public and _is_private_literal(self.url):
            raise PrivateAddressError
        guarded = self._public and not is_proxied  # whom a proxy reaches, only that knows
        self._hop = hop = Hop(guarded=guarded, left=self._limits.head)
        HOP.set(hop)
        headers = self._headers(credentials, is_own)
        limits = self._limits
        response = await self._client.get(self.url, headers, limits.total, limits.connect)
        hop.left += limits.raw
        if is_proxied:
            self._public = self._public or not _is_private_literal(self.url)
            return response
        if hop.address is None:  # another request's HTTP/2 connection was shared
            stream = response.extensions["network_stream"]
            hop.address = str((stream.get_extra_info("server_addr") or ("",))[0])
        if self._public and not is_public(hop.address):
            await response.aclose()
            raise PrivateAddressError
        self._public = self._public or is_public(hop.address)
        return response

    def _headers(self, credentials: str | None, is_own: bool) -> list[tuple[bytes, bytes]]:
        """The feed's own headers go to its own server only, not to whom it redirects to."""
        host = urlsplit(self.url).hostname or ""
        sent = {"user-agent": self._client.manners.user_agent(host), "accept": ACCEPT}
        if is_own:
            pairs = ((name.lower(), value) for name, value in self._feed.headers)
            sent.update((name, value) for name, value in pairs if name not in _OURS)
            if credentials is not None:
                sent["authorization"] = credentials
        if self._feed.user_agent:
            sent["user-agent"] = self._feed.user_agent
        sent["accept-encoding"] = "gzip, deflate"
        if self._state.etag:
            sent["if-none-match"] = self._state.etag
        if self._state.last_modified:
            sent["if-modified-since"] = self._state.last_modified
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in sent.items()]

    def _target(self, status: int, headers: Headers) -> str:
        location = headers.get("location")
        if location is None:
            reason = f"{self.host} answers {named(status)}, and does not say where to go"
            raise _ended(Outcome.PROTOCOL, reason, status)
        try:
            absolute, _ = _without_user(urljoin(self.url, location.strip()))
        except ValueError:
            absolute = ""
        target = safe_link(absolute.partition("#")[0])
        if target is None:
            reason = f"{self.host} redirects to something that is no web address"
            raise _ended(Outcome.PROTOCOL, reason, status)
        is_down = self.url.startswith("https:") and not target.startswith("https:")
        if is_down and not self._feed.allow_http:
            reason = f"{self.host} redirects from https down to http, which is not followed"
            raise _ended(Outcome.PROTOCOL, reason, status)
        return target

    async def _read(self, response: httpx.Response, headers: Headers) -> Fetched:
        """What a last answer means."""
        status = response.status_code
        if status == 304:
            return self._unchanged(headers)
        if not 200 <= status < 300:
            return self._refused(status, headers)
        await self._receive(response, headers)
        if status == 226 and (headers.get("im") or "feed").strip().lower() != "feed":
            reason = f"{self.host} sent changes in a form that is not understood"
            raise _ended(Outcome.PROTOCOL, reason, status)
        if self.incoming.is_blank:
            raise _ended(Outcome.NOT_A_FEED, f"{self.host} sent an empty page", status)
        hashed = self.incoming.hash
        is_same = hashed == self._state.body_hash
        return Fetched(
            Outcome.UNCHANGED if is_same else Outcome.ENTRIES,
            status=status,
            body=b"" if is_same else self.incoming.body,
            content_type=headers.get("content-type") or "",
            etag=headers.validator("etag"),
            last_modified=headers.validator("last-modified"),
            body_hash=hashed,
            asked=headers.fresh_for(self._now),
        )

    def _unchanged(self, headers: Headers) -> Fetched:
        if self._state.etag or self._state.last_modified:
            return Fetched(Outcome.UNCHANGED, status=304, asked=headers.fresh_for(self._now))
        reason = f"{self.host} answers that nothing changed, which it was not asked"
        return Fetched(Outcome.UNCHANGED, reason, 304, forgets_validators=True)

    def _refused(self, status: int, headers: Headers) -> Fetched:
        if status == 410:
            return Fetched(Outcome.GONE, f"{self.host} says it is gone for good", status)
        if status in {403, 429} or (status == 503 and headers.get("retry-after") is not None):
            what = "refuses us" if status == 403 else "asks for patience"
            asked = headers.retry_after(self._now)
            unsaid = " and does not say for how long" if asked is None else ""
            reason = f"{self.host} {what} ({named(status)}){unsaid}"
            return Fetched(Outcome.WAIT, reason, status, asked=asked)
        return Fetched(Outcome.HTTP_ERROR, f"{self.host} answers {named(status)}", status)

    async def _receive(self, response: httpx.Response, headers: Headers) -> None:
        """Takes the body in. Raises _Ended."""
        status = response.status_code
        coding, *more = headers.codings() or [""]
        if more or coding not in {"", "gzip", "deflate"}:
            reason = f"{self.host} sent it packed in a way that was not asked for"
            raise _ended(Outcome.DECODE, reason, status)
        too_large = f"{self.host} sends more than is taken"
        if (headers.number("content-length") or 0) > self._limits.raw:
            raise _ended(Outcome.TOO_LARGE, too_large, status)
        inflater = Inflater(coding, self._limits.decoded, self.incoming.write)
        try:
            raw = await self._inflated(response, inflater)
            inflater.finish()
        except (TooLargeError, TooMuchError):
            raise _ended(Outcome.TOO_LARGE, too_large, status) from None
        except CodingError:
            reason = f"what {self.host} sent cannot be unpacked"
            raise _ended(Outcome.DECODE, reason, status) from None
        except NoRoomError:
            reason = "it is large, and the disk has no room to receive it"
            raise _ended(Outcome.NO_ROOM, reason, status) from None
        except EndMissingError:
            reason = f"what {self.host} sent stops in the middle"
            raise _ended(Outcome.TRUNCATED, reason, status) from None
        if status == 206 and not headers.is_whole(raw):
            raise _ended(Outcome.TRUNCATED, f"{self.host} sent only a part of it", status)

    async def _inflated(self, response: httpx.Response, inflater: Inflater) -> int:
        """Reads the body into the inflater; returns how many bytes came."""
        raw = 0
        async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_raw())) as chunks:
            async for chunk in chunks:
                raw += len(chunk)
                if raw > self._limits.raw:
                    raise TooLargeError
                inflater.feed(chunk)
        return raw


def _told(error: Exception, asking: _Asking) -> tuple[Outcome, str]:
    """The outcome an exception stands for, and a sentence without its words."""
    host = asking.host
    for cause in _chain(error):
        if isinstance(cause, PrivateAddressError):
            return Outcome.PROTOCOL, f"it leads to {host}, which is a private address"
        if isinstance(cause, BadProxyError):
            return Outcome.NETWORK, "the proxy that the environment names is none"
        if isinstance(cause, TooMuchError):
            return Outcome.PROTOCOL, f"{host} sends headers without end"
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = cause.verify_message or "it does not fit"
            return Outcome.TLS, f"the certificate of {host} is not valid: {why}"
        if isinstance(cause, ssl.SSLError):
            return Outcome.TLS, f"no safe connection to {host} can be made"
        if isinstance(cause, socket.gaierror):
            return Outcome.NETWORK, f"the name {host} cannot be found"
        if isinstance(cause, OSError) and cause.errno:
            return Outcome.NETWORK, f"no connection to {host}: {os.strerror(cause.errno).lower()}"
    if isinstance(error, httpx.TimeoutException):
        return Outcome.TIMEOUT, f"{host} does not answer"
    if isinstance(error, httpx.RemoteProtocolError):
        if any(words in str(error) for words in _CUT_SHORT):
            return Outcome.TRUNCATED, f"what {host} sent stops in the middle"
        if _NO_WORD in str(error) and not asking.heard:
            return Outcome.NETWORK, f"{host} closed the connection without a word"
        return Outcome.PROTOCOL, f"what {host} sent is not HTTP as it should be"
    is_of_http = type(error).__module__.partition(".")[0] in _OF_HTTP
    if is_of_http or (isinstance(error, ValueError) and asking.heard):
        return Outcome.PROTOCOL, f"what {host} sent is not HTTP as it should be"
    if isinstance(error, httpx.NetworkError | httpx.ProxyError):
        return Outcome.NETWORK, f"the connection to {host} broke"
    if isinstance(error, httpx.LocalProtocolError | UnicodeError):
        return Outcome.PROTOCOL, "its address or a header set for it cannot be sent"
    return Outcome.PROTOCOL, f"the request to {host} failed ({type(error).__name__})"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _without_user(url: str) -> tuple[str, str | None]:
    """An address without its user info (empty if it is none), and that as Basic authorization."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", None
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    name, _, password = user.partition(":")
    return urlunsplit(parts._replace(netloc=host)), _basic(unquote(name), unquote(password))


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def _is_private_literal(url: str) -> bool:
    """Whether an address names this machine or a private network by itself, without a look-up."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with contextlib.suppress(OSError):  # also 2130706433 and 0177.1, as a resolver reads them
        host = socket.inet_ntoa(socket.inet_aton(host))
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
