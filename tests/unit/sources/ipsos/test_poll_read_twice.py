"""The second reading of an institute's .sav finds again what the first one put in silver, person by person."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import DESCRIBED, deliver, repeated
from test_multiple_choices import CODINGS, LABELS, MENTIONS
from test_poll_frame import AGES, SEXES

from barometre_pipeline.audit.second_path.poll_cells import PollFile

ODD: dict[str, dict[str, Any]] = {
    f"choice_{name}": {"cells": cells, "values": values, "labels": LABELS}
    for name, (cells, values) in CODINGS.items()
}
ODD["mentions"] = {
    "cells": MENTIONS,
    "values": {n: {1: "Site", 2: "Guichet", 3: "Poste"} for n in MENTIONS},
    "sets": ["$Q3=C 6 Usages q3_1 q3_2"],
}
ODD["only_those_who_ticked"] = ODD["choice_1_or_empty_labelled_yes"] | {
    "described": {"base_choix_multiples": {"Q3": "cochants"}}
}
ODD |= {
    f"sexes_{name}": {
        "cells": written["cells"] | {"Q1": repeated(1.0, 2.0)},
        "values": written["values"] | {"Q1": {1: "Oui", 2: "Non"}},
    }
    for name, written in SEXES.items()
}
ODD["named_as_a_column_of_the_result"] = {
    "cells": {"sexe": repeated(1.0, 2.0, 3.0), "GENRE": repeated(1.0, 2.0)},
    "values": {"sexe": {1: "A", 2: "B", 3: "C"}, "GENRE": {1: "Homme", 2: "Femme"}},
    "described": {
        "banniere": {
            "sexe": {"variable": "GENRE", "titre": "Sexe", "modalites": {"homme": "Homme", "femme": "Femme"}}
        }
    },
}
ODD["a_weight_declared_missing"] = {
    "cells": {"Q1": repeated(1.0, 2.0), "POIDS": [99.0, *[1.5] * 19]},
    "values": {"Q1": {1: "Oui", 2: "Non"}},
    "missing": {"POIDS": [99]},
}
ODD["scale_missing_and_odd_code"] = {
    "cells": {"Q1": repeated(0.0, 3.0, 10.0, 98.0, 55.0), "poids": repeated(3.0, 0.0, 2.5)},
    "values": {"Q1": {0: "Pas du tout", 10: "Tout à fait"}},
    "missing": {"Q1": [98]},
    "described": {"effectif": 13},
}
ODD["a_box_not_asked"] = {
    "cells": {"Q3_1": repeated(1.0, 0.0, 9.0, 0.0), "Q3_2": repeated(0.0, 1.0, 9.0, None)},
    "values": {n: {1: "Oui", 9: "Non posée"} for n in ("Q3_1", "Q3_2")},
    "labels": {"Q3_1": "Usages - A", "Q3_2": "Usages - B"},
}
ODD["classes_of_ages_in_other_words"] = {
    "cells": {"AGE": repeated(1.0, 2.0, 3.0), "Q1": repeated(1.0, 2.0)},
    "values": {
        "Q1": {1: "Oui", 2: "Non"}, "AGE": {1: "1. < 35 ans", 2: "2 - 35-64 ans", 3: "65 ans ou plus"},
    },
    "described": {"banniere": AGES},
}  # fmt: skip
ODD["exact_ages"] = {
    "cells": {"AGE": repeated(18.0, 34.0, 35.0, 64.9, 65.0), "Q1": repeated(1.0, 2.0)},
    "values": {"Q1": {1: "Oui", 2: "Non"}},
    "described": {"banniere": AGES},
}


@pytest.mark.parametrize("delivery", ODD)
def test_what_a_poll_holds_is_found_again_in_its_own_file(tmp_path: Path, delivery: str) -> None:
    poll = deliver(tmp_path, **ODD[delivery])
    assert poll.sondes is not None
    described = DESCRIBED | ODD[delivery].get("described", {})
    file = PollFile(
        tmp_path / "sondage.sav",
        described,
        poll.questions().to_dict("records"),
        poll.modalites().to_dict("records"),
    )
    assert file.weights() == poll.sondes["poids"].tolist()
    for name in poll.sondes.columns.drop(["id_repondant", "poids"]):
        assert file.column(name) == poll.sondes[name].astype("str").tolist()
