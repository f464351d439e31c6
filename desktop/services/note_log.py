"""電話・窓口の記録 of some days written out, the dispatch log of blank forms among them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.desk_notes import FORM_LABELS, MEANS_LABELS, NOTE_LABELS
from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
from desktop.letters.note_log import NoteLogLine, note_log_csv
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.notes import DeskNotes, NoteLine


class NoteLog:
    def __init__(self, book: Casebook, notes: DeskNotes) -> None:
        self._premises = book.premises
        self._notes = notes
        self._exports = Exports(book.premises, book)

    def export(self, act: Act, since: date, until: date, file: Path) -> Path:
        """The notes of these days as CSV, oldest first: an open export, since it names people."""
        rights.require(act, Capability.VIEW_CASE)
        if since > until:
            raise Refused(
                "書き出す期間の終わりが始まりより前になっています。",
                "日付を入れ直してください。",
                field="until",
            )
        found = [one for one in self._notes.listed(act.by) if since <= one.on <= until]
        if not found:
            raise Refused(
                "この期間に電話・窓口の記録はありません。",
                "期間を確かめてください。",
                field="since",
            )
        data = note_log_csv(_line(one) for one in reversed(found))

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, "NOTE_LOG", file)
            detail: dict[str, str | int] = {
                "from": since.isoformat(),
                "to": until.isoformat(),
                "count": len(found),
            }
            self._exports.record(session, act, export, detail)
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.EXPORT, "note.log", work)
        return self._exports.write(act, str(answer["export"]), file, data)


def _line(one: NoteLine) -> NoteLogLine:
    return NoteLogLine(
        one.on,
        NOTE_LABELS[one.kind],
        MEANS_LABELS[one.means],
        "、".join(FORM_LABELS[code] for code in one.forms),
        one.number,
        one.written_by,
        one.name,
        one.phone,
        one.address,
        "廃棄済" if one.destroyed else one.text,
    )
