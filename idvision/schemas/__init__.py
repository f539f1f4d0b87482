"""Pure functions from a result to a wire format.

native             idvision's own, `idvision/1`; `generate` writes its JSON Schema
aliyun_ocr_max     DocOcrMax(V2), its names in `aliyun_ocr_max_fields`
aliyun_credential  CredentialRecognition(Intl)(V2)
aliyun_idcard      RecognizeIdcard
aliyun_green       structured card OCR of Content Moderation, its objects in `aliyun_green.toml`
tencent_ocr        IDCardOCR as JSON, and `tencent_ci` as XML; `tencent_idcard` is what both share
choices            what the vendors leave open

`card_values` says how values are written, `findings` what reasons are about, `vendor_codes` which card a code
means.
"""
