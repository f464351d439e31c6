"""The vault: data keys wrapped by the key of the epoch, records sealed by data keys (TRUST §2).

An unlocked vault holds the epoch key and opened data keys in memory, for the person who unlocked
it. Everything it opens it checks against the database first: a record whose key row is gone is
destroyed, whatever memory still holds.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, event, insert, select, text
from sqlalchemy.orm import Session

from desktop.store.errors import KeyDestroyed, VaultLocked
from desktop.store.schema.infrastructure import RecordKeyRow, StoreInfoRow
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.crypto import context, new_key, seal, unseal
from desktop.store.vault.keys import PersonKeys, PersonPublic
from desktop.store.vault.slot import CARD, Half, SlotFile

_CHUNK = 500
_SEEN = "vault keys seen"
_EPOCH_LOCK = 0x4D44474B  # "MDGK"


@dataclass(frozen=True, slots=True, repr=False)
class FreshKey:
    """A data key not yet in the database; `keep` puts it there."""

    key_id: str
    secret: bytes


@dataclass(frozen=True, slots=True, repr=False)
class _Epoch:
    number: int
    key: bytes


class Vault:
    """An unlocked vault. Safe to share between threads; `lock` ends it for all of them."""

    def __init__(
        self, slot: SlotFile, store_id: str, name: str, private: X25519PrivateKey, epoch: _Epoch
    ) -> None:
        self.slot = slot
        self.store_id = store_id
        self._name = name
        self._private: X25519PrivateKey | None = private
        self._epoch: _Epoch | None = epoch
        self._opened: dict[str, bytes] = {}
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"Vault({'locked' if self._private is None else 'unlocked'})"

    @classmethod
    def create(
        cls,
        session: Session,
        slot: SlotFile,
        *,
        store_id: str,
        people: Sequence[PersonPublic],
        card: bytes,
        opener: PersonKeys,
        at: datetime,
        program_version: str,
    ) -> Vault:
        """Begin a new store at epoch 1 and unlock it for `opener`.

        The slot is made at once; if this session's transaction comes to nothing, so does the slot.
        """
        key = new_key()
        publics = {person.person_id: person.agreement for person in people} | {CARD: card}
        half = Half.make(store_id, 1, key, publics)
        slot.prepare()
        event.listen(
            session, "after_rollback", lambda _s: slot.path.unlink(missing_ok=True), once=True
        )
        for index in (0, 1):
            slot.write_half(index, half)
        session.add(
            StoreInfoRow(
                id=1,
                store_id=store_id,
                epoch=1,
                created_at=at,
                clock_high_water=at,
                change_number=0,
                register_generation=None,
                program_version=program_version,
            )
        )
        session.flush()
        return cls(slot, store_id, opener.person_id, opener.agreement, _Epoch(1, key))

    @classmethod
    def unlock(cls, session: Session, slot: SlotFile, keys: PersonKeys) -> Vault:
        """Open the slot with a person's keys; raises the errors of the slot."""
        return cls._unlock(session, slot, keys.person_id, keys.agreement)

    @classmethod
    def unlock_by_card(cls, session: Session, slot: SlotFile, card: RecoveryCard) -> Vault:
        """Open the slot with the recovery card, when all passphrases are lost (TRUST §2)."""
        return cls._unlock(session, slot, CARD, card.private())

    @classmethod
    def _unlock(
        cls, session: Session, slot: SlotFile, name: str, private: X25519PrivateKey
    ) -> Vault:
        info = session.scalars(select(StoreInfoRow)).one()
        key = slot.current(info.store_id, info.epoch).key_for(name, private)
        return cls(slot, info.store_id, name, private, _Epoch(info.epoch, key))

    def lock(self) -> None:
        """Forget every key."""
        with self._guard:
            self._private = None
            self._epoch = None
            self._opened.clear()

    @property
    def locked(self) -> bool:
        return self._private is None

    # Data keys

    def generate(self) -> FreshKey:
        """A new data key, in memory only."""
        return FreshKey(uuid.uuid4().hex, new_key())

    def keep(self, session: Session, fresh: FreshKey) -> None:
        """Put a new data key into the database, in the session's transaction."""
        if session.get_bind().dialect.name == "postgresql":
            # Without it a roll could miss a key that is committed while it runs. SQLite has one
            # writer at a time.
            session.execute(text("SELECT pg_advisory_xact_lock_shared(:k)"), {"k": _EPOCH_LOCK})
        epoch = self._epoch_now(session)
        wrapped = wrap_key(epoch.key, fresh.key_id, epoch.number, fresh.secret)
        session.execute(
            insert(RecordKeyRow).values(id=fresh.key_id, epoch=epoch.number, wrapped=wrapped)
        )
        with self._guard:
            self._opened[fresh.key_id] = fresh.secret
        _seen(session).add(fresh.key_id)

    def new_key(self, session: Session) -> str:
        """Make and keep a data key; its id."""
        fresh = self.generate()
        self.keep(session, fresh)
        return fresh.key_id

    def load(self, session: Session, key_ids: Iterable[str]) -> None:
        """Open many keys in few questions, before many records are opened."""
        wanted = sorted(key_id for key_id in set(key_ids) if not self._ready(session, key_id))
        epoch = self._epoch_now(session)
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            rows = session.execute(
                select(RecordKeyRow.id, RecordKeyRow.epoch, RecordKeyRow.wrapped).where(
                    RecordKeyRow.id.in_(chunk)
                )
            )
            for key_id, number, wrapped in rows:
                if key_id not in self._opened:
                    secret = unwrap_key(epoch.key, key_id, number, wrapped)
                    with self._guard:
                        self._opened[key_id] = secret
                _seen(session).add(key_id)

    def vouch(self, session: Session, key_ids: Iterable[str]) -> None:
        """Take the caller's word that this session's transaction has seen these keys' rows.

        For a look-up that reads them with what it looks up; a key not yet opened is still loaded.
        """
        _seen(session).update(key_ids)

    def destroy(self, session: Session, key_ids: Iterable[str]) -> int:
        """Remove wrapped keys; what they sealed opens never again after the next roll.

        The number of keys that were there.
        """
        wanted = sorted(set(key_ids))
        gone = 0
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            removed = session.execute(
                delete(RecordKeyRow).where(RecordKeyRow.id.in_(chunk)).returning(RecordKeyRow.id)
            )
            gone += len(removed.all())
        with self._guard:
            for key_id in wanted:
                self._opened.pop(key_id, None)
        _seen(session).difference_update(wanted)
        return gone

    # Records

    def seal(
        self, session: Session, key_id: str, record_id: str, kind: str, part: str, data: bytes
    ) -> bytes:
        """`data` for one place: the record, its kind and which part of it."""
        return seal(self._secret(session, key_id), data, context(record_id, kind, part))

    def open(
        self, session: Session, key_id: str, record_id: str, kind: str, part: str, blob: bytes
    ) -> bytes:
        """Raises KeyDestroyed after disposal, SealBroken where the blob is not of this place."""
        return unseal(self._secret(session, key_id), blob, context(record_id, kind, part))

    # Who may open

    def add_person(self, session: Session, person: PersonPublic) -> None:
        """Seal the epoch key to one more person, or to the person's new keys."""
        self._rewrite(session, {person.person_id: person.agreement}, ())

    def remove_person(self, session: Session, person_id: str) -> None:
        """Take a person's entry out of the slot. A copy taken before dies at the next roll."""
        self._rewrite(session, {}, (person_id,))

    def _rewrite(self, session: Session, add: Mapping[str, bytes], drop: Sequence[str]) -> None:
        epoch = self._epoch_now(session)
        publics = self.recipients(session) | dict(add)
        for name in drop:
            publics.pop(name, None)
        half = Half.make(self.store_id, epoch.number, epoch.key, publics)
        for index in (0, 1):
            self.slot.overwrite_half(index, half)

    def recipients(self, session: Session) -> dict[str, bytes]:
        """Whom the slot on the disk is sealed to, once the proof in it was checked: what somebody
        without the key wrote in there since the vault was unlocked is handed on to no new half."""
        epoch = self._epoch_now(session)
        half = self.slot.current(self.store_id, epoch.number)
        half.check(epoch.key)
        return half.publics()

    # Epochs

    def epoch_key(self, session: Session) -> tuple[int, bytes]:
        """The number and key of the database's epoch (for the roll)."""
        epoch = self._epoch_now(session)
        return epoch.number, epoch.key

    def adopt(self, number: int, key: bytes) -> None:
        """Go on with the key of a finished roll."""
        with self._guard:
            if self._private is not None:
                self._epoch = _Epoch(number, key)

    def read_slot(self, number: int) -> bytes:
        """The key of epoch `number` as the slot on the disk gives it to this person."""
        if self._private is None:
            raise VaultLocked
        return self.slot.current(self.store_id, number).key_for(self._name, self._private)

    def _epoch_now(self, session: Session) -> _Epoch:
        epoch = self._epoch
        if epoch is None:
            raise VaultLocked
        number = session.scalars(select(StoreInfoRow.epoch)).one()
        if number != epoch.number:
            # Another program rolled since this vault was unlocked.
            epoch = _Epoch(number, self.read_slot(number))
            self.adopt(epoch.number, epoch.key)
        return epoch

    def _ready(self, session: Session, key_id: str) -> bool:
        return key_id in _seen(session) and key_id in self._opened

    def _secret(self, session: Session, key_id: str) -> bytes:
        if self._private is None:
            raise VaultLocked
        if not self._ready(session, key_id):
            self.load(session, (key_id,))
        if key_id not in _seen(session):
            raise KeyDestroyed
        secret = self._opened.get(key_id)
        if secret is None:
            raise VaultLocked
        return secret


def wrap_key(epoch_key: bytes | AESGCM, key_id: str, epoch: int, secret: bytes) -> bytes:
    return seal(epoch_key, secret, context("data key", key_id, str(epoch)))


def unwrap_key(epoch_key: bytes | AESGCM, key_id: str, epoch: int, wrapped: bytes) -> bytes:
    return unseal(epoch_key, wrapped, context("data key", key_id, str(epoch)))


def hold_epoch(session: Session) -> None:
    """Keep new data keys out of the database until the roll's transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _EPOCH_LOCK})


def _seen(session: Session) -> set[str]:
    """Keys whose rows this session's transaction has seen."""
    seen: set[str] = session.info.setdefault(_SEEN, set())
    return seen
