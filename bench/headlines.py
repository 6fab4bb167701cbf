"""Headlines to measure with: made-up words in the proportions of real ones.

A few words are very common, many are rare; eight languages in six scripts, two of them
without spaces; some titles long, some a word, some with emoji. An event can be told again
as another outlet puts it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

COMPANIES = ("Tencent", "Alibaba", "OpenAI", "Anthropic", "Nvidia", "Stripe", "Baidu", "Meta")

_SYLLABLES = {
    "en": "an ber con der el fin gar hol in jor ken lan mar nor or pel quin ron sol ter ul van wes",
    "de": "auf bau druck eis für geld haus jahr kraft land maß netz öl preis rück stadt über wahl",
    "ru": "бан вер год дом ен жар за ин кор лан мир нов ор пол рос сто тур ук фон ход цен шко",
    "ar": "ال با تر جم حر خط در سل شر صن طا عم فن قل كت لب مد نص هد وز",
    "ja": "ソラ ハナ 東 西 海 山 の は に 新 電 車 ニュ ース モデ ル データ 市 社 銀 行 計 画",
    "ko": "가 나 다 라 마 바 사 아 자 차 한 국 서 울 경 제 시 장 기 술 은 행 전 망",
    "hi": "भा रत का र्य दि ल्ली न या बा ज़ार स र का री त क नी क मो बा इल",
    "zh": "新 大 中 国 市 场 公 司 科 技 能 力 发 布 计 划 增 长 资 金 平 台 用 户 数 据 模 型 云",
}
_COMMON = (  # in the order of how common they are
    "the of to in and for on a with as at by from new after over says is us china will ai up market"
    " bank deal first more year tech plan court how shares stocks trade growth global rise chief"
    " data oil government billion model report sales police state talks cut house profit price"
    " agents rates law cloud bill fund two business world tax network users study party search"
    " group launch week rally test record power union risk health drug energy work war capital"
    " minister week city car home school election budget app chip video time day media job"
    " president loss fall leader strike people call team top gain back open vote set sell buy offer"
    " investors quarter outlook supply demand index security safety rule ban fine lawsuit"
)
_SHARES = {"en": 70, "de": 8, "ru": 7, "ar": 3, "ja": 2, "ko": 1, "hi": 1, "zh": 8}
_UNSPACED = ("ja", "zh")
_EMOJI = ("🚀", "📈", "⚡️", "🇩🇪", "👩🏽‍💻", "❤️", "7️⃣", "🧑‍🤝‍🧑", "🤖")
_FRAMES = (
    "{0} {1} says {2} {3} will {4} after {5}",
    "{0} to {1} {2} {3} in {4} deal worth {n} million",
    "{0} shares {1} as {2} {3} {4} {5}",
    "Why the {0} {1} {2} on {3} {4}",
    "{0} launches {1} {2} for {3} {4}, {5}",
    "{0} {1} {2} {3} {4} {5} {6}",
)


class Language:
    """Words of one script, each rarer than the one before."""

    def __init__(self, code: str, words: int) -> None:
        dice = random.Random(f"words {code}")
        syllables = _SYLLABLES[code].split()
        made = dict.fromkeys(_COMMON.split() if code == "en" else ())
        while len(made) < words:
            word = "".join(dice.choices(syllables, k=dice.choice((1, 2, 2, 3, 3, 4))))
            made[word.capitalize() if dice.random() < 0.3 else word] = None
        self.code = code
        self.space = "" if code in _UNSPACED else " "
        self.words = tuple(made)
        self.weights = tuple(accumulate(1 / (rank + 4) for rank in range(words)))

    def some(self, dice: random.Random, count: int) -> list[str]:
        """So many words, common ones more often."""
        return dice.choices(self.words, cum_weights=self.weights, k=count)

    def text(self, dice: random.Random, length: int) -> str:
        """A sentence or more, of about so many characters."""
        sign = len(self.words[0]) + 1
        words = self.some(dice, max(3, length // max(5, sign)))
        return self.space.join(words).capitalize() + "."


def languages() -> list[Language]:
    """The languages, the first far more often than the others."""
    return [Language(code, 30_000 if code == "en" else 6_000) for code in _SHARES]


def drawn(dice: random.Random, spoken: list[Language]) -> Language:
    """One of the languages."""
    return dice.choices(spoken, weights=list(_SHARES.values()))[0]


def title(dice: random.Random, language: Language, companies: Sequence[str] = COMPANIES) -> str:
    """A headline, one in six with a company that is tracked, the first ones most often."""
    words = language.some(dice, 7)
    if dice.random() < 1 / 6:
        words[0] = companies[int(len(companies) * dice.random() ** 3)]
    shape = dice.random()
    if shape < 0.04:
        words = words[:1]
    elif shape < 0.1:
        words += language.some(dice, dice.randint(8, 20))
    elif shape < 0.14:
        words.insert(dice.randrange(len(words)), dice.choice(_EMOJI))
    elif language.code == "en":
        return dice.choice(_FRAMES).format(*words, n=dice.randint(2, 900))
    return language.space.join(words)


def reworded(dice: random.Random, language: Language, told: str) -> str:
    """The same event as another outlet puts it: a word fewer, another order, another word."""
    if not language.space:
        cut = dice.randint(1, 3)
        return told[cut:] + "".join(language.some(dice, 1)) if dice.random() < 0.6 else told
    words = told.split()
    how = dice.random()
    if how < 0.3 or len(words) < 4:
        return told
    if how < 0.6:
        words[-1:] = language.some(dice, 2)
    elif how < 0.8:
        del words[dice.randrange(len(words))]
    else:
        words = [*words[3:], *words[:3]]
    return " ".join(words)
