"""設定 › 文面: every document in the office's hands, with dated versions under two signatures.

The words are proposed by the administrator and hold from their day on once a supervisor has signed
them; a case keeps those of its 到達日 (DESIGN §1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from desktop.domain.errors import NotFound
from desktop.domain.form_versions import MOST_WORDINGS, printed_version, version_words
from desktop.domain.forms import FormDefinition
from desktop.domain.letter_samples import conditions_of, refusing, sample_of
from desktop.domain.letters import Condition
from desktop.domain.own_texts import (
    CONDITION_LABELS,
    REASONS,
    OwnPlace,
    OwnWords,
    form_in_own_words,
    form_places,
    letter_places,
    reason_places,
)
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import Reason
from desktop.domain.roles import Capability
from desktop.domain.wording import LetterDefinition
from desktop.letters.blank import blank_form
from desktop.letters.library import Library, load_library
from desktop.letters.render import render_letter
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.document_checks import Fillings, faults, form_fillings, letter_fillings
from desktop.services.document_views import (
    Counsel,
    CounselWish,
    DocumentLine,
    DocumentPreview,
    DocumentVersion,
    DocumentView,
)
from desktop.services.document_words import (
    envelope_window,
    fingerprint,
    form_values,
    in_words,
    sender,
)
from desktop.services.letter_making import LETTER_TITLES
from desktop.services.letter_pictures import draw_pages
from desktop.services.office_settings import OfficeSettings, WrongSetting
from desktop.services.premises import Premises
from desktop.services.setting_board import COMING, NOW, WAITING, SettingBoard, SettingEntry

LETTERS, REASON_TEXTS, FORMS = "通知書", "理由の文", "請求書・返信票・案内"
SAMPLE_NUMBER: Final = "26-0000"
_DPI: Final = 110
_REFUSAL: Final = "D-06"


class Documents:
    def __init__(
        self, premises: Premises, administration: Administration, board: SettingBoard
    ) -> None:
        self._premises = premises
        self._administration = administration
        self._board = board

    def settings(self, on: date) -> OfficeSettings:
        return self._administration.settings(on)

    @cached_property
    def library(self) -> Library:
        return load_library(self._premises.surroundings.forms)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every document by number, in the order of the list."""
        letters = dict.fromkeys(letter.code for letter in self.library.letters)
        forms = dict.fromkeys(form.code for form in self.library.forms)
        plain = [code for code in forms if code.startswith("F-")]
        return (*sorted(letters), REASONS, *sorted(plain), *sorted(forms.keys() - set(plain)))

    def listing(self, today: date) -> tuple[DocumentLine, ...]:
        settings = self._administration.settings(today)
        names = [f"{table}.{code}" for code in self.codes for table in ("documents", "counsel")]
        told = self._board.histories(names, today)
        return tuple(
            self._line(code, settings, told[f"documents.{code}"], told[f"counsel.{code}"])
            for code in self.codes
        )

    def open(self, code: str, today: date) -> DocumentView:
        """One document with its texts and all its versions."""
        settings = self._administration.settings(today)
        places = self.places(code)
        entries, counsel = (self._entries(one, code, today) for one in ("documents", "counsel"))
        versions = self._versions(code, places, entries)
        told = next((one for one in counsel if one.state == WAITING), None)
        return DocumentView(
            self._line(code, settings, entries, counsel),
            places,
            self.fillings(code, settings),
            _texts(places, settings.words_of(code)),
            versions,
            self._samples(code),
            next((one for one in versions if one.state == WAITING), None),
            None if told is None else _counsel_wish(told),
        )

    def places(self, code: str) -> tuple[OwnPlace, ...]:
        """The texts of the newest shipped version that are the office's to change."""
        if code not in self.codes:
            raise NotFound("この文書はありません。", "設定の画面を開き直してください。")
        if code == REASONS:
            return reason_places(self._letter(_REFUSAL).reasons)
        if code.startswith("D-"):
            return letter_places(self._letter(code))
        return form_places(self.library.form(code))

    def fillings(self, code: str, settings: OfficeSettings) -> Fillings:
        """The placeholders that the document may use."""
        if code == REASONS:
            return Fillings()
        if code.startswith("D-"):
            return letter_fillings(self.places(code))
        return form_fillings(self.places(code), form_values(settings))

    def preview(
        self, code: str, typed: Mapping[str, str], sample: str, today: date
    ) -> DocumentPreview:
        """The document as the words would make it: pictures, nothing is kept. `typed` may name
        placeholders as people read them."""
        meant, wrong = self._judged(code, typed, today)
        if wrong:
            return DocumentPreview(faults=wrong)
        return DocumentPreview(draw_pages(self.printed(code, meant, sample, today), _DPI))

    def sound(self, code: str, typed: Mapping[str, str], today: date) -> Mapping[str, str]:
        """The words as they are kept. Raises WrongSetting with the text's place as its field."""
        texts, wrong = self._judged(code, typed, today)
        if wrong:
            place, sentence = next(iter(wrong.items()))
            raise WrongSetting(sentence, "直してから、もう一度行ってください。", field=place)
        return texts

    def printed(self, code: str, texts: Mapping[str, str], sample: str, today: date) -> bytes:
        """The PDF that the preview shows."""
        settings = self._administration.settings(today)
        now = {one: settings.words_of(one) for one in (code, REASONS)}
        now[code] = OwnWords(max(now[code].number, 1), _changed(self.places(code), texts))
        tried = replace(
            settings,
            documents={
                **settings.documents,
                **{one: {"number": own.number, "texts": own.texts} for one, own in now.items()},
            },
        )
        fonts = self._premises.surroundings.fonts
        if code == REASONS or code.startswith("D-"):
            letter = in_words(self._letter(_REFUSAL if code == REASONS else code), tried)
            if code == REASONS:
                letter = refusing(letter, Reason(sample or Reason.R_HE))
                data = letter.sample
            else:
                data = sample_of(letter, Condition(sample) if sample else None)
            data = replace(data, sender=sender(settings))
            return render_letter(letter, data, fonts, window=envelope_window(settings))
        form = form_in_own_words(self.library.form(code), now[code])
        number = SAMPLE_NUMBER if form.carries_case_number else ""
        return blank_form(form, fonts, number, form_values(settings, form))

    def propose(self, act: Act, code: str, typed: Mapping[str, str], effective_from: date) -> None:
        """Wish for these words from a day on. Raises WrongSetting; its field is a text's place."""
        rights.require(act, Capability.PROPOSE_SETTING)
        today, places = act.at.date(), self.places(code)
        texts = self.sound(code, typed, today)
        entries = self._entries("documents", code, today)
        if any(one.state == WAITING for one in entries):
            raise WrongSetting(
                "この文書には、署名を待っている文面があります。",
                "先に責任者の署名を受けるか、申請を取り下げてください。",
            )
        then = self._administration.settings(effective_from).words_of(code)
        if _texts(places, OwnWords(0, texts)) == _texts(places, then):
            raise WrongSetting(
                "その日に使われている文面と同じです。", "変える文を直してから申請してください。"
            )
        number = 1 + max((_number(one.value) for one in entries), default=0)
        if number > MOST_WORDINGS:
            raise WrongSetting(
                f"この文書の文面は、これまでに{MOST_WORDINGS}回申請されました。",
                "システムの担当者に、新しい版の様式を頼んでください。",
            )
        value = {"number": number, "texts": _changed(places, texts)}
        self._administration.propose_setting(act, f"documents.{code}", value, effective_from)

    def tell_counsel(self, act: Act, code: str, by: str, on: date) -> None:
        """Say that counsel looked at the words in force; a supervisor signs it."""
        rights.require(act, Capability.PROPOSE_SETTING)
        today = act.at.date()
        if not by.strip():
            raise WrongSetting(
                "確かめた人が入っていません。", "「顧問弁護士」のように入れてください。", field="by"
            )
        if on > today:
            raise WrongSetting(
                "確かめた日が先の日付です。", "今日までの日付を入れてください。", field="on"
            )
        if any(one.state == WAITING for one in self._entries("counsel", code, today)):
            raise WrongSetting(
                "この文書の確認は、署名を待っています。", "責任者の署名を受けてください。"
            )
        value = {"words": self._fingerprint(code, today), "by": by, "on": on.isoformat()}
        self._administration.propose_setting(act, f"counsel.{code}", value, today)

    def _judged(
        self, code: str, typed: Mapping[str, str], today: date
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The texts with the program's placeholders, and what is wrong with them by place."""
        settings, places = self._administration.settings(today), self.places(code)
        fillings = self.fillings(code, settings)
        now = _texts(places, settings.words_of(code))
        meant = {
            one.place: fillings.meant(typed[one.place].replace("\r\n", "\n").strip())
            if one.place in typed
            else now[one.place]
            for one in places
        }
        # What is shipped, or in force, was looked at before: only other words are judged.
        fresh = {
            place: text
            for place, text in meant.items()
            if text not in (now[place], next(o.shipped for o in places if o.place == place))
        }
        return meant, faults(places, fresh, fillings, self._premises.surroundings.fonts)

    def _line(
        self,
        code: str,
        settings: OfficeSettings,
        entries: tuple[SettingEntry, ...],
        told: tuple[SettingEntry, ...],
    ) -> DocumentLine:
        own = settings.words_of(code)
        mine = _changed(self.places(code), _texts(self.places(code), own))
        now = next((one for one in entries if one.state == NOW), None)
        coming = [one.effective_from for one in entries if one.state == COMING]
        waits = sum(one.state == WAITING for one in (*entries, *told))
        title, group, since = self._title(code)
        return DocumentLine(
            *(code, title, group, self._version(code, own.number if mine else 0)),
            since if now is None else now.effective_from,
            bool(mine),
            self._counsel(code, settings, waiting=any(one.state == WAITING for one in told)),
            waits,
            min(coming, default=None),
        )

    def _title(self, code: str) -> tuple[str, str, date]:
        if code == REASONS:
            return "不開示等の理由の文", REASON_TEXTS, self._letter(_REFUSAL).effective_from
        if code.startswith("D-"):
            letter = self._letter(code)
            return LETTER_TITLES.get(code, letter.title), LETTERS, letter.effective_from
        form = self.library.form(code)
        return form.title, FORMS, form.effective_from

    def _version(self, code: str, number: int) -> str:
        return f"第{version_words(printed_version(self._shipped(code), number))}版"

    def _shipped(self, code: str) -> int:
        if code == REASONS:
            return 1
        if code.startswith("D-"):
            return self._letter(code).version
        return self._form(code).version

    def _letter(self, code: str) -> LetterDefinition:
        return self.library.latest_letter(code)

    def _form(self, code: str) -> FormDefinition:
        return self.library.form(code)

    def _samples(self, code: str) -> tuple[tuple[str, str], ...]:
        if code == REASONS:
            return tuple((one.value, REASON_LABELS[one]) for one in Reason)
        if not code.startswith("D-"):
            return ()
        turned = conditions_of(self._letter(code))
        return (("", "見本のまま"), *((one.value, CONDITION_LABELS[one]) for one in turned))

    def _versions(
        self, code: str, places: tuple[OwnPlace, ...], entries: tuple[SettingEntry, ...]
    ) -> tuple[DocumentVersion, ...]:
        found = [
            DocumentVersion(
                one.id,
                self._version(code, _number(one.value) if _own(one.value).texts else 0),
                one.state,
                one.effective_from,
                _texts(places, _own(one.value)),
                one.proposed_by,
                one.proposed_at,
                one.signed_by,
                one.signed_at,
            )
            for one in entries
        ]
        state = "以前" if any(one.state == NOW for one in found) else NOW
        since = self._title(code)[2]
        shipped = _texts(places, OwnWords())
        return (*found, DocumentVersion("", self._version(code, 0), state, since, shipped))

    def _entries(self, table: str, code: str, today: date) -> tuple[SettingEntry, ...]:
        return self._board.history(f"{table}.{code}", today)

    def _fingerprint(self, code: str, today: date) -> str:
        own = self._administration.settings(today).words_of(code)
        return fingerprint(_texts(self.places(code), own))

    def _counsel(self, code: str, settings: OfficeSettings, *, waiting: bool) -> Counsel:
        """What counsel said counts for the words it was said of, and for no others."""
        is_letter = code.startswith("D-")
        asked = code == REASONS or (is_letter and self._letter(code).counsel_review)
        told = settings.counsel.get(code)
        words = fingerprint(_texts(self.places(code), settings.words_of(code)))
        if told is None or told["words"] != words:
            return Counsel(asked, waiting=waiting)
        return Counsel(asked, told["by"], date.fromisoformat(told["on"]), waiting)


def _texts(places: tuple[OwnPlace, ...], own: OwnWords) -> dict[str, str]:
    """All texts of a document in these words."""
    return {one.place: own.texts.get(one.place, one.shipped) for one in places}


def _changed(places: tuple[OwnPlace, ...], texts: Mapping[str, str]) -> dict[str, str]:
    """Those that are not the shipped ones."""
    return {
        one.place: texts[one.place]
        for one in places
        if one.place in texts and texts[one.place] != one.shipped
    }


def _own(value: object) -> OwnWords:
    if not isinstance(value, Mapping):
        return OwnWords()
    return OwnWords(int(value["number"]), value["texts"])


def _number(value: object) -> int:
    return _own(value).number


def _counsel_wish(one: SettingEntry) -> CounselWish:
    told = one.value if isinstance(one.value, Mapping) else {}
    return CounselWish(one.id, told["by"], date.fromisoformat(told["on"]), one.proposed_by)
