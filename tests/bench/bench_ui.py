"""The list of a hundred thousand cases in the real window: first rows, filters, search, stalls.

`madoguchi bench ui [--cases N] [--seed S] [--folder DIR]`. Every time is from the key or click to
the words on the screen. A stall is the longest time in which the window's loop did not turn. The
last column is processor time of the whole program meanwhile: on a busy machine it says more. The
baseline is the same table over rows that all lie in memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from many_cases import NOW, Office, make_office
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider, QWidget

from desktop import paths
from desktop.services.case_roster import CaseSort
from desktop.services.case_views import CaseFilter
from desktop.ui import theme
from desktop.ui.cases.case_window import CaseWindow
from desktop.ui.cases.place import CasesPlace
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.garbage import spare_what_stands
from desktop.ui.intake.place import IntakePlace
from desktop.ui.main_window import MainWindow
from desktop.ui.tasks import TaskRunner
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_PATIENCE = 900.0
_TICK_MS = 2


class Pulse:
    """Counts how long the window's loop stood still at most."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()
        self.longest = 0.0
        self._timer.start()

    def start(self) -> None:
        self._last, self.longest = time.perf_counter(), 0.0

    def stall(self) -> float:
        self._beat()
        return self.longest * 1000

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def until(there: Callable[[], bool]) -> None:
    """Turn the loop until it is so; everything that was posted is painted.

    As in the desk, the loop sleeps where nothing is to do: the pulse wakes it.
    """
    end = time.perf_counter() + _PATIENCE
    flags = QEventLoop.ProcessEventsFlag
    while not there():
        QApplication.processEvents(flags.AllEvents | flags.WaitForMoreEvents)
        if time.perf_counter() > end:
            raise SystemExit("the window did not come to it")
    QApplication.processEvents()


class Bench:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.tasks = TaskRunner()
        self.context = Context(office.desk, self.tasks, SteppedClock(NOW))
        self.window = MainWindow(
            self.context,
            {"intake": IntakePlace, "cases": CasesPlace},
            CaseWindow,
            office="みどり野電力",
            idle_seconds=36_000,
        )
        self.window.resize(1366, 768)
        self.window.show()
        spare_what_stands()  # as the desk does where it opens its window
        self.pulse = Pulse()
        until(lambda: not self.tasks.running)

    @property
    def place(self) -> CasesPlace:
        found = self.window.findChild(CasesPlace)
        assert isinstance(found, CasesPlace)
        return found

    def close(self) -> None:
        self.window.close()
        until(lambda: not self.tasks.running)
        self.tasks.shutdown()
        self.office.desk.close()

    def filled(self) -> bool:
        """Whether every row that is seen shows its case."""
        table, model = self.place.table, self.place.model
        if not model.rowCount():
            return False
        first = max(0, table.rowAt(0))
        last = table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return not model.missing(first, last)

    def timed(self, name: str, act: Callable[[], object], there: Callable[[], bool]) -> None:
        """How long until the screen shows it, and the longest stall on the way."""
        QApplication.processEvents()
        self.pulse.start()
        began, worked = time.perf_counter(), time.process_time()
        act()
        until(there)
        spent = (time.perf_counter() - began) * 1000
        tell(name, spent, self.pulse.stall(), (time.process_time() - worked) * 1000)

    def shows(self, count: int) -> Callable[[], bool]:
        """Whether the list has so many cases and shows what is seen of them."""
        words = f"{count:,}件"
        return lambda: self.place.count.text() == words and self.filled()

    def count(self, which: CaseFilter) -> int:
        desk, by = self.context.desk, self.context.signed_in
        return len(desk.cases.order(by, which, NOW).ids)


def tell(name: str, spent: float, stall: float | None = None, worked: float | None = None) -> None:
    beside = "".join(" " * 13 if one is None else f"{one:10.0f} ms" for one in (stall, worked))
    print(f"{name:<54} {spent:9.0f} ms{beside}", flush=True)


def memory() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def first_rows(bench: Bench) -> None:
    person = bench.office.sign_in()
    bench.context.set_person(person)
    bench.window._on_signed_in(person)
    began, before = time.perf_counter(), memory()
    # The load has only just begun: the list does not wait for it.
    bench.timed(
        "open 案件 while the search is loading",
        lambda: QTest.keyClick(bench.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier),
        lambda: bench.window.findChild(CasesPlace) is not None and bench.filled(),
    )
    scroll(bench, "while the search is loading: ", few=True)
    desk = bench.context.desk
    bench.pulse.start()
    until(lambda: desk.cases.index_progress() is None)
    tell("the search is loaded", (time.perf_counter() - began) * 1000, bench.pulse.stall())
    until(lambda: not bench.tasks.running)
    print(f"{'memory of the search and its keys':<54} {memory() - before:9.0f} MB")
    bench.timed(
        "open 案件 again",
        lambda: (
            QTest.keyClick(bench.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier),
            QTest.keyClick(bench.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier),
        ),
        bench.filled,
    )


def filters(bench: Bench) -> None:
    place = bench.place
    everything = bench.office.cases
    bench.timed("all cases", lambda: place.stages.set_current(5), bench.shows(everything))
    for sort in (CaseSort.DUE, CaseSort.STATE, CaseSort.CLERK, CaseSort.NUMBER):
        # The same number of cases in another order: shown when the answer has come.
        bench.timed(
            f"all cases by {sort.lower()}",
            partial(place.filters.toggle_sort, sort),
            lambda: not bench.tasks.running and bench.filled(),
        )
    place.filters.sort.choose("NEWEST")
    until(lambda: not bench.tasks.running)
    for name, key in (("overdue", "OVERDUE"), ("this week", "WEEK"), ("any day again", "")):
        bench.timed(
            f"filter: {name}",
            partial(place.filters.due.choose, key),
            lambda: not bench.tasks.running and (bench.filled() or not place.model.rowCount()),
        )
    for words in ("若葉町3-1", "髙橋", "ひかり 緑町", "090", ""):
        count = bench.count(CaseFilter(text=words)) if words else everything

        def typed(words: str = words) -> None:
            place.filter.setText(words)
            QTest.keyClick(place.filter, Qt.Key.Key_Return)

        bench.timed(f"filter: words 「{words}」 ({count:,})", typed, bench.shows(count))


def scroll(bench: Bench, before: str = "", *, few: bool = False) -> None:
    table = bench.place.table
    table.setFocus()
    table.setCurrentIndex(bench.place.model.index(0, 0))
    until(bench.filled)
    turns, downs = (15, 10) if few else (60, 40)

    def wheel() -> None:
        for _ in range(turns):
            at = QPointF(300, 200)
            event = QWheelEvent(
                at,
                table.viewport().mapToGlobal(at),
                QPoint(0, -40),
                QPoint(0, -360),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(table.viewport(), event)
            QApplication.processEvents()

    def pages() -> None:
        for _ in range(downs):
            QTest.keyClick(table, Qt.Key.Key_PageDown)
            QApplication.processEvents()

    bench.timed(f"{before}the wheel, {turns} turns", wheel, bench.filled)
    bench.timed(f"{before}PageDown, {downs} times", pages, bench.filled)
    bench.timed(f"{before}End", lambda: QTest.keyClick(table, Qt.Key.Key_End), bench.filled)
    bench.timed(f"{before}Home", lambda: QTest.keyClick(table, Qt.Key.Key_Home), bench.filled)
    bench.timed(f"{before}the handle dragged to the end", lambda: drag(table), bench.filled)


def drag(table: Table) -> None:
    bar = table.verticalScrollBar()
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    handle = bar.style().subControlRect(
        QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, bar
    )
    at = handle.center()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=at)
    for y in range(at.y(), bar.height(), 8):
        QTest.mouseMove(bar, QPoint(at.x(), y))
        QApplication.processEvents()
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), bar.height() - 2))


def search(bench: Bench) -> None:
    desk, by = bench.context.desk, bench.context.signed_in
    asked = (
        *("26-0123", "架空 太郎", "ﾀｶﾊｼ", "高橋", "わたなべ", "0900123", "若葉町3丁目5-12"),
        *("緑町一丁目", "昭和50年5月6日", "2", "該当なし"),
    )
    spent = []
    for words in asked:
        began, worked = time.perf_counter(), time.process_time()
        found = desk.cases.search(by, words, NOW)
        spent.append((time.perf_counter() - began) * 1000)
        cpu = (time.process_time() - worked) * 1000
        tell(f"search 「{words}」 ({len(found)} shown)", spent[-1], None, cpu)
    tell("search, median", statistics.median(spent))
    tell("search, longest", max(spent))
    frame = bench.window.frame
    assert frame is not None
    box = frame.search
    box.setText("架空 太郎")
    results = frame.findChild(QWidget, "search_results")
    assert results is not None
    bench.timed(
        "search from Enter to the results in the window",
        lambda: QTest.keyClick(box, Qt.Key.Key_Return),
        lambda: results.isVisible() and box._model.rowCount() > 0,
    )
    box.close_results()


def baseline(cases: int) -> None:
    """The same table over plain rows in memory."""
    rows = [
        Row(
            (
                Cell(f"{number}"),
                *(Cell(f"架空 太郎{number % 977}", px=13) for _ in range(7)),
            ),
            key=str(number),
        )
        for number in range(cases)
    ]
    model = RowsModel([Column(str(number), 120) for number in range(8)])
    table = Table(model, name="plain", accessible="plain")
    table.resize(1140, 600)
    table.show()
    pulse = Pulse()
    for name, shown in (
        ("baseline: plain rows in memory, shown", rows),
        ("baseline: plain rows, filtered", [r for r in rows if "97" in r.cells[1].text]),
    ):
        QApplication.processEvents()
        pulse.start()
        began = time.perf_counter()
        model.set_rows(shown)
        QApplication.processEvents()
        tell(name, (time.perf_counter() - began) * 1000, pulse.stall())
    table.close()
    table.deleteLater()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--folder", type=Path)
    wanted = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.install(app, paths.resources())
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-", dir=wanted.folder) as place:
        began = time.perf_counter()
        office = make_office(Path(place) / "store", wanted.cases, wanted.seed)
        tell(f"{wanted.cases:,} sealed cases written", (time.perf_counter() - began) * 1000)
        office.desk.people.sign_out(office.sign_in(), NOW)
        baseline(wanted.cases)
        began = time.perf_counter()
        office.desk.cases.warm(NOW.date())
        tell("the clear columns, read before the sign-in", (time.perf_counter() - began) * 1000)
        print(f"{'':<54} {'on the screen':>12}{'stall':>13}{'processor':>13}")
        bench = Bench(office)
        first_rows(bench)
        filters(bench)
        scroll(bench)
        search(bench)
        bench.close()


if __name__ == "__main__":
    main()
