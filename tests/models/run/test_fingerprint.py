from models.run.fingerprint import code_version, key_id, run_id


def test_the_run_id_does_not_depend_on_the_order_of_inputs() -> None:
    assert run_id({"a": 1, "b": 2}) == run_id({"b": 2, "a": 1})


def test_the_run_id_changes_with_any_input() -> None:
    assert run_id({"a": 1}) != run_id({"a": 2})


def test_the_key_id_says_nothing_of_the_key() -> None:
    key = b"0123456789abcdef"
    assert key_id(key) == key_id(key)
    assert key_id(key) != key_id(b"another key")
    assert key.hex() not in key_id(key)


def test_the_code_version_names_the_release_and_the_sources() -> None:
    release, _, sources = code_version().partition("+")
    assert release.count(".") == 2
    assert len(sources) == 12
