"""How a command gets to the store: which one, who asks, and by which passphrase."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from desktop import paths
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.services.act import SignedIn
    from desktop.services.desk import Desk
    from desktop.services.surroundings import Surroundings

JST = ZoneInfo("Asia/Tokyo")
KEYRING_SERVICE = "madoguchi"

StoreOption = Annotated[
    str | None, typer.Option("--store", help="保管庫のフォルダー、または PostgreSQL の URL")
]
UserOption = Annotated[str | None, typer.Option("--user", help="サインインする人の ID")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON で答える")]


@dataclass(slots=True)
class Given:
    """The options that stood before the command."""

    store: str | None = None
    user: str | None = None


def store_place(context: typer.Context, store: str | None) -> str:
    given: Given = context.obj
    return store or given.store or os.environ.get("MADOGUCHI_STORE") or str(paths.default_store())


def surroundings(place: str) -> Surroundings:
    """The shipped files; for a PostgreSQL store also this machine's folder of slot and spool."""
    from desktop.services.surroundings import Surroundings

    spool = paths.default_store() if "://" in place else None
    return Surroundings(paths.resources(), paths.forms(), spool)


def passphrase_of(login: str) -> str:
    """From MADOGUCHI_PASSPHRASE_FILE, the system's keyring, or a prompt; never from an argument."""
    if named := os.environ.get("MADOGUCHI_PASSPHRASE_FILE"):
        try:
            return Path(named).read_text(encoding="utf8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise DeskError(
                "パスフレーズのファイルを読めません。",
                "MADOGUCHI_PASSPHRASE_FILE の指すファイルと、その権限を確かめてください。",
            ) from error
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(KEYRING_SERVICE, login)
    except KeyringError:
        kept = None
    if kept is not None:
        return str(kept)
    if not sys.stdin.isatty():
        raise DeskError(
            "パスフレーズを尋ねる端末がありません。",
            "MADOGUCHI_PASSPHRASE_FILE にパスフレーズのファイルを指定してください。",
        )
    return str(typer.prompt("パスフレーズ", hide_input=True))


@contextmanager
def opened(
    context: typer.Context, store: str | None, user: str | None
) -> Iterator[tuple[Desk, SignedIn]]:
    """The desk with `user` signed in; signed out and closed at the end."""
    from desktop.services.desk import Desk

    given: Given = context.obj
    login = user or given.user or os.environ.get("MADOGUCHI_USER")
    if not login:
        raise typer.BadParameter("--user が要ります")
    place = store_place(context, store)
    desk = Desk.open(place, surroundings(place), window=False)
    try:
        signed_in = desk.people.sign_in(login, passphrase_of(login), now())
        try:
            yield desk, signed_in
        finally:
            desk.people.sign_out(signed_in, now())
    finally:
        desk.close()


def now() -> datetime:
    return datetime.now(JST)
