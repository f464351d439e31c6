"""設定の「鍵」: rolls, key sticks A and B, and the recovery card's checks (TRUST §2).

Any supervisor or deputy may do all of it: rolling needs only public keys, and a stick is sealed to
the card alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.key_media import CARD_COPIES, STICK_LABELS, StickLabel, card_due, stick_due
from desktop.domain.roles import Capability, may
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.disposal_stages import advance_all
from desktop.services.key_views import CardCopyView, KeysView, StickView, StickWritten
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.rolling import roll_now
from desktop.store import audit, commands, found_numbers, key_media, people
from desktop.store.errors import NotInSlot
from desktop.store.filesystems import mounts_text, overwrites_in_place
from desktop.store.key_media import CardEvent
from desktop.store.key_places import refuse_data_beside
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.key_media import KeyStickRow
from desktop.store.stick_errors import (
    CardWrong,
    StickAhead,
    StickBesideStore,
    StickEmpty,
    StickForeign,
    StickStrange,
    StickSwapped,
    StickUnusable,
)
from desktop.store.vault.card import RecoveryCard, fingerprint_of
from desktop.store.vault.slot import CARD
from desktop.store.vault.stick import FILE_NAME, Stick, StickFile, new_serial


class KeyCare:
    def __init__(self, premises: Premises, people_: People) -> None:
        self._premises = premises
        self._people = people_

    def view(self, by: SignedIn) -> KeysView:
        """What holds keys, how it was last proven, and what is owed."""
        rights.require(by, Capability.ROLL_KEYS)
        halves = self._premises.slot.read()
        with self._premises.database.reading() as session:
            info = session.get_one(StoreInfoRow, 1)
            rolled = key_media.rolled_at(session)
            issued = key_media.card_issued(session)
            begun = info.created_at if issued is None else issued.at
            owed = bool(found_numbers.waiting_for_roll(session)) or (
                people.keys_ended(session) is not None
            )
            sticks = key_media.sticks(session)
            changed = (rolled or info.created_at).date()
            return KeysView(
                epoch=info.epoch,
                slot_sound=all(half is not None and half.epoch == info.epoch for half in halves),
                slot_in_place=self._in_place(self._premises.folder),
                rolled_at=rolled,
                roll_owed=owed,
                sticks=tuple(
                    self._stick(session, label, sticks.get(label), info.epoch, changed)
                    for label in StickLabel
                ),
                copies=tuple(
                    self._copy(session, copy, begun.date()) for copy in range(1, CARD_COPIES + 1)
                ),
                card_issued_at=begun,
                card_fingerprint=fingerprint_of(self._card()),
                unproven=len(key_media.unproven_batches(session)),
            )

    def roll(self, act: Act) -> int:
        """Change the key of the epoch now, owed or not; the new epoch."""
        self._require(act)
        self._roll_once(act)

        def work(session: Session) -> Answer:
            epoch = session.get_one(StoreInfoRow, 1).epoch
            audit.append(session, act.at, act.by.person_id, "keys.roll", detail={"epoch": epoch})
            return {"epoch": epoch}

        answer = carry_out(self._premises, act, Capability.ROLL_KEYS, "keys.roll", work)
        return int(str(answer["epoch"]))

    def write_stick(self, act: Act, label: StickLabel, folder: Path) -> StickWritten:
        """Bring a stick to the store's epoch, in place, and read it back; or make it anew.

        Disposals that wait for it come as far as both sticks prove.
        """
        self._require(act)
        place = folder.expanduser()
        if not place.is_dir():
            raise StickUnusable
        file = StickFile(place)
        found = file.look()
        with self._premises.database.reading() as session:
            number, key = self._premises.vault.epoch_key(session)
            row = key_media.sticks(session).get(label)
            stick = self._wanted(session, label, found, row, number, place)
        refuse_data_beside(place)  # a medium with both is worth as much as the desk itself
        file.write(stick, key, self._card())
        in_place, own_disk = self._in_place(place), self._own_disk(place)

        def work(session: Session) -> Answer:
            key_media.note_written(
                session, stick, in_place=in_place, by=act.by.person_id, at=act.at
            )
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "stick.write",
                subject=stick.serial,
                detail={"stick": label.value, "epoch": number, "in_place": int(in_place)},
            )
            return {"proven": advance_all(session, act, self._premises)}

        answer = carry_out(self._premises, act, Capability.ROLL_KEYS, "stick.write", work)
        return StickWritten(label, number, in_place, own_disk, int(str(answer["proven"])))

    def lose_stick(self, act: Act, label: StickLabel) -> None:
        """A stick is lost or broken: whoever has it needs the card, so a new one has to be made."""

        def work(session: Session) -> Answer:
            row = key_media.sticks(session).get(label)
            if row is None or row.lost_at is not None:
                raise Refused(
                    f"{STICK_LABELS[label]}は、作られていないか、すでに届け出てあります。",
                    "鍵の画面を開き直してください。",
                )
            key_media.note_lost(session, row, act.by.person_id, act.at)
            detail = {"stick": label.value}
            audit.append(
                session, act.at, act.by.person_id, "stick.lost", subject=row.serial, detail=detail
            )
            return detail

        carry_out(self._premises, act, Capability.ROLL_KEYS, "stick.lost", work)

    def check_card(self, act: Act, copy: int, text: str) -> None:
        """A copy of the card read back: its 24 words, typed or by its code, open the store."""
        self._require(act)
        card = RecoveryCard.from_words(text)
        if card.public() != self._card():
            raise CardWrong
        with self._premises.database.reading() as session:
            number, key = self._premises.vault.epoch_key(session)
        half = self._premises.slot.current(self._premises.store_id, number)
        try:
            opened = half.key_for(CARD, card.private())
        except NotInSlot:
            raise CardWrong from None
        if opened != key:
            raise CardWrong
        self._note_copy(act, copy, CardEvent.CHECKED, "card.check")

    def lose_card(self, act: Act, copy: int) -> None:
        """A copy of the card is lost: it opens slot and sticks until there is a new one."""
        self._require(act)
        self._note_copy(act, copy, CardEvent.LOST, "card.lost")

    def draw_card(self, by: SignedIn) -> tuple[str, ...]:
        """The 24 words of a new card, which nothing is sealed to yet."""
        rights.require(by, Capability.ROLL_KEYS)
        return RecoveryCard.make().words()

    def renew_card(
        self, act: Act, words: Sequence[str], witness_login: str, witness_passphrase: str
    ) -> int:
        """Put a new card in the old one's place, by a roll: from now on the old card opens neither
        slot nor sticks. The witness sees the old copies shredded. The new epoch."""
        self._require(act)
        card = RecoveryCard.from_words(" ".join(words))
        witness = self._people.prove(witness_login, witness_passphrase, act.at)
        if witness.id == act.by.person_id:
            raise SamePerson(
                "カードを作り直す本人は立ち会えません。", "別の人に立会いを依頼してください。"
            )
        if not may(witness.role, Capability.WITNESS_DISPOSAL):
            raise NotAllowed(
                "この人はカードの裁断に立ち会えません。",
                "受付担当か責任者に立会いを依頼してください。",
            )
        self._roll_once(act, card.public())

        def work(session: Session) -> Answer:
            epoch = session.get_one(StoreInfoRow, 1).epoch
            key_media.note_card(
                session,
                CardEvent.ISSUED,
                card.public(),
                act.by.person_id,
                act.at,
                witness=witness.id,
            )
            detail: dict[str, str | int] = {
                "epoch": epoch,
                "card": card.fingerprint(),
                "witness": witness.id,
            }
            audit.append(session, act.at, act.by.person_id, "card.renew", detail=detail)
            return {"epoch": epoch}

        answer = carry_out(self._premises, act, Capability.ROLL_KEYS, "card.renew", work)
        return int(str(answer["epoch"]))

    def _require(self, act: Act) -> None:
        """Before anything is written to a disk: the right, as the store has it now."""
        rights.require(act, Capability.ROLL_KEYS)
        with self._premises.database.reading() as session:
            rights.require_as_signed_in(people.by_id(session, act.by.person_id), act.by)
            rights.require_deputy(session, act, Capability.ROLL_KEYS)

    def _roll_once(self, act: Act, card: bytes | None = None) -> None:
        """A repeated act does not roll again."""
        with self._premises.database.reading() as session:
            done = commands.known(session, act.command)
        if not done:
            roll_now(self._premises, card)

    def _card(self) -> bytes:
        """The public half of the card in use, as the slot on the disk says and proves."""
        with self._premises.database.reading() as session:
            return self._premises.vault.recipients(session)[CARD]

    def _wanted(
        self,
        session: Session,
        label: StickLabel,
        found: Stick | None,
        row: KeyStickRow | None,
        epoch: int,
        place: Path,
    ) -> Stick:
        """The stick as it shall be; refuses whatever medium is not this stick."""
        store_id = self._premises.store_id
        if place.resolve().is_relative_to(self._premises.folder.resolve()):
            raise StickBesideStore
        if found is None:
            if row is not None and row.lost_at is None:
                raise StickEmpty
            if row is not None and not _card_since(session, row):
                raise Refused(
                    f"なくした{STICK_LABELS[label]}は、今の回復カードでまだ開けます。",
                    "先に新しい回復カードを作り、古いカードを裁断してください。",
                )
            return Stick(label, new_serial(), store_id, epoch)
        if found.store_id != store_id:
            raise StickForeign
        if found.label is not label:
            raise StickSwapped(STICK_LABELS[found.label], STICK_LABELS[label])
        # Earlier than what was last read back from it: a copy, and the stick itself is elsewhere.
        if row is not None and (
            (found.serial != row.serial and not _put_back_since(session, row))
            or found.epoch < row.epoch
        ):
            raise StickStrange(STICK_LABELS[label])
        if found.epoch > epoch:
            raise StickAhead
        return Stick(label, found.serial, store_id, epoch)

    def _in_place(self, folder: Path) -> bool:
        given = self._premises.surroundings.mounts
        mounts = mounts_text() if given is None else given
        return overwrites_in_place(folder.resolve(), mounts)

    def _own_disk(self, folder: Path) -> bool:
        """Whether the stick is lost by itself, not with the store's disk."""
        file = folder / FILE_NAME
        return file.stat().st_dev != self._premises.folder.stat().st_dev

    def _note_copy(self, act: Act, copy: int, kind: CardEvent, action: str) -> None:
        if not 1 <= copy <= CARD_COPIES:
            raise Refused("カードの枚目が選ばれていません。", "1枚目か2枚目を選んでください。")
        card = self._card()

        def work(session: Session) -> Answer:
            issued = key_media.card_issued(session)
            if issued is not None and issued.card != key_media.card_hash(card):
                # The slot's card is newer than these data: they were put back from before it.
                key_media.note_card(session, CardEvent.ISSUED, card, act.by.person_id, act.at)
            key_media.note_card(session, kind, card, act.by.person_id, act.at, copy=copy)
            detail = {"copy": copy}
            audit.append(session, act.at, act.by.person_id, action, detail=detail)
            return detail

        carry_out(self._premises, act, Capability.ROLL_KEYS, action, work)

    def _stick(
        self,
        session: Session,
        label: StickLabel,
        row: KeyStickRow | None,
        epoch: int,
        changed: date,
    ) -> StickView:
        if row is None or _card_since(session, row):  # never made, or lost and not yet made anew
            return StickView(label, False, False, False, True, None, "", stick_due(changed))
        lost, current = row.lost_at is not None, row.epoch == epoch
        owed = None if current and not lost else stick_due(changed)
        who = self._people.name_of(row.written_by)
        return StickView(label, True, current, lost, row.in_place, row.written_at, who, owed)

    def _copy(self, session: Session, copy: int, issued: date) -> CardCopyView:
        checked = key_media.last_of_copy(session, copy, CardEvent.CHECKED)
        lost = key_media.last_of_copy(session, copy, CardEvent.LOST)
        return CardCopyView(
            copy,
            lost is not None,
            None if checked is None else checked.at,
            "" if checked is None else self._people.name_of(checked.by),
            card_due(issued, None if checked is None else checked.at.date()),
        )


def _put_back_since(session: Session, row: KeyStickRow) -> bool:
    """Whether the row is of data that a restore put back: the stick may have been replaced later,
    and the one that is in use must not be called strange."""
    last = audit.entries(session, audit.Filter(action="store.restored"), limit=1)
    return bool(last) and last[0].at > row.written_at


def _card_since(session: Session, row: KeyStickRow) -> bool:
    """Whether there is a new card since the stick was lost."""
    issued = key_media.card_issued(session)
    return issued is not None and row.lost_at is not None and issued.at >= row.lost_at
