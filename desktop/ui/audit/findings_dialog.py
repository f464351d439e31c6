"""是正処置の記録: every finding, who puts it right by when, and what became of it (policy §6)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.findings import FINDING_LABELS, SOURCE_LABELS, FindingState
from desktop.domain.roles import Capability, Role
from desktop.services.act import Act
from desktop.services.findings import FindingLine
from desktop.ui import theme
from desktop.ui.audit.finding_forms import AnswerForm, FindingForm, JudgeForm, NewFindingForm
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import card, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN = 36, 7
_LATE: tuple[Tone, str] = ("bad", "clock-alert")
_LOOKS: dict[FindingState, tuple[Tone, str]] = {
    FindingState.OPEN: ("warn", "clock"),
    FindingState.ANSWERED: ("accent", "eye"),
    FindingState.CLOSED: ("ok", "check"),
}


class FindingsDialog(Dialog):
    """The list above, the chosen one in full below, and what may be done with it."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("是正処置"),
            self.tr("指摘を記入する"),
            name="findings",
            leave=self.tr("閉じる"),
            width=1040,
        )
        self._context, self._asked = context, Asked()
        self._lines: dict[str, FindingLine] = {}
        self._read = False
        self.model = RowsModel(
            (
                Column(self.tr("番号"), 92),
                Column(self.tr("段階"), 128),
                Column(self.tr("期限"), 104),
                Column(self.tr("受け持ち"), 120),
                Column(self.tr("指摘のもと"), 130),
                Column(self.tr("指摘")),
            )
        )
        self.table = Table(
            self.model, name="findings_table", accessible=self.tr("是正処置の一覧"), row_height=_ROW
        )
        self.table.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        self.table.row_chosen.connect(self._show)
        self.head = label("", "strong", wrap=True, name="finding_head")
        self.words = note_editor("finding_words", 5)  # what is more of a finding scrolls
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("指摘・原因・是正"))
        self.answer = Button(self.tr("是正を報告する"), "secondary", name="finding_answer")
        self.close_it = Button(self.tr("是正を確認する"), "secondary", name="finding_close")
        self.back = Button(self.tr("差し戻す"), "danger", name="finding_back")
        self.due = Button(self.tr("期限を変える"), "quiet", name="finding_due")
        self.answer.clicked.connect(self._ask_answer)
        self.close_it.clicked.connect(self._ask_close)
        self.back.clicked.connect(self._ask_back)
        self.due.clicked.connect(self._ask_due)
        acts = row(self.answer, self.close_it, self.back, self.due, None, spacing=8)
        self.add(self.table, card(self.head, self.words, acts, spacing=8))
        if not context.may(Capability.ADD_FINDING):
            self.act.hide()
        self.confirmed.connect(self._ask_new)
        self.start_at(self.table)
        self._show("")
        self.refresh()

    def refresh(self) -> None:
        findings, by, today = (
            self._context.desk.findings,
            self._context.signed_in,
            self._context.today(),
        )
        task = self._context.tasks.store(lambda: findings.lines(by, today), asked=self._asked)
        task.succeeded.connect(self._on_lines)
        task.failed.connect(self._on_failed)

    def chosen(self) -> FindingLine | None:
        return self._lines.get(self.table.current_key())

    def run(self, function: Callable[[Act], object], said: str, form: FindingForm) -> None:
        """Do it, tell it, close the form. A refusal is told inside the form."""
        act = self._context.act()
        form.set_busy(True)
        task = self._context.tasks.store(lambda: function(act), tag=(form, said))
        task.succeeded.connect(self._on_done)
        task.failed.connect(form.told)

    def _on_done(self, _result: object, tag: object) -> None:
        if isinstance(tag, tuple):
            form, said = tag
            form.accept()
            self._context.notify(said)
            self._context.data_changed.emit()
            self.refresh()

    def _on_lines(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        kept = self.table.current_key()
        self._lines = {one.id: one for one in lines if isinstance(one, FindingLine)}
        self._read = True
        self.model.set_rows([_row(one) for one in self._lines.values()])
        if not self.table.choose(kept):
            self.table.choose_first()
        self._show(self.table.current_key())

    def _show(self, key: str) -> None:
        one = self._lines.get(key)
        me, may = self._context.signed_in, self._context.may(Capability.ADD_FINDING)
        answers = one is not None and one.state is FindingState.OPEN
        judges = one is not None and one.state is FindingState.ANSWERED and may
        own = one is not None and me.person_id in (one.owner_id, one.answered_by_id)
        in_charge = own or me.role is Role.SUPERVISOR
        self.answer.setVisible(answers and in_charge)
        self.due.setVisible(answers and may and not own)
        self.close_it.setVisible(judges and not own)
        self.back.setVisible(judges and not own)
        if one is None:
            none = self.tr("指摘はまだありません。") if self._read else ""
            self.head.setText(self.tr("一覧から選んでください。") if self._lines else none)
            self.words.setPlainText("")
            return
        about = [one.number, SOURCE_LABELS[one.source], one.found_on.isoformat(), one.found_by]
        self.head.setText("　".join((*about, *((one.case_number,) if one.case_number else ()))))
        self.words.setPlainText("\n".join(self._told(one)))

    def _told(self, one: FindingLine) -> list[str]:
        said = [one.text]
        if one.cause:
            said.append(self.tr("原因：{0}").format(one.cause))
        if one.remedy:
            day = one.done_on.isoformat() if one.done_on else self.tr("差戻し前")
            said.append(self.tr("是正（{0}）：{1}").format(day, one.remedy))
        return [*said, *one.remarks]

    # -- acts ------------------------------------------------------------------------------

    def _ask_new(self) -> None:
        NewFindingForm(self, self._context).open()

    def _ask_answer(self) -> None:
        if (one := self.chosen()) is not None:
            AnswerForm(self, self._context, one).open()

    def _ask_close(self) -> None:
        self._judge("close")

    def _ask_back(self) -> None:
        self._judge("back")

    def _ask_due(self) -> None:
        self._judge("due")

    def _judge(self, which: str) -> None:
        if (one := self.chosen()) is not None:
            JudgeForm(self, self._context, one, which).open()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _row(one: FindingLine) -> Row:
    tone, icon = _LATE if one.late else _LOOKS[one.state]
    late = one.late
    return Row(
        (
            Cell(one.number, weight=500, px=13),
            Cell(FINDING_LABELS[one.state], tone=tone, icon=icon, px=13),
            Cell(one.due_on.isoformat(), px=13, tone="bad" if late else "text2"),
            Cell(one.owner, px=13),
            Cell(SOURCE_LABELS[one.source], px=13),
            Cell(one.text.splitlines()[0], px=13),
        ),
        key=one.id,
    )
