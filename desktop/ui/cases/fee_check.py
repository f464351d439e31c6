"""手数料: due, received, and what to do about the difference (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from desktop.domain.reading import PageKind
from desktop.domain.requests import FeeMeans
from desktop.domain.roles import Capability
from desktop.services.fee_views import FeeView
from desktop.ui.cases.case_pages import first_page
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.fee_entry import FeeEntry
from desktop.ui.cases.fee_lines import FeeLines
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel, section
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField


class FeeCheckPanel(TaskPanel):
    """A clerk records and asks; a supervisor may waive, with a reason."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("手数料の確認"), name="fee_panel")
        fee = opened.case.fee
        self.put(FactList(fee_facts(fee), name="fee_facts"))
        may = opened.context.may(Capability.FEE)
        if fee.lines:
            lines = FeeLines(opened, fee, may_undo=may)
            self.put(section(self.tr("受払の記録"), lines))
        self.entry = FeeEntry(fee, opened.context.today())
        self.waiver = FormField(self.tr("免除の理由"), key="reason", name="waiver_reason")
        if may:
            self._offer_clerk(fee)
        elif opened.context.may(Capability.WAIVE):
            self._offer_supervisor()

    def start(self) -> None:
        stamps = first_page(self.view, PageKind.STAMPS)
        if stamps:
            self.opened.show_page(stamps)
        if self.opened.context.may(Capability.FEE) and not self.view.fee.waived:
            self.entry.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.opened.context.may(Capability.WAIVE):
            self.waiver.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_clerk(self, fee: FeeView) -> None:
        if fee.waived or fee.settled:
            self.go_on = Button(
                self.tr("調査へ進む"), "primary", key="Ctrl+Enter", name="fee_go_on"
            )
            self.go_on.clicked.connect(self._go_on)
            self.act_with(self.go_on)
            return
        self.put(section(self.tr("届いた手数料"), self.entry))
        self._form = first_page(self.view, PageKind.FORM)
        self.pictures.page_arrived.connect(self._on_page)
        if self._form:
            self.pictures.want_page(self._form)
            self._on_page(self._form)
        # Once something has come and does not suffice, the customer is to be asked.
        short = fee.received > 0
        self.record = Button(
            self.tr("手数料を記録する"),
            "secondary" if short else "primary",
            key="" if short else "Ctrl+Enter",
            name="fee_record",
        )
        self.ask = Button(
            self.tr("手数料の案内を作る"),
            "primary" if short else "secondary",
            key="Ctrl+Enter" if short else "",
            name="fee_ask",
        )
        self.record.setEnabled(False)
        self.record.clicked.connect(self._record)
        self.ask.clicked.connect(self._ask)
        self.entry.changed.connect(self._on_changed)
        self.act_with(*((self.ask, self.record) if short else (self.record, None, self.ask)))

    def _offer_supervisor(self) -> None:
        self.put(
            label(
                self.tr("手数料の記録は受付担当が行います。責任者は理由を書いて免除できます。"),
                "small",
                wrap=True,
            ),
            self.waiver,
        )
        self.waive = Button(
            self.tr("手数料を免除する"), "primary", key="Ctrl+Enter", name="fee_waive"
        )
        self.waive.clicked.connect(self._waive)
        self.act_with(self.waive)

    def _on_page(self, page_id: str) -> None:
        """Take over the means that the form ticks; of several, none."""
        opened = self.pictures.page(page_id) if page_id == self._form else None
        if opened is None:
            return
        fields = {means: opened.reading.field(f"fee.{means}") for means in FeeMeans}
        ticked = [means for means, field in fields.items() if field is not None and field.text]
        if len(ticked) == 1:
            self.entry.propose(ticked[0])

    def _on_changed(self) -> None:
        self.record.setEnabled(self.entry.given() is not None)

    def _record(self) -> None:
        self.entry.record(self.opened, self, self.record)

    def _ask(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.casework.ask_fee(act, case_id),
            button=self.ask,
            said=self.tr("手数料の案内を作りました。"),
        )

    def _go_on(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self, lambda act: desk.casework.fee_done(act, case_id), button=self.go_on
        )

    def _waive(self) -> None:
        desk, case_id, reason = self.opened.desk, self.opened.case_id, self.waiver.text()
        self.opened.change(
            self,
            lambda act: desk.casework.waive_fee(act, case_id, reason),
            button=self.waive,
            said=self.tr("手数料を免除しました。"),
        )


def fee_facts(fee: FeeView) -> tuple[tuple[str, str], ...]:
    return (
        (_tr("手数料"), _tr("{0:,}円（{1}項目）").format(fee.due, fee.count)),
        (_tr("届いた額"), _tr("{0:,}円").format(fee.received)),
        (_tr("いまの状態"), fee.sentence),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeeCheck", text)
