"""回答 as a PDF, page by page beside its item: what is made black is settled, then it counts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.reading import Box
from desktop.domain.requests import Item
from desktop.services.answer_pages import PendingAnswer
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import keycap, label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField, bind
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.mask_view import MaskView
from desktop.ui.widgets.page_view import PageView
from desktop.ui.widgets.select import Check

_SIDE, _COUNT = 300, 110


class AnswerPagesDialog(CaseDialog):
    """Confirms only once every page has been looked at down to its end."""

    def __init__(self, parent: QWidget, opened: OpenCase, item: Item) -> None:
        title = self.tr("{0}の回答（PDF）").format(opened.case.items.word(item))
        super().__init__(
            parent, opened, title, self.tr("回答として確定する"), name="answer_pages", width=1080
        )
        self._item = item
        self._pending: PendingAnswer | None = None
        self._boxes: list[tuple[Box, ...]] = []
        self._seen: set[int] = set()
        self._at = -1
        self.view = MaskView(name="answer_page_view")
        self.view.setMinimumHeight(theme.px(480))
        self.count = label("", "strong", name="answer_page_count")
        self.boxes = label("", "small", name="answer_page_boxes")
        for one in (self.count, self.boxes):
            one.setMinimumWidth(theme.px(_COUNT))
        self.numbered = label("", "small", wrap=True, name="answer_page_numbered")
        self.source = TextField()
        self.as_of = DateField(None, opened.context.today())
        self.source_field = FormField(
            self.tr("出所（回答した部署）"), self.source, key="source", name="answer_page_source"
        )
        self.day_field = FormField(
            self.tr("基準日"), self.as_of, key="as_of", name="answer_page_as_of"
        )
        self.theirs = Check(
            self.tr("お客様番号と供給地点を紙面で確かめた"), name="answer_page_theirs", wrap=True
        )
        self.remove = Button(
            self.tr("この回答を取り下げる"), "danger", small=True, name="answer_page_drop"
        )
        keys = (
            (("PgDn", self.tr("続き・次の頁")), ("M", self.tr("枠を足す"))),
            (("N", self.tr("次の枠")), ("Del", self.tr("枠を外す"))),
            ((self.tr("矢印"), self.tr("枠を動かす")),),
        )
        hints = [
            row(*(part for key, words in line for part in (keycap(key), label(words, "small"))),
                None, spacing=6)
            for line in keys
        ]  # fmt: skip
        side = panel(
            column(
                row(self.count, None, self.boxes, spacing=8),
                *hints,
                self.source_field,
                self.day_field,
                self.numbered,
                self.theirs,
                label(
                    self.tr(
                        "枠の案は、氏名らしい場所です。黒塗りは元に戻せません。"
                        "どの頁も終わりまで見ると、確定できます。"
                    ),
                    "small",
                    wrap=True,
                ),
                None,
                row(self.remove, None),
                spacing=10,
            )
        )
        side.setFixedWidth(theme.px(_SIDE))
        self.add(row((self.view, 1), side, spacing=16))
        self.start_at(self.view)
        self.set_busy(True)
        self.view.clear(self.tr("開いています。"))
        self.view.boxes_changed.connect(self._on_boxes)
        self.view.verticalScrollBar().valueChanged.connect(self._on_seen)
        self.view.verticalScrollBar().rangeChanged.connect(self._on_seen)
        self.theirs.toggled.connect(self._arrange)
        self.remove.clicked.connect(self._drop)
        self.confirmed.connect(self._confirm)
        bind(self, "PgDown", self._on)
        bind(self, "PgUp", lambda: self._step(-1))
        desk, by, case_id = opened.desk, opened.context.signed_in, opened.case_id
        self._asked = Asked()
        task = opened.context.tasks.store(
            lambda: desk.answer_pages.pending(by, case_id, item), asked=self._asked
        )
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _on_opened(self, pending: object, _tag: object) -> None:
        if not isinstance(pending, PendingAnswer):
            return
        self._pending = pending
        self._boxes = [page.proposed for page in pending.pages]
        self.source.setText(pending.department)
        self.numbered.setText(
            self.tr("紙面に、この案件のお客様番号が読み取れました。")
            if pending.numbered
            else self.tr("お客様番号は読み取れませんでした。紙面で確かめてください。")
        )
        self._step(1)

    def _on_failed(self, error: BaseException) -> None:
        self.opened.context.show_error(error, self)

    def _step(self, by: int) -> None:
        if self._pending is None or not 0 <= self._at + by < len(self._pending.pages):
            return
        at, self._at = self._at + by, -1  # until it is laid out, nothing of it has been seen
        self.view.set_page(self._pending.pages[at].image)
        self.view.fit_width()
        self._at = at
        self.view.set_boxes(self._boxes[at])
        self.view.setAccessibleName(
            self.tr("回答の{0}枚目／{1}枚").format(self._at + 1, len(self._pending.pages))
        )
        self._on_seen()

    def _on(self) -> None:
        """The rest of the page first: names may stand at its end."""
        bar = self.view.verticalScrollBar()
        if self._at >= 0 and bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep())
        else:
            self._step(1)

    def _on_seen(self, *_moved: int) -> None:
        if self._at < 0:
            return
        bar = self.view.verticalScrollBar()
        if bar.value() >= bar.maximum():
            self._seen.add(self._at)
        self._arrange()

    def _on_boxes(self) -> None:
        if self._at >= 0:
            self._boxes[self._at] = self.view.boxes()
            self._arrange()

    def _arrange(self) -> None:
        if self._pending is None:
            return
        total = len(self._pending.pages)
        self.count.setText(self.tr("{0}枚目／{1}枚").format(self._at + 1, total))
        number = sum(map(len, self._boxes))
        self.boxes.setText(
            self.tr("黒塗り {0}か所").format(number) if number else self.tr("黒塗りなし")
        )
        self.act.setEnabled(len(self._seen) == total and self.theirs.isChecked())

    def _confirm(self) -> None:
        day, pending = self.as_of.day(), self._pending
        if pending is None:
            return
        if day is None:
            self.day_field.tell_no_day()
            return
        desk, case_id, item = self.opened.desk, self.opened.case_id, self._item
        boxes, source = tuple(self._boxes), self.source.text()
        is_theirs = self.theirs.isChecked()
        self.carry_out(
            lambda act: desk.answer_pages.confirm(
                *(act, case_id, item, boxes),
                looked_at=pending.mark,
                source=source,
                as_of=day,
                is_theirs=is_theirs,
            ),
            self.tr("{0}の回答を確定しました。").format(self.opened.case.items.word(item)),
        )

    def _drop(self) -> None:
        desk, case_id, item = self.opened.desk, self.opened.case_id, self._item
        self.opened.change(
            self,
            lambda act: desk.answer_pages.drop(act, case_id, item),
            lambda _view: self.accept(),
            button=self.remove,
            said=self.tr("{0}のPDFを取り下げました。").format(self.opened.case.items.word(item)),
        )


class ConfirmedPagesDialog(Dialog):
    """The pages of an answer as they will be disclosed."""

    def __init__(self, parent: QWidget, opened: OpenCase, item: Item) -> None:
        title = self.tr("{0}の回答（PDF）").format(opened.case.items.word(item))
        super().__init__(parent, title, self.tr("閉じる"), name="answer_shown", width=900)
        self.leave.hide()
        self._opened = opened
        self._pages: tuple[bytes, ...] = ()
        self._at = -1
        self.view = PageView(name="answer_shown_view")
        self.view.setMinimumHeight(theme.px(480))
        self.count = label("", "strong", name="answer_shown_count")
        self.add(
            row(self.count, None, keycap("PgDn"), label(self.tr("次の頁"), "small")), self.view
        )
        self.start_at(self.view)
        self.confirmed.connect(self.accept)
        self.view.clear(self.tr("開いています。"))
        bind(self, "PgDown", lambda: self._step(1))
        bind(self, "PgUp", lambda: self._step(-1))
        desk, by, case_id = opened.desk, opened.context.signed_in, opened.case_id
        task = opened.context.tasks.store(lambda: desk.answer_pages.confirmed(by, case_id, item))
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _on_opened(self, pages: object, _tag: object) -> None:
        if isinstance(pages, tuple):
            self._pages = pages
            self._step(1)

    def _on_failed(self, error: BaseException) -> None:
        self._opened.context.show_error(error, self)

    def _step(self, by: int) -> None:
        if not 0 <= self._at + by < len(self._pages):
            return
        self._at += by
        self.view.set_page(self._pages[self._at])
        self.count.setText(self.tr("{0}枚目／{1}枚").format(self._at + 1, len(self._pages)))
