"""The medium of a disclosure that was asked for on a CD-R: its files, who wrote them, who compared
them (DOMAIN §2, §9; DESIGN §4).

All of it is of class C6 and dies with the disclosed copy. Parts: `medium` (slot "": what lies on
it; "wish": the character set that was chosen) and `medium_file` (a file each).
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.letters import CsvEncoding, MediumFile
from desktop.services.annex_keeping import CLASS, MEDIUM, MEDIUM_FILE
from desktop.services.media_views import MediumView
from desktop.store.cases import dispatch_of
from desktop.store.parts import drop_part, get_part, parts_of_kind, put_part
from desktop.store.schema.casework import CaseRow, LetterRow
from desktop.store.vault.vault import Vault

CDR: Final = "CDR"
"""The method of a case whose answer goes on a medium."""

_WISH: Final = "wish"


def wished_encoding(session: Session, vault: Vault, case_id: str) -> CsvEncoding:
    """文字コード of the files: as a clerk chose it, else what new programs read."""
    wish = get_part(session, vault, case_id, MEDIUM, _WISH) or {}
    return CsvEncoding(wish.get("encoding", CsvEncoding.UTF8))


def keep_wish(
    session: Session, vault: Vault, case_id: str, encoding: CsvEncoding, at: datetime
) -> None:
    values = {"encoding": encoding.value}
    put_part(session, vault, case_id, CLASS, MEDIUM, values, at, slot=_WISH)


def keep_medium(
    session: Session,
    vault: Vault,
    case_id: str,
    letter_id: str,
    files: Sequence[tuple[MediumFile, bytes]],
    at: datetime,
) -> None:
    """Seal the files of a letter as they will lie on its medium, in place of those of the letter
    before it."""
    drop_medium(session, case_id)
    if not files:
        return
    values = {"letter": letter_id, "files": [asdict(one) for one, _data in files]}
    put_part(session, vault, case_id, CLASS, MEDIUM, values, at, rows=len(files))
    for number, (_one, data) in enumerate(files):
        packed = base64.b64encode(zlib.compress(data)).decode("ascii")
        slot = _slot(number)
        put_part(session, vault, case_id, CLASS, MEDIUM_FILE, {"data": packed}, at, slot=slot)


def drop_medium(session: Session, case_id: str) -> None:
    """Nothing is left of the files; the character set that was chosen stays."""
    drop_part(session, case_id, MEDIUM)
    for row in parts_of_kind(session, case_id, MEDIUM_FILE):
        drop_part(session, case_id, MEDIUM_FILE, row.slot)


def medium_of(session: Session, vault: Vault, letter: LetterRow) -> dict[str, Any] | None:
    """What is kept of the medium of this letter; None where it has none."""
    values = get_part(session, vault, letter.case_id, MEDIUM)
    return values if values is not None and values["letter"] == letter.id else None


def files_of(values: Mapping[str, Any]) -> tuple[MediumFile, ...]:
    return tuple(MediumFile(**one) for one in values["files"])


def contents_of(
    session: Session, vault: Vault, case_id: str, values: Mapping[str, Any]
) -> dict[str, bytes]:
    """The bytes of each file by its name."""
    found = {}
    for number, one in enumerate(files_of(values)):
        part = get_part(session, vault, case_id, MEDIUM_FILE, _slot(number)) or {}
        found[one.name] = zlib.decompress(base64.b64decode(part.get("data", "")))
    return found


def keep_step(
    session: Session,
    vault: Vault,
    case_id: str,
    values: Mapping[str, Any],
    step: str,
    by: str,
    at: datetime,
) -> None:
    """Who wrote ("written") or compared ("checked") it, when, for which envelope. What is written
    anew has to be compared anew."""
    told = {key: value for key, value in values.items() if key != "checked"}
    told[step] = {"by": by, "at": at.isoformat(), "envelope": envelope(session, case_id)}
    put_part(session, vault, case_id, CLASS, MEDIUM, told, at, rows=len(told["files"]))


def forget_steps(
    session: Session, vault: Vault, case_id: str, values: Mapping[str, Any], at: datetime
) -> None:
    """Nothing was written after all."""
    told = {key: values[key] for key in ("letter", "files")}
    put_part(session, vault, case_id, CLASS, MEDIUM, told, at, rows=len(told["files"]))


def step_of(
    session: Session, letter: LetterRow, values: Mapping[str, Any], step: str
) -> dict[str, Any]:
    """The step as it was done for the envelope that goes out now, or that left last; empty where
    it was not. What came back lies sealed: a second envelope has a medium of its own (DOMAIN §8
    guard 9)."""
    done: dict[str, Any] = values.get(step) or {}
    left = letter.state == "SENT"
    return done if done.get("envelope") == envelope(session, letter.case_id) - left else {}


def envelope(session: Session, case_id: str) -> int:
    """How many envelopes of the case have left: the number of the one that goes out now."""
    posted = dispatch_of(session, case_id)
    return posted.seq if posted is not None else 0


def require_compared(session: Session, vault: Vault, letter: LetterRow) -> None:
    """Refuse to seal the envelope of an answer whose medium nobody has read back."""
    values = medium_of(session, vault, letter)
    if values is not None and not step_of(session, letter, values, "checked"):
        raise Refused(
            "同封する媒体の照合が済んでいません。",
            "ファイルを媒体に書き出し、書き出した人とは別の人が媒体を読み直して照合してください。",
        )


def medium_view(
    session: Session,
    vault: Vault,
    name_of: Callable[[str | None], str],
    case: CaseRow,
    letter: LetterRow | None,
) -> MediumView | None:
    """The medium of the case's answer; None where it goes on paper or is destroyed."""
    values = medium_of(session, vault, letter) if letter is not None else None
    if letter is None or values is None:
        return None
    written = step_of(session, letter, values, "written")
    checked = step_of(session, letter, values, "checked")
    return MediumView(
        letter.id,
        files_of(values),
        name_of(written.get("by")),
        written.get("by", ""),
        _when(written),
        name_of(checked.get("by")),
        _when(checked),
    )


def _when(step: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(step["at"]) if step else None


def _slot(number: int) -> str:
    return f"{number:03d}"
