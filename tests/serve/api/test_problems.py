"""What an answer says of input that does not fit."""

import json

from fastapi.exceptions import RequestValidationError

from serve.api.problems import invalid_problem


def test_a_field_is_named_as_its_writer_knows_it_and_the_message_without_the_codes_own_words() -> None:
    place = ("body", "function-after[_names_one_recipient(), EventRequest]", "event_id")
    error = RequestValidationError([{"loc": place, "msg": "Value error, name one recipient", "type": "value_error"}])
    told = json.loads(bytes(invalid_problem(error).body))
    assert told["errors"] == [{"field": "body.event_id", "message": "name one recipient"}]
