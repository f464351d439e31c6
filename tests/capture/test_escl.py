"""eSCL against a scanner on this machine: every trouble of CAPTURE §3, no hang, no lost page."""

from __future__ import annotations

import functools
import io
import threading
import time
from collections.abc import Iterator

import pytest
from escl_scanner import EsclScanner, Sheet, Trouble, sheet
from PIL import Image

from desktop.capture.sources.escl import EsclSource
from desktop.capture.sources.escl_job import EsclTimes
from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.domain.scanning import Colour, Fault, Feed, PaperSize, ScanProfile, SourceKind

# What must not happen may take long on a busy machine; what is waited for on purpose is short.
TIMES = EsclTimes(answer=20, page=20, busy=20, doubt=20, pause=0.02)
ALL = 5


@functools.cache
def picture(number: int) -> bytes:
    """A JPEG that tells its number by its width."""
    out = io.BytesIO()
    Image.effect_noise((40 + number, 60), 40).save(out, "JPEG")
    return out.getvalue()


def stack(count: int = ALL) -> list[Sheet]:
    """Sheets with two sides: the fronts are 1, 3, 5 …"""
    return [sheet(picture(2 * n + 1), picture(2 * n + 2)) for n in range(count)]


def fronts(*numbers: int) -> list[bytes]:
    return [picture(2 * number - 1) for number in numbers]


def profile(scanner: EsclScanner, **changed: object) -> ScanProfile:
    asked: dict[str, object] = {"address": scanner.address, "dpi": 200, "colour": Colour.GRAY}
    return ScanProfile("p", "試験", SourceKind.ESCL, **{**asked, **changed})  # type: ignore[arg-type]


def pages_until_fault(
    scanner: EsclScanner, times: EsclTimes = TIMES, **changed: object
) -> tuple[list[bytes], Fault | None]:
    got: list[bytes] = []
    try:
        for page in EsclSource(times).scan(profile(scanner, **changed), threading.Event()):
            assert page.number == len(got) + 1
            got.append(page.data)
    except ScanStopped as stopped:
        return got, stopped.fault
    return got, None


@pytest.fixture(params=[True, False], ids=["jobs-told", "jobs-untold"])
def scanner(request: pytest.FixtureRequest) -> Iterator[EsclScanner]:
    """With ScannerStatus listing its jobs, and without, as many models."""
    with EsclScanner(stack(), told_jobs=request.param) as running:
        yield running


def test_a_stack_comes_page_by_page_in_its_order(scanner: EsclScanner) -> None:
    assert pages_until_fault(scanner) == (fronts(1, 2, 3, 4, 5), None)
    (job,) = scanner.jobs
    assert job.state == "Completed"


def test_both_sides_come_where_both_are_asked_for(scanner: EsclScanner) -> None:
    pages, fault = pages_until_fault(scanner, feed=Feed.FEEDER_DUPLEX)
    assert (pages, fault) == ([picture(n) for n in range(1, 11)], None)


def test_the_scanner_is_asked_for_what_the_profile_says(scanner: EsclScanner) -> None:
    pages_until_fault(
        scanner, feed=Feed.FEEDER_DUPLEX, dpi=300, colour=Colour.COLOUR, size=PaperSize.A5
    )
    settings = scanner.jobs[0].settings.decode()
    for said in (
        "<pwg:InputSource>Feeder</pwg:InputSource>",
        "<scan:Duplex>true</scan:Duplex>",
        "<scan:XResolution>300</scan:XResolution>",
        "<scan:ColorMode>RGB24</scan:ColorMode>",
        "<pwg:Width>1748</pwg:Width>",  # 148 mm in 1/300 inch
        "<pwg:Height>2480</pwg:Height>",
        "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>",
    ):
        assert said in settings


def test_the_glass_gives_one_page_and_is_left(scanner: EsclScanner) -> None:
    assert pages_until_fault(scanner, feed=Feed.GLASS) == (fronts(1), None)
    assert "<pwg:InputSource>Platen<" in scanner.jobs[0].settings.decode()
    assert scanner.deleted == [scanner.jobs[0].id]


def test_a_page_is_pulled_only_when_it_is_asked_for(scanner: EsclScanner) -> None:
    source = EsclSource(TIMES).scan(profile(scanner), threading.Event())
    next(source)
    next(source)
    assert len(scanner.stack) == ALL - 2
    source.close()
    assert scanner.deleted == [scanner.jobs[0].id]
    assert len(scanner.stack) == ALL - 2


def test_an_empty_feeder_is_told(scanner: EsclScanner) -> None:
    scanner.lay([])
    assert pages_until_fault(scanner) == ([], Fault.EMPTY)


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (Trouble(jam_at=3), Fault.JAM),
        (Trouble(cover_at=3), Fault.COVER),
        (Trouble(drop_at=3), Fault.LOST_PAGE),
        (Trouble(cut_at=3), Fault.LOST_PAGE),
        (Trouble(off_at=3), Fault.UNPLUGGED),
        (Trouble(not_jpeg=True), Fault.OTHER),
        (Trouble(job_status=503, busy=0), Fault.BUSY),
        (Trouble(job_status=409), Fault.BUSY),
        (Trouble(job_status=400), Fault.BAD_SETTING),
        (Trouble(job_status=500), Fault.OTHER),
        (Trouble(page_status=500), Fault.OTHER),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else None,
)
def test_a_trouble_is_told_by_its_name_and_the_pages_before_it_are_sound(
    scanner: EsclScanner, trouble: Trouble, fault: Fault
) -> None:
    scanner.trouble = trouble
    times = EsclTimes(answer=20, page=20, busy=0.1, doubt=20, pause=0.02)
    sound = [] if trouble.not_jpeg or trouble.job_status or trouble.page_status else [1, 2]
    assert pages_until_fault(scanner, times) == (fronts(*sound), fault)


def test_what_is_left_of_a_jammed_stack_comes_with_the_next_run(scanner: EsclScanner) -> None:
    scanner.trouble = Trouble(jam_at=3)
    first, fault = pages_until_fault(scanner)
    assert fault is Fault.JAM
    scanner.lay(scanner.stack)
    rest, fault = pages_until_fault(scanner)
    assert (first + rest, fault) == (fronts(1, 2, 3, 4, 5), None)


@pytest.mark.parametrize("trouble", [Trouble(hang_at=2), Trouble(drip_at=2)], ids=["mute", "drip"])
def test_a_scanner_that_hangs_is_left_in_time(scanner: EsclScanner, trouble: Trouble) -> None:
    scanner.trouble = trouble
    began = time.monotonic()
    got = pages_until_fault(scanner, EsclTimes(answer=20, page=0.6, doubt=0.2, pause=0.02))
    assert got == (fronts(1), Fault.HUNG)
    assert time.monotonic() - began < 15
    assert scanner.deleted == [scanner.jobs[0].id]


def test_a_scanner_that_only_listens_is_left_in_time(scanner: EsclScanner) -> None:
    scanner.trouble = Trouble(silent=True)
    assert pages_until_fault(scanner, EsclTimes(answer=0.3)) == ([], Fault.HUNG)


def test_no_more_pages_said_too_early_loses_none(scanner: EsclScanner) -> None:
    scanner.trouble = Trouble(early_404=(1, 3, 5))
    assert pages_until_fault(scanner) == (fronts(1, 2, 3, 4, 5), None)


def test_a_page_that_is_not_ready_is_waited_for(scanner: EsclScanner) -> None:
    scanner.trouble = Trouble(early_503=(1, 4))
    assert pages_until_fault(scanner) == (fronts(1, 2, 3, 4, 5), None)


def test_a_page_that_never_gets_ready_is_a_hang(scanner: EsclScanner) -> None:
    scanner.trouble = Trouble(page_status=503)
    times = EsclTimes(answer=20, page=0.2, pause=0.02)
    assert pages_until_fault(scanner, times) == ([], Fault.HUNG)


def test_a_busy_scanner_is_asked_again(scanner: EsclScanner) -> None:
    scanner.lay(stack(), Trouble(busy=3))
    assert pages_until_fault(scanner) == (fronts(1, 2, 3, 4, 5), None)


def test_jobs_that_end_with_the_stack_half_through_are_gone_on_with(
    scanner: EsclScanner,
) -> None:
    scanner.pages_a_job = 2
    times = EsclTimes(answer=20, page=20, doubt=0.1, pause=0.02)
    assert pages_until_fault(scanner, times) == (fronts(1, 2, 3, 4, 5), None)
    assert len(scanner.jobs) == 3


def test_paper_that_no_job_brings_in_is_a_hang_and_not_an_endless_loop(
    scanner: EsclScanner,
) -> None:
    scanner.lay([], Trouble(stuck_sensor=True))
    times = EsclTimes(answer=20, page=20, doubt=0.1, pause=0.02)
    assert pages_until_fault(scanner, times) == ([], Fault.HUNG)


def test_a_page_the_scanner_counted_and_did_not_give_is_lost() -> None:
    with EsclScanner(stack(), Trouble(swallow=(2,))) as scanner:
        assert pages_until_fault(scanner) == (fronts(1, 3, 4, 5), Fault.LOST_PAGE)


def test_stop_pressed_at_the_scanner_is_no_happy_end() -> None:
    with EsclScanner(stack(), Trouble(stop_at=3)) as scanner:
        assert pages_until_fault(scanner) == (fronts(1, 2), Fault.OTHER)


def test_a_cancel_ends_the_job_at_the_scanner(scanner: EsclScanner) -> None:
    cancelled = threading.Event()
    source = EsclSource(TIMES).scan(profile(scanner), cancelled)
    next(source)
    cancelled.set()
    assert list(source) == []
    assert scanner.deleted == [scanner.jobs[0].id]
    assert len(scanner.stack) == ALL - 1


def test_a_cancel_ends_the_wait_for_a_page(scanner: EsclScanner) -> None:
    scanner.trouble = Trouble(hang_at=2)
    cancelled = threading.Event()
    got: list[ScannedImage] = []
    reading = threading.Thread(
        target=lambda: got.extend(EsclSource(TIMES).scan(profile(scanner), cancelled))
    )
    reading.start()
    assert scanner.hanging.wait(20)
    cancelled.set()
    reading.join(10)
    assert not reading.is_alive()
    assert [page.data for page in got] == fronts(1)
    assert scanner.deleted == [scanner.jobs[0].id]


@pytest.mark.parametrize(
    "asked",
    [{"dpi": 600}, {"size": PaperSize.A3}],
    ids=["resolution", "size"],
)
def test_what_the_scanner_cannot_do_is_told_before_a_sheet_moves(
    scanner: EsclScanner, asked: dict[str, object]
) -> None:
    assert pages_until_fault(scanner, **asked) == ([], Fault.BAD_SETTING)
    assert scanner.jobs == []


def test_a_feeder_without_a_second_side_is_told() -> None:
    with EsclScanner(stack()) as scanner:
        scanner.capabilities = scanner.capabilities.replace("AdfDuplexInputCaps", "Other")
        asked = pages_until_fault(scanner, feed=Feed.FEEDER_DUPLEX)
        assert asked == ([], Fault.BAD_SETTING)


def test_a_scanner_that_is_switched_off_is_offline(scanner: EsclScanner) -> None:
    scanner.switch_off()
    assert pages_until_fault(scanner) == ([], Fault.OFFLINE)


def test_another_machine_at_that_address_is_no_scanner(scanner: EsclScanner) -> None:
    scanner.capabilities = "<html></html>"
    assert pages_until_fault(scanner) == ([], Fault.NOT_FOUND)
    scanner.capabilities = '<!DOCTYPE x [<!ENTITY a "a">]>' + scanner.capabilities
    assert pages_until_fault(scanner) == ([], Fault.NOT_FOUND)
    elsewhere = scanner.address.replace("/eSCL", "/other")
    assert pages_until_fault(scanner, address=elsewhere) == ([], Fault.NOT_FOUND)


def test_a_typed_address_tells_what_the_scanner_can(scanner: EsclScanner) -> None:
    device = EsclSource(TIMES).device(f"127.0.0.1:{scanner.port}", threading.Event())
    assert device is not None
    assert (device.kind, device.address) == (SourceKind.ESCL, scanner.address)
    assert device.label == "架空複合機 X-1"
    assert set(device.feeds) == {Feed.FEEDER, Feed.FEEDER_DUPLEX, Feed.GLASS}
    assert device.resolutions == (100, 200, 300)
