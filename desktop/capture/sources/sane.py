"""Scanners of this machine by SANE's `scanimage`, which needs watching (CAPTURE §3).

One page is drawn in for each answer to its prompt. SANE's own `escl` is never used: it crashes on
a dead address; `airscan` and our own client speak to the same machines.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.capture.sources.sane_folder import memory_folder
from desktop.capture.sources.sane_options import Options, parse_options
from desktop.capture.sources.sane_process import Cancelled, Ended, Gave, Said, ScanImage
from desktop.capture.sources.sane_words import ANNOUNCED, PAGE_ENDED, PROGRESS, fault_in
from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.domain.scanning import PAPER_MM, Device, Fault, Feed, ScanProfile, SourceKind

_LEFT_OUT = ("escl:", "v4l:")  # v4l: cameras
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_NAME = re.compile(r"p\d+\.png")
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class SaneTimes:
    """Seconds of silence that are borne: shorter than the parent's watchdog, to end it gently."""

    search: float = 30.0
    first: float = 80.0
    page: float = 50.0


class SaneSource:
    def __init__(
        self, beat: Callable[[], None] = lambda: None, times: SaneTimes | None = None
    ) -> None:
        self._beat = beat
        self._times = times or SaneTimes()

    def devices(self, cancelled: threading.Event) -> tuple[Device, ...]:
        """The devices that SANE sees, with what each can do."""
        found = []
        for line in self._ask(["-f", "%d\t%v %m%n"], cancelled).splitlines():
            address, _, label = line.partition("\t")
            if not label or address.startswith(_LEFT_OUT):
                continue
            try:
                options = self._options(address, cancelled)
            except ScanStopped:
                continue  # listed, but it does not answer
            found.append(
                Device(
                    SourceKind.SANE,
                    address,
                    label.strip(),
                    options.feeds or (Feed.FEEDER,),
                    options.resolutions or (300,),
                )
            )
        return tuple(found)

    def scan(self, profile: ScanProfile, cancelled: threading.Event) -> Iterator[ScannedImage]:
        """Pages until the feeder is empty; see `Source`. A cancelled run ends without an error."""
        try:
            arguments = self._options(profile.address, cancelled).arguments(profile)
            command = [_program(), "-d", profile.address, "-v", "--progress", "--format=png"]
            if profile.feed is Feed.GLASS:
                yield self._from_glass([*command, *arguments], profile.address, cancelled)
                return
            with memory_folder(_room(profile)) as folder:
                batch = ["--batch=p%d.png", "--batch-print", "--batch-prompt"]
                running = ScanImage(
                    [*command, *arguments, *batch], folder, cancelled, beat=self._beat
                )
                try:
                    yield from self._sheets(running, folder, profile.address)
                finally:
                    running.end()
        except Cancelled:
            return

    def _sheets(self, running: ScanImage, folder: Path, device: str) -> Iterator[ScannedImage]:
        number = 0
        while True:
            running.go_on()
            page = _Page(device)
            silence = self._times.page if number else self._times.first
            try:
                while not page.whole:
                    page.hear(running.next(silence))
            except Ended:
                if page.fault is Fault.EMPTY and number and not page.begun:
                    return
                raise ScanStopped(page.why(first=number == 0)) from None
            data = _taken(folder, page.name)
            page.check(data)
            number += 1
            yield ScannedImage(number, data)

    def _from_glass(
        self, command: list[str], device: str, cancelled: threading.Event
    ) -> ScannedImage:
        running = ScanImage(command, None, cancelled, picture=True, beat=self._beat)
        page, data = _Page(device), b""
        try:
            while True:
                event = running.next(self._times.first)
                if isinstance(event, Gave):
                    data = event.data
                else:
                    page.hear(event)
        except Ended:
            if page.fault is not None or not data:
                raise ScanStopped(page.why(first=True)) from None
        finally:
            running.end()
        page.check(data)
        return ScannedImage(1, data)

    def _options(self, device: str, cancelled: threading.Event) -> Options:
        options = parse_options(self._ask(["-d", device, "-A"], cancelled, device))
        if source := options.wakes_by:
            chosen = ["-d", device, "--source", source, "-A"]
            options = parse_options(self._ask(chosen, cancelled, device))
        return options

    def _ask(self, arguments: list[str], cancelled: threading.Event, device: str = "") -> str:
        """What `scanimage` answers at once, or the fault it tells of."""
        running = ScanImage([_program(), *arguments], None, cancelled, beat=self._beat)
        lines: list[str] = []
        fault: Fault | None = None
        try:
            while True:
                event = running.next(self._times.search)
                if isinstance(event, Gave):
                    lines.append(event.data.decode("utf-8", "replace"))
                else:
                    fault = fault or fault_in(event.text, device)
        except Ended:
            if fault is not None and device:
                raise ScanStopped(fault) from None
        finally:
            running.end()
        return "\n".join(lines)


class _Page:
    """What is known of the page that is being drawn in."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._height: int | None = None
        self._ended = False
        self.begun = False
        self.name = ""
        self.fault: Fault | None = None

    @property
    def whole(self) -> bool:
        return bool(self.name) and self._ended

    def hear(self, event: Said | Gave) -> None:
        if isinstance(event, Gave):
            self.name = event.data.decode("ascii", "replace")
            return
        told = fault_in(event.text, self._device)
        self.fault = self.fault or told
        if size := ANNOUNCED.search(event.text):
            self._height = int(size[2])
        self._ended = self._ended or PAGE_ENDED.search(event.text) is not None
        part = PROGRESS.search(event.text)
        self.begun = self.begun or (part is not None and float(part[1]) > 0)

    def why(self, *, first: bool) -> Fault:
        """Why no page came. Paper that was half through counts as lost, whatever is said of it."""
        if self.fault is Fault.EMPTY:
            return Fault.LOST_PAGE if self.begun else Fault.EMPTY
        if self.fault is not None:
            return self.fault
        return Fault.OTHER if first and not self.begun else Fault.LOST_PAGE

    def check(self, data: bytes) -> None:
        """A page that is cut off is no page, though the program calls it one."""
        if not data.startswith(_PNG) or _PNG_END not in data[-64:]:
            raise ScanStopped(Fault.LOST_PAGE)
        height = int.from_bytes(data[20:24], "big")
        if self._height is not None and height < self._height:
            raise ScanStopped(Fault.LOST_PAGE)


def _taken(folder: Path, name: str) -> bytes:
    """The page's bytes; its file is gone before anything else happens."""
    if _NAME.fullmatch(name) is None:
        raise ScanStopped(Fault.OTHER)
    file = folder / name
    try:
        return file.read_bytes()
    except OSError:
        raise ScanStopped(Fault.LOST_PAGE) from None
    finally:
        file.unlink(missing_ok=True)


def _room(profile: ScanProfile) -> int:
    """What one page can take at most."""
    width, height = (side / _MM_PER_INCH * profile.dpi for side in PAPER_MM[profile.size])
    return round(width * height * 3)


def _program() -> str:
    program = shutil.which("scanimage")
    if program is None:
        raise ScanStopped(Fault.MISSING_PART)
    return program
