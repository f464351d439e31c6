"""What stands beside an envelope's title before it is opened."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.domain.reading import PageKind
from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui.clock import JST
from desktop.ui.intake.words import envelope_note

MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=JST)


def envelope(*pages: tuple[PageKind, str], case_number: str = "") -> EnvelopeView:
    views = tuple(
        SpoolPageView(f"p{seq}", "e1", seq, kind, form, (), 0, 0, None)
        for seq, (kind, form) in enumerate(pages, 1)
    )
    return EnvelopeView("e1", 1, views, case_number, (), MORNING, 1)


@pytest.mark.parametrize(
    ("form", "note"), [("F-01", "切手なし"), ("F-02", ""), ("F-03", ""), ("", "")]
)
def test_stamps_are_missed_only_where_the_form_costs_something(form: str, note: str) -> None:
    assert envelope_note(envelope((PageKind.FORM, form), (PageKind.DL, ""))) == note


def test_enclosed_stamps_are_not_missed() -> None:
    assert envelope_note(envelope((PageKind.FORM, "F-01"), (PageKind.STAMPS, ""))) == ""


def test_a_reply_and_an_agent_are_told_before_anything_else() -> None:
    form = (PageKind.FORM, "F-01")
    assert envelope_note(envelope(form, case_number="26-0007")) == "26-0007 への返信"
    assert envelope_note(envelope(form, (PageKind.POWER, "F-04"))) == "代理人"
