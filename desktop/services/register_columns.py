"""Which column of the office's file is which of ours (DESIGN §5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from desktop.domain.errors import DeskError

COLUMNS: Final = (
    "customer_no",
    "name",
    "kana",
    "birth",
    "phone",
    "postal",
    "address",
    "supply_point_no",
    "supply_postal",
    "supply_address",
    "valid_from",
    "valid_to",
)
REMOVED: Final = "removed"
"""A delta's column: a filled cell takes the customer out of the register."""

NEEDED: Final = ("customer_no", "name", "address")
_HEADINGS: Final[Mapping[str, str]] = {
    "customer_no": "顧客番号 お客様番号 お客さま番号 契約番号 契約者番号 需要家番号 会員番号",
    "name": "氏名 お名前 名前 名義 契約者名 契約者氏名 契約名義 顧客名 お客様名 漢字氏名 氏名漢字",
    "kana": "フリガナ カナ カナ氏名 氏名カナ 契約者名カナ 契約者カナ カナ名 名義カナ",
    "birth": "生年月日 誕生日",
    "phone": "電話番号 電話 連絡先電話番号 連絡先 携帯電話番号 TEL",
    "postal": "郵便番号 契約者郵便番号 請求先郵便番号 住所郵便番号 〒",
    "address": "住所 契約者住所 契約住所 請求先住所 請求住所 現住所 郵送先住所",
    "supply_point_no": "供給地点特定番号 供給地点番号 供給地点 地点番号",
    "supply_postal": "供給場所郵便番号 需要場所郵便番号 使用場所郵便番号 供給地点郵便番号",
    "supply_address": "供給場所住所 供給場所 供給地点住所 需要場所住所 需要場所"
    " 使用場所住所 使用場所",
    "valid_from": "適用開始日 開始日 契約開始日 有効開始日 異動日 供給開始日",
    "valid_to": "適用終了日 終了日 契約終了日 有効終了日 廃止日 解約日 供給終了日",
    REMOVED: "削除 削除フラグ 削除区分 抹消",
}


class RegisterFileWrong(DeskError):
    """The file as a whole is not a register: nothing of it was imported."""

    code = "register_file"


def choose(
    heading: Sequence[str], names: Mapping[str, str], *, delta: bool = False
) -> dict[str, int]:
    """The place of each of our columns. What `names` does not tell is proposed by the heading:
    our own name, else a heading that is usual for it. A column named "" is left out.

    Raises RegisterFileWrong where a needed or a named column is not there.
    """
    columns = (*COLUMNS, REMOVED) if delta else COLUMNS
    for column in names:
        if column not in columns:
            raise RegisterFileWrong(
                f"「{column}」という列はありません。", f"使える列: {'、'.join(columns)}"
            )
    places: dict[str, int] = {}
    for column in columns:
        if names.get(column) == "" and column not in NEEDED:
            continue
        at = _place(heading, column, names.get(column), set(places.values()))
        if at is not None:
            places[column] = at
        elif column in names or column in NEEDED:
            raise RegisterFileWrong(
                f"登録情報のファイルに列「{names.get(column, column)}」がありません。",
                "1行目の見出しを確かめるか、列の対応を指定してください。",
            )
    return places


def propose(heading: Sequence[str], *, delta: bool = False) -> dict[str, str]:
    """Our columns and the headings that `choose` would take for them; a person may change it."""
    places: dict[str, int] = {}
    for column in (*COLUMNS, REMOVED) if delta else COLUMNS:
        at = _place(heading, column, None, set(places.values()))
        if at is not None:
            places[column] = at
    return {column: heading[at] for column, at in places.items()}


def _place(heading: Sequence[str], column: str, named: str | None, taken: set[int]) -> int | None:
    if named is not None:
        return heading.index(named) if named in heading else None
    if column in heading:
        return heading.index(column)
    usual = {_plain(one) for one in _HEADINGS[column].split()}
    fitting = (at for at, one in enumerate(heading) if at not in taken and _plain(one) in usual)
    return next(fitting, None)


def _plain(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).upper()
    return "".join(one for one in folded if one not in " _-()[]「」・:：")
