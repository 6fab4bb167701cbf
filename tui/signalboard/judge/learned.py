"""What each sign of a headline weighs for each answer: made by ``make bench-stance``.

``python -m bench.stance --write`` learned it from 2,071 headlines about rumours
(Emergent's training split, Ferreira & Vlachos 2016). Not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, tuple[float, float, float]]] = {
    "": (1.4577, -1.5375, 0.0798),
    "alleged": (-1.6963, 0.2434, 1.4529),
    "alleged doubted": (-0.1333, 0.9370, -0.8037),
    "answered no": (-0.1384, 0.5777, -0.4394),
    "asks": (-0.7669, 0.1285, 0.6384),
    "at fault": (-0.1615, 0.9253, -0.7639),
    "confirmed": (0.1445, -0.0052, -0.1393),
    "denial alleged": (0.4462, -0.0147, -0.4315),
    "denial asked": (0.3261, -0.4199, 0.0938),
    "denied": (-1.7525, 2.6697, -0.9172),
    "doubted": (-0.9376, 0.9001, 0.0375),
    "looked into": (0.3302, -0.3167, -0.0135),
    "much hedged": (-0.2157, 0.0983, 0.1174),
    "negation": (-0.6411, 1.6814, -1.0403),
    "negation first": (-0.5272, 0.6056, -0.0784),
    "negation near": (-0.8161, 1.1261, -0.3101),
    "not true": (-0.5902, 1.0695, -0.4793),
    "of the future": (-0.1566, -0.2299, 0.3865),
    "opposite": (-0.0442, 0.8727, -0.8285),
    "parted": (-0.1052, -0.0928, 0.1981),
    "possible": (-0.5318, -0.1185, 0.6503),
    "question": (-0.4245, -0.0094, 0.4339),
    "question last": (-0.7661, -0.0181, 0.7842),
    "refuted": (-1.8122, 3.2649, -1.4527),
    "reversed": (-0.4727, 0.5307, -0.0580),
    "stood by": (0.0632, 0.0645, -0.1277),
    "told by": (-1.2718, 0.4001, 0.8717),
}
"""By sign, for support, contradiction and neither; "" is in every headline."""
ACCURACY: Final = 0.7735
"""On headlines about rumours, by cross-validation over claims."""
