"""What works on this machine: fonts, forms, reading, programs, and the store (DESIGN §5)."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.address.reader import AddressReader
from desktop.capture import sandbox
from desktop.capture.sources.share import Share, ShareHangs
from desktop.domain.errors import DeskError
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services import backup_standing, machine
from desktop.services.cups_settings import cups_findings
from desktop.services.premises import SLOT_NAME, Premises, read_request_forms
from desktop.services.register_edition import known_edition
from desktop.services.surroundings import Surroundings
from desktop.services.watched_places import MARK
from desktop.store import registers, scans
from desktop.store.database import Database
from desktop.store.engines import is_postgresql
from desktop.store.errors import StoreInUse, StoreMissing
from desktop.store.filesystems import mounts_text, network_kind, overwrites_in_place
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.vault.slot import SlotFile

_READING = ("rapidocr", "onnxruntime", "zxingcpp", "cv2", "pypdfium2", "PIL")
_LEAST_FREE_MB = 500
_REINSTALL = "プログラムを入れ直してください。"


@dataclass(frozen=True, slots=True)
class DoctorLine:
    name: str
    ok: bool
    detail: str
    next_step: str = ""


def examine(
    surroundings: Surroundings, place: str = "", at: datetime | None = None
) -> tuple[DoctorLine, ...]:
    """The machine and the installation, and the store at `place` where one is named.

    `at` is now: without it nothing is said of how old backups are. Needs no login and changes
    nothing.
    """
    lines = [
        _python(),
        _fonts(surroundings),
        _forms(surroundings),
        _reading(),
        _opening(),
        *_all_devices(),
    ]
    lines += [DoctorLine(one.name, one.ok, one.told, one.next_step) for one in cups_findings()]
    lines.append(_postgresql())
    return (*lines, *(_store_at(surroundings, place, at) if place else ()))


def examine_store(premises: Premises) -> tuple[DoctorLine, ...]:
    """The opened store, its slot and its disk."""
    return (
        _file_system(premises.folder),
        _engine(premises.database),
        _register(premises.database, premises.addresses, premises.surroundings.gazetteer),
        *_watched_folders(premises.database),
        _slot(premises.database, premises.slot),
        _space(premises.folder),
    )


def _store_at(
    surroundings: Surroundings, place: str, at: datetime | None
) -> tuple[DoctorLine, ...]:
    folder = surroundings.spool if is_postgresql(place) else Path(place).absolute()
    lines = [] if folder is None else [_file_system(folder)]
    try:
        database = Database.open(place)
    except StoreMissing:
        step = "窓口を開いて、保管庫と最初の利用者を作ってください。"
        return (*lines, DoctorLine("保管庫", False, "まだありません", step))
    except DeskError as error:
        return (*lines, DoctorLine("保管庫", False, error.sentence, error.next_step))
    try:
        lines.append(_engine(database))
        lines.append(_window(database))
        addresses = AddressReader.open(surroundings.gazetteer)
        lines.append(_register(database, addresses, surroundings.gazetteer))
        lines += _watched_folders(database)
        if at is not None:
            lines += _backups(database, at)
        if folder is not None:
            lines += [_slot(database, SlotFile(folder / SLOT_NAME)), _space(folder)]
    finally:
        database.close()
    return tuple(lines)


def _python() -> DoctorLine:
    shown = ".".join(map(str, sys.version_info[:3]))
    return DoctorLine("Python", sys.version_info >= (3, 11), shown)


def _fonts(surroundings: Surroundings) -> DoctorLine:
    count = len(list(surroundings.fonts.glob("*.ttf")))
    return DoctorLine("書体", count > 0, f"{count} 書体", "" if count else _REINSTALL)


def _forms(surroundings: Surroundings) -> DoctorLine:
    try:
        forms = read_request_forms(surroundings.forms)
    except DeskError as error:
        return DoctorLine("様式", False, error.sentence, error.next_step)
    codes = [form.code for form in forms.newest]
    return DoctorLine("様式", bool(codes), "・".join(codes), "" if codes else _REINSTALL)


def _reading() -> DoctorLine:
    missing = [name for name in _READING if importlib.util.find_spec(name) is None]
    return DoctorLine(
        "文字の読み取り",
        not missing,
        "使えます" if not missing else f"不足: {', '.join(missing)}",
        "" if not missing else _REINSTALL,
    )


def _opening() -> DoctorLine:
    """How the child that opens files from outside is held (CAPTURE §4)."""
    if not sandbox.has_limits():
        told = "このOSでは、ファイルを開く処理に上限を設けられず、時間切れで止めるだけです"
        step = "外から届いたファイルは、できれば Linux の端末で取り込んでください。"
        return DoctorLine("ファイルの隔離", False, told, step)
    told = "上限と、許した処理だけの隔離" if sandbox.has_filter() else "時間とメモリーの上限"
    return DoctorLine("ファイルの隔離", True, told)


def _all_devices() -> Iterator[DoctorLine]:
    """Scanners take seconds to answer: all of them are waited for at once."""
    asked = (_scanners, _network_scanners, _printers)
    with ThreadPoolExecutor(len(asked)) as pool:
        yield from pool.map(lambda ask: ask(), asked)


def _scanners() -> DoctorLine:
    step = "電源と接続を確かめるか、スキャンしたファイルを取り込んでください。"
    return _devices("スキャナー（SANE）", machine.scanners, step)


def _network_scanners() -> DoctorLine:
    step = "複合機の電源と通信を確かめるか、設定のスキャナーでアドレスを入れてください。"
    return _devices("スキャナー（ネットワーク）", machine.network_scanners, step)


def _printers() -> DoctorLine:
    step = "プリンターを登録するか、PDFを保存して別の端末で印刷してください。"
    return _devices("プリンター（CUPS）", machine.printers, step)


def _devices(name: str, find: Callable[[], Sequence[str]], step: str) -> DoctorLine:
    try:
        found = find()
    except DeskError as error:
        return DoctorLine(name, False, error.sentence, error.next_step)
    return DoctorLine(
        name, bool(found), "・".join(found) or "見つかりません", "" if found else step
    )


def _postgresql() -> DoctorLine:
    there = importlib.util.find_spec("psycopg") is not None
    shown = "使えます" if there else "見つかりません"
    return DoctorLine("PostgreSQL の接続", there, shown, "" if there else _REINSTALL)


def _file_system(folder: Path) -> DoctorLine:
    mounts = mounts_text()
    if kind := network_kind(folder.resolve(), mounts):
        step = "この端末の内蔵ディスクのフォルダーに置いてください。"
        return DoctorLine("置き場所", False, f"ネットワーク上にあります（{kind}）", step)
    if not overwrites_in_place(folder.resolve(), mounts):
        return DoctorLine(
            "置き場所",
            False,
            "上書きしても古い内容が残る種類のディスクです",
            "廃棄した鍵を確実に消せるよう、ext4 や NTFS のディスクに置いてください。",
        )
    return DoctorLine("置き場所", True, "この端末のディスク")


def _engine(database: Database) -> DoctorLine:
    return DoctorLine("保管庫", True, "PostgreSQL" if database.on_postgresql else "SQLite")


def _register(database: Database, addresses: AddressReader, gazetteer: Path) -> DoctorLine:
    """No login is needed: the list of generations tells nothing about a person."""
    if not database.is_upgraded():
        return DoctorLine("登録情報", True, "保管庫を一度開くと確かめられます")
    with database.reading() as session:
        current = registers.in_force(session)
    if current is None:
        return DoctorLine("登録情報", True, "まだ取り込まれていません")
    told = f"第{current.base.number}世代 {current.generations[0].as_of.isoformat()}現在"
    edition = known_edition(addresses, gazetteer)
    if all(one.edition == edition for one in current.generations):
        return DoctorLine("登録情報", True, told)
    return DoctorLine(
        "登録情報",
        False,
        f"{told}　住所の読み方が今と違う版で取り込まれています",
        "使えますが、全件を取り込み直すと候補の順がそろいます。",
    )


def _backups(database: Database, at: datetime) -> tuple[DoctorLine, ...]:
    """The last backup and the last drill, by the operation log; what is owed has its next step."""
    if not database.is_upgraded():
        return ()
    with database.reading() as session:
        periods = backup_standing.periods_on(session, at.date())
        found = {one.code: one for one in backup_standing.owed(session, periods, at)}
        last = [backup_standing.last_of(session, one) for one in backup_standing.LAST]
    lines = []
    for (code, name), entry in zip(backup_standing.NAMES.items(), last, strict=True):
        told = "まだありません" if entry is None else f"最後 {entry.at:%Y-%m-%d %H:%M}"
        if (one := found.get(code)) is not None:
            lines.append(DoctorLine(name, not one.late, one.sentence, one.next_step))
        else:
            lines.append(DoctorLine(name, True, told))
    return tuple(lines)


def _watched_folders(database: Database) -> tuple[DoctorLine, ...]:
    """The folders that scanners drop files into, by the names of their profiles."""
    if not database.is_upgraded():
        return ()
    with database.reading() as session:
        profiles = scans.profiles(session)
    return tuple(_watched(one) for one in profiles if one.kind is SourceKind.FOLDER)


def _watched(profile: ScanProfile) -> DoctorLine:
    name, folder = f"見張るフォルダー（{profile.name}）", Path(profile.address)
    try:
        names = Share().at(folder, lambda: [one.name for one in folder.iterdir()])
    except OSError:
        step = "共有フォルダーにつなぎ直すか、設定のスキャナーで選び直してください。"
        return DoctorLine(name, False, "開けません", step)
    except ShareHangs:
        step = "共有フォルダーのつながりを確かめてください。"
        return DoctorLine(name, False, "応答しません", step)
    if not names:
        step = "共有フォルダーにつなぎ直してください。つながっているときは、保存し直してください。"
        return DoctorLine(name, False, "共有フォルダーがつながっていません", step)
    return DoctorLine(name, True, f"開けます（ファイル {len(set(names) - {MARK})}件）")


def _window(database: Database) -> DoctorLine:
    """An open window is no fault: it is said, so that nobody looks for another reason."""
    try:
        database.claim_window()
    except StoreInUse:
        return DoctorLine("窓口の画面", True, "開いています")
    return DoctorLine("窓口の画面", True, "開いていません")


def _slot(database: Database, slot: SlotFile) -> DoctorLine:
    try:
        with database.reading() as session:
            info = session.get_one(StoreInfoRow, 1)
            slot.current(info.store_id, info.epoch)
        sound = all(half is not None for half in slot.read())
    except DeskError as error:
        return DoctorLine("鍵ファイル", False, error.sentence, error.next_step)
    return DoctorLine(
        "鍵ファイル",
        sound,
        "二つの写しとも読めます" if sound else "片方の写しが読めません",
        "" if sound else "保管庫を開き直すと、もう片方から書き直します。",
    )


def _space(folder: Path) -> DoctorLine:
    free = shutil.disk_usage(folder).free // 2**20
    enough = free >= _LEAST_FREE_MB
    step = "" if enough else f"{_LEAST_FREE_MB} MB 以上の空きを作ってください。"
    return DoctorLine("ディスクの空き", enough, f"{free:,} MB", step)
