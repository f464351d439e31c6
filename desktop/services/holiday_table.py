"""祝日表: the 内閣府 table read, compared, proposed and signed like every setting (DOMAIN §4)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desktop.domain.calendar import missing_years, parse_holiday_table
from desktop.domain.errors import DeskError, NotFound
from desktop.domain.holiday_table import TableChange, change, line, read_line, usable
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.premises import Premises

_SETTING: Final = "holidays"
_LARGEST: Final = 1_000_000


class HolidayFileWrong(DeskError):
    """The file is not the official table, or cannot be read."""

    code = "holiday_file_wrong"


@dataclass(frozen=True, slots=True)
class HolidayReport:
    """A table as it would be, or waits to be, taken over. `setting` is the proposal's id."""

    change: TableChange
    setting: str | None = None
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class HolidaysNow:
    """The days that hold now, by year; `missing` are years that should be there by now."""

    days: tuple[date, ...]
    official: tuple[int, ...]
    missing: tuple[int, ...]


class HolidayTable:
    def __init__(self, premises: Premises, administration: Administration) -> None:
        self._premises = premises
        self._administration = administration

    def now(self, today: date) -> HolidaysNow:
        """What the desk counts with today, from last year on."""
        calendar = self._premises.holidays
        days = sorted(day for day in calendar.holidays if day.year >= today.year - 1)
        return HolidaysNow(
            tuple(days), tuple(sorted(calendar.years)), missing_years(calendar, today)
        )

    def look(self, file: Path, today: date) -> HolidayReport:
        """What the file would change; proposes nothing."""
        return HolidayReport(change(_read(file, today), self._premises.holidays))

    def propose(self, act: Act, file: Path) -> HolidayReport:
        """Wish for the file's table in the place of the present one, from today on."""
        rights.require(act, Capability.PROPOSE_SETTING)
        today = act.at.date()
        table = _read(file, today)
        lines = [line(day, name) for day, name in table.items()]
        proposed = self._administration.propose_setting(act, _SETTING, lines, today)
        report = change(table, self._premises.holidays)
        return HolidayReport(report, proposed.id, act.by.person_id)

    def pending(self) -> tuple[HolidayReport, ...]:
        """The tables that wait for a supervisor's signature."""
        found = []
        for one in self._administration.proposals():
            if one.name == _SETTING and isinstance(one.value, Sequence):
                table = dict(read_line(str(text)) for text in one.value)
                report = change(table, self._premises.holidays)
                found.append(HolidayReport(report, one.id, one.proposed_by))
        return tuple(found)

    def sign(self, act: Act, setting: str, passphrase: str) -> None:
        """Put a proposed table in force with the supervisor's own key."""
        rights.require(act, Capability.SIGN_SETTING)
        if all(one.setting != setting for one in self.pending()):
            raise NotFound("署名を待っている祝日表ではありません。", "設定を開き直してください。")
        self._administration.sign_setting(act, setting, passphrase)


def _read(file: Path, today: date) -> dict[date, str]:
    """The official file is CP932; one that was saved anew may be UTF-8."""
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise HolidayFileWrong(
            "祝日表のファイルを開けません。",
            "ファイルがあるか、読み取りの権限があるかを確かめてください。",
        ) from problem
    if len(data) > _LARGEST:
        raise HolidayFileWrong(
            "祝日表のファイルが大きすぎます。", "内閣府のCSVかどうかを確かめてください。"
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            table = parse_holiday_table(text)
        except csv.Error as problem:
            raise HolidayFileWrong(
                "CSVとして読めないファイルです。", "内閣府のCSVをそのまま選んでください。"
            ) from problem
        return usable(table, today)
    raise HolidayFileWrong(
        "祝日表の文字コードが読めません。", "内閣府のCSVをそのまま選んでください。"
    )
