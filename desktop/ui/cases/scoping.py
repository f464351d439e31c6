"""対象特定: which information the answer will be about; the fee follows from it (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.fees import fee_items
from desktop.domain.verification import LEVEL_LABELS, REGISTER_LABELS, Level
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.sheet_dialog import SheetDialog, sheets_there
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.wanted_ticks import WantedTicks
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button


class ScopingPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("対象の特定"), name="scoping_panel")
        view = opened.case
        identity = view.identity
        checked = "、".join(name for name in (identity.confirmed_by, identity.second_by) if name)
        level = LEVEL_LABELS[Level(identity.level)] if identity.level else ""
        which = REGISTER_LABELS.get(identity.which, "")
        self._unit = view.fee.due // view.fee.count if view.fee.count else 0
        self.wanted = WantedTicks(view.wanted, name="scope_wanted", items=view.items)
        self.fee = label("", "h3", name="scope_fee")
        self.put(
            FactList(
                (
                    (self.tr("本人確認"), self.tr("{0}（{1}）").format(checked, level)),
                    (self.tr("登録の住所"), which),
                ),
                name="scope_facts",
            ),
            self.wanted,
            self.fee,
        )
        self.primary = Button(
            self.tr("対象を確定する"), "primary", key="Ctrl+Enter", name="scope_confirm"
        )
        self.correct = Button(self.tr("補正依頼を作る"), name="scope_correction")
        self.slip = Button(self.tr("社内票を出す"), name="scope_slip")
        if not sheets_there(opened):
            self.slip.hide()
        self.slip.clicked.connect(self._ask_slip)
        self.act_with(self.primary, self.slip, None, self.correct)
        self.primary.clicked.connect(self._scope)
        self.correct.clicked.connect(self._ask_correction)
        self.wanted.changed.connect(self._count)
        self._count()

    def start(self) -> None:
        next(iter(self.wanted.items.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        count = fee_items(self.wanted.wanted())
        if count and self._unit:
            words = self.tr("手数料　{0}項目 {1:,}円").format(count, count * self._unit)
        else:
            words = self.tr("手数料　{0}項目").format(count) if count else self.tr("手数料　なし")
        self.fee.setText(words)

    def _ask_slip(self) -> None:
        SheetDialog(self, self.opened).open()

    def _scope(self) -> None:
        desk, case_id, wanted = self.opened.desk, self.opened.case_id, self.wanted.wanted()
        self.opened.change(
            self,
            lambda act: desk.casework.scope(act, case_id, wanted),
            button=self.primary,
            said=self.tr("対象を確定しました。"),
        )

    def _ask_correction(self) -> None:
        self.opened.correction_wanted.emit(("ITEMS",))
