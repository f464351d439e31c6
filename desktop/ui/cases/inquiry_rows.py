"""The rows of the investigation: each item asked for, whom it was asked of, what came."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.requests import Item
from desktop.services.case_views import AnswerView, CaseView, InquiryView
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table_model import Row


def answer_rows(view: CaseView, today: date) -> list[Row]:
    """A row for each item asked for, answered or not."""
    answers = {answer.item: answer for answer in view.answers}
    asked = {item: one for one in view.inquiries for item in one.items}
    wanted = {item for items in view.wanted.values() for item in items}
    return [
        Row(
            (
                Cell(view.items.word(item), weight=500),
                _state(answers.get(item), asked.get(item), item, view, today),
                _department(answers.get(item), asked.get(item)),
                _due(asked.get(item), today, answered=item in answers),
                Cell(_day(answers[item].as_of), "text2", px=13) if item in answers else Cell(""),
            ),
            key=item.value,
        )
        for item in Item
        if item in wanted
    ]


def _state(
    answer: AnswerView | None,
    inquiry: InquiryView | None,
    item: Item,
    view: CaseView,
    today: date,
) -> Cell:
    if item in view.unconfirmed:
        return Cell(_tr("PDF・要確認"), "warn", "triangle-alert", px=13, weight=500)
    if answer is not None and answer.doubts:
        return Cell(_tr("氏名を確認"), "warn", "triangle-alert", px=13, weight=500)
    if answer is not None and answer.nothing:
        return Cell(_tr("該当なし"), "mute", "circle-check", px=13, weight=500)
    if answer is not None:
        version = _tr("（第{0}版）").format(answer.version) if answer.version > 1 else ""
        words = _tr("回答 {0}{1}{2}").format(
            answer.rows, _tr("枚") if answer.pages else _tr("行"), version
        )
        return Cell(words, "ok", "circle-check", px=13, weight=500)
    if inquiry is not None and inquiry.due_on < today:
        return Cell(_tr("期限超過"), "bad", "octagon-alert", px=13, weight=500)
    if inquiry is not None:
        return Cell(_tr("依頼済"), "accent", "hourglass", px=13, weight=500)
    if item not in view.missing_answers:
        return Cell(_tr("任意"), "text3", px=13)
    return Cell(_tr("未着"), "warn", "hourglass", px=13, weight=500)


def _department(answer: AnswerView | None, inquiry: InquiryView | None) -> Cell:
    if answer is not None:
        return Cell(answer.source, px=13)
    if inquiry is None:
        return Cell("")
    times = _tr("　催促{0}回").format(inquiry.reminders) if inquiry.reminders else ""
    return Cell(f"{inquiry.department}{times}", px=13)


def _due(inquiry: InquiryView | None, today: date, *, answered: bool) -> Cell:
    if inquiry is None or answered:
        return Cell("")
    return Cell(_day(inquiry.due_on), "bad" if inquiry.due_on < today else "text2", px=13)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("InquiryRows", text)
