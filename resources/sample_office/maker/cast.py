"""Who writes in the twelve envelopes, and what the register knows of them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from maker.people import Person, Population
from maker.places import Home
from maker.register import Customer, RegisterMaker


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer who now lives elsewhere than the register says."""

    customer: Customer
    now: Home


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the story, by what happens to them."""

    clean: Customer
    resident: Customer
    in_part: Customer
    numbered: Customer
    moved: Mover
    other_room: Customer
    claimed_room: str
    disagreeing: Mover
    unpaid: Customer
    principal: Customer
    agent: Person
    agent_home: Home
    stranger: Person
    stranger_home: Home
    no_record: Customer


def choose(rng: random.Random, population: Population, register: RegisterMaker) -> Cast:
    """The cast, its customers put into the register with near misses beside some of them."""

    def customer(flat: bool, formal: bool = False) -> Customer:
        home = register.new_home(flat)
        return register.customer(population.writer(), home, home.formal() if formal else "")

    clean = customer(flat=True)
    resident = customer(flat=True, formal=True)
    in_part = customer(flat=False)
    numbered = customer(flat=True)
    moved = Mover(customer(flat=True), register.new_home(flat=False))
    other_room = customer(flat=True)
    disagreeing = Mover(customer(flat=False), register.new_home(flat=True))
    unpaid = customer(flat=False)
    principal = customer(flat=False)
    no_record = customer(flat=True, formal=True)
    for one in (clean, in_part, unpaid):
        register.neighbours(one)
    return Cast(
        clean=clean,
        resident=resident,
        in_part=in_part,
        numbered=numbered,
        moved=moved,
        other_room=other_room,
        claimed_room=_another_room(rng, other_room.home.room),
        disagreeing=disagreeing,
        unpaid=unpaid,
        principal=principal,
        agent=population.writer(),
        agent_home=register.new_home(flat=False),
        stranger=population.writer(),
        stranger_home=register.new_home(flat=True),
        no_record=no_record,
    )


def _another_room(rng: random.Random, room: str) -> str:
    """A room on the same floor: one digit differs."""
    return f"{room[:-1]}{rng.choice([d for d in '12345678' if d != room[-1]])}"
