"""`madoguchi read`: what scans say, without storing anything; `madoguchi intake`: as new mail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.addresses import JsonlOption
from desktop.cli.entrance import JsonOption, StoreOption, UserOption, now, opened
from desktop.cli.output import answer_lines, plain, refuse, say_json, say_lines
from desktop.domain.errors import DeskError, NotFound
from desktop.domain.form_versions import version_words
from desktop.domain.page_kinds import PAGE_KIND_LABELS

if TYPE_CHECKING:
    from desktop.domain.form_set import FormSet
    from desktop.services.intake_views import ImportReport
    from desktop.services.reading import FileReading


def read(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", exists=True)] = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """スキャンした画像を読む。何も保存しない。"""
    from desktop import paths
    from desktop.services.premises import read_request_forms
    from desktop.services.reading import FileReader, read_files

    if jsonl:
        with FileReader(paths.forms()) as reader:
            answer_lines("file", answer=lambda wish: reader.read([Path(str(wish["file"]))])[0])
        return
    if not files:
        raise typer.BadParameter("読むファイルを指定してください")
    answers = read_files(files, paths.forms())
    forms = read_request_forms(paths.forms())
    if as_json:
        say_json({"files": plain(answers)})
    else:
        for answer in answers:
            say_lines(_told(answer, forms))
    if answers and all(answer.problem for answer in answers):
        raise typer.Exit(1)


def _told(answer: FileReading, forms: FormSet) -> Iterator[str]:
    """One file's pages in the clerk's words."""
    from desktop.services.reading import field_words

    yield f"{answer.file}  {answer.problem}{answer.next_step}".rstrip()
    for number, page in enumerate(answer.pages, 1):
        if number in answer.separators:
            yield f"  {number}: 封筒の区切り"
            continue
        yield f"  {number}: {PAGE_KIND_LABELS[page.kind]} {page.form}".rstrip()
        if number in answer.blocked:
            yield "     個人番号が写っています。読んだ内容は残していません。"
        elif page.masked:
            yield f"     黒塗り {len(page.masked)}か所"
        if page.form and forms.form(page.form, page.form_version) is None:
            which = f"様式 {page.form} 第{version_words(page.form_version)}版"
            yield f"     {which}の定義がありません。画面で手入力してください。"
        words = field_words(forms, page)
        for field in page.fields:
            mark = "" if field.sure else "（要確認）"
            if "." not in field.key and field.key != "agent":  # no tick box
                yield f"     {words.get(field.key, field.key)}: {field.text}{mark}"
            elif field.text or mark:
                yield f"     {'☑' if field.text else '☐'} {words.get(field.key, field.key)}{mark}"


def intake(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", exists=True)] = None,
    scan: Annotated[
        str | None, typer.Option("--scan", help="スキャナーから読む。プロファイルの名前")
    ] = None,
    sheets: Annotated[int | None, typer.Option(help="置いた用紙の枚数。--scan とともに")] = None,
    delete_sources: Annotated[
        bool, typer.Option("--delete-sources", help="取り込んだ元のファイルを消す")
    ] = False,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """スキャンを新しい郵便として取り込む。案件にするのは窓口の画面で行う。"""
    from desktop.services.act import new_act

    if scan is not None and not files:
        _scan(context, scan, sheets, store, user, as_json=as_json)
        return
    if not files or scan is not None:
        raise typer.BadParameter("ファイルか --scan のどちらかを指定してください")
    try:
        with opened(context, store, user) as (desk, by):
            report = desk.intake.import_files(
                new_act(by, now()), files, lambda _: None, threading.Event()
            )
            gone = 0
            if delete_sources:
                gone = desk.sources.delete(new_act(by, now()), report.sources).gone
    except DeskError as error:
        refuse(error, as_json=as_json)
    left = len(report.sources) - gone
    if as_json:
        _say_report(report, gone)
    else:
        typer.echo(f"{report.envelopes}通 {report.pages}枚を取り込みました。")
        for outcome in report.files:
            if outcome.problem:
                typer.echo(f"  {outcome.label}: {outcome.problem}{outcome.next_step}")
        if gone:
            typer.echo(f"元のファイル{gone}件を消し、記録しました。")
        if left:
            typer.echo(f"元のファイルが{left}件残っています。窓口の受付で消してください。")
    if any(outcome.problem for outcome in report.files) or (delete_sources and left):
        raise typer.Exit(1)


def _say_report(report: ImportReport, gone: int = 0) -> None:
    """The same shape for files and for a stack of paper, which leaves no file behind."""
    told: dict[str, object] = plain(report)
    sources = told.pop("sources", ())
    count = len(sources) if isinstance(sources, list | tuple) else 0
    say_json({**told, "sources_deleted": gone, "sources_left": count - gone})


def _scan(
    context: typer.Context,
    name: str,
    sheets: int | None,
    store: str | None,
    user: str | None,
    *,
    as_json: bool,
) -> None:
    """What lies in the feeder, by the profile of that name."""
    from desktop.services.act import new_act
    from desktop.services.intake_views import FileOutcome, ImportReport

    try:
        with opened(context, store, user) as (desk, by):
            named = (one.id for one in desk.scanning.profiles() if one.name == name)
            profile_id = next(named, None)
            if profile_id is None:
                raise NotFound(
                    "その名前のスキャンのプロファイルはありません。",
                    "窓口の画面で設定した名前を指定してください。",
                )
            report = desk.scanning.scan(
                new_act(by, now()), profile_id, sheets, None, lambda _: None, threading.Event()
            )
    except DeskError as error:
        refuse(error, as_json=as_json)
    run = report.run
    if as_json:
        # The shape of `intake`: the stack stands where a file stands.
        blocked, first = int(run.blocked is not None), next(iter(report.envelopes), "")
        outcome = FileOutcome(name, report.pages, blocked, run.sentence, run.next_step, first)
        _say_report(ImportReport((outcome,), report.pages, len(report.envelopes)))
    else:
        typer.echo(run.so_far)
        if run.sentence:
            typer.echo(f"{run.sentence}{run.next_step}")
    if run.sentence:
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    app.command("read")(read)
    app.command("intake")(intake)
