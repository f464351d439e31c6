"""登録情報: the administrator imports, clerks search; values of rejected lines are never shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.act import new_act
from desktop.ui.context import Context
from desktop.ui.register.importing import ImportPanel
from desktop.ui.register.place import RegisterPlace

HEAD = (
    "customer_no,name,kana,birth,phone,postal,address,supply_point_no,supply_postal,"
    "supply_address,valid_from,valid_to"
)
LINES = (
    "9000000001,架空 太郎,カクウ タロウ,1980-04-01,080-0000-0001,350-0001,"
    "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室,0300000000000000000001,350-0001,"
    "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室,2020-04-01,",
    "9000000002,見本 花子,ミホン ハナコ,1985-05-05,080-0000-0002,350-0002,"
    "埼玉県川越市古谷下4丁目5番6号,0300000000000000000002,350-0002,"
    "埼玉県川越市古谷下4丁目5番6号,2021-04-01,",
)
SECRET = "壊れた名前"


@pytest.fixture
def register_csv(tmp_path: Path) -> Path:
    file = tmp_path / "register.csv"
    broken = f",{SECRET},,,,,,,,,,"
    file.write_text("\n".join((HEAD, *LINES, broken)) + "\n", encoding="utf8")
    return file


@pytest.fixture
def open_place(sign_in: Callable[[str], Context], qtbot: QtBot) -> Callable[[str], RegisterPlace]:
    kept = []

    def act(login: str) -> RegisterPlace:
        context = sign_in(login)
        place = RegisterPlace(context)
        kept.append(place)
        qtbot.addWidget(place)
        place.resize(1142, 640)
        place.show()
        qtbot.waitUntil(lambda: context.tasks.running == 0)
        return place

    return act


def drop(target: ImportPanel, file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, mime, left, plain)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), copy, mime, left, plain))


def shown(place: RegisterPlace) -> str:
    assert place.importing is not None
    model = place.importing.lines.rows()
    return " ".join(
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    )


def seen(within: QWidget, name: str) -> bool:
    return any(label.isVisible() for label in within.findChildren(QLabel, name))


def test_a_dropped_file_is_looked_at_before_it_is_taken(
    open_place: Callable[[str], RegisterPlace],
    register_csv: Path,
    qtbot: QtBot,
    shots: Path,
    context: Context,
) -> None:
    place = open_place("a01")
    panel = place.importing
    assert panel is not None
    drop(panel, register_csv)
    qtbot.waitUntil(lambda: panel.lines.isVisible())
    qtbot.waitUntil(lambda: panel.take.isEnabled())
    place.grab().save(str(shots / "register-dry-run.png"))
    assert "4" in shown(place)  # the broken line's number
    assert "受け入れない" in shown(place)
    assert SECRET not in shown(place)
    assert context.desk.register.info(context.today()).generation == 0
    with qtbot.waitSignal(panel.imported):
        QTest.keyClick(panel.take, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert context.desk.register.info(context.today()).customers == 2
    qtbot.waitUntil(lambda: "2人" in place.findChild(type(place._info), "register_info").text())
    place.grab().save(str(shots / "register-imported.png"))


def test_a_clerk_finds_a_customer_from_one_field_and_nothing_is_picked(
    open_place: Callable[[str], RegisterPlace],
    sign_in: Callable[[str], Context],
    register_csv: Path,
    qtbot: QtBot,
    shots: Path,
) -> None:
    administrator = sign_in("a01")
    administrator.desk.register.import_csv(
        new_act(administrator.signed_in, administrator.now()), register_csv
    )
    place = open_place("c01")
    search = place.search
    assert search is not None
    assert place.importing is None
    search.fields["address"].editor.setText("埼玉県川越市古谷上1-2-3 コーポ若葉203")
    model = search.results.rows()
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    assert model.index(0, 2).data() == "架空 太郎"
    assert "一致" in str(model.index(0, 0).data())
    qtbot.waitUntil(lambda: seen(search, "register_detail_r1"))
    place.grab().save(str(shots / "register-search.png"))
    search.fields["address"].editor.setText("どこにもない町9-9-9")
    qtbot.waitUntil(lambda: model.rowCount() == 0)
    qtbot.waitUntil(lambda: "見つかりません" in search._empty.accessibleName())
    place.grab().save(str(shots / "register-none.png"))


def test_an_old_register_warns(
    open_place: Callable[[str], RegisterPlace],
    sign_in: Callable[[str], Context],
    register_csv: Path,
    clock: object,
) -> None:
    from datetime import timedelta

    from desktop.ui.clock import SteppedClock

    administrator = sign_in("a01")
    administrator.desk.register.import_csv(
        new_act(administrator.signed_in, administrator.now()), register_csv
    )
    assert isinstance(clock, SteppedClock)
    clock.advance(timedelta(days=36))
    place = open_place("c01")
    assert [banner.headline() for banner in place.banners.banners()] == [
        "登録情報が36日前のものです"
    ]
