"""`madoguchi address parse | compare`: no store, no login, no Qt."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

import typer

from desktop import paths
from desktop.address.compare import Comparison, compare
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.cli.entrance import JsonOption
from desktop.cli.output import json_lines, plain, say_json

app = typer.Typer(no_args_is_help=True)

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
        for wish in json_lines("address"):
            started = time.perf_counter()
            address = parse(str(wish["address"]), str(wish.get("postal", "")))
            spent = (time.perf_counter() - started) * 1000
            say_json({**address_shape(address), "ms": round(spent, 3)}, line=True)
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
        for wish in json_lines("a", "b"):
            started = time.perf_counter()
            a, b = str(wish["a"]), str(wish["b"])
            found = compare(parse(a), parse(b))
            spent = (time.perf_counter() - started) * 1000
            say_json({**comparison_shape(a, b, found), "ms": round(spent, 3)}, line=True)
        return
    if first is None or second is None:
        raise typer.BadParameter("A と B の二つの住所が要ります")
    found = compare(parse(first), parse(second))
    if as_json:
        say_json(comparison_shape(first, second, found))
    else:
        typer.echo(found.level.value)
