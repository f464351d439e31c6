"""The pages of the first set-up: the office, its people, who may do what, the recovery card."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.roles import Role, enough_people
from desktop.services.desk import NewPerson, OfficeSettings
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.people.duties import DutiesTable, role_cell
from desktop.ui.people.person_form import PersonForm
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ASKED_WORDS = 2


class OfficePage(QWidget):
    """The name and address that stand on letters."""

    def __init__(self) -> None:
        super().__init__()
        self.name = FormField(
            self.tr("事業者名"),
            key="office_name",
            name="office_name_field",
        )
        self.postal = FormField(self.tr("郵便番号"), key="office_postal", name="office_postal")
        self.address = FormField(self.tr("所在地"), key="office_address", name="office_address")
        self.phone = FormField(self.tr("問い合わせ電話"), key="phone", name="office_phone")
        self.postal.setFixedWidth(180)
        self.phone.setFixedWidth(260)
        self.setLayout(
            column(
                self.name,
                row(self.postal, (self.address, 1), spacing=12),
                row(self.phone, None),
                None,
                spacing=14,
            )
        )

    def settings(self) -> OfficeSettings | None:
        """The office as typed, or None with the error beside its field."""
        self.name.clear_error()
        if not self.name.text().strip():
            self.name.set_error(self.tr("事業者名が空欄です。入れてください。"))
            self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return OfficeSettings(
            office_name=self.name.text().strip(),
            office_postal=self.postal.text().strip(),
            office_address=self.address.text().strip(),
            phone=self.phone.text().strip(),
        )


class PeoplePage(QWidget):
    """The first people. Fewer than two clerks, a supervisor and an administrator are refused."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: list[NewPerson] = []
        self.form = PersonForm(self.tr("この人を加える"))
        self.form.given.connect(self._add)
        self._model = RowsModel(
            (
                Column(self.tr("職員番号"), 110),
                Column(self.tr("氏名")),
                Column(self.tr("役割"), 120),
            )
        )
        self.table = Table(self._model, name="first_people", accessible=self.tr("最初の利用者"))
        self.remove = Button(self.tr("一覧から除く"), name="remove_person", small=True)
        self.remove.clicked.connect(self._remove)
        self._mark = icon_label("circle-alert", "warn", 16)
        self._lacking = label("", "small", wrap=True, name="people_lacking")
        right = panel(
            column(
                (panel(column((self.table, 1), margins=(1, 1, 1, 1)), "card"), 1),
                row(
                    self._mark,
                    (self._lacking, 1),
                    self.remove,
                    spacing=6,
                ),
                spacing=10,
            )
        )
        self.setLayout(row((column(self.form, None), 6), (right, 5), spacing=24))
        self._show()

    def people(self) -> tuple[NewPerson, ...]:
        return tuple(self._people)

    def lacking(self) -> list[str]:
        """What the smallest office still lacks (DESIGN §1)."""
        return enough_people(person.role for person in self._people)

    def _add(self, person: object) -> None:
        if isinstance(person, NewPerson):
            self._people.append(person)
            self.form.clear()
            self._show()

    def _remove(self) -> None:
        key = self.table.current_key()
        self._people = [person for person in self._people if person.login != key]
        self._show()

    def _show(self) -> None:
        self._model.set_rows(
            [
                Row(
                    (
                        Cell(person.login, weight=500, px=13),
                        Cell(person.name),
                        role_cell(person.role),
                    ),
                    key=person.login,
                )
                for person in self._people
            ]
        )
        self.form.set_taken([person.login for person in self._people])
        self.remove.setEnabled(bool(self._people))
        lacking = self.lacking()
        enough = self.tr("窓口を始められる人数です。")
        self._lacking.setText("".join(lacking) or enough)
        set_tone(self._lacking, "warn" if lacking else "ok")
        icon = "circle-alert" if lacking else "circle-check"
        set_icon(self._mark, icon, "warn" if lacking else "ok", 16)
        roles = [person.role for person in self._people]
        for role, wanted in ((Role.CLERK, 2), (Role.SUPERVISOR, 1), (Role.ADMINISTRATOR, 1)):
            if roles.count(role) < wanted:
                self.form.choose_role(role)
                break
        self.changed.emit()


class RightsPage(QWidget):
    """Who may do what, and which duties never fall to one person."""

    def __init__(self) -> None:
        super().__init__()
        self._people = label("", "strong", wrap=True, name="rights_people")
        note = label(
            self.tr(
                "起案した人は決裁できず、廃棄を申請した人は承認できず、実施する人と立会う人は別です。"
                "本人確認の第二確認と封入確認も、別の人が行います。"
            ),
            "small",
            wrap=True,
        )
        self.setLayout(
            column(
                self._people,
                note,
                (panel(column(DutiesTable(), margins=(1, 1, 1, 1)), "card"), 1),
                spacing=8,
            )
        )

    def show_people(self, people: Sequence[NewPerson]) -> None:
        parts = []
        for role in Role:
            logins = [person.login for person in people if person.role == role]
            if logins:
                parts.append(f"{role_cell(role).text} {'・'.join(logins)}")
        self._people.setText("　".join(parts))


class CardPage(QWidget):
    """The words of the recovery card, shown once; two of them are asked back."""

    print_requested = Signal(str)  # the printer's name

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._asked: list[int] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self._fields = [
            FormField("", key=f"word{n}", name=f"card_word_{n}") for n in range(_ASKED_WORDS)
        ]
        self.printer = Select(name="card_printer", accessible=self.tr("プリンター"))
        self.printer.setMinimumWidth(240)
        self.print = Button(self.tr("カードを2枚印刷する"), name="card_print", icon="printer")
        self.print.clicked.connect(self._on_print)
        self._printing = panel(row(self.printer, self.print, None), name="card_printing")
        self._printing.hide()
        self.told = label("", "small", wrap=True, name="card_told")
        self.setLayout(
            column(
                label(
                    self.tr(
                        "この言葉は今だけ表示します。紙2枚に印刷するか書き写し、"
                        "別々の金庫に入れてください。"
                        "全員がパスフレーズを忘れたとき、この紙だけが窓口を開きます。"
                        "紙もパスフレーズも失うと、記録は読めなくなります。"
                    ),
                    wrap=True,
                ),
                panel(row(self._grid, margins=(20, 14, 20, 14)), "sunk", name="card_words"),
                self._printing,
                self.told,
                label(self.tr("その紙を見て、次の言葉を入れてください。"), "strong"),
                row(*((field, 1) for field in self._fields), spacing=12),
                None,
                spacing=14,
            )
        )

    def show_words(self, words: Sequence[str]) -> None:
        self._words = tuple(words)
        for number, word in enumerate(self._words):
            line, place = divmod(number, 6)
            cell = row(
                label(f"{number + 1}", "caption"),
                (label(word, "h3", selectable=True, name=f"card_shown_{number + 1}"), 1),
                spacing=8,
            )
            self._grid.addLayout(cell, line, place)
        pool = list(range(len(self._words)))
        self._asked = sorted(secrets.SystemRandom().sample(pool, _ASKED_WORDS))
        for field, number in zip(self._fields, self._asked, strict=True):
            field.set_label(self.tr("{0}番目の言葉").format(number + 1))
        self._fields[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_printers(self, names: Sequence[str]) -> None:
        """Where the machine has printers, the card is printed; else it is copied by hand."""
        self.printer.set_options([(name, name) for name in names])
        self._printing.setVisible(bool(names))
        if not names:
            self.told.setText(
                self.tr("この端末に使えるプリンターがないため、紙2枚に書き写してください。")
            )

    def words(self) -> tuple[str, ...]:
        """The words on the screen; empty once they have been taken off."""
        return self._words

    def set_busy(self, busy: bool) -> None:
        self.print.setEnabled(not busy)

    def asked(self) -> tuple[int, ...]:
        """Which words are asked, counted from 1."""
        return tuple(number + 1 for number in self._asked)

    def _on_print(self) -> None:
        self.print_requested.emit(self.printer.key())

    def check(self) -> bool:
        """Whether both words are right; a wrong one is told beside its field."""
        wrong = None
        for field, number in zip(self._fields, self._asked, strict=True):
            field.clear_error()
            if _plain(field.text()) != _plain(self._words[number]):
                field.set_error(
                    self.tr("紙の{0}番目の言葉と違います。書き写しを確かめてください。").format(
                        number + 1
                    )
                )
                wrong = wrong or field
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is None

    def forget(self) -> None:
        """Take the words off the screen."""
        self._words = ()
        while (item := self._grid.takeAt(0)) is not None:
            inner = item.layout()
            while inner is not None and (part := inner.takeAt(0)) is not None:
                widget = part.widget()
                if widget is not None:
                    widget.deleteLater()


def _plain(word: str) -> str:
    # The word list holds decomposed kana; people type composed ones.
    return unicodedata.normalize("NFKC", word).strip().casefold()
