"""A page filed with the wrong case: one logged act with a reason takes it where it belongs.

It goes to another case or back to 受付; moved back it is undone. Each case it touches is treated as
when papers come in: identity papers lead back to the check, and an answer that was submitted or
approved goes back to its drafter (DOMAIN §8 guards 3, 6).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from desktop.capture.turning import turned
from desktop.domain.disposal import ItemState
from desktop.domain.errors import NotFound, Refused, Stale
from desktop.domain.reading import PageKind, ScreenedPage
from desktop.domain.retention import RetentionClass, class_of
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.domain.workday import Fate
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.answering_mail import tell_clerk
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.mail_keeping import MailKeeping
from desktop.services.premises import Premises
from desktop.services.recheck import recheck_identity, return_draft
from desktop.services.spool_contents import open_page
from desktop.services.waiting import end_wait
from desktop.store import audit, envelopes, misfiled, people, reading_rates
from desktop.store.cases import case_id_of, case_row, open_pause
from desktop.store.documents import NewPage, add_document, page_row
from desktop.store.holds import held_now
from desktop.store.schema.casework import CaseRow, PageRow


class MisfiledReason(StrEnum):
    """Why a page leaves its case. A code, so that nothing about a person stands in the log."""

    OTHER_PERSON = "OTHER_PERSON"
    OTHER_REQUEST = "OTHER_REQUEST"
    MIXED_MAIL = "MIXED_MAIL"
    MOVED_BY_MISTAKE = "MOVED_BY_MISTAKE"


MISFILED_LABELS: Final[Mapping[MisfiledReason, str]] = {
    MisfiledReason.OTHER_PERSON: "別の人の書類",
    MisfiledReason.OTHER_REQUEST: "同じ人の別の請求の書類",
    MisfiledReason.MIXED_MAIL: "封筒を取り違えた",
    MisfiledReason.MOVED_BY_MISTAKE: "誤って移した",
}

_LISTED = frozenset({ItemState.PROPOSED, ItemState.APPROVED})


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the page is now, and where it was: for moving it back."""

    page_id: str
    from_case: str
    to_case: str
    to_number: str


class Misfiled:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    def move(
        self, act: Act, page_id: str, to_case: str, reason: str, *, version: int | None = None
    ) -> Moved:
        """The page into the case of this id or 受付番号. `version` is that of the page's case."""
        _require_reason(reason)

        def work(session: Session) -> Answer:
            page, source = self._page_and_case(session, page_id, version)
            target = self._target(session, to_case, source)
            received_on = misfiled.received_on(session, page)
            misfiled.move_page(session, self._premises.vault, page, target.id, act.at)
            told = {"reason": str(reason), "from": source.id, "to": target.id}
            self._book.note(session, act, source, "page.moved_out", subject=page_id, detail=told)
            self._book.note(session, act, target, "page.moved_in", subject=page_id, detail=told)
            self._go_back(session, act, source, page.kind, "MOVED_OUT")
            wait = open_pause(session, target.id)
            if wait is not None and received_on >= max(wait.start, target.arrived_on):
                end_wait(session, self._book, act, target, received_on)
            self._go_back(session, act, target, page.kind, "MOVED_IN")
            return {"from": source.id, "to": target.id, "number": target.number}

        answer = carry_out(self._premises, act, Capability.FILE, "page.moved", work)
        return Moved(page_id, str(answer["from"]), str(answer["to"]), str(answer["number"]))

    def to_intake(self, act: Act, page_id: str, reason: str, *, version: int | None = None) -> str:
        """The page back into 受付 as an unfiled envelope of its own; the envelope's id."""
        _require_reason(reason)
        rights.require(act, Capability.FILE)
        envelope_id = uuid.uuid5(uuid.UUID(act.command), page_id).hex
        keeping = MailKeeping(self._premises, act)
        if keeping.has(envelope_id, 1):  # the same act once more
            return envelope_id
        with self._premises.database.reading() as session:
            seen = page_row(session, page_id).version
            self._page_and_case(session, page_id, version)
            contents = misfiled.opened(session, self._premises.vault, page_id)
        image, width, height = turned(contents.image, 0)

        def work(session: Session) -> None:
            rights.require_as_signed_in(people.by_id(session, act.by.person_id), act.by)
            page, source = self._page_and_case(session, page_id, version)
            if page.version != seen:
                raise Stale("このページは先に変更されました。", "案件を開き直してください。")
            arrived = datetime.combine(misfiled.received_on(session, page), time(), act.at.tzinfo)
            envelopes.came(session, envelope_id, min(arrived, act.at))
            kind = page.kind
            misfiled.take_out(session, self._premises.vault, page)
            told = {"reason": str(reason), "envelope": envelope_id}
            self._book.note(session, act, source, "page.to_intake", subject=page_id, detail=told)
            self._go_back(session, act, source, kind, "MOVED_OUT")

        screened = ScreenedPage(image, contents.thumbnail, width, height, contents.reading)
        keeping.keep(envelope_id, 1, screened, work)
        return envelope_id

    def back_from_intake(self, act: Act, envelope_id: str) -> str:
        """Undo `to_intake`: the page returns to the case that it left; the case's id.

        Only while it is unfiled in the envelope of its own; a page laid into another envelope is
        filed like any mail.
        """
        released: list[str] = []

        def work(session: Session) -> Answer:
            case = self._left(session, envelope_id)
            envelope = envelopes.envelope(session, envelope_id)
            spool, vault = self._premises.spool, self._premises.vault
            contents = [open_page(session, spool, vault, page) for page in envelope.pages]
            if len(contents) != 1 or any(page.proposed for page in envelope.pages):
                raise Refused(
                    "この郵便物は受付で変わっていて、元の案件へそのまま戻せません。",
                    "受付で開き、受付番号を選んで登録してください。",
                )
            (page,) = contents
            kind = page.reading.kind
            new = NewPage(page.image, page.thumbnail, page.reading)
            day = envelope.created_at.date()
            add_document(session, vault, case.id, class_of(kind), kind, [new], day, act.at)
            fate = Fate.NOT_COUNTED
            released.extend(envelopes.finish(session, envelope_id, envelopes.FILED, act.at, fate))
            reading_rates.forget_looks(session, released)
            spool.release(session, vault, released)
            told = {"reason": str(MisfiledReason.MOVED_BY_MISTAKE), "envelope": envelope_id}
            self._book.note(session, act, case, "page.from_intake", detail=told)
            self._go_back(session, act, case, kind, "MOVED_IN")
            return {"case": case.id}

        answer = carry_out(self._premises, act, Capability.FILE, "page.from_intake", work)
        if released:
            self._premises.spool.remove_after_filing(released)
        return str(answer["case"])

    def _left(self, session: Session, envelope_id: str) -> CaseRow:
        """The case that this envelope's page was taken from: the log alone knows it."""
        moves = audit.entries(session, audit.Filter(action="page.to_intake"))
        left = next((one for one in moves if one.detail.get("envelope") == envelope_id), None)
        if left is None or left.case_id is None:
            raise NotFound(
                "この郵便物は案件から戻された書類ではありません。",
                "受付で開き、受付番号を選んで登録してください。",
            )
        return case_row(session, left.case_id)

    def _page_and_case(
        self, session: Session, page_id: str, version: int | None
    ) -> tuple[PageRow, CaseRow]:
        """The page that may leave its case, and the case at the version that was seen."""
        page = page_row(session, page_id)
        case = case_row(session, page.case_id)
        unit = misfiled.unit_of_page(session, page)
        if version is not None and case.version != version:
            raise Stale(
                "ほかの人が先にこの案件を変更しました。",
                "今の内容を確かめて、もう一度行ってください。",
            )
        if unit.key_id is None or page.image is None:
            raise NotFound(
                "このページは廃棄または消去されていて、移せません。", "案件を開き直してください。"
            )
        if held_now(session).unit(case.id, unit.cls):
            raise Refused(
                "保全中の案件の書類は移せません。", "責任者に保全の解除を相談してください。"
            )
        if unit.state in _LISTED:
            raise Refused(
                "この書類は廃棄の申請に載っています。",
                "廃棄の申請を差し戻してから、移してください。",
            )
        return page, case

    def _target(self, session: Session, named: str, source: CaseRow) -> CaseRow:
        try:
            target = case_row(session, case_id_of(session, named) or named)
        except NotFound:
            raise NotFound(
                "この受付番号の案件はありません。",
                "受付番号を確かめて、入れ直してください。",
                field="to_case",
            ) from None
        if target.id == source.id:
            raise Refused(
                "いまと同じ案件です。", "移す先の受付番号を入れてください。", field="to_case"
            )
        if CaseState(target.state) in END_STATES:
            raise Refused(
                "この受付番号の案件は終わっています。",
                "受付へ戻し、新しい案件として登録してください。",
                field="to_case",
            )
        return target

    def _go_back(self, session: Session, act: Act, case: CaseRow, kind: str, why: str) -> None:
        """The papers of the case are others than before: back to where they are checked."""
        if class_of(PageKind(kind)) is RetentionClass.A:
            recheck_identity(session, self._book, act, case)
        return_draft(session, self._book, act, case)
        if CaseState(case.state) not in END_STATES:
            tell_clerk(session, act, case, why)


def _require_reason(reason: str) -> None:
    if reason not in set(MisfiledReason):
        raise Refused("移す理由が選ばれていません。", "理由を選んでください。", field="reason")
