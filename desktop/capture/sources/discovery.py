"""Network scanners that announce themselves (mDNS, `_uscan._tcp` and `_uscans._tcp`).

We only listen and ask: nothing of ours is announced. Where there is no network nobody is found.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from zeroconf import (  # type: ignore[attr-defined]  # AddressResolver: not in its __all__
    AddressResolver,
    ServiceBrowser,
    ServiceInfo,
    ServiceStateChange,
    Zeroconf,
)

from desktop.capture.sources.escl_address import EsclAddress, is_local
from desktop.capture.sources.source import ScanStopped

_TYPES = {"_uscans._tcp.local.": "https", "_uscan._tcp.local.": "http"}
_ASK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Announced:
    """A scanner as it calls itself. `identity` is the same for both of its addresses."""

    address: EsclAddress
    label: str
    identity: str


def announced(seconds: float, cancelled: threading.Event) -> tuple[Announced, ...]:
    """Who announces an eSCL scanner within these seconds; the encrypted addresses first."""
    names: set[tuple[str, str]] = set()

    def heard(
        zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        del zeroconf
        if state_change is not ServiceStateChange.Removed:
            names.add((service_type, name))

    found: list[Announced] = []
    with _listening() as network:
        if network is None:
            return ()
        browser = ServiceBrowser(network, list(_TYPES), handlers=[heard])
        cancelled.wait(seconds)
        browser.cancel()
        for service_type, name in sorted(names):
            if cancelled.is_set():
                break
            info = ServiceInfo(service_type, name)
            if info.request(network, _ASK_SECONDS * 1000):
                found.extend(_scanner(info))
    return tuple(sorted(found, key=lambda one: (one.address.scheme != "https", one.label)))


def addresses_of(host: str, seconds: float) -> tuple[str, ...]:
    """The addresses that the owner of a `.local` name answers with."""
    with _listening() as network:
        if network is None:
            return ()
        resolver = AddressResolver(host.rstrip(".") + ".")
        resolver.request(network, seconds * 1000)
        return tuple(resolver.parsed_scoped_addresses())


def _scanner(info: ServiceInfo) -> Iterable[Announced]:
    """The scanner of an announcement, if it is of our network and its address can be kept."""
    addresses = info.parsed_scoped_addresses()
    if not any(map(is_local, addresses)) or not info.server or not info.port:
        return
    said = info.decoded_properties
    path = (said.get("rs") or "eSCL").strip("/")
    host = info.server.rstrip(".")
    try:
        address = EsclAddress.parse(f"{_TYPES[info.type]}://{host}:{info.port}/{path}")
    except ScanStopped:
        return
    label = said.get("ty") or info.name.removesuffix("." + info.type)
    place = said.get("note") or ""
    yield Announced(
        address,
        f"{label}（{place}）"[:100] if place else label[:100],
        said.get("UUID") or host,
    )


@contextmanager
def _listening() -> Iterator[Zeroconf | None]:
    try:
        network = Zeroconf(use_asyncio=False)
    except OSError:  # no interface, or none that may be used
        yield None
        return
    try:
        yield network
    finally:
        network.close()
