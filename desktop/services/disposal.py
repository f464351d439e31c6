"""保管と廃棄: proposed, approved by another, executed before a witness (DOMAIN §10; TRUST §2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.services.act import Act, SignedIn
from desktop.services.keeping_views import BatchLine, BatchView, KeepingView
from desktop.services.people import People
from desktop.services.premises import Premises


class Disposal:
    def __init__(self, premises: Premises, people: People) -> None:
        self._premises = premises
        self._people = people

    def keeping(self, by: SignedIn, today: date) -> KeepingView:
        raise NotImplementedError

    def propose(self, act: Act, unit_ids: Sequence[str]) -> BatchView:
        raise NotImplementedError

    def batches(self, by: SignedIn) -> tuple[BatchLine, ...]:
        raise NotImplementedError

    def batch(self, by: SignedIn, batch_id: str) -> BatchView:
        raise NotImplementedError

    def approve(self, act: Act, batch_id: str, passphrase: str, list_hash: str) -> BatchView:
        """Sign exactly the list that was shown. Raises SamePerson for the proposer."""
        raise NotImplementedError

    def send_back(self, act: Act, batch_id: str, reason: str) -> BatchView:
        raise NotImplementedError

    def execute(
        self,
        act: Act,
        batch_id: str,
        witness_login: str,
        witness_passphrase: str,
        method: str,
        place: str,
    ) -> BatchView:
        """Erase the content, then destroy the keys by an epoch roll. Resumable at every step."""
        raise NotImplementedError

    def resume_interrupted(self, act: Act) -> tuple[BatchView, ...]:
        """Carry batches on whose content is erased and whose keys are not yet destroyed."""
        raise NotImplementedError

    def certificate(self, act: Act, batch_id: str) -> bytes:
        """廃棄証明書 I-07 as PDF; it states the stage that was reached."""
        raise NotImplementedError
