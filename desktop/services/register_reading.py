"""What a clerk typed into the one field of the register: which words are a name, an address, …

A line may be read in several ways: 町田 花子 is a name, 町田市 is not, and コーポ若葉 behind a
number may be a building or a person. All plausible ways are given, the likeliest first; the
register decides by what it holds.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.address.characters import HYPHENS, LONG_MARKS, visible
from desktop.address.keys import number_key, phone_key, postal_key
from desktop.address.municipalities import PREFECTURES
from desktop.address.reader import AddressReader
from desktop.domain.wareki import parse_wareki
from desktop.services.register_question import Query

_DEPTHS: Final = ("none", "prefecture", "city", "town", "number")
_LONGEST_LINE: Final = 300
_MOST_READINGS: Final = 6
_WITH_BIRTH: Final = 3  # the others take the date for a house number
_SUPPLY_POINT_DIGITS: Final = 22
_CUSTOMER_DIGITS: Final = 5  # of fewer digits a number among other words belongs to an address
_LONGEST_NAME: Final = 16
_NAME_WORDS: Final = 4  # 架空 太郎 カクウ タロウ

_DASHES: Final = re.compile(f"(?<=[0-9])[{re.escape(''.join(HYPHENS | LONG_MARKS))}](?=[0-9])")
_POSTAL_SIGN = re.compile(r"〒\s*([0-9]{3})-?([0-9]{4})(?![0-9])")
_POSTAL_FIRST = re.compile(r"(?<![^ ])([0-9]{3}-[0-9]{4})(?![0-9-])")
_PHONE_PARTS = re.compile(
    r"(?<![0-9-])(\(?0[0-9]{1,4}\)?)[ -]?([0-9]{1,4})[ -]([0-9]{3,4})(?![0-9-])"
)
_ADDRESS_NUMBERS = re.compile(r"[0-9]{1,4}(?:-[0-9]{1,4})+")
_PREFECTURE = re.compile("|".join(PREFECTURES[1:]))
# 1972-09-06, 昭和47年9月6日生, S47.9.6, standing by itself.
_BIRTH = re.compile(
    r"(?<![^ ])(?:(?:令和|平成|昭和|大正|[RHST]\.?) ?(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})"
    r" ?[年./-] ?[0-9]{1,2} ?[月./-] ?[0-9]{1,2}日?(?:生まれ|生)?(?![^ ])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:様|さま|殿)$")
_KATAKANA = re.compile(r"[ァ-ヺー・]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・]+")
_DIGIT = re.compile(r"[0-9]")
# What follows the last 市, 区, … up to a number: 梶山1-43-2 of 横浜市鶴仮区梶山1-43-2.
_TOWN_ON = re.compile(r"(?<=[都道府県市区郡])[^都道府県市区郡0-9]{2,}[0-9].*$")
_PLACE_END = re.compile(r"[都道府県市区町村郡]$|丁目|番地|[0-9]番")


def readings(line: str, addresses: AddressReader) -> tuple[Query, ...]:
    """The ways to read the line, the likeliest first; none where nothing was typed.

    Pure: the same line gives the same answer. What cannot be told apart is given both ways.
    """
    plain = _DASHES.sub("-", visible(line[:_LONGEST_LINE]))
    born = _BIRTH.search(plain)
    found = list(_readings(line, addresses))
    if born is not None and parse_wareki(born[0]) is not None:
        rest = f"{plain[: born.start()]} {plain[born.end() :]}"
        told = [*_readings(rest, addresses), Query()]
        found = [*(dataclasses.replace(one, birth=born[0]) for one in told[:_WITH_BIRTH]), *found]
    return tuple(dict.fromkeys(one for one in found if one.asked()))[:_MOST_READINGS]


def _readings(line: str, addresses: AddressReader) -> Iterator[Query]:
    words = _words(line)
    numbers, texts = _parted(words)
    choices = itertools.islice(itertools.product(*numbers), _MOST_READINGS)
    people = list(_texts(texts, addresses))
    for choice in choices:
        for told in people:
            yield dataclasses.replace(Query(**dict(choice)), **told)


def town_alone(query: Query) -> Query | None:
    """The question without its municipality, for where that was misspelt; None where the town
    and its number cannot be told from the rest."""
    found = _TOWN_ON.search(query.address)
    if found is None:
        return None
    return dataclasses.replace(query, address=query.address[found.start() :])


def _words(line: str) -> list[str]:
    plain = _DASHES.sub("-", visible(line[:_LONGEST_LINE])).replace("、", " ").replace(",", " ")
    plain = _POSTAL_SIGN.sub(r" \1-\2 ", plain)
    plain = _POSTAL_FIRST.sub(r" \1 ", plain)
    plain = _PHONE_PARTS.sub(_joined_phone, plain)
    words: list[str] = []
    for word in plain.split():
        at = _PREFECTURE.search(word)
        # 架空太郎埼玉県川越市…: nothing but a name stands before a prefecture.
        if at is not None and at.start() > 1 and not _DIGIT.search(word[: at.start()]):
            words += [word[: at.start()], word[at.start() :]]
        else:
            words.append(word)
    return words


def _joined_phone(match: re.Match[str]) -> str:
    return f" {'-'.join(match.groups())} " if phone_key("".join(match.groups())) else match[0]


_Choice = tuple[tuple[str, str], ...]


def _parted(words: Sequence[str]) -> tuple[list[_Choice], list[str]]:
    """What each number may be, as pairs of field and value; and the words that are no numbers."""
    numbers: list[_Choice] = []
    texts: list[str] = []
    taken: set[str] = set()
    for word in words:
        kinds = [kind for kind in _kinds(word, alone=len(words) == 1) if kind not in taken]
        if kinds:
            taken.update(kinds[:1])
            numbers.append(tuple((kind, word) for kind in kinds))
        else:
            texts.append(word)
    return numbers, texts


def _kinds(word: str, *, alone: bool) -> Iterator[str]:
    """The fields that a word of digits may be meant for, the likeliest first."""
    key = number_key(word)
    digits = sum(one.isdigit() for one in key)
    if not digits:
        return
    if digits == len(key) == _SUPPLY_POINT_DIGITS:
        yield "supply_point_no"
        return
    if postal_key(word):
        yield "postal"
    if phone_key(word):
        yield "phone"
    written_as_number = "-" in word and bool(postal_key(word) or phone_key(word))
    if written_as_number:
        return
    if alone or (digits >= _CUSTOMER_DIGITS and not _ADDRESS_NUMBERS.fullmatch(word)):
        yield "customer_no"


def _texts(words: Sequence[str], addresses: AddressReader) -> Iterator[dict[str, str]]:
    """Which of the words are a person and which an address."""
    if not words:
        yield {}
        return
    split = [(words[:size], words[size:]) for size in range(1, len(words) + 1)]
    split += [(words[-size:], words[:-size]) for size in range(1, len(words))]
    address = " ".join(words)
    ways = [
        (_worth(place, addresses), person, place)
        for person, place in split
        if _is_person(person, addresses)
    ]
    ways = [way for way in ways if way[0] > 0]
    ways.append((_worth(words, addresses) - 1, [], list(words)))
    ways.sort(key=lambda way: -way[0])
    for _, person, place in ways:
        told = " ".join(place)
        for named in _named(person) if person else ({"address": address},):
            yield {**named, "address": told} if told else named


def _worth(place: Sequence[str], addresses: AddressReader) -> int:
    """How much of an address these words are; a name alone is worth as much as a prefecture."""
    if not place:
        return 2
    text = " ".join(place)
    address = addresses.parse(text)
    if not (
        _DIGIT.search(text) or _PLACE_END.search(text) or {"prefecture", "city"} & {*address.spans}
    ):
        return 1 if address.depth != "none" else 0  # 太郎 is a town too
    worth = 2 * _DEPTHS.index(address.depth) or int(bool(_DIGIT.search(text)))
    begins = min((start for start, _ in address.spans.values()), default=0)
    return worth - 1 if begins and worth > 1 else worth


def _is_person(words: Sequence[str], addresses: AddressReader) -> bool:
    name = "".join(words)
    if len(words) > _NAME_WORDS or _DIGIT.search(name) or len(name) > 2 * _LONGEST_NAME:
        return False
    if len(name) < 2 or (_PLACE_END.search(words[-1]) and addresses.parse(name).known):
        return False
    return _PREFECTURE.match(name) is None


def _named(words: Sequence[str]) -> Iterator[dict[str, str]]:
    """A person's words as name, as kana, or as both: 架空 太郎 カクウ タロウ."""
    bare = [_TITLE.sub("", word) for word in words]
    name = " ".join(word for word in bare if word)
    sounds = [word for word in bare if _KATAKANA.fullmatch(word)]
    if _KANA.fullmatch(name.replace(" ", "")):
        yield {"kana": name}
    elif sounds:
        written = " ".join(word for word in bare if word and word not in sounds)
        yield {"name": written, "kana": " ".join(sounds)}
    yield {"name": name}
