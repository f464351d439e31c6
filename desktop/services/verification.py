"""The three-way check of the address, and who confirmed it (DOMAIN §7)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.domain.check_times import CheckTimes, bucket_of, distribution, whole_months
from desktop.domain.errors import Refused
from desktop.domain.reading import FieldReading, PageKind
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.check_making import PASS, SECOND, Check, CheckMaker
from desktop.services.check_record import (
    asked_basis,
    keep_check,
    keep_second_word,
    proposed,
    refuse_other_basis,
    refuse_unseen,
)
from desktop.services.form_facts import PERSON_KEYS, person_block
from desktop.services.premises import Premises
from desktop.services.register import Register
from desktop.services.typed_text import refuse_my_number
from desktop.services.verification_views import ThreeWayView
from desktop.services.waiting import forget_identity
from desktop.store.cases import case_row
from desktop.store.check_times import count_time, counted_times
from desktop.store.documents import open_reading, page_row, replace_reading
from desktop.store.parts import drop_part, get_part, put_part
from desktop.store.schema.casework import CaseRow

_AT_CHECK = (CaseState.FORM_CHECK, CaseState.ID_CHECK)


class Verification:
    def __init__(self, premises: Premises, register: Register, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases
        self._maker = CheckMaker(premises, register)
        self._change = CaseChange(cases)

    def view(self, by: SignedIn, case_id: str, candidate: int | None = None) -> ThreeWayView:
        """Form, identity papers and register side by side.

        With several register hits and `candidate` None nothing is picked: a clerk picks.
        """
        rights.require(by, Capability.VIEW_CASE)
        rights.require(by, Capability.VIEW_IDENTITY_IMAGE)
        return self._maker.make(by, case_id, candidate).view

    def correct(self, act: Act, case_id: str, page_id: str, key: str, text: str) -> CaseView:
        """Put right what was read from a page (F2). A confirmed identity is confirmed anew."""
        refuse_my_number(text)

        def work(session: Session, case: CaseRow) -> None:
            row = page_row(session, page_id)
            if row.case_id != case.id or CaseState(case.state) not in _AT_CHECK:
                raise Refused(
                    "読みを直せるのは、形式確認と本人確認の間だけです。",
                    "案件を開き直して、いまの状態を確かめてください。",
                )
            vault = self._premises.vault
            reading = open_reading(session, vault, page_id)
            kept = [one for one in reading.fields if one.key != key]
            before = reading.field(key)
            box = before.box if before else None
            corrected = FieldReading(key, text.strip(), 1.0, True, box)
            replaced = dataclasses.replace(reading, fields=(*kept, corrected))
            replace_reading(session, vault, page_id, replaced)
            if row.kind == PageKind.FORM:
                self._correct_person(session, act, case, key, text.strip())
            forget_identity(case)
            self._cases.book.note(
                session, act, case, "page.correct", subject=page_id, fields=(key,)
            )

        return self._change.view(act, case_id, Capability.CHECK_FORM, "case.correct", work)

    def confirm(
        self,
        act: Act,
        case_id: str,
        candidate: int,
        *,
        seen: frozenset[str],
        note: str = "",
        basis: str | None = None,
        took: timedelta | None = None,
    ) -> CaseView:
        """A person confirms the proposal PASS. `seen` = all that was looked at (`to_see` of the
        view): every component, and every doubt with a key of its own; `basis` that of the view;
        `took` how long it lay before the person."""
        refuse_my_number(note, field="note")
        rights.require(act, Capability.CHECK_IDENTITY)
        check = self._maker.make(act.by, case_id, candidate)

        def work(session: Session, case: CaseRow) -> None:
            refuse_other_basis(check, basis)
            if check.view.proposal != PASS:
                raise Refused(
                    "この照合は一人では確認できません。",
                    "第二確認者へ回すか、補正を依頼してください。",
                )
            keep_check(session, self._premises, act, case, check, seen, note)
            _count(session, act, took)
            self._cases.book.advance(
                session, act, case, Action.CONFIRM_IDENTITY, detail=proposed(check)
            )

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_IDENTITY,
            "case.confirm_identity",
            work,
            version=check.version,
            action=Action.CONFIRM_IDENTITY,
        )

    def ask_second(
        self,
        act: Act,
        case_id: str,
        candidate: int,
        *,
        seen: frozenset[str],
        note: str,
        basis: str | None = None,
        took: timedelta | None = None,
    ) -> CaseView:
        """Hand a VARIANT, ROOM_MISSING or HISTORICAL match to another clerk, with a note."""
        rights.require(act, Capability.CHECK_IDENTITY)
        check = self._maker.make(act.by, case_id, candidate)
        if not note.strip():
            raise Refused(
                "第二確認者へ伝える文が書かれていません。",
                "どこをどう確かめたかを書いてください。",
                field="note",
            )
        refuse_my_number(note, field="note")

        def work(session: Session, case: CaseRow) -> None:
            refuse_other_basis(check, basis)
            if CaseState(case.state) is not CaseState.ID_CHECK or check.view.proposal not in (
                PASS,
                SECOND,
            ):
                raise Refused("この照合は第二確認者へ回せません。", "補正を依頼してください。")
            keep_check(session, self._premises, act, case, check, seen, note)
            _count(session, act, took)
            case.identity_needs_second = True
            self._cases.book.note(session, act, case, "case.second_asked", detail=proposed(check))

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_IDENTITY,
            "case.ask_second",
            work,
            version=check.version,
            action=Action.CONFIRM_IDENTITY,
        )

    def second(
        self,
        act: Act,
        case_id: str,
        agrees: bool,
        note: str = "",
        *,
        seen: frozenset[str] = frozenset(),
        basis: str | None = None,
        took: timedelta | None = None,
    ) -> CaseView:
        """The other clerk's word. Raises SamePerson for the clerk who asked.

        Who agrees has looked at all of it too (`seen`), and at what the first clerk looked at:
        `basis` is that of the view they had before them.
        """
        refuse_my_number(note, field="note")
        rights.require(act, Capability.SECOND_CHECK)
        check = self._asked_check(act, case_id) if agrees else None

        def work(session: Session, case: CaseRow) -> None:
            if not (case.identity_ok and case.identity_needs_second):
                raise Refused(
                    "第二確認を待っている案件ではありません。", "案件を開き直してください。"
                )
            case.identity_second = act.by.person_id
            keep_second_word(session, self._premises, act, case, agrees=agrees, note=note)
            self._cases.book.check_guards(session, act, case, Action.CONFIRM_IDENTITY)
            if check is not None:
                refuse_other_basis(check, asked_basis(session, self._premises, case))
                refuse_other_basis(check, basis)
                refuse_unseen(check, seen)
                _count(session, act, took)
                self._cases.book.advance(
                    session,
                    act,
                    case,
                    Action.CONFIRM_IDENTITY,
                    by_right=Capability.SECOND_CHECK,
                    detail={**proposed(check), "second": "AGREES"},
                )
                return
            forget_identity(case)
            drop_part(session, case.id, "address")
            self._cases.book.note(
                session, act, case, "case.second_checked", detail={"second": "DISAGREES"}
            )

        return self._change.view(
            act,
            case_id,
            Capability.SECOND_CHECK,
            "case.second",
            work,
            version=check.version if check is not None else None,
            action=Action.CONFIRM_IDENTITY,
        )

    def confirmation_times(self, by: SignedIn, first: date, last: date, today: date) -> CheckTimes:
        """How long confirmations took in the whole months of this period that are over: the
        office's, nobody's own."""
        rights.require(by, Capability.READ_AUDIT)
        months = whole_months(first, last, today)
        if months is None:
            return distribution({})
        with self._premises.database.reading() as session:
            return distribution(counted_times(session, *months))

    def _asked_check(self, act: Act, case_id: str) -> Check | None:
        """The check a second word was asked for; None where none was, which `second` refuses."""
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            if not (case.identity_ok and case.identity_needs_second):
                return None
        return self._maker.make(act.by, case_id, None)

    def _correct_person(
        self, session: Session, act: Act, case: CaseRow, key: str, text: str
    ) -> None:
        vault = self._premises.vault
        person = get_part(session, vault, case.id, "person") or person_block({})
        if key in PERSON_KEYS:
            person[key] = text
        elif key in ("family_kana", "given_kana"):
            family, _, given = person["kana"].partition(" ")
            person["kana"] = f"{text} {given}" if key == "family_kana" else f"{family} {text}"
        put_part(session, vault, case.id, "B", "person", person, act.at)


def _count(session: Session, act: Act, took: timedelta | None) -> None:
    """The time goes into its bucket and nowhere else."""
    if took is not None:
        count_time(session, act.at.date(), bucket_of(took))
