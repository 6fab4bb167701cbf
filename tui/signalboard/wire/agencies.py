"""The news agencies whose text others print, and how they are written. A table, and no more."""

from __future__ import annotations

AGENCIES = {
    "Reuters": ("Thomson Reuters", "Reuters", "REUTERS", "路透社", "路透", "ロイター"),
    "AP": ("The Associated Press", "Associated Press", "AP", "A.P.", "美联社", "AP通信"),
    "AFP": ("Agence France-Presse", "Agence France Presse", "AFP", "法新社", "AFP通信"),
    "Bloomberg": ("Bloomberg", "BLOOMBERG", "彭博社", "ブルームバーグ"),
    "Xinhua": ("Xinhua News Agency", "Xinhua", "XINHUA", "新华社", "新華社", "新华网", "新華網"),
    "PR Newswire": ("PR Newswire", "PRNewswire", "PRNEWSWIRE", "PRNewswire-PRWeb"),
    "Business Wire": ("Business Wire", "BusinessWire", "BUSINESS WIRE"),
    "GlobeNewswire": ("GlobeNewswire", "GLOBE NEWSWIRE", "Globe Newswire"),
    "Kyodo": ("Kyodo News", "Kyodo", "KYODO", "共同社", "共同通信"),
    "Yonhap": ("Yonhap News Agency", "Yonhap", "YONHAP", "韩联社"),
    "dpa": ("Deutsche Presse-Agentur", "dpa", "DPA"),
}
"""Each agency by its one name, and how it is written. Case counts: readers call themselves "ap"."""


def printed(outlet: str, origin: str) -> str:
    """The agency whose text an outlet printed; empty where it is its own, or no agency's."""
    return origin if origin in AGENCIES and outlet not in AGENCIES[origin] else ""
