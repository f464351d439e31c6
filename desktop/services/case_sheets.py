"""The office's own papers about one case leave in clear: I-01 to I-03 and I-10, printed or copied.

Each is made of what is kept of the case, at the moment it is asked for; a copy is an open
export until it is destroyed (DESIGN §4), and every one that leaves is a line of the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.office_papers import DECISION, ENCLOSURE, MASK_RECORD, MATCH
from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.letter_pictures import draw_pages
from desktop.services.premises import Premises
from desktop.services.printing import Printing
from desktop.store import audit
from desktop.store.cases import case_row

Maker = Callable[[Act, str], bytes]
"""The PDF of a case's sheet; raises Refused where there is nothing to tell yet."""

_EXPORTS: Final[Mapping[str, str]] = {
    MATCH: "MATCH_SLIP",
    DECISION: "DECISION_SHEET",
    ENCLOSURE: "ENCLOSURE_SHEET",
    MASK_RECORD: "MASK_RECORD",
}


class CaseSheets:
    def __init__(self, premises: Premises, cases: Cases, makers: Mapping[str, Maker]) -> None:
        self._premises = premises
        self._exports = Exports(premises, cases.book)
        self._printing = Printing(premises)
        self._makers = makers

    def pages(self, act: Act, case_id: str, code: str, dpi: int = 96) -> tuple[bytes, ...]:
        """PNG pictures of the sheet as it would be printed, for who approves."""
        return draw_pages(self._pdf(act, case_id, code), dpi)

    def save_copy(self, act: Act, case_id: str, code: str, folder: Path) -> Path:
        """A clear copy for printing elsewhere: an open export until it is destroyed."""
        pdf = self._pdf(act, case_id, code)

        def work(session: Session) -> Answer:
            name = f"{code}_{case_row(session, case_id).number}.pdf"
            export = self._exports.note(
                session, act, _EXPORTS[code], folder / name, case_id=case_id
            )
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "slip.copy",
                case_id=case_id,
                subject=case_id,
                detail={"sheet": code},
            )
            return {"export": export, "name": name}

        answer = carry_out(self._premises, act, Capability.EXPORT, "slip.copy", work)
        return self._exports.write(act, str(answer["export"]), folder / str(answer["name"]), pdf)

    def print(self, act: Act, case_id: str, code: str, printer: str) -> None:
        """Hand the sheet to a printer; the queue shows its number and no name."""
        pdf = self._pdf(act, case_id, code)
        fresh: list[str] = []

        def work(session: Session) -> Answer:
            fresh.append(self._begin(session, act, case_id, code, printer, pdf))
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "slip.print",
                case_id=case_id,
                subject=case_id,
                detail={"sheet": code},
            )
            return {}

        carry_out(self._premises, act, Capability.EXPORT, "slip.print", work)
        for job_id in fresh:
            self._printing.hand(job_id, pdf, act.at)

    def _begin(
        self, session: Session, act: Act, case_id: str, code: str, printer: str, pdf: bytes
    ) -> str:
        number = case_row(session, case_id).number
        title = f"{code} {number}"
        return self._printing.begin(
            session, act, PaperKind.INTERNAL, title, printer, pdf, case_id=case_id
        )

    def _pdf(self, act: Act, case_id: str, code: str) -> bytes:
        rights.require(act, Capability.EXPORT)
        rights.require(act, Capability.VIEW_CASE)
        return self._makers[code](act, case_id)
