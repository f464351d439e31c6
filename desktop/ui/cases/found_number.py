"""A number that must not be kept, seen on a filed page: the page goes at once (I-10)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.reading import Forbidden
from desktop.ui.cases.pictures import Pictures
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.select import Choice

_KINDS = (
    (Forbidden.MY_NUMBER, QT_TRANSLATE_NOOP("FoundNumber", "個人番号（マイナンバー）")),
    (Forbidden.INSURANCE, QT_TRANSLATE_NOOP("FoundNumber", "保険者番号・記号・番号")),
    (Forbidden.PENSION, QT_TRANSLATE_NOOP("FoundNumber", "基礎年金番号")),
    (Forbidden.RESIDENT_CODE, QT_TRANSLATE_NOOP("FoundNumber", "住民票コード")),
)


class FoundNumberDialog(Dialog):
    """Closes itself when the page has gone. The number itself is asked nowhere."""

    def __init__(
        self, parent: QWidget, context: Context, pictures: Pictures, page_id: str, title: str
    ) -> None:
        super().__init__(
            parent,
            self.tr("「{0}」を消去しますか").format(title),
            self.tr("ページを消去する"),
            name="found_number",
            kind="danger",
        )
        self._context, self._pictures, self._page_id = context, pictures, page_id
        self.choices = {
            kind: Choice(_tr(words), name=f"found_{kind.value.lower()}") for kind, words in _KINDS
        }
        self.add(
            label(
                self.tr(
                    "取得してはならない番号が写っていたページは、すぐに消去します。元に戻せません。"
                    "責任者が今日のうちに鍵を更新するまで「消去待ち」になります。"
                ),
                wrap=True,
            ),
            column(
                label(self.tr("写っていた番号の種類（番号は書きません）"), "small"),
                *self.choices.values(),
                spacing=2,
            ),
            label(
                self.tr("紙は、黒塗りするかお客様へ返し、「今日」の画面で確かめます。"),
                "small",
                wrap=True,
            ),
        )
        for choice in self.choices.values():
            choice.toggled.connect(self._on_chosen)
        self.act.setEnabled(False)
        self.start_at(next(iter(self.choices.values())))
        self.confirmed.connect(self._take_out)

    def _chosen(self) -> Forbidden | None:
        return next((kind for kind, choice in self.choices.items() if choice.isChecked()), None)

    def _on_chosen(self, _on: bool) -> None:
        self.act.setEnabled(self._chosen() is not None)

    def _take_out(self) -> None:
        kind = self._chosen()
        if kind is None:
            return
        desk, act, page_id = self._context.desk, self._context.act(), self._page_id
        self.set_busy(True)
        task = self._context.tasks.store(lambda: desk.found_numbers.found(act, page_id, kind))
        task.succeeded.connect(self._on_gone)
        task.failed.connect(self._on_failed)

    def _on_gone(self, _find: object, _tag: object) -> None:
        self._pictures.forget_page(self._page_id)
        self.accept()
        self._context.notify(self.tr("ページを消去しました。責任者が鍵を更新してください。"))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FoundNumber", text)
