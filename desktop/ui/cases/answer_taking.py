"""回答ファイル taken into the case: lines at once, pages to be looked at, doubts one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.domain.errors import DeskError, Refused
from desktop.domain.requests import Item
from desktop.services.act import Act, new_act
from desktop.services.answer_folder import item_of
from desktop.services.answer_pages import ReadAnswer
from desktop.services.answer_reports import AnswerReport
from desktop.services.investigation import Settled
from desktop.ui.cases.answer_outside import OutsideDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.widgets.banner import Banner

_SHOWN_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class _Taken:
    file: Path = field(repr=False)
    told: AnswerReport | DeskError


class AnswerTaking(QObject):
    """Works for the panel: what is told, is told there."""

    def __init__(self, panel: TaskPanel, opened: OpenCase) -> None:
        super().__init__(panel)
        self._panel, self._opened = panel, opened
        self._unsettled: list[_Taken] = []
        self._pdfs: list[tuple[Path, Item]] = []

    def take(self, files: Sequence[Path], chosen: Item | None = None) -> None:
        """The files by name: a PDF is that item's whose code it bears, else the chosen one's."""
        self._panel.banners.clear()
        self._unsettled.clear()
        self._pdfs.clear()
        pages = [file for file in files if file.suffix.lower() == ".pdf"]
        lines = [file for file in files if file not in pages]
        for file in pages:
            item = item_of(file.name, self._opened.case.line.number) or chosen
            if item is None:
                self._opened.context.show_error(
                    Refused(
                        self.tr("どの項目の回答か、PDFのファイル名から分かりません。"),
                        self.tr("表で項目を選んでから、もう一度置いてください。"),
                    ),
                    self._panel,
                )
                return
            self._pdfs.append((file, item))
        if lines:
            self._take_lines(lines)
        else:
            self._next_pdf()

    # -- lines -------------------------------------------------------------------------------

    def _take_lines(self, files: Sequence[Path]) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id

        def take(act: Act) -> object:
            # The first one asks for the version on the screen; the others follow from its own.
            acts = (act, *(new_act(act.by, act.at) for _file in files[1:]))
            taken: list[_Taken] = []
            for one, file in zip(acts, files, strict=True):
                try:
                    taken.append(_Taken(file, desk.casework.import_answers(one, case_id, file)))
                except DeskError as error:
                    if not taken:
                        raise
                    # Those before it are in the case and have to be shown.
                    return [*taken, _Taken(file, error)]
            return taken

        self._opened.change(self._panel, take, self._on_taken)

    def _settle(self, file: Path, digest: str, kept: frozenset[int]) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id

        def take(act: Act) -> object:
            settled = Settled(digest, kept)
            return [_Taken(file, desk.casework.import_answers(act, case_id, file, settled))]

        self._opened.change(self._panel, take, self._on_taken)

    def _on_taken(self, found: object) -> None:
        for one in found if isinstance(found, list) else ():
            if isinstance(one.told, DeskError):
                self._opened.context.show_error(one.told, self._panel)
            elif one.told.outside and not one.told.rejected:
                self._unsettled.append(one)
            else:
                self._tell(one.told)
        self._ask_next()

    def _ask_next(self) -> None:
        """The next file with lines to settle; one that was left is not taken."""
        one = self._unsettled.pop(0) if self._unsettled else None
        if one is None or not isinstance(one.told, AnswerReport):
            self._next_pdf()
            return
        asking = OutsideDialog(self._panel, self._opened, one.file, one.told, self._settle)
        asking.rejected.connect(self._ask_next)
        asking.open()

    def _tell(self, report: AnswerReport) -> None:
        if report.rejected:
            told = [
                self.tr("{0}行目 {1}：{2}").format(one.line, one.column, one.reason)
                for one in report.rejected[:_SHOWN_PROBLEMS]
            ]
            rest = len(report.rejected) - _SHOWN_PROBLEMS
            if rest > 0:
                told.append(self.tr("ほか{0}行").format(rest))
            self._panel.banners.show_banner(
                Banner(
                    "bad",
                    self.tr("回答ファイルに受け取れない行があり、取り込みませんでした。"),
                    "　".join(told),
                    closable=True,
                    name="answer_rejected",
                )
            )
            return
        if report.item is None:
            words = self.tr("調べる期間の行がないため、取り込んだ行はありません。")
        else:
            words = self.tr("{0}の回答を{1}行取り込みました。")
            words = words.format(self._opened.case.items.word(report.item), report.rows)
        if report.lacking:
            words += self.tr("値のない30分が{0}か所あります。").format(f"{report.lacking:,}")
        self._opened.context.notify(words)

    # -- pages -------------------------------------------------------------------------------

    def _next_pdf(self) -> None:
        if not self._pdfs:
            return
        file, item = self._pdfs.pop(0)
        desk, by = self._opened.desk, self._opened.context.signed_in
        self._opened.context.notify(self.tr("PDFの回答を読み取っています。"))
        task = self._opened.context.tasks.free(
            lambda: desk.answer_pages.read(by, file), tag=(file, item)
        )
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_unread)

    def _on_read(self, read: object, tag: object) -> None:
        if not isinstance(read, ReadAnswer) or not isinstance(tag, tuple):
            return
        if self._opened.context.locked or self._opened.context.somebody is None:
            self._tell_left()
            return
        file, item = tag
        self._keep(file, item, read)

    def _tell_left(self) -> None:
        """Nobody is there to take them in; who comes back reads that they still lie where they
        lay."""
        left = 1 + len(self._pdfs)
        self._pdfs.clear()
        self._panel.banners.show_banner(
            Banner(
                "warn",
                self.tr("ロックの間に読み取ったPDFの回答{0}件は、取り込んでいません。").format(
                    left
                ),
                self.tr("ファイルは元の場所にあります。もう一度置いてください。"),
                closable=True,
                name="answer_not_taken",
            )
        )

    def _on_unread(self, error: BaseException) -> None:
        self._opened.context.show_error(error, self._panel)
        self._next_pdf()

    def _keep(self, file: Path, item: Item, read: ReadAnswer) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        words = self.tr("{0}の回答（PDF {1}枚）を受け入れました。頁を見て確定してください。")
        self._opened.change(
            self._panel,
            lambda act: desk.answer_pages.take(
                act, case_id, item, read.pages, file=file, digest=read.digest
            ),
            lambda _view: self._next_pdf(),
            said=words.format(self._opened.case.items.word(item), len(read.pages)),
        )
