"""A forbidden number found on a page that was filed already (DOMAIN §5, I-10; TRUST §2).

The page's key is dropped at once, by whoever finds it: the law leaves no room for an approval,
and neither a hold nor a retention period keeps it. Old copies die with the roll, which a
supervisor owes the same day; until then the page is 消去待ち.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound, Refused
from desktop.domain.reading import Forbidden, PageKind
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.rolling import roll_now
from desktop.store import audit, found_numbers, people
from desktop.store.cases import case_row
from desktop.store.documents import page_row
from desktop.store.rekey import drop_page
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.intake import FoundNumberRow

FOUND_KINDS = (
    Forbidden.MY_NUMBER,
    Forbidden.INSURANCE,
    Forbidden.PENSION,
    Forbidden.RESIDENT_CODE,
)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A find. `waiting` is 消去待ち; `paper_done` says that the sheet was dealt with."""

    id: str
    case_id: str
    case_number: str
    page_id: str
    paper: PageKind
    kind: Forbidden
    at: datetime
    found_by: str
    waiting: bool
    paper_done: bool


class FoundNumbers:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    def open_ones(self, by: SignedIn) -> tuple[FoundNumber, ...]:
        """Finds that wait for the roll, for their sheet, or for both; oldest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            rolling = {row.id for row in found_numbers.waiting_for_roll(session)}
            rows = {
                row.id: row
                for row in (
                    *found_numbers.waiting_for_roll(session),
                    *found_numbers.waiting_for_paper(session),
                )
            }
            ordered = sorted(rows.values(), key=lambda row: (row.at, row.id))
            return tuple(self._view(session, row, row.id in rolling) for row in ordered)

    def found(self, act: Act, page_id: str, kind: Forbidden) -> str:
        """Take the page out of its case at once; the find's id. The number is told nowhere."""
        if kind not in FOUND_KINDS:
            raise Refused(
                "見つかった番号の種類が選ばれていません。", "種類を選んでください。", field="kind"
            )

        def work(session: Session) -> Answer:
            page = page_row(session, page_id)
            case = case_row(session, page.case_id)
            if page.image is None or session.get_one(UnitRow, page.unit_id).key_id is None:
                raise NotFound(
                    "このページは残っていません。すでに消したか、廃棄したページです。",
                    "案件を開き直してください。",
                )
            find = found_numbers.note(session, page, kind, act.by.person_id, act.at)
            drop_page(session, self._premises.vault, page)
            self._book.note(
                session,
                act,
                case,
                "forbidden.found",
                subject=page.id,
                detail={"kind": kind.value, "paper": page.kind, "page": page.seq},
            )
            return {"find": find.id}

        answer = carry_out(self._premises, act, Capability.OPEN_MAIL, "forbidden.found", work)
        self._premises.database.checkpoint()
        return str(answer["find"])

    def confirm_paper(self, act: Act, find_id: str) -> None:
        """The sheet was blacked out beyond recovery, or returned (D-13)."""

        def work(session: Session) -> Answer:
            find = found_numbers.row_of(session, find_id)
            if find.paper_done_at is None:
                find.paper_done_at, find.paper_done_by = act.at, act.by.person_id
                case = case_row(session, find.case_id)
                self._book.note(session, act, case, "forbidden.paper_done", subject=find.page_id)
            return {"find": find.id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "forbidden.paper_done", work)

    def roll(self, act: Act) -> int:
        """Roll the epoch, so that no copy of the pages opens again; how many were 消去待ち.

        Where nothing waits any more, by a roll of somebody else, nothing is done.
        """
        rights.require(act, Capability.ROLL_KEYS)
        database = self._premises.database
        with database.reading() as session:
            rights.require_as_signed_in(people.by_id(session, act.by.person_id), act.by)
            rights.require_deputy(session, act, Capability.ROLL_KEYS)
            waiting = len(found_numbers.waiting_for_roll(session))
            owed = waiting or people.keys_ended(session) is not None or self._premises.roll_open
        if not owed:
            return 0
        roll_now(self._premises)
        with database.transaction() as session:
            rights.require_deputy(session, act, Capability.ROLL_KEYS)  # names it in the log
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "keys.roll",
                detail={"pages": waiting, "epoch": session.get_one(StoreInfoRow, 1).epoch},
            )
        return waiting

    def _view(self, session: Session, row: FoundNumberRow, waiting: bool) -> FoundNumber:
        return FoundNumber(
            row.id,
            row.case_id,
            session.get_one(CaseRow, row.case_id).number,
            row.page_id,
            PageKind(row.paper),
            Forbidden(row.kind),
            row.at,
            self._book.name_of(row.by),
            waiting,
            row.paper_done_at is not None,
        )
