// Package wire reads the runner's messages and writes the replies: the same for every adapter in Go.
package wire

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"runtime/debug"
)

type message struct {
	Op     string  `json:"op"`
	N      int     `json:"n"`
	Target string  `json:"target"`
	Text   string  `json:"text"`
	Base64 *string `json:"base64"`
}

// Serve answers the runner until it ends. It greets with hello; judge gets a case's target and input,
// and gives the reply without the case's number.
func Serve(hello map[string]any, judge func(target string, input []byte) map[string]any) {
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
			reply = hello
		case "case":
			reply = judge(m.Target, m.input())
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

// Hello is the greeting of an adapter whose subject is a module that it is built with.
func Hello(name, module string, targets ...string) map[string]any {
	return map[string]any{
		"op": "hello", "protocol": 1,
		"adapter":      map[string]any{"name": name, "version": "1.0.0"},
		"subject":      map[string]any{"name": module, "version": version(module), "language": "go"},
		"targets":      targets,
		"modes":        []string{"decode", "roundtrip"},
		"max_inflight": 64,
	}
}

// Refused is the reply for an error.
func Refused(err error) map[string]any {
	return map[string]any{
		"verdict": "reject",
		"errors":  []map[string]string{{"message": err.Error()}},
	}
}

func version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, found := range info.Deps {
		if found.Path == module {
			return found.Version
		}
	}
	panic("built without its module")
}

func (m message) input() []byte {
	if m.Base64 == nil {
		return []byte(m.Text)
	}
	data, err := base64.StdEncoding.DecodeString(*m.Base64)
	if err != nil {
		panic(err)
	}
	return data
}
