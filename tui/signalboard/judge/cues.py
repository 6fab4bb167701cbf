"""Words of headlines that say how they stand to a claim: lists of everyday English.

Written by hand, as classes; what a class weighs is learned (``judge.learned``). A list is
text: forms parted by spaces, a hyphen joins the words of a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _forms(listed: str) -> frozenset[str]:
    return frozenset(form.replace("-", " ") for form in listed.split())


STOPS: Final = _forms(
    """a an the of to in on at for by with from as is are was were be been being am has have had it
    its this that these those and or but he she his her hers him they their them who whom which
    what s i we you your our my me us about after before into over up out off than then there here
    so if do does did will would can could may might just also more most very"""
)
"""Words that say nothing of what a text is about."""

COMMON_WORDS: Final = _forms(
    """take use end show year make large least less each one two three four first get let world
    among other five six half within still several big new say find think often value own behalf
    part many people all any every nobody anywhere until month week day next last long time way
    thing product result user number percent million billion count senior company go come give
    keep put set ask tell work need want call try leave turn start help play run move live
    believe hold bring happen write provide sit stand lose meet include continue change lead
    understand watch follow stop create speak read allow add grow walk win offer remember love
    consider appear wait serve die expect build stay fall cut reach kill remain"""
)
"""Frequent verbs and words of measure, in their base form: rare in headlines, yet of nothing."""
NEGATIONS: Final = _forms(
    """not no never none nobody nothing neither nor without cannot cant dont doesnt didnt isnt
    arent wasnt werent wont wouldnt shouldnt couldnt hasnt havent hadnt aint nope nowhere non"""
)
ANSWERS: Final = frozenset({"no", "nope", "not", "nah", "never"})
"""Negations that answer a question."""
NO_DENIAL: Final = _forms(
    """not-just not-only not-alone not-to-mention no-doubt no-wonder no-matter no-longer
    no-one-knows never-guess never-before never-seen like-never not-enough why-not cant-wait
    dont-miss whether-or-not may-or-may-not no-surprise no-stranger no-mistake never-mind
    nothing-but not-yet not-so-fast not-so no-more"""
)
"""Where a negation stands and says no to nothing."""

CLASSES: Final[Mapping[str, frozenset[str]]] = {
    "refuted": _forms(
        """hoax hoaxes hoaxer hoaxed fake fakes faked faker fakery false falsely untrue myth myths
        debunk debunks debunked debunking disprove disproves disproved disproven refute refutes
        refuted rebut rebuts rebutted discredit discredits discredited bogus fabricate fabricates
        fabricated fabrication fictitious fictional fiction satire satirical parody spoof hogwash
        nonsense bunk baloney rubbish bullshit misinformation disinformation baseless unfounded
        groundless made-up made-it-up made-it-all-up makes-it-up photoshopped doctored erroneous
        inaccurate incorrect retracts retracted retraction falls-for fell-for fall-for falling-for
        put-to-rest puts-to-rest set-the-record setting-the-record sets-the-record exposed-as
        outed-as dupes duped fooled fools trolled hoodwinked unmasked pure-fantasy simply-wrong"""
    ),
    "at fault": _forms(
        """wrong wrongly mistaken mistakenly mistake error lie lies lied lying liar prank pranks
        pranked prankster tricked staged invented misleading mislead misled exposed exaggerated
        overblown overstated overhyped scam"""
    ),
    "denied": _forms(
        """deny denies denied denying denial denials dismiss dismisses dismissed dismissing reject
        rejects rejected rejecting rebuff rebuffs rebuffed dispel dispels dispelled quash quashes
        quashed disputes disputed disputing contradict contradicts contradicted contradicting
        rules-out ruled-out rule-out backtracks walks-back walk-back pours-cold-water downplays
        downplayed"""
    ),
    "reversed": _forms(
        """fail fails failed failing failure fell-short falls-short fall-short refuse refuses
        refused cancel cancels cancelled canceled scrap scraps scrapped abandon abandons abandoned
        halt halts halted delay delays delayed postpone postpones postponed stall stalls stalled
        pull-out pulls-out pulled-out drops dropped shelve shelves shelved unlikely instead despite
        far-from contrary actually"""
    ),
    "doubted": _forms(
        """doubt doubts doubtful doubted dubious sceptic sceptics sceptical skeptic skeptics
        skeptical scepticism skepticism question questions questioned questioning questionable
        suspicious suspicion suspicions too-good-to-be-true debate debated controversy confusion
        mystery mysterious unclear unconfirmed unverified unproven uncertain uncertainty"""
    ),
    "alleged": _forms(
        """alleged allegedly allege alleges allegation allegations claim claims claimed claiming
        rumor rumors rumored rumour rumours rumoured reportedly reported apparently supposedly
        supposed purported purportedly seemingly so-called said-to is-said are-said believed
        thought-to appears appear seems seem suggests suggest suggested accused accuses hints hint
        tipped tips speculation speculate speculates"""
    ),
    "possible": _forms(
        """may might could would possible possibly perhaps maybe potential potentially likely
        probably should if whether considers considering consider considered mulls mulling weighs
        weighing eyes eyeing explores exploring plans planning plan planned wants hopes hoping
        expects expected expect expecting aims aiming set-to in-talks talks near nears close-to
        about-to prepares preparing predicts predict predicted forecast forecasts estimate
        estimates estimated"""
    ),
    "looked into": _forms(
        """investigate investigates investigated investigating investigation probe probes probed
        probing examine examines examining verify verifies verifying verification authenticity
        looking-into look-into looks-into checking inquiry inquiries unable-to-confirm
        cannot-confirm trying-to seeks seek asks ask asked awaits await"""
    ),
    "told by": _forms(
        """report reports source sources insider insiders analyst analysts leak leaks leaked
        according-to says say said tells told insists insist insisted witness witnesses official
        officials spokesman spokeswoman spokesperson"""
    ),
    "confirmed": _forms(
        """confirm confirms confirmed confirming confirmation reveal reveals revealed revealing
        announce announces announced announcing announcement officially proof proves prove proved
        proven true real really genuine verified admits admitted admit acknowledges acknowledged
        identified unveils unveiled launches launched declares declared finds found shows showed
        shown"""
    ),
}
"""What a headline says of the news it tells, by the class its words belong to."""

SETBACKS: Final = _forms(
    """bankrupt bankruptcy insolvent collapse collapses collapsed overspend overspends loss
    losses lawsuit lawsuits sued breach breached breaches hack hacks hacked leak leaks leaked
    crash crashes crashed outage outages recall recalls recalled fined penalty slump slumps
    slowdown exodus quits layoffs warns warning risk risks attack attacks phishing scam scams
    vulnerable vulnerability abuse misuse backlash protest protests sabotage sabotages cheat
    cheats cheating collude colludes broke breaks exploit exploits bug bugs flaw flaws unsafe
    insecure shortage struggles struggle disappoints disappointing plunges plunge tumbles tumble
    misses missed stolen tricks hallucinations flop flops retreat retreats shelved suspended
    suspends suspension withdrawn withdraws"""
)
"""Words of harm and failure. Nothing is learned of them: they only say where to look."""
TRUTH: Final = _forms(
    """true real really genuine authentic legit legitimate accurate correct factual
    happening happened"""
)
"""What a claim is not where a negation stands before it."""

OPPOSITES: Final = tuple(
    (_forms(one), _forms(other))
    for one, other in (
        (
            """dead die dies died death killed kills kill beheaded executed murdered slain""",
            """alive living survives survived survive well""",
        ),
        (
            """captured capture captures kidnapped abducted arrested detained jailed
            held missing""",
            """safe free freed released escaped escapes secure""",
        ),
        (
            """launch launched launches start starts started begin begins open opens opened
            introduce""",
            """cancel cancels cancelled canceled scrap scraps scrapped shut shuts close closes
            closed stop stops stopped end ends ended withdraw withdraws withdrawn""",
        ),
        (
            """rise rises rose rising grow grows grew growing gain gains gained higher more
            increase increases increased surge surges surged most""",
            """fall falls fell falling shrink shrinks shrank decline declines declined lower fewer
            less decrease decreases decreased plunge plunges plunged""",
        ),
        (
            """win wins won winning lead leads led leading ahead beat beats first""",
            """lose loses lost losing trail trails trailed behind lag lags lagged last""",
        ),
        (
            """allow allows allowed permit permits permitted approve approves approved let lets""",
            """block blocks blocked ban bans banned forbid forbids forbidden bar bars barred sue
            sues sued""",
        ),
        (
            """join joins joined hire hires hired stay stays stayed hiring""",
            """leave leaves left quit quits depart departs departed
            fired resign resigns resigned""",
        ),
        (
            """buy buys bought acquire acquires acquired""",
            """sell sells sold""",
        ),
        (
            """agents agent machines software""",
            """people humans human manually""",
        ),
    )
)
"""Words that say the opposite of each other: one side in the claim, the other in the headline."""
