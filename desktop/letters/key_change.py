"""鍵の更新票: whose keys were made anew, both fingerprints, and who stood by (DESIGN §1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.wareki import wareki
from desktop.letters.flow import LEFT, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("sans-400", 9.5, 5.6)
_WIDTHS = (40.0, 126.0)


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One reset of a passphrase. The fingerprints are no secret."""

    office: str
    login: str
    name: str = field(repr=False)
    role: str
    at: datetime
    old_fingerprint: str
    new_fingerprint: str
    reset_by: str = field(repr=False)
    witness: str = field(repr=False)


def key_change_sheet(change: KeyChange, fonts_dir: Path) -> bytes:
    """One page to keep: whoever doubts a signature later finds here when the key changed."""
    sheet = Sheet(load_fonts(fonts_dir), "パスフレーズ再設定の記録")
    sheet.text_in(
        Rect(LEFT, 24, 166, 12),
        "パスフレーズ再設定の記録",
        face="sans-700",
        size=18,
        align="center",
    )
    office = clean(change.office).text
    sheet.text_in(Rect(LEFT, 38, 166, 7), office, size=10, align="center")
    flow = Flow(sheet, 54, lambda page: 20.0)
    for cells in (
        ("利用者", f"{change.login}　{clean(change.name).text}（{change.role}）"),
        ("再設定の日時", f"{wareki(change.at.date())} {change.at:%H:%M}"),
        ("前の公開鍵の指紋", change.old_fingerprint),
        ("新しい公開鍵の指紋", change.new_fingerprint),
        ("再設定した管理者", clean(change.reset_by).text),
        ("立ち会った人", clean(change.witness).text),
    ):
        flow.row(cells, _WIDTHS)
    flow.skip(6)
    for text in _SAID:
        flow.paragraph(text, _BODY)
        flow.skip(1.2)
    flow.skip(10)
    for who in ("利用者", "管理者", "立会"):
        flow.row((f"確認（{who}）", ""), _WIDTHS)
    sheet.text(105, 285, "指紋は秘密ではありません。", size=9, align="center", color=SOFT)
    return sheet.finish()


_SAID = (
    "前の鍵は、上の日時に効力を失いました。それより前の署名は、前の鍵で確かめられます。",
    "上の日時よりあとに前の鍵で作られた署名は、有効ではありません。",
    "この再設定は操作記録に残り、内部監査報告書に載ります。",
)
