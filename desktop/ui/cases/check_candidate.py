"""The register's candidates of a three-way check: short when closed, told in full when opened."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.services.verification_views import ThreeWayView
from desktop.ui import theme
from desktop.ui.cases.check_reasons import candidate_words
from desktop.ui.widgets.select import Select

_WIDTH = 246
_WHOLE = Qt.ItemDataRole.AccessibleTextRole


class _Whole(QStyledItemDelegate):
    """Name, which address, customer number: what tells two candidates apart."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = str(index.data(_WHOLE) or option.text)


class CandidateSelect(Select):
    """Nothing stands chosen in it while nothing was picked."""

    def __init__(self) -> None:
        super().__init__(name="check_candidate", accessible=self.tr("登録の候補"))
        self.setFixedWidth(theme.px(_WIDTH))
        self._delegate = _Whole()
        self.setItemDelegate(self._delegate)

    def show_check(self, check: ThreeWayView) -> None:
        options = candidate_words(check)
        self.setPlaceholderText(
            self.tr("候補を選ぶ（{0}件）").format(len(options))
            if options
            else self.tr("候補はありません")
        )
        self.set_options(options)
        self.blockSignals(True)
        self.setCurrentIndex(check.candidate)
        for number, one in enumerate(check.candidates):
            self.setItemData(number, one.label, _WHOLE)
        self.blockSignals(False)
        self.setEnabled(bool(options))
        widest = max((theme.text_width(one.label) for one in check.candidates), default=0.0)
        self.view().setMinimumWidth(max(self.width(), round(widest) + theme.px(32)))

    def told(self, number: int) -> str:
        """What the opened list says of a candidate."""
        return str(self.itemData(number, _WHOLE) or "")
