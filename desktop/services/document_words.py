"""A document in the words that are in force: the shipped ones, or the office's own (DESIGN §1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from desktop.domain.errors import Refused
from desktop.domain.forms import FormDefinition, Rect
from desktop.domain.letters import Sender
from desktop.domain.own_texts import (
    REASONS,
    form_in_own_words,
    reasons_by_code,
    with_own_texts,
)
from desktop.domain.wording import LetterDefinition
from desktop.letters.library import SLIP, Library
from desktop.services.office_settings import OfficeSettings

_ASKED = {"postal": "郵便番号", "address": "所在地", "phone": "電話"}


def letter_in_force(
    library: Library, code: str, arrived_on: date, settings: OfficeSettings
) -> LetterDefinition:
    """The letter for a case that arrived on that day; `settings` are those of the same day."""
    return in_words(library.letter_of_case(code, arrived_on), settings)


def in_words(letter: LetterDefinition, settings: OfficeSettings) -> LetterDefinition:
    """The letter, its reasons and its reply slip in the office's own words."""
    reasons, bases = reasons_by_code(settings.words_of(REASONS).texts)
    own = with_own_texts(letter, settings.words_of(letter.code).texts, reasons, bases)
    if own.slip is None:
        return own
    return replace(own, slip=form_in_own_words(own.slip, settings.words_of(SLIP)))


def form_in_force(library: Library, code: str, settings: OfficeSettings) -> FormDefinition:
    """The blank form as the office hands it out today."""
    return form_in_own_words(library.form(code), settings.words_of(code))


def form_values(settings: OfficeSettings, *forms: FormDefinition) -> Mapping[str, str]:
    """What the office's settings put into the forms. Refuses a form that would print a blank."""
    own = sender(settings)
    values = {
        "office": own.office,
        "desk": own.desk,
        "postal": own.postal,
        "address": own.address,
        "phone": own.phone,
        "hours": own.hours,
        "unit": f"{settings.fee_unit:,}",
    }
    said = "".join(one.text for form in forms for one in form.captions)
    for name, words in _ASKED.items():
        if f"{{{name}}}" in said and not values[name]:
            raise Refused(
                f"用紙に印刷する「{words}」が決まっていません。",
                "設定の「規則」で事業者の欄を申請し、署名を受けてから印刷してください。",
            )
    return values


def sender(settings: OfficeSettings) -> Sender:
    """The office's block of a letter."""
    return Sender(
        office=settings.office_name,
        desk=settings.department,
        responsible=settings.responsible,
        postal=settings.office_postal,
        address=settings.office_address,
        phone=settings.phone,
        hours=f"{_clock(settings.opens)}〜{_clock(settings.closes)}（土日祝日を除く）",
    )


def envelope_window(settings: OfficeSettings) -> Rect:
    """Where the office's envelopes show the address (DOMAIN §9)."""
    return Rect(settings.window_x, settings.window_y, settings.window_width, settings.window_height)


def fingerprint(texts: Mapping[str, str]) -> str:
    """Sixteen digits of what a document says: another word is another document to counsel. What is
    left out, or was not added, says nothing."""
    told = {place: text for place, text in texts.items() if text}
    said = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
