"""Put to the product's rules as it stands written, each envelope gives the intended verdict."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from japan import ADDRESSES

from desktop.domain.verification import Decision, Place, RegisterSide, Side, three_way
from desktop.domain.wareki import parse_wareki

Truth = dict[str, Any]

EXPECTED = {
    "env01": Decision.PASS,
    "env02": Decision.PASS,
    "env03": Decision.PASS,
    "env04": Decision.PASS,
    "env05": Decision.SECOND_CLERK,
    "env06": Decision.CORRECTION,
    "env07": Decision.CORRECTION,
    "env08": Decision.PASS,
    "env09": Decision.PASS,
    "env11": Decision.PASS,
    "env12": Decision.SECOND_CLERK,
}


@pytest.mark.parametrize("envelope", sorted(EXPECTED))
def test_the_rules_give_the_verdict_the_story_intends(
    truth: Truth, shipped: Path, envelope: str
) -> None:
    told = truth[envelope]
    request = truth["env07"] if envelope == "env12" else told
    papers = [*(request["pages"] if envelope == "env12" else []), *told["pages"]]
    sides = [paper(page["identity"]) for page in papers if "identity" in page]
    if told["agent"]:
        sides = sides[:1]  # the agent's own licence says nothing of the principal
    found = three_way(
        form(request["pages"][0]["fields"]), sides, register(shipped, told), ADDRESSES
    )
    assert found.verdict.decision is EXPECTED[envelope]
    assert found.verdict.level in told["ending"]["levels"]
    assert found.verdict.level == told["ending"]["level"]
    assert found.verdict.matched == told["ending"]["matched"]
    if envelope == "env06":
        assert found.verdict.differing == ("room",)


def form(fields: dict[str, str]) -> Side:
    parts = ("prefecture", "city", "town", "block", "building", "room")
    return Side(
        name=fields["name"],
        postal=fields["postal"],
        address=" ".join(fields.get(part, "") for part in parts).strip(),
        birth=parse_wareki(fields["birth"]),
    )


def paper(identity: dict[str, str]) -> Side:
    return Side(
        name=identity["name"],
        address=identity["address"],
        previous_address=identity["previous_address"],
        birth=date.fromisoformat(identity["birth"]),
    )


def register(office: Path, told: Truth) -> RegisterSide:
    with (office / "register.csv").open(encoding="utf-8", newline="") as file:
        lines = [r for r in csv.DictReader(file) if r["customer_no"] == told["customer_no"]]
    current = next(line for line in lines if not line["valid_to"])
    return RegisterSide(
        name=current["name"],
        birth=date.fromisoformat(current["birth"]),
        r1=Place(current["address"], current["postal"]),
        r2=Place(current["supply_address"], current["supply_postal"]),
    )
