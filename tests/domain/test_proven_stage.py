"""How far the disks prove a disposal, as a table (TRUST §2): the content died with epoch 4."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.disposal import DisposalStage, proven_stage
from desktop.domain.key_media import card_due, stick_due

PROVEN = [
    # slot, stick A, stick B, overwritten in place
    (4, 4, 4, True, DisposalStage.CONTENT_ERASED),
    (5, None, None, True, DisposalStage.KEYS_DESTROYED_LIVE),
    (5, 4, 5, True, DisposalStage.KEYS_DESTROYED_LIVE),
    (5, None, 5, True, DisposalStage.KEYS_DESTROYED_LIVE),
    (5, 5, 4, True, DisposalStage.STICK_A),
    (5, 5, None, True, DisposalStage.STICK_A),
    (5, 5, 5, False, DisposalStage.STICK_B),
    (5, 5, 5, True, DisposalStage.IRREVERSIBLE),
    (7, 6, 5, True, DisposalStage.IRREVERSIBLE),
]


@pytest.mark.parametrize(("slot", "a", "b", "in_place", "stage"), PROVEN)
def test_irreversible_needs_slot_and_both_sticks_at_a_later_epoch(
    slot: int, a: int | None, b: int | None, in_place: bool, stage: DisposalStage
) -> None:
    found = proven_stage(4, slot=slot, stick_a=a, stick_b=b, in_place=in_place)
    assert found is stage


def test_sticks_follow_within_seven_days_and_cards_are_read_within_seven_and_yearly() -> None:
    assert stick_due(date(2026, 11, 10)) == date(2026, 11, 17)
    assert card_due(date(2026, 11, 10), None) == date(2026, 11, 17)
    assert card_due(date(2026, 11, 10), date(2026, 12, 1)) == date(2027, 12, 1)
