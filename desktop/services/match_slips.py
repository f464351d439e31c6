"""I-01 三者照合票 of a case: as it was confirmed, or of the proposal nobody confirmed (DOMAIN §7).

It is made of what was sealed with the decision (class C), so that it can be printed as long as that
is kept, and reads the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
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
from desktop.letters.match_slip import MatchSlip, SlipPaper, SlipRow, match_slip
from desktop.letters.office_forms import OfficeForm, load_office_form
from desktop.letters.printing import print_pdf
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.check_making import CheckMaker
from desktop.services.check_record import CHECK, SECOND_SLOT, values_of
from desktop.services.exports import Exports
from desktop.services.letter_pictures import draw_pages
from desktop.services.premises import Premises
from desktop.services.register import Register
from desktop.store.cases import case_row
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow

CODE: Final = "I-01"
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
        self._exports = Exports(premises, cases.book)

    def save_copy(self, act: Act, case_id: str, folder: Path) -> Path:
        """A clear copy for printing elsewhere: an open export until it is destroyed."""
        pdf = self._pdf(act, case_id)

        def work(session: Session) -> Answer:
            case = case_row(session, case_id)
            name = f"{CODE}_{case.number}.pdf"
            export = self._exports.note(session, act, "MATCH_SLIP", folder / name, case_id=case_id)
            self._cases.book.look(session, act, case_id, "slip.copy", case_id)
            return {"export": export, "name": name}

        answer = carry_out(self._premises, act, Capability.EXPORT, "slip.copy", work)
        return self._exports.write(act, str(answer["export"]), folder / str(answer["name"]), pdf)

    def pages(self, act: Act, case_id: str, dpi: int = 96) -> tuple[bytes, ...]:
        """PNG pictures of the slip as it would be printed, for who approves."""
        return draw_pages(self._pdf(act, case_id), dpi)

    def print(self, act: Act, case_id: str, printer: str) -> None:
        """Hand the slip to a printer; the queue shows its number and no name."""
        pdf = self._pdf(act, case_id)
        numbers: list[str] = []

        def work(session: Session) -> Answer:
            numbers.append(case_row(session, case_id).number)
            self._cases.book.look(session, act, case_id, "slip.print", case_id)
            return {}

        carry_out(self._premises, act, Capability.EXPORT, "slip.print", work)
        if numbers:
            print_pdf(pdf, printer, title=f"{CODE} {numbers[0]}")

    def _pdf(self, act: Act, case_id: str) -> bytes:
        rights.require(act, Capability.EXPORT)
        rights.require(act, Capability.VIEW_CASE)
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
        form = load_office_form(self._premises.surroundings.forms, CODE)
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
        slip = MatchSlip(
            office=office,
            printed_at=act.at,
            case_number=number,
            facts=facts,
            papers=[
                SlipPaper(label, _day(issued), _day(expires))
                for label, issued, expires in kept.get("papers", ())
            ],
            finding=" ".join(kept.get("problems", ())) or texts["suffices"],
            rows=[_row(form, kept, *row) for row in kept.get("rows", ())],
        )
        return match_slip(form, slip, self._premises.surroundings.fonts)

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
) -> SlipRow:
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
    return SlipRow(label, words, "　".join(told), looked)


def _place(matched: str) -> str:
    return f"{matched} {REGISTER_LABELS[matched]}" if matched in REGISTER_LABELS else ""


def _day(iso: str) -> str:
    return wareki(date.fromisoformat(iso)) if iso else "—"


def _moment(at: datetime) -> str:
    return f"{wareki(at.date())} {at:%H:%M}"
