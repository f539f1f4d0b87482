"""Numbers with check digits: vehicles and companies."""

from __future__ import annotations

import numpy as np
from stdnum.cn import uscc

from idvision.checks import vin
from training.synth.chance import pick, random_digits

_VIN_ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MAKERS = ("LSV", "LFV", "LVS", "LGB", "LGX", "LHG", "LSG", "LB3", "LVG", "LJD", "LS5", "LZW", "LDC", "LBV")


def draw_vin(rng: np.random.Generator) -> str:
    """Return a vehicle identification number of a Chinese maker with its check digit."""
    middle = "".join(pick(rng, _VIN_ALPHABET) for _ in range(5))
    tail = pick(rng, "ABCDEFGHJKLMNPRS") + pick(rng, _VIN_ALPHABET[10:]) + random_digits(rng, 6)
    number = pick(rng, _MAKERS) + middle + "0" + tail
    return number[:8] + vin.check_digit(number) + number[9:]


def draw_credit_code(rng: np.random.Generator, region_code: str) -> str:
    """Return a unified social credit code of a company registered in a region."""
    organisation = "MA" + "".join(pick(rng, _USCC_ALPHABET) for _ in range(7))
    body = pick(rng, ("91", "92")) + region_code + organisation
    return body + str(uscc.calc_check_digit(body))


def draw_payment_card(rng: np.random.Generator) -> str:
    """Return a card number with its Luhn digit; the issuer's number is random."""
    start, length = pick(rng, (("62", 19), ("62", 16), ("4", 16), ("51", 16), ("62", 17)))
    body = start + random_digits(rng, length - 1 - len(start))
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)
