"""What is known of Go's own library: the types that JSON records are made of, as Go declares them.

Only what `encoding/json` sees counts here: the exported fields, the underlying types, and the
methods by which a type reads or writes itself.
"""

from __future__ import annotations

_CUSTOM = """
func (*{0}) UnmarshalJSON([]byte) error { return nil }
func ({0}) MarshalJSON() ([]byte, error) { return nil, nil }
"""
_TEXT = """
func (*{0}) UnmarshalText([]byte) error { return nil }
func ({0}) MarshalText() ([]byte, error) { return nil, nil }
"""


def _methods(template: str, *names: str) -> str:
    return "".join(template.replace("{0}", name) for name in names)


LIBRARY = {
    "context": "package context\ntype Context interface { Err() error }",
    "encoding": """package encoding
type TextUnmarshaler interface { UnmarshalText([]byte) error }
type TextMarshaler interface { MarshalText() ([]byte, error) }
""",
    "encoding/json": """package json
type RawMessage []byte
type Number string
type Unmarshaler interface { UnmarshalJSON([]byte) error }
type Marshaler interface { MarshalJSON() ([]byte, error) }
"""
    + _methods(_CUSTOM, "RawMessage"),
    "fmt": "package fmt\ntype Stringer interface { String() string }",
    "io": """package io
type Reader interface { Read([]byte) (int, error) }
type Writer interface { Write([]byte) (int, error) }
type Closer interface { Close() error }
type ReadCloser interface { Reader; Closer }
type WriteCloser interface { Writer; Closer }
type ReadWriter interface { Reader; Writer }
""",
    "math/big": "package big\ntype Int struct {}\ntype Float struct {}\ntype Rat struct {}\n"
    + _methods(_CUSTOM, "Int")
    + _methods(_TEXT, "Int", "Float", "Rat"),
    "net": "package net\ntype IP []byte\n" + _methods(_TEXT, "IP"),
    "net/http": "package http\ntype Header map[string][]string",
    "net/netip": """package netip
type Addr struct {}
type AddrPort struct {}
type Prefix struct {}
"""
    + _methods(_TEXT, "Addr", "AddrPort", "Prefix"),
    "net/url": "package url\ntype Values map[string][]string",
    "sync": """package sync
type Mutex struct {}
type RWMutex struct {}
type Once struct {}
type WaitGroup struct {}
type Map struct {}
""",
    "time": """package time
type Duration int64
type Month int
type Weekday int
type Time struct {}
"""
    + _methods(_CUSTOM, "Time")
    + _methods(_TEXT, "Time"),
}
"""Import path -> a Go source with the types of that package, as far as JSON is concerned."""
