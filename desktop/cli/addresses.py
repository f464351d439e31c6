"""`madoguchi address parse | compare`: no store, no login, no Qt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop import paths
from desktop.address.compare import LEVEL_LABELS, Comparison, compare
from desktop.address.names import OUTCOME_LABELS
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.cli.entrance import (
    JsonOption,
    StoreOption,
    UserOption,
    now,
    opened,
    passphrase_of,
)
from desktop.cli.output import answer_lines, plain, refuse, say_json
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.services.place_names import NamesReport

app = typer.Typer(no_args_is_help=True)
names_app = typer.Typer(no_args_is_help=True)
app.add_typer(names_app, name="names", help="地名の対応表（旧名、新名、日付）")

JsonlOption = Annotated[
    bool, typer.Option("--jsonl", help="標準入力の JSON Lines に 1 行ずつ答える")
]


def address_shape(address: Address) -> dict[str, Any]:
    """The contract's shape of one parsed address (docs/contract/address-parse.schema.json)."""
    shape: dict[str, Any] = plain(replace(address, others=()))
    del shape["others"]
    return shape


def comparison_shape(first: str, second: str, found: Comparison) -> dict[str, Any]:
    return {"a": first, "b": second, **plain(found)}


def _reader() -> AddressReader:
    return AddressReader.open(paths.resources() / "gazetteer")


def _texts() -> Iterator[str]:
    return (text for line in sys.stdin if (text := line.rstrip("\r\n")))


@app.command("parse")
def parse_command(as_json: JsonOption = False, jsonl: JsonlOption = False) -> None:
    """標準入力の住所を、1 行ずつ読む。--jsonl では {"address": …, "postal": …} を受け取る。"""
    parse = _reader().parse
    if jsonl:
        answer_lines(
            "address",
            answer=lambda wish: address_shape(
                parse(str(wish["address"]), str(wish.get("postal", "")))
            ),
        )
        return
    for text in _texts():
        address = parse(text)
        if as_json:
            say_json(address_shape(address), line=True)
            continue
        parts = (address.prefecture, address.municipality, address.town)
        typer.echo("\t".join((*parts, address.block, address.building, address.room)))


@app.command("compare")
def compare_command(
    first: Annotated[str | None, typer.Argument(metavar="A")] = None,
    second: Annotated[str | None, typer.Argument(metavar="B")] = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """二つの住所を比べる。--jsonl では {"a": …, "b": …} を標準入力から受け取る。"""
    parse = _reader().parse
    if jsonl:

        def compared(wish: dict[str, Any]) -> dict[str, Any]:
            a, b = str(wish["a"]), str(wish["b"])
            return comparison_shape(a, b, compare(parse(a), parse(b)))

        answer_lines("a", "b", answer=compared)
        return
    if first is None or second is None:
        raise typer.BadParameter("A と B の二つの住所が要ります")
    found = compare(parse(first), parse(second))
    if as_json:
        say_json(comparison_shape(first, second, found))
    else:
        _tell_comparison(found)


def _tell_comparison(found: Comparison) -> None:
    """The level, and of every component both readings, how they stand and why."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from desktop.domain.verdict_words import COMPONENT_LABELS

    table = Table("項目", "A", "B", "判定", "理由")
    for one in found.components:
        if one.a or one.b:
            cells = (one.a or "—", one.b or "—", OUTCOME_LABELS[one.outcome], one.note)
            table.add_row(COMPONENT_LABELS[one.component], *map(Text, cells))
    console = Console(highlight=False, markup=False)
    console.print(f"{found.level.value}　{LEVEL_LABELS[found.level]}")
    console.print(table)
    told = {one.note for one in found.components}
    for note in found.notes:
        if note not in told:
            console.print(note)


@names_app.command("import")
def import_names_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    effective: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="使い始める日")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="確かめるだけで申請しない")] = False,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """旧名、新名、日付の CSV を、これからの対応表として申請する。責任者の署名のあとで使われる。"""
    from desktop.services.act import new_act

    begins = effective.date() if effective else now().date()
    try:
        with opened(context, store, user) as (desk, by):
            report = desk.place_names.import_csv(new_act(by, now()), file, begins, dry_run=dry_run)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(report)
    else:
        typer.echo(f"{report.accepted}件を読み、{len(report.rejected)}行を受け入れませんでした。")
        for problem in report.rejected:
            typer.echo(f"  {problem.line}行目 {problem.column}: {problem.reason}")
        if report.setting is not None:
            typer.echo(f"責任者が署名すると使われます: address names sign {report.setting}")
    if report.rejected:
        raise typer.Exit(1)


def _tell_names(report: NamesReport) -> None:
    """What is about to be signed, line by line."""
    typer.echo(f"{report.effective_from}から使う対応表（{report.accepted}件）")
    for one in report.lines:
        typer.echo(f"  {one.old} → {one.new}（{one.since}）")


@names_app.command("sign")
def sign_names_command(
    context: typer.Context,
    setting: Annotated[str, typer.Argument(metavar="番号", help="names import の答えた番号")],
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """申請された対応表に、責任者として署名する。"""
    from desktop.services.act import new_act

    try:
        with opened(context, store, user) as (desk, by):
            if not as_json:
                _tell_names(desk.place_names.waiting(setting))
            act = new_act(by, now())
            report = desk.place_names.sign(act, setting, passphrase_of(by.login))
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(report)
    else:
        typer.echo(f"{report.accepted}件の対応表を{report.effective_from}から使います。")
