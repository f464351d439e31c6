"""The recovery card on paper: handed to a printer, written to no file (TRUST §2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.domain.printing import Target
from desktop.domain.roles import Capability, Role
from desktop.letters.card import recovery_card
from desktop.letters.printing import PrintingMissing, print_pdf, printers
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.store import audit, people
from desktop.store.vault.card import RecoveryCard

_TITLE = "recovery-card"


class Recovery:
    """During set-up, and when a new card replaces the old: else nothing knows the words."""

    def __init__(self, premises: Premises, administration: Administration) -> None:
        self._premises = premises
        self._administration = administration

    def printers(self) -> tuple[str, ...]:
        """The printers of this machine by name; none where it cannot print."""
        try:
            return printers()
        except PrintingMissing:
            return ()

    def print_card(self, words: Sequence[str], printer: str, at: datetime) -> None:
        """Two pages, one for each safe. Recorded first, in the name of the first administrator."""
        with self._premises.database.transaction() as session:
            actor = next(
                one.id for one in people.everybody(session) if one.role is Role.ADMINISTRATOR
            )
            audit.append(session, at, actor, "card.print")
        self._print(words, printer, at)

    def print_new_card(self, act: Act, words: Sequence[str], printer: str) -> None:
        """The card that is to take the old one's place, on two pages."""

        def work(session: Session) -> Answer:
            audit.append(session, act.at, act.by.person_id, "card.print")
            return {}

        carry_out(self._premises, act, Capability.ROLL_KEYS, "card.print", work)
        self._print(words, printer, act.at)

    def _print(self, words: Sequence[str], printer: str, at: datetime) -> None:
        card = RecoveryCard.from_words(" ".join(words))
        office = self._administration.settings(at.date()).office_name
        fonts = self._premises.surroundings.fonts
        pdf = recovery_card(
            tuple(words), card.digits(), card.fingerprint(), office, at.date(), fonts
        )
        print_pdf(pdf, Target(printer), title=_TITLE)
