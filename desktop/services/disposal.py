"""保管と廃棄: proposed, approved by another, executed before a witness (DOMAIN §10; TRUST §2)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.disposal import (
    DisposalMethod,
    DisposalStage,
    ItemState,
    check_approver,
    check_list,
    check_witness,
    list_hash,
    move_item,
)
from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.roles import Capability, may
from desktop.letters.certificate import certificate
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.approvals import approval_text, deputy_for
from desktop.services.batch_sheets import BatchSheets
from desktop.services.boxes import Boxes
from desktop.services.case_index import CaseIndex
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.destruction import Destruction
from desktop.services.disposal_lists import (
    batch_line,
    batch_view,
    certificate_data,
    keeping_view,
    listed,
)
from desktop.services.disposal_notes import move_notes, propose_note
from desktop.services.exports import Exports
from desktop.services.extensions import Extensions
from desktop.services.holds import Holds
from desktop.services.keeping_views import BatchLine, BatchView, KeepingView
from desktop.services.outlook import OutlookService
from desktop.services.paper_ends import PaperEnds
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.rolling import require_room
from desktop.services.typed_text import refuse_my_number
from desktop.store import audit, desk_notes
from desktop.store.cases import valid_approval, void_approvals
from desktop.store.disposals import (
    approved_batches,
    batch_items,
    batch_row,
    batch_rows,
    interrupted_batches,
    next_batch_number,
    wait_anew,
)
from desktop.store.holds import Held, held_now, one_at_a_time
from desktop.store.schema.casework import ApprovalRow, UnitRow
from desktop.store.schema.keeping import DisposalBatchRow, DisposalItemRow
from desktop.store.units import content_counts

_DISPOSING = (Capability.EXECUTE_DISPOSAL, Capability.APPROVE_DISPOSAL)
_CERTIFICATE = "I-07"


class Disposal:
    def __init__(
        self, premises: Premises, book: Casebook, people: People, index: CaseIndex
    ) -> None:
        self._premises = premises
        self._book = book
        self._people = people
        self._exports = Exports(premises, book)
        self._destruction = Destruction(premises, book)
        self.holds = Holds(premises, book, index)
        self.extensions = Extensions(premises, book)
        self.outlook = OutlookService(book)
        self.boxes = Boxes(book)
        self.sheets = BatchSheets(premises, book)
        self.paper_ends = PaperEnds(premises)
        people.when_leaving(self._void_of)

    def keeping(self, by: SignedIn, today: date) -> KeepingView:
        """What is kept by class, what is due, what is on its way out."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return keeping_view(session, self._book, today)

    def batches(self, by: SignedIn) -> tuple[BatchLine, ...]:
        """Newest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return tuple(batch_line(session, self._book, row) for row in batch_rows(session))

    def batch(self, by: SignedIn, batch_id: str) -> BatchView:
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return batch_view(session, self._book, batch_row(session, batch_id), by)

    def propose(self, act: Act, unit_ids: Sequence[str]) -> BatchView:
        """申請: units and free-standing notes whose period is over, as one list under one hash."""
        self._book.require_clock(act)

        def work(session: Session) -> Answer:
            if not unit_ids:
                raise Refused(
                    "廃棄する書類が選ばれていません。", "期限の来た書類を選んでください。"
                )
            one_at_a_time(session)
            today = act.at.date()
            batch = DisposalBatchRow(
                id=uuid.uuid4().hex,
                number=next_batch_number(session, today.year),
                state=ItemState.PROPOSED,
                stage=DisposalStage.PROPOSED,
                list_hash="",
                proposed_by=act.by.person_id,
                proposed_at=act.at,
            )
            session.add(batch)
            session.flush()
            notes = desk_notes.of_ids(session, unit_ids)
            for note in notes.values():
                propose_note(session, batch, note, today)
            counts, held = content_counts(session, unit_ids), held_now(session)
            for unit_id in dict.fromkeys(unit_ids):
                if unit_id in notes:
                    continue
                unit = self._propose_unit(session, unit_id, today, held)
                session.add(
                    DisposalItemRow(
                        id=uuid.uuid4().hex,
                        batch_id=batch.id,
                        unit_id=unit.id,
                        cls=unit.cls,
                        due_on=unit.due_on,
                        sheets=unit.sheets,
                        pages=counts.get(unit.id, 0),
                        removed=False,
                    )
                )
            session.flush()
            batch.list_hash = list_hash(listed(session, batch.id))
            self._log(session, act, batch, "disposal.propose", {"sha256": batch.list_hash})
            return {"batch": batch.id}

        answer = carry_out(
            self._premises, act, Capability.PROPOSE_DISPOSAL, "disposal.propose", work
        )
        return self.batch(act.by, str(answer["batch"]))

    def approve(self, act: Act, batch_id: str, passphrase: str, list_hash: str) -> BatchView:
        """Sign exactly the list that was shown. Raises SamePerson for the proposer."""
        rights.require(act, Capability.APPROVE_DISPOSAL)
        self._book.require_clock(act)
        keys = self._people.confirm_passphrase(act.by, passphrase, act.at)

        def work(session: Session) -> Answer:
            one_at_a_time(session)
            batch = _waiting(session, batch_id)
            check_approver(batch.proposed_by, act.by.person_id)
            rights.require_untouched_list(session, act, batch.id)
            if not listed(session, batch.id):
                raise Refused("この一覧には書類が残っていません。", "申請し直してください。")
            if batch.list_hash != list_hash:
                raise Stale(
                    "見ていた一覧のあとで、廃棄の一覧が変わりました。",
                    "いまの一覧を確かめてから、署名してください。",
                )
            check_list(list_hash, listed(session, batch.id))
            self._move_items(session, batch, ItemState.APPROVED, act.at.date())
            text = approval_text("dispose", batch.number, list_hash, act.at, deputy_for(session))
            session.add(
                ApprovalRow(
                    id=uuid.uuid4().hex,
                    subject_kind="batch",
                    subject_id=batch.id,
                    hash=list_hash,
                    approver=act.by.person_id,
                    at=act.at,
                    text=text,
                    signature=keys.sign(text.encode()),
                )
            )
            batch.state, batch.stage = ItemState.APPROVED, DisposalStage.APPROVED
            batch.approved_by, batch.approved_at = act.by.person_id, act.at
            self._log(session, act, batch, "disposal.approve", {"sha256": list_hash})
            return {"batch": batch.id}

        carry_out(self._premises, act, Capability.APPROVE_DISPOSAL, "disposal.approve", work)
        return self.batch(act.by, batch_id)

    def _void_of(self, session: Session, act: Act, person_id: str) -> None:
        """What a dismissed person approved and what is not executed waits for another signature."""
        for batch in approved_batches(session, person_id):
            wait_anew(session, batch)
            self._log(session, act, batch, "disposal.approval_void", {})

    def send_back(self, act: Act, batch_id: str, reason: str) -> BatchView:
        """却下: the units are due as before, and may be proposed anew."""
        if not reason.strip():
            raise Refused(
                "差し戻す理由が書かれていません。", "直す点を書いてください。", field="reason"
            )
        refuse_my_number(reason, field="reason")

        def work(session: Session) -> Answer:
            one_at_a_time(session)
            batch = _waiting(session, batch_id)
            check_approver(batch.proposed_by, act.by.person_id)
            rights.require_untouched_list(session, act, batch.id)
            self._move_items(session, batch, ItemState.REJECTED, act.at.date())
            vault = self._premises.vault
            batch.reason_key_id = vault.new_key(session)
            batch.reason = vault.seal(
                session, batch.reason_key_id, batch.id, "reason", "batch", reason.encode()
            )
            batch.state = ItemState.REJECTED
            void_approvals(session, "batch", batch.id)
            self._log(session, act, batch, "disposal.send_back", {})
            return {"batch": batch.id}

        carry_out(self._premises, act, Capability.APPROVE_DISPOSAL, "disposal.send_back", work)
        return self.batch(act.by, batch_id)

    def execute(
        self,
        act: Act,
        batch_id: str,
        witness_login: str,
        witness_passphrase: str,
        method: str,
        place: str,
    ) -> BatchView:
        """Erase the content, then destroy the keys by an epoch roll. Resumable at every step.

        `method` is a DisposalMethod: how the paper goes; the pictures go by their keys.
        """
        rights.require(act, Capability.EXECUTE_DISPOSAL)
        self._book.require_clock(act)
        if not place.strip():
            raise Refused(
                "廃棄の場所が入っていません。", "紙を廃棄する場所を書いてください。", field="place"
            )
        refuse_my_number(place, field="place")
        if method not in {known.value for known in DisposalMethod}:
            raise Refused(
                "廃棄の方法が選ばれていません。", "方法を選んでください。", field="method"
            )
        witness = self._witness(witness_login, witness_passphrase, act.at)
        require_room(self._premises)  # before anything is erased

        def work(session: Session) -> Answer:
            one_at_a_time(session)
            batch = batch_row(session, batch_id)
            check_witness(act.by.person_id, witness)
            approval = valid_approval(session, "batch", batch.id)
            if approval is None or approval.hash != batch.list_hash:
                raise Refused(
                    "この一覧には有効な承認がありません。", "責任者の承認を受けてください。"
                )
            check_approver(batch.proposed_by, approval.approver)
            if approval.approver == act.by.person_id:
                raise SamePerson(
                    "代行として承認した廃棄を、自分で実施することはできません。",
                    "別の受付担当に実施を依頼してください。",
                )
            check_list(approval.hash, listed(session, batch.id))
            self._move_items(session, batch, ItemState.EXECUTED, act.at.date())
            batch.executor, batch.witness = act.by.person_id, witness
            batch.method, batch.place, batch.executed_at = method, place.strip(), act.at
            keys = self._destruction.erase(session, batch, approval.approver)
            detail: dict[str, str | int] = {"keys": keys, "method": method, "witness": witness}
            self._log(session, act, batch, "disposal.execute", detail)
            return {"batch": batch.id}

        carry_out(self._premises, act, Capability.EXECUTE_DISPOSAL, "disposal.execute", work)
        self._destruction.destroy_keys(act, batch_id)
        return self.batch(act.by, batch_id)

    def resume_interrupted(self, act: Act) -> tuple[BatchView, ...]:
        """Carry batches on whose content is erased and whose keys are not yet destroyed."""
        rights.require(act, Capability.EXECUTE_DISPOSAL)
        with self._premises.database.reading() as session:
            waiting = [row.id for row in interrupted_batches(session)]
        for batch_id in waiting:
            self._destruction.destroy_keys(act, batch_id)
        return tuple(self.batch(act.by, batch_id) for batch_id in waiting)

    def certificate(self, act: Act, batch_id: str) -> bytes:
        """廃棄証明書 I-07 as PDF; it states the stage that was reached."""
        return self._issue(act, batch_id, None)[0]

    def save_certificate(self, act: Act, batch_id: str, file: Path) -> Path:
        """The certificate as a file: an open export until its end is confirmed (DESIGN §4)."""
        pdf, export = self._issue(act, batch_id, file)
        return self._exports.write(act, export, file, pdf)

    def _issue(self, act: Act, batch_id: str, file: Path | None) -> tuple[bytes, str]:
        """The certificate, and the export it is listed as where it goes to a file."""
        rights.require(act, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            batch = batch_row(session, batch_id)
            data = certificate_data(session, self._book, batch, act.at.date())
        form = self._book.paper(_CERTIFICATE, act.at.date())
        pdf = certificate(form, data, self._premises.surroundings.fonts)

        def work(session: Session) -> Answer:
            batch = batch_row(session, batch_id)
            # An auditor reads the certificate; only who disposes brings the batch a step on.
            disposes = any(may(act.by.role, one) for one in _DISPOSING)
            if batch.state == ItemState.EXECUTED and disposes:
                self._move_items(session, batch, ItemState.CERTIFIED, act.at.date())
                batch.state = ItemState.CERTIFIED
            self._log(session, act, batch, "disposal.certificate", {"stage": batch.stage})
            export = ""
            if file is not None:
                export = self._exports.note(session, act, "CERTIFICATE", file)
                self._exports.record(session, act, export, {"number": batch.number})
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.VIEW_CASE, "disposal.certificate", work)
        return pdf, str(answer["export"])

    def _propose_unit(self, session: Session, unit_id: str, today: date, holds: Held) -> UnitRow:
        unit = session.get(UnitRow, unit_id)
        if unit is None or unit.due_on is None:
            raise Refused("廃棄の期限のない書類です。", "一覧を開き直してください。")
        held = bool(holds.unit(unit.case_id, unit.cls))
        state = ItemState(unit.state)
        if state in (ItemState.RETAINED, ItemState.REJECTED):
            state = move_item(state, ItemState.DUE, today=today, due=unit.due_on, held=held)
        unit.state = move_item(state, ItemState.PROPOSED, today=today, due=unit.due_on, held=held)
        session.flush()
        return unit

    def _move_items(
        self, session: Session, batch: DisposalBatchRow, target: ItemState, today: date
    ) -> None:
        """Everything on the list one step on: its due date and holds are asked again."""
        held = held_now(session)
        for item, unit, case in batch_items(session, batch.id):
            if item.removed:
                continue
            unit.state = move_item(
                ItemState(unit.state),
                target,
                today=today,
                due=unit.due_on,
                held=bool(held.unit(case.id, unit.cls)),
            )
        move_notes(session, batch.id, target, today)
        session.flush()

    def _witness(self, login: str, passphrase: str, at: datetime) -> str:
        person = self._people.prove(login, passphrase, at)
        if not may(person.role, Capability.WITNESS_DISPOSAL):
            raise NotAllowed(
                "この人は廃棄に立ち会えません。", "受付担当か責任者に立会いを依頼してください。"
            )
        return person.id

    def _log(
        self,
        session: Session,
        act: Act,
        batch: DisposalBatchRow,
        action: str,
        detail: dict[str, str | int],
    ) -> None:
        items = len(listed(session, batch.id))
        audit.append(
            session,
            act.at,
            act.by.person_id,
            action,
            subject=batch.id,
            detail={"number": batch.number, "units": items, **detail},
        )


def _waiting(session: Session, batch_id: str) -> DisposalBatchRow:
    """A list that waits for its approval: what it held may stand on a later one by now."""
    batch = batch_row(session, batch_id)
    if batch.state != ItemState.PROPOSED:
        raise Refused(
            "承認を待っている廃棄の一覧ではありません。", "廃棄の一覧を開き直してください。"
        )
    return batch
