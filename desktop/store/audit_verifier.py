"""Whether a log is whole: the one tree against everything that was ever said of it (TRUST §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.store.merkle import Growing
from desktop.store.vault.keys import PersonPublic

_FEW: Final = 4  # so many wrong digits of 64 are a slip in typing; a change alters nearly all
_GROUP: Final = 4  # the digits stand on paper in fours


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


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the tree is said to have been at one size. `outside`: not by the log itself."""

    size: int
    root: bytes
    what: str
    outside: bool = False


class Verifier:
    """Takes a log piece by piece: first every entry in order, then keys, heads and anchors."""

    def __init__(self) -> None:
        self._leaves: list[bytes] = []
        self._told: list[str | _Claim] = []  # in the order in which it came up
        self._logged: dict[str, set[str]] = {}  # fingerprints that entries name, by person
        self._keys: list[tuple[PersonPublic, str]] = []  # with their fingerprints
        self._signers: list[tuple[int, bytes]] = []

    def entry(self, seq: int, leaf: bytes, about: str = "", keys: Sequence[str] = ()) -> None:
        """One entry; `keys` are the fingerprints that it names of the person it is about."""
        expected = len(self._leaves) + 1
        if seq != expected:
            self.problem(f"{expected}件目の番号が{seq}です。抜けか差し込みがあります。")
        self._leaves.append(leaf)
        if keys:
            self._logged.setdefault(about, set()).update(keys)

    def unreadable(self, seq: int, leaf: bytes) -> None:
        """An entry that can no longer be read; its kept hash stands for it, and it is named."""
        self._leaves.append(leaf)
        self.problem(f"{seq}件目の内容が壊れていて読めません。")

    def key(self, key: PersonPublic) -> None:
        """A person's key. Whoever can write a line can put one there, but not into the entries,
        which name each: what they do not name is nobody's key. Of a person of whom they name none,
        as earlier programs did not, every key counts."""
        self._keys.append((key, key.fingerprint()))

    def head(self, size: int, root: bytes, signing_public: bytes, signed: bool) -> None:
        """A head; `signed`: its signature is one of that key."""
        self._signers.append((size, signing_public))
        if not signed:
            self.problem(f"{size}件時点の署名が正しくありません。")
        self._told.append(_Claim(size, root, "署名された記録"))

    def anchor(self, size: int, root: bytes, *, outside: bool) -> None:
        self._told.append(_Claim(size, root, "控え", outside))

    def check_signers(self) -> None:
        """Whether each head was signed with a key that the log knows."""
        known = {
            key.signing
            for key, fingerprint in self._keys
            if fingerprint in self._logged.get(key.person_id, (fingerprint,))
        }
        for size, public in self._signers:
            if public not in known:
                self.problem(f"{size}件時点の署名は、登録のない鍵によるものです。")

    def problem(self, sentence: str) -> None:
        self._told.append(sentence)

    def result(self) -> Verification:
        claims = [one for one in self._told if isinstance(one, _Claim)]
        size = len(self._leaves)
        roots = self._roots({claim.size for claim in claims} | {size})
        problems: dict[str, None] = {}  # each sentence once, in the order in which it came up
        for one in self._told:
            said = _wrong(one, roots, size) if isinstance(one, _Claim) else one
            if said:
                problems[said] = None
        vouched = (one.size for one in claims if one.outside and roots.get(one.size) == one.root)
        return Verification(
            ok=not problems,
            size=size,
            root=roots[size],
            heads=len(self._signers),
            anchored=max(vouched, default=0),
            problems=tuple(problems),
        )

    def _roots(self, sizes: set[int]) -> dict[int, bytes]:
        """The root at each of these sizes, in one pass."""
        tree, found = Growing(), {}
        if 0 in sizes:
            found[0] = tree.root()
        for leaf in self._leaves:
            tree.add(leaf)
            if tree.size in sizes:
                found[tree.size] = tree.root()
        return found


def _wrong(claim: _Claim, roots: Mapping[int, bytes], size: int) -> str:
    """What is to be said of a claim that does not hold; "" of one that does."""
    found = roots.get(claim.size)
    if found is None:
        return f"{claim.what}は{claim.size}件ですが、記録は{size}件です。末尾が失われています。"
    if found == claim.root:
        return ""
    pairs = enumerate(zip(found.hex(), claim.root.hex(), strict=False))
    wrong = [at for at, (one, other) in pairs if one != other]
    if claim.outside and len(wrong) <= _FEW and len(claim.root) == len(found):
        fours = "・".join(str(one) for one in sorted({at // _GROUP + 1 for at in wrong}))
        return (
            f"{claim.size}件時点の控えは、64文字のうち{len(wrong)}文字だけ違います。"
            f"入れ間違いです。紙を見て、{fours}番目の4文字を入れ直してください。"
        )
    return f"{claim.size}件時点の{claim.what}と合いません。それより前の記録が変えられています。"
