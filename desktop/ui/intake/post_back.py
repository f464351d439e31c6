"""A letter in the hand whose code was read: recorded as 返戻 at once, or its case is opened."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.post_desk import FoundPost
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.layout import card, column, row
from desktop.ui.widgets.select import Select


class PostBack(QWidget):
    """Hidden until a code leads to a case whose letters are away; the clerk says which and when."""

    open_wanted = Signal(str)  # case id
    recorded = Signal()
    refused = Signal(object)  # the error

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("post_back")
        self._context, self._found = context, FoundPost("", "", False)
        self.words = label("", "small", wrap=True, name="post_back_words")
        self.letter = Select(name="post_back_letter", accessible=self.tr("戻った文書"))
        today = context.today()
        self.day = DateField(today, today, name="post_back_day")
        self.day.setAccessibleName(self.tr("封筒が戻った日"))
        self.act = Button(self.tr("返戻を記録する"), small=True, name="post_back_act")
        self.look = Button(self.tr("案件を開く"), "quiet", small=True, name="post_back_open")
        self.letter.currentIndexChanged.connect(self._on_letter)
        self.act.clicked.connect(self._record)
        self.look.clicked.connect(lambda: self.open_wanted.emit(self._found.case_id))
        line = row((self.letter, 1), self.day, self.act, self.look, spacing=8)
        self.setLayout(column(card(self.words, line, spacing=6), spacing=0))
        self.hide()

    @staticmethod
    def is_for(context: Context, found: FoundPost) -> bool:
        """Whether there is anything to ask before the case is opened."""
        return bool(found.away) and context.may(Capability.DISPATCH)

    def ask(self, found: FoundPost) -> None:
        self._found = found
        # Of several, none is taken as chosen.
        choose = [("", self.tr("戻った文書を選ぶ"))] if len(found.away) > 1 else []
        self.letter.set_options(
            [
                *choose,
                *(
                    (
                        one.letter_id,
                        self._named(one.title, short_day(one.posted_on), again=one.again),
                    )
                    for one in found.away
                ),
            ]
        )
        self.words.setText(
            self.tr(
                "受付番号 {0} の文書が戻ったときは、封を切らずに保管し、返戻を記録してください。"
            ).format(found.number)
        )
        self._on_letter()
        self.show()
        (self.letter if choose else self.act).setFocus()

    def _on_letter(self) -> None:
        self.act.setEnabled(bool(self.letter.key()))

    def _named(self, title: str, day: str, *, again: bool) -> str:
        words = self.tr("{0}（{1} 再送）") if again else self.tr("{0}（{1} 発送）")
        return words.format(title, day)

    def _record(self) -> None:
        day, letter_id = self.day.day(), self.letter.key()
        if day is None:
            self.day.setFocus()
            return
        desk, act = self._context.desk, replace(self._context.act(), seen=self._found.version)
        self.act.setEnabled(False)
        task = self._context.tasks.store(lambda: desk.returned_notices.record(act, letter_id, day))
        task.succeeded.connect(self._on_recorded)
        task.failed.connect(self._on_refused)

    def _on_recorded(self, _letter: object, _tag: object) -> None:
        self.hide()
        self._context.notify(self.tr("返戻を記録しました。"))
        self.recorded.emit()

    def _on_refused(self, error: BaseException) -> None:
        self._on_letter()
        self.refused.emit(error)
