"""Builds valid machine readable zones of every format for invented people.

Written apart from the package (its own check digit, its own columns) so that it can contradict it.
"""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

TODAY = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Person:
    surname: str
    given_names: str
    issuer: str
    nationality: str
    number: str
    birth: date
    sex: str
    expiry: date
    optional: str = ""


def digit(text: str) -> str:
    total = 0
    for character, weight in zip(text, cycle((7, 3, 1)), strict=False):
        value = 0 if character == "<" else int(character, 36)
        total += weight * value
    return str(total % 10)


def signed(text: str) -> str:
    return text + digit(text)


def filled(text: str, length: int) -> str:
    return text.replace(" ", "<")[:length].ljust(length, "<")


def names(person: Person, length: int) -> str:
    return filled(f"{person.surname}<<{person.given_names}", length)


def day(value: date) -> str:
    return value.strftime("%y%m%d")


def _middle(person: Person) -> tuple[str, str, str, str]:
    """Number, nationality, birth date and expiry date, as the second of two lines holds them."""
    return (
        signed(filled(person.number, 9)),
        filled(person.nationality, 3),
        signed(day(person.birth)),
        signed(day(person.expiry)),
    )


def build_td1(person: Person) -> tuple[str, ...]:
    if len(person.number) > 9:
        number = f"{person.number[:9]}<{signed(person.number)[9:]}<{person.optional}"
    else:
        number = signed(filled(person.number, 9)) + person.optional
    upper = filled(number, 25)
    birth, expiry = signed(day(person.birth)), signed(day(person.expiry))
    second_optional = "<" * 11
    composite = digit(upper + birth + expiry + second_optional)
    middle = birth + person.sex + expiry + filled(person.nationality, 3) + second_optional + composite
    return (f"I<{filled(person.issuer, 3)}{upper}", middle, names(person, 30))


def build_td2(person: Person) -> tuple[str, ...]:
    number, nationality, birth, expiry = _middle(person)
    optional = filled(person.optional, 7)
    if len(person.number) > 9:
        number = person.number[:9] + "<"
        optional = filled(signed(person.number)[9:], 7)
    composite = digit(number + birth + expiry + optional)
    return (
        f"I<{filled(person.issuer, 3)}{names(person, 31)}",
        number + nationality + birth + person.sex + expiry + optional + composite,
    )


def build_td3(person: Person) -> tuple[str, ...]:
    number, nationality, birth, expiry = _middle(person)
    personal = signed(filled(person.optional, 14))
    composite = digit(number + birth + expiry + personal)
    return (
        f"P<{filled(person.issuer, 3)}{names(person, 39)}",
        number + nationality + birth + person.sex + expiry + personal + composite,
    )


def _build_visa(person: Person, length: int) -> tuple[str, ...]:
    number, nationality, birth, expiry = _middle(person)
    return (
        f"V<{filled(person.issuer, 3)}{names(person, length - 5)}",
        number + nationality + birth + person.sex + expiry + filled(person.optional, length - 28),
    )


def build_mrva(person: Person) -> tuple[str, ...]:
    return _build_visa(person, 44)


def build_mrvb(person: Person) -> tuple[str, ...]:
    return _build_visa(person, 36)


def build_fra_id(person: Person) -> tuple[str, ...]:
    """Needs a number of 12 characters; `optional` is the six-character code of the office."""
    upper = f"IDFRA{filled(person.surname, 25)}{filled(person.optional, 6)}"
    lower = signed(person.number) + filled(person.given_names, 14) + signed(day(person.birth)) + person.sex
    return upper, lower + digit(upper + lower)


BUILDERS = {
    "TD1": build_td1,
    "TD2": build_td2,
    "TD3": build_td3,
    "MRVA": build_mrva,
    "MRVB": build_mrvb,
    "FRA_ID": build_fra_id,
}


def random_person(format_name: str, seed: int) -> Person:
    """Return somebody who does not exist; every string is drawn at random."""
    rng = random.Random(f"{format_name}/{seed}")
    french = format_name == "FRA_ID"

    def word(shortest: int, longest: int) -> str:
        return "".join(rng.choices(string.ascii_uppercase, k=rng.randint(shortest, longest)))

    def code(length: int) -> str:
        return "".join(rng.choices(string.ascii_uppercase + string.digits, k=length))

    countries = ("UTO", "NLD", "D", "FIN", "XXA", "PER")
    return Person(
        surname=" ".join(word(3, 6) for _ in range(rng.randint(1, 2))),
        given_names=" ".join(word(2, 5) for _ in range(rng.randint(1, 2))),
        issuer="FRA" if french else rng.choice(countries),
        nationality=rng.choice(countries),
        number="".join(rng.choices(string.digits, k=12)) if french else code(rng.randint(6, 9)),
        birth=TODAY - timedelta(days=rng.randint(0, 36_000)),
        sex=rng.choice("MF<"),
        expiry=TODAY + timedelta(days=rng.randint(-3_000, 3_650)),
        optional="".join(rng.choices(string.digits, k=6)) if french else rng.choice(("", code(6))),
    )
