package admin365

import (
	"fmt"
	"math/big"
	"strings"
)

// Money is an exact amount in a currency; never a float, because cents get
// lost in one. The zero Money is no amount in no currency.
type Money struct {
	amount   string
	currency string
}

// NewMoney returns the amount, a decimal number such as "1234.50", in the
// currency, an ISO 4217 code such as "EUR". It refuses anything else with
// [ErrInvalid].
func NewMoney(amount, currency string) (Money, error) {
	if !isDecimal(amount) {
		return Money{}, &Error{Kind: ErrInvalid, Target: amount, Message: "an amount is a decimal number such as 1234.50"}
	}
	if len(currency) != 3 || strings.ToUpper(currency) != currency || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return Money{}, &Error{Kind: ErrInvalid, Target: currency, Message: "a currency is a code of three capital letters such as EUR"}
	}
	return Money{amount: amount, currency: currency}, nil
}

// Amount returns the decimal number as it came, "" for the zero Money.
func (m Money) Amount() string { return m.amount }

// Currency returns the ISO 4217 code.
func (m Money) Currency() string { return m.currency }

// IsZero reports whether there is no amount at all; "0.00 EUR" is one.
func (m Money) IsZero() bool { return m == Money{} }

// Cmp compares two amounts of one currency, and fails with [ErrInvalid] on two
// currencies: what cannot be compared must not be taken for equal.
func (m Money) Cmp(other Money) (int, error) {
	if m.currency != other.currency {
		return 0, &Error{Kind: ErrInvalid, Message: fmt.Sprintf("cannot compare %s with %s", m.currency, other.currency)}
	}
	return m.rat().Cmp(other.rat()), nil
}

// String returns the amount and the currency, such as "1234.50 EUR".
func (m Money) String() string {
	return strings.TrimSpace(m.amount + " " + m.currency)
}

func (m Money) rat() *big.Rat {
	r, ok := new(big.Rat).SetString(m.amount)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// isDecimal takes an optional sign, digits, and an optional fraction. Exponents
// and hexadecimal, which math/big takes too, are nobody's price.
func isDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, dotted := strings.Cut(s, ".")
	return isDigits(whole) && (!dotted || isDigits(fraction))
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
