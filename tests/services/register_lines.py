"""Lines of registers for the tests: invented customers of a real town."""

from __future__ import annotations

from pathlib import Path

from desk_office import Office
from test_register_file import csv_of

from desktop.services.register_columns import COLUMNS

TOWN = "埼玉県川越市古谷上"


def line(number: int, name: str, address: str, **more: str) -> dict[str, str]:
    return {
        "customer_no": str(number),
        "name": name,
        "kana": "",
        "birth": "",
        "phone": f"0900000{number:04}",
        "postal": "350-0001",
        "address": address,
        "supply_point_no": f"03{number:020}",
        "supply_postal": "350-0001",
        "supply_address": address,
        "valid_from": "",
    } | more


def written(folder: Path, *lines: dict[str, str], name: str = "register.csv") -> Path:
    columns = (*COLUMNS, "removed") if any("removed" in one for one in lines) else COLUMNS
    file = folder / name
    file.write_text(csv_of(*({"removed": ""} | one for one in lines), columns=columns), "utf-8")
    return file


def imported(office: Office, folder: Path, *lines: dict[str, str]) -> None:
    office.desk.register.import_csv(office.act("a01"), written(folder, *lines))


def changed(office: Office, folder: Path, *lines: dict[str, str]) -> None:
    file = written(folder, *lines, name="delta.csv")
    office.desk.register.import_csv(office.act("a01"), file, delta=True)
