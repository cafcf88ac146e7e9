// Package record has types of every kind that encoding/json tells apart.
package record

import (
	"encoding/json"
	"time"

	. "example.com/record/sub"

	"example.com/record/common-v2"
	other "example.com/record/sub"
)

// --- names and tags

// Plain has fields without tags.
type Plain struct {
	ID      int
	Name    string
	private string
	Done    bool
}

// Tagged has fields with tags.
type Tagged struct {
	ID        int64  `json:"id"`
	Skipped   string `json:"-"`
	Dash      string `json:"-,"`
	Empty     string `json:""`
	OnlyEmpty string `json:",omitempty"`
	Invalid   string `json:"in\"valid"`
	Spaced    string `json:"a b"`
	Signs     string `json:"$%-/"`
	Umlaut    string `json:"größe"`
	Two       string `xml:"two" json:"zwei,omitempty" yaml:"2"`
	Broken    string `json:broken`
	Quoted    string "json:\"quoted\""
}

// SameName has two fields with one name: neither counts.
type SameName struct {
	A int    `json:"same"`
	B string `json:"same"`
	C bool
}

// TagBeatsName has a tag with the name of another field.
type TagBeatsName struct {
	Name  int
	Other string `json:"Name"`
}

// Cases has names that differ in upper and lower case.
type Cases struct {
	Lower string `json:"value"`
	Upper int    `json:"VALUE"`
}

// Several names in one declaration.
type Several struct {
	A, B, C int
	X, y, Z string `json:",omitempty"`
}

// --- numbers and other scalars

type Integers struct {
	Int     int
	Int8    int8
	Int16   int16
	Int32   int32
	Int64   int64
	Uint    uint
	Uint8   uint8
	Uint16  uint16
	Uint32  uint32
	Uint64  uint64
	Uintptr uintptr
	Byte    byte
	Rune    rune
}

type Floats struct {
	Single float32
	Double float64
	Number json.Number
}

type Odd struct {
	Complex complex128
	Func    func() `json:"-"`
	Channel chan int
	Any     any
	Empty   interface{}
	Error   error
	Raw     json.RawMessage
}

type Times struct {
	At    time.Time
	Maybe *time.Time `json:"maybe,omitempty"`
	Took  time.Duration
	Month time.Month
	All   []time.Time
}

type InText struct {
	Int     int         `json:"int,string"`
	Small   uint8       `json:"small,string"`
	Bool    bool        `json:"bool,string"`
	Text    string      `json:"text,string"`
	Float   float64     `json:"float,string"`
	Pointer *int16      `json:"pointer,string"`
	List    []int       `json:"list,string"`
	Level   Level       `json:"level,string"`
	Number  json.Number `json:"number,string"`
}

// --- lists, maps, pointers

type Pointers struct {
	Text   *string
	Twice  **int8
	Struct *Plain
	List   *[]string
}

type Lists struct {
	Texts   []string
	Lists   [][]int8
	Bytes   []byte
	Named   Blob
	Structs []Plain
	Points  []*Plain
	Anys    []any
	Letters []Letter
}

type Blob []byte

type Letter byte

type Arrays struct {
	Two   [2]int8
	None  [0]string
	Bytes [3]byte
	Sized [Size + 1]string
	Hex   [0x2]bool
	Large [100]int
}

const Size = 2

type Maps struct {
	Texts   map[string]string
	Structs map[string]Plain
	Points  map[string]*Plain
	Anys    map[string]any
	Lists   map[string][]int8
	Status  map[Status]bool
}

type IntegerKeys struct {
	Int    map[int]string
	Int8   map[int8]string
	Uint8  map[uint8]string
	Uint64 map[uint64]string
	Named  map[Level]string
}

type OddKeys struct {
	Text  map[TextKey]string
	Float map[float64]string
	Time  map[time.Time]int
}

type Tree struct {
	Name     string           `json:"name"`
	Children []Tree           `json:"children"`
	Parent   *Tree            `json:"parent,omitempty"`
	ByName   map[string]*Tree `json:"by_name"`
}

type Texts []string

type Table map[string]Texts

type Nested struct {
	Inner struct {
		Deep struct {
			Value int `json:"value"`
		} `json:"deep"`
		List []struct{ X, Y float64 }
	} `json:"inner"`
}

// --- named types and constants

type Status string

const (
	Open   Status = "open"
	Closed Status = "closed"
	Gone          = Status("gone")
	none   Status = ""
)

type Level int8

const (
	Low Level = iota
	Middle
	_
	High
)

type Flags uint16

const (
	Read Flags = 1 << iota
	Write
	All = Read | Write
)

type Ratio float32

type Switch bool

type UsesNamed struct {
	Status Status  `json:"status"`
	Level  Level   `json:"level,omitempty"`
	Flags  Flags   `json:"flags"`
	Ratio  Ratio   `json:"ratio"`
	Switch Switch  `json:"switch"`
	Far    Distant `json:"far"`
}

type StatusAgain Status

type PlainAgain Plain

type PlainAlias = Plain

type Chain = PlainAlias

type TimeAgain time.Time

type RawAgain json.RawMessage

type NumberAgain json.Number

// --- embedding

type Base struct {
	ID   int `json:"id"`
	Kind string
}

type Middle1 struct {
	Base
	Kind int
}

type Embeds struct {
	Base
	Extra bool
}

type EmbedsPointer struct {
	*Base
	Extra bool
}

type EmbedsTagged struct {
	Base  `json:"base"`
	Extra bool
}

type EmbedsTwice struct {
	Middle1
	Other string `json:"other"`
}

type Left struct {
	Shared int
	L      int
}

type Right struct {
	Shared string
	R      int
}

type TaggedRight struct {
	Text string `json:"Shared"`
}

// Ambiguous has Shared twice at one depth: it vanishes.
type Ambiguous struct {
	Left
	Right
}

// TagWins has Shared twice at one depth, once by a tag.
type TagWins struct {
	Left
	TaggedRight
}

// Diamond has Base twice at one depth.
type Diamond struct {
	Middle1
	Embeds
}

type hidden struct {
	Visible int
	unseen  int
}

type EmbedsHidden struct {
	hidden
	X int
}

// EmbedsHiddenPointer cannot be read if it has the embedded field.
type EmbedsHiddenPointer struct {
	*hidden
	X int
}

type EmbedsScalar struct {
	Status
	Letter
	level
	X int
}

type level int

type EmbedsInterface struct {
	Shape
	X int
}

type Shape interface{ Area() float64 }

type EmbedsAny struct {
	Anything
	X int
}

type Anything interface{}

type EmbedsOmitted struct {
	Base `json:"-"`
	X    int
}

type EmbedsOptions struct {
	Base `json:",omitempty"`
	X    int
}

type EmbedsAlias struct {
	PlainAlias
	X int
}

type EmbedsItself struct {
	*EmbedsItself
	X int
}

type EmbedsTime struct {
	time.Time
	X int
}

type EmbedsCustom struct {
	Custom
	X int
}

type OverridesCustom struct {
	Custom
	Also
	X int
}

type EmbedsGeneric struct {
	Pair[int8, string]
	X int
}

type EmbedsImported struct {
	other.Point
	X int `json:"x"`
}

// --- methods

type Custom struct{ A int }

func (c *Custom) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &c.A)
}

type Also struct{ B int }

func (c *Also) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &c.B)
}

type WritesItself struct{ A int }

func (WritesItself) MarshalJSON() ([]byte, error) { return []byte(`"w"`), nil }

type TextKey string

func (k *TextKey) UnmarshalText(data []byte) error {
	*k = TextKey(data)
	return nil
}

type WrongSignature struct{ A int }

func (w *WrongSignature) UnmarshalJSON(text string) error { return nil }

type UsesCustom struct {
	Custom  Custom
	Pointer *Custom
	List    []Custom
	Map     map[string]*Custom
	Writes  WritesItself
	Key     TextKey
	Wrong   WrongSignature
}

type WithoutMethods Custom

// --- generics

type Pair[K comparable, V any] struct {
	Key   K `json:"key"`
	Value V `json:"value"`
}

type Page[T any] struct {
	Items []T      `json:"items"`
	Next  *Page[T] `json:"next,omitempty"`
}

type Listed[T any] = []Pair[string, T]

type UsesGenerics struct {
	Pair   Pair[string, int8]
	Page   Page[Status]
	Nested Page[Pair[int8, *Plain]]
	Alias  Listed[bool]
	Far    Box[Level]
}

type StatusPage = Page[Status]

// --- other files and packages

type UsesOthers struct {
	Elsewhere Elsewhere     `json:"elsewhere"`
	Point     other.Point   `json:"point"`
	Points    []other.Point `json:"points"`
	Dotted    Point         `json:"dotted"`
	Common    common.Value  `json:"common"`
}

// --- left out when empty

type LeftOut struct {
	Text    string         `json:"text,omitempty"`
	Number  int            `json:"number,omitempty"`
	Small   uint8          `json:"small,omitempty"`
	Float   float64        `json:"float,omitempty"`
	Bool    bool           `json:"bool,omitempty"`
	List    []string       `json:"list,omitempty"`
	Map     map[string]int `json:"map,omitempty"`
	Pointer *string        `json:"pointer,omitempty"`
	Struct  Plain          `json:"struct,omitempty"`
	Array   [2]int         `json:"array,omitempty"`
	Any     any            `json:"any,omitempty"`
	Status  Status         `json:"status,omitempty"`
	Texts   Texts          `json:"texts,omitempty"`
	Bytes   []byte         `json:"bytes,omitempty"`
	Zero    Plain          `json:"zero,omitzero"`
	Time    time.Time      `json:"time,omitzero"`
	Nil     []string       `json:"nil,omitzero"`
}

type Written struct {
	Text    string          `json:"text"`
	List    []string        `json:"list"`
	Lists   [][]string      `json:"lists"`
	Map     map[string]int  `json:"map"`
	Keys    map[int8]string `json:"keys"`
	Pointer *string         `json:"pointer"`
	Struct  *Plain          `json:"struct"`
	Bytes   []byte          `json:"bytes"`
	Array   [2]int8         `json:"array"`
	Number  json.Number     `json:"number"`
	InText  int8            `json:"in_text,string"`
	Flag    bool            `json:"flag,string"`
	Custom  WritesItself    `json:"custom"`
	Texts   Texts           `json:"texts"`
	Status  Status          `json:"status"`
}
