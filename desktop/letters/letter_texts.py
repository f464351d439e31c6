"""The texts of a letter that come from people, not from its wording: what each is, and its face.

They are looked at before anything is drawn, so that what cannot be printed is named by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop.domain.letters import LetterData
from desktop.letters.fonts import Fonts
from desktop.letters.writing import clean, clean_letter

_BODY, _NAME, _CELL = "serif-400", "serif-700", "sans-400"


class Placed(NamedTuple):
    where: str
    face: str
    text: str


def require_letter(data: LetterData, fonts: Fonts) -> None:
    """Refuse cleaned facts with a character that the fonts lack, and say where it stands."""
    for where, face, text in _placed(data):
        fonts.require(text.replace("\n", ""), face, where)


def letter_notes(letters: Sequence[LetterData], fonts: Fonts) -> tuple[str, ...]:
    """What the clerk should know before these facts are printed: shapes that the fonts lack, and
    marks that nobody sees and that are left out."""
    notes: list[str] = []
    for data in letters:
        for where, face, text in _placed(clean_letter(data)):
            notes += [_base_shape(where, one) for one in fonts.lacking(text, face)]
        for where, _face, text in _placed(data):
            notes += [f"{where}：{note}" for note in clean(text).notes]
    return tuple(dict.fromkeys(notes))


def addressee_notes(name: str, address: str, fonts: Fonts) -> tuple[str, ...]:
    """What a letter to this person would meet with, told before there is one."""
    notes: list[str] = []
    for where, face, text in (("氏名", _NAME, name), ("住所", _BODY, address)):
        cleaned = clean(text)
        printed = cleaned.text.replace("\n", " ")
        notes += [_no_glyph(where, one) for one in fonts.missing(printed, face)]
        notes += [_base_shape(where, one) for one in fonts.lacking(printed, face)]
        notes += [f"{where}：{note}" for note in cleaned.notes]
    return tuple(notes)


def _no_glyph(where: str, character: str) -> str:
    shown = f"「{character}」" if character.isprintable() else "文字"
    return (
        f"{where}の{shown}（U+{ord(character):04X}）は、印刷用の書体にありません。"
        "このままでは文書を作れないため、字を置きかえるか、書体の追加を頼んでください。"
    )


def _base_shape(where: str, sequence: str) -> str:
    base, selector = sequence[0], sequence[1]
    return (
        f"{where}の「{base}」には異体字の指定（U+{ord(base):04X} U+{ord(selector):04X}）が"
        f"ありますが、書体にその字形がないため、基本の字形「{base}」で印字します。"
    )


def _placed(data: LetterData) -> Iterator[Placed]:
    to, office = data.addressee, data.sender
    yield Placed("氏名", _NAME, f"{to.name}{to.honorific}")
    yield Placed("住所", _BODY, f"{to.postal_line}{''.join(to.address)}")
    yield Placed("差出人", _NAME, office.office)
    lines = (office.desk, office.responsible, office.postal, office.address)
    yield Placed("差出人", _BODY, "".join(lines))
    yield Placed("問い合わせ先", _CELL, f"{office.address}{office.phone}{office.hours}")
    for correction in data.corrections:
        yield Placed("補正をお願いする事項", _BODY, correction.note)
    for one in data.decisions:
        where = f"「{one.label}」の説明"
        yield Placed(where, _BODY, f"{one.text}{one.before}{one.after}")
    yield Placed("事情の説明", _BODY, data.note)
    for text in data.returned:
        yield Placed("お返しするもの", _BODY, text)
    for text in data.enclosed:
        yield Placed("同封するもの", _BODY, text)
    for row in data.annex:
        yield Placed(f"別紙「{row.item}」", _CELL, f"{row.key}{row.value}{row.source}")
