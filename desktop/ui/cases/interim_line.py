"""中間連絡: over the target it is what comes next, and one key makes it and posts it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.clocks import Interim
from desktop.domain.roles import Capability
from desktop.services.case_facts import INTERIM_CODE
from desktop.services.case_views import CaseView, LetterView
from desktop.ui.cases.notice_acts import PostNoticeDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.layout import row


class InterimLine(QWidget):
    """Hidden while nothing of it is due (DOMAIN §4)."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("interim_line")
        self._opened = opened
        self._made = ""  # the letter to be shown once the case has been read with it
        self.words = WarningLine(name="notice_interim")
        self.act = Button("", small=True, key="F9", name="interim_act")
        self.act.clicked.connect(self._go_on)
        self.setLayout(row((self.words, 1), self.act, spacing=8, margins=(0, 3, 0, 3)))
        self.hide()

    def show_case(self, view: CaseView) -> None:
        step, may = view.line.interim, self._opened.context.may
        self.words.say(self._sentence(view), icon="clock-alert")
        if step is Interim.POST:
            self.act.set_text(self.tr("中間連絡を発送する"))
            self.act.setVisible(may(Capability.DISPATCH))
        else:
            self.act.set_text(self.tr("中間連絡を作る"))
            self.act.setVisible(may(Capability.CHECK_FORM))
        self.setVisible(step is not None)
        if self._made and any(one.id == self._made for one in view.letters):
            self._opened.letter_wanted.emit(self._made)
            self._made = ""

    def _sentence(self, view: CaseView) -> str:
        target, limit = view.line.target, view.limit
        if view.line.interim is None or target is None or limit is None:
            return ""
        passed = self.tr("回答の目標 {0} を過ぎました（限度は {1}）。").format(
            short_day(target.due), short_day(limit)
        )
        if limit < self._opened.context.today():
            passed = self.tr("回答の限度 {0} を過ぎました。").format(short_day(limit))
        if view.line.interim is Interim.POST:
            return passed + self.tr("中間連絡を印刷して発送してください。")
        return passed + self.tr("お客様に中間連絡（D-04）をお送りください。")

    def _go_on(self) -> None:
        view = self._opened.case
        if view.line.interim is Interim.POST:
            waiting = [one for one in view.letters if one.code == INTERIM_CODE]
            unsent = [one for one in waiting if one.state not in ("SENT", "VOID")]
            if unsent:
                PostNoticeDialog(self, self._opened, unsent[-1]).open()
            return
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.casework.notices.interim_now(act, case_id),
            self._on_made,
            button=self.act,
            said=self.tr("中間連絡を作りました。文面を確かめ、印刷して発送してください。"),
        )

    def _on_made(self, letter: object) -> None:
        if isinstance(letter, LetterView):
            self._made = letter.id
