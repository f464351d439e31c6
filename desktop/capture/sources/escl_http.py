"""HTTP to one scanner: every exchange bounded in time and size, and stopped by a cancel."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from desktop.capture.sources.escl_address import EsclAddress

_MAX_WAIT = 60.0
_CONNECT = 5.0


class Cancelled(Exception):
    """The clerk stopped the run."""


class NoAnswer(Exception):
    """The scanner did not take the connection, or dropped it before it answered."""


class TooSlow(Exception):
    """The scanner holds the connection but says nothing in time."""


class CutOff(Exception):
    """An answer began and did not come whole: what came of it is thrown away."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def retry_after(self, default: float) -> float:
        """Seconds to wait, as the scanner asks (a date is not understood by any of them)."""
        said = self.headers.get("retry-after", "")
        asked = float(said) if said.isdecimal() and len(said) < 6 else default
        return min(asked, _MAX_WAIT)


class EsclHttp:
    """One connection an exchange: scanners drop kept ones at any time.

    `ip` was checked to be local; the host's name goes only into the Host header, so that a second
    answer of the resolver cannot lead elsewhere.
    """

    def __init__(self, address: EsclAddress, ip: str, cancelled: threading.Event) -> None:
        self._address = address
        self._ip = ip
        self._cancelled = cancelled

    def get(self, path: str, seconds: float, limit: int) -> Answer:
        return self._ask("GET", path, seconds, limit)

    def post(self, path: str, body: bytes, seconds: float) -> Answer:
        return self._ask("POST", path, seconds, 100_000, body)

    def delete(self, path: str, seconds: float) -> None:
        """Told although cancelled: it is how the scanner learns of it. What it says is its own."""
        try:
            self._exchange("DELETE", path, seconds, 100_000, b"", threading.Event())
        except (NoAnswer, TooSlow, CutOff):
            return

    def _ask(self, method: str, path: str, seconds: float, limit: int, body: bytes = b"") -> Answer:
        if self._cancelled.is_set():
            raise Cancelled
        return self._exchange(method, path, seconds, limit, body, self._cancelled)

    def _exchange(
        self,
        method: str,
        path: str,
        seconds: float,
        limit: int,
        body: bytes,
        cancelled: threading.Event,
    ) -> Answer:
        connection = self._connection(min(seconds, _CONNECT))
        begun = False
        with _Watch(cancelled, seconds) as watch:
            try:
                connection.connect()
                watch.hold(connection.sock, seconds)
                connection.request(method, path, body or None, self._headers(body))
                response = connection.getresponse()
                begun = True
                data = response.read(limit + 1)
                if len(data) > limit or response.length:  # `read` does not complain of less
                    raise http.client.IncompleteRead(b"")
                headers = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, headers, data)
            except (OSError, http.client.HTTPException, ValueError) as error:
                if cancelled.is_set():
                    raise Cancelled from None
                if watch.held and (watch.passed or isinstance(error, TimeoutError)):
                    raise TooSlow from None
                raise (CutOff if begun else NoAnswer) from None
            finally:
                connection.close()

    def _headers(self, body: bytes) -> dict[str, str]:
        address = self._address
        host = f"[{address.host}]" if ":" in address.host else address.host
        headers = {"Host": f"{host}:{address.port}", "Connection": "close"}
        return {**headers, "Content-Type": "text/xml"} if body else headers

    def _connection(self, seconds: float) -> http.client.HTTPConnection:
        address = self._address
        if address.scheme == "http":
            return http.client.HTTPConnection(self._ip, address.port, timeout=seconds)
        # Office scanners sign their own certificate: decision 0009.
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trust.check_hostname = False
        trust.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(self._ip, address.port, timeout=seconds, context=trust)


class _Watch:
    """Shuts a connection when the clerk cancels or the time is over, in the middle of a read too.

    A socket's own timeout begins anew with every byte, so that a scanner could drip for ever.
    """

    def __init__(self, cancelled: threading.Event, seconds: float) -> None:
        self.passed = False
        self._socket: socket.socket | None = None
        self._cancelled = cancelled
        self._until = time.monotonic() + seconds
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="escl-watch", daemon=True)

    @property
    def held(self) -> bool:
        """Whether the connection stood."""
        return self._socket is not None

    def hold(self, connected: socket.socket, seconds: float) -> None:
        """From now on this socket; `http.client` forgets it while it still reads from it."""
        connected.settimeout(seconds)
        self._socket = connected

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(0.02):
            self.passed = time.monotonic() > self._until
            if self._socket is not None and (self.passed or self._cancelled.is_set()):
                with suppress(OSError):  # the other side was faster
                    self._socket.shutdown(socket.SHUT_RDWR)
                return
