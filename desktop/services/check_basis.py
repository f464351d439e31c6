"""What a three-way check showed, as one hash: a confirmation is of that and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from desktop.services.register import RegisterRow
from desktop.services.verification_views import RowView


def basis_of(rows: Sequence[RowView], picked: RegisterRow | None, proposal: str) -> str:
    """A hash of what the check shows. A new register may put another customer at an index."""
    cells = [[one.component, one.register, one.outcome.value, one.by_former] for one in rows]
    read = [[cell and cell.text for cell in (one.form, one.identity)] for one in rows]
    shown = [picked.customer_no if picked else "", proposal, cells, read]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
