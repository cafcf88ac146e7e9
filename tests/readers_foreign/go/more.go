package record

type Elsewhere struct {
	Value Distant `json:"value"`
}

type Distant string

const Near Distant = "near"

type Box[T any] struct {
	Content T `json:"content"`
}
