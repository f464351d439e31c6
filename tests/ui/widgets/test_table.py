"""Tables: groups, folding, pages, the keyboard, and what is read aloud."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.cells import CELL_ROLE, Cell
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, PagedModel, Row, RowsModel

COLUMNS = (Column("受付番号", 90), Column("請求者"), Column("枚数", 60, "right"))


def line(key: str, name: str = "架空 太郎") -> Row:
    return Row((Cell(key), Cell(name), Cell("3", align="right")), key=key)


def group(key: str, *, foldable: bool = False, is_open: bool = True) -> Row:
    return Row((Cell(key),), key=key, group=True, foldable=foldable, open=is_open)


def rows() -> list[Row]:
    return [
        group("今日まで"),
        line("26-0001"),
        line("26-0002", "見本 花子"),
        group("今週", foldable=True),
        line("26-0003"),
        group("来週から", foldable=True, is_open=False),
        line("26-0004"),
    ]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    made = Table(RowsModel(COLUMNS, rows()), name="cases", accessible="案件")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    with qtbot.waitExposed(made):
        pass
    return made


def shown(table: Table) -> list[str]:
    model = table.rows()
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(RowsModel(COLUMNS, rows()))


def test_the_paged_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = PagedModel(COLUMNS, page=10)
    model.start(25)
    qtmodeltester.check(model)


def test_the_cursor_passes_over_group_rows(table: Table) -> None:
    table.choose_first()
    assert table.current_key() == "26-0001"
    chosen: list[str] = []
    table.row_chosen.connect(chosen.append)
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert chosen == ["26-0002", "今週", "26-0003"]
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert table.current_key() != "今日まで"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_row(table: Table, key: Qt.Key) -> None:
    opened: list[str] = []
    table.row_activated.connect(opened.append)
    table.choose("26-0002")
    QTest.keyClick(table, key)
    assert opened == ["26-0002"]


def test_a_double_click_opens_the_row(table: Table, qtbot: QtBot) -> None:
    table.choose("26-0002")
    area = table.visualRect(table.currentIndex())
    with qtbot.waitSignal(table.row_activated) as opened:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert opened.args == ["26-0002"]


def test_a_folded_group_hides_its_rows_and_enter_opens_it(table: Table) -> None:
    assert "26-0004" not in shown(table)
    table.choose("来週から")
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert shown(table)[-1] == "26-0004"
    assert table.current_key() == "来週から"
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "26-0004" not in shown(table)


def test_a_folded_group_stays_folded_when_the_rows_come_anew(table: Table) -> None:
    table.choose("今週")
    QTest.keyClick(table, Qt.Key.Key_Return)
    model = table.rows()
    assert isinstance(model, RowsModel)
    model.set_rows(rows())
    assert "26-0003" not in shown(table)


def test_group_rows_span_the_table(table: Table) -> None:
    assert table.columnSpan(0, 0) == len(COLUMNS)
    assert table.columnSpan(1, 0) == 1


def test_several_rows_can_be_chosen_where_that_is_wanted(qtbot: QtBot) -> None:
    made = Table(RowsModel(COLUMNS, rows()), name="due", accessible="期限", several=True)
    qtbot.addWidget(made)
    made.choose("26-0001")
    QTest.keyClick(made, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert made.chosen_keys() == ("26-0001", "26-0002")


def test_all_words_of_a_cell_can_be_read(qtbot: QtBot) -> None:
    cell = Cell("11/10", second="今日", sub="法定", spoken="法定期限は今日")
    model = RowsModel((Column("期限"),), [Row((cell,), key="a")])
    index = model.index(0, 0)
    assert index.data() == "11/10 今日 法定"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "法定期限は今日"
    assert index.data(CELL_ROLE) is cell


def test_a_page_is_asked_for_once_when_it_comes_into_view(qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS, page=100)
    wanted: list[tuple[int, int]] = []
    model.page_wanted.connect(lambda offset, limit: wanted.append((offset, limit)))
    model.start(100_000)
    table = Table(model, name="long", accessible="長い一覧")
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    with qtbot.waitExposed(table):
        pass
    table.grab()
    assert wanted == [(0, 100)]
    assert model.index(0, 0).data() == "…"
    model.set_page(0, [line(f"26-{n:04}") for n in range(100)])
    assert model.index(0, 0).data() == "26-0000"
    table.scrollToBottom()
    table.grab()
    assert wanted[-1] == (99_900, 100)
    assert len(wanted) == 2


def test_a_new_list_forgets_the_old_pages(qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS, page=10)
    model.start(5)
    model.set_page(0, [line(f"a{n}") for n in range(5)])
    model.start(3)
    assert model.rowCount() == 3
    assert model.index(0, 0).data() == "…"


def test_headings_stand_at_their_columns_side() -> None:
    model = RowsModel(COLUMNS)
    role = Qt.ItemDataRole.TextAlignmentRole
    right = model.headerData(2, Qt.Orientation.Horizontal, role)
    assert right & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Horizontal, role) & Qt.AlignmentFlag.AlignLeft
