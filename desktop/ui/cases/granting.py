"""What is told of a request that is met: the purpose, old and new content, the day (DOMAIN §1)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.domain.grants import CHANGED_FROM, CHANGED_TO, DONE, TOLD, wanting
from desktop.domain.requests import REQUEST_LABELS, RequestType
from desktop.domain.requests import Item as InfoItem
from desktop.services.case_views import ItemDecision
from desktop.ui import theme
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, row


class Granting(QWidget):
    """The fields that a granted item of this type needs; none for a disclosure."""

    changed = Signal()

    def __init__(
        self, kind: RequestType, code: str, before: ItemDecision | None, today: date
    ) -> None:
        super().__init__()
        self.setObjectName(f"granting_{code}")
        self._kind = kind
        granted = before is not None and before.granted
        word = REQUEST_LABELS[kind]
        self.told: QPlainTextEdit | None = None
        self.before: QPlainTextEdit | None = None
        self.after: QPlainTextEdit | None = None
        self.day: DateField | None = None
        fields: list[FormField] = []
        if kind in CHANGED_FROM:
            self.before = self._editor(f"granted_before_{code}", before.before if before else "")
            title = self.tr("{0}前の内容").format(word)
            fields.append(FormField(title, self.before, key="before", name=f"before_{code}"))
        if kind in CHANGED_TO:
            self.after = self._editor(f"granted_after_{code}", before.after if before else "")
            title = self.tr("{0}後の内容").format(word)
            fields.append(FormField(title, self.after, key="after", name=f"after_{code}"))
        pairs: list[Item] = []
        if fields:
            sides: list[Item] = [(one, 1) for one in fields]
            pairs.append(row(*sides, spacing=12))
        if kind in DONE or kind in TOLD:
            self.told = self._editor(
                f"granted_told_{code}", before.text if before and granted else ""
            )
            title = (
                self.tr("通知する利用目的")
                if kind in TOLD
                else self.tr("お客様に伝える説明（任意）")
            )
            told = FormField(title, self.told, key="told", name=f"told_{code}")
            if kind in DONE:
                self.day = DateField(before.done_on if before else None, today)
                self.day.setObjectName(f"granted_day_{code}")
                self.day.textChanged.connect(self.changed)
                day = FormField(
                    self.tr("実施した日"), self.day, key="done_on", name=f"done_on_{code}"
                )
                day.setFixedWidth(theme.px(150))
                pairs.append(row((told, 1), day, spacing=12))
            else:
                pairs.append(told)
        self.setLayout(column(*pairs, spacing=8))

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to say."""
        return self._kind in TOLD or self._kind in DONE

    def decision(self, item: InfoItem | None) -> ItemDecision:
        """The item granted, with what stands in the fields."""
        return ItemDecision(
            self._kind,
            item,
            True,
            text=_words(self.told),
            before=_words(self.before),
            after=_words(self.after),
            done_on=self.day.day() if self.day is not None else None,
        )

    def lacks(self) -> str:
        """What a granted item does not say yet, as words; "" where nothing lacks."""
        day = self.day.day() if self.day is not None else None
        found = wanting(self._kind, _words(self.told), _words(self.before), _words(self.after), day)
        return found.sentence if found is not None else ""

    def _editor(self, name: str, words: str) -> QPlainTextEdit:
        made = note_editor(name, 2)
        made.setPlainText(words)
        made.textChanged.connect(self.changed)
        return made


def _words(editor: QPlainTextEdit | None) -> str:
    return editor.toPlainText().strip() if editor is not None else ""
