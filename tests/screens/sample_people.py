"""What would tell of a person of the sample office, in the ways it might be written."""

from __future__ import annotations

import csv
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jaconv

from desktop import paths

SHIPPED = paths.resources() / "sample_office"
_LOT = re.compile(r"(?:(\d+|[一二三四五六七八九十])丁目)?(\d+)(?:-|番)(\d+)号?")
_KANJI = "〇一二三四五六七八九十"
_PARTS = ("prefecture", "city", "town", "block", "building", "room")
_SHORTEST = 6  # half-width kana are one byte each: a shorter run could stand there by chance


def register_texts(office: Path) -> set[str]:
    """Name, kana, telephone and addresses of every row of the register."""
    with (office / "register.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: set[str] = set()
    for row in rows:
        found.update(of_name(row["name"]), of_kana(row["kana"]), of_phone(row["phone"]))
        found.update(of_address(row["address"]), of_address(row["supply_address"]))
    return found


def writers_texts(office: Path) -> set[str]:
    """The same of whoever wrote: from the truth about the forms and the identity papers."""
    found: set[str] = set()
    for page in _pages(office):
        fields, paper = page.get("fields", {}), page.get("identity", {})
        found.update(of_name(fields.get("name", "")), of_name(paper.get("name", "")))
        found.update(of_phone(fields.get("phone", "")))
        if "family_kana" in fields:
            found.update(of_kana(f"{fields['family_kana']} {fields['given_kana']}"))
        written = "".join(fields.get(key, "") for key in _PARTS)
        for address in (written, paper.get("address", ""), paper.get("previous_address", "")):
            found.update(of_address(address))
    return found


def staff_texts() -> set[str]:
    """The names of the people of the office."""
    values = tomllib.loads((SHIPPED / "settings.toml").read_text("utf-8"))
    return {text for one in values["people"] for text in of_name(one["name"])}


def never_kept_texts(office: Path) -> set[str]:
    """The numbers that may be kept nowhere, in every grouping a paper or a program gives them."""
    numbers = [number for page in _pages(office) for number in page["never_kept"]]
    return {text for number in numbers for text in of_number(number)}


def of_name(name: str) -> Iterator[str]:
    words = name.split()
    if words:
        yield from ("".join(words), " ".join(words), "　".join(words))


def of_kana(kana: str) -> Iterator[str]:
    wide = unicodedata.normalize("NFKC", kana)
    for text in (wide, jaconv.kata2hira(wide)):
        yield from of_name(text)
    yield from (half for half in of_name(jaconv.z2h(wide)) if len(half) >= _SHORTEST)


def of_phone(phone: str) -> Iterator[str]:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    if not digits:
        return
    digits = digits if digits.startswith("0") else f"0{digits}"
    groups = (digits[:3], digits[3:7], digits[7:])
    yield from (digits, digits[1:], _wide(digits))
    yield from (between.join(groups) for between in ("-", "－", " "))


def of_number(number: str) -> Iterator[str]:
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    yield from (number, number.lower(), _wide(number))
    yield from (between.join(groups) for between in (" ", "-", "　"))


def of_address(address: str) -> Iterator[str]:
    """The whole address as written and made plain; the town with the block, however written."""
    narrow = unicodedata.normalize("NFKC", address)
    plain = "".join(narrow.split())
    if not plain:
        return
    yield from (address, narrow, plain)
    before, town = next((one for one in _towns() if plain.startswith("".join(one))), ("", ""))
    lot = _LOT.match(plain, len(before + town))
    if not town or lot is None:
        raise ValueError("an address of the sample that is in none of its towns")
    quarter, block, house = lot.groups()
    for written in _quarters(quarter):
        for rest in (f"{block}-{house}", f"{block}番{house}号", f"{block}番地{house}"):
            yield from (f"{town}{written}{rest}", _wide(f"{town}{written}{rest}"))


def _quarters(quarter: str | None) -> tuple[str, ...]:
    if quarter is None:
        return ("",)
    number = int(quarter) if quarter.isdecimal() else _KANJI.index(quarter)
    return (f"{number}丁目", f"{_KANJI[number]}丁目", f"{number}-")


@lru_cache(maxsize=1)
def _towns() -> tuple[tuple[str, str], ...]:
    """(prefecture and city, town), the longest first."""
    with (SHIPPED / "places.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        found = {(row["prefecture"] + row["city"], row["town"]) for row in rows}
    return tuple(sorted(found, key=lambda one: -len("".join(one))))


def _pages(office: Path) -> Iterator[dict[str, Any]]:
    told = json.loads((office / "truth" / "truth.json").read_text("utf-8"))
    for envelope in told["envelopes"]:
        yield from envelope["pages"]


def _wide(text: str) -> str:
    return jaconv.h2z(text, kana=False, digit=True, ascii=True)
