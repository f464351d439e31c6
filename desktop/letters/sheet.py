"""A PDF in the making, measured in millimetres from each page's top left corner."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.forms import PAGE_HEIGHT, PAGE_WIDTH, Rect
from desktop.letters.fonts import Fonts
from desktop.letters.marks import Cells

rl_config.useA85 = 0  # streams as they are packed: as text they would be a quarter longer

PT = 72 / 25.4  # points in a millimetre
INK = "#1A1E24"
SOFT = "#5F6873"
RULE = "#4A525C"
FILLS = {"label": "#EDF0F3", "soft": "#F5F6F8", "mask": "#14181D"}
_ASCENT = 0.88  # of the size: where the ideographic box of both faces begins above the baseline


class _Pages(Canvas):  # type: ignore[misc]
    """A canvas that lets its pages wait until their number is known."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self._waiting: list[dict[str, Any]] = []
        self.at_end: Callable[[int, int], None] | None = None

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        if self.at_end is None:
            super().showPage()
            return
        self._waiting.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        if self.at_end is not None:
            draw, pages = self.at_end, self._waiting
            for number, page in enumerate(pages, start=1):
                self.__dict__.update(page)
                draw(number, len(pages))
                super().showPage()
            self.at_end = None
            self._waiting.clear()
            self._code.clear()
        super().save()


class Sheet:
    """One document, upright or `landscape`. Texts are drawn as they are: none of them is markup."""

    def __init__(self, fonts: Fonts, title: str, *, landscape: bool = False) -> None:
        self.fonts, self.title = fonts, title
        width, height = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
        self._height = height
        self._out = BytesIO()
        self._canvas = _Pages(
            self._out,
            pagesize=(width * PT, height * PT),
            invariant=1,
            pageCompression=1,
            lang="ja-JP",
            initialFontName=fonts.name("sans-400"),
        )
        info = self._canvas._doc.info
        info.title = title
        info.author = info.subject = info.keywords = ""
        info.creator = info.producer = "Madoguchi"
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def at_end(self, draw: Callable[[int, int], None]) -> None:
        """Let `draw` add to every page once their number is known: it is told page and total.

        To be asked before the first page is left.
        """
        self._canvas.at_end = draw

    def next_page(self) -> None:
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The document. The sheet is used up."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        face: str = "sans-400",
        size: float = 10.5,
        color: str = INK,
        align: str = "left",
        spread: float = 0.0,
    ) -> None:
        """One line; `x` is its left end, middle or right end. `spread` pt after each character."""
        self.fonts.require(text, face, f"「{self.title}」")
        canvas = self._canvas
        canvas.setFillColor(HexColor(color))
        left = x * PT
        if align != "left":
            width = self.fonts.width(text, face, size)
            left -= width if align == "right" else width / 2
        for font, part in self.fonts.runs(text, face):
            canvas.setFont(font.fontName, size)
            canvas.drawString(left, (self._height - baseline) * PT, part, charSpace=spread)
            left += size * font.measure(part) + spread * len(part)

    def text_in(
        self,
        box: Rect,
        text: str,
        *,
        face: str = "sans-400",
        size: float = 10.5,
        color: str = INK,
        align: str = "left",
    ) -> None:
        """One line in the vertical middle of a box."""
        x = {"left": box.x, "center": box.x + box.width / 2, "right": box.right}[align]
        baseline = box.y + box.height / 2 + (_ASCENT - 0.5) * size / PT
        self.text(x, baseline, text, face=face, size=size, color=color, align=align)

    def width(self, text: str, face: str, size: float) -> float:
        """The text's width in millimetres."""
        return self.fonts.width(text, face, size) / PT

    def fill(self, box: Rect, color: str) -> None:
        self._canvas.setFillColor(HexColor(color))
        self._canvas.rect(*self._points(box), stroke=0, fill=1)

    def frame(self, box: Rect, width: float = 0.2, color: str = RULE) -> None:
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(width * PT)
        self._canvas.rect(*self._points(box), stroke=1, fill=0)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        width: float = 0.2,
        color: str = RULE,
        dash: tuple[float, ...] = (),
    ) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(HexColor(color))
        canvas.setLineWidth(width * PT)
        canvas.setDash([d * PT for d in dash])
        canvas.line(
            start[0] * PT,
            (self._height - start[1]) * PT,
            end[0] * PT,
            (self._height - end[1]) * PT,
        )
        canvas.setDash()

    def disc(self, x: float, y: float, radius: float, *, color: str, filled: bool) -> None:
        self._canvas.setFillColor(HexColor(color))
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(0.3 * PT)
        self._canvas.circle(
            x * PT, (self._height - y) * PT, radius * PT, stroke=1, fill=1 if filled else 0
        )

    def tick(self, x: float, y: float, size: float) -> None:
        """A white check mark around a point, for use on a filled disc."""
        canvas = self._canvas
        canvas.setStrokeColor(HexColor("#FFFFFF"))
        canvas.setLineWidth(0.4 * PT)
        points = ((-0.8, 0.05), (-0.2, 0.65), (0.85, -0.6))
        path = canvas.beginPath()
        for index, (dx, dy) in enumerate(points):
            draw = path.lineTo if index else path.moveTo
            draw((x + dx * size) * PT, (self._height - y - dy * size) * PT)
        canvas.drawPath(path, stroke=1, fill=0)

    def cells(self, box: Rect, cells: Cells) -> None:
        """Black cells filling a square box: one path, so that no hair shows between them."""
        size = box.width / len(cells)
        path = self._canvas.beginPath()
        for row, values in enumerate(cells):
            column = 0
            while column < len(values):
                if not values[column]:
                    column += 1
                    continue
                end = column
                while end < len(values) and values[end]:
                    end += 1
                top = box.y + row * size
                path.rect(
                    *self._points(Rect(box.x + column * size, top, (end - column) * size, size))
                )
                column = end
        self._canvas.setFillColor(HexColor("#000000"))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def picture(self, box: Rect, image: bytes) -> Rect:
        """A JPEG as large as the box allows, at its top and in its middle; where it stands."""
        read = ImageReader(BytesIO(image))
        across, down = read.getSize()
        scale = min(box.width / across, box.height / down)
        width, height = across * scale, down * scale
        place = Rect(box.x + (box.width - width) / 2, box.y, width, height)
        x, y, *_size = self._points(place)
        self._canvas.drawImage(read, x, y, width * PT, height * PT)
        return place

    def _points(self, box: Rect) -> tuple[float, float, float, float]:
        return (
            box.x * PT,
            (self._height - box.bottom) * PT,
            box.width * PT,
            box.height * PT,
        )
