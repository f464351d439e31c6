"""What stands beside a page of which nothing was kept, and what to do with the paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.services.intake_views import SpoolPageView
from desktop.ui.intake.words import forbidden_words
from desktop.ui.labels import label
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import column, row, rule


class BlockedPanel(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("blocked_panel")
        self._title = label("", "h2", name="blocked_title")
        self._kind = label("", "caption", name="blocked_kind")
        self._chip = Chip("", "bad", "octagon-alert", name="blocked_chip")
        self._what = label("", wrap=True, name="blocked_what")
        steps = (
            self.tr("1　用紙を取り出し、番号を黒く塗るか、お客様へ返します。"),
            self.tr("2　元のファイルを消し、上の「元のファイルを消した」を押します。"),
            self.tr("3　黒く塗った用紙は、スキャンし直して取り込みます。"),
        )
        self.setLayout(
            column(
                row(self._title, self._kind, None, spacing=8),
                row(self._chip, None),
                rule(),
                self._what,
                *(label(step, "small", tone="text", wrap=True) for step in steps),
                None,
                spacing=10,
                margins=(14, 14, 14, 14),
            )
        )

    def show_page(self, page: SpoolPageView) -> None:
        if page.blocked is None:
            return
        number = forbidden_words(page.blocked)
        self._title.setText(self.tr("{0}枚目").format(page.seq))
        known = page.kind is not PageKind.UNKNOWN
        self._kind.setText(PAGE_KIND_LABELS[page.kind] if known else "")
        self._chip.set(number, "bad", "octagon-alert")
        self._what.setText(
            self.tr("{0}らしい番号があるため、画像を保存していません。").format(number)
        )
