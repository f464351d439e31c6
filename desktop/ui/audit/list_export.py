"""The list as it is filtered, for a spreadsheet: an open export from then on (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui.audit.words import detail_words
from desktop.ui.context import Context
from desktop.ui.widgets.save_dialog import SaveDialog


class ListExport(QObject):
    def __init__(
        self, parent: QWidget, context: Context, which: Mapping[str, str | date | None]
    ) -> None:
        super().__init__(parent)
        self._host, self._context, self._which = parent, context, dict(which)

    def ask(self) -> None:
        dialog = SaveDialog(
            self._host,
            self.tr("一覧を書き出す場所"),
            f"audit-list_{self._context.today():%Y%m%d}.xlsx",
            name="audit_list_dialog",
            suffix="xlsx",
        )
        dialog.fileSelected.connect(self._export_to)
        dialog.open()

    def _export_to(self, name: str) -> None:
        lists, act, which = self._context.desk.audit_lists, self._context.act(), self._which
        task = self._context.tasks.store(
            lambda: lists.save(act, Path(name), detail_words, **which)  # type: ignore[arg-type]
        )
        task.succeeded.connect(self._on_exported)
        task.failed.connect(self._on_failed)

    def _on_exported(self, lines: object, _tag: object) -> None:
        self._context.notify(self.tr("記録の一覧を{0}件書き出しました。").format(lines))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self._host)
