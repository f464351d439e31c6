"""What may not stand in a document's own words, told beside the text in which it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError
from desktop.domain.letters import PLACEHOLDERS
from desktop.domain.own_texts import LONGEST, MORE, OwnPlace
from desktop.letters.fonts import load_fonts
from desktop.letters.writing import MissingGlyph, clean
from desktop.services.typed_text import refuse_my_number

_BRACED: Final = re.compile(r"\{([^{}]*)\}")
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]+|#[0-9]+);")
_PT: Final = 72 / 25.4
_SMALLEST: Final = 0.7  # of the size it was meant in: below it a line cannot be read any more

FORM_PLACEHOLDERS: Final[Mapping[str, str]] = {
    "office": "事業者名",
    "desk": "窓口名",
    "postal": "郵便番号",
    "address": "所在地",
    "phone": "電話番号",
    "hours": "受付時間",
    "unit": "1項目の手数料",
    "case_number": "受付番号",
}
"""What the office's settings, or the case, put into a blank form."""

_ALWAYS: Final = (
    *("document_number", "issued_on", "case_number", "arrived_on", "requests", "articles"),
    *("office", "desk", "responsible", "phone", "hours"),
)
"""What every letter knows, whatever case it is about."""


@dataclass(frozen=True, slots=True)
class Fillings:
    """The placeholders that one document may use, by the names that people read.

    `values` are what the sample fills in, for the room that a text takes.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def shown(self, text: str) -> str:
        """「{arrived_on}」 as a person reads it: 「{到達日（和暦）}」."""
        return _BRACED.sub(lambda found: f"{{{self.names.get(found[1], found[1])}}}", text)

    def meant(self, text: str) -> str:
        """What was typed, with the program's names in the braces again."""
        by_words = {words: name for name, words in self.names.items()}
        return _BRACED.sub(
            lambda found: f"{{{by_words.get(found[1].strip(), found[1].strip())}}}", text
        )

    def fault(self, text: str) -> str:
        """What is wrong with the braces of the text; "" where nothing is."""
        unknown = next((one for one in _BRACED.findall(text) if one not in self.names), None)
        if unknown is not None:
            able = "、".join(f"{{{words}}}" for words in self.names.values())
            told = f"使えるのは {able} です。" if able else "この文に差込項目は使えません。"
            return f"{{{unknown}}} という差込項目は、この文書では使えません。{told}"
        if set("{}") & set(_BRACED.sub("", text)):
            return "波括弧の組が合っていません。「{」と「}」を一つずつ組にしてください。"
        return ""

    def filled(self, text: str) -> str:
        return _BRACED.sub(lambda found: self.values.get(found[1], ""), text)


def letter_fillings(places: tuple[OwnPlace, ...]) -> Fillings:
    """What the letter's shipped words use, and what every letter knows."""
    used = {name for one in places for name in _BRACED.findall(one.shipped)}
    able = [name for name in PLACEHOLDERS if name in used or name in _ALWAYS]
    return Fillings({name: PLACEHOLDERS[name] for name in able})


def form_fillings(places: tuple[OwnPlace, ...], values: Mapping[str, str]) -> Fillings:
    """What the office's settings put in; the number of a case only where the form has one."""
    used = {name for one in places for name in _BRACED.findall(one.shipped)}
    able = [one for one in FORM_PLACEHOLDERS if one in used or one in values]
    return Fillings({name: FORM_PLACEHOLDERS[name] for name in able}, values)


def faults(
    places: tuple[OwnPlace, ...], texts: Mapping[str, str], fillings: Fillings, fonts_dir: Path
) -> Mapping[str, str]:
    """By place, the one sentence about the first thing that is wrong there."""
    found = {
        one.place: _fault(one, texts[one.place], fillings, fonts_dir)
        for one in places
        if one.place in texts
    }
    return {place: sentence for place, sentence in found.items() if sentence}


def warnings(places: tuple[OwnPlace, ...], texts: Mapping[str, str]) -> Mapping[str, str]:
    """By place, what is lost with a text that is left out although a rule asks for it."""
    return {
        one.place: f"この文は{one.must}に応じた記載です。省くと、その記載がなくなります。"
        for one in places
        if one.must and not texts.get(one.place, one.shipped).strip()
    }


def without_body(places: tuple[OwnPlace, ...], texts: Mapping[str, str]) -> Mapping[str, str]:
    """A letter says something before its 記."""
    parts = ("opening", f"{MORE}/opening")
    body = [one for one in places if one.place.split("/", 2)[2].startswith(parts)]
    if not body or any(texts.get(one.place, one.shipped).strip() for one in body):
        return {}
    return {body[0].place: "本文がすべて省かれています。少なくとも一つの文を残してください。"}


def _fault(place: OwnPlace, text: str, fillings: Fillings, fonts_dir: Path) -> str:
    if not text.strip():
        return "" if place.optional else "文が空です。文を入れるか、元の文面に戻してください。"
    if len(text) > LONGEST:
        return f"長すぎます（{len(text)}字）。{LONGEST}字以内にしてください。"
    if any(_unprintable(one) for one in text):
        return "印刷できない制御文字が入っています。この文を打ち直してください。"
    if _MARKUP.search(text):
        return "書式の印（< > や & で書くもの）は、そのまま印刷されます。取り除いてください。"
    if place.one_line and "\n" in text:
        return "この文は一行で印刷します。改行を取り除いてください。"
    if wrong := fillings.fault(text):
        return wrong
    try:
        refuse_my_number(text)
    except DeskError as error:
        return error.sentence
    printed = clean(fillings.filled(text)).text.replace("\n", "")
    fonts = load_fonts(fonts_dir)
    try:
        fonts.require(printed, place.face)
    except MissingGlyph as error:
        return f"{error.sentence}ほかの文字に置きかえてください。"
    room = place.width * _PT / _SMALLEST
    if place.width and fonts.width(printed, place.face, place.size) > room:
        most = int(place.width * _PT / _SMALLEST / place.size)
        return f"用紙の枠に収まりません。全角でおよそ{most}字までにしてください。"
    return ""


def _unprintable(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")
