"""The certificate of whoever dissolved or shredded a disposal's paper (DOMAIN §10)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalMethod, ItemState
from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.typed_text import refuse_my_number
from desktop.store import audit, key_media
from desktop.store.disposals import batch_row

_LONGEST = {"vendor": 100, "vendor_number": 60}


class PaperEnds:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def note(self, act: Act, batch_id: str, vendor: str, number: str) -> None:
        """Who destroyed the paper and the number of their certificate; it stands on I-07. Noting it
        again corrects it, and the log keeps that it was."""
        for field, text, word in (
            ("vendor", vendor, "委託先"),
            ("vendor_number", number, "証明書の番号"),
        ):
            if not text.strip():
                raise Refused(f"{word}が入っていません。", f"{word}を入れてください。", field=field)
            if len(text.strip()) > _LONGEST[field]:
                raise Refused(
                    f"{word}が長すぎます（{_LONGEST[field]}文字まで）。",
                    "短くしてください。",
                    field=field,
                )
            refuse_my_number(text, field=field)

        def work(session: Session) -> Answer:
            batch = batch_row(session, batch_id)
            if batch.state not in (ItemState.EXECUTED, ItemState.CERTIFIED):
                raise Refused(
                    "まだ実施していない廃棄です。", "廃棄を実施してから記録してください。"
                )
            if batch.method == DisposalMethod.KEY_ERASURE:
                raise Refused("紙のない廃棄です。", "紙を廃棄したときの一覧を選んでください。")
            key_media.note_paper_end(
                session, batch.id, vendor.strip(), number.strip(), act.by.person_id, act.at
            )
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "disposal.paper_end",
                subject=batch.id,
                detail={"number": batch.number},
            )
            return {"batch": batch.id}

        carry_out(self._premises, act, Capability.EXECUTE_DISPOSAL, "disposal.paper_end", work)
