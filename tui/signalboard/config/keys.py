"""The keys of feeds.yaml, and what reads each: a table for each kind of thing it lists."""

from __future__ import annotations

from collections.abc import Mapping

from signalboard.config import fields
from signalboard.config.fields import EXAMPLE_URL, Read

FEED: Mapping[str, Read] = {
    "name": fields.line("The Decoder"),
    "url": fields.url,
    "origin": fields.line("Alibaba"),
    "reliability": fields.grade,
    "tags": fields.lines("[press, china]"),
    "user_agent": fields.header_value,
    "headers": fields.headers,
    "enabled": fields.truth,
    "allow_http": fields.truth,
}
NETWORK: Mapping[str, Read] = {
    "use_proxy": fields.truth,
    "user_agents": fields.user_agents,
}
METHOD: Mapping[str, Read] = {"discount": fields.discount}
COMPANY: Mapping[str, Read] = {
    "name": fields.line("Tencent"),
    "aliases": fields.lines("[WeChat, 腾讯]"),
    "ticker": fields.line("0700.HK", 20),
    "as_written": fields.truth_or_lines("[Comet, Grok]"),
    "exclude": fields.lines("[Tencent Music]"),
}
WATCH: Mapping[str, Read] = {
    "question": fields.line("Does it ship within six months?", 1000),
    "hit_if": fields.line("It is open to everyone.", 1000),
    "miss_if": fields.line("It is not by the date.", 1000),
    "void_if": fields.line("The company is sold.", 1000),
    "look_up": fields.line("The company's quarterly results.", 1000),
    "within": fields.within,
    "by": fields.date,
    "opened": fields.date,
    "h1": fields.chance,
    "h0": fields.chance,
}
MUTE: Mapping[str, Read] = {
    "words": fields.line('"sponsored webinar"', 400),
    "feed": fields.line("The Decoder", 2000),
    "outlet": fields.line("Reuters", 400),
    "company": fields.line("Tencent"),
}
SEARCH: Mapping[str, Read] = {
    "name": fields.line("Wallets", 60),
    "search": fields.line("wallet OR checkout since:2w", 1000),
}
_STATEMENT = "Agents become the main users by the end of 2029."
THESIS: Mapping[str, Read] = {
    "name": fields.line("Web4 at velocity"),
    "statement": fields.line(_STATEMENT, 1000),
    "negation": fields.line("People remain the main users at the end of 2029.", 1000),
    "prior": fields.chance,
    "keywords": fields.lines("[agent, wallet]"),
    "watches": lambda node, _: node,  # read by itself, once the thesis is known to be used
}
EXAMPLES: Mapping[str, str] = {
    "url": f"an address like {EXAMPLE_URL}",
    "h1": "how likely a hit is if the thesis is true, like 0.8",
    "h0": "how likely a hit is if the thesis is false, like 0.2",
    "name": "a line like name: The Decoder",
    "search": "what to look for, like wallet OR checkout since:2w",
    "statement": f"a claim that can turn out false, like {_STATEMENT}",
    "negation": "what is the case if the statement is false",
}
"""What a key that is missing would say."""
