"""返戻 of a letter that is not the answer: which one is here again, and since when (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.services.case_facts import ASKING_CODES
from desktop.services.case_views import LetterView
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.select import Select


class NoticeBackDialog(CaseDialog):
    """`letters` are those that may come back, the latest posted first. Of several, none is taken
    as chosen."""

    def __init__(self, parent: QWidget, opened: OpenCase, letters: Sequence[LetterView]) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("連絡の文書の返戻を記録しますか"),
            self.tr("返戻を記録する"),
            name="notice_back",
        )
        self._letters = {one.id: one for one in letters}
        choose = [("", self.tr("選んでください"))] if len(letters) > 1 else []
        self.letter = Select(
            [*choose, *((one.id, self._named(one)) for one in letters)],
            name="notice_back_letter",
            accessible=self.tr("戻った文書"),
        )
        today = opened.context.today()
        self.day = DateField(today, today)
        self.day_field = FormField(
            self.tr("封筒が戻った日"), self.day, key="on", name="notice_back_day"
        )
        self.day_field.setFixedWidth(theme.px(180))
        self.words = label("", wrap=True, name="notice_back_words")
        self.letter_field = FormField(
            self.tr("戻った文書"), self.letter, key="letter", name="notice_back_letter"
        )
        self.add(
            self.letter_field,
            self.day_field,
            self.words,
        )
        self.letter.currentIndexChanged.connect(self.letter_field.clear_error)
        self.letter.currentIndexChanged.connect(self._tell)
        self._tell()
        self.start_at(self.letter)
        self.confirmed.connect(self._record)

    def _named(self, one: LetterView) -> str:
        sent = short_day(one.sent_at.date()) if one.sent_at is not None else ""
        return self.tr("{0}（{1} 発送、{2}）").format(one.title, sent, one.number)

    def _tell(self) -> None:
        one = self._letters.get(self.letter.key())
        words = self.tr("封を切らずに保管し、宛先を確かめてください。")
        if one is None:
            pass  # what comes next depends on the letter
        elif one.returns:
            words += self.tr("再送した封筒も戻ったため、もう送りません。")
            if one.code in ASKING_CODES:
                words += self.tr("保管の期間が過ぎても連絡がなければ、回答なしで終了できます。")
        else:
            words += self.tr("再送は一度だけです。「再発行」を入れて印刷します。")
            if one.code in ASKING_CODES:
                words += self.tr("再送するまで、お客様の期限は数えません。")
        self.words.setText(words)

    def _record(self) -> None:
        if not self.letter.key():
            self.letter_field.set_error(self.tr("戻った文書を選んでください。"))
            self.letter.setFocus()
            return
        day = self.day.day()
        if day is None:
            self.day_field.tell_no_day()
            return
        desk, letter_id = self.opened.desk, self.letter.key()
        self.carry_out(
            lambda act: desk.returned_notices.record(act, letter_id, day),
            self.tr("返戻を記録しました。"),
        )
