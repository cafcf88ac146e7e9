// Judges cases by the types of github.com/WqyJh/go-openai-realtime, decoded by encoding/json.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"runtime/debug"

	realtime "github.com/WqyJh/go-openai-realtime"
)

const subject = "github.com/WqyJh/go-openai-realtime"

// targets makes an empty value of each type that cases may be decoded as: what a client sends, and
// what it receives in a response.
var targets = map[string]func() any{
	"item":          func() any { return new(realtime.MessageItem) },
	"response-item": func() any { return new(realtime.ResponseMessageItem) },
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
	item := targets[m.Target]()
	if err := json.Unmarshal(m.input(), item); err != nil {
		return refused(err)
	}
	output, err := json.Marshal(item)
	if err != nil {
		return refused(err)
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
		"adapter":      map[string]any{"name": "sdk-go-openai-realtime", "version": "1.0.0"},
		"subject":      map[string]any{"name": subject, "version": version(), "language": "go"},
		"targets":      []string{"item", "response-item"},
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
