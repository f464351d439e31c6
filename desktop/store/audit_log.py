"""The operation log as lines of text: what an entry is, and how a log is verified.

Needs no store: an auditor verifies an exported log with this alone (TRUST §3).
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, Final

from desktop.store.audit_verifier import Verification, Verifier
from desktop.store.merkle import leaf_hash
from desktop.store.vault.keys import PersonPublic, signed_by

__all__ = [
    "NOT_A_LINE",
    "SEGMENT",
    "Anchor",
    "Entry",
    "Head",
    "Verification",
    "Verifier",
    "canonical",
    "leaf_of_line",
    "line_of_columns",
    "statement",
    "to_lines",
    "verify_lines",
]

FORMAT = 2
"""1: without the people's keys, which earlier programs left out."""
SEGMENT = 1

_PARTS: Final = 10  # of an entry's line
_NAMES_KEYS: Final = ("person.add", "person.reset", "person.key")
_KEY_NAMES: Final = ("key", "old", "new")
NOT_A_LINE: Final = (ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What reading a line of somebody else's making may end in; RecursionError beside them."""
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: names of fields, never their values (TRUST §3)."""

    seq: int
    segment: int
    at: datetime
    actor: str
    action: str
    case_id: str | None
    subject: str
    fields: tuple[str, ...]
    detail: Mapping[str, str | int]

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "entry",
            "seq": self.seq,
            "segment": self.segment,
            "at": self.at.astimezone(UTC).isoformat(),
            "actor": self.actor,
            "action": self.action,
            "case": self.case_id,
            "subject": self.subject,
            "fields": list(self.fields),
            "detail": dict(self.detail),
        }

    def leaf(self) -> bytes:
        """The entry's hash in the tree: of its JSON, keys sorted, without blanks."""
        return leaf_hash(canonical(self.to_json()).encode())

    def keys_named(self) -> tuple[str, ...]:
        """The fingerprints of a person's keys that the entry tells of."""
        if self.action not in _NAMES_KEYS:
            return ()
        return tuple(str(self.detail[name]) for name in _KEY_NAMES if name in self.detail)


def line_of_columns(
    seq: int,
    segment: int,
    at: datetime,
    actor: str,
    action: str,
    case_id: str | None,
    subject: str,
    fields_json: str,
    detail_json: str,
) -> str:
    """The entry's line straight from its columns, for a fraction of the work. Where a JSON column
    is not as it was written, the line fits no leaf, and the entry itself has to be looked at."""
    case = "null" if case_id is None else quoted(case_id)
    return (
        f'{{"action":{quoted(action)},"actor":{quoted(actor)},'
        f'"at":"{at.astimezone(UTC).isoformat()}","case":{case},"detail":{detail_json},'
        f'"fields":{fields_json},"segment":{segment},"seq":{seq},'
        f'"subject":{quoted(subject)},"type":"entry"}}'
    )


def leaf_of_line(line: str) -> bytes:
    return leaf_hash(line.encode())


@dataclass(frozen=True, slots=True)
class Head:
    """The tree at one size, signed by a person (checkpoint form)."""

    store_id: str
    segment: int
    size: int
    root: bytes
    at: datetime
    person_id: str
    signing_public: bytes
    signature: bytes

    def statement(self) -> bytes:
        return statement(self.store_id, self.segment, self.size, self.root, self.at, self.person_id)

    def is_signed(self) -> bool:
        """Whether the signature is one of the key that it names."""
        return signed_by(self.signing_public, self.signature, self.statement())

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "head",
            "segment": self.segment,
            "size": self.size,
            "root": self.root.hex(),
            "at": self.at.astimezone(UTC).isoformat(),
            "person": self.person_id,
            "public": self.signing_public.hex(),
            "signature": b64encode(self.signature).decode(),
        }


@dataclass(frozen=True, slots=True)
class Anchor:
    """The tree's size and root, as carried to a second place."""

    size: int
    root: bytes
    at: datetime
    place: str

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "anchor",
            "size": self.size,
            "root": self.root.hex(),
            "at": self.at.astimezone(UTC).isoformat(),
            "place": self.place,
        }


def canonical(value: object) -> str:
    return _ENCODER.encode(value)


def statement(
    store_id: str, segment: int, size: int, root: bytes, at: datetime, person_id: str
) -> bytes:
    """What a head's signature says."""
    moment = at.astimezone(UTC).isoformat()
    lines = (f"madoguchi/{store_id}/{segment}", str(size), b64encode(root).decode())
    return "\n".join((*lines, f"{moment} {person_id}", "")).encode()


def to_lines(
    store_id: str,
    entries: Iterable[Entry | str],
    heads: Iterable[Head],
    anchors: Iterable[Anchor],
    keys: Iterable[PersonPublic] = (),
) -> Iterable[str]:
    """The log as lines of JSON: its title, then entries (or their lines), the people's keys,
    heads and anchors."""
    yield canonical({"type": "log", "format": FORMAT, "store": store_id, "segment": SEGMENT})
    for entry in entries:
        yield entry if isinstance(entry, str) else canonical(entry.to_json())
    for key in keys:
        yield canonical(
            {
                "type": "key",
                "person": key.person_id,
                "agreement": key.agreement.hex(),
                "signing": key.signing.hex(),
            }
        )
    for head in heads:
        yield canonical(head.to_json())
    for anchor in anchors:
        yield canonical(anchor.to_json())


@dataclass(slots=True)
class _Title:
    """What the first line of an exported log says of it."""

    store_id: str = ""
    format: int = 0


def verify_lines(
    lines: Iterable[str],
    anchor: tuple[int, bytes] | None = None,
    kept: Sequence[tuple[int, bytes]] = (),
) -> Verification:
    """Verify an exported log. `anchor` is the size and root typed from paper; `kept` are those
    that lie in another place."""
    verifier, title = Verifier(), _Title()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _take(verifier, line.strip(), title)
        except (*NOT_A_LINE, RecursionError):
            verifier.problem(f"{number}行目が記録の形になっていません。")
    if not title.store_id:
        verifier.problem("操作記録の見出しがありません。")
    if title.format > 1:
        verifier.check_signers()
    for one in kept:
        verifier.anchor(*one, outside=True)
    if anchor is not None:
        verifier.anchor(*anchor, outside=True)
    return verifier.result()


def _take(verifier: Verifier, line: str, title: _Title) -> None:
    raw: Mapping[str, Any] = json.loads(line)
    match raw["type"]:
        case "entry":
            entry = _entry(raw)
            whole = _as_written(raw, line, entry.at)
            leaf = leaf_of_line(line) if whole else entry.leaf()
            verifier.entry(entry.seq, leaf, entry.subject, entry.keys_named())
        case "log":
            title.store_id, title.format = str(raw["store"]), int(raw["format"])
        case "key":
            keys = (bytes.fromhex(raw[name]) for name in ("agreement", "signing"))
            verifier.key(PersonPublic(str(raw["person"]), *keys))
        case "head":
            head = _head(raw, title.store_id)
            verifier.head(head.size, head.root, head.signing_public, head.is_signed())
        case "anchor":
            verifier.anchor(int(raw["size"]), bytes.fromhex(raw["root"]), outside=False)
        case _:
            raise ValueError("unknown kind of line")


def _as_written(raw: Mapping[str, Any], line: str, at: datetime) -> bool:
    """Whether the line is letter by letter what was hashed: then it is hashed as it stands."""
    return (
        len(raw) == _PARTS
        and raw["at"].endswith("+00:00")
        and at.isoformat() == raw["at"]
        and canonical(raw) == line
    )


def _entry(raw: Mapping[str, Any]) -> Entry:
    return Entry(
        seq=raw["seq"],
        segment=raw["segment"],
        at=datetime.fromisoformat(raw["at"]),
        actor=raw["actor"],
        action=raw["action"],
        case_id=raw["case"],
        subject=raw["subject"],
        fields=tuple(raw["fields"]),
        detail=raw["detail"],
    )


def _head(raw: Mapping[str, Any], store_id: str) -> Head:
    return Head(
        store_id=store_id,
        segment=raw["segment"],
        size=int(raw["size"]),
        root=bytes.fromhex(raw["root"]),
        at=datetime.fromisoformat(raw["at"]),
        person_id=raw["person"],
        signing_public=bytes.fromhex(raw["public"]),
        signature=b64decode(raw["signature"]),
    )
