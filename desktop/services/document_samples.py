"""A document with fictional data, as certain words of its own would make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from desktop.domain.clocks import JST
from desktop.domain.disposal import DisposalMethod, DisposalStage
from desktop.domain.letter_samples import refusing, sample_of
from desktop.domain.letters import Condition
from desktop.domain.own_texts import REASONS, OwnWords, form_in_own_words
from desktop.domain.requests import Reason
from desktop.domain.retention import RETENTION_LABELS, RetentionClass
from desktop.domain.workday import Piles
from desktop.letters.blank import blank_form
from desktop.letters.certificate import CertificateData, ClassCount, certificate
from desktop.letters.day_sheet import DaySheetData, day_sheet
from desktop.letters.flow import LEFT, RIGHT
from desktop.letters.form_cover import form_cover
from desktop.letters.office_forms import OfficeForm, paper_in_own_words
from desktop.letters.office_sheet import Grid, OfficeSheet, office_sheet
from desktop.letters.render import render_letter
from desktop.services.document_shelf import DocumentShelf, Kind
from desktop.services.document_words import envelope_window, form_values, in_words, sender
from desktop.services.office_settings import OfficeSettings

SAMPLE_NUMBER: Final = "26-0000"
_COVER: Final = "FORM_COVER"
_CERTIFICATE: Final = "I-07"
_DAY_SHEET: Final = "DAY_SHEET"
_ROWS: Final = 2
_SIZE, _ROOT = 1200, "00112233445566778899aabbccddeeff" * 2
_FIRST, _SECOND, _SUPERVISOR = "見本 花子", "仮野 次郎", "例示 誠"


def draw_sample(
    shelf: DocumentShelf,
    code: str,
    texts: Mapping[str, str],
    sample: str,
    settings: OfficeSettings,
    fonts: Path,
) -> bytes:
    """The PDF. `texts` are those that differ from the shipped ones, `sample` a key of
    `DocumentShelf.samples`."""
    own = OwnWords(max(settings.words_of(code).number, 1), texts)
    kind = shelf.kind(code)
    if kind is Kind.FORM:
        form = form_in_own_words(shelf.form(code), own)
        number = SAMPLE_NUMBER if form.carries_case_number else ""
        return blank_form(form, fonts, number, form_values(settings, form))
    if kind is Kind.OFFICE:
        return _paper(paper_in_own_words(shelf.paper(code), own), shelf, settings, fonts)
    words = {REASONS: settings.words_of(REASONS), code: own}
    tried = {one: {"number": said.number, "texts": said.texts} for one, said in words.items()}
    asked = replace(settings, documents={**settings.documents, **tried})
    letter = in_words(shelf.letter(code), asked)
    if kind is Kind.REASONS:
        letter = refusing(letter, Reason(sample or Reason.R_HE))
        data = letter.sample
    else:
        data = sample_of(letter, Condition(sample) if sample else None)
    data = replace(data, sender=sender(settings))
    return render_letter(letter, data, fonts, window=envelope_window(settings))


def _paper(form: OfficeForm, shelf: DocumentShelf, settings: OfficeSettings, fonts: Path) -> bytes:
    """The words and the heads of its tables; what fills them comes from the office's work. The
    certificate and the day sheet are drawn as they are, with people who do not exist."""
    model = shelf.letter(REASONS).sample
    if form.code == _COVER:
        one = [shelf.form("F-01").title]
        window = envelope_window(settings)
        return form_cover(
            form, sender(settings), model.addressee, one, model.issued_on, fonts, window
        )
    if form.code == _CERTIFICATE:
        return certificate(form, _certified(settings, model.issued_on), fonts)
    if form.code == _DAY_SHEET:
        return day_sheet(form, _day(settings, model.issued_on), fonts)
    columns = [c for c in (form.columns, *form.tables.values()) if sum(f.width for f in c)]
    sections = [
        Grid("", one, [[""] * len(one)] * _ROWS)
        for one in columns
        if sum(column.width for column in one) <= RIGHT - LEFT
    ]
    printed_at = datetime.combine(model.issued_on, time(9), JST)
    data = OfficeSheet(settings.office_name, printed_at, SAMPLE_NUMBER, sections)
    return office_sheet(form, data, fonts)


def _certified(settings: OfficeSettings, on: date) -> CertificateData:
    at = datetime.combine(on, time(10), JST)
    return CertificateData(
        number=f"{on.year}-H000",
        office=settings.office_name,
        issued_on=on,
        stage=DisposalStage.KEYS_DESTROYED_LIVE,
        list_hash=_ROOT,
        counts=(ClassCount(RETENTION_LABELS[RetentionClass.A], 8, 9, 14),),
        keys=8,
        proposed_by=_FIRST,
        proposed_at=at,
        approved_by=_SUPERVISOR,
        approved_at=at,
        executor=_FIRST,
        witness=_SECOND,
        executed_at=at,
        method=DisposalMethod.DISSOLUTION,
        place="本社 文書保管室",
        anchor_size=_SIZE,
        anchor_root=_ROOT,
    )


def _day(settings: OfficeSettings, on: date) -> DaySheetData:
    return DaySheetData(
        office=settings.office_name,
        day=on,
        first=on,
        piles=Piles(new_cases=3, joined=2, rerouted=1),
        closed_by=_FIRST,
        second=_SECOND,
        closed_at=datetime.combine(on, time(17, 30), JST),
        log_size=_SIZE,
        log_root=_ROOT,
        apart=True,
    )
