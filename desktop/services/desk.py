"""Everything the window or a command may ask, built once (the contract of the services layer)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.services.administration import Administration
from desktop.services.audit import Audit
from desktop.services.intake import Intake
from desktop.services.office_settings import OfficeSettings
from desktop.services.people import NewPerson, People
from desktop.services.premises import Premises, Surroundings
from desktop.services.register import Register


class Desk:
    """One opened store and its services."""

    def __init__(self, premises: Premises) -> None:
        self.premises = premises
        self.people = People(premises)
        self.administration = Administration(premises)
        self.audit = Audit(premises)
        self.register = Register(premises)
        self.intake = Intake(premises)

    @classmethod
    def open(cls, place: str, surroundings: Surroundings, *, window: bool) -> Desk:
        """Open a store that exists. `place` is a folder or a postgresql URL.

        Raises StoreMissing (→ set-up), StoreInUse, NewerStore, NetworkFileSystem, DamagedStore,
        SlotMissing, SlotForeign or SlotDamaged.
        """
        raise NotImplementedError

    @classmethod
    def set_up(
        cls,
        place: str,
        surroundings: Surroundings,
        office: OfficeSettings,
        people: Sequence[NewPerson],
        at: datetime,
    ) -> tuple[Desk, tuple[str, ...]]:
        """Make a store with its first people; the 24 words of the recovery card, shown once."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


__all__ = ["Desk", "NewPerson", "OfficeSettings", "Surroundings"]
