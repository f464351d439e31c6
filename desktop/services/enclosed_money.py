"""The list of enclosures and the ledger agree: what the list names stands in I-09 (DOMAIN §2)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.enclosed_money import names_money
from desktop.domain.requests import FeeMeans
from desktop.store.cases import fee_entries
from desktop.store.fees import NOT_ENCLOSED, RECEIVED
from desktop.store.parts import get_part, parts_of_kind
from desktop.store.schema.casework import CaseRow
from desktop.store.vault.vault import Vault


def unbooked(session: Session, vault: Vault, case: CaseRow) -> bool:
    """Whether more envelopes brought money, by their lists, than the ledger has receipts of.

    A 振込 comes in no envelope. Two people may have found that nothing lay in one.
    """
    named = 0
    for row in parts_of_kind(session, case.id, "enclosures"):
        values = get_part(session, vault, case.id, "enclosures", row.slot) or {}
        named += any(names_money(entry) for entry in values.get("listed", ()))
    if not named:
        return False
    entries = fee_entries(session, case.id)
    undone = {one.reverses for one in entries if one.reverses}
    came = {
        one.payment or one.id
        for one in entries
        if one.kind == RECEIVED and one.means != FeeMeans.TRANSFER and one.id not in undone
    }
    nothing = sum(one.kind == NOT_ENCLOSED for one in entries)
    return named > len(came) + nothing
