package item

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type entry struct {
	ID     string
	Title  string
	Text   *string
	Base64 string
	Expect struct{ Verdict, Level string }
}

func (e entry) input(t *testing.T) []byte {
	t.Helper()
	if e.Text != nil {
		return []byte(*e.Text)
	}
	data, err := base64.StdEncoding.DecodeString(e.Base64)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func load(t *testing.T) (cases []entry, inputs map[string]string, count int) {
	t.Helper()
	bundle := os.Getenv("CONFORMANCE_BUNDLE")
	if bundle == "" {
		bundle = "bundle"
	}
	var manifest struct {
		Counts struct{ Cases int }
		Inputs map[string]string
	}
	if err := json.Unmarshal(read(t, filepath.Join(bundle, "manifest.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(read(t, filepath.Join(bundle, "cases.ndjson"))))
	for decoder.More() {
		var e entry
		if err := decoder.Decode(&e); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, e)
	}
	return cases, manifest.Inputs, manifest.Counts.Cases
}

func knownFailures(t *testing.T) map[string]string {
	t.Helper()
	known := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(read(t, "known-failures.txt")))
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			id, reason, _ := strings.Cut(line, " ")
			known[id] = reason
		}
	}
	return known
}

func TestTheCasesAreThoseOfTheManifest(t *testing.T) {
	cases, inputs, count := load(t)
	if len(cases) != count || len(inputs) != count {
		t.Fatalf("%d cases and %d digests, the manifest says %d", len(cases), len(inputs), count)
	}
	for _, e := range cases {
		digest := sha256.Sum256(e.input(t))
		if hex.EncodeToString(digest[:]) != inputs[e.ID] {
			t.Errorf("%s: another input than the manifest's", e.ID)
		}
	}
}

func TestItem(t *testing.T) {
	cases, inputs, _ := load(t)
	known := knownFailures(t)
	for id := range known {
		if _, ok := inputs[id]; !ok {
			t.Errorf("known-failures.txt: there is no case %s", id)
		}
	}
	for _, e := range cases {
		t.Run(e.ID, func(t *testing.T) {
			_, err := Decode(e.input(t))
			fails := (e.Expect.Verdict == "accept" && err != nil) || (e.Expect.Verdict == "reject" && err == nil)
			switch _, listed := known[e.ID]; {
			case listed && !fails:
				t.Error("mended: strike it from known-failures.txt")
			case !listed && fails:
				t.Errorf("should %s (%s): %s; %v", e.Expect.Verdict, e.Expect.Level, e.Title, err)
			}
		})
	}
}
