"""The few questions to CUPS that `lpstat` does not answer: a job's true state (RFC 8010, 8011).

`lpstat` prints reasons but no state, and gives one reason for a job that ended well and for one
that was taken back. IPP is a short binary form over HTTP, on CUPS's own socket or port.
"""

from __future__ import annotations

import http.client
import os
import socket
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.letters.printing import PrintSilent, PrintSystemDown

GET_JOB, GET_PRINTER = 0x0009, 0x000B
_SECONDS: Final = 5
_PORT: Final = 631
_SOCKETS: Final = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
_CLIENT: Final = (Path("/etc/cups/client.conf"),)
_END, _INTEGER, _ENUM = 0x03, 0x21, 0x23
_URI, _KEYWORD, _CHARSET, _LANGUAGE = 0x45, 0x44, 0x47, 0x48
_OPERATION = 0x01
_LONGEST: Final = 1 << 20

Value = str | int
Answer = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Server:
    """Where CUPS answers: a socket of this machine, or a host and a port."""

    socket: str = ""
    host: str = ""
    port: int = _PORT


def server() -> Server:
    """As `lp` finds it: by CUPS_SERVER, by client.conf, else on this machine."""
    named = os.environ.get("CUPS_SERVER") or _configured()
    if named.startswith("/"):
        return Server(socket=named)
    if named:
        named = named.split("/", 1)[0]  # a version of IPP may follow
        host, _, port = named.rpartition(":")
        return Server(host=host, port=int(port)) if host and port.isdigit() else Server(host=named)
    own = next((one for one in _SOCKETS if Path(one).exists()), "")
    return Server(socket=own) if own else Server(host="localhost")


def ask(operation: int, target: str, wanted: Iterable[str]) -> Answer | None:
    """What CUPS tells of a job or printer, `target` as "/jobs/12"; None where it knows of none.

    Raises PrintSystemDown where nobody listens, PrintSilent where nobody answers.
    """
    body = _question(operation, target, wanted)
    where = server()
    connection = _connection(where)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/ipp"})
        answer = connection.getresponse()
        data = answer.read(_LONGEST)
    except TimeoutError as error:
        raise PrintSilent from error
    except (OSError, http.client.HTTPException) as error:
        raise PrintSystemDown from error
    finally:
        connection.close()
    if answer.status != http.client.OK or len(data) < 8:
        raise PrintSystemDown
    status = struct.unpack(">H", data[2:4])[0]
    return _attributes(data) if status < 0x0100 else None


class _OverSocket(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_SECONDS)
        self.sock.connect(self._path)


def _connection(where: Server) -> http.client.HTTPConnection:
    if where.socket:
        return _OverSocket(where.socket)
    return http.client.HTTPConnection(where.host, where.port, timeout=_SECONDS)


def _configured() -> str:
    for file in (Path.home() / ".cups" / "client.conf", *_CLIENT):
        try:
            lines = file.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            words = line.split()
            if len(words) == 2 and words[0].lower() == "servername":
                return words[1]
    return ""


def _question(operation: int, target: str, wanted: Iterable[str]) -> bytes:
    kind = "job-uri" if operation == GET_JOB else "printer-uri"
    parts = [struct.pack(">BBHI", 2, 0, operation, 1), bytes([_OPERATION])]
    parts.append(_attribute(_CHARSET, "attributes-charset", "utf-8"))
    parts.append(_attribute(_LANGUAGE, "attributes-natural-language", "en"))
    parts.append(_attribute(_URI, kind, f"ipp://localhost{target}"))
    for number, name in enumerate(wanted):
        parts.append(_attribute(_KEYWORD, "" if number else "requested-attributes", name))
    parts.append(bytes([_END]))
    return b"".join(parts)


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(text)) + text


def _attributes(data: bytes) -> Answer:
    """Every attribute of the answer; one without a name is a further value of that before it."""
    found: dict[str, list[Value]] = {}
    name, at = "", 8
    try:
        while at < len(data) and data[at] != _END:
            tag = data[at]
            if tag < 0x10:  # where a group of attributes begins
                at += 1
                continue
            (length,) = struct.unpack_from(">H", data, at + 1)
            name = data[at + 3 : at + 3 + length].decode("utf-8", "replace") or name
            at += 3 + length
            (length,) = struct.unpack_from(">H", data, at)
            raw = data[at + 2 : at + 2 + length]
            at += 2 + length
            found.setdefault(name, []).append(_value(tag, raw))
    except struct.error as error:
        raise PrintSystemDown from error
    return {key: tuple(values) for key, values in found.items()}


def _value(tag: int, raw: bytes) -> Value:
    if tag in (_INTEGER, _ENUM) and len(raw) == 4:
        return int(struct.unpack(">i", raw)[0])
    return raw.decode("utf-8", "replace")
