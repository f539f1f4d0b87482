"""Cleaners: what they replace, what they leave, and that a second pass changes nothing."""

from __future__ import annotations

import pytest

from idvision.checks import CLEANERS


@pytest.mark.parametrize(
    ("cleaner", "text", "expected"),
    [
        ("halfwidth", "Ａ１（－）　汉〇", "A1(-) 汉〇"),
        ("halfwidth", "\uf900", "\uf900"),  # a compatibility ideograph that NFKC would replace
        ("no_spaces", " a\tb\u3000c\n", "abc"),
        ("upper", "abX", "ABX"),
        ("digits", "1o0OlI|S5", "1000111S5"),
        ("digits_x", "O1234x", "01234X"),
        ("digits_x", "l234×", "1234X"),
        ("digits_x", "1B2S", "1B2S"),
        ("times_x", "4680×1820*1500X9mm", "4680x1820x1500x9mm"),
        ("middle_dot", "甲 • 乙", "甲·乙"),
        ("middle_dot", "甲．乙・丙", "甲·乙·丙"),
        ("strip_punctuation", " ：汉。", "汉"),
        ("strip_punctuation", "甲·乙", "甲·乙"),
        ("no_final_stop", "甲。乙。", "甲。乙"),
        ("han_only", "性别: 男 M", "性别男"),
        ("han_only", "\U00030eddA〇", "\U00030edd〇"),
        ("period_start", "2018.10.21-2038.10.21", "2018.10.21"),
        ("period_end", "2018.10.21-2038.10.21", "2038.10.21"),
        ("period_start", "2018.10.21一长期", "2018.10.21"),
        ("period_end", "2018.10.21 － 长期", "长期"),
        ("period_end", "2018.10.212038.10.21", "2038.10.21"),
        ("period_start", "２０１８年１月２日至２０２８年１月２日", "2018年1月2"),
        ("period_end", "2038.10.21", "2038.10.21"),
        ("period_start", "有效期限", "有效期限"),
        ("period_end", "有效期限", "有效期限"),
        ("city_space", "KOTAMEDAN", "KOTA MEDAN"),
        ("city_space", "KABUPATEN KOTABARU", "KABUPATEN KOTABARU"),
        ("class_twins", "CIE", "C1E"),
        ("class_twins", "AM/81/8", "AM/B1/B"),
        ("class_twins", "C1D", "C1D"),
        ("class_twins", "AM/A2JA/B", "AM/A2/A/B"),
        ("without_han", "LIM BOON (李R2)", "LIM BOON"),
        ("without_han", "LIM BOON (TOM)", "LIM BOON (TOM)"),
        ("feet_mark", '511"', "5'11\""),
        ("feet_mark", "5'11\"", "5'11\""),
        ("feet_mark", "511°", "5'11\""),
        ("feet_mark", "180 cm", "180 cm"),
        ("dollar_s", "$40 Tourer", "S40 Tourer"),
        ("euro_sign", "c402.10", "€402.10"),
        ("euro_sign", "E 17,50", "€ 17,50"),
        ("euro_sign", "CHF 17.50", "CHF 17.50"),
        ("inspection_record", "检验有政期至2024年06月蘇F", "检验有效期至2024年06月苏F"),
        (
            "inspection_record",
            "检骏有效期至2022年06月苏F检验有效朗至2024年6月",
            "检验有效期至2022年06月苏F检验有效朗至2024年6月",
        ),
        ("inspection_record", "强制报废期至2031年06月", "强制报废期至2031年06月"),
        ("house_number", "JL. MELATI NO, 7", "JL. MELATI NO. 7"),
        ("house_number", "BELO, 7", "BELO, 7"),
        ("street_stop", "JL, MELATI NO. 7", "JL. MELATI NO. 7"),
        ("street_stop", "JL MELATI NO. 7", "JL. MELATI NO. 7"),
        ("street_stop", "JLAMPRANG 7", "JLAMPRANG 7"),
        ("letter_first", "846", "B46"),
        ("letter_first", "N48", "N48"),
        ("vn_province", "12 Xã Hòa Lộc. Hô Chi Minh", "12 Xã Hòa Lộc, Hồ Chí Minh"),
        ("vn_province", "Phường Cửa Đông, Cần Tho", "Phường Cửa Đông, Cần Thơ"),
        ("vn_province", "Phường Hai Phong, Hai Phang", "Phường Hai Phong, Hai Phang"),
        ("vn_province", "Hai Phong", "Hai Phong"),
        ("vn_family", "PHAM VĂN HIỆP", "PHẠM VĂN HIỆP"),
        ("vn_family", "ĐÔ MỸ HẠNH", "ĐỖ MỸ HẠNH"),
        ("vn_family", "TẠ VĂN HIỆP", "TẠ VĂN HIỆP"),
        ("vn_family", "Pham văn", "Pham văn"),
        ("vn_family", "PHAM VAN HIEP", "PHAM VAN HIEP"),
        ("vn_province", "12 Le Loi, Ha Noi", "12 Le Loi, Ha Noi"),
        ("capital_accents", "ŁÓDź MOïSE", "ŁÓDŹ MOÏSE"),
        ("capital_accents", "Zürich", "Zürich"),
        ("capital_accents", "MCDONALDé Oé GROß", "MCDONALDÉ Oé GROß"),
        ("no_small_end", "TARVALDIa", "TARVALDI"),
        ("no_small_end", "TARVALDIa MORENOe", "TARVALDI MORENO"),
        ("no_small_end", "KOWALSKl McKAYs JOb Anna", "KOWALSKl McKAYs JOb Anna"),
        ("issue_kind", "换发", "換發"),
        ("name_comma", "CHAN. Tai Man", "CHAN, Tai Man"),
        ("name_comma", "CHAN.TAI", "CHAN, TAI"),
        ("name_comma", "SMITH, JOHN JR. A", "SMITH, JOHN JR. A"),
        ("name_comma", "J. SMITH", "J. SMITH"),
        ("mrz_line", "p<uto eriksson«anna‹maria", "P<UTOERIKSSON<<ANNA<MARIA"),
        ("mrz_line", "L898902C3＜《", "L898902C3<<<"),
    ],
)
def test_cleaners_replace_only_what_is_sure(cleaner: str, text: str, expected: str) -> None:
    assert CLEANERS[cleaner](text) == expected


@pytest.mark.parametrize("cleaner", CLEANERS)
def test_cleaning_twice_is_cleaning_once(cleaner: str) -> None:
    for text in ("", " Ｏl甲 • 乙 ", "2018.10.21-2038.10.21", "a«b‹c", "：×x", "·甲.", "\U00020bb7"):
        once = CLEANERS[cleaner](text)
        assert CLEANERS[cleaner](once) == once
