"""Red tasks as banners with the act that settles them (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services.case_views import RedTask
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.exports_dialog import ExportsDialog
from desktop.ui.intake.found_papers import FoundPapersDialog
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.keys import is_enter
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.scroll import scrolling

_FIRST = 2  # more of them would leave the list of cases less than seven rows of the small screen
_HIGHEST = 196  # of the others, opened: what is more scrolls

# The clock has its own banner with the supervisor's button over every place, and sources to be
# deleted have theirs over every tab of this one, for those who open mail.
_CLOCK, _SOURCES = "CLOCK", "SOURCE_DELETION"
# Where the case has a button for it, that one has the keyboard once the case is open: the first
# that the person may press. Else the task is what the case's own panel begins with.
_SETTLED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "ARRIVAL": ("special_arrival_confirm",),
    "FEE_BACK": ("notice_send_back",),
    "FEE_REVERSAL": ("notice_fee_decide",),
    "HAND_SCAN": ("hand_scan",),
    "INCIDENT": ("special_report",),
    "ORIGINAL": ("paper_original_send", "paper_original_check"),
    "UNPOSTED": ("notice_send",),
}
# What waits for a second signature is told to who may give it, with its page of 設定.
_WISHES: Final[Mapping[str, str]] = {
    "WISH_WORDS": "documents",
    "WISH_HOLIDAYS": "holidays",
    "WISH_RULES": "rules",
}
# … and so are backups and drills: an administrator makes them, a supervisor sees that they are.
_BACKUPS: Final = frozenset({"BACKUP", "DRILL"})
_OF_KEYS: Final = ("CARD_CHECK", "CARD_LOST", "RESTORED", "STICK", "STICK_LOST", "STICK_NONE")
_NEEDS: Final[Mapping[str, Capability]] = {
    "DAY_CLOSE": Capability.OPEN_MAIL,
    "CARD_CHECK": Capability.ROLL_KEYS,
    "CARD_LOST": Capability.ROLL_KEYS,
    "LEAVER_ROLL": Capability.ROLL_KEYS,
    "LOST_PAGE": Capability.OPEN_MAIL,
    "RESTORED": Capability.ROLL_KEYS,
    "ROLL": Capability.ROLL_KEYS,
    "ROLL_OPEN": Capability.ROLL_KEYS,
    "STICK": Capability.ROLL_KEYS,
    "STICK_LOST": Capability.ROLL_KEYS,
    "STICK_NONE": Capability.ROLL_KEYS,
    "UNFILED": Capability.OPEN_MAIL,
}


class RedTasks(QWidget):
    """One banner for each task; it goes when the task is done, not by being closed.

    The first ones stand over the list of cases; the others are behind a button, so that the list
    keeps its room, and open between them and the list.
    """

    unfiled_requested = Signal()
    days_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("today_red")
        self._context = context
        self._shown: tuple[tuple[RedTask, bool], ...] = ()
        self._first = BannerArea(name="today_red_first")
        self._rest = BannerArea(name="today_red_rest")
        self._more = scrolling(column(self._rest, None), name="today_red_scroll")
        self._more.hide()
        self.opens = Button("", "quiet", name="red_more", small=True)
        self.opens.clicked.connect(self._turn)
        self.opens.hide()
        self.setLayout(column(self._first, self._more, row(self.opens, None), spacing=6))
        self.hide()

    def banners(self) -> list[Banner]:
        return [*self._first.banners(), *self._rest.banners()]

    def clear(self) -> None:
        self.show_tasks(())

    def show_tasks(self, tasks: Sequence[RedTask]) -> None:
        may = self._context.may
        elsewhere = {_CLOCK, _SOURCES} if may(Capability.OPEN_MAIL) else {_CLOCK}
        if not may(Capability.SIGN_SETTING):
            elsewhere |= _WISHES.keys() | _BACKUPS
        told = tuple(task for task in tasks if task.code not in elsewhere)
        shown = tuple((task, self._may(task)) for task in told)
        if shown == self._shown:
            return  # nobody loses the button that has the keyboard
        self._shown = shown
        for area, part in ((self._first, told[:_FIRST]), (self._rest, told[_FIRST:])):
            area.clear()
            for task in reversed(part):
                area.show_banner(self._banner(task))
        if len(told) <= _FIRST:
            self._more.hide()
        self._say()
        self.setVisible(bool(told))

    def _banner(self, task: RedTask) -> Banner:
        return Banner(
            "bad" if task.late else "warn",
            task.sentence,
            task.next_step,
            actions=self._actions(task),
            name=f"red_{task.code.lower()}",
        )

    def _turn(self) -> None:
        """Show what is behind the button, or put it away."""
        self._more.setVisible(self._more.isHidden())
        self._say()

    def _say(self) -> None:
        rest = self._rest.banners()
        self.opens.setVisible(bool(rest))
        words = (
            self.tr("ほか{0}件を表示") if self._more.isHidden() else self.tr("ほか{0}件をたたむ")
        )
        self.opens.set_text(words.format(len(rest)))
        self._fit()

    def _fit(self) -> None:
        """As high as what is behind the button needs, and no higher than leaves room for cases."""
        inner = self._more.widget()
        layout = inner.layout() if inner is not None else None
        if layout is not None:
            needed = max(0, layout.totalHeightForWidth(self.width()))
            self._more.setFixedHeight(min(theme.px(_HIGHEST), needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _may(self, task: RedTask) -> bool:
        needed = _NEEDS.get(task.code)
        return needed is None or self._context.may(needed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as Space does."""
        focus = self.focusWidget()
        if is_enter(event) and isinstance(focus, Button):
            focus.click()
        else:
            super().keyPressEvent(event)

    def _actions(self, task: RedTask) -> list[Button]:
        code = task.code
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "UNFILED": (self.tr("未整理を開く"), self._unfiled),
            "LOST_PAGE": (self.tr("未整理を開く"), self._unfiled),
            "DAY_CLOSE": (self.tr("日計を開く"), self._days),
            "DESK_NOTE": (self.tr("保管・廃棄を開く"), self._due),
            "NO_ANSWER": (self.tr("待っている案件を開く"), self._waiting_cases),
            "DISPOSAL": (self.tr("保管・廃棄を開く"), self._keeping),
            "HOLD_REVIEW": (self.tr("保全を開く"), self._holds),
            "HOLD_RELEASE": (self.tr("保全を開く"), self._holds),
            "OPEN_EXPORT": (self.tr("写しを消す"), self._exports),
            "ROLL": (self.tr("鍵を更新する"), self._roll),
            "LEAVER_ROLL": (self.tr("鍵を更新する"), self._roll),
            "ROLL_OPEN": (self.tr("鍵を更新する"), self._roll),
            "FOUND_PAPER": (self.tr("紙の処置を確かめる"), self._found_papers),
            "FEE_COUNT": (self.tr("記録・監査を開く"), self._audit),
            "FEE_REVERSAL": (self.tr("記録・監査を開く"), self._audit),
            "SETTING": (self.tr("設定を開く"), self._settings),
            "HOLIDAYS": (self.tr("設定を開く"), self._holidays),
            "ANCHOR_PLACE": (self.tr("控えを送る"), self._carry),
            "FINDING": (self.tr("是正処置を開く"), self._findings),
            **dict.fromkeys(_BACKUPS, (self.tr("バックアップを開く"), self._backups)),
            **dict.fromkeys(_OF_KEYS, (self.tr("鍵の画面を開く"), self._keys)),
        }
        if page := _WISHES.get(code):
            acts[code] = self.tr("設定を開く"), partial(self._settings_page, page)
        if task.number:
            words = self.tr("{0} を開く").format(task.number)
            acts[code] = words, lambda: self._open_case(task.number, _SETTLED_BY.get(code, ()))
        if code not in acts or not self._may(task):
            return []
        words, act = acts[code]
        button = Button(words, "secondary", small=True, name=f"red_{code.lower()}_act")
        button.clicked.connect(act)
        return [button]

    def _open_case(self, number: str, buttons: tuple[str, ...]) -> None:
        desk = self._context.desk
        task = self._context.tasks.store(lambda: desk.cases.by_number(number), tag=buttons)
        task.succeeded.connect(self._on_case)
        task.failed.connect(self._on_failed)

    def _on_case(self, case_id: object, buttons: object) -> None:
        if isinstance(case_id, str):
            self._context.case_part_requested.emit(case_id, buttons)

    def _unfiled(self) -> None:
        self.unfiled_requested.emit()

    def _days(self) -> None:
        self.days_requested.emit()

    def _waiting_cases(self) -> None:
        self._context.place_requested.emit("cases", CaseState.AWAITING_CORRECTION)

    def _due(self) -> None:
        self._context.place_requested.emit("keeping", "due")

    def _keeping(self) -> None:
        self._context.place_requested.emit("keeping", "batches")

    def _holds(self) -> None:
        self._context.place_requested.emit("keeping", "holds")

    def _audit(self) -> None:
        self._context.place_requested.emit("audit", None)

    def _exports(self) -> None:
        dialog = ExportsDialog(self, self._context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _roll(self) -> None:
        desk, act = self._context.desk, self._context.act()
        task = self._context.tasks.store(lambda: desk.found_numbers.roll(act))
        task.succeeded.connect(self._on_rolled)
        task.failed.connect(self._on_failed)

    def _on_rolled(self, pages: object, _tag: object) -> None:
        self._context.notify(
            self.tr("鍵を更新しました。消去待ちの{0}枚は、写しも開けません。").format(pages)
            if pages
            else self.tr("鍵を更新しました。前の鍵では、写しも開けません。")
        )
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)

    def _found_papers(self) -> None:
        dialog = FoundPapersDialog(self, self._context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _backups(self) -> None:
        self._context.place_requested.emit("settings", "backup")

    def _settings(self) -> None:
        self._context.place_requested.emit("settings", "rules")

    def _keys(self) -> None:
        self._context.place_requested.emit("settings", "keys")

    def _holidays(self) -> None:
        self._settings_page("holidays")

    def _settings_page(self, page: str) -> None:
        self._context.place_requested.emit("settings", page)

    def _carry(self) -> None:
        """Beside the store's own thread: a share may take its time to answer."""
        second, act = self._context.desk.second_place, self._context.act()
        task = self._context.tasks.free(lambda: second.carry(act))
        task.succeeded.connect(self._on_carried)
        task.failed.connect(self._on_failed)

    def _on_carried(self, number: object, _tag: object) -> None:
        self._context.notify(self.tr("控えを{0}件、第二の場所に送りました。").format(number))
        self._context.data_changed.emit()

    def _findings(self) -> None:
        self._context.place_requested.emit("audit", "findings")
