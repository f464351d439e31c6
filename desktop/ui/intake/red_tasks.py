"""Red tasks as banners with the act that settles them (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal

from desktop.services.case_views import RedTask
from desktop.ui.context import Context
from desktop.ui.intake.exports_dialog import ExportsDialog
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button

# The clock has its own banner with the supervisor's button over every place, and sources to be
# deleted have theirs over every tab of this one.
_TOLD_ELSEWHERE = frozenset({"CLOCK", "SOURCE_DELETION"})


class RedTasks(BannerArea):
    """One banner for each task; it goes when the task is done, not by being closed."""

    unfiled_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(name="today_red")
        self._context = context

    def show_tasks(self, tasks: Sequence[RedTask]) -> None:
        self.clear()
        for task in reversed([task for task in tasks if task.code not in _TOLD_ELSEWHERE]):
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
            "NO_ANSWER": (self.tr("待っている案件を開く"), self._waiting_cases),
            "DISPOSAL": (self.tr("保管・廃棄を開く"), self._keeping),
            "OPEN_EXPORT": (self.tr("写しを消す"), self._exports),
            "HOLIDAYS": (self.tr("設定を開く"), self._settings),
        }
        if code not in acts:
            return []
        words, act = acts[code]
        button = Button(words, "secondary", small=True, name=f"red_{code.lower()}_act")
        button.clicked.connect(act)
        return [button]

    def _unfiled(self) -> None:
        self.unfiled_requested.emit()

    def _waiting_cases(self) -> None:
        self._context.place_requested.emit("cases", "お客様待ち")

    def _keeping(self) -> None:
        self._context.place_requested.emit("keeping", "batches")

    def _exports(self) -> None:
        dialog = ExportsDialog(self, self._context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _settings(self) -> None:
        self._context.place_requested.emit("settings", None)
