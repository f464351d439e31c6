"""The search index: the search fields of all cases, opened into memory after login (DESIGN §4)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from desktop.address.characters import fold_variants
from desktop.services.form_facts import address_line
from desktop.store.cases import changed_since, numbers_of
from desktop.store.parts import open_parts
from desktop.store.vault.vault import Vault

_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−ー ・"), None)


class CaseIndex:
    """Kept fresh by the cases' change number; dropped at lock. Safe to share between threads."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[str, ...]] = {}
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
            ids = {case_id for case_id, _ in changed}
            # One statement for all at the first time, a list of ids afterwards.
            opened = dict(open_parts(session, vault, "person", ids if self._change else None))
            numbers = numbers_of(session, ids)
            for case_id in ids:
                self._texts[case_id] = _search_texts(
                    numbers.get(case_id, ""), opened.get(case_id, {})
                )
            self._change = changed[-1][1]

    def find(self, text: str) -> frozenset[str]:
        """The cases whose number, name, kana, phone or address contains the text."""
        wanted = fold(text)
        if not wanted:
            return frozenset()
        with self._guard:
            return frozenset(
                case_id
                for case_id, texts in self._texts.items()
                if any(wanted in one for one in texts)
            )


def fold(text: str) -> str:
    """One spelling for what is looked for and what is found: width, case, variants, hyphens."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return fold_variants(plain.translate(_DASHES))


def _search_texts(number: str, person: Mapping[str, Any]) -> tuple[str, ...]:
    fields = [person.get(key, "") for key in ("name", "kana", "phone", "postal")]
    return tuple(folded for one in (number, *fields, address_line(person)) if (folded := fold(one)))
