"""`madoguchi restore-slot`: the slot alone is lost and the database is whole (TRUST §2)."""

from __future__ import annotations

import typer

from desktop.cli.backup import StickOption, card_words
from desktop.cli.entrance import JsonOption, StoreOption, now, store_place, surroundings
from desktop.cli.output import refuse, say_json, say_lines
from desktop.domain.errors import DeskError


def restore_slot(
    context: typer.Context,
    stick: StickOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """鍵ファイルだけが失われたとき、鍵媒体と回復カードの24語から作り直す。"""
    from desktop.services.slot_restore import restore_slot as restore

    place = store_place(context, store)
    try:
        done = restore(place, surroundings(place), stick, card_words(), now())
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(done)
        return
    say_lines(
        [
            f"鍵ファイルを作り直しました（第{done.epoch}世代）。サインインできる人 {done.people}人",
            "窓口を開いてサインインし、責任者が設定の「鍵」で鍵を更新してください。",
        ]
    )
    if not done.people:
        typer.echo(
            "サインインの画面の「だれもパスフレーズを思い出せないとき」から、"
            "管理者と責任者の二人が回復カードで入ってください。",
            err=True,
        )
    if done.left_out:
        typer.echo(
            f"操作記録にない鍵を持つ{done.left_out}人は開けません。記録の検証をしてください。",
            err=True,
        )


def add_to(app: typer.Typer) -> None:
    app.command("restore-slot")(restore_slot)
