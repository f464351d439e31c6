"""是正処置の記録: added, answered by its owner, confirmed by somebody else (policy §6)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, Stale
from desktop.domain.findings import (
    OWNERS,
    FindingSource,
    FindingState,
    check_answer,
    check_due,
    check_judge,
    check_new,
    check_owner,
    check_put_off,
)
from desktop.domain.roles import Capability, Role
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.people import PersonView
from desktop.services.typed_text import require_text
from desktop.store import audit, findings, people
from desktop.store.cases import case_id_of, numbers_of
from desktop.store.numbers import next_number
from desktop.store.schema.findings import FindingRow

_NO_NAMES: Final = "お客様の氏名を書かずに、{0}を書いてください。"


@dataclass(frozen=True, slots=True)
class NewFinding:
    """`owner` is a person's id; `case_number` a 受付番号 or ""."""

    source: str
    found_on: date
    due_on: date
    owner: str
    text: str = field(repr=False)
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class FindingLine:
    id: str
    version: int
    number: str
    source: FindingSource
    state: FindingState
    found_on: date
    found_by: str = field(repr=False)
    owner: str = field(repr=False)
    owner_id: str
    due_on: date
    late: bool
    case_id: str | None
    case_number: str
    done_on: date | None
    answered_by: str = field(repr=False)
    answered_by_id: str
    closed_on: date | None
    closed_by: str = field(repr=False)
    text: str = field(repr=False)
    cause: str = field(repr=False)
    remedy: str = field(repr=False)
    remarks: tuple[str, ...] = field(repr=False)
    """What was said when it was sent back, put off or confirmed, the oldest first."""


class Findings:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises

    def lines(self, by: SignedIn, today: date) -> tuple[FindingLine, ...]:
        """Those that are not closed first, the most urgent at the top."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            rows = findings.rows(session)
            words = findings.words_of(session, self._premises.vault, rows)
            numbers = numbers_of(session, {row.case_id for row in rows if row.case_id})
        return tuple(
            self._line(row, values, numbers, today) for row, values in zip(rows, words, strict=True)
        )

    def owners(self, by: SignedIn) -> tuple[PersonView, ...]:
        """Who may be charged with putting something right."""
        rights.require(by, Capability.VIEW_CASE)
        return tuple(one for one in self._book.people.roster() if one.active and one.role in OWNERS)

    def add(self, act: Act, new: NewFinding) -> str:
        """Write a finding down; its number."""
        rights.require(act, Capability.ADD_FINDING)
        require_text(new.text, _NO_NAMES.format("何が見つかったか"), "text")
        check_new(new.source, new.found_on, new.due_on, act.at.date())

        def work(session: Session) -> Answer:
            self._check_owner(session, new.owner)
            typed = new.case_number.strip()
            case_id = case_id_of(session, typed) if typed else None
            if typed and case_id is None:
                raise Refused(
                    "この受付番号の案件はありません。",
                    "受付番号を確かめるか、空のままにしてください。",
                    field="case_number",
                )
            year = act.at.year % 100
            row = FindingRow(
                id=uuid.uuid4().hex,
                number=f"CA{year:02}-{next_number(session, f'{findings.SERIES}-{year:02}'):03}",
                source=new.source,
                state=FindingState.OPEN,
                found_on=new.found_on,
                by=act.by.person_id,
                at=act.at,
                owner=new.owner,
                due_on=new.due_on,
                case_id=case_id,
                key_id=self._premises.vault.new_key(session),
            )
            values = {"text": new.text.strip(), "cause": "", "remedy": "", "remarks": []}
            findings.seal(session, self._premises.vault, row, values)
            session.add(row)
            session.flush()
            detail = {"source": row.source, "owner": row.owner, "due": row.due_on.isoformat()}
            self._log(session, act, "finding.add", row, detail)
            return {"number": row.number}

        answer = carry_out(self._premises, act, Capability.ADD_FINDING, "finding.add", work)
        return str(answer["number"])

    def answer(
        self, act: Act, finding_id: str, seen: int, cause: str, remedy: str, done_on: date
    ) -> None:
        """Its owner, or a supervisor for them, says why it was so and what was done."""
        rights.require(act, Capability.VIEW_CASE)
        require_text(cause, _NO_NAMES.format("原因"), "cause")
        require_text(remedy, _NO_NAMES.format("行った是正"), "remedy")

        def change(_session: Session, row: FindingRow, values: dict[str, Any]) -> dict[str, str]:
            me = act.by
            check_answer(
                FindingState(row.state),
                row.found_on,
                done_on,
                act.at.date(),
                me.person_id == row.owner,
                me.role is Role.SUPERVISOR,
            )
            values["cause"], values["remedy"] = cause.strip(), remedy.strip()
            row.state, row.done_on = FindingState.ANSWERED, done_on
            row.answered_by = me.person_id
            return {"on": done_on.isoformat()}

        self._change(act, finding_id, seen, Capability.VIEW_CASE, "finding.answer", change)

    def close(self, act: Act, finding_id: str, seen: int, remark: str = "") -> None:
        """Somebody who did not put it right confirms that it works."""
        rights.require(act, Capability.ADD_FINDING)
        if remark.strip():
            require_text(remark, "", "remark")

        def change(_session: Session, row: FindingRow, values: dict[str, Any]) -> dict[str, str]:
            check_judge(FindingState(row.state), act.by.person_id, row.answered_by, row.owner)
            row.state = FindingState.CLOSED
            row.closed_by, row.closed_on = act.by.person_id, act.at.date()
            self._remark(act, values, "確認", remark)
            return {}

        self._change(act, finding_id, seen, Capability.ADD_FINDING, "finding.close", change)

    def send_back(self, act: Act, finding_id: str, seen: int, remark: str, due_on: date) -> None:
        """It is not put right yet: why, and until when."""
        rights.require(act, Capability.ADD_FINDING)
        require_text(remark, _NO_NAMES.format("足りないところ"), "remark")
        check_due(due_on, act.at.date())

        def change(_session: Session, row: FindingRow, values: dict[str, Any]) -> dict[str, str]:
            check_judge(FindingState(row.state), act.by.person_id, row.answered_by, row.owner)
            row.state, row.due_on = FindingState.OPEN, due_on
            row.done_on, row.answered_by = None, None
            self._remark(act, values, "差戻し", remark)
            return {"due": due_on.isoformat()}

        self._change(act, finding_id, seen, Capability.ADD_FINDING, "finding.back", change)

    def put_off(self, act: Act, finding_id: str, seen: int, remark: str, due_on: date) -> None:
        """Another day, with the reason; said by somebody else than its owner."""
        rights.require(act, Capability.ADD_FINDING)
        require_text(remark, _NO_NAMES.format("期限を変える理由"), "remark")
        check_due(due_on, act.at.date())

        def change(_session: Session, row: FindingRow, values: dict[str, Any]) -> dict[str, str]:
            check_put_off(FindingState(row.state), act.by.person_id, row.owner)
            before, row.due_on = row.due_on, due_on
            self._remark(act, values, "期限の変更", remark)
            return {"from": before.isoformat(), "due": due_on.isoformat()}

        self._change(act, finding_id, seen, Capability.ADD_FINDING, "finding.due", change)

    def _change(
        self,
        act: Act,
        finding_id: str,
        seen: int,
        capability: Capability,
        kind: str,
        change: Callable[[Session, FindingRow, dict[str, Any]], dict[str, str]],
    ) -> None:
        vault = self._premises.vault

        def work(session: Session) -> Answer:
            row = findings.finding_row(session, finding_id)
            if row.version != seen:
                raise Stale(
                    "ほかの人が先にこの是正処置を変更しました。",
                    "今の内容を確かめて、もう一度行ってください。",
                )
            (values,) = findings.words_of(session, vault, [row])
            detail = change(session, row, values)
            findings.seal(session, vault, row, values)
            session.flush()
            self._log(session, act, kind, row, detail)
            return {"finding": row.id}

        carry_out(self._premises, act, capability, kind, work)

    def _log(
        self, session: Session, act: Act, kind: str, row: FindingRow, detail: Mapping[str, str]
    ) -> None:
        audit.append(
            session,
            act.at,
            act.by.person_id,
            kind,
            case_id=row.case_id,
            subject=row.id,
            detail={"number": row.number, **detail},
        )

    def _check_owner(self, session: Session, owner: str) -> None:
        person = people.by_id(session, owner)
        if person is None:
            raise Refused(
                "受け持つ人が選ばれていません。", "受け持つ人を選んでください。", field="owner"
            )
        check_owner(person.role, person.active)

    def _remark(self, act: Act, values: dict[str, Any], what: str, words: str) -> None:
        said = {"at": act.at.isoformat(), "by": act.by.person_id, "what": what}
        values["remarks"] = [*values["remarks"], {**said, "words": words.strip()}]

    def _line(
        self,
        row: FindingRow,
        values: Mapping[str, Any],
        numbers: Mapping[str, str],
        today: date,
    ) -> FindingLine:
        name, state = self._book.name_of, FindingState(row.state)
        return FindingLine(
            id=row.id,
            version=row.version,
            number=row.number,
            source=FindingSource(row.source),
            state=state,
            found_on=row.found_on,
            found_by=name(row.by),
            owner=name(row.owner),
            owner_id=row.owner,
            due_on=row.due_on,
            late=state is FindingState.OPEN and row.due_on < today,
            case_id=row.case_id,
            case_number=numbers.get(row.case_id or "", ""),
            done_on=row.done_on,
            answered_by=name(row.answered_by) if row.answered_by else "",
            answered_by_id=row.answered_by or "",
            closed_on=row.closed_on,
            closed_by=name(row.closed_by) if row.closed_by else "",
            text=values["text"],
            cause=values["cause"],
            remedy=values["remedy"],
            remarks=tuple(self._said(one) for one in values["remarks"]),
        )

    def _said(self, one: Mapping[str, str]) -> str:
        day = datetime.fromisoformat(one["at"]).date()
        words = f"：{one['words']}" if one["words"] else ""
        return f"{day.isoformat()}　{one['what']}（{self._book.name_of(one['by'])}）{words}"
