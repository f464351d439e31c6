"""What a confirmation of identity keeps: proposed and confirmed, by whom, when (DOMAIN §7).

Kept with the decision (class C): outcomes and the kinds and dates of papers, never a reading of a
paper (class A), nothing of the form (class B) but where answers go to, and no registered address.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, Stale
from desktop.domain.wareki import parse_wareki
from desktop.services.act import Act
from desktop.services.check_making import Check
from desktop.services.form_facts import ADDRESS_KEYS
from desktop.services.identity_papers import Paper
from desktop.services.premises import Premises
from desktop.store.parts import get_part, put_part
from desktop.store.schema.casework import CaseRow

CHECK: Final = "check"
SECOND_SLOT: Final = "second"


def refuse_unseen(check: Check, seen: frozenset[str]) -> None:
    """Nothing is confirmed that nobody looked at, nor a doubt that had no key of its own."""
    unseen = check.view.components - seen
    if unseen:
        raise Refused(
            "まだ見ていない項目があります。",
            "すべての項目を確かめてから、確認してください。",
            field=sorted(unseen)[0],
        )
    unanswered = check.view.doubts - seen
    if unanswered:
        raise Refused(
            "要確認の欄が残っています。",
            "一致でない欄と確かでない読みを、一つずつ確かめてください。",
            field=sorted(unanswered)[0].partition(".")[0],
        )


def refuse_other_basis(check: Check, basis: str | None) -> None:
    """A confirmation is of what was looked at, and of nothing else."""
    if basis is not None and basis != check.view.basis:
        raise Stale(
            "照合のあとで、読みか登録情報が変わりました。",
            "いまの内容をもう一度確かめてから、確認してください。",
        )


def keep_check(
    session: Session,
    premises: Premises,
    act: Act,
    case: CaseRow,
    check: Check,
    seen: frozenset[str],
    note: str,
) -> None:
    """Outcomes in class C, and the address letters go to; the case is of this clerk's word."""
    refuse_unseen(check, seen)
    if check.picked is None:
        raise Refused("登録の候補が選ばれていません。", "候補を選んでください。")
    vault = premises.vault
    verdict = check.found.verdict
    values = {
        **values_of(check, seen, note),
        "by": act.by.person_id,
        "at": act.at.isoformat(),
    }
    put_part(session, vault, case.id, "C", CHECK, values, act.at)
    person = get_part(session, vault, case.id, "person") or {}
    # The answer goes to the address the form gives and the papers and the register bear out.
    address = {key: person.get(key, "") for key in ("name", "postal", *ADDRESS_KEYS)}
    address["customer_no"] = check.picked.customer_no
    address["supply_point_no"] = check.picked.supply_point_no
    put_part(session, vault, case.id, "C", "address", address, act.at)
    case.identity_ok = True
    case.identity_level, case.identity_which = verdict.level.value, verdict.matched
    case.identity_by, case.identity_at = act.by.person_id, act.at
    case.identity_second = None
    case.identity_needs_second = False
    session.flush()


def values_of(check: Check, seen: frozenset[str], note: str) -> dict[str, Any]:
    """A check as it is kept, and as I-01 prints it."""
    verdict = check.found.verdict
    return {
        "note": note.strip(),
        "proposal": check.view.proposal,
        "headline": check.view.headline,
        "level": verdict.level.value if check.picked is not None else "",
        "matched": verdict.matched,
        "rows": [[r.component, r.label, r.outcome.value, r.by_former] for r in check.view.rows],
        "told": {r.component: [r.missing_on, *r.evidence] for r in check.found.rows},
        "former": [[one.a_words, one.b_words] for one in check.found.former],
        "papers": [_paper(one) for one in check.papers],
        "problems": [one.sentence for one in check.view.papers.problems],
        "seen": sorted(seen & check.view.components),
        "answered": sorted(seen & check.view.doubts),
        "register_age": check.view.register_age,
        "basis": check.view.basis,
    }


def keep_second_word(
    session: Session, premises: Premises, act: Act, case: CaseRow, *, agrees: bool, note: str
) -> None:
    values = {
        "text": note.strip(),
        "by": act.by.person_id,
        "at": act.at.isoformat(),
        "agrees": agrees,
    }
    put_part(session, premises.vault, case.id, "C", "note", values, act.at, slot=SECOND_SLOT)


def asked_basis(session: Session, premises: Premises, case: CaseRow) -> str | None:
    """What the clerk who asked for a second word had looked at; None of an older confirmation."""
    kept = get_part(session, premises.vault, case.id, CHECK) or {}
    basis = kept.get("basis")
    return basis if isinstance(basis, str) else None


def proposed(check: Check) -> dict[str, str | int]:
    """For the log: the desk's proposal beside what the act itself says was confirmed."""
    verdict = check.found.verdict
    return {"proposed": check.view.proposal, "level": verdict.level.value, "which": verdict.matched}


def _paper(paper: Paper) -> list[Any]:
    """Kind, issue and expiry of a paper: all that may be kept of it (DOMAIN §5)."""
    days = (parse_wareki(paper.text(key)) for key in ("issued", "expires"))
    return [paper.label, *(day.isoformat() if day else "" for day in days)]
