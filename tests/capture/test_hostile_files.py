"""CAPTURE §4, line by line: what a hostile file tries, and which limit meets it."""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
import time

import hostile_files
import numpy as np
import pytest
from PIL import Image

from desktop.capture import decode as decoding
from desktop.capture import decode_child, sandbox
from desktop.capture.child import Child
from desktop.capture.decode import decode
from desktop.capture.pixels import Pixels
from desktop.capture.unreadable import Reason, Unreadable

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the child's rights")


def refused(data: bytes, seconds: float = 15.0) -> Reason:
    with pytest.raises(Unreadable) as refusal:
        decode(data, seconds=seconds)
    return refusal.value.reason


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def only(data: bytes) -> Pixels:
    (page,) = decode(data)
    return page


# What bounds a child


def test_a_page_gets_fifteen_seconds_unless_somebody_says_otherwise() -> None:
    for taking in (decoding.decode, decoding.pages):
        assert inspect.signature(taking).parameters["seconds"].default == 15.0


def test_a_drawing_without_end_stops_at_its_deadline_and_says_how_long_it_had() -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        decode(hostile_files.pdf_of_endless_strokes(), seconds=1.5)
    assert refusal.value.reason is Reason.TOO_SLOW
    assert "15秒" in refusal.value.sentence
    assert time.monotonic() - began < 12


@LINUX
def test_processor_time_is_bounded_even_where_nobody_waits() -> None:
    code = (
        "from desktop.capture import sandbox\nsandbox.limit(1, 2_000_000_000)\nwhile True: pass\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert ran.returncode in (-24, -9)  # SIGXCPU, SIGKILL


@LINUX
def test_the_decoding_child_takes_the_limits_before_it_looks() -> None:
    """Seen from outside, while the child waits on a drawing that takes long."""
    child = Child("desktop.capture.decode_child")
    try:
        child.stdin.write(hostile_files.pdf_of_endless_strokes())
        child.stdin.close()
        status = _until_closed(child.pid)
        with open(f"/proc/{child.pid}/limits", encoding="ascii") as file:  # noqa: PTH123
            limits = {line[:26].strip(): line[26:].split()[0] for line in file}
    finally:
        child.end()
    assert int(limits["Max cpu time"]) == 90
    assert int(limits["Max file size"]) == 0
    assert int(limits["Max core file size"]) == 0
    assert int(limits["Max address space"]) == 4_000_000_000
    assert "Seccomp:\t2" in status
    assert "NoNewPrivs:\t1" in status


def _until_closed(pid: int) -> str:
    """The child's state once it has closed its doors."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123
            status = file.read()
        if "Seccomp:\t2" in status:
            return status
        os.sched_yield()
    raise AssertionError("the child kept its doors open")


def test_no_decoder_of_the_child_is_one_that_ignores_the_limits() -> None:
    """OpenCV decoded 900 million pixels; no key and no database is at hand either."""
    code = (
        "import sys\n"
        "import desktop.capture.decode_child\n"
        "told = {name.split('.')[0] for name in sys.modules}\n"
        "own = {name for name in sys.modules if name.startswith('desktop.')}\n"
        "dear = {'cv2', 'sqlalchemy', 'sqlite3', 'cryptography', 'keyring', 'PySide6'}\n"
        "print(sorted(told & dear))\n"
        "print(sorted(name for name in own if not name.startswith('desktop.capture')))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert ran.stdout.decode().split("\n")[:2] == ["[]", "[]"]


@LINUX
def test_the_child_holds_no_file_of_the_desk_but_its_pipes(tmp_path: os.PathLike[str]) -> None:
    with open(os.path.join(tmp_path, "store.db"), "wb") as store:  # noqa: PTH118, PTH123
        os.set_inheritable(store.fileno(), True)
        child = Child("desktop.capture.decode_child")
        try:
            folder = f"/proc/{child.pid}/fd"
            held = [os.readlink(f"{folder}/{name}") for name in os.listdir(folder)]  # noqa: PTH208, PTH115
        finally:
            child.end()
    assert not [place for place in held if "store.db" in place]


def test_the_list_of_allowed_calls_has_none_that_reaches_out() -> None:
    reaching = {"open", "openat", "connect", "socket", "fork", "vfork", "clone", "execve", "unlink"}
    assert not reaching & set(sandbox._ALLOWED)


# Sizes


@pytest.mark.parametrize(("width", "height"), [(9_500, 9_500), (13_000, 13_000), (30_000, 30_000)])
def test_too_many_pixels_are_refused_by_the_header_alone(width: int, height: int) -> None:
    """89 to 179 million pixels are what Pillow only warns of."""
    began = time.monotonic()
    assert refused(hostile_files.png_bomb(width, height)) is Reason.TOO_MANY_PIXELS
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_too_many_pixels_are_refused_in_every_format(kind: str) -> None:
    large = Image.new("1" if kind == "TIFF" else "L", (8_000, 8_000), 1)
    options = {"compression": "group4"} if kind == "TIFF" else {}
    assert refused(saved(large, kind, **options)) is Reason.TOO_MANY_PIXELS


def test_a_tiff_of_a_thousand_pages_is_refused() -> None:
    page = Image.new("1", (16, 16), 1)
    data = saved(page, "TIFF", save_all=True, append_images=[page] * 999, compression="group4")
    assert refused(data) is Reason.TOO_MANY_PAGES


def test_two_hundred_pages_are_taken() -> None:
    page = Image.new("1", (16, 16), 1)
    data = saved(page, "TIFF", save_all=True, append_images=[page] * 199, compression="group4")
    assert len(decode(data)) == 200


def test_a_sheet_of_two_million_points_is_drawn_small_and_not_refused() -> None:
    page = only(hostile_files.pdf(pagesize=(2_000_000, 2_000_000)))
    assert max(page.width, page.height) <= 12_001


def test_a_sheet_as_thin_as_a_thread_is_drawn() -> None:
    page = only(hostile_files.pdf(pagesize=(3, 14_000)))
    assert min(page.width, page.height) >= 1


@pytest.mark.parametrize(
    ("reason", "limit"),
    [
        (Reason.TOO_LARGE, "300MB"),
        (Reason.TOO_MANY_PAGES, "200ページ"),
        (Reason.TOO_MANY_PIXELS, "6,000万画素"),
        (Reason.TOO_SLOW, "15秒"),
    ],
)
def test_a_refusal_names_the_limit(reason: Reason, limit: str) -> None:
    assert limit in Unreadable(reason).sentence
    told = (decoding.MAX_FILE_BYTES, decoding.MAX_PAGES, decoding.MAX_PIXELS)
    assert told == (300_000_000, 200, 60_000_000)
    assert told[1:] == (decode_child.MAX_PAGES, decode_child.MAX_PIXELS)


# Formats


@pytest.mark.parametrize(
    "kind", ["GIF", "BMP", "WEBP", "JPEG2000", "PPM", "ICO", "PCX", "TGA", "EPS"]
)
def test_only_four_formats_are_looked_at(kind: str) -> None:
    mode = "RGB" if kind != "GIF" else "P"
    assert refused(saved(Image.new(mode, (32, 32)), kind)) is Reason.UNKNOWN_FORMAT


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
        b"PK\x03\x04" + bytes(60),
        b"MZ" + bytes(60),
        b"<html><script>1</script></html>",
    ],
)
def test_other_files_are_refused_whatever_their_name(data: bytes) -> None:
    assert refused(data) is Reason.UNKNOWN_FORMAT


@pytest.mark.parametrize("inner", ["GIF", "BMP", "WEBP"])
def test_a_wrong_beginning_does_not_bring_another_decoder_in(inner: str) -> None:
    """Behind the first bytes of a PNG stands another format."""
    data = saved(Image.new("P" if inner == "GIF" else "RGB", (32, 32)), inner)
    assert refused(b"\x89PNG\r\n\x1a\n" + data) in (Reason.DAMAGED, Reason.TRUNCATED)


def test_a_file_that_is_two_formats_is_taken_as_its_first() -> None:
    """A PDF hidden behind a picture's end is never drawn."""
    page = only(hostile_files.scan("JPEG") + hostile_files.pdf("hidden"))
    assert (page.width, page.height) == (400, 560)


def test_a_picture_hidden_behind_a_pdf_is_never_drawn() -> None:
    pages = decode(hostile_files.pdf("seen") + hostile_files.scan("PNG") + b"\n%%EOF\n")
    assert len(pages) == 1
    assert (pages[0].width, pages[0].height) != (400, 560)


def test_a_password_is_told_as_such() -> None:
    assert refused(hostile_files.encrypted_pdf()) is Reason.ENCRYPTED


def test_what_a_pdf_would_run_or_carry_is_left_out_and_the_page_is_drawn() -> None:
    plain = hostile_files.pdf("見本")
    loaded = only(hostile_files.pdf_with_script_and_attachment())
    assert (loaded.width, loaded.height) == (only(plain).width, only(plain).height)


def test_directories_that_lead_to_each_other_end() -> None:
    began = time.monotonic()
    assert len(decode(hostile_files.tiff_in_a_circle())) == 2
    assert time.monotonic() - began < 10


def test_every_picture_of_an_animation_is_a_page() -> None:
    shades = [Image.new("L", (60, 80), shade) for shade in (20, 120, 220)]
    data = saved(shades[0], "PNG", save_all=True, append_images=shades[1:])
    assert [int(page.array[5, 5]) for page in decode(data)] == [20, 120, 220]


def test_an_animation_without_end_is_refused() -> None:
    shades = [Image.new("L", (4, 4), number % 250) for number in range(260)]
    data = saved(shades[0], "PNG", save_all=True, append_images=shades[1:])
    assert refused(data) is Reason.TOO_MANY_PAGES


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_half_a_picture_is_no_picture(kind: str, share: float) -> None:
    data = hostile_files.scan(kind, pages=1)
    assert refused(data[: int(len(data) * share)]) is Reason.TRUNCATED


# Pictures of another make


@pytest.mark.parametrize("ink", [(0, 0, 0, 0), (0, 0, 0, 255), (0, 255, 255, 0)])
def test_a_picture_in_four_inks_has_its_own_colours(ink: tuple[int, int, int, int]) -> None:
    """What a press calls white, black and red."""
    page = only(saved(Image.new("CMYK", (64, 64), ink), "JPEG", quality=95))
    seen = np.asarray(page.array if page.mode == "RGB" else np.stack([page.array] * 3, axis=-1))
    wanted = {(0, 0, 0, 0): 255, (0, 0, 0, 255): 0}.get(ink)
    middle = seen[32, 32].astype(int)
    if wanted is None:
        assert middle[0] > 200
        assert middle[1:].max() < 60
    else:
        assert np.abs(middle - wanted).max() < 12


def test_sixteen_bits_of_gray_become_eight() -> None:
    values = np.linspace(0, 65_535, 100 * 80).reshape(80, 100).astype(np.uint16)
    page = only(saved(Image.fromarray(values), "PNG"))
    assert page.mode == "L"
    assert abs(int(page.array[40, 50]) - int(values[40, 50]) // 256) <= 1
    assert int(page.array[0, 0]) < 3
    assert int(page.array[-1, -1]) > 252


@pytest.mark.parametrize("zero", ["black", "white"])
def test_a_fax_is_black_on_white_whichever_way_its_bits_count(zero: str) -> None:
    def drawn(paper: int) -> bytes:
        image = Image.new("1", (80, 100), paper)
        image.paste(1 - paper, (30, 40, 50, 60))
        return saved(image, "TIFF", compression="group4")

    data = drawn(1)
    if hostile_files.photometric(data) != ("white", "black").index(zero):
        data = hostile_files.with_other_photometric(drawn(0))
    page = only(data)
    assert int(page.array[5, 5]) == 255
    assert int(page.array[50, 40]) == 0


@pytest.mark.parametrize(("turn", "place"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_a_turned_photograph_is_set_upright(turn: int, place: tuple[int, int]) -> None:
    """The dark quarter was at the top left when it was taken."""
    photo = Image.new("L", (120, 80), 230)
    photo.paste(20, (0, 0, 60, 40))
    exif = Image.Exif()
    exif[0x0112] = turn
    page = only(saved(photo, "JPEG", exif=exif, quality=95))
    height, width = page.array.shape
    x, y = (round(width * (0.25 + 0.5 * place[0])), round(height * (0.25 + 0.5 * place[1])))
    assert int(page.array[y, x]) < 60
    assert (width > height) is (turn in (1, 3))
