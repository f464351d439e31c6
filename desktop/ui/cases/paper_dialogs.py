"""The paper of a case: where it stands, and the originals that go back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.posting import DELIVERY_LABELS
from desktop.services.paper_care import ORIGINALS
from desktop.services.special_views import OriginalView
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.original_cover import own_cover
from desktop.ui.cases.original_dialogs import TRACKED
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.verdict import Verdict


class ShelfDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("紙の保管場所を記録しますか"),
            self.tr("保管場所を記録する"),
            name="shelf",
        )
        self.shelf = TextField(opened.case.special.shelf)
        self.field = FormField(
            self.tr("棚・箱（例：棚3 箱12）"), self.shelf, key="shelf", name="shelf_place"
        )
        self.add(
            label(
                self.tr("棚や箱の番号で入れます。氏名は入れません（暗号化されません）。"), wrap=True
            ),
            self.field,
        )
        self.start_at(self.shelf)
        self.confirmed.connect(self._set)

    def _set(self) -> None:
        desk, case_id, place = self.opened.desk, self.opened.case_id, self.shelf.text()
        self.carry_out(
            lambda act: desk.paper.set_shelf(act, case_id, place),
            self.tr("紙の保管場所を記録しました。"),
        )


class OriginalDialog(CaseDialog):
    """The owner wants an original back."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("原本の返却の申出を記録しますか"),
            self.tr("申出を記録する"),
            name="original",
        )
        today = opened.context.today()
        self.kind = Select(
            (
                ("", self.tr("選んでください")),
                *((one.value, PAGE_KIND_LABELS[one]) for one in ORIGINALS),
            ),
            name="original_kind",
            accessible=self.tr("返す原本"),
        )
        self.sheets, self.asked = TextField("1"), DateField(today, today)
        self.day_field = FormField(
            self.tr("申出の日"), self.asked, key="asked_on", name="original_asked"
        )
        sheets = FormField(self.tr("枚数"), self.sheets, key="sheets", name="original_sheets")
        sheets.setFixedWidth(theme.px(80))
        kind = FormField(self.tr("返す原本"), self.kind, key="kind", name="original_kind")
        self.kind.currentIndexChanged.connect(kind.clear_error)
        self.add(
            label(self.tr("一人が封入を確かめ、別の一人が書留で返送します。"), wrap=True),
            row((kind, 1), sheets, self.day_field, spacing=12),
        )
        self.start_at(self.kind)
        self.confirmed.connect(self._ask)

    def _ask(self) -> None:
        day, words = self.asked.day(), self.sheets.text().strip()
        if day is None:
            self.day_field.tell_no_day()
            return
        sheets = int(words) if words.isascii() and words.isdigit() else 0
        desk, case_id, kind = self.opened.desk, self.opened.case_id, self.kind.key()
        self.carry_out(
            lambda act: desk.paper.ask_original(act, case_id, kind, sheets, day),
            self.tr("原本の返却の申出を記録しました。"),
        )


class SendOriginalDialog(CaseDialog):
    """The original leaves, with the number of its receipt."""

    def __init__(self, parent: QWidget, opened: OpenCase, original: OriginalView) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("原本の返送を記録しますか"),
            self.tr("返送を記録する"),
            name="original_send",
        )
        self._original = original
        self.delivery = Select(
            tuple((code, DELIVERY_LABELS[code]) for code in TRACKED),
            name="original_delivery",
            accessible=self.tr("発送の方法"),
        )
        self.tracking = TextField()
        delivery = FormField(
            self.tr("発送の方法"), self.delivery, key="delivery", name="original_delivery"
        )
        number = FormField(
            self.tr("引受番号"), self.tracking, key="tracking", name="original_tracking"
        )
        self.add(
            label(
                self.tr("{0} {1}枚を返送します。").format(
                    PAGE_KIND_LABELS[original.kind], original.sheets
                ),
                name="original_told",
            ),
            row(delivery, (number, 1), spacing=12),
        )
        self._cover = cover = own_cover(opened.case)
        self.verdict: Verdict | None = None
        if cover is not None and cover.state == "READY":
            words = self.tr("送付状（{0}）はまだ印刷していません。同封するなら先に印刷します。")
            self.add(label(words.format(cover.number), "small", wrap=True, name="original_cover"))
        elif cover is not None:
            words = self.tr("送付状（{0}）を同封し、一緒に発送した").format(cover.number)
            self.verdict = Verdict(
                (words, "original_cover_sent"),
                (self.tr("送付状は同封していない"), "original_cover_left"),
                name="original_cover",
            )
            self.add(self.verdict)
        self.start_at(self.tracking)
        self.confirmed.connect(self._send)

    def _send(self) -> None:
        cover = ""
        if self.verdict is not None and self._cover is not None:
            along = self.verdict.given()
            if along is None:
                return
            cover = self._cover.id if along else ""
        desk, case_id, which = self.opened.desk, self.opened.case_id, self._original.id
        delivery, tracking = self.delivery.key(), self.tracking.text()
        self.carry_out(
            lambda act: desk.paper.send_original(act, case_id, which, delivery, tracking, cover),
            self.tr("原本を返送しました。"),
        )
