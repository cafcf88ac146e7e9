// Package item decodes an item with encoding/json, and checks the values that are closed lists.
package item

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Part is a part of a message's content.
type Part struct {
	Type       *string `json:"type"`
	ID         *string `json:"id"`
	Text       *string `json:"text"`
	Audio      *string `json:"audio"`
	Transcript *string `json:"transcript"`
}

// Item is an item of a conversation.
type Item struct {
	Type      *string `json:"type"`
	ID        *string `json:"id"`
	Object    *string `json:"object"`
	Status    *string `json:"status"`
	Role      *string `json:"role"`
	Content   []Part  `json:"content"`
	CallID    *string `json:"call_id"`
	Name      *string `json:"name"`
	Arguments *string `json:"arguments"`
	Output    *string `json:"output"`
}

// Decode returns the item that a JSON text holds.
func Decode(data []byte) (*Item, error) {
	var item Item
	if err := json.Unmarshal(data, &item); err != nil {
		return nil, err
	}
	if err := item.check(); err != nil {
		return nil, err
	}
	return &item, nil
}

func (item *Item) check() error {
	closed := []struct {
		name    string
		value   *string
		allowed []string
	}{
		{"type", item.Type, []string{"message", "function_call", "function_call_output", "item_reference"}},
		{"object", item.Object, []string{"realtime.item"}},
		{"status", item.Status, []string{"completed", "incomplete", "in_progress"}},
		{"role", item.Role, []string{"user", "assistant", "system"}},
	}
	for _, field := range closed {
		if field.value != nil && !slices.Contains(field.allowed, *field.value) {
			return fmt.Errorf("%s: unknown value %q", field.name, *field.value)
		}
	}
	parts := []string{"input_text", "input_audio", "item_reference", "text"}
	for _, part := range item.Content {
		if part.Type != nil && !slices.Contains(parts, *part.Type) {
			return fmt.Errorf("content: unknown type %q", *part.Type)
		}
	}
	return nil
}
