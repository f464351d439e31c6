"""The departments' 回答ファイル and the annex of a case that they fill (DESIGN §4).

A file is CSV with the columns customer_no, supply_point_no, item, label, value, source, as_of,
and may have `staff` and `third_party`, whose names are made black in the texts of their item. It
is taken whole or not at all: a line of another customer would be somebody else's data.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, Refused
from desktop.domain.inquiries import DISCLOSING, NOTHING_HELD, last_four, masked, names_in
from desktop.domain.occupants import OWN_USAGE, Occupancy, span_of
from desktop.domain.requests import Item, RequestType
from desktop.services.case_views import AnswerLine, AnswerProblem, AnswerView
from desktop.services.typed_text import refuse_my_number
from desktop.store.parts import get_part, parts_of_kind
from desktop.store.vault.vault import Vault

COLUMNS = ("customer_no", "supply_point_no", "item", "label", "value", "source", "as_of")
NAMES = ("staff", "third_party")
"""The columns that are never disclosed themselves."""

EARLIER = "annex_old"
"""Answers that a later one replaced: kept, and destroyed with it."""

_LARGEST = 20_000_000
_SURPLUS = "more"


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
    nothing: frozenset[Item] = frozenset()
    masked: Mapping[Item, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose answer is taken: this customer, this supply point, these items.

    `asked`: the department that was asked for an item, and from when on it was to look.
    """

    customer_no: str
    supply_point_no: str
    items: frozenset[Item]
    today: date
    occupancy: Occupancy | None = None
    asked: Mapping[Item, tuple[str, date]] = field(default_factory=dict)


def read_answer_file(file: Path, expected: Expected) -> AnswerFile:
    """Read and check against the customer of the case. Names line, column and reason, no value.

    For an occupant every line must speak of days within the own occupancy (policy 4(5)).
    """
    rejected: list[AnswerProblem] = []
    taken: dict[Item, list[dict[str, str]]] = {}
    for number, row in _rows(file):
        problem = _problem(row, expected) or _mixed(row, taken)
        if problem is not None:
            rejected.append(AnswerProblem(number, *problem))
            continue
        taken.setdefault(Item(row["item"]), []).append(row)
    lines: dict[Item, tuple[AnswerLine, ...]] = {}
    black: dict[Item, int] = {}
    for item, rows in taken.items():
        lines[item], black[item] = _shown(rows)
    return AnswerFile(
        lines,
        {item: rows[-1]["source"] for item, rows in taken.items()},
        {item: date.fromisoformat(rows[-1]["as_of"]) for item, rows in taken.items()},
        tuple(rejected),
        frozenset(item for item, rows in taken.items() if _says_nothing(rows[0])),
        black,
    )


def annex_of(session: Session, vault: Vault, case_id: str) -> tuple[AnswerView, ...]:
    """The answers the case holds, item by item; without lines once they are destroyed."""
    found = []
    earlier = Counter(
        row.slot.partition(".")[0] for row in parts_of_kind(session, case_id, EARLIER)
    )
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
                nothing=bool(values and values.get("nothing")),
                masked=int(values.get("masked", 0)) if values else 0,
                version=earlier.get(row.slot, 0) + 1,
            )
        )
    return tuple(found)


def answered_items(session: Session, case_id: str) -> tuple[Item, ...]:
    """Which items have their answer, without opening it."""
    return tuple(Item(row.slot) for row in parts_of_kind(session, case_id, "annex"))


def missing_items(
    wanted: Mapping[RequestType, Iterable[Item]],
    answered: Iterable[Item],
    occupancy: Occupancy | None = None,
) -> tuple[Item, ...]:
    """The items to be disclosed that no department has answered yet; they hold up the draft.

    Of an occupant's request only what an occupant may be shown at all (policy 4(5)).
    """
    asked = {item for kind in DISCLOSING for item in wanted.get(kind, ())}
    if occupancy is not None:
        asked &= OWN_USAGE
    have = set(answered)
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
    try:
        lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if lacking:
            raise AnswerFileWrong(
                f"回答ファイルに列「{lacking[0]}」がありません。",
                "調査依頼に添えた様式で、回答を作り直してもらってください。",
            )
        for row in reader:
            cells = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *NAMES)}
            yield reader.line_num, cells | ({_SURPLUS: "1"} if None in row else {})
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
    if _says_nothing(row):
        return None
    span = span_of(row["label"])
    if span is None:
        return "label", "何年何月の使用量か分かりません"
    if not occupancy.holds(*span):
        return "label", "利用者ご本人の利用期間ではありません"
    return None


def _problem(row: Mapping[str, str], expected: Expected) -> tuple[str, str] | None:
    """Column and reason, where the line cannot be taken."""
    if _SURPLUS in row:
        return "item", "列の数が見出しより多くなっています"
    if row["customer_no"] != expected.customer_no:
        return "customer_no", "この案件のお客様番号ではありません"
    if not expected.customer_no and not _says_nothing(row):
        return "customer_no", "この案件のお客様番号が分かっていません"
    point = expected.supply_point_no
    if row["supply_point_no"] and point and row["supply_point_no"] != point:
        return "supply_point_no", "この案件の供給地点ではありません"
    if row["item"] not in {item.value for item in Item}:
        return "item", "項目の符号がありません"
    if Item(row["item"]) not in expected.items:
        return "item", "この案件で求められている項目ではありません"
    if not row["label"]:
        return "label", "見出しがありません"
    if _says_nothing(row) and row["value"]:
        return "value", "「該当なし」の行に内容があります"
    return _wrong_origin(row, expected) or _forbidden(row) or _of_occupant(row, expected)


def _wrong_origin(row: Mapping[str, str], expected: Expected) -> tuple[str, str] | None:
    """出所 and 基準日: whose word it is, and of which day."""
    if not row["source"]:
        return "source", "出所がありません"
    department, since = expected.asked.get(Item(row["item"]), ("", None))
    if department and row["source"] != department:
        return "source", "調査を依頼した部署ではありません"
    try:
        as_of = date.fromisoformat(row["as_of"])
    except ValueError:
        return "as_of", "基準日が日付ではありません"
    if as_of > expected.today:
        return "as_of", "基準日が今日より後です"
    if since is not None and as_of < since:
        return "as_of", "基準日が調べる期間より前です"
    return None


def _forbidden(row: Mapping[str, str]) -> tuple[str, str] | None:
    for column in ("label", "value", *NAMES):
        try:
            refuse_my_number(row[column])
        except Refused:
            return column, "個人番号の可能性がある12桁の数字があります"
    return None


def _of_occupant(row: Mapping[str, str], expected: Expected) -> tuple[str, str] | None:
    return None if expected.occupancy is None else _not_own(row, expected.occupancy)


def _mixed(
    row: Mapping[str, str], taken: Mapping[Item, list[dict[str, str]]]
) -> tuple[str, str] | None:
    """「該当なし」 is the whole answer of its item."""
    others = taken.get(Item(row["item"]), ())
    if others and (_says_nothing(row) or _says_nothing(others[0])):
        return "label", "「該当なし」とほかの行が混ざっています"
    return None


def _says_nothing(row: Mapping[str, str]) -> bool:
    return row["label"] == NOTHING_HELD


def _shown(rows: Sequence[Mapping[str, str]]) -> tuple[tuple[AnswerLine, ...], int]:
    """The lines without the names of the declared columns, and how many places are black."""
    if _says_nothing(rows[0]):
        return (), 0
    names = names_in(row[column] for row in rows for column in NAMES)
    lines, count = [], 0
    for row in rows:
        label, in_label = masked(row["label"], names)
        value, in_value = masked(row["value"], names)
        value, digits = last_four(row["label"], value)
        lines.append(AnswerLine(label, value))
        count += in_label + in_value + digits
    return tuple(lines), count
