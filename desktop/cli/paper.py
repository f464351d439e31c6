"""`madoguchi forms print` and `madoguchi letters preview`: paper without a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop import paths
from desktop.cli.entrance import JsonOption
from desktop.cli.output import refuse, say_json
from desktop.domain.errors import DeskError

forms_app = typer.Typer(no_args_is_help=True)
letters_app = typer.Typer(no_args_is_help=True)


@forms_app.callback()
def _forms() -> None:
    """請求書の用紙。"""


@letters_app.callback()
def _letters() -> None:
    """通知書。"""


@forms_app.command("print")
def print_form(
    code: Annotated[str, typer.Argument(help="F-01 など。SEPARATOR は封筒の区切り")],
    out: Annotated[Path, typer.Argument(dir_okay=False)],
    as_json: JsonOption = False,
) -> None:
    """白紙の請求書を PDF にする。"""
    from desktop.services.stationery import blank_form

    try:
        pdf = blank_form(code, paths.forms(), paths.resources())
    except DeskError as error:
        refuse(error, as_json=as_json)
    _leave(pdf, out, as_json=as_json)


@letters_app.command("preview")
def preview_letter(
    code: Annotated[str, typer.Argument(help="D-05 など")],
    out: Annotated[Path, typer.Argument(dir_okay=False)],
    as_json: JsonOption = False,
) -> None:
    """通知書を、架空の例で PDF にする。"""
    from desktop.services.stationery import letter_preview

    try:
        pdf = letter_preview(code, paths.forms(), paths.resources())
    except DeskError as error:
        refuse(error, as_json=as_json)
    _leave(pdf, out, as_json=as_json)


def _leave(pdf: bytes, out: Path, *, as_json: bool) -> None:
    try:
        out.write_bytes(pdf)
    except OSError:
        refuse(
            DeskError(
                "指定の場所に書き込めませんでした。",
                "フォルダーがあるか、空きと権限を確かめてください。",
            ),
            as_json=as_json,
        )
    if as_json:
        say_json({"file": out, "bytes": len(pdf)})
    else:
        typer.echo(f"{out} を作りました。")
