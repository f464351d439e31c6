"""元のファイル: what was taken in and still lies outside in clear, and its end (DESIGN §4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.services.sources import Deleted, SourceState, SourceView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.source_words import state_words, why_kept
from desktop.ui.intake.words import forbidden_words
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROWS = 6
_ROW = 46


class SourcesDialog(Dialog):
    """Chosen files are deleted where they lie; of others a person says that they are destroyed.

    Neither can be undone: both ask once more in place, with the keyboard on the way back.
    """

    def __init__(
        self, parent: QWidget | None, context: Context, chosen: Collection[str] = ()
    ) -> None:
        super().__init__(
            parent,
            self.tr("取り込んだ元のファイルを消しますか"),
            self.tr("選んだファイルを消す"),
            name="sources_dialog",
            leave=self.tr("閉じる"),
            kind="danger",
            width=900,
        )
        self._context = context
        self._asked = Asked()
        self._wanted = set(chosen)
        self._stuck: set[str] = set()
        self._question: Banner | None = None
        self._model = RowsModel(
            (
                Column(self.tr("ファイルと置き場所")),
                Column(self.tr("封筒"), 72),
                Column(self.tr("取込"), 72),
                Column(self.tr("いまの状態"), 236),
            )
        )
        self.table = Table(
            self._model,
            name="sources_rows",
            accessible=self.tr("取り込んだ元のファイルの一覧"),
            row_height=_ROW,
            several=True,
        )
        self.table.setFixedHeight(theme.px(30 + _ROW * _ROWS + 2))
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self._count = label("", "small", name="sources_count")
        self.confirm = Button(
            self.tr("処分したことを確かめた"), "secondary", small=True, name="sources_confirm"
        )
        self.confirm.clicked.connect(self._ask_confirm)
        words = label(
            self.tr(
                "消すのは、取り込んだときのままのファイルだけです。"
                "SSDや共有フォルダーでは、消しても内容が機器に残ることがあります。"
            ),
            "small",
            wrap=True,
        )
        self.add(words, self.table, row(self._count, None, self.confirm, spacing=8))
        self.confirmed.connect(self._ask_delete)
        self.start_at(self.table)
        self._ask()

    # In the free pool: a share that does not answer may hold up a look at its files for long.

    def _ask(self) -> None:
        sources, by = self._context.desk.sources, self._context.signed_in
        task = self._context.tasks.free(lambda: sources.waiting(by), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, found: object, _tag: object) -> None:
        if not isinstance(found, tuple):
            return
        views = [one for one in found if isinstance(one, SourceView)]
        if not views:
            self.accept()
            return
        self._model.set_rows([self._row(one) for one in views])
        self._choose(self._wanted)
        self._wanted = set()
        self.table.setFocus()
        self._on_selection()

    def _choose(self, wanted: Collection[str]) -> None:
        """Put the cursor on the first of these, and choose all of them."""
        self.table.choose_first()
        self.table.clearSelection()
        numbers = sorted(self._model.number_of(one) for one in wanted)
        rows = [number for number in numbers if number >= 0] or [0]
        self.table.setCurrentIndex(self._model.index(rows[0], 0))
        selection, flag = self.table.selectionModel(), self.table.selectionModel().SelectionFlag
        for number in rows:
            selection.select(self._model.index(number, 0), flag.Select | flag.Rows)

    def _row(self, one: SourceView) -> Row:
        state = SourceState.STUCK if one.task.id in self._stuck else one.state
        words, tone, icon = state_words(state)
        number = forbidden_words(one.task.kind) if one.task.kind is not None else ""
        seen = self.tr("{0}が写っています").format(number) if number else ""
        file = PurePath(one.place)
        what = Cell(file.name, px=13, weight=500, sub=str(file.parent))
        if one.state is SourceState.PAPER:
            words, seen = self.tr("用紙の番号の処置を待っています"), number
            what = Cell(self.tr("用紙"), px=13, weight=500, sub=self.tr("ファイルはありません"))
        return Row(
            (
                what,
                Cell(str(one.task.envelope_number), px=13),
                Cell(short_day(one.task.at.date()), px=13),
                Cell(words, tone, icon, px=13, sub=seen, sub_tone="bad"),
            ),
            key=one.task.id,
        )

    def _on_selection(self) -> None:
        chosen = len(self.table.chosen_keys())
        self._count.setText(
            self.tr("{0}件中 {1}件を選んでいます（Ctrl+A ですべて）").format(
                self._model.rowCount(), chosen
            )
        )
        waits = self._question is not None
        self.act.setEnabled(chosen > 0 and not waits)
        self.confirm.setEnabled(chosen > 0 and not waits)

    def _ask_delete(self) -> None:
        keys = self.table.chosen_keys()
        headline = self.tr("{0}件のファイルを消します。元に戻せません。").format(len(keys))
        then = Button(self.tr("消す"), "danger", small=True, name="sources_delete_now")
        then.clicked.connect(partial(self._delete, keys))
        self._put(headline, self.tr("取り込んだページは、窓口に残ります。"), then)

    def _ask_confirm(self) -> None:
        keys = self.table.chosen_keys()
        headline = self.tr("{0}件を処分したと記録します。元に戻せません。").format(len(keys))
        body = self.tr(
            "写しやごみ箱に残っていないこと、用紙の番号が読めないことを確かめてください。"
        )
        then = Button(self.tr("記録する"), "secondary", small=True, name="sources_confirm_now")
        then.clicked.connect(partial(self._confirm, keys))
        self._put(headline, body, then)

    def _put(self, headline: str, body: str, then: Button) -> None:
        """Ask once more; the keyboard stands on the button that leaves everything as it is."""
        self.banners.clear()
        back = Button(self.tr("やめる"), "secondary", small=True, name="sources_back")
        back.clicked.connect(self._take_back)
        self._question = Banner("bad", headline, body, actions=[then, back], name="sources_sure")
        self.banners.show_banner(self._question)
        self.table.setEnabled(False)
        self._on_selection()
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        self._settle_question()
        self.table.setFocus()

    def _settle_question(self) -> None:
        if self._question is not None:
            self.table.setEnabled(True)
            self.table.setFocus()
            self.banners.remove(self._question)
            self._question = None
        self._on_selection()

    def _delete(self, keys: tuple[str, ...]) -> None:
        self._settle_question()
        self.set_busy(True)
        sources, act = self._context.desk.sources, self._context.act()
        task = self._context.tasks.free(lambda: sources.delete(act, keys))
        task.succeeded.connect(self._on_deleted)
        task.failed.connect(self._on_failed)

    def _confirm(self, keys: tuple[str, ...]) -> None:
        self._settle_question()
        self.set_busy(True)
        sources, act = self._context.desk.sources, self._context.act()
        task = self._context.tasks.free(lambda: sources.confirm(act, keys))
        task.succeeded.connect(self._on_confirmed)
        task.failed.connect(self._on_failed)

    def _on_deleted(self, answer: object, _tag: object) -> None:
        self.set_busy(False)
        if not isinstance(answer, Deleted):
            return
        if answer.gone:
            self._context.notify(
                self.tr("{0}件のファイルを消し、記録しました。").format(answer.gone)
            )
        self._wanted = {one for one, _why in answer.kept}
        self._stuck = {one for one, why in answer.kept if why is SourceState.STUCK}
        why = Counter(state for _one, state in answer.kept)
        for state, count in why.items():
            headline = self.tr("{0}件は消していません").format(count)
            name = f"sources_kept_{state.lower()}"
            self.banners.show_banner(
                Banner("warn", headline, why_kept(state), closable=True, name=name)
            )
        self._context.data_changed.emit()
        self._ask()

    def _on_confirmed(self, _answer: object, _tag: object) -> None:
        self.set_busy(False)
        self._context.notify(self.tr("処分したことを記録しました。"))
        self._context.data_changed.emit()
        self._ask()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._on_selection()
        self._context.show_error(error, self)
