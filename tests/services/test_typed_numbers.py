"""A My Number is not typed into anything that is kept (DOMAIN §5: never scan, type, keep)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from case_path import Track, refuse
from desk_office import Office
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    form_page,
    lay_in,
    register_line,
    residence_record,
    seal_certificate,
)

from desktop.domain.errors import Refused

TYPED = "番号は 1234-5678-9018 です"


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _an_enclosure(track: Track) -> None:
    envelope = lay_in(track.office, "c01", [form_page()])
    track.office.desk.filing.file(
        track.act("c01"), envelope, track.facts(enclosures=("請求書", TYPED))
    )


def _a_point(track: Track) -> None:
    case_id = track.file().case_id
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, (f"OTHER: {TYPED}",))


def _a_withdrawal(track: Track) -> None:
    track.office.desk.casework.withdraw(track.act("c01"), track.file().case_id, TYPED)


def _a_note_to_the_second(track: Track) -> None:
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    track.office.desk.verification.ask_second(
        track.act("c01"), case_id, 0, seen=track.seen(case_id, 0), note=TYPED
    )


def _a_reason(track: Track) -> None:
    case_id = track.with_register().to_draft()
    track.decide(case_id, replace(refuse(), text=TYPED))


def _a_comment(track: Track) -> None:
    case_id = track.with_register().to_approval()
    track.office.desk.approvals.send_back(track.act("s01"), case_id, TYPED)


@pytest.mark.parametrize(
    "act", [_an_enclosure, _a_point, _a_withdrawal, _a_note_to_the_second, _a_reason, _a_comment]
)
def test_a_my_number_is_refused_wherever_words_are_kept(
    track: Track, act: Callable[[Track], None]
) -> None:
    with pytest.raises(Refused, match="個人番号") as refusal:
        act(track)
    assert "5678" not in str(refusal.value)


def test_a_supply_point_number_may_be_written(track: Track) -> None:
    case = track.file(arrived_on=date(2026, 11, 9))
    words = "供給地点特定番号 03-0011-1234-5678-9018-0001 の取下書を受領"
    track.office.desk.casework.withdraw(track.act("c01"), case.case_id, words)
