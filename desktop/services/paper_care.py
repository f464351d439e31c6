"""The paper itself: where it stands, and originals such as 住民票 that go back to their owner."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.posting import REGISTERED_DELIVERY, receipt_number
from desktop.domain.reading import PageKind
from desktop.domain.roles import Capability
from desktop.letters.shelf_label import shelf_label
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.letters_out import leave_beside
from desktop.services.shelves import shelf_place
from desktop.services.typed_text import require_text
from desktop.store.cases import case_row
from desktop.store.letters import letter_row
from desktop.store.originals import original_row
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow
from desktop.store.schema.workday import OriginalPaperRow

MOST_SHEETS: Final = 999
_TRACKING: Final = re.compile("[0-9]{11,13}")

ORIGINALS: Final = (PageKind.JUM, PageKind.INK, PageKind.FUH, PageKind.KOS, PageKind.TOU)
"""Certificates that come as originals (DOMAIN §5)."""


@dataclass(frozen=True, slots=True)
class SentOriginal:
    """How an original left, as the receipt says."""

    on: date
    delivery: str
    tracking: str
    sheets: int


class PaperCare:
    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._book = cases.book
        self._change = CaseChange(cases)
        self._exports = Exports(cases.book.premises, cases.book)

    def set_shelf(self, act: Act, case_id: str, shelf: str) -> CaseView:
        """Say in which shelf or box the case's paper stands; "" takes it out of both."""
        place = shelf_place(shelf, self._cases.names_person)

        def work(session: Session, case: CaseRow) -> None:
            case.shelf = place
            session.flush()
            self._book.note(session, act, case, "case.shelf", fields=("shelf",))

        return self._change.view(act, case_id, Capability.FILE, "case.shelf", work)

    def save_label(self, act: Act, case_id: str, file: Path) -> Path:
        """The label for the case's folder as a PDF: number and place, no name."""
        rights.require(act, Capability.FILE)
        premises = self._book.premises
        with premises.database.reading() as session:
            case = case_row(session, case_id)
            office = self._book.settings(case).office_name
            pdf = shelf_label(office, case.number, case.shelf, premises.surroundings.fonts)

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, "SHELF_LABEL", file, case_id=case_id)
            self._exports.record(session, act, export, {"label": 1})
            return {"export": export}

        answer = carry_out(premises, act, Capability.EXPORT, "case.shelf_label", work)
        return self._exports.write(act, str(answer["export"]), file, pdf)

    def ask_original(self, act: Act, case_id: str, kind: str, sheets: int, on: date) -> CaseView:
        """The owner wants an original back; it is kept apart until it goes."""
        if kind not in {one.value for one in ORIGINALS}:
            raise Refused(
                "返す原本の種類が選ばれていません。", "種類を選んでください。", field="kind"
            )
        _check_sheets(sheets)

        def work(session: Session, case: CaseRow) -> None:
            if not case.arrived_on <= on <= act.at.date():
                raise Refused(
                    "申出の日が、到達日より前か今日より後です。",
                    "返してほしいと言われた日を入れてください。",
                    field="asked_on",
                )
            row = OriginalPaperRow(
                id=uuid.uuid4().hex,
                case_id=case.id,
                kind=kind,
                sheets=sheets,
                asked_on=on,
                by=act.by.person_id,
                at=act.at,
            )
            session.add(row)
            session.flush()
            self._note(session, act, case, "case.original_asked", row)

        return self._change.view(act, case_id, Capability.FILE, "case.original_asked", work)

    def check_original(self, act: Act, case_id: str, original_id: str) -> CaseView:
        """A person looks what lies in the envelope and at whose address; another one sends it."""

        def work(session: Session, case: CaseRow) -> None:
            row = _waiting(session, case, original_id)
            row.checked_by = act.by.person_id
            session.flush()
            self._note(session, act, case, "case.original_checked", row)

        kind = "case.original_checked"
        return self._change.view(act, case_id, Capability.ENCLOSE_CHECK, kind, work)

    def send_original(
        self,
        act: Act,
        case_id: str,
        original_id: str,
        delivery: str,
        tracking: str,
        cover: str = "",
    ) -> CaseView:
        """It leaves by tracked post, after somebody else has checked the envelope; `cover` is the
        D-12 that lies in it and is posted with it."""
        number = _tracked(delivery, tracking)
        self._book.require_clock(act)

        def work(session: Session, case: CaseRow) -> None:
            row = _waiting(session, case, original_id)
            if row.checked_by is None:
                raise Refused(
                    "封入の確認が済んでいません。",
                    "別の人に、封筒の中身とあて先の確認を頼んでください。",
                )
            if row.checked_by == act.by.person_id:
                raise SamePerson(
                    "封入を確認した本人は、原本を発送できません。",
                    "別の人が発送を記録してください。",
                )
            row.sent_on, row.sent_by = act.at.date(), act.by.person_id
            row.delivery, row.tracking = delivery, number
            if cover:
                leave_beside(session, act, case, letter_row(session, cover))
                self._book.note(session, act, case, "letter.send", subject=cover)
            session.flush()
            self._note(session, act, case, "case.original_sent", row)

        return self._change.view(act, case_id, Capability.DISPATCH, "case.original_sent", work)

    def cancel_original(self, act: Act, case_id: str, original_id: str, reason: str) -> CaseView:
        """The wish was entered by mistake: nothing goes back. Possible until it has left."""
        require_text(reason, "取り消す理由を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            row = _waiting(session, case, original_id)
            row.cancelled_by, row.cancelled_at = act.by.person_id, act.at
            session.flush()
            self._keep_reason(session, act, case, row, reason)
            self._note(session, act, case, "case.original_cancelled", row)

        kind = "case.original_cancelled"
        return self._change.view(act, case_id, Capability.FILE, kind, work)

    def correct_original(
        self, act: Act, case_id: str, original_id: str, sent: SentOriginal, reason: str
    ) -> CaseView:
        """What was written down of one that has left was wrong: put right, with the reason. What
        stood there before stays in the operation log and the reason with the case."""
        require_text(reason, "直す理由を書いてください。", "reason")
        number = _tracked(sent.delivery, sent.tracking)
        _check_sheets(sent.sheets)

        def work(session: Session, case: CaseRow) -> None:
            row = original_row(session, original_id)
            if row.case_id != case.id or row.sent_on is None:
                raise Refused(
                    "この原本はまだ返送されていません。",
                    "申出が誤りなら、取り消してください。",
                )
            if not row.asked_on <= sent.on <= act.at.date():
                raise Refused(
                    "返送の日が、申出の日より前か今日より後です。",
                    "受領証の日付を入れてください。",
                    field="sent_on",
                )
            before = (row.sent_on, row.delivery, row.tracking, row.sheets)
            if before == (sent.on, sent.delivery, number, sent.sheets):
                raise Refused(
                    "記録と同じ内容です。", "違っているところを直してください。", field="tracking"
                )
            days = {"before": row.sent_on.isoformat(), "after": sent.on.isoformat()}
            detail: dict[str, str | int] = {
                **(days if row.sent_on != sent.on else {}),
                "delivery_before": row.delivery,
                "tracking_before": row.tracking,
                "sheets_before": row.sheets,
            }
            row.sent_on, row.delivery = sent.on, sent.delivery
            row.tracking, row.sheets = number, sent.sheets
            row.corrected_by, row.corrected_at = act.by.person_id, act.at
            session.flush()
            self._keep_reason(session, act, case, row, reason)
            self._note(session, act, case, "case.original_corrected", row, detail)

        kind = "case.original_corrected"
        return self._change.view(act, case_id, Capability.DISPATCH, kind, work)

    def _keep_reason(
        self, session: Session, act: Act, case: CaseRow, row: OriginalPaperRow, reason: str
    ) -> None:
        """Sealed with the case, one for each act: the newest does not hide an older one."""
        said = {"text": reason.strip(), "by": act.by.person_id, "at": act.at.isoformat()}
        slot = f"original-{act.command[:16]}"
        vault = self._book.premises.vault
        put_part(session, vault, case.id, "C", "note", said, act.at, slot=slot)

    def _note(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        action: str,
        row: OriginalPaperRow,
        more: Mapping[str, str | int] | None = None,
    ) -> None:
        detail: dict[str, str | int] = {"paper": row.kind, "sheets": row.sheets, **(more or {})}
        self._book.note(session, act, case, action, subject=row.id, detail=detail)


def original_label(kind: str) -> str:
    return PAGE_KIND_LABELS[PageKind(kind)]


def _waiting(session: Session, case: CaseRow, original_id: str) -> OriginalPaperRow:
    row = original_row(session, original_id)
    if row.case_id != case.id or row.sent_on is not None:
        raise Refused("この原本は返送済みです。", "案件を開き直してください。")
    if row.cancelled_at is not None:
        raise Refused("この原本の返却の申出は取り消されています。", "案件を開き直してください。")
    return row


def _tracked(delivery: str, tracking: str) -> str:
    """The number on the receipt, in figures; an original goes by tracked post."""
    number = receipt_number(tracking) or "".join(tracking.split()).replace("-", "")
    if delivery not in REGISTERED_DELIVERY:
        raise Refused(
            "原本は、追跡のできる書留で返します。",
            "発送の方法を選んでください。",
            field="delivery",
        )
    if _TRACKING.fullmatch(number) is None:
        raise Refused(
            "引受番号が入っていないか、桁数が違います。",
            "受領証の引受番号を入れてください。",
            field="tracking",
        )
    return number


def _check_sheets(sheets: int) -> None:
    if not 1 <= sheets <= MOST_SHEETS:
        raise Refused(
            "枚数が入っていないか、多すぎます。", "返す枚数を入れてください。", field="sheets"
        )
