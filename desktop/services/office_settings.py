"""The office's settings: dated company choices with the defaults of DOMAIN (marked (C) there)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from desktop.address.renamed import read_line
from desktop.domain import holiday_table
from desktop.domain.errors import DeskError
from desktop.domain.inquiries import DEPARTMENTS
from desktop.domain.own_texts import OWN_TEXT, REASONS, OwnWords, read_words
from desktop.domain.posting import DELIVERY_LABELS, FOR_DATA, FOR_OTHER
from desktop.domain.requests import ITEM_LABELS, REQUEST_ARTICLES, Item, Reason, RequestType
from desktop.domain.wording import unknown_placeholder

NO_NAME = "（事業者名が決まっていません）"
_LONGEST_NAME = 60
_MOST = 9999  # days, months or yen: no date can be counted further than the calendar goes
_MONTHS = {"A": 6, "B": 24, "C": 24, "C6": 6, "D": 60, "E": 36, "F": 84, "G": 60, "H": 60}

_ARTICLES = {kind.value: article for kind, article in REQUEST_ARTICLES.items()}
_ITEMS = {item.value: label for item, label in ITEM_LABELS.items()}
_DEPARTMENTS = {item.value: name for item, name in DEPARTMENTS.items()}


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
    backup_days: int = 7  # (C): the oldest that the last backup may be
    drill_days: int = 180  # (C): … and the last restore drill
    unfiled_days: int = 30
    idle_lock_seconds: int = 300
    closures: tuple[str, ...] = ()  # ISO days of the company's own closure
    paper_last_number: str = ""  # the last 受付番号 given on paper, before the desk
    holidays: tuple[str, ...] = ()  # the imported table: ISO day and name, parted by a tabulator
    place_names: tuple[str, ...] = ()  # renamed places: old, new, ISO day, parted by tabulators
    articles: Mapping[str, str] = field(default_factory=lambda: dict(_ARTICLES))
    item_labels: Mapping[str, str] = field(default_factory=lambda: dict(_ITEMS))
    # Words of the office's own in the place of the shipped ones; what is not named keeps those.
    reason_texts: Mapping[str, str] = field(default_factory=dict)
    reason_bases: Mapping[str, str] = field(default_factory=dict)
    letter_texts: Mapping[str, str] = field(default_factory=dict)
    # The same, a whole document at a time: it holds alone, once there is one (see `words_of`).
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    counsel: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Where the window of the office's envelopes shows the address, in millimetres of the sheet.
    window_x: int = 22
    window_y: int = 15
    window_width: int = 83
    window_height: int = 35
    # Which department answers for which item (DESIGN §4), and within how many days.
    item_departments: Mapping[str, str] = field(default_factory=lambda: dict(_DEPARTMENTS))
    inquiry_days: int = 7
    answer_folder: str = ""  # where the departments lay their 回答ファイル down
    anchor_folder: str = ""  # the log's second place (TRUST §3): another disk, or a share
    refusal_fee: str = "REFUND"  # or KEEP: what becomes of the fee where all is refused (§2, (C))
    # How answers are posted (DOMAIN §8, (C)): what tells of the person, and all others.
    delivery_data: str = FOR_DATA
    delivery_other: str = FOR_OTHER

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> OfficeSettings:
        """Settings from a TOML or JSON mapping; tables may group names, unknown names are wrong.

        A list `people` beside them is not a setting and is passed over.
        """
        flat: dict[str, object] = {}
        for name, value in values.items():
            if name == "people":
                continue
            if isinstance(value, Mapping) and name not in TABLES:
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

    @classmethod
    def in_force(cls, values: Mapping[str, Any]) -> OfficeSettings:
        """The settings of a day. A store whose only office name was forged has none to fall back
        to: the desk opens all the same, and says so on every letter it would print."""
        office = {name: value for name, value in values.items() if name != "roles"}
        return cls.from_mapping({"office_name": NO_NAME, **office})

    def to_json(self) -> dict[str, Any]:
        """Each setting's value as JSON keeps it."""
        return {f.name: write_value(getattr(self, f.name)) for f in dataclasses.fields(self)}

    def words_of(self, code: str) -> OwnWords:
        """The office's own words of a document: its signed wording, and where there is none, what
        an earlier program let it sign one text at a time."""
        if (found := self.documents.get(code)) is not None:
            return OwnWords(found["number"], found["texts"])
        if code == REASONS:
            single = (("text", self.reason_texts), ("basis", self.reason_bases))
            return OwnWords(
                0,
                {f"{code}/0/{part}/{key}": text for part, of in single for key, text in of.items()},
            )
        mine = {k: text for k, text in self.letter_texts.items() if k.startswith(f"{code}/")}
        return OwnWords(0, mine)

    def value_of(self, name: str) -> object:
        """What stands under a setting's name, or under one line of a table; "" where nothing."""
        table, _, line = name.partition(".")
        value = getattr(self, table)
        return write_value(value.get(line, "") if line else value)


def read_value(name: str, value: object) -> object:
    """The value of setting `name` out of JSON or TOML, checked; raises WrongSetting.

    A name with a point is one line of a table: 「retention_months.A」.
    """
    table, _, line = name.partition(".")
    reader = _READERS.get(table)
    if reader is None or (line and table not in TABLES):
        raise WrongSetting(f"設定「{name}」はありません。", "設定の名前を確かめてください。")
    try:
        if not line:
            return reader(value)
        read = reader({line: value})
        return read[line] if isinstance(read, Mapping) else read
    except (TypeError, ValueError, AttributeError) as problem:
        raise WrongSetting(
            "この設定に入れられない値です。",
            _HOW.get(reader, "値を確かめて入れ直してください。"),
            field="value",
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
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise ValueError
    return value


def _idle(value: object) -> int:
    """Half a minute to an hour: with less, nobody could sign in long enough to put it right."""
    seconds = _number(value)
    if not 30 <= seconds <= 3600:
        raise ValueError
    return seconds


def _time(value: object) -> time:
    return value if isinstance(value, time) else time.fromisoformat(str(value).zfill(5))


def _codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return tuple(str(one) for one in value)


def _offered(value: object) -> tuple[str, ...]:
    """The items of DOMAIN §2 that the office offers, in their order."""
    chosen = set(_codes(value))
    if not chosen or not chosen <= _ITEM_CODES:
        raise ValueError
    return tuple(sorted(chosen))


def _days(value: object) -> tuple[str, ...]:
    return tuple(date.fromisoformat(one).isoformat() for one in _codes(value))


def _case_number(value: object) -> str:
    number = _text(value)
    if number and re.fullmatch("[0-9]{2}-[0-9]{4,6}", number) is None:
        raise ValueError
    return number


def _holidays(value: object) -> tuple[str, ...]:
    return tuple(holiday_table.line(*holiday_table.read_line(one)) for one in _codes(value))


def _renamed(value: object) -> tuple[str, ...]:
    return tuple(read_line(one).line() for one in _codes(value))


def _months(value: object) -> Mapping[str, int]:
    """Months by retention class; a class that is not named keeps its default, none goes without."""
    if not isinstance(value, Mapping) or not set(value) <= _MONTHS.keys():
        raise ValueError
    return _MONTHS | {str(key): _number(months) for key, months in value.items()}


def _refusal_fee(value: object) -> str:
    if value not in ("REFUND", "KEEP"):
        raise ValueError
    return str(value)


def _delivery(value: object) -> str:
    if value not in DELIVERY_LABELS:
        raise ValueError
    return str(value)


def _retention_from(value: object) -> str:
    if value not in ("EVENT", "FISCAL_YEAR"):
        raise ValueError
    return str(value)


def _lines(known: Callable[[str], bool], start: Mapping[str, str]) -> Callable[[object], object]:
    """A reader of a table of texts by key; an empty text stands for nothing and is refused."""

    def read(value: object) -> Mapping[str, str]:
        if not isinstance(value, Mapping) or not all(known(str(key)) for key in value):
            raise ValueError
        texts = {str(key): _text(text) for key, text in value.items()}
        if not all(texts.values()) or any(unknown_placeholder(text) for text in texts.values()):
            raise ValueError
        return {**start, **texts}

    return read


def _within(least: int, most: int) -> Callable[[object], object]:
    """Millimetres between two bounds: beyond them the window would show what is no address."""

    def read(value: object) -> int:
        number = _number(value)
        if not least <= number <= most:
            raise ValueError
        return number

    _HOW_WIDE[read] = f"{least}から{most}までの整数（mm）を半角で入れてください。"
    return read


_HOW_WIDE: Final[dict[Callable[[object], object], str]] = {}


def _documents(value: object) -> Mapping[str, Mapping[str, object]]:
    if not isinstance(value, Mapping):
        raise TypeError
    return {str(code): read_words(str(code), words) for code, words in value.items()}


def _counsel(value: object) -> Mapping[str, Mapping[str, str]]:
    """By document: which words were looked at, by whom and when."""
    if not isinstance(value, Mapping):
        raise TypeError
    found = {}
    for code, told in value.items():
        if not isinstance(told, Mapping) or set(told) != {"words", "by", "on"}:
            raise ValueError
        by = _text(told["by"])
        if not 0 < len(by) <= _LONGEST_NAME or not re.fullmatch("[0-9a-f]{16}", told["words"]):
            raise ValueError
        day = date.fromisoformat(told["on"]).isoformat()
        found[str(code)] = {"words": str(told["words"]), "by": by, "on": day}
    return found


def _is_own_text(key: str) -> bool:
    return OWN_TEXT.fullmatch(key) is not None


_ITEM_CODES, _REASON_CODES, _TYPE_CODES = (
    frozenset(one.value for one in kind) for kind in (Item, Reason, RequestType)
)
_TABLE_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "retention_months": _months,
    "articles": _lines(_TYPE_CODES.__contains__, _ARTICLES),
    "item_labels": _lines(_ITEM_CODES.__contains__, _ITEMS),
    "reason_texts": _lines(_REASON_CODES.__contains__, {}),
    "reason_bases": _lines(_REASON_CODES.__contains__, {}),
    "letter_texts": _lines(_is_own_text, {}),
    "item_departments": _lines(_ITEM_CODES.__contains__, _DEPARTMENTS),
    "documents": _documents,
    "counsel": _counsel,
}
TABLES: Final = frozenset(_TABLE_READERS)
"""Settings that are tables: each line may be proposed and signed by itself."""

_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    one.name: {
        "opens": _time,
        "closes": _time,
        "items": _offered,
        "idle_lock_seconds": _idle,
        "closures": _days,
        "place_names": _renamed,
        "holidays": _holidays,
        "paper_last_number": _case_number,
        "retention_from": _retention_from,
        "refusal_fee": _refusal_fee,
        "delivery_data": _delivery,
        "delivery_other": _delivery,
        "window_x": _within(10, 30),
        "window_y": _within(10, 30),
        "window_width": _within(60, 105),
        "window_height": _within(25, 50),
        **_TABLE_READERS,
    }.get(one.name, _number if one.type == "int" else _text)
    for one in dataclasses.fields(OfficeSettings)
}

_HOW: Final[Mapping[Callable[[object], object], str]] = {
    _number: f"0以上{_MOST}以下の整数を半角で入れてください。",
    _idle: "30以上3600以下の整数を半角で入れてください。",
    _time: "「9:00」のように時と分を入れてください。",
    _offered: "K1からK8までの項目を、一つ以上選んでください。",
    _case_number: "「26-0143」のような受付番号を入れてください。",
    _days: "「2026-12-29」のような日付を、一行に一つ入れてください。",
    _months: f"月数を、0以上{_MOST}以下の整数で入れてください。",
    _refusal_fee: "返すか、返さないかを選んでください。",
    _delivery: "発送の方法を一つ選んでください。",
    _retention_from: "完了などの日か、次の年度初日を選んでください。",
    **dict.fromkeys(
        (_READERS[name] for name in TABLES - {"retention_months"}),
        "文を入れてください。{ } の中に書けるのは、決まった差込項目だけです。",
    ),
    _counsel: "確かめた人と日付を入れてください。",
    **_HOW_WIDE,
}
