"""One sheet more of a letter, on paper or as a copy to be printed elsewhere: its reason, and
再発行 where another sheet is or may be in somebody's hands (DOMAIN §8, §9)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.printing import Again, is_reissue
from desktop.letters.reissue import reissued
from desktop.services.act import Act
from desktop.services.premises import Premises
from desktop.services.typed_text import require_text
from desktop.store import audit, print_jobs
from desktop.store.parts import put_part
from desktop.store.schema.casework import LetterRow

_AFTER_POSTING: Final = (Again.ASKED, Again.RETURNED)


@dataclass(frozen=True, slots=True)
class OneMore:
    """`marked`: the sheet bears 再発行."""

    why: Again
    marked: bool
    note: str = field(default="", repr=False)


def needs_reason(session: Session, row: LetterRow) -> bool:
    """Whether a sheet of this letter may be out already: then one more has its reason."""
    taken_out = row.state in ("PRINTED", "CHECKED", "SENT") or row.sent_at is not None
    return taken_out or print_jobs.has_come_out(session, row.id)


def one_more(session: Session, row: LetterRow, again: Again | None, note: str) -> OneMore | None:
    """Why there is to be another sheet; None of the first one, which has no reason. Refused while
    a printer is at work on the letter."""
    if print_jobs.open_job_of(session, row.id) is not None:
        raise Refused(
            "この文書は、印刷しているところです。",
            "印刷が終わるのを待つか、取り消してから、もう一度行ってください。",
        )
    if not needs_reason(session, row):
        return None
    posted = row.sent_at is not None
    why = _reason(again, note, posted=posted)
    return OneMore(why, is_reissue(why, posted=posted), note.strip())


def sheet_of(premises: Premises, act: Act, pdf: bytes, *, marked: bool) -> bytes:
    """What is handed out of a letter: its frozen bytes, or a copy of them with the mark."""
    return reissued(pdf, act.at.date(), premises.surroundings.fonts) if marked else pdf


def note_more(
    session: Session,
    premises: Premises,
    act: Act,
    row: LetterRow,
    more: OneMore,
    pdf: bytes,
    left_as: Mapping[str, str],
) -> None:
    """The reason as a code and the hash of what was handed out go to the log; the words are
    sealed with the case. `left_as` is the print job or the export by its id."""
    detail: dict[str, str | int] = {
        **left_as,
        "again": more.why.value,
        "reissued": int(more.marked),
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    audit.append(
        session,
        act.at,
        act.by.person_id,
        "letter.reprint",
        case_id=row.case_id,
        subject=row.id,
        detail=detail,
    )
    if more.note:
        said = {"text": more.note, "by": act.by.person_id, "at": act.at.isoformat()}
        (one,) = left_as.values()
        slot = f"reprint-{one[:16]}"
        put_part(session, premises.vault, row.case_id, "C", "note", said, act.at, slot=slot)


def _reason(again: Again | None, note: str, *, posted: bool) -> Again:
    if again is None:
        raise Refused(
            "もう一度印刷する理由が選ばれていません。",
            "理由を選んでから印刷してください。",
            field="again",
        )
    if again in _AFTER_POSTING and not posted:
        raise Refused(
            "まだ発送していない文書には当たらない理由です。",
            "別の理由を選んでください。",
            field="again",
        )
    if again is Again.OTHER:
        require_text(note, "もう一度印刷する理由を書いてください。", "note")
    return again
