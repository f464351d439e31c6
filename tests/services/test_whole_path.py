"""The natural path of a sheet of paper: filed, checked, decided, answered, kept, destroyed."""

from __future__ import annotations

from datetime import date

import pytest
from case_path import K1_K3, Track, grant, refuse
from desk_office import Office, passphrase

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.domain.requests import Item
from desktop.domain.retention import RetentionClass
from desktop.domain.states import CaseState


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_a_sheet_goes_from_the_envelope_to_its_destruction(track: Track):
    desk = track.office.desk
    case_id = track.to_approved(grant(Item.K1), refuse(Item.K3), wanted=K1_K3, amount=440)
    assert track.get(case_id).line.state is CaseState.APPROVED
    assert [letter.code for letter in track.get(case_id).letters] == ["D-05"]

    letter = track.enclose(case_id)
    pdf = desk.correspondence.letter_pdf(track.act("c01"), letter)
    assert pdf.startswith(b"%PDF")
    posted = desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    assert posted.line.state is CaseState.DISPATCHED
    assert posted.line.statutory is None

    track.later(days=2)
    desk.correspondence.delivered(track.act("c01"), case_id, date(2026, 11, 12))
    done = desk.correspondence.complete(track.act("c01"), case_id, date(2026, 11, 12))
    assert done.line.state is CaseState.COMPLETED
    # 完了日 2026-11-12: 6 months and 2 years by 民法143, due on the morrow.
    assert {unit.cls: unit.due_on for unit in done.units} == {
        RetentionClass.A: date(2027, 5, 13),
        RetentionClass.B: date(2028, 11, 13),
        RetentionClass.C: date(2028, 11, 13),
        RetentionClass.C6: date(2027, 5, 13),
    }

    track.later(days=182)  # 2027-05-13
    due = desk.disposal.keeping(track.office.by("c01"), track.office.now.date()).due
    assert {line.cls for line in due} == {RetentionClass.A, RetentionClass.C6}

    batch = desk.disposal.propose(track.act("c01"), [line.unit_id for line in due])
    assert (batch.number, batch.state) == ("2027-H001", ItemState.PROPOSED)
    desk.disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    executed = track.execute(batch.id)
    assert executed.stage is DisposalStage.KEYS_DESTROYED_LIVE

    kept = track.get(case_id)
    stubs = {unit.cls: unit.stub for unit in kept.units}
    assert stubs[RetentionClass.A].startswith("廃棄済 2027-05-13")
    assert stubs[RetentionClass.B] == ""
    assert [page.destroyed for doc in kept.documents for page in doc.pages] == [False, True]
    assert desk.disposal.certificate(track.act("c01"), batch.id).startswith(b"%PDF")
    assert desk.audit.verify().ok
