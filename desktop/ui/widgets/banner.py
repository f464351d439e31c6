"""Banners tell in place what happened and what to do; failures stay until they are dealt with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.layout import column, row, tab_through

TONE_ICONS: dict[Tone, str] = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "bad": "octagon-alert",
    "hold": "lock",
    "accent": "info",
    "mute": "info",
    "text": "info",
    "text2": "info",
    "text3": "info",
}


class Banner(QFrame):
    """An edge, an icon, a headline and at most two lines; actions stand on the right.

    `fixed` is for a body of digits to be compared or copied: the fixed font.
    """

    dismissed = Signal()

    def __init__(
        self,
        tone: Tone,
        headline: str,
        body: str = "",
        *,
        icon: str = "",
        actions: Sequence[QWidget] = (),
        closable: bool = False,
        fixed: bool = False,
        name: str = "banner",
    ) -> None:
        super().__init__()
        self.setProperty("surface", "banner")
        self.setObjectName(name)
        self._icon = icon_label(icon or TONE_ICONS[tone], tone, 20)
        self._headline = label(headline, "h3", tone=tone, wrap=True, name=f"{name}_headline")
        self._body = label(
            body, "mono" if fixed else "small", tone="text", wrap=True, name=f"{name}_body"
        )
        words = column(self._headline, self._body, spacing=1)
        layout = row(
            column(self._icon, None, margins=(0, 1, 0, 0)),
            (words, 1),
            *actions,
            spacing=10,
            margins=(12, 8, 12, 8),
        )
        if closable:
            close = IconButton("x", self.tr("閉じる"), name=f"{name}_close", size=16)
            close.clicked.connect(self.dismissed)
            layout.addWidget(close)
        self.setLayout(layout)
        self.set(tone, headline, body, icon=icon)

    def set(self, tone: Tone, headline: str, body: str = "", *, icon: str = "") -> None:
        """Say something else in the same place."""
        self._headline.setText(headline)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        set_icon(self._icon, icon or TONE_ICONS[tone], tone, 20)
        set_tone(self, tone)
        set_tone(self._headline, tone)
        self.setAccessibleName(f"{headline}　{body}" if body else headline)

    def headline(self) -> str:
        return self._headline.text()

    def body(self) -> str:
        return self._body.text()


class BannerArea(QWidget):
    """Where a screen's banners stand; takes no room while there is none."""

    def __init__(self, *, name: str = "banners") -> None:
        super().__init__()
        self.setObjectName(name)
        self._box: QVBoxLayout = column(spacing=8)
        self.setLayout(self._box)
        # Asked for its neighbour in the focus chain, a widget takes it from who keeps it alive.
        self._before = QWidget(self)
        self._before.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # else nothing can stand after it
        self._before.hide()
        self.hide()

    def show_banner(self, banner: Banner, *, beside: bool = False) -> None:
        """Show a banner above the others; the same words are not told twice. `beside`: they are
        told of another thing, which has its own buttons."""
        for old in () if beside else self.banners():
            if (old.headline(), old.body()) == (banner.headline(), banner.body()):
                self.remove(old)
        banner.dismissed.connect(self._on_dismissed)
        self._box.insertWidget(0, banner)
        self._stop_at(banner)
        self.show()

    def _stop_at(self, banner: Banner) -> None:
        """Tab comes to a banner's buttons where it stands, not after all that was there before."""
        tab = Qt.FocusPolicy.TabFocus
        stops = [one for one in banner.findChildren(QWidget) if one.focusPolicy() & tab]
        tab_through([self._before, *stops])

    def banners(self) -> list[Banner]:
        items = (self._box.itemAt(i) for i in range(self._box.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [w for w in widgets if isinstance(w, Banner)]

    def remove(self, banner: Banner) -> None:
        self._box.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.setVisible(bool(self.banners()))

    def clear(self) -> None:
        for banner in self.banners():
            self.remove(banner)

    def _on_dismissed(self) -> None:
        banner = self.sender()
        if isinstance(banner, Banner):
            self.remove(banner)
