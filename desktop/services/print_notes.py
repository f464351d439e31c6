"""What a clerk should know before a letter is printed, kept sealed with the letter.

A name may ask for a shape that no font of the installation holds. The letter then shows the base
shape: the clerk reads so beside the letter, and decides whether the customer would mind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.letters.fonts import load_fonts
from desktop.letters.letter_texts import addressee_notes
from desktop.store.parts import get_part, put_part, slots_of_kind
from desktop.store.schema.casework import LetterRow
from desktop.store.vault.vault import Vault

_PART: Final = "print_note"
_USUAL: Final = "shift_jis"
"""The characters of JIS X 0208: the shipped fonts hold all that a name may have."""


def keep_notes(
    session: Session, vault: Vault, letter: LetterRow, notes: Sequence[str], at: datetime
) -> None:
    """Under the letter's own key: the notes tell a character of a name."""
    if notes:
        cls = "C" if letter.record_unit_id is None else "C6"
        values = {"notes": list(notes)}
        put_part(session, vault, letter.case_id, cls, _PART, values, at, slot=letter.id)


def notes_of(session: Session, vault: Vault, case_id: str) -> Mapping[str, tuple[str, ...]]:
    """By letter; nothing of a letter that has been destroyed."""
    slots = slots_of_kind(session, [case_id], _PART).get(case_id, ())
    found = {slot: get_part(session, vault, case_id, _PART, slot) for slot in slots}
    return {slot: tuple(values["notes"]) for slot, values in found.items() if values}


def expected_notes(name: str, address: str, fonts_dir: Path) -> tuple[str, ...]:
    """What a letter to this person will meet with; no font is read for what every font holds."""
    try:
        (name + address).encode(_USUAL)
    except UnicodeEncodeError:
        return addressee_notes(name, address, load_fonts(fonts_dir))
    return ()
