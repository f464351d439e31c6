"""Letters of a case: the facts gathered, the wording of the day, the PDF sealed (DOMAIN §9)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.letters import (
    Addressee,
    AnnexPage,
    AnnexRow,
    Condition,
    Correction,
    Decision,
    FeeState,
    LetterData,
    MediumFile,
)
from desktop.domain.requests import REQUEST_LABELS, Item, Reason, RequestType
from desktop.domain.result_letters import result_letters
from desktop.domain.wording import LetterDefinition
from desktop.letters.annex_files import medium_files
from desktop.letters.fonts import load_fonts
from desktop.letters.letter_texts import letter_notes
from desktop.letters.library import Library, load_library
from desktop.letters.render import render_letter
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.annex_keeping import PAGE, open_pages
from desktop.services.answers import annex_of
from desktop.services.case_facts import DraftState
from desktop.services.case_views import ItemDecision
from desktop.services.document_words import envelope_window, letter_in_force, sender
from desktop.services.fee_state import fee_state
from desktop.services.media_state import CDR, keep_medium, wished_encoding
from desktop.services.office_settings import OfficeSettings
from desktop.services.premises import Premises
from desktop.services.print_notes import keep_notes
from desktop.services.special_views import DEATH, special_part
from desktop.services.wanted_codes import decidable, item_label, read_wanted
from desktop.store.letters import add_letter, next_letter_number
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow, LetterRow

METHOD_LABELS: Mapping[str, str] = {"PAPER": "書面の交付", "CDR": "CD-R の送付"}
LETTER_TITLES: Mapping[str, str] = {
    "D-01": "受付のお知らせ",
    "D-02": "補正依頼書",
    "D-03": "手数料のご請求",
    "D-04": "中間連絡",
    "D-05": "開示決定通知書",
    "D-06": "不開示決定通知書",
    "D-07": "不存在通知書",
    "D-08": "利用目的通知書",
    "D-09": "訂正等結果通知書",
    "D-10": "利用停止等結果通知書",
    "D-11": "方法変更のお知らせ",
    "D-12": "送付状",
    "D-13": "返却書",
    "D-14": "終了のお知らせ",
}
OTHER = "OTHER"
WITH_ANNEX: Final = "D-05"
DISCLOSURES: Final = frozenset({RequestType.DISCLOSE, RequestType.DISCLOSE_3P})


class LetterMaker:
    """Makes the letters of cases with the wordings shipped in `forms/` or the office's own."""

    def __init__(self, premises: Premises, administration: Administration) -> None:
        self._premises = premises
        self._administration = administration

    @cached_property
    def library(self) -> Library:
        return load_library(self._premises.surroundings.forms)

    def wording(self, code: str, on: date, settings: OfficeSettings) -> LetterDefinition:
        """The letter of a case's 到達日, in the office's own words where `settings`, which are
        those of that day, have some (DESIGN §1)."""
        return letter_in_force(self.library, code, on, settings)

    def suggested(self, code: str, on: date, state: str) -> str:
        """The declared words of the letter for a case in this state; "" where there are none."""
        return self.library.letter(code, on).suggested.get(state, "")

    def correction_codes(self, on: date) -> Mapping[str, str]:
        """The declared points of D-02 by code, for the clerk to choose from."""
        texts = self.library.letter("D-02", on).corrections
        return {code: text.label for code, text in texts.items()}

    def correction(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        settings: OfficeSettings,
        points: Sequence[str],
        answer_by: date,
    ) -> LetterRow:
        """D-02. It goes to the address on the form and prints no register data (DOMAIN §3)."""
        known = self.correction_codes(act.at.date())
        corrections = tuple(_correction(point, known) for point in points)
        data = self._data(session, act, case, settings, corrections=corrections, due_on=answer_by)
        return self._keep(session, act, case, settings, "D-02", data, "READY", answer_by)

    def fee_request(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        settings: OfficeSettings,
        answer_by: date,
    ) -> LetterRow:
        data = self._data(session, act, case, settings, due_on=answer_by)
        return self._keep(session, act, case, settings, "D-03", data, "READY", answer_by)

    def ending(
        self, session: Session, act: Act, case: CaseRow, settings: OfficeSettings, why: Condition
    ) -> LetterRow:
        """D-14: the case ends without a decision; it prints no register data."""
        data = self._data(session, act, case, settings, ending=why)
        return self._keep(session, act, case, settings, "D-14", data, "READY", None)

    def decision(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        settings: OfficeSettings,
        draft: DraftState,
    ) -> LetterRow:
        """D-05 to D-10: one letter, whatever was asked for; its code is that of the first kind of
        request. Only what is disclosed has lines in the annex, so that a refusal shows nothing of
        the register."""
        shown = {
            one.item: one.type for one in draft.decisions if one.granted and one.type in DISCLOSURES
        }
        # An item that is asked for under two types is one content, and stands there once.
        asked = dict.fromkeys(item for _kind, item in decidable(read_wanted(case.wanted)))
        answers = annex_of(session, self._premises.vault, case.id)
        annex = tuple(
            AnnexRow(
                item_label(shown[item], item, settings.item_labels),
                line.label,
                line.value,
                answer.source,
                answer.as_of,
                item.value,
            )
            for item in asked
            if item in shown
            for answer in answers
            if answer.item is item and answer.as_of is not None
            for line in answer.lines
        )
        pages = tuple(
            AnnexPage(
                item_label(shown[item], item, settings.item_labels),
                *(number, len(images), image, answer.source, answer.as_of, item.value),
            )
            for item in asked
            if item in shown
            for answer in answers
            if answer.item is item and answer.as_of is not None and answer.pages
            for images in (self._pages(session, case, item, answer.version),)
            for number, image in enumerate(images, start=1)
        )
        files = self._files(session, case, annex, pages)
        data = self._data(session, act, case, settings)
        (code, first), *others = (
            (
                code,
                dataclasses.replace(
                    data,
                    decisions=tuple(_decision(one, settings) for one in decisions),
                    annex=annex if code == WITH_ANNEX else (),
                    annex_pages=pages if code == WITH_ANNEX else (),
                    media=tuple(one for one, _data in files) if code == WITH_ANNEX else (),
                ),
            )
            for code, decisions in result_letters(draft.decisions, _outcome)
        )
        letter = self._keep(session, act, case, settings, code, first, "DRAFT", None, others)
        keep_medium(session, self._premises.vault, case.id, letter.id, files, act.at)
        return letter

    def _files(
        self,
        session: Session,
        case: CaseRow,
        annex: Sequence[AnnexRow],
        pages: Sequence[AnnexPage],
    ) -> tuple[tuple[MediumFile, bytes], ...]:
        """What is disclosed, as files, where it was asked for on a CD-R (DOMAIN §1)."""
        if case.method != CDR:
            return ()
        encoding = wished_encoding(session, self._premises.vault, case.id)
        return medium_files(case.number, annex, pages, encoding)

    def _pages(
        self, session: Session, case: CaseRow, item: Item, version: int
    ) -> tuple[bytes, ...]:
        return open_pages(session, self._premises.vault, case.id, PAGE, f"{item}.{version}")

    def notice(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        settings: OfficeSettings,
        code: str,
        *,
        note: str = "",
        due_on: date | None = None,
        method_asked: str = "",
        returned: tuple[str, ...] = (),
        enclosed: tuple[str, ...] = (),
        goes_with: str = "",
    ) -> LetterRow:
        """D-01, D-04 or D-11 to D-13: on the way to the answer, without any register data."""
        data = dataclasses.replace(
            self._data(session, act, case, settings, due_on=due_on),
            note=note,
            method_asked=METHOD_LABELS.get(method_asked, ""),
            returned=returned,
            enclosed=enclosed,
        )
        return self._keep(
            session, act, case, settings, code, data, "READY", due_on, goes_with=goes_with
        )

    def _data(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        settings: OfficeSettings,
        *,
        due_on: date | None = None,
        corrections: tuple[Correction, ...] = (),
        ending: Condition | None = None,
    ) -> LetterData:
        wanted = read_wanted(case.wanted)
        fees = fee_state(session, case, settings)
        return LetterData(
            document_number=next_letter_number(session, case.number),
            issued_on=act.at.date(),
            case_number=case.number,
            arrived_on=case.arrived_on,
            # Who writes, and where to ask, is as of today: an office moves while a case waits.
            sender=sender(self._administration.settings(act.at.date())),
            addressee=self._addressee(session, case),
            requests=tuple(REQUEST_LABELS[kind] for kind in wanted),
            articles=tuple(dict.fromkeys(settings.articles[kind.value] for kind in wanted)),
            items=tuple(
                item_label(kind, item, settings.item_labels) for kind, item in decidable(wanted)
            ),
            method=METHOD_LABELS.get(case.method, METHOD_LABELS["PAPER"]),
            due_on=due_on,
            fee=FeeState(fees.count, settings.fee_unit, fees.due, fees.received),
            corrections=corrections,
            ending=ending,
        )

    def _addressee(self, session: Session, case: CaseRow) -> Addressee:
        """The verified address; while identity is unproven, or unproven again, what the form says
        now. Where the person has died, who told it."""
        vault = self._premises.vault
        death = special_part(session, vault, case.id, DEATH)
        if death:
            return Addressee(death["postal"], (death["address"],), death["name"])
        verified = get_part(session, vault, case.id, "address") if case.identity_ok else None
        values = verified or get_part(session, vault, case.id, "person") or {}
        street = "".join(values.get(key, "") for key in ("prefecture", "city", "town"))
        block = values.get("block", "")
        house = " ".join(filter(None, (values.get("building", ""), values.get("room", ""))))
        return Addressee(
            postal=values.get("postal", ""),
            address=tuple(filter(None, (f"{street}{block}", house))),
            name=values.get("name", ""),
        )

    def _keep(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        settings: OfficeSettings,
        code: str,
        data: LetterData,
        state: str,
        answer_by: date | None,
        joined: Sequence[tuple[str, LetterData]] = (),
        *,
        goes_with: str = "",
    ) -> LetterRow:
        on, fonts = case.arrived_on, self._premises.surroundings.fonts
        window = envelope_window(self._administration.settings(act.at.date()))
        definition = self.wording(code, on, settings)
        further = [(self.wording(other, on, settings), facts) for other, facts in joined]
        pdf = render_letter(definition, data, fonts, window=window, joined=further)
        record = None
        if data.annex or data.annex_pages:
            bare = dataclasses.replace(definition, annex_title="")
            without = dataclasses.replace(data, annex=(), annex_pages=(), media=())
            record = render_letter(bare, without, fonts, window=window, joined=further)
        row = add_letter(
            session,
            self._premises.vault,
            case.id,
            code,
            data.document_number,
            pdf,
            state,
            act.by.person_id,
            act.at,
            answer_by,
            record=record,
            goes_with=goes_with,
        )
        told = [data, *(facts for _other, facts in joined)]
        notes = letter_notes(told, load_fonts(fonts))
        keep_notes(session, self._premises.vault, row, notes, act.at)
        return row


def letter_title(code: str) -> str:
    return LETTER_TITLES.get(code, code)


def _correction(point: str, known: Mapping[str, str]) -> Correction:
    """A declared code, a code with a note ("CODE: note"), or words of the clerk's own."""
    code, _, note = point.partition(":")
    if code.strip() in known:
        return Correction(code.strip(), note.strip())
    return Correction(OTHER, point.strip())


def _decision(one: ItemDecision, settings: OfficeSettings) -> Decision:
    label = item_label(one.type, one.item, settings.item_labels)
    return Decision(
        *(REQUEST_LABELS[one.type], label, one.granted, one.reason, one.text),
        *(one.before, one.after, one.done_on),
    )


def _outcome(one: ItemDecision) -> tuple[RequestType, Reason | None]:
    return one.type, None if one.granted else one.reason
