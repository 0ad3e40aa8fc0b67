package admin365_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"text/template"

	strictjson "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

const hunter = "hunter2"

type exported struct {
	Name   string
	Secret admin365.Secret
	Again  *admin365.Secret
}

type unexported struct {
	name   string
	secret admin365.Secret
}

// holders hold a secret in every way in which a program may hold one.
func holders() map[string]any {
	s := admin365.NewSecret(hunter)
	return map[string]any{
		"itself": s, "pointer": &s, "struct": exported{"x", s, &s}, "pointer to struct": &exported{"x", s, &s}, "slice": []admin365.Secret{s}, "array": [1]admin365.Secret{s},
		"map": map[string]admin365.Secret{"k": s}, "map key": map[admin365.Secret]int{s: 1}, "interface": []any{s, exported{Secret: s}},
		"unexported field": unexported{"x", s}, "pointer to unexported": &unexported{"x", s}, "unexported in a map": map[string]unexported{"k": {"x", s}},
		"optional": admin365.Set(s), "optional of a struct": admin365.Set(exported{Secret: s}), "channel": func() any { c := make(chan admin365.Secret, 1); c <- s; return c }(),
	}
}

// TestSecretIsNotPrinted by any verb, flag or mistake, wherever it stands.
func TestSecretIsNotPrinted(t *testing.T) {
	t.Parallel()
	for name, v := range holders() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, flags := range []string{"", "+", "#", "-", " ", "0", "40", ".3", "+#"} {
				for verb := range strings.SplitSeq("vTtbcdoOqxXUeEfFgGspwzZ!", "") {
					format := "%" + flags + verb
					assert.NotContains(t, fmt.Sprintf(format, v), hunter, format)
					assert.NotContains(t, fmt.Sprintf(format, v), fmt.Sprintf("%x", hunter), format)
				}
			}
			for _, mistake := range []string{"no verb", "%*d", "%[2]v", "%[x]v", "%", "%d %d"} {
				assert.NotContains(t, fmt.Sprintf(mistake, []any{v}...), hunter, mistake)
			}
			assert.NotContains(t, fmt.Sprint(v, v), hunter)
			assert.NotContains(t, fmt.Sprintln(v), hunter)
			assert.NotContains(t, fmt.Errorf("x: %v", v).Error(), hunter)
			assert.NotContains(t, errors.Join(fmt.Errorf("%+v", v)).Error(), hunter)
		})
	}
}

func TestSecretIsNotLogged(t *testing.T) {
	t.Parallel()
	for name, v := range holders() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
				log := slog.New(h)
				log.Info("x", "v", v)
				log.With("v", v).WithGroup("g").Info("x", slog.Group("h", "v", v))
			}
			assert.NotContains(t, b.String(), hunter)
		})
	}
}

func TestSecretIsNotMarshaled(t *testing.T) {
	t.Parallel()
	for name, v := range holders() {
		if name == "channel" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, _ := json.Marshal(v)
			assert.NotContains(t, string(b), hunter)
			b, _ = strictjson.Marshal(v)
			assert.NotContains(t, string(b), hunter)
			b, _ = xml.Marshal(v)
			assert.NotContains(t, string(b), hunter)
			var g bytes.Buffer
			func() {
				defer func() { _ = recover() }()
				_ = gob.NewEncoder(&g).Encode(v)
			}()
			assert.NotContains(t, g.String(), hunter)
			var out bytes.Buffer
			_ = template.Must(template.New("").Parse("{{.}}")).Execute(&out, v)
			assert.NotContains(t, out.String(), hunter)
		})
	}
	b, err := json.Marshal(exported{Secret: admin365.NewSecret(hunter)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Name":"","Secret":"`+admin365.RedactedSecret+`","Again":null}`, string(b))
}

func TestSecretBasics(t *testing.T) {
	t.Parallel()
	s := admin365.NewSecret(hunter)
	assert.Equal(t, hunter, s.Reveal())
	assert.Equal(t, admin365.RedactedSecret, s.String())
	assert.False(t, s.IsZero())
	assert.True(t, admin365.Secret{}.IsZero())
	assert.Empty(t, admin365.Secret{}.String())
	assert.Empty(t, admin365.Secret{}.Reveal())
	assert.Equal(t, s, admin365.NewSecret(hunter), "deeply equal secrets have the same text")
	assert.Equal(t, admin365.Secret{}, admin365.NewSecret(""), "an empty one is the zero one")
	var read exported
	require.NoError(t, json.Unmarshal([]byte(`{"Secret":"hunter2"}`), &read))
	assert.Equal(t, hunter, read.Secret.Reveal())
	err := json.Unmarshal([]byte(`{"Secret":"`+admin365.RedactedSecret+`"}`), &read)
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Equal(t, hunter, read.Secret.Reveal(), "a refused text changes nothing")
}

// TestSecretInAPanic runs this test once more as a program that panics with each
// holder, because what a panic prints no program can catch.
func TestSecretInAPanic(t *testing.T) {
	t.Parallel()
	if name := os.Getenv("ADMIN365_TEST_PANIC"); name != "" {
		panic(holders()[name])
	}
	for name := range holders() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSecretInAPanic$")
			c.Env = append(os.Environ(), "ADMIN365_TEST_PANIC="+name)
			out, err := c.CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(out), "panic: ")
			assert.NotContains(t, string(out), hunter)
		})
	}
}
