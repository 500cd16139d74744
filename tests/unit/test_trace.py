from barometre_pipeline.trace import DataOrigin, trace_id


def test_a_trace_identifier_depends_on_each_key_and_on_nothing_else() -> None:
    keys = ("2031", "q", "1", "Oui", "epci")
    assert trace_id(*keys) == trace_id(*keys)
    others = {trace_id(*(*keys[:i], "autre", *keys[i + 1 :])) for i in range(len(keys))}
    assert len(others | {trace_id(*keys)}) == 6
    assert trace_id("2031", "q1", "", "Oui", "epci") != trace_id("2031", "q", "1", "Oui", "epci")


def test_a_figure_has_another_trace_on_other_data_and_the_same_on_the_same_files_in_any_order() -> None:
    one, other = DataOrigin.of("reelles", ["a", "b"]), DataOrigin.of("reelles", ["a", "c"])
    assert one == DataOrigin.of("reelles", ["b", "a"])
    assert trace_id("2023", "x", one.fingerprint) != trace_id("2023", "x", other.fingerprint)
