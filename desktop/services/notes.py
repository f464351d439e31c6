"""電話・窓口の記録: who called or came and what was said, sealed; searched over the opened text."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.desk_notes import FORM_LABELS, MEANS_LABELS, NOTE_LABELS, NoteKind, NoteMeans
from desktop.domain.desk_notes import check_note as check
from desktop.domain.disposal import ItemState
from desktop.domain.errors import NotFound, Refused
from desktop.domain.retention import RetentionClass, due_on
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_index import fold
from desktop.services.casebook import Casebook, retention_rules, trigger_style
from desktop.services.changes import Answer, carry_out
from desktop.services.keeping_views import reason_words
from desktop.services.typed_text import refuse_my_number
from desktop.store import audit, desk_notes
from desktop.store.cases import case_id_of, case_row, numbers_of
from desktop.store.holds import Held, held_now, note_holds
from desktop.store.parts import put_part
from desktop.store.schema.keeping import HoldRow
from desktop.store.schema.workday import DeskNoteRow

_DAY: Final = re.compile(r"(?:(20\d\d)[-/](\d{1,2})[-/]|(\d{1,2})/)(\d{1,2})")
_CLASS: Final = RetentionClass.B  # letters about a request are kept two years (DOMAIN §10)


@dataclass(frozen=True, slots=True)
class NewNote:
    """What is written down. `kind` and `means` are codes; `number` a 受付番号 or ""."""

    kind: str
    means: str
    on: date
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    forms: tuple[str, ...] = ()
    number: str = ""

    def values(self, by: str, at: str) -> dict[str, str]:
        """As it is sealed; `text` alone tells the whole note where a history shows it."""
        own = {"name": self.name, "phone": self.phone, "address": self.address, "said": self.text}
        plain = {key: " ".join(value.split()) for key, value in own.items() if key != "said"}
        said = self.text.strip()
        head = f"{NOTE_LABELS[NoteKind(self.kind)]}（{MEANS_LABELS[NoteMeans(self.means)]}）"
        forms = "、".join(FORM_LABELS[code] for code in self.forms)
        lines = [f"{head}　{self.on.isoformat()}", "　".join(filter(None, plain.values()))]
        text = "\n".join(line for line in (*lines, forms, said) if line)
        return {**plain, "said": said, "text": text, "by": by, "at": at}


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`destroyed`: what was said is gone. `due_on` of a free-standing note, when it is to go;
    `listed`: it stands on a list of the disposal."""

    id: str
    kind: NoteKind
    means: NoteMeans
    on: date
    forms: tuple[str, ...]
    case_id: str | None
    number: str
    written_by: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    text: str = field(repr=False)
    due_on: date | None
    destroyed: bool
    listed: bool = False
    held: str = ""
    """Why the note is held, where it is (DOMAIN §10)."""
    release_by: str = ""
    """The person who said that the hold may end."""
    holds: int = 0
    """How many holds stand at this very note; another may keep its class."""


class DeskNotes:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises

    def add(self, act: Act, note: NewNote) -> str:
        """Write a call or a visit down: with the case of its number, or by itself. Its id."""
        check(note.kind, note.means, note.forms, note.name, note.address, note.text)
        for key in ("name", "phone", "address", "text"):
            refuse_my_number(getattr(note, key), field=key)
        if note.on > act.at.date():
            raise Refused(
                "連絡の日が今日より後になっています。",
                "連絡のあった日を入れてください。",
                field="on",
            )
        note_id = uuid.uuid4().hex[:16]

        def work(session: Session) -> Answer:
            row = DeskNoteRow(
                id=note_id,
                kind=note.kind,
                on=note.on,
                means=note.means,
                forms=",".join(note.forms),
                at=act.at,
                by=act.by.person_id,
            )
            session.add(row)
            values = note.values(act.by.person_id, act.at.isoformat())
            case_id = _case_of(session, note.number) if note.number.strip() else None
            if case_id is not None:
                self._to_case(session, act, row, case_id, values)
            else:
                settings = self._book.administration.settings(note.on)
                rules, style = retention_rules(settings), trigger_style(settings)
                row.due_on = due_on(_CLASS, note.on, style, rules)
                desk_notes.seal_alone(session, self._premises.vault, row, values)
                audit.append(
                    session,
                    act.at,
                    act.by.person_id,
                    "note.add",
                    subject=note_id,
                    detail={"kind": str(note.kind)},
                )
            return {"note": note_id}

        answer = carry_out(self._premises, act, Capability.OPEN_MAIL, "note.add", work)
        return str(answer["note"])

    def join(self, act: Act, note_id: str, number: str) -> None:
        """The letter that was announced has come: the note belongs to its case from now on."""

        def work(session: Session) -> Answer:
            row = desk_notes.note_row(session, note_id)
            ((_row, values),) = desk_notes.opened(session, self._premises.vault, [row])
            if row.case_id is not None or values is None:
                raise Refused(
                    "この記録は、ほかの案件に入っているか、廃棄されています。",
                    "一覧を開き直してください。",
                )
            if row.state in (ItemState.PROPOSED, ItemState.APPROVED):
                raise Refused(
                    "この記録は、廃棄の一覧に入っています。",
                    "申請中なら、責任者に差し戻してもらってください。"
                    "承認されたあとは、要ることを案件に記録し直してください。",
                )
            if held_now(session).note(note_id):
                raise Refused(
                    "この記録は保全中のため、案件に入れられません。",
                    "保全の解除を責任者に申し出てください。",
                )
            desk_notes.destroy_alone(session, self._premises.vault, row)
            self._to_case(session, act, row, _case_of(session, number), values)
            return {"note": note_id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "note.join", work)

    def listed(self, by: SignedIn, text: str = "") -> tuple[NoteLine, ...]:
        """Every note, newest first; with `text` those in which each word stands.

        A word that is a day (2026-11-10, 11/10) finds the notes of that day.
        """
        rights.require(by, Capability.VIEW_CASE)
        words = text.split()
        days = [numbers for word in words if (numbers := _as_day(word))]
        wanted = [fold(word) for word in words if not _as_day(word)]
        return tuple(
            line
            for line in self._lines(None)
            if all(word in _searched(line) for word in wanted if word)
            and all(line.on.timetuple()[3 - len(day) : 3] == day for day in days)
        )

    def of_case(self, by: SignedIn, case_id: str) -> tuple[NoteLine, ...]:
        rights.require(by, Capability.VIEW_CASE)
        return self._lines(case_id)

    def _to_case(
        self, session: Session, act: Act, row: DeskNoteRow, case_id: str, values: Mapping[str, Any]
    ) -> None:
        case = case_row(session, case_id)
        if case.completed_on is not None:
            raise Refused(
                "終わった案件に記録は入れられません。", "案件に入れずに記録してください。"
            )
        row.case_id, row.due_on, row.state = case.id, None, ItemState.ACTIVE
        session.flush()
        slot = f"{desk_notes.SLOT}{row.id}"
        vault = self._premises.vault
        put_part(session, vault, case.id, _CLASS, desk_notes.PART, values, act.at, slot=slot)
        detail = {"kind": row.kind, "on": row.on.isoformat()}
        self._book.note(session, act, case, "case.desk_note", subject=row.id, detail=detail)

    def _lines(self, case_id: str | None) -> tuple[NoteLine, ...]:
        vault = self._premises.vault
        with self._premises.database.reading() as session:
            rows = desk_notes.rows(session, case_id)
            numbers = numbers_of(session, {row.case_id for row in rows if row.case_id})
            held, own = held_now(session), note_holds(session)
            return tuple(
                self._line(
                    row, values, numbers.get(row.case_id or "", ""), held, own.get(row.id, ())
                )
                for row, values in desk_notes.opened(session, vault, rows)
            )

    def _line(
        self,
        row: DeskNoteRow,
        values: Mapping[str, Any] | None,
        number: str,
        held: Held,
        own: Sequence[HoldRow],
    ) -> NoteLine:
        said = values or {}
        return NoteLine(
            row.id,
            NoteKind(row.kind),
            NoteMeans(row.means),
            row.on,
            tuple(filter(None, row.forms.split(","))),
            row.case_id,
            number,
            self._book.name_of(row.by),
            said.get("name", ""),
            said.get("phone", ""),
            said.get("address", ""),
            said.get("said", ""),
            row.due_on,
            values is None,
            row.state in (ItemState.PROPOSED, ItemState.APPROVED),
            reason_words(held.note(row.id)) if row.case_id is None else "",
            next((one.release_proposed_by for one in own if one.release_proposed_by), ""),
            len(own),
        )


def _case_of(session: Session, number: str) -> str:
    case_id = case_id_of(session, number.strip())
    if case_id is None:
        raise NotFound(
            "この受付番号の案件はありません。",
            "受付番号を確かめて、入れ直してください。",
            field="number",
        )
    return case_id


def _as_day(word: str) -> tuple[int, ...]:
    """(2026, 11, 10) or (11, 10) of a word that is a day, else ()."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", word))
    return tuple(int(part) for part in match.groups() if part) if match else ()


def _searched(line: NoteLine) -> str:
    parts = (line.number, line.name, line.phone, line.address, line.text)
    labels = (NOTE_LABELS[line.kind], MEANS_LABELS[line.means], *line.forms)
    return "\n".join(fold(part) for part in (*parts, *labels))
