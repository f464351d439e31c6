"""Name, address and dates on identity papers, by their printed labels (DOMAIN §5).

The text is what the paper says, mended only where the recogniser confuses shapes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.capture.charset import mend
from desktop.capture.kinds import plain
from desktop.capture.layout import ReadLine, Row, rows
from desktop.domain.reading import Box, FieldReading

_SURE = 0.95
_SHORTEST_NAME = 3
_LABELS: dict[str, tuple[str, ...]] = {
    "name": ("氏名", "氏 名"),
    "former_name": ("旧氏", "旧姓"),
    "previous_address": ("前住所", "従前の住所", "転入前住所"),
    "address": ("住所", "住居地", "現住所", "所在地"),
    "birth": ("生年月日",),
    "issued": ("交付年月日", "交付", "発行日", "発行年月日", "作成年月日"),
    "expires": ("有効期限", "有効期間", "有効期間満了日", "満了日"),
}
_OTHERS = (
    "性別", "国籍", "在留資格", "許可年月日", "届出", "続柄", "本籍", "世帯主", "個人番号",
    "住民票コード", "備考", "免許", "番号", "種類", "住所を定めた", "電話", "届出年月日", "印影",
    "記載者印", "在留期間",
)  # fmt: skip
_DATE = re.compile(
    r"(?:(?:令和|平成|昭和|大正|明治|[RHSTM])\s?(?:\d{1,2}|元)|(?:19|20)\d{2})\s?"
    r"(?:年\s?[(（][^)）]{2,8}[)）]|[年./-])\s?"
    r"\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?"
    r"|(?<!\d)\d{1,2}\s?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\s?(?:19|20)\d{2}"
)
_ERA_TOO = re.compile(r"[(（][^)）]*[)）]")  # 2029年(令和11年)6月: the same year twice
_VALID = re.compile(r"有効|満了")
_ENDS = re.compile(r"有効|余白|省略")
_BORN = re.compile(r"生(?!年)")
_CERTIFIED = re.compile(r"証明|相違ない")
_KEYS = ("name", "former_name", "address", "previous_address", "birth", "expires", "issued")
_NAMES = ("name", "former_name")
_LAST = re.compile(r"[号室棟階\d]")  # what may stand alone on an address's second line
_MANY_KEYS = ("address", "previous_address")


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    confidence: float
    box: Box


def read_identity(lines: Sequence[ReadLine]) -> tuple[FieldReading, ...]:
    """The fields found, each once: the first place where a label has a value."""
    page_rows = rows(lines)
    found: dict[str, _Value] = {}
    for number, row in enumerate(page_rows):
        for key, value in _labelled(row, lines):
            if key in _MANY_KEYS:
                value = _with_next_lines(value, page_rows[number + 1 :], lines)
            if value.text and key not in found:
                found[key] = value
    _dates(page_rows, lines, found)
    return tuple(_field(key, found[key]) for key in _KEYS if key in found)


def _field(key: str, value: _Value) -> FieldReading:
    text = mend(value.text).strip(" :：|")
    if key in ("birth", "expires", "issued"):
        match = _DATE.search(text)
        text = _ERA_TOO.sub("", match[0].replace(" ", "")) if match else text
    sure = value.confidence >= _SURE
    if key == "name" and len(plain(text)) < _SHORTEST_NAME:
        sure = False  # a thin 一 at the end is often not found
    return FieldReading(key, text, round(value.confidence, 4), sure, value.box)


def _labelled(row: Row, lines: Sequence[ReadLine]) -> list[tuple[str, _Value]]:
    """Label and value pairs of a row: in one line, or the label left of its value."""
    pairs: list[tuple[str, _Value]] = []
    key = ""
    pending: list[ReadLine] = []
    for index in row.lines:
        line = lines[index]
        label, after = _label(line)
        if label:
            pairs.extend(_pair(key, pending))
            key, pending = label, []
            rest = _before_date(line.part(after, len(line.chars)), key)
            if rest.chars and plain(rest.text):
                pending.append(rest)
        elif key and (rest := _before_date(line, key)).chars:
            pending.append(rest)
    pairs.extend(_pair(key, pending))
    return pairs


def _before_date(line: ReadLine, key: str) -> ReadLine:
    """What belongs to a name: on a licence the birth date stands in the same row."""
    match = _DATE.search(line.text) if key in _NAMES else None
    return line.part(0, match.start()) if match else line


def _pair(key: str, lines: Sequence[ReadLine]) -> list[tuple[str, _Value]]:
    return [(key, _joined(lines))] if key in _LABELS and lines else []


def _label(line: ReadLine) -> tuple[str, int]:
    """The key whose label begins the line and the index after it; "" for none."""
    text = line.text
    best = ("", 0)
    for key, labels in (*_LABELS.items(), ("other", _OTHERS)):
        for label in labels:
            words = r"\s*".join(label.replace(" ", ""))
            match = re.match(rf"\s*{words}(?:\s*[/／][A-Za-z .]*)?[\s:：]*", text)
            if match and match.end() > best[1]:
                best = (key, match.end())
    return best


def _joined(lines: Sequence[ReadLine]) -> _Value:
    left = min(line.box[0] for line in lines)
    top = min(line.box[1] for line in lines)
    right = max(line.right for line in lines)
    bottom = max(line.bottom for line in lines)
    return _Value(
        " ".join(line.text.strip() for line in lines),
        min(line.confidence for line in lines),
        (left, top, right - left, bottom - top),
    )


def _with_next_lines(value: _Value, below: Sequence[Row], lines: Sequence[ReadLine]) -> _Value:
    """The value with the lines under it that go on: same left edge, no label before them."""
    for row in below[:2]:
        left, top, width, height = value.box
        line_height = height if height < 1.6 * lines[row.lines[0]].box[3] else height / 2
        goes_on = [
            line
            for line in (lines[i] for i in row.lines)
            if abs(line.box[0] - left) < 1.5 * line.box[3]
            and line.box[1] - (top + height) < 0.5 * line.box[3]
            and line.box[3] > 0.6 * line_height
            and (len(line.chars) > 1 or _LAST.fullmatch(line.text))  # no letter of a watermark
        ]
        if len(goes_on) != 1 or any(_label(lines[i])[0] for i in row.lines):
            return value
        (line,) = goes_on
        if _DATE.search(line.text) or _ENDS.search(line.text):
            return value
        right = max(left + width, line.right)
        start = min(left, line.box[0])
        value = _Value(
            f"{value.text} {line.text.strip()}",
            min(value.confidence, line.confidence),
            (start, top, right - start, line.bottom - top),
        )
    return value


def _dates(rows_: Sequence[Row], lines: Sequence[ReadLine], found: dict[str, _Value]) -> None:
    """Dates told by the words around them rather than by a label."""
    certified = False
    for row in rows_:
        certified = certified or _CERTIFIED.search(plain(row.text)) is not None
        for index in row.lines:
            line = lines[index]
            match = _DATE.search(line.text)
            if match is None or _label(line)[0]:
                continue
            value = _joined([line.part(match.start(), match.end())])
            if _VALID.search(line.text):
                found.setdefault("expires", value)
            elif _BORN.search(line.text):
                found.setdefault("birth", value)
            elif certified and len(row.lines) == 1:
                found.setdefault("issued", value)
