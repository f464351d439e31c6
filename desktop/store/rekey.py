"""A page taken out of its unit at once: the rest goes under a new key, the old key goes (TRUST §2).

One data key seals a whole unit (DESIGN §4), so a page alone can only be destroyed by sealing
everything else of the unit anew.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.documents import AREA
from desktop.store.letters import LETTER_AREA, RECORD_AREA
from desktop.store.parts import PART_AREA
from desktop.store.schema.casework import LetterRow, PageRow, PartRow, UnitRow
from desktop.store.units import key_of
from desktop.store.vault.vault import Vault

_PIECES = ("image", "thumbnail", "reading")


def drop_page(session: Session, vault: Vault, page: PageRow) -> None:
    """Erase the page's contents and the key that sealed them; the unit lives on under another.

    Raises KeyDestroyed where the unit was disposed of. After the next roll no copy opens.
    """
    unit = session.get_one(UnitRow, page.unit_id)
    key_of(unit)
    page.image = page.thumbnail = page.reading = None
    session.flush()
    renew_key(session, vault, unit)


def renew_key(session: Session, vault: Vault, unit: UnitRow) -> None:
    """Seal all that the unit holds now under a fresh key and drop the old one: what left the unit
    opens from no old copy by a key that the unit still uses."""
    old = key_of(unit)
    new = vault.new_key(session)
    _pages(session, vault, unit.id, old, new)
    for part in session.scalars(select(PartRow).where(PartRow.unit_id == unit.id)):
        part.blob = _again(session, vault, old, new, (part.id, part.kind, PART_AREA), part.blob)
    for letter in session.scalars(select(LetterRow).where(LetterRow.unit_id == unit.id)):
        place = (letter.id, letter.code, LETTER_AREA)
        letter.blob = _again(session, vault, old, new, place, letter.blob)
    for letter in session.scalars(select(LetterRow).where(LetterRow.record_unit_id == unit.id)):
        place = (letter.id, letter.code, RECORD_AREA)
        letter.record = _again(session, vault, old, new, place, letter.record)
    unit.key_id = new
    session.flush()
    vault.destroy(session, [old])


def _pages(session: Session, vault: Vault, unit_id: str, old: str, new: str) -> None:
    for page in session.scalars(select(PageRow).where(PageRow.unit_id == unit_id)):
        for piece in _PIECES:
            blob = getattr(page, piece)
            place = (page.id, piece, AREA)
            setattr(page, piece, _again(session, vault, old, new, place, blob))


def _again(
    session: Session,
    vault: Vault,
    old: str,
    new: str,
    place: tuple[str, str, str],
    blob: bytes | None,
) -> bytes | None:
    """The same content for the same place under the new key."""
    if blob is None:
        return None
    return vault.seal(session, new, *place, vault.open(session, old, *place, blob))
