"""What the rules for prose make of comments; `prose.md` shows each rule, and is tried as well."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from conformance.readers.emitted import Passage
from conformance.readers.facts import Doc, Span
from conformance.readers.prose.effects import prose_of
from conformance.readers.prose.guards import keeps_after, keeps_before
from conformance.readers.prose.places import Places
from conformance.readers.prose.rules import Requirement, Values, said
from conformance.readers.prose.sentences import MAX_LENGTH, Sentence, sentences
from conformance.readers.prose.statements import Effect
from conformance.readers.prose.unread import telling_words
from conformance.readers.prose.values import bare, leading, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.readers.prose.statements import Prose

AT = Span("a.ts", 3, 5)
STRING: dict[str, Any] = {"type": "string"}
DEFINED: Any = {"$defs": {"S": STRING}}


def prose(  # noqa: PLR0913  one keyword a thing
    comment: str | dict[str, str],
    field: Any = None,
    *,
    is_open: bool = False,
    is_page: bool = False,
    text: str = "",
    around: Any = None,
) -> Prose:
    """Return what comments say of a field `state`, or of fields by name, beside `kind`."""
    properties = {"state": STRING if field is None else field, "kind": {"enum": ["a", "b"]}}
    schema = {"type": "object", "properties": properties, **(around or {})}
    comments = {"state": comment} if isinstance(comment, str) else comment
    passages = [
        Passage(
            place=f"T.{name}",
            doc=Doc(said_of, AT, is_page),
            pointers=(f"/properties/{name}",),
            is_open=is_open,
        )
        for name, said_of in comments.items()
    ]
    return prose_of(schema, passages, lambda _: text)


def field_of(found: Prose) -> Any:
    schema: Any = found.schema
    return schema["properties"]["state"]


def told(found: Prose) -> list[tuple[str, str, str]]:
    return [(one.says, str(one.effect), one.why) for one in found.stated]


# --- sentences -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("See e.g. The list, i.e. Both, etc. All.", ["See e.g. The list, i.e. Both, etc. All."]),
        ("Wait... More follows.", ["Wait... More follows."]),
        ("First. `code` is next. (In brackets.)", ["First.", "`code` is next.", "(In brackets.)"]),
        ("The id of a.b is 1.5 long.", ["The id of a.b is 1.5 long."]),
        ("Two\nlines of one.", ["Two lines of one."]),
        ("A paragraph\n\nanother one", ["A paragraph", "another one"]),
        ("What it is\n@deprecated use it not", ["What it is", "@deprecated use it not"]),
        ("Some:\n- one\n* two\n3. three", ["Some:", "one", "two", "three"]),
        ("Items. - Message one - Message two", ["Items.", "Message one", "Message two"]),
        ("An object - always one", ["An object - always one"]),
        ("<p>Html</p><ul><li>one<li>two</ul>", ["Html", "one", "two"]),
        ("\u201cquoted\u201d, \u2018single\u2019\u00a0one", ["\"quoted\", 'single' one"]),
        ("<code>a</code>, {@code b}, ``c``", ["`a`, `b`, `c`"]),
        ("[`d`](x), [`e`], [text](y)", ["`d`, `e`, text"]),
    ],
)  # fmt: skip
def test_a_comment_is_taken_apart_into_sentences(text: str, found: list[str]) -> None:
    assert [one.text for one in sentences(text)] == found


def test_a_sentence_has_its_number_and_start_and_the_points_behind_it() -> None:
    text = "First. One of:\n- `a`: x\n- `b`. More\n\nLast."

    found = sentences(text)

    assert [(one.number, text[one.start]) for one in found] == [
        (1, "F"), (2, "O"), (3, "`"), (4, "`"), (5, "M"), (6, "L"),
    ]  # fmt: skip
    assert [one.points for one in found] == [(), ("`a`: x", "`b`. More"), (), (), (), ()]


def test_of_a_very_long_comment_the_first_part_is_read() -> None:
    found = sentences("One. " * MAX_LENGTH)

    assert len(found) == MAX_LENGTH / 5


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "span", "comment", "word", "place"),
    [
        ("/** One. Two. */", (1, 1), "One. Two.", "Two", (1, 10)),
        ("x\n /**\n  * One.\n  * Two.\n  */", (2, 2), "One.\nTwo.", "Two", (4, 5)),
        ('{"a": "One.\\nTwo."}', (1, 6), "One.\nTwo.", "Two", (1, 14)),
        ("|a|The &#x60;x&#x60;. Two. |", (1, 4), "The `x`. Two.", "Two", (1, 23)),
        ('"t\\u00e9n. Two."', (1, 1), "tén. Two.", "Two", (1, 12)),
        ("gone", (1, 1), "One. Two.", "Two", (1, 1)),
        ("/** One. - */", (1, 1), "One. -", "-", (1, 8)),
        ("", (7, 4), "One. Two.", "Two", (7, 4)),
    ],
)
def test_a_sentence_is_found_in_its_file(
    text: str, span: tuple[int, int], comment: str, word: str, place: tuple[int, int]
) -> None:
    found = Places(text).of(Doc(comment, Span("f", *span)), comment.index(word))

    assert (found.line, found.column) == place


def test_a_statement_has_the_place_and_the_number_of_its_sentence() -> None:
    text = "\n\n    /** The state. One of `x`, `y`. Must be set. */"

    found = prose("The state. One of `x`, `y`. Must be set.", text=text)

    (stated,), (unread,) = found.stated, found.unread
    assert (stated.place, stated.span, stated.sentence) == ("T.state", Span("a.ts", 3, 20), 2)
    assert (unread.place, unread.span, unread.sentence) == ("T.state", Span("a.ts", 3, 37), 3)
    assert unread.why == 'no rule reads the sentence, which says "must"'


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values", "marked"),
    [
        ("`a`, `b`", ("a", "b"), True),
        ("`\"a\"` or 'b'", ("a", "b"), True),
        ('"American Express" (the first) and "b"', ("American Express", "b"), True),
        ("a, b_c or d.e", ("a", "b_c", "d.e"), False),
        ("a | b", ("a", "b"), False),
        ("`a`, b", ("a", "b"), False),
        ("`a`, `a`", ("a",), True),
    ],
)
def test_values_are_read_without_their_marks(
    text: str, values: tuple[str, ...], *, marked: bool
) -> None:
    found = listed(text)

    assert found is not None
    assert (found.values, found.marked) == (values, marked)


@pytest.mark.parametrize(
    "text", ["", "`<id>`, `b`", "`{x}`", "`a*`", "`...`", "`user_`, `svac_`", "`[a]`"]
)
def test_a_placeholder_is_no_value(text: str) -> None:
    assert listed(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("`a`: x", "a"),
        ('**`"a"`** - x', "a"),
        ('"a" (old): x', "a"),
        ("`a`", "a"),
        ("a: x", None),
        ("`a` is x", None),
        ("`<a>`: x", None),
    ],
)
def test_a_point_may_begin_with_a_value(text: str, value: str | None) -> None:
    assert leading(text) == value


def test_marks_of_all_kinds_are_taken_off() -> None:
    assert [bare(x) for x in ("`a`", '"a"', "'a'", '`"a"`', "a", "`", "``")] == [
        *("a", "a", "a", "a", "a", "`", ""),
    ]


# --- rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Not", "It isn't", "Deprecated:", "It was previously", "If set,", "When new,", "For `x`,",
        "For `x` models,", "Something, for new ones,", "With a key,", "In Japan", "Such as",
        "Unlike others,",
    ],
)  # fmt: skip
def test_words_before_a_list_keep_it_from_being_read(text: str) -> None:
    assert keeps_before(text)


@pytest.mark.parametrize("text", ["The format,", "`not` or `if`", "Note:", "The information"])
def test_ordinary_words_before_a_list_do_not(text: str) -> None:
    assert not keeps_before(text)


@pytest.mark.parametrize("text", [", or any other", " if set", " and more", ", not `c`", " etc."])
def test_words_after_a_list_keep_it_from_being_read(text: str) -> None:
    assert keeps_after(text)


def test_ordinary_words_after_a_list_do_not() -> None:
    assert not keeps_after(", only applicable for `not` items")


@pytest.mark.parametrize(
    ("text", "known", "values"),
    [
        ("The state of it (one of `a`, `b`).", (), ("a", "b")),
        ("It takes a state (either `a` or `b`) and goes on.", (), ("a", "b")),
        ("A state (`a`, `b`), only for messages.", (), ("a", "b")),
        ("A state (a | b).", (), ("a", "b")),
        ("The type, always a.b", (), ("a.b",)),
        ("The type, always word", (), None),
        ("The type, always word", ("word",), ("word",)),
        ("The type - alwaysa.word.", ("a.word",), ("a.word",)),
        ("If new - alwaysa.word.", ("a.word",), None),
        ("Always `a`, `b`.", (), None),
        ("Always `a` if new.", (), None),
        ("Always `<a>`.", (), None),
        ("The object type, which is always set to the string `a`.", (), ("a",)),
        ("The only supported format is `a`.", (), ("a",)),
        ("If new, only `a` is supported.", (), None),
        ("Only `<a>` is supported.", (), None),
        ("The state (optional, nullable).", (), None),
        ("The state (`a`, `a`).", (), None),
        ("It is a state (`a`, `b`).", (), None),
        ("The state (`a`, `b`) of it.", (), None),
        ("The state (`a`, `b`), or any other.", (), None),
        ("One of `a`, `a`.", (), None),
        ("One of `<a>`, `b`.", (), None),
        ("One of `a`, `b`. " + "x" * 2000, (), None),
    ],
)
def test_a_sentence_is_read_or_not(
    text: str, known: tuple[str, ...], values: tuple[str, ...] | None
) -> None:
    found = said(Sentence(text=text, number=1, start=0), frozenset(known))

    assert found is None or isinstance(found, Values)
    assert (None if found is None else found.values) == values


@pytest.mark.parametrize(
    ("text", "points", "values"),
    [
        ("Possible values are:", ("`a`: x", "`b`"), ("a", "b")),
        ("Possible values are:", ("`a`: x",), None),
        ("Possible values are:", ("`a`: x", "none"), None),
        ("Possible values are:", ("`a`: x", "`a`: y"), None),
        ("If new, one of:", ("`a`: x", "`b`"), None),
        ("It has:", ("`a`: x", "`b`"), None),
    ],
)
def test_a_list_of_points_is_read_or_not(
    text: str, points: tuple[str, ...], values: tuple[str, ...] | None
) -> None:
    found = said(Sentence(text=text, number=1, start=0, points=points))

    assert found is None or isinstance(found, Values)
    assert (None if found is None else found.values) == values


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("text", ["`a` or `b`", "The state: `a` or `b`.", "The state (`a`, `b`)."])
def test_a_bare_list_is_read_in_a_first_sentence_only(text: str, number: int) -> None:
    found = said(Sentence(text=text, number=number, start=0))

    assert (found is not None) == (number == 1)


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("For an item of type (a), this field is required.", None, ()),
        ("For an event with the kind a, the property must be present.", "kind", ("a",)),
        ("Required on messages of role `a`, `b`.", "role", ("a", "b")),
        ("Required only when the value of `kind` is one of `a` or `b`.", "kind", ("a", "b")),
        ('It is required if "kind" == "a"', "kind", ("a",)),
        ("Required for all `a` and `b` items.", None, ("a", "b")),
        ("Required for `<a>` items.", None, ()),
        ("It isn't required for `a` items.", None, ()),
    ],
)
def test_a_requirement_is_read_or_not(
    text: str, field: str | None, values: tuple[str, ...]
) -> None:
    found = said(Sentence(text=text, number=1, start=0))

    expected = Requirement(
        rule="required", field=field, values=values, marked="`" in text or '"' in text
    )
    assert found == (expected if values else None)


# --- effects of lists ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "comment", "becomes"),
    [
        ({"type": "string", "minLength": 1}, "One of `x`, `y`.",
         {"type": "string", "minLength": 1, "enum": ["x", "y"]}),
        ({"const": "x"}, "One of `x`, `y`.", {"enum": ["x", "y"]}),
        ({"enum": ["x", None]}, "One of `x`, `y`.", {"enum": ["x", "y", None]}),
        ({"type": "string", "enum": ["x", None]}, "One of `x`, `y`.",
         {"type": "string", "enum": ["x", "y"]}),
        ({"type": ["string", "null"], "enum": ["x", None]}, "Always `x`.",
         {"type": ["string", "null"], "enum": ["x", None]}),
        ({"enum": ["x", "y"]}, "Always `x`.", {"const": "x"}),
        ({"anyOf": [{"enum": ["x"]}, {"type": "null", "x-silent": "?"}]}, "One of `x`, `y`.",
         {"anyOf": [{"enum": ["x", "y"]}, {"type": "null", "x-silent": "?"}]}),
        ({"allOf": [{"type": "string"}]}, "One of `x`, `y`.", {"allOf": [{"enum": ["x", "y"]}]}),
        ({"$ref": "#/$defs/S"}, "One of `x`, `y`.", {"enum": ["x", "y"]}),
        ({"type": "boolean"}, "Always `true`.", {"const": True}),
        ({"type": "number"}, "One of `1`, `0.5`.", {"enum": [1, 0.5]}),
    ],
)  # fmt: skip
def test_a_list_replaces_what_the_types_say(field: Any, comment: str, becomes: Any) -> None:
    found = prose(comment, field, around={"$defs": {"S": {"enum": ["x"]}}})

    assert field_of(found) == becomes


@pytest.mark.parametrize(
    ("field", "comment", "why"),
    [
        ({"type": "string", "x-silent": "?"}, "Always `x`.", "the type was not read"),
        ({"type": "string", "not": {"const": "z"}}, "Always `x`.",
         "the type has conditions of its own"),
        ({"$ref": "#/$defs/L"}, "Always `x`.",
         "the type is declared with more than a list of values"),
        ({"$ref": "#/$defs/N"}, "Always `x`.",
         "the type is declared with more than a list of values"),
        ({"$ref": "#/$defs/F"}, "Always `x`.", "the type has the format date"),
        ({"oneOf": [{"const": "x"}, {"const": "y"}]}, "Always `x`.",
         "the type has alternatives, and accepts other values too"),
    ],
)  # fmt: skip
def test_a_list_is_only_suggested_where_the_types_say_more(
    field: Any, comment: str, why: str
) -> None:
    definitions = {
        "L": {"type": "string", "minLength": 1},
        "N": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "F": {"type": "string", "format": "date"},
    }

    found = prose(comment, field, around={"$defs": definitions})

    assert told(found) == [('`state` is always "x"', "suggested", why)]
    assert field_of(found) == field


@pytest.mark.parametrize(
    "field",
    [
        True,
        {},
        {"type": "object"},
        {"type": ["string", "array"]},
        {"type": "null"},
        {"enum": [["x"]]},
        {"anyOf": [{"type": "null"}]},
        {"anyOf": [{"type": "string"}, {"type": "object"}]},
        {"$ref": "#/$defs/O"},
        {"type": "integer"},
        {"type": "number"},
    ],
)
def test_a_list_is_not_for_what_is_no_scalar_of_its_kind(field: Any) -> None:
    found = prose("One of `x`, `null`, `y`.", field, around={"$defs": {"O": {"type": "object"}}})

    assert (told(found), field_of(found)) == ([], field)


@pytest.mark.parametrize("word", ["1.5", "true", "9" * 5000, "[" * 3000])
def test_a_value_of_another_type_is_none(word: str) -> None:
    assert told(prose(f"Always `{word}`.", {"type": "integer"})) == []


@pytest.mark.parametrize(
    ("comment", "count"),
    [
        ("The `size` of it must be one of `x`, `y`.", 0),
        ("The `state` of it must be one of `x`, `y`.", 1),
    ],
)
def test_a_list_about_another_thing_is_passed_over(comment: str, count: int) -> None:
    assert len(prose(comment).stated) == count


def test_an_alias_leads_to_a_type_of_itself_only_so_often() -> None:
    assert told(prose("Always `x`.", {"$ref": "#/properties/state"})) == []


def test_an_enumeration_that_names_others_in_so_many_words_stays_open() -> None:
    found = prose("One of `x`, `y`.", is_open=True)

    why = "the type names values, and accepts others too"
    assert told(found) == [('`state` is "x" or "y"', "suggested", why)]


def test_a_list_without_marks_is_applied_on_a_page_that_has_lost_them() -> None:
    found = prose("The state of it (x, y).", is_page=True)

    assert field_of(found) == {"enum": ["x", "y"]}
    assert [one.implied for one in found.stated] == [True]


@pytest.mark.parametrize(
    ("field", "keyword"),
    [({"enum": ["x", "y"]}, "enum"), ({"$ref": "#/$defs/S"}, "$ref")],
)
def test_a_list_that_the_types_have_too_agrees(field: Any, keyword: str) -> None:
    found = prose("One of `y`, `x`.", field, around={"$defs": {"S": {"enum": ["x", "y"]}}})

    assert told(found) == [('`state` is "y" or "x"', "agrees", "")]
    assert [one.keywords for one in found.stated] == [(f"/properties/state/{keyword}",)]
    assert (found.replaced, field_of(found)) == ((), field)


def test_one_value_that_the_types_have_too_agrees() -> None:
    found = prose("Always `x`.", {"const": "x"})

    assert [one.keywords for one in found.stated] == [("/properties/state/const",)]


def test_lists_that_are_the_same_are_read_twice_and_made_once() -> None:
    found = prose("The state (`x`, `y`). One of `x`, `y`.")

    assert [effect for _, effect, _ in told(found)] == ["adds", "agrees"]


def test_keywords_that_go_are_told() -> None:
    found = prose("One of `x`, `y`.", {"$ref": "#/$defs/S"}, around={"$defs": {"S": STRING}})

    assert found.replaced == ("/properties/state/$ref",)


def test_a_comment_on_a_schema_that_is_no_field_is_read_too() -> None:
    doc = Doc("One of `x`, `y`.", AT)
    passage = Passage(place="S", doc=doc, pointers=("/$defs/S",))

    found = prose_of(DEFINED, [passage], lambda _: "")

    assert told(found) == [('`S` is "x" or "y"', "adds", "")]


def test_a_field_with_two_names_is_changed_under_both() -> None:
    schema: Any = {"properties": {"a": STRING, "b": STRING}}
    pointers = ("/properties/a", "/properties/b")
    passage = Passage(place="T.a", doc=Doc("Always `x`.", AT), pointers=pointers)

    found = prose_of(schema, [passage], lambda _: "")

    assert found.schema == {"properties": {"a": {"const": "x"}, "b": {"const": "x"}}}
    assert found.stated[0].keywords == ("/properties/a/const", "/properties/b/const")


def test_a_type_at_two_places_states_each_thing_once() -> None:
    schema: Any = {
        "$defs": {"A": {"properties": {"s": STRING}}, "B": {"properties": {"s": STRING}}}
    }
    passages = [
        Passage(
            place="T.s", doc=Doc("Always `x`. Only so.", AT), pointers=(f"/$defs/{x}/properties/s",)
        )
        for x in "AB"
    ]

    found = prose_of(schema, passages, lambda _: "")

    assert [one.keywords for one in found.stated] == [
        ("/$defs/A/properties/s/const", "/$defs/B/properties/s/const")
    ]
    assert len(found.unread) == 1


# --- effects of requirements ---------------------------------------------------------------------


def demands(found: Prose) -> Any:
    schema: Any = found.schema
    return schema.get("allOf")


def test_a_field_is_required_under_a_condition_and_is_not_null_then() -> None:
    title = '`state` is required where `kind` is "a"'

    found = prose("Required if `kind` is `a`.", {"type": ["string", "null"]})

    assert demands(found) == [
        {
            "title": title,
            "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
            "then": {"required": ["state"], "properties": {"state": {"type": "string"}}},
        }
    ]
    assert [(one.says, one.keywords) for one in found.stated] == [
        (title, ("/allOf/0/then/required", "/allOf/0/then/properties/state/type"))
    ]


@pytest.mark.parametrize(
    ("field", "demand"),
    [
        (True, {"not": {"type": "null"}}),
        ({}, {"not": {"type": "null"}}),
        ({"$ref": "#/$defs/S"}, {"not": {"type": "null"}}),
        ({"type": ["string", "integer", "null"]}, {"not": {"type": "null"}}),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"not": {"type": "null"}}),
        ({"enum": ["x", None]}, {"not": {"type": "null"}}),
        ({"const": None}, {"not": {"type": "null"}}),
        ({"const": "x"}, None),
        ({"enum": ["x"]}, None),
        ({"anyOf": [{"type": "string"}]}, None),
        (False, None),
    ],
)
def test_null_is_ruled_out_where_a_required_field_may_be_null(field: Any, demand: Any) -> None:
    found = prose("Required if `kind` is `a`.", field, around={"$defs": {"S": STRING}})

    then = demands(found)[0]["then"]
    assert then.get("properties", {}).get("state") == demand


@pytest.mark.parametrize("name", ["anyOf", "state"])
def test_the_field_around_an_alternative_is_the_one_that_is_required(name: str) -> None:
    field = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    schema: Any = {"properties": {name: field, "kind": {"enum": ["a"]}}}
    pointers = (f"/properties/{name}/anyOf/0",)
    doc = Doc("Required if `kind` is `a`.", AT)

    found = prose_of(schema, [Passage(place="T", doc=doc, pointers=pointers)], lambda _: "")

    assert [one.says for one in found.stated] == [f'`{name}` is required where `kind` is "a"']


def test_a_condition_is_added_behind_others() -> None:
    found = prose("Required if `kind` is `a`.", around={"allOf": [True]})

    assert [one.keywords for one in found.stated] == [("/allOf/1/then/required",)]


def test_what_is_always_required_agrees() -> None:
    found = prose("Required if `kind` is `a`.", around={"required": ["kind", "state"]})

    assert [(one.effect, one.keywords) for one in found.stated] == [
        (Effect.AGREES, ("/required/1",))
    ]
    assert demands(found) is None


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        ("Required if `kind` is `z`.", "`kind` has none of these values"),
        ("Required if `size` is `a`.", None),
        ("Required if `state` is `a`.", None),
        ("Required if kind is set.", None),
        ("Required for `z` items.", None),
    ],
)
def test_what_decides_has_to_be_known(comment: str, why: str | None) -> None:
    found = prose(comment)

    assert [one.why for one in found.stated] == ([] if why is None else [why])
    assert [one.sentence for one in found.unread] == ([1] if why is None else [])


def test_a_value_that_only_prose_lists_decides_too() -> None:
    found = prose({"state": "Required if `kind` is `z`.", "kind": "One of `a`, `z`."})

    assert [one.effect for one in found.stated] == [Effect.ADDS, Effect.ADDS]


def test_words_without_marks_decide_where_the_types_list_them_or_on_a_page() -> None:
    comments = ["For an item of kind a, this field is required.", "Required if other is z."]
    schema: Any = {"properties": {"state": STRING, "other": STRING, "kind": {"enum": ["a", "b"]}}}

    found = [
        prose_of(
            schema,
            [Passage(place="T", doc=Doc(text, AT, is_page), pointers=("/properties/state",))],
            lambda _: "",
        )
        for text in comments
        for is_page in (False, True)
    ]

    assert [len(one.stated) for one in found] == [1, 1, 0, 1]


def test_a_field_with_two_names_is_only_suggested_to_be_required() -> None:
    schema: Any = {"properties": {"a": STRING, "b": STRING, "kind": {"enum": ["x"]}}}
    passage = Passage(
        place="T.a",
        doc=Doc("Required if `kind` is `x`.", AT),
        pointers=("/properties/a", "/properties/b"),
    )

    found = prose_of(schema, [passage], lambda _: "")

    assert [one.why for one in found.stated] == ["the field has several names"]


def test_a_schema_that_is_no_field_cannot_be_required() -> None:
    passage = Passage(place="S", doc=Doc("Required if `kind` is `x`.", AT), pointers=("/$defs/S",))

    found = prose_of(DEFINED, [passage], lambda _: "")

    assert (found.stated, len(found.unread)) == ((), 1)


# --- what is left --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It must not be empty.", ("must", "not")),
        ("It isn't empty.", ("not",)),
        ("Only one, only here. Required!", ("only", "required")),
        ("A note on `not` and read-only things.", ()),
    ],
)
def test_words_that_demand_something_are_found(text: str, words: tuple[str, ...]) -> None:
    assert telling_words(text) == words


def test_the_schema_that_is_given_stays_as_it_is() -> None:
    schema: Any = {"properties": {"a": {"type": "string"}}}
    passage = Passage(place="T.a", doc=Doc("Always `x`.", AT), pointers=("/properties/a",))

    prose_of(schema, [passage], lambda _: "")

    assert schema == {"properties": {"a": {"type": "string"}}}


PIECES: Sequence[str] = (
    "One of ", "always ", "`a`", "`b`", '"c"', "'", "(", ")", ", ", " or ", " | ", ".\n", ":\n- ",
    "Required if `kind` is ", "must be ", "only ", "not ", "{@code ", "}", "[`", "](",
    "<li>", "@x ",
    "\\", "\u00a0", "\u2028", "1", "true", "null", "e.g. ", "The state ", "`", "/", "é", "\t",
)  # fmt: skip
FIELDS: Sequence[Any] = (
    True,
    {},
    {"type": "string"},
    {"type": ["integer", "null"]},
    {"enum": ["a", None, 1]},
    {"anyOf": [{"const": "a"}, {"type": "null"}]},
    {"$ref": "#/properties/kind"},
    {"allOf": [{"type": "boolean"}]},
)


def test_random_comments_never_give_a_traceback() -> None:
    chance = random.Random(5)
    for _ in range(3000):
        comment = "".join(chance.choices(PIECES, k=chance.randrange(1, 14)))
        found = prose(comment, chance.choice(FIELDS), text=comment, is_page=chance.random() < 0.5)
        json.dumps(found.schema)
        assert all(one.span.line > 0 and one.span.column > 0 for one in found.stated)
