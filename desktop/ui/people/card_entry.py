"""All passphrases lost: an administrator and a supervisor come back in by the recovery card."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.card_entry import CardEntry, ComingBack
from desktop.services.people import SHORTEST_PASSPHRASE
from desktop.ui.clock import Clock
from desktop.ui.errors import ErrorReporter
from desktop.ui.labels import label
from desktop.ui.tasks import TaskRunner
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row


class CardEntryDialog(Dialog):
    """`accepted` when both may sign in with their new passphrases."""

    def __init__(
        self,
        parent: QWidget,
        entry: CardEntry,
        tasks: TaskRunner,
        clock: Clock,
        errors: ErrorReporter,
    ) -> None:
        super().__init__(
            parent,
            parent.tr("回復カードで窓口を開き直しますか"),
            parent.tr("二人の鍵を作り直す"),
            name="card_entry",
            kind="danger",
            width=720,
        )
        self._entry, self._tasks, self._clock, self._errors = entry, tasks, clock, errors
        self.words = FormField(self.tr("カードの24語"), key="words", name="entry_words")
        self._people = tuple(
            self._person(word, name)
            for word, name in ((self.tr("管理者"), "admin"), (self.tr("責任者"), "supervisor"))
        )
        self.add(
            label(
                self.tr(
                    "だれもパスフレーズを思い出せないときだけ使います。管理者と責任者の二人がそろい、"
                    "それぞれ新しいパスフレーズを決めます。前の鍵はこの時に終わり、操作記録に残ります。"
                    "ほかの人のパスフレーズは、そのあと設定で再設定します。"
                ),
                wrap=True,
            ),
            self.words,
            *(row(*((field, 1) for field in fields), spacing=12) for fields in self._people),
        )
        self.start_at(self.words.editor)
        self.confirmed.connect(self._enter)

    def reject(self) -> None:
        """Not while the keys are made: two people would not know that their old ones ended."""
        if self.act.isEnabled():
            super().reject()

    def _person(self, word: str, name: str) -> tuple[FormField, FormField, FormField]:
        return (
            FormField(self.tr("{0}の職員番号").format(word), key="login", name=f"entry_{name}"),
            FormField(
                self.tr("新しいパスフレーズ"),
                key="passphrase",
                name=f"entry_{name}_new",
                secret=True,
            ),
            FormField(self.tr("もう一度"), key="again", name=f"entry_{name}_again", secret=True),
        )

    def _enter(self) -> None:
        fields = (self.words, *(field for three in self._people for field in three))
        for field in fields:
            field.clear_error()
        for field in fields:
            if not field.text().strip():
                self._refuse(field, self.tr("空欄です。入れてください。"))
                return
        for _login, new, again in self._people:
            if len(new.text()) < SHORTEST_PASSPHRASE:
                words = self.tr("パスフレーズが短すぎます（{0}文字以上）。")
                self._refuse(new, words.format(SHORTEST_PASSPHRASE))
                return
            if new.text() != again.text():
                self._refuse(again, self.tr("左の新しいパスフレーズと違います。"))
                return
        both = [ComingBack(login.text(), new.text()) for login, new, _ in self._people]
        entry, words, at = self._entry, self.words.text(), self._clock.now()
        self.banners.clear()
        self.set_busy(True)
        task = self._tasks.store(lambda: entry.enter(words, both[0], both[1], at))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _refuse(self, field: FormField, sentence: str) -> None:
        field.set_error(sentence)
        field.editor.setFocus()

    def _on_done(self, _nothing: object, _tag: object) -> None:
        self._forget()
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._errors.show_error(self, error)

    def _forget(self) -> None:
        """Take words and passphrases off the screen."""
        for field in (self.words, *(field for three in self._people for field in three)):
            field.set_text("")
