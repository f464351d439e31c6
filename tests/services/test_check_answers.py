"""Nothing is confirmed unseen: every row, each doubt by itself, by both clerks (DOMAIN §7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    form_page,
    licence,
    register_line,
    residence_record,
    seal_certificate,
)

from desktop.address.names import Outcome
from desktop.domain.errors import Refused, Stale
from desktop.domain.reading import ScreenedPage
from desktop.domain.states import CaseState
from desktop.store.parts import get_part


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _unsure(screened: ScreenedPage, *keys: str) -> ScreenedPage:
    reading = screened.reading
    fields = (replace(one, sure=one.sure and one.key not in keys) for one in reading.fields)
    return replace(screened, reading=replace(reading, fields=tuple(fields)))


def _view(track: Track, case_id: str, login: str = "c01", candidate: int | None = None):
    return track.office.desk.verification.view(track.office.by(login), case_id, candidate)


def _moved(track: Track, *lines) -> str:
    """One whose register still holds the former address: a second clerk is asked."""
    track.with_register(*(lines or (register_line(ELSEWHERE),)))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    return track.to_identity(form_page(), *papers)


def _ask(track: Track, case_id: str, candidate: int = 0) -> None:
    track.office.desk.verification.ask_second(
        track.act("c01"), case_id, candidate, seen=track.seen(case_id, candidate), note="転居"
    )


def _kept(track: Track, case_id: str) -> dict:
    premises = track.office.desk.premises
    with premises.database.reading() as session:
        return get_part(session, premises.vault, case_id, "check") or {}


def test_a_missing_postal_code_and_each_unsure_reading_is_a_doubt_of_its_own(track: Track):
    case_id = track.with_register().to_identity(_unsure(form_page(), "room", "town"), licence())
    assert _view(track, case_id).doubts == {"postal.judged", "room.form", "town.form"}


@pytest.mark.parametrize("left_out", ["postal.judged", "room.form"])
def test_a_doubt_that_had_no_key_of_its_own_is_not_confirmed(track: Track, left_out: str):
    case_id = track.with_register().to_identity(_unsure(form_page(), "room"), licence())
    with pytest.raises(Refused, match="要確認の欄が残っています") as refused:
        track.office.desk.verification.confirm(
            track.act("c01"), case_id, 0, seen=track.seen(case_id) - {left_out}
        )
    assert refused.value.field == left_out.partition(".")[0]
    assert track.get(case_id).line.state is CaseState.ID_CHECK


def test_a_second_clerk_who_did_not_look_at_all_of_it_agrees_to_nothing(track: Track):
    case_id = _moved(track)
    _ask(track, case_id)
    seen = track.seen(case_id)
    for less in (frozenset(), seen - {"room"}, seen - {"postal.judged"}):
        with pytest.raises(Refused):
            track.office.desk.verification.second(track.act("c02"), case_id, True, seen=less)
    case = track.agree(case_id)
    assert (case.line.state, case.identity.second_by) == (CaseState.SCOPING, "見本 花子")


def test_a_second_clerk_agrees_only_to_what_the_first_one_looked_at(track: Track):
    case_id = _moved(track)
    _ask(track, case_id)
    track.with_register(register_line(replace(ELSEWHERE, birth="1970-01-01")))
    with pytest.raises(Stale):
        track.agree(case_id)
    assert track.get(case_id).identity.needs_second


def test_the_second_clerk_is_shown_the_customer_whom_the_first_one_picked(track: Track):
    former = replace(ELSEWHERE, number="1000000002")
    case_id = _moved(track, register_line(ELSEWHERE), register_line(former))
    assert _view(track, case_id).candidate == -1
    _ask(track, case_id, 1)
    chosen = _view(track, case_id, "c02")
    assert chosen.candidate == 1


def test_a_second_clerk_who_looked_at_another_customer_agrees_to_nothing(track: Track):
    former = replace(ELSEWHERE, number="1000000002")
    case_id = _moved(track, register_line(ELSEWHERE), register_line(former))
    _ask(track, case_id, 1)
    asked, other = _view(track, case_id, "c02"), _view(track, case_id, "c02", 0)
    check = track.office.desk.verification
    with pytest.raises(Stale):
        check.second(track.act("c02"), case_id, True, seen=other.to_see, basis=other.basis)
    case = check.second(track.act("c02"), case_id, True, seen=asked.to_see, basis=asked.basis)
    assert case.line.state is CaseState.SCOPING


def test_what_was_proposed_and_what_was_confirmed_are_both_kept(track: Track):
    case_id = track.with_register().to_identity()
    track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    kept = _kept(track, case_id)
    assert (kept["proposal"], kept["level"], kept["matched"]) == ("PASS", "EXACT", "R1")
    assert kept["headline"] == "提案：本人と一致（契約者・請求先の住所）"
    assert (kept["by"], kept["at"]) == (track.office.id_of("c01"), track.office.now.isoformat())
    assert kept["answered"] == ["postal.judged"]
    assert kept["papers"] == [["運転免許証", "", "2029-06-06"]]


def test_the_log_tells_the_proposal_beside_who_confirmed(track: Track):
    case_id = _moved(track)
    _ask(track, case_id)
    track.agree(case_id)
    lines = track.office.desk.audit.entries(track.office.by("k01"), 0, 50, case_id=case_id)
    told = {one.action: one.detail for one in lines}
    assert told["case.second_asked"]["proposed"] == "SECOND_CLERK"
    assert told["case.confirm_identity"]["second"] == "AGREES"
    assert told["case.confirm_identity"]["level"] == "HISTORICAL"


def test_the_birth_date_has_a_row_of_its_own(track: Track):
    case_id = track.with_register().to_identity()
    row = next(one for one in _view(track, case_id).rows if one.component == "birth")
    assert (row.label, row.outcome) == ("生年月日", Outcome.EQUAL)
    assert row.identity is not None
    assert row.register == row.identity.text
    track.with_register(register_line(replace(ICHIRO, birth="昭和45年1月1日")))
    view = _view(track, case_id)
    row = next(one for one in view.rows if one.component == "birth")
    assert (row.outcome, view.proposal) == (Outcome.DIFFERENT, "CORRECTION")
    assert row.evidence == (
        "請求書・書類：一致",
        "書類・登録、請求書・登録：生年月日が違います",
    )
