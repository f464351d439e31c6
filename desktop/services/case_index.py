"""The search index: the search fields of all cases, opened into memory after login (DESIGN §4)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from desktop.address.characters import fold_variants
from desktop.services.form_facts import address_line
from desktop.store.cases import changed_since
from desktop.store.parts import open_parts
from desktop.store.vault.vault import Vault

_FEW = 500
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−ー ・"), None)


class CaseIndex:
    """Kept fresh by the cases' change number; dropped at lock. Safe to share between threads."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._change = 0
        self._guard = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def forget(self) -> None:
        with self._guard:
            self._texts.clear()
            self._change = 0

    def refresh(self, session: Session, vault: Vault) -> None:
        """Open what changed since the last time."""
        with self._guard:
            changed = changed_since(session, self._change)
            if not changed:
                return
            ids = {case_id for case_id, _, _ in changed}
            # One statement for all at the first time, a list of ids afterwards.
            wanted = ids if self._change and len(ids) < _FEW else None
            opened = dict(open_parts(session, vault, "person", wanted))
            for case_id, number, _ in changed:
                self._texts[case_id] = _search_text(number, opened.get(case_id, {}))
            self._change = changed[-1][2]

    def find(self, text: str) -> frozenset[str]:
        """The cases whose number, name, kana, phone or address contains the text."""
        wanted = fold(text)
        if not wanted:
            return frozenset()
        with self._guard:
            return frozenset(case for case, text in self._texts.items() if wanted in text)


def fold(text: str) -> str:
    """One spelling for what is looked for and what is found: width, case, variants, hyphens."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return fold_variants(plain.translate(_DASHES))


def _search_text(number: str, person: Mapping[str, Any]) -> str:
    """A line for each field: what is looked for never crosses from one into the next."""
    fields = [person.get(key, "") for key in ("name", "kana", "phone", "postal")]
    return fold("\n".join((number, *fields, address_line(person))))
