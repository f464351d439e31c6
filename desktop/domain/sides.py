"""What the three-way check compares: form, identity papers and one customer of the register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Side:
    """What the form, or one identity paper, says.

    `previous_address` is the 前住所 of a 住民票, a 戸籍の附票 or the back of a licence;
    `former_name` a 旧姓 that a paper certifies (戸籍, 旧氏).
    """

    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    previous_address: str = field(default="", repr=False)
    label: str = ""
    former_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the register; an earlier one with its period, as far as the register has it."""

    address: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def period(self) -> str:
        """「2019-04-01〜2024-03-31」「〜2024-03-31」; "" where neither day is known."""
        days = [one.isoformat() if one else "" for one in (self.valid_from, self.valid_to)]
        return "〜".join(days) if any(days) else ""


@dataclass(frozen=True, slots=True)
class RegisterSide:
    """A customer: R1 契約者・請求先, R2 供給場所, Rh 履歴."""

    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    r1: Place = Place()
    r2: Place = Place()
    history: tuple[Place, ...] = ()
