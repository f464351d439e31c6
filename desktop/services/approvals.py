"""決裁: the supervisor's signature over a frozen answer (DOMAIN §8 guard 6; TRUST §4)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, Stale
from desktop.domain.requests import REQUEST_LABELS
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.domain.verification import OUTCOME_LABELS, Outcome
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.approval_views import ApprovalLine, ApprovalView, CheckRow, Hand
from desktop.services.case_assembly import assemble
from desktop.services.case_change import CaseChange, require_seen
from desktop.services.case_facts import decision_code, decision_letter
from desktop.services.case_lines import case_lines
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.outcome_words import outcome_word
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.typed_text import refuse_my_number
from desktop.services.wanted_codes import read_wanted
from desktop.store import audit
from desktop.store.cases import (
    approved_by,
    case_row,
    list_cases,
    void_approvals,
    where_cases,
)
from desktop.store.deputies import hands_on
from desktop.store.errors import SealBroken
from desktop.store.letters import open_letter
from desktop.store.parts import get_part, put_part
from desktop.store.schema.base import JST
from desktop.store.schema.casework import ApprovalRow, CaseRow

_LONGEST = 1000
_WORK: Final[Mapping[str, str]] = {
    "case.accept": "受付",
    "case.take_over": "受付",
    "case.confirm_form": "形式確認",
    "case.ask_correction": "補正依頼",
    "case.second_asked": "本人確認",
    "case.confirm_identity": "本人確認",
    "case.second_checked": "第二確認",
    "case.confirm_agent": "代理人の確認",
    "case.fee_recorded": "手数料",
    "case.fee_waived": "免除",
    "case.answer_imported": "調査",
    "case.answer_confirmed": "調査",
    "case.draft_saved": "起案",
    "case.edit": "起案",
    "case.submit": "提出",
    "case.send_back": "差戻し",
}


class Approvals:
    def __init__(self, premises: Premises, people: People, cases: Cases) -> None:
        self._premises = premises
        self._people = people
        self._cases = cases
        self._change = CaseChange(cases)
        people.when_leaving(self._void_of)

    def queue(self, by: SignedIn, at: datetime) -> tuple[ApprovalLine, ...]:
        """Drafts that wait for a signature, the one due first on top."""
        rights.require(by, Capability.VIEW_CASE)
        book = self._cases.book
        with self._premises.database.reading() as session:
            waiting = where_cases((CaseState.APPROVAL,), "", None)
            rows = list_cases(session, waiting)
            lines = case_lines(session, book, rows, at.date())
            found = [
                ApprovalLine(
                    case_id=row.id,
                    number=row.number,
                    name=line.name,
                    drafted_by=book.name_of(row.drafter),
                    outcome=outcome_word(row.outcome, read_wanted(row.wanted)),
                    statutory=line.statutory,
                    own_draft=row.drafter == by.person_id,
                    barred=bool(self._barred(session, by, row, at)),
                )
                for row, line in zip(rows, lines, strict=True)
            ]
        found.sort(key=lambda one: (one.statutory is None, one.statutory and one.statutory.due))
        return tuple(found)

    def view(self, by: SignedIn, case_id: str, at: datetime) -> ApprovalView:
        """What is signed: the decisions, the letter by its hash, the check as confirmed."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            view = assemble(session, self._cases.book, case, by, at.date())
            letter = decision_letter(session, case_id)
            check = get_part(session, self._premises.vault, case_id, "check") or {}
            drafter = case.drafter
            barred = self._barred(session, by, case, at)
            hands = self._hands(session, case_id)
            articles = self._cases.book.settings(case).articles
        return ApprovalView(
            case=view,
            decisions=view.decisions,
            letter_id=letter.id if letter else "",
            letter_hash=letter.sha256 if letter else "",
            rows=tuple(
                CheckRow(component, label, OUTCOME_LABELS[Outcome(outcome)], any(by_former))
                for component, label, outcome, *by_former in check.get("rows", ())
            ),
            own_draft=drafter == by.person_id,
            hands=hands,
            articles=tuple(
                f"{REQUEST_LABELS[kind]} {articles[kind.value]}" for kind in view.wanted
            ),
            barred=barred,
            former=tuple(f"{a} ＝ {b}" for a, b in check.get("former", ())),
        )

    def _hands(self, session: Session, case_id: str) -> tuple[Hand, ...]:
        """Who did what on the case, so that the supervisor sees how many people stand for it."""
        did: dict[str, list[str]] = {}
        everything = audit.entries(session, audit.Filter(case_id=case_id), limit=_LONGEST)
        for entry in reversed(everything):
            word = _WORK.get(entry.action)
            if word and word not in did.setdefault(entry.actor, []):
                did[entry.actor].append(word)
        return tuple(
            Hand(self._cases.book.name_of(who), tuple(words)) for who, words in did.items() if words
        )

    def _barred(self, session: Session, by: SignedIn, case: CaseRow, at: datetime) -> str:
        """Why this person does not decide on the case; "" where nothing but the case hinders."""
        if case.drafter == by.person_id:
            return "自分の起案は承認できません。別の責任者が承認します。"
        if not rights.may(by, Capability.APPROVE, at.date()):
            return "承認できるのは責任者と、その代行です。"
        if rights.acts_as_deputy(by, Capability.APPROVE) and by.person_id in hands_on(
            session, case
        ):
            return "自分が手がけた案件は、代行として承認できません。責任者が承認します。"
        return ""

    def approve(self, act: Act, case_id: str, passphrase: str, letter_hash: str) -> CaseView:
        """Sign exactly the letter that was shown. Raises SamePerson for the drafter."""
        rights.require(act, Capability.APPROVE)
        keys = self._people.confirm_passphrase(act.by, passphrase, act.at)

        def work(session: Session, case: CaseRow) -> None:
            letter = decision_letter(session, case.id)
            if letter is None or letter.sha256 != letter_hash:
                raise Stale(
                    "見ていた文書のあとで、起案が変わりました。",
                    "いまの文書を開いて確かめてから、署名してください。",
                )
            pdf = open_letter(session, self._premises.vault, letter.id)
            if hashlib.sha256(pdf).hexdigest() != letter_hash:
                raise SealBroken
            require_seen(act, case)  # after the letter, whose change is the clearer word
            text = approval_text("approve", case.number, letter_hash, act.at, deputy_for(session))
            session.add(
                ApprovalRow(
                    id=uuid.uuid4().hex,
                    subject_kind="case",
                    subject_id=case.id,
                    hash=letter_hash,
                    approver=act.by.person_id,
                    at=act.at,
                    text=text,
                    signature=keys.sign(text.encode()),
                )
            )
            session.flush()
            self._cases.book.advance(
                session, act, case, Action.APPROVE, detail={"sha256": letter_hash}
            )
            letter.state = "READY"

        return self._change.view(
            replace(act, seen=None),
            case_id,
            Capability.APPROVE,
            "case.approve",
            work,
            action=Action.APPROVE,
        )

    def _void_of(self, session: Session, act: Act, person_id: str) -> None:
        """Whoever is dismissed answers for nothing that has not left yet: it is signed anew."""
        for case in approved_by(session, person_id):
            if CaseState(case.state) is not CaseState.APPROVED:
                continue
            void_approvals(session, "case", case.id)
            letter = decision_letter(session, case.id)
            if letter is not None:
                letter.state = "DRAFT"
            # By who ends somebody's work, or by the signature that gives them another role.
            ends = rights.may(act.by, Capability.MANAGE_PEOPLE)
            right = Capability.MANAGE_PEOPLE if ends else Capability.SIGN_SETTING
            self._cases.book.advance(session, act, case, Action.VOID_APPROVAL, by_right=right)

    def send_back(self, act: Act, case_id: str, comment: str, about: str = "") -> CaseView:
        """差戻し, with what to mend; `about` is the decision it is about (`decision_code`)."""
        if not comment.strip():
            raise Refused(
                "差戻しの理由が書かれていません。",
                "起案者が直せるように、直す点を書いてください。",
                field="comment",
            )
        refuse_my_number(comment, field="comment")

        def work(session: Session, case: CaseRow) -> None:
            known = {decision_code(one) for one in self._cases.book.draft(session, case).decisions}
            if about and about not in known:
                raise Stale(
                    "直す項目が、いまの起案にありません。", "起案を開き直してから選んでください。"
                )
            values = {"text": comment.strip(), "by": act.by.person_id, "about": about}
            put_part(
                session,
                self._premises.vault,
                case.id,
                "C",
                "note",
                values,
                act.at,
                slot="send_back",
            )
            self._cases.book.advance(session, act, case, Action.SEND_BACK)

        return self._change.view(
            act, case_id, Capability.APPROVE, "case.send_back", work, action=Action.SEND_BACK
        )


def approval_text(verb: str, subject: str, digest: str, at: datetime, deputy: str = "") -> str:
    """What an approval signs: verb, number, hash of the thing, moment, and for whom a deputy."""
    stands = f"|{audit.DEPUTY_FOR}:{deputy}" if deputy else ""
    return f"{verb}|{subject}|{digest}|{at.astimezone(JST).isoformat()}{stands}"


def deputy_for(session: Session) -> str:
    """Whose deputy signs in this transaction; "" for a supervisor."""
    return str(session.info.get(audit.DEPUTY_FOR, ""))
