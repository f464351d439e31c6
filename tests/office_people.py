"""The office that the tests set up: its settings, its people, their passphrases, its first day."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.roles import Role
from desktop.services.desk import NewPerson, OfficeSettings
from desktop.store.schema.base import JST

MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=JST)  # a Tuesday

OFFICE = OfficeSettings(
    office_name="みどり野電力",
    office_postal="350-0000",
    office_address="埼玉県みどり野市中央一丁目2番3号",
    phone="0570-000-000",
)

NAMES = {
    "c01": ("架空 太郎", Role.CLERK),
    "c02": ("見本 花子", Role.CLERK),
    "c03": ("仮野 次郎", Role.CLERK),
    "s01": ("例示 誠", Role.SUPERVISOR),
    "a01": ("雛形 明", Role.ADMINISTRATOR),
    "k01": ("試山 守", Role.AUDITOR),
}


def passphrase(login: str) -> str:
    return f"{login} has a long secret"


PEOPLE = tuple(
    NewPerson(login, name, role, passphrase(login)) for login, (name, role) in NAMES.items()
)
