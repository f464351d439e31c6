"""Issue 5: each guard and each rule of two people is switched off once, and a named test fails.

Which those are stands here, written by hand from DOMAIN §2, §8, §10 and DESIGN §1, and is held
against the source and against the list of sabotages. A new rule without a sabotage fails here.
"""

from __future__ import annotations

import ast
import re
from collections import Counter

from audit_writes import ROOT
from sabotages import GUARDS, SABOTAGES

BY_NAME = {one.name: one for one in SABOTAGES}

# Every condition that the table of the case states may ask (DOMAIN §8).
CASE_GUARDS = [
    "arrived",
    "envelope",
    "enclosures",
    "two_openers",
    "purged",
    "form_complete",
    "identity",
    "second_check",
    "second_is_another",
    "agent",
    "principal_alive",
    "proven_or_refusal",
    "only_unproven_reasons",
    "asked_first",
    "own_usage",
    "secrecy_decided",
    "scoped",
    "fee_owed",
    "fee_done",
    "fee_for_grant",
    "not_all_refused",
    "money_booked",
    "money_sent_back",
    "nothing_held",
    "answered",
    "decided",
    "reasons",
    "drafter",
    "approver",
    "approver_is_another",
    "unchanged",
    "address_verified",
    "enclosure_checked",
    "enclosure_by_another",
    "tracked",
    "delivered",
    "quiet",
    "classed",
    "past_deadline",
    "no_second_notice",
    "second_notice_sent",
    "returned",
    "first_resend",
    "return_expired",
    "withdrawn",
    "parts_intact",
]

# Those of them that two people share, each with a sabotage and a test besides.
GUARDS_OF_TWO = {
    "two_openers": "two openers, of a new case",
    "second_is_another": "first ≠ second clerk",
    "approver_is_another": "drafter ≠ approver",
    "enclosure_by_another": "printer ≠ enclosure checker, at dispatch",
}

# Where else the same person is refused: the condition as it stands in the file, what switches it
# off. A condition that stands there twice is switched off twice.
NOT_THE_SAME_PERSON = {
    "domain/deputies.py": {"person_id in hands": ["deputies: none decides on the own work"]},
    "domain/disposal.py": {
        "proposer == approver": ["disposal: proposer ≠ approver"],
        "executor == witness": ["disposal: executor ≠ witness"],
    },
    "domain/findings.py": {
        "judge in (answered_by, owner)": ["finding: nobody confirms the own correction"],
        "judge == owner": ["finding: nobody puts off the own correction"],
    },
    "services/administration.py": {
        "setting.proposed_by == act.by.person_id": ["setting: proposer ≠ signer"]
    },
    "services/arrivals.py": {
        "row.proposed_by == act.by.person_id": ["arrival: another person confirms the day"]
    },
    "services/assignment.py": {
        "from_person == to_person": ["hand-over: not to the same person"],
    },
    "services/day_close.py": {"person.id == act.by.person_id": ["day: two people count it"]},
    "services/disclosure_media.py": {
        "written['by'] == act.by.person_id": ["medium: read back by another person"]
    },
    "services/disposal.py": {
        "approval.approver == act.by.person_id": [
            "deputies: none executes the disposal they approved"
        ]
    },
    "services/enclosure.py": {
        "row.printed_by == act.by.person_id": ["printer ≠ enclosure checker"],
        "row.way_by == act.by.person_id": ["who chose a less sure way ≠ enclosure checker"],
    },
    "services/fee_corrections.py": {
        "row.proposed_by == act.by.person_id": [
            "money: who says that an entry is wrong does not undo it"
        ]
    },
    "services/fee_witness.py": {
        "person.id == act.by.person_id": [
            "money: whoever sends it back does not stand by as the second person"
        ]
    },
    "services/filing.py": {
        "len(set(facts.openers)) < len(facts.openers)": ["two openers, of mail that joins a case"]
    },
    "services/hand_issue.py": {
        "signer.id == act.by.person_id": ["a letter by hand: who records it does not sign it"]
    },
    "services/holds.py": {
        "hold.release_proposed_by == act.by.person_id": [
            "hold: who proposes its release ≠ who confirms"
        ]
    },
    "services/paper_care.py": {
        "row.checked_by == act.by.person_id": [
            "original: who checked the envelope does not send it"
        ]
    },
    "services/key_care.py": {
        "witness.id == act.by.person_id": ["card: who renews it does not stand by as the witness"]
    },
    "services/passphrase_reset.py": {
        "person_id == act.by.person_id": ["passphrase reset: nobody resets the own"],
        "witness.id == person_id": ["passphrase reset: the witness is another"],
    },
    "services/role_changes.py": {
        "person_id == act.by.person_id": [
            "roles: nobody asks for another role of the own",
            "roles: nobody signs the own",
        ]
    },
}


def test_every_guard_of_the_states_is_known_and_switched_off() -> None:
    source = (ROOT / GUARDS).read_text("utf8")
    assert re.findall(r'Guard\(\n    "(\w+)"', source) == CASE_GUARDS
    assert source.count("= Guard(") == len(CASE_GUARDS)
    assert [name for name in CASE_GUARDS if f"guard: {name}" not in BY_NAME] == []


def test_every_guard_of_two_people_has_a_sabotage_of_its_own() -> None:
    guards = (ROOT / GUARDS).read_text("utf8").split("= Guard(")[1:]
    two = {one.split('"')[1] for one in guards if "    SamePerson,\n)" in one}
    assert two == set(GUARDS_OF_TWO)
    assert {BY_NAME[name].file for name in GUARDS_OF_TWO.values()} == {GUARDS}


def test_every_refusal_of_the_same_person_is_known_and_switched_off() -> None:
    found = {
        str(path.relative_to(ROOT / "desktop")): refused
        for path in sorted((ROOT / "desktop").rglob("*.py"))
        if (refused := _refusals(path.read_text("utf8")))
    }
    known = {
        file: Counter({condition: len(names) for condition, names in rules.items()})
        for file, rules in NOT_THE_SAME_PERSON.items()
    }
    assert found == known, "a rule of two people without a sabotage here, or one that is gone"
    for file, rules in NOT_THE_SAME_PERSON.items():
        for condition, names in rules.items():
            for name in names:
                one = BY_NAME[name]
                damaged = _refusals(one.damage((ROOT / one.file).read_text("utf8")))
                # It stands in the file itself, or where the rule is asked for.
                at_home = one.file == f"desktop/{file}"
                assert not at_home or damaged[condition] == found[file][condition] - 1, name


def _refusals(source: str) -> Counter[str]:
    """The conditions under which a SamePerson is raised."""
    found: Counter[str] = Counter()
    if "raise SamePerson(" not in source:  # nearly every file: not worth taking apart
        return found
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If) and any(_is_refusal(one) for one in node.body):
            found[ast.unparse(node.test)] += 1
    return found


def _is_refusal(node: ast.stmt) -> bool:
    called = node.exc if isinstance(node, ast.Raise) else None
    name = called.func if isinstance(called, ast.Call) else None
    return isinstance(name, ast.Name) and name.id == "SamePerson"
