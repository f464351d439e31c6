"""A feeder of plain sheets in this process: a `Source` that stops where a test wants it to."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desk_office import Office
from paper_reader import PaperReader
from PIL import Image

from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.domain.scanning import Device, Fault, Feed, ScanProfile, SourceKind
from desktop.services.scanning import Scanning


@dataclass
class PaperFeeder:
    """`sheets` lie in it (shades; a Fault stops it there); what was pulled is gone from it."""

    sheets: list[int | Fault] = field(default_factory=list)
    pulled: int = 0

    def devices(self, cancelled: threading.Event) -> tuple[Device, ...]:
        return (Device(SourceKind.SANE, "paper:0", "紙のスキャナー"),)

    def scan(self, profile: ScanProfile, cancelled: threading.Event) -> Iterator[ScannedImage]:
        if not self.sheets:
            raise ScanStopped(Fault.EMPTY)
        number = 0
        while self.sheets and not cancelled.is_set():
            next_one = self.sheets.pop(0)
            if isinstance(next_one, Fault):
                raise ScanStopped(next_one)
            number, self.pulled = number + 1, self.pulled + 1
            yield ScannedImage(number, picture(next_one))


def picture(shade: int) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (60, 80), shade).save(stream, "PNG", dpi=(200, 200))
    return stream.getvalue()


@dataclass
class ScanDesk:
    """The scanning of an office whose scanner is a `PaperFeeder`."""

    office: Office
    feeder: PaperFeeder
    scanning: Scanning
    profile: ScanProfile

    def load(self, *sheets: int | Fault) -> None:
        self.feeder.sheets = list(sheets)


def scan_desk(office: Office, sheets: Sequence[int | Fault], feed: Feed = Feed.FEEDER) -> ScanDesk:
    feeder = PaperFeeder(list(sheets))
    desk = office.desk
    scanning = Scanning(desk.premises, desk.intake, lambda _kind: feeder, PaperReader)
    wish = ScanProfile("", "給紙スキャナー", SourceKind.SANE, "paper:0", feed)
    return ScanDesk(office, feeder, scanning, scanning.save_profile(office.act("c01"), wish))
