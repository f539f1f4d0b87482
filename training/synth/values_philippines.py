"""What identity documents of the Philippines say about invented holders."""

from __future__ import annotations

from datetime import date

import numpy as np

from training.synth.chance import pick, random_digits
from training.synth.days import Drawer, day, renamed
from training.synth.lexicon import words
from training.synth.people import draw_day, years_later
from training.synth.printed import Printed, same

_FAMILY = words(
    "DELA-CRUZ SANTOS REYES BAUTISTA VILLANUEVA MERCADO AQUINO PASCUAL SORIANO OCAMPO LIWANAG TOLENTINO"
)
_GIVEN = {
    "M": words("JUAN-PEDRO MARK-ANTHONY RAMON ERNESTO JOSE-MARI PAOLO CARLO RODEL NOEL"),
    "F": words("MARIA-CRISTINA ANGELICA JOCELYN ROSARIO LIZA MARIE-GRACE TERESITA KATRINA"),
}
_STREETS = words("MABINI RIZAL BONIFACIO LUNA AGUINALDO SAMPAGUITA NARRA ACACIA")
_VILLAGES = words("SAN-ISIDRO POBLACION SANTO-NINO BAGONG-SILANG MALIGAYA SAN-ROQUE")
_CITIES = (
    "QUEZON CITY",
    "MAKATI CITY",
    "CEBU CITY",
    "DAVAO CITY",
    "ILOILO CITY",
    "BAGUIO CITY",
    "PASIG CITY",
)
_PROFESSIONS = words(
    "REGISTERED-NURSE CIVIL-ENGINEER PROFESSIONAL-TEACHER PHARMACIST ARCHITECT CERTIFIED-PUBLIC-ACCOUNTANT"
)
_SEXES = {"M": "MALE", "F": "FEMALE"}

Drawn = dict[str, Printed]


def _spaced(word: str) -> str:
    return word.replace("-", " ")


def _grouped(rng: np.random.Generator, *groups: int) -> str:
    """Return groups of random digits with hyphens between them."""
    return "-".join(random_digits(rng, count) for count in groups)


def _precise(rng: np.random.Generator) -> str:
    """Return the third group of a voter's number: letters and digits of the name and the day of birth."""
    letters = [pick(rng, "ABCDEJLMRT") for _ in range(3)]
    return f"{letters[0]}{random_digits(rng, 2)}{letters[1]}{letters[2]}{random_digits(rng, 5)}"


def of_filipino(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what the cards of the Philippines say; each prints some of it."""
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1955, 1, 1), date(2005, 12, 31))
    issued = draw_day(rng, date(2015, 1, 1), date(2024, 12, 31))
    given, family, middle = (_spaced(pick(rng, names)) for names in (_GIVEN[sex], _FAMILY, _FAMILY))
    city = pick(rng, _CITIES)
    street = f"{int(rng.integers(1, 900))} {pick(rng, _STREETS)} STREET"
    address = f"{street} BARANGAY {_spaced(pick(rng, _VILLAGES))} {city}"
    numbers = {
        "pcn": _grouped(rng, 4, 4, 4, 4),
        "crn": f"{_grouped(rng, 4, 7, 1)}",
        "licence": f"{pick(rng, 'ABCDEFGHJKLN')}{_grouped(rng, 2, 2, 6)}",
        "sss": _grouped(rng, 2, 7, 1),
        "tin": _grouped(rng, 3, 3, 3) + "-000",
        "prn": f"{random_digits(rng, 12)}{pick(rng, 'PRS')}",
        "prc": f"{int(rng.integers(0, 1999999)):07d}",
        "philhealth": _grouped(rng, 2, 9, 1),
        "vin": f"{random_digits(rng, 4)}-{random_digits(rng, 4)}A-{_precise(rng)}-{random_digits(rng, 1)}",
    }
    joined = {f"{key}_joined": Printed(text.replace("-", ""), text) for key, text in numbers.items()}
    return (
        joined
        | {key: same(text) for key, text in numbers.items()}
        | {
            "surname": same(family),
            "given_names": same(given),
            "middle_name": same(middle),
            "name": same(f"{family}, {given} {middle}"),
            "whole_name": same(f"{given} {middle} {family}"),
            "sex": Printed(sex, sex),
            "sex_word": Printed(sex, _SEXES[sex]),
            "birth_date": day(birth, dates),
            "issue_date": day(issued, dates),
            "expiry_date": day(years_later(issued, 3), dates),
            "address": same(address),
            "birth_place": same(city),
            "nationality": Printed("PHL", "PHL"),
            "nationality_word": Printed("PHL", "FILIPINO"),
            "blood_type": same(pick(rng, ("O+", "A+", "B+", "AB+"))),
            "marital_status": same(pick(rng, ("SINGLE", "MARRIED", "WIDOWED"))),
            "issue_place": same(city),
            "weight": same(str(int(rng.integers(45, 100)))),
            "height": same(f"1.{int(rng.integers(45, 90))}"),
            "agency_code": same(f"{pick(rng, 'ABCDN')}{random_digits(rng, 2)}"),
            "profession": same(_spaced(pick(rng, _PROFESSIONS))),
            "precinct": same(f"{random_digits(rng, 4)}{pick(rng, 'ABC')}"),
        }
    )


HOLDERS: dict[str, Drawer] = {
    "phl_philsys": renamed(of_filipino, id_number="pcn_joined", sex="sex_word"),
    "phl_umid": renamed(of_filipino, id_number="crn_joined"),
    "phl_driver_licence": renamed(of_filipino, document_number="licence"),
    "phl_sss": renamed(of_filipino, id_number="sss_joined"),
    "phl_postal_id": renamed(
        of_filipino, document_number="prn", name="whole_name", nationality="nationality_word"
    ),
    "phl_prc": renamed(of_filipino, document_number="prc"),
    "phl_tin": renamed(of_filipino, id_number="tin_joined"),
    "phl_voter": renamed(of_filipino, document_number="vin", nationality="nationality_word"),
    "phl_health": renamed(of_filipino, document_number="philhealth", sex="sex_word"),
}
"""Type of document -> who draws its values."""
