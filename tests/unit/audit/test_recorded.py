"""What the lake recorded, as the cards quote it."""

import pandas as pd
import pytest

from barometre_pipeline.audit.recorded import represented
from barometre_pipeline.lake import Lake


@pytest.mark.parametrize(("answered", "said"), [(0, 1), (2, 0)])
def test_a_strate_is_said_to_be_represented_by_another_only_where_nobody_answered_for_it(
    tmp_path, answered: int, said: int
) -> None:
    plan = pd.DataFrame(
        {
            "strate": ["departements", "regions"],
            "effectif_national": [95, 18],
            "repondants": [7, answered],
            "strate_representante": ["departements", "departements"],
        }
    )
    lake = Lake.at(tmp_path)
    lake.write("silver/plan_de_sondage", plan, "2031")
    notes = represented(lake, "2031")
    assert len(notes) == said
    assert all("aucune réponse retenue" in note and "épartements" in note for note in notes)
