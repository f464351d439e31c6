"""Letters on their way out: seen, printed, checked, posted, delivered; the ledger (DOMAIN §8–9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from desktop.services.act import Act, SignedIn
from desktop.services.case_views import CaseView, LedgerRow, LetterView
from desktop.services.cases import Cases
from desktop.services.premises import Premises


@dataclass(frozen=True, slots=True)
class OpenExport:
    """A clear copy that left on purpose; red until deleted or confirmed destroyed."""

    id: str
    kind: str
    label: str
    place: str = field(repr=False)
    by: str
    at: datetime
    delete_by: date


class Correspondence:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases

    def letter_pdf(self, act: Act, letter_id: str) -> bytes:
        raise NotImplementedError

    def letter_pages(self, by: SignedIn, letter_id: str, dpi: int = 96) -> tuple[bytes, ...]:
        """PNG pictures of the letter's pages, drawn in the sandboxed child."""
        raise NotImplementedError

    def save_copy(self, act: Act, letter_id: str, folder: Path) -> Path:
        raise NotImplementedError

    def print_letter(self, act: Act, letter_id: str, printer: str) -> LetterView:
        raise NotImplementedError

    def check_enclosure(self, act: Act, letter_id: str) -> LetterView:
        """封入確認. Raises SamePerson for the one who printed."""
        raise NotImplementedError

    def send(self, act: Act, letter_id: str) -> LetterView:
        """A letter that is no decision (D-02, D-03) is posted."""
        raise NotImplementedError

    def dispatch(self, act: Act, case_id: str, delivery: str, tracking: str) -> CaseView:
        raise NotImplementedError

    def delivered(self, act: Act, case_id: str, on: date) -> CaseView:
        raise NotImplementedError

    def complete(self, act: Act, case_id: str, today: date) -> CaseView:
        """→ COMPLETED; every unit of the case gets its due date (DOMAIN §10)."""
        raise NotImplementedError

    def exports(self, by: SignedIn) -> Sequence[OpenExport]:
        raise NotImplementedError

    def close_export(self, act: Act, export_id: str) -> None:
        """Delete the copy if it is still there, or confirm that it was destroyed."""
        raise NotImplementedError

    def ledger(self, by: SignedIn, year: int) -> tuple[LedgerRow, ...]:
        """受付簿 of a fiscal year."""
        raise NotImplementedError

    def export_ledger(self, act: Act, file: Path, year: int) -> int:
        raise NotImplementedError
