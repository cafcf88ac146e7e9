// Judges cases by the types of github.com/modelcontextprotocol/go-sdk, decoded as its client does.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"runtime/debug"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	exact "github.com/segmentio/encoding/json"
)

const subject = "github.com/modelcontextprotocol/go-sdk"

// targets makes an empty value of each type that cases may be decoded as.
var targets = map[string]func() any{
	"call-tool-result": func() any { return new(mcp.CallToolResult) },
	"tool":             func() any { return new(mcp.Tool) },
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

// decode reads a text as the client reads the result in an answer: the answer is one JSON text, and
// unlike in encoding/json the names of fields are told apart by case.
func decode(text []byte, found any) error {
	var whole json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		return err
	}
	decoder := exact.NewDecoder(bytes.NewReader(whole))
	decoder.DontMatchCaseInsensitiveStructFields()
	return decoder.Decode(found)
}

func judge(m message) map[string]any {
	found := targets[m.Target]()
	if err := decode(m.input(), found); err != nil {
		return refused(err)
	}
	output, err := json.Marshal(found)
	if err != nil {
		return map[string]any{"verdict": "accept"}
	}
	return map[string]any{"verdict": "accept", "output": string(output)}
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

func hello() map[string]any {
	return map[string]any{
		"op": "hello", "protocol": 1,
		"adapter":      map[string]any{"name": "sdk-mcp-go", "version": "1.0.0"},
		"subject":      map[string]any{"name": subject, "version": version(), "language": "go"},
		"targets":      []string{"call-tool-result", "tool"},
		"modes":        []string{"decode", "roundtrip"},
		"max_inflight": 64,
	}
}

func main() {
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
			reply = hello()
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
