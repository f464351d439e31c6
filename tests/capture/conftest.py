"""The form definitions and the networks, loaded once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from desktop import paths
from desktop.capture.engine import Engine
from desktop.capture.reader import Reader
from desktop.domain.forms import FormDefinition, parse


@pytest.fixture(scope="session")
def forms() -> tuple[FormDefinition, ...]:
    files = sorted((paths.forms() / "requests").glob("*.toml"))
    return tuple(parse(tomllib.loads(file.read_text("utf-8")), file.name) for file in files)


@pytest.fixture(scope="session")
def request_form(forms: tuple[FormDefinition, ...]) -> FormDefinition:
    return next(form for form in forms if form.code == "F-01")


@pytest.fixture(scope="session")
def slip(forms: tuple[FormDefinition, ...]) -> FormDefinition:
    return next(form for form in forms if form.code == "SLIP")


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="session")
def reader(forms: tuple[FormDefinition, ...]) -> Iterator[Reader]:
    with Reader(forms, workers=1) as reader:
        yield reader
