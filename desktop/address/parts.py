"""Putting one reading together: postal code, place, numbers, building and room."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from desktop.address.aside import and_more, care_of, has_box, second_address
from desktop.address.characters import fold_variants
from desktop.address.fold import Folded
from desktop.address.gazetteer import Gazetteer, Town
from desktop.address.keys import postal_key
from desktop.address.kyoto import KYOTO, STREET_WORD, street_end
from desktop.address.located import Located
from desktop.address.municipalities import read_head
from desktop.address.numbers import (
    BESIDE,
    CHOME,
    FIRST_NUMBER,
    Number,
    Sequence,
    fold_numerals,
    read_numbers,
)
from desktop.address.parse import Address, address_key
from desktop.address.tail import Tail, read_tail
from desktop.address.torn_numbers import joined

_POSTAL: Final = re.compile(
    r"\s*(?:〒\s?(?P<marked>[0-9]{3}-?[0-9]{4})|(?P<bare>[0-9]{3}-[0-9]{4}))(?![0-9\-])\s?"
)
_BUILDING: Final = re.compile(
    r"ビル|マンション|アパート|ハイツ|コーポ|メゾン|レジデンス|ハウス|タワー|プラザ|センター|荘$|寮"
    r"|社宅|団地|号棟|病院|学校|[^新旧]館$|方$|気付|駅|会社|役場|庁舎|郵便局|私書箱"
)
_KATAKANA: Final = re.compile(r"[ァ-ヶー]{3}")
_LETTER_AS_DIGIT: Final = re.compile(r"(?<=[0-9])[OolI|](?=[0-9\-番号丁]|$| )")
_LABEL: Final = re.compile(r"(?:[旧前新現](?:の)?)?(?:住所|居所|所在地)\s?:?\s?$")
_LETTER_BEFORE: Final = re.compile(
    r"\s?(?P<letter>[ァ-ンぁ-ねは-ん甲乙丙丁戊己庚辛壬癸])[のノ]?(?=[0-9])"
)
_AZA_IN_TOWN: Final = re.compile(r".{2,6}?町(?P<aza>[^町村丁号線条0-9]{2,12})")
_NUMBERS_ALONE: Final = re.compile(r"[0-9][0-9\s-]*")
_LONGEST_AZA: Final = 14
_ROOM_OF_FOUR: Final = 4
_FIRST_ROOM: Final = 101
_SETTLED: Final = 3
_DOUBTFUL: Final = 0.8
_IMPOSSIBLE: Final = 0.6


class Parts:
    """One reading as it grows, over one folded copy of the input."""

    def __init__(self, text: str, folded: Folded, postal: str) -> None:
        self.text = text
        self.folded = folded
        self.postal_code = postal
        self.notes: list[str] = []
        self.alternatives: tuple[str, ...] = ()
        self.spans: dict[str, tuple[int, int]] = {}
        self.found = Located(0)
        self.names = {"prefecture": "", "county": "", "city": "", "ward": ""}
        self.town = self.aza = self.chome = ""
        self.numbers: tuple[Number, ...] = ()
        self.tail: Tail | None = None
        self.room = self.care = self.second = ""
        self.known = False
        self.street = ""
        self.most = 1.0  # the confidence that the numbers allow
        self.misread: tuple[str, ...] = ()
        self._town_span: tuple[int, int] | None = None

    @property
    def line(self) -> str:
        return self.folded.text

    def take_postal(self) -> int:
        """The postal code at the beginning; where the rest begins."""
        written = _POSTAL.match(self.line)
        if written is None:
            return 0
        in_text = postal_key(written["marked"] or written["bare"])
        self._span("postal_code", self.folded, *_inner(self.line, 0, written.end()))
        if self.postal_code and self.postal_code != in_text:
            self.notes.append("郵便番号が二通り書かれています")
        self.postal_code = self.postal_code or in_text
        return written.end()

    def take_place(self, found: Located) -> None:
        """Municipality and town from the gazetteer, or by the endings of their names."""
        self.found = found
        self.notes.extend(found.notes)
        self.alternatives = found.alternatives
        self.names["prefecture"] = found.prefecture
        for name, (first, last) in found.spans.items():
            if name == "town":
                self._town_span = (first, last)
            else:
                self._span(name, self.folded, *_inner(self.line, first, last))
        if found.place is None:
            self._take_unknown(found.end)
            return
        for name in self.names:
            self.names[name] = getattr(found.place, name)
        self.town, self.aza = found.town_name, found.aza
        self.street = found.street
        self.known = found.town is not None or bool(found.town_name)
        self._at = found.end

    def _take_unknown(self, at: int) -> None:
        self.folded = fold_numerals(self.folded, names=True)
        head = read_head(self.line, at)
        for name in self.names:
            first, last = getattr(head, name)
            if first < last:
                self.names[name] = self.line[first:last]
                self._span(name, self.folded, first, last)
        if self.names["city"]:
            self.notes.append("市区町村が地名辞書にありません")
        self._at = head.end

    def take_rest(self, gazetteer: Gazetteer) -> str:
        """Everything behind the place; a second address that follows is handed back unread."""
        rest = self._in_one(self._plain_digits(fold_numerals(self.folded.after(self._at))))
        line = rest.text
        sequence = self._take_name_left(rest) if self.found.quality < _SETTLED else None
        sequence = sequence or read_numbers(line, self._take_letter(line))
        if not sequence.numbers and not self.aza and self.found.quality == _SETTLED:
            sequence = self._take_name_left(rest) or sequence
        if sequence.aza:
            self.notes.append(f"地割のあとの小字「{sequence.aza}」は番地と分けて読みました")
        self.numbers = sequence.numbers
        for before, number in pairwise(self.numbers):
            if number.value in BESIDE and before.unit != CHOME:
                self.notes.append(f"番号のあとに「{number.value}」と書かれています")
        self._place_town()
        block_start = self._take_chome(rest, sequence)
        block_first, block_last = _inner(line, block_start, sequence.end)
        end = and_more(line, sequence.end) if self.numbers else sequence.end
        if end > sequence.end:
            self.notes.append("番地が二つ以上書かれています")
        second = second_address(gazetteer, line, end) if self.numbers else -1
        if second >= 0:
            self.notes.append("住所が二つ書かれています")
            self.second = line[second:].strip(" ()")
            self.alternatives = (*self.alternatives, self.second)
            line = _LABEL.sub("", line[:second]).rstrip(" -/(,;")
        self._take_tail(rest, line, end, block_first, block_last)
        return self.second

    def _plain_digits(self, rest: Folded) -> Folded:
        """Letters among digits that are misread digits: 1O-3, 2l."""
        plain = rest.replace(_LETTER_AS_DIGIT, lambda m: "0" if m[0] in "Oo" else "1")
        if plain is not rest:
            self.misread = ("block",)
            self.notes.append("番地の文字を数字と読み替えました")
        return plain

    def _in_one(self, rest: Folded) -> Folded:
        """A number with a blank inside: 1 2-3."""
        whole = joined(rest, self.found.town) if self.town and not self.aza else rest
        if whole is not rest:
            self.doubt("番地の中の空白をつなぎと読みました")
        return whole

    def doubt(self, note: str, most: float = _DOUBTFUL) -> None:
        """Something that is likely and not sure; `most` is the confidence that it leaves."""
        self.most = min(self.most, most)
        self.notes.append(note)

    def _take_letter(self, line: str) -> int:
        """A letter before the number that the gazetteer does not hold: 大桑町ロ12-3."""
        letter = _LETTER_BEFORE.match(line)
        if letter is None or not self.town or self._town_span is None:
            return 0
        self.aza += letter["letter"]
        self.town += letter["letter"]
        self._town_span = (self._town_span[0], self._at + letter.end("letter"))
        return letter.end()

    def _take_name_left(self, rest: Folded) -> Sequence | None:
        """A name that the gazetteer does not hold, between what it does and the number."""
        line = rest.text
        number = FIRST_NUMBER.search(line)
        until = number.start() if number else len(line)
        first, last = _inner(line, 0, until)
        name = line[first:last]
        plain = name.replace(" ", "")
        if plain in ("", "字", "大字"):
            return read_numbers(line, until) if plain else None
        bracketed = plain.startswith("(") and plain.endswith(")")
        if self.names["city"] == KYOTO and STREET_WORD.search(plain):
            if self.town:
                street = plain.partition("(")[0] or plain.strip("()")
                return self._take_street(rest, street, first, last, until)
            if ends := street_end(name):
                self._take_street(rest, name[:ends].replace(" ", ""), first, first + ends, until)
                name, first = name[ends:].lstrip(), last - len(name[ends:].lstrip())
                plain = name.replace(" ", "")
                if not plain:
                    return read_numbers(line, until)
        if bracketed:
            self.notes.append("町名のあとの括弧は読みませんでした")
            return read_numbers(line, until)
        apart = bool(self.town) and line[:1] == " " and not plain.startswith(("字", "大字"))
        building = _BUILDING.search(plain) is not None
        if apart or (self.town and number is None):
            building = building or _KATAKANA.search(plain) is not None
        if self.town and (building or (apart and number is None)):
            return Sequence((), 0, 0, 0, 0)
        if self.found.place is not None and not self.town and number is None and building:
            return Sequence((), 0, 0, 0, 0)
        if len(plain) > _LONGEST_AZA and self.town:
            return Sequence((), 0, 0, 0, 0)
        if self.town:
            self.aza += plain
            self.notes.append(f"小字「{plain}」は地名辞書にありません")
            self.known = self.known and (self.found.quality > 1 or plain.startswith("字"))
        elif self.found.place is not None:
            self.notes.append("町名が地名辞書にありません")
            inner = _AZA_IN_TOWN.fullmatch(plain)
            self.aza = inner["aza"] if inner else ""
        self.town += plain
        begins = self._town_span[0] if self._town_span else self._at + first
        self._town_span = (begins, self._at + last)
        return read_numbers(line, until)

    def _take_street(
        self, rest: Folded, street: str, first: int, last: int, until: int
    ) -> Sequence:
        """A Kyoto street name that no town of the gazetteer follows."""
        self.street = street
        self._span("street", rest, first, last)
        self.notes.append("通り名は町名と分けて読みました")
        if not self.town:
            self.notes.append("通り名のあとに知っている町名がありません")
        return read_numbers(rest.text, until)

    def _place_town(self) -> None:
        if self._town_span is not None and self.town:
            self._span("town", self.folded, *_inner(self.line, *self._town_span))

    def _take_chome(self, rest: Folded, sequence: Sequence) -> int:
        """The 丁目, written or known to be one; where the block begins."""
        if not self.numbers:
            return sequence.start
        first, town = self.numbers[0], self.found.town
        if first.unit == CHOME:
            self.chome = first.value
            self._span("chome", rest, sequence.start, sequence.block_start)
            if town is not None and self._strange(int(first.value)):
                self.notes.append(f"{town.name}に{first.value}丁目は地名辞書にありません")
            return sequence.block_start
        if (
            town is not None
            and not self.aza
            and not first.unit
            and first.value.isdigit()
            and town.has_chome(int(first.value))
            and (len(self.numbers) > 1 or not town.base)
        ):
            self.chome = first.value
            if town.base and len(self.numbers) == 2:
                self.notes.append("最初の数字を丁目と読みました")
            last = sequence.first_end
            self._span("chome", rest, *_inner(rest.text, sequence.start, last))
            return last
        if town is not None and not self.aza and not first.unit and _lacks(town, first.value):
            self.doubt(f"{town.name}に{first.value}丁目は地名辞書にありません", _IMPOSSIBLE)
        return sequence.start

    def _strange(self, number: int) -> bool:
        town = self.found.town
        return town is not None and bool(self.town) and not town.has_chome(number)

    def _take_tail(
        self, rest: Folded, line: str, end: int, block_first: int, block_last: int
    ) -> None:
        care = care_of(line, end)
        if care is not None:
            self.care = line[care.start : care.end]
            self._span("care_of", rest, care.start, care.end)
            line = line[: care.start]
        if has_box(line):
            self.notes.append("私書箱です")
        tail = read_tail(line, end)
        if _NUMBERS_ALONE.fullmatch(tail.building):
            self.doubt("番地の切れ目が確かではありません", _IMPOSSIBLE)
        room, room_span = tail.room, (tail.room_start, tail.room_end)
        if not tail.text and _ends_in_room(self.numbers):
            room = self.numbers[-1].value
            room_span = (block_last - len(room), block_last)
            block_last = max(block_first, room_span[0] - 1)
            self.numbers = self.numbers[:-1]
            self.notes.append("末尾の数字を部屋番号と読みました")
        self.tail, self.room = tail, room
        self._span("block", rest, block_first, block_last)
        self._span("building", rest, tail.building_start, tail.building_end)
        self._span("floor", rest, tail.floor_start, tail.floor_start + len(tail.floor))
        self._span("room", rest, *room_span)

    def address(self) -> Address:
        found, numbers = self.found, self.numbers
        names = self.names
        place = found.place.code if found.place and found.place.code else ""
        place = place or fold_variants(names["city"] + names["ward"])
        town = self.town
        confidence = found.confidence if found.place else 0.4 if names["city"] else 0.0
        if (self.town and not self.known) or self.second:
            confidence = min(confidence, 0.5)
        if self.misread:
            confidence = min(confidence, 0.7)
        return Address(
            input=self.text,
            postal_code=self.postal_code,
            prefecture=names["prefecture"],
            county=names["county"],
            city=names["city"],
            ward=names["ward"],
            town=town,
            chome=self.chome,
            block="-".join(n.value for n in (numbers[1:] if self.chome else numbers)),
            numbers=numbers,
            building=self.tail.building if self.tail else "",
            floor=self.tail.floor if self.tail else "",
            room=self.room,
            key=address_key(place, town or self.street, numbers, self.room),
            depth=self._depth(),
            spans=self.spans,
            alternatives=self.alternatives,
            notes=tuple(self.notes),
            aza=self.aza,
            street=self.street,
            care_of=self.care,
            known=self.known and found.place is not None,
            repaired=(*found.repaired, *self.misread),
            aliased=found.aliased,
            confidence=round(min(confidence, self.most), 2),
        )

    def _depth(self) -> str:
        if not self.names["city"]:
            return "prefecture" if self.names["prefecture"] else "none"
        if self.found.city_only or (self.street and not self.town):
            return "city"
        if self.numbers:
            return "number"
        return "town" if self.town or self.chome else "city"

    def _span(self, name: str, folded: Folded, start: int, end: int) -> None:
        if start < end:
            self.spans[name] = folded.span(start, end)


def _ends_in_room(numbers: tuple[Number, ...]) -> bool:
    """Whether a bare fourth number is a room: 2-8-14-203."""
    last = numbers[-1] if len(numbers) >= _ROOM_OF_FOUR else Number("")
    return not last.unit and last.value.isdigit() and int(last.value) >= _FIRST_ROOM


def _lacks(town: Town, number: str) -> bool:
    """Whether all of the town lies in 丁目, and this is none of them."""
    return bool(town.chome) and not town.base and number.isdigit() and int(number) not in town.chome


def _inner(line: str, start: int, end: int) -> tuple[int, int]:
    """The same place without blanks and hyphens at its ends."""
    while start < end and line[start] in " -":
        start += 1
    while end > start and line[end - 1] in " -":
        end -= 1
    return start, end
