"""Where the paper goes, asked while it is in hand: the place last used stands there already."""

from __future__ import annotations

from desktop.domain.roles import Capability
from desktop.ui.context import Context
from desktop.ui.tasks import Asked
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField


class ShelfField(FormField):
    """A stack goes into one box: nothing is to be typed while the box stays the same."""

    def __init__(self, context: Context) -> None:
        self.place = TextField()
        super().__init__("", self.place, key="shelf", name="filing_shelf")
        self.set_label(self.tr("紙の保管場所"))
        self.place.setPlaceholderText(self.tr("棚・箱の番号（氏名は入れません）"))
        self._context = context
        self._asked = Asked()
        self._used: str | None = None

    def offer(self) -> None:
        """The place of the last case: of this panel, or once it is read of the office."""
        self.clear_error()
        if self._used is not None:
            self.place.setText(self._used)
        elif self._context.may(Capability.FILE):
            task = self._context.tasks.store(
                self._context.desk.filing.last_shelf, asked=self._asked
            )
            task.succeeded.connect(self._on_read)

    def used(self) -> None:
        """A case was filed to the place that stands there."""
        self._used = self.place.text()

    def _on_read(self, place: object, _tag: object) -> None:
        if not self.place.text() and not self.place.isModified():
            self.place.setText(str(place))
