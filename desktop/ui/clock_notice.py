"""Tells when the clock has jumped; a supervisor confirms it on the screen (TRUST §4)."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.domain.roles import Capability
from desktop.services.administration import ClockFinding
from desktop.ui.context import Context
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button


class ClockNotice(QObject):
    """Asks the services about the clock and keeps one banner while it needs confirming."""

    def __init__(self, context: Context, area: BannerArea, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._area = context, area
        self._asked = Asked()
        self._banner: Banner | None = None
        self._confirm: Button | None = None
        context.data_changed.connect(self.check)

    def check(self) -> None:
        desk, at = self._context.desk, self._context.now()
        task = self._context.tasks.store(lambda: desk.administration.clock(at), asked=self._asked)
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)

    def _on_found(self, finding: object, _tag: object) -> None:
        if self._banner is not None:
            self._area.remove(self._banner)
            self._banner = None
        if not isinstance(finding, ClockFinding) or finding.ok:
            return
        actions = []
        may_confirm = self._context.may(Capability.CONFIRM_CLOCK)
        if may_confirm:
            self._confirm = Button(
                self.tr("日付を確かめた"), "secondary", name="clock_confirm", small=True
            )
            self._confirm.clicked.connect(self._on_confirm)
            actions.append(self._confirm)
        next_step = (
            self.tr("今日の日付が正しければ「日付を確かめた」を押してください。")
            if may_confirm
            else self.tr("発送と廃棄は、責任者が日付を確かめるまで待ちます。")
        )
        self._banner = Banner(
            "warn",
            finding.sentence,
            next_step,
            icon="clock-alert",
            actions=actions,
            name="clock_banner",
        )
        self._area.show_banner(self._banner)

    def _on_confirm(self) -> None:
        if self._confirm is not None:
            self._confirm.setEnabled(False)
        desk, act = self._context.desk, self._context.act()
        task = self._context.tasks.store(lambda: desk.administration.confirm_clock(act))
        task.succeeded.connect(self._on_confirmed)
        task.failed.connect(self._on_failed)

    def _on_confirmed(self, _result: object, _tag: object) -> None:
        self._context.notify(self.tr("日付を確かめたことを記録しました。"))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        if self._confirm is not None and self._banner is not None:
            self._confirm.setEnabled(True)
        self._context.show_error(error, self._area)
