"""Taking a misfiled page where it belongs: to another case or back to 受付, with its reason."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.services.act import Act
from desktop.services.pages_misfiled import MISFILED_LABELS, MisfiledReason, Moved
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.verdict import Verdict


class MisfiledDialog(Dialog):
    """Closes itself when the page has gone; it can be had back at once, wherever it went."""

    def __init__(self, parent: QWidget, opened: OpenCase, page_id: str, title: str) -> None:
        super().__init__(
            parent,
            self.tr("「{0}」を移しますか").format(title),
            self.tr("移す"),
            name="misfiled",
            kind="primary",
        )
        self._opened, self._page_id = opened, page_id
        self.target = Verdict(
            (self.tr("別の案件へ移す"), "misfiled_to_case"),
            (self.tr("受付へ戻す"), "misfiled_to_intake"),
            name="misfiled_target",
        )
        self.number = FormField(self.tr("移す先の受付番号"), key="to_case", name="misfiled_number")
        options = [("", self.tr("選んでください"))]
        options += [(reason.value, words) for reason, words in MISFILED_LABELS.items()]
        self.reason = Select(options, name="misfiled_reason", accessible=self.tr("移す理由"))
        self._reason_field = FormField(
            self.tr("移す理由"), self.reason, key="reason", name="misfiled_reason_field"
        )
        self.reason.currentIndexChanged.connect(self._on_reason)
        self.target.yes.toggled.connect(self._on_target)
        self.add(
            self.target,
            self.number,
            self._reason_field,
            label(
                self.tr(
                    "両方の案件に記録が残ります。本人確認の書類なら本人確認へ戻り、"
                    "決裁に出した回答は起案へ戻ります。"
                ),
                "small",
                wrap=True,
            ),
        )
        self.number.hide()  # laid in by now: there is no number to give before it goes to a case
        self.start_at(self.target)
        self.confirmed.connect(self._move)

    def _move(self) -> None:
        for field in (self.number, self._reason_field):
            field.clear_error()
        number, reason = self.number.text().strip(), self.reason.key()
        joins = self.target.given()
        if joins is None:
            return
        if joins and not number:
            self._point_at(self.number, self.tr("移す先の受付番号を入れてください。"))
            return
        if not reason:
            self._point_at(self._reason_field, self.tr("移す理由を選んでください。"))
            return
        page_id, desk = self._page_id, self._opened.desk
        version = self._opened.case.version

        def work(act: Act) -> object:
            if joins:
                return desk.misfiled.move(act, page_id, number, reason, version=version)
            return desk.misfiled.to_intake(act, page_id, reason, version=version)

        self._opened.change(self, work, self._on_moved, button=self.act)

    def _point_at(self, field: FormField, sentence: str) -> None:
        field.set_error(sentence)
        field.editor.setFocus()

    def _on_reason(self) -> None:
        self._reason_field.clear_error()

    def _on_target(self, joins: bool) -> None:
        self.number.setVisible(joins)

    def _on_moved(self, result: object) -> None:
        self.accept()
        notify = self._opened.context.notify
        if isinstance(result, Moved):
            told = self.tr("ページを {0} へ移しました。").format(result.to_number)
            notify(told, lambda: _move_back(self._opened, result))
        else:
            envelope_id = str(result)
            told = self.tr("ページを受付の未登録の郵便物へ戻しました。")
            notify(told, lambda: _back_from_intake(self._opened, envelope_id))


def _move_back(opened: OpenCase, moved: Moved) -> None:
    """The same act the other way round, logged like it."""
    desk, window = opened.desk, opened.parent()
    if isinstance(window, QWidget):
        opened.change(
            window,
            lambda act: desk.misfiled.move(
                act, moved.page_id, moved.from_case, MisfiledReason.MOVED_BY_MISTAKE
            ),
            said=_tr("ページを元の案件へ戻しました。"),
        )


def _back_from_intake(opened: OpenCase, envelope_id: str) -> None:
    desk, window = opened.desk, opened.parent()
    if isinstance(window, QWidget):
        opened.change(
            window,
            lambda act: desk.misfiled.back_from_intake(act, envelope_id),
            said=_tr("ページを元の案件へ戻しました。"),
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Misfiled", text)
