"""A document with fictional data, as certain words of its own would make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Final

from desktop.domain.clocks import JST
from desktop.domain.letter_samples import refusing, sample_of
from desktop.domain.letters import Condition
from desktop.domain.own_texts import REASONS, OwnWords, form_in_own_words
from desktop.domain.requests import Reason
from desktop.letters.blank import blank_form
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
    """The words and the heads of its tables; what fills them comes from the office's work."""
    model = shelf.letter(REASONS).sample
    if form.code == _COVER:
        one = [shelf.form("F-01").title]
        window = envelope_window(settings)
        return form_cover(
            form, sender(settings), model.addressee, one, model.issued_on, fonts, window
        )
    columns = [c for c in (form.columns, *form.tables.values()) if sum(f.width for f in c)]
    sections = [
        Grid("・".join(column.head for column in one), one, [], nothing="（ここに記録が入ります）")
        for one in columns
        if sum(column.width for column in one) <= RIGHT - LEFT
    ]
    printed_at = datetime.combine(model.issued_on, time(9), JST)
    data = OfficeSheet(settings.office_name, printed_at, SAMPLE_NUMBER, sections)
    return office_sheet(form, data, fonts)
