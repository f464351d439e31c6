"""設定 › 文面: every document in the office's hands, with dated versions under two signatures.

The words are proposed by the administrator and hold from their day on once a supervisor has signed
them; a case keeps those of its 到達日 (DESIGN §1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from desktop.domain.carried_words import Carried, carry, left_behind
from desktop.domain.form_versions import MOST_WORDINGS
from desktop.domain.forms import Rect
from desktop.domain.own_texts import OwnPlace, OwnWords
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.document_checks import (
    Fillings,
    faults,
    form_fillings,
    letter_fillings,
    warnings,
    without_body,
)
from desktop.services.document_samples import draw_sample
from desktop.services.document_shelf import DocumentShelf, Kind
from desktop.services.document_views import (
    Counsel,
    CounselWish,
    DocumentLine,
    DocumentPreview,
    DocumentVersion,
    DocumentView,
)
from desktop.services.document_words import envelope_window, fingerprint, form_values
from desktop.services.letter_pictures import draw_pages
from desktop.services.office_settings import OfficeSettings, WrongSetting
from desktop.services.premises import Premises
from desktop.services.setting_board import BEFORE, COMING, NOW, WAITING, SettingBoard, SettingEntry
from desktop.services.typed_text import require_text

_DPI: Final = 110
_WINDOW: Final = frozenset({"window_x", "window_y", "window_width", "window_height"})


class Documents:
    def __init__(
        self, premises: Premises, administration: Administration, board: SettingBoard
    ) -> None:
        self._premises = premises
        self._administration = administration
        self._board = board
        self.shelf = DocumentShelf(premises.surroundings.forms)

    def settings(self, on: date) -> OfficeSettings:
        return self._administration.settings(on)

    def window_tried(self, today: date) -> Rect:
        """The envelope's window as it is set, or as it is wished for: it is tried before anybody
        signs it."""
        proposals = self._administration.proposals()
        wished: dict[str, Any] = {one.name: one.value for one in proposals if one.name in _WINDOW}
        return envelope_window(replace(self.settings(today), **wished))

    @property
    def codes(self) -> tuple[str, ...]:
        """Every document by number, in the order of the list."""
        return tuple(self.shelf.kinds)

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
        places = self.shelf.places(code)
        entries, counsel = (self._entries(one, code, today) for one in ("documents", "counsel"))
        versions = self._versions(code, places, entries)
        told = next((one for one in counsel if one.state == WAITING), None)
        wish = next((one for one in versions if one.state == WAITING), None)
        return DocumentView(
            self._line(code, settings, entries, counsel),
            places,
            self.fillings(code, settings),
            _texts(places, settings.words_of(code)),
            versions,
            self.shelf.samples(code),
            wish,
            None if told is None else _counsel_wish(told),
            {} if wish is None else warnings(places, wish.texts),
            self._carry(code, settings.words_of(code)),
        )

    def _carry(self, code: str, own: OwnWords) -> Carried:
        """The words of an earlier shipped version, where they belong in the newest one."""
        before = self.shelf.places_before(code, own.texts)
        return carry(own.texts, before, self.shelf.places(code))

    def fillings(self, code: str, settings: OfficeSettings) -> Fillings:
        """The placeholders that the document may use."""
        kind = self.shelf.kind(code)
        if kind is Kind.LETTER:
            return letter_fillings(self.shelf.places(code))
        if kind is Kind.FORM:
            values = dict(form_values(settings))
            if self.shelf.form(code).carries_case_number:
                del values["unit"]  # a reply slip is a letter's page, and that knows no unit price
            return form_fillings(self.shelf.places(code), values)
        return Fillings()

    def preview(
        self, code: str, typed: Mapping[str, str], sample: str, today: date
    ) -> DocumentPreview:
        """The document as the words would make it: pictures, nothing is kept. `typed` may name
        placeholders as people read them."""
        meant, wrong = self._judged(code, typed, today)
        if wrong:
            return DocumentPreview(faults=wrong)
        pages = draw_pages(self.printed(code, meant, sample, today), _DPI)
        return DocumentPreview(pages, warnings=warnings(self.shelf.places(code), meant))

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
        changed = _changed(self.shelf.places(code), texts)
        fonts = self._premises.surroundings.fonts
        return draw_sample(self.shelf, code, changed, sample, settings, fonts)

    def propose(self, act: Act, code: str, typed: Mapping[str, str], effective_from: date) -> None:
        """Wish for these words from a day on. Raises WrongSetting; its field is a text's place."""
        rights.require(act, Capability.PROPOSE_SETTING)
        today, places = act.at.date(), self.shelf.places(code)
        texts = self.sound(code, typed, today)
        entries = self._entries("documents", code, today)
        if any(one.state == WAITING for one in entries):
            raise WrongSetting(
                "この文書には、署名を待っている文面があります。",
                "先に責任者の署名を受けるか、申請を取り下げてください。",
            )
        then = self._administration.settings(effective_from).words_of(code)
        same = _texts(places, OwnWords(0, texts)) == _texts(places, then)
        if same and not left_behind(then.texts, places):
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
        require_text(by, "確かめた人を「顧問弁護士」のように入れてください。", "by")
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
        settings, places = self._administration.settings(today), self.shelf.places(code)
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
        wrong = faults(places, fresh, fillings, self._premises.surroundings.fonts)
        if self.shelf.kind(code) is Kind.LETTER:
            wrong = {**without_body(places, meant), **wrong}
        return meant, wrong

    def _line(
        self,
        code: str,
        settings: OfficeSettings,
        entries: tuple[SettingEntry, ...],
        told: tuple[SettingEntry, ...],
    ) -> DocumentLine:
        own = settings.words_of(code)
        places = self.shelf.places(code)
        mine, behind = _changed(places, _texts(places, own)), left_behind(own.texts, places)
        now = next((one for one in entries if one.state == NOW), None)
        coming = [one.effective_from for one in entries if one.state == COMING]
        waits = sum(one.state == WAITING for one in (*entries, *told))
        group = self.shelf.kind(code).value
        return DocumentLine(
            *(
                code,
                self.shelf.title(code),
                group,
                self.shelf.version(code, own.number if mine else 0),
            ),
            self.shelf.since(code) if now is None or behind else now.effective_from,
            bool(mine),
            self._counsel(code, settings, waiting=any(one.state == WAITING for one in told)),
            waits,
            min(coming, default=None),
            behind,
        )

    def _versions(
        self, code: str, places: tuple[OwnPlace, ...], entries: tuple[SettingEntry, ...]
    ) -> tuple[DocumentVersion, ...]:
        found = [self._version(code, places, one, _own(one.value)) for one in entries]
        state = BEFORE if any(one.state == NOW for one in found) else NOW
        since = self.shelf.since(code)
        shipped = _texts(places, OwnWords())
        return (*found, DocumentVersion("", self.shelf.version(code, 0), state, since, shipped))

    def _version(
        self, code: str, places: tuple[OwnPlace, ...], entry: SettingEntry, own: OwnWords
    ) -> DocumentVersion:
        """One wording; that of an earlier shipped version is told by the newest one's places."""
        behind = left_behind(own.texts, places)
        texts = self._carry(code, own).texts if behind else own.texts
        return DocumentVersion(
            entry.id,
            self.shelf.version(code, own.number if own.texts else 0, own.texts),
            BEFORE if behind and entry.state == NOW else entry.state,
            entry.effective_from,
            _texts(places, OwnWords(own.number, texts)),
            entry.proposed_by,
            entry.proposed_at,
            entry.signed_by,
            entry.signed_at,
        )

    def _entries(self, table: str, code: str, today: date) -> tuple[SettingEntry, ...]:
        return self._board.history(f"{table}.{code}", today)

    def _fingerprint(self, code: str, today: date) -> str:
        own = self._administration.settings(today).words_of(code)
        return fingerprint(_texts(self.shelf.places(code), own))

    def _counsel(self, code: str, settings: OfficeSettings, *, waiting: bool) -> Counsel:
        """What counsel said counts for the words it was said of, and for no others."""
        asked = self.shelf.asks_counsel(code)
        told = settings.counsel.get(code)
        words = fingerprint(_texts(self.shelf.places(code), settings.words_of(code)))
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
