"""Who issues North American driving licences: issuer identification number -> ISO 3166-2 code.

The numbers are those that AAMVA publishes (Issuer Identification Numbers). 636027 is the Department of State
of the United States, which is no subdivision.
"""

from __future__ import annotations

_ALPHA_3 = {"US": "USA", "CA": "CAN", "MX": "MEX"}
# Consecutive numbers from the one named on.
_RUNS = {
    604426: "CA-PE US-AS CA-QC CA-YT US-MP US-PR CA-AB CA-NU CA-NT",
    636000: "US-VA US-NY US-MA US-MD US-NC US-SC US-CT US-LA US-MT US-NM",
    636010: "US-FL US-DE CA-ON CA-NS US-CA US-TX CA-NL CA-NB US-IA US-GU",
    636020: "US-CO US-AR US-KS US-OH US-VT US-PA US-AZ US CA-BC US-OR",
    636030: "US-MO US-WI US-MI US-AL US-ND US-IL US-NJ US-IN US-MN US-NH",
    636040: "US-UT US-ME US-SD US-DC CA-SK US-WA US-KY US-HI CA-MB US-NV",
    636050: "US-ID US-MS US-RI US-TN US-NE US-GA MX-COA MX-HID US-OK US-AK",
    636060: "US-WY US-WV US-VI",
}
ISSUERS: dict[str, str] = {
    str(first + place): code for first, run in _RUNS.items() for place, code in enumerate(run.split())
}


def country_of(issuer: str) -> str:
    """Return the alpha-3 code of an issuer's country, "" for an unknown number."""
    return _ALPHA_3.get(ISSUERS.get(issuer, "")[:2], "")
