"""What start-up found in the slot file and the spool is told on the day's page (TRUST §2, §5)."""

from __future__ import annotations

from desk_office import Office
from mail_bag import form_page, lay_in, licence

from desktop.services.intake import DiscardReason
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


def test_a_page_whose_file_is_gone_is_told_until_its_envelope_is_given_up(office: Office) -> None:
    envelope = lay_in(office, "c01", [form_page(), licence()])
    next((office.folder / "spool").glob("*.page")).unlink()
    office.reopen()
    assert "LOST_PAGE" in codes(office)
    office.desk.intake.discard(office.act("c01"), envelope, DiscardReason.RESCAN)
    assert "LOST_PAGE" not in codes(office)


def test_a_sound_slot_is_not_spoken_of(office: Office) -> None:
    office.reopen()
    assert "SLOT" not in codes(office)
