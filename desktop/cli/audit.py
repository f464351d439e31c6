"""`madoguchi audit verify | export | report`. An exported log needs neither store nor login."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.entrance import JsonOption, StoreOption, UserOption, now, opened
from desktop.cli.output import refuse, say_json
from desktop.domain.errors import DeskError
from desktop.domain.office_papers import AUDIT_REPORT, MASK_RECORD

app = typer.Typer(no_args_is_help=True)


@app.command("verify")
def verify(
    context: typer.Context,
    log: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="書き出した記録")
    ] = None,
    anchor: Annotated[
        tuple[int, str] | None,
        typer.Option(metavar="SIZE ROOT", help="紙に控えた件数とハッシュ値"),
    ] = None,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """記録が書き換えられていないかを確かめる。"""
    from desktop.services.audit import verify_exported

    try:
        if log is not None:
            found = verify_exported(log, anchor)
        else:
            with opened(context, store, user) as (desk, _):
                found = desk.audit.verify(anchor)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(found)
    else:
        typer.echo("記録は正しくつながっています。" if found.ok else "記録に食い違いがあります。")
        typer.echo(f"件数 {found.size}\nルート {found.root}")
        for problem in found.problems:
            typer.echo(f"  {problem}")
    if not found.ok:
        raise typer.Exit(1)


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
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json({"file": file, "report": code})
    else:
        typer.echo(f"{file} を作りました。使い終わったら消し、窓口の一覧で確かめてください。")
