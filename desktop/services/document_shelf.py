"""Every document as it is shipped: its number and title, its version, and its texts by place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

from desktop.domain.errors import NotFound
from desktop.domain.form_versions import printed_version, version_words
from desktop.domain.forms import FormDefinition
from desktop.domain.letter_samples import conditions_of
from desktop.domain.own_texts import (
    CONDITION_LABELS,
    REASONS,
    OwnPlace,
    form_places,
    letter_places,
    reason_places,
)
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import Reason
from desktop.domain.wording import LetterDefinition
from desktop.letters.library import Library, load_library
from desktop.letters.office_forms import OfficeForm, load_office_form, office_places
from desktop.services.letter_making import LETTER_TITLES

REFUSAL: Final = "D-06"
"""The letter that shows the words of a reason."""

_SPREADSHEET: Final = "ANSWER"  # a workbook of the departments', not a paper


class Kind(StrEnum):
    """The value is what the list calls them."""

    LETTER = "通知書"
    REASONS = "理由の文"
    FORM = "請求書・返信票・案内"
    OFFICE = "社内の文書・送付状"


class DocumentShelf:
    def __init__(self, forms: Path) -> None:
        self._forms = forms

    @cached_property
    def library(self) -> Library:
        return load_library(self._forms)

    @cached_property
    def _papers(self) -> Mapping[str, OfficeForm]:
        files = sorted((self._forms / "internal").glob("*.toml"))
        found = [load_office_form(self._forms, one.stem) for one in files]
        return {one.code: one for one in found if one.code != _SPREADSHEET}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Every document by its number, in the order of the list."""
        letters = sorted({one.code for one in self.library.letters})
        forms = {one.code for one in self.library.forms}
        plain = sorted(one for one in forms if one.startswith("F-"))
        papers = sorted(self._papers, key=lambda one: (not one.startswith("I-"), one))
        return {
            **dict.fromkeys(letters, Kind.LETTER),
            REASONS: Kind.REASONS,
            **dict.fromkeys([*plain, *sorted(forms - set(plain))], Kind.FORM),
            **dict.fromkeys(papers, Kind.OFFICE),
        }

    def kind(self, code: str) -> Kind:
        if code not in self.kinds:
            raise NotFound("この文書はありません。", "設定の画面を開き直してください。")
        return self.kinds[code]

    def letter(self, code: str) -> LetterDefinition:
        """The newest wording of the letter; of the reasons, the letter that shows them."""
        return self.library.latest_letter(REFUSAL if code == REASONS else code)

    def form(self, code: str) -> FormDefinition:
        return self.library.form(code)

    def paper(self, code: str) -> OfficeForm:
        return self._papers[code]

    def places(self, code: str) -> tuple[OwnPlace, ...]:
        """The texts of the newest shipped version that are the office's to change."""
        kind = self.kind(code)
        if kind is Kind.REASONS:
            return reason_places(self.letter(code).reasons)
        if kind is Kind.LETTER:
            return letter_places(self.letter(code))
        if kind is Kind.FORM:
            return form_places(self.form(code))
        return office_places(self.paper(code))

    def places_before(self, code: str, texts: Mapping[str, str]) -> tuple[OwnPlace, ...]:
        """The places of the earlier shipped version that these own words are of; none where it is
        not shipped any more."""
        found = {place.split("/")[1] for place in texts}
        if self.kind(code) is Kind.LETTER:
            letters = [one for one in self.library.letters if one.code == code]
            places = [letter_places(one) for one in letters if str(one.version) in found]
        else:
            forms = [one for one in self.library.forms if one.code == code]
            places = [form_places(one) for one in forms if str(one.version) in found]
        return tuple(chain.from_iterable(places))

    def title(self, code: str) -> str:
        kind = self.kind(code)
        if kind is Kind.REASONS:
            return "不開示等の理由の文"
        if kind is Kind.LETTER:
            return LETTER_TITLES.get(code, self.letter(code).title)
        return self.form(code).title if kind is Kind.FORM else self.paper(code).title

    def since(self, code: str) -> date:
        """From when on the shipped words hold; the office's papers are as old as its letters."""
        if self.kind(code) is Kind.FORM:
            return self.form(code).effective_from
        return self.letter(code if self.kind(code) is Kind.LETTER else REASONS).effective_from

    def version(self, code: str, wording: int, texts: Collection[str] = ()) -> str:
        """「第1版」, or 「第1-2版」 for the second wording of the office's own; `texts` are the
        places of own words, which tell the shipped version that they are of."""
        kind, shipped = self.kind(code), 1
        if texts and kind in (Kind.LETTER, Kind.FORM):
            shipped = max(int(place.split("/")[1]) for place in texts)
        elif kind is Kind.LETTER:
            shipped = self.letter(code).version
        elif kind is Kind.FORM:
            shipped = self.form(code).version
        return f"第{version_words(printed_version(shipped, wording))}版"

    def asks_counsel(self, code: str) -> bool:
        """Whether the template is marked for counsel's review."""
        return self.kind(code) in (Kind.LETTER, Kind.REASONS) and self.letter(code).counsel_review

    def samples(self, code: str) -> tuple[tuple[str, str], ...]:
        """The cases that a preview of the document can show: key and words."""
        if self.kind(code) is Kind.REASONS:
            return tuple((one.value, REASON_LABELS[one]) for one in Reason)
        if self.kind(code) is not Kind.LETTER:
            return ()
        turned = conditions_of(self.letter(code))
        return (("", "見本のまま"), *((one.value, CONDITION_LABELS[one]) for one in turned))
