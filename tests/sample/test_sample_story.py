"""The twelve envelopes hold what they should; every expectation is written by hand."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

Truth = dict[str, Any]
Pages = Callable[[Path, Truth], list[Image.Image]]

# id: kinds of the pages · wanted · yen due · yen enclosed · state · letters
STORY = {
    "env01": ("FORM DL STAMPS ENVELOPE", "DISCLOSE K1 K3", 440, 440, "COMPLETED", "D-05"),
    "env02": ("FORM RC RC STAMPS", "DISCLOSE K4", 220, 220, "COMPLETED", "D-05"),
    "env03": ("FORM DL STAMPS", "DISCLOSE K1 K6", 440, 440, "COMPLETED", "D-05"),
    "env04": ("FORM MNC MNC_BACK STAMPS", "DISCLOSE K2", 220, 220, "COMPLETED", "D-05"),
    "env05": ("FORM JUM INK STAMPS ENVELOPE", "DISCLOSE K1", 220, 220, "COMPLETED", "D-05"),
    "env06": ("FORM DL STAMPS", "DISCLOSE K1 K3", 440, 440, "COMPLETED", "D-02 D-06"),
    "env07": ("FORM DL STAMPS", "DISCLOSE K1", 220, 220, "AWAITING_CORRECTION", "D-02"),
    "env08": ("FORM DL", "DISCLOSE K3", 220, 0, "COMPLETED", "D-03 D-05"),
    "env09": ("FORM POWER INK DL STAMPS", "DISCLOSE K1", 220, 220, "COMPLETED", "D-05"),
    "env10": ("FORM DL STAMPS", "DISCLOSE K1", 220, 220, "CLOSED_NO_RESPONSE", "D-02 D-02 D-14"),
    "env11": ("FORM DL STAMPS", "DISCLOSE_3P K8", 220, 220, "COMPLETED", "D-07"),
    "env12": ("SLIP JUM INK", "DISCLOSE K1", 220, 0, "COMPLETED", "D-05"),
}
LEVELS = {
    "env01": "EXACT",
    "env05": "HISTORICAL",
    "env06": "DIFFERENT_ROOM",
    "env07": "NONE",
    "env12": "HISTORICAL",
}


@pytest.mark.parametrize("envelope", sorted(STORY))
def test_an_envelope_holds_its_papers_and_ends_where_the_story_says(
    truth: Truth, envelope: str
) -> None:
    kinds, wanted, due, enclosed, state, letters = STORY[envelope]
    told = truth[envelope]
    assert [page["kind"] for page in told["pages"]] == kinds.split()
    kind, *items = wanted.split()
    assert told["wanted"] == {kind: items}
    assert (told["fee"]["due"], told["fee"]["enclosed"]) == (due, enclosed)
    assert told["ending"]["state"] == state
    assert told["ending"]["letters"] == letters.split()
    if envelope in LEVELS:
        assert told["ending"]["level"] == LEVELS[envelope]


def test_there_are_twelve_envelopes_and_the_last_answers_the_seventh(truth: Truth) -> None:
    assert list(truth) == sorted(STORY)
    assert truth["env07"]["case"] == "26-0007"
    assert truth["env12"]["joins"] == "26-0007"
    assert truth["env07"]["continued_by"] == "env12"
    assert truth["env12"]["customer_no"] == truth["env07"]["customer_no"]
    assert date.fromisoformat(truth["env12"]["arrived_on"]) > date(2026, 11, 10)


def test_four_items_are_refused_for_their_own_reasons(truth: Truth) -> None:
    decisions = {
        (name, one["item"]): (one["granted"], one["reason"], bool(one["text"]))
        for name, told in truth.items()
        for one in told["ending"]["decisions"]
    }
    assert decisions["env03", "K1"] == (True, "", False)
    assert decisions["env03", "K6"] == (False, "R_HE", True)
    assert decisions["env11", "K8"] == (False, "R_NI", True)
    assert decisions["env06", "K1"] == decisions["env06", "K3"] == (False, "R_HA", True)
    assert sum(not granted for granted, _, _ in decisions.values()) == 4


def test_the_files_are_what_the_truth_says_and_small(
    truth: Truth, shipped: Path, pages_of: Pages
) -> None:
    formats = set()
    for told in truth.values():
        pages = pages_of(shipped, told)
        assert len(pages) == len(told["pages"])
        for page in pages:
            assert abs(page.width / told["dpi"] * 25.4 - 210) < 1
            assert abs(page.height / told["dpi"] * 25.4 - 297) < 1
        assert 200 <= told["dpi"] <= 300
        formats.add(told["format"])
    assert formats == {"PDF", "TIFF", "JPEG"}
    on_disk = [file for file in (shipped / "mail").iterdir() if file.is_file()]
    assert {file.name for file in on_disk} == {n for t in truth.values() for n in t["files"]}
    assert sum(file.stat().st_size for file in on_disk) < 12_000_000


def test_the_claimed_room_differs_from_the_registered_one_in_one_digit(truth: Truth) -> None:
    told = truth["env06"]
    fields = told["pages"][0]["fields"]
    *_, building, room = told["register_address"].split(" ")
    assert fields["building"] == building
    assert sum(a != b for a, b in zip(fields["room"], room, strict=True)) == 1
    assert f"{fields['room']}号室" in told["pages"][1]["identity"]["address"]


@pytest.mark.parametrize("envelope", ["env05", "env12"])
def test_a_mover_proves_the_registered_address_as_the_former_one(
    truth: Truth, envelope: str
) -> None:
    told = truth[envelope]
    papers = [page["identity"] for page in told["pages"] if "identity" in page]
    form = truth["env07" if envelope == "env12" else envelope]["pages"][0]["fields"]
    chome = "一二三四五六七八九"[int(form["town"][-3]) - 1]
    ban, go = form["block"].split("-")
    place = f"{form['prefecture']}{form['city']}{form['town'][:-3]}{chome}丁目{ban}番{go}号"
    for paper in papers:
        assert paper["address"].startswith(place)
        assert paper["address"].removeprefix(place).strip() == (
            f"{form['building']}{form['room']}号室" if form.get("building") else ""
        )
    former = papers[0]["previous_address"]
    assert _numbers(former) == _numbers(told["register_address"])
    assert former[:6] == told["register_address"][:6]
    arrived = date.fromisoformat(told["arrived_on"])
    for paper in papers:
        assert 0 <= (arrived - date.fromisoformat(paper["issued"])).days < 60


def test_the_disagreeing_licence_still_shows_the_old_registered_place(truth: Truth) -> None:
    told = truth["env07"]
    form, licence = told["pages"][0]["fields"], told["pages"][1]["identity"]
    assert licence["name"] == form["name"]
    assert form["town"] not in licence["address"]
    assert _numbers(licence["address"]) == _numbers(told["register_address"])


def test_the_stranger_is_nowhere_in_the_register(truth: Truth, shipped: Path) -> None:
    told = truth["env10"]
    fields = told["pages"][0]["fields"]
    assert told["customer_no"] == ""
    place = f"{fields['prefecture']}{fields['city']}{fields['town']}{fields['block']} "
    with (shipped / "register.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["name"] != fields["name"]
            assert not unicodedata.normalize("NFKC", row["address"]).startswith(place)


def test_the_agent_comes_with_the_power_the_seal_and_a_licence_of_their_own(truth: Truth) -> None:
    told = truth["env09"]
    fields = told["pages"][0]["fields"]
    assert told["agent"] is True
    assert fields["agent"] == "1"
    assert told["pages"][2]["identity"]["name"] == fields["name"]
    assert told["pages"][3]["identity"]["name"] != fields["name"]


def test_identity_papers_are_in_date_on_the_day_of_arrival(truth: Truth) -> None:
    for told in truth.values():
        for page in told["pages"]:
            expires = page.get("identity", {}).get("expires")
            assert not expires or expires > told["arrived_on"]


def test_only_the_back_of_the_my_number_card_is_forbidden(truth: Truth) -> None:
    found = [(name, page) for name, told in truth.items() for page in told["pages"]]
    forbidden = [(name, page) for name, page in found if page["forbidden"]]
    assert [(name, page["kind"]) for name, page in forbidden] == [("env04", "MNC_BACK")]
    [number] = forbidden[0][1]["never_kept"]
    weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    rest = sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11
    assert len(number) == 12
    assert int(number[-1]) == (0 if rest <= 1 else 11 - rest)


def _numbers(address: str) -> list[str]:
    """The numbers of an address in order, 丁目 in kanji or digits alike."""
    text = unicodedata.normalize("NFKC", address)
    for value, kanji in enumerate("一二三四五六七八九", 1):
        text = text.replace(f"{kanji}丁目", f"{value}丁目")
    return "".join(c if c.isdigit() else " " for c in text).split()
