"""What every screen is given: the services, the tasks, the clock, and who sits at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn, new_act
from desktop.services.desk import Desk
from desktop.ui.clock import Clock
from desktop.ui.errors import ErrorReporter
from desktop.ui.tasks import TaskRunner


class Context(QObject):
    """Passed down to screens; wishes go up through its signals to the main window."""

    open_case_requested = Signal(str)  # case id
    # case id, and the names of the buttons one comes for: the first that may be pressed
    case_part_requested = Signal(str, object)
    case_closed = Signal()  # the case in the frame is to be left
    place_requested = Signal(str, object)  # a place's key, and what it should show or None
    data_changed = Signal()  # something in the store changed: shown screens read anew
    print_news = Signal(object)  # the print jobs of which something is new
    notified = Signal(str, object)  # words, undo act or None
    index_loaded = Signal()  # every case can be searched from now on
    person_changed = Signal()
    busy = Signal(bool)

    def __init__(
        self,
        desk: Desk,
        tasks: TaskRunner,
        clock: Clock,
        errors: ErrorReporter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self.clock = clock
        self.errors = errors if errors is not None else ErrorReporter(self)
        self.locked = False
        self._signed_in: SignedIn | None = None
        tasks.failed_unheard.connect(self._on_failed_unheard)

    @property
    def signed_in(self) -> SignedIn:
        """The person at the desk; screens exist only while there is one."""
        if self._signed_in is None:
            raise RuntimeError("nobody is signed in")
        return self._signed_in

    @property
    def somebody(self) -> SignedIn | None:
        return self._signed_in

    def set_person(self, person: SignedIn | None) -> None:
        self._signed_in = person
        self.locked = False
        self.person_changed.emit()

    def may(self, capability: Capability) -> bool:
        """Whether to offer an act. The services decide again, and they alone bind."""
        by = self._signed_in
        return by is not None and rights.may(by, capability, self.today())

    def act(self) -> Act:
        """A new act of this person, now, with its own command id."""
        return new_act(self.signed_in, self.clock.now())

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        return self.clock.now().date()

    def notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Tell for six seconds that something was done."""
        self.notified.emit(text, undo)

    def show_error(self, error: BaseException, parent: QWidget | None = None) -> None:
        """Tell an error beside its field or in the nearest banner place around `parent`."""
        if self.locked:
            return  # It concerns a screen nobody can see; that screen reads anew when unlocked.
        self.errors.show_error(parent, error)

    def _on_failed_unheard(self, error: BaseException) -> None:
        self.show_error(error)
