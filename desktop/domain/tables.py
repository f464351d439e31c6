"""Reading a parsed TOML table strictly: a wrong or unknown key is named, never passed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

_E = TypeVar("_E", bound=StrEnum)


class TableProblem(Exception):
    """`key` is the dotted place in the file, `why` a short Japanese reason."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = why


class Table:
    """One TOML table and the dotted place where it stands."""

    def __init__(self, values: Mapping[str, object], place: str = "") -> None:
        self._values = values
        self._place = place

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def has(self, key: str) -> bool:
        return key in self._values

    def problem(self, key: str, why: str) -> TableProblem:
        return TableProblem(f"{self._place}.{key}" if self._place else key, why)

    def only(self, *known: str) -> None:
        """Refuse keys nobody reads: a misspelt key would silently do nothing."""
        for key in self._values:
            if key not in known:
                raise self.problem(key, "知らない項目です")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or (value == "" and default != ""):
            raise self.problem(key, "文字列が要ります")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise self.problem(key, "文字列の並びが要ります")
        return tuple(value)

    def whole(self, key: str, default: int | None = None) -> int:
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.problem(key, "0以上の整数が要ります")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        value = self._get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.problem(key, "数値が要ります")
        return float(value)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        value = self._get(key, None)
        if (
            not isinstance(value, list | tuple)
            or len(value) != count
            or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
        ):
            raise self.problem(key, f"数値が{count}つ要ります")
        return tuple(float(v) for v in value)

    def flag(self, key: str, default: bool | None = False) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.problem(key, "true か false が要ります")
        return value

    def day(self, key: str) -> date:
        value = self._get(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.problem(key, "日付が要ります")
        return value

    def choice(self, key: str, kind: type[_E]) -> _E:
        value = self.text(key)
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(member.value for member in kind)
            raise self.problem(key, f"{names} のいずれかです") from None

    def page(self) -> int:
        """The row's page; a form of one page need not say it."""
        return self.whole("page", default=1)

    def table(self, key: str, optional: bool = False) -> Table:
        value = self._get(key, {} if optional else None)
        if not isinstance(value, Mapping):
            raise self.problem(key, "表が要ります")
        return Table(value, f"{self._place}.{key}" if self._place else key)

    def rows(self, key: str) -> tuple[Table, ...]:
        """The rows of an array of tables; none where the key is absent."""
        value = self._get(key, [])
        if not isinstance(value, list | tuple) or not all(isinstance(v, Mapping) for v in value):
            raise self.problem(key, "表の並びが要ります")
        place = f"{self._place}.{key}" if self._place else key
        return tuple(Table(row, f"{place}[{index}]") for index, row in enumerate(value))

    def _get(self, key: str, default: object) -> object:
        value = self._values.get(key, default)
        if value is None:
            raise self.problem(key, "ありません")
        return value
