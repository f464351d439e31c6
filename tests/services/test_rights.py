"""Every capability against every role, from a table written by hand (DESIGN §1, DOMAIN §11)."""

from __future__ import annotations

import pytest
from desk_office import MORNING

from desktop.domain.errors import NotAllowed
from desktop.domain.roles import Capability, Role
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.store.vault.keys import make_keys

# C clerk, S supervisor, K auditor, A administrator
WHO_MAY = {
    "OPEN_MAIL": "CS",
    "FILE": "C",
    "CHECK_FORM": "C",
    "CHECK_IDENTITY": "C",
    "SECOND_CHECK": "CS",
    "FEE": "C",
    "INVESTIGATE": "C",
    "DRAFT": "C",
    "APPROVE": "S",
    "WAIVE": "S",
    "DISPATCH": "C",
    "ENCLOSE_CHECK": "CS",
    "PROPOSE_DISPOSAL": "C",
    "APPROVE_DISPOSAL": "S",
    "EXECUTE_DISPOSAL": "C",
    "WITNESS_DISPOSAL": "CS",
    "SET_HOLD": "S",
    "RELEASE_HOLD": "S",
    "CONFIRM_HOLD_RELEASE": "CS",
    "VIEW_CASE": "CSK",
    "VIEW_IDENTITY_IMAGE": "CSK",
    "SEARCH_REGISTER": "CS",
    "IMPORT_REGISTER": "A",
    "MANAGE_PEOPLE": "A",
    "PROPOSE_SETTING": "A",
    "SIGN_SETTING": "S",
    "BACKUP": "A",
    "READ_AUDIT": "SK",
    "ANCHOR_AUDIT": "SK",
    "ADD_FINDING": "SK",
    "EXPORT": "CS",
    "CONFIRM_CLOCK": "S",
    "ROLL_KEYS": "S",
    "REOPEN_DAY": "S",
    "ASSIGN": "CS",
    "DECIDE_SECRECY": "S",
}
LETTERS = {
    "C": Role.CLERK,
    "S": Role.SUPERVISOR,
    "K": Role.AUDITOR,
    "A": Role.ADMINISTRATOR,
}


def _person(role: Role) -> SignedIn:
    return SignedIn("p", "p01", "架空 太郎", role, make_keys("p"), MORNING)


def test_the_table_names_every_capability() -> None:
    assert set(WHO_MAY) == {capability.value for capability in Capability}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("name", WHO_MAY)
def test_a_role_may_exactly_what_the_table_says(name: str, letter: str) -> None:
    by, capability = _person(LETTERS[letter]), Capability(name)
    if letter in WHO_MAY[name]:
        rights.require(by, capability)
        rights.require(Act(by, MORNING, "0" * 32), capability)
    else:
        with pytest.raises(NotAllowed):
            rights.require(by, capability)
        with pytest.raises(NotAllowed):
            rights.require(Act(by, MORNING, "0" * 32), capability)
