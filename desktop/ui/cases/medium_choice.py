"""文字コード of the files on a CD-R, chosen before the letter that prints their hashes is made."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.letters import CsvEncoding
from desktop.ui import theme
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select


class MediumChoice(QWidget):
    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("medium_choice")
        self._opened = opened
        self.encoding = Select(
            (
                (CsvEncoding.UTF8.value, self.tr("UTF-8（標準）")),
                (CsvEncoding.CP932.value, self.tr("Shift_JIS（古い表計算ソフト向け）")),
            ),
            name="medium_encoding",
            accessible=self.tr("媒体の文字コード"),
        )
        self._show_chosen()
        self.encoding.currentIndexChanged.connect(self._choose)
        field = FormField(
            self.tr("CD-R に収めるCSVの文字コード"),
            self.encoding,
            key="encoding",
            name="medium_encoding",
        )
        field.setFixedWidth(theme.px(260))
        words = self.tr("決裁に出すと、収めるファイルとそのハッシュ値が別紙に印字されます。")
        self.setLayout(row(field, (label(words, "small", wrap=True), 1), spacing=16))

    def _choose(self, _index: int) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        encoding = CsvEncoding(self.encoding.key())
        self._opened.change(
            self,
            lambda act: desk.media.choose(act, case_id, encoding),
            said=self.tr("媒体の文字コードを記録しました。"),
            refused=self._on_refused,
        )

    def _show_chosen(self) -> None:
        self.encoding.blockSignals(True)
        self.encoding.choose(self._opened.case.encoding.value)
        self.encoding.blockSignals(False)

    def _on_refused(self, _error: BaseException) -> None:
        self._show_chosen()
