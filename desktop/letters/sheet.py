"""A PDF in the making, measured in millimetres from each page's top left corner."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.forms import PAGE_HEIGHT, PAGE_WIDTH, Rect
from desktop.letters.fonts import Fonts
from desktop.letters.marks import Cells

PT = 72 / 25.4  # points in a millimetre
INK = "#1A1E24"
SOFT = "#5F6873"
RULE = "#4A525C"
FILLS = {"label": "#EDF0F3", "soft": "#F5F6F8", "mask": "#14181D"}
_ASCENT = 0.88  # of the size: where the ideographic box of both faces begins above the baseline


class Sheet:
    """One document. Texts are drawn as they are: nothing in them is markup."""

    def __init__(self, fonts: Fonts, title: str) -> None:
        self.fonts = fonts
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(PAGE_WIDTH * PT, PAGE_HEIGHT * PT),
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
        self.fonts.require(text, face)
        canvas = self._canvas
        canvas.setFont(self.fonts.name(face), size)
        canvas.setFillColor(HexColor(color))
        left = x * PT
        if align != "left":
            width = self.fonts.width(text, face, size)
            left -= width if align == "right" else width / 2
        canvas.drawString(left, (PAGE_HEIGHT - baseline) * PT, text, charSpace=spread)

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
            start[0] * PT, (PAGE_HEIGHT - start[1]) * PT, end[0] * PT, (PAGE_HEIGHT - end[1]) * PT
        )
        canvas.setDash()

    def disc(self, x: float, y: float, radius: float, *, color: str, filled: bool) -> None:
        self._canvas.setFillColor(HexColor(color))
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(0.3 * PT)
        self._canvas.circle(
            x * PT, (PAGE_HEIGHT - y) * PT, radius * PT, stroke=1, fill=1 if filled else 0
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
            draw((x + dx * size) * PT, (PAGE_HEIGHT - y - dy * size) * PT)
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

    @staticmethod
    def _points(box: Rect) -> tuple[float, float, float, float]:
        return (
            box.x * PT,
            (PAGE_HEIGHT - box.bottom) * PT,
            box.width * PT,
            box.height * PT,
        )
