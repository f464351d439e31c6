"""The departments' 回答ファイル and the annex of a case that they fill (DESIGN §4).

A file has the columns customer_no, supply_point_no, item, label, value, source, as_of, and may
have `staff` and `third_party`, whose names are made black in the texts of the file. It is taken
whole or not at all: a line of another customer would be somebody else's data. Lines that speak of
days outside the period that was asked about are named, and a person settles each of them: they
are the asker's own data, so that nothing is gained by making the department send all of it again,
and they go in only on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.half_hours import HalfHourReader, HalfHours, WrongLine, day_line
from desktop.domain.inquiries import (
    DISCLOSING,
    NOTHING_HELD,
    last_four,
    masked,
    names_in,
    whole_names_in,
)
from desktop.domain.name_doubts import doubtful_names
from desktop.domain.occupants import OWN_USAGE, Occupancy, span_of
from desktop.domain.requests import Item, RequestType
from desktop.services.answer_reports import AnswerProblem
from desktop.services.answer_rows import (
    COLUMNS,
    NAMES,
    NO_TEXT,
    SURPLUS,
    AnswerFileWrong,
    Row,
    read_bytes,
    rows_of,
)
from desktop.services.case_views import AnswerLine, AnswerView, NameDoubt
from desktop.services.typed_text import refuse_my_number
from desktop.store.parts import get_part, parts_of_kind, slots_of_kind
from desktop.store.vault.vault import Vault

EARLIER = "annex_old"
"""Answers that a later one replaced: kept, and destroyed with it."""

_HALF = "half_hours"
"""Set in a row that tells of half hours; those of a day become one line."""

__all__ = ["COLUMNS", "NAMES", "AnswerFileWrong"]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What was read: the lines by item, and the lines that cannot be taken.

    `outside`: lines about days that nobody was asked about, not settled yet.
    """

    lines: Mapping[Item, tuple[AnswerLine, ...]] = field(repr=False)
    sources: Mapping[Item, str]
    as_of: Mapping[Item, date]
    rejected: tuple[AnswerProblem, ...]
    nothing: frozenset[Item] = frozenset()
    masked: Mapping[Item, int] = field(default_factory=dict)
    outside: tuple[AnswerProblem, ...] = ()
    left_out: int = 0
    half_hours: HalfHours | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose answer is taken: this customer, this supply point, these items.

    `asked`: the department that was asked for an item, and from when on it was to look; `until`:
    to when.
    """

    customer_no: str
    supply_point_no: str
    items: frozenset[Item]
    today: date
    occupancy: Occupancy | None = None
    asked: Mapping[Item, tuple[str, date]] = field(default_factory=dict)
    until: Mapping[Item, date] = field(default_factory=dict)


def read_answer_file(
    file: Path, expected: Expected, kept: frozenset[int] | None = None
) -> AnswerFile:
    """Read and check against the customer of the case. Names line, column and reason, no value.

    For an occupant every line must speak of days within the own occupancy (policy 4(5)). `kept`
    are the numbers of the lines outside the asked period that a person lets in; None where nobody
    has settled them yet.
    """
    return read_answer(read_bytes(file), expected, kept)


def read_answer(data: bytes, expected: Expected, kept: frozenset[int] | None = None) -> AnswerFile:
    rejected: list[AnswerProblem] = []
    outside: list[AnswerProblem] = []
    taken: dict[Item, list[Row]] = {}
    halves = HalfHourReader()
    left_out = 0
    for number, row in rows_of(data):
        problem = _problem(row, expected) or _mixed(row, taken)
        if problem is not None:
            rejected.append(AnswerProblem(number, *problem))
            continue
        if _outside(row, expected) and number not in (kept or frozenset()):
            left_out += 1
            if kept is None:
                outside.append(AnswerProblem(number, "label", _told_day(row["label"])))
            continue
        if row["item"] == Item.K5 and not _says_nothing(row):
            try:
                half = halves.take(row["label"], row["value"])
            except WrongLine as wrong:
                rejected.append(AnswerProblem(number, wrong.column, wrong.why))
                continue
            row = {**row, _HALF: "1"} if half else row
        taken.setdefault(Item(row["item"]), []).append(row)
    whole = whole_names_in(
        row[column] for rows in taken.values() for row in rows for column in NAMES
    )
    lines: dict[Item, tuple[AnswerLine, ...]] = {}
    black: dict[Item, int] = {}
    sources: dict[Item, str] = {}
    told = halves.found()
    for item, rows in taken.items():
        lines[item], black[item] = _shown([row for row in rows if _HALF not in row], whole)
        if item is Item.K5 and told is not None:
            days = tuple(AnswerLine(*day_line(*one)) for one in told.days.items())
            lines[item] = (*days, *lines[item])
        sources[item], in_source = masked(rows[-1]["source"], _names(rows, whole))
        black[item] += in_source
    return AnswerFile(
        lines,
        sources,
        {item: date.fromisoformat(rows[-1]["as_of"]) for item, rows in taken.items()},
        tuple(rejected),
        frozenset(item for item, rows in taken.items() if _says_nothing(rows[0])),
        black,
        tuple(outside),
        left_out,
        told,
    )


def annex_of(session: Session, vault: Vault, case_id: str) -> tuple[AnswerView, ...]:
    """The answers the case holds, item by item; without lines once they are destroyed."""
    found = []
    earlier = Counter(
        row.slot.partition(".")[0] for row in parts_of_kind(session, case_id, EARLIER)
    )
    own = own_name(session, vault, case_id)
    for row in parts_of_kind(session, case_id, "annex"):
        values = get_part(session, vault, case_id, "annex", row.slot) or {}
        lines = tuple(AnswerLine(label, value) for label, value in values.get("lines", ()))
        settled = {(line, words) for line, words in values.get("no_names", ())}
        found.append(
            AnswerView(
                item=Item(row.slot),
                source=values.get("source", ""),
                as_of=row.as_of,
                rows=row.rows,
                lines=lines,
                lacking=int(values.get("lacking", 0)),
                nothing=bool(values.get("nothing")),
                masked=int(values.get("masked", 0)),
                version=earlier.get(row.slot, 0) + 1,
                pages=int(values.get("pages", 0)),
                doubts=tuple(
                    NameDoubt(number, words)
                    for number, line in enumerate(lines)
                    for words in doubtful_names(f"{line.label}\n{line.value}", own)
                    if (number, words) not in settled
                ),
            )
        )
    return tuple(found)


def own_name(session: Session, vault: Vault, case_id: str) -> str:
    """The asker's own name, with its reading: it is no third party's."""
    return "\n".join(
        part.get(key, "")
        for kind in ("address", "person")
        if (part := get_part(session, vault, case_id, kind))
        for key in ("name", "kana")
    )


def answered_items(session: Session, case_id: str) -> tuple[Item, ...]:
    """Which items have their answer, without opening it."""
    return answered_in(session, (case_id,)).get(case_id, ())


def answered_in(session: Session, case_ids: Collection[str]) -> dict[str, tuple[Item, ...]]:
    """The same of several cases, asked at once."""
    found = slots_of_kind(session, case_ids, "annex")
    return {case_id: tuple(map(Item, slots)) for case_id, slots in found.items()}


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


def _not_own(row: Row, occupancy: Occupancy) -> tuple[str, str] | None:
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


def _outside(row: Row, expected: Expected) -> bool:
    """Whether the line speaks of days of which none was asked about."""
    item = Item(row["item"])
    span = span_of(row["label"])
    if span is None or item not in expected.asked or item not in expected.until:
        return False
    _department, since = expected.asked[item]
    return span[1] < since or span[0] > expected.until[item]


def _told_day(label: str) -> str:
    """The days in question; the rest of the heading may be anything."""
    first, last = span_of(label) or (date.min, date.min)
    day = f"{first:%Y-%m-%d}" if first == last else f"{first.year}年{first.month}月"
    return f"{day}は、調べる期間の外です"


def _problem(row: Row, expected: Expected) -> tuple[str, str] | None:
    """Column and reason, where the line cannot be taken."""
    if SURPLUS in row:
        return "item", "列の数が見出しより多くなっています"
    if NO_TEXT in row:
        return row[NO_TEXT].split()[0], "文字列ではないセルです（数値や数式は桁が変わります）"
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
    return (
        wrong_origin(Item(row["item"]), row["source"], row["as_of"], expected)
        or _forbidden(row)
        or _of_occupant(row, expected)
    )


def wrong_origin(item: Item, source: str, day: str, expected: Expected) -> tuple[str, str] | None:
    """出所 and 基準日: whose word it is, and of which day."""
    if not source:
        return "source", "出所がありません"
    department, since = expected.asked.get(item, ("", None))
    if department and source != department:
        return "source", "調査を依頼した部署ではありません"
    try:
        as_of = date.fromisoformat(day)
    except ValueError:
        return "as_of", "基準日が日付ではありません"
    if as_of > expected.today:
        return "as_of", "基準日が今日より後です"
    if since is not None and as_of < since:
        return "as_of", "基準日が調べる期間より前です"
    return None


def _forbidden(row: Row) -> tuple[str, str] | None:
    for column in ("label", "value", "source", *NAMES):
        try:
            refuse_my_number(row[column])
        except Refused:
            return column, "個人番号の可能性がある12桁の数字があります"
    return None


def _of_occupant(row: Row, expected: Expected) -> tuple[str, str] | None:
    return None if expected.occupancy is None else _not_own(row, expected.occupancy)


def _mixed(row: Row, taken: Mapping[Item, list[Row]]) -> tuple[str, str] | None:
    """「該当なし」 is the whole answer of its item."""
    others = taken.get(Item(row["item"]), ())
    if others and (_says_nothing(row) or _says_nothing(others[0])):
        return "label", "「該当なし」とほかの行が混ざっています"
    return None


def _says_nothing(row: Row) -> bool:
    return row["label"] == NOTHING_HELD


def _names(rows: Sequence[Row], whole: Sequence[str]) -> tuple[str, ...]:
    """Those of the item's own lines in all their parts, and whole ones of the other lines."""
    own = names_in(row[column] for row in rows for column in NAMES)
    return tuple(sorted({*own, *whole}, key=lambda one: (-len(one), one)))


def _shown(rows: Sequence[Row], whole: Sequence[str]) -> tuple[tuple[AnswerLine, ...], int]:
    """The lines without the names of the declared columns, and how many places are black."""
    if not rows or _says_nothing(rows[0]):
        return (), 0
    names = _names(rows, whole)
    lines, count = [], 0
    for row in rows:
        label, in_label = masked(row["label"], names)
        value, in_value = masked(row["value"], names)
        value, digits = last_four(row["label"], value)
        label, more = last_four(label, label)
        lines.append(AnswerLine(label, value))
        count += in_label + in_value + digits + more
    return tuple(lines), count
