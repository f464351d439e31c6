"""What holds keys, as the list of 設定の「鍵」 says it: state by icon, word and colour together."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from desktop.domain.key_media import STICK_LABELS
from desktop.services.key_views import CardCopyView, KeysView, StickView
from desktop.ui.audit.words import moment
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table_model import Row

SLOT = "slot"
COPIES = ("card1", "card2")


def rows_of(view: KeysView, today: date) -> list[Row]:
    """The slot, both sticks, both printed copies of the card."""
    return [
        _slot(view),
        *(_stick(one, today) for one in view.sticks),
        *(_copy(one, today) for one in view.copies),
    ]


def _slot(view: KeysView) -> Row:
    state = (
        Cell(_tr("前の鍵が残っています"), "bad", "octagon-alert", px=13)
        if not view.slot_sound
        else Cell(_tr("更新を待っています"), "bad", "clock-alert", px=13)
        if view.roll_owed
        else Cell(_tr("今の鍵だけがあります"), "ok", "check", px=13)
        if view.slot_in_place
        else Cell(_tr("前の内容が残る種類のディスク"), "warn", "triangle-alert", px=13)
    )
    last = _tr("更新 {0}").format(moment(view.rolled_at)) if view.rolled_at else _tr("更新なし")
    return _row(SLOT, _tr("鍵ファイル（第{0}世代）").format(view.epoch), state, last, None)


def _stick(one: StickView, today: date) -> Row:
    late = one.owed_by is not None and today > one.owed_by
    if one.lost:
        state = Cell(_tr("なくした・壊れた"), "bad", "octagon-alert", px=13)
    elif not one.made:
        tone, icon = ("bad", "clock-alert") if late else ("mute", "circle")
        state = Cell(_tr("まだありません"), "bad" if tone == "bad" else "mute", icon, px=13)
    elif not one.current:
        state = (
            Cell(_tr("前の鍵が残っています"), "bad", "clock-alert", px=13)
            if late
            else Cell(_tr("更新を待っています"), "warn", "clock", px=13)
        )
    elif not one.in_place:
        state = Cell(_tr("前の内容が残る種類の媒体"), "warn", "triangle-alert", px=13)
    else:
        state = Cell(_tr("今の鍵だけがあります"), "ok", "check", px=13)
    last = _last(one.written_at, one.written_by)
    return _row(one.label.value, STICK_LABELS[one.label], state, last, one.owed_by, late=late)


def _copy(one: CardCopyView, today: date) -> Row:
    late = one.owed_by is not None and today > one.owed_by
    if one.lost:
        state = Cell(_tr("なくした"), "bad", "octagon-alert", px=13)
    elif late:
        state = Cell(_tr("照合していません"), "bad", "clock-alert", px=13)
    elif one.checked_at is None:
        state = Cell(_tr("照合を待っています"), "warn", "clock", px=13)
    else:
        state = Cell(_tr("照合しました"), "ok", "check", px=13)
    name = _tr("回復カード {0}枚目").format(one.copy)
    last = _last(one.checked_at, one.checked_by)
    return _row(COPIES[one.copy - 1], name, state, last, one.owed_by, late=late)


def _last(at: datetime | None, who: str) -> str:
    return _tr("{0}　{1}").format(moment(at), who) if at is not None else ""


def _row(
    key: str, name: str, state: Cell, last: str, owed: date | None, *, late: bool = False
) -> Row:
    # With its year: a day of last year must not look like one to come.
    until = _tr("{0} まで").format(owed.isoformat()) if owed is not None else ""
    due = Cell(until, "bad" if late else "text2", px=13)
    return Row((Cell(name, weight=500), state, Cell(last, "text2", px=13), due), key=key)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)
