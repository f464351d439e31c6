"""Sets, sticks and cards that do not belong: told apart, and nothing is put back (TRUST §2)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from archive import Archive, flip, no_matter, refused
from desk_office import MORNING

from desktop.services.backups import restore_store
from desktop.store.backup_set import Manifest, SetFile, read_set
from desktop.store.database import Database, migrations_config
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import make_keys
from desktop.store.vault.slot import HALF_BYTES, MAGIC


def copied(archive: Archive, folder: Path) -> Path:
    """A set of one's own to spoil, with nothing beside it."""
    target = folder / "own" / archive.late.name
    shutil.copytree(archive.late, target)
    return target


def test_an_early_stick_a_late_stick_and_strangers_are_told_apart(
    archive: Archive, tmp_path: Path
) -> None:
    place = tmp_path / "store"
    refused("restore_stick_older", lambda: archive.restore(archive.late, place, archive.old))
    alone = tmp_path / "own" / archive.early.name
    shutil.copytree(archive.early, alone)
    refused("restore_stick_newer", lambda: archive.restore(alone, place))
    named = archive.late / "keybook.mdg"
    bare = tmp_path / "bare.mdg"
    shutil.copy(named, bare)
    _take_the_proof_off(bare)
    refused("key_book_damaged", lambda: archive.restore(alone, place, key_book=bare))
    assert archive.restore(alone, place, key_book=named).closed == 3
    shutil.rmtree(place)
    early_book = archive.early / "keybook.mdg"
    late = copied(archive, tmp_path)
    refused("key_book_older", lambda: archive.restore(late, place, key_book=early_book))
    refused("restore_no_stick", lambda: archive.restore(late, place, tmp_path))
    never = tmp_path / ("x" * 300)  # what the system itself refuses to look at
    refused("restore_no_stick", lambda: archive.drill(late, never))
    refused("backup_set_missing", lambda: archive.drill(never))
    refused("store_place", lambda: archive.restore(late, never))
    file = next(archive.new.iterdir())
    torn = tmp_path / "torn.bin"
    torn.write_bytes(MAGIC + os.urandom(2 * HALF_BYTES - len(MAGIC)))
    refused("restore_stick_torn", lambda: archive.restore(late, place, torn))
    foreign = tmp_path / "foreign.bin"
    foreign.write_bytes(file.read_bytes())
    words = " ".join(RecoveryCard(bytes(range(32))).words())
    stop = threading.Event()
    refused(
        "restore_card_foreign",
        lambda: restore_store(late, place, foreign, words, MORNING, no_matter, stop),
    )
    assert not place.exists()


def _rewrite(folder: Path, **changes: object) -> None:
    """The list changed by somebody who signs it anew with a key of their own."""
    file = folder / "manifest.json"
    told = {**json.loads(file.read_text("utf-8")), **changes}
    keys = make_keys(str(told["made_by"]))
    told["signing"] = keys.public().signing.hex()
    file.write_bytes(Manifest.from_bytes(json.dumps(told).encode()).signed(keys).to_bytes())


def _drop_a_key(folder: Path) -> None:
    """A key-book without one record's key, its sum made right again, its place in the list too."""
    file = folder / "keybook.mdg"
    lines = file.read_bytes().rstrip(b"\n").split(b"\n")[:-1]
    body = b"\n".join([lines[0], *lines[2:]]) + b"\n"
    file.write_bytes(body + hashlib.sha256(body).hexdigest().encode() + b"\n")


def _take_the_proof_off(book: Path) -> None:
    """As books of earlier programs were, which told neither their people nor their moment."""
    lines = book.read_bytes().rstrip(b"\n").split(b"\n")[:-1]
    told = json.loads(lines[0])
    plain = {one: told[one] for one in ("format", "store", "epoch", "keys")}
    body = b"\n".join([json.dumps(plain).encode(), *lines[1:]]) + b"\n"
    book.write_bytes(body + hashlib.sha256(body).hexdigest().encode() + b"\n")


def _name_themselves(folder: Path) -> None:
    """Somebody with the medium alone puts a key of their own into the data and signs the list."""
    old = read_set(folder).manifest
    keys = make_keys(old.made_by)
    row = ("stranger", old.made_by, bytes(32), keys.public().signing, "2026-11-01 00:00:00", None)
    with closing(sqlite3.connect(folder / "store.db")) as data, data:
        names = "id, person_id, agreement_public, signing_public, valid_from, valid_until"
        data.execute(f"INSERT INTO person_key ({names}) VALUES (?, ?, ?, ?, ?, ?)", row)
    files = _with_the_database(folder, old)
    forged = replace(old, files=files, signing=keys.public().signing).signed(keys)
    (folder / "manifest.json").write_bytes(forged.to_bytes())


def _with_the_database(folder: Path, old: Manifest) -> tuple[SetFile, ...]:
    """The files of a list whose database was changed."""
    data = (folder / "store.db").read_bytes()
    listed = SetFile("store.db", len(data), hashlib.sha256(data).hexdigest())
    return tuple(listed if one.name == "store.db" else one for one in old.files)


SPOILT = {
    "a flipped bit in the data": (lambda f: flip(f / "store.db", 5000), "backup_set_damaged"),
    "a cut database": (lambda f: os.truncate(f / "store.db", 8192), "backup_set_damaged"),
    "a page taken out": (lambda f: next(f.glob("spool/*")).unlink(), "backup_set_damaged"),
    "a file put in": (lambda f: (f / "x.db").write_bytes(b"x"), "backup_set_damaged"),
    "a changed register": (lambda f: flip(f / "register-1.db", 900), "backup_set_damaged"),
    "a changed list": (
        lambda f: (f / "manifest.json").write_text(
            (f / "manifest.json").read_text("utf-8").replace('"epoch": 2', '"epoch": 1'), "utf-8"
        ),
        "backup_set_damaged",
    ),
    "a list signed by a stranger": (lambda f: _rewrite(f), "backup_set_unsigned"),
    "a list and data of somebody who has the medium": (_name_themselves, "backup_set_unsigned"),
    "a list of another moment": (lambda f: _rewrite(f, change=1), "backup_set_damaged"),
    "a newer program's list": (lambda f: _rewrite_format(f), "backup_set_newer"),
    "a key left out of the book": (_drop_a_key, "key_book_damaged"),
    "a book without its proof": (
        lambda f: _take_the_proof_off(f / "keybook.mdg"),
        "key_book_damaged",
    ),
    "a cut book": (lambda f: os.truncate(f / "keybook.mdg", 300), "key_book_damaged"),
    "no list": (lambda f: (f / "manifest.json").unlink(), "backup_set_missing"),
}


def _rewrite_format(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "format": 9}), "utf-8")


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_set_is_refused_and_nothing_is_put_back(
    how: str, archive: Archive, tmp_path: Path
) -> None:
    folder, place = copied(archive, tmp_path), tmp_path / "store"
    spoil, code = SPOILT[how]
    spoil(folder)
    refused(code, lambda: archive.restore(folder, place))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["own"]
    refused(code, lambda: archive.drill(folder))


def test_a_set_of_an_earlier_program_is_put_back_and_brought_up(
    archive: Archive, tmp_path: Path
) -> None:
    """Its schema is one step older; whose list it is, is looked up after it was brought up."""
    folder, place = copied(archive, tmp_path), tmp_path / "store"
    database = Database.open(str(folder))
    with database.engine.begin() as connection:
        config = migrations_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
    database.checkpoint()
    database.close()
    (folder / "use.lock").unlink()
    found = read_set(folder).manifest
    keys, premises = archive.office.by("a01").keys, archive.office.desk.premises
    with premises.database.reading() as session:
        _, key = premises.vault.epoch_key(session)
    older = replace(found, files=_with_the_database(folder, found)).signed(keys).proved(key)
    (folder / "manifest.json").write_bytes(older.to_bytes())
    assert archive.restore(folder, place).people == 6
    restored = Database.open(str(place))
    assert restored.is_upgraded()
    restored.close()
