// Judges cases by the types of github.com/openai/openai-go, the official client.
package main

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"wire"

	"github.com/openai/openai-go/v3/realtime"
)

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

func judge(target string, input []byte) map[string]any {
	item, name, err := targets[target](input)
	if err != nil {
		return wire.Refused(err)
	}
	output, err := json.Marshal(item)
	if err != nil {
		return wire.Refused(err)
	}
	reply := map[string]any{"verdict": "accept", "output": string(output)}
	if name != "" {
		reply["typed_as"] = name
	}
	return reply
}

func main() {
	hello := wire.Hello("sdk-openai-go", "github.com/openai/openai-go/v3", "param", "union")
	hello["lenient"] = len(os.Args) > 1 && os.Args[1] == "lenient"
	wire.Serve(hello, judge)
}
