"""補正依頼 (D-02): which points the letter asks to mend, proposed by the check and editable."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, panel
from desktop.ui.widgets.select import Check

OTHER = "OTHER"


class CorrectionPoint(QWidget):
    """A declared point with a tick, and room for words of the case while it is ticked."""

    def __init__(self, code: str, words: str, *, ticked: bool) -> None:
        super().__init__()
        self.code = code
        self.tick = Check(words, name=f"correction_{code}", checked=ticked)
        self.note = TextField()
        self.note.setObjectName(f"correction_note_{code}")
        self.note.setAccessibleName(self.tr("{0}の補足").format(words))
        self.note.setPlaceholderText(
            self.tr("お客様に伝える文") if code == OTHER else self.tr("補足の文（なくてもよい）")
        )
        inner = column(self.note, margins=(28, 0, 0, 4))
        self.setLayout(column(self.tick, inner, spacing=0))
        self.note.setVisible(ticked)
        self.tick.toggled.connect(self.note.setVisible)

    def point(self) -> str:
        """The code, with its note after a colon."""
        note = self.note.text().strip()
        return f"{self.code}: {note}" if note else self.code


class CorrectionPanel(TaskPanel):
    left = Signal()

    def __init__(self, opened: OpenCase, pictures: Pictures, points: tuple[str, ...]) -> None:
        super().__init__(opened, pictures, self.tr("補正依頼"), name="correction_panel")
        self._begin_with = points
        self.points: list[CorrectionPoint] = []
        self._rows = column(spacing=2)
        self.field = FormField(
            self.tr("お願いする事項"), panel(self._rows), key="points", name="correction_points"
        )
        self.note.setText(self.tr("D-02　請求書の住所あて"))
        self.put(
            label(
                self.tr("選んだ事項で文書を作ります。登録情報の内容は文書に載りません。"),
                "small",
                wrap=True,
            ),
            self.field,
        )
        self.make = Button(
            self.tr("補正依頼書を作る"), "primary", key="Ctrl+Enter", name="correction_make"
        )
        self.leave = Button(self.tr("戻る"), "secondary", key="Esc", name="correction_leave")
        self.make.clicked.connect(self._make)
        self.leave.clicked.connect(self.left)
        self.act_with(self.make, self.leave)
        desk, day = opened.desk, opened.context.today()
        task = opened.context.tasks.store(lambda: desk.casework.correction_points(day))
        task.succeeded.connect(self._on_codes)
        task.failed.connect(self._on_failed)

    def start(self) -> None:
        first = self._first() if self.points else self.leave
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> QWidget:
        ticked = [one for one in self.points if one.tick.isChecked()]
        return (ticked or self.points)[0].tick

    def _on_codes(self, codes: object, _tag: object) -> None:
        if not isinstance(codes, Mapping):
            return
        for code, words in codes.items():
            one = CorrectionPoint(code, words, ticked=code in self._begin_with)
            one.tick.toggled.connect(self._on_toggled)
            self.points.append(one)
            self._rows.addWidget(one)
            one.show()  # at once, so that the first tick can take the focus
        self._on_toggled()
        self.start()

    def _on_toggled(self) -> None:
        self.field.clear_error()
        self.make.setEnabled(any(one.tick.isChecked() for one in self.points))

    def _make(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        chosen = tuple(one.point() for one in self.points if one.tick.isChecked())
        self.opened.change(
            self,
            lambda act: desk.casework.ask_correction(act, case_id, chosen),
            button=self.make,
            said=self.tr("補正依頼書を作りました。"),
        )

    def _on_failed(self, error: BaseException) -> None:
        self.opened.context.show_error(error, self)
