"""eSCL: driverless network scanners over HTTP, with the quirks of real ones (CAPTURE §3)."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.capture.sources import escl_xml
from desktop.capture.sources.escl_address import EsclAddress, local_ip
from desktop.capture.sources.escl_http import (
    Answer,
    Cancelled,
    CutOff,
    EsclHttp,
    NoAnswer,
    TooSlow,
)
from desktop.capture.sources.escl_job import EsclJob, EsclTimes
from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.domain.scanning import Device, Fault, Feed, ScanProfile, SourceKind

_MOVED = (301, 302, 307, 308)


class EsclSource:
    """The network scanners of the office; each run speaks to one of them."""

    def __init__(self, times: EsclTimes | None = None) -> None:
        self._times = times or EsclTimes()

    @classmethod
    def with_times(cls, seconds: Mapping[str, float]) -> EsclSource:
        """With some waits shorter or longer than usual."""
        return cls(EsclTimes(**seconds))

    def devices(self, cancelled: threading.Event) -> tuple[Device, ...]:
        """Those that announce themselves and answer; of two addresses of one the encrypted."""
        from desktop.capture.sources.discovery import announced  # loaded where it is wanted

        found: dict[str, Device] = {}
        for scanner in announced(self._times.search, cancelled):
            if scanner.identity in found or cancelled.is_set():
                continue
            try:
                device = self.device(str(scanner.address), cancelled)
            except ScanStopped:
                continue
            if device is not None:
                label = scanner.label or device.label
                found[scanner.identity] = Device(
                    device.kind, device.address, label, device.feeds, device.resolutions
                )
        return tuple(found.values())

    def device(self, address: str, cancelled: threading.Event) -> Device | None:
        """The scanner at a typed address, or why there is none; None where it was cancelled."""
        try:
            reached = _reach(address, self._times, cancelled)
        except Cancelled:
            return None
        known = reached.capabilities
        return Device(
            SourceKind.ESCL,
            str(reached.address),
            known.label or reached.address.host,
            known.feeds,
            known.resolutions or (200, 300),
        )

    def scan(self, profile: ScanProfile, cancelled: threading.Event) -> Iterator[ScannedImage]:
        """Pages until the feeder is empty; see `Source`. A cancelled run ends without an error."""
        try:
            yield from self._pages(profile, cancelled)
        except Cancelled:
            return

    def _pages(self, profile: ScanProfile, cancelled: threading.Event) -> Iterator[ScannedImage]:
        reached = _reach(profile.address, self._times, cancelled)
        way = reached.capabilities.ways.get(profile.feed)
        if way is None or not escl_xml.supports(way, profile.dpi, profile.colour, profile.size):
            raise ScanStopped(Fault.BAD_SETTING)
        settings = escl_xml.settings(
            reached.capabilities.version,
            way,
            profile.feed,
            profile.dpi,
            profile.colour,
            profile.size,
        )
        number = 0
        while True:
            job = EsclJob(reached.http, reached.address.path, profile.feed, self._times, cancelled)
            before = number
            try:
                job.begin(settings)
            except ScanStopped as stopped:
                if number and stopped.fault is Fault.EMPTY:
                    return  # the sheet that seemed to lie there was the last one
                raise
            try:
                while (data := job.next_page()) is not None:
                    number += 1
                    yield ScannedImage(number, data)
                    if profile.feed is Feed.GLASS:
                        return
            finally:
                job.leave()
            if not job.paper_left:
                break
            if number == before:
                # Paper lies there, and not even a new job brings it in.
                raise ScanStopped(Fault.HUNG)
            # Some models end a job at 50 pages: the next one takes the rest of the stack.
        if number == 0:
            raise ScanStopped(Fault.OTHER if profile.feed is Feed.GLASS else Fault.EMPTY)


@dataclass(frozen=True, slots=True)
class _Reached:
    """A scanner that told what it can."""

    address: EsclAddress
    http: EsclHttp
    capabilities: escl_xml.Capabilities


def _reach(text: str, times: EsclTimes, cancelled: threading.Event) -> _Reached:
    address = EsclAddress.parse(text)
    ip = local_ip(address.host, times.answer)
    http = EsclHttp(address, ip, cancelled)
    answer = _capabilities(http, address, times)
    if answer.status in _MOVED:
        address = _encrypted(address, answer.headers.get("location", ""))
        http = EsclHttp(address, ip, cancelled)
        answer = _capabilities(http, address, times)
    if answer.status == 503:
        raise ScanStopped(Fault.BUSY)
    try:
        if answer.status != 200:
            raise escl_xml.NotEscl
        return _Reached(address, http, escl_xml.capabilities(answer.body))
    except escl_xml.NotEscl:
        raise ScanStopped(Fault.NOT_FOUND) from None


def _capabilities(http: EsclHttp, address: EsclAddress, times: EsclTimes) -> Answer:
    try:
        return http.get(f"{address.path}/ScannerCapabilities", times.answer, escl_xml.MAX_XML)
    except (NoAnswer, CutOff):
        raise ScanStopped(Fault.OFFLINE) from None
    except TooSlow:
        raise ScanStopped(Fault.HUNG) from None


def _encrypted(address: EsclAddress, location: str) -> EsclAddress:
    """Where a scanner sends us that wants to be spoken to encrypted. Always the same machine."""
    try:
        there = urlsplit(location)
        port = there.port or 443
    except ValueError:
        raise ScanStopped(Fault.NOT_FOUND) from None
    if there.scheme != "https" or address.scheme == "https":
        raise ScanStopped(Fault.NOT_FOUND)
    return EsclAddress("https", address.host, port, address.path)
