"""紙: the buttons for where a case's paper stands and for the originals that go back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES
from desktop.services.special_views import OriginalView
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.original_cover import original_lines, own_cover
from desktop.ui.cases.original_dialogs import CancelOriginalDialog, CorrectOriginalDialog
from desktop.ui.cases.paper_dialogs import OriginalDialog, SendOriginalDialog, ShelfDialog
from desktop.ui.labels import label, set_tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.save_dialog import SaveDialog


class PaperActs(QWidget):
    """Only what the person may do now is shown."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("paper_acts")
        self._opened = opened
        self._place = label("", "small", name="paper_shelf")
        self.shelf = self._button(self.tr("紙の保管場所を記録する"), "shelf", self._ask_shelf)
        self.label = self._button(self.tr("保管ラベルを保存する"), "label", self._ask_label)
        self.ask = self._button(self.tr("原本の返却を受け付ける"), "original", self._ask_original)
        self.cover = self._button(self.tr("原本の送付状を作る"), "original_cover", self._make_cover)
        self.check = self._button(
            self.tr("返す原本の封入を確認する"), "original_check", self._check
        )
        self.send = self._button(self.tr("原本の返送を記録する"), "original_send", self._send)
        self.cancel = self._button(
            self.tr("返却の申出を取り消す"), "original_cancel", self._ask_cancel
        )
        self.correct = self._button(
            self.tr("返送の記録を直す"), "original_correct", self._ask_correct
        )
        flow = Flow(spacing=8)
        for button in (
            self.shelf,
            self.label,
            self.ask,
            self.cover,
            self.check,
            self.send,
            self.cancel,
            self.correct,
        ):
            flow.addWidget(button)
        self.setLayout(column(self._place, flow, spacing=4))
        opened.read.connect(self.refresh)

    def refresh(self) -> None:
        view = self._opened.view
        if view is None:
            self.hide()
            return
        may, me = self._opened.context.may, self._opened.context.signed_in.person_id
        one = self._kept()
        shown = {
            self.shelf: may(Capability.FILE),
            self.label: may(Capability.FILE) and bool(view.special.shelf),
            self.ask: may(Capability.FILE) and view.line.state not in END_STATES,
            self.cover: may(Capability.CHECK_FORM)
            and one is not None
            and view.line.state not in END_STATES
            and own_cover(view) is None,
            self.check: may(Capability.ENCLOSE_CHECK) and one is not None and not one.checked_by_id,
            self.send: may(Capability.DISPATCH)
            and one is not None
            and one.checked_by_id not in ("", me),
            self.cancel: may(Capability.FILE) and one is not None,
            self.correct: may(Capability.DISPATCH) and bool(self._originals(sent=True)),
        }
        shelf = view.special.shelf
        self._place.setText(
            self.tr("紙　保管場所：{0}").format(shelf)
            if shelf
            else self.tr("紙　保管場所の記録なし")
        )
        ended = view.line.state in END_STATES
        set_tone(self._place, "warn" if ended and not shelf else "text2")
        for button, visible in shown.items():
            button.setVisible(visible)
        self.setVisible(any(shown.values()))

    def _kept(self) -> OriginalView | None:
        """The first original that has not gone back."""
        return next(iter(self._originals(sent=False)), None)

    def _originals(self, *, sent: bool) -> list[OriginalView]:
        view = self._opened.view
        found = view.special.originals if view is not None else ()
        return [one for one in found if (one.sent_on is not None) == sent]

    def _button(self, words: str, name: str, act: Callable[[], None]) -> Button:
        button = Button(words, name=f"paper_{name}", small=True)
        button.clicked.connect(act)
        return button

    def _ask_shelf(self) -> None:
        ShelfDialog(self, self._opened).open()

    def _ask_original(self) -> None:
        OriginalDialog(self, self._opened).open()

    def _ask_label(self) -> None:
        dialog = SaveDialog(
            self,
            self.tr("保管ラベルを保存する場所"),
            f"label-{self._opened.case.line.number}.pdf",
            name="label_file_dialog",
        )
        dialog.fileSelected.connect(self._save_label)
        dialog.open()

    def _save_label(self, name: str) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.paper.save_label(act, case_id, Path(name)),
            button=self.label,
            said=self.tr("保管ラベルを保存しました。"),
        )

    def _make_cover(self) -> None:
        desk, case_id, things = self._opened.desk, self._opened.case_id, self._kept_lines()
        self._opened.change(
            self,
            lambda act: desk.casework.notices.cover(act, case_id, things),
            button=self.cover,
            said=self.tr("送付状を作りました。印刷して、原本と同じ封筒に入れてください。"),
        )

    def _kept_lines(self) -> tuple[str, ...]:
        return original_lines(self._opened.view) if self._opened.view is not None else ()

    def _check(self) -> None:
        one = self._kept()
        if one is None:
            return
        desk, case_id, original = self._opened.desk, self._opened.case_id, one.id
        self._opened.change(
            self,
            lambda act: desk.paper.check_original(act, case_id, original),
            button=self.check,
            said=self.tr("封入の確認を記録しました。別の人が返送します。"),
        )

    def _send(self) -> None:
        one = self._kept()
        if one is not None:
            SendOriginalDialog(self, self._opened, one).open()

    def _ask_cancel(self) -> None:
        CancelOriginalDialog(self, self._opened, self._originals(sent=False)).open()

    def _ask_correct(self) -> None:
        CorrectOriginalDialog(self, self._opened, self._originals(sent=True)).open()
