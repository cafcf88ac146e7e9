// Judges cases by the types of github.com/openai/openai-go, the official client.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"runtime/debug"

	"github.com/openai/openai-go/v3/realtime"
)

const subject = "github.com/openai/openai-go/v3"

var noVariant = errors.New("no variant present")

// targets decodes and writes again, for each type that cases may be decoded as, and names the
// type that was chosen: what a client receives, and what it sends.
var targets = map[string]func([]byte) (any, string, error){
	"union": received,
	"param": sent,
}

// received decodes the union of a server's events. It holds any JSON; that none of its types fits
// is only said by AsAny, which then gives nil.
func received(text []byte) (any, string, error) {
	var item realtime.ConversationItemUnion
	if err := json.Unmarshal(text, &item); err != nil {
		return nil, "", err
	}
	variant := item.AsAny()
	if variant == nil {
		return nil, "", noVariant
	}
	return item.ToParam(), reflect.TypeOf(variant).Name(), nil
}

// sent decodes the union of a client's events. Which of its types was chosen is not told: they are
// written alike.
func sent(text []byte) (any, string, error) {
	var item realtime.ConversationItemUnionParam
	err := json.Unmarshal(text, &item)
	return item, "", err
}

type message struct {
	Op     string  `json:"op"`
	N      int     `json:"n"`
	Target string  `json:"target"`
	Text   string  `json:"text"`
	Base64 *string `json:"base64"`
}

// input gives the case's bytes.
func (m message) input() []byte {
	if m.Base64 != nil {
		data, err := base64.StdEncoding.DecodeString(*m.Base64)
		if err != nil {
			panic(err)
		}
		return data
	}
	return []byte(m.Text)
}

func refused(err error) map[string]any {
	return map[string]any{
		"verdict": "reject",
		"errors":  []map[string]string{{"message": err.Error()}},
	}
}

func judge(m message) map[string]any {
	item, name, err := targets[m.Target](m.input())
	if err != nil {
		return refused(err)
	}
	output, err := json.Marshal(item)
	if err != nil {
		return refused(err)
	}
	reply := map[string]any{"verdict": "accept", "output": string(output)}
	if name != "" {
		reply["typed_as"] = name
	}
	return reply
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == subject {
			return module.Version
		}
	}
	panic("built without its module")
}

func hello(lenient bool) map[string]any {
	return map[string]any{
		"op": "hello", "protocol": 1,
		"adapter":      map[string]any{"name": "sdk-openai-go", "version": "1.0.0"},
		"subject":      map[string]any{"name": subject, "version": version(), "language": "go"},
		"targets":      []string{"param", "union"},
		"modes":        []string{"decode", "roundtrip"},
		"max_inflight": 64,
		"lenient":      lenient,
	}
}

func main() {
	lenient := len(os.Args) > 1 && os.Args[1] == "lenient"
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var m message
		if err := json.NewDecoder(bytes.NewReader(line)).Decode(&m); err != nil {
			panic(err)
		}
		var reply map[string]any
		switch m.Op {
		case "hello":
			reply = hello(lenient)
		case "case":
			reply = judge(m)
			reply["n"] = m.N
		default:
			return
		}
		text, err := json.Marshal(reply)
		if err != nil {
			panic(err)
		}
		os.Stdout.Write(append(text, '\n'))
	}
}
