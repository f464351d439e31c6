"""普通郵便: that this answer goes untracked, and why, before the envelope is made (DOMAIN §8)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.posting import DELIVERY_LABELS, PLAIN, PLAIN_LABELS, AnotherWay
from desktop.domain.roles import Capability
from desktop.services.case_views import LetterView
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select


class PlainLine(QWidget):
    """Decided here, it becomes a line of what is ticked at the 封入確認."""

    def __init__(self, opened: OpenCase, answer: LetterView) -> None:
        super().__init__()
        self.setObjectName("plain_line")
        self._opened, usual = opened, opened.case.way
        self.words = label("", "small", wrap=True, name="plain_words")
        self.begin = Button(self.tr("普通郵便で送る"), "quiet", small=True, name="plain_begin")
        self.drop = Button(self.tr("普通郵便をやめる"), small=True, name="plain_drop")
        self.begin.clicked.connect(self._ask)
        self.drop.clicked.connect(self._drop)
        self.setLayout(row((self.words, 1), self.drop, self.begin, spacing=8))
        may = opened.context.may(Capability.DISPATCH)
        if answer.way:
            why = PLAIN_LABELS.get(AnotherWay(answer.way_why), "")
            self.words.setText(self.tr("普通郵便で送ります（{0}）。").format(why))
            self.begin.hide()
            if not may:
                self.drop.hide()
            return
        self.words.setText(self.tr("発送の方法は「{0}」です。").format(DELIVERY_LABELS[usual]))
        self.drop.hide()
        if not may or usual == PLAIN:
            self.begin.hide()

    def _ask(self) -> None:
        PlainDialog(self, self._opened).open()

    def _drop(self) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.plain_post.take_back(act, case_id),
            button=self.drop,
            said=self.tr("普通郵便をやめました。封入をもう一度確かめてください。"),
        )


class PlainDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("この回答を普通郵便で送りますか"),
            self.tr("普通郵便で送る"),
            name="plain",
        )
        self.why = Select(
            [(one.value, words) for one, words in PLAIN_LABELS.items()],
            name="plain_why",
            accessible=self.tr("普通郵便で送る理由"),
        )
        self.add(
            label(
                self.tr(
                    "普通郵便は、届いたかどうかを追跡できません。理由は記録に残り、"
                    "封入を確かめる人が一覧で確かめます。"
                ),
                wrap=True,
            ),
            FormField(self.tr("普通郵便で送る理由"), self.why, key="why", name="plain_why"),
        )
        self.start_at(self.why)
        self.confirmed.connect(self._decide)

    def _decide(self) -> None:
        desk, case_id, why = self.opened.desk, self.opened.case_id, self.why.key()
        self.carry_out(
            lambda act: desk.plain_post.decide(act, case_id, why),
            self.tr("普通郵便で送ることを記録しました。"),
        )
