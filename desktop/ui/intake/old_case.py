"""紙で始まった案件 entered from its paper: number, dates, who asks for what; then it is opened."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.old_cases import OldCase
from desktop.services.people import PersonView
from desktop.ui import theme
from desktop.ui.cases.clerks import clerks_of
from desktop.ui.cases.wanted_ticks import WantedTicks
from desktop.ui.context import Context
from desktop.ui.intake.old_stage import OldStage
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, row
from desktop.ui.widgets.select import Check, Select

_WIDTH, _SIDE, _DAY, _SHORT, _TICKS = 1240, 396, 132, 110, 196
_METHODS = (("PAPER", QT_TRANSLATE_NOOP("OldCase", "書面")), ("CDR", "CD-R"))


class OldCaseDialog(Dialog):
    entered = Signal(str)  # the case's id

    def __init__(self, parent: QWidget, context: Context, last: str) -> None:
        super().__init__(
            parent,
            self.tr("紙で始まった案件を入れますか"),
            self.tr("案件を入れる"),
            name="old_case",
            width=_WIDTH,
        )
        self._context = context
        today = context.today()
        self.days = {key: DateField(None, today) for key in ("arrived", "registered")}
        self.stage = OldStage(today)
        self.stage.setFixedWidth(theme.px(_SIDE))
        self.number = FormField(self.tr("受付番号"), key="number", name="old_number")
        words = {
            "name": self.tr("氏名"),
            "kana": self.tr("フリガナ"),
            "birth": self.tr("生年月日"),
            "phone": self.tr("電話"),
            "postal": self.tr("郵便番号"),
            "prefecture": self.tr("都道府県"),
            "city": self.tr("市区町村"),
            "town": self.tr("町・丁目"),
            "block": self.tr("番地"),
            "building": self.tr("建物"),
            "room": self.tr("部屋"),
        }
        self.person = {
            key: FormField(text, key=key, name=f"old_{key}") for key, text in words.items()
        }
        self.wanted = WantedTicks({}, name="old_wanted")
        self.wanted.setMinimumHeight(theme.px(_TICKS))
        self.method = Select(
            [("", self.tr("選んでください")), *((key, _tr(words)) for key, words in _METHODS)],
            name="old_method",
            accessible=self.tr("回答の方法"),
        )
        self.agent = Check(self.tr("代理人の請求"), name="old_agent")
        self.other = Select((), name="old_other", accessible=self.tr("いっしょに確かめた人"))
        self.enclosures = FormField(
            self.tr("紙の一覧（「、」で区切る）"), key="enclosures", name="old_enclosures"
        )
        self.purge = Check(self.tr("個人番号などが残っていない"), name="old_purge")
        left = column(
            self._dates(),
            self._line("name", "kana", "birth", "phone", "postal"),
            self._line("prefecture", "city", "town", "block", "building", "room"),
            self.wanted,
            row(
                FormField(self.tr("回答の方法"), self.method, key="method", name="old_method"),
                FormField(
                    self.tr("いっしょに確かめた人"), self.other, key="openers", name="old_openers"
                ),
                (self.enclosures, 1),
                spacing=10,
            ),
            None,
            spacing=10,
        )
        self.add(
            label(
                self.tr(
                    "紙の受付簿の番号（{0} まで）と日付のまま、紙での段階から始めます。"
                    "書類はあとで紙の到達日でスキャンして、この受付番号に入れてください。"
                ).format(last),
                wrap=True,
                name="old_told",
            ),
            row(
                (left, 1),
                column((self.stage, 1), row(self.agent, self.purge, None, spacing=20), spacing=8),
                spacing=24,
            ),
        )
        self.start_at(self.number.editor)
        self.confirmed.connect(self._enter)
        task = context.tasks.store(context.desk.people.roster)
        task.succeeded.connect(self._on_people)

    def _dates(self) -> Item:
        labels = {
            "arrived": (self.days, self.tr("到達日"), "arrived_on"),
            "registered": (self.days, self.tr("受付日"), "registered_on"),
        }
        fields = [
            FormField(words, editors[key], key=name, name=f"old_{key}")
            for key, (editors, words, name) in labels.items()
        ]
        for field in fields:
            field.setFixedWidth(theme.px(_DAY))
        self.number.setFixedWidth(theme.px(_SHORT))
        return row(self.number, *fields, None, spacing=10)

    def _line(self, *keys: str) -> Item:
        return row(*((self.person[key], 1) for key in keys), spacing=10)

    def _on_people(self, people: object, _tag: object) -> None:
        me = self._context.signed_in.person_id
        found = people if isinstance(people, tuple) else ()
        others = [one for one in clerks_of(found, active=True) if one.id != me]
        choose = ("", self.tr("選んでください"))
        self.other.set_options([choose, *(_option(one) for one in others)])

    def _enter(self) -> None:
        for told in self.findChildren(FormField):
            told.clear_error()
        for day in self.findChildren(DateField):
            day.setProperty("wrong", "false")
            theme.restyle(day)
        missing = self._missing_day()
        if missing is not None:
            field = _field_of(missing)
            if field is not None:
                field.tell_no_day()
            missing.setProperty("wrong", "true")
            theme.restyle(missing)
            missing.setFocus()
        arrived, registered = (field.day() for field in self.days.values())
        wanted = self.wanted.wanted()
        if missing is not None or arrived is None or registered is None:
            return
        old = OldCase(
            number=self.number.text(),
            arrived_on=arrived,
            registered_on=registered,
            wanted=wanted,
            method=self.method.key(),
            agent=self.agent.isChecked(),
            person={key: field.text().strip() for key, field in self.person.items()},
            openers=(self._context.signed_in.person_id, self.other.key()),
            enclosures=tuple(self.enclosures.text().split("、")),
            purge_checked=self.purge.isChecked(),
            waits=self.stage.told(),
            stage=self.stage.chosen(),
            asked=self.stage.points(),
            drafted=self.stage.decisions(wanted),
        )
        desk, act = self._context.desk, self._context.act()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: desk.old_cases.enter(act, old))
        task.succeeded.connect(self._on_entered)
        task.failed.connect(self._on_failed)

    def _missing_day(self) -> DateField | None:
        own = next((field for field in self.days.values() if field.day() is None), None)
        return own or self.stage.missing()

    def _on_entered(self, case_id: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self.tr("紙で始まった案件を入れました。"))
        self._context.data_changed.emit()
        self.entered.emit(str(case_id))

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


def _field_of(day: DateField) -> FormField | None:
    """Where it is told what is wrong with a day."""
    step = day.parentWidget()
    while step is not None and not isinstance(step, FormField):
        step = step.parentWidget()
    return step


def _option(person: PersonView) -> tuple[str, str]:
    return person.id, person.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("OldCase", text)
