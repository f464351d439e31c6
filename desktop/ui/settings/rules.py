"""The office's rules as lines to read: what is in force, and what waits or comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.services.setting_board import SettingEntry, SettingLine
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table_model import Row

_LONGEST = 60


def rules(lines: Sequence[SettingLine]) -> list[Row]:
    """Grouped by what they are about."""
    rows: list[Row] = []
    group = ""
    for line in lines:
        if line.kind.group != group:
            group = line.kind.group
            mine = [one for one in lines if one.kind.group == group]
            waits = sum(len(one.waiting) for one in mine)
            told = _tr("署名待ち {0}件").format(waits) if waits else ""
            rows.append(
                Row(
                    (Cell(group, weight=700, background="canvas", second=told),),
                    key=f"group/{group}",
                    group=True,
                    foldable=True,
                    open=True,
                )
            )
        rows.append(
            Row(
                (
                    Cell(line.kind.label, "text2", px=13),
                    Cell(_short(line.words)),
                    _next(line),
                ),
                key=line.kind.name,
            )
        )
    return rows


def day(entry: SettingEntry) -> str:
    """「2027-04-01から」."""
    return _tr("{0}から").format(entry.effective_from.isoformat())


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _next(line: SettingLine) -> Cell:
    if line.waiting:
        return Cell(_tr("署名待ち"), "warn", "stamp", px=13, second=day(line.waiting[0]))
    if line.coming:
        return Cell(_tr("予定"), "accent", "calendar", px=13, second=day(line.coming[0]))
    return Cell("—", "text3", px=13, spoken=_tr("申請も予定もありません"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rules", text)
