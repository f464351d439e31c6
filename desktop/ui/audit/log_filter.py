"""Which entries of the log are read: by whom, what, in which case, in which days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.audit_labels import ACTION_LABELS
from desktop.services.people import PersonView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Select

_NO_CASE = "-"  # no entry can speak of it


class LogFilter(QWidget):
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._people_asked, self._case_asked = context, Asked(), Asked()
        self._case_id: str | None = None
        self.people = Select(name="audit_people", accessible=self.tr("人で絞り込む"))
        self.acts = Select(
            (("", self.tr("すべての操作")), *ACTION_LABELS.items()),
            name="audit_actions",
            accessible=self.tr("操作で絞り込む"),
        )
        self.case = SearchBox(self.tr("受付番号で絞り込む"), name="audit_case", key="")
        self.case.setFixedWidth(theme.px(172))
        self.acts.setFixedWidth(theme.px(218))  # the whole names of acts stand in its list
        today = context.today()
        self.since = DateField(None, today, name="audit_since")
        self.until = DateField(None, today, name="audit_until")
        self.since.setAccessibleName(self.tr("この日から"))
        self.until.setAccessibleName(self.tr("この日まで"))
        for day in (self.since, self.until):
            day.setFixedWidth(theme.px(112))
            day.editingFinished.connect(self.changed)
        self.empty = Button(self.tr("条件を消す"), "quiet", small=True, name="audit_clear")
        self.empty.clicked.connect(self.clear)
        for chooser in (self.people, self.acts):
            chooser.currentIndexChanged.connect(self.changed)
        self.case.searched.connect(self._on_case_typed)
        self.case.entered.connect(self._on_case_typed)
        self.setLayout(
            row(
                self.people,
                self.acts,
                self.case,
                self.since,
                label(self.tr("〜"), "small"),
                self.until,
                self.empty,
                None,
            )
        )
        self._ask_people()

    def which(self) -> dict[str, str | date | None]:
        """By the names that the service takes."""
        return {
            "case_id": self._case_id,
            "actor": self.people.key() or None,
            "action": self.acts.key() or None,
            "since": self.since.day(),
            "until": self.until.day(),
        }

    def clear(self) -> None:
        for widget in (self.people, self.acts, self):
            widget.blockSignals(True)
        self.people.choose("")
        self.acts.choose("")
        for field in (self.case, self.since, self.until):
            field.clear()
        self._case_id = None
        for widget in (self.people, self.acts, self):
            widget.blockSignals(False)
        self.changed.emit()

    def follow(self, number: str) -> None:
        """Every entry of one case, whoever and whenever."""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self.case.setText(number)
        self._on_case_typed(number)

    def _ask_people(self) -> None:
        task = self._context.tasks.store(self._context.desk.people.roster, asked=self._people_asked)
        task.succeeded.connect(self._show_people)

    def _show_people(self, roster: object, _tag: object) -> None:
        if isinstance(roster, tuple):
            people = [one for one in roster if isinstance(one, PersonView)]
            self.people.set_options(
                (("", self.tr("すべての人")), *((one.id, one.name) for one in people)),
                self.people.key(),
            )

    def _on_case_typed(self, number: str) -> None:
        if not number.strip():
            self._case_id = None
            self.changed.emit()
            return
        desk = self._context.desk
        task = self._context.tasks.store(
            lambda: desk.cases.by_number(number.strip()), asked=self._case_asked, tag=number
        )
        task.succeeded.connect(self._on_case_found)
        task.failed.connect(self._on_failed)

    def _on_case_found(self, case_id: object, number: object) -> None:
        if number != self.case.text():
            return  # it was cleared, or typed on, while the case was looked for
        # An unknown number shows the empty list: no entry can speak of such a case.
        self._case_id = str(case_id) if case_id else _NO_CASE
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
