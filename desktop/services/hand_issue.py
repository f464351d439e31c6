"""An approved letter on hand-written paper, where no printer works at the statutory mark.

The words are those of the approved letter; a clerk records it and a supervisor signs it with the
own passphrase. The clock is met by posting, as of any letter. The scan of the signed paper is owed
until it lies sealed with the case (DOMAIN §4, §8, §9).
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.capture.decode import pages as decoded
from desktop.capture.reader import Reader
from desktop.domain.deputies import check_untouched
from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.printing import HandReason
from desktop.domain.reading import BlockedPage, ScreenedPage
from desktop.domain.roles import Capability, may
from desktop.services import letters_out, rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_change import require_seen
from desktop.services.case_facts import DECISION_CODES
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.typed_text import refuse_my_number, require_text
from desktop.store import deputies, hand_issues, print_jobs
from desktop.store.cases import case_row, valid_approval
from desktop.store.letters import WAITING, letter_row
from desktop.store.parts import get_part, put_part
from desktop.store.schema.casework import LetterRow
from desktop.store.schema.printing import HandIssueRow

_MOST_PAGES: Final = 20
_LARGEST: Final = 20_000_000
_KIND: Final = "hand_scan"


@dataclass(frozen=True, slots=True)
class HandIssued:
    """`pages` is 0 while the scan is owed."""

    reason: HandReason
    issued_on: date
    by: str
    witness: str
    pages: int


class HandIssue:
    def __init__(self, cases: Cases, reader: Callable[[], Reader]) -> None:
        self._book = cases.book
        self._premises = cases.book.premises
        self._exports = Exports(self._premises, cases.book)
        self._reader = reader

    def issue(
        self,
        act: Act,
        letter_id: str,
        reason: HandReason,
        on: date,
        login: str,
        passphrase: str,
        note: str = "",
    ) -> HandIssued:
        """The letter is on paper, written by hand: it is enclosed, checked and posted like any."""
        rights.require(act, Capability.DISPATCH)
        if reason is HandReason.OTHER:
            require_text(note, "手書きで出す理由を書いてください。", "note")
        refuse_my_number(note, field="note")
        signer = self._book.people.prove(login, passphrase, act.at)

        def work(session: Session) -> Answer:
            if signer.id == act.by.person_id:
                raise SamePerson(
                    "記録する本人は、責任者として署名できません。",
                    "責任者に署名を依頼してください。",
                    field="supervisor",
                )
            row = letters_out.leaving(session, act, letter_id)
            if not may(signer.role, Capability.APPROVE):
                if deputies.standing(session, signer.id, act.at.date()) is None:
                    raise NotAllowed(
                        "この人は、手書きの文書に署名できません。",
                        "責任者に署名を依頼してください。",
                        field="supervisor",
                    )
                hands = deputies.hands_on(session, case_row(session, row.case_id))
                check_untouched(signer.id, hands)
            if row.state not in WAITING:
                raise Refused(
                    "この文書は発送済みです。",
                    "もう一度送るときは、返戻か再発行から進めてください。",
                )
            if print_jobs.open_job_of(session, letter_id) is not None:
                raise Refused(
                    "この文書は、印刷しているところです。",
                    "印刷を取り消してから、手書きの記録をしてください。",
                )
            if not _standing_since(session, row) <= on <= act.at.date():
                raise Refused(
                    "書いた日が、文書の作成や決裁より前か、今日より後です。",
                    "決裁された文面を書き写した日を入れてください。",
                    field="on",
                )
            issued = HandIssueRow(
                id=uuid.uuid4().hex,
                case_id=row.case_id,
                letter_id=row.id,
                reason=reason.value,
                issued_on=on,
                sha256=row.sha256,
                by=act.by.person_id,
                witness=signer.id,
                at=act.at,
            )
            session.add(issued)
            letters_out.came_out(row, act.by.person_id, act.at)
            session.flush()
            if note.strip():
                said = {"text": note.strip(), "by": act.by.person_id, "at": act.at.isoformat()}
                vault, slot = self._premises.vault, f"hand-{issued.id[:16]}"
                put_part(session, vault, row.case_id, "C", "note", said, act.at, slot=slot)
            detail: dict[str, str | int] = {
                "reason": reason.value,
                "on": on.isoformat(),
                "witness": signer.id,
                "sha256": row.sha256,
            }
            case = case_row(session, row.case_id)
            self._book.note(session, act, case, "letter.by_hand", subject=row.id, detail=detail)
            return {"letter": letter_id}

        carry_out(self._premises, act, Capability.DISPATCH, "letter.by_hand", work)
        return self._told(letter_id)

    def read(self, by: SignedIn, file: Path) -> tuple[ScreenedPage, ...]:
        """The pages of a scan, in memory only; a page with a forbidden number refuses the file."""
        rights.require(by, Capability.DISPATCH)
        found: list[ScreenedPage] = []
        for page in decoded(_read_scan(file)):
            if len(found) == _MOST_PAGES:
                raise Refused(
                    f"スキャンが{_MOST_PAGES}枚を超えています。",
                    "手書きの文書だけをスキャンし直してください。",
                )
            screened = self._reader().screen(page)
            if isinstance(screened, BlockedPage):
                raise Refused(
                    "取得してはならない番号の写った紙です。取り込みませんでした。",
                    "手書きの文書だけをスキャンし直してください。",
                )
            if isinstance(screened, ScreenedPage):
                found.append(screened)
        if not found:
            raise Refused("スキャンに頁がありません。", "スキャンし直してください。")
        return tuple(found)

    def attach(
        self, act: Act, letter_id: str, pages: tuple[ScreenedPage, ...], file: Path
    ) -> HandIssued:
        """The signed paper as pictures, sealed with the case. The file it came from is a clear
        copy, listed until it is deleted."""
        digest = _digest(file)

        def work(session: Session) -> Answer:
            issued = hand_issues.issue_of(session, letter_id)
            if issued is None or issued.scanned_at is not None:
                raise Refused(
                    "スキャンを待っている手書きの文書がありません。", "案件を開き直してください。"
                )
            case = case_row(session, issued.case_id)
            require_seen(act, case)
            vault = self._premises.vault
            # A picture of what was disclosed dies with the 開示資料控 (DOMAIN §10).
            annexed = letter_row(session, letter_id).record_unit_id is not None
            cls = "C6" if annexed else "C"
            for number, page in enumerate(pages, start=1):
                values = {"image": base64.b64encode(page.image).decode("ascii")}
                slot = f"{issued.id[:24]}.{number:03d}"
                put_part(session, vault, issued.case_id, cls, _KIND, values, act.at, slot=slot)
            issued.pages = len(pages)
            issued.scanned_by, issued.scanned_at = act.by.person_id, act.at
            export = self._exports.note(
                session, act, "HAND_SCAN", file, case_id=case.id, digest=digest
            )
            session.flush()
            detail: dict[str, str | int] = {"pages": len(pages), "export": export}
            self._book.note(
                session, act, case, "letter.hand_scanned", subject=letter_id, detail=detail
            )
            return {"letter": letter_id}

        carry_out(self._premises, act, Capability.DISPATCH, "letter.hand_scanned", work)
        return self._told(letter_id)

    def of_letter(self, by: SignedIn, letter_id: str) -> HandIssued | None:
        """How the letter last left by hand; None where it did not."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            row = hand_issues.issue_of(session, letter_id)
            return None if row is None else self._view(row)

    def pages(self, by: SignedIn, letter_id: str) -> tuple[bytes, ...]:
        """The pictures of the signed paper; none before the scan, or once they are destroyed."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            row = hand_issues.issue_of(session, letter_id)
            if row is None:
                return ()
            found = [
                get_part(session, self._premises.vault, row.case_id, _KIND, slot)
                for slot in (f"{row.id[:24]}.{one:03d}" for one in range(1, row.pages + 1))
            ]
            return tuple(base64.b64decode(one["image"]) for one in found if one is not None)

    def _told(self, letter_id: str) -> HandIssued:
        with self._premises.database.reading() as session:
            row = hand_issues.issue_of(session, letter_id)
            if row is None:
                raise Refused("手書きの記録がありません。", "案件を開き直してください。")
            return self._view(row)

    def _view(self, row: HandIssueRow) -> HandIssued:
        name = self._book.name_of
        return HandIssued(
            HandReason(row.reason), row.issued_on, name(row.by), name(row.witness), row.pages
        )


def _standing_since(session: Session, row: LetterRow) -> date:
    """From which day there were words to write down: of a decision, once it was approved."""
    approval = None
    if row.code in DECISION_CODES:
        approval = valid_approval(session, "case", row.case_id)
    return max(row.made_at, approval.at if approval is not None else row.made_at).date()


def _read_scan(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise Refused(
                "スキャンのファイルが大きすぎます。",
                "手書きの文書だけをスキャンし直してください。",
            )
        return file.read_bytes()
    except OSError as problem:
        raise Refused(
            "スキャンのファイルを開けません。", "ファイルの場所と権限を確かめてください。"
        ) from problem


def _digest(file: Path) -> str:
    """By which the scan's file is known again when it is deleted; "" of one that is gone."""
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""
