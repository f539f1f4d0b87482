"""Invented people of Chinese name in both scripts, with their romanisations of Beijing and of Hong Kong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.synth.chance import chance, pick
from training.synth.lexicon import words

# Simplified, traditional, pinyin, romanisation of Cantonese names.
_SURNAMES = words(
    "陈:陳:CHEN:CHAN 林:林:LIN:LAM 黄:黃:HUANG:WONG",
    "张:張:ZHANG:CHEUNG 李:李:LI:LEE 王:王:WANG:WONG 吴:吳:WU:NG",
    "刘:劉:LIU:LAU 梁:梁:LIANG:LEUNG 郑:鄭:ZHENG:CHENG",
    "何:何:HE:HO 罗:羅:LUO:LO 叶:葉:YE:YIP 苏:蘇:SU:SO",
    "谢:謝:XIE:TSE 许:許:XU:HUI 邓:鄧:DENG:TANG 冯:馮:FENG:FUNG 区:區:OU:AU 赵:趙:ZHAO:CHIU 卢:盧:LU:LO",
    "欧阳:歐陽:OUYANG:AU_YEUNG 司徒:司徒:SITU:SZE_TO",
)
_GIVEN = words(
    "伟:偉:WEI:WAI 明:明:MING:MING 华:華:HUA:WA",
    "国:國:GUO:KWOK 丽:麗:LI:LAI 宝:寶:BAO:PO 龙:龍:LONG:LUNG",
    "凤:鳳:FENG:FUNG 颖:穎:YING:WING 嘉:嘉:JIA:KA",
    "欣:欣:XIN:YAN 志:志:ZHI:CHI 强:強:QIANG:KEUNG 杰:傑:JIE:KIT",
    "玲:玲:LING:LING 慧:慧:HUI:WAI 芳:芳:FANG:FONG",
    "俊:俊:JUN:CHUN 文:文:WEN:MAN 晓:曉:XIAO:HIU 敏:敏:MIN:MAN",
    "诗:詩:SHI:SZE 雅:雅:YA:NGA 宏:宏:HONG:WANG",
    "铭:銘:MING:MING 泽:澤:ZE:CHAK 淑:淑:SHU:SUK 兰:蘭:LAN:LAN",
    "静:靜:JING:CHING 云:雲:YUN:WAN 辉:輝:HUI:FAI",
    "达:達:DA:TAT 荣:榮:RONG:WING 庆:慶:QING:HING 珍:珍:ZHEN:CHUN",
    "仪:儀:YI:YEE 乐:樂:LE:LOK 权:權:QUAN:KUEN 维:維:WEI:WAI 贤:賢:XIAN:YIN 齐:齊:QI:CHAI 学:學:XUE:HOK",
)


@dataclass(frozen=True, slots=True)
class ChineseName:
    """A name in simplified and traditional characters, and its surname and given names in capitals."""

    simplified: str
    traditional: str
    surname: str
    given: str
    hong_kong_surname: str
    hong_kong_given: str

    @property
    def pinyin(self) -> str:
        """Surname, given name: `CHEN, WEIMING`."""
        return f"{self.surname}, {self.given}"

    @property
    def cantonese(self) -> str:
        """Surname, given names: `CHAN, WAI MING`."""
        return f"{self.hong_kong_surname}, {self.hong_kong_given}"


def draw_chinese_name(rng: np.random.Generator) -> ChineseName:
    """Invent a name of two to four characters."""
    surname = pick(rng, _SURNAMES).split(":")
    given = [pick(rng, _GIVEN).split(":") for _ in range(1 if chance(rng, 0.15) else 2)]
    return ChineseName(
        simplified=surname[0] + "".join(part[0] for part in given),
        traditional=surname[1] + "".join(part[1] for part in given),
        surname=surname[2],
        given="".join(part[2] for part in given),
        hong_kong_surname=surname[3].replace("_", " "),
        hong_kong_given=" ".join(part[3] for part in given),
    )
