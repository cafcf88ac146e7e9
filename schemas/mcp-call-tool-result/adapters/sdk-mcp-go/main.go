// Judges cases by the types of github.com/modelcontextprotocol/go-sdk, decoded as its client does.
package main

import (
	"bytes"
	"encoding/json"
	"wire"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	exact "github.com/segmentio/encoding/json"
)

// targets makes an empty value of each type that cases may be decoded as.
var targets = map[string]func() any{
	"call-tool-result": func() any { return new(mcp.CallToolResult) },
	"tool":             func() any { return new(mcp.Tool) },
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

func judge(target string, input []byte) map[string]any {
	found := targets[target]()
	if err := decode(input, found); err != nil {
		return wire.Refused(err)
	}
	output, err := json.Marshal(found)
	if err != nil {
		return map[string]any{"verdict": "accept"}
	}
	return map[string]any{"verdict": "accept", "output": string(output)}
}

func main() {
	module := "github.com/modelcontextprotocol/go-sdk"
	wire.Serve(wire.Hello("sdk-mcp-go", module, "call-tool-result", "tool"), judge)
}
