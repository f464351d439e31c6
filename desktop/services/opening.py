"""Making a store with its first people, and opening one that exists (DESIGN §1, §4)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError
from desktop.domain.roles import Role, enough_people
from desktop.services.backups import clear_scratch
from desktop.services.office_settings import OfficeSettings
from desktop.services.people import (
    NewPerson,
    PersonRefused,
    check_name,
    check_new_person,
    login_taken,
    seal_name,
)
from desktop.services.premises import Premises
from desktop.services.register_site import clear_leftovers
from desktop.services.scan_leftovers import sweep_scan_folders
from desktop.services.set_up_mark import SetUpMark
from desktop.services.surroundings import Surroundings
from desktop.store import audit, key_media, people, register_generation, registers, settings
from desktop.store.database import Database
from desktop.store.engines import is_postgresql
from desktop.store.errors import NetworkFileSystem, PlaceUnusable, StoreError
from desktop.store.filesystems import mounts_text, network_kind
from desktop.store.key_media import CardEvent
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.vault import keys as person_keys
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import PersonKeys
from desktop.store.vault.roll import reconcile
from desktop.store.vault.vault import Vault


class StoreExists(StoreError):
    """Set-up would stand on a store that is in use."""

    code = "store_exists"

    def __init__(self) -> None:
        super().__init__(
            "この場所にはすでに保管庫があります。",
            "そのまま開いてサインインするか、別の場所を指定してください。",
        )


class DisposalHalfWay(StoreError):
    """The program is newer than the store, and a disposal is under way in it (TRUST §2)."""

    code = "disposal_half_way"

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(
            f"承認済みでまだ終わっていない廃棄があるため、新しい版では開けません（{numbers[0]}）。",
            "前の版のプログラムで開き、廃棄の実施を終えるか、保全で一覧から外してください。"
            "保管庫には何も書き込んでいません。",
        )


class FolderNeeded(DeskError):
    """A PostgreSQL store still needs a folder of this machine, for slot and spool."""

    code = "folder_needed"


def open_store(place: str, surroundings: Surroundings, *, window: bool) -> Premises:
    """The store at `place`, brought up to this program's version; nobody is signed in yet."""
    folder = folder_of(place, surroundings)
    database = Database.open(place, mounts=surroundings.mounts)
    try:
        if window:
            database.claim_window()
        _refuse_half_way(database)
        database.upgrade()
        with database.reading() as session:
            info = session.get_one(StoreInfoRow, 1)
        premises = Premises(database, folder, surroundings, info.store_id)
        premises.slot_finding = reconcile(database, premises.slot)
        SetUpMark(folder, place).take_away()
        premises.spool.prepare()
        if window:
            _sweep(premises)
    except BaseException:
        database.close()
        raise
    return premises


def set_up_store(
    place: str,
    surroundings: Surroundings,
    office: OfficeSettings,
    newcomers: Sequence[NewPerson],
    at: datetime,
) -> tuple[Premises, tuple[str, ...]]:
    """A new store, unlocked for nobody yet, and the 24 words of its recovery card."""
    _check_people(newcomers)
    folder = folder_of(place, surroundings)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PlaceUnusable from error
    database = Database.open(place, create=True, mounts=surroundings.mounts)
    try:
        database.claim_window()
        database.upgrade()
        with database.reading() as session:
            if session.get(StoreInfoRow, 1) is not None:
                raise StoreExists
        premises = Premises(database, folder, surroundings, uuid.uuid4().hex)
        premises.spool.prepare()
        card = RecoveryCard.make()
        mark = SetUpMark(folder, place)
        mark.clear_slot(premises.slot)
        if not premises.slot.path.exists():
            mark.put(premises.store_id)
        with database.transaction() as session:
            _begin(premises, session, office, newcomers, card, at)
        mark.take_away()
    except BaseException:
        database.close()
        raise
    premises.lock()
    return premises, card.words()


def _refuse_half_way(database: Database) -> None:
    """A disposal that was approved is ended by the version under which it was: another might count
    its list otherwise. Nothing is written."""
    if database.is_upgraded():
        return
    with database.reading() as session:
        if numbers := key_media.half_way(session):
            raise DisposalHalfWay(numbers)


def _sweep(premises: Premises) -> None:
    """Clear what a killed program left: pages never acknowledged, on disk or in memory, and
    register files half-built, the scratch store of a drill."""
    sweep_scan_folders()
    clear_scratch(premises.folder)
    with premises.database.reading() as session:
        swept = premises.spool.sweep(session)
        current = registers.in_force(session)
    premises.lost_pages = swept.rows_without_file
    # Without its row a file was never acknowledged, or was filed already: nobody misses it.
    premises.spool.remove_files(swept.files_without_row)
    with register_generation.building(premises.folder) as alone:
        if alone:
            clear_leftovers(premises, current)


def folder_of(place: str, surroundings: Surroundings) -> Path:
    """Where slot and spool of the store lie."""
    if not is_postgresql(place):
        return Path(place).absolute()
    if surroundings.spool is None:
        raise FolderNeeded(
            "PostgreSQL の保管庫にも、鍵ファイルと受付ページを置くフォルダーが要ります。",
            "この端末の内蔵ディスクのフォルダーを指定してください。",
        )
    folder = surroundings.spool.absolute()
    mounts = mounts_text() if surroundings.mounts is None else surroundings.mounts
    # Overwriting the slot in place means nothing on another machine's disk (TRUST §2).
    if kind := network_kind(folder.resolve(), mounts):
        raise NetworkFileSystem(kind)
    return folder


def _check_people(newcomers: Sequence[NewPerson]) -> None:
    for number, new in enumerate(newcomers):
        check_new_person(new)
        check_name(new.name, (one.name for one in newcomers[:number]))
    logins = [new.login.lower() for new in newcomers]
    if len(set(logins)) != len(logins):
        raise login_taken()
    if lacking := enough_people(new.role for new in newcomers):
        raise PersonRefused(
            f"窓口を始めるには人が足りません。{'・'.join(lacking)}",
            "たがいに確かめ合う仕事を分けられるよう、人を追加してください。",
            field="people",
        )


def _begin(
    premises: Premises,
    session: Session,
    office: OfficeSettings,
    newcomers: Sequence[NewPerson],
    card: RecoveryCard,
    at: datetime,
) -> None:
    """Store, slot, people and settings, all in the session's one transaction."""
    everybody = [(new, person_keys.make_keys(uuid.uuid4().hex)) for new in newcomers]
    administrator = _first(everybody, Role.ADMINISTRATOR)
    supervisor = _first(everybody, Role.SUPERVISOR)
    vault = Vault.create(
        session,
        premises.slot,
        store_id=premises.store_id,
        people=[keys.public() for _, keys in everybody],
        card=card.public(),
        opener=administrator,
        at=at,
        program_version=_program_version(),
    )
    premises.take_over(vault)
    audit.append(session, at, administrator.person_id, "store.set_up")
    for new, keys in everybody:
        wrapped = person_keys.wrap(keys, new.passphrase, premises.kdf_cost)
        people.add(session, keys.person_id, new.login, new.role, keys.public(), wrapped, at)
        seal_name(premises, session, keys.person_id, new.name)
        audit.append(
            session,
            at,
            administrator.person_id,
            "person.add",
            subject=keys.person_id,
            detail={"key": keys.public().fingerprint()},
        )
    key_media.note_card(session, CardEvent.ISSUED, card.public(), administrator.person_id, at)
    for new, keys in everybody:
        name = settings.role_name(keys.person_id)
        _settle(session, name, new.role.value, administrator, supervisor, at)
    for name, value in office.to_json().items():
        _settle(session, name, value, administrator, supervisor, at)
    audit.append(
        session,
        at,
        supervisor.person_id,
        "setting.sign",
        fields=tuple(office.to_json()),
        detail={"count": len(office.to_json()), "roles": len(everybody)},
    )


def _first(everybody: Sequence[tuple[NewPerson, PersonKeys]], role: Role) -> PersonKeys:
    return next(keys for new, keys in everybody if new.role is role)


def _settle(
    session: Session,
    name: str,
    value: object,
    administrator: PersonKeys,
    supervisor: PersonKeys,
    at: datetime,
) -> None:
    """A first setting: proposed and signed like any later one."""
    setting = settings.propose(session, name, value, at.date(), administrator.person_id, at)
    statement = settings.statement(setting, supervisor.person_id, at)
    settings.sign(session, setting.id, supervisor.person_id, at, supervisor.sign(statement))


def _program_version() -> str:
    try:
        return version("madoguchi")
    except PackageNotFoundError:
        return "0"
