"""The departments' 回答ファイル and the annex of a case that they fill (DESIGN §4).

A file is CSV with the columns customer_no, supply_point_no, item, label, value, source, as_of. It
is taken whole or not at all: a line of another customer would be somebody else's data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError
from desktop.domain.occupants import OWN_USAGE, Occupancy, span_of
from desktop.domain.requests import Item, RequestType
from desktop.services.case_views import AnswerLine, AnswerProblem, AnswerView
from desktop.store.parts import get_part, parts_of_kind
from desktop.store.vault.vault import Vault

COLUMNS = ("customer_no", "supply_point_no", "item", "label", "value", "source", "as_of")
_LARGEST = 20_000_000


class AnswerFileWrong(DeskError):
    """The file is not a 回答ファイル."""

    code = "answer_file"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What was read: the lines by item, and the lines that cannot be taken."""

    lines: Mapping[Item, tuple[AnswerLine, ...]] = field(repr=False)
    sources: Mapping[Item, str]
    as_of: Mapping[Item, date]
    rejected: tuple[AnswerProblem, ...]


def read_answer_file(
    file: Path,
    customer_no: str,
    supply_point_no: str,
    today: date,
    occupancy: Occupancy | None = None,
) -> AnswerFile:
    """Read and check against the customer of the case. Names line, column and reason, no value.

    For an occupant every line must speak of days within the own occupancy (policy 4(5)).
    """
    rows = list(_rows(file))
    rejected: list[AnswerProblem] = []
    lines: dict[Item, list[AnswerLine]] = {}
    sources: dict[Item, str] = {}
    days: dict[Item, date] = {}
    for number, row in rows:
        problem = _problem(row, customer_no, supply_point_no, today)
        if problem is None and occupancy is not None:
            problem = _not_own(row, occupancy)
        if problem is not None:
            rejected.append(AnswerProblem(number, *problem))
            continue
        item = Item(row["item"])
        lines.setdefault(item, []).append(AnswerLine(row["label"], row["value"]))
        sources[item] = row["source"]
        days[item] = date.fromisoformat(row["as_of"])
    return AnswerFile(
        {item: tuple(found) for item, found in lines.items()}, sources, days, tuple(rejected)
    )


def annex_of(session: Session, vault: Vault, case_id: str) -> tuple[AnswerView, ...]:
    """The answers the case holds, item by item; without lines once they are destroyed."""
    found = []
    for row in parts_of_kind(session, case_id, "annex"):
        values = get_part(session, vault, case_id, "annex", row.slot)
        lines = values["lines"] if values else ()
        found.append(
            AnswerView(
                item=Item(row.slot),
                source=values["source"] if values else "",
                as_of=row.as_of,
                rows=row.rows,
                lines=tuple(AnswerLine(label, value) for label, value in lines),
            )
        )
    return tuple(found)


def missing_items(
    wanted: Mapping[RequestType, Iterable[Item]], answers: Iterable[AnswerView]
) -> tuple[Item, ...]:
    """The items asked for that no department has answered yet."""
    have = {answer.item for answer in answers}
    asked = {item for items in wanted.values() for item in items}
    return tuple(item for item in Item if item in asked - have)


def _rows(file: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        if file.stat().st_size > _LARGEST:
            raise AnswerFileWrong(
                "回答ファイルが大きすぎます。", "項目ごとのファイルか確かめてください。"
            )
        data = file.read_bytes()
    except OSError as problem:
        raise AnswerFileWrong(
            "回答ファイルを開けません。", "ファイルの場所と権限を確かめてください。"
        ) from problem
    reader = csv.DictReader(io.StringIO(_text(data), newline=""))
    lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if lacking:
        raise AnswerFileWrong(
            f"回答ファイルに列「{lacking[0]}」がありません。",
            "調査依頼に添えた様式で、回答を作り直してもらってください。",
        )
    try:
        for row in reader:
            yield reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS}
    except csv.Error as problem:
        raise AnswerFileWrong(
            "回答ファイルをCSVとして読めません。", "回答を作り直してもらってください。"
        ) from problem


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AnswerFileWrong(
        "回答ファイルの文字コードを読めません。",
        "UTF-8 か Shift_JIS で作り直してもらってください。",
    )


def _not_own(row: Mapping[str, str], occupancy: Occupancy) -> tuple[str, str] | None:
    if Item(row["item"]) not in OWN_USAGE:
        return "item", "利用者には使用量のほかを開示できません"
    span = span_of(row["label"])
    if span is None:
        return "label", "何年何月の使用量か分かりません"
    if not occupancy.holds(*span):
        return "label", "利用者ご本人の利用期間ではありません"
    return None


def _problem(
    row: Mapping[str, str], customer_no: str, supply_point_no: str, today: date
) -> tuple[str, str] | None:
    """Column and reason, where the line cannot be taken."""
    if row["customer_no"] != customer_no:
        return "customer_no", "この案件のお客様番号ではありません"
    if row["supply_point_no"] and supply_point_no and row["supply_point_no"] != supply_point_no:
        return "supply_point_no", "この案件の供給地点ではありません"
    if row["item"] not in {item.value for item in Item}:
        return "item", "項目の符号がありません"
    if not row["label"]:
        return "label", "見出しがありません"
    if not row["source"]:
        return "source", "出所がありません"
    try:
        as_of = date.fromisoformat(row["as_of"])
    except ValueError:
        return "as_of", "基準日が日付ではありません"
    if as_of > today:
        return "as_of", "基準日が今日より後です"
    return None
