"""代理人確認: the agent's own papers and power, and how they were confirmed (DOMAIN §5)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.reading import PageKind
from desktop.ui.cases.case_pages import first_page
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField


class AgentCheckPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("代理人の確認"), name="agent_panel")
        view = opened.case
        papers = "、".join(dict.fromkeys(one.label for one in view.documents))
        self.text = note_editor("agent_note")
        self.field = FormField(
            self.tr("事前連絡と確認の記録"),
            self.text,
            key="note",
            name="agent_note",
            hint=self.tr("いつ、だれに連絡し、代理人と代理権を何で確かめたかを書いてください。"),
        )
        self.put(
            label(
                self.tr(
                    "代理人の本人確認書類と、代理権の書類（委任状と印鑑登録証明書など）を"
                    "ページで確かめてください。"
                ),
                "small",
                wrap=True,
            ),
            FactList(
                (
                    (self.tr("請求される方"), self.tr("{0} 様").format(view.applicant.name)),
                    (self.tr("届いた書類"), papers),
                    (self.tr("同封物"), "、".join(view.enclosures)),
                ),
                name="agent_facts",
            ),
            self.field,
        )
        self.primary = Button(
            self.tr("代理人を確認する"), "primary", key="Ctrl+Enter", name="agent_confirm"
        )
        self.correct = Button(self.tr("補正依頼を作る"), name="agent_correction")
        self.act_with(self.primary, None, self.correct)
        self.primary.clicked.connect(self._confirm)
        self.correct.clicked.connect(self._ask_correction)
        self.text.textChanged.connect(self.field.clear_error)

    def start(self) -> None:
        power = first_page(self.view, PageKind.POWER)
        if power:
            self.opened.show_page(power)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        desk, case_id, note = self.opened.desk, self.opened.case_id, self.text.toPlainText()
        self.opened.change(
            self,
            lambda act: desk.casework.agent_ok(act, case_id, note),
            button=self.primary,
            said=self.tr("代理人を確認しました。"),
        )

    def _ask_correction(self) -> None:
        self.opened.correction_wanted.emit(("AGENT_POWER",))
