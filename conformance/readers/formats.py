"""The published definitions of string formats, as regular expressions.

Each is ECMA-262 without look-around, so that the exact comparison decides it. What a definition
asks for and no regular expression of a moderate size can say is left out, and said here: the length
of a whole host name (253) and of an address's two parts (64 and 255), quoted local parts and
comments in addresses, and leap seconds at offsets with other minutes than 00 and 30.
"""

from __future__ import annotations

_DIGIT = "[0-9]"
_HEX = "[0-9A-Fa-f]"


def pattern_of(name: str) -> str | None:
    """Return the regular expression of a format; None if it has no regular definition here."""
    return _PATTERNS.get(name)


# --- RFC 3339, 5.6, and appendix A ---

_LEAP_YEAR = (
    "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"  # by 4; by 400
)
_DATE = (
    "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29)"
)
_HOUR = "(?:[01][0-9]|2[0-3])"


def _leap_seconds() -> str:
    """Return the times of the one second after 23:59:59 in UTC, at whole and half hours."""
    found = []
    for hour in range(24):
        for minute, after in ((59, "00"), (29, "30")):
            ahead = (hour + 1) % 24 if minute > 30 else hour  # noqa: PLR2004  half an hour
            behind = 23 - hour
            at = f"{hour:02}:{minute}:60"
            found += [rf"{at}\+{ahead:02}:{after}", f"{at}-{behind:02}:{after}"]
    return "|".join(found)


_TIME = (
    rf"(?:{_HOUR}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+-]{_HOUR}:[0-5][0-9])"
    rf"|23:59:60(?:\.[0-9]+)?[Zz]|{_leap_seconds()})"
)
_OF_TIME = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
_DURATION = (
    f"P(?:(?:[0-9]+D|[0-9]+M(?:[0-9]+D)?|[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?)(?:{_OF_TIME})?"
    f"|{_OF_TIME}|[0-9]+W)"
)

# --- addresses: RFC 3986, 3.2.2; RFC 1123, 2.1; RFC 5321, 4.1.2 ---

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_H16 = f"{_HEX}{{1,4}}"
_LAST_32 = f"(?:{_H16}:{_H16}|{_IPV4})"


def _ipv6() -> str:
    """Return eight groups of 16 bits, of which `::` stands for one or more that are zero."""
    found = [f"(?:{_H16}:){{6}}{_LAST_32}"]
    for before in range(8):
        start = f"(?:{_H16}(?::{_H16}){{0,{before - 1}}})?" if before else ""
        after = 7 - before  # at most this many groups follow, of which two may be one of IPv4
        exact = {0: "", 1: _H16}.get(after, f"(?:{_H16}:){{{after - 2}}}{_LAST_32}")
        found.append(f"{start}::{exact}")
    return f"(?:{'|'.join(found)})"


_IPV6 = _ipv6()
_LABEL = "[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_ATOM = r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@(?:{_HOST}|\[(?:{_IPV4}|IPv6:{_IPV6})\])"

# --- RFC 3986, appendix A ---

_ENCODED = f"%{_HEX}{{2}}"
_IN_NAME = f"(?:[0-9A-Za-z._~!$&'()*+,;=-]|{_ENCODED})"
_IN_USER = f"(?:[0-9A-Za-z._~!$&'()*+,;=:-]|{_ENCODED})"
_IN_PATH = f"(?:[0-9A-Za-z._~!$&'()*+,;=:@-]|{_ENCODED})"
_NO_COLON = f"(?:[0-9A-Za-z._~!$&'()*+,;=@-]|{_ENCODED})"
_IN_QUERY = f"(?:[0-9A-Za-z._~!$&'()*+,;=:@/?-]|{_ENCODED})"
_FUTURE = rf"[Vv]{_HEX}+\.[0-9A-Za-z._~!$&'()*+,;=:-]+"
_AUTHORITY = rf"(?:{_IN_USER}*@)?(?:\[(?:{_IPV6}|{_FUTURE})\]|{_IN_NAME}*)(?::[0-9]*)?"
_MORE = f"(?:/{_IN_PATH}*)*"
_TAIL = rf"(?:\?{_IN_QUERY}*)?(?:#{_IN_QUERY}*)?"
_SCHEME = "[A-Za-z][0-9A-Za-z+.-]*"
_ABSOLUTE = f"//{_AUTHORITY}{_MORE}|/(?:{_IN_PATH}+{_MORE})?"
_URI = f"{_SCHEME}:(?:{_ABSOLUTE}|{_IN_PATH}+{_MORE}|){_TAIL}"
_REFERENCE = (
    f"(?:(?:{_SCHEME}:)?(?:{_ABSOLUTE}|)|{_SCHEME}:{_IN_PATH}+{_MORE}|{_NO_COLON}+{_MORE}){_TAIL}"
)

_PATTERNS = {
    name: f"^(?:{expression})$"
    for name, expression in {
        "date": _DATE,
        "time": _TIME,
        "date-time": f"{_DATE}[Tt]{_TIME}",
        "duration": _DURATION,
        "uuid": f"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}",
        "ipv4": _IPV4,
        "ipv6": _IPV6,
        "hostname": _HOST,
        "email": _EMAIL,
        "uri": _URI,
        "uri-reference": _REFERENCE,
        "json-pointer": "(?:/(?:[^~/]|~[01])*)*",
    }.items()
}
"""Format -> an ECMA-262 regular expression."""
