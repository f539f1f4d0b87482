"""Rules that printed values obey: check digits, dates, lexicons.

Document declarations name functions and lists by the keys of four literal dicts. `CLEANERS` prepare text and
never fail. `CHECKS` return a canonical value or raise `InvalidValue` with one of the problems bad_format,
bad_length, checksum_failed, invalid_date, not_in_lexicon, inconsistent, unknown_region. `CROSS_CHECKS` take
canonical values by field name and return the names of the fields that disagree. `LEXICONS` are the words that
a field can hold, as they are printed. Machine readable zones are in `checks.mrz`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from idvision.checks import (
    card_expiry,
    card_number,
    chinese_date,
    chinese_expiry,
    clean,
    cn_address,
    cn_authority,
    cn_ethnicity,
    cn_file_number,
    cn_id_number,
    cn_plate,
    cn_region,
    cn_uscc,
    cn_vehicle_class,
    country_code,
    cross,
    han_name,
    sex,
    vin,
)

CLEANERS: dict[str, Callable[[str], str]] = {
    "digits": clean.digits,
    "digits_x": clean.digits_x,
    "halfwidth": clean.halfwidth,
    "han_only": clean.han_only,
    "middle_dot": clean.middle_dot,
    "mrz_line": clean.mrz_line,
    "no_final_stop": clean.no_final_stop,
    "no_spaces": clean.no_spaces,
    "period_end": clean.period_end,
    "period_start": clean.period_start,
    "region_head": cn_region.mend_head,
    "strip_punctuation": clean.strip_punctuation,
    "times_x": clean.times_x,
    "upper": clean.upper,
    "vin_twins": vin.mend_twins,
}

CHECKS: dict[str, Callable[[str], str]] = {
    "card_expiry": card_expiry.validate,
    "card_number": card_number.validate,
    "chinese_date": chinese_date.validate,
    "chinese_expiry": chinese_expiry.validate,
    "cn_address": cn_address.validate,
    "cn_authority": cn_authority.validate,
    "cn_ethnicity": cn_ethnicity.validate,
    "cn_file_number": cn_file_number.validate,
    "cn_id_number": cn_id_number.validate,
    "cn_plate": cn_plate.validate,
    "cn_uscc": cn_uscc.validate,
    "cn_vehicle_class": cn_vehicle_class.validate,
    "country_code": country_code.validate,
    "han_name": han_name.validate,
    "sex": sex.validate,
    "vin": vin.validate,
    "vin_by_region": vin.validate_by_region,
}

CHECK_DIGITS = frozenset({"card_number", "cn_id_number", "cn_uscc", "vin"})
"""The checks that a wrong character passes once in ten times or less."""

CROSS_CHECKS: dict[str, Callable[[Mapping[str, str]], tuple[str, ...]]] = {
    "cn_id_birth_date": cross.cn_id_birth_date,
    "cn_id_sex": cross.cn_id_sex,
    "cn_id_validity_span": cross.cn_id_validity_span,
    "date_order": cross.date_order,
}

LEXICONS: dict[str, tuple[str, ...]] = {
    "cn_ethnicity": cn_ethnicity.PRINTED,
    "cn_sex": sex.CHINESE,
}
