"""Files become pixels in a child, and bad ones are refused with their reason."""

from __future__ import annotations

import io
import os
import select
import subprocess
import sys

import hostile_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.capture.decode import decode
from desktop.capture.unreadable import Reason, Unreadable


def refused(data: bytes, seconds: float = 15.0) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        decode(data, seconds=seconds)
    return refusal.value


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_every_format_of_a_scanner_is_decoded(kind: str) -> None:
    (page,) = decode(hostile_files.scan(kind))
    assert page.mode == "L"
    assert page.height > page.width


def test_pages_come_in_their_order() -> None:
    data = hostile_files.scan("TIFF", pages=3, compression="tiff_lzw")
    corners = [int(page.array[10, 10]) for page in decode(data)]
    assert corners == [0, 40, 80]


def test_a_fax_page_of_one_bit_is_decoded() -> None:
    (page,) = decode(hostile_files.scan("TIFF", mode="1", compression="group4"))
    assert set(page.array.ravel().tolist()) == {0, 255}


def test_a_colour_page_stays_in_colour() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (300, 400), (200, 60, 60)).save(stream, "PNG")
    (page,) = decode(stream.getvalue())
    assert page.mode == "RGB"


def test_a_photograph_lying_on_its_side_is_set_upright() -> None:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (600, 400), 200).save(stream, "JPEG", exif=exif)
    (page,) = decode(stream.getvalue())
    assert (page.width, page.height) == (400, 600)


def test_the_scanners_resolution_is_told() -> None:
    (page,) = decode(hostile_files.scan("JPEG", dpi=(300, 300)))
    assert page.dpi == 300


def test_a_pdf_page_is_drawn_at_two_to_three_hundred_dots_an_inch() -> None:
    (page,) = decode(hostile_files.pdf())
    assert page.dpi == 200
    assert abs(page.height - 297 / 25.4 * 200) < 3


def test_an_empty_file_is_refused() -> None:
    assert refused(b"").reason is Reason.EMPTY


def test_a_text_named_pdf_is_refused() -> None:
    assert refused("ただの文章です。".encode() * 40).reason is Reason.UNKNOWN_FORMAT


def test_an_encrypted_pdf_is_refused() -> None:
    assert refused(hostile_files.encrypted_pdf()).reason is Reason.ENCRYPTED


def test_a_pdf_without_pages_is_refused() -> None:
    assert refused(hostile_files.pdf_without_pages()).reason is Reason.NO_PAGES


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_off_is_refused(kind: str, share: float) -> None:
    pages = 3 if kind in ("PDF", "TIFF") else 1
    data = hostile_files.scan(kind, pages=pages)
    assert refused(data[: int(len(data) * share)]).reason is Reason.TRUNCATED


def test_a_pdf_that_is_none_inside_is_refused() -> None:
    assert refused(b"%PDF-1.7\nnichts\n%%EOF\n").reason is Reason.DAMAGED


def test_a_picture_of_nine_hundred_million_pixels_is_refused() -> None:
    assert refused(hostile_files.png_bomb()).reason is Reason.TOO_MANY_PIXELS


def test_a_picture_of_a_hundred_million_pixels_is_refused() -> None:
    assert refused(hostile_files.png_bomb(10_000, 10_000)).reason is Reason.TOO_MANY_PIXELS


def test_more_pages_than_an_envelope_holds_are_refused() -> None:
    assert refused(hostile_files.pdf(pages=201)).reason is Reason.TOO_MANY_PAGES


def test_a_file_that_never_ends_drawing_is_stopped() -> None:
    assert refused(hostile_files.pdf_of_endless_strokes(), 2.0).reason is Reason.TOO_SLOW


def test_an_enormous_sheet_is_drawn_small() -> None:
    (page,) = decode(hostile_files.pdf(pagesize=(2_000_000, 2_000_000)))
    assert page.width * page.height <= 60_000_000


def test_every_refusal_says_what_to_do_next() -> None:
    refusals = [Unreadable(reason) for reason in Reason]
    assert len({refusal.sentence for refusal in refusals}) == len(Reason)
    assert all(refusal.next_step.endswith("。") for refusal in refusals)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from([b"%PDF-1.7\n", b"II*\0", b"MM\0*", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]),
    st.binary(max_size=400),
)
def test_rubbish_behind_a_good_beginning_is_refused_and_not_a_crash(
    magic: bytes, rest: bytes
) -> None:
    assert refused(magic + rest).reason in set(Reason)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to end the child")
@pytest.mark.parametrize("module", ["decode_child", "reader_child"])
def test_a_child_dies_with_the_desk_that_started_it(module: str) -> None:
    desk = subprocess.Popen(
        [sys.executable, "-c", _DESK.format(module=module)],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    assert desk.stdout is not None
    child = os.pidfd_open(int(desk.stdout.readline()))
    try:
        desk.kill()
        ended, _, _ = select.select([child], [], [], 20)
        assert ended
    finally:
        desk.stdout.close()
        desk.wait()
        os.close(child)


# The child's input stays open, so that only the desk's death can end it.
_DESK = """
import os, signal
from desktop.capture.child import Child
child = Child("desktop.capture.{module}")
keep = os.dup(child.stdin.fileno())
print(child.pid, flush=True)
signal.pause()
"""
