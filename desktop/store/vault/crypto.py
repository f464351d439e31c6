"""Sealing: AES-256-GCM for records, HPKE (RFC 9180) for a key meant for one person.

Every seal is bound to its place. A blob moved to another record, kind or part does not open.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.store.errors import SealBroken

KEY_BYTES = 32
_NONCE_BYTES = 12
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def context(*parts: str) -> bytes:
    """Where a seal belongs, written so that no two places give the same bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def seal(key: bytes | AESGCM, plain: bytes, place: bytes) -> bytes:
    """`plain` so that only `key` opens it, and only at `place`; 28 bytes longer. A key that seals
    much is handed over as its cipher, made once."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, plain, place)


def unseal(key: bytes | AESGCM, blob: bytes, place: bytes) -> bytes:
    """Raises SealBroken for another key, another place or a changed blob."""
    try:
        return _cipher(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def _cipher(key: bytes | AESGCM) -> AESGCM:
    return key if isinstance(key, AESGCM) else AESGCM(key)


def seal_to(public: bytes, plain: bytes, place: bytes) -> bytes:
    """`plain` so that only the holder of the X25519 private half opens it, at `place`."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=place)


def unseal_with(private: X25519PrivateKey, blob: bytes, place: bytes) -> bytes:
    try:
        return _SUITE.decrypt(blob, private, info=place)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
