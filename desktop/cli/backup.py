"""`madoguchi backup | restore | drill`: a store copied while it works, put back, and tried."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.entrance import (
    Given,
    JsonOption,
    StoreOption,
    UserOption,
    now,
    opened,
    store_place,
)
from desktop.cli.output import refuse, say_json, say_lines
from desktop.domain.errors import DeskError

StickOption = Annotated[
    Path, typer.Option("--stick", help="鍵媒体のフォルダー、またはその鍵のファイル")
]
BookOption = Annotated[
    Path | None,
    typer.Option("--key-book", help="もっと新しい鍵帳（バックアップの中の keybook.mdg）があるとき"),
]
FromArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="バックアップ、またはそれが入っているフォルダー")
]


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="バックアップ先のフォルダー")],
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """保管庫のバックアップを作り、読み返して確かめる。鍵ファイルは入れない。"""
    from desktop.services.act import new_act

    try:
        with opened(context, store, user) as (desk, by):
            act = new_act(by, now())
            made = desk.backups.make(
                act, folder, _shown("バックアップ", as_json), threading.Event()
            )
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(
            {
                "folder": made.folder,
                "files": made.files,
                "bytes": made.bytes,
                "seconds": round(made.seconds, 3),
                "epoch": made.epoch,
                "log": {"size": made.log_size, "root": made.log_root},
                "same_disk": made.same_disk,
            }
        )
        return
    say_lines(
        [
            f"{made.folder} に作り、読み返して確かめました。",
            f"{made.files:,}ファイル　{made.bytes / 2**20:,.1f} MB　{made.seconds:.1f}秒",
            f"操作記録 {made.log_size:,}件　{made.log_root}",
        ]
    )
    if made.same_disk:
        typer.echo("保管庫と同じディスクにあります。取り外せる媒体にも作ってください。", err=True)


def restore(
    context: typer.Context,
    folder: FromArgument,
    stick: StickOption,
    store: StoreOption = None,
    key_book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    """バックアップから、空の場所に保管庫を戻す。鍵媒体と回復カードの24語が要る。"""
    from desktop.services.backups import restore_store

    place = store_place(context, store)
    try:
        if "://" in place:
            raise DeskError(
                "PostgreSQL へは戻せません。",
                "--store に、この端末のディスクの空のフォルダーを指定してください。",
            )
        done = restore_store(
            folder,
            Path(place),
            stick,
            card_words(),
            now(),
            _shown("復元", as_json),
            threading.Event(),
            key_book,
        )
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(done)
        return
    say_lines(
        [
            f"{done.place} に、{done.made_at:%Y-%m-%d %H:%M} の保管庫を戻しました。",
            f"サインインできる人 {done.people}人　廃棄済みなどで閉じた鍵 {done.closed:,}件",
            "窓口を開いてサインインし、鍵を更新して、新しいバックアップを作ってください。",
            "バックアップの後に発送した通知、返した切手・為替は、発送前・返却前に戻っています。",
            "控えと照らし合わせるまで、何も発送しないでください。",
            "後にかけた保全は消え、後に変えた役割は元に戻っています。"
            "廃棄を申請する前に直してください。",
            "元のディスクが残っているときは、その鍵ファイルを物理的に壊してください。",
        ]
    )
    if done.left_out:
        typer.echo(
            f"バックアップの後に利用を終えたか、鍵を作り直した{done.left_out}人は、開けません。"
            "辞めた人などは、管理者が改めて「利用を終える」にし、"
            "ほかの人にはパスフレーズを再設定してください。"
        )


def drill(
    context: typer.Context,
    folder: FromArgument,
    stick: StickOption,
    store: StoreOption = None,
    user: UserOption = None,
    key_book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    """復元訓練。使い捨ての場所に戻して開き、何も残さない。--user があれば結果を記録する。"""
    from desktop.services.act import new_act
    from desktop.services.backups import drill_alone

    given: Given = context.obj
    told, stop = _shown("復元訓練", as_json), threading.Event()
    login = user or given.user or os.environ.get("MADOGUCHI_USER")
    try:
        if login:
            with opened(context, store, login) as (desk, by):
                act = new_act(by, now())
                report = desk.backups.drill(act, folder, stick, card_words(), told, stop, key_book)
        else:
            report = drill_alone(folder, stick, card_words(), now(), told, stop, key_book)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json({**_plain(report), "ok": report.ok, "recorded": bool(login)})
    else:
        head = "開くべきものはすべて開き、ほかは開きませんでした。"
        typer.echo(head if report.ok else "復元訓練で、確かめられないものがありました。")
        say_lines(f"  {line}" for line in report.lines())
        if not login:
            typer.echo("この結果は、どこにも記録していません（--user を付けると記録します）。")
    if not report.ok:
        raise typer.Exit(1)


def card_words() -> str:
    """The 24 words: typed at a prompt, or one line of standard input; never from an argument or a
    file, since they are to be written nowhere else (TRUST §2)."""
    if sys.stdin.isatty():
        return str(typer.prompt("回復カードの24語（空白で区切る）", hide_input=True))
    words = sys.stdin.readline().strip()
    if not words:
        raise DeskError(
            "回復カードの24語がありません。",
            "端末で実行して尋ねられたときに入れるか、標準入力に一行で渡してください。",
        )
    return words


def _plain(value: object) -> dict[str, object]:
    from desktop.cli.output import plain

    made: dict[str, object] = plain(value)
    return made


def _shown(what: str, as_json: bool) -> Callable[[int, int], None]:
    """Progress on a terminal, by tens of percent; nothing where a program listens."""
    if as_json or not sys.stderr.isatty():
        return lambda _done, _total: None
    last = -1

    def told(done: int, total: int) -> None:
        nonlocal last
        now_at = 10 * done // total if total else 10
        if now_at != last:
            last = now_at
            typer.echo(f"{what} {now_at * 10}%", err=True)

    return told


def add_to(app: typer.Typer) -> None:
    for command in (backup, restore, drill):
        app.command()(command)
