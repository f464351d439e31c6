"""One worker of an import: `python -m desktop.services.register_worker`, without Qt or a database.

Kit and jobs come in by standard input, batches go out by standard output. The worker ends when its
input does, also when the program that started it was killed.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Sequence
from typing import BinaryIO

from desktop.address.reader import AddressReader
from desktop.services.register_build import Kit, build_part

Job = tuple[int, Sequence[bytes]]


def send(stream: BinaryIO, message: object) -> None:
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """A worker's whole life: jobs in, batches out, None after each job."""
    kit: Kit = pickle.load(incoming)  # noqa: S301 from the program that started this one
    addresses = AddressReader.open(kit.gazetteer).with_names(kit.renamed)
    while True:
        try:
            part, pieces = pickle.load(incoming)  # noqa: S301
        except EOFError:
            return
        for batch in build_part(kit, addresses, part, pieces):
            send(outgoing, batch)
        send(outgoing, None)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the importing program's affair
    serve(sys.stdin.buffer, sys.stdout.buffer)
