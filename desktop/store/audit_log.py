"""The operation log as lines of text: what an entry is, and how a log is verified.

Needs no store: an auditor verifies an exported log with this alone (TRUST §3).
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.store.merkle import Growing, leaf_hash
from desktop.store.vault.keys import signed_by

FORMAT = 1
SEGMENT = 1


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


@dataclass(frozen=True, slots=True)
class Verification:
    """`problems` are sentences for the auditor. `anchored` entries were compared with an anchor
    from outside; nothing shows a change of later ones."""

    ok: bool
    size: int
    root: bytes
    heads: int
    anchored: int
    problems: tuple[str, ...]


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def statement(
    store_id: str, segment: int, size: int, root: bytes, at: datetime, person_id: str
) -> bytes:
    """What a head's signature says."""
    moment = at.astimezone(UTC).isoformat()
    lines = (f"madoguchi/{store_id}/{segment}", str(size), b64encode(root).decode())
    return "\n".join((*lines, f"{moment} {person_id}", "")).encode()


def to_lines(
    store_id: str, entries: Iterable[Entry], heads: Iterable[Head], anchors: Iterable[Anchor]
) -> Iterable[str]:
    """The log as lines of JSON: its title, then entries, heads and anchors."""
    yield canonical({"type": "log", "format": FORMAT, "store": store_id, "segment": SEGMENT})
    for entry in entries:
        yield canonical(entry.to_json())
    for head in heads:
        yield canonical(head.to_json())
    for anchor in anchors:
        yield canonical(anchor.to_json())


class Verifier:
    """Takes a log piece by piece: first every entry in order, then heads and anchors."""

    def __init__(self) -> None:
        self._tree = Growing()
        self._roots: dict[int, bytes] = {0: self._tree.root()}
        self._problems: list[str] = []
        self._heads = 0
        self._anchored = 0

    def entry(self, entry: Entry) -> None:
        expected = self._tree.size + 1
        if entry.seq != expected:
            self._say(f"{expected}件目の番号が{entry.seq}です。抜けか差し込みがあります。")
        self._tree.add(entry.leaf())
        self._roots[self._tree.size] = self._tree.root()

    def unreadable(self, seq: int, leaf: bytes) -> None:
        """An entry that can no longer be read; its kept hash stands for it, and it is named."""
        self._tree.add(leaf)
        self._roots[self._tree.size] = self._tree.root()
        self._say(f"{seq}件目の内容が壊れていて読めません。")

    def head(self, head: Head) -> None:
        self._heads += 1
        if not signed_by(head.signing_public, head.signature, head.statement()):
            self._say(f"{head.size}件時点の署名が正しくありません。")
        self._compare(head.size, head.root, "署名された記録")

    def anchor(self, size: int, root: bytes, *, outside: bool) -> None:
        if self._compare(size, root, "控え") and outside:
            self._anchored = max(self._anchored, size)

    def result(self) -> Verification:
        return Verification(
            ok=not self._problems,
            size=self._tree.size,
            root=self._tree.root(),
            heads=self._heads,
            anchored=self._anchored,
            problems=tuple(self._problems),
        )

    def problem(self, sentence: str) -> None:
        self._say(sentence)

    def _compare(self, size: int, root: bytes, what: str) -> bool:
        if size not in self._roots:
            self._say(
                f"{what}は{size}件ですが、記録は{self._tree.size}件です。末尾が失われています。"
            )
            return False
        if self._roots[size] != root:
            self._say(f"{size}件時点の{what}と合いません。それより前の記録が変えられています。")
            return False
        return True

    def _say(self, sentence: str) -> None:
        if sentence not in self._problems:
            self._problems.append(sentence)


def verify_lines(lines: Iterable[str], anchor: tuple[int, bytes] | None = None) -> Verification:
    """Verify an exported log. `anchor` is the size and root typed from paper or another place."""
    verifier = Verifier()
    store_id = ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            store_id = _take(verifier, json.loads(line), store_id)
        except (ValueError, KeyError, TypeError, AttributeError):
            verifier.problem(f"{number}行目が記録の形になっていません。")
    if not store_id:
        verifier.problem("操作記録の見出しがありません。")
    if anchor is not None:
        verifier.anchor(*anchor, outside=True)
    return verifier.result()


def _take(verifier: Verifier, raw: Mapping[str, Any], store_id: str) -> str:
    match raw["type"]:
        case "log":
            return str(raw["store"])
        case "entry":
            verifier.entry(_entry(raw))
        case "head":
            verifier.head(_head(raw, store_id))
        case "anchor":
            verifier.anchor(raw["size"], bytes.fromhex(raw["root"]), outside=False)
        case _:
            raise ValueError("unknown kind of line")
    return store_id


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
        size=raw["size"],
        root=bytes.fromhex(raw["root"]),
        at=datetime.fromisoformat(raw["at"]),
        person_id=raw["person"],
        signing_public=bytes.fromhex(raw["public"]),
        signature=b64decode(raw["signature"]),
    )
