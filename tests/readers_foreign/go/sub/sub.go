// Package sub is a neighbour.
package sub

type Point struct {
	X, Y int8
	Unit Unit `json:"unit,omitempty"`
}

type Unit string

const (
	Metre Unit = "m"
	Foot  Unit = "ft"
)
