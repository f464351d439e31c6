"""保全する区分, 見直し and 延長: each asked for once, with its reason and its day (DOMAIN §10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.holding import EXTENSION_LABELS
from desktop.domain.retention import RETENTION_LABELS, RetentionClass
from desktop.services.act import Act
from desktop.services.keeping_views import HoldLine, UnitLine
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.reason_and_day import ReasonAndDay
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.select import Select

REVIEW_DAYS, _EXTENSION_DAYS = 90, 180
_HELD_CLASSES = (
    RetentionClass.A,
    RetentionClass.B,
    RetentionClass.C,
    RetentionClass.C6,
)
"""The classes of which units lie here."""


class KeepingDialog(Dialog):
    """A reason and a day; it stays with what was typed until the act has succeeded."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        title: str,
        verb: str,
        *,
        name: str,
        reasons: Mapping[str, str],
        reason: str,
        day_words: str,
        day_key: str,
        day: date,
    ) -> None:
        super().__init__(parent, title, verb, name=name, width=560)
        self._context = context
        self.fields = ReasonAndDay(
            reasons,
            name=name,
            day=day,
            today=context.today(),
            day_words=day_words,
            day_key=day_key,
            reason=reason,
        )
        self.start_at(self.fields.reason)
        self.confirmed.connect(self._on_confirmed)

    def carry_out(self, reason: str, day: date) -> tuple[Callable[[Act], object], str]:
        """What is to be done, and what is told when it is."""
        raise NotImplementedError

    def _on_confirmed(self) -> None:
        given = self.fields.given()
        if given is None:
            return
        function, self._said = self.carry_out(*given)
        act = self._context.act()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: function(act))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _result: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self._said)
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


class ClassHoldDialog(KeepingDialog):
    """Nothing of the class is destroyed until two people have released it."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            context,
            self.tr("保存区分を保全しますか"),
            self.tr("保全する"),
            name="class_hold",
            reasons=HOLD_LABELS,
            reason="",
            day_words=self.tr("見直す日"),
            day_key="review_on",
            day=context.today() + timedelta(days=REVIEW_DAYS),
        )
        self.which = Select(
            [
                ("", self.tr("選んでください")),
                *((cls.value, RETENTION_LABELS[cls]) for cls in _HELD_CLASSES),
            ],
            name="class_hold_class",
            accessible=self.tr("保存区分"),
        )
        which = FormField(self.tr("保存区分"), self.which, key="cls", name="class_hold_class")
        self.which.currentIndexChanged.connect(which.clear_error)
        told = self.tr(
            "保全の間は、この区分の書類を、これから届くものも含めて廃棄しません。"
            "申請中や承認済みの一覧からも外れます。"
        )
        self.add(label(told, wrap=True), which, self.fields)
        self.start_at(self.which)

    def carry_out(self, reason: str, day: date) -> tuple[Callable[[Act], object], str]:
        holds, cls = self._context.desk.disposal.holds, self.which.key()
        said = self.tr("保存区分を保全しました。")
        return lambda act: holds.hold_class(act, cls, reason, day), said


class ReviewDialog(KeepingDialog):
    """見直し: the hold goes on, for this reason, until somebody looks at it again."""

    def __init__(self, parent: QWidget, context: Context, hold: HoldLine) -> None:
        super().__init__(
            parent,
            context,
            self.tr("{0} の保全を続けますか").format(hold.what),
            self.tr("続ける"),
            name="hold_again",
            reasons=HOLD_LABELS,
            reason=hold.reason_code,
            day_words=self.tr("次に見直す日"),
            day_key="review_on",
            day=context.today() + timedelta(days=REVIEW_DAYS),
        )
        self._hold = hold.id
        told = self.tr("まだ要る理由と、次に見直す日を残します。保存期限そのものは変わりません。")
        self.add(label(told, wrap=True), self.fields)

    def carry_out(self, reason: str, day: date) -> tuple[Callable[[Act], object], str]:
        holds, hold = self._context.desk.disposal.holds, self._hold
        return lambda act: holds.review(act, hold, reason, day), self.tr("保全を続けます。")


class ExtensionDialog(KeepingDialog):
    """延長: the chosen papers stay longer than their class says."""

    def __init__(self, parent: QWidget, context: Context, units: Sequence[UnitLine]) -> None:
        super().__init__(
            parent,
            context,
            self.tr("{0}件の保存期間を延長しますか").format(len(units)),
            self.tr("延長する"),
            name="extension",
            reasons=EXTENSION_LABELS,
            reason="",
            day_words=self.tr("この日まで保存"),
            day_key="until",
            day=context.today() + timedelta(days=_EXTENSION_DAYS),
        )
        self._units = [unit.unit_id for unit in units]
        told = self.tr("いまの期限と延長の理由は、書類とともに残ります。延長は一度に1年までです。")
        self.add(label(told, wrap=True), self.fields)

    def carry_out(self, reason: str, day: date) -> tuple[Callable[[Act], object], str]:
        desk, units = self._context.desk, self._units
        said = self.tr("{0}件の保存期間を延長しました。").format(len(units))
        return lambda act: desk.disposal.extensions.extend(act, units, reason, day), said
