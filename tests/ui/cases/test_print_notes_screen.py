"""A shape that no font of ours holds is told in the window before the letter is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from case_path import Track, refuse
from case_screen import Screen
from mail_bag import ICHIRO, form_page, licence

from desktop.domain.reading import PageKind

TOLD = "「契約者情報」の説明の「邉」には異体字の指定（U+9089 U+E0102）が"


def test_a_shape_that_is_not_printed_is_told_from_the_draft_to_the_printer(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    said = refuse(text="邉\U000e0102田様との応対の評価の記録が含まれるため")
    person = replace(ICHIRO, name="仮\U000e0105川 一郎")
    case_id = track.with_register().to_draft(form_page(person), licence(person))
    shown = screen("c01")
    shown.open(case_id)
    assert shown.text("draft_notes").startswith("氏名の「仮」には異体字の指定（U+4EEE U+E0105）が")
    track.decide(case_id, said)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    shown.context.data_changed.emit()
    shown.settle()
    assert TOLD in shown.text("approval_notes")
    track.approve(case_id)
    shown.context.data_changed.emit()
    shown.settle()
    shown.shoot(shots, "z4-print-notes")
    assert TOLD in shown.text("letter_notes")
    assert "基本の字形「邉」で印字します" in shown.text("letter_notes")


def test_a_name_that_cannot_be_printed_is_told_while_the_form_is_checked(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    person = replace(ICHIRO, name="仮\U0003134a 一郎")
    case_id = track.file(form_page(person), licence(person)).case_id
    shown = screen("c01")
    shown.open(case_id)
    shown.shoot(shots, "z4-form-notes")
    assert shown.text("form_print_notes_text").startswith("氏名の「\U0003134a」（U+3134A）は")
    (page,) = [
        one.id
        for document in track.get(case_id).documents
        for one in document.pages
        if one.kind is PageKind.FORM
    ]
    verification = track.office.desk.verification
    verification.correct(track.act("c01"), case_id, page, "name", "仮野 一郎")
    shown.context.data_changed.emit()
    shown.settle()
    assert not shown.find("form_print_notes").isVisible()
