"""Scanning as every layer sees it: profiles, devices, faults and how far a run is (CAPTURE §3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """By what way pages come in. Files that a clerk chooses or drops need no profile."""

    SANE = "SANE"
    ESCL = "ESCL"  # driverless network scanners (HTTP)
    FOLDER = "FOLDER"  # a folder that the vendor's own tool drops files into


class Feed(StrEnum):
    """Where the paper lies."""

    FEEDER = "FEEDER"
    FEEDER_DUPLEX = "FEEDER_DUPLEX"
    GLASS = "GLASS"


class Colour(StrEnum):
    GRAY = "GRAY"
    COLOUR = "COLOUR"


class PaperSize(StrEnum):
    """The area that is scanned."""

    A4 = "A4"
    A5 = "A5"
    B5 = "B5"
    A3 = "A3"


PAPER_MM: dict[PaperSize, tuple[float, float]] = {
    PaperSize.A4: (210.0, 297.0),
    PaperSize.A5: (148.0, 210.0),
    PaperSize.B5: (182.0, 257.0),
    PaperSize.A3: (297.0, 420.0),
}


class Fault(StrEnum):
    """Why a device stopped; every one has its own sentence and a way to go on."""

    EMPTY = "EMPTY"  # nothing lies in the feeder
    JAM = "JAM"
    COVER = "COVER"
    BUSY = "BUSY"
    OFFLINE = "OFFLINE"  # no answer from the network, or refused
    UNPLUGGED = "UNPLUGGED"  # gone while it was scanning
    HUNG = "HUNG"  # silent for too long; the watchdog ended it
    LOST_PAGE = "LOST_PAGE"  # a page came cut off, or fewer came than the device says it fed
    NOT_FOUND = "NOT_FOUND"  # the profile's device is not there at all
    NOT_LOCAL = "NOT_LOCAL"  # its address leads out of the office's network: never contacted
    MISSING_PART = "MISSING_PART"  # scanimage or a library is not installed
    NO_SANE = "NO_SANE"  # the operating system has no SANE (Windows)
    DENIED = "DENIED"  # the operating system does not let this user at the device
    NO_SAFE_PLACE = "NO_SAFE_PLACE"  # no memory file system for the page between device and desk
    BAD_SETTING = "BAD_SETTING"  # the device does not know the asked resolution, feed or size
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Device:
    """A device that answered a search. `address` is what a profile keeps of it."""

    kind: SourceKind
    address: str
    label: str
    feeds: tuple[Feed, ...] = (Feed.FEEDER, Feed.GLASS)
    resolutions: tuple[int, ...] = (200, 300)


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """How this workstation scans, under a name the clerk chose. A folder needs only its address."""

    id: str
    name: str
    kind: SourceKind
    address: str
    feed: Feed = Feed.FEEDER
    dpi: int = 300
    colour: Colour = Colour.COLOUR
    size: PaperSize = PaperSize.A4
