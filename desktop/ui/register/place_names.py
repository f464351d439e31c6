"""The office's table of renamed places: the administrator brings it and proposes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.place_names import NamesReport
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.file_drop import FileDrop
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_DROP, _REPORT = range(2)
_COLUMN_WORDS = {
    "old": QT_TRANSLATE_NOOP("PlaceNames", "旧名"),
    "new": QT_TRANSLATE_NOOP("PlaceNames", "新名"),
    "date": QT_TRANSLATE_NOOP("PlaceNames", "日付"),
    "": QT_TRANSLATE_NOOP("PlaceNames", "行の全体"),
}


class PlaceNamesPanel(QWidget):
    """Choose a table, see which lines are wrong, propose it from a day on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("place_names")
        self.setAccessibleName(self.tr("地名の対応表"))
        self._drop = FileDrop(self)
        self._drop.given.connect(self._on_files)
        self._context = context
        self._file: Path | None = None
        self._asked = Asked()
        self.banners = BannerArea(name="place_names_banners")
        choose = Button(
            self.tr("対応表のCSVを選ぶ"), "primary", name="names_choose", icon="folder-open"
        )
        choose.clicked.connect(self._choose)
        empty = EmptyState(
            self.tr(
                "合併などで変わった地名の対応表（旧名・新名・変わった日の三列のCSV）をここへドラッグするか、選んでください。"
            ),
            choose,
            icon="scroll-text",
            name="names_drop",
        )
        self._summary = label("", "h2", name="names_summary")
        self._note = label("", "small", wrap=True, name="names_note")
        self.begins = FormField(
            self.tr("使い始める日"),
            DateField(context.today(), context.today(), name="names_from"),
            key="effective_from",
            name="names_from",
        )
        self.begins.setFixedWidth(180)
        self._model = RowsModel(
            (
                Column(self.tr("行"), 78, "right"),
                Column(self.tr("項目"), 150),
                Column(self.tr("理由")),
            )
        )
        self.lines = Table(self._model, name="names_lines", accessible=self.tr("受け入れない行"))
        self.propose = Button(
            self.tr("この対応表を申請する"), "primary", key="Ctrl+Enter", name="names_propose"
        )
        self.propose.clicked.connect(self._propose)
        other = Button(self.tr("別のファイルを選ぶ"), name="names_other")
        other.clicked.connect(self._choose)
        words = column(self._summary, self._note, None, spacing=4)
        report = panel(
            column(
                row((words, 1), self.begins, spacing=16, margins=(16, 14, 16, 10)),
                (self.lines, 1),
                panel(row(self.propose, other, None, margins=(14, 10, 14, 12)), "foot"),
                spacing=0,
                margins=(1, 1, 1, 1),
            ),
            "card",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(column((empty, 1)), "card"))
        self._stack.addWidget(report)
        self.setLayout(column(self.banners, (self._stack, 1), spacing=10))

    def look_at(self, file: Path) -> None:
        """Read the table without proposing it."""
        self._file = file
        self.banners.clear()
        self._ask(dry_run=True)

    def _choose(self) -> None:
        title, kinds = self.tr("地名の対応表を選ぶ"), self.tr("CSVファイル (*.csv)")
        self._drop.ask(title, kinds, name="names_file_dialog")

    def _on_files(self, files: tuple[Path, ...]) -> None:
        self.look_at(files[0])

    def _propose(self) -> None:
        editor = self.begins.editor
        if isinstance(editor, DateField) and editor.day() is None:
            self.begins.set_error(
                self.tr("日付として読めません。2026-11-12 のように入れてください。")
            )
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ask(dry_run=False)

    def _ask(self, *, dry_run: bool) -> None:
        file, editor = self._file, self.begins.editor
        if file is None or not isinstance(editor, DateField):
            return
        names, act = self._context.desk.place_names, self._context.act()
        begins = editor.day() or self._context.today()
        self.propose.setEnabled(False)
        task = self._context.tasks.store(
            lambda: names.import_csv(act, file, begins, dry_run=dry_run),
            tag=dry_run,
            asked=self._asked,
        )
        task.succeeded.connect(self._on_report)
        task.failed.connect(self._on_failed)

    def _on_report(self, report: object, dry_run: object) -> None:
        if not isinstance(report, NamesReport):
            return
        if report.setting is not None:
            self._stack.setCurrentIndex(_DROP)
            self._file = None
            self.banners.show_banner(
                Banner(
                    "ok",
                    self.tr("{0:,}件の対応表を申請しました").format(report.accepted),
                    self.tr("責任者が署名すると、使い始める日から照合に使われます。"),
                    closable=True,
                    name="names_proposed",
                )
            )
            self._context.data_changed.emit()
            return
        self._summary.setText(self.tr("{0:,}件の対応を読みました").format(report.accepted))
        wrong = len(report.rejected)
        self._note.setText(
            self.tr("受け入れない行が{0}行あります。ファイルを直して選び直してください。").format(
                wrong
            )
            if wrong
            else self.tr("いまの対応表は、責任者が署名するとこの内容に替わります。")
        )
        self._model.set_rows(
            [
                Row(
                    (
                        Cell(f"{one.line:,}", align="right"),
                        Cell(_tr(_COLUMN_WORDS.get(one.column, one.column)), px=13),
                        Cell(one.reason, px=13),
                    ),
                    key=str(number),
                )
                for number, one in enumerate(report.rejected)
            ]
        )
        self.lines.setVisible(bool(wrong))
        self.propose.setEnabled(not wrong and report.accepted > 0)
        self._stack.setCurrentIndex(_REPORT)
        (self.propose if self.propose.isEnabled() else self.lines).setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self.propose.setEnabled(self._stack.currentIndex() == _REPORT)
        self._context.show_error(error, self)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlaceNames", text)
