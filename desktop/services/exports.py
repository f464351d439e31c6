"""Clear copies that leave on purpose: noted, written, red until they are gone (DESIGN §4)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, Refused
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.annex_keeping import digest_of, taken_digests
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.store import audit
from desktop.store.exports import (
    close_export,
    export_row,
    known_digest,
    note_digest,
    open_export,
    open_exports,
    place_of,
)

KIND_LABELS: Final[Mapping[str, str]] = {
    "LETTER": "文書の写し",
    "LEDGER": "受付簿",
    "CERTIFICATE": "廃棄証明書",
    "STAMP_LEDGER": "切手・為替受払簿",
    "INQUIRY": "調査依頼",
    "ANSWER_FORM": "回答ファイルの様式",
    "ANSWER_FILE": "取り込んだ回答ファイル",
    "DAY_SHEET": "日計票",
    "NOTE_LOG": "電話・窓口の記録",
    "SHELF_LABEL": "保管ラベル",
    "FORM_COVER": "書式の送付状",
    "MATCH_SLIP": "三者照合票",
    "DECISION_SHEET": "起案・決裁票",
    "ENCLOSURE_SHEET": "封入確認票",
    "HAND_SCAN": "手書きの文書のスキャン",
    "DISPOSAL_PROPOSAL": "廃棄申請書",
    "DISPOSAL_RECORD": "廃棄承認・実施記録",
    "OUTLOOK": "保存期限の予定表",
    "AUDIT_REPORT": "内部監査報告書",
    "AUDIT_LIST": "操作記録の一覧",
    "MASK_RECORD": "マスキング記録",
    "MEDIUM": "開示の媒体のファイル",
}
_DAYS = 7
_ANSWERS: Final = frozenset({"ANSWER_FORM", "ANSWER_FILE"})
"""What a department writes into; only a person who opens the folder deletes such a file."""


class ExportNotWritten(DeskError):
    """The place could not be written to, or not to the end."""

    code = "export_not_written"


class ExportNotDeleted(DeskError):
    """The copy is still there, and the system does not let it be deleted."""

    code = "export_not_deleted"

    def __init__(self) -> None:
        super().__init__(
            "持ち出した写しを消せませんでした。写しは残っています。",
            "写しを開いているプログラムを閉じ、フォルダーの権限を確かめて、もう一度消してください。",
        )


class ExportChanged(Refused):
    """What lies at the place is not what was written there; it was left as it is."""

    code = "export_changed"

    def __init__(self, sentence: str, next_step: str, *, deletable: bool = False) -> None:
        super().__init__(sentence, next_step)
        self.deletable = deletable


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


class Exports:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    def note(
        self,
        session: Session,
        act: Act,
        kind: str,
        file: Path,
        *,
        case_id: str | None = None,
        letter_id: str | None = None,
        digest: str = "",
    ) -> str:
        """List the copy before it exists, in the caller's transaction; `digest` of one that lies
        there already."""
        return open_export(
            session,
            self._premises.vault,
            kind,
            str(file.absolute()),
            act.by.person_id,
            act.at,
            act.at.date() + timedelta(days=_DAYS),
            case_id=case_id,
            letter_id=letter_id,
            digest=digest,
        )

    def record(
        self, session: Session, act: Act, export_id: str, detail: Mapping[str, str | int]
    ) -> None:
        audit.append(
            session, act.at, act.by.person_id, "export.open", subject=export_id, detail=detail
        )

    def write(self, act: Act, export_id: str, file: Path, data: bytes) -> Path:
        """Write the copy, readable by its owner only. What could not be written is not open; what
        was written in part is taken away, and stays open where it cannot be."""
        with self._premises.database.transaction() as session:
            row = export_row(session, export_id)
            if row.closed_at is not None:
                raise Refused(
                    "この持ち出しは消去済みです。",
                    "もう一度、新しい写しを書き出してください。",
                )
            note_digest(session, self._premises.vault, row, digest_of(data))
        begun = False
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            begun = True
            with os.fdopen(handle, "wb") as out:
                file.chmod(0o600)  # an older file of this name keeps its own mode otherwise
                out.write(data)
        except OSError as problem:
            if begun and not _taken_away(file):
                raise _half_written() from problem
            with self._premises.database.transaction() as session:
                row = export_row(session, export_id)
                if row.closed_at is None:
                    self._close(session, act, export_id, "NOT_WRITTEN")
            raise _not_written() from problem
        return file

    def drop(self, session: Session, act: Act, export_id: str) -> None:
        """A copy that was noted and never written is not open."""
        self._close(session, act, export_id, "NOT_WRITTEN")

    def posted(self, session: Session, act: Act, letter_id: str) -> None:
        """The medium of this letter left with its envelope. What still lies where it was written is
        a copy that stayed, and stays open."""
        for row in open_exports(session):
            ours = row.kind == "MEDIUM" and row.letter_id == letter_id
            if ours and not os.path.lexists(place_of(session, self._premises.vault, row)):
                self._close(session, act, row.id, "POSTED")

    def open(self, by: SignedIn) -> tuple[OpenExport, ...]:
        rights.require(by, Capability.EXPORT)
        with self._premises.database.reading() as session:
            return tuple(
                OpenExport(
                    id=row.id,
                    kind=row.kind,
                    label=KIND_LABELS.get(row.kind, row.kind),
                    place=place_of(session, self._premises.vault, row),
                    by=self._book.name_of(row.by),
                    at=row.at,
                    delete_by=row.delete_by,
                )
                for row in open_exports(session)
            )

    def close(self, act: Act, export_id: str, *, changed_too: bool = False) -> None:
        """Delete the file if it is still there as it was written; where it is gone, a person
        confirms. One that has changed since is deleted only on purpose (`changed_too`), and a
        department's answer never."""

        def work(session: Session) -> Answer:
            row = export_row(session, export_id)
            if row.closed_at is not None:
                raise Refused("この持ち出しは消去済みです。", "一覧を開き直してください。")
            file = Path(place_of(session, self._premises.vault, row))
            how = "CONFIRMED"
            try:
                if file.is_symlink() or file.exists():
                    ours = self.is_known(session, file, row.case_id)
                    how = "DELETED" if ours else "CHANGED_DELETED"
                    if how == "CHANGED_DELETED" and (row.kind in _ANSWERS or not changed_too):
                        raise _changed(row.kind)
                    file.unlink()
            except OSError as problem:
                raise ExportNotDeleted from problem
            self._close(session, act, export_id, how)
            return {"export": export_id}

        carry_out(self._premises, act, Capability.EXPORT, "export.close", work)

    def is_known(self, session: Session, file: Path, case_id: str | None) -> bool:
        """Whether the file is one that an open export of this place wrote or was taken in from,
        or an answer that the case holds. Of what earlier programs wrote nobody knows."""
        if file.is_symlink():
            return False
        with file.open("rb") as data:
            found = hashlib.file_digest(data, "sha256").hexdigest()
        vault, place = self._premises.vault, str(file.absolute())
        known = {
            known_digest(session, vault, one)
            for one in open_exports(session)
            if place_of(session, vault, one) == place
        }
        if case_id is not None:
            known |= taken_digests(session, vault, case_id)
        return found in known

    def refuse_overwriting(self, session: Session, file: Path, case_id: str) -> None:
        """Nothing is written over a file that no export of this place knows: somebody has filled
        it in, or laid it there."""
        try:
            free = not file.exists() or self.is_known(session, file, case_id)
        except OSError as problem:
            raise _not_written() from problem
        if not free:
            raise Refused(
                f"フォルダーに、書き込みのある「{file.name}」があります。書き出しませんでした。",
                "部署の回答なら案件で取り込み、要らないものなら片づけてから、もう一度書き出してください。",
            )

    def _close(self, session: Session, act: Act, export_id: str, how: str) -> None:
        row = export_row(session, export_id)
        close_export(session, self._premises.vault, row, how, act.by.person_id, act.at)
        audit.append(
            session,
            act.at,
            act.by.person_id,
            "export.close",
            case_id=row.case_id,
            subject=export_id,
            detail={"how": how},
        )


def _not_written() -> ExportNotWritten:
    return ExportNotWritten(
        "指定の場所に書き込めませんでした。", "空きと権限を確かめ、別の場所を選んでください。"
    )


def _half_written() -> ExportNotWritten:
    return ExportNotWritten(
        "書き込みが途中で止まりました。書きかけの写しが残っています。",
        "空きと権限を確かめ、持ち出した写しの一覧からこの写しを消してください。",
    )


def _taken_away(file: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _changed(kind: str) -> ExportChanged:
    if kind == "ANSWER_FILE":
        return ExportChanged(
            "この場所のファイルは、取り込んだ回答と違います。消しませんでした。",
            "差し替えられた回答なら案件で取り込み、要らないものならフォルダーで消してください。",
        )
    if kind == "ANSWER_FORM":
        return ExportChanged(
            "この様式には、渡した後に書き込みがあります。消しませんでした。",
            "部署の回答なら案件で取り込み、要らないものならフォルダーで消してください。",
        )
    return ExportChanged(
        "書き出した写しのままと確かめられないファイルがあります。消しませんでした。",
        "要るものなら別の場所に移してください。要らないものなら「変わった写しも消す」を"
        "選んで、もう一度消してください。",
        deletable=True,
    )
