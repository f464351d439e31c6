"""The office of the service tests: its people, their passphrases, and a clock the test moves."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

# The killed programs are started by themselves, without what pytest adds to the path.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from office_people import MORNING, NAMES, OFFICE, PEOPLE, passphrase

from desktop.domain.roles import Role
from desktop.services.act import Act, SignedIn, new_act
from desktop.services.desk import Desk, Surroundings

__all__ = ["MORNING", "NAMES", "OFFICE", "PEOPLE", "Office", "everything_kept", "passphrase"]


@dataclass
class Office:
    """The opened desk, its people, and a clock that the test moves."""

    desk: Desk
    place: str
    folder: Path
    surroundings: Surroundings
    words: tuple[str, ...]
    now: datetime = MORNING
    told: Any = None  # what carrying the office on before the test answered
    _signed_in: dict[str, SignedIn] = field(default_factory=dict)

    def by(self, login: str) -> SignedIn:
        """The person, signed in once; the vault stays open for the last one who signed in."""
        if login not in self._signed_in:
            self._signed_in[login] = self.desk.people.sign_in(login, passphrase(login), self.now)
        return self._signed_in[login]

    def act(self, login: str) -> Act:
        return new_act(self.by(login), self.now)

    def id_of(self, login: str) -> str:
        return self.by(login).person_id

    def give_role(self, login: str, role: Role, by: str = "a01") -> None:
        """Wished by an administrator, signed by s01; the person then signs in anew."""
        person = self.id_of(login)
        self.now += timedelta(minutes=1)
        administration = self.desk.administration
        administration.roles.wish(self.act(by), person, role)
        (wish,) = (one for one in administration.proposals() if one.name.endswith(person))
        administration.sign_setting(self.act("s01"), wish.id, passphrase("s01"))
        del self._signed_in[login]

    def put_in_force(self, name: str, value: object) -> None:
        """A setting that a01 wished for and s01 signed, from today on."""
        administration = self.desk.administration
        wish = administration.propose_setting(self.act("a01"), name, value, self.now.date())
        administration.sign_setting(self.act("s01"), wish.id, passphrase("s01"))

    def reopen(self) -> Desk:
        """Close the program and start it again."""
        self.desk.close()
        self._signed_in.clear()
        self.desk = Desk.open(self.place, self.surroundings, window=True)
        return self.desk


def everything_kept(office: Office) -> Iterator[tuple[str, bytes]]:
    """All that lies on the disk of the closed store: every file, and every row of PostgreSQL."""
    office.desk.close()
    for file in sorted(office.folder.rglob("*")):
        if file.is_file():
            yield file.name, file.read_bytes()
    if "://" in office.place:
        with psycopg.connect(office.place) as connection:
            named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            for (table,) in connection.execute(named).fetchall():
                rows = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
                for (row,) in connection.execute(rows):
                    # A bytea shows as hexadecimal digits.
                    packed = re.sub(r"\\\\x([0-9a-f]+)", "", row)
                    blobs = re.findall(r"\\\\x([0-9a-f]+)", row)
                    yield table, packed.encode() + b"".join(map(bytes.fromhex, blobs))
