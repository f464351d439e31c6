"""`madoguchi audit verify | export | report`. An exported log needs neither store nor login."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.entrance import JST, JsonOption, StoreOption, UserOption, now, opened
from desktop.cli.output import refuse, say_json
from desktop.domain.errors import DeskError
from desktop.domain.office_papers import AUDIT_REPORT, MASK_RECORD

if TYPE_CHECKING:
    from desktop.services.audit import VerificationView

app = typer.Typer(no_args_is_help=True)


@app.command("verify", context_settings={"allow_extra_args": True})
def verify(
    context: typer.Context,
    log: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="書き出した記録")
    ] = None,
    anchor: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="SIZE ROOT",
            help="紙に控えた記録数とルート値。ルート値は4文字ずつ空けて打ってもよい",
        ),
    ] = None,
    anchors: Annotated[
        Path | None,
        typer.Option(
            "--anchor-file",
            exists=True,
            dir_okay=False,
            help="第二の場所にある控えのファイル（--log とともに）",
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(help="証明書の番号や受付番号の記録も示す（--log とともに）"),
    ] = None,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """記録が書き換えられていないかを確かめる。--log だけなら、保管庫もサインインも要らない。"""
    from desktop.services.audit import about_in, verify_exported

    if context.args and anchor is None:
        raise typer.BadParameter(f"{context.args[0]} は余分です")
    if log is None and (anchors is not None or about is not None):
        raise typer.BadParameter("--anchor-file と --about は --log とともに使います")
    typed = None if anchor is None else (anchor[0], "".join((anchor[1], *context.args)))
    try:
        if log is not None:
            found = verify_exported(log, typed, anchors)
        else:
            with opened(context, store, user) as (desk, _):
                found = desk.audit.verify(typed)
        told = () if log is None or about is None else about_in(log, about)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(found)
    else:
        _say(found, typed is not None or anchors is not None)
        for line in told:
            vouched = "控えの範囲内" if line.seq <= found.anchors else "控えの範囲外"
            at = line.at.astimezone(JST)
            typer.echo(f"  {line.seq}件目  {at:%Y-%m-%d %H:%M}  {line.action_label}  {vouched}")
        if about is not None and not told:
            typer.echo(f"  「{about}」の記録はありません。")
    if not found.ok:
        raise typer.Exit(1)


def _say(found: VerificationView, anchored: bool) -> None:
    typer.echo("記録は正しくつながっています。" if found.ok else "記録に食い違いがあります。")
    typer.echo(f"件数 {found.size}\nルート {found.root}")
    if anchored:
        typer.echo(f"控えで確かめた件数 {found.anchors}")
    elif found.ok:
        typer.echo("控えと照らしていないため、作り直された記録かどうかは分かりません。")
    if found.second_place == "unreachable":
        typer.echo("第二の場所の控えは、フォルダーが応答しないため照らしていません。")
    if found.second_place == "same_disk":
        typer.echo(
            "第二の場所が保管庫と同じディスクにあります。別のディスクか共有に移してください。"
        )
    for problem in found.problems:
        typer.echo(f"  {problem}")


@app.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(dir_okay=False)],
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """記録をすべて書き出す。"""
    from desktop.services.act import new_act

    try:
        with opened(context, store, user) as (desk, by):
            entries = desk.audit.export(new_act(by, now()), file)
            desk.second_place.carry_quietly(by, now())
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json({"file": file, "entries": entries})
    else:
        typer.echo(f"{entries}件を {file} に書き出しました。")


@app.command("report")
def report(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(dir_okay=False)],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="対象期間の初日")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="対象期間の末日")],
    masks: Annotated[bool, typer.Option("--masks", help="マスキング記録（I-10）を作る")] = False,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """内部監査報告書（I-08）を PDF にする。"""
    from desktop.services.act import new_act

    code = MASK_RECORD if masks else AUDIT_REPORT
    try:
        with opened(context, store, user) as (desk, by):
            act = new_act(by, now())
            desk.audit_reports.save(act, code, first.date(), last.date(), file)
            desk.second_place.carry_quietly(by, now())
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json({"file": file, "report": code})
    else:
        typer.echo(f"{file} を作りました。使い終わったら消し、窓口の一覧で確かめてください。")
