"""The layouts that institutes deliver: whatever the words and places, the shares and bases of the respondents."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos import describe_workbook
from tests.unit.sources.ipsos.printed import (
    ANSWERS,
    BASES,
    PARTS,
    Pen,
    Respondents,
    assert_true,
    read,
    spread,
    write_table,
)

POLL = Respondents()


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(
    ("raw", "weighted"),
    [
        ("Base NP", "Base pond."), ("Base brute", "Base redressée"), ("Unwtd base", "Wtd base"), ("n=", "N pondéré"),
        ("Base (non pondérée)", "Base (pondérée)"), ("Effectif", "Effectif pondéré"), ("Base n.p.", "Base p."),
        ("Base : ensemble (non pondérée)", "Base : ensemble (pondérée)"), ("Base NP", "Total"),
        ("Total non pondéré", "Total pondéré"), ("Unweighted Total", "Total (weighted)"), ("Base réelle", "Base"),
        ("Nombre d’interviews", "Base pondérée"), ("Base : ensemble des Français", "Base pondérée"),
        ("Effectifs réels", "Effectifs redressés"), ("Sample size", "Weighted sample"), ("Répondants", "Base pond."),
    ],
)  # fmt: skip
def test_bases_are_known_by_their_many_names_above_the_answers_or_below(
    tmp_path: Path, raw: str, weighted: str, below: bool
) -> None:
    pen = write_table(Pen(), POLL, bases=((raw, "n"), (weighted, "n_pondere")), below=below)
    found = read(pen, POLL, tmp_path)
    assert_true(found, POLL)
    assert found.tris["base_ponderee"].tolist()[:6] == POLL.count(POLL.everyone, "n_pondere")


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("hundred", ["Total", "Ensemble", "% Total", "Somme"])
@pytest.mark.parametrize(
    "name", ["Base", "Effectif", "n =", "Base : à tous", "Total", "Base : ensemble des Français"]
)
def test_a_hundred_per_cent_is_no_base(tmp_path: Path, name: str, hundred: str, below: bool) -> None:
    pen = write_table(Pen(), POLL, bases=((name, "n"),), below=below, after=[(hundred, [100] * 6)])
    assert_true(read(pen, POLL, tmp_path), POLL)


@pytest.mark.parametrize(
    "name",
    [
        "Moyenne", "Écart-type", "Ecart type", "Médiane", "Erreur standard", "Moyenne (sur 10)", "Note moyenne",
        "Score", "Indice", "Std. dev.", "Mean", "Marge d’erreur", "Solde", "NPS", "Variance",
        "Nombre moyen de réponses",
    ],
)  # fmt: skip
def test_a_statistic_is_no_answer_and_is_said_to_be_left_aside(tmp_path: Path, name: str) -> None:
    found = read(write_table(Pen(), POLL, after=[(name, [3.1, 3.2, 3, "3,3 B", 3.1, 2.9])]), POLL, tmp_path)
    assert_true(found, POLL)
    assert any(name in note for note in found.avertissements)


def test_answers_named_like_a_statistic_are_answers_when_they_make_the_total(tmp_path: Path) -> None:
    words = dict(zip(ANSWERS, ["Bonne", "Moyenne", "Base de données", "Net recul", "NR"], strict=True))
    pen = write_table(Pen(), POLL, label=words.__getitem__)
    assert_true(read(pen, POLL, tmp_path), POLL, answers={words[a]: who for a, who in POLL.answers.items()})


@pytest.mark.parametrize("kind", ["%", "%,1", "n_pondere"])
@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize(
    "words",
    [
        "ST {}", "{} (ST)", "S/T {}", "Sous-total : {}", "s/total {}", "Total {}", "NET {}", "{} (NET)", "TOTAL {}",
        "[NET] {}", "{} - ST", "{} (total)", "Σ {}", "Cumul {}", "{}", "Au moins {}", "Ensemble {}",
    ],
)  # fmt: skip
def test_a_sub_total_is_told_by_its_name_or_by_its_sum(
    tmp_path: Path, words: str, where: str, kind: str
) -> None:
    rows = [(words.format(n), POLL.count(w, kind)) for n, w in (("Oui", POLL.yes), ("Non", POLL.no))]
    pen = write_table(Pen(), POLL, kind=kind, **{where: rows})
    assert_true(read(pen, POLL, tmp_path), POLL)
    (place,), _ = describe_workbook(pen.save(tmp_path), "t.xlsx", POLL.config)
    assert [s.parties for s in place.sous_totaux] == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize("words", ["Guichet", "NET Guichet"])
def test_a_net_of_several_choices_lies_over_its_indented_parts(tmp_path: Path, words: str) -> None:
    pen = Pen("Q2")
    pen.row("Q2. Où vous faites-vous aider ? (plusieurs réponses)")
    pen.banner()
    for name, kind in BASES:
        pen.row(name, *POLL.count(POLL.everyone, kind))
    pen.row(words, *POLL.count(POLL.places["Mairie"] | POLL.places["Préfecture"], "%"))
    for i, (label, who) in enumerate(POLL.places.items()):
        pen.row(f"    {label}" if i < 2 else label, *POLL.count(who, "%"))
    pen.row("Total des citations", *[139] * 6)
    assert_true(read(pen, POLL, tmp_path), POLL, "Q2", POLL.places)


@pytest.mark.parametrize(
    "mark",
    [
        "A {}", "{} AB", "{}%A", "{} %", "{},0", "{}.0%", "▲ {}", "{}+", "{}-", "{} ▲", "{}\n(A)", "**{}", "{}**",
        "{} (A,B)", "{}ᵃ", "({})", "{} %*", "A,B {}",
    ],
)  # fmt: skip
def test_marks_around_a_number_are_dropped(tmp_path: Path, mark: str) -> None:
    pen = write_table(Pen(), POLL, cell=lambda v: mark.format(v) if v else "-")
    assert_true(read(pen, POLL, tmp_path), POLL)


@pytest.mark.parametrize("label", [None, "Sig.", "Test"])
@pytest.mark.parametrize("marks", [["", "B", "C", "", "DE", ""], ["-", "▲", "▼", "-", "-", "+"]])
def test_a_row_of_significance_beneath_is_no_row_of_numbers(
    tmp_path: Path, marks: list[str], label: str | None
) -> None:
    pen = write_table(Pen(), POLL)
    pen.page.insert_rows(8)
    for column, text in enumerate([label, *marks], 1):
        pen.page.cell(8, column, text or None)
    assert_true(read(pen, POLL, tmp_path), POLL)


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("headed", [False, True])
@pytest.mark.parametrize("counts_first", [False, True])
@pytest.mark.parametrize("hundred", [100, "100%", None])
def test_counts_and_percentages_may_be_side_by_side(
    tmp_path: Path, hundred: Any, counts_first: bool, headed: bool, below: bool
) -> None:
    def side_by_side(counts: list[Any], shares: list[Any]) -> list[Any]:
        return spread(counts, shares) if counts_first else spread(shares, counts)

    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.banner(width=2)
    if headed:
        pen.row(None, *side_by_side(["Eff."] * 6, ["%"] * 6))
    bases = [(name, side_by_side(POLL.count(POLL.everyone, kind), [hundred] * 6)) for name, kind in BASES]
    answers = [
        (a, side_by_side(POLL.count(who, "n_pondere"), POLL.count(who, "%")))
        for a, who in POLL.answers.items()
    ]
    for name, numbers in [*answers, *bases] if below else [*bases, *answers]:
        pen.row(name, *numbers)
    found = read(pen, POLL, tmp_path)
    assert_true(found, POLL, rounding=0.01)
    assert not any("pourcentages arrondis" in note for note in found.avertissements)


def counts_then_shares(pen: Pen, answer: str, who: Any, names: tuple[Any, Any, Any]) -> None:
    if names[0]:
        pen.row(answer)
    pen.row(names[0] or answer + (names[1] or ""), *POLL.count(who, "n_pondere"))
    pen.row(names[2] if not str(names[2]).startswith(" ") else answer + names[2], *POLL.count(who, "%"))


@pytest.mark.parametrize(
    "names",
    [
        (None, "", None), (None, "", "%"), (None, " (n)", " (%)"), (None, " - Effectif", " - %"),
        ("Effectif", "", "% col."), ("Effectif pondéré", "", "%"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("below", [False, True])
def test_an_answer_may_have_a_row_of_counts_and_one_of_percentages(
    tmp_path: Path, names: tuple[Any, Any, Any], below: bool
) -> None:
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.banner()
    for part in ("answers", "bases") if below else ("bases", "answers"):
        if part == "bases":
            for name, kind in BASES:
                pen.row(name, *POLL.count(POLL.everyone, kind))
            continue
        for answer, who in POLL.answers.items():
            counts_then_shares(pen, answer, who, names)
    found = read(pen, POLL, tmp_path)
    assert_true(found, POLL, rounding=0.01)
    assert not any("pourcentages arrondis" in note for note in found.avertissements)


def test_counts_may_stand_in_a_block_over_the_percentages_of_the_same_answers(tmp_path: Path) -> None:
    shares = [("En %", [None] * 6), *((a, POLL.count(who, "%")) for a, who in POLL.answers.items())]
    found = read(write_table(Pen(), POLL, kind="n_pondere", after=shares), POLL, tmp_path)
    assert_true(found, POLL, rounding=0.01)
    assert not any("pourcentages arrondis" in note for note in found.avertissements)


@pytest.mark.parametrize(
    "title",
    [
        "Q.1 Connaissez-vous ce service ?", "Q.1. Connaissez-vous ce service ?",
        "QUESTION 1 : Connaissez-vous ce service ?",
        "Question n°1 - Connaissez-vous ce service ?", "Q 1 : Connaissez-vous ce service ?",
        "[Q1] Connaissez-vous ce service ?",
        "Tableau 12 : Q1 - Connaissez-vous ce service ?", "Table n°12 - Q1. Connaissez-vous ce service ?",
        "T12 - Q1 - Connaissez-vous ce service ?", "Q1/ Connaissez-vous ce service ?",
        "1. Connaissez-vous ce service ?",
        ["Q1.", "Connaissez-vous ce service ?"], ["QUESTION 1", "Connaissez-vous ce service ?"],
        ["Q1. Connaissez-vous", "ce service ?"],
        ["Baromètre 2031", "Q1. Connaissez-vous ce service ?", "Une seule réponse possible", "Base : à tous"],
        ["Q1. Connaissez-vous ce service ?", "(Réponses en %)"], "Q1. Connaissez-vous\nce service ?",
    ],
)  # fmt: skip
def test_the_code_and_the_words_of_a_question_are_read_from_its_title(tmp_path: Path, title: Any) -> None:
    found = read(write_table(Pen("Feuille A"), POLL, title), POLL, tmp_path)
    assert_true(found, POLL)
    assert (found.variables[0].libelle, found.variables[0].libelle_item) == (
        "Connaissez-vous ce service ?",
        "",
    )


def test_a_title_may_be_merged_over_the_numbers(tmp_path: Path) -> None:
    pen = Pen("Feuille A")
    pen.row(None, "Q1. Connaissez-vous ce service ?")
    pen.merge(2, 7)
    assert_true(read(write_table(pen, POLL, []), POLL, tmp_path), POLL)


@pytest.mark.parametrize("levels", ["merged", "once", "below", "one"])
@pytest.mark.parametrize(
    "whole",
    [
        "TOTAL",
        "Total",
        "Ensemble des Français",
        "Total (A)",
        "Ensemble (n=400)",
        "Total échantillon",
        "France entière",
    ],
)
def test_the_column_of_everyone_has_many_names(tmp_path: Path, whole: str, levels: str) -> None:
    assert_true(read(write_table(Pen(), POLL, whole=whole, levels=levels), POLL, tmp_path), POLL)


@pytest.mark.parametrize("form", ['0"%"', "0.0\\%", "0%"])
def test_the_format_of_a_cell_tells_hundredths_from_a_written_sign(tmp_path: Path, form: str) -> None:
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.banner()
    for name, kind in BASES:
        pen.row(name, *POLL.count(POLL.everyone, kind))
    for answer, who in POLL.answers.items():
        shares = POLL.count(who, "%")
        pen.row(answer, *(v / 100 if form == "0%" else float(v) for v in shares), form=form)
    assert_true(read(pen, POLL, tmp_path), POLL)


@pytest.mark.parametrize("below", [False, True])
def test_questions_of_one_sheet_have_each_their_answers_and_bases(tmp_path: Path, below: bool) -> None:
    pen = write_table(Pen("Tris"), POLL, below=below)
    for title in ("Q2. L’utilisez-vous ?", "Q3 - Le recommandez-vous ?"):
        pen.row()
        pen.row("* Base faible")
        pen.row(title)
        rows = [(a, POLL.count(who, "%")) for a, who in POLL.answers.items()]
        bases = [(name, POLL.count(POLL.everyone, kind)) for name, kind in BASES]
        for name, numbers in [*rows, *bases] if below else [*bases, *rows]:
            pen.row(name, *numbers)
    found = read(pen, POLL, tmp_path)
    assert [v.nom for v in found.variables] == ["Q1", "Q2", "Q3"]
    for question in ("Q1", "Q2", "Q3"):
        assert_true(found, POLL, question)


def test_a_table_cut_by_a_page_is_one(tmp_path: Path) -> None:
    pen = write_table(Pen(), POLL)
    pen.page.delete_rows(9, 3)
    pen.last -= 3
    pen.row("Q1. Connaissez-vous ce service ? (suite)")
    pen.banner()
    for answer in ANSWERS[2:]:
        pen.row(answer, *POLL.count(POLL.answers[answer], "%"))
    assert_true(read(pen, POLL, tmp_path), POLL)


def test_a_question_printed_with_and_without_weights_is_one(tmp_path: Path) -> None:
    pen = write_table(Pen("Brut"), POLL, bases=(("Base brute", "n"),), kind="n")
    pen.sheet("Redressé")
    found = read(write_table(pen, POLL, bases=(("Base pondérée", "n_pondere"),)), POLL, tmp_path)
    assert_true(found, POLL)
    assert found.tris["n"].tolist()[:6] == POLL.count(POLL.answers[ANSWERS[0]], "n")


def test_a_question_asked_to_some_has_nobody_in_a_column(tmp_path: Path) -> None:
    women = POLL.columns[2]
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.banner()
    for name, kind in BASES:
        pen.row(name, *POLL.count(POLL.everyone, kind, women))
    for answer, who in POLL.answers.items():
        pen.row(answer, *(v or "-" for v in POLL.count(who, "%", women)))
    assert_true(read(pen, POLL, tmp_path), POLL, asked=women)


@pytest.mark.parametrize("form", ["%", "n_pondere", "n_decimal"])
def test_several_choices_make_more_than_a_hundred(tmp_path: Path, form: str) -> None:
    pen = Pen("Q2")
    pen.row("Q2. Où vous faites-vous aider ?")
    pen.banner()
    for name, kind in BASES[1:] if form == "n_pondere" else BASES:
        pen.row(name, *POLL.count(POLL.everyone, kind))
    for label, who in POLL.places.items():
        pen.row(label, *POLL.count(who, form))
    found = read(pen, POLL, tmp_path)
    assert_true(found, POLL, "Q2", POLL.places, raw_base=form != "n_pondere")


def test_a_doubtful_workbook_is_drafted_with_its_doubts_and_read_once_described(tmp_path: Path) -> None:
    pen = write_table(Pen(), POLL, after=[("Valeur centrale", [7] * 6)])
    with pytest.raises(InputError, match="« Valeur centrale » ne semble pas une réponse"):
        read(pen, POLL, tmp_path)
    (place,), notes = describe_workbook(pen.save(tmp_path), "t.xlsx", POLL.config)
    assert any("Valeur centrale" in note for note in notes)
    plain = {"classeurs": {"t.xlsx": [place.model_dump(mode="json", exclude_defaults=True)]}}
    (tmp_path / "tableaux.yaml").write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    assert_true(read(pen, POLL, tmp_path), POLL)


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("style", ["heading", "first row", "every row", "merged"])
def test_items_of_a_grid_may_follow_one_another_in_one_table(tmp_path: Path, style: str, below: bool) -> None:
    def bases() -> None:
        for name, kind in BASES:
            pen.row(name, *lead, *POLL.count(POLL.everyone, kind))

    pen = Pen("Q7")
    lead = [] if style == "heading" else [None]
    pen.row("Q7. Utilisez-vous ces services ?")
    pen.row(*lead, None, "Ensemble", *PARTS)
    if not below:
        bases()
    items = {"Le site": POLL.yes, "Mairie": POLL.no, "Le téléphone": POLL.places["Mairie"]}
    for item, who in items.items():
        if style == "heading":
            pen.row(item)
        for answer, these in (("Oui", who), ("Non", ~who)):
            words = [item if style == "every row" or answer == "Oui" else None] if lead else []
            pen.row(*words, answer, *POLL.count(these, "%"))
        if style == "merged":
            pen.page.merge_cells(start_row=pen.last - 1, end_row=pen.last, start_column=1, end_column=1)
    if below:
        bases()
    found = read(pen, POLL, tmp_path)
    assert [v.libelle_item for v in found.variables] == list(items)
    for i, who in enumerate(items.values(), 1):
        assert_true(found, POLL, f"Q7_{i}", {"Oui": who, "Non": ~who})


@pytest.mark.parametrize("written", ["n={}", "(n = {})", "{label} (n={})", "{label}\n[N = {}]"])
def test_the_number_of_people_may_be_written_in_the_heading(tmp_path: Path, written: str) -> None:
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    labels = zip(["Ensemble", *PARTS], POLL.count(POLL.everyone, "n"), strict=True)
    said = [written.format(n, label=label) for label, n in labels]
    if "label" not in written:
        pen.row(None, "Ensemble", *PARTS)
    pen.row(None, *said)
    for answer, who in POLL.answers.items():
        pen.row(answer, *POLL.count(who, "%"))
    assert_true(read(pen, POLL, tmp_path), POLL)
