"""The model over all cases: only what is looked at is fetched, one question at a time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.states import CaseState
from desktop.services.case_roster import CaseSort
from desktop.services.case_views import CaseLine
from desktop.ui.cases.list_model import CaseListModel
from desktop.ui.cases.list_table import CaseTable
from desktop.ui.widgets.cells import KEY_ROLE
from desktop.ui.widgets.table_model import Column

MANY = tuple(f"{number:05d}" for number in range(100_000))


def line(case_id: str, name: str = "架空 太郎") -> CaseLine:
    return CaseLine(
        id=case_id,
        number=f"26-{case_id}",
        name=name,
        types="開示",
        types_count=1,
        state=CaseState.FORM_CHECK,
        work="形式確認",
        statutory=None,
        target=None,
        assigned="",
        version=1,
    )


class Asking:
    """A table over 100,000 cases, and what it asked for; the test answers."""

    def __init__(self, qtbot: QtBot) -> None:
        self.questions: list[tuple[str, ...]] = []
        self.model = CaseListModel([Column(str(n), 100) for n in range(8)])
        self.table = CaseTable(self.model, self.questions.append, name="t", accessible="t")
        qtbot.addWidget(self.table)
        self.table.resize(900, 500)
        self.table.show()
        with qtbot.waitExposed(self.table):
            pass
        self.model.set_order(MANY)
        self.table.fetch()

    def answer(self) -> None:
        asked = self.questions[-1]
        self.model.set_lines(asked, [line(case_id) for case_id in asked])
        self.table.answered()


@pytest.fixture
def asking(qtbot: QtBot) -> Asking:
    return Asking(qtbot)


def test_only_what_is_seen_and_a_little_more_is_asked_for(asking: Asking) -> None:
    (asked,) = asking.questions
    assert asked[0] == "00000"
    assert len(asked) < 100
    assert asking.model.rowCount() == 100_000


def test_while_an_answer_is_out_scrolling_asks_for_nothing_and_then_for_where_it_stands(
    asking: Asking, qtbot: QtBot
) -> None:
    bar = asking.table.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 50):
        bar.setValue(value)
        asking.table.viewport().repaint()
    bar.setValue(bar.maximum())
    assert len(asking.questions) == 1
    asking.answer()
    qtbot.waitUntil(lambda: len(asking.questions) == 2)
    assert asking.questions[1][-1] == "99999"


def test_a_key_is_known_before_its_line_is(asking: Asking) -> None:
    index = asking.model.index(54_321, 0)
    assert index.data(KEY_ROLE) == "54321"
    assert asking.model.index(54_321, 1).data() == "…"
    assert asking.model.number_of("54321") == 54_321
    assert asking.model.number_of("none") == -1


def test_the_lines_fetched_first_are_forgotten_first(asking: Asking) -> None:
    for first in range(0, 4_000, 100):
        ids = MANY[first : first + 100]
        asking.model.set_lines(ids, [line(case_id) for case_id in ids])
    assert len(asking.model._rows) == 1_500
    assert asking.model.missing(0, 0) == ("00000",)
    assert asking.model.missing(3_999, 3_999) == ()


def test_the_same_order_again_keeps_the_place_and_fetches_the_lines_anew(asking: Asking) -> None:
    asking.answer()
    resets: list[int] = []
    asking.model.modelReset.connect(lambda: resets.append(1))
    asking.model.set_order(MANY)
    assert not resets
    assert asking.model.missing(0, 5) == MANY[:6]
    assert asking.model.index(0, 2).data() == "架空 太郎"  # shown until the new one comes


def test_end_and_home_go_to_the_last_and_the_first_case(asking: Asking) -> None:
    asking.table.setFocus()
    QTest.keyClick(asking.table, Qt.Key.Key_End)
    assert asking.table.current_key() == "99999"
    QTest.keyClick(asking.table, Qt.Key.Key_Home)
    assert asking.table.current_key() == "00000"


def test_the_head_tells_what_the_list_is_ordered_by(asking: Asking) -> None:
    head = [asking.model.headerData(n, Qt.Orientation.Horizontal) for n in range(8)]
    assert head[1] == "1 ↓"
    asking.model.set_sort(CaseSort.DUE, descending=False)
    head = [asking.model.headerData(n, Qt.Orientation.Horizontal) for n in range(8)]
    assert (head[1], head[5], head[6]) == ("1", "5 ↑", "6 ↑")


def test_it_is_a_model(qtmodeltester: ModelTester) -> None:
    model = CaseListModel([Column(str(n), 100) for n in range(8)])
    model.set_order(MANY[:50])
    model.set_lines(MANY[:20], [line(case_id) for case_id in MANY[:20]])
    model.toggle(3)
    qtmodeltester.check(model)


def test_a_list_read_anew_waits_for_no_answer_that_never_came(asking: Asking) -> None:
    asking.model.set_order(MANY)
    asking.table.fetch()
    assert len(asking.questions) == 1  # still waiting for the first
    asking.table.start_over()
    assert len(asking.questions) == 2
    asking.answer()
    assert asking.model.missing(0, 5) == ()
