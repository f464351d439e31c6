"""The first run: makes the store, its office and its people, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desktop.services.desk import Desk, NewPerson, OfficeSettings
from desktop.ui import theme
from desktop.ui.clock import Clock
from desktop.ui.errors import ErrorReporter
from desktop.ui.labels import icon_label, label
from desktop.ui.people.setup_pages import CardPage, OfficePage, PeoplePage, RightsPage
from desktop.ui.tasks import TaskRunner
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.stepper import Stepper

Maker = Callable[[OfficeSettings, tuple[NewPerson, ...], datetime], tuple[Desk, tuple[str, ...]]]
_OFFICE, _PEOPLE, _RIGHTS, _CARD = range(4)
_WIDTH = 1040


class SetupWizard(QWidget):
    """`make` builds the store (it blocks; it runs as a task). `finished` carries the Desk."""

    finished = Signal(object)

    def __init__(
        self, make: Maker, tasks: TaskRunner, clock: Clock, errors: ErrorReporter, place: str
    ) -> None:
        super().__init__()
        self.setObjectName("setup_wizard")
        self.setProperty("surface", "canvas")
        self.setWindowTitle(self.tr("窓口をはじめる"))
        self.setMinimumSize(1100, 640)
        self.resize(1366, 768)
        self._make, self._tasks, self._clock, self._errors = make, tasks, clock, errors
        self._desk: Desk | None = None
        self._warned = False
        self._steps = (
            self.tr("事業者"),
            self.tr("利用者"),
            self.tr("役割の確認"),
            self.tr("回復カード"),
        )
        self.banners = BannerArea(name="setup_banners")
        self.stepper = Stepper(self._steps, 0, name="setup_steps")
        fixed = QSizePolicy.Policy.Fixed
        self.stepper.setSizePolicy(fixed, fixed)
        self._title = label("", "h1", name="setup_title")
        self._why = label("", "dim", wrap=True, name="setup_why")
        self.office, self.people, self.rights, self.card = (
            OfficePage(),
            PeoplePage(),
            RightsPage(),
            CardPage(),
        )
        self._pages = QStackedWidget()
        for page in (self.office, self.people, self.rights, self.card):
            self._pages.addWidget(page)
        self.next = Button("", "primary", key="Ctrl+Enter", name="setup_next")
        self.back = Button(self.tr("戻る"), "secondary", key="Esc", name="setup_back")
        self.next.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.people.changed.connect(self._show_next)
        self.card.print_requested.connect(self._print_card)
        brand = row(
            icon_label("mail-open", "accent", 22),
            label(self.tr("窓口"), "h2"),
            12,
            label(place, "caption"),
            None,
            self.stepper,
            spacing=8,
        )
        body = panel(
            column(
                self._title,
                self._why,
                4,
                self.banners,
                (self._pages, 1),
                spacing=6,
                margins=(32, 24, 32, 20),
            ),
            "card",
        )
        middle = panel(
            column(
                brand,
                (body, 1),
                row(self.next, self.back, None),
                spacing=14,
                margins=(0, 24, 0, 24),
            ),
            width=theme.px(_WIDTH),
        )
        self.setLayout(row(None, middle, None))
        self._ring = FocusRing(self)
        theme.dress(self)
        self._show(_OFFICE)

    def step(self) -> int:
        return self._pages.currentIndex()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.step() == _CARD and self._desk is not None and not self._warned:
            self._warned = True
            self.banners.show_banner(
                Banner(
                    "warn",
                    self.tr("回復カードの控えがまだ確かめられていません"),
                    self.tr(
                        "このまま閉じるには、もう一度閉じてください。カードは二度と表示できません。"
                    ),
                    name="setup_warning",
                )
            )
            event.ignore()
            return
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        super().closeEvent(event)

    def _show(self, step: int) -> None:
        self.banners.clear()
        titles = (
            (
                self.tr("事業者"),
                self.tr("通知書に印刷する差出人です。あとから設定で変えられます。"),
            ),
            (
                self.tr("最初の利用者"),
                self.tr("受付担当2人、責任者1人、管理者1人から始められます。"),
            ),
            (
                self.tr("だれが何をできるか"),
                self.tr("互いに確かめる仕事は、同じ人に割り当てられません。"),
            ),
            (self.tr("回復カード"), self.tr("最後の鍵です。")),
        )
        self._title.setText(titles[step][0])
        self._why.setText(titles[step][1])
        self._pages.setCurrentIndex(step)
        self.stepper.set_current(step)
        self.back.setVisible(step in (_PEOPLE, _RIGHTS))
        self._show_next()
        starts = (self.office.name, self.people.form.login, None, None)
        start = starts[step]
        if start is not None:
            start.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif step == _RIGHTS:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_next(self) -> None:
        verbs = (
            self.tr("利用者へ進む"),
            self.tr("役割を確かめる"),
            self.tr("この内容で窓口をつくる"),
            self.tr("控えを確かめて始める"),
        )
        self.next.set_text(verbs[self.step()])
        self.next.setEnabled(self.step() != _PEOPLE or not self.people.lacking())

    def _go_back(self) -> None:
        self._show(self.step() - 1)

    def _go_on(self) -> None:
        step = self.step()
        if step == _OFFICE and self.office.settings() is not None:
            self._show(_PEOPLE)
        elif step == _PEOPLE and not self.people.lacking():
            self.rights.show_people(self.people.people())
            self._show(_RIGHTS)
        elif step == _RIGHTS:
            self._make_store()
        elif step == _CARD and self.card.check():
            desk, self._desk = self._desk, None
            self.card.forget()
            self.finished.emit(desk)

    def _make_store(self) -> None:
        office = self.office.settings()
        if office is None:
            self._show(_OFFICE)
            return
        people, at, make = self.people.people(), self._clock.now(), self._make
        self._set_busy(True)
        task = self._tasks.store(lambda: make(office, people, at))
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._on_failed)

    def _on_made(self, made: object, _tag: object) -> None:
        self._set_busy(False)
        if isinstance(made, tuple):
            self._desk, words = made
            self._show(_CARD)
            self.card.show_words(words)
            task = self._tasks.free(self._desk.recovery.printers)
            task.succeeded.connect(self._on_printers)

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and self._desk is not None:
            self.card.show_printers(names)

    def _print_card(self, printer: str) -> None:
        if self._desk is None:
            return
        recovery, words, at = self._desk.recovery, self.card.words(), self._clock.now()
        self.card.set_busy(True)
        task = self._tasks.store(lambda: recovery.print_card(words, printer, at))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_print_failed)

    def _on_printed(self, _nothing: object, _tag: object) -> None:
        self.card.set_busy(False)
        self.card.told.setText(
            self.tr("プリンターに送りました。2枚が出たことを確かめ、別々の金庫に入れてください。")
        )

    def _on_print_failed(self, error: BaseException) -> None:
        self.card.set_busy(False)
        self._errors.show_error(self, error)

    def _on_failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self._errors.show_error(self, error)

    def _set_busy(self, busy: bool) -> None:
        self.next.setEnabled(not busy)
        self.back.setEnabled(not busy)
        if busy:
            self.next.set_text(self.tr("窓口をつくっています…"))
        else:
            self._show_next()
