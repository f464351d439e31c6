"""I-01 三者照合票 of a case: as it was confirmed, or of the proposal nobody confirmed (DOMAIN §7).

It is made of what was sealed with the decision (class C), so that it can be printed as long as that
is kept, and reads the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from desktop.domain.errors import Refused
from desktop.domain.office_papers import MATCH
from desktop.domain.states import CaseState
from desktop.domain.verdict_words import PAIR_LABELS
from desktop.domain.verification import (
    LEVEL_LABELS,
    OUTCOME_LABELS,
    REGISTER_LABELS,
    Level,
    Outcome,
)
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid, OfficeSheet, office_sheet
from desktop.services.act import Act
from desktop.services.cases import Cases
from desktop.services.check_making import CheckMaker
from desktop.services.check_record import CHECK, SECOND_SLOT, values_of
from desktop.services.premises import Premises
from desktop.services.register import Register
from desktop.store.cases import case_row
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow

_SIDES: Final[Mapping[str, str]] = {
    "form": "請求書",
    "identity": "本人確認書類",
    "register": "登録情報",
}
_PAIRS: Final = ("form-identity", "identity-register", "form-register")
_ALIKE: Final = f"{'、'.join(PAIR_LABELS[one] for one in _PAIRS)}：{OUTCOME_LABELS[Outcome.EQUAL]}"


class MatchSlips:
    def __init__(self, premises: Premises, register: Register, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases
        self._maker = CheckMaker(premises, register)

    def pdf(self, act: Act, case_id: str) -> bytes:
        """The slip; Refused before the check began or once it is destroyed."""
        vault = self._premises.vault
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            kept = get_part(session, vault, case_id, CHECK) if case.identity_ok else None
            second = get_part(session, vault, case_id, "note", SECOND_SLOT) or {}
            person = get_part(session, vault, case_id, "address") or {}
            number, asked = case.number, case.identity_needs_second
            first_by, confirmed_at = case.identity_by, case.identity_at
            second_by = case.identity_second
            proposable = _proposable(case)
        if kept is None:
            if not proposable:
                raise Refused(
                    "照合の記録がありません。",
                    "本人確認を始める前か、保存期間が過ぎて廃棄した案件です。",
                )
            check = self._maker.make(act.by, case_id, None)
            kept, person, second = values_of(check, frozenset(), ""), {}, {}
        elif first_by is not None and confirmed_at is not None:
            # A check of before these were sealed with it: the case knows them.
            kept = {"by": first_by, "at": confirmed_at.isoformat(), **kept}
        form = self._cases.book.paper(MATCH, act.at.date())
        texts = form.texts
        facts = [(texts["case"], number)]
        facts += [
            (texts[key], str(words))
            for key, words in (
                ("person", person.get("name", "")),
                ("customer", person.get("customer_no", "")),
                ("proposal", kept.get("headline", "")),
                ("level", LEVEL_LABELS[Level(kept["level"])] if kept.get("level") else ""),
                ("matched", _place(kept.get("matched", ""))),
            )
            if words
        ]
        facts += [(texts["former"], f"{a} ＝ {b}") for a, b in kept.get("former", ())]
        facts += self._people(texts, kept, second, asked, second_by)
        office = self._cases.book.administration.settings(act.at.date()).office_name
        papers = [
            (label, _day(issued), _day(expires))
            for label, issued, expires in kept.get("papers", ())
        ]
        finding = " ".join(kept.get("problems", ())) or texts["suffices"]
        rows = [_row(form, kept, *row) for row in kept.get("rows", ())]
        sheet = OfficeSheet(
            office=office,
            printed_at=act.at,
            subject=number,
            sections=(
                Facts(texts["result"], facts),
                Grid(texts["rows"], form.columns, rows),
                Grid(texts["papers"], form.tables["papers"], papers, texts["no_papers"]),
                Facts("", [(texts["finding"], finding)]),
            ),
        )
        return office_sheet(form, sheet, self._premises.surroundings.fonts)

    def _people(
        self,
        texts: Mapping[str, str],
        kept: Mapping[str, Any],
        second: Mapping[str, Any],
        asked: bool,
        second_by: str | None,
    ) -> list[tuple[str, str]]:
        """Who confirmed, who agreed, and when; what they wrote."""
        name = self._cases.book.name_of
        if "by" not in kept:
            return [(texts["confirmed"], texts["unproven"])]
        at = datetime.fromisoformat(str(kept["at"]))
        first = texts["asked"] if asked else texts["confirmed"]
        told = [(first, f"{name(str(kept['by']))}　{_moment(at)}")]
        if kept.get("note"):
            told.append((texts["note"], str(kept["note"])))
        if second_by is not None and second.get("by") == second_by:
            when = f"　{_moment(datetime.fromisoformat(second['at']))}" if "at" in second else ""
            told.append((texts["second"], f"{name(second_by)}{when}"))
            if second.get("text"):
                told.append((texts["second_note"], str(second["text"])))
        elif asked:
            told.append((texts["second"], texts["unproven"]))
        return told


def _proposable(case: CaseRow) -> bool:
    return CaseState(case.state) in (CaseState.ID_CHECK, CaseState.AWAITING_CORRECTION)


def _row(
    form: OfficeForm,
    kept: Mapping[str, Any],
    component: str,
    label: str,
    outcome: str,
    *by_former: bool,
) -> tuple[str, str, str, str]:
    texts = form.texts
    missing, *evidence = kept.get("told", {}).get(component, [""])
    lacking = "、".join(_SIDES.get(side, side) for side in missing.split(",") if side)
    told = [texts["missing"].format(lacking)] if lacking else []
    told += [one for one in evidence if not lacking or "記載なし" not in one]
    if told == [_ALIKE]:
        told = [texts["alike"]]
    doubts = [one for one in kept.get("answered", ()) if one.partition(".")[0] == component]
    looked = texts["own_key"] if doubts else texts["seen"]
    if component not in kept.get("seen", ()):
        looked = texts["not_seen"]
    words = texts["by_former"] if any(by_former) else OUTCOME_LABELS[Outcome(outcome)]
    return (label, words, "　".join(told), looked)


def _place(matched: str) -> str:
    return f"{matched} {REGISTER_LABELS[matched]}" if matched in REGISTER_LABELS else ""


def _day(iso: str) -> str:
    return wareki(date.fromisoformat(iso)) if iso else "—"


def _moment(at: datetime) -> str:
    return f"{wareki(at.date())} {at:%H:%M}"
