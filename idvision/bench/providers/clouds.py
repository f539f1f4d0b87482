"""The cloud services by the name that a user types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from idvision.bench.providers.cloud import (
    aliyun_credential,
    aliyun_green,
    aliyun_idcard,
    aliyun_ocr_max,
    azure,
    baidu,
    tencent_ci,
    tencent_ocr,
    textract,
)
from idvision.bench.providers.protocol import Provider, Settings

CLOUDS: Mapping[str, Callable[[Settings], Provider]] = MappingProxyType(
    {
        aliyun_ocr_max.NAME: aliyun_ocr_max.open_ocr_max,
        aliyun_credential.NAME: aliyun_credential.open_credential,
        aliyun_idcard.NAME: aliyun_idcard.open_idcard,
        aliyun_green.NAME: aliyun_green.open_green,
        tencent_ci.NAME: tencent_ci.open_tencent_ci,
        tencent_ocr.NAME: tencent_ocr.open_tencent_ocr,
        textract.NAME: textract.open_textract,
        azure.NAME: azure.open_azure,
        baidu.NAME: baidu.open_baidu,
    }
)
"""Name -> what opens it. Opening raises NotRun where keys or a package are missing, and asks nothing yet."""
