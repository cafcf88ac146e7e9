"""What a file declares, before any rule of a library: the same for Java, Kotlin and Scala."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json
    from conformance.readers.facts import Doc, Span


class Word(str):
    """A name in place of a value: a constant, or a class literal without `.class`."""

    __slots__ = ()

    @property
    def last(self) -> str:
        """Return the last step of the name."""
        return self.rpartition(".")[2]


Value: TypeAlias = "str | int | float | bool | Word | Annotation | list[Value] | None"
"""A value in the source: a literal, a name, an annotation, or a list of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expr:
    """A type expression.

    Attributes:
        name: The name as it is written, with dots; empty if it is no name.
        args: The type arguments.
        nullable: Whether the expression says that it may be null.
        shown: The expression as it is written.
    """

    span: Span
    name: str
    shown: str
    args: tuple[Expr, ...] = ()
    nullable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """An annotation.

    Attributes:
        name: Its name, without a package.
        args: Its arguments; the one without a name is `value`.
    """

    span: Span
    name: str
    args: Mapping[str, Value] = field(default_factory=dict)

    def get(self, name: str = "value") -> Value:
        """Return an argument; None if it is not given."""
        return self.args.get(name)

    def text(self, name: str = "value") -> str | None:
        """Return an argument that is a text; None if it is none."""
        found = self.args.get(name)
        return found if isinstance(found, str) and not isinstance(found, Word) else None

    def word(self, name: str = "value") -> str | None:
        """Return the last step of an argument that is a name; None if it is none."""
        found = self.args.get(name)
        return found.last if isinstance(found, Word) else None

    def all(self, name: str = "value") -> list[Value]:
        """Return the elements of an argument that may be a list or one element."""
        found = self.args.get(name)
        return found if isinstance(found, list) else [] if found is None else [found]

    def texts(self, name: str = "value") -> list[str]:
        """Return the texts among the elements of an argument."""
        return [x for x in self.all(name) if isinstance(x, str) and not isinstance(x, Word)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """The annotations of a part, by name."""

    all: tuple[Annotation, ...] = ()

    def get(self, *names: str) -> Annotation | None:
        """Return the first annotation of one of some names; None if there is none."""
        return next((one for one in self.all if one.name in names), None)

    def __contains__(self, name: str) -> bool:
        """Return whether an annotation is there."""
        return self.get(name) is not None

    def __add__(self, other: Annotations) -> Annotations:
        """Return these annotations and others; these count first."""
        return Annotations(all=(*self.all, *other.all))


class Role(StrEnum):
    """How a part of a class takes part in a property."""

    FIELD = "field"
    GETTER = "getter"
    SETTER = "setter"
    PARAMETER = "parameter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A field, a getter, a setter, or a parameter of a constructor.

    Attributes:
        name: The name of its property, as far as its own name tells.
        own: Its own name.
        public: Whether everybody sees it.
        mutable: Whether a field can be set.
        default: Whether a parameter has a default value.
    """

    role: Role
    name: str
    own: str
    type: Expr
    span: Span
    annotations: Annotations = Annotations()
    public: bool = True
    mutable: bool = True
    default: bool = False
    doc: Doc | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """A constructor, or a static method that makes a value.

    Attributes:
        name: The method's name; empty for a constructor.
        public: Whether everybody sees it.
    """

    span: Span
    name: str
    parameters: tuple[Member, ...]
    annotations: Annotations = Annotations()
    public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A constant of an enumeration.

    Attributes:
        values: What its constructor gives to fields, as far as they are literals.
    """

    span: Span
    name: str
    annotations: Annotations = Annotations()
    values: Mapping[str, Json] = field(default_factory=dict)


class Kind(StrEnum):
    """What a declaration is."""

    CLASS = "class"
    RECORD = "record"
    ENUM = "enum"
    INTERFACE = "interface"
    OBJECT = "object"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declared type.

    Attributes:
        path: Its name, with those of the types around it.
        parameters: The names of its type parameters.
        supers: The classes that it extends.
        interfaces: The interfaces that it implements.
        members: Its fields, getters and setters.
        creators: Its constructors, and static methods with annotations.
        constants: The constants of an enumeration.
        valued: For an enumeration: the field whose value stands for a constant; None without one,
            empty if code gives it.
        abstract: Whether there is no value of the type itself.
        sealed: Whether all types that extend it stand in the same package.
        permits: The types that extend it, if it lists them.
        alias: What an alias stands for.
    """

    path: tuple[str, ...]
    kind: Kind
    span: Span
    parameters: tuple[str, ...] = ()
    supers: tuple[Expr, ...] = ()
    interfaces: tuple[Expr, ...] = ()
    annotations: Annotations = Annotations()
    members: tuple[Member, ...] = ()
    creators: tuple[Creator, ...] = ()
    constants: tuple[Constant, ...] = ()
    valued: str | None = None
    abstract: bool = False
    sealed: bool = False
    permits: tuple[Expr, ...] = ()
    alias: Expr | None = None

    @property
    def name(self) -> str:
        """Return its name without those around it."""
        return self.path[-1]

    @property
    def key(self) -> str:
        """Return its name with those around it."""
        return ".".join(self.path)
