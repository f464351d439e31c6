"""Signing or sending back: what the foot of every matter asks for, and what its tab does then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError, Stale
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, row
from desktop.ui.widgets.select import Select


class SigningForm(QWidget):
    """The passphrase that signs, or the reason that sends back; each with its button.

    Every signature asks for the passphrase anew (DOMAIN §10 demands it of disposals): the key is
    in memory for one signature only, so that a desk left open signs nothing, and each signature is
    a decision of its own. After one, the next matter is shown with the cursor in this field.
    """

    approve_requested = Signal(str)  # the passphrase
    send_back_requested = Signal(str)  # the reason

    def __init__(self, name: str, only: str, *, reason: str, place: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"{name}_signing")
        self._able = False
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name=f"{name}_passphrase",
            secret=True,
        )
        self.approve = Button(
            self.tr("承認して署名する"), "primary", key="Ctrl+Enter", name=f"{name}_sign"
        )
        self.reason = FormField(self.tr("差し戻す場合の理由"), key=reason, name=f"{name}_{reason}")
        self.back = Button(self.tr("差し戻す"), "danger", name=f"{name}_send_back")
        self.approve.clicked.connect(self._on_approve)
        self.back.clicked.connect(self._on_back)
        self.reason.editor.textChanged.connect(self._show_back)  # type: ignore[attr-defined]
        whole = (("", self.tr("全体")),)
        self.about = Select(whole, name=f"{name}_about", accessible=self.tr("直す所"))
        self.about.setFixedWidth(theme.px(128))
        where = [_low(self.about, self.tr("直す所"))] if place else []
        if not place:
            self.about.setParent(self)
            self.about.hide()
        self.setLayout(
            column(
                row((self.passphrase, 1), _low(self.approve, only), spacing=8),
                row(*where, (self.reason, 1), _low(self.back), spacing=8),
                spacing=8,
            )
        )
        self.allow(False)

    def allow(self, able: bool) -> None:
        """Whether this person may sign what is shown."""
        self._able = able
        for widget in (self.passphrase, self.approve, self.about, self.reason):
            widget.setEnabled(able)
        self._show_back()

    def offer_places(self, places: Sequence[tuple[str, str]]) -> None:
        """What a comment may be about, beside the whole."""
        before = self.about.key()
        self.about.set_options((("", self.tr("全体")), *places))
        self.about.choose(before if before in {key for key, _ in places} else "")

    def forget(self) -> None:
        self.about.choose("")
        for field in (self.passphrase, self.reason):
            field.set_text("")
            field.clear_error()

    def set_busy(self, busy: bool) -> None:
        self.approve.setEnabled(self._able and not busy)
        self._show_back(busy=busy)

    def _on_approve(self) -> None:
        if not self.passphrase.text():
            # An empty passphrase would count as a failed sign-in.
            self.passphrase.set_error(
                self.tr("署名するには、あなたのパスフレーズを入れてください。")
            )
            self.passphrase.editor.setFocus()
            return
        self.approve_requested.emit(self.passphrase.text())

    def _on_back(self) -> None:
        self.send_back_requested.emit(self.reason.text())

    def _show_back(self, _text: str = "", *, busy: bool = False) -> None:
        self.back.setEnabled(self._able and not busy and bool(self.reason.text().strip()))


class Signable(Protocol):
    """A matter with the form at its foot."""

    banners: BannerArea
    signing: SigningForm


class SigningTab(QWidget):
    """A list and the matter chosen in it. Subclasses read the list and show the matter."""

    counted = Signal(int)
    banners: BannerArea

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def refresh(self) -> None:
        raise NotImplementedError

    def take_focus(self) -> None:
        raise NotImplementedError

    def shown_matter(self) -> Signable:
        raise NotImplementedError

    def done(self, answer: object) -> str:
        """The act has succeeded: forget what was typed; the number of what it was done to."""
        raise NotImplementedError

    def carry_out(self, work: Callable[[], object], words: str) -> None:
        """Sign or send back. `words` tells of it afterwards and has a place for the number."""
        self.banners.clear()
        matter = self.shown_matter()
        matter.banners.clear()
        matter.signing.set_busy(True)
        # Unlocking the supervisor's key takes half a second, and it writes: one store task.
        task = self._context.tasks.store(work, tag=words)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_act_failed)

    def _on_done(self, answer: object, words: object) -> None:
        self.shown_matter().signing.set_busy(False)
        self._context.notify(str(words).format(self.done(answer)))
        if self.isVisible():
            self.take_focus()
        self._context.data_changed.emit()  # the place reads anew

    def _on_act_failed(self, error: BaseException) -> None:
        matter = self.shown_matter()
        matter.signing.set_busy(False)
        if isinstance(error, Stale):
            # Told above the list: the matter below is about to show what it is now.
            self._context.show_error(error, self)
            matter.signing.passphrase.editor.setFocus()
            self.refresh()
            return
        self._context.show_error(error, matter.signing)
        if not (isinstance(error, DeskError) and error.field):
            matter.signing.approve.setFocus()  # being busy had taken it away

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _low(button: Button | Select, words: str = "") -> Item:
    """Beside a field, the button stands at the height of its line; `words` at that of its label."""
    above = label(words, "caption", align=Qt.AlignmentFlag.AlignRight)
    above.setFixedHeight(theme.px(22))
    return column(above, button, None, spacing=0)
