"""書式の発送: the sheet with the address for forms that were asked for by telephone (DOMAIN §9)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.desk_notes import FORM_LABELS, NoteKind
from desktop.domain.errors import Refused
from desktop.domain.letters import Addressee
from desktop.domain.roles import Capability
from desktop.letters.form_cover import form_cover
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.document_words import envelope_window, sender
from desktop.services.exports import Exports
from desktop.store import desk_notes

FORM_COVER: Final = "FORM_COVER"
_POSTAL: Final = re.compile(r"〒?\s*([0-9０-９]{3})\s*[-－ー‐]?\s*([0-9０-９]{4})\s+")


class FormCovers:
    """What was noted as sent is what is printed: name, address and forms are the note's own."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises
        self._exports = Exports(book.premises, book)

    def save(self, act: Act, note_id: str, file: Path) -> Path:
        """The sheet as a PDF; a clear copy, listed until it is destroyed."""
        rights.require(act, Capability.EXPORT)
        pdf = self._pdf(act, note_id)

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, FORM_COVER, file)
            self._exports.record(session, act, export, {"cover": 1})
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.EXPORT, "note.form_cover", work)
        return self._exports.write(act, str(answer["export"]), file, pdf)

    def _pdf(self, act: Act, note_id: str) -> bytes:
        surroundings = self._premises.surroundings
        with self._premises.database.reading() as session:
            row = desk_notes.note_row(session, note_id)
            ((_row, said),) = desk_notes.opened(session, self._premises.vault, [row])
        if said is None or row.kind != NoteKind.FORM_SENT or not said.get("address"):
            raise Refused(
                "宛名を作れるのは、住所のある「書式の送付」の記録だけです。",
                "書式を送る方の氏名と住所を記録してから作ってください。",
            )
        settings = self._book.administration.settings(act.at.date())
        return form_cover(
            self._book.paper(FORM_COVER, act.at.date()),
            sender(settings),
            addressed(said.get("name", ""), said["address"]),
            [FORM_LABELS[code] for code in row.forms.split(",") if code in FORM_LABELS],
            act.at.date(),
            surroundings.fonts,
            envelope_window(settings),
        )


def addressed(name: str, address: str) -> Addressee:
    """Name and address as they were written down, the postal code apart where there is one."""
    found = _POSTAL.match(address)
    postal = "".join(str(int(digit)) for digit in found[1] + found[2]) if found else ""
    street = address[found.end() :] if found else address
    return Addressee(postal, tuple(part for part in street.split("　") if part), name)
