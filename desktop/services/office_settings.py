"""The office's settings: dated company choices with the defaults of DOMAIN (marked (C) there)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from desktop.address.renamed import read_line
from desktop.domain.errors import DeskError

_MONTHS = {"A": 6, "B": 24, "C": 24, "C6": 6, "D": 60, "E": 36, "F": 84, "G": 60, "H": 60}


class WrongSetting(DeskError):
    """A setting of this name does not exist, or the value is not one it can take."""

    code = "wrong_setting"


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What holds on one day. Every field is one named setting; a case keeps to its 到達日."""

    office_name: str
    office_postal: str = ""
    office_address: str = ""
    department: str = "個人情報お問い合わせ窓口"
    phone: str = ""
    responsible: str = "個人情報保護管理責任者"
    opens: time = time(9, 0)
    closes: time = time(18, 0)
    fee_unit: int = 220
    fee_tax: int = 20
    items: tuple[str, ...] = ("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8")
    correction_days: int = 14
    fee_days: int = 14
    target_days: int = 14
    limit_days: int = 30
    delivery_quiet_days: int = 10
    retention_months: Mapping[str, int] = field(default_factory=lambda: dict(_MONTHS))
    retention_from: str = "EVENT"  # or FISCAL_YEAR: counted from the next 1 April (DOMAIN §10)
    register_stale_days: int = 35
    unfiled_days: int = 30
    idle_lock_seconds: int = 300
    closures: tuple[str, ...] = ()  # ISO days of the company's own closure
    place_names: tuple[str, ...] = ()  # renamed places: old, new, ISO day, parted by tabulators

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> OfficeSettings:
        """Settings from a TOML or JSON mapping; tables may group names, unknown names are wrong.

        A list `people` beside them is not a setting and is passed over.
        """
        flat: dict[str, object] = {}
        for name, value in values.items():
            if name == "people":
                continue
            if isinstance(value, Mapping) and name != "retention_months":
                flat.update(value)
            else:
                flat[name] = value
        known = {f.name for f in dataclasses.fields(cls)}
        if unknown := sorted(flat.keys() - known):
            raise WrongSetting(
                f"設定「{unknown[0]}」はありません。", "設定の名前を確かめてください。"
            )
        if "office_name" not in flat:
            raise WrongSetting(
                "事業者名がありません。", "事業者名を入力してください。", field="office_name"
            )
        checked: dict[str, Any] = {name: read_value(name, value) for name, value in flat.items()}
        return cls(**checked)

    def to_json(self) -> dict[str, Any]:
        """Each setting's value as JSON keeps it."""
        return {f.name: write_value(getattr(self, f.name)) for f in dataclasses.fields(self)}


def read_value(name: str, value: object) -> object:
    """The value of setting `name` out of JSON or TOML, checked; raises WrongSetting."""
    reader = _READERS.get(name)
    if reader is None:
        raise WrongSetting(f"設定「{name}」はありません。", "設定の名前を確かめてください。")
    try:
        return reader(value)
    except (TypeError, ValueError, AttributeError) as problem:
        raise WrongSetting(
            f"設定「{name}」の値が正しくありません。",
            "値を確かめて入れ直してください。",
            field=name,
        ) from problem


def write_value(value: object) -> object:
    """The value as JSON keeps it."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError
    return value


def _time(value: object) -> time:
    return value if isinstance(value, time) else time.fromisoformat(str(value))


def _codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return tuple(str(one) for one in value)


def _days(value: object) -> tuple[str, ...]:
    return tuple(date.fromisoformat(one).isoformat() for one in _codes(value))


def _renamed(value: object) -> tuple[str, ...]:
    return tuple(read_line(one).line() for one in _codes(value))


def _months(value: object) -> Mapping[str, int]:
    """Months by retention class; a class that is not named keeps its default, none goes without."""
    if not isinstance(value, Mapping) or not set(value) <= _MONTHS.keys():
        raise ValueError
    return _MONTHS | {str(key): _number(months) for key, months in value.items()}


def _retention_from(value: object) -> str:
    if value not in ("EVENT", "FISCAL_YEAR"):
        raise ValueError
    return str(value)


_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    one.name: {
        "opens": _time,
        "closes": _time,
        "items": _codes,
        "closures": _days,
        "place_names": _renamed,
        "retention_months": _months,
        "retention_from": _retention_from,
    }.get(one.name, _number if one.type == "int" else _text)
    for one in dataclasses.fields(OfficeSettings)
}
