"""What each role may do, written out by hand from DESIGN §1."""

from __future__ import annotations

import pytest

from desktop.domain.errors import NotAllowed
from desktop.domain.roles import (
    CAPABILITIES,
    CAPABILITY_LABELS,
    ROLE_LABELS,
    Capability,
    Role,
    enough_people,
    may,
    require,
    roles_that_may,
)

C = Capability
CASE_CONTENT = {C.VIEW_CASE, C.VIEW_IDENTITY_IMAGE, C.SEARCH_REGISTER, C.EXPORT}
CHANGES_A_CASE = {
    C.OPEN_MAIL, C.FILE, C.CHECK_FORM, C.CHECK_IDENTITY, C.SECOND_CHECK, C.FEE, C.INVESTIGATE,
    C.ASSIGN, C.DRAFT, C.APPROVE, C.WAIVE, C.DISPATCH, C.ENCLOSE_CHECK, C.PROPOSE_DISPOSAL,
    C.APPROVE_DISPOSAL, C.EXECUTE_DISPOSAL, C.WITNESS_DISPOSAL, C.SET_HOLD, C.RELEASE_HOLD,
}  # fmt: skip


def test_the_administrator_sees_no_case():
    assert CAPABILITIES[Role.ADMINISTRATOR] == {
        C.MANAGE_PEOPLE, C.PROPOSE_SETTING, C.IMPORT_REGISTER, C.BACKUP,
    }  # fmt: skip


def test_the_auditor_reads_adds_findings_and_confirms_anchors():
    assert CAPABILITIES[Role.AUDITOR] == {
        C.VIEW_CASE, C.VIEW_IDENTITY_IMAGE, C.READ_AUDIT, C.ANCHOR_AUDIT, C.ADD_FINDING,
    }  # fmt: skip
    assert not CAPABILITIES[Role.AUDITOR] & CHANGES_A_CASE


@pytest.mark.parametrize(
    "capability",
    [C.APPROVE, C.WAIVE, C.APPROVE_DISPOSAL, C.SET_HOLD, C.RELEASE_HOLD, C.SIGN_SETTING,
     C.CONFIRM_CLOCK, C.ROLL_KEYS],
)  # fmt: skip
def test_what_a_supervisor_decides_nobody_else_decides(capability: Capability):
    assert [role for role in Role if may(role, capability)] == [Role.SUPERVISOR]


@pytest.mark.parametrize(
    ("does", "checks"),
    [
        (C.DRAFT, C.APPROVE),
        (C.PROPOSE_DISPOSAL, C.APPROVE_DISPOSAL),
        (C.PROPOSE_SETTING, C.SIGN_SETTING),
    ],
)
def test_no_role_holds_both_of_two_duties_that_check_each_other(does, checks):
    assert not [role for role in Role if may(role, does) and may(role, checks)]


def test_the_clerk_carries_a_case_from_mail_to_dispatch():
    day = {C.OPEN_MAIL, C.FILE, C.CHECK_FORM, C.CHECK_IDENTITY, C.FEE, C.DRAFT, C.DISPATCH}
    assert day <= CAPABILITIES[Role.CLERK]
    assert CAPABILITIES[Role.CLERK] >= CASE_CONTENT


def test_a_missing_right_names_who_has_it():
    with pytest.raises(NotAllowed, match="責任者に依頼"):
        require(Role.CLERK, Capability.APPROVE)
    require(Role.SUPERVISOR, Capability.APPROVE)
    assert roles_that_may(Capability.SECOND_CHECK) == "受付担当・責任者"


def test_the_smallest_office_is_two_clerks_a_supervisor_and_an_administrator():
    smallest = [Role.CLERK, Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR]
    assert enough_people(smallest) == []
    assert enough_people([*smallest, Role.AUDITOR]) == []
    for index in range(len(smallest)):
        assert len(enough_people(smallest[:index] + smallest[index + 1 :])) == 1
    assert len(enough_people([])) == 3


def test_every_role_and_right_has_a_word():
    assert set(ROLE_LABELS) == set(Role) == set(CAPABILITIES)
    assert set(CAPABILITY_LABELS) == set(Capability)
    used = frozenset().union(*CAPABILITIES.values())
    assert used | {C.BACKUP} >= set(Capability)
