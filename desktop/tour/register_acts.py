"""The register on the tour: the administrator brings it, a clerk finds a customer in it."""

from __future__ import annotations

import csv
import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from desktop.tour.traveller import Traveller

_NUMBERS = re.compile(r"[0-9０-９]")


def bring(tour: Traveller) -> None:
    """Drop the CSV, see the columns, a dry run, then the switch."""
    stage = tour.stage
    stage.key(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier, stage.window)
    stage.drop("register_import", [tour.files.register])
    stage.wait("列の対応が示されること", lambda: stage.sees("register_check"))
    stage.settle()
    stage.picture("register-columns")
    stage.primary()
    stage.wait("取り込む内容が示されること", lambda: stage.sees("register_take"))
    stage.settle()
    stage.picture("register-dry-run")
    stage.primary()
    stage.wait("登録情報が入ること", lambda: "2,000人" in stage.text("register_info"))
    stage.settle()
    stage.picture("register-imported")


def find(tour: Traveller, picture: str) -> None:
    """A clerk types a misspelt address into the one field and opens who is found."""
    stage, (number, name, line) = tour.stage, _misspelt(tour)
    stage.place(5)
    stage.wait("登録情報が開くこと", lambda: stage.sees("register_line"))
    stage.settle()
    stage.type("register_line", line)
    stage.key(Qt.Key.Key_Return)
    stage.wait("候補が出ること", lambda: stage.sees("register_results"))
    stage.settle()
    model = stage.find(QAbstractItemView, "register_results").model()
    first = str(model.index(0, 1).data())
    stage.expect("綴りの違う住所から、そのお客様が最初に挙がること", first == number)
    stage.expect("開くまで、どなたも選ばれていないこと", not stage.sees("register_detail_name"))
    stage.key(Qt.Key.Key_Return)
    stage.wait("お客様が開くこと", lambda: stage.glimpse("register_detail_name") == name)
    stage.settle()
    stage.picture(picture)


def _misspelt(tour: Traveller) -> tuple[str, str, str]:
    """The first customer of the register: number, name, and the address with a character lost
    from the town and another way of writing its 丁目."""
    with tour.files.register.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    address = row["address"]
    numbers = _NUMBERS.search(address)
    at = numbers.start() if numbers is not None else len(address)
    line = (address[: at - 2] + address[at - 1 :]).replace("丁目", "－")
    return row["customer_no"], row["name"], line
