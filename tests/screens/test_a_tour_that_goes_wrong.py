"""The tour says so, and ends with 1, when something did not truly happen."""

from __future__ import annotations

import shutil
from pathlib import Path

from sample_people import SHIPPED
from tour_run import take_the_tour


def test_a_scan_that_cannot_be_read_stops_the_tour(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    shutil.copy(SHIPPED / "mail" / "env08-2.jpg", mail / "env01.jpg")
    (mail / "env02.pdf").write_text("no PDF at all", encoding="utf8")
    root = tmp_path / "run"
    root.mkdir()
    run = take_the_tour(root, 1, mail)
    assert run.code == 1
    assert run.told["complete"] is False
    assert "封筒" in run.told["failure"]
    assert "途中で止まりました" in run.words.read_text("utf-8")


def test_a_folder_without_mail_is_refused(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    root = tmp_path / "run"
    root.mkdir()
    run = take_the_tour(root, 1, mail)
    assert run.code == 1
    assert "取り込む郵便がありません" in run.words.read_text("utf-8")
