"""What a reader of headlines knows about words: which are one, which are near, which are common.

Written by hand from everyday English, for ``similarity``. The tables are plain text: words
parted by spaces, groups by semicolons, base forms; a hyphen joins words that stand apart in
a title. Below them stands what reads them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

PLACES = """
uk britain british briton; china chinese; russia russian; ukraine ukrainian ukrainia;
france french; germany german; spain spanish spaniard; italy italian; greece greek;
cyprus cypriot; portugal portuguese; ireland irish; scotland scottish; wales welsh;
england english; netherlands dutch holland; belgium belgian; switzerland swiss; austria austrian;
sweden swedish swede; norway norwegian; denmark danish dane; finland finnish finn;
iceland icelandic; poland polish; hungary hungarian; romania romanian; bulgaria bulgarian;
serbia serbian serb; croatia croatian croat; bosnia bosnian; kosovo kosovan; albania albanian;
slovenia slovenian; slovakia slovak; moldova moldovan; belarus belarusian; georgia georgian;
armenia armenian; azerbaijan azeri azerbaijani; turkey turkish turk turkiye; israel israeli;
palestine palestinian; syria syrian; iraq iraqi; iran iranian; lebanon lebanese; jordan jordanian;
egypt egyptian; libya libyan; tunisia tunisian; algeria algerian; morocco moroccan;
sudan sudanese; somalia somali; kenya kenyan; ethiopia ethiopian; nigeria nigerian;
ghana ghanaian; mali malian; congo congolese; uganda ugandan; rwanda rwandan; zimbabwe zimbabwean;
yemen yemeni; saudi saudi-arabia; qatar qatari; kuwait kuwaiti; bahrain bahraini;
afghanistan afghan; pakistan pakistani; india indian; bangladesh bangladeshi;
nepal nepali nepalese; sri-lanka sri-lankan lankan; myanmar burma burmese; thailand thai;
vietnam vietnamese; cambodia cambodian; malaysia malaysian; singapore singaporean;
indonesia indonesian; philippines philippine filipino; japan japanese; taiwan taiwanese;
mongolia mongolian mongol; tibet tibetan; australia australian aussie aust; new-zealand nz;
canada canadian; mexico mexican; cuba cuban; haiti haitian; brazil brazilian;
argentina argentine argentinian; chile chilean; peru peruvian; colombia colombian;
venezuela venezuelan; north-korea north-korean dprk nkorea; south-korea south-korean skorea;
south-africa south-african; new-york nyc; los-angeles; california calif californian;
pennsylvania pa; florida fla floridian; texas tex texan;
michigan mich; minnesota minn; connecticut conn; colorado colo; arizona ariz; virginia va;
wisconsin wis; tennessee tenn; dc d.c
"""
"""A country (or a state of one), its people, its short forms: one word each."""

SAME = """
january jan; february feb; april apr; august aug; september sept sep; october oct; november nov;
december dec;
us usa america american; eu european-union; un united-nations; europe european; asia asian;
africa african; federal-reserve fed; ecb european-central-bank; imf; islam islamic islamist;
muslim moslem; kill killing; die death dead died; president presidential presidency;
prime-minister pm premier; minister ministerial; foreign-minister fm; elect election electoral;
vote voting voter; democracy democratic; democrat dem; republican gop; government govt gov't;
governor gov; senator sen senate; congress congressional; parliament parliamentary; lawsuit suit;
sue suing; alderman ald; military militarily; police policeman policewoman policemen cop cops;
terror terrorism terrorist; economy economic; industry industrial; nuclear nuke;
finance financial; politics political politician; telephone phone; television tv;
airplane aeroplane plane; defence defense; labour labor; programme program; centre center;
organisation organization; colour color; harbour harbor; neighbour neighbor; licence license;
aluminium aluminum; grey gray; tyre tire; cheque check; jail gaol; mum mom; million mln;
billion bln; quarter quarterly qtr; annual annually yearly; week weekly; percent pct;
company co corp inc; artificial-intelligence ai; machine-learning ml; chief-executive ceo;
chief-financial-officer cfo; initial-public-offering ipo; merger merge; acquire acquisition;
resign resignation; retire retirement; arrive arrival; depart departure; argue argument;
propose proposal; refuse refusal; approve approval; deny denial; survive survival survivor;
agree agreement; announce announcement; invest investment investor; develop development developer;
manage management manager; employ employment employee; pay payment paid; treat treatment;
settle settlement; invade invasion; decide decision; explode explosion; erupt eruption;
collide collision; divide division; expand expansion; extend extension; suspend suspension;
convict conviction; elect elected; predict prediction; produce production; reduce reduction;
destroy destruction; construct construction; inspect inspection inspector; collect collection;
protect protection; protest protester protestor; detect detection; react reaction; act action;
inject injection; restrict restriction; regulate regulation regulator regulatory;
legislate legislation; investigate investigation investigator; negotiate negotiation;
operate operation operator; celebrate celebration; violate violation; evacuate evacuation;
donate donation; nominate nomination nominee; assassinate assassination;
demonstrate demonstration; vaccinate vaccination vaccine; immigrate immigration immigrant;
legalise legalize; apologise apologize apology; recognise recognize recognition;
analyse analyze analysis analyst; flood flooding; fall fell fallen; rise rose risen;
grow grew grown growth; win won winner winning; lose lost losing loss; say said saying; tell told;
make made making; take took taken; give gave given; get got gotten; find found; hold held;
keep kept; leave left; begin began begun; break broke broken; bring brought; buy bought;
sell sold sale; see saw seen; speak spoke spoken speech; steal stole stolen; strike struck;
shoot shot shooting; send sent; spend spent; meet met meeting; lead led leader leadership;
build built building; choose chose chosen choice; drive drove driven driver; eat ate eaten;
fight fought fighting fighter; flee fled; fly flew flown flight; forget forgot forgotten;
hide hid hidden; know knew known; lie lied lying; rule ruling; run ran running;
shake shook shaken; sink sank sunk sinking; swear swore sworn; teach taught teacher;
think thought; throw threw thrown; wear wore worn; write wrote written writer; man men;
woman women; child children; person people; wife wives; life lives
"""
"""Spellings, short forms, irregular forms and nouns of verbs: one word each."""

NEAR = """
say tell announce confirm state claim reveal disclose report admit declare insist assert;
warn caution alert threaten threat; urge call ask press appeal demand seek request;
vow pledge promise swear pact; deny reject dismiss refuse rebuff refute veto spurn decline;
accuse blame allege fault;
criticise criticize slam blast condemn denounce attack lash hit-out decry rebuke disses;
praise hail laud welcome applaud;
rise jump surge soar climb gain increase grow advance rally up spike higher leap hike edge-up boost;
fall drop plunge slump tumble sink slide dip decline decrease lose slip down retreat lower crash;
cut slash reduce trim lower axe shrink; end finish close conclude halt stop cease;
begin start open kick-off commence launch resume;
launch unveil release introduce debut reveal announce roll-out present;
die kill slay perish murder fatal deadly casualty toll;
kill murder slaughter assassinate execute shoot slay; wound injure hurt injury;
shoot gunman gunfire gun open-fire; attack assault raid strike hit ambush target offensive;
bomb blast explode explosive detonate bombing bomber; crash wreck collision accident derail;
earthquake quake tremor magnitude; storm hurricane cyclone typhoon tornado; flood rain deluge;
fire blaze burn wildfire inferno; buy acquire purchase takeover take-over snap-up bid merger deal;
sell offload dispose divest; deal agreement accord pact treaty settlement agree truce;
truce ceasefire cease-fire; sue lawsuit court legal complaint; court judge tribunal justice;
rule decide verdict judgment decision; guilty convict condemn; sentence jail imprison prison;
arrest detain capture nab hold seize custody apprehend; charge indict accuse;
free release liberate; resign quit step-down leave depart exit oust;
fire sack oust dismiss remove axe topple; appoint name pick choose select nominate hire;
elect vote poll ballot; win victory triumph beat defeat clinch; beat defeat thrash rout edge;
protest demonstrate rally march riot unrest; clash fight battle violence skirmish;
fight war conflict battle combat; talk negotiate meeting summit discuss dialogue conference;
meet visit host; plan propose intend mull consider weigh eye aim;
allow let permit approve clear okay greenlight back; approve pass adopt endorse back ok;
block ban bar prohibit forbid outlaw halt; sanction embargo; tariff duty levy;
help aid assist support rescue; back support endorse favour favor; rescue save evacuate;
find discover uncover detect spot; show reveal suggest indicate;
study research survey scientist researcher finding; try attempt bid effort; search hunt look seek;
probe investigate inquiry inspect examine review enquiry; miss lost disappear vanish;
return back come-back come; go travel head; leave flee escape evacuate;
raise boost increase lift hike; fear worry concern anxiety dread; hope optimism expect;
expect predict forecast outlook estimate project anticipate; delay postpone defer hold-up;
cancel scrap drop axe abandon call-off; face confront; hit strike slam batter pound;
stall deadlock impasse standoff; collapse fail crumble; fail flop miss;
outage crash down offline blackout glitch; hack breach cyberattack cyber leak;
steal theft rob robbery heist; spy espionage surveillance; job work hire employ layoff;
layoff lay-off job-cut redundancy; strike walkout; profit earnings income net;
revenue sales turnover; result earnings quarter; share stock equity;
market exchange bourse wall-street; investor shareholder; money cash fund; loan debt credit;
rate interest; price cost; tax levy duty; budget spend fiscal; company firm business corporation;
boss chief head ceo executive chairman leader; chief head director boss;
leader president chancellor premier; official authority government;
government state administration cabinet regime; minister secretary;
lawmaker legislator senator mp congressman; law bill legislation act;
rebel insurgent militant fighter guerrilla gunman; soldier troop military army force marine;
army military force; police officer authority; man guy male; woman female lady girl;
child kid baby boy girl teen; teen teenager youth adolescent; student pupil;
people person civilian resident; doctor physician medic; drug medicine medication;
disease illness virus infection; vaccine shot jab; car vehicle auto automobile truck;
plane jet aircraft flight airliner jetliner; ship boat vessel ferry; train rail railway;
airport airline; nuclear atomic; missile rocket; weapon arms gun; movie film cinema;
song track single; album record; show series programme season; star actor actress celebrity;
marry wed wedding marriage bride engage; divorce split separate; pregnant expecting baby birth;
team club side; coach manager; game match; final finale last; first debut initial;
new latest fresh; big huge massive large major giant; small little tiny minor;
top best leading highest; record all-time high; early soon;
many several multiple dozens scores hundreds; deadly fatal lethal; dangerous risky;
risk danger threat; important key vital crucial; smart clever; weak soft sluggish poor downbeat;
strong robust solid firm upbeat; rich wealthy wealth; poor poverty; cheap low-cost budget;
home house residence; city town; country nation; world global international worldwide;
area region zone district; border frontier; street road highway; school university college campus;
church mosque temple; hospital clinic; web online internet website; app application software;
phone smartphone handset mobile; computer pc laptop; chip semiconductor;
ai artificial-intelligence chatbot model; user customer consumer; privacy data;
change alter shift; fix repair solve patch; improve enhance upgrade; keep retain maintain;
join enter; offer give provide; use deploy; make produce build create manufacture;
build construct; destroy demolish raze wreck ruin; hide conceal; push drive press;
hinder hamper compromise disrupt; continue proceed go-ahead carry-on; prepare ready brace gear;
get receive obtain; lead top head; watch view see; video footage clip; photo picture image;
picture film; letter memo note; name rename title; song music; moscow kremlin russia putin;
beijing china; tokyo japan; london uk; paris france; berlin germany; rome italy; madrid spain;
athens greece; kiev kyiv ukraine; crimea ukraine; tehran iran; baghdad iraq; kabul afghanistan;
islamabad pakistan; delhi india; damascus syria aleppo; cairo egypt; jerusalem israel;
tel-aviv israel; gaza palestine hamas; pyongyang north-korea; seoul south-korea;
white-house biden trump obama; pentagon military; brussels eu; vatican pope;
brampton toronto canada ontario; sydney australia; tripoli libya; beirut lebanon hezbollah;
bangkok thailand; manila philippines; jakarta indonesia; dhaka bangladesh; yangon myanmar;
nairobi kenya; abuja nigeria; federal-reserve central-bank; wall-street dow nasdaq sensex s&p
"""
"""Words that may tell of the same thing. A word may stand in several groups."""

OPPOSITE = """
rise jump surge soar climb gain increase grow advance rally up higher leap hike widen strengthen /
fall drop plunge slump tumble slide dip decline decrease lose down lower shrink narrow weaken cut;
arrest detain jail imprison capture / free release acquit liberate;
open begin start resume reopen lift / close end halt suspend stop shut continue;
approve allow pass back endorse accept welcome agree permit / reject deny block refuse ban oppose
veto condemn dismiss;
win beat / lose miss; raise hike add / cut slash lower axe; top exceed / miss trail;
for / against; senate / house; join / leave; start launch unveil / scrap cancel halt pause delay;
extend / end; ban / allow lift; accept / refuse reject; sue / settle; more / fewer less;
convict guilty / acquit clear;
appoint hire join / resign quit leave oust fire sack;
buy acquire / sell;
find / miss lose;
higher record-high best / lower record-low worst
"""
"""Two sides parted by a slash: a headline of one side contradicts one of the other."""

DENIAL = """
not no never deny refuse refute debunk dismiss dispute reject false fake hoax untrue without
cannot cant wont dont doesnt didnt isnt arent wasnt wouldnt couldnt shouldnt hasnt havent
"""
"""Words by which a title says that something is not so."""

DAYS = """
monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
"""
"""Days and months (May is left out, being a verb too)."""

PARTS = """
day week month quarter q episode ep part issue vol volume no number round chapter season edition
"""
"""Words that say, with a number behind them, which part of a series a title is."""

STOP = """
a an the of in on at to for from by with as is are was were be been being am and or nor but not no
if than then so that this these those it its he she his her him they their them we our you your i
my me who whom whose which what when where why how there here into over under after before about
against between through during without within upon onto off out up down via per vs versus amid
among amongst has have had having do does did doing done can could will would shall should may
might must just also only even still yet very too more most some any all each every both either
neither own such same other another else ever never ahead toward towards across along around
behind beyond despite since until till while because though although however
"""
"""Words that carry no event."""

COMMON = """
say new year us uk first two one three week day month time man woman people million billion world
make take get go see know come look want need work use back call way show tell plan set help high
low big top best good bad last next late early today tonight tomorrow yesterday monday tuesday
wednesday thursday friday saturday sunday january february march april june july august september
october november december morning afternoon evening night spring summer autumn fall winter report
news live update watch video photo picture image story read expert analyst source official company
firm market stock share price sale profit quarter result deal business bank fund money tax trade
economy growth rate cut rise jump drop dollar euro pound yen percent president minister government
state party leader election vote poll campaign country nation city house senate congress court
judge law lawyer case trial police officer fire death die kill attack war military army force
security crisis protest rule bill policy right group member school student child family mother
father son daughter wife husband friend home life health hospital doctor study research science
scientist drug film movie tv series season star music song album award fan actor singer celebrity
game team player win lose beat final match coach league cup tech technology app phone data
internet online web site user service system launch release feature google apple facebook amazon
microsoft twitter android iphone samsung car plane train ship road airport flight storm weather
water start end open close begin stop keep hold hit run move turn face lead join meet talk ask
give find leave return pay buy sell build grow raise warn urge claim deny reject accuse admit
reveal announce confirm expect hope fear threaten push seek try fight rally add old young little
long short full free real major key possible likely latest second third half north south east west
northern southern eastern western central national international local public private global
federal political economic social american european chinese russian here what why how thing things
reason question answer review guide recap preview point head part place number list ten five six
seven eight nine record job worker boss chief ceo executive director staff food power oil gas
energy gold history future past change
"""
"""Words seen in headlines of every day: rarer than stop words, commoner than names."""

GIVEN_NAMES = """
james john robert michael mike william bill david dave richard rick joseph joe thomas tom charles
charlie christopher chris daniel dan matthew matt anthony tony mark donald don steven stephen
steve paul andrew andy joshua josh kenneth ken kevin brian george timothy tim ronald ron edward ed
jason jeffrey jeff ryan jacob jake gary nicholas nick eric jonathan larry justin scott brandon
benjamin ben samuel sam gregory greg alexander alex frank patrick raymond jack dennis jerry tyler
aaron jose adam henry peter zachary walter kyle harold carl keith roger jeremy terry sean austin
arthur lawrence jesse dylan bryan bruce jordan albert simon boris emmanuel vladimir nigel rupert
elon mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy margaret
sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura
helen sharon cynthia kathleen amy angela anna ruth brenda pamela nicole katherine kate catherine
christine debra rachel carolyn janet maria heather diane julie joyce victoria kelly lauren
christina joan evelyn judith andrea hannah megan cheryl jacqueline martha ann jean alice kathy
sophia diana natalie emma olivia theresa hillary kamala taylor miley jill mindy stacy selena
mohammed muhammad ali ahmed hassan abdullah juan carlos luis pedro pablo xi kim
"""
"""A first name adds little beside the last one, and alone it names nobody."""

NUMBERS = """
zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12
thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20
thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90 dozen 12 first 1 second 2
third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10
"""
"""A word and the number it writes, in pairs."""

RATES: Final = {"stop": 0.3, "given": 0.02, "common": 0.02, "class": 0.003, "number": 0.005,
                "other": 0.0006}  # fmt: skip
"""The share of headlines expected to have a word of each sort, before any is counted."""

_VOWELS: Final = frozenset("aeiouy")


def stem(word: str) -> str:
    """An English word without its commonest endings; other words as they are."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y" if len(word) > 4 else word[:-1]
    elif word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word:
            word = base if len(base) >= 3 and _VOWELS.intersection(base) else word
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("isation"):
        word = word[:-7] + "ization"
    if word.endswith("is") and len(word) > 6:  # of -ised, -ising
        word = word[:-2] + "iz"
    elif word.endswith("ise") and len(word) > 5:
        word = word[:-3] + "iz"
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if word.endswith("y") and len(word) > 3:
        word = word[:-1] + "i"
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


def _groups(text: str) -> list[list[str]]:
    return [group.replace("-", "_").split() for group in text.split(";")]


_FIRST: Final[dict[str, str]] = {}
for _group in _groups(PLACES) + _groups(SAME):
    for _word in _group:
        _FIRST.setdefault(stem(_word), stem(_group[0]))


@lru_cache(maxsize=50_000)
def canonical(word: str) -> str:
    """The one form of a lower-case word's spellings, endings and short forms."""
    if word in STOPS or word in GIVEN:
        return word
    stemmed = stem(word)
    return _FIRST.get(stemmed, stemmed)


def _all(words: list[str]) -> frozenset[str]:
    return frozenset(map(canonical, words))


STOPS: Final = frozenset(STOP.split()) | {"s", "t"}
GIVEN: Final = frozenset(GIVEN_NAMES.split())
EVERYDAY: Final = _all(COMMON.split())
DATES: Final = _all(DAYS.split())
SERIAL: Final = _all(PARTS.split())
DENIALS: Final = _all(DENIAL.split())
COUNTRIES: Final = frozenset(canonical(group[0]) for group in _groups(PLACES))
SIDES: Final[dict[str, tuple[int, int]]] = {}
"""Of a word, the opposites (a bit each) on whose first and second side it stands."""
for _index, _pair in enumerate(OPPOSITE.replace("-", "_").split(";")):
    for _side, _words in enumerate(_pair.split("/")):
        for _word in _all(_words.split()):
            _bits = [*SIDES.get(_word, (0, 0))]
            _bits[_side] |= 1 << _index
            SIDES[_word] = (_bits[0], _bits[1])
CLASSES: Final[dict[str, tuple[str, ...]]] = {}
for _index, _group in enumerate(_groups(NEAR)):
    for _word in sorted(_all(_group)):
        CLASSES[_word] = (*CLASSES.get(_word, ()), f"@{_index}")
DIGITS: Final = dict(zip(NUMBERS.split()[::2], NUMBERS.split()[1::2], strict=True))
_PHRASES: Final = sorted(
    {word for word in (PLACES + SAME + NEAR).replace(";", " ").split() if "-" in word},
    key=lambda phrase: (-len(phrase), phrase),
)
PHRASES: Final = re.compile(
    r"\b(?:"
    + "|".join(re.escape(phrase).replace(r"\-", "[ -]") for phrase in _PHRASES)
    + r")(?=s?\b)"
)
BEGINNINGS: Final = frozenset(phrase.split("-")[0] for phrase in _PHRASES)
"""Words one of which stands in every text that has a phrase."""


@lru_cache(maxsize=50_000)
def rate(word: str) -> float:
    """The share of headlines expected to have a canonical word."""
    if word in STOPS:
        return RATES["stop"]
    if word in EVERYDAY:
        return RATES["common"]
    if word in GIVEN:
        return RATES["given"]
    if word in CLASSES:
        return RATES["class"]
    return RATES["number" if word[0] == "#" else "other"]
