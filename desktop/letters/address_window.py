"""The address in the envelope's window, and nothing beyond its edge (DOMAIN §9)."""

from __future__ import annotations

from desktop.domain.errors import DeskError
from desktop.domain.forms import Rect
from desktop.domain.letters import Addressee, LetterProblem
from desktop.letters.lines import break_lines
from desktop.letters.sheet import PT, Sheet

_FACE = "serif-400"
_NAME_FACE = "serif-700"
SLIP = 3.0
"""How far a folded letter may slip in its envelope, in millimetres to every side."""
_ROOM = Rect(SLIP + 7, SLIP + 7, 127, 83)  # left of number, day and code, above the fold
_SIZES = (10.5, 9.5, 8.5, 7.5, 7.0)
_NAME_FACTOR = 1.25
_LEADING = 1.45
_GAP = 1.2


class AddressTooLong(DeskError):
    """Address and name do not fit the window at the smallest size that can still be read."""

    code = "address_too_long"

    def __init__(self) -> None:
        super().__init__(
            "宛名が窓の枠に収まりません。",
            "住所の改行を見直すか、宛名を別の紙に印刷してください。",
        )


def require_window(window: Rect) -> None:
    """Refuse a window so placed that something besides the address would show in it."""
    room = _ROOM
    inside = window.x >= room.x and window.right <= room.right
    if not (inside and window.y >= room.y and window.bottom <= room.bottom):
        raise LetterProblem(
            "封筒の窓の位置が、宛名を印刷できる範囲の外にあります。",
            f"窓が用紙の左端から{room.x:g}〜{room.right:g}mm、上端から{room.y:g}〜"
            f"{room.bottom:g}mmに収まる封筒を選び、設定の窓の位置を直してください。",
        )


def draw_address(sheet: Sheet, window: Rect, addressee: Addressee) -> None:
    """Postal code, address and name, at the largest of the sizes that fits."""
    inner = window.grown(-SLIP)
    for size in _SIZES:
        lines = _set(sheet, inner.width, addressee, size)
        height = sum(leading for _, _, _, leading in lines) + _GAP
        if height <= inner.height:
            y = inner.y
            for index, (text, face, line_size, leading) in enumerate(lines):
                first_of_name = face == _NAME_FACE and lines[index - 1][1] != _NAME_FACE
                y += leading + (_GAP if first_of_name else 0.0)
                baseline = y - 0.25 * line_size / PT
                sheet.text(inner.x, baseline, text, face=face, size=line_size)
            return
    raise AddressTooLong


def _set(
    sheet: Sheet, width: float, addressee: Addressee, size: float
) -> list[tuple[str, str, float, float]]:
    """Lines as text, face, size and height in millimetres."""

    def broken(
        text: str, face: str, points: float, together: int = 0
    ) -> list[tuple[str, str, float, float]]:
        lines = break_lines(text, width, lambda part: sheet.width(part, face, points), together)
        return [(line, face, points, points * _LEADING / PT) for line in lines]

    rows = broken(addressee.postal_line, _FACE, size) if addressee.postal_line else []
    for line in addressee.address:
        rows += broken(line, _FACE, size)
    name = f"{addressee.name}　{addressee.honorific}"
    # Two characters of the name at least stay with the honorific.
    together = 2 + 1 + len(addressee.honorific)
    return rows + broken(name, _NAME_FACE, _name_size(sheet, width, name, size), together)


def _name_size(sheet: Sheet, width: float, name: str, size: float) -> float:
    """Larger than the address, but rather smaller than a name broken before its 様."""
    one_line = width / sheet.width(name, _NAME_FACE, 1.0)
    return min(size * _NAME_FACTOR, one_line * 0.999) if one_line >= size * 0.9 else size
