"""What to tell the person at the camera, in English and Chinese, for every reason code.

A reason is a stable code, or a code and a field: `glare` or `glare:id_number`. Each sentence says what to do
next, never how the program works. `{field}` stands for the field's everyday name.
"""

from __future__ import annotations

from idvision.types import Prompt

ACCEPTED = Prompt("The picture is good. Nothing more is needed.", "照片合格，无需其他操作。")

PROMPTS: dict[str, Prompt] = {
    "no_document": Prompt(
        "Lay the document flat on a plain surface and fill most of the picture with it.",
        "请将证件平放在纯色表面上，并让证件占满大部分画面。",
    ),
    "not_a_document": Prompt(
        "Put an identity document in front of the camera; what is shown carries no readable text.",
        "请将身份证件放到镜头前，当前画面中的物品没有可读文字。",
    ),
    "wrong_document": Prompt(
        "Show the document that was asked for; this is another kind.",
        "请出示所要求的证件，当前证件类型不符。",
    ),
    "wrong_side": Prompt(
        "Turn the document over and take a picture of the other side.",
        "请将证件翻面，拍摄另一面。",
    ),
    "multiple_cards": Prompt(
        "Leave only the document that was asked for in the picture and take it again.",
        "请只保留所要求的证件，移开其他证件后重新拍摄。",
    ),
    "incomplete": Prompt(
        "Move back a little so that all four corners of the document are in the picture.",
        "请稍微拉远，使证件的四个角全部进入画面。",
    ),
    "too_small": Prompt(
        "Move closer until the document fills most of the picture.",
        "请靠近一些，让证件占满大部分画面。",
    ),
    "blur": Prompt(
        "Hold the camera still, wait until it has focused, then take the picture again.",
        "请拿稳设备，等待对焦清晰后重新拍摄。",
    ),
    "too_dark": Prompt(
        "Turn on a light or move to a brighter place, then take the picture again.",
        "光线过暗，请开灯或移到明亮处后重新拍摄。",
    ),
    "overexposed": Prompt(
        "Move out of the direct light, then take the picture again.",
        "光线过强，请避开直射光后重新拍摄。",
    ),
    "glare": Prompt(
        "Tilt the card a little until the bright spot leaves it, then take the picture again.",
        "请稍微倾斜证件，使反光离开卡面后重新拍摄。",
    ),
    "occlusion": Prompt(
        "Take fingers and other things off the document, then take the picture again.",
        "请移开手指及其他遮挡物后重新拍摄。",
    ),
    "screen_recapture": Prompt(
        "Take a picture of the real document, not of a screen.",
        "请拍摄证件原件，不要翻拍屏幕。",
    ),
    "photocopy": Prompt(
        "Take a picture of the original document, not of a copy.",
        "请拍摄证件原件，不要使用复印件。",
    ),
    "edited": Prompt(
        "Take a new picture of the document and hand it in unchanged.",
        "请重新拍摄证件，并直接提交未经修改的照片。",
    ),
    "expired": Prompt(
        "This document has expired; use one that is still valid.",
        "该证件已过有效期，请使用有效证件。",
    ),
    "temporary": Prompt(
        "This is a temporary document; use the permanent one.",
        "该证件为临时证件，请使用正式证件。",
    ),
    "unreadable": Prompt(
        "Take the picture again, closer and sharper, so that everything printed can be read.",
        "请靠近并对焦清晰后重新拍摄，确保印刷内容均可辨认。",
    ),
    "checksum_failed": Prompt(
        "Take a sharper picture; if the message stays, have the printed number checked by a person.",
        "请重新拍摄更清晰的照片；若仍有此提示，请人工核对证件号码。",
    ),
    "inconsistent_fields": Prompt(
        "Take a sharper picture; if the message stays, have a person compare the contradicting values.",
        "请重新拍摄更清晰的照片；若仍有此提示，请人工核对相互矛盾的内容。",
    ),
    "low_confidence": Prompt(
        "Check the values that were read, or take a sharper picture.",
        "请核对识别结果，或重新拍摄更清晰的照片。",
    ),
    "unknown_document": Prompt(
        "Show a supported document, or have this one checked by a person.",
        "请出示受支持的证件，或将此证件交由人工审核。",
    ),
}

FIELD_PROMPTS: dict[str, Prompt] = {
    "blur": Prompt(
        "Hold the camera still until the {field} is sharp, then take the picture again.",
        "{field}模糊，请拿稳设备，对焦清晰后重新拍摄。",
    ),
    "glare": Prompt(
        "Tilt the card a little until the bright spot leaves the {field}, then take the picture again.",
        "{field}处有反光，请稍微倾斜证件后重新拍摄。",
    ),
    "occlusion": Prompt(
        "Take fingers and other things off the {field}, then take the picture again.",
        "{field}被遮挡，请移开遮挡物后重新拍摄。",
    ),
    "unreadable": Prompt(
        "Take the picture again, closer and sharper, so that the {field} can be read.",
        "无法辨认{field}，请靠近并对焦清晰后重新拍摄。",
    ),
    "checksum_failed": Prompt(
        "Take a sharper picture of the {field}; if the message stays, have it checked by a person.",
        "{field}校验未通过，请重新拍摄更清晰的照片；若仍有此提示，请人工核对。",
    ),
    "low_confidence": Prompt(
        "Check the {field} that was read, or take a sharper picture.",
        "请核对{field}的识别结果，或重新拍摄更清晰的照片。",
    ),
}

FIELD_NAMES: dict[str, Prompt] = {
    "account_number": Prompt("account number", "账号"),
    "address": Prompt("address", "住址"),
    "agency_code": Prompt("code of the agency", "机构代码"),
    "amount": Prompt("amount", "金额"),
    "approved_load": Prompt("approved load", "核定载质量"),
    "approved_passengers": Prompt("approved number of passengers", "核定载人数"),
    "barcode": Prompt("code on the card", "证件上的二维码"),
    "birth_date": Prompt("date of birth", "出生日期"),
    "birth_place": Prompt("place of birth", "出生地点"),
    "blood_type": Prompt("blood type", "血型"),
    "business_scope": Prompt("scope of business", "经营范围"),
    "business_term": Prompt("term of business", "营业期限"),
    "card_number": Prompt("card number", "卡号"),
    "category": Prompt("category", "类别"),
    "certificate_number": Prompt("number of the certificate", "证照编号"),
    "city": Prompt("city", "城市"),
    "community": Prompt("residents' committee", "居村委会"),
    "company_name": Prompt("company name", "企业名称"),
    "company_type": Prompt("company type", "企业类型"),
    "composition": Prompt("form of the business", "组成形式"),
    "copy_mark": Prompt("mark of original or copy", "正副本标记"),
    "copy_number": Prompt("number of the copy", "副本编号"),
    "district": Prompt("district", "区"),
    "document_code": Prompt("document code", "证件代码"),
    "document_discriminator": Prompt("document discriminator", "证件审计号"),
    "document_number": Prompt("document number", "证件号码"),
    "due_date": Prompt("due date", "到期日"),
    "duration_of_stay": Prompt("duration of stay", "停留期"),
    "education": Prompt("level of education", "文化程度"),
    "endorsements": Prompt("endorsements", "附加准驾"),
    "energy_type": Prompt("kind of energy", "能源类型"),
    "engine_number": Prompt("engine number", "发动机号码"),
    "entries": Prompt("number of entries", "入境次数"),
    "established_date": Prompt("date of establishment", "成立日期"),
    "ethnicity": Prompt("ethnic group", "民族"),
    "expiry_date": Prompt("date of expiry", "有效期截止日期"),
    "eye_colour": Prompt("colour of the eyes", "眼睛颜色"),
    "father": Prompt("father's name", "父亲姓名"),
    "file_number": Prompt("file number", "档案编号"),
    "first_issue": Prompt("date of first issue", "首次签发日期"),
    "first_issue_date": Prompt("date of first issue", "初次领证日期"),
    "former_id_number": Prompt("number of the former card", "旧证件号码"),
    "former_name": Prompt("former name", "曾用名"),
    "given_names": Prompt("given names", "名"),
    "gross_mass": Prompt("gross mass", "总质量"),
    "height": Prompt("height", "身高"),
    "height_m": Prompt("height", "身高"),
    "household_number": Prompt("household number", "户号"),
    "household_type": Prompt("household type", "户别"),
    "id_name": Prompt("name on the identity card", "身份证姓名"),
    "id_number": Prompt("identity number", "公民身份号码"),
    "inspection_record": Prompt("inspection record", "检验记录"),
    "inspection_valid_until": Prompt("end of the inspection", "检验有效期"),
    "inventory_number": Prompt("inventory number", "库存编号"),
    "issue_count": Prompt("number of issues", "签发次数"),
    "issue_date": Prompt("date of issue", "签发日期"),
    "issue_kind": Prompt("kind of issue", "签发类别"),
    "issue_place": Prompt("place of issue", "签发地点"),
    "issuing_authority": Prompt("issuing authority", "签发机关"),
    "issuing_country": Prompt("issuing country", "签发国"),
    "legal_representative": Prompt("legal representative", "法定代表人"),
    "location_number": Prompt("number of the place", "地址编码"),
    "machine_code": Prompt("machine readable line", "机读码"),
    "marital_status": Prompt("marital status", "婚姻状况"),
    "middle_name": Prompt("middle name", "中间名"),
    "migration_to_address": Prompt("move to this address", "何时由何地迁来本址"),
    "migration_to_city": Prompt("move to this city", "何时由何地迁来本市县"),
    "military_service": Prompt("military service", "兵役状况"),
    "model": Prompt("brand and model", "品牌型号"),
    "mother": Prompt("mother's name", "母亲姓名"),
    "mrz": Prompt("machine readable lines", "机读码"),
    "name": Prompt("name", "姓名"),
    "name_code": Prompt("code of the name", "姓名电码"),
    "name_han": Prompt("name in Chinese characters", "汉字姓名"),
    "name_latin": Prompt("name in Latin letters", "拉丁字母姓名"),
    "name_suffix": Prompt("suffix of the name", "姓名后缀"),
    "nationality": Prompt("nationality", "国籍"),
    "native_place": Prompt("ancestral home", "籍贯"),
    "neighbourhood": Prompt("neighbourhood", "邻里"),
    "occupation": Prompt("occupation", "职业"),
    "optional_data": Prompt("optional data", "备注数据"),
    "other_address": Prompt("other address", "其他住址"),
    "overall_dimension": Prompt("overall dimensions", "外廓尺寸"),
    "owner": Prompt("owner", "所有人"),
    "paid_in_capital": Prompt("paid-in capital", "实收资本"),
    "passport_number": Prompt("passport number", "护照号码"),
    "payee_account": Prompt("payee's account", "收款账号"),
    "payee_name": Prompt("payee's name", "收款人"),
    "payer_account": Prompt("payer's account", "付款账号"),
    "payer_name": Prompt("payer's name", "付款人"),
    "permit_number": Prompt("permit number", "许可证号"),
    "personal_number": Prompt("personal number", "个人号码"),
    "plate_colour": Prompt("colour of the plate", "号牌颜色"),
    "plate_number": Prompt("plate number", "号牌号码"),
    "plate_type": Prompt("kind of plate", "号牌种类"),
    "portrait": Prompt("portrait", "人像"),
    "precinct": Prompt("precinct", "管区"),
    "province": Prompt("province", "省"),
    "race": Prompt("race", "种族"),
    "record": Prompt("record", "记录"),
    "reference": Prompt("reference number", "流水号"),
    "register_date": Prompt("date of registration", "注册日期"),
    "registered_capital": Prompt("registered capital", "注册资本"),
    "registration_number": Prompt("registration number", "注册号"),
    "relation": Prompt("relation to the head of household", "与户主关系"),
    "religion": Prompt("religion", "宗教信仰"),
    "remarks": Prompt("remarks", "备注"),
    "renewal_from": Prompt("begin of the renewal period", "换证起始日期"),
    "renewal_until": Prompt("end of the renewal period", "换证截止日期"),
    "resident_since": Prompt("date since when resident", "居留起始日期"),
    "restrictions": Prompt("restrictions", "驾驶限制"),
    "sex": Prompt("sex", "性别"),
    "social_security_card_number": Prompt("social security card number", "社会保障卡号"),
    "spouse": Prompt("spouse's name", "配偶姓名"),
    "surname": Prompt("surname", "姓"),
    "symbols": Prompt("symbols", "符号"),
    "traction_mass": Prompt("traction mass", "准牵引总质量"),
    "transaction_date": Prompt("day of the transaction", "交易日期"),
    "undertaker": Prompt("official in charge", "承办人"),
    "unified_social_credit_code": Prompt("unified social credit code", "统一社会信用代码"),
    "unladen_mass": Prompt("unladen mass", "整备质量"),
    "use_character": Prompt("use of the vehicle", "使用性质"),
    "valid_from": Prompt("start of validity", "有效期起始日期"),
    "validity": Prompt("validity", "有效期限"),
    "vehicle_class": Prompt("vehicle class", "准驾车型"),
    "vehicle_make": Prompt("make of the vehicle", "车辆品牌"),
    "vehicle_model": Prompt("model of the vehicle", "车辆型号"),
    "vehicle_type": Prompt("vehicle type", "车辆类型"),
    "village": Prompt("village", "村里"),
    "vin": Prompt("vehicle identification number", "车辆识别代号"),
    "visa_type": Prompt("type of visa", "签证种类"),
    "weight": Prompt("weight", "体重"),
    "workplace": Prompt("place of work", "服务处所"),
}


def field_name(name: str) -> Prompt:
    """Return a field's everyday name in both languages; a name not listed is spelt out with spaces."""
    plain = name.replace("_", " ")
    return FIELD_NAMES.get(name, Prompt(plain, plain))


def prompt_for(reason: str) -> Prompt:
    """Return what to do about one reason, `code` or `code:field`. Raises KeyError for an unknown code."""
    code, _, field = reason.partition(":")
    if not field:
        return PROMPTS[code]
    template, name = FIELD_PROMPTS[code], field_name(field)
    return Prompt(template.en.format(field=name.en), template.zh.format(field=name.zh))
