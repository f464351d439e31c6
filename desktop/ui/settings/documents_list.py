"""Every document as a line: its number and title, its version, and what is open about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.services.document_views import DocumentLine
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table_model import Column, Row


def columns() -> tuple[Column, ...]:
    return (Column(_tr("文書")), Column(_tr("状態"), 112))


def rows(lines: Sequence[DocumentLine]) -> list[Row]:
    found: list[Row] = []
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            head = Cell(group, weight=700, background="canvas")
            found.append(Row((head,), key=f"group/{group}", group=True))
        title = line.title if line.code[0] == "R" else f"{line.code}　{line.title}"
        whose = _tr("当社の文面") if line.own else _tr("出荷時の文面")
        found.append(
            Row((Cell(title, px=13, sub=f"{line.version}　{whose}"), _state(line)), key=line.code)
        )
    return found


def _state(line: DocumentLine) -> Cell:
    if line.waiting:
        return Cell(_tr("署名待ち"), "warn", "stamp", px=13)
    if line.coming is not None:
        day = line.coming.isoformat()
        return Cell(_tr("予定"), "accent", "calendar", px=13, sub=_tr("{0}から").format(day))
    if line.behind:
        return Cell(_tr("引継ぎ待ち"), "warn", "triangle-alert", px=13)
    if line.counsel.missing:
        return Cell(_tr("確認がまだ"), "warn", "triangle-alert", px=13)
    return Cell(_tr("使用中"), "ok", "check", px=13)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DocumentsList", text)
