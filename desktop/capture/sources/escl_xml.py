"""The three documents of eSCL: what a scanner can, how it is, and what is asked of it.

They come from the network and are hostile until checked: sizes are capped by the caller, a
document type (and with it every entity) is refused, elements are told by their local names.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.scanning import PAPER_MM, Colour, Feed, PaperSize

MAX_XML = 1_000_000
_OFFERED = (100, 150, 200, 240, 300, 400, 600)  # of a range of resolutions
_UNITS_PER_MM = 300 / 25.4  # regions are told in 1/300 inch
_SLACK = 60  # units: a glass 5 mm short of A4 scans A4
_COLOUR_MODES = {Colour.GRAY: "Grayscale8", Colour.COLOUR: "RGB24"}
_JPEG = "image/jpeg"


class NotEscl(Exception):
    """This is no eSCL document."""


@dataclass(frozen=True, slots=True)
class Way:
    """What one feed of a scanner can. Sizes in 1/300 inch; an empty tuple = it does not say."""

    resolutions: tuple[int, ...]
    colours: tuple[Colour, ...]
    formats: tuple[str, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Capabilities:
    label: str
    version: str
    ways: dict[Feed, Way]

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in Feed if feed in self.ways)

    @property
    def resolutions(self) -> tuple[int, ...]:
        """What every feed knows."""
        common = [set(way.resolutions) for way in self.ways.values() if way.resolutions]
        return tuple(sorted(set.intersection(*common))) if common else ()


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the scanner sees it; None = it does not say."""

    path: str
    state: str
    completed: int | None
    to_transfer: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """`state` is Idle, Processing, Stopped, Down …; `adf` ScannerAdfLoaded, …Jam … or ""."""

    state: str
    adf: str
    jobs: tuple[Job, ...]


def capabilities(data: bytes) -> Capabilities:
    root = _root(data, "ScannerCapabilities")
    ways: dict[Feed, Way] = {}
    for feed, names in (
        (Feed.GLASS, ("Platen", "PlatenInputCaps")),
        (Feed.FEEDER, ("Adf", "AdfSimplexInputCaps")),
        (Feed.FEEDER_DUPLEX, ("Adf", "AdfDuplexInputCaps")),
    ):
        unit = _first(root, names[0])
        caps = None if unit is None else _first(unit, names[1])
        if caps is not None:
            ways[feed] = _way(caps)
    options = [_text(one) for one in _all(root, "AdfOption")]
    if "Duplex" in options and Feed.FEEDER in ways:
        # Some models name two sides only as an option of the feeder.
        ways.setdefault(Feed.FEEDER_DUPLEX, ways[Feed.FEEDER])
    if not ways:
        raise NotEscl
    return Capabilities(
        _said(root, "MakeAndModel")[:100], _said(root, "Version")[:10] or "2.0", ways
    )


def status(data: bytes) -> Status:
    root = _root(data, "ScannerStatus")
    jobs = tuple(
        Job(
            _said(one, "JobUri"),
            _said(one, "JobState"),
            _number(one, "ImagesCompleted"),
            _number(one, "ImagesToTransfer"),
        )
        for one in _all(root, "JobInfo")
    )
    return Status(_said(root, "State"), _said(root, "AdfState"), jobs)


def supports(way: Way, dpi: int, colour: Colour, size: PaperSize) -> bool:
    """Whether a feed can do what a profile asks; what it does not tell is tried."""
    width, height = _region(size)
    return (
        (not way.resolutions or dpi in way.resolutions)
        and (not way.colours or colour in way.colours)
        and (not way.formats or _JPEG in way.formats)
        and (not way.width or width <= way.width + _SLACK)
        and (not way.height or height <= way.height + _SLACK)
    )


def settings(
    version: str, way: Way, feed: Feed, dpi: int, colour: Colour, size: PaperSize
) -> bytes:
    """ScanSettings as a job is begun with, in the order of the schema."""
    width, height = _region(size)
    width, height = min(width, way.width or width), min(height, way.height or height)
    source = "Platen" if feed is Feed.GLASS else "Feeder"
    duplex = f"<scan:Duplex>{str(feed is Feed.FEEDER_DUPLEX).lower()}</scan:Duplex>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
        ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">'
        f"<pwg:Version>{_plain(version)}</pwg:Version>"
        "<scan:Intent>Document</scan:Intent>"
        "<pwg:ScanRegions><pwg:ScanRegion>"
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        f"<pwg:Height>{height}</pwg:Height><pwg:Width>{width}</pwg:Width>"
        "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        "</pwg:ScanRegion></pwg:ScanRegions>"
        f"<pwg:InputSource>{source}</pwg:InputSource>"
        f"<scan:ColorMode>{_COLOUR_MODES[colour]}</scan:ColorMode>"
        f"<pwg:DocumentFormat>{_JPEG}</pwg:DocumentFormat>"
        f"<scan:DocumentFormatExt>{_JPEG}</scan:DocumentFormatExt>"
        f"<scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>"
        f"{duplex if feed is not Feed.GLASS else ''}"
        "</scan:ScanSettings>"
    ).encode()


def _way(caps: ET.Element) -> Way:
    modes = {_text(one) for one in _all(caps, "ColorMode")}
    return Way(
        _resolutions(caps),
        tuple(colour for colour, name in _COLOUR_MODES.items() if name in modes),
        tuple(
            sorted(
                {_text(one) for one in _all(caps, "DocumentFormat")}
                | {_text(one) for one in _all(caps, "DocumentFormatExt")}
            )
        ),
        _number(caps, "MaxWidth") or 0,
        _number(caps, "MaxHeight") or 0,
    )


def _resolutions(caps: ET.Element) -> tuple[int, ...]:
    listed = {_number(one, "XResolution") for one in _all(caps, "DiscreteResolution")}
    found = {one for one in listed if one is not None}
    for bounds in _all(caps, "XResolutionRange"):
        low, high = _number(bounds, "Min"), _number(bounds, "Max")
        if low is not None and high is not None:
            found |= {one for one in _OFFERED if low <= one <= high}
    return tuple(sorted(found))


def _region(size: PaperSize) -> tuple[int, int]:
    width, height = PAPER_MM[size]
    return round(width * _UNITS_PER_MM), round(height * _UNITS_PER_MM)


def _root(data: bytes, name: str) -> ET.Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotEscl from None
    if len(data) > MAX_XML or "<!DOCTYPE" in text:
        # Without a document type there are no entities to blow up or to fetch. Text that was
        # decoded here is parsed as it stands, whatever encoding it declares.
        raise NotEscl
    try:
        root = ET.fromstring(text)  # noqa: S314 — refused above is what defusedxml refuses
    except (ET.ParseError, ValueError):
        raise NotEscl from None
    if _local(root) != name:
        raise NotEscl
    return root


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (one for one in element.iter() if _local(one) == name)


def _first(element: ET.Element, name: str) -> ET.Element | None:
    return next(_all(element, name), None)


def _text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _said(element: ET.Element, name: str) -> str:
    found = _first(element, name)
    return "" if found is None else _text(found)


def _number(element: ET.Element, name: str) -> int | None:
    said = _said(element, name)
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 10 else None


def _plain(version: str) -> str:
    return "".join(sign for sign in version if sign.isascii() and (sign.isdecimal() or sign == "."))
