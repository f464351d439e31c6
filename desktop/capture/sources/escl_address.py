"""Where a network scanner is: its address as a profile keeps it, and only on the local network."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass

from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import Fault

PATH = "/eSCL"
_PORTS = {"http": 80, "https": 443}
# The private, link-local and loopback ranges (RFC 1918, 3927, 4193, 4291); 127.0.0.1 is also where
# a scanner on a USB cable answers through ipp-usb.
_LOCAL = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+(?:%[\w.-]+)?\]|[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}))"
    r"(?::(?P<port>\d{1,5}))?"
    r"(?P<path>/[A-Za-z0-9._~/-]{0,100})?"
)


@dataclass(frozen=True, slots=True)
class EsclAddress:
    """`scheme://host:port/path`. `path` has no slash at its end; eSCL lies below it."""

    scheme: str
    host: str
    port: int
    path: str = PATH

    @classmethod
    def parse(cls, text: str) -> EsclAddress:
        """An address as typed or kept: the host is enough. What is none of this is NOT_FOUND."""
        match = _ADDRESS.fullmatch(text.strip())
        if match is None:
            raise ScanStopped(Fault.NOT_FOUND)
        port = int(match["port"]) if match["port"] else None
        scheme = match["scheme"] or ("https" if port == _PORTS["https"] else "http")
        if port is None:
            port = _PORTS[scheme]
        if not 0 < port < 65536:
            raise ScanStopped(Fault.NOT_FOUND)
        return cls(scheme, match["host"].strip("[]"), port, (match["path"] or PATH).rstrip("/"))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def is_local(address: str) -> bool:
    """Whether an IP address is of the office's own network (this program is offline)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return any(ip in network for network in _LOCAL if network.version == ip.version)


def local_ip(host: str, seconds: float) -> str:
    """The local IP address of a host, which alone is then contacted.

    A name that nobody knows is NOT_FOUND; one that only leads outside is NOT_LOCAL.
    """
    found = [host] if _is_ip(host) else _looked_up(host, seconds)
    if not found:
        raise ScanStopped(Fault.NOT_FOUND)
    local = [one for one in found if is_local(one)]
    if not local:
        raise ScanStopped(Fault.NOT_LOCAL)
    return min(local, key=lambda one: ":" in one)  # IPv4 first: the firmware knows it longer


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _looked_up(host: str, seconds: float) -> list[str]:
    """What the owner of a `.local` name answers, else what the system knows of the name."""
    if host.lower().rstrip(".").endswith(".local"):
        from desktop.capture.sources.discovery import addresses_of  # loaded where it is wanted

        if told := addresses_of(host, seconds):
            return list(told)
    return _asked_of_system(host, seconds)


def _asked_of_system(host: str, seconds: float) -> list[str]:
    """Bounded in time, which the system's resolver is not."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(answer[4][0]) for answer in answers)

    asking = threading.Thread(target=ask, name="resolve", daemon=True)
    asking.start()
    asking.join(seconds)
    return list(found)
