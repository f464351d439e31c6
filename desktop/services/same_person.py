"""Whether two cases are of one person, as far as what they wrote tells (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.wareki import parse_wareki
from desktop.services.case_index import fold
from desktop.services.form_facts import address_line


def same_person(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """The same name and the same birth date; where one is missing, the same phone or address."""
    name = fold(one.get("name", ""))
    if not name or name != fold(other.get("name", "")):
        return False
    births = [parse_wareki(person.get("birth", "")) for person in (one, other)]
    if None not in births:
        return births[0] == births[1]
    return any(
        mine and mine == fold(theirs)
        for mine, theirs in (
            (fold(one.get("phone", "")), other.get("phone", "")),
            (fold(address_line(one)), address_line(other)),
        )
    )
