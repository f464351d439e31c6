"""黒塗り: what the reader proposes is looked at, put right, and burnt into the page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.reading import MaskProposal, MaskReason
from desktop.services.intake_views import SpoolPageView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import keycap, label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.mask_view import MaskView

_REASONS = {
    MaskReason.DOMICILE: QT_TRANSLATE_NOOP("MaskDialog", "本籍"),
    MaskReason.RELATION: QT_TRANSLATE_NOOP("MaskDialog", "続柄"),
    MaskReason.SEX: QT_TRANSLATE_NOOP("MaskDialog", "性別"),
    MaskReason.ORGAN: QT_TRANSLATE_NOOP("MaskDialog", "臓器提供"),
    MaskReason.NUMBER: QT_TRANSLATE_NOOP("MaskDialog", "番号"),
    MaskReason.HEALTH: QT_TRANSLATE_NOOP("MaskDialog", "病名・等級"),
    MaskReason.NOT_NEEDED: QT_TRANSLATE_NOOP("MaskDialog", "不要部分"),
}


class MaskDialog(Dialog):
    """Closes itself when the page was burnt; there is no way back but the paper."""

    def __init__(self, parent: QWidget, context: Context, page: SpoolPageView, title: str) -> None:
        super().__init__(
            parent,
            self.tr("{0} を黒塗りします").format(title),
            self.tr("黒塗りを確定する"),
            name="mask",
            width=900,
        )
        self._context, self._page = context, page
        self.view = MaskView(name="mask_view")
        self.view.setMinimumHeight(theme.px(390))
        self._why = label("", "small", name="mask_why", wrap=True)
        self._count = label("", "strong", name="mask_count")
        self._count.setMinimumWidth(theme.px(130))
        self.view.boxes_changed.connect(self._on_boxes)
        keys = (
            ("M", self.tr("枠を足す")),
            ("N", self.tr("次の枠")),
            ("Del", self.tr("枠を外す")),
            (self.tr("矢印"), self.tr("動かす")),
            (self.tr("Shift+矢印"), self.tr("大きさ")),
        )
        shown = [part for key, words in keys for part in (keycap(key), label(words, "small"))]
        self.add(
            self._why,
            self.view,
            row(self._count, None, *shown, spacing=6),
            label(self.tr("黒塗りは元に戻せません。下にある文字の読み取りも消えます。"), "small"),
        )
        self.start_at(self.view)
        self.set_busy(True)
        self.confirmed.connect(self._apply)
        self.view.clear(self.tr("開いています。"))
        desk, act, page_id = context.desk, context.act(), page.id
        by = context.signed_in
        task = context.tasks.store(
            lambda: (desk.intake.picture(act, page_id), desk.masking.proposals(by, page_id))
        )
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _on_opened(self, opened: object, _tag: object) -> None:
        if not isinstance(opened, tuple):
            return
        image, proposed = opened
        self.view.set_page(image)
        self.view.fit_page()
        self.view.set_boxes([one.box for one in proposed])
        self._why.setText(self._words(proposed))
        self.set_busy(False)
        self._on_boxes()

    def _words(self, proposed: tuple[MaskProposal, ...]) -> str:
        if not proposed:
            return self.tr("読み取りからの案はありません。黒塗りする場所に枠を描いてください。")
        reasons = "・".join(dict.fromkeys(self.tr(_REASONS[one.reason]) for one in proposed))
        return self.tr(
            "{0}の場所を案として示しています。合っていれば、そのまま黒塗りしてください。"
        ).format(reasons)

    def _on_boxes(self) -> None:
        number = len(self.view.boxes())
        words = self.tr("黒塗り {0}か所") if number else self.tr("黒塗りしない")
        self._count.setText(words.format(number))
        self.act.setEnabled(bool(number) or bool(self._page.proposed))

    def _apply(self) -> None:
        desk, act, page_id = self._context.desk, self._context.act(), self._page.id
        boxes = self.view.boxes()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: desk.masking.apply(act, page_id, boxes))
        task.succeeded.connect(self._on_applied)
        task.failed.connect(self._on_failed)

    def _on_applied(self, _reading: object, _tag: object) -> None:
        self.accept()
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
