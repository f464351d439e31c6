"""A watched file is taken only when it is whole: still, ended, free, readable."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from desktop.capture.sources.watched_folder import (
    FolderGone,
    Look,
    NotYet,
    WatchedFolder,
)

PDF = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"


def names(look: Look) -> list[str]:
    return [file.mail.name for file in look.whole]


def why(look: Look) -> dict[str, NotYet]:
    return {path.name: reason for path, reason in look.not_yet}


def test_a_file_is_whole_when_two_looks_agree(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    (tmp_path / "a.pdf").write_bytes(PDF)
    first = folder.look()
    assert (names(first), why(first)) == ([], {"a.pdf": NotYet.GROWING})
    assert names(folder.look()) == ["a.pdf"]
    assert names(folder.look()) == ["a.pdf"]


def test_a_file_that_grows_between_the_looks_waits(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    file = tmp_path / "a.pdf"
    for length in (20, 50, len(PDF)):
        file.write_bytes(PDF[:length])
        assert why(folder.look()) == {"a.pdf": NotYet.GROWING}
    assert names(folder.look()) == ["a.pdf"]


def test_a_file_written_anew_in_the_same_length_waits_again(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    folder.look()
    before = folder.look().whole[0].prints
    file.write_bytes(PDF.replace(b"x", b"y"))
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))
    assert why(folder.look()) == {"a.pdf": NotYet.GROWING}
    assert folder.look().whole[0].prints != before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PDF[:60]),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 200),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 200),
    ],
)
def test_a_file_without_its_end_is_half_written(tmp_path: Path, name: str, data: bytes) -> None:
    folder = WatchedFolder(tmp_path)
    (tmp_path / name).write_bytes(data)
    folder.look()
    look = folder.look()
    assert (names(look), why(look)) == ([], {name: NotYet.HALF})


def test_a_locked_file_waits_until_its_writer_lets_go(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    with file.open("rb+") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        folder.look()
        assert why(folder.look()) == {"a.pdf": NotYet.LOCKED}
    assert names(folder.look()) == ["a.pdf"]


def test_an_empty_file_is_still_being_written(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    (tmp_path / "a.pdf").touch()
    folder.look()
    assert why(folder.look()) == {"a.pdf": NotYet.GROWING}


def test_hidden_and_half_written_names_are_passed_over(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    for name in (".a.pdf", "a.pdf.part", "a.tmp", ".a.txt"):
        (tmp_path / name).write_bytes(PDF)
    folder.look()
    look = folder.look()
    assert (look.whole, look.not_yet) == ((), ())


def test_numbered_pictures_wait_for_each_other(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    jpeg = b"\xff\xd8\xff\xe0" + b"x" * 50 + b"\xff\xd9"
    (tmp_path / "m-1.jpg").write_bytes(jpeg)
    folder.look()
    (tmp_path / "m-2.jpg").write_bytes(jpeg[:-2])
    folder.look()
    assert why(folder.look()) == {"m-2.jpg": NotYet.HALF}
    (tmp_path / "m-2.jpg").write_bytes(jpeg)
    folder.look()
    (file,) = folder.look().whole
    assert (file.mail.name, len(file.prints)) == ("m", 2)


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderGone):
        WatchedFolder(tmp_path / "share").look()


def test_a_link_is_not_taken_whatever_it_leads_to(tmp_path: Path) -> None:
    inside = tmp_path / "dropped"
    inside.mkdir()
    (tmp_path / "elsewhere.pdf").write_bytes(PDF)
    (inside / "a.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    folder = WatchedFolder(inside)
    folder.look()
    look = folder.look()
    assert (look.whole, why(look)) == ((), {"a.pdf": NotYet.LINK})


def test_what_is_no_scan_is_told_by_its_name(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path)
    for name in ("メモ.docx", "a.HEIC", "Thumbs.db", "desktop.ini", "a.pdf"):
        (tmp_path / name).write_bytes(PDF)
    folder.look()
    look = folder.look()
    assert names(look) == ["a.pdf"]
    assert why(look) == {"メモ.docx": NotYet.FOREIGN, "a.HEIC": NotYet.FOREIGN}


def test_a_folder_that_cannot_be_listed_to_its_end_is_told_as_gone(tmp_path: Path) -> None:
    """A share that stumbles in the middle: here a path longer than the system takes."""
    watched = tmp_path / "scans"
    watched.mkdir()
    at = os.open(watched, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=at)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    try:
        with pytest.raises(FolderGone):
            WatchedFolder(watched).look()
    finally:
        shutil.rmtree(watched)
