"""After `irreversible`: with every live key and every earlier copy in hand, nothing comes back.

The thief of this test holds what no thief will: the card, every stick, the passphrase of everybody
at the desk, and a copy of the store from each day before. What they do not have is the key of an
earlier epoch, which lay in the slot and on the sticks only (TRUST §2).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from case_path import Track
from desk_office import Office, everything_kept, passphrase
from key_desk import medium, told, write_sticks
from mail_bag import ICHIRO

from desktop.domain.disposal import DisposalStage
from desktop.store.errors import SealBroken, SlotOutdated
from desktop.store.schema.casework import PageRow, UnitRow
from desktop.store.schema.infrastructure import PersonRow, RecordKeyRow
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.crypto import context, unseal
from desktop.store.vault.keys import unwrap
from desktop.store.vault.slot import CARD
from desktop.store.vault.stick import StickFile
from desktop.store.vault.vault import unwrap_key

GONE = ("A", "C6")  # what was due; class B and C of the same case live on


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path / "work")


def certificate(track: Track, batch_id: str) -> str:
    pdf = track.office.desk.disposal.certificate(track.act("c01"), batch_id)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(text.split())


def stage_of(track: Track, batch_id: str) -> DisposalStage:
    return track.office.desk.disposal.batch(track.office.by("c01"), batch_id).stage


def live_keys(office: Office, folder: Path) -> dict[str, bytes]:
    """Everything that opens an epoch today: the slot by each person and card, sticks by card."""
    premises, card = office.desk.premises, RecoveryCard.from_words(" ".join(office.words))
    with premises.database.reading() as session:
        number, _ = premises.vault.epoch_key(session)
        people = session.query(PersonRow).all()
    half = premises.slot.current(premises.store_id, number)
    found = {"card": half.key_for(CARD, card.private())}
    for person in people:
        keys = unwrap(person.id, person.wrapped_private, passphrase(person.login))
        found[person.login] = half.key_for(person.id, keys.agreement)
    for label in "AB":
        found[label] = StickFile(medium(folder, label)).key_for(card)[1]
    return found


def wrapped_in(file: Path) -> Iterator[tuple[str, int, bytes]]:
    """The wrapped data keys of a copy of the database, as a thief reads them."""
    with sqlite3.connect(file) as connection:
        yield from connection.execute("SELECT id, epoch, wrapped FROM record_key").fetchall()
    connection.close()


def test_sticks_prove_a_disposal_stage_by_stage_and_nothing_of_it_comes_back(
    track: Track, tmp_path: Path
) -> None:
    office = track.office
    track.folder.mkdir()
    case_id, batch_id = track.to_batch_approved()
    write_sticks(office, tmp_path)
    database = office.desk.premises.database
    with database.reading() as session:
        doomed = {unit.key_id for unit in session.query(UnitRow) if unit.cls in GONE}
        kept = {unit.key_id for unit in session.query(UnitRow) if unit.cls not in GONE}
        survivors = {row.id for row in session.query(RecordKeyRow)} - doomed
        (card,) = (page for page in session.query(PageRow) if page.kind == "DL")
        unit = session.get_one(UnitRow, card.unit_id)
        place, sealed, key_id = (card.id, "image", "page"), card.image, unit.key_id
        vault = office.desk.premises.vault
        scan = vault.open(session, key_id, *place[:2], "page", sealed)
    assert len(scan) > 2_000
    database.checkpoint()
    copy = tmp_path / "copy of the night before"
    shutil.copytree(office.folder, copy)
    (epoch_then, key_then) = _epoch(office)

    # Stage by stage; the certificate never says more than is proven.
    track.execute(batch_id)
    assert stage_of(track, batch_id) is DisposalStage.KEYS_DESTROYED_LIVE
    assert "復元不可能とは述べません" in certificate(track, batch_id)
    assert [late for _, _, late in told(office, "STICK")] == [False]
    write_sticks(office, tmp_path, "B")
    assert stage_of(track, batch_id) is DisposalStage.KEYS_DESTROYED_LIVE
    assert "復元不可能とは述べません" in certificate(track, batch_id)
    (done,) = write_sticks(office, tmp_path, "A")
    assert done.proven == 1
    assert stage_of(track, batch_id) is DisposalStage.IRREVERSIBLE
    text = certificate(track, batch_id)
    assert "復元不可能とは述べません" not in text
    assert "この一覧の内容は復元不可能です" in text
    assert told(office, "STICK") == []
    lines = office.desk.audit.entries(office.by("k01"), 0, 40, action="disposal.stage")
    assert [line.detail["stage"] for line in reversed(lines)] == [
        "STICK_A",
        "STICK_B",
        "IRREVERSIBLE",
    ]

    # Every survivor opens: all keys with the live key, and the case as the clerk sees it.
    epoch, key_now = _epoch(office)
    with database.reading() as session:
        now = {row.id: row.wrapped for row in session.query(RecordKeyRow)}
    assert survivors <= now.keys()
    assert not doomed & now.keys()
    opened = [unwrap_key(key_now, one, epoch, now[one]) for one in now]
    assert len(opened) == len(now)
    assert track.get(case_id).line.name == ICHIRO.name

    # No live key opens a wrapped key of an earlier copy, doomed or not.
    live = live_keys(office, tmp_path)
    assert len(live) >= 8
    assert set(live.values()) == {key_now}
    copied = list(wrapped_in(copy / "store.db"))
    assert doomed | kept <= {one for one, _, _ in copied}
    for one, number, wrapped in copied:
        for key in {*live.values(), *opened}:
            with pytest.raises(SealBroken):
                unwrap_key(key, one, number, wrapped)
    # The copy does open with the key of its day: the loop above can find what is there.
    assert {one for one, number, wrapped in copied if unwrap_key(key_then, one, number, wrapped)}
    # No live data key opens the scan itself, as the copy still holds it.
    for key in {*live.values(), *opened}:
        with pytest.raises(SealBroken):
            unseal(key, sealed, context(*place[:2], "page"))
    # The slot of today beside the copy of the database: of another epoch, and refused.
    with pytest.raises(SlotOutdated):
        office.desk.premises.slot.current(office.desk.premises.store_id, epoch_then)

    # Raw: database, log, spool, temporary files, key-book, slot and sticks hold no byte of it.
    (office.folder / "stick-a").write_bytes(
        (medium(tmp_path, "A") / "madoguchi-key.bin").read_bytes()
    )
    (office.folder / "stick-b").write_bytes(
        (medium(tmp_path, "B") / "madoguchi-key.bin").read_bytes()
    )
    pieces = [scan[at : at + 48] for at in range(0, len(scan) - 48, 997)]
    pieces += [sealed[at : at + 48] for at in range(0, len(sealed) - 48, 997)]
    for field in (ICHIRO.name, ICHIRO.phone, ICHIRO.name.replace(" ", "")):
        pieces += [field.encode(one) for one in ("utf-8", "utf-16-le", "cp932")]
    hay = dict(everything_kept(office))
    assert "store.db" in hay
    assert "keybook.mdg" in hay
    for name, data in hay.items():
        assert not [piece for piece in pieces if piece in data], name

    # Nor can it be guessed: no digest of a phone number or postal code stands beside the register.
    register = {name for name in hay if name.startswith("register-")}
    digests = {
        int.from_bytes(digest, "little")
        for text in (*_phones(ICHIRO.phone), *_postal_codes(ICHIRO.postal))
        for key in (b"", key_now, key_then, opened[0])
        for digest in _digests(key, text)
    }
    blobs = b"".join(data for name, data in hay.items() if name not in register)
    wanted = np.array(sorted(digests), dtype="<u8")
    for shift in range(8):  # every eight bytes that stand anywhere
        whole = (len(blobs) - shift) // 8
        found = np.frombuffer(blobs, "<u8", whole, shift)
        assert not np.isin(found, wanted).any()


def _epoch(office: Office) -> tuple[int, bytes]:
    with office.desk.premises.database.reading() as session:
        return office.desk.premises.vault.epoch_key(session)


def _phones(own: str) -> Iterator[str]:
    """The block of ten thousand that the number lies in, thinned out, and the number itself."""
    yield own
    yield own.replace("-", "")
    head = own[:-4]
    for last in range(0, 10_000, 97):
        yield f"{head}{last:04d}"


def _postal_codes(own: str) -> Iterator[str]:
    yield own
    for last in range(0, 10_000, 197):
        yield f"{own[:3]}-{last:04d}"


def _digests(key: bytes, text: str) -> Iterator[bytes]:
    """The first bytes of every digest by which somebody might have made a look-up token."""
    for written in (text, text.replace("-", "")):
        plain = written.encode()
        yield hashlib.sha256(key + plain).digest()[:8]
        yield hmac.new(key, plain, hashlib.sha256).digest()[:8]
        yield hashlib.blake2b(plain, key=key[:64]).digest()[:8]
