"""One cell of the register's CSV at a time: what is mended, what is emptied, what is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import jaconv

from desktop.domain.numbers import supply_point_ok
from desktop.domain.wareki import parse_wareki

LONGEST = 500
Note = Callable[[str, str], None]
"""Takes the column and the reason of a repair."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"\d{8}")
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_ROW_BREAKS = "\t\r\n\u2028\u2029"


class Rejected(Exception):  # not an error of ours: the file's line is refused
    """The line cannot be kept: the column at fault and the reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column)
        self.column = column
        self.reason = reason


def text(column: str, cell: str, note: Note) -> str:
    """The cell as written, without what nobody sees; bytes of no encoding refuse the line."""
    if len(cell) > LONGEST:
        raise Rejected(column, f"{LONGEST}字を超えています")
    if not cell.isprintable():
        if any("\ud800" <= one <= "\udfff" for one in cell):
            raise Rejected(column, "文字コードが正しくありません")
        spaced = "".join(" " if one in _ROW_BREAKS else one for one in cell)
        clean = "".join(one for one in spaced if unicodedata.category(one) not in ("Cc", "Cf"))
        if clean != cell:
            note(column, "制御文字を除きました")
        cell = clean
    return cell.strip()


def identifier(column: str, cell: str, note: Note) -> str:
    """A number or code: half-width, without spaces."""
    if cell.isascii() and " " not in cell:
        return cell
    plain = "".join(unicodedata.normalize("NFKC", cell).split())
    if plain != cell:
        note(column, "半角にそろえました")
    return plain


def day(column: str, cell: str) -> date | None:
    """A western or Japanese date, or None where the cell is empty. Raises ValueError."""
    if not cell:
        return None
    plain = unicodedata.normalize("NFKC", cell).strip()
    if found := _ISO.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if _COMPACT.fullmatch(plain):
        return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    japanese = parse_wareki(plain)
    if japanese is None:
        raise ValueError(column)
    return japanese


def day_or_empty(column: str, cell: str, note: Note) -> date | None:
    try:
        return day(column, cell)
    except ValueError:
        note(column, "日付として読めないため空にしました")
        return None


def kana(column: str, cell: str, note: Note) -> str:
    """Katakana, full width."""
    if not cell:
        return ""
    plain: str = jaconv.hira2kata(unicodedata.normalize("NFKC", cell))
    if plain != cell and plain.replace(" ", "") != cell.replace("\u3000", "").replace(" ", ""):
        note(column, "全角カタカナにそろえました")
    return plain


def phone(column: str, cell: str, note: Note) -> str:
    if not cell:
        return ""
    digits = "".join(one for one in unicodedata.normalize("NFKC", cell) if one.isdecimal())
    if digits.startswith("81") and len(digits) in (11, 12) and "+" in cell:
        digits = "0" + digits[2:]
    if len(digits) in (9, 10) and not digits.startswith("0"):
        note(column, "落ちていた先頭の0を補いました")
        digits = "0" + digits
    if len(digits) not in (10, 11):
        note(column, "電話番号の桁数でないため空にしました")
        return ""
    return digits


def postal(column: str, cell: str, note: Note) -> str:
    """NNN-NNNN, or empty."""
    if not cell:
        return ""
    digits = "".join(one for one in unicodedata.normalize("NFKC", cell) if one.isdecimal())
    if len(digits) == 6 and "-" not in cell:
        note(column, "落ちていた先頭の0を補いました")
        digits = "0" + digits
    if len(digits) != 7:
        note(column, "7桁の数字でないため空にしました")
        return ""
    return f"{digits[:3]}-{digits[3:]}"


def supply_point(column: str, cell: str, note: Note) -> str:
    """供給地点特定番号, 22 digits (DOMAIN §6)."""
    if not cell:
        return ""
    plain = unicodedata.normalize("NFKC", cell)
    if _EXPONENT.fullmatch(plain):
        note(column, "表計算の指数表記で桁が失われているため空にしました")
        return ""
    digits = "".join(one for one in plain if one.isdecimal())
    if not supply_point_ok(digits):
        note(column, "供給地点特定番号の形でないため空にしました")
        return ""
    return digits
