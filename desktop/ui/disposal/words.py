"""Classes, amounts and holds as the lists of 保管・廃棄 show them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.retention import RETENTION_LABELS, RetentionClass
from desktop.services.keeping_views import UnitLine
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day

_INDENT = 30


def class_cell(cls: RetentionClass) -> Cell:
    """The head of a class: 「A 本人確認書類」."""
    return Cell(RETENTION_LABELS[cls], weight=700, background="canvas")


def held_cell(words: str) -> Cell:
    """What a head says of the holds in its class."""
    if not words:
        return Cell(background="canvas")
    return Cell(words, tone="hold", icon="lock", px=13, weight=500, background="canvas")


def unit_cells(unit: UnitLine, *, removed: bool = False) -> tuple[Cell, ...]:
    """A unit's papers, case, amount, due date and hold; what stays off the list is faint."""
    faint: Tone | None = "text3" if removed or unit.held else None
    held = (
        Cell(hold_words(unit), tone="hold", icon="lock", px=13, weight=500)
        if unit.held
        else Cell(_tr("なし"), tone="text3", px=13)
    )
    amount = _tr("除外") if removed else amount_words(unit)
    return (
        Cell(unit.label, indent=_INDENT, px=13, tone=faint),
        Cell(unit.case_number or _tr("案件外"), px=13, tone=faint or "text2"),
        Cell(amount, px=13, align="right", tone=faint),
        Cell(short_day(unit.due_on), px=13, tone=faint or "text2"),
        held,
        Cell(shelf_words(unit), px=13, tone=faint or "text2"),
    )


def shelf_words(unit: UnitLine) -> str:
    """Where the paper stands, if there is any."""
    if not unit.paper:
        return ""
    return unit.shelf or _tr("記録なし")


def long_day(day: date) -> str:
    """2027-05-13, as days that may lie in another year are written."""
    return day.isoformat()


def amount_words(unit: UnitLine) -> str:
    if not (unit.paper or unit.pages):
        return _tr("データのみ")
    return _tr("紙{0}・画像{1}").format(unit.paper, unit.pages)


def hold_words(unit: UnitLine) -> str:
    return _tr("保全中（{0}）").format(unit.held_why) if unit.held_why else _tr("保全中")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)
