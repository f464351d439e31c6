"""Media for the key sticks, and what lies on a disk at one moment."""

from __future__ import annotations

from pathlib import Path

from desk_office import Office

from desktop.domain.key_media import StickLabel
from desktop.services.key_views import StickWritten


def medium(folder: Path, name: str) -> Path:
    """A stick's folder, outside of the store."""
    made = folder / "media" / name
    made.mkdir(parents=True, exist_ok=True)
    return made


def write_sticks(office: Office, folder: Path, labels: str = "AB") -> list[StickWritten]:
    """Bring these sticks to the store's epoch, as a supervisor does."""
    return [
        office.desk.keys.write_stick(office.act("s01"), StickLabel(one), medium(folder, one))
        for one in labels
    ]


def told(office: Office, code: str) -> list[tuple[str, str, bool]]:
    """What the day's page says of it: the sentence, the next step, whether it is red."""
    view = office.desk.cases.today(office.by("c01"), office.now)
    return [(one.sentence, one.next_step, one.late) for one in view.red_tasks if one.code == code]
