"""The keys that put pages and envelopes right: S J R M Del N, Alt+arrows, Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui.context import Context
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.mask_dialog import MaskDialog
from desktop.ui.intake.page_acts import Done, PageActs
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.keys import bind

Chosen = tuple[EnvelopeView, SpoolPageView]


class PageHands(QObject):
    """`look` tells which page is under the cursor; `settled` where the cursor belongs after an act.

    None of the keys works in a text field, nor on an envelope whose pages still come in.
    """

    settled = Signal(str, bool)  # page id; whether its picture is another one now
    told = Signal(object)  # the banner with the way back of a removal
    forgotten = Signal()  # that banner is no longer true
    discard_asked = Signal(str)
    next_asked = Signal()

    def __init__(
        self,
        context: Context,
        mail: Mail,
        screen: QWidget,
        chosen: Callable[[], Chosen | None],
        growing: Callable[[], str],
    ) -> None:
        super().__init__(screen)
        self._context, self._screen = context, screen
        self._chosen, self._growing = chosen, growing
        self._neighbour = ""
        self.acts = PageActs(context, mail, self)
        self.acts.done.connect(self._on_done)
        self.acts.undone.connect(self._on_undone)
        self.acts.refused.connect(self._on_refused)
        for keys, act in (
            ("S", self._split),
            ("J", self._join),
            ("R", self._rotate),
            ("M", self._mask),
            ("Del", self._remove),
            ("Shift+Del", self._discard),
            ("N", self.next_asked.emit),
            ("Alt+Left", self._back),
            ("Alt+Right", self._forth),
            ("Ctrl+Z", self.acts.undo),
        ):
            bind(screen, keys, _outside_text(act))

    def drop(self, page_id: str, envelope: EnvelopeView, place: int) -> None:
        """A dragged page was let go before a tile."""
        if not self._is_growing(envelope):
            self.acts.drop(page_id, envelope, place)

    def forget(self) -> None:
        """What was done before can no longer be taken back."""
        self.acts.forget()
        self.forgotten.emit()

    def _split(self) -> None:
        chosen = self._at_rest()
        if chosen is not None:
            self.acts.split(*chosen)

    def _join(self) -> None:
        chosen = self._at_rest()
        if chosen is not None:
            self.acts.join(*chosen)

    def _rotate(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen[1].blocked is None:
            self.acts.rotate(chosen[1])

    def _mask(self) -> None:
        chosen = self._at_rest()
        if chosen is None or chosen[1].blocked is not None:
            return
        page = chosen[1]
        title = self.tr("{0}枚目").format(page.seq)
        dialog = MaskDialog(self._screen, self._context, page, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_masked(page))
        dialog.open()

    def _on_masked(self, page: SpoolPageView) -> None:
        """What was burnt in is not taken back, and neither is what was done before it."""
        self.forget()
        self._context.notify(self.tr("{0}枚目の黒塗りを済ませました。").format(page.seq))
        self.settled.emit(page.id, True)

    def _back(self) -> None:
        self._shift(-1)

    def _forth(self) -> None:
        self._shift(1)

    def _shift(self, by: int) -> None:
        chosen = self._at_rest()
        if chosen is not None:
            self.acts.shift(*chosen, by)

    def _remove(self) -> None:
        chosen = self._at_rest()
        if chosen is None or chosen[1].blocked is not None:
            return
        envelope, page = chosen
        others = [one for one in envelope.pages if one.id != page.id]
        if not others:
            self._context.notify(
                self.tr("最後の1枚は外せません。封筒を取り消すときは Shift+Del を押します。")
            )
            return
        at = envelope.pages.index(page)
        self._neighbour = others[min(at, len(others) - 1)].id
        self.acts.remove(page)

    def _discard(self) -> None:
        chosen = self._at_rest()
        if chosen is not None:
            self.discard_asked.emit(chosen[0].id)

    def _at_rest(self) -> Chosen | None:
        """The page under the cursor, if nothing more comes into its envelope."""
        chosen = self._chosen()
        return None if chosen is None or self._is_growing(chosen[0]) else chosen

    def _is_growing(self, envelope: EnvelopeView) -> bool:
        if envelope.id != self._growing():
            return False
        self._context.notify(self.tr("取り込み中の封筒は、終わってから直せます。"))
        return True

    def _on_done(self, done: object) -> None:
        if not isinstance(done, Done):
            return
        self.forgotten.emit()
        if done.removal:
            undo = Button(
                self.tr("元に戻す"),
                "secondary",
                key="Ctrl+Z",
                bind=False,
                small=True,
                name="page_undo",
            )
            undo.clicked.connect(self.acts.undo)
            banner = Banner(
                "mute",
                done.words,
                self.tr("封筒を案件にすると、外したページは消去します。"),
                icon="trash-2",
                actions=[undo],
                closable=True,
                name="page_removed",
            )
            self.told.emit(banner)
        else:
            self._context.notify(done.words, self.acts.undo if done.undo is not None else None)
        self.settled.emit(self._neighbour if done.removal else done.page_id, done.redrawn)

    def _on_undone(self, done: object) -> None:
        if isinstance(done, Done):
            self.forgotten.emit()
            self._context.notify(self.tr("元に戻しました。"))
            self.settled.emit(done.page_id, done.redrawn)

    def _on_refused(self, error: BaseException) -> None:
        self._context.show_error(error, self._screen)


def _outside_text(act: Callable[[], object]) -> Callable[[], None]:
    """An act of the board yields to the field that is being typed in."""

    def fire() -> None:
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            act()

    return fire
