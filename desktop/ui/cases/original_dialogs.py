"""An original's return entered by mistake: cancelled before it leaves, put right after that."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.posting import DELIVERY_LABELS
from desktop.services.paper_care import SentOriginal
from desktop.services.special_views import OriginalView
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select

TRACKED = ("KAN_I_KAKITOME", "IPPAN_KAKITOME", "HONNIN_GENTEI")


class CancelOriginalDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase, kept: Sequence[OriginalView]) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("原本の返却の申出を取り消しますか"),
            self.tr("申出を取り消す"),
            name="original_cancel",
            kind="danger",
        )
        self.which = which_original(kept, "original_cancel_which", self.tr("取り消す申出"))
        self.reason = TextField()
        self.add(
            label(self.tr("誤って記録した申出だけを取り消します。原本は返送しません。"), wrap=True),
            FormField(
                self.tr("取り消す申出"), self.which, key="which", name="original_cancel_which"
            ),
            FormField(self.tr("理由"), self.reason, key="reason", name="original_cancel_reason"),
        )
        self.start_at(self.reason)
        self.confirmed.connect(self._cancel)

    def _cancel(self) -> None:
        desk, case_id, which = self.opened.desk, self.opened.case_id, self.which.key()
        reason = self.reason.text()
        self.carry_out(
            lambda act: desk.paper.cancel_original(act, case_id, which, reason),
            self.tr("原本の返却の申出を取り消しました。"),
        )


class CorrectOriginalDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase, sent: Sequence[OriginalView]) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("原本の返送の記録を直しますか"),
            self.tr("返送の記録を直す"),
            name="original_correct",
        )
        self._sent = {one.id: one for one in sent}
        self.which = which_original(sent, "original_correct_which", self.tr("直す返送"))
        self.which.currentIndexChanged.connect(self._show)
        self.on = DateField(None, opened.context.today())
        self.delivery = Select(
            tuple((code, DELIVERY_LABELS[code]) for code in TRACKED),
            name="original_correct_delivery",
            accessible=self.tr("発送の方法"),
        )
        self.tracking, self.sheets, self.reason = TextField(), TextField(), TextField()
        self.day_field = FormField(
            self.tr("返送の日"), self.on, key="sent_on", name="original_correct_on"
        )
        delivery = FormField(
            self.tr("発送の方法"), self.delivery, key="delivery", name="original_correct_delivery"
        )
        number = FormField(
            self.tr("引受番号"), self.tracking, key="tracking", name="original_correct_tracking"
        )
        sheets = FormField(
            self.tr("枚数"), self.sheets, key="sheets", name="original_correct_sheets"
        )
        sheets.setFixedWidth(theme.px(80))
        self.add(
            FormField(self.tr("直す返送"), self.which, key="which", name="original_correct_which"),
            row(self.day_field, delivery, (number, 1), sheets, spacing=12),
            FormField(self.tr("理由"), self.reason, key="reason", name="original_correct_reason"),
        )
        self._show()
        self.start_at(self.tracking)
        self.tracking.selectAll()
        self.confirmed.connect(self._correct)

    def _show(self) -> None:
        one = self._sent.get(self.which.key())
        if one is None or one.sent_on is None:
            return
        self.on.set_day(one.sent_on)
        self.delivery.choose(one.delivery)
        self.tracking.setText(one.tracking)
        self.sheets.setText(str(one.sheets))

    def _correct(self) -> None:
        day, words = self.on.day(), self.sheets.text().strip()
        if day is None:
            self.day_field.tell_no_day()
            return
        count = int(words) if words.isascii() and words.isdigit() else 0
        sent = SentOriginal(day, self.delivery.key(), self.tracking.text(), count)
        desk, case_id, which = self.opened.desk, self.opened.case_id, self.which.key()
        reason = self.reason.text()
        self.carry_out(
            lambda act: desk.paper.correct_original(act, case_id, which, sent, reason),
            self.tr("原本の返送の記録を直しました。"),
        )


def which_original(originals: Sequence[OriginalView], name: str, accessible: str) -> Select:
    """The originals by kind, sheets and day; the last of them chosen."""
    options = [
        (one.id, _tr("{0} {1}枚（{2}）").format(PAGE_KIND_LABELS[one.kind], one.sheets, _day(one)))
        for one in originals
    ]
    chosen = Select(options, name=name, accessible=accessible)
    chosen.setCurrentIndex(len(options) - 1)
    return chosen


def _day(one: OriginalView) -> str:
    return short_day(one.sent_on or one.asked_on)


def _tr(text: str) -> str:
    return QCoreApplication.translate("OriginalDialogs", text)
