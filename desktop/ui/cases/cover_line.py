"""送付状: the sheet with address and list in the envelope of an answer, made if it is wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.case_views import LetterView
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row


def covers_with(opened: OpenCase, letter: LetterView) -> tuple[LetterView, ...]:
    """The cover sheets that lie in the envelope of this letter (DOMAIN §9, D-12)."""
    letters = opened.case.letters
    return tuple(one for one in letters if one.goes_with == letter.id and one.state != "VOID")


class CoverLine(QWidget):
    """It leaves with the answer: printed with it, posted with it."""

    def __init__(self, opened: OpenCase, answer: LetterView) -> None:
        super().__init__()
        self.setObjectName("cover_line")
        self._opened = opened
        covers = covers_with(opened, answer)
        self._cover = covers[-1] if covers else None
        may = opened.context.may(Capability.CHECK_FORM)
        self.words = label("", "small", wrap=True, name="cover_words")
        self.make = Button(self.tr("送付状を付ける"), small=True, name="cover_make")
        self.look = Button(self.tr("送付状を見る"), "quiet", small=True, name="cover_look")
        self.drop = Button(self.tr("送付状をやめる"), small=True, name="cover_drop")
        self.make.clicked.connect(self._make)
        self.look.clicked.connect(self._look)
        self.drop.clicked.connect(self._drop)
        self.setLayout(row((self.words, 1), self.look, self.drop, self.make, spacing=8))
        if self._cover is None:
            self.words.setText(self.tr("宛名と送るものの一覧の紙を、回答と一緒に印刷できます。"))
            self.look.hide()
            self.drop.hide()
            if not may or answer.state != "READY":
                self.hide()
        else:
            self.words.setText(
                self.tr("送付状（{0}）を回答と一緒に印刷し、封筒の一番上に入れます。").format(
                    self._cover.number
                )
            )
            self.make.hide()
            if not may or self._cover.state == "SENT":
                self.drop.hide()

    def _make(self) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.casework.notices.cover_answer(act, case_id),
            button=self.make,
            said=self.tr("送付状を作りました。回答と一緒に印刷されます。"),
        )

    def _look(self) -> None:
        if self._cover is not None:
            self._opened.letter_wanted.emit(self._cover.id)

    def _drop(self) -> None:
        if self._cover is None:
            return
        desk, case_id, cover = self._opened.desk, self._opened.case_id, self._cover.id
        self._opened.change(
            self,
            lambda act: desk.casework.notices.take_back(act, case_id, cover),
            button=self.drop,
            said=self.tr("送付状を取り消しました。"),
        )
