"""The search index: the search fields of all cases, opened into memory after login (DESIGN §4)."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import true

from desktop.address.ideographs import VARIANT_GROUPS, folding
from desktop.domain.wareki import parse_wareki
from desktop.services.form_facts import address_line
from desktop.services.giving_way import GivingWay
from desktop.store.cases import changed_since, count_cases
from desktop.store.database import Database
from desktop.store.errors import VaultLocked
from desktop.store.parts import open_parts
from desktop.store.vault.vault import Vault

Told = Callable[[int, int], None]

FIELDS: Final = ("受付番号", "氏名", "フリガナ", "電話", "郵便番号", "生年月日", "住所")
_KEYS: Final = ("name", "kana", "phone", "postal", "birth")
_CHUNK = 250
_SHORTEST_NAME = 2
_SHORTEST_PHONE = 6

_PASSED_OVER = dict.fromkeys(map(ord, "-‐‑‒–—―−ー・()./ \t\u3000"), None)
_SMALL = {ord("ヶ"): "ケ", ord("ヵ"): "カ", ord("ゖ"): "ケ", ord("ゕ"): "カ"}
_KATAKANA = {code: chr(code + 0x60) for code in range(ord("ぁ"), ord("ゔ") + 1)}
_ONE_SPELLING: Final = folding(VARIANT_GROUPS) | _KATAKANA | _SMALL | _PASSED_OVER

_COUNTED = re.compile("([0-9]+|[一二三四五六七八九十]+)(?:丁目|番地ノ?|番|号)(?![町通])")
_BETWEEN = re.compile("(?<=[0-9])ノ(?=[0-9])")
_DIGITS = {one: number for number, one in enumerate("一二三四五六七八九", 1)}


class CaseIndex:
    """Kept fresh by the cases' change number; dropped at lock. Safe to share between threads."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}  # whole names, family names, kana, phone
        self._change = 0
        self._era = 0
        self._total = 0
        self._guard = threading.Lock()
        self._loading = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def progress(self) -> tuple[int, int] | None:
        """How many of how many cases are opened while the load runs; None when it does not."""
        return (len(self._texts), self._total) if self._loading.locked() else None

    def forget(self) -> None:
        with self._guard:
            self._era += 1
            self._texts.clear()
            self._names.clear()
            self._change = 0

    def catch_up(
        self,
        database: Database,
        vault: Vault,
        *,
        told: Told | None = None,
        stop: threading.Event | None = None,
        wait: bool = True,
    ) -> bool:
        """Open what changed since the last time, a few cases at a time.

        Each few are a transaction of their own, so that a long load holds up no checkpoint. With
        `wait` false a load that runs elsewhere is left to itself, and the answer is False.
        """
        if not self._loading.acquire(blocking=wait):
            return False
        try:
            self._load(database, vault, told, stop or threading.Event())
        finally:
            self._loading.release()
        return True

    def find(self, text: str) -> frozenset[str]:
        """The cases in which every word of the text stands, in whatever field."""
        wanted = words(text)
        if not wanted:
            return frozenset()
        with self._guard:
            left = list(self._texts.items())
        for spellings in wanted:
            first, *others = spellings
            hits = [pair for pair in left if first in pair[1]]
            for other in others:
                hits += [pair for pair in left if other in pair[1] and first not in pair[1]]
            left = hits
        return frozenset([case_id for case_id, _text in left])

    def fields(self, case_id: str, text: str) -> tuple[str, ...]:
        """The names of the fields in which the words were found."""
        with self._guard:
            parts = self._texts.get(case_id, "").split("\n")
        wanted = [one for spellings in words(text) for one in spellings]
        return tuple(
            label
            for label, part in zip(FIELDS, parts, strict=False)
            if any(one in part for one in wanted)
        )

    def named(self, name: str, cases: Mapping[str, int]) -> set[str]:
        """Those of the cases (id, change number) whose person is called so, as far as the index
        knows; what it does not know as it is now may be, too."""
        said = fold(name)
        with self._guard:
            return {
                case_id
                for case_id, change in cases.items()
                if change > self._change
                or case_id not in self._texts
                or self._texts[case_id].split("\n")[1] == said
            }

    def names_person(self, text: str) -> bool:
        """Whether a name, family name, kana or phone number of a case stands in the text."""
        said = fold(text)
        with self._guard:
            known = list(self._names.values())
        return any(part in said for parts in known for part in parts)

    def _load(
        self, database: Database, vault: Vault, told: Told | None, stop: threading.Event
    ) -> None:
        with self._guard:
            era = self._era
        if not self._change:
            with database.reading() as session:
                self._total = count_cases(session, true())
        giving_way = GivingWay(stop)
        while not stop.is_set():
            texts, names = {}, {}
            try:
                with database.reading() as session:
                    changed = changed_since(session, self._change, _CHUNK)
                    if not changed:
                        return
                    numbers = {case_id: number for case_id, number, _change in changed}
                    giving_way.begin()
                    for case_id, person in open_parts(session, vault, "person", numbers):
                        texts[case_id] = _search_text(numbers.pop(case_id), person)
                        names[case_id] = _names(person)
                        giving_way.step()
            except VaultLocked:
                return  # locked meanwhile: there is nobody to search for
            for case_id, number in numbers.items():  # destroyed: found by its number alone
                texts[case_id], names[case_id] = _search_text(number, {}), ()
            with self._guard:
                if era != self._era:
                    return
                self._texts.update(texts)
                self._names.update(names)
                self._change = changed[-1][2]
            if told is not None:
                told(len(self._texts), self._total)


def fold(text: str) -> str:
    """One spelling for what is looked for and what is found.

    Width, case, kana, variant characters; hyphens, blanks, brackets and 長音 do not count.
    """
    return unicodedata.normalize("NFKC", text).casefold().translate(_ONE_SPELLING)


def fold_address(folded: str) -> str:
    """一丁目2番3号, 1丁目2-3 and 1-2-3 are looked for as one; `folded` is already folded."""
    plain = _COUNTED.sub(lambda match: _number(match[1]), folded)
    return _BETWEEN.sub("", plain)


def words(text: str) -> list[frozenset[str]]:
    """The words that must all be there, each in the spellings that count as itself."""
    found = []
    for word in unicodedata.normalize("NFKC", text).split():
        plain = fold(word)
        if plain:
            day = parse_wareki(word)
            written = {f"{day:%Y%m%d}"} if day is not None else set()
            found.append(frozenset({plain, fold_address(plain)} | written))
    return found


def _search_text(number: str, person: Mapping[str, Any]) -> str:
    """A line for each field: what is looked for never crosses from one into the next."""
    plain = (" ".join(str(person.get(key, "")).split()) for key in _KEYS)
    *fields, address = fold("\n".join((number, *plain, address_line(person)))).split("\n")
    return "\n".join((*fields, fold_address(address)))


def _names(person: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells who it is: name and kana, whole and the family's alone, and the phone number.

    A single character is no name by itself, since it stands in many other words.
    """
    found = set[str]()
    for key in ("name", "kana"):
        whole = str(person.get(key, ""))
        found |= {fold(whole), *(fold(family) for family in whole.split()[:1])}
    phone = fold(str(person.get("phone", "")))
    return (
        *sorted(one for one in found if len(one) >= _SHORTEST_NAME),
        *((phone,) if len(phone) >= _SHORTEST_PHONE else ()),
    )


def _number(digits: str) -> str:
    """Kanji numbers below a hundred, as they count 丁目; others as they are."""
    if digits.isascii():
        return digits
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return "".join(str(_DIGITS[one]) for one in digits)
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))
