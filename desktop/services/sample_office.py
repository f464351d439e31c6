"""The sample office: a throw-away store with the invented people of resources/sample_office."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.domain.roles import Role
from desktop.services.act import new_act
from desktop.services.desk import Desk, NewPerson, OfficeSettings, Surroundings


@dataclass(frozen=True, slots=True)
class SampleOffice:
    """Who works in the sample office, and its settings. Its passphrases are no secret."""

    settings: OfficeSettings
    people: tuple[NewPerson, ...] = field(repr=False)

    def first(self, role: Role) -> NewPerson:
        return next(person for person in self.people if person.role is role)


def read_sample_office(resources: Path) -> SampleOffice:
    values = tomllib.loads((resources / "sample_office" / "settings.toml").read_text("utf-8"))
    people = tuple(
        NewPerson(one["login"], one["name"], Role(one["role"]), one["passphrase"])
        for one in values.pop("people")
    )
    return SampleOffice(OfficeSettings.from_mapping(values), people)


def furnish(place: Path, surroundings: Surroundings, at: datetime) -> Desk:
    """Set the sample office up at `place`, its register imported, and leave nobody signed in."""
    office = read_sample_office(surroundings.resources)
    desk, _card = Desk.set_up(str(place), surroundings, office.settings, office.people, at)
    keeper = office.first(Role.ADMINISTRATOR)
    by = desk.people.sign_in(keeper.login, keeper.passphrase, at)
    register = surroundings.resources / "sample_office" / "register.csv"
    desk.register.import_csv(new_act(by, at), register)
    desk.people.sign_out(by, at)
    return desk
