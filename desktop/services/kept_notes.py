"""What a person had typed when somebody else changed the case first: kept, sealed, with the case.

So that nothing typed is lost where it no longer fits (DESIGN §4).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.typed_text import refuse_my_number
from desktop.store.cases import case_row
from desktop.store.parts import get_part, put_part

_SLOT = "kept-"


@dataclass(frozen=True, slots=True)
class KeptNote:
    id: str
    who: str
    text: str = field(repr=False)
    at: datetime


class KeptNotes:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises

    def keep(self, act: Act, case_id: str, text: str) -> str:
        """Seal the text with the case's decision; the id of the note."""
        if not text.strip():
            raise Refused("控えに残す入力がありません。", "今の内容で続けてください。")
        refuse_my_number(text)
        note_id = uuid.uuid4().hex[:16]

        def work(session: Session) -> Answer:
            case = case_row(session, case_id)
            values = {
                "text": text.strip(),
                "by": act.by.person_id,
                "at": act.at.isoformat(),
            }
            put_part(
                session,
                self._premises.vault,
                case.id,
                "C",
                "note",
                values,
                act.at,
                slot=f"{_SLOT}{note_id}",
            )
            self._book.note(session, act, case, "case.note_kept", subject=note_id)
            return {"note": note_id}

        # Whoever may change a case may have typed; the auditor changes nothing.
        answer = carry_out(self._premises, act, Capability.SECOND_CHECK, "case.note_kept", work)
        return str(answer["note"])

    def read(self, by: SignedIn, case_id: str, note_id: str) -> KeptNote | None:
        """The note opened; None once its unit is destroyed."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            values = get_part(session, self._premises.vault, case_id, "note", f"{_SLOT}{note_id}")
        if values is None:
            return None
        return KeptNote(
            note_id,
            self._book.name_of(values["by"]),
            values["text"],
            datetime.fromisoformat(values["at"]),
        )
