// Judges cases by the types of github.com/WqyJh/go-openai-realtime, decoded by encoding/json.
package main

import (
	"encoding/json"
	"wire"

	realtime "github.com/WqyJh/go-openai-realtime"
)

// targets makes an empty value of each type that cases may be decoded as: what a client sends, and
// what it receives in a response.
var targets = map[string]func() any{
	"item":          func() any { return new(realtime.MessageItem) },
	"response-item": func() any { return new(realtime.ResponseMessageItem) },
}

func judge(target string, input []byte) map[string]any {
	item := targets[target]()
	if err := json.Unmarshal(input, item); err != nil {
		return wire.Refused(err)
	}
	output, err := json.Marshal(item)
	if err != nil {
		return wire.Refused(err)
	}
	return map[string]any{"verdict": "accept", "output": string(output)}
}

func main() {
	module := "github.com/WqyJh/go-openai-realtime"
	wire.Serve(wire.Hello("sdk-go-openai-realtime", module, "item", "response-item"), judge)
}
