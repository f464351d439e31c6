"""A device may hang, lie or vanish: the desk is told in time and never waits for it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.capture.sources.source_child_link import SourceChild, Watch
from desktop.domain.scanning import Fault, ScanProfile, SourceKind

QUICK = Watch(search=5.0, first=1.0, silence=1.0, page=1.5, grace=1.0)


@pytest.fixture(autouse=True)
def _reach_the_liar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def liar(watch: Watch = QUICK) -> SourceChild:
    return SourceChild(SourceKind.SANE, watch, module="lying_source")


def profile(address: str) -> ScanProfile:
    return ScanProfile("1", "x", SourceKind.SANE, address)


@pytest.mark.parametrize(
    ("does", "pages", "fault"),
    [
        ("silent", 0, Fault.HUNG),
        ("one, then silent", 1, Fault.HUNG),
        ("alive for ever", 0, Fault.HUNG),
        ("gone", 0, Fault.OTHER),
        ("cut", 0, Fault.OTHER),
        ("flood", 0, Fault.OTHER),
        ("claim", 0, Fault.OTHER),
        ("no page", 0, Fault.OTHER),
        ("own words", 0, Fault.OTHER),
    ],
)
def test_a_device_that_leads_its_child_astray_is_told(does: str, pages: int, fault: Fault) -> None:
    # The first answer also waits for the child's start, which takes long on a busy machine.
    watch = Watch(first=15.0, silence=1.0, page=15.0, grace=0.5) if does != "silent" else QUICK
    if does == "alive for ever":
        watch = Watch(first=15.0, silence=15.0, page=4.0, grace=0.5)
    given: list[ScannedImage] = []
    with pytest.raises(ScanStopped) as stopped:
        given.extend(liar(watch).scan(profile(does), threading.Event()))
    assert (len(given), stopped.value.fault) == (pages, fault)


def test_a_deaf_child_is_killed_after_its_grace() -> None:
    cancelled = threading.Event()
    given = []
    began = 0.0
    for image in liar(Watch(first=20.0, silence=60.0, grace=0.5)).scan(profile("deaf"), cancelled):
        given.append(image.data)
        began = time.monotonic()
        cancelled.set()
    assert given == [b"page"]
    assert time.monotonic() - began < 10


def test_what_comes_after_the_word_to_stop_is_no_page() -> None:
    cancelled = threading.Event()
    given = []
    watch = Watch(first=20.0, silence=20.0, grace=0.5)
    for image in liar(watch).scan(profile("chatter after cancel"), cancelled):
        given.append(image.data)
        cancelled.set()
    assert given == [b"page"]


def test_a_search_that_answers_nonsense_is_told() -> None:
    with pytest.raises(ScanStopped) as stopped:
        liar(Watch(search=20.0)).devices(threading.Event())
    assert stopped.value.fault is Fault.OTHER


def test_the_iterator_that_is_left_ends_the_child() -> None:
    pages = liar(Watch(first=20.0, grace=0.5)).scan(profile("deaf"), threading.Event())
    next(pages)
    began = time.monotonic()
    pages.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 10
