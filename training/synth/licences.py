"""Invented holders of North American driving licences and the text of their PDF417 code (AAMVA DL/ID)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from idvision.checks.aamva_issuers import ISSUERS, country_of
from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words
from training.synth.people import draw_day, years_later

VERSIONS = tuple(range(1, 11))
"""Versions of the standard, from that of 2000 to that of 2020."""

_SURNAMES = words(
    "FENWICK ALDERMAN QUILLBY HARROWAY OSTRANDER MERROW TAVENER VANDERLOO O'DELL DE-LA-ROCHE NGUMBI"
)
_FEMALE = words("GRETA MARISOL JUNIPER ODALYS WINIFRED PRUDENCE TALLULAH BEATRIX")
_MALE = words("ALDEN THADDEUS MARLOW CORNELIUS JASPER EZEKIEL ORRIN SYLVESTER")
_STREETS = words("MAPLEHURST OLD-FERRY QUARRY HERON WINDLASS JUNIPER-HILL COPPERMINE LANTERN")
_CITIES = words("EASTMERE PORT-ALDER HALDEN WILLOWBROOK NEW-TAVO STONECROSS FAIRHOLM")
_EYES = words("BRO BLU HAZ GRN GRY BLK")
_DESIGNATOR_LENGTH = 10
_SUFFIXES = ("JR", "SR", "III")
_STATES = {number: code for number, code in ISSUERS.items() if len(code) == 5 and code[:2] in {"US", "CA"}}


@dataclass(frozen=True, slots=True)
class Licensee:
    """The holder of a driving licence or identity card, in canonical values.

    `kind` is `DL` or `ID`; `height_in` is in inches; `street`, `city` and `postal_code` are as printed.
    """

    issuer: str
    kind: str
    number: str
    surname: str
    first_name: str
    middle_name: str
    suffix: str
    sex: str
    birth: date
    issue: date
    expiry: date
    street: str
    city: str
    postal_code: str
    vehicle_class: str
    height_in: int
    eye_colour: str
    discriminator: str

    @property
    def state(self) -> str:
        """The postal abbreviation of state or province."""
        return ISSUERS[self.issuer][3:]

    def fields(self) -> dict[str, str]:
        """Return the canonical values by the names under which the code gives them."""
        values = {
            "document_code": self.kind,
            "issuing_country": country_of(self.issuer),
            "issuing_authority": ISSUERS[self.issuer],
            "document_number": self.number,
            "surname": self.surname,
            "given_names": f"{self.first_name} {self.middle_name}".strip(),
            "name_suffix": self.suffix,
            "sex": self.sex,
            "birth_date": self.birth.isoformat(),
            "issue_date": self.issue.isoformat(),
            "expiry_date": self.expiry.isoformat(),
            "address": f"{self.street}, {self.city}, {self.state} {self.postal_code}",
            "vehicle_class": self.vehicle_class,
            "height": f"{self.height_in} in",
            "eye_colour": self.eye_colour,
            "document_discriminator": self.discriminator,
        }
        return {name: value for name, value in values.items() if value}


def draw_licensee(rng: np.random.Generator) -> Licensee:
    """Invent a holder; states and provinces are real, places and names are not."""
    issuer = pick(rng, tuple(_STATES))
    sex = "M" if chance(rng, 0.5) else "F"
    first_names = _MALE if sex == "M" else _FEMALE
    birth = draw_day(rng, date(1940, 1, 1), date(2007, 12, 31))
    issue = draw_day(rng, max(date(2018, 1, 1), years_later(birth, 16)), date(2025, 5, 31))
    kind = "DL" if chance(rng, 0.8) else "ID"
    digits = random_digits(rng, 5)
    street = f"{_spaced(pick(rng, _STREETS))} {pick(rng, ('ST', 'AVE', 'RD'))}"
    is_canadian = country_of(issuer) == "CAN"
    return Licensee(
        issuer=issuer,
        kind=kind,
        number=pick(rng, ("", "F", "QZ")) + random_digits(rng, int(rng.integers(7, 10))),
        surname=_spaced(pick(rng, _SURNAMES)),
        first_name=pick(rng, first_names),
        middle_name=pick(rng, first_names) if chance(rng, 0.7) else "",
        suffix=pick(rng, _SUFFIXES) if chance(rng, 0.1) else "",
        sex=sex,
        birth=birth,
        issue=issue,
        expiry=years_later(issue, int(rng.integers(4, 9))),
        street=f"{int(rng.integers(1, 9900))} {street}",
        city=_spaced(pick(rng, _CITIES)),
        postal_code=f"K{digits[0]}A {digits[1]}B{digits[2]}" if is_canadian else digits,
        vehicle_class=pick(rng, ("C", "D", "M", "AM")) if kind == "DL" else "",
        height_in=int(rng.integers(58, 78)),
        eye_colour=pick(rng, _EYES),
        discriminator=random_digits(rng, int(rng.integers(10, 22))),
    )


def _spaced(word: str) -> str:
    return word.replace("-", " ")


def payload(person: Licensee, version: int) -> str:
    """Return the text of the holder's code as a version of the standard writes it, its offsets right."""
    holder = person.kind + "\n".join(f"{name}{value}" for name, value in _elements(person, version)) + "\r"
    # What the issuer adds for itself stands in a subfile of its own.
    own = f"Z{person.state[0]}Z{person.state[0]}A{person.discriminator[::-1]}\nZ{person.state[0]}B01\r"
    subfiles = (holder, own)
    header = f"@\n\x1e\rANSI {person.issuer}{version:02d}{'' if version < 2 else '01'}{len(subfiles):02d}"
    offset = len(header) + _DESIGNATOR_LENGTH * len(subfiles)
    designators = ""
    for subfile in subfiles:
        designators += f"{subfile[:2]}{offset:04d}{len(subfile):04d}"
        offset += len(subfile)
    return header + designators + "".join(subfiles)


def _elements(person: Licensee, version: int) -> list[tuple[str, str]]:
    pairs = [
        ("DAQ", person.number),
        *_name_elements(person, version),
        ("DBD", _day(person, version, person.issue)),
        ("DBB", _day(person, version, person.birth)),
        ("DBA", _day(person, version, person.expiry)),
        ("DBC", "1" if person.sex == "M" else "2"),
        ("DAU", f"{person.height_in:03d} in"),
        ("DAY", person.eye_colour),
        ("DAG", person.street),
        ("DAI", person.city),
        ("DAJ", person.state),
        ("DAK", _postal_code(person)),
        ("DCF", person.discriminator),
        ("DAR" if version == 1 else "DCA", person.vehicle_class or "NONE"),
    ]
    return pairs if version == 1 else [*pairs, ("DCG", country_of(person.issuer))]


def _name_elements(person: Licensee, version: int) -> list[tuple[str, str]]:
    if version == 1:
        name = ",".join((person.surname, person.first_name, person.middle_name, person.suffix))
        return [("DAA", name)]
    suffix = [("DCU", person.suffix)] if person.suffix else []
    if version < 4:
        given = ",".join(part for part in (person.first_name, person.middle_name) if part)
        return [("DCS", person.surname), ("DCT", given), *suffix]
    middle = person.middle_name or "NONE"
    flags = [("DDE", "N"), ("DDF", "N"), ("DDG", "N")]
    return [("DCS", person.surname), ("DAC", person.first_name), ("DAD", middle), *flags, *suffix]


def _day(person: Licensee, version: int, day: date) -> str:
    is_year_first = version == 1 or country_of(person.issuer) == "CAN"
    return f"{day:%Y%m%d}" if is_year_first else f"{day:%m%d%Y}"


def _postal_code(person: Licensee) -> str:
    """Return a code of the United States with its four unknown digits, both padded to eleven characters."""
    text = person.postal_code if country_of(person.issuer) == "CAN" else f"{person.postal_code}0000"
    return text.ljust(11)
