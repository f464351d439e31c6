"""Which days' notes of calls and visits are written out, and where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.save_dialog import SaveDialog


class NoteLogDialog(Dialog):
    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent, "", "", name="note_log")
        self.ask(self.tr("電話・窓口の記録を書き出しますか"))
        self.act.set_text(self.tr("保存する場所を選ぶ"))
        self._context = context
        today = context.today()
        self.since, self.until = DateField(today, today), DateField(today, today)
        self.fields = (
            FormField(self.tr("この日から"), self.since, key="since", name="note_log_since"),
            FormField(self.tr("この日まで"), self.until, key="until", name="note_log_until"),
        )
        self.add(
            label(
                self.tr(
                    "連絡のあった日の記録と、送った書式の一覧をCSVで書き出します。"
                    "氏名や住所が入ります。使い終わったら消してください。"
                ),
                wrap=True,
            ),
            row(*((field, 1) for field in self.fields), spacing=12),
        )
        self.start_at(self.since)
        self.confirmed.connect(self._ask_file)

    def _ask_file(self) -> None:
        for field, day in zip(self.fields, (self.since, self.until), strict=True):
            if day.day() is None:
                field.tell_no_day()
                return
        dialog = SaveDialog(
            self,
            self.tr("記録を保存する場所"),
            f"denwa-madoguchi-{self.since.text()}.csv",
            name="note_log_file_dialog",
            suffix="csv",
        )
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        since, until = self.since.day(), self.until.day()
        if since is None or until is None:
            return
        log, act = self._context.desk.note_log, self._context.act()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: log.export(act, since, until, Path(name)))
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)

    def _on_saved(self, _file: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self.tr("電話・窓口の記録を保存しました。"))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
