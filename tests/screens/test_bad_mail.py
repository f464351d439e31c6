"""Bad input dropped on the real window together with one good envelope (issue 2, "Bad input")."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import hostile_files
import pytest
from PySide6.QtWidgets import QAbstractItemView, QWidget
from real_window import RealWindow

# What the report has to say of each: what is wrong, and that something can be done.
REASONS = {
    "gone.pdf": "ファイルを開けません",
    "empty.pdf": "ファイルの中身がありません",
    "letter.pdf": "PDF・TIFF・JPEG・PNGのいずれでもない",
    "encrypted.pdf": "パスワードで保護されたPDF",
    "truncated.pdf": "途中で切れています",
    "truncated.tif": "途中で切れています",
    "truncated.jpg": "途中で切れています",
    "no_pages.pdf": "ページのないファイル",
    "bomb.png": "6,000万画素を超える",
    "endless.pdf": "15秒を超える時間がかかる",
    "damaged.pdf": "ファイルが壊れています",
    "notes.txt": "PDF・TIFF・JPEG・PNGのいずれでもない",
}
GOOD = "env03.pdf"
GOOD_PAGES = 3


@pytest.fixture
def scans(tmp_path: Path, mail: Path) -> list[Path]:
    """The bad files around the good one, so that it must be reached over bad ones."""
    folder = tmp_path / "scans"
    folder.mkdir()
    pdf = hostile_files.pdf("見本" * 400, pages=4)
    made = {
        "empty.pdf": b"",
        "letter.pdf": "拝啓　本状は文字だけのファイルです。\n".encode() * 30,
        "encrypted.pdf": hostile_files.encrypted_pdf(),
        "truncated.pdf": pdf[: len(pdf) // 2],
        "truncated.tif": hostile_files.scan("TIFF", pages=3)[:200_000],
        "truncated.jpg": hostile_files.scan("JPEG")[:4_000],
        "no_pages.pdf": hostile_files.pdf_without_pages(),
        "bomb.png": hostile_files.png_bomb(),
        "endless.pdf": hostile_files.pdf_of_endless_strokes(),
        "damaged.pdf": b"%PDF-1.7\nnichts\n%%EOF\n",
        "notes.txt": b"nothing to read here\n",
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    shutil.copy(mail / GOOD, folder / GOOD)
    return [folder / name for name in [*REASONS, GOOD]]


def state_of(files: list[Path]) -> dict[str, tuple[str, int]]:
    there = [file for file in files if file.exists()]
    return {
        file.name: (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in there
    }


def cards(desk: RealWindow) -> list[QWidget]:
    tab = desk.stage.find(QWidget, "mail_tab")
    return [
        one
        for one in tab.findChildren(QWidget)
        if one.isVisible()
        and one.objectName().startswith("envelope_")
        and one.objectName().removeprefix("envelope_").isdecimal()
    ]


def test_bad_files_are_named_with_their_reason_and_the_good_one_goes_on(
    desk: RealWindow, scans: list[Path]
) -> None:
    stage, before = desk.stage, state_of(scans)
    assert len(before) == len(REASONS)  # all but the one that is gone
    desk.sign_in("c01")
    desk.go_to_import()
    stage.drop("mail_tab", scans)
    stage.wait("the report", lambda: stage.sees("intake_done_headline"), 180)
    stage.settle()
    stage.picture("bad-mail")

    assert f"1通・{GOOD_PAGES}枚を取り込みました" in stage.text("intake_done_headline")
    told = {row[0]: row for row in desk.rows("intake_problems")}
    assert set(told) == set(REASONS)
    for name, (_, kept, *words) in told.items():
        said = "".join(words)
        assert REASONS[name] in said, name
        assert said.count("。") >= 2, name  # what is wrong, and what to do next
        assert kept == "0枚", name

    (card,) = cards(desk)
    pages = card.findChild(QAbstractItemView)
    assert pages.model().rowCount() == GOOD_PAGES
    assert state_of(scans) == before
    assert {file.name for file in scans[0].parent.iterdir()} == set(before)

    # What is not filed stands there again when the program is opened anew: the good one alone.
    unfiled = desk.window._context.desk.intake.unfiled()
    assert [len(envelope.pages) for envelope in unfiled] == [GOOD_PAGES]
    assert stage.sees("frame")
    assert not stage.sees("surprise")
