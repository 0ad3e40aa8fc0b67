package admin365

import (
	"fmt"
	"io"
	"log/slog"
)

// RedactedSecret is what stands where a [Secret] was printed, logged or
// marshaled. It is unmistakable on purpose: a request body that holds it is
// refused before it is sent, because someone marshaled a Secret where
// [Secret.Reveal] was meant.
const RedactedSecret = "[admin365:redacted]"

// Secret is a password, a key or a token. Two are compared by what Reveal
// returns, not by ==. Whatever prints, formats, logs or
// marshals it gets [RedactedSecret]; only [Secret.Reveal] returns the text.
type Secret struct {
	// The text lies behind a pointer: fmt prints an unexported field of some
	// struct without asking its methods, and then prints an address.
	text *string
}

// NewSecret wraps text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the text. Do not log what it returns.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.text == nil }

// String returns [RedactedSecret], or nothing if the secret is empty.
func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return RedactedSecret
}

// GoString redacts %#v.
func (s Secret) GoString() string { return s.String() }

// Format redacts every verb, %x and %q among them.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue redacts the secret in a structured log.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText redacts the secret in JSON, YAML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes a secret from a configuration file. It refuses the
// redaction marker, which is never anybody's secret.
func (s *Secret) UnmarshalText(b []byte) error {
	if string(b) == RedactedSecret {
		return &Error{Kind: ErrInvalid, Message: "the text is the marker that stands for a redacted secret"}
	}
	*s = NewSecret(string(b))
	return nil
}
