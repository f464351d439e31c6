"""A person's keys: X25519 opens the vault, Ed25519 signs; a passphrase wraps both (TRUST §1)."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import lru_cache

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from desktop.store.errors import SealBroken, WrongPassphrase
from desktop.store.vault.crypto import KEY_BYTES, context, seal, unseal

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What one try of a passphrase costs (argon2id)."""

    memory_kib: int
    passes: int
    lanes: int


OFFICE = KeyCost(256 * 1024, 3, 4)
SMALL_MACHINE = KeyCost(64 * 1024, 3, 4)
LIGHT = KeyCost(64, 1, 1)
"""Only for the sample office and tests: its passphrases are printed anyway."""


def cost_for(memory_bytes: int) -> KeyCost:
    """TRUST §1: 256 MiB, or 64 MiB on a machine with less than 8 GiB of memory."""
    return OFFICE if memory_bytes >= 8 * _GIB else SMALL_MACHINE


@dataclass(frozen=True, slots=True)
class PersonPublic:
    """What may be known of a person's keys."""

    person_id: str
    agreement: bytes
    signing: bytes

    def fingerprint(self) -> str:
        """Eight groups of four to compare by eye or on paper."""
        digest = hashlib.sha256(context(self.person_id) + self.agreement + self.signing)
        text = digest.hexdigest()[:32].upper()
        return " ".join(text[i : i + 4] for i in range(0, 32, 4))


@dataclass(frozen=True, slots=True, repr=False)
class PersonKeys:
    """A person's private keys, in memory while they are signed in."""

    person_id: str
    agreement: X25519PrivateKey
    signing: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"PersonKeys({self.person_id!r})"

    def public(self) -> PersonPublic:
        return PersonPublic(
            self.person_id,
            self.agreement.public_key().public_bytes_raw(),
            self.signing.public_key().public_bytes_raw(),
        )

    def sign(self, statement: bytes) -> bytes:
        return self.signing.sign(statement)


@lru_cache(maxsize=256)  # the settings and roles are proved anew at each act
def signed_by(signing_public: bytes, signature: bytes, statement: bytes) -> bool:
    """Whether the holder of `signing_public` signed exactly `statement`."""
    try:
        Ed25519PublicKey.from_public_bytes(signing_public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def make_keys(person_id: str) -> PersonKeys:
    return PersonKeys(person_id, X25519PrivateKey.generate(), Ed25519PrivateKey.generate())


def wrap(keys: PersonKeys, passphrase: str, cost: KeyCost) -> bytes:
    """The private halves, sealed by the passphrase; the blob says how it was made."""
    salt = os.urandom(16)
    private = keys.agreement.private_bytes_raw() + keys.signing.private_bytes_raw()
    sealed = seal(_derive(passphrase, salt, cost), private, _place(keys.person_id))
    blob = {
        "format": 1,
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": b64encode(salt).decode(),
        "sealed": b64encode(sealed).decode(),
    }
    return json.dumps(blob).encode()


def unwrap(person_id: str, wrapped: bytes, passphrase: str) -> PersonKeys:
    """Raises WrongPassphrase; about half a second at the office's cost."""
    blob = json.loads(wrapped)
    cost = KeyCost(blob["memory_kib"], blob["passes"], blob["lanes"])
    key = _derive(passphrase, b64decode(blob["salt"]), cost)
    try:
        private = unseal(key, b64decode(blob["sealed"]), _place(person_id))
    except SealBroken:
        raise WrongPassphrase from None
    return PersonKeys(
        person_id,
        X25519PrivateKey.from_private_bytes(private[:KEY_BYTES]),
        Ed25519PrivateKey.from_private_bytes(private[KEY_BYTES:]),
    )


def _place(person_id: str) -> bytes:
    return context("person keys", person_id)


def _derive(passphrase: str, salt: bytes, cost: KeyCost) -> bytes:
    # A Japanese keyboard gives full-width letters as easily as plain ones.
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    return hash_secret_raw(
        secret,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
