"""The colours of the window by name, for three themes (visual language §1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Token = Literal[
    "canvas",
    "surface",
    "sunken",
    "rail",
    "hover",
    "line",
    "line2",
    "text",
    "text2",
    "text3",
    "accent",
    "accent_hover",
    "accent_text",
    "accent_soft",
    "on_accent",
    "ok",
    "ok_soft",
    "warn",
    "warn_soft",
    "bad",
    "bad_soft",
    "mute",
    "mute_soft",
    "hold",
    "hold_soft",
    "focus",
    "page_mark",
    "on_page_mark",
]
Tone = Literal["ok", "warn", "bad", "mute", "hold", "accent", "text", "text2", "text3"]

TONE_TEXT: dict[Tone, Token] = {
    "ok": "ok",
    "warn": "warn",
    "bad": "bad",
    "mute": "mute",
    "hold": "hold",
    "accent": "accent_text",
    "text": "text",
    "text2": "text2",
    "text3": "text3",
}
TONE_SOFT: dict[Tone, Token] = {
    "ok": "ok_soft",
    "warn": "warn_soft",
    "bad": "bad_soft",
    "mute": "mute_soft",
    "hold": "hold_soft",
    "accent": "accent_soft",
    "text": "surface",
    "text2": "surface",
    "text3": "surface",
}


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme. `veil` is the share of black laid over scans, which are never inverted."""

    name: str
    canvas: str
    surface: str
    sunken: str
    rail: str
    hover: str
    line: str
    line2: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    mute: str
    mute_soft: str
    hold: str
    hold_soft: str
    focus: str
    page_mark: str
    on_page_mark: str
    veil: float = 0.0

    def value(self, token: Token) -> str:
        return str(getattr(self, token))


LIGHT = Palette(
    name="light",
    canvas="#F5F6F8",
    surface="#FFFFFF",
    sunken="#E9ECF0",
    rail="#EDEFF3",
    hover="#EEF1F5",
    line="#DCE0E6",
    line2="#838C98",
    text="#1A1E24",
    text2="#454D58",
    text3="#5F6873",
    accent="#23508E",
    accent_hover="#1B4177",
    accent_text="#1F4A86",
    accent_soft="#E3ECF8",
    on_accent="#FFFFFF",
    ok="#1B6640",
    ok_soft="#E2F2E8",
    warn="#825000",
    warn_soft="#FBF0D9",
    bad="#B0241B",
    bad_soft="#FCE8E6",
    mute="#555E69",
    mute_soft="#EBEEF1",
    hold="#644297",
    hold_soft="#F0EAF8",
    focus="#0B63CE",
    page_mark="#B34D06",
    on_page_mark="#FFFFFF",
)

DARK = Palette(
    name="dark",
    canvas="#16181C",
    surface="#1E2126",
    sunken="#101215",
    rail="#1A1D21",
    hover="#282C33",
    line="#343942",
    line2="#7C8694",
    text="#E9ECF0",
    text2="#BFC6CF",
    text3="#99A2AE",
    accent="#8DB8F2",
    accent_hover="#A9CAF7",
    accent_text="#A3C6F6",
    accent_soft="#22344E",
    on_accent="#0E1B2E",
    ok="#7FD1A2",
    ok_soft="#1B3527",
    warn="#EBBD62",
    warn_soft="#3B2E13",
    bad="#FF9B91",
    bad_soft="#452220",
    mute="#A9B2BD",
    mute_soft="#2B3038",
    hold="#C8AEF0",
    hold_soft="#332A45",
    focus="#8CC2FF",
    page_mark="#B34D06",
    on_page_mark="#FFFFFF",
    veil=0.1,
)

HIGH_CONTRAST = Palette(
    name="high-contrast",
    canvas="#000000",
    surface="#000000",
    sunken="#000000",
    rail="#000000",
    hover="#1F1F1F",
    line="#FFFFFF",
    line2="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#E6E6E6",
    accent="#FFE14D",
    accent_hover="#FFF0A0",
    accent_text="#FFE14D",
    accent_soft="#333000",
    on_accent="#000000",
    ok="#6CFFA8",
    ok_soft="#000000",
    warn="#FFD25E",
    warn_soft="#000000",
    bad="#FF9C94",
    bad_soft="#000000",
    mute="#E6E6E6",
    mute_soft="#000000",
    hold="#DCC2FF",
    hold_soft="#000000",
    focus="#00E5FF",
    page_mark="#B00000",
    on_page_mark="#FFFFFF",
)


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB" (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
