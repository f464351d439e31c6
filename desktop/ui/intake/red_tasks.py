"""Red tasks as banners with the act that settles them (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal

from desktop.domain.roles import Capability
from desktop.services.case_views import RedTask
from desktop.ui.context import Context
from desktop.ui.intake.exports_dialog import ExportsDialog
from desktop.ui.intake.found_papers import FoundPapersDialog
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button

# The clock has its own banner with the supervisor's button over every place, and sources to be
# deleted have theirs over every tab of this one, for those who open mail.
_CLOCK, _SOURCES = "CLOCK", "SOURCE_DELETION"


class RedTasks(BannerArea):
    """One banner for each task; it goes when the task is done, not by being closed."""

    unfiled_requested = Signal()
    days_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(name="today_red")
        self._context = context

    def show_tasks(self, tasks: Sequence[RedTask]) -> None:
        self.clear()
        elsewhere = {_CLOCK, _SOURCES} if self._context.may(Capability.OPEN_MAIL) else {_CLOCK}
        for task in reversed([task for task in tasks if task.code not in elsewhere]):
            self.show_banner(
                Banner(
                    "bad",
                    task.sentence,
                    task.next_step,
                    actions=self._actions(task.code),
                    name=f"red_{task.code.lower()}",
                )
            )

    def _actions(self, code: str) -> list[Button]:
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "UNFILED": (self.tr("未整理を開く"), self._unfiled),
            "DAY_CLOSE": (self.tr("日計を開く"), self._days),
            "NO_ANSWER": (self.tr("待っている案件を開く"), self._waiting_cases),
            "DISPOSAL": (self.tr("保管・廃棄を開く"), self._keeping),
            "OPEN_EXPORT": (self.tr("写しを消す"), self._exports),
            "ROLL": (self.tr("鍵を更新する"), self._roll),
            "LEAVER_ROLL": (self.tr("鍵を更新する"), self._roll),
            "FOUND_PAPER": (self.tr("紙の処置を確かめる"), self._found_papers),
            "HOLIDAYS": (self.tr("設定を開く"), self._settings),
        }
        barred = code in ("ROLL", "LEAVER_ROLL") and not self._context.may(Capability.ROLL_KEYS)
        barred |= code == "DAY_CLOSE" and not self._context.may(Capability.OPEN_MAIL)
        if code not in acts or barred:
            return []
        words, act = acts[code]
        button = Button(words, "secondary", small=True, name=f"red_{code.lower()}_act")
        button.clicked.connect(act)
        return [button]

    def _unfiled(self) -> None:
        self.unfiled_requested.emit()

    def _days(self) -> None:
        self.days_requested.emit()

    def _waiting_cases(self) -> None:
        self._context.place_requested.emit("cases", "お客様待ち")

    def _keeping(self) -> None:
        self._context.place_requested.emit("keeping", "batches")

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

    def _settings(self) -> None:
        self._context.place_requested.emit("settings", "祝日")
