"""Duties that check each other never fall to one person, whatever role the person has (DOMAIN §8).

The other pairs are tested where their task is: approvals, correspondence, filing, verification,
disposal.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office, passphrase
from mail_bag import licence

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.roles import Role
from desktop.store.disposals import batch_row


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def test_the_proposer_of_a_setting_does_not_sign_it(office: Office) -> None:
    """Even an administrator who has become a supervisor in between."""
    today = office.now.date()
    desk = office.desk.administration
    second = ("a02", "管理 二子", Role.ADMINISTRATOR, passphrase("a02"))
    office.desk.people.add(office.act("a01"), *second)
    (role,) = desk.proposals()
    desk.sign_setting(office.act("s01"), role.id, passphrase("s01"))
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, today)
    office.give_role("a01", Role.SUPERVISOR, by="a02")
    with pytest.raises(SamePerson):
        desk.sign_setting(office.act("a01"), proposal.id, passphrase("a01"))
    assert desk.settings(today).fee_unit == 220
    assert [one.id for one in desk.proposals()] == [proposal.id]


def test_mail_that_joins_a_case_has_two_openers_too(track: Track) -> None:
    case_id = track.file().case_id
    clerk = track.office.id_of("c01")
    with pytest.raises(SamePerson):
        track.file(licence(), join_case=case_id, openers=(clerk, clerk))


def test_the_proposer_of_a_disposal_does_not_send_it_back(track: Track) -> None:
    track.to_due()
    batch = track.office.desk.disposal.propose(track.act("c01"), track.due_units())
    track.office.give_role("c01", Role.SUPERVISOR)
    with pytest.raises(SamePerson):
        track.office.desk.disposal.send_back(track.act("c01"), batch.id, "一部を除く")


def test_a_list_changed_after_its_approval_is_not_executed(track: Track) -> None:
    """A row that somebody wrote into the database behind the desk's back."""
    _, batch_id = track.to_batch_approved()
    with track.office.desk.premises.database.transaction() as session:
        batch_row(session, batch_id).list_hash = "0" * 64
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(batch_id)
