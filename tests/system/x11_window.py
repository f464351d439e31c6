"""Asking an X11 window to close, as the cross in its title bar would."""

from __future__ import annotations

import ctypes

_CLIENT_MESSAGE = 33


class _Message(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_char * 128),  # an XEvent is larger than this kind of it
    )


def ask_to_close(display: str, window: int) -> None:
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))

    def atom(name: bytes) -> int:
        return int(x11.XInternAtom(connection, name, 0))

    message = _Message(type=_CLIENT_MESSAGE, window=window, format=32)
    message.message_type = atom(b"WM_PROTOCOLS")
    message.data[0] = atom(b"WM_DELETE_WINDOW")
    x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XSync(connection, 0)
    x11.XCloseDisplay(connection)
