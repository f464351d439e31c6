"""What start-up put right in the slot file is told on the day's page (DESIGN §4, TRUST §2)."""

from __future__ import annotations

from desk_office import Office

from desktop.store.vault.slot import HALF_BYTES


def codes(office: Office) -> list[str]:
    day = office.desk.cases.today(office.by("c01"), office.now)
    return [task.code for task in day.red_tasks]


def test_a_torn_half_is_rewritten_and_told(office: Office) -> None:
    office.desk.close()
    with (office.folder / "slot.bin").open("r+b") as file:
        file.seek(HALF_BYTES + 60)
        file.write(b"\xff" * 16)
    office.reopen()
    assert "SLOT" in codes(office)
    office.reopen()
    assert "SLOT" not in codes(office)


def test_a_sound_slot_is_not_spoken_of(office: Office) -> None:
    office.reopen()
    assert "SLOT" not in codes(office)
