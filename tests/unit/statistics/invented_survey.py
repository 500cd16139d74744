"""Twenty-four invented responses in four strata (one of a single response, one a census), used against R.

R 4.2 with survey 4.1.1; every expected value of the tests that import this comes from this script:

    options(survey.lonely.psu = "adjust", digits = 15)
    d <- data.frame(s, x, v, y, b1, b2, w, w2)         # the columns below
    N <- c(A = 40, B = 12, C = 6, D = 5); d$N <- N[d$s]; d$n <- as.vector(table(d$s)[d$s])
    des <- svydesign(ids = ~1, strata = ~s, weights = ~I(N/n), fpc = ~N, data = d)
    ipsos <- svydesign(ids = ~1, weights = ~w, data = d)
    unequal <- svydesign(ids = ~1, strata = ~s, weights = ~w2, fpc = ~N, data = d)
"""

import numpy as np
import pandas as pd

POPULATION = {"A": 40, "B": 12, "C": 6, "D": 5}
STRATA = np.array(list("AAAAAAAAAABBBBBBBBCDDDDD"), dtype=object)
W = [
    1.2,
    0.7,
    0.9,
    1.4,
    0.5,
    1.1,
    0.8,
    1.6,
    1,
    0.6,
    1.3,
    0.9,
    0.7,
    1.5,
    1.2,
    0.4,
    0.8,
    1.1,
    1.7,
    0.6,
    0.9,
    1,
    1.2,
    0.8,
]
W2 = [3, 5, 4, 4.5, 3.5, 4, 4.2, 3.8, 3, 5, 1, 2, 1.5, 1.4, 1.6, 1.2, 1.8, 1.5, 6, 1, 1, 1, 1, 1]
FRAME = pd.DataFrame(
    {
        "x": pd.Categorical(list("aabcabbccaabcbbaaacabbca")),
        "v": pd.Categorical(list("uvuvuuvvuuvvuuvuvvuuuvvu")),
        "y": [3, 5, 2, 8, 7, 1, 4, 4, 6, 9, 2, 2, 5, 3, 8, 1, 6, 4, 7, 5, 5, 3, 2, 6],
        "b1": list("YNYYNNYNYYNYYNNYNYYNYNYY"),
        "b2": list("NNYNYNNYYNNYNNYYNNNYNNYN"),
    }
)
DOMAINS = {"u": (FRAME["v"] == "u").to_numpy(), "v": (FRAME["v"] == "v").to_numpy()}
