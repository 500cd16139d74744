import io
import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import all_questions, asked_only, multiple, single

from barometre_pipeline.publication.opendata import OpenField, OpenTable, open_tris, suppress, write_package
from barometre_pipeline.vocabulary import GROUPES, STRATES, strates_of_group


def distribution(counts):
    """Rows of one single-choice question from counts by answer and strate, for all twelve groups."""
    rows = []
    for answer, by_strate in counts.items():
        for group in GROUPES:
            members = strates_of_group(group)
            size = sum(c[s] for c in counts.values() for s in members)
            n = sum(by_strate[s] for s in members)
            rows.append(("2031", "Q1", "", answer, group, n, size))
    columns = ["edition", "question", "sous_question", "modalite", "groupe", "n", "effectif"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(absence="", concernees=table["effectif"], base=table["effectif"], dans_base=True)


def bounds_of_hidden(rows, hidden):
    """Solve for the hidden counts from everything published: those with one solution only are leaks.

    Written apart from the module, over strates: the unknowns are answers x strates, and the equations all
    that a reader knows (published cells, sizes of groups).
    """
    answers = list(dict.fromkeys(rows["modalite"]))
    cells = list(itertools.product(answers, STRATES))
    equations = []
    for group in GROUPES:
        equations.append([float(s in strates_of_group(group)) for _, s in cells])
    for row, is_hidden in zip(rows.itertuples(), hidden, strict=True):
        if not is_hidden:
            members = strates_of_group(row.groupe)
            equations.append([float(a == row.modalite and s in members) for a, s in cells])
    known = np.array(equations)
    rank = np.linalg.matrix_rank(known)
    for row, is_hidden in zip(rows.itertuples(), hidden, strict=True):
        if is_hidden:
            members = strates_of_group(row.groupe)
            target = [float(a == row.modalite and s in members) for a, s in cells]
            if np.linalg.matrix_rank(np.vstack([known, target])) == rank:
                yield row.modalite, row.groupe, row.n


COUNTS = st.lists(
    st.fixed_dictionaries({s: st.integers(0, 25) for s in STRATES}), min_size=2, max_size=5
).map(lambda answers: {f"réponse {i}": a for i, a in enumerate(answers)})


@settings(max_examples=40, deadline=None)
@given(COUNTS)
def test_no_withheld_cell_can_be_computed_from_what_is_published(counts):
    rows = distribution(counts)
    hidden = suppress(rows)
    assert hidden[rows["n"].between(1, 4)].all()
    sizes = rows.groupby("groupe")["effectif"].first()
    leaks = [x for x in bounds_of_hidden(rows, hidden) if sizes[x[1]] >= 5]
    assert not leaks


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.fixed_dictionaries({s: st.integers(0, 25) for s in STRATES}))
def test_no_withheld_cell_can_be_computed_where_who_left_the_question_empty_is_known_from_the_base(
    counts, empty
):
    rows = distribution(counts)
    left = pd.Series([sum(empty[s] for s in strates_of_group(g)) for g in rows["groupe"]])
    asked = rows["base"] + left
    rows = rows.assign(concernees=asked, effectif=asked)
    frame = open_tris(
        rows.assign(
            part_publiable=rows["n"] / rows["base"], part_publiable_ponderee=0.5, effectif_efficace=99.0
        )
    ).frame
    hidden = frame["statut"] == "secret"
    assert hidden[rows["n"].between(1, 4)].all()
    assert frame.loc[hidden, ["n", "base", "concernees", "part_publiable"]].isna().all(axis=None)
    # The base of a published row is told, and those asked less the base are those who left it empty: what is left to
    # find is the same as where nobody did.
    bases = rows.groupby("groupe")["base"].first()
    assert not [x for x in bounds_of_hidden(rows, hidden) if bases[x[1]] >= 5]


STRATE_COUNTS = st.fixed_dictionaries({s: st.integers(0, 25) for s in STRATES})


@st.composite
def filtered(draw):
    """A question and another put to those who said yes: two boxes, and those who ticked neither, by strate."""
    first = {a: draw(STRATE_COUNTS) for a in ("Oui", "Non", "NSP")}
    second = {k: {s: draw(st.integers(0, n)) for s, n in first["Oui"].items()} for k in ("1", "2", "")}
    return first, second


def two_questions(first, second):
    """The rows of both questions; those of the second have those who said yes to the first as base."""

    def total(counts, group):
        return sum(counts[s] for s in strates_of_group(group))

    rows = []
    for group in GROUPES:
        size = sum(total(c, group) for c in first.values())
        asked = total(first["Oui"], group)
        rows += [("Q1", "", a, "", group, total(c, group), size, size) for a, c in first.items()]
        for box in ("1", "2"):
            n = total(second[box], group)
            rows += [
                ("Q2", box, "Oui", "", group, n, asked, size),
                ("Q2", box, "Non cochée", "non_cochee", group, asked - n, asked, size),
            ]
        rows += [
            ("Q2", "", "Aucune case cochée", "sans_reponse", group, total(second[""], group), asked, size),
            ("Q2", "", "Non posée", "non_posee", group, size - asked, asked, size),
        ]
    columns = ["question", "sous_question", "modalite", "absence", "groupe", "n", "concernees", "effectif"]
    table = pd.DataFrame(rows, columns=columns).assign(edition="2031")
    return table.assign(base=table["concernees"], dans_base=table["absence"] != "non_posee")


def given_back(rows, hidden):
    """Solve over strates for what is withheld, from all that is published of both questions and who is asked.

    The unknowns are the answers to the first question, each box, and those who ticked none: what is not ticked and
    not asked follows. A base is known as soon as one row shows it.
    """
    first, second = ("Oui", "Non", "NSP"), ("1", "2", "")
    cells = [*itertools.product(("Q1",), first, STRATES), *itertools.product(("Q2",), second, STRATES)]
    place = {c: i for i, c in enumerate(cells)}

    def sums(group, **weights):
        row = np.zeros(len(cells))
        for name, weight in weights.items():
            question, key = ("Q1", name) if name in first else ("Q2", name.strip("_"))
            for s in strates_of_group(group):
                row[place[question, key, s]] += weight
        return row

    def counted(row):
        named = {
            ("Q1", ""): {row.modalite: 1}, ("Q2", "1"): {"_1": 1}, ("Q2", "2"): {"_2": 1}, ("Q2", ""): {"_": 1},
        }[row.question, row.sous_question]  # fmt: skip
        if row.absence == "non_posee":
            return sums(row.groupe, Non=1, NSP=1)
        if row.absence == "non_cochee":
            return sums(row.groupe, Oui=1, **{k: -v for k, v in named.items()})
        return sums(row.groupe, **named)

    known = [sums(g, Oui=1, Non=1, NSP=1) for g in GROUPES]
    for row, is_hidden in zip(rows.itertuples(), hidden, strict=True):
        if not is_hidden:
            known.append(counted(row))
            if row.question == "Q2":
                known.append(sums(row.groupe, Oui=1))
    system = np.array(known)
    _, singular, basis = np.linalg.svd(system)
    free = basis[(singular > 1e-9).sum() :]
    for row, is_hidden in zip(rows.itertuples(), hidden, strict=True):
        if is_hidden and (np.abs(free @ counted(row)) < 1e-7).all():
            yield row.question, row.sous_question, row.modalite, row.groupe, row.n


@settings(max_examples=40, deadline=None)
@given(filtered())
def test_no_row_of_a_conditional_question_gives_back_what_it_or_its_filter_withholds(counts):
    rows = two_questions(*counts)
    hidden = suppress(rows)
    assert hidden[rows["n"].between(1, 4)].all()
    sizes = rows.groupby("groupe")["effectif"].first()
    small = rows.set_index(["question", "sous_question", "modalite", "groupe"])["n"].between(1, 4)
    leaks = [x for x in given_back(rows, hidden) if small[x[:4]] and sizes[x[3]] >= 5]
    assert not leaks


def test_a_base_that_few_are_left_out_of_is_withheld_with_every_row_of_its_question():
    first = {a: dict.fromkeys(STRATES, 20) for a in ("Oui", "Non", "NSP")}
    first["Non"]["regions"], first["NSP"]["regions"] = 2, 0
    rows = two_questions(first, {k: dict.fromkeys(STRATES, 8) for k in ("1", "2", "")})
    hidden = suppress(rows)
    here = (rows["question"] == "Q2") & (rows["groupe"] == "regions")
    assert hidden[here].all()
    frame = open_tris(
        rows.assign(part_publiable=0.5, part_publiable_ponderee=0.5, effectif_efficace=99.0)
    ).frame
    assert (
        frame.loc[here, ["n", "base", "concernees", "part_publiable", "part_publiable_ponderee"]]
        .isna()
        .all(axis=None)
    )


def test_a_conditional_question_is_published_with_the_shares_of_those_asked():
    frame = open_tris(asked_only(multiple(boxes={"SQ001": ("Le temps", 12)}, groups={"ensemble": 400}))).frame
    told = frame[frame["modalite"] != "Non posée"]
    assert (told["concernees"] == 200).all()
    assert (told["part_publiable"] == told["n"] / 200).all()
    (unasked,) = frame[frame["modalite"] == "Non posée"].to_dict("records")
    assert (unasked["n"], unasked["statut"]) == (200, "publie")
    assert np.isnan(unasked["part_publiable"])


def test_a_table_without_small_cells_is_published_whole():
    counts = {a: dict.fromkeys(STRATES, 20) for a in ("Oui", "Non")}
    assert not suppress(distribution(counts)).any()


def test_the_whole_sample_stays_published_where_a_small_strate_is_withheld():
    counts = {a: dict.fromkeys(STRATES, 20) for a in ("Oui", "Non", "Je ne sais pas")}
    counts["Oui"]["regions"] = 2
    rows = distribution(counts)
    hidden = suppress(rows)
    assert hidden[(rows["groupe"] == "regions") & (rows["modalite"] == "Oui")].all()
    assert not hidden[rows["groupe"] == "ensemble"].any()
    assert hidden.sum() < 10


def test_a_box_that_all_but_a_few_ticked_is_withheld():
    tris = multiple(boxes={"SQ001": ("Le temps", 38)}, groups={"ensemble": 40})
    assert suppress(tris)[tris["sous_question"] == "SQ001"].all()


def test_withheld_rows_have_no_count_and_no_share_and_weighted_shares_do_not_betray_them():
    frame = open_tris(all_questions()).frame
    secret = frame[frame["statut"] == "secret"]
    assert len(secret)
    assert (
        secret[["n", "base", "concernees", "part_publiable", "part_publiable_ponderee"]].isna().all(axis=None)
    )
    answer = ["question", "sous_question", "modalite"]
    touched = frame.merge(secret[answer].drop_duplicates(), on=answer)
    assert touched["part_publiable_ponderee"].isna().all()
    assert frame.loc[frame["statut"] == "publie", "n"].notna().all()


def test_the_package_passes_frictionless_validation(tmp_path):
    from frictionless import validate

    path = write_package(
        [open_tris(all_questions())], tmp_path, "Baromètre 2031", "Observatoire Data Publica"
    )
    report = validate(str(path))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert len(pd.read_csv(tmp_path / "tris.csv")) == len(all_questions())


def test_the_package_has_a_licence_french_descriptions_and_says_that_data_are_made_up(tmp_path):
    path = write_package([open_tris(single())], tmp_path, "Baromètre 2031", "Observatoire Data Publica")
    package = json.loads(path.read_text("utf-8"))
    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert "Données de démonstration (synthétiques)" in package["description"]
    fields = package["resources"][0]["schema"]["fields"]
    assert all(f["title"] and f["description"] for f in fields)


def test_a_column_that_is_not_declared_is_not_published(tmp_path):
    tris = single().assign(siren="123456789", nom_officiel="Ville-Exemple")
    write_package([open_tris(tris)], tmp_path, "Baromètre 2031", "Observatoire Data Publica")
    text = "".join(p.read_text("utf-8") for p in tmp_path.iterdir())
    assert "123456789" not in text
    assert "Ville-Exemple" not in text


def test_another_rule_of_suppression_can_be_given():
    table = open_tris(single(), rule=lambda rows, smallest: rows["groupe"] == "regions", smallest=3)
    assert set(table.frame.loc[table.frame["statut"] == "secret", "groupe"]) == {"regions"}


def test_another_table_goes_into_the_same_package(tmp_path):
    from frictionless import validate

    fields = (
        OpenField("indicateur", "string", "Indicator", "Nom.", required=True),
        OpenField("part", "number", "Part", "Part."),
    )
    frame = pd.DataFrame({"indicateur": ["projets"], "part": [0.5], "brouillon": ["x"]})
    table = OpenTable(
        "indicateurs", "Indicateurs", "Une ligne par indicateur.", frame, fields, ("indicateur",)
    )
    path = write_package([open_tris(single()), table], tmp_path, "Baromètre", "Observatoire")
    assert validate(str(path)).valid
    assert (tmp_path / "indicateurs.csv").read_text("utf-8") == "indicateur,part\nprojets,0.5\n"


def test_the_same_rows_give_the_same_package(tmp_path):
    contents = []
    for name in ("a", "b"):
        write_package([open_tris(all_questions())], tmp_path / name, "Baromètre", "Observatoire")
        contents.append([(p.name, p.read_bytes()) for p in sorted((tmp_path / name).iterdir())])
    assert contents[0] == contents[1]
    assert pd.read_csv(io.BytesIO(dict(contents[0])["tris.csv"]))["groupe"].isin(list(GROUPES)).all()


@pytest.mark.parametrize("missing", ["respondants", "repondants"])
def test_the_number_of_respondents_is_not_published(missing, tmp_path):
    assert missing not in {f.name for f in open_tris(single()).fields}
