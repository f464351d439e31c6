"""Dropped files and folders become envelopes; originals are only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.capture.sources.files import collect, read
from desktop.capture.unreadable import Reason, Unreadable


def put(folder: Path, *names: str) -> list[Path]:
    made = []
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
        made.append(path)
    return made


def names(paths: list[Path]) -> list[list[str]]:
    return [[part.name for part in mail.parts] for mail in collect(paths)]


def test_a_pdf_and_a_tiff_are_an_envelope_each(tmp_path: Path) -> None:
    put(tmp_path, "env01.pdf", "env02.tif")
    assert names([tmp_path]) == [["env01.pdf"], ["env02.tif"]]


def test_numbered_pictures_of_one_stem_are_one_envelope_in_page_order(tmp_path: Path) -> None:
    put(tmp_path, "env04-10.jpg", "env04-2.jpg", "env04-1.jpg", "env05-1.jpg")
    assert names([tmp_path]) == [
        ["env04-1.jpg", "env04-2.jpg", "env04-10.jpg"],
        ["env05-1.jpg"],
    ]


@pytest.mark.parametrize(
    "pattern", ["scan_p{}.png", "scan-{}.jpeg", "scan ({}).JPG", "scan_{}.jpg"]
)
def test_the_usual_ways_of_numbering_are_known(tmp_path: Path, pattern: str) -> None:
    put(tmp_path, pattern.format(2), pattern.format(1))
    assert names([tmp_path]) == [[pattern.format(1), pattern.format(2)]]


def test_numbered_pdfs_stay_envelopes_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, "scan-1.pdf", "scan-2.pdf")
    assert names([tmp_path]) == [["scan-1.pdf"], ["scan-2.pdf"]]


def test_one_stem_in_two_folders_is_two_envelopes(tmp_path: Path) -> None:
    put(tmp_path, "a/scan-1.jpg", "b/scan-1.jpg")
    assert len(names([tmp_path])) == 2


def test_half_written_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    paths = put(tmp_path, "env01.pdf.part", ".env02.pdf", ".hidden/env03.pdf", "env04.pdf")
    assert names([tmp_path]) == [["env04.pdf"]]
    assert names(paths[:2]) == []


def test_other_files_of_a_folder_are_passed_over_but_a_named_one_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "notes.txt", "env01.pdf")
    assert names([tmp_path]) == [["env01.pdf"]]
    assert names([tmp_path / "notes.txt"]) == [["notes.txt"]]


def test_a_file_dropped_twice_is_one_envelope(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "env01.pdf")
    assert names([path, path, tmp_path]) == [["env01.pdf"]]


def test_reading_leaves_the_original_as_it_was(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "env01.pdf")
    before = path.stat()
    (mail,) = collect([path])
    assert mail.read() == [b"env01.pdf"]
    after = path.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(tmp_path / "gone.pdf")
    assert refusal.value.reason is Reason.NOT_READABLE


def test_a_file_that_is_huge_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(300_000_001)
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.reason is Reason.TOO_LARGE
