// Package common has another name than its folder.
package common

type Value struct {
	Text string `json:"text"`
}
