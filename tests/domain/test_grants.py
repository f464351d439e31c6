"""What a granted request must say, by hand from DOMAIN §1 (32条2項, 34条3項, 35条7項)."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.errors import Refused
from desktop.domain.grants import check_grant, wanting
from desktop.domain.requests import RequestType

DAY = date(2026, 11, 12)
SAID = {"told": "料金の請求のため", "before": "旧町1番", "after": "新町2番", "done_on": DAY}

# type: what its grant has to say
NEEDED = {
    "PURPOSE": {"told"},
    "DISCLOSE": set(),
    "DISCLOSE_3P": set(),
    "CORRECT": {"before", "after", "done_on"},
    "ADD": {"after", "done_on"},
    "DELETE": {"before", "done_on"},
    "STOP_USE": {"done_on"},
    "ERASE": {"done_on"},
    "STOP_3P": {"done_on"},
}


def lacking(kind: str, *left_out: str) -> str:
    said = {key: value for key, value in SAID.items() if key not in left_out}
    found = wanting(
        RequestType(kind),
        str(said.get("told", " 。")),
        str(said.get("before", "")),
        str(said.get("after", "　")),
        DAY if "done_on" in said else None,
    )
    return found.field if found else ""


@pytest.mark.parametrize("kind", NEEDED)
@pytest.mark.parametrize("left_out", SAID)
def test_a_grant_says_what_its_type_needs_and_no_more(kind: str, left_out: str):
    assert lacking(kind, left_out) == (left_out if left_out in NEEDED[kind] else "")


@pytest.mark.parametrize("kind", NEEDED)
def test_a_whole_grant_lacks_nothing(kind: str):
    assert lacking(kind) == ""


@pytest.mark.parametrize(
    ("done_on", "fits"),
    [
        (date(2026, 11, 8), False),
        (date(2026, 11, 9), True),
        (date(2026, 11, 13), True),
        (date(2026, 11, 14), False),
    ],
)
def test_it_was_done_after_the_request_came_and_not_in_the_future(done_on: date, fits: bool):
    def check() -> None:
        check_grant(
            *(RequestType.STOP_USE, "", "", "", done_on),
            arrived_on=date(2026, 11, 9),
            today=date(2026, 11, 13),
        )

    if fits:
        check()
    else:
        with pytest.raises(Refused) as refusal:
            check()
        assert refusal.value.field == "done_on"
