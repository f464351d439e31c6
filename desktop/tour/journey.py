"""The journey: every act in its order, what it left behind, and whether it all truly happened."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.tour import report, script, setting_up
from desktop.tour.sample_files import gather
from desktop.tour.stage import Stage, TourFailed
from desktop.tour.traveller import JST, House, MovedClock, Traveller
from desktop.ui.clock import SteppedClock

Opener = Callable[[Path, MovedClock], House]
_FIRST_MORNING = datetime(2026, 11, 10, 8, 30, tzinfo=JST)
_LEDGERS = ("ledger.csv", "ledger.xlsx", "ledger.pdf")


def travel(
    out: Path, seed: int, envelopes: Path | None, as_json: bool, keep: QObject, opener: Opener
) -> int:
    """Run the tour into the folder `out`; 0 only if every step truly happened."""
    _make_room(out)
    failure = ""
    with tempfile.TemporaryDirectory(prefix="madoguchi-tour-") as workshop:
        files = gather(seed, envelopes, Path(workshop))
        if not any(post for _day, post in files.posts):
            sys.stderr.write(
                "取り込む郵便がありません。スキャンのあるフォルダーを指定してください。\n"
            )
            return 1
        clock = SteppedClock(_FIRST_MORNING)
        house = opener(out / "store", clock)
        stage = Stage(house.show(), out / "screens")
        tour = Traveller(stage, files, clock, house, out)
        try:
            _acts(tour)
        except TourFailed as failed:
            failure = str(failed)
        finally:
            house.close()
        found = report.compose(tour, seed, failure)
    del keep
    (out / "tour.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf8"
    )
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(report.summary(found))
    return 0 if found["complete"] else 1


def _acts(tour: Traveller) -> None:
    stage = tour.stage
    stage.step("保管庫と最初の利用者を作る", lambda: setting_up.set_up_office(tour))
    stage.wait("窓口が開くこと", lambda: tour.house.window is not None)
    window: Any = tour.house.window
    if isinstance(window, QWidget):
        stage.window = window
    stage.step("登録情報を取り込む", lambda: setting_up.bring_register(tour))
    script.working_days(tour)


def _make_room(out: Path) -> None:
    """An earlier tour's leavings go; anything else in the folder stays untouched."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("screens", "letters", "internal", "media", "store"):
        if (out / name).exists():
            shutil.rmtree(out / name)
    for name in ("screens", "letters", "internal"):
        (out / name).mkdir()
    certificates = ("certificate.pdf", "certificate-irreversible.pdf")
    for name in (*certificates, *_LEDGERS, "audit-log.jsonl", "tour.json"):
        (out / name).unlink(missing_ok=True)
