"""The same one-page answer set by WeasyPrint, for a comparison where that is installed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from desktop.domain.letters import LetterData, fill
from desktop.domain.wareki import wareki
from desktop.domain.wording import LetterDefinition

_STYLE = """
@font-face { font-family: letter; src: url(%(regular)s); }
@font-face { font-family: letter; font-weight: bold; src: url(%(bold)s); }
@page { size: A4; margin: 15mm 22mm; }
body { font: 10.5pt/1.7 letter; }
address { height: 35mm; font-style: normal; } h1 { font-size: 14pt; text-align: center; }
.right { text-align: right; } .middle { text-align: center; }
"""


def peer(definition: LetterDefinition, fonts: Path) -> Callable[[LetterData], bytes] | None:
    """What sets the letter of these facts, or None where WeasyPrint is not installed."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError):
        return None
    configuration = FontConfiguration()
    places = {
        "regular": (fonts / "NotoSerifJP_400Regular.ttf").as_uri(),
        "bold": (fonts / "NotoSerifJP_700Bold.ttf").as_uri(),
    }
    style = CSS(string=_STYLE % places, font_config=configuration)

    def draw(data: LetterData) -> bytes:
        html = HTML(string=_page(definition, data))
        return bytes(html.write_pdf(stylesheets=[style], font_config=configuration))

    return draw


def _page(definition: LetterDefinition, data: LetterData) -> str:
    to, office = data.addressee, data.sender
    address = "<br>".join(map(escape, (to.postal_line, *to.address)))
    told = "".join(
        f"<li>{escape(one.label)}（{escape(one.request)}）<br>{escape(one.text)}</li>"
        for one in data.decisions
    )
    opening = "".join(
        f"<p>{escape(fill(one.text, data))}</p>" for one in definition.opening if not one.only
    )
    closing = "".join(f"<p>{escape(fill(one.text, data))}</p>" for one in definition.closing)
    return (
        f"<html lang=ja><title>{escape(data.document_number)}</title><body>"
        f"<address>{address}<br><b>{escape(to.name)}　{escape(to.honorific)}</b></address>"
        f"<p class=right>{escape(data.document_number)}<br>{wareki(data.issued_on)}</p>"
        f"<p class=right><b>{escape(office.office)}</b><br>{escape(office.responsible)}</p>"
        f"<h1>{escape(definition.title)}</h1>{opening}<p class=middle>記</p>"
        f"<ol>{told}</ol><p class=right>以上</p>{closing}"
        f"<p>{escape(office.desk)}　{escape(office.phone)}　{escape(office.hours)}</p>"
    )
