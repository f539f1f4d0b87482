"""Rules that printed values obey: check digits, dates, lexicons.

Document declarations name functions and lists by the keys of literal dicts. `CLEANERS` prepare text and
never fail. `CHECKS` return a canonical value or raise `InvalidValue` with one of the problems bad_format,
bad_length, checksum_failed, invalid_date, not_in_lexicon, inconsistent, unknown_region,
diacritics_uncertain. `CROSS_CHECKS` take canonical values by field name and return the names of the fields
that disagree. `DERIVATIONS` take the canonical value of one field and return that of another, or nothing.
`PAIR_CHECKS` take values of a front and of a back and return whether they agree. `LEXICONS` are the words
that a field can hold, as they are printed. Machine readable zones are in `checks.mrz`; `GRAMMARS` read the
text of two-dimensional codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from idvision.checks import (
    aamva,
    bank_bins,
    card_expiry,
    card_number,
    cccd_qr,
    chinese_date,
    chinese_expiry,
    citizenship,
    clean,
    cn_address,
    cn_authority,
    cn_ethnicity,
    cn_file_number,
    cn_foreigner_id,
    cn_hkmo_travel,
    cn_id_number,
    cn_passport,
    cn_plate,
    cn_region,
    cn_social_card,
    cn_taiwan_travel,
    cn_uscc,
    cn_vehicle_class,
    country_code,
    cross,
    cross_numbers,
    free_text,
    han_name,
    hk_id,
    hkmo_cn_travel,
    id_blood,
    id_marital,
    id_nik,
    id_religion,
    kr_licence,
    kr_registration,
    kr_rrn,
    latin_birth_date,
    latin_birth_date_mdy,
    latin_date,
    latin_date_mdy,
    latin_expiry,
    latin_name,
    mo_id,
    money,
    money_cny,
    my_nric,
    pairs,
    ph_crn,
    ph_licence,
    ph_pcn,
    ph_sss,
    ph_tin,
    roc_date,
    sex,
    sex_pl,
    sg_nric,
    taiwan_cn_travel,
    th_pin,
    thai_date,
    tw_id,
    us_licence,
    us_uscis,
    vin,
    vn_cccd,
    vn_sex,
    vn_text,
)
from idvision.checks.payload import Grammar

CLEANERS: dict[str, Callable[[str], str]] = {
    "digits": clean.digits,
    "digits_x": clean.digits_x,
    "halfwidth": clean.halfwidth,
    "han_only": clean.han_only,
    "hidden_half": clean.hidden_half,
    "latin_words": clean.latin_words,
    "middle_dot": clean.middle_dot,
    "mrz_line": clean.mrz_line,
    "no_final_stop": clean.no_final_stop,
    "no_honorific": clean.no_honorific,
    "no_spaces": clean.no_spaces,
    "nric_letters": clean.nric_letters,
    "period_end": clean.period_end,
    "period_start": clean.period_start,
    "plain_letters": clean.plain_letters,
    "region_head": cn_region.mend_head,
    "strip_punctuation": clean.strip_punctuation,
    "times_x": clean.times_x,
    "upper": clean.upper,
    "without_han": clean.without_han,
}

CHECKS: dict[str, Callable[[str], str]] = {
    "card_expiry": card_expiry.validate,
    "card_number": card_number.validate,
    "chinese_date": chinese_date.validate,
    "chinese_expiry": chinese_expiry.validate,
    "citizenship": citizenship.validate,
    "cn_address": cn_address.validate,
    "cn_authority": cn_authority.validate,
    "cn_ethnicity": cn_ethnicity.validate,
    "cn_file_number": cn_file_number.validate,
    "cn_foreigner_id": cn_foreigner_id.validate,
    "cn_hkmo_travel": cn_hkmo_travel.validate,
    "cn_id_number": cn_id_number.validate,
    "cn_passport": cn_passport.validate,
    "cn_plate": cn_plate.validate,
    "cn_social_card": cn_social_card.validate,
    "cn_taiwan_travel": cn_taiwan_travel.validate,
    "cn_uscc": cn_uscc.validate,
    "cn_vehicle_class": cn_vehicle_class.validate,
    "country_code": country_code.validate,
    "free_text": free_text.validate,
    "han_name": han_name.validate,
    "hk_id": hk_id.validate,
    "hkmo_cn_travel": hkmo_cn_travel.validate,
    "id_blood": id_blood.validate,
    "id_marital": id_marital.validate,
    "id_nik": id_nik.validate,
    "id_religion": id_religion.validate,
    "kr_licence": kr_licence.validate,
    "kr_registration": kr_registration.validate,
    "kr_rrn": kr_rrn.validate,
    "latin_birth_date": latin_birth_date.validate,
    "latin_birth_date_mdy": latin_birth_date_mdy.validate,
    "latin_date": latin_date.validate,
    "latin_date_mdy": latin_date_mdy.validate,
    "latin_expiry": latin_expiry.validate,
    "latin_name": latin_name.validate,
    "mo_id": mo_id.validate,
    "money": money.validate,
    "money_cny": money_cny.validate,
    "my_nric": my_nric.validate,
    "ph_crn": ph_crn.validate,
    "ph_licence": ph_licence.validate,
    "ph_pcn": ph_pcn.validate,
    "ph_sss": ph_sss.validate,
    "ph_tin": ph_tin.validate,
    "roc_date": roc_date.validate,
    "sex": sex.validate,
    "sex_pl": sex_pl.validate,
    "sg_nric": sg_nric.validate,
    "taiwan_cn_travel": taiwan_cn_travel.validate,
    "th_pin": th_pin.validate,
    "thai_date": thai_date.validate,
    "tw_id": tw_id.validate,
    "us_licence": us_licence.validate,
    "us_uscis": us_uscis.validate,
    "vin": vin.validate,
    "vn_cccd": vn_cccd.validate,
    "vn_sex": vn_sex.validate,
    "vn_text": vn_text.validate,
}

CHECK_DIGITS = frozenset(
    {"card_number", "cn_id_number", "cn_uscc", "hk_id", "kr_rrn", "sg_nric", "th_pin", "tw_id", "vin"}
)
"""The checks that a wrong character passes once in ten times or less."""

CROSS_CHECKS: dict[str, Callable[[Mapping[str, str]], tuple[str, ...]]] = {
    "cn_id_birth_date": cross.cn_id_birth_date,
    "cn_id_sex": cross.cn_id_sex,
    "cn_id_validity_span": cross.cn_id_validity_span,
    "date_order": cross.date_order,
    "id_nik_birth_date": cross_numbers.birth_date_in(id_nik),
    "id_nik_sex": cross_numbers.sex_in(id_nik),
    "kr_birth_date": cross_numbers.birth_date_in(kr_registration),
    "kr_sex": cross_numbers.sex_in(kr_registration),
    "my_nric_birth_date": cross_numbers.birth_date_in(my_nric),
    "my_nric_sex": cross_numbers.sex_in(my_nric),
    "tw_id_sex": cross_numbers.sex_in(tw_id),
    "vn_cccd_birth_date": cross_numbers.birth_date_in(vn_cccd),
    "vn_cccd_sex": cross_numbers.sex_in(vn_cccd),
}

DERIVATIONS: dict[str, Callable[[str], str]] = {
    "bank_name": bank_bins.bank_name,
    "card_kind": bank_bins.card_kind,
    "card_scheme": bank_bins.card_scheme,
}

PAIR_CHECKS: dict[str, Callable[[Sequence[str], Sequence[str]], bool]] = {
    "cn_resident_id_term": pairs.cn_resident_id_term,
    "same": pairs.same,
    "same_latin_name": pairs.same_latin_name,
}

LEXICONS: dict[str, tuple[str, ...]] = {
    "cn_ethnicity": cn_ethnicity.PRINTED,
    "cn_sex": sex.CHINESE,
    "id_blood": id_blood.PRINTED,
    "id_marital": id_marital.PRINTED,
    "id_religion": id_religion.PRINTED,
    "id_sex": sex.INDONESIAN,
    "my_sex": sex.MALAY,
    "vn_sex": sex.VIETNAMESE,
}

GRAMMARS: dict[str, Grammar] = {
    "aamva": aamva.read,
    "cccd_qr": cccd_qr.read,
}
"""How to read the text of a two-dimensional code; the first that knows it is taken."""
