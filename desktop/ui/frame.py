"""The frame around the places: rail, head line, banners, and the stack of screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import ROLE_LABELS
from desktop.domain.wareki import wareki_year, weekday_ja
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.marking import translated
from desktop.ui.search import CaseSearch
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.rail import PLACES, Rail

Factory = Callable[[Context], QWidget]
CaseFactory = Callable[[Context, str], QWidget]


class Frame(QWidget):
    """One signed-in person's desk; it goes when somebody else signs in.

    A screen may have `show_request(object)`, called when a place is asked for with something to
    show, and `refresh()`, called when it comes into view.
    """

    place_changed = Signal(str)
    lock_requested = Signal()
    switch_requested = Signal()

    def __init__(
        self, context: Context, places: Mapping[str, Factory], case: CaseFactory, office: str
    ) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._context, self._places, self._case_factory = context, places, case
        self._screens: dict[str, QWidget] = {}
        self._case: tuple[str, QWidget] | None = None
        self._place = ""
        self._counts_asked = Asked()
        shown = tuple(place for place in PLACES if place.key in places)
        self.rail = Rail(office, places=shown)
        self.narrow_rail = Rail(office, narrow=True, places=shown)
        self.narrow_rail.hide()
        self.title = label("", "h1", name="place_title")
        self._date = label("", "dim", name="place_date")
        self.search = CaseSearch(context)
        self.banners = BannerArea(name="place_banners")
        self.banners.setContentsMargins(0, 4, 0, 6)
        self._stack = QStackedWidget()
        self._stack.setObjectName("places")
        head = row(self.title, 6, self._date, None, self.search, spacing=8)
        self._page = panel(
            column(head, self.banners, (self._stack, 1), spacing=6, margins=(24, 16, 24, 16)),
            "canvas",
            name="place_page",
        )
        self._body = QStackedWidget()
        self._body.setObjectName("body")
        self._body.addWidget(self._page)
        self.setLayout(row(self.rail, self.narrow_rail, (self._body, 1), spacing=0))
        self.search.attach(self)
        for rail in (self.rail, self.narrow_rail):
            rail.place_requested.connect(self.go)
            rail.lock_requested.connect(self.lock_requested)
            rail.switch_requested.connect(self.switch_requested)
            person = context.signed_in
            role = ROLE_LABELS[person.role]
            rail.set_person(
                person.name, self.tr("{0}・代行").format(role) if person.deputy else role
            )
        for number, place in enumerate(shown, 1):
            bind(self, f"Ctrl+{number}", _going(self, place.key))
        bind(self, "Ctrl+L", self.lock_requested.emit)
        context.place_requested.connect(self.go)
        context.open_case_requested.connect(self.open_case)
        context.case_part_requested.connect(self.open_case_at)
        context.case_closed.connect(self.leave_case)
        context.data_changed.connect(self.refresh)
        self.show_day(context.today())
        if shown:
            self.go(shown[0].key)

    @property
    def place(self) -> str:
        return self._place

    def place_screen(self, place: str) -> QWidget | None:
        """The screen of a place, if it has been visited."""
        return self._screens.get(place)

    def case_screen(self) -> QWidget | None:
        return self._case[1] if self._case is not None else None

    def go(self, place: str, what: object = None) -> None:
        """Show a place; its screen is made at the first visit."""
        if place not in self._places:
            return
        new = place not in self._screens
        if new:
            screen = self._places[place](self._context)
            self._screens[place] = screen
            self._stack.addWidget(screen)
        screen = self._screens[place]
        self._place = place
        self.title.setText(next(translated("Rail", p.word) for p in PLACES if p.key == place))
        self._stack.setCurrentWidget(screen)
        self._show_body(self._page)
        for rail in (self.rail, self.narrow_rail):
            rail.set_place(place)
        if what is not None:
            _call(screen, "show_request", what)
        elif not new:
            _call(screen, "refresh")
        _focus(screen)
        self.refresh()
        self.place_changed.emit(place)

    def open_case(self, case_id: str) -> None:
        """Show a case in the frame, beside the narrow rail."""
        if self._case is None or self._case[0] != case_id:
            self._drop_case()
            screen = self._case_factory(self._context, case_id)
            self._case = (case_id, screen)
            self._body.addWidget(screen)
        else:
            _call(self._case[1], "refresh")
        self._show_body(self._case[1])
        for rail in (self.rail, self.narrow_rail):
            rail.set_place("cases")
        _focus(self._case[1])
        self.place_changed.emit("case")

    def open_case_at(self, case_id: str, buttons: object) -> None:
        """Show a case with the keyboard where the task is settled that one comes for."""
        self.open_case(case_id)
        if self._case is not None:
            _call(self._case[1], "show_request", buttons)

    def leave(self) -> None:
        """The person goes; their open case is told so."""
        self._drop_case()

    def leave_case(self) -> None:
        """Go back to the place from which the case was opened."""
        self._drop_case()
        self.go(self._place)

    def refresh(self) -> None:
        """The day and the counts of the rail."""
        self.show_day(self._context.today())
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        task = self._context.tasks.store(
            lambda: desk.cases.counts(by, at), asked=self._counts_asked
        )
        task.succeeded.connect(self._on_counts)
        task.failed.connect(self._on_counts_failed)

    def show_day(self, day: date) -> None:
        self._date.setText(
            self.tr("{0}月{1}日（{2}）　{3}").format(
                day.month, day.day, weekday_ja(day), wareki_year(day)
            )
        )

    def _show_body(self, widget: QWidget) -> None:
        in_case = widget is not self._page
        self.rail.setVisible(not in_case)
        self.narrow_rail.setVisible(in_case)
        self._body.setCurrentWidget(widget)

    def _drop_case(self) -> None:
        if self._case is not None:
            _old, screen = self._case
            self._case = None
            _call(screen, "leave")
            self._body.removeWidget(screen)
            screen.hide()
            screen.deleteLater()

    def _on_counts(self, counts: object, _tag: object) -> None:
        if isinstance(counts, Mapping):
            for rail in (self.rail, self.narrow_rail):
                rail.set_counts(counts)

    def _on_counts_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _going(frame: Frame, place: str) -> Callable[[], None]:
    return lambda: frame.go(place)


def _focus(screen: QWidget) -> None:
    """Let the keyboard stand in a screen: where it wishes, or at its first stop."""
    if callable(wish := getattr(screen, "take_focus", None)):
        wish()
        return
    stops = [
        one
        for one in screen.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    ]
    if stops:
        first = min(stops, key=lambda one: one.mapTo(screen, QPoint()).toTuple()[::-1])
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _call(screen: QWidget, name: str, *arguments: object) -> None:
    method = getattr(screen, name, None)
    if callable(method):
        method(*arguments)
