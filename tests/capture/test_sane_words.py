"""What drivers say and offer, as they were seen to say it; the exit code is believed nowhere."""

from __future__ import annotations

import pytest

from desktop.capture.sources.sane_options import parse_options
from desktop.capture.sources.sane_words import fault_in
from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import Colour, Fault, Feed, PaperSize, ScanProfile, SourceKind

FEEDER_MODEL = """
All options specific to device `fujitsu:ScanSnap:1':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Gray]
    --resolution 50..600dpi (in steps of 1) [600]
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    --page-height 0..876.695mm (in steps of 0.0211639) [279.364]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
"""
GLASS_MODEL = """
    --mode Color|Gray|Lineart [Color]
    --resolution auto|75|150|300|600dpi [75]
    --depth 8|16 [8]
    --preview[=(yes|no)] [no]
    -x 0..216mm (in steps of 1) [216]
    -y 0..296mm (in steps of 1) [296]
"""


# What other drivers list, from their public sources and from listings that people have published.
BROTHER = """
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color|24bit Color[Fast] [24bit Color]
    --resolution 100|150|200|300|400|600|1200dpi [200]
    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document \
Feeder(left aligned,Duplex) [Automatic Document Feeder(left aligned)]
""".replace("\\\n", "")
EPSON = """
    --mode Lineart|Gray|Color [Lineart]
    --resolution 75|300|600|1200dpi [75]
    --source Flatbed|Automatic Document Feeder [Flatbed]
    --adf-mode Simplex|Duplex [inactive]
"""
EPSON_AT_ITS_FEEDER = EPSON.replace("[Flatbed]", "[Automatic Document Feeder]").replace(
    "[inactive]", "[Simplex]"
)
HP = """
    --mode Lineart|Gray|Color [Color]
    --resolution 75|100|200|300dpi [75]
    --source Auto|Flatbed|ADF|Duplex [Auto]
"""
CANON = """
    --source Flatbed|ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Gray|Color [Gray]
    --resolution 100..600dpi (in steps of 1) [300]
"""


def profile(feed: Feed, dpi: int = 300, size: PaperSize = PaperSize.A4) -> ScanProfile:
    return ScanProfile("1", "x", SourceKind.SANE, "a", feed, dpi, Colour.GRAY, size)


def test_a_feeder_with_two_sides_is_known() -> None:
    options = parse_options(FEEDER_MODEL)
    assert options.feeds == (Feed.FEEDER, Feed.FEEDER_DUPLEX)
    given = options.arguments(profile(Feed.FEEDER_DUPLEX))
    assert given[:4] == ["--source", "ADF Duplex", "--mode", "Gray"]
    assert options.arguments(profile(Feed.FEEDER))[:2] == ["--source", "ADF Front"]
    assert given[4:8] == ["--page-width", "210", "--page-height", "297"]


@pytest.mark.parametrize(
    ("listing", "both", "single", "glass"),
    [
        (
            BROTHER,
            ["--source", "Automatic Document Feeder(left aligned,Duplex)"],
            ["--source", "Automatic Document Feeder(left aligned)"],
            ["--source", "FlatBed"],
        ),
        (
            EPSON_AT_ITS_FEEDER,
            ["--source", "Automatic Document Feeder", "--adf-mode", "Duplex"],
            ["--source", "Automatic Document Feeder"],
            ["--source", "Flatbed"],
        ),
        (HP, ["--source", "Duplex"], ["--source", "ADF"], ["--source", "Flatbed"]),
        (CANON, ["--source", "ADF Duplex"], ["--source", "ADF Front"], ["--source", "Flatbed"]),
    ],
    ids=["brother", "epson", "hp", "canon"],
)
def test_each_driver_is_asked_in_its_own_words(
    listing: str, both: list[str], single: list[str], glass: list[str]
) -> None:
    options = parse_options(listing)
    assert options.feeds == (Feed.FEEDER, Feed.FEEDER_DUPLEX, Feed.GLASS)
    for feed, given in ((Feed.FEEDER_DUPLEX, both), (Feed.FEEDER, single), (Feed.GLASS, glass)):
        assert options.arguments(profile(feed))[: len(given)] == given
        assert options.arguments(profile(feed))[len(given)] == "--mode"
    assert options.wakes_by == ""


def test_a_duplex_unit_that_sleeps_while_the_glass_is_chosen_is_woken_first() -> None:
    options = parse_options(EPSON)
    assert options.feeds == (Feed.FEEDER, Feed.GLASS)
    assert options.wakes_by == "Automatic Document Feeder"
    assert parse_options(GLASS_MODEL).wakes_by == ""


def test_a_feeder_has_no_glass() -> None:
    with pytest.raises(ScanStopped) as stopped:
        parse_options(FEEDER_MODEL).arguments(profile(Feed.GLASS))
    assert stopped.value.fault is Fault.BAD_SETTING


def test_a_glass_a_millimetre_short_takes_a4_but_no_a3() -> None:
    options = parse_options(GLASS_MODEL)
    given = options.arguments(profile(Feed.GLASS))
    assert given[-8:] == ["-x", "210", "-y", "296", "--resolution", "300", "--depth", "8"]
    with pytest.raises(ScanStopped):
        options.arguments(profile(Feed.GLASS, size=PaperSize.A3))


def test_a_resolution_that_is_not_offered_is_refused() -> None:
    assert parse_options(GLASS_MODEL).resolutions == (150, 300, 600)
    with pytest.raises(ScanStopped):
        parse_options(GLASS_MODEL).arguments(profile(Feed.GLASS, dpi=200))


@pytest.mark.parametrize(
    ("line", "device", "fault"),
    [
        ("scanimage: sane_read: Document feeder jammed", "test:0", Fault.JAM),
        ("scanimage: sane_start: Document feeder out of documents", "test:0", Fault.EMPTY),
        ("scanimage: sane_start: Scanner cover is open", "test:0", Fault.COVER),
        ("scanimage: sane_start: Device busy", "test:0", Fault.BUSY),
        ("scanimage: sane_read: Error during device I/O", "genesys:1", Fault.UNPLUGGED),
        ("scanimage: sane_read: Error during device I/O", "airscan:e0:x", Fault.OFFLINE),
        ("scanimage: open of device nope:1 failed: Invalid argument", "nope:1", Fault.NOT_FOUND),
        ("scanimage: open of device airscan:e0 failed: Out of memory", "airscan:e0", Fault.OFFLINE),
        ("scanimage: open of device test:0 failed: Device busy", "test:0", Fault.BUSY),
        ("open of device a failed: Access to resource has been denied", "a", Fault.DENIED),
        ("setting of option --mode failed (Invalid argument)", "test:0", Fault.BAD_SETTING),
        ("scanimage: rounded value of resolution from 5000 to 1200", "test:0", Fault.BAD_SETTING),
        ("scanimage: sane_read: Operation was canceled", "test:0", Fault.OTHER),
        ("scanimage: rounded value of br-x from 210 to 209.97", "test:0", None),
        ("Progress: 12.1%", "test:0", None),
    ],
)  # fmt: skip
def test_a_driver_s_words_are_understood(line: str, device: str, fault: Fault | None) -> None:
    assert fault_in(line, device) is fault
