package admin365_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	prop "pgregory.net/rapid" // architecture_test.go has the name prop.

	"github.com/admin365/admin365"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount, currency string
		good             bool
	}{
		{"0", "EUR", true}, {"1234.50", "EUR", true}, {"-0.01", "USD", true}, {"007", "JPY", true}, {"123456789012345678901234567890.12", "EUR", true},
		{"", "EUR", false}, {"-", "EUR", false}, {".5", "EUR", false}, {"5.", "EUR", false}, {"1e3", "EUR", false}, {"0x10", "EUR", false}, {"1/3", "EUR", false},
		{"1,50", "EUR", false}, {"+1", "EUR", false}, {"--1", "EUR", false}, {" 1", "EUR", false}, {"1_000", "EUR", false}, {"١", "EUR", false}, {"1.2.3", "EUR", false}, {"NaN", "EUR", false},
		{"1", "", false}, {"1", "eur", false}, {"1", "EURO", false}, {"1", "€", false}, {"1", "ÄÖÜ", false}, {"1", "E1R", false},
	} {
		m, err := admin365.NewMoney(c.amount, c.currency)
		if !c.good {
			require.ErrorIs(t, err, admin365.ErrInvalid, "%q %q", c.amount, c.currency)
			assert.True(t, m.IsZero())
			continue
		}
		require.NoError(t, err, "%q %q", c.amount, c.currency)
		assert.Equal(t, []string{c.amount, c.currency, c.amount + " " + c.currency}, []string{m.Amount(), m.Currency(), m.String()})
		assert.False(t, m.IsZero(), "nothing in a currency is an amount too")
	}
	assert.True(t, admin365.Money{}.IsZero())
	assert.Empty(t, admin365.Money{}.String())
}

// TestMoneyCompares exactly, whatever the number of digits.
func TestMoneyCompares(t *testing.T) {
	t.Parallel()
	prop.Check(t, func(t *prop.T) {
		amount := prop.StringMatching(`-?[0-9]{1,30}(\.[0-9]{1,12})?`)
		a, b := amount.Draw(t, "a"), amount.Draw(t, "b")
		x, errX := admin365.NewMoney(a, "EUR")
		y, errY := admin365.NewMoney(b, "EUR")
		if errX != nil || errY != nil {
			t.Fatal(errX, errY)
		}
		ra, _ := new(big.Rat).SetString(a)
		rb, _ := new(big.Rat).SetString(b)
		if got, err := x.Cmp(y); err != nil || got != ra.Cmp(rb) {
			t.Fatalf("%s and %s: %d, %v", a, b, got, err)
		}
	})
	eur, err := admin365.NewMoney("1", "EUR")
	require.NoError(t, err)
	usd, err := admin365.NewMoney("1", "USD")
	require.NoError(t, err)
	_, err = eur.Cmp(usd)
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = eur.Cmp(admin365.Money{})
	require.ErrorIs(t, err, admin365.ErrInvalid, "no amount is not nothing")
}
