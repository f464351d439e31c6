"""`madoguchi register import | find`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.addresses import JsonlOption
from desktop.cli.entrance import JsonOption, StoreOption, UserOption, now, opened
from desktop.cli.output import json_lines, plain, refuse, say_json
from desktop.domain.errors import DeskError

app = typer.Typer(no_args_is_help=True)

_QUERY = ("address", "name", "kana", "phone", "postal", "customer_no", "supply_point_no")


@app.command("import")
def import_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="確かめるだけで取り込まない")] = False,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """登録情報の CSV（CP932 または UTF-8）を取り込む。"""
    from desktop.services.act import new_act

    try:
        with opened(context, store, user) as (desk, by):
            report = desk.register.import_csv(new_act(by, now()), file, dry_run=dry_run)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(report)
        return
    typer.echo(
        f"{report.accepted}行を受け入れ、{len(report.repaired)}行を直し、"
        f"{len(report.rejected)}行を受け入れませんでした。"
    )
    for problem in (*report.repaired, *report.rejected):
        typer.echo(f"  {problem.line}行目 {problem.column}: {problem.reason}")


@app.command("find")
def find_command(
    context: typer.Context,
    address: Annotated[str, typer.Option()] = "",
    name: Annotated[str, typer.Option()] = "",
    kana: Annotated[str, typer.Option()] = "",
    phone: Annotated[str, typer.Option()] = "",
    postal: Annotated[str, typer.Option()] = "",
    customer_no: Annotated[str, typer.Option()] = "",
    supply_point_no: Annotated[str, typer.Option()] = "",
    limit: Annotated[int, typer.Option(min=1, max=400)] = 30,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """登録情報から候補を探す。複数あるときも、どれかに決めることはない。"""
    from desktop.services.act import new_act

    asked = dict(
        zip(
            _QUERY,
            (address, name, kana, phone, postal, customer_no, supply_point_no),
            strict=True,
        )
    )
    if not jsonl and not any(asked.values()):
        raise typer.BadParameter("氏名・住所・電話などを一つ以上指定してください")
    try:
        with opened(context, store, user) as (desk, by):
            if jsonl:
                for wish in json_lines():
                    query = {key: str(wish.get(key, "")) for key in _QUERY}
                    started = time.perf_counter()
                    found = desk.register.find(new_act(by, now()), **query, limit=limit)
                    spent = (time.perf_counter() - started) * 1000
                    say_json({"candidates": plain(found), "ms": round(spent, 3)}, line=True)
                return
            found = desk.register.find(new_act(by, now()), **asked, limit=limit)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json({"candidates": plain(found)})
        return
    for candidate in found:
        row = candidate.row
        typer.echo(
            f"{candidate.level.value}\t{candidate.which}\t{row.customer_no}\t{row.name}\t{row.r1}"
        )
    if not found:
        typer.echo("候補は見つかりませんでした。")
