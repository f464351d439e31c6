"""What is typed about a finding: the finding itself, its answer, and the judgement on that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.domain.findings import SOURCE_LABELS, FindingSource
from desktop.services.findings import FindingLine, NewFinding
from desktop.services.people import PersonView
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select

if TYPE_CHECKING:
    from desktop.ui.audit.findings_dialog import FindingsDialog

_DAYS = 30  # (C) until a finding is to be put right, unless another day is typed


class FindingForm(Dialog):
    """One of them; `asker` carries out what was typed. What is refused stays as it was typed."""

    def __init__(
        self, asker: FindingsDialog, context: Context, title: str, verb: str, *, name: str
    ) -> None:
        super().__init__(asker, title, verb, name=name, width=600)
        self.asker, self.context = asker, context

    def told(self, error: BaseException) -> None:
        self.set_busy(False)
        self.context.show_error(error, self)


class NewFindingForm(FindingForm):
    def __init__(self, asker: FindingsDialog, context: Context) -> None:
        super().__init__(
            asker,
            context,
            self.tr("指摘を記入しますか"),
            self.tr("記入する"),
            name="finding_new",
        )
        today = context.today()
        self.source = Select(
            [(one.value, SOURCE_LABELS[one]) for one in FindingSource],
            name="finding_source",
            accessible=self.tr("指摘のもと"),
        )
        self.owner = Select(
            (("", self.tr("選んでください")),),
            name="finding_owner",
            accessible=self.tr("受け持つ人"),
        )
        self.found_on = DateField(today, today)
        self.due_on = DateField(today + timedelta(days=_DAYS), today)
        self.case = TextField("")
        self.days = (
            FormField(self.tr("指摘した日"), self.found_on, key="found_on", name="finding_found"),
            FormField(self.tr("是正の期限"), self.due_on, key="due_on", name="finding_due_on"),
        )
        self.text = note_editor("finding_text", 3)
        self.add(
            row(
                (FormField(self.tr("指摘のもと"), self.source, key="source"), 1),
                (FormField(self.tr("受け持つ人"), self.owner, key="owner"), 1),
                spacing=12,
            ),
            row(
                *((field, 1) for field in self.days),
                (
                    FormField(
                        self.tr("受付番号（あれば）"),
                        self.case,
                        key="case_number",
                        name="finding_case",
                    ),
                    1,
                ),
                spacing=12,
            ),
            FormField(
                self.tr("何が見つかったか（お客様の氏名は書きません）"),
                self.text,
                key="text",
                name="finding_text",
            ),
        )
        self.start_at(self.source)
        self.confirmed.connect(self._add)
        findings, by = context.desk.findings, context.signed_in
        task = context.tasks.store(lambda: findings.owners(by))
        task.succeeded.connect(self._on_owners)

    def _on_owners(self, people: object, _tag: object) -> None:
        if isinstance(people, tuple):
            found = [one for one in people if isinstance(one, PersonView)]
            self.owner.set_options(
                (("", self.tr("選んでください")), *((one.id, one.name) for one in found))
            )

    def _add(self) -> None:
        found_on, due_on = self.found_on.day(), self.due_on.day()
        for field, day in zip(self.days, (found_on, due_on), strict=True):
            if day is None:
                field.tell_no_day()
        if found_on is None or due_on is None:
            return
        new = NewFinding(
            self.source.key(),
            found_on,
            due_on,
            self.owner.key(),
            self.text.toPlainText(),
            self.case.text(),
        )
        findings = self.context.desk.findings
        said = self.tr("指摘を記入しました。受け持ちの人に伝えてください。")
        self.asker.run(lambda act: findings.add(act, new), said, self)


class AnswerForm(FindingForm):
    def __init__(self, asker: FindingsDialog, context: Context, one: FindingLine) -> None:
        super().__init__(
            asker,
            context,
            self.tr("{0} の是正を報告しますか").format(one.number),
            self.tr("是正を報告する"),
            name="finding_answering",
        )
        self._one = one
        today = context.today()
        self.done_on = DateField(today, today)
        self.day = FormField(
            self.tr("是正を終えた日"), self.done_on, key="done_on", name="finding_done_on"
        )
        self.cause = note_editor("finding_cause", 2)
        self.remedy = note_editor("finding_remedy", 3)
        self.cause.setPlainText(one.cause)
        self.remedy.setPlainText(one.remedy)
        self.add(
            label(one.text, wrap=True),
            FormField(self.tr("原因"), self.cause, key="cause", name="finding_cause"),
            FormField(self.tr("行った是正"), self.remedy, key="remedy", name="finding_remedy"),
            self.day,
        )
        self.start_at(self.cause)
        self.confirmed.connect(self._answer)

    def _answer(self) -> None:
        day, one = self.done_on.day(), self._one
        if day is None:
            self.day.tell_no_day()
            return
        findings = self.context.desk.findings
        cause, remedy = self.cause.toPlainText(), self.remedy.toPlainText()
        self.asker.run(
            lambda act: findings.answer(act, one.id, one.version, cause, remedy, day),
            self.tr("是正を報告しました。別の人の確認を待ちます。"),
            self,
        )


class JudgeForm(FindingForm):
    """`which`: close, back or due."""

    def __init__(
        self, asker: FindingsDialog, context: Context, one: FindingLine, which: str
    ) -> None:
        title, verb, asked, said = {
            "close": (
                self.tr("{0} の是正を確認しますか"),
                self.tr("是正を確認する"),
                self.tr("確かめたこと（なくてもよい）"),
                self.tr("是正を確認しました。"),
            ),
            "back": (
                self.tr("{0} を差し戻しますか"),
                self.tr("差し戻す"),
                self.tr("足りないところ"),
                self.tr("差し戻しました。受け持ちの人に伝えてください。"),
            ),
            "due": (
                self.tr("{0} の期限を変えますか"),
                self.tr("期限を変える"),
                self.tr("変える理由"),
                self.tr("期限を変えました。"),
            ),
        }[which]
        super().__init__(asker, context, title.format(one.number), verb, name=f"finding_{which}_it")
        self._one, self._which, self._said = one, which, said
        today = context.today()
        self.due_on = DateField(max(one.due_on, today), today)
        self.day = FormField(
            self.tr("新しい期限"), self.due_on, key="due_on", name="finding_new_due"
        )
        self.remark = note_editor("finding_remark", 2)
        self.add(
            label(one.remedy if which != "due" else one.text, wrap=True),
            FormField(asked, self.remark, key="remark", name="finding_remark"),
        )
        if which != "close":
            self.add(self.day)
        self.start_at(self.remark)
        self.confirmed.connect(self._judge)

    def _judge(self) -> None:
        day, one, words = self.due_on.day(), self._one, self.remark.toPlainText()
        findings = self.context.desk.findings
        if self._which == "close":
            self.asker.run(
                lambda act: findings.close(act, one.id, one.version, words), self._said, self
            )
            return
        if day is None:
            self.day.tell_no_day()
            return
        do = findings.send_back if self._which == "back" else findings.put_off
        self.asker.run(lambda act: do(act, one.id, one.version, words, day), self._said, self)
