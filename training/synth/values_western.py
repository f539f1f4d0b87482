"""What American and European cards say about an invented holder: field names -> values."""

from __future__ import annotations

from datetime import date

import numpy as np

from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words
from training.synth.people import draw_day, years_later
from training.synth.printed import Printed
from training.synth.travellers import draw_names

_MONTHS = words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")
_COUNTRIES = words("Bahamas,Chile,Ghana,Nepal,Portugal,Kenya,Jamaica,Peru,Norway,Fiji", separator=",")
_STREETS = words("MAIN ST,OAK AVE,LAKE DR,CEDAR LN,RIVER RD,HILL ST", separator=",")
_TOWNS = words("SPRINGTON OH 44999,LAKEVILLE TX 75999,MAPLETON OR 97999,FAIRFORD NY 12999", separator=",")
_OFFICES = words("Utopia City,Neustadt,Bellerive,Novigrad,Porto Alto", separator=",")
_CATEGORIES = words("IR1 CR6 F11 E26 DV1 IR6 RE8")
_CLASSES = words("AM/B,AM/B1/B,A1/A/B,B,B/BE,AM/A1/A2/A/B/BE", separator=",")
_STATES = words("FRA D ESP PRT POL FIN AUT ITA NLD")


def _same(text: str) -> Printed:
    return Printed(text, text)


def _slashes(day: date) -> Printed:
    return Printed(day.isoformat(), f"{day:%m/%d/%Y}")


def _dots(day: date) -> Printed:
    return Printed(day.isoformat(), f"{day:%d.%m.%Y}")


def _born(rng: np.random.Generator) -> date:
    return draw_day(rng, date(1945, 1, 1), date(2004, 12, 31))


def draw_us_card(rng: np.random.Generator, _dates: str) -> dict[str, Printed]:
    """Return the values of a card of the immigration service; each kind prints those that it declares."""
    sex = pick(rng, "MF")
    surname, given = draw_names(rng, "USA", sex)
    born, issue = _born(rng), draw_day(rng, date(2015, 1, 1), date(2025, 6, 30))
    number = random_digits(rng, 9)
    return {
        "surname": _same(surname),
        "given_names": _same(given or "MARY"),
        "document_number": Printed(number, f"{number[:3]}-{number[3:6]}-{number[6:]}"),
        "card_number": _same(f"SRC{random_digits(rng, 10)}"),
        "category": _same(pick(rng, _CATEGORIES)),
        "birth_place": _same(pick(rng, _COUNTRIES)),
        "birth_date": Printed(born.isoformat(), f"{born:%d} {_MONTHS[born.month - 1]} {born:%Y}"),
        "sex": _same(sex),
        "expiry_date": Printed(years_later(issue, 10).isoformat(), f"{years_later(issue, 10):%m/%d/%y}"),
        "resident_since": Printed(issue.isoformat(), f"{issue:%m/%d/%y}"),
        "valid_from": Printed(issue.isoformat(), f"{issue:%m/%d/%y}"),
    }


def draw_us_licence(rng: np.random.Generator, _dates: str) -> dict[str, Printed]:
    """Return the values of a driving licence of an American state."""
    sex = pick(rng, "MF")
    surname, given = draw_names(rng, "USA", sex)
    issue = draw_day(rng, date(2017, 1, 1), date(2025, 6, 30))
    street = f"{int(rng.integers(10, 9999))} {pick(rng, _STREETS)}"
    return {
        "surname": _same(surname),
        "given_names": _same(given or "JAMES"),
        "document_number": _same(pick(rng, ("", "D", "S")) + random_digits(rng, 8)),
        "birth_date": _slashes(_born(rng)),
        "issue_date": _slashes(issue),
        "expiry_date": _slashes(years_later(issue, 8)),
        "address": _same(f"{street} {pick(rng, _TOWNS)}"),
        "sex": _same(sex),
        "height": _same(f"{int(rng.integers(5, 7))}'{int(rng.integers(0, 10)):02d}\""),
        "weight": _same(f"{int(rng.integers(100, 260))} lb"),
        "eye_colour": _same(pick(rng, words("BLU BRO GRN HAZ GRY BLK"))),
        "vehicle_class": _same(pick(rng, "ABCDM")),
        "restrictions": _same(pick(rng, ("NONE", "A", "B"))),
        "endorsements": _same(pick(rng, ("NONE", "M"))),
        "document_discriminator": _same(random_digits(rng, 12)),
    }


def draw_eu_licence(rng: np.random.Generator, _dates: str) -> dict[str, Printed]:
    """Return the values of a driving licence of a member state of the European Union."""
    surname, given = draw_names(rng, pick(rng, _STATES), pick(rng, "MF"))
    issue = draw_day(rng, date(2013, 2, 1), date(2025, 6, 30))
    return {
        "surname": _same(surname),
        "given_names": _same(given or "ANNA"),
        "birth_date": _dots(_born(rng)),
        "issue_date": _dots(issue),
        "expiry_date": _dots(years_later(issue, 15 if chance(rng, 0.6) else 10)),
        "issuing_authority": _same(pick(rng, _OFFICES)),
        "personal_number": _same(random_digits(rng, 10)),
        "document_number": _same(f"{random_digits(rng, 2)}{pick(rng, 'ABCDEFGH')}{random_digits(rng, 6)}"),
        "address": _same(f"{int(rng.integers(1, 90))} {pick(rng, _OFFICES)}"),
        "vehicle_class": _same(pick(rng, _CLASSES)),
    }
