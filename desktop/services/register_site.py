"""Where a generation is built: alone, with fresh keys, and cleared of what was left (DESIGN §4)."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError
from desktop.services.premises import Premises
from desktop.services.register_build import Kit
from desktop.store import register_generation, registers
from desktop.store.register_tokens import SECRET_BYTES
from desktop.store.vault.vault import FreshKey


class RegisterBusy(DeskError):
    code = "register_busy"

    def __init__(self) -> None:
        super().__init__(
            "登録情報は、いま別の画面かコマンドで取り込み中です。",
            "終わってから、もう一度取り込んでください。",
        )


@dataclass(frozen=True, slots=True)
class FreshKeys:
    """The keys of a generation that is being built."""

    data: FreshKey
    token: FreshKey
    kit: Kit


def fresh_keys(
    premises: Premises, number: int, today: date, spill_key: bytes, *, overlay: bool = False
) -> FreshKeys:
    data, token = premises.vault.generate(), premises.vault.generate()
    kit = Kit(
        number,
        today,
        premises.surroundings.gazetteer,
        data.secret,
        os.urandom(SECRET_BYTES),
        spill_key,
        premises.addresses_on(today).renamed,
        overlay,
    )
    return FreshKeys(data, token, kit)


def keep_keys(session: Session, premises: Premises, keys: FreshKeys) -> bytes:
    """Put the keys into the database; the sealed token secret."""
    vault = premises.vault
    vault.keep(session, keys.data)
    vault.keep(session, keys.token)
    kind, part = registers.TOKEN_SECRET
    record = str(keys.kit.number)
    return vault.seal(session, keys.token.key_id, record, kind, part, keys.kit.token_secret)


class BuildingSite:
    """The one place where a generation is built, cleared of what a killed import left."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._stack = ExitStack()

    def __enter__(self) -> int:
        """The number of the generation to build. Raises RegisterBusy."""
        premises = self._premises
        site = register_generation.building(premises.folder)
        if not self._stack.enter_context(site):
            self._stack.close()
            raise RegisterBusy
        with premises.database.reading() as session:
            clear_leftovers(premises, registers.in_force(session))
            highest = registers.highest(session)
        left = register_generation.existing(premises.database.engine, premises.folder)
        return max([highest, *left]) + 1

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def clear_leftovers(premises: Premises, current: registers.InForce | None) -> None:
    """Drop every generation that is not in use; only on the building site."""
    used = {one.number for one in current.generations} if current else set()
    engine = premises.database.engine
    for number in register_generation.existing(engine, premises.folder):
        if number not in used:
            register_generation.generation(engine, premises.folder, number).drop()
